/**
 * How one stored event is shown to one reader: times in the response's zone, `self` for this calendar, guests cut to
 * maxAttendees, private details withheld, deletions bare. Also how an id finds its event, instances of a series included.
 */
import { renderTime } from './event-time.ts'
import type { AccessRole, CalendarRecord, GoogleEvent, StoredEvent } from './model.ts'
import { type Occurrence, occurrenceAt } from './recurrence.ts'

export interface Reader {
  calendar: CalendarRecord
  accessRole: AccessRole
  /** Zone of the response: the `timeZone` parameter, else the calendar's. */
  zone: string
  maxAttendees: number | null
}

/** What a stored event looks like in an answer. */
export type Shape = 'whole' | 'bare'

/** The calendar as it was after write number `seq`; null: as it is. */
export interface EventsAsOf {
  get(id: string): StoredEvent | undefined
  all(): Iterable<StoredEvent>
  seq: number
}

export function eventsAsOf(calendar: CalendarRecord, seq: number | null): EventsAsOf {
  if (seq === null || seq >= calendar.seq) {
    return { get: (id) => calendar.events.get(id), all: () => calendar.events.values(), seq: calendar.seq }
  }
  const earlier = new Map<string, StoredEvent | null>()
  // The oldest entry after that moment says what the event was then.
  for (const entry of calendar.journal.toReversed()) {
    if (entry.seq <= seq) break
    earlier.set(entry.id, entry.before)
  }
  const get = (id: string) => (earlier.has(id) ? (earlier.get(id) ?? undefined) : calendar.events.get(id))
  const all = function* () {
    for (const id of calendar.events.keys()) {
      const stored = get(id)
      if (stored !== undefined) yield stored
    }
  }
  return { get, all, seq }
}

export interface FoundEvent {
  stored: StoredEvent
  /** Whether it stands in the calendar, or is an occurrence that only the series implies. */
  virtual: boolean
}

/** The event an id names; ids never contain `_` but for instances, so the id splits safely (MM 35). */
export function findEvent(
  calendar: CalendarRecord,
  id: string,
  events: EventsAsOf = eventsAsOf(calendar, null),
): FoundEvent | null {
  const stored = events.get(id)
  if (stored !== undefined) return { stored, virtual: false }
  const cut = id.lastIndexOf('_')
  const series = cut > 0 ? events.get(id.slice(0, cut)) : undefined
  if (series === undefined || (series.event.recurrence ?? []).length === 0) return null
  const occurrence = occurrenceAt(series.event, calendar.timeZone, id)
  return occurrence === null ? null : { stored: instanceOf(series, occurrence), virtual: true }
}

/** An occurrence as an event of its own: everything of the series but its recurrence. */
export function instanceOf(series: StoredEvent, occurrence: Occurrence): StoredEvent {
  const { recurrence: _recurrence, ...shared } = series.event
  const event: GoogleEvent = {
    ...shared,
    id: occurrence.id,
    recurringEventId: series.event.id ?? null,
    originalStartTime: occurrence.originalStartTime,
    start: occurrence.start,
    end: occurrence.end,
  }
  return {
    event,
    seq: series.seq,
    startMs: occurrence.startMs,
    endMs: occurrence.endMs,
    raw: false,
    deletedAt: series.deletedAt,
  }
}

export function isOrganizer(calendar: CalendarRecord, event: GoogleEvent): boolean {
  const organizer = event.organizer?.email?.toLowerCase()
  return organizer === undefined || organizer === calendar.id.toLowerCase()
}

export function showEvent(stored: StoredEvent, reader: Reader, shape: Shape): GoogleEvent {
  if (stored.raw) return stored.event
  const { event } = stored
  if (shape === 'bare') return bare(event)
  const { calendar, zone } = reader
  const shown: GoogleEvent = { ...event, kind: 'calendar#event' }
  if (event.start) shown.start = renderTime(event.start, stored.startMs, zone)
  if (event.end) shown.end = renderTime(event.end, stored.endMs, zone)
  if (event.originalStartTime?.dateTime) {
    shown.originalStartTime = renderTime(event.originalStartTime, Date.parse(event.originalStartTime.dateTime), zone)
  }
  if (reader.accessRole === 'freeBusyReader' || (hidesPrivate(reader.accessRole) && isPrivate(event)))
    return withheld(shown)
  // `self` says "this calendar", not "this user" (MM 50).
  const self = (email: string | null | undefined) =>
    email?.toLowerCase() === calendar.id.toLowerCase() ? { self: true } : {}
  if (event.organizer) shown.organizer = { ...event.organizer, ...self(event.organizer.email) }
  if (event.creator) shown.creator = { ...event.creator, ...self(event.creator.email) }
  if (event.attendees) {
    const all = event.attendees.map((guest) => ({ ...guest, ...self(guest.email) }))
    const { maxAttendees } = reader
    if (maxAttendees !== null && all.length > maxAttendees) {
      // "If there are more than the specified number of attendees, only the participant is returned" (GT).
      shown.attendees = all.filter((guest) => guest.self === true)
      shown.attendeesOmitted = true
    } else shown.attendees = all
  }
  return shown
}

const rendered = new WeakMap<StoredEvent, { key: string; json: string }>()

/** The same as JSON text, kept beside the record: a list of 2,500 is then a join. */
export function eventJson(stored: StoredEvent, reader: Reader, shape: Shape): string {
  const key = `${shape} ${reader.zone} ${reader.calendar.id} ${reader.accessRole} ${reader.maxAttendees}`
  const known = rendered.get(stored)
  if (known?.key === key) return known.json
  const json = JSON.stringify(showEvent(stored, reader, shape))
  rendered.set(stored, { key, json })
  return json
}

/** Only what Google guarantees of a deletion (MM 33): an exception names its place in the series, anything else its id. */
function bare(event: GoogleEvent): GoogleEvent {
  const shown: GoogleEvent = {
    kind: 'calendar#event',
    etag: event.etag ?? null,
    id: event.id ?? null,
    status: 'cancelled',
  }
  if (event.recurringEventId) {
    shown.recurringEventId = event.recurringEventId
    if (event.originalStartTime) shown.originalStartTime = event.originalStartTime
  }
  return shown
}

function isPrivate(event: GoogleEvent): boolean {
  return event.visibility === 'private' || event.visibility === 'confidential'
}

function hidesPrivate(role: AccessRole): boolean {
  return role === 'reader' || role === 'writerWithoutPrivateAccess'
}

function withheld(event: GoogleEvent): GoogleEvent {
  const {
    kind,
    etag,
    id,
    status,
    start,
    end,
    recurringEventId,
    originalStartTime,
    recurrence,
    updated,
    created,
    iCalUID,
  } = event
  const kept = {
    kind,
    etag,
    id,
    status,
    start,
    end,
    recurringEventId,
    originalStartTime,
    recurrence,
    updated,
    created,
    iCalUID,
  }
  const shown: GoogleEvent = { visibility: 'private' }
  return Object.assign(shown, Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)))
}
