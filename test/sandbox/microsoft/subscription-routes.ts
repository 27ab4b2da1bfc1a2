/** The routes of subscriptions: create with a handshake, list, read, renew, reauthorise, delete (checklist 60, 62). */
import { randomUUID } from 'node:crypto'
import type { Subscription as GraphSubscription } from '@microsoft/microsoft-graph-types'
import { type Answer, bodyObject, type Call, mayRead, NO_CONTENT, ok, placeOf, preferencesOf } from './call.ts'
import { invalidSubscription, resourceNotFound, subscriptionExists, validationFailed } from './graph-error.ts'
import type { Subscription } from './model.ts'

const MINUTE = 60_000
/** Under seven days; older documentation says 4,230 (FG, section 1). */
const LONGEST_MINUTES = 10_080
const SHORTEST_MINUTES = 45
const CLIENT_STATE_LENGTH = 128
const MOST_PER_MAILBOX = 1000
const CHANGES = ['created', 'updated', 'deleted']
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']

export async function createSubscription(call: Call): Promise<Answer> {
  mayRead(call)
  const { world, account, clientId } = call
  const { changeType, notificationUrl, lifecycleNotificationUrl, resource, expirationDateTime, clientState } =
    bodyObject(call)
  if (typeof changeType !== 'string' || !changeType.split(',').every((one) => CHANGES.includes(one)))
    throw invalidSubscription('Invalid changeType.')
  if (typeof resource !== 'string') throw invalidSubscription('The resource is missing.')
  const calendarKey = calendarKeyOf(call, resource)
  const urls = [notificationUrl, lifecycleNotificationUrl].filter((url) => url !== undefined && url !== null)
  for (const url of urls) {
    if (typeof url !== 'string' || !isAllowedUrl(url))
      throw invalidSubscription("The 'notificationUrl' must be an https URL that can be reached.")
  }
  if (typeof notificationUrl !== 'string') throw invalidSubscription('The notificationUrl is missing.')
  if (
    clientState !== undefined &&
    clientState !== null &&
    (typeof clientState !== 'string' || clientState.length > CLIENT_STATE_LENGTH)
  )
    throw invalidSubscription(`clientState is limited to ${CLIENT_STATE_LENGTH} characters.`)
  const expiresAt = expiryIn(call, expirationDateTime)
  const own = world.state.subscriptions.filter((one) => one.account === account.email && one.expiresAt > world.now())
  const twin = own.find(
    (one) => one.clientId === clientId && one.resource === resource && one.changeType === changeType,
  )
  if (twin !== undefined) throw subscriptionExists()
  if (own.length >= MOST_PER_MAILBOX)
    throw invalidSubscription('The limit of subscriptions of this mailbox is reached.')
  for (const url of new Set(urls.map(String))) {
    const problem = (await world.subscriptions?.validate(url)) ?? null
    if (problem !== null) throw validationFailed(problem)
  }
  const subscription: Subscription = {
    id: randomUUID(),
    account: account.email,
    clientId,
    resource,
    calendarKey,
    changeType,
    notificationUrl,
    lifecycleNotificationUrl: typeof lifecycleNotificationUrl === 'string' ? lifecycleNotificationUrl : null,
    clientState: typeof clientState === 'string' ? clientState : null,
    expiresAt,
    immutableIds: preferencesOf(call).immutableIds,
  }
  world.state.subscriptions.push(subscription)
  world.onChange()
  return { status: 201, json: shown(call, subscription, subscription.clientState) }
}

export function listSubscriptions(call: Call): Answer {
  mayRead(call)
  const value = living(call).map((one) => shown(call, one, null))
  return ok({ '@odata.context': `${call.origin}/v1.0/$metadata#subscriptions`, value })
}

export function getSubscription(call: Call, id: string): Answer {
  return ok(shown(call, known(call, id), null))
}

/** A new expiration is all that can be changed; the lifecycle URL is what it was at the beginning. */
export function renewSubscription(call: Call, id: string): Answer {
  const subscription = known(call, id)
  const { expirationDateTime, lifecycleNotificationUrl } = bodyObject(call)
  if (lifecycleNotificationUrl !== undefined) throw invalidSubscription('lifecycleNotificationUrl cannot be updated.')
  subscription.expiresAt = expiryIn(call, expirationDateTime)
  call.world.onChange()
  return ok(shown(call, subscription, null))
}

export function reauthorizeSubscription(call: Call, id: string): Answer {
  known(call, id)
  return NO_CONTENT
}

export function deleteSubscription(call: Call, id: string): Answer {
  const subscription = known(call, id)
  call.world.subscriptions?.forget(subscription)
  return NO_CONTENT
}

function living(call: Call): Subscription[] {
  const { world, account, clientId } = call
  return world.state.subscriptions.filter(
    (one) => one.account === account.email && one.clientId === clientId && one.expiresAt > world.now(),
  )
}

function known(call: Call, id: string): Subscription {
  const found = living(call).find((one) => one.id === id)
  if (found === undefined) throw resourceNotFound()
  return found
}

/** Which calendar a resource means; null: every one of the mailbox. @throws GraphError 400 or 404 */
function calendarKeyOf(call: Call, resource: string): string | null {
  const words = resource.replace(/^\//, '').split('/').map(decodeURIComponent)
  const [first = '', second = '', ...rest] = words
  const { id, email } = call.account
  const below = first === 'me' ? [second, ...rest] : first === 'users' && [id, email].includes(second) ? rest : []
  if (below.length === 1 && below[0] === 'events') return null
  if (below.length === 2 && below[0] === 'calendar' && below[1] === 'events') return placeOf(call, null).calendar.key
  const [calendars, calendarId, events] = below
  if (calendars === 'calendars' && calendarId !== undefined && events === 'events')
    return placeOf(call, calendarId).calendar.key
  throw invalidSubscription(`Resource '${resource}' is not supported.`)
}

/** @throws GraphError 400 for an instant that is none, has passed or is too far; what is too near is raised */
function expiryIn(call: Call, value: unknown): number {
  const now = call.world.now()
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN
  if (Number.isNaN(ms) || ms <= now) throw invalidSubscription('The expirationDateTime is missing or has passed.')
  if (ms > now + LONGEST_MINUTES * MINUTE)
    throw invalidSubscription(`Subscription expiration can only be ${LONGEST_MINUTES} minutes in the future.`)
  return Math.max(ms, now + SHORTEST_MINUTES * MINUTE)
}

function shown(
  call: Call,
  subscription: Subscription,
  clientState: string | null,
): GraphSubscription & { '@odata.context': string } {
  return {
    '@odata.context': `${call.origin}/v1.0/$metadata#subscriptions/$entity`,
    id: subscription.id,
    resource: subscription.resource,
    applicationId: subscription.clientId,
    changeType: subscription.changeType,
    // Told once, at the beginning.
    clientState,
    notificationUrl: subscription.notificationUrl,
    lifecycleNotificationUrl: subscription.lifecycleNotificationUrl,
    notificationQueryOptions: null,
    expirationDateTime: new Date(subscription.expiresAt).toISOString(),
    creatorId: call.account.id,
    includeResourceData: null,
    latestSupportedTlsVersion: 'v1_2',
    encryptionCertificate: null,
    encryptionCertificateId: null,
    notificationUrlAppId: null,
  }
}

/** https with a good certificate, but for loopback, which a sandbox lets through. */
function isAllowedUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.includes(url.hostname))
}
