/**
 * The calendar port over Google Calendar API v3, through the calendar part of `googleapis` alone. Series and their exceptions are read as such
 * (`singleEvents=false`) and expanded by the core: with `true`, a touched series answers hundreds of instances years ahead (provider-facts A4).
 */
import { type calendar_v3, calendar as googleCalendar } from 'googleapis/build/src/apis/calendar/index.js'
import type { Temporal } from 'temporal-polyfill'
import type { Block, BlockId, CalendarEvent, Cursor, RemoteCalendarId, Revision } from '../../calendar/event.ts'
import type {
  CalendarPort,
  Changes,
  Channel,
  ChannelRequest,
  Found,
  Outcome,
  Read,
  RemoteCalendar,
} from '../../calendar/port.ts'
import { isOver, MOST_EVENTS } from '../outside-values.ts'
import { MalformedAnswer, type ProviderAccount, read, SLOWEST_HINT_MS, wayTo, write } from '../request.ts'
import {
  answerIn,
  BLOCK_PROPERTY,
  CONTENT_PROPERTY,
  entryToAnswer,
  instanceId,
  isWithheld,
  normaliseCalendar,
  normaliseEvent,
  type Reader,
} from './normalise.ts'
import { failureOf } from './transport.ts'

/** Google's most (events.list, `maxResults`); a page may hold fewer or none, and only a missing page token ends a list. */
const PAGE = 2_500
const MOST_PAGES = 200
/** Google's longest channel life in seconds, also its default. */
const CHANNEL_LIFE = 604_800

export function googlePort(account: ProviderAccount): CalendarPort {
  const client = { version: 'v3', rootUrl: `${account.apiUrl}/`, retry: false } as const
  const way = wayTo(account)
  const google = googleCalendar({ ...client, fetchImplementation: way.fetch() })
  const hints = googleCalendar({ ...client, fetchImplementation: way.fetch(SLOWEST_HINT_MS) })
  const zones = new Map<RemoteCalendarId, string>()
  const readerOf = (calendar: RemoteCalendarId, zone?: string): Reader => ({
    ownAddresses: account.ownAddresses,
    timeZone: zone ?? zones.get(calendar) ?? 'UTC',
  })

  const reading = <T>(call: (options: CallOptions) => Promise<T>) =>
    way.authorised<Read<T>>((token) => read(() => call({ headers: bearer(token) }), failureOf))
  const writing = <T>(call: (options: CallOptions) => Promise<T>, revision?: Revision) =>
    way.authorised<Outcome<T>>((token) => {
      const headers = { ...bearer(token), ...(revision === undefined ? {} : { 'If-Match': revision }) }
      return write(() => call({ headers }), failureOf)
    })

  async function calendars(): Promise<Read<RemoteCalendar[]>> {
    return reading(async (options) => {
      const found: RemoteCalendar[] = []
      for await (const page of pages((pageToken) =>
        // One that the person put out of sight is still there, and may hold what they go to.
        google.calendarList.list({ maxResults: 250, showHidden: true, ...pageToken }, options),
      )) {
        for (const item of page.items) {
          const calendar = normaliseCalendar(item)
          if (calendar !== null) found.push(calendar)
        }
      }
      return found
    })
  }

  async function changes(
    calendar: RemoteCalendarId,
    cursor: Cursor | null,
    since: Temporal.Instant,
  ): Promise<Read<Changes>> {
    const result = await reading(async (options) => {
      const base = { calendarId: calendar, maxResults: PAGE, singleEvents: false }
      const token = cursor === null ? {} : { syncToken: cursor }
      const got: Changes = {
        scope: cursor === null ? 'full' : 'delta',
        events: [],
        removed: [],
        over: [],
        unreadable: 0,
        cursor: '' as Cursor,
        timeZone: null,
      }
      for await (const page of pages((pageToken) => google.events.list({ ...base, ...token, ...pageToken }, options))) {
        if (typeof page.data.timeZone === 'string') zones.set(calendar, page.data.timeZone)
        const reader = readerOf(calendar)
        for (const item of page.items) {
          const normalised = normaliseEvent(item, reader)
          if (normalised.kind === 'event' && isOver(normalised.event, since)) got.over.push(normalised.event.id)
          else if (normalised.kind === 'event') got.events.push(normalised.event)
          else if (normalised.kind === 'removed') got.removed.push(normalised.id)
          else got.unreadable++
        }
        if (got.events.length > MOST_EVENTS) return 'too_large' as const
        const next = page.data.nextSyncToken
        if (typeof next === 'string') got.cursor = next as Cursor
      }
      got.timeZone = zones.get(calendar) ?? null
      return got
    })
    // A token that Google cannot read any more is "Invalid sync token value", a plain 400: whatever a read with one is refused for, a whole one is what
    // is left to ask for. What is refused without one stays refused, so nothing goes round.
    if (result.kind === 'failed')
      return cursor !== null && result.error.reason === 'rejected'
        ? { kind: 'failed', error: { ...result.error, reason: 'cursor_expired' } }
        : result
    if (result.value === 'too_large') return { kind: 'failed', error: { reason: 'too_large' } }
    // Some lists end without a token (provider-facts A3): what was read cannot be continued, so it is read whole.
    if (result.value.cursor === '')
      return { kind: 'failed', error: { reason: cursor === null ? 'malformed' : 'cursor_expired' } }
    return { kind: 'ok', value: result.value }
  }

  async function get(calendar: RemoteCalendarId, id: string): Promise<Read<calendar_v3.Schema$Event | null>> {
    const result = await reading(async (options) =>
      body(await google.events.get({ calendarId: calendar, eventId: id }, options)),
    )
    return result.kind === 'failed' && result.error.reason === 'calendar_gone' ? { kind: 'ok', value: null } : result
  }

  async function find(calendar: RemoteCalendarId, id: BlockId): Promise<Read<Found>> {
    // By id a cancelled event still answers (events.get); a list would not show it.
    const got = await get(calendar, id)
    if (got.kind === 'failed') return got
    if (got.value === null) return { kind: 'ok', value: { kind: 'absent' } }
    const normalised = normaliseEvent(got.value, readerOf(calendar))
    if (normalised.kind === 'removed') return { kind: 'ok', value: { kind: 'deleted' } }
    if (normalised.kind === 'unreadable') return { kind: 'failed', error: { reason: 'malformed' } }
    if (normalised.event.mark !== null) return { kind: 'ok', value: { kind: 'there', event: normalised.event } }
    // Whose it is cannot be told where no more is shown than its time.
    return isWithheld(got.value)
      ? { kind: 'failed', error: { reason: 'forbidden', code: 'withheld' } }
      : { kind: 'ok', value: { kind: 'foreign' } }
  }

  async function put(
    calendar: RemoteCalendarId,
    block: Block,
    expected: Revision | 'absent',
  ): Promise<Outcome<CalendarEvent>> {
    const requestBody: calendar_v3.Schema$Event = {
      summary: block.title,
      description: block.description,
      start: { dateTime: block.start, timeZone: block.timeZone },
      end: { dateTime: block.end, timeZone: block.timeZone },
      extendedProperties: {
        private: { [BLOCK_PROPERTY]: block.id, [CONTENT_PROPERTY]: block.content },
      },
    }
    // Nobody is invited and nobody is told (rule 4).
    const common = { calendarId: calendar, sendUpdates: 'none' } as const
    const written =
      expected === 'absent'
        ? await writing(async (options) => {
            const whole = { ...requestBody, id: block.id, visibility: 'private', transparency: 'opaque' }
            return body(await google.events.insert({ ...common, requestBody: whole }, options))
          })
        : await writing(
            async (options) => body(await google.events.patch({ ...common, eventId: block.id, requestBody }, options)),
            expected,
          )
    return asEvent(written, calendar)
  }

  async function remove(
    calendar: RemoteCalendarId,
    id: BlockId,
    expected: Revision,
  ): Promise<Outcome<'removed' | 'not_found'>> {
    const result = await writing(async (options) => {
      const { data } = await google.events.delete({ calendarId: calendar, eventId: id, sendUpdates: 'none' }, options)
      // Google answers with nothing (events.delete, "Response"); a body is a page that stands in between.
      if (String(data ?? '') !== '') throw new MalformedAnswer('a page instead of nothing')
      return 'removed' as const
    }, expected)
    if (result.kind !== 'failed') return result
    // 410 `deleted`: gone already. A stale revision answers 412 with another reason.
    if (result.error.code === 'deleted') return { kind: 'ok', value: 'removed' }
    return result.error.reason === 'calendar_gone' ? { kind: 'ok', value: 'not_found' } : result
  }

  async function answer(
    ...[calendar, target, wanted, before]: Parameters<CalendarPort['answer']>
  ): Promise<Outcome<CalendarEvent>> {
    const id = instanceId(target)
    const got = await get(calendar, id)
    if (got.kind === 'failed') return got
    const own = got.value === null ? undefined : entryToAnswer(got.value, calendar, account.ownAddresses)
    if (got.value === null || got.value.status === 'cancelled')
      return { kind: 'failed', error: { reason: 'revision_moved', code: 'event_gone' } }
    // Sent for somebody who is not on the list, the same request would add them (provider-facts A6).
    if (typeof own?.email !== 'string') return { kind: 'failed', error: { reason: 'rejected', code: 'not_invited' } }
    const stands = answerIn(got.value, account.ownAddresses)
    if (stands === wanted) return asEvent({ kind: 'ok', value: got.value }, calendar)
    if (!before.includes(stands))
      return { kind: 'failed', error: { reason: 'revision_moved', code: 'answered_meanwhile' } }
    const entry = { email: own.email, responseStatus: wanted }
    const written = await writing(
      async (options) =>
        body(
          await google.events.patch(
            {
              calendarId: calendar,
              eventId: id,
              sendUpdates: 'all',
              // The documented form that changes one's own response and drops nobody (provider-facts A6).
              requestBody: { attendeesOmitted: true, attendees: [entry] },
            },
            options,
          ),
        ),
      (got.value.etag ?? '*') as Revision,
    )
    return asEvent(written, calendar)
  }

  async function watch(
    calendar: RemoteCalendarId,
    { before: _, ...request }: ChannelRequest,
  ): Promise<Outcome<Channel>> {
    const result = await writing(async (options) =>
      body(
        await hints.events.watch(
          {
            calendarId: calendar,
            requestBody: { ...request, type: 'web_hook', params: { ttl: String(CHANNEL_LIFE) } },
          },
          options,
        ),
      ),
    )
    if (result.kind !== 'ok') return result
    const { resourceId, expiration } = result.value
    const expires = Number(expiration)
    if (typeof resourceId !== 'string' || !Number.isSafeInteger(expires)) {
      return { kind: 'unknown', error: { reason: 'malformed' } }
    }
    const expiresAt = new Date(expires).toISOString()
    return { kind: 'ok', value: { id: request.id, resourceId, token: request.token, expiresAt } }
  }

  async function unwatch(channel: Channel): Promise<Outcome<'stopped'>> {
    const result = await writing(async (options) => {
      await hints.channels.stop({ requestBody: { id: channel.id, resourceId: channel.resourceId } }, options)
      return 'stopped' as const
    })
    // A channel that is unknown there has ended: nothing is left to stop.
    const ended = result.kind === 'failed' && result.error.reason === 'calendar_gone'
    return ended ? { kind: 'ok', value: 'stopped' } : result
  }

  function asEvent(result: Outcome<calendar_v3.Schema$Event>, calendar: RemoteCalendarId): Outcome<CalendarEvent> {
    if (result.kind !== 'ok') return result
    const normalised = normaliseEvent(result.value, readerOf(calendar))
    // It was accepted, but what stands there now cannot be told from this answer.
    return normalised.kind === 'event'
      ? { kind: 'ok', value: normalised.event }
      : { kind: 'unknown', error: { reason: 'malformed' } }
  }

  return {
    // The form of an answer that drops nobody ignores its comment (provider-facts A6), so none is promised.
    capabilities: {
      writes: true,
      push: true,
      answers: 'organiser_is_told',
      comments: false,
      tellsDeleted: true,
      cursorsAge: false,
    },
    calendars,
    changes,
    find,
    put,
    remove,
    answer,
    watch,
    unwatch,
  }
}

function bearer(token: string) {
  return { Authorization: `Bearer ${token}` }
}

interface CallOptions {
  headers: Record<string, string>
}
interface Page<T> {
  data: T
  items: unknown[]
}
interface Listed {
  nextPageToken?: string | null
  items?: unknown[]
}

/** All pages or a throw. A token that comes back a second time would list for ever. */
async function* pages<T extends Listed>(
  list: (page: { pageToken?: string }) => Promise<{ data: T }>,
): AsyncGenerator<Page<T>> {
  const seen = new Set<string>()
  let token: string | undefined
  do {
    const data = body(await list(token === undefined ? {} : { pageToken: token }))
    if (data.items !== undefined && !Array.isArray(data.items)) throw new MalformedAnswer('items that are no list')
    yield { data, items: data.items ?? [] }
    token = data.nextPageToken ?? undefined
    if (token !== undefined && (seen.has(token) || seen.size >= MOST_PAGES))
      throw new MalformedAnswer('pages without an end')
    if (token !== undefined) seen.add(token)
  } while (token !== undefined)
}

function body<T>(response: { data: T }): T {
  if (typeof response.data !== 'object' || response.data === null)
    throw new MalformedAnswer('an answer that is no object')
  return response.data
}
