/**
 * The Calendar API's door: who calls (bearer token), how much they may (quota), which route it is. Answers and refusals are
 * values and ApiErrors of the rooms behind; `server.ts` puts them on the wire.
 */
import { type ApiError, authError, invalid, loginRequired, notFound, refusal, required } from './api-error.ts'
import {
  deleteCalendar,
  deleteListEntry,
  getCalendar,
  getListEntry,
  getSetting,
  insertCalendar,
  listAccess,
  listCalendars,
  listSettings,
  patchCalendar,
  patchListEntry,
} from './calendars.ts'
import {
  type Answer,
  actorOf,
  bodyObject,
  type Call,
  calendarOf,
  NO_CONTENT,
  ok,
  readableCalendar,
  wholeNumber,
  writableCalendar,
} from './call.ts'
import { stopChannel, watchCalendarList, watchEvents } from './channels.ts'
import { eventsAsOf, findEvent, type Reader, showEvent } from './event-view.ts'
import { listEvents, listInstances, seqToRead } from './events-list.ts'
import {
  deleteEvent,
  importEvent,
  insertEvent,
  moveEvent,
  patchEvent,
  updateEvent,
  type Writing,
} from './events-write.ts'
import { freeBusy } from './free-busy.ts'
import type { CalendarRecord, ListEntry, StoredEvent } from './model.ts'
import type { GoogleWorld } from './world.ts'

export const API_BASE = '/calendar/v3'
const MINUTE = 60_000

type Handler = (call: Call, ...ids: string[]) => Answer | Promise<Answer>

/** `:` stands for one id. The first that fits counts, so fixed words stand before ids. */
const ROUTES: [method: string, path: string, handler: Handler][] = [
  ['GET', '/users/me/calendarList', listCalendars],
  ['POST', '/users/me/calendarList/watch', watchCalendarList],
  ['GET', '/users/me/calendarList/:', getListEntry],
  ['PATCH', '/users/me/calendarList/:', patchListEntry],
  ['PUT', '/users/me/calendarList/:', patchListEntry],
  ['DELETE', '/users/me/calendarList/:', deleteListEntry],
  ['GET', '/users/me/settings', listSettings],
  ['GET', '/users/me/settings/:', getSetting],
  ['POST', '/calendars', insertCalendar],
  ['GET', '/calendars/:', getCalendar],
  ['PATCH', '/calendars/:', patchCalendar],
  ['DELETE', '/calendars/:', deleteCalendar],
  ['GET', '/calendars/:/acl', listAccess],
  ['GET', '/calendars/:/events', listEvents],
  ['POST', '/calendars/:/events', (call, id) => written(call, id, (writing) => insertEvent(writing, bodyObject(call)))],
  [
    'POST',
    '/calendars/:/events/import',
    (call, id) => written(call, id, (writing) => importEvent(writing, bodyObject(call))),
  ],
  ['POST', '/calendars/:/events/watch', watchEvents],
  ['GET', '/calendars/:/events/:', getEvent],
  [
    'PATCH',
    '/calendars/:/events/:',
    (call, id, event) => written(call, id, (writing) => patchEvent(writing, event, bodyObject(call))),
  ],
  [
    'PUT',
    '/calendars/:/events/:',
    (call, id, event) => written(call, id, (writing) => updateEvent(writing, event, bodyObject(call))),
  ],
  ['DELETE', '/calendars/:/events/:', removeEvent],
  ['GET', '/calendars/:/events/:/instances', listInstances],
  ['POST', '/calendars/:/events/:/move', moveToCalendar],
  ['POST', '/freeBusy', freeBusy],
  ['POST', '/channels/stop', stopChannel],
]

/** Routes one authorised call. @param path below `/calendar/v3`, as it stands in the URL */
export function answerCall(call: Call, method: string, path: string): Answer | Promise<Answer> {
  const given = path.split('/')
  for (const [verb, pattern, handler] of ROUTES) {
    const wanted = pattern.split('/')
    if (verb !== method || wanted.length !== given.length) continue
    if (!wanted.every((word, index) => word === ':' || word === given[index])) continue
    const ids = given.filter((_word, index) => wanted[index] === ':').map((word) => decoded(word))
    return handler(call, ...ids)
  }
  throw notFound()
}

/** The account behind a bearer token. @throws ApiError 401 */
export function authorised(world: GoogleWorld, header: string | undefined, query: URLSearchParams) {
  const bearer = /^Bearer (.+)$/i.exec(header ?? '')?.[1] ?? query.get('access_token')
  if (!bearer) throw loginRequired()
  const token = world.state.accessTokens.get(bearer)
  if (token === undefined || token.revoked || token.expiresAt <= world.now()) throw authError()
  return token
}

/** A sliding window of one minute, per user and for the project; a patch costs three (A6, A7). @throws ApiError 403 or 429 */
export function chargeQuota(world: GoogleWorld, account: string, method: string): void {
  const { switches } = world
  const cost = method === 'PATCH' ? 3 : 1
  const limits: [key: string, limit: number][] = [
    [`user ${account}`, switches.quotaPerUserPerMinute],
    ['project', switches.quotaPerProjectPerMinute],
  ]
  for (const [key, limit] of limits) {
    const spent = (world.quota.get(key) ?? []).filter((one) => one.at > world.now() - MINUTE)
    world.quota.set(key, spent)
    if (spent.reduce((sum, one) => sum + one.cost, 0) + cost > limit) throw overQuota(world, key === 'project')
    spent.push({ at: world.now(), cost })
  }
}

function overQuota(world: GoogleWorld, project: boolean): ApiError {
  const { quotaAnswer, quotaRetryAfterSeconds } = world.switches
  const after = quotaRetryAfterSeconds === null ? undefined : String(quotaRetryAfterSeconds)
  if (quotaAnswer === '429' || project) return refusal(Number(quotaAnswer), 'rateLimitExceeded', after)
  return refusal(403, 'userRateLimitExceeded', after)
}

function getEvent(call: Call, calendarId: string, eventId: string): Answer {
  const { calendar, entry } = readableCalendar(call, calendarId)
  const found = findEvent(calendar, eventId, eventsAsOf(calendar, seqToRead(call, calendar)))
  if (found === null) throw notFound()
  const { etag } = found.stored.event
  if (typeof etag === 'string' && call.headers['if-none-match'] === etag) return { status: 304, etag }
  // A deleted event is always returned, as cancelled: the only way to tell it from one that never was (A6).
  return shown(call, calendar, entry, found.stored)
}

function removeEvent(call: Call, calendarId: string, eventId: string): Answer {
  deleteEvent(writingOf(call, writableCalendar(call, calendarId).calendar), eventId)
  return NO_CONTENT
}

function moveToCalendar(call: Call, calendarId: string, eventId: string): Answer {
  const { calendar, entry } = writableCalendar(call, calendarId)
  const target = call.query.get('destination')
  if (target === null) throw required('Missing destination parameter.')
  const { calendar: destination } = writableCalendar(call, target)
  if (destination.id === calendar.id) throw invalid('Cannot move an event to the calendar it is on.', 'destination')
  return shown(call, calendar, entry, moveEvent(writingOf(call, calendar), eventId, destination))
}

function written(call: Call, calendarId: string, write: (writing: Writing) => StoredEvent): Answer {
  const { calendar } = writableCalendar(call, calendarId)
  const stored = write(writingOf(call, calendar))
  return shown(call, calendar, calendarOf(call, calendarId).entry, stored)
}

function writingOf(call: Call, calendar: CalendarRecord): Writing {
  return {
    world: call.world,
    calendar,
    account: call.account,
    actor: actorOf(call),
    ifMatch: call.headers['if-match'] ?? null,
    query: call.query,
    unchecked: false,
    acceptDuplicate: call.faults.has('accept-duplicate-id'),
  }
}

function shown(call: Call, calendar: CalendarRecord, entry: ListEntry, stored: StoredEvent): Answer {
  const zone = call.query.get('timeZone') ?? calendar.timeZone
  const reader: Reader = {
    calendar,
    accessRole: entry.accessRole,
    zone,
    maxAttendees: wholeNumber(call.query, 'maxAttendees'),
  }
  return ok(showEvent(stored, reader, 'whole'), stored.event.etag ?? null)
}

function decoded(word: string): string {
  try {
    return decodeURIComponent(word)
  } catch {
    throw invalid('Bad Request')
  }
}
