/**
 * The control door, `/__sandbox/...`: JSON in, JSON out, no authorisation. Each route is one operation of the world that a
 * test in process calls directly; README.md lists them.
 */
import { ApiError, invalid, notFound } from './api-error.ts'
import type { Json, JsonObject } from './call.ts'
import { isZone } from './event-time.ts'
import { FAULT_KINDS, type Fault } from './faults.ts'
import type { HandKind } from './hands.ts'
import { topUp } from './life.ts'
import { ACCESS_ROLES, type AccessRole, emptyState, eventIdFrom, type StoredEvent } from './model.ts'
import { answerOAuth, type WebAnswer, type WebRequest } from './oauth.ts'
import { DEFAULT_SWITCHES } from './switches.ts'
import type { GoogleWorld } from './world.ts'

interface Control {
  world: GoogleWorld
  origin: string
  query: URLSearchParams
  body: JsonObject
  /** The id in the path, where there is one. */
  id: string
}
type Operation = (control: Control) => unknown

export const OPERATIONS: Record<string, Operation> = {
  'GET /': ({ world }) => ({
    ...world.clockSetting(),
    accounts: [...world.state.accounts.keys()],
    requests: world.requests.length,
    effects: world.effects.length,
  }),
  'POST /reset': ({ world, body }) => reset(world, body.seedLife !== false),
  'POST /life/top-up': ({ world }) => topUp(world),
  'GET /clock': ({ world }) => world.clockSetting(),
  'POST /clock': ({ world, body }) => setClock(world, body),
  'GET /switches': ({ world }) => world.switches,
  'PATCH /switches': ({ world, body }) => setSwitches(world, body),
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
    only(world.hands.insert(text(body, 'calendarId'), object(body, 'event'), hand(body))),
  'PATCH /events': ({ world, body }) =>
    only(world.hands.patch(text(body, 'calendarId'), text(body, 'eventId'), object(body, 'event'), hand(body))),
  'DELETE /events': ({ world, body }) =>
    only(world.hands.delete(text(body, 'calendarId'), text(body, 'eventId'), hand(body))),
  'POST /events/move': ({ world, body }) => only(move(world, body)),
  'POST /events/rsvp': ({ world, body }) =>
    only(
      world.hands.rsvp(text(body, 'calendarId'), text(body, 'eventId'), text(body, 'response'), maybe(body, 'email')),
    ),
  'POST /events/undelete': ({ world, body }) =>
    only(world.hands.undelete(text(body, 'calendarId'), text(body, 'eventId'))),
  'POST /events/raw': ({ world, body }) => raw(world, body),
  'GET /requests': ({ world, query }) => counted(filtered(world.requests, query), query),
  'DELETE /requests': ({ world }) => clear(world, 'requests'),
  'GET /effects': ({ world, query }) => counted(filtered(world.effects, query), query),
  'DELETE /effects': ({ world }) => clear(world, 'effects'),
  'GET /mail': ({ world, query }) => counted(filtered(world.mails, query), query),
  'DELETE /mail': ({ world }) => clear(world, 'mails'),
  'GET /channels': ({ world }) => world.state.channels,
  'POST /channels/notify': ({ world, body }) =>
    world.channels?.changed(`events:${known(world, text(body, 'calendarId')).id}`),
  'POST /channels/settle': ({ world }) => world.channels?.settled(),
  'GET /deliveries': ({ world, query }) => counted(filtered(world.channels?.deliveries ?? [], query), query),
  'POST /grants': ({ world, body }) =>
    world.grants.issue(text(body, 'account'), texts(body, 'scopes'), maybe(body, 'clientId')),
  'POST /grants/revoke': ({ world, body }) => ({
    revoked: world.grants.revoke(text(body, 'account'), maybe(body, 'clientId')),
  }),
  'POST /grants/expire-access': ({ world, body }) => world.grants.expireAccess(text(body, 'account')),
  'POST /sync-tokens/expire': ({ world, body }) => world.grants.expireSyncTokens(text(body, 'calendarId')),
  'POST /authorize': ({ world, origin, body }) => authorize(world, origin, body),
  'GET /faults': ({ world }) => world.faults.list(),
  'POST /faults': ({ world, body }) => addFault(world, body),
  'DELETE /faults': ({ world }) => world.faults.clear(),
}

export async function answerControl(world: GoogleWorld, origin: string, request: WebRequest): Promise<WebAnswer> {
  const words = request.path
    .replace(/^\/__sandbox/, '')
    .split('/')
    .filter((word) => word !== '')
  const exact = `${request.method} /${words.join('/')}`
  const withId = `${request.method} /${[words[0], ':', ...words.slice(2)].join('/')}`
  const operation = OPERATIONS[exact] ?? (words.length > 1 ? OPERATIONS[withId] : undefined)
  try {
    if (operation === undefined) throw notFound()
    const body: Json = request.body === '' ? {} : JSON.parse(request.body)
    if (typeof body !== 'object' || body === null || Array.isArray(body))
      throw invalid('The body must be a JSON object.')
    const result = await operation({
      world,
      origin,
      query: request.query,
      body,
      id: decodeURIComponent(words[1] ?? ''),
    })
    return answer(200, result ?? {})
  } catch (error) {
    if (error instanceof ApiError) return answer(error.status, error.body())
    if (error instanceof SyntaxError) return answer(400, { error: { message: error.message } })
    throw error
  }
}

function answer(status: number, body: unknown): WebAnswer {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(body) }
}

function clear(world: GoogleWorld, log: 'requests' | 'effects' | 'mails'): void {
  world[log] = []
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

/** `{offsetMs}` shifts the clock, `{now}` (ISO or epoch milliseconds) stops it there, `{}` sets it right again. */
function setClock(world: GoogleWorld, body: JsonObject): object {
  const { offsetMs, now } = body
  const fixed = typeof now === 'string' ? Date.parse(now) : typeof now === 'number' ? now : null
  if (fixed !== null && Number.isNaN(fixed)) throw invalid('now is no time.')
  world.setClock({ fixedMs: fixed, offsetMs: typeof offsetMs === 'number' ? offsetMs : 0 })
  return world.clockSetting()
}

function setSwitches(world: GoogleWorld, body: JsonObject): object {
  for (const name of Object.keys(body)) if (!(name in DEFAULT_SWITCHES)) throw invalid(`No such switch: ${name}`)
  Object.assign(world.switches, body)
  return world.switches
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
    hand(body),
  )
}

function raw(world: GoogleWorld, body: JsonObject): object {
  const events = Array.isArray(body.events) ? body.events : [object(body, 'event')]
  let stored = 0
  for (const event of events) {
    if (typeof event !== 'object' || event === null || Array.isArray(event))
      throw invalid('Raw events are JSON objects.')
    world.hands.raw(text(body, 'calendarId'), event)
    stored += 1
  }
  return { stored }
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

function addFault(world: GoogleWorld, body: JsonObject): Fault {
  const kind = FAULT_KINDS.find((one) => one === body.kind)
  if (kind === undefined) throw invalid(`No such fault: ${String(body.kind)}. There are: ${FAULT_KINDS.join(', ')}`)
  const given: Partial<Fault> = JSON.parse(JSON.stringify(body))
  return world.faults.add({ ...given, kind })
}

/** `?account=x&method=POST&path=part` keeps the rows whose fields contain the text (`account`: equal); `count` only counts. */
function filtered<T extends object>(rows: readonly T[], query: URLSearchParams): T[] {
  const wanted = [...query].filter(([name]) => name !== 'count')
  return rows.filter((row) =>
    wanted.every(
      ([name, value]) => new Map<string, unknown>(Object.entries(row)).get(name)?.toString().includes(value) ?? false,
    ),
  )
}

function counted<T>(rows: T[], query: URLSearchParams): object {
  return query.has('count') ? { count: rows.length } : { count: rows.length, items: rows }
}

function only(stored: StoredEvent): object {
  return stored.event
}

function known(world: GoogleWorld, id: string) {
  const calendar = world.calendar(id)
  if (calendar === undefined) throw notFound()
  return calendar
}

function text(body: JsonObject, name: string): string {
  const value = body[name]
  if (typeof value !== 'string' || value === '') throw invalid(`${name} is missing.`)
  return value
}

function maybe(body: JsonObject, name: string): string | undefined {
  return body[name] === undefined ? undefined : text(body, name)
}

function texts(body: JsonObject, name: string): string[] | undefined {
  const value = body[name]
  if (value === undefined) return undefined
  if (!Array.isArray(value)) throw invalid(`${name} must be a list.`)
  return value.map(String)
}

function object(body: JsonObject, name: string): JsonObject {
  const value = body[name]
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(`${name} must be an object.`)
  return value
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

function hand(body: JsonObject): HandKind {
  const actor = body.actor ?? 'human'
  // "owner" is the calendar's owner acting by hand.
  if (actor === 'human' || actor === 'owner') return 'human'
  if (actor === 'organiser' || actor === 'organizer') return 'organiser'
  if (actor === 'world') return 'world'
  throw invalid('actor must be owner, organiser or world.')
}
