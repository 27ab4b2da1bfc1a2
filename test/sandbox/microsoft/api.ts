/**
 * Graph's routes and who may call them (bearer token). Answers and refusals are values and GraphErrors of the rooms behind;
 * `graph-door.ts` puts them on the wire.
 */
import { createCalendar, deleteCalendar, getCalendar, getMailboxSettings, getMe, listCalendars } from './calendars.ts'
import {
  ACCEPTED,
  type Answer,
  actorOf,
  applied,
  bodyObject,
  type Call,
  mayRead,
  mayWrite,
  NO_CONTENT,
  ok,
  placeOf,
  preferencesOf,
  type Target,
  targetOf,
  writableTarget,
} from './call.ts'
import { calendarViewDelta } from './delta.ts'
import { partOn, wholeOf } from './event-view.ts'
import { getEvent, listEvents, listInstances, viewCalendar } from './events-read.ts'
import { createEvent, deleteEvent, extensionIn, patchEvent, type Writing } from './events-write.ts'
import {
  accessDenied,
  badRequest,
  conflict,
  invalidToken,
  itemNotFound,
  resourceNotFound,
  segmentNotFound,
} from './graph-error.ts'
import { idOf, parseId } from './ids.ts'
import type { Item } from './model.ts'
import { entity, render, selectionOf, shownExtension } from './odata.ts'
import { type Reply, respond } from './respond.ts'
import { getSchedule } from './schedule.ts'
import {
  createSubscription,
  deleteSubscription,
  getSubscription,
  listSubscriptions,
  reauthorizeSubscription,
  renewSubscription,
} from './subscription-routes.ts'
import type { MicrosoftWorld } from './world.ts'

export const API_BASE = '/v1.0'

type Handler = (call: Call, ids: string[]) => Answer | Promise<Answer>

/**
 * Where events lie: `:` stands for one id; what stands before the events names the calendar, or none: then lists are the default
 * calendar's, and an id is looked for in all of them.
 */
const PLACES: [path: string, calendar: (ids: string[]) => string | null, ids: number][] = [
  ['/me', () => null, 0],
  ['/me/calendar', () => null, 0],
  ['/me/calendars/:', ([id]) => id ?? null, 1],
]

const ROUTES: [method: string, path: string, handler: Handler][] = [
  ['GET', '/me', getMe],
  ['GET', '/me/mailboxSettings', getMailboxSettings],
  ['GET', '/me/calendars', listCalendars],
  ['POST', '/me/calendars', createCalendar],
  ['GET', '/me/calendar', (call) => getCalendar(call, null)],
  ['GET', '/me/calendars/:', (call, [id]) => getCalendar(call, id ?? null)],
  ['DELETE', '/me/calendars/:', (call, [id]) => deleteCalendar(call, id ?? null)],
  ['POST', '/me/calendar/getSchedule', getSchedule],
  ['POST', '/me/translateExchangeIds', translateIds],
  ['GET', '/subscriptions', listSubscriptions],
  ['POST', '/subscriptions', createSubscription],
  ['GET', '/subscriptions/:', (call, [id = '']) => getSubscription(call, id)],
  ['PATCH', '/subscriptions/:', (call, [id = '']) => renewSubscription(call, id)],
  ['DELETE', '/subscriptions/:', (call, [id = '']) => deleteSubscription(call, id)],
  ['POST', '/subscriptions/:/reauthorize', (call, [id = '']) => reauthorizeSubscription(call, id)],
  ...PLACES.flatMap(([place, calendar, count]): [string, string, Handler][] => {
    const event = (ids: string[]) => ids[count] ?? ''
    const reply =
      (word: Reply): Handler =>
      (call, ids) =>
        replied(call, calendar(ids), event(ids), word)
    return [
      ['GET', `${place}/events`, (call, ids) => listEvents(call, calendar(ids))],
      ['POST', `${place}/events`, (call, ids) => created(call, calendar(ids))],
      ['GET', `${place}/calendarView`, (call, ids) => viewCalendar(call, calendar(ids))],
      ['GET', `${place}/calendarView/delta`, (call, ids) => calendarViewDelta(call, calendar(ids))],
      ['GET', `${place}/events/:`, (call, ids) => getEvent(call, calendar(ids), event(ids))],
      ['PATCH', `${place}/events/:`, (call, ids) => patched(call, calendar(ids), event(ids))],
      ['DELETE', `${place}/events/:`, (call, ids) => deleted(call, calendar(ids), event(ids))],
      ['GET', `${place}/events/:/instances`, (call, ids) => listInstances(call, calendar(ids), event(ids))],
      ['POST', `${place}/events/:/accept`, reply('accept')],
      ['POST', `${place}/events/:/tentativelyAccept`, reply('tentativelyAccept')],
      ['POST', `${place}/events/:/decline`, reply('decline')],
      ['POST', `${place}/events/:/extensions`, (call, ids) => extended(call, calendar(ids), event(ids))],
      [
        'GET',
        `${place}/events/:/extensions/:`,
        (call, ids) => extension(call, calendar(ids), event(ids), ids[count + 1] ?? ''),
      ],
    ]
  }),
]

/** Routes one authorised call. Words ignore case, ids do not. @throws GraphError */
export function answerCall(call: Call, method: string): Answer | Promise<Answer> {
  const given = call.path.replace(/\/$/, '').split('/')
  for (const [verb, pattern, handler] of ROUTES) {
    const wanted = pattern.split('/')
    if (verb !== method || wanted.length !== given.length) continue
    const fits = wanted.every((word, index) => word === ':' || word.toLowerCase() === wordOf(given[index] ?? ''))
    if (!fits) continue
    return handler(call, given.filter((_word, index) => wanted[index] === ':').map(decoded))
  }
  throw segmentNotFound(given.at(-1) ?? '')
}

/** The token behind a bearer header. @throws GraphError 401 */
export function authorised(world: MicrosoftWorld, header: string | undefined) {
  const bearer = /^Bearer (.+)$/i.exec(header ?? '')?.[1]
  if (bearer === undefined) throw invalidToken('Access token is empty.')
  const token = world.state.accessTokens.get(bearer)
  const account = token && world.account(token.account)
  if (token === undefined || account === undefined) throw invalidToken('CompactToken parsing failed.')
  if (token.revoked || token.expiresAt <= world.now()) throw invalidToken()
  return { token, account }
}

function created(call: Call, calendarId: string | null): Answer {
  mayWrite(call)
  const place = placeOf(call, calendarId)
  if (!place.entry.canEdit) throw accessDenied()
  const item = createEvent(writingOf(call, place), bodyObject(call))
  // Extended properties are not echoed (FG, section 6).
  const answer = shown(call, { ...place, item, date: null })
  const id = idOf(item, null, preferencesOf(call).immutableIds)
  const location = `${call.origin}${API_BASE}/users('${call.account.id}')/events('${encodeURIComponent(id)}')`
  return { ...answer, status: 201, headers: { ...answer.headers, location } }
}

function patched(call: Call, calendarId: string | null, eventId: string): Answer {
  const target = writableTarget(call, calendarId, eventId)
  if (call.faults.has('overlapping-write')) throw conflict(409)
  const item = patchEvent(writingOf(call, target), target.item, target.date, bodyObject(call))
  return shown(call, { ...target, item })
}

function deleted(call: Call, calendarId: string | null, eventId: string): Answer {
  const target = writableTarget(call, calendarId, eventId)
  if (call.faults.has('overlapping-write')) throw conflict(409)
  deleteEvent(writingOf(call, target), target.item, target.date)
  return NO_CONTENT
}

function replied(call: Call, calendarId: string | null, eventId: string, reply: Reply): Answer {
  const target = writableTarget(call, calendarId, eventId)
  respond(writingOf(call, target), target.item, target.date, reply, bodyObject(call))
  return ACCEPTED
}

function extended(call: Call, calendarId: string | null, eventId: string): Answer {
  const target = writableTarget(call, calendarId, eventId)
  const [name, values] = extensionIn(bodyObject(call))
  const { item, calendar } = target
  call.world.commit(calendar, { ...item, extensions: { ...item.extensions, [name]: values } }, 'update', actorOf(call))
  return { status: 201, json: entity(call, 'extensions', shownExtension(name, values)) }
}

function extension(call: Call, calendarId: string | null, eventId: string, id: string): Answer {
  mayRead(call)
  const name = id.replace(/^Microsoft\.OutlookServices\.OpenTypeExtension\./, '')
  const values = targetOf(call, calendarId, eventId).item.extensions[name]
  if (values === undefined) throw resourceNotFound('The specified extension was not found.')
  return ok(entity(call, 'extensions', shownExtension(name, values)))
}

/** Between regular and immutable ids, each with its own error (checklist 43). */
function translateIds(call: Call): Answer {
  mayRead(call)
  const { inputIds, targetIdType, sourceIdType } = bodyObject(call)
  const types = ['restId', 'restImmutableEntryId']
  if (!Array.isArray(inputIds) || !types.includes(String(targetIdType)) || !types.includes(String(sourceIdType)))
    throw badRequest('inputIds, sourceIdType and targetIdType are needed; restId and restImmutableEntryId are offered.')
  const calendars = call.world.entriesOf(call.account.email).map((entry) => call.world.calendarOf(entry))
  const value = inputIds.map((sourceId) => {
    const parsed = parseId(String(sourceId))
    const found = call.world.locate(calendars, String(sourceId))
    if (parsed === null || found === null)
      return { sourceId, errorDetails: { code: 'ErrorInvalidIdMalformed', message: 'Id is malformed.' } }
    return { sourceId, targetId: idOf(found.item, parsed.date, targetIdType === 'restImmutableEntryId') }
  })
  return ok({ '@odata.context': `${call.origin}/v1.0/$metadata#Collection(microsoft.graph.convertIdResult)`, value })
}

function writingOf(call: Call, { entry, calendar }: Pick<Target, 'entry' | 'calendar'>): Writing {
  return {
    world: call.world,
    calendar,
    entry,
    account: call.account,
    actor: actorOf(call),
    ifMatch: call.headers['if-match'] ?? null,
    forgetful: call.faults.has('forget-transaction'),
    losesProperties: call.faults.has('drop-extended-properties'),
  }
}

function shown(call: Call, target: Omit<Target, 'item'> & { item: Item }): Answer {
  const { item, date, entry } = target
  const part = date === null ? wholeOf(item) : partOn(item, date)
  if (part === null) throw itemNotFound()
  const preferences = preferencesOf(call)
  return ok(entity(call, 'events', render(part, entry, preferences, selectionOf(call.query))), applied(preferences))
}

/** A word of a path; functions may be written with their namespace and parentheses. */
function wordOf(word: string): string {
  return word
    .toLowerCase()
    .replace(/^microsoft\.graph\./, '')
    .replace(/\(\)$/, '')
}

function decoded(word: string): string {
  try {
    return decodeURIComponent(word)
  } catch {
    throw badRequest('Bad Request - Error in query syntax.')
  }
}
