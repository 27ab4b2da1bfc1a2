/**
 * The calendar port over Microsoft Graph v1.0. Calendars are read as a window that moves on (`round.ts`), so a series comes as its occurrences, each
 * with an id of its own; a block is known again by its `transactionId` and by a property of ours (provider-facts B3, B4).
 */
import { Temporal } from 'temporal-polyfill'
import type { Answer, Block, BlockId, CalendarEvent, Cursor, RemoteCalendarId, Revision } from '../../calendar/event.ts'
import type {
  CalendarPort,
  Changes,
  Channel,
  ChannelRequest,
  Found,
  Outcome,
  ProviderError,
  Read,
  RemoteCalendar,
} from '../../calendar/port.ts'
import { asObject } from '../outside-values.ts'
import { MalformedAnswer, type ProviderAccount } from '../request.ts'
import { graphOf, ifThere, type Send, unless } from './graph.ts'
import {
  addressOf,
  answerIn,
  BLOCK_PROPERTY,
  CONTENT_PROPERTY,
  fromRevision,
  type GraphEvent,
  graphEvent,
  isInvited,
  normaliseCalendar,
  normaliseEvent,
} from './normalise.ts'
import { deletedSince, eventById, movesOnAt, newPlace, pages, pathTo, placeOf, readRound, WITH_MARKS } from './round.ts'

/** A little less than the longest life of a subscription, 10,080 minutes (provider-facts B5). */
const SUBSCRIBED_FOR = { minutes: 10_000 }
const CHANGES = 'created,updated,deleted'
const REPLIES: Record<Answer, string> = { accepted: 'accept', tentative: 'tentativelyAccept', declined: 'decline' }

export function microsoftPort(account: ProviderAccount): CalendarPort {
  const graph = graphOf(account)
  const { reading, writing } = graph
  const reader = { ownAddresses: account.ownAddresses, timeZone: 'UTC' }

  async function calendars(): Promise<Read<RemoteCalendar[]>> {
    return reading(async (send) => {
      const items: unknown[] = []
      for await (const page of pages(send, graph, '/me/calendars')) items.push(...page.items)
      // Whose the default calendar is, is whose account it is: the address of calendars may be an alias (provider-facts B1).
      const main = items.map(asObject).find((calendar) => calendar?.isDefaultCalendar === true)
      const own = addressOf(asObject(main?.owner)?.address) || null
      return items.flatMap((item) => normaliseCalendar(item, own) ?? [])
    })
  }

  async function changes(
    calendar: RemoteCalendarId,
    cursor: Cursor | null,
    since: Temporal.Instant,
  ): Promise<Read<Changes>> {
    const before = placeOf(cursor)
    const next = before === null || movesOnAt(before, since) ? null : before
    const place = next ?? newPlace(calendar, since)
    const scope = next === null ? 'full' : 'delta'
    const { ownAddresses } = account
    const last = before === null || next !== null ? null : await reading((send) => deletedSince(send, graph, before))
    if (last?.kind === 'failed' && !isLinkLost(last.error)) return last
    const result = await reading((send) =>
      readRound(send, { graph, calendar, place, scope, since, now: account.now(), ownAddresses }),
    )
    if (result.kind === 'failed')
      return scope === 'delta' && isLinkLost(result.error)
        ? { kind: 'failed', error: { ...result.error, reason: 'cursor_expired' } }
        : result
    if (result.value === null) return { kind: 'failed', error: { reason: 'too_large' } }
    // What the old round cannot say any more, the guard over whole reads finds out.
    const deleted = last?.kind === 'ok' ? last.value : []
    return { kind: 'ok', value: { ...result.value, removed: [...result.value.removed, ...deleted] } }
  }

  async function find(calendar: RemoteCalendarId, id: BlockId): Promise<Read<Found>> {
    const found = await reading(async (send) => {
      const property = `ep/id eq '${BLOCK_PROPERTY}' and ep/value eq '${id}'`
      const filter = encodeURIComponent(`singleValueExtendedProperties/Any(ep: ${property})`)
      const path = `${pathTo(calendar)}/events?$filter=${filter}&${WITH_MARKS}`
      for await (const { items } of pages(send, graph, path)) {
        // A copy that the person made carries the property as well; what it was made with stays with the block.
        const block = items.map(graphEvent).find((json) => json?.transactionId === id)
        if (block != null) return normalised(block)
      }
      return null
    })
    if (found.kind === 'failed') return found
    // Graph does not tell what was deleted from what never was.
    return { kind: 'ok', value: found.value === null ? { kind: 'absent' } : { kind: 'there', event: found.value } }
  }

  async function put(
    calendar: RemoteCalendarId,
    block: Block,
    expected: Revision | 'absent',
  ): Promise<Outcome<CalendarEvent>> {
    const body = {
      subject: block.title,
      body: { contentType: 'text', content: block.description },
      start: timeOf(block.start),
      end: timeOf(block.end),
      singleValueExtendedProperties: [
        { id: BLOCK_PROPERTY, value: block.id },
        { id: CONTENT_PROPERTY, value: block.content },
      ],
    }
    return writing(async (send) => {
      const written =
        expected === 'absent'
          ? await send({
              method: 'POST',
              path: `${pathTo(calendar)}/events`,
              // Nobody is invited and nobody is told (rule 4); the same id twice makes one event.
              body: {
                ...body,
                transactionId: block.id,
                sensitivity: 'private',
                showAs: 'busy',
              },
            })
          : await send({ method: 'PATCH', ...at(calendar, expected), body })
      const json = graphEvent(written)
      if (json === null) throw new MalformedAnswer('a block without an id')
      // Properties are never echoed: what was sent a moment ago is what stands there.
      const { singleValueExtendedProperties } = body
      return normalised({ ...json, transactionId: block.id, singleValueExtendedProperties })
    })
  }

  async function remove(
    calendar: RemoteCalendarId,
    _id: BlockId,
    expected: Revision,
  ): Promise<Outcome<'removed' | 'not_found'>> {
    return writing(async (send) => {
      // Gone already, perhaps by this very request arriving twice; or a read that is behind, or a mailbox that has moved, does not know it.
      const deleting = ifThere(send({ method: 'DELETE', ...at(calendar, expected) }))
      // By an immutable id what is in the bin is still found, and cannot be deleted once more (msgraph-sdk-dotnet#3047).
      const answer = await unless('ErrorCannotDeleteObject', deleting)
      return answer === null ? ('not_found' as const) : ('removed' as const)
    })
  }

  async function answer(
    ...[calendar, { id }, wanted, before, comment]: Parameters<CalendarPort['answer']>
  ): Promise<Outcome<CalendarEvent>> {
    const got = await reading((send) => eventById(send, calendar, id))
    if (got.kind === 'failed') return got
    const json = got.value
    if (json === null || json.isCancelled === true)
      return { kind: 'failed', error: { reason: 'revision_moved', code: 'event_gone' } }
    if (!isInvited(json)) return { kind: 'failed', error: { reason: 'rejected', code: 'not_invited' } }
    const series = await reading((send) => seriesOf(send, calendar, json))
    if (series.kind === 'failed') return series
    const stands = answerIn(json)
    const event = normaliseEvent(json, series.value, reader)
    if (event === null) return { kind: 'failed', error: { reason: 'malformed' } }
    if (stands === wanted) return { kind: 'ok', value: event }
    if (!before.includes(stands))
      return { kind: 'failed', error: { reason: 'revision_moved', code: 'answered_meanwhile' } }
    // Who asked for no answer gets none by mail; a comment without a mail is refused (provider-facts B4).
    const sendResponse = json.responseRequested !== false
    const body = { sendResponse, ...(sendResponse && comment !== null ? { comment } : {}) }
    const path = `${pathTo(calendar)}/events/${encodeURIComponent(id)}/${REPLIES[wanted]}`
    return writing(async (send) => {
      await send({ method: 'POST', path, body })
      // What is declined is moved to Deleted Items: it could not be read again.
      return { ...event, answer: wanted }
    })
  }

  async function watch(calendar: RemoteCalendarId, request: ChannelRequest): Promise<Outcome<Channel>> {
    const expirationDateTime = account.now().add(SUBSCRIBED_FOR).toString()
    const resource = `${pathTo(calendar)}/events`
    return writing(async (send) => {
      const { before, token } = request
      if (before?.token === token) {
        const renewed = await renew(send, before.resourceId, expirationDateTime)
        if (renewed !== null) return channelOf(renewed, token)
      } else if (before !== null) {
        // What a subscription says with each notification was fixed when it was made. So one with the token of a key that was changed is not prolonged; it
        // would stand in the way of its like (provider-facts B5).
        await end(send, before.resourceId)
      }
      const body = {
        changeType: CHANGES,
        notificationUrl: request.address,
        lifecycleNotificationUrl: request.address,
        resource,
        expirationDateTime,
        clientState: token,
      }
      const make = () => unless(409, send({ method: 'POST', path: '/subscriptions', hint: true, body }))
      const made = await make()
      if (made !== null) return channelOf(made, token)
      // So does one that nobody remembers; with which token it was made it does not tell.
      for await (const { items } of pages(send, graph, '/subscriptions')) {
        for (const item of items.map(asObject)) {
          const isTwin = item?.resource === resource && item.notificationUrl === request.address
          if (isTwin) await end(send, String(item.id))
        }
      }
      const anew = await make()
      if (anew === null) throw new MalformedAnswer('a subscription in the way that is not there')
      return channelOf(anew, token)
    })
  }

  async function unwatch(channel: Channel): Promise<Outcome<'stopped'>> {
    return writing(async (send) => {
      await end(send, channel.resourceId)
      return 'stopped' as const
    })
  }

  /** @throws MalformedAnswer for an event that cannot be understood */
  function normalised(json: GraphEvent): CalendarEvent {
    const event = normaliseEvent(json, null, reader)
    if (event === null) throw new MalformedAnswer('an event that cannot be understood')
    return event
  }

  return {
    capabilities: {
      writes: true,
      push: true,
      answers: 'organiser_is_told',
      comments: true,
      tellsDeleted: false,
      // State is kept of the last few rounds alone (provider-facts B3).
      cursorsAge: true,
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

/** A subscription that lives on; null for one that has ended. */
async function renew(send: Send, id: string, expirationDateTime: string): Promise<object | null> {
  return ifThere(send({ method: 'PATCH', path: subscription(id), body: { expirationDateTime }, hint: true }))
}

/** One that has ended already is as good. */
async function end(send: Send, id: string): Promise<void> {
  await ifThere(send({ method: 'DELETE', path: subscription(id), hint: true }))
}

function subscription(id: string): string {
  return `/subscriptions/${encodeURIComponent(id)}`
}

/** A round asks for what Graph itself gave out, links and ids: whatever it is refused for, a whole one is what is left to ask for. */
function isLinkLost({ reason }: ProviderError): boolean {
  return reason === 'cursor_expired' || reason === 'rejected'
}

function channelOf(raw: object, token: string): Channel {
  const json = asObject(raw)
  const [id, expires] = [json?.id, Date.parse(String(json?.expirationDateTime))]
  if (typeof id !== 'string' || Number.isNaN(expires)) throw new MalformedAnswer('a subscription without an end')
  return { id, resourceId: id, token, expiresAt: new Date(expires).toISOString() }
}

async function seriesOf(send: Send, calendar: RemoteCalendarId, json: GraphEvent): Promise<GraphEvent | null> {
  return typeof json.seriesMasterId === 'string' ? eventById(send, calendar, json.seriesMasterId) : null
}

/** Where a block is, and what it must still be. */
function at(calendar: RemoteCalendarId, expected: Revision): { path: string; ifMatch: string } {
  const { id, etag } = fromRevision(expected)
  return { path: `${pathTo(calendar)}/events/${encodeURIComponent(id)}`, ifMatch: etag }
}

/**
 * On the clock of UTC, whatever zone the person is in. Graph takes Windows' names and a closed list of IANA's, without Monterrey, Tijuana, Cancún or Lima
 * (dateTimeTimeZone, "Additional time zones"), and a zone it does not know loses the block. It is the same instant, calendars show it on the clock of
 * whoever looks, and an hour that comes twice is told apart.
 */
function timeOf(instant: string): { dateTime: string; timeZone: string } {
  const wall = Temporal.Instant.from(instant).toZonedDateTimeISO('UTC').toPlainDateTime()
  return { dateTime: wall.toString({ smallestUnit: 'second' }), timeZone: 'UTC' }
}
