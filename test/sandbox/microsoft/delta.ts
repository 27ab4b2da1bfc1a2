/**
 * `calendarView/delta`: rounds of pages over a window that the token carries (checklist 45-49, B3). Links are followed as they
 * are; what they hold is nobody's business, and old ones die by generations, in the middle of a round, too.
 */
import { randomUUID } from 'node:crypto'
import { isObject, type Json, type JsonObject } from '../wire/control-door.ts'
import { steadyBytes } from '../wire/steady.ts'
import { type Answer, applied, type Call, mayRead, ok, type Place, placeOf, preferencesOf, readerOf } from './call.ts'
import {
  type GraphEvent,
  idOfPart,
  itemsAsOf,
  type Part,
  partsIn,
  type Reader,
  showPart,
  stubOf,
  wholeOf,
} from './event-view.ts'
import { readableItems, windowOf } from './events-read.ts'
import { invalidQuery, resyncRequired, syncStateInvalid, syncStateNotFound } from './graph-error.ts'
import { idOf } from './ids.ts'
import type { CalendarRecord, Item } from './model.ts'
import { DEFAULT_PAGE } from './odata.ts'
import type { Switches } from './switches.ts'

const UNSUPPORTED = ['select', 'expand', 'filter', 'orderby', 'search', 'top', 'skip']

/** What a link carries. */
interface Round {
  chain: string
  generation: number
  account: string
  calendarKey: string
  fromMs: number
  toMs: number
  /** The write this round begins after; null: everything there is. */
  since: number | null
  /** The write up to which it tells; null in a delta link: whatever there is by then. */
  upTo: number | null
  offset: number
}

type Removed = { '@odata.type': string; id: string; '@removed': { reason: 'deleted' } }

export function calendarViewDelta(call: Call, calendarId: string | null): Answer {
  mayRead(call)
  const place = placeOf(call, calendarId)
  const refused = UNSUPPORTED.filter((name) => call.query.option(name) !== undefined)
  if (refused.length > 0) {
    const names = refused.map((name) => `$${name}`).join(', ')
    throw invalidQuery(
      `The following parameters are not supported with change tracking over the 'CalendarView' resource: '${names}'.`,
    )
  }
  const round = begun(call, place)
  const preferences = preferencesOf(call)
  const reader = readerOf(preferences, place.entry)
  const size = Math.min(preferences.maxPageSize ?? DEFAULT_PAGE, call.world.switches.deltaMaxPageSize)
  // A replica that is behind knows nothing newer than the link; it does not take back what the link has told.
  const upTo = round.upTo ?? Math.max(round.since ?? 0, readableItems(call, place.calendar).seq)
  const { goneOccurrences } = call.world.switches
  const all = spoilt(call, round, told({ ...round, upTo }, place, reader, goneOccurrences))
  const { value, next } = pageOf(call, all, round, size)
  const generation = nextGeneration(call, round.chain)
  const done = next === null
  const onward: Round = done
    ? { ...round, generation, since: upTo, upTo: null, offset: 0 }
    : { ...round, generation, upTo, offset: call.faults.has('repeat-page') ? round.offset : next }
  const size_ = preferences.maxPageSize === null ? [] : [`odata.maxpagesize=${preferences.maxPageSize}`]
  const withheld = done && call.faults.has('withhold-delta-link')
  const body = {
    '@odata.context': `${call.origin}/v1.0/$metadata#Collection(event)`,
    ...(withheld ? {} : { [done ? '@odata.deltaLink' : '@odata.nextLink']: linkOf(call, onward, done) }),
    value,
  }
  return ok(body, applied(preferences, 'odata.track-changes', ...size_))
}

/** A new round, or the one a link belongs to. @throws GraphError 400 or 410 */
function begun(call: Call, place: Place): Round {
  const token = call.query.get('$deltatoken') ?? call.query.get('$skiptoken')
  const account = call.account.email
  if (token === undefined || token === '') {
    const { fromMs, toMs } = windowOf(call)
    const calendarKey = place.calendar.key
    return {
      chain: randomUUID(),
      generation: 0,
      account,
      calendarKey,
      fromMs,
      toMs,
      since: null,
      upTo: null,
      offset: 0,
    }
  }
  const round = parsed(token)
  if (round === null || round.account !== account || round.calendarKey !== place.calendar.key) throw syncStateInvalid()
  const { deltaGenerationsKept: kept, expiredDelta } = call.world.switches
  const highest = call.world.state.generations.get(round.chain)
  const behind = highest === undefined || (kept !== null && highest - round.generation >= kept)
  const lost = round.since !== null && !remembers(place.calendar, round.since)
  if (!behind && !lost && !call.faults.has('expire-delta-links')) return round
  if (expiredDelta === 'resyncRequired') throw resyncRequired(`${call.origin}/v1.0${call.path}?$deltatoken=`)
  throw syncStateNotFound(round.generation, highest ?? round.generation + 5)
}

/** Whether the history reaches back to what came after a write. */
function remembers({ journal, seq }: CalendarRecord, since: number): boolean {
  return seq === since || (journal[0]?.seq ?? seq + 1) <= since + 1
}

/** Each page answered is a generation; links of the last few still work (microsoft-graph-docs#2162). */
function nextGeneration(call: Call, chain: string): number {
  const { generations } = call.world.state
  const generation = (generations.get(chain) ?? 0) + 1
  generations.set(chain, generation)
  call.world.onChange()
  return generation
}

const lastTold = new WeakMap<CalendarRecord, { key: string; told: object[] }>()

/** The same for every page of a round, so it is worked out once. */
function told(
  round: Round & { upTo: number },
  place: Place,
  reader: Reader,
  goneOccurrences: Switches['goneOccurrences'],
): object[] {
  const { fromMs, toMs, since, upTo } = round
  const key = JSON.stringify([fromMs, toMs, since, upTo, reader, goneOccurrences])
  const last = lastTold.get(place.calendar)
  if (last?.key === key) return last.told
  const all = workedOut(round, place, reader, goneOccurrences)
  lastTold.set(place.calendar, { key, told: all })
  return all
}

/** Everything a round has to say, in no order that means anything. */
function workedOut(
  round: Round & { upTo: number },
  { calendar }: Place,
  reader: Reader,
  goneOccurrences: Switches['goneOccurrences'],
): object[] {
  const now = itemsAsOf(calendar, round.upTo)
  const before = round.since === null ? null : itemsAsOf(calendar, round.since)
  const keys = new Set(now.all().map((item) => item.key))
  for (const item of before?.all() ?? []) keys.add(item.key)
  const entries: { id: string; shown: object }[] = []
  for (const key of keys) {
    const [is, was] = [now.get(key), before?.get(key)]
    if (before !== null && is === was) continue
    const there = is === undefined ? [] : visible(is, round)
    const gone = was === undefined ? [] : visible(was, round).map((part) => idOfPart(part, reader))
    const ids = new Set(there.map((part) => idOfPart(part, reader)))
    for (const part of there) entries.push({ id: idOfPart(part, reader), shown: member(part, reader) })
    if (is?.raw != null && is.deletedAt === null) entries.push({ id: key, shown: is.raw })
    // Of a series that still stands here; one that does not takes its occurrences along.
    const isQuiet = goneOccurrences === 'left-out' && is?.recurrence != null && there.length > 0
    if (!isQuiet) for (const id of gone) if (!ids.has(id)) entries.push({ id, shown: removed(id) })
    // What changed outside the window is told as removed, whether it ever was inside or not (microsoft-graph-docs#6599).
    const any = was ?? is
    if (before !== null && there.length === 0 && gone.length === 0 && any !== undefined) {
      const id = idOf(any, null, reader.immutableIds)
      entries.push({ id, shown: removed(id) })
    }
  }
  const order = (id: string) => steadyBytes(id).toString('hex')
  return entries
    .map((entry) => ({ ...entry, at: order(entry.id) }))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ shown }) => shown)
}

/** The parts of an item that the window shows; a series brings its master along. */
function visible(item: Item, { fromMs, toMs }: Round): Part[] {
  if (item.raw !== null) return []
  const parts = partsIn(item, fromMs, toMs)
  return item.recurrence === null || parts.length === 0 ? parts : [wholeOf(item), ...parts]
}

function member(part: Part, reader: Reader): GraphEvent {
  if (part.type === 'occurrence') return stubOf(part, reader)
  return { '@odata.type': '#microsoft.graph.event', ...showPart(part, reader) }
}

function removed(id: string): Removed {
  return { '@odata.type': '#microsoft.graph.event', id, '@removed': { reason: 'deleted' } }
}

/** Switches `exceptionsInDelta` and `mastersInDelta`, and the faults that make a full list lie. */
function spoilt(call: Call, round: Round, all: object[]): object[] {
  const { exceptionsInDelta, mastersInDelta } = call.world.switches
  const members = mastersInDelta === 'told' ? all : all.filter((member: GraphEvent) => member.type !== 'seriesMaster')
  const shown = exceptionsInDelta === 'whole' ? members : members.map(asStub)
  if (round.since !== null) return shown
  if (call.faults.has('empty-list')) return []
  const short = call.faults.of('short-list')
  return short === undefined ? shown : shown.slice(0, Math.max(0, shown.length - short.count))
}

function asStub(member: GraphEvent): object {
  if (member.type !== 'exception') return member
  const { seriesMasterId, type, id, start, end } = member
  const etag = member['@odata.etag']
  return { '@odata.type': '#microsoft.graph.event', '@odata.etag': etag, seriesMasterId, type, id, start, end }
}

/**
 * A page, and where the next begins (null: the round is over). By the switches a page repeats the end of the one before, and
 * an empty one stands before the last.
 */
function pageOf(
  call: Call,
  all: readonly object[],
  round: Round,
  size: number,
): { value: object[]; next: number | null } {
  const { deltaReplays, emptyDeltaPages } = call.world.switches
  const empties = emptyDeltaPages === 'always' || (emptyDeltaPages === 'full' && round.since === null)
  if (empties && round.offset === 0) return { value: [], next: -1 }
  const begin = Math.max(0, round.offset)
  const replayed = all.slice(Math.max(0, begin - deltaReplays), begin)
  const value = [...replayed, ...all.slice(begin, begin + size)]
  return { value, next: begin + size < all.length ? begin + size : null }
}

function linkOf(call: Call, round: Round, done: boolean): string {
  const token = Buffer.from(JSON.stringify(round)).toString('base64url')
  const signature = steadyBytes(`delta ${token}`).toString('base64url')
  return `${call.origin}/v1.0${call.path}?$${done ? 'delta' : 'skip'}token=${token}.${signature}`
}

function parsed(token: string): Round | null {
  const [text = '', signature] = token.split('.')
  if (steadyBytes(`delta ${text}`).toString('base64url') !== signature) return null
  const value: Json = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  return isObject(value) ? roundFrom(value) : null
}

/** Signed by us a moment ago, so only its shape is said again. */
function roundFrom(value: JsonObject): Round {
  const orNull = (field: Json | undefined) => (field === null || field === undefined ? null : Number(field))
  return {
    chain: String(value.chain),
    generation: Number(value.generation),
    account: String(value.account),
    calendarKey: String(value.calendarKey),
    fromMs: Number(value.fromMs),
    toMs: Number(value.toMs),
    since: orNull(value.since),
    upTo: orNull(value.upTo),
    offset: Number(value.offset),
  }
}
