/**
 * The weeks that are over: hours spent against the cap, and which verdicts were kept. Hours are those of events that were attended; what was
 * missed took none.
 */
import type { EventId } from '../calendar/event.ts'
import { momentOf } from '../time/instant.ts'
import { addWeeks, type Week, weekOf } from '../time/week.ts'
import type { History } from './history.ts'

/** As far as anybody looks back: more would be thousands of bars. */
export const MOST_WEEKS = 104

export interface WeekSpent {
  week: Week
  capMinutes: number
  spentMinutes: number
  /** What was attended. */
  events: readonly EventId[]
}
/** A candidate that is over, as it was told and as it was; whoever stayed away without a word did not attend. */
export interface Told {
  id: EventId
  /** RFC 3339. */
  start: string
  told: 'attend' | 'skip'
  attended: boolean
}
/** Of what Aforo advised, by what the person did. */
export interface Kept {
  /** Told to attend, and attended; told to skip, and not attended. */
  attendKept: readonly EventId[]
  skipKept: readonly EventId[]
  /** Told to attend, and not attended; told to skip, and attended. */
  attendNotKept: readonly EventId[]
  skipNotKept: readonly EventId[]
}

/** Every week from the first to the last, both included, empty ones too. */
export function weeksSpent(history: History, first: Week, last: Week, capOf: (week: Week) => number): WeekSpent[] {
  const byWeek = Map.groupBy(
    history.events.filter((event) => event.attended),
    ({ week }) => week,
  )
  const weeks: WeekSpent[] = []
  for (let week = first; week <= last; week = addWeeks(week, 1)) {
    const attended = byWeek.get(week) ?? []
    weeks.push({
      week,
      capMinutes: capOf(week),
      spentMinutes: attended.reduce((sum, { charge }) => sum + charge.total, 0),
      events: attended.map(({ id }) => id),
    })
  }
  return weeks
}

/** @param told what Aforo never spoke of is not among them */
export function verdictsKept(told: readonly Told[], zone: string, first: Week, last: Week): Kept {
  const looked = told.filter(({ start }) => {
    const week = weekOf(momentOf(start), zone)
    return week >= first && week <= last
  })
  const ids = (verdict: Told['told'], attended: boolean) =>
    looked.filter((one) => one.told === verdict && one.attended === attended).map(({ id }) => id)
  return {
    attendKept: ids('attend', true),
    skipKept: ids('skip', false),
    attendNotKept: ids('attend', false),
    skipNotKept: ids('skip', true),
  }
}
