/**
 * What closing follow-ups would free: how many, in the order given, bring which event into the plan (design.md, section 4). Every answer is the
 * best choice at the cap that would then be left, as exact as the plan it is compared with.
 */
import type { EventId } from '../calendar/event.ts'
import { horizonOf } from './horizon.ts'
import type { PlanInput } from './shapes.ts'
import { debtWithin } from './stage.ts'

export interface Relief {
  /** So many of the first follow-ups closed. */
  close: number
  /** Events over all weeks of the horizon, by start, that would come in then, and that would make way for them. */
  enter: EventId[]
  leave: EventId[]
  /** Points that the plan would win, against the plan as it stands. */
  gain: number
}

/** Nobody closes more than this at a sitting, and each is a choice of its own. */
const MOST_CLOSED = 12

/**
 * @param owed minutes of each follow-up owed, in the order in which they would be closed; their sum is the input's `debtMinutes`
 * @returns by `close`, only those that win points against the one before; none where the plan is not proven the best
 */
export function reliefOf(input: PlanInput, owed: readonly number[]): Relief[] {
  if (owed.length === 0) return []
  const { stage, chooser } = horizonOf(input)
  const { minutes = 0, debt = 0, left = 0 } = stage.caps[0] ?? {}
  const { best } = chooser
  const reliefs: Relief[] = []
  if (!best.exact) return reliefs
  let remaining = input.debtMinutes
  let won = 0
  for (const [closed, length] of owed.slice(0, MOST_CLOSED).entries()) {
    remaining -= length
    const freed = debt - debtWithin(minutes, remaining)
    // More is owed than a cap gives: this one frees nothing yet.
    if (freed <= 0) continue
    const other = chooser.atCap(0, left + freed)
    const gain = other.points - best.points
    if (!other.exact || gain <= won) continue
    won = gain
    reliefs.push({
      close: closed + 1,
      enter: other.chosen.filter((id) => !best.chosen.includes(id)) as EventId[],
      leave: best.chosen.filter((id) => !other.chosen.includes(id)) as EventId[],
      gain: gain / 100,
    })
  }
  return reliefs
}
