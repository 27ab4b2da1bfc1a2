/**
 * What a client sends as an event: read-only fields dropped, the fields the sandbox understands checked (checklist 16, 18,
 * 24, 26), a patch merged the way Google merges. Fields nobody interprets are kept as they came.
 */
import { forbidden, invalid, required } from './api-error.ts'
import type { Json, JsonObject } from './call.ts'
import { checkedTimes } from './event-time.ts'
import type { CalendarRecord, GoogleAttendee, GoogleEvent } from './model.ts'
import { checkRecurrence } from './recurrence.ts'

/** Ignored in every write: Google computes them. */
const READ_ONLY = [
  'attendeesOmitted',
  'created',
  'creator',
  'etag',
  'hangoutLink',
  'htmlLink',
  'iCalUID',
  'id',
  'kind',
  'locked',
  'organizer',
  'originalStartTime',
  'privateCopy',
  'recurringEventId',
  'updated',
]
const TEXTS = [
  'summary',
  'description',
  'location',
  'status',
  'transparency',
  'visibility',
  'colorId',
  'eventType',
  'iCalUID',
  'id',
]
const FLAGS = [
  'anyoneCanAddSelf',
  'attendeesOmitted',
  'guestsCanInviteOthers',
  'guestsCanModify',
  'guestsCanSeeOtherGuests',
]
const CHOICES: Record<string, readonly string[]> = {
  status: ['confirmed', 'tentative', 'cancelled'],
  transparency: ['opaque', 'transparent'],
  visibility: ['default', 'public', 'private', 'confidential'],
  eventType: ['default', 'birthday', 'focusTime', 'fromGmail', 'outOfOffice', 'workingLocation'],
}
export const RESPONSES: readonly string[] = ['needsAction', 'declined', 'tentative', 'accepted']
/** Types that live on a primary calendar, with the properties each must bring. */
const SPECIAL_TYPES: Record<string, keyof GoogleEvent | null> = {
  birthday: null,
  focusTime: 'focusTimeProperties',
  outOfOffice: 'outOfOfficeProperties',
  workingLocation: 'workingLocationProperties',
}
const KEY_LENGTH = 44
const VALUE_LENGTH = 1024
const PROPERTY_COUNT = 300
const PROPERTY_BYTES = 32_768

/** The fields of a body that may be written. @throws ApiError 400 for a field of the wrong type */
export function writableFields(body: JsonObject): JsonObject {
  for (const name of TEXTS) {
    const value = body[name]
    if (value !== undefined && value !== null && typeof value !== 'string') throw invalid(`Invalid value for: ${name}`)
    const choices = CHOICES[name]
    if (typeof value === 'string' && choices !== undefined && !choices.includes(value))
      throw invalid(`Invalid value for: ${name}`)
  }
  for (const name of FLAGS) {
    const value = body[name]
    if (value !== undefined && value !== null && typeof value !== 'boolean') throw invalid(`Invalid value for: ${name}`)
  }
  return Object.fromEntries(Object.entries(body).filter(([name]) => !READ_ONLY.includes(name)))
}

/** Merges as PATCH does: objects field by field, arrays as a whole, null takes away. */
export function merged(before: JsonObject, patch: JsonObject): JsonObject {
  const result: JsonObject = { ...before }
  for (const [name, value] of Object.entries(patch)) {
    const old = result[name]
    if (value === null) delete result[name]
    else if (isObject(value)) result[name] = merged(isObject(old) ? old : {}, value)
    else if (value !== undefined) result[name] = value
  }
  return result
}

/**
 * A whole event as it may be stored. Only what is checked here is relied on elsewhere.
 * @param zone the calendar's, for times without one
 * @throws ApiError 400
 */
export function checkedEvent(fields: JsonObject, calendar: CalendarRecord): GoogleEvent {
  checkSpecialType(fields, calendar)
  // The one cast from the wire: fields that were not looked at above or below are stored as they came, as Google does.
  const event = withoutNulls(fields) as GoogleEvent
  const recurrence = event.recurrence ?? []
  if (!Array.isArray(recurrence) || recurrence.some((line) => typeof line !== 'string'))
    throw invalid('Invalid recurrence rule.')
  checkRecurrence(recurrence)
  const times = checkedTimes(event.start, event.end, recurrence.length > 0, calendar.timeZone)
  const checked: GoogleEvent = { ...event, start: times.start, end: times.end }
  if (event.attendees !== undefined) checked.attendees = checkedAttendees(event.attendees)
  checkProperties(event.extendedProperties)
  return checked
}

/** @throws ApiError 400 "Invalid resource id value": 5 to 1024 characters of base32hex, `a`-`v` and digits (MM 21) */
export function checkedId(id: Json | undefined): string | null {
  if (id === undefined || id === null || id === '') return null
  if (typeof id !== 'string' || !/^[0-9a-v]{5,1024}$/.test(id)) throw invalid('Invalid resource id value.')
  return id
}

/** @throws ApiError 400: an event's type cannot be changed, and `fromGmail` cannot be made by a client */
export function checkEventType(before: GoogleEvent | null, sent: Json | undefined): void {
  if (before === null && sent === 'fromGmail') throw invalid('Event type cannot be created by clients: fromGmail')
  if (before !== null && typeof sent === 'string' && sent !== (before.eventType ?? 'default')) {
    throw invalid('Event type cannot be changed.')
  }
}

/** On fromGmail events only these may be written (GD/releases 2024-05-22). @throws ApiError 403 */
export function checkFromGmail(before: GoogleEvent, fields: JsonObject): void {
  const open = ['reminders', 'colorId', 'visibility', 'status', 'extendedProperties', 'transparency']
  if (before.eventType !== 'fromGmail' || Object.keys(fields).every((name) => open.includes(name))) return
  throw forbidden('Events from Gmail cannot be changed.')
}

/** Stored events are JSON already; this says so to the type system by going through it. */
export function asFields(event: GoogleEvent): JsonObject {
  return JSON.parse(JSON.stringify(event))
}

export function sameContent(a: GoogleEvent, b: GoogleEvent, but: readonly string[] = []): boolean {
  const skip = ['etag', 'updated', 'sequence', ...but]
  return canonical(a, skip) === canonical(b, skip)
}

export function canonical(value: unknown, skip: readonly string[] = []): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item)).join()}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  const pairs = Object.entries(value).filter(
    ([name, item]) => item !== undefined && item !== null && !skip.includes(name),
  )
  return `{${pairs
    .map(([name, item]) => `${JSON.stringify(name)}:${canonical(item)}`)
    .toSorted()
    .join()}}`
}

function checkedAttendees(sent: GoogleAttendee[]): GoogleAttendee[] {
  if (!Array.isArray(sent)) throw invalid('Invalid value for: attendees')
  const rows = new Map<string, GoogleAttendee>()
  for (const guest of sent) {
    if (typeof guest?.email !== 'string' || !/^[^\s@]+@[^\s@]+$/.test(guest.email))
      throw invalid('Invalid attendee email.')
    const response = guest.responseStatus ?? 'needsAction'
    if (!RESPONSES.includes(response)) throw invalid('Invalid attendee response status.')
    const { self: _self, organizer: _organizer, id: _id, ...rest } = guest
    // Without a responseStatus the guest counts as not having answered (connectonion#1558).
    rows.set(guest.email.toLowerCase(), { ...rest, email: guest.email.toLowerCase(), responseStatus: response })
  }
  return [...rows.values()]
}

function checkProperties(sets: GoogleEvent['extendedProperties']): void {
  let bytes = 0
  let count = 0
  for (const set of [sets?.private, sets?.shared]) {
    for (const [name, value] of Object.entries(set ?? {})) {
      if (typeof value !== 'string') throw invalid('Invalid extended property value.')
      if (name.length > KEY_LENGTH || value.length > VALUE_LENGTH) throw invalid('Extended property is too long.')
      bytes += Buffer.byteLength(name) + Buffer.byteLength(value)
      count += 1
    }
  }
  if (count > PROPERTY_COUNT || bytes > PROPERTY_BYTES) throw invalid('Too many extended properties.')
}

function checkSpecialType(fields: JsonObject, calendar: CalendarRecord): void {
  const type = typeof fields.eventType === 'string' ? fields.eventType : 'default'
  const needed = SPECIAL_TYPES[type]
  if (needed === undefined) return
  if (!calendar.primary) throw invalid('This event type is only available on primary calendars.')
  if (needed !== null && !isObject(fields[needed])) throw required(`Missing ${needed}.`)
}

function withoutNulls(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined))
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
