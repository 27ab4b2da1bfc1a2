/**
 * Puts what the person's history teaches before the choice: each event's learned return, and which few of them carry the bonus for trying
 * somebody unknown (`insights/`). A person without history is taught nothing, and no value of theirs changes.
 */
import { type Candidate, exploring } from '../insights/explore.ts'
import type { History } from '../insights/history.ts'
import type { Learned } from '../insights/learned.ts'
import { addWeeks, weekOf } from '../time/week.ts'
import { chargeOf } from './charge.ts'
import { HORIZON_WEEKS } from './horizon.ts'
import type { PlanEvent, PlanInput } from './shapes.ts'

/** @param learned by `learnedFor(history, ...)`, of the input's first week or an earlier one; null: nothing yet */
export function taught(input: PlanInput, history: History, learned: Learned | null): PlanInput {
  if (learned === null) return input
  const { rules, week, now } = input
  const capOf = (one: string) => rules.capByWeek.get(one) ?? rules.capMinutes
  const weeks = Array.from({ length: HORIZON_WEEKS }, (_, n) => addWeeks(week, n))
  const candidates = input.events.flatMap((event): Candidate[] => {
    const { id, organiserKey, seriesKey, kind, told } = event
    const refused = event.cancelled || event.declined || event.decision === 'skip'
    const stands = event.standing !== 'candidate' || event.decision === 'attend'
    if (refused || (!stands && event.start.epochMilliseconds <= now.epochMilliseconds)) return []
    const traits = { id, organiserKey, seriesKey, kind, told, week: weekOf(event.start, rules.timeZone) }
    return [{ ...traits, minutes: chargeOf(event).total, standing: stands ? 'stands' : 'open' }]
  })
  const bonuses = exploring(history, learned, candidates, capOf, weeks)
  return {
    ...input,
    events: input.events.map((event): PlanEvent => {
      return { ...event, learned: { ...learned.of(event), explore: bonuses.get(event.id) ?? 0 } }
    }),
  }
}
