/**
 * The control door, `/__sandbox/...` on either origin: JSON in, JSON out, no authorisation. Each route is one operation of the
 * world that a test in process calls directly; README.md lists them.
 */
import {
  type Asked,
  ControlRefusal,
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
import { showPart, wholeOf } from './event-view.ts'
import { FAULT_KINDS, type FaultKind, NO_FAULTS } from './faults.ts'
import { GraphError } from './graph-error.ts'
import { topUp } from './life.ts'
import { emptyState, type Item, type ListEntry } from './model.ts'
import { answerOAuth, type Origins } from './oauth.ts'
import type { Reply } from './respond.ts'
import { LIFECYCLE_EVENTS } from './subscriptions.ts'
import { DEFAULT_SWITCHES } from './switches.ts'
import type { MicrosoftWorld } from './world.ts'

interface Control extends Asked {
  world: MicrosoftWorld
  origins: Origins
}
type Operation = (control: Control) => unknown

export const OPERATIONS: Record<string, Operation> = {
  ...sharedOperations<FaultKind, MicrosoftWorld>(FAULT_KINDS, topUp),
  'GET /': ({ world, origins }) => ({
    ...world.clockSetting(),
    ...origins,
    accounts: [...world.state.accounts.keys()],
    requests: world.requests.length,
    effects: world.effects.length,
  }),
  'POST /reset': ({ world, body }) => reset(world, body.seedLife !== false),
  'GET /accounts': ({ world }) => [...world.state.accounts.values()],
  'POST /accounts': ({ world, body }) => createAccount(world, body),
  'PATCH /accounts/:': ({ world, id, body }) => changeAccount(world, id, body),
  'GET /calendars': ({ world, query }) => calendarsOf(world, query.get('account')),
  'POST /calendars': ({ world, body }) => createCalendar(world, body),
  'DELETE /calendars/:': ({ world, id }) => world.dropCalendar(world.calendarOf(known(world, id))),
  'POST /calendars/:/share': ({ world, id, body }) => share(world, id, body),
  'GET /calendars/:/events': ({ world, id }) => eventsOf(world, id),
  'POST /events': ({ world, body }) =>
    shown(world.hands.insert(text(body, 'calendarId'), object(body, 'event'), handIn(body))),
  'PATCH /events': ({ world, body }) =>
    shown(world.hands.patch(text(body, 'calendarId'), text(body, 'eventId'), object(body, 'event'), handIn(body))),
  'DELETE /events': ({ world, body }) =>
    shown(world.hands.delete(text(body, 'calendarId'), text(body, 'eventId'), handIn(body))),
  'POST /events/cancel': ({ world, body }) =>
    shown(world.hands.cancel(text(body, 'calendarId'), text(body, 'eventId'))),
  'POST /events/move': ({ world, body }) => shown(move(world, body)),
  'POST /events/rsvp': ({ world, body }) =>
    shown(world.hands.rsvp(text(body, 'calendarId'), text(body, 'eventId'), replyIn(body), maybe(body, 'email'))),
  'POST /events/undelete': ({ world, body }) =>
    shown(world.hands.undelete(text(body, 'calendarId'), text(body, 'eventId'))),
  'POST /events/raw': ({ world, body }) => raw(world, body),
  'GET /subscriptions': ({ world }) => world.state.subscriptions,
  'POST /subscriptions/lifecycle': ({ world, body }) => lifecycle(world, body),
  'POST /subscriptions/notify': ({ world, body }) => notify(world, body),
  'POST /subscriptions/settle': ({ world }) => world.subscriptions?.settled(),
  'GET /deliveries': ({ world, query }) => rows(world.subscriptions?.deliveries ?? [], query),
  'POST /grants': ({ world, body }) =>
    world.grants.issue(text(body, 'account'), texts(body, 'scopes'), maybe(body, 'clientId')),
  'POST /grants/revoke': ({ world, body }) => ({
    revoked: world.grants.revoke(
      text(body, 'account'),
      maybe(body, 'clientId'),
      body.why === 'password' ? 'password' : 'revoked',
    ),
  }),
  'POST /grants/expire-access': ({ world, body }) => world.grants.expireAccess(text(body, 'account')),
  'POST /delta-links/expire': ({ world }) => world.grants.expireDeltaLinks(),
  'POST /authorize': ({ world, origins, body }) => authorize(world, origins, body),
}

export function answerControl(world: MicrosoftWorld, origins: Origins, request: WebRequest): Promise<WebAnswer> {
  const operations = Object.fromEntries(
    Object.entries(OPERATIONS).map(([name, operation]) => [
      name,
      (asked: Asked) => operation({ world, origins, ...asked }),
    ]),
  )
  return door(operations, origins.graph, request, (error) =>
    error instanceof GraphError ? { status: error.status, body: error.body('', '', world.now()) } : null,
  )
}

function reset(world: MicrosoftWorld, seedLife: boolean): object {
  const key = world.state.signingKey
  world.state = { ...emptyState(), signingKey: key }
  world.faults.clear()
  Object.assign(world, { switches: { ...DEFAULT_SWITCHES }, requests: [], effects: [], mails: [] })
  world.spent.clear()
  world.subscriptions?.deliveries.splice(0)
  world.setClock({})
  world.onChange()
  return seedLife ? topUp(world) : {}
}

function createAccount(world: MicrosoftWorld, body: JsonObject): object {
  const timeZone = maybe(body, 'timeZone') ?? 'America/Mexico_City'
  if (!isZone(timeZone)) throw new ControlRefusal(`Unknown time zone: ${timeZone}`)
  const account = world.createAccount(
    text(body, 'email'),
    text(body, 'name'),
    timeZone,
    body.kind === 'personal' ? 'personal' : 'work',
  )
  return changeAccount(world, account.email, body)
}

/** `claimedEmail`: what the id token will say, which the owner of a tenant may choose freely (threat 3 of faults.md). */
function changeAccount(world: MicrosoftWorld, email: string, body: JsonObject): object {
  const account = world.account(email)
  if (account === undefined) throw new ControlRefusal(`No such account: ${email}`, 404)
  if (body.claimedEmail !== undefined)
    account.claimedEmail = body.claimedEmail === null ? null : text(body, 'claimedEmail')
  if (body.timeZone !== undefined) world.hands.changeZone(email, text(body, 'timeZone'))
  world.onChange()
  return account
}

function calendarsOf(world: MicrosoftWorld, account: string | null): object[] {
  const entries = account === null ? world.state.entries : world.entriesOf(account.toLowerCase())
  return entries.map((entry) => ({ ...entry, events: world.calendarOf(entry).items.size }))
}

function createCalendar(world: MicrosoftWorld, body: JsonObject): ListEntry {
  const account = world.account(text(body, 'account'))
  if (account === undefined) throw new ControlRefusal('No such account.', 404)
  const name = text(body, 'name')
  const owner = { address: account.address, name: account.name }
  return world.list(account.email, world.putCalendar(`${account.email} ${world.nextNumber()} ${name}`, owner, name))
}

/** Another account gets it into their list; what they may do there is `canEdit`. */
function share(world: MicrosoftWorld, id: string, body: JsonObject): ListEntry {
  const account = world.account(text(body, 'account'))
  if (account === undefined) throw new ControlRefusal('No such account.', 404)
  const canEdit = body.canEdit === true
  return world.list(account.email, world.calendarOf(known(world, id)), {
    canEdit,
    canShare: false,
    canViewPrivateItems: false,
  })
}

function eventsOf(world: MicrosoftWorld, id: string): object[] {
  return [...world.calendarOf(known(world, id)).items.values()].map((item) => ({
    ...shown(item),
    deletedAt: item.deletedAt,
  }))
}

function move(world: MicrosoftWorld, body: JsonObject): Item {
  const [calendarId, eventId] = [text(body, 'calendarId'), text(body, 'eventId')]
  if (typeof body.destination === 'string') return world.hands.move(calendarId, eventId, body.destination)
  const end = body.end === undefined ? null : object(body, 'end')
  return world.hands.reschedule(calendarId, eventId, object(body, 'start'), end, handIn(body))
}

function raw(world: MicrosoftWorld, body: JsonObject): object {
  const events = objects(body, 'events', 'event')
  for (const event of events) world.hands.raw(text(body, 'calendarId'), event)
  return { stored: events.length }
}

/** A notification although nothing changed: they are hints, and some are wrong. */
function notify(world: MicrosoftWorld, body: JsonObject): object {
  const calendar = world.calendarOf(known(world, text(body, 'calendarId')))
  const found = world.locate([calendar], text(body, 'eventId'))
  if (found === null) throw new ControlRefusal('No such event in this calendar.', 404)
  world.subscriptions?.changed(calendar, found.item, 'updated')
  return {}
}

function lifecycle(world: MicrosoftWorld, body: JsonObject): object {
  const event = LIFECYCLE_EVENTS.find((one) => one === body.event)
  if (event === undefined) throw new ControlRefusal(`event must be one of ${LIFECYCLE_EVENTS.join(', ')}`)
  const id = maybe(body, 'subscriptionId')
  const meant = world.state.subscriptions.filter((one) => id === undefined || one.id === id)
  for (const subscription of meant) world.subscriptions?.lifecycle(subscription, event)
  return { told: meant.length }
}

/** What a person on the consent page would do: accept, or not. Answers where the browser would go. */
function authorize(world: MicrosoftWorld, origins: Origins, body: JsonObject): object {
  const url = new URL(text(body, 'url'), origins.login)
  const form = new URLSearchParams({ decision: body.deny === true ? 'deny' : 'allow', account: text(body, 'account') })
  for (const scope of texts(body, 'scopes') ?? []) form.append('scope', scope)
  const { pathname: path, searchParams: query } = url
  const given = answerOAuth(
    world,
    origins,
    { method: 'POST', path, query, headers: {}, body: form.toString() },
    NO_FAULTS,
  )
  if (given === null || given.headers.location === undefined)
    throw new ControlRefusal(given?.body ?? 'No authorization request.')
  return { location: given.headers.location }
}

/** As its owner would see it, ids immutable. */
function shown(item: Item): object {
  return item.raw ?? showPart(wholeOf(item), { zone: 'UTC', body: 'text', immutableIds: true, seesPrivate: true })
}

function known(world: MicrosoftWorld, id: string): ListEntry {
  const entry = world.entry(id)
  if (entry === undefined) throw new ControlRefusal(`No such calendar: ${id}`, 404)
  return entry
}

function replyIn(body: JsonObject): Reply {
  const replies: Record<string, Reply> = {
    accepted: 'accept',
    tentativelyAccepted: 'tentativelyAccept',
    declined: 'decline',
  }
  const reply = replies[text(body, 'response')]
  if (reply === undefined) throw new ControlRefusal(`response must be one of ${Object.keys(replies).join(', ')}`)
  return reply
}
