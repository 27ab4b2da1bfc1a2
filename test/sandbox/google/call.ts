/** One authorised request to the API as the routes see it, and the answers they may give. */
import type { Json, JsonObject } from '../wire/control-door.ts'
import { forbidden, insufficientPermissions, invalid, notFound, parseError, writerNeeded } from './api-error.ts'
import type { Faults } from './faults.ts'
import type { CalendarRecord, ListEntry } from './model.ts'
import type { Actor, GoogleWorld } from './world.ts'

export type { Json, JsonObject } from '../wire/control-door.ts'

export interface Call {
  world: GoogleWorld
  /** Origin of the sandbox, for links. */
  origin: string
  account: string
  clientId: string
  scopes: readonly string[]
  query: URLSearchParams
  headers: Record<string, string>
  body: string
  faults: Faults
}

/** An answer: `json` for objects, `text` where the JSON is ready-made. */
export interface Answer {
  status: number
  json?: object
  text?: string
  etag?: string | null
  /** Runs once the answer is on its way: what may come after it. */
  after?: () => void
}

export const ok = (json: object, etag?: string | null): Answer => ({ status: 200, json, ...(etag ? { etag } : {}) })
export const NO_CONTENT: Answer = { status: 204 }

const AUTH = 'https://www.googleapis.com/auth/'
const WHOLE = ['calendar']
const READ = ['calendar', 'calendar.readonly']
/** Scopes by purpose (GD/v3/reference): scopes are enforced per method, so `calendar.events` reads no calendar list. */
export const SCOPES = {
  listRead: [...READ, 'calendar.calendarlist', 'calendar.calendarlist.readonly'],
  listWrite: [...WHOLE, 'calendar.calendarlist'],
  calendarRead: [...READ, 'calendar.calendars', 'calendar.calendars.readonly', 'calendar.app.created'],
  calendarWrite: [...WHOLE, 'calendar.calendars', 'calendar.app.created'],
  accessRead: ['calendar', 'calendar.acls', 'calendar.acls.readonly'],
  eventsRead: [
    ...READ,
    'calendar.events',
    'calendar.events.readonly',
    'calendar.events.owned',
    'calendar.events.owned.readonly',
  ],
  eventsWrite: [...WHOLE, 'calendar.events', 'calendar.events.owned'],
  freeBusy: [...READ, 'calendar.freebusy', 'calendar.events.freebusy'],
  settings: [...READ, 'calendar.settings.readonly'],
} as const

export function need(call: Call, purpose: keyof typeof SCOPES): void {
  const held = call.scopes.map((scope) => scope.replace(AUTH, ''))
  if (!SCOPES[purpose].some((scope) => held.includes(scope))) throw insufficientPermissions()
}

/** The calendar an id in a path means; `primary` and the address are the same one. Unknown or unlisted: 404. */
export function calendarOf(call: Call, id: string): { calendar: CalendarRecord; entry: ListEntry } {
  const calendarId = id === 'primary' ? call.account : id
  const calendar = call.world.calendar(calendarId) ?? call.world.calendar(calendarId.toLowerCase())
  const entry = calendar && call.world.entry(call.account, calendar.id)
  if (calendar === undefined || entry === undefined || entry.deleted) throw notFound()
  return { calendar, entry }
}

/** The same, for reading its events. */
export function readableCalendar(call: Call, id: string) {
  need(call, 'eventsRead')
  const found = calendarOf(call, id)
  onlyOwned(call, found.entry, 'calendar.events.owned.readonly')
  return found
}

/** The same, for changing its events. */
export function writableCalendar(call: Call, id: string) {
  need(call, 'eventsWrite')
  const found = calendarOf(call, id)
  onlyOwned(call, found.entry)
  if (!call.world.mayWrite(call.account, found.calendar.id)) throw writerNeeded()
  return found
}

export function actorOf(call: Call): Actor {
  return { kind: 'api', account: call.account, clientId: call.clientId }
}

/** The body as an object. @throws ApiError 400 for anything else */
export function bodyObject(call: Call): JsonObject {
  let value: Json
  try {
    value = call.body === '' ? {} : JSON.parse(call.body)
  } catch {
    throw parseError()
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw parseError()
  return value
}

export function flag(query: URLSearchParams, name: string): boolean | null {
  const text = query.get(name)
  if (text === null) return null
  if (text !== 'true' && text !== 'false') throw invalid(`Invalid boolean value: '${text}'.`, name)
  return text === 'true'
}

export function wholeNumber(query: URLSearchParams, name: string): number | null {
  const text = query.get(name)
  if (text === null) return null
  if (!/^\d+$/.test(text) || Number(text) < 1) throw invalid(`Invalid integer value: '${text}'.`, name)
  return Number(text)
}

/** The narrow `events.owned` scopes reach owned calendars alone. */
function onlyOwned(call: Call, entry: ListEntry, ...also: string[]): void {
  const narrow = ['calendar.events.owned', ...also]
  const held = call.scopes.filter((scope) => scope.startsWith(AUTH)).map((scope) => scope.replace(AUTH, ''))
  const events = held.filter(
    (scope) => scope === 'calendar' || scope === 'calendar.readonly' || scope.startsWith('calendar.events'),
  )
  const wide = events.some((scope) => !narrow.includes(scope) && scope !== 'calendar.events.freebusy')
  if (!wide && entry.accessRole !== 'owner') throw forbidden()
}
