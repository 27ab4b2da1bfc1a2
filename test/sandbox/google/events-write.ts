/**
 * Every way in which an event is written, for clients and for hands alike: insert, import, patch, update, delete, move.
 * A writer says who acts (`actor`) and with which headers and parameters; the rules of checklist 16-27 and 35 are here.
 */
import { conditionNotMet, duplicate, forbidden, invalid, notFound, resourceDeleted } from './api-error.ts'
import type { JsonObject } from './call.ts'
import {
  asFields,
  checkEventType,
  checkedEvent,
  checkedId,
  checkFromGmail,
  merged,
  sameContent,
  writableFields,
} from './event-body.ts'
import { findEvent, isOrganizer } from './event-view.ts'
import { checkSharedFields, guestsAfter, mailFor, ownAddresses } from './guests.ts'
import { type CalendarRecord, eventIdFrom, type GoogleEvent, type StoredEvent } from './model.ts'
import type { Actor, EffectOp, GoogleWorld } from './world.ts'

export interface Writing {
  world: GoogleWorld
  calendar: CalendarRecord
  /** Whose hands or whose token: decides which attendee is "own". */
  account: string
  actor: Actor
  ifMatch: string | null
  query: URLSearchParams
  /** Organisers and the world itself pass the guest rules. */
  unchecked: boolean
  /** The fault "Google accepts the same id twice": the second one lands under an id of its own making. */
  acceptDuplicate: boolean
}

/** @throws ApiError 400, 409 duplicate: also when the event under that id was deleted, for good (MM 37) */
export function insertEvent(writing: Writing, body: JsonObject): StoredEvent {
  const { world, calendar, actor } = writing
  checkEventType(null, body.eventType)
  const asked = checkedId(body.id)
  const uid = typeof body.iCalUID === 'string' && body.iCalUID !== '' ? body.iCalUID : null
  if (asked !== null && uid !== null) throw invalid('Only one of id and iCalUID may be given.')
  const event = checkedEvent(writableFields(body), calendar)
  const taken = (asked !== null && calendar.events.has(asked)) || (uid !== null && byUid(calendar, uid) !== undefined)
  if (taken && !writing.acceptDuplicate) throw duplicate()
  const id = taken || asked === null ? eventIdFrom() : asked
  const stored = world.commit(
    calendar,
    { ...born(writing, id, uid), ...withMeet(event, writing.query) },
    'insert',
    actor,
  )
  mailFor(world, calendar, 'invitation', stored.event, writing.query, writing.account)
  return stored
}

/** Upserts by iCalUID, tombstones included (keeper.sh#403). @throws ApiError 400 */
export function importEvent(writing: Writing, body: JsonObject): StoredEvent {
  const { world, calendar, actor } = writing
  const uid = body.iCalUID
  if (typeof uid !== 'string' || uid === '') throw invalid('Missing iCalUID.')
  checkEventType(null, body.eventType)
  const event = checkedEvent(writableFields(body), calendar)
  const existing = byUid(calendar, uid)
  const { organizer } = body
  const base = existing?.event ?? born(writing, eventIdFrom(), uid)
  const said = typeof organizer === 'object' && organizer !== null && !Array.isArray(organizer) ? organizer : null
  const email = typeof said?.email === 'string' ? said.email.toLowerCase() : null
  const by: GoogleEvent =
    email === null ? {} : { organizer: { email, displayName: String(said?.displayName ?? email) } }
  return world.commit(calendar, { ...identity(base), status: 'confirmed', ...event, ...by }, 'import', actor)
}

/** @throws ApiError 400, 403, 404, 410, 412 */
export function patchEvent(writing: Writing, eventId: string, body: JsonObject): StoredEvent {
  const before = existing(writing, eventId)
  if (before.event.status === 'cancelled' && !writing.unchecked && writing.world.switches.patchOfDeleted === 'gone') {
    throw resourceDeleted()
  }
  const sent = writableFields(body)
  const { attendees: _attendees, ...others } = sent
  const whole = merged(asFields(before.event), Array.isArray(sent.attendees) ? sent : { ...others, ...noGuests(sent) })
  return change(writing, before, whole, body, 'patch')
}

/** PUT: what is left out is lost. @throws ApiError 400, 403 on a deleted event (MM 37), 404, 412 */
export function updateEvent(writing: Writing, eventId: string, body: JsonObject): StoredEvent {
  const before = existing(writing, eventId)
  if (before.event.status === 'cancelled' && !writing.unchecked) throw forbidden()
  const whole = { ...asFields(identity(before.event)), status: 'confirmed', ...writableFields(body) }
  return change(writing, before, whole, body, 'update')
}

/** @throws ApiError 404, 410 when it is deleted already, 412 */
export function deleteEvent(writing: Writing, eventId: string): StoredEvent {
  const { world, calendar, actor } = writing
  const before = existing(writing, eventId)
  if (before.event.status === 'cancelled') throw resourceDeleted()
  const stored = world.commit(calendar, { ...before.event, status: 'cancelled' }, 'delete', actor)
  cancelExceptions(writing, before.event)
  const kind = isOrganizer(calendar, before.event) ? 'cancellation' : 'response'
  mailFor(world, calendar, kind, before.event, writing.query, writing.account)
  return stored
}

/**
 * Cancelled here, confirmed there; what is answered is the cancelled one (MM 48).
 * @throws ApiError 404, 409, 412, 403 when this calendar is not the organiser
 */
export function moveEvent(writing: Writing, eventId: string, destination: CalendarRecord): StoredEvent {
  const { world, calendar, actor } = writing
  const before = existing(writing, eventId)
  if (before.event.status === 'cancelled') throw resourceDeleted()
  if (!isOrganizer(calendar, before.event))
    throw forbidden('The operation can only be performed by the organizer of the event.')
  if (before.event.recurringEventId) throw invalid('Instances of a series cannot be moved on their own.')
  const there = destination.events.get(eventId)
  if (there !== undefined && there.event.status !== 'cancelled') throw duplicate()
  const organizer = { email: destination.id, displayName: destination.summary }
  world.commit(destination, { ...before.event, organizer }, 'move', actor)
  return world.commit(calendar, { ...before.event, status: 'cancelled' }, 'move', actor)
}

function change(writing: Writing, before: StoredEvent, whole: JsonObject, body: JsonObject, op: EffectOp): StoredEvent {
  const { world, calendar, account, actor } = writing
  checkEventType(before.event, body.eventType)
  const sent = writableFields(body)
  checkFromGmail(before.event, sent)
  const checked = checkedEvent({ ...whole, attendees: whole.attendees ?? null }, calendar)
  const after: GoogleEvent = { ...checked }
  const omitted = body.attendeesOmitted === true
  if (Array.isArray(sent.attendees)) {
    after.attendees = guestsAfter(before.event, checked.attendees ?? [], omitted, ownAddresses(calendar, account))
  } else if (before.event.attendees !== undefined && whole.attendees !== undefined) {
    after.attendees = before.event.attendees
  }
  if (!writing.unchecked) checkSharedFields(calendar, before.event, after, sent)
  if (world.switches.equalWriteKeepsEtag && sameContent(before.event, after)) return before
  const onlyReminders = sameContent(before.event, after, ['reminders'])
  const rescheduled = !sameContent(
    { start: before.event.start ?? {}, end: before.event.end ?? {} },
    { start: after.start ?? {}, end: after.end ?? {} },
  )
  const sequence = (before.event.sequence ?? 0) + (rescheduled ? 1 : 0)
  const done = after.status === 'cancelled' && before.event.status !== 'cancelled' ? 'delete' : op
  const stored = world.commit(calendar, { ...after, sequence }, done, actor, onlyReminders)
  if (done === 'delete') cancelExceptions(writing, before.event)
  mailFor(
    world,
    calendar,
    isOrganizer(calendar, before.event) ? 'update' : 'response',
    stored.event,
    writing.query,
    account,
  )
  return stored
}

/** @throws ApiError 404 for what never was, 412 when If-Match is not the event's etag */
function existing(writing: Writing, eventId: string): StoredEvent {
  const found = findEvent(writing.calendar, eventId)
  if (found === null) throw notFound()
  const { ifMatch } = writing
  if (ifMatch !== null && ifMatch !== '*' && ifMatch !== found.stored.event.etag) throw conditionNotMet()
  return found.stored
}

/** A deleted series takes its exceptions with it; whether the changes say so of each is a switch. */
function cancelExceptions(writing: Writing, series: GoogleEvent): void {
  const { world, calendar } = writing
  if (!series.recurrence?.length) return
  for (const stored of [...calendar.events.values()]) {
    if (stored.event.recurringEventId !== series.id || stored.event.status === 'cancelled') continue
    const event: GoogleEvent = { ...stored.event, status: 'cancelled' }
    if (world.switches.deletedSeriesLists === 'all') world.commit(calendar, event, 'delete', writing.actor)
    else world.replaceQuietly(calendar, { ...stored, event, deletedAt: world.now() })
  }
}

/** What every new event has besides what was sent. */
function born(writing: Writing, id: string, uid: string | null): GoogleEvent {
  const { world, calendar, account } = writing
  const organizer = calendar.primary ? { email: calendar.id } : { email: calendar.id, displayName: calendar.summary }
  return {
    kind: 'calendar#event',
    id,
    status: 'confirmed',
    htmlLink: `https://www.google.com/calendar/event?eid=${Buffer.from(`${id} ${calendar.id}`).toString('base64url')}`,
    created: new Date(world.now()).toISOString(),
    creator: { email: account },
    organizer,
    iCalUID: uid ?? `${id}@google.com`,
    sequence: 0,
    reminders: { useDefault: true },
    eventType: 'default',
  }
}

/** What no write changes. */
function identity(event: GoogleEvent): GoogleEvent {
  const { kind, id, htmlLink, created, creator, organizer, iCalUID, sequence, eventType } = event
  const { recurringEventId, originalStartTime } = event
  const kept = {
    kind,
    id,
    htmlLink,
    created,
    creator,
    organizer,
    iCalUID,
    sequence,
    eventType,
    recurringEventId,
    originalStartTime,
  }
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined))
}

/** Without `conferenceDataVersion=1` conference data is ignored: 200 and no link (MM 61). */
function withMeet(event: GoogleEvent, query: URLSearchParams): GoogleEvent {
  const { conferenceData, ...rest } = event
  return query.get('conferenceDataVersion') === '1' && conferenceData !== undefined ? { ...rest, conferenceData } : rest
}

function byUid(calendar: CalendarRecord, uid: string): StoredEvent | undefined {
  for (const stored of calendar.events.values()) {
    if (stored.event.iCalUID === uid && !stored.event.recurringEventId) return stored
  }
  return undefined
}

function noGuests(sent: JsonObject): JsonObject {
  return sent.attendees === null ? { attendees: null } : {}
}
