/**
 * Watch channels that really call back: the answer of watch, the `sync` message, one or more `exists` messages for each
 * change, retries on 500, 502, 503 and 504 alone, expiry, stop and the stragglers after it (checklist 29-31, A7).
 */
import { createHash } from 'node:crypto'
import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js'
import { Later } from '../wire/later.ts'
import { channelRefused, notFound, required } from './api-error.ts'
import { type Answer, bodyObject, type Call, calendarOf, NO_CONTENT, need } from './call.ts'
import type { Channel } from './model.ts'
import type { GoogleWorld } from './world.ts'

const ID_LENGTH = 64
const TOKEN_LENGTH = 256
const DEFAULT_TTL_SECONDS = 604_800
const RETRIED = [500, 502, 503, 504]
const ATTEMPTS = 5
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']

export interface Delivery {
  at: number
  channelId: string
  resource: string
  state: 'sync' | 'exists'
  messageNumber: number
  status: number | null
  note: 'delivered' | 'retried' | 'failed' | 'dropped'
}

export class ChannelDesk {
  readonly deliveries: Delivery[] = []
  private readonly world: GoogleWorld
  private readonly sending: Later

  constructor(world: GoogleWorld) {
    this.world = world
    this.sending = new Later(() => world.time)
  }

  /** Tells every living channel of a resource that something changed; what changed is never said. */
  changed(resource: string): void {
    if (this.sending.isClosed) return
    const { switches } = this.world
    for (const channel of this.world.state.channels) {
      if (channel.resource !== resource || !this.hears(channel)) continue
      const faults = this.world.faults.hitting({
        method: 'NOTIFY',
        path: `${channel.address} ${resource}`,
        account: channel.account,
      })
      const copies = switches.notificationsPerChange + (faults.of('duplicate-notifications')?.count ?? 0)
      const late = faults.of('late-notifications')?.ms ?? switches.notificationDelayMs
      for (let copy = 0; copy < copies; copy += 1) {
        const number = nextNumber(channel)
        if (faults.has('drop-notifications')) this.note(channel, 'exists', number, null, 'dropped')
        else this.sending.run(late, () => this.deliver(channel, 'exists', number, 1))
      }
    }
  }

  async deliver(channel: Channel, state: 'sync' | 'exists', number: number, attempt: number): Promise<void> {
    const headers: Record<string, string> = {
      'user-agent': 'APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)',
      'x-goog-channel-id': channel.id,
      'x-goog-channel-expiration': new Date(channel.expiration).toUTCString(),
      'x-goog-message-number': String(number),
      'x-goog-resource-id': channel.resourceId,
      'x-goog-resource-state': state,
      'x-goog-resource-uri': channel.resourceUri,
      ...(channel.token === null ? {} : { 'x-goog-channel-token': channel.token }),
    }
    let status: number | null = null
    try {
      const answer = await fetch(channel.address, {
        method: 'POST',
        headers,
        redirect: 'manual',
        signal: AbortSignal.timeout(10_000),
      })
      status = answer.status
      await answer.body?.cancel()
    } catch {
      status = null
    }
    const good = status !== null && status >= 200 && status < 300
    const again = status !== null && RETRIED.includes(status) && attempt < ATTEMPTS
    this.note(channel, state, number, status, good ? 'delivered' : again ? 'retried' : 'failed')
    const wait = this.world.switches.notificationRetryBaseMs * 2 ** (attempt - 1)
    if (again) this.sending.run(wait, () => this.deliver(channel, state, number, attempt + 1))
  }

  /** Resolves when nothing is being delivered or waited for. */
  async settled(): Promise<void> {
    await this.sending.settled()
  }

  close(): void {
    this.sending.close()
  }

  private hears(channel: Channel): boolean {
    if (channel.expiration <= this.world.now()) return false
    if (!channel.stopped) return true
    if (channel.lateDeliveriesLeft === 0) return false
    channel.lateDeliveriesLeft -= 1
    return true
  }

  private note(
    channel: Channel,
    state: 'sync' | 'exists',
    messageNumber: number,
    status: number | null,
    note: Delivery['note'],
  ) {
    this.deliveries.push({
      at: this.world.now(),
      channelId: channel.id,
      resource: channel.resource,
      state,
      messageNumber,
      status,
      note,
    })
    if (this.deliveries.length > 20_000) this.deliveries.splice(0, 10_000)
  }
}

export async function watchEvents(call: Call, calendarId: string): Promise<Answer> {
  need(call, 'eventsRead')
  const { calendar } = calendarOf(call, calendarId)
  const path = `/calendar/v3/calendars/${encodeURIComponent(calendar.id)}/events?alt=json`
  return await watch(call, `events:${calendar.id}`, path)
}

export async function watchCalendarList(call: Call): Promise<Answer> {
  need(call, 'listRead')
  return await watch(call, `calendarList:${call.account}`, '/calendar/v3/users/me/calendarList?alt=json')
}

/** Stop needs id and resourceId, and the same user and client that watched; it may be repeated (nodejs-client#774, #1992). */
export function stopChannel(call: Call): Answer {
  const { id, resourceId } = bodyObject(call)
  if (typeof id !== 'string' || typeof resourceId !== 'string') throw required('Required')
  const channel = call.world.state.channels.find(
    (known) =>
      known.id === id &&
      known.resourceId === resourceId &&
      known.account === call.account &&
      known.clientId === call.clientId,
  )
  if (channel === undefined) throw notFound()
  if (!channel.stopped) channel.lateDeliveriesLeft = call.world.switches.lateDeliveriesAfterStop
  channel.stopped = true
  call.world.onChange()
  return NO_CONTENT
}

async function watch(call: Call, resource: string, path: string): Promise<Answer> {
  const { world } = call
  const { id, type, address, token, params } = bodyObject(call)
  if (typeof id !== 'string' || id === '') throw required('Required')
  if (!/^[A-Za-z0-9\-_+/=]+$/.test(id) || id.length > ID_LENGTH) throw channelRefused('invalid', 'Invalid channel id')
  if (type !== 'web_hook' && type !== 'webhook') throw channelRefused('invalid', 'Unknown channel type')
  if (typeof address !== 'string') throw required('Required')
  if (!isAllowedAddress(address)) {
    throw channelRefused('push.webhookUrlNotHttps', `WebHook callback must be HTTPS: ${address}`)
  }
  if (token !== undefined && token !== null && (typeof token !== 'string' || token.length > TOKEN_LENGTH)) {
    throw channelRefused('invalid', 'Invalid channel token')
  }
  const known = world.state.channels.find((channel) => channel.id === id)
  if (known !== undefined) throw channelRefused('channelIdNotUnique', `Channel id ${id} not unique`)
  const ttl =
    typeof params === 'object' && params !== null && !Array.isArray(params)
      ? Number(params.ttl ?? DEFAULT_TTL_SECONDS)
      : DEFAULT_TTL_SECONDS
  if (!(ttl > 0)) throw channelRefused('invalid', 'Invalid ttl')
  const channel: Channel = {
    id,
    token: typeof token === 'string' ? token : null,
    address,
    account: call.account,
    clientId: call.clientId,
    resource,
    resourceId: createHash('sha256').update(`${resource} ${call.account}`).digest('base64url').slice(0, 27),
    resourceUri: `${call.origin}${path}`,
    expiration: world.now() + Math.min(ttl, world.switches.channelMaxTtlSeconds) * 1000,
    messageNumber: 1,
    stopped: false,
    lateDeliveriesLeft: 0,
  }
  world.state.channels.push(channel)
  world.onChange()
  const answer: calendar_v3.Schema$Channel = {
    kind: 'api#channel',
    id,
    resourceId: channel.resourceId,
    resourceUri: channel.resourceUri,
    expiration: String(channel.expiration),
    ...(channel.token === null ? {} : { token: channel.token }),
  }
  const sync = async () => await world.channels?.deliver(channel, 'sync', 1, 1)
  if (world.switches.syncMessage === 'before') await sync()
  // Delivering notes its own failures and does not throw.
  return { status: 200, json: answer, ...(world.switches.syncMessage === 'after' ? { after: () => void sync() } : {}) }
}

/** Numbers grow, but not one by one. */
function nextNumber(channel: Channel): number {
  channel.messageNumber += 1 + ((channel.messageNumber * 7) % 5)
  return channel.messageNumber
}

/** https with a good certificate, but for loopback, which a sandbox lets through. */
function isAllowedAddress(address: string): boolean {
  try {
    const url = new URL(address)
    return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.includes(url.hostname))
  } catch {
    return false
  }
}
