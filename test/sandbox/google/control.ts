/**
 * The control door, `/__sandbox/...`: JSON in, JSON out, no authorisation. Each route is one operation of the world that a
 * test in process calls directly; README.md lists them.
 */
import {
  type Asked,
  answerControl as door,
  handIn,
  type JsonObject,
  maybe,
  object,
  objects,
  rows,
  text,
  texts,
} from '../wire/control-door.ts'
import type { WebAnswer, WebRequest } from '../wire/http.ts'
import { sharedOperations } from '../wire/shared-operations.ts'
import { isZone } from '../wire/zone-time.ts'
import { ApiError, invalid, notFound } from './api-error.ts'
import { FAULT_KINDS, type FaultKind } from './faults.ts'
import { topUp } from './life.ts'
import { ACCESS_ROLES, type AccessRole, emptyState, eventIdFrom, type StoredEvent } from './model.ts'
import { answerOAuth } from './oauth.ts'
import { DEFAULT_SWITCHES } from './switches.ts'
import type { GoogleWorld } from './world.ts'

interface Control extends Asked {
  world: GoogleWorld
}
type Operation = (control: Control) => unknown

export const OPERATIONS: Record<string, Operation> = {
  ...sharedOperations<FaultKind, GoogleWorld>(FAULT_KINDS, topUp),
  'GET /': ({ world }) => ({
    ...world.clockSetting(),
    accounts: [...world.state.accounts.keys()],
    requests: world.requests.length,
    effects: world.effects.length,
  }),
  'POST /reset': ({ world, body }) => reset(world, body.seedLife !== false),
  'GET /accounts': ({ world }) => [...world.state.accounts.values()],
  'POST /accounts': ({ world, body }) => world.createAccount(text(body, 'email'), text(body, 'name'), zone(body)),
  'GET /calendars': ({ world, query }) => calendarsOf(world, query.get('account')),
  'POST /calendars': ({ world, body }) => createCalendar(world, body),
  'PATCH /calendars/:': ({ world, id, body }) => world.hands.changeZone(id, zone(body)),
  'DELETE /calendars/:': ({ world, id }) => world.dropCalendar(known(world, id).id),
  'POST /calendars/:/share': ({ world, id, body }) =>
    world.share(text(body, 'account'), known(world, id).id, role(body)),
  'GET /calendars/:/events': ({ world, id }) => [...known(world, id).events.values()].map((stored) => stored.event),
  'POST /events': ({ world, body }) =>
    only(world.hands.insert(text(body, 'calendarId'), object(body, 'event'), handIn(body))),
  'PATCH /events': ({ world, body }) =>
    only(world.hands.patch(text(body, 'calendarId'), text(body, 'eventId'), object(body, 'event'), handIn(body))),
  'DELETE /events': ({ world, body }) =>
    only(world.hands.delete(text(body, 'calendarId'), text(body, 'eventId'), handIn(body))),
  'POST /events/move': ({ world, body }) => only(move(world, body)),
  'POST /events/rsvp': ({ world, body }) =>
    only(
      world.hands.rsvp(text(body, 'calendarId'), text(body, 'eventId'), text(body, 'response'), maybe(body, 'email')),
    ),
  'POST /events/undelete': ({ world, body }) =>
    only(world.hands.undelete(text(body, 'calendarId'), text(body, 'eventId'))),
  'POST /events/raw': ({ world, body }) => raw(world, body),
  'GET /channels': ({ world }) => world.state.channels,
  'POST /channels/notify': ({ world, body }) =>
    world.channels?.changed(`events:${known(world, text(body, 'calendarId')).id}`),
  'POST /channels/settle': ({ world }) => world.channels?.settled(),
  'GET /deliveries': ({ world, query }) => rows(world.channels?.deliveries ?? [], query),
  'POST /grants': ({ world, body }) =>
    world.grants.issue(text(body, 'account'), texts(body, 'scopes'), maybe(body, 'clientId')),
  'POST /grants/revoke': ({ world, body }) => ({
    revoked: world.grants.revoke(text(body, 'account'), maybe(body, 'clientId')),
  }),
  'POST /grants/expire-access': ({ world, body }) => world.grants.expireAccess(text(body, 'account')),
  'POST /sync-tokens/expire': ({ world, body }) => world.grants.expireSyncTokens(text(body, 'calendarId')),
  'POST /authorize': ({ world, origin, body }) => authorize(world, origin, body),
}

export function answerControl(world: GoogleWorld, origin: string, request: WebRequest): Promise<WebAnswer> {
  const operations = Object.fromEntries(
    Object.entries(OPERATIONS).map(([name, operation]) => [name, (asked: Asked) => operation({ world, ...asked })]),
  )
  return door(operations, origin, request, (error) =>
    error instanceof ApiError ? { status: error.status, body: error.body() } : null,
  )
}

function reset(world: GoogleWorld, seedLife: boolean): object {
  const key = world.state.signingKey
  world.state = { ...emptyState(), signingKey: key }
  world.faults.clear()
  Object.assign(world, { switches: { ...DEFAULT_SWITCHES }, requests: [], effects: [], mails: [] })
  world.quota.clear()
  world.channels?.deliveries.splice(0)
  world.setClock({})
  world.onChange()
  return seedLife ? topUp(world) : {}
}

function calendarsOf(world: GoogleWorld, account: string | null): object[] {
  const entries = account === null ? world.state.entries : world.entriesOf(account)
  return entries.map((entry) => {
    const calendar = world.calendar(entry.calendarId)
    return { ...entry, summary: calendar?.summary, timeZone: calendar?.timeZone, events: calendar?.events.size }
  })
}

function createCalendar(world: GoogleWorld, body: JsonObject): object {
  const account = text(body, 'account').toLowerCase()
  const id = maybe(body, 'id') ?? `c_${eventIdFrom()}@group.calendar.google.com`
  world.putCalendar({ id, owner: account, summary: text(body, 'summary'), timeZone: zone(body) })
  return world.share(account, id, body.role === undefined ? 'owner' : role(body))
}

function move(world: GoogleWorld, body: JsonObject): StoredEvent {
  const [calendarId, eventId] = [text(body, 'calendarId'), text(body, 'eventId')]
  if (typeof body.destination === 'string') return world.hands.move(calendarId, eventId, body.destination)
  const end = body.end === undefined ? null : object(body, 'end')
  return world.hands.reschedule(
    calendarId,
    eventId,
    time(object(body, 'start')),
    end === null ? null : time(end),
    handIn(body),
  )
}

function raw(world: GoogleWorld, body: JsonObject): object {
  const events = objects(body, 'events', 'event')
  for (const event of events) world.hands.raw(text(body, 'calendarId'), event)
  return { stored: events.length }
}

/** What a person on the consent page would do: allow, with all scopes or some. Answers where the browser would go. */
function authorize(world: GoogleWorld, origin: string, body: JsonObject): object {
  const url = new URL(text(body, 'url'), origin)
  const form = new URLSearchParams({ decision: body.deny === true ? 'deny' : 'allow', account: text(body, 'account') })
  const asked = (url.searchParams.get('scope') ?? '').split(' ')
  for (const scope of texts(body, 'scopes') ?? asked) form.append('scope', scope)
  const request: WebRequest = {
    method: 'POST',
    path: url.pathname,
    query: url.searchParams,
    headers: {},
    body: form.toString(),
  }
  const given = answerOAuth(world, origin, request)
  if (given === null || given.headers.location === undefined) throw invalid(given?.body ?? 'No authorization request.')
  return { location: given.headers.location }
}

function only(stored: StoredEvent): object {
  return stored.event
}

function known(world: GoogleWorld, id: string) {
  const calendar = world.calendar(id)
  if (calendar === undefined) throw notFound()
  return calendar
}

function time(fields: JsonObject) {
  const [date, dateTime, timeZone] = [maybe(fields, 'date'), maybe(fields, 'dateTime'), maybe(fields, 'timeZone')]
  return {
    ...(date === undefined ? {} : { date }),
    ...(dateTime === undefined ? {} : { dateTime }),
    ...(timeZone === undefined ? {} : { timeZone }),
  }
}

function zone(body: JsonObject): string {
  const name = maybe(body, 'timeZone') ?? 'America/Mexico_City'
  if (!isZone(name)) throw invalid(`Unknown time zone: ${name}`)
  return name
}

function role(body: JsonObject): AccessRole {
  const found = ACCESS_ROLES.find((one) => one === body.role)
  if (found === undefined) throw invalid(`role must be one of ${ACCESS_ROLES.join(', ')}`)
  return found
}
