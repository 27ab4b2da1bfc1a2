/**
 * Why an event that was not chosen is skipped: the first reason of design.md, section 4, that holds against what was chosen. Each is
 * checked as it would be said: "if this alone were added".
 */
import type { EventId } from '../calendar/event.ts'
import { blockOf, type Choice, conflict } from '../choosing/choice.ts'
import type { Chooser } from '../choosing/choose.ts'
import type { Span } from '../choosing/slots.ts'
import type { Counterfactual, SkipReason } from './shapes.ts'
import type { Stage, Staged } from './stage.ts'

/**
 * @param one a candidate that was not chosen, or an event that was refused
 * @returns for `overlaps` also the networking event in the way, where it is one
 */
export function reasonFor(
  one: Staged,
  stage: Stage,
  chooser: Chooser,
): { reason: SkipReason; conflictsWith: EventId | null } {
  const attended = attendedIn(stage, chooser.best)
  const rival = attended.find((other) => conflict(other.choice, one.choice))
  if (one.refused === null && rival !== undefined) return { reason: 'overlaps', conflictsWith: rival.event.id }
  return { reason: one.refused ?? reasonAlone(one, attended, stage, chooser), conflictsWith: null }
}

export function isAttended(one: Staged, choice: Choice): boolean {
  return one.refused === null && (one.standing === 'commitment' || choice.chosen.includes(one.event.id))
}

/** The same for every skip of a plan, and asked for each. */
function attendedIn(stage: Stage, choice: Choice): readonly Staged[] {
  const last = latest.get(stage)
  if (last?.choice === choice) return last.attended
  const attended = stage.events.filter((one) => isAttended(one, choice))
  latest.set(stage, { choice, attended })
  return attended
}
const latest = new WeakMap<Stage, { choice: Choice; attended: readonly Staged[] }>()

function reasonAlone(one: Staged, attended: readonly Staged[], stage: Stage, chooser: Chooser): SkipReason {
  const { problem } = stage
  const { id, week, day, evening, charge, points } = one.choice
  if (hits(stage.taken, blockOf(one.choice))) return 'overlaps'
  if (hits(stage.protectedTime, blockOf(one.choice))) return 'protected_hours'
  if (!chooser.hasSlotsWith(id)) return 'no_follow_up_slot'
  const evenings = new Set(
    attended.filter((o) => o.choice.week === week && o.choice.evening >= 0).map((o) => o.choice.evening),
  )
  if (evening >= 0 && !evenings.has(evening) && evenings.size >= problem.maxEvenings) return 'evening_limit'
  if (attended.filter((other) => other.choice.day === day).length >= problem.maxPerDay) return 'daily_limit'
  const left = leftMinutes(stage, chooser.best, week)
  const debt = stage.caps[week]?.debt ?? 0
  if (charge > left) return charge <= left + debt ? 'follow_up_debt' : 'over_cap'
  if (points <= 0) return 'low_value'
  // Nothing stands against it, and still it was not chosen: only where the search for slots was cut short.
  return 'no_follow_up_slot'
}

/** Reasons that say another event took what this one needed; the rest hold whatever else is chosen. */
const COMPETITIONS: ReadonlySet<SkipReason> = new Set<SkipReason>([
  'overlaps',
  'no_follow_up_slot',
  'evening_limit',
  'daily_limit',
  'follow_up_debt',
  'over_cap',
])

/**
 * What would have to go for a skip to come in, and the points lost: against the best of all plans that hold it.
 * @returns null where it lost no competition (it cannot come in whatever goes), and where either plan is not proven the best
 */
export function counterfactualOf(one: Staged, reason: SkipReason, chooser: Chooser): Counterfactual | null {
  if (!COMPETITIONS.has(reason) || !chooser.best.exact || one.choice.points <= 0) return null
  const other = chooser.including(one.choice.id)
  if (other === null || !other.exact) return null
  const without = chooser.best.chosen.filter((id) => !other.chosen.includes(id)) as EventId[]
  return { without, loss: (chooser.best.points - other.points) / 100 }
}

/** What is left of a week's cap with everything chosen; negative when commitments and holds alone pass it. */
export function leftMinutes(stage: Stage, choice: Choice, week: number): number {
  const chosen = attendedIn(stage, choice).filter((one) => one.standing === 'candidate' && one.choice.week === week)
  return chosen.reduce((left, one) => left - one.choice.charge, stage.caps[week]?.left ?? 0)
}

function hits(spans: readonly Span[], block: Span): boolean {
  return block.start < block.end && spans.some((s) => s.start < s.end && s.start < block.end && block.start < s.end)
}
