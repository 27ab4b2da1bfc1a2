/**
 * What the chooser (`choose.ts`) is asked and what it answers: plain numbers, no word of Aforo. Times are whole minutes since an epoch of
 * the caller's, spans half-open.
 */
import type { Grid, Job, Span } from './slots.ts'

export interface ChoiceEvent extends Span {
  id: string
  travelBefore: number
  travelAfter: number
  /** Null when online, or nowhere known: never the same place as another. */
  place: string | null
  /** Whole minutes, not negative. Not looked at where the event is fixed: `caps` are what fixed events leave. */
  charge: number
  /** Whole, in any unit (hundredths of a point). */
  points: number
  /** Position in `caps`. Weeks, days and evenings ascend with `start`. */
  week: number
  day: number
  /** Number of the day whose evening it takes; -1 when it takes none. */
  evening: number
  /** Its release counts no earlier than the event's end with travel. */
  followUp: { minutes: number; release: number; deadline: number } | null
}
export interface ChoiceProblem {
  candidates: readonly ChoiceEvent[]
  fixed: readonly ChoiceEvent[]
  /** Other follow-ups to be placed: of events before these. Ids apart from the events'. */
  owed: readonly Job[]
  /** Where no chosen event may lie, travel included. */
  busy: readonly Span[]
  /** Where follow-ups may lie; the blocks of events are taken out here. */
  free: readonly Span[]
  /** Minutes left by week after all that is fixed; negative is none. */
  caps: readonly number[]
  maxEvenings: number
  maxPerDay: number
  grid: Grid
}
/** A set, and how sure it is that there is none better. */
export interface Chosen {
  /** Ids in order of start. */
  chosen: string[]
  points: number
  exact: boolean
  /** Points by which a better set, if there is one, could at most be better. */
  gap: number
}
export interface Choice extends Chosen {
  /** By id of event or owed follow-up. */
  slots: Map<string, Span>
  /** Fixed events and owed follow-ups for which there is no slot, whatever is chosen. */
  unplaced: string[]
  /** Sets looked at: steps of the search by the table, and labels where that was not enough. */
  work: number
}

/** Whether two events may not both be attended: design.md, section 4. */
export function conflict(a: ChoiceEvent, b: ChoiceEvent): boolean {
  const [first, second] = a.start < b.start || (a.start === b.start && a.end <= b.end) ? [a, b] : [b, a]
  const samePlace = a.place !== null && a.place === b.place
  const gap = samePlace ? 0 : Math.max(first.travelAfter, second.travelBefore)
  return second.start < first.end + gap
}

export function blockOf(event: ChoiceEvent): Span {
  return { start: event.start - event.travelBefore, end: event.end + event.travelAfter }
}

/** The event's follow-up as a job for the desk: not before the event is over and the person is back. */
export function followUpOf(event: ChoiceEvent): Job | null {
  if (event.followUp === null) return null
  const { minutes, release, deadline } = event.followUp
  return { id: event.id, minutes, release: Math.max(release, event.end + event.travelAfter), deadline }
}

export function followUpsOf(events: readonly ChoiceEvent[]): Job[] {
  return events.flatMap((event) => followUpOf(event) ?? [])
}
