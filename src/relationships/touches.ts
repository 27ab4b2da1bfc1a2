/** The touches and encounters of one contact: in order of time, each once, within bounds. */
import type { EventId } from '../calendar/event.ts'
import { momentOf } from '../time/instant.ts'
import { CONTACT_BOUNDS, type ContactBody, type Encounter, type Touch } from './contact.ts'
import { dayAt } from './local-day.ts'
import { movedByTouch } from './stages.ts'

/**
 * A touch known by its id changes nothing. Any other but a note takes back the "not now" of its day and before, and moves the stage.
 * @param touch its time as `timestamp` writes it, so that times sort as texts
 * @param timeZone the person's, which decides what day the touch was on
 */
export function withTouch(body: ContactBody, touch: Touch, timeZone: string): ContactBody {
  if (body.touches.some(({ id }) => id === touch.id)) return body
  const touches = boundedTouches([...body.touches, touch])
  // Older than the oldest that are kept.
  if (!touches.includes(touch)) return body
  if (touch.kind === 'note') return { ...body, touches }
  const on = dayAt(momentOf(touch.at), timeZone)
  return movedByTouch({ ...body, touches, skippedOn: body.skippedOn.filter((skipped) => skipped > on) }, touch.kind, on)
}

/** The stage that it brought stays: what moved it may have been true all the same, and a person sets it with a tap. */
export function withoutTouch(body: ContactBody, touch: string): ContactBody {
  return { ...body, touches: body.touches.filter(({ id }) => id !== touch) }
}

/** Met again at another event: the encounter, and the touch that it is. */
export function withEncounter(body: ContactBody, encounter: Encounter, timeZone: string): ContactBody {
  if (body.encounters.some(({ eventId }) => eventId === encounter.eventId)) return body
  const encounters = boundedEncounters([...body.encounters, encounter])
  return withTouch({ ...body, encounters }, encounterTouch(encounter), timeZone)
}

export function encounterTouch({ eventId, at }: Encounter): Touch {
  return { id: seenTouchId(eventId), at, kind: 'encounter', note: null, eventId }
}

/** What reached the person: no note, and no encounter, which is how it began. */
export function reachingTouches({ touches }: Pick<ContactBody, 'touches'>): Touch[] {
  return touches.filter(({ kind }) => kind !== 'note' && kind !== 'encounter')
}

/** Of one person so many touches are counted; more of them say nothing more. */
export const MOST_TOUCHES_COUNTED = 4

/**
 * `on`: ISO local date of the first encounter, else of the day they were written down; `at`: the event, null where they met elsewhere.
 * @returns null of who came out of a file and was met nowhere since: nobody that networking brought
 */
export function firstMet(
  { encounters, createdAt, source }: Pick<ContactBody, 'encounters' | 'createdAt' | 'source'>,
  timeZone: string,
): FirstMet | null {
  const [first] = encounters
  if (first === undefined && source === 'imported') return null
  return { on: dayAt(momentOf(first?.at ?? createdAt), timeZone), at: first?.eventId ?? null }
}
export interface FirstMet {
  on: string
  at: EventId | null
}

/** By Aforo itself, in a calendar: so it comes again. */
export function isSeen({ id }: Pick<Touch, 'id'>): boolean {
  return id.startsWith(SEEN)
}

const SEEN = 'seen-'

/** One touch for each event and contact, whatever Aforo takes the event for today, and also after two contacts became one. */
export function seenTouchId(event: EventId): string {
  return `${SEEN}${event}`
}

/** By time, and by id where that is the same; beyond the bound the oldest go, but for the first: that is how it began. */
export function boundedTouches(touches: readonly Touch[]): readonly Touch[] {
  return bounded(
    touches.toSorted((a, b) => compare(a.at, b.at) || compare(a.id, b.id)),
    CONTACT_BOUNDS.touches,
  )
}

export function boundedEncounters(encounters: readonly Encounter[]): readonly Encounter[] {
  return bounded(
    encounters.toSorted((a, b) => compare(a.at, b.at) || compare(a.eventId, b.eventId)),
    CONTACT_BOUNDS.encounters,
  )
}

function bounded<T>(items: readonly T[], bound: number): readonly T[] {
  return items.length <= bound ? items : [...items.slice(0, 1), ...items.slice(items.length - bound + 1)]
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
