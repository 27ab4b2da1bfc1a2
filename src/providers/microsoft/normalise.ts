/**
 * Graph's JSON as a `CalendarEvent`. What cannot be understood is skipped and counted, what is too long is cut, and nothing of it is ever
 * more than text (design.md, rules 5 and 14). Sources: Graph v1.0, event resource; provider-facts B2 to B4.
 */
import type { Calendar, DateTimeTimeZone, Event, NullableOption } from '@microsoft/microsoft-graph-types'
import { Temporal } from 'temporal-polyfill'
import type { BlockId, CalendarEvent, RemoteCalendarId, RemoteEventId, Revision, When } from '../../calendar/event.ts'
import type { RemoteCalendar } from '../../calendar/port.ts'
import { asObject, endsBeforeStart, isId, LONGEST, MOST_GUESTS, text, webLink } from '../outside-values.ts'
import { ianaOf } from './zones.ts'

/** Aforo's own property set; names are case-sensitive (provider-facts B4). */
const PROPERTY_SET = 'String {6a1d5e0c-52a4-4b0e-9d0b-7a3f1c8e9b42} Name'
export const BLOCK_PROPERTY = `${PROPERTY_SET} AforoBlock`
export const CONTENT_PROPERTY = `${PROPERTY_SET} AforoContent`

/** An event as it came: a part of Graph's type that nobody has checked yet. */
export type GraphEvent = Event & { id: string; '@odata.etag'?: string }

export interface Reader {
  /** The account's own addresses, lower case. */
  ownAddresses: ReadonlySet<string>
  /** IANA: where an event names no zone. */
  timeZone: string
}

/** Null for what has no id to keep it by. */
export function graphEvent(raw: unknown): GraphEvent | null {
  const json = asObject(raw)
  return json !== null && isId(json.id) ? { ...(json as Event), id: json.id } : null
}

/**
 * @param series the master of an occurrence or exception, which lacks what the master says: its UID above all, for `iCalUId` is another one for
 *   each occurrence (provider-facts B2); null for everything else
 * @returns null for what cannot be understood
 */
export function normaliseEvent(json: GraphEvent, series: GraphEvent | null, reader: Reader): CalendarEvent | null {
  try {
    return eventOf(json, series, reader)
  } catch (cause) {
    if (cause instanceof RangeError || cause instanceof TypeError) return null
    throw cause
  }
}

/** What an occurrence's stub leaves out is its series' (provider-facts B3): all but its id, its times and its version. */
export function occurrenceOf(stub: GraphEvent, series: GraphEvent): GraphEvent {
  const { id, start, end, type } = stub
  const own = {
    id,
    ...(start == null ? {} : { start }),
    ...(end == null ? {} : { end }),
    ...(type == null ? {} : { type }),
  }
  return {
    ...series,
    ...own,
    seriesMasterId: series.id,
    recurrence: null,
    originalStart: stub.originalStart ?? null,
    '@odata.etag': stub['@odata.etag'] ?? '',
  }
}

export function normaliseCalendar(raw: unknown, ownAddress: string | null): RemoteCalendar | null {
  const json = asObject(raw) as Calendar | null
  if (json === null || !isId(json.id)) return null
  const isOwn = ownAddress === null || addressOf(json.owner?.address) === ownAddress
  return {
    id: json.id as RemoteCalendarId,
    name: text(json.name, LONGEST.name) || json.id.slice(0, LONGEST.name),
    // Calendars have none; their events do.
    timeZone: null,
    role: roleOf(json, isOwn),
    primary: json.isDefaultCalendar === true,
    selected: true,
    // Holidays and birthdays are the person's, and nobody can write to them.
    auxiliary: json.canEdit !== true,
  }
}

function roleOf({ canEdit, canViewPrivateItems }: Calendar, isOwn: boolean): RemoteCalendar['role'] {
  if (canEdit !== true) return 'reader'
  // Somebody else's whose private items are withheld would not show Aforo its own blocks again.
  return isOwn ? 'owner' : canViewPrivateItems === false ? 'reader' : 'writer'
}

export function addressOf(value: unknown): string {
  return text(value, LONGEST.address).toLowerCase()
}

/** The person's own answer; what they organise has none to give. */
export function answerIn(json: Event): CalendarEvent['answer'] {
  switch (json.responseStatus?.response) {
    case 'accepted':
      return 'accepted'
    case 'tentativelyAccepted':
      return 'tentative'
    case 'declined':
      return 'declined'
    default:
      return json.isOrganizer === true && guestsIn(json).length > 0 ? 'organiser' : 'none'
  }
}

/** Somebody else's, with the person among those asked. */
export function isInvited(json: Event): boolean {
  const response = json.responseStatus?.response ?? 'none'
  return json.isOrganizer !== true && (guestsIn(json).length > 0 || (response !== 'none' && response !== 'organizer'))
}

/** Whether it may be a block of ours: delta shows no properties, but it shows this (provider-facts B3). */
export function isOurs(json: Event): json is Event & { transactionId: BlockId } {
  return typeof json.transactionId === 'string' && /^aforo[0-9a-v]{1,100}$/.test(json.transactionId)
}

/** A block's revision names the event, too: Graph draws an id of its own, and the derived one is a property. */
export function revisionOf(json: GraphEvent): Revision {
  return `${json.id} ${json['@odata.etag'] ?? ''}` as Revision
}
export function fromRevision(revision: Revision): { id: string; etag: string } {
  const cut = revision.indexOf(' ')
  return { id: revision.slice(0, cut), etag: revision.slice(cut + 1) }
}

function eventOf(json: GraphEvent, series: GraphEvent | null, reader: Reader): CalendarEvent {
  const zone = ianaOf(json.originalStartTimeZone) ?? ianaOf(series?.originalStartTimeZone) ?? reader.timeZone
  const allDay = json.isAllDay === true
  const [start, end] = [when(json.start, allDay, zone), when(json.end, allDay, zone)]
  if (endsBeforeStart(start, end)) throw new RangeError('an event that ends before it starts')
  const guests = guestsIn(json)
  const organiser = json.organizer?.emailAddress
  return {
    id: json.id as RemoteEventId,
    uid: text(series?.iCalUId ?? json.iCalUId, LONGEST.uid) || (series?.id ?? json.id),
    form: series === null ? 'single' : 'exception',
    seriesId: series === null ? null : (series.id as RemoteEventId),
    originalStart: series === null ? null : originalStart(json, series, start, zone),
    recurrence: [],
    status: json.isCancelled === true ? 'cancelled' : 'confirmed',
    title: text(json.subject, LONGEST.title),
    // Exchange ends lines with CR LF, whatever they were written with.
    description: text(json.body?.content, LONGEST.description).replaceAll('\r\n', '\n'),
    location: text(json.location?.displayName, LONGEST.location),
    conferenceLink: json.isOnlineMeeting === true || json.onlineMeeting?.joinUrl != null,
    start,
    end,
    organiser: {
      name: text(organiser?.name, LONGEST.name) || null,
      email: addressOf(organiser?.address) || null,
      self: json.isOrganizer === true,
    },
    attendeeCount: guests.length,
    guests: othersAmong(guests, reader.ownAddresses),
    invited: isInvited(json),
    answer: answerIn(json),
    transparent: json.showAs === 'free' || json.showAs === 'workingElsewhere',
    // What somebody enters to be away is no event; an invitation may say so too.
    type: json.showAs === 'oof' && guests.length === 0 ? 'out_of_office' : 'default',
    mark: markIn(json),
    visibility: json.sensitivity === 'normal' || json.sensitivity == null ? 'default' : 'private',
    revision: isOurs(json) ? revisionOf(json) : ((json['@odata.etag'] ?? '') as Revision),
    updatedAt: typeof json.lastModifiedDateTime === 'string' ? json.lastModifiedDateTime : null,
    link: webLink(json.webLink),
  }
}

/** A copy that the person made may carry the properties, but not what the block was made with: it is theirs. */
function markIn(json: Event): CalendarEvent['mark'] {
  if (!isOurs(json)) return null
  const properties = Array.isArray(json.singleValueExtendedProperties) ? json.singleValueExtendedProperties : []
  const content = properties.find(({ id }) => id === CONTENT_PROPERTY)?.value
  return { block: json.transactionId, content: text(content, 200) }
}

/** Where an occurrence would have been: it says so itself, and one that never moved is still there. */
function originalStart(json: GraphEvent, series: GraphEvent, start: When, zone: string): When {
  if (typeof json.originalStart !== 'string') return startOn(originalDate(json), series, zone) ?? start
  const at = Temporal.Instant.from(withOffset(json.originalStart))
  if (series.isAllDay !== true) return { at: at.toString({ smallestUnit: 'second' }), timeZone: zone }
  // Whole days float: midnight may be told in UTC or in the zone the series was made in (provider-facts B2).
  const midnight = at.toString().endsWith('T00:00:00Z') ? 'UTC' : zone
  return { on: at.toZonedDateTimeISO(midnight).toPlainDate().toString() }
}

/**
 * The day of an occurrence by its other names, where it does not say when it would have begun: `occurrenceId` ends with it, and Exchange writes it into
 * the UID of each (MS-OXOCAL 2.2.1.27: year, month and day of the instance follow the class id).
 */
function originalDate(json: GraphEvent & { occurrenceId?: unknown }): Temporal.PlainDate | null {
  const named = NAMED.exec(String(json.occurrenceId ?? ''))?.map(Number)
  const stamped = INSTANCE.exec(json.iCalUId ?? '')?.map((hex) => Number.parseInt(hex, 16))
  const [, year = 0, month = 0, day = 0] = named ?? stamped ?? []
  const isDate = year > 0 && month > 0 && month <= 12 && day > 0 && day <= 31
  return isDate ? Temporal.PlainDate.from({ year, month, day }) : null
}

const NAMED = /\.(\d{4})-(\d\d)-(\d\d)$/
const INSTANCE = /^040000008200E00074C5B7101A82E008([0-9A-F]{4})([0-9A-F]{2})([0-9A-F]{2})/i

/** When an occurrence of that day begins: at its series' hour. */
function startOn(date: Temporal.PlainDate | null, series: GraphEvent, zone: string): When | null {
  if (date === null) return null
  const first = when(series.start, series.isAllDay === true, zone)
  if ('on' in first) return { on: date.toString() }
  const hour = Temporal.Instant.from(first.at).toZonedDateTimeISO(zone).toPlainTime()
  const at = date.toZonedDateTime({ timeZone: zone, plainTime: hour }).toInstant()
  return { at: at.toString({ smallestUnit: 'second' }), timeZone: zone }
}

function guestsIn(json: Event): NonNullable<Event['attendees']> {
  return Array.isArray(json.attendees) ? json.attendees : []
}

/** Personal accounts show themselves by an alias nobody writes to (provider-facts B1). */
const ALIAS = /^outlook_[0-9a-f]+@outlook\.com$/

/** The list's own order, as the provider gives it. */
function othersAmong(
  guests: NonNullable<Event['attendees']>,
  ownAddresses: ReadonlySet<string>,
): { name: string | null; email: string }[] {
  const others: { name: string | null; email: string }[] = []
  for (const guest of guests) {
    if (others.length === MOST_GUESTS) break
    const email = addressOf(guest?.emailAddress?.address)
    if (email === '' || guest.type === 'resource' || ownAddresses.has(email) || ALIAS.test(email)) continue
    const name = text(guest.emailAddress?.name, LONGEST.name)
    // Where nobody gave a name, Exchange repeats the address.
    if (guest.status?.response !== 'declined')
      others.push({ name: name === '' || name.toLowerCase() === email ? null : name, email })
  }
  return others
}

/** A wall clock time beside the name of its zone, in UTC unless asked otherwise; without an offset, with seven digits. */
function when(json: NullableOption<DateTimeTimeZone> | undefined, allDay: boolean, timeZone: string): When {
  if (typeof json?.dateTime !== 'string') throw new TypeError('an event without a time')
  const wall = Temporal.PlainDateTime.from(json.dateTime.replace(/Z$/, ''))
  // Floating: whatever zone stands beside it, the date is the date.
  if (allDay) return { on: wall.toPlainDate().toString() }
  const at = wall.toZonedDateTime(ianaOf(json.timeZone) ?? 'UTC').toInstant()
  return { at: at.toString({ smallestUnit: 'second' }), timeZone }
}

function withOffset(text: string): string {
  return /(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`
}
