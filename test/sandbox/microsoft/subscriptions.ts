/**
 * Change notifications that really call back: the handshake on both URLs, expiry and renewal, batches, retries, and the
 * notifications about the subscription itself (checklist 60-62, B5).
 */
import { randomUUID } from 'node:crypto'
import { record } from '../wire/clock.ts'
import { Later } from '../wire/later.ts'
import { idOf } from './ids.ts'
import type { CalendarRecord, Item, Subscription } from './model.ts'
import { etagOf, type MicrosoftWorld } from './world.ts'

export type ChangeType = 'created' | 'updated' | 'deleted'
export const LIFECYCLE_EVENTS = ['reauthorizationRequired', 'subscriptionRemoved', 'missed'] as const
export type LifecycleEvent = (typeof LIFECYCLE_EVENTS)[number]

/** What the service's 10 minutes of delay for a slow endpoint are here. */
const SLOW_ENDPOINT_DELAY_MS = 600_000

export interface Delivery {
  at: number
  url: string
  subscriptionIds: string[]
  /** What was told: change types or a lifecycle event. */
  told: string[]
  status: number | null
  note: 'delivered' | 'retried' | 'failed' | 'dropped'
}

/** One message in a batch. */
interface Message {
  subscriptionId: string
  told: string
  body: object
}

export class SubscriptionDesk {
  readonly deliveries: Delivery[] = []
  private readonly world: MicrosoftWorld
  private readonly sending: Later
  /** What waits for the next batch, by URL. */
  private readonly waiting = new Map<string, Message[]>()
  /** Notifications still owed to deleted subscriptions. */
  private stragglers: { subscription: Subscription; left: number }[] = []

  constructor(world: MicrosoftWorld) {
    this.world = world
    this.sending = new Later(() => world.time)
  }

  /** Tells every living subscription of it; several changes at once go in one request. */
  changed(calendar: CalendarRecord, item: Item, change: ChangeType): void {
    if (this.sending.isClosed) return
    const { switches } = this.world
    for (const subscription of this.hearing(calendar)) {
      if (!subscription.changeType.split(',').includes(change)) continue
      const faults = this.world.faults.hitting({
        method: 'NOTIFY',
        path: `${subscription.notificationUrl} ${subscription.resource}`,
        account: subscription.account,
      })
      const message = {
        subscriptionId: subscription.id,
        told: change,
        body: this.notification(subscription, item, change),
      }
      if (faults.has('drop-notifications') || switches.slowEndpoints === 'dropped') {
        this.note(subscription.notificationUrl, [message], null, 'dropped')
        continue
      }
      const slow = switches.slowEndpoints === 'delayed' ? SLOW_ENDPOINT_DELAY_MS : switches.notificationDelayMs
      const late = faults.of('late-notifications')?.ms ?? slow
      const copies = switches.notificationsPerChange + (faults.of('duplicate-notifications')?.count ?? 0)
      for (let copy = 0; copy < copies; copy += 1) this.enqueue(subscription.notificationUrl, message, late)
    }
  }

  /** Says something about a subscription itself, to the URL it named for that; without one nobody hears it. */
  lifecycle(subscription: Subscription, lifecycleEvent: LifecycleEvent): void {
    if (lifecycleEvent === 'subscriptionRemoved') this.forget(subscription)
    const url = subscription.lifecycleNotificationUrl
    if (url === null) return
    const body = { ...this.about(subscription), lifecycleEvent, resource: subscription.resource }
    this.enqueue(url, { subscriptionId: subscription.id, told: lifecycleEvent, body }, 0)
  }

  /** Whether a URL echoes a token, as plain text and in time. @returns what is wrong, or null */
  async validate(url: string): Promise<string | null> {
    const token = `Validation: Testing client application reachability for subscription Request-Id: ${randomUUID()}`
    const target = new URL(url)
    const query = `validationToken=${encodeURIComponent(token)}`
    target.search = target.search === '' ? query : `${target.search.slice(1)}&${query}`
    try {
      const answer = await fetch(target, {
        method: 'POST',
        headers: { 'content-type': 'text/plain; charset=utf-8' },
        redirect: 'manual',
        signal: AbortSignal.timeout(this.world.switches.validationTimeoutMs),
      })
      const text = await answer.text()
      if (answer.status !== 200)
        return `Subscription validation request failed. HTTP status code is '${answer.status}'. Notification endpoint must respond with 200 OK to validation request.`
      const type = answer.headers.get('content-type') ?? ''
      if (text !== token || !type.toLowerCase().startsWith('text/plain'))
        return 'Subscription validation request failed. Response must exactly match validationToken query parameter.'
      return null
    } catch (error) {
      const slow = error instanceof Error && error.name === 'TimeoutError'
      return slow ? 'Subscription validation request timed out.' : 'Subscription validation request failed.'
    }
  }

  /** It is gone; a few notifications may still be on their way. */
  forget(subscription: Subscription): void {
    const { state, switches } = this.world
    state.subscriptions = state.subscriptions.filter((one) => one !== subscription)
    if (switches.lateDeliveriesAfterDelete > 0)
      this.stragglers.push({ subscription, left: switches.lateDeliveriesAfterDelete })
    this.world.onChange()
  }

  /** Resolves when nothing is being delivered or waited for. */
  async settled(): Promise<void> {
    await this.sending.settled()
  }

  close(): void {
    this.sending.close()
  }

  private hearing(calendar: CalendarRecord): Subscription[] {
    const { state } = this.world
    const owners = state.entries.filter((entry) => entry.calendarKey === calendar.key).map((entry) => entry.account)
    const concerns = (one: Subscription) =>
      one.calendarKey === null ? owners.includes(one.account) : one.calendarKey === calendar.key
    const late = this.stragglers.filter(({ subscription, left }) => left > 0 && concerns(subscription))
    for (const straggler of late) straggler.left -= 1
    const living = state.subscriptions.filter(
      (one) => one.expiresAt > this.world.now() && this.isGranted(one) && concerns(one),
    )
    return [...living, ...late.map(({ subscription }) => subscription)]
  }

  /** A subscription lives by the grant of whoever made it. */
  private isGranted({ account, clientId }: Subscription): boolean {
    return [...this.world.state.refreshTokens.values()].some(
      (token) => token.account === account && token.clientId === clientId && token.revoked === null,
    )
  }

  private about(subscription: Subscription) {
    return {
      subscriptionId: subscription.id,
      subscriptionExpirationDateTime: new Date(subscription.expiresAt).toISOString(),
      clientState: subscription.clientState,
      tenantId: this.world.account(subscription.account)?.tenantId ?? '',
    }
  }

  private notification(subscription: Subscription, item: Item, changeType: ChangeType) {
    const id = idOf(item, null, subscription.immutableIds)
    const resource = `Users/${this.world.account(subscription.account)?.id}/Events/${id}`
    const resourceData = {
      '@odata.type': '#Microsoft.Graph.Event',
      '@odata.id': resource,
      '@odata.etag': etagOf(item.changeKey),
      id,
    }
    return { ...this.about(subscription), changeType, resource, resourceData }
  }

  private enqueue(url: string, message: Message, ms: number): void {
    const batch = this.waiting.get(url)
    if (batch !== undefined && ms === this.world.switches.notificationDelayMs) {
      batch.push(message)
      return
    }
    const fresh = [message]
    if (ms === this.world.switches.notificationDelayMs) this.waiting.set(url, fresh)
    this.sending.run(ms, () => {
      if (this.waiting.get(url) === fresh) this.waiting.delete(url)
      return this.deliver(url, fresh, 1)
    })
  }

  /** Anything but a 2xx in time is tried again, more slowly each time, and given up after the last (4 h at Microsoft). */
  private async deliver(url: string, batch: Message[], attempt: number): Promise<void> {
    const { switches } = this.world
    let status: number | null = null
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify({ value: batch.map((message) => message.body) }),
        redirect: 'manual',
        signal: AbortSignal.timeout(switches.notificationTimeoutMs),
      })
      status = answer.status
      await answer.body?.cancel()
    } catch {
      status = null
    }
    const good = status !== null && status >= 200 && status < 300
    const again = !good && attempt < switches.notificationAttempts
    this.note(url, batch, status, good ? 'delivered' : again ? 'retried' : 'failed')
    const wait = switches.notificationRetryBaseMs * 2 ** (attempt - 1)
    if (again) this.sending.run(wait, () => this.deliver(url, batch, attempt + 1))
  }

  private note(url: string, batch: readonly Message[], status: number | null, note: Delivery['note']): void {
    const subscriptionIds = batch.map((message) => message.subscriptionId)
    const told = batch.map((message) => message.told)
    record(this.deliveries, { at: this.world.now(), url, subscriptionIds, told, status, note })
  }
}
