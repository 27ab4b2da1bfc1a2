/**
 * events.list and events.instances: full and incremental reads, and the pages of both. The whole answer is laid down when
 * the first page is asked for and later pages are cut from it, so writes in between change none of them (checklist 5).
 */
import { randomBytes } from 'node:crypto'
import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js'
import { seqOfReplica } from '../wire/replica.ts'
import { deadSyncToken, invalid, notFound } from './api-error.ts'
import { type Answer, type Call, readableCalendar } from './call.ts'
import {
  type EventsAsOf,
  eventJson,
  eventsAsOf,
  findEvent,
  instanceOf,
  isOrganizer,
  type Reader,
  type Shape,
} from './event-view.ts'
import { isFiltered, type ListQuery, listQuery } from './list-query.ts'
import type { AccessRole, CalendarRecord, StoredEvent } from './model.ts'
import { FAR_AHEAD_MS, occurrences, seriesEndMs } from './recurrence.ts'
import { positionOf, type SyncPosition, syncTokenFor } from './sync-token.ts'

const DAY = 86_400_000
const SNAPSHOTS_KEPT = 100

/** One row of an answer; a hidden one only takes up room on its page (MM 73). */
interface Row {
  stored: StoredEvent
  shape: Shape
  hidden: boolean
}

interface Snapshot {
  of: string
  boundTo: string
  rows: Row[]
  nextSyncToken: string | null
}

const snapshots = new Map<string, Snapshot>()

export function listEvents(call: Call, calendarId: string): Answer {
  const { calendar, entry } = readableCalendar(call, calendarId)
  const query = listQuery(call)
  return page(call, query, calendar, entry.accessRole, 'list', () => {
    const events = eventsAsOf(calendar, seqToRead(call, calendar))
    const position = query.syncToken === null ? null : checkedPosition(call, calendar, query, query.syncToken)
    const rows =
      position === null
        ? fullRead(call, calendar, events, query)
        : changesSince(calendar, events, query, position, call)
    return {
      rows: shortened(call, rows, position),
      nextSyncToken: nextSyncToken(call, calendar, events, query, position),
    }
  })
}

export function listInstances(call: Call, calendarId: string, eventId: string): Answer {
  const { calendar, entry } = readableCalendar(call, calendarId)
  const query = listQuery(call)
  return page(call, query, calendar, entry.accessRole, `instances ${eventId}`, () => {
    const events = eventsAsOf(calendar, seqToRead(call, calendar))
    const found = findEvent(calendar, eventId, events)
    if (found === null) throw notFound()
    const seriesId = found.stored.event.recurringEventId ?? eventId
    const series = events.get(seriesId)
    // The instances of an occurrence's id are those of its series: 200, not an error (checklist 14).
    const rows = series === undefined ? [] : instancesOf(calendar, events, series, query.timeMin, query.timeMax)
    const seen = rows.filter((row) => query.showDeleted || row.event.status !== 'cancelled')
    return { rows: seen.map((stored) => ({ stored, shape: listShape(stored), hidden: false })), nextSyncToken: null }
  })
}

/** Cuts a page out of what `lay` lays down, or out of what an earlier page left. */
function page(
  call: Call,
  query: ListQuery,
  calendar: CalendarRecord,
  accessRole: AccessRole,
  what: string,
  lay: () => { rows: Row[]; nextSyncToken: string | null },
): Answer {
  const of = `${call.account} ${calendar.id} ${what}`
  const [snapshotId = '', offsetText = '0'] = query.pageToken?.split('.') ?? []
  let snapshot = snapshots.get(snapshotId)
  if (query.pageToken === null) snapshot = { of, boundTo: query.boundTo, ...lay() }
  if (snapshot === undefined || snapshot.of !== of || snapshot.boundTo !== query.boundTo) {
    throw invalid('Invalid page token value.', 'pageToken')
  }
  const { rows } = snapshot
  const filled = call.world.switches.hiddenRowsFillPages ? rows : rows.filter((row) => !row.hidden)
  const offset = Number(offsetText)
  const end = Math.min(offset + query.pageSize, filled.length)
  const more = end < filled.length || call.faults.has('repeat-page')
  const reader: Reader = {
    calendar,
    accessRole,
    zone: query.timeZone ?? calendar.timeZone,
    maxAttendees: query.maxAttendees,
  }
  const head: calendar_v3.Schema$Events = {
    kind: 'calendar#events',
    etag: `"p${calendar.etag.slice(1, -1)}${calendar.seq}"`,
    summary: calendar.summary,
    description: calendar.description ?? '',
    updated: new Date(Number(calendar.etag.slice(1, -1)) / 2000).toISOString(),
    timeZone: reader.zone,
    accessRole,
    defaultReminders: calendar.primary ? [{ method: 'popup', minutes: 10 }] : [],
  }
  if (more) {
    const id = query.pageToken === null ? keep(snapshot) : snapshotId
    head.nextPageToken = `${id}.${call.faults.has('repeat-page') ? offset : end}`
  } else if (snapshot.nextSyncToken !== null) head.nextSyncToken = snapshot.nextSyncToken
  const items = filled.slice(offset, end).filter((row) => !row.hidden)
  const text = items.map((row) => eventJson(row.stored, reader, row.shape)).join(',')
  return { status: 200, text: `${JSON.stringify(head).slice(0, -1)},"items":[${text}]}`, etag: head.etag ?? null }
}

/** @throws ApiError 410 for a token of another calendar or account, corrupted, or gone stale; 400 for other parameters */
function checkedPosition(call: Call, calendar: CalendarRecord, query: ListQuery, token: string): SyncPosition {
  const { switches } = call.world
  const position = positionOf(token)
  if (position === null || position.of !== calendar.id || position.account !== call.account)
    throw deadSyncToken(call.world.switches.deadSyncToken)
  if (call.faults.has('expire-sync-tokens') || position.tokenEpoch !== calendar.tokenEpoch)
    throw deadSyncToken(call.world.switches.deadSyncToken)
  const oldest = switches.syncTokenMaxAgeDays === null ? 0 : call.world.now() - switches.syncTokenMaxAgeDays * DAY
  if (position.issuedAt < oldest || position.seq > calendar.seq) throw deadSyncToken(call.world.switches.deadSyncToken)
  if (switches.aclChangeExpiresSyncTokens && position.aclEpoch !== calendar.aclEpoch)
    throw deadSyncToken(call.world.switches.deadSyncToken)
  const same =
    position.singleEvents === query.singleEvents &&
    position.eventTypes.join() === query.eventTypes.join() &&
    // Leaving showDeleted out beside a token of a read that had it is what Google's own sample does.
    (position.showDeleted || !query.showDeleted)
  if (!same && switches.syncTokenParameterMismatch === 'reject') {
    throw invalid('Sync token cannot be used with parameters other than those of the initial request.', 'syncToken')
  }
  return position
}

function nextSyncToken(
  call: Call,
  calendar: CalendarRecord,
  events: EventsAsOf,
  query: ListQuery,
  position: SyncPosition | null,
): string | null {
  if (call.faults.has('withhold-sync-token')) return null
  if (call.world.switches.withholdSyncTokenWhenFiltered && isFiltered(query)) return null
  return syncTokenFor({
    of: calendar.id,
    account: call.account,
    seq: events.seq,
    issuedAt: call.world.now(),
    aclEpoch: calendar.aclEpoch,
    tokenEpoch: calendar.tokenEpoch,
    singleEvents: query.singleEvents,
    showDeleted: query.showDeleted,
    eventTypes: query.eventTypes,
    timeMin: position?.timeMin ?? query.timeMin,
    timeMax: position?.timeMax ?? query.timeMax,
  })
}

function fullRead(call: Call, calendar: CalendarRecord, events: EventsAsOf, query: ListQuery): Row[] {
  const { now, switches } = { now: call.world.now(), switches: call.world.switches }
  const rows: Row[] = []
  const add = (stored: StoredEvent, hidden: boolean) =>
    rows.push({ stored, shape: listShape(stored, calendar), hidden })
  for (const stored of events.all()) {
    const { event } = stored
    const cancelled = event.status === 'cancelled'
    if (stored.raw) {
      add(stored, cancelled && !query.showDeleted)
      continue
    }
    const old = switches.tombstoneDays !== null && (stored.deletedAt ?? now) < now - switches.tombstoneDays * DAY
    if (cancelled && old && !isException(stored)) continue
    if (!matches(stored, query)) continue
    if (query.singleEvents && isSeries(stored)) {
      if (cancelled) continue
      for (const one of instancesOf(calendar, events, stored, query.timeMin, query.timeMax)) {
        // Exceptions are rows of their own, below.
        if (!events.get(one.event.id ?? '')) add(one, false)
      }
    } else if (inWindow(stored, calendar, query.timeMin, query.timeMax)) {
      add(stored, cancelled && !query.showDeleted && !(isException(stored) && shownUndeleted(stored, events, query)))
    }
  }
  if (query.orderBy === 'startTime') rows.sort((a, b) => a.stored.startMs - b.stored.startMs)
  if (query.orderBy === 'updated') rows.sort((a, b) => a.stored.seq - b.stored.seq)
  return rows
}

/** Every event changed since, once, as it is now; deletions always (A4). A touched series may come as all its instances. */
function changesSince(
  calendar: CalendarRecord,
  events: EventsAsOf,
  query: ListQuery,
  since: SyncPosition,
  call: Call,
): Row[] {
  const changed = [...events.all()].filter((stored) => stored.seq > since.seq).toSorted((a, b) => a.seq - b.seq)
  const rows: Row[] = []
  for (const stored of changed) {
    const cancelled = stored.event.status === 'cancelled'
    if (!cancelled && !stored.raw && !matches(stored, query)) continue
    if (query.singleEvents && isSeries(stored)) {
      // No window can be sent with a token, so one touch delivers hundreds of instances (gbrain#5015).
      for (const one of instancesOf(calendar, events, stored, since.timeMin, since.timeMax)) {
        const gone: StoredEvent = cancelled ? { ...one, event: { ...one.event, status: 'cancelled' } } : one
        rows.push({ stored: gone, shape: cancelled ? 'bare' : 'whole', hidden: false })
      }
      continue
    }
    const outside = !inWindow(stored, calendar, since.timeMin, since.timeMax)
    if (outside && !cancelled && call.world.switches.changeOutsideWindow === 'omit') continue
    // "Incremental sync requests with showDeleted set to false will not return these details" (GT).
    const shape = cancelled && !query.showDeleted ? 'bare' : listShape(stored, calendar)
    rows.push({ stored, shape, hidden: false })
  }
  return rows
}

/** The occurrences of a series in a window, exceptions in their place; without a bound as far ahead as Google goes. */
function instancesOf(
  calendar: CalendarRecord,
  events: EventsAsOf,
  series: StoredEvent,
  timeMin: number | null,
  timeMax: number | null,
): StoredEvent[] {
  const from = timeMin ?? series.startMs
  const far = Math.max(from, series.startMs) + FAR_AHEAD_MS
  const implied = occurrences(series.event, calendar.timeZone, from, timeMax ?? far)
  const list = implied.map((occurrence) => events.get(occurrence.id) ?? instanceOf(series, occurrence))
  const known = new Set(list.map((one) => one.event.id))
  for (const stored of events.all()) {
    const own = stored.event.recurringEventId === series.event.id && !known.has(stored.event.id)
    if (own && inWindow(stored, calendar, timeMin, timeMax)) list.push(stored)
  }
  return list
}

function matches(stored: StoredEvent, query: ListQuery): boolean {
  const { event } = stored
  if (query.eventTypes.length > 0 && !query.eventTypes.includes(event.eventType ?? 'default')) return false
  if (query.iCalUID !== null && event.iCalUID !== query.iCalUID) return false
  if (query.updatedMin !== null && Date.parse(event.updated ?? '') < query.updatedMin) return false
  const has = (set: Record<string, string> | undefined) => (pair: [string, string]) =>
    set !== undefined && Object.hasOwn(set, pair[0]) && set[pair[0]] === pair[1]
  if (!query.privateProperties.every(has(event.extendedProperties?.private))) return false
  if (!query.sharedProperties.every(has(event.extendedProperties?.shared))) return false
  if (query.q === null) return true
  const guests = (event.attendees ?? []).flatMap((guest) => [guest.email, guest.displayName])
  const words = [
    event.summary,
    event.description,
    event.location,
    event.organizer?.email,
    event.organizer?.displayName,
    ...guests,
  ]
  return words.join(' ').toLowerCase().includes(query.q.toLowerCase())
}

/** timeMin is an exclusive lower bound on the end, timeMax an exclusive upper bound on the start (GT). */
function inWindow(
  stored: StoredEvent,
  calendar: CalendarRecord,
  timeMin: number | null,
  timeMax: number | null,
): boolean {
  if (timeMin === null && timeMax === null) return true
  const bare = Number.isNaN(stored.startMs) && stored.event.originalStartTime?.dateTime
  const startMs = bare ? Date.parse(bare) : stored.startMs
  const endMs = isSeries(stored) ? seriesEndMs(stored.event, calendar.timeZone) : bare ? startMs : stored.endMs
  return !(endMs <= (timeMin ?? Number.NEGATIVE_INFINITY)) && !(startMs >= (timeMax ?? Number.POSITIVE_INFINITY))
}

function isSeries(stored: StoredEvent): boolean {
  return Array.isArray(stored.event.recurrence) && stored.event.recurrence.length > 0
}

function isException(stored: StoredEvent): boolean {
  return typeof stored.event.recurringEventId === 'string'
}

/** showDeleted=false still returns cancelled exceptions of a living series, when series are not expanded (MM 33). */
function shownUndeleted(stored: StoredEvent, events: EventsAsOf, query: ListQuery): boolean {
  const series = events.get(stored.event.recurringEventId ?? '')
  return !query.singleEvents && series !== undefined && series.event.status !== 'cancelled'
}

/** The organiser's own deletions keep their details; exceptions and other people's are bare (A5). */
function listShape(stored: StoredEvent, calendar?: CalendarRecord): Shape {
  if (stored.event.status !== 'cancelled') return 'whole'
  return !isException(stored) && calendar !== undefined && isOrganizer(calendar, stored.event) ? 'whole' : 'bare'
}

function shortened(call: Call, rows: Row[], position: SyncPosition | null): Row[] {
  if (position !== null) return rows
  if (call.faults.has('empty-list')) return []
  const short = call.faults.of('short-list')
  return short === undefined ? rows : rows.slice(0, Math.max(0, rows.length - short.count))
}

/** Which moment of the calendar a read sees: a lagging replica's is behind the last write (MM 48). */
export function seqToRead(call: Call, calendar: CalendarRecord): number | null {
  const { faults, world } = call
  return seqOfReplica(calendar.journal, faults.of('stale-read'), world.switches.replicaLagSeconds * 1000, world.now())
}

function keep(snapshot: Snapshot): string {
  const id = `E${randomBytes(9).toString('hex')}`
  snapshots.set(id, snapshot)
  const oldest = snapshots.keys().next().value
  if (snapshots.size > SNAPSHOTS_KEPT && oldest !== undefined) snapshots.delete(oldest)
  return id
}
