/**
 * A small share of the cap goes to organisers of whom little is known: whoever goes only where it was good before never finds out where it is
 * better. `EXPLORES.share` of the caps of the last weeks and this one, less what was spent on such organisers in that time: what is
 * left may carry a bonus, which is what the organiser would be worth at the upper end of its range. The bonus is a line of the
 * value like any other and is shown as one; the choice stays the optimum of what is shown.
 */
import type { EventId } from '../calendar/event.ts'
import { addWeeks, type Week } from '../time/week.ts'
import { type History, organiserIdOf } from './history.ts'
import type { EventTraits, Learned } from './learned.ts'

export const EXPLORES = {
  /** Of the cap. */
  share: 0.1,
  /** Attended events from which on an organiser is known. */
  knownFrom: 2,
  /** The share adds up over so many weeks: one week's alone seldom pays for an event. */
  weeks: 10,
} as const

/** A networking event of this week or later. */
export interface Candidate extends EventTraits {
  id: EventId
  week: Week
  /** Charged in all. */
  minutes: number
  /** `stands`: a commitment or hold, which spends of the share if it goes to somebody unknown, and needs no bonus. */
  standing: 'stands' | 'open'
  told: 'attend' | 'skip' | null
}

/**
 * @param candidates of `weeks`, in any order
 * @param capOf minutes by week, past ones too
 * @param weeks those chosen together, ascending
 * @returns by event that carries it, the bonus in points for each hour of its charge
 */
export function exploring(
  history: History,
  learned: Learned,
  candidates: readonly Candidate[],
  capOf: (week: Week) => number,
  weeks: readonly Week[],
): ReadonlyMap<EventId, number> {
  const bonuses = new Map<EventId, number>()
  const [first] = weeks
  if (first === undefined) return bonuses
  let left = leftBefore(history, capOf, first)
  const tried = new Set<string>()
  const unknown = candidates
    .map((one) => ({ ...one, organiserId: organiserIdOf(one.organiserKey, one.seriesKey), known: learned.of(one) }))
    .filter(({ known }) => known.count < EXPLORES.knownFrom)
    // Whom the person was told to go to already, so that a new invitation turns no word around; then the most promising; of equal ones always
    // the same, and ids are hashes, so nobody is preferred.
    .sort((a, b) => wasTold(b) - wasTold(a) || b.known.high - a.known.high || (a.id < b.id ? -1 : 1))
  for (const week of weeks) {
    left = Math.min(left + EXPLORES.share * capOf(week), EXPLORES.share * EXPLORES.weeks * capOf(week))
    const own = unknown.filter((one) => one.week === week)
    for (const { organiserId, minutes, standing } of own) {
      if (standing !== 'stands') continue
      left -= minutes
      tried.add(organiserId)
    }
    for (const { id, organiserId, minutes, standing, known } of own) {
      if (standing !== 'open' || minutes > left || tried.has(organiserId)) continue
      left -= minutes
      tried.add(organiserId)
      bonuses.set(id, known.high - known.perHour)
    }
  }
  return bonuses
}

function wasTold({ told }: Candidate): number {
  return told === 'attend' ? 1 : 0
}

/** Minutes saved up when a week begins: not below 0, for what was spent in beginning, when all were unknown, is no debt. */
function leftBefore(history: History, capOf: (week: Week) => number, week: Week): number {
  const from = addWeeks(week, 1 - EXPLORES.weeks)
  const attended = history.events.filter((event) => event.attended && event.week < week)
  const times = new Map<string, number>()
  let left = 0
  for (const event of attended) {
    const before = times.get(event.organiserId) ?? 0
    times.set(event.organiserId, before + 1)
    if (event.week >= from && before < EXPLORES.knownFrom) left -= event.charge.total
  }
  const begun = attended[0]?.week ?? week
  for (let at = from > begun ? from : begun; at < week; at = addWeeks(at, 1)) left += EXPLORES.share * capOf(at)
  return Math.max(0, left)
}
