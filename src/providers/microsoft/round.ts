/**
 * One round of `calendarView/delta`: all its pages, and what they leave out. Occurrences come as stubs without subject, UID or organiser, exceptions
 * sometimes, properties never; an entity may come several times, in no order, and the last word counts (provider-facts B3).
 */
import { createHash } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import type { Cursor, RemoteCalendarId, RemoteEventId } from '../../calendar/event.ts'
import type { Changes } from '../../calendar/port.ts'
import { asObject, isOver, MOST_EVENTS } from '../outside-values.ts'
import { MalformedAnswer } from '../request.ts'
import { type Graph, ifThere, type Send } from './graph.ts'
import {
  addressOf,
  BLOCK_PROPERTY,
  CONTENT_PROPERTY,
  type GraphEvent,
  graphEvent,
  isOurs,
  normaliseEvent,
  occurrenceOf,
} from './normalise.ts'
import { ianaOf } from './zones.ts'

/** Wanted; a page may hold fewer or none, and only a link to the next round ends one. */
const PAGE = 500
/** Even of ten events each they hold more than is kept. */
const MOST_PAGES = 1_000

/** A window's bounds, RFC 3339 in UTC. */
interface Window {
  from: string
  to: string
}
/** What a cursor carries: a round's window is fixed for ever, so it also says when the window is to move on. */
interface Place extends Window {
  movesOn: string
  /** IANA: where most of the events are made, as the whole round had it; of the few that a later one tells nobody could say. */
  zone: string
  /** The link to the next round, as a path. */
  path: string
}

const HOURS_LOOKED_AT = (5 + 13) * 7 * 24
const DAY = 24
/**
 * How far before all that is looked at a window begins. Whatever is still known has to be listed, or a whole round finds it missing and asks for a second
 * one: an event is known for 48 hours after its end (`lastEndOf`), and an occurrence that was moved to an earlier day as long as the one it stands for.
 * That is by a week at most, but for few.
 */
const HOURS_BEFORE = 2 * DAY + 7 * DAY

/** Where a calendar's next round begins; null for a whole one. */
export function placeOf(cursor: Cursor | null): Place | null {
  const [from, to, movesOn, zone, path] = (cursor ?? '').split(' ')
  if (from === undefined || to === undefined || movesOn === undefined || zone === undefined || path === undefined)
    return null
  return { from, to, movesOn, zone, path }
}

/** Once a week the window moves on, and the next round is a whole one. */
export function movesOnAt({ movesOn }: Place, since: Temporal.Instant): boolean {
  return Temporal.Instant.compare(since, Temporal.Instant.from(movesOn)) >= 0
}

/**
 * A new window, and the round that reads it whole. At its end it is a day wider, since whole days are matched as days of UTC (provider-facts B2), and
 * reaches as far beyond as it will be old when it moves.
 */
export function newPlace(calendar: RemoteCalendarId, since: Temporal.Instant): Place {
  const [from, to] = [
    since.subtract({ hours: HOURS_BEFORE }).toString(),
    since.add({ hours: HOURS_LOOKED_AT + 9 * DAY }).toString(),
  ]
  // Of every calendar at another hour of the week's last day, so that not all of them are read whole at once.
  const jitter = createHash('sha256').update(`${calendar} ${from}`).digest().readUInt16BE(0) / 65_536
  const movesOn = since.add({ minutes: Math.round((6.5 + jitter) * DAY * 60) }).toString()
  return { from, to, movesOn, zone: 'UTC', path: `${pathTo(calendar)}/calendarView/delta?${bounds({ from, to })}` }
}

function cursorOf({ from, to, movesOn, zone, path }: Place): Cursor {
  return [from, to, movesOn, zone, path].join(' ') as Cursor
}

export function pathTo(calendar: RemoteCalendarId): string {
  return `/me/calendars/${encodeURIComponent(calendar)}`
}

/** What an event looks like with what delta leaves out. */
export const WITH_MARKS = `$expand=${encodeURIComponent(
  `singleValueExtendedProperties($filter=id eq '${BLOCK_PROPERTY}' or id eq '${CONTENT_PROPERTY}')`,
)}`

export interface RoundOf {
  graph: Graph
  calendar: RemoteCalendarId
  place: Place
  scope: Changes['scope']
  since: Temporal.Instant
  now: Temporal.Instant
  ownAddresses: ReadonlySet<string>
}

/** @returns null for a calendar with more events than can be kept */
export async function readRound(send: Send, round: RoundOf): Promise<Changes | null> {
  const { calendar, place, scope, since } = round
  const told = new Map<string, GraphEvent | 'removed'>()
  let unreadable = 0
  let end = ''
  for await (const page of pages(send, round.graph, place.path)) {
    for (const raw of page.items) {
      const event = graphEvent(raw)
      if (event === null) unreadable++
      else told.set(event.id, asObject(raw)?.['@removed'] === undefined ? event : 'removed')
    }
    // What was removed is nothing to keep: whoever cleared out years of a calendar still has one that can be read.
    if (shownIn(told).length > MOST_EVENTS) return null
    if (page.deltaLink !== null) end = page.deltaLink
  }
  if (end === '') throw new MalformedAnswer('a round without a link to the next one')

  const shown = shownIn(told)
  const series = await seriesOf(send, calendar, shown)
  await checkWithoutSeries(send, round, shown, series)
  // A whole round tells every occurrence by itself.
  const changed = scope === 'full' ? [] : shown.filter(({ type }) => type === 'seriesMaster')
  const masters = changed.map(({ id }) => id as RemoteEventId)
  const parts = [...shown, ...(await untoldOf(send, round, changed, told))]
  const whole = await inFull(send, calendar, parts, round.now)
  // What little changed says nothing of where the person lives.
  const timeZone = scope === 'full' ? zoneOf(shown) : null
  const zone = timeZone ?? place.zone
  const reader = {
    ownAddresses: new Set([...round.ownAddresses, ...ownAmong(shown)]),
    timeZone: zone,
  }
  const changes: Changes = {
    scope,
    events: [],
    removed: [...told].flatMap(([id, event]) => (event === 'removed' ? [id as RemoteEventId] : [])),
    // What was known as a single event is none any more once it repeats: its occurrences are told beside it.
    over: [...masters],
    unreadable,
    cursor: cursorOf({ ...place, zone, path: end }),
    timeZone,
    ...(masters.length > 0 && { laidOut: new Set(masters) }),
  }
  for (const json of whole) {
    if (json.type === 'seriesMaster') continue
    const master = isPart(json) ? series.get(json.seriesMasterId) : null
    // The series is gone (provider-facts B3), and its occurrences with it: they are told as removed later, or not any more.
    if (master === undefined) continue
    const event = normaliseEvent(master === null || isWhole(json) ? json : occurrenceOf(json, master), master, reader)
    if (event === null) changes.unreadable++
    else if (isOver(event, since)) changes.over.push(event.id)
    else changes.events.push(event)
  }
  return changes
}

function shownIn(told: ReadonlyMap<string, GraphEvent | 'removed'>): GraphEvent[] {
  return [...told.values()].filter((event) => event !== 'removed')
}

/** What was deleted, by the last word of a round that is not followed further: a whole one says nothing of it, and absence takes its time (rule 5). */
export async function deletedSince(send: Send, graph: Graph, { path }: Place): Promise<RemoteEventId[]> {
  const deleted = new Set<string>()
  for await (const { items } of pages(send, graph, path)) {
    for (const raw of items) {
      const id = graphEvent(raw)?.id
      if (id === undefined) continue
      if (asObject(raw)?.['@removed'] === undefined) deleted.delete(id)
      else deleted.add(id)
    }
  }
  return [...deleted] as RemoteEventId[]
}

/** An occurrence or an exception, which its series has to explain; an invitation to one occurrence alone has none. */
function isPart(json: GraphEvent): json is GraphEvent & { seriesMasterId: string } {
  return (json.type === 'occurrence' || json.type === 'exception') && typeof json.seriesMasterId === 'string'
}

/** Whether it says itself what it is about; a subject may be null. */
function isWhole(json: GraphEvent): boolean {
  return json.subject !== undefined
}

/** The masters that the parts need, those that the round left out read one by one. */
async function seriesOf(
  send: Send,
  calendar: RemoteCalendarId,
  shown: readonly GraphEvent[],
): Promise<Map<string, GraphEvent>> {
  const series = new Map(shown.filter(({ type }) => type === 'seriesMaster').map((json) => [json.id, json]))
  const missing = new Set(shown.filter(isPart).map(({ seriesMasterId }) => seriesMasterId))
  for (const id of series.keys()) missing.delete(id)
  for (const found of await Promise.all([...missing].map((id) => eventById(send, calendar, id))))
    if (found !== null) series.set(found.id, found)
  return series
}

/**
 * A series that is not there is gone, or not there yet: reads may be behind what a round has told, and occurrences that are left out now would not be told
 * again. One of them is asked, for a stub does not say how old it is. What was changed a moment ago is waited for, and so is what a later round tells of and
 * no read knows: that one soon says that it was removed, or is read.
 * @throws MalformedAnswer to have the round asked for anew
 */
async function checkWithoutSeries(
  send: Send,
  { calendar, scope, now }: RoundOf,
  shown: readonly GraphEvent[],
  series: ReadonlyMap<string, GraphEvent>,
): Promise<void> {
  const without = new Map(
    shown.flatMap((json) =>
      isPart(json) && !series.has(json.seriesMasterId) ? [[json.seriesMasterId, json.id] as const] : [],
    ),
  )
  const asked = [...without.values()].map(async (id) => {
    const found = await eventById(send, calendar, id)
    const isAwaited = found === null ? scope === 'delta' : isFresh(found, now)
    if (isAwaited) throw new MalformedAnswer('occurrences of a series that is not there yet')
  })
  await Promise.all(asked)
}

/**
 * Occurrences of series of which a round tells that they changed, whether or not some of their occurrences came along: nothing says that all of those
 * that are new did (provider-facts B3), nor that one is told as removed that was deleted or that a new rule no longer makes (microsoft-graph-docs#4501 and
 * #5520 say that none is). So their list has to.
 */
async function untoldOf(
  send: Send,
  round: RoundOf,
  series: readonly GraphEvent[],
  told: ReadonlyMap<string, unknown>,
): Promise<GraphEvent[]> {
  const lists = series.map(async ({ id }) => {
    const path = `${pathTo(round.calendar)}/events/${encodeURIComponent(id)}/instances?${bounds(round.place)}&$top=${PAGE}`
    const found: GraphEvent[] = []
    for await (const { items } of pages(send, round.graph, path)) {
      for (const raw of items) {
        const json = graphEvent(raw)
        if (json !== null && !told.has(json.id)) found.push(json)
      }
    }
    return found
  })
  return (await Promise.all(lists)).flat()
}

/** What came as a stub although it is no plain occurrence, and our blocks, whose properties never come. */
async function inFull(
  send: Send,
  calendar: RemoteCalendarId,
  shown: readonly GraphEvent[],
  now: Temporal.Instant,
): Promise<GraphEvent[]> {
  const read = shown.map(async (told) => {
    const needs = isOurs(told) || (told.type === 'exception' && !isWhole(told))
    if (!needs) return told
    const found = await eventById(send, calendar, told.id)
    if (isBehind(found, told, now)) throw new MalformedAnswer('an event as it was before the round told of it')
    return found
  })
  return (await Promise.all(read)).filter((json) => json !== null)
}

/**
 * Reads may be behind what a round has told (provider-facts B3, fault 55): what is kept as it was, or left out, would never be told again, so the round is
 * asked for anew. Beyond the longest that a replica lags it is no lag.
 * @param found null: it is not there, or not yet
 */
function isBehind(found: GraphEvent | null, told: GraphEvent, now: Temporal.Instant): boolean {
  const is = Date.parse(told.lastModifiedDateTime ?? '')
  const was = found === null ? Number.NEGATIVE_INFINITY : Date.parse(found.lastModifiedDateTime ?? '')
  return was < is && isFresh(told, now)
}

/** Changed so short a time ago that a replica may not know it. */
function isFresh(json: GraphEvent, now: Temporal.Instant): boolean {
  return now.epochMilliseconds - Date.parse(json.lastModifiedDateTime ?? '') < LONGEST_LAG_MS
}
const LONGEST_LAG_MS = 10 * 60_000

/** Null for what is no longer there. */
export async function eventById(send: Send, calendar: RemoteCalendarId, id: string): Promise<GraphEvent | null> {
  const path = `${pathTo(calendar)}/events/${encodeURIComponent(id)}?${WITH_MARKS}`
  return graphEvent(await ifThere(send({ method: 'GET', path })))
}

/** IANA; where most of the events are made. Null where none says: programs write in UTC, ours among them, and nobody lives there. */
function zoneOf(shown: readonly GraphEvent[]): string | null {
  const counts = new Map<string, number>()
  for (const { originalStartTimeZone } of shown) {
    const zone = ianaOf(originalStartTimeZone)
    if (zone !== null && !NO_HOME.has(zone)) counts.set(zone, (counts.get(zone) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null
}

const NO_HOME: ReadonlySet<string> = new Set(['UTC', 'Etc/UTC', 'Etc/GMT', 'GMT'])

/** Addresses under which the account organises: personal ones use an alias (provider-facts B1). */
function ownAmong(shown: readonly GraphEvent[]): string[] {
  return shown.flatMap(({ isOrganizer, organizer }) =>
    isOrganizer === true ? [addressOf(organizer?.emailAddress?.address)] : [],
  )
}

interface Page {
  items: unknown[]
  deltaLink: string | null
}

/** All pages or a throw. A link that comes back a second time would list for ever. */
export async function* pages(send: Send, graph: Graph, first: string): AsyncGenerator<Page> {
  const seen = new Set<string>()
  for (let path: string | null = first; path !== null; ) {
    if (seen.has(path) || seen.size >= MOST_PAGES) throw new MalformedAnswer('pages without an end')
    seen.add(path)
    const json: Record<string, unknown> = await send({ method: 'GET', path, pageSize: PAGE })
    if (!Array.isArray(json.value)) throw new MalformedAnswer('a list that is none')
    const [next, delta] = [json['@odata.nextLink'], json['@odata.deltaLink']]
    yield { items: json.value, deltaLink: delta === undefined ? null : graph.pathOf(delta) }
    path = next === undefined ? null : graph.pathOf(next)
  }
}

function bounds({ from, to }: Window): string {
  return `startDateTime=${encodeURIComponent(from)}&endDateTime=${encodeURIComponent(to)}`
}
