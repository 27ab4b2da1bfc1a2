/** One authorised request to Graph as the routes see it, and the answers they may give. */
import type { Json, JsonObject } from '../wire/control-door.ts'
import { isObject } from '../wire/control-door.ts'
import type { Actor } from '../wire/sandbox-world.ts'
import type { Reader } from './event-view.ts'
import type { Faults } from './faults.ts'
import {
  accessDenied,
  badRequest,
  insufficientPrivileges,
  invalidQuery,
  itemNotFound,
  malformedId,
  zoneNotSupported,
} from './graph-error.ts'
import { parseId } from './ids.ts'
import type { Account, CalendarRecord, Item, ListEntry } from './model.ts'
import type { MicrosoftWorld } from './world.ts'
import { ianaOf } from './zones.ts'

export interface Call {
  world: MicrosoftWorld
  /** Origin of Graph, for links. */
  origin: string
  /** Below `/v1.0`, as it stands in the URL. */
  path: string
  account: Account
  clientId: string
  scopes: readonly string[]
  query: Query
  headers: Record<string, string>
  body: string
  faults: Faults
}

export interface Answer {
  status: number
  json?: object
  headers?: Record<string, string>
}

export const ok = (json: object, headers: Record<string, string> = {}): Answer => ({ status: 200, json, headers })
export const NO_CONTENT: Answer = { status: 204 }
export const ACCEPTED: Answer = { status: 202 }

/**
 * A query as OData reads it: a `+` is a plus, not a space (FG, section 6: spaces are `%20`), names of options ignore case,
 * and the `$` may be missing.
 */
export class Query {
  readonly raw: string
  private readonly values = new Map<string, string>()

  /** @throws GraphError 400 */
  constructor(search: string) {
    this.raw = search.replace(/^\?/, '')
    for (const piece of this.raw.split('&')) {
      const cut = piece.indexOf('=')
      if (piece === '') continue
      this.values.set(
        decoded(cut < 0 ? piece : piece.slice(0, cut)).toLowerCase(),
        cut < 0 ? '' : decoded(piece.slice(cut + 1)),
      )
    }
  }

  get(name: string): string | undefined {
    return this.values.get(name.toLowerCase())
  }

  option(name: string): string | undefined {
    return this.get(`$${name}`) ?? this.get(name)
  }

  /** @throws GraphError 400 */
  number(name: string, least: number, most: number): number | undefined {
    const text = this.option(name)
    if (text === undefined) return undefined
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw badRequest(
        `Invalid value '${text}' for $${name} query option found. The $${name} query option requires an integer between ${least} and ${most}.`,
      )
    return value
  }
}

/** What the `Prefer` header asks of this sandbox, and what it therefore says back. */
export interface Preferences {
  zone: string | null
  body: 'html' | 'text' | null
  immutableIds: boolean
  maxPageSize: number | null
}

/** @throws GraphError 400 for a zone that nobody knows: a hard error (LG F6) */
export function preferencesOf(call: Call): Preferences {
  const given = new Map<string, string>()
  for (const [, name = '', quoted, bare] of (call.headers.prefer ?? '').matchAll(
    /([\w.-]+)\s*=\s*(?:"([^"]*)"|([^",;\s]+))/g,
  ))
    given.set(name.toLowerCase(), quoted ?? bare ?? '')
  const zone = given.get('outlook.timezone') ?? null
  if (zone !== null && ianaOf(zone) === null) throw zoneNotSupported(zone)
  const body = given.get('outlook.body-content-type')?.toLowerCase()
  const size = Number(given.get('odata.maxpagesize'))
  return {
    zone,
    body: body === 'text' || body === 'html' ? body : null,
    immutableIds: given.get('idtype')?.toLowerCase() === 'immutableid',
    maxPageSize: Number.isInteger(size) && size > 0 ? size : null,
  }
}

export function applied(preferences: Preferences, ...also: string[]): Record<string, string> {
  const words = [
    ...(preferences.zone === null ? [] : [`outlook.timezone="${preferences.zone}"`]),
    ...(preferences.body === null ? [] : [`outlook.body-content-type="${preferences.body}"`]),
    ...(preferences.immutableIds ? ['IdType="ImmutableId"'] : []),
    ...also,
  ]
  return words.length === 0 ? {} : { 'preference-applied': words.join(', ') }
}

export function readerOf(preferences: Preferences, entry: ListEntry): Reader {
  const { zone, body, immutableIds } = preferences
  return { zone: zone ?? 'UTC', body: body ?? 'html', immutableIds, seesPrivate: entry.canViewPrivateItems }
}

const READ = ['calendars.read', 'calendars.readwrite', 'calendars.read.shared', 'calendars.readwrite.shared']
const WRITE = ['calendars.readwrite', 'calendars.readwrite.shared']

export function mayRead(call: Call): void {
  if (!call.scopes.some((scope) => READ.includes(shortScope(scope)))) throw accessDenied()
}

export function mayWrite(call: Call): void {
  if (!call.scopes.some((scope) => WRITE.includes(shortScope(scope)))) throw accessDenied()
}

/** Scopes are enforced per resource: what reads calendars reads neither the profile nor the mailbox's settings. */
export function need(call: Call, ...scopes: string[]): void {
  if (!call.scopes.some((scope) => scopes.includes(shortScope(scope)))) throw insufficientPrivileges()
}

/** Scopes may be named with or without their resource (KP#644). */
export function shortScope(scope: string): string {
  return scope.replace(/^https:\/\/graph\.microsoft\.com\//i, '').toLowerCase()
}

export interface Place {
  entry: ListEntry
  calendar: CalendarRecord
}

/** The calendar an id in a path means; null: the default one. @throws GraphError 400 or 404 */
export function placeOf(call: Call, id: string | null): Place {
  const { world } = call
  const entry = world.entriesOf(call.account.email).find((one) => (id === null ? one.isDefault : one.id === id))
  if (entry === undefined) throw id !== null && parseId(id) === null ? malformedId() : itemNotFound()
  return { entry, calendar: world.calendarOf(entry) }
}

export interface Target extends Place {
  item: Item
  /** The occurrence meant, by its original date. */
  date: string | null
}

/** The event an id names, in one calendar or in any of the account's. @throws GraphError 400 or 404 */
export function targetOf(call: Call, calendarId: string | null, eventId: string): Target {
  const { world } = call
  const places =
    calendarId === null
      ? world.entriesOf(call.account.email).map((entry) => ({ entry, calendar: world.calendarOf(entry) }))
      : [placeOf(call, calendarId)]
  if (parseId(eventId) === null) throw malformedId()
  const found = world.locate(
    places.map((place) => place.calendar),
    eventId,
  )
  const entry = places.find((place) => place.calendar === found?.calendar)?.entry
  if (found === null || entry === undefined) throw itemNotFound()
  const readable = world.switches.deletedFoundByImmutableId && parseId(eventId)?.immutable === true
  if (found.item.deletedAt !== null && !readable) throw itemNotFound()
  return { ...found, entry }
}

/** The same, for changing it. @throws GraphError 403 too */
export function writableTarget(call: Call, calendarId: string | null, eventId: string): Target {
  mayWrite(call)
  const target = targetOf(call, calendarId, eventId)
  if (!target.entry.canEdit) throw accessDenied()
  if (target.item.deletedAt !== null) throw itemNotFound()
  return target
}

export function actorOf(call: Call): Actor {
  return { kind: 'api', account: call.account.email, clientId: call.clientId }
}

/** The body as an object. @throws GraphError 400 for anything else */
export function bodyObject(call: Pick<Call, 'body'>): JsonObject {
  let value: Json
  try {
    value = call.body === '' ? {} : JSON.parse(call.body)
  } catch {
    throw badRequest(
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    )
  }
  if (!isObject(value)) throw badRequest('Empty Payload. JSON content expected.')
  return value
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw invalidQuery(`The query is not well encoded: ${text}`)
  }
}
