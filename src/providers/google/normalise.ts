/**
 * Google's JSON as a `CalendarEvent`. What cannot be understood is skipped and counted, what is too long is cut, and nothing of it is ever
 * more than text (design.md, rules 5 and 14). Sources: Calendar API v3, events resource; provider-facts A5.
 */
import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/index.js'
import { Temporal } from 'temporal-polyfill'
import type { BlockId, CalendarEvent, RemoteCalendarId, RemoteEventId, Revision, When } from '../../calendar/event.ts'
import type { OccurrenceTarget } from '../../calendar/occurrences.ts'
import type { RemoteCalendar } from '../../calendar/port.ts'
import { asObject, endsBeforeStart, isId, isZone, LONGEST, MOST_GUESTS, text, webLink } from '../outside-values.ts'

export const BLOCK_PROPERTY = 'aforoBlock'
export const CONTENT_PROPERTY = 'aforoContent'

export type Normalised =
  | { kind: 'event'; event: CalendarEvent }
  | { kind: 'removed'; id: RemoteEventId }
  | { kind: 'unreadable' }

export interface Reader {
  /** The person's own addresses, lower case: `self` means "this calendar", not "this person" (provider-facts A5). */
  ownAddresses: ReadonlySet<string>
  /** Zone of the calendar, for times that name none. */
  timeZone: string
}

export function normaliseEvent(raw: unknown, reader: Reader): Normalised {
  const google = asObject(raw)
  if (google === null || !isId(google.id)) return { kind: 'unreadable' }
  const json: calendar_v3.Schema$Event & { id: string } = { ...google, id: google.id }
  const id = json.id as RemoteEventId
  const exception = typeof json.recurringEventId === 'string'
  // A cancelled single or series is guaranteed no more than its id; a cancelled exception stays for the life of its series.
  if (json.status === 'cancelled' && !exception) return { kind: 'removed', id }
  try {
    return { kind: 'event', event: eventOf(json, id, reader) }
  } catch (cause) {
    if (cause instanceof RangeError || cause instanceof TypeError) return { kind: 'unreadable' }
    throw cause
  }
}

export function normaliseCalendar(raw: unknown): RemoteCalendar | null {
  const listed = asObject(raw) as calendar_v3.Schema$CalendarListEntry | null
  if (listed === null || !isId(listed.id) || listed.deleted === true) return null
  const json = { ...listed, id: listed.id }
  return {
    id: json.id as RemoteCalendarId,
    name: text(json.summaryOverride ?? json.summary, LONGEST.name) || json.id.slice(0, LONGEST.name),
    timeZone: isZone(json.timeZone) ? json.timeZone : 'UTC',
    role: roleOf(json),
    primary: json.primary === true,
    selected: json.selected === true && json.hidden !== true,
    // Google's own calendars of holidays, birthdays and the like live under this domain.
    auxiliary: json.id.endsWith('@group.v.calendar.google.com'),
  }
}

/** `owner` says who manages a calendar, not whose it is: somebody else's own may be shared "to make changes and manage sharing". */
function roleOf(json: calendar_v3.Schema$CalendarListEntry & { id: string }): RemoteCalendar['role'] {
  const { accessRole } = json
  // The calendar of an account goes by its address, as its id does (provider-facts A1), unless somebody renamed it.
  const isAccounts = isAccountsOwn(json.id) && json.summary === json.id
  if (accessRole === 'owner') return isAccounts && json.primary !== true ? 'writer' : 'owner'
  if (accessRole === 'writer') return 'writer'
  // Without private access Aforo would not see its own blocks again.
  return accessRole === 'reader' || accessRole?.startsWith('writer') ? 'reader' : 'free_busy'
}

/** Whether it may be the one calendar that every account has: its id is an address, and those of all others live under Google's own domains. */
function isAccountsOwn(id: string): boolean {
  return id.includes('@') && !id.endsWith('.calendar.google.com')
}

/** The entry that an answer may change: `self` says whose calendar it is, not who asks (provider-facts A5). Undefined where that is somebody else. */
export function entryToAnswer(
  event: calendar_v3.Schema$Event,
  calendar: RemoteCalendarId,
  ownAddresses: ReadonlySet<string>,
): calendar_v3.Schema$EventAttendee | undefined {
  const own = ownEntry(event, ownAddresses)
  const isTheirs = isAccountsOwn(calendar) && !ownAddresses.has(calendar.toLowerCase())
  return isTheirs && !ownAddresses.has((own?.email ?? '').toLowerCase()) ? undefined : own
}

/**
 * Shown to somebody who may not see more of it than its time: a private event, to readers and writers without private access (provider-facts A2). Every
 * other one names its organiser.
 */
export function isWithheld(event: calendar_v3.Schema$Event): boolean {
  return event.visibility === 'private' && event.organizer == null && event.summary == null
}

/** An occurrence's own id: `{series}_{original start in UTC}` (provider-facts A5, MM 35). */
export function instanceId(target: OccurrenceTarget): string {
  if (target.originalStart === null) return target.id
  const stamp =
    'on' in target.originalStart
      ? target.originalStart.on.replaceAll('-', '')
      : new Date(target.originalStart.at).toISOString().replace(/[-:]|\.\d{3}/g, '')
  return `${target.id}_${stamp}`
}

/** The person's own entry among the guests; undefined when they are not on the list. */
export function ownEntry(
  event: calendar_v3.Schema$Event,
  ownAddresses: ReadonlySet<string>,
): calendar_v3.Schema$EventAttendee | undefined {
  const guests = Array.isArray(event.attendees) ? event.attendees : []
  return (
    guests.find((guest) => guest.self === true) ??
    guests.find((guest) => ownAddresses.has((guest.email ?? '').toLowerCase()))
  )
}

export function answerIn(event: calendar_v3.Schema$Event, ownAddresses: ReadonlySet<string>): CalendarEvent['answer'] {
  const own = ownEntry(event, ownAddresses)
  const guests = Array.isArray(event.attendees) ? event.attendees.length : 0
  if (own?.responseStatus === 'declined') return 'declined'
  if (isOwnEvent(event, ownAddresses)) return guests > 0 ? 'organiser' : 'none'
  if (own?.responseStatus === 'accepted') return 'accepted'
  return own?.responseStatus === 'tentative' ? 'tentative' : 'none'
}

function eventOf(json: calendar_v3.Schema$Event & { id: string }, id: RemoteEventId, reader: Reader): CalendarEvent {
  const cancelled = json.status === 'cancelled'
  const originalStart = json.originalStartTime == null ? null : when(json.originalStartTime, reader.timeZone)
  const series = typeof json.recurringEventId === 'string' ? (json.recurringEventId as RemoteEventId) : null
  // A bare cancelled exception has no times of its own: where it would have been is all there is.
  const bare = cancelled && json.start == null ? originalStart : null
  const start = bare ?? when(json.start, reader.timeZone)
  const end = bare ?? when(json.end, reader.timeZone)
  if ('on' in start !== 'on' in end || (bare === null && endsBeforeStart(start, end))) {
    throw new RangeError('an event that ends before it starts')
  }
  const guests = Array.isArray(json.attendees) ? json.attendees : []
  const recurrence = Array.isArray(json.recurrence) ? json.recurrence.filter((line) => typeof line === 'string') : []
  const own = isOwnEvent(json, reader.ownAddresses)
  const privately = json.extendedProperties?.private
  const mark = privately?.[BLOCK_PROPERTY]
  return {
    id,
    uid: text(json.iCalUID, LONGEST.uid) || json.id,
    form: series !== null ? 'exception' : recurrence.length > 0 ? 'series' : 'single',
    seriesId: series,
    originalStart,
    recurrence: recurrence.slice(0, 50).map((line) => text(line, 4_000)),
    status: cancelled ? 'cancelled' : json.status === 'tentative' ? 'tentative' : 'confirmed',
    title: text(json.summary, LONGEST.title),
    description: text(json.description, LONGEST.description),
    location: text(json.location, LONGEST.location),
    conferenceLink: typeof json.hangoutLink === 'string' || json.conferenceData != null,
    start,
    end,
    organiser: {
      name: text(json.organizer?.displayName, LONGEST.name) || null,
      email: text(json.organizer?.email, LONGEST.address).toLowerCase() || null,
      self: own,
    },
    attendeeCount: guests.length,
    guests: othersAmong(guests, reader.ownAddresses),
    invited: !own && (guests.length > 0 || json.attendeesOmitted === true),
    answer: answerIn(json, reader.ownAddresses),
    transparent: json.transparency === 'transparent',
    type: typeOf(json.eventType),
    // A copy that the person made of a block carries its properties too, but under another id: it is theirs.
    mark: mark === json.id ? { block: mark as BlockId, content: privately?.[CONTENT_PROPERTY] ?? '' } : null,
    visibility: json.visibility === 'private' || json.visibility === 'confidential' ? 'private' : 'default',
    revision: (json.etag ?? '') as Revision,
    updatedAt: typeof json.updated === 'string' ? json.updated : null,
    link: webLink(json.htmlLink),
  }
}

/** The list's own order, as the provider gives it. */
function othersAmong(
  guests: readonly calendar_v3.Schema$EventAttendee[],
  ownAddresses: ReadonlySet<string>,
): { name: string | null; email: string }[] {
  const others: { name: string | null; email: string }[] = []
  for (const guest of guests) {
    if (others.length === MOST_GUESTS) break
    const email = text(guest?.email, LONGEST.address).toLowerCase()
    if (email === '' || guest.self === true || guest.resource === true || ownAddresses.has(email)) continue
    if (guest.responseStatus !== 'declined') others.push({ name: text(guest.displayName, LONGEST.name) || null, email })
  }
  return others
}

/** Guests who are also the organiser, and events without anybody else, are the person's own. */
function isOwnEvent(event: calendar_v3.Schema$Event, ownAddresses: ReadonlySet<string>): boolean {
  const organiser = event.organizer
  if (organiser == null) return !Array.isArray(event.attendees) || event.attendees.length === 0
  return organiser.self === true || ownAddresses.has((organiser.email ?? '').toLowerCase())
}

function when(json: calendar_v3.Schema$EventDateTime | undefined, calendarZone: string): When {
  if (typeof json?.dateTime === 'string') {
    const timeZone = isZone(json.timeZone) ? json.timeZone : calendarZone
    const at = Temporal.Instant.from(json.dateTime).toString({ smallestUnit: 'second' })
    return { at, timeZone }
  }
  if (typeof json?.date === 'string') return { on: Temporal.PlainDate.from(json.date).toString() }
  throw new TypeError('an event without a time')
}

function typeOf(type: string | null | undefined): CalendarEvent['type'] {
  switch (type) {
    case 'workingLocation':
      return 'working_location'
    case 'birthday':
      return 'birthday'
    case 'outOfOffice':
      return 'out_of_office'
    case 'focusTime':
      return 'focus'
    case 'fromGmail':
      return 'from_mail'
    default:
      return 'default'
  }
}
