/** Checklist 60-62: the handshake, what is told and how often, and how a subscription lives and ends. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { MicrosoftSandbox } from './server.ts'
import {
  ANA,
  type Api,
  anaAlone,
  as,
  control,
  hourAt,
  IMMUTABLE,
  inPath,
  listenForNotifications,
  NOW,
  type Receiver,
  ZONE,
} from './test-client.ts'

let sandbox: MicrosoftSandbox
let api: Api
let receiver: Receiver
beforeEach(async () => {
  ;({ sandbox, api } = await anaAlone())
  receiver = await listenForNotifications()
  sandbox.world.switches.notificationRetryBaseMs = 1
})
afterEach(async () => {
  await sandbox.close()
  await receiver.close()
})

const inMinutes = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString()
const wanted = (more: object = {}) => ({
  changeType: 'created,updated,deleted',
  notificationUrl: receiver.url,
  lifecycleNotificationUrl: `${receiver.url}?lifecycle`,
  resource: '/me/events',
  expirationDateTime: inMinutes(10_000),
  clientState: 'a secret',
  ...more,
})
const subscribe = async (more: object = {}, headers: Record<string, string> = {}) =>
  await api('POST', '/subscriptions', wanted(more), headers)
const settled = async () => await sandbox.world.subscriptions?.settled()
const told = () => receiver.received.flatMap((batch) => batch.value)

describe('subscribing', () => {
  test('shakes hands with both URLs, and fails when either does not echo the token', async () => {
    const { status, body } = await subscribe()
    expect(status).toBe(201)
    expect(body).toMatchObject({ resource: '/me/events', clientState: 'a secret', applicationId: 'sandbox-client' })
    receiver.deaf = true
    const refused = await subscribe({ changeType: 'created' })
    expect([refused.status, refused.code]).toEqual([400, 'ValidationError'])
    expect(refused.body.error?.innerError).toHaveProperty('request-id')
    expect((await api('GET', '/subscriptions')).body.value).toHaveLength(1)
    receiver.deaf = false
    const nobody = await subscribe({ changeType: 'created', notificationUrl: 'http://127.0.0.1:1/hook' })
    expect(nobody.code).toBe('ValidationError')
  })

  test('takes at most seven days, raises what is under 45 minutes, and refuses what makes no sense', async () => {
    expect((await subscribe({ expirationDateTime: inMinutes(10_081) })).status).toBe(400)
    const short = await subscribe({ expirationDateTime: inMinutes(5) })
    expect(short.body.expirationDateTime).toBe(inMinutes(45))
    for (const wrong of [
      { expirationDateTime: inMinutes(-1) },
      { notificationUrl: 'http://example.com/hook' },
      { clientState: 'x'.repeat(129) },
      { changeType: 'moved' },
      { resource: '/me/messages' },
      { resource: '/users/somebody/events' },
    ])
      expect((await subscribe({ changeType: 'created', ...wrong })).status).toBe(400)
    const twin = await subscribe()
    expect([twin.status, twin.code]).toEqual([409, 'Conflict'])
  })

  test('is renewed by a later expiration, and only by that; once expired it is not found', async () => {
    const { body } = await subscribe({ expirationDateTime: inMinutes(50) })
    const path = `/subscriptions/${body.id}`
    expect((await api('PATCH', path, { expirationDateTime: inMinutes(9000) })).body.expirationDateTime).toBe(
      inMinutes(9000),
    )
    expect(
      (await api('PATCH', path, { expirationDateTime: inMinutes(9000), lifecycleNotificationUrl: receiver.url }))
        .status,
    ).toBe(400)
    expect((await api('POST', `${path}/reauthorize`)).status).toBe(204)
    expect((await api('GET', path)).body).toMatchObject({ id: body.id, clientState: null })
    expect(
      (await as(sandbox, sandbox.world.createAccount('otro@empresa.example', 'Otro', ZONE).email)('GET', path)).status,
    ).toBe(404)
    sandbox.world.setClock({ fixedMs: NOW + 9001 * 60_000 })
    sandbox.world.grants.issue(ANA)
    expect((await as(sandbox, ANA)('PATCH', path, { expirationDateTime: inMinutes(9100) })).code).toBe(
      'ResourceNotFound',
    )
  })
})

describe('a notification', () => {
  test('says what kind of change, of which event, for whom, and never what', async () => {
    const { body: subscription } = await subscribe()
    const { body: event } = await api('POST', '/me/events', hourAt('2026-11-24T10:00', 'Secreto'))
    await settled()
    await api('PATCH', `/me/events/${inPath(event.id)}`, { subject: 'Otro secreto' })
    await settled()
    await api('DELETE', `/me/events/${inPath(event.id)}`)
    await settled()
    const account = sandbox.world.account(ANA)
    expect(told().map((one) => one.changeType)).toEqual(['created', 'updated', 'deleted'])
    expect(told()[0]).toMatchObject({
      subscriptionId: subscription.id,
      clientState: 'a secret',
      tenantId: account?.tenantId,
      resource: `Users/${account?.id}/Events/${event.id}`,
      resourceData: { '@odata.type': '#Microsoft.Graph.Event', id: event.id },
    })
    expect(JSON.stringify(told())).not.toContain('ecreto')
  })

  test('has immutable ids only where the subscription was made with them, and only of the calendar meant', async () => {
    const { body: other } = await api('POST', '/me/calendars', { name: 'Otro' })
    await subscribe({ resource: `/me/calendars/${inPath(other.id)}/events` }, { prefer: IMMUTABLE })
    await api('POST', '/me/events', hourAt('2026-11-24T10:00'))
    await api('POST', `/me/calendars/${inPath(other.id)}/events`, hourAt('2026-11-24T10:00'), { prefer: IMMUTABLE })
    await settled()
    const events = await api('GET', `/me/calendars/${inPath(other.id)}/events`, undefined, { prefer: IMMUTABLE })
    expect(told()).toHaveLength(1)
    expect(told()[0]).toMatchObject({ resourceData: { id: events.body.value[0]?.id } })
  })

  test('comes in batches, twice, late or never, by switches and faults', async () => {
    const { faults, switches } = sandbox.world
    await subscribe()
    switches.notificationDelayMs = 20
    for (let n = 0; n < 3; n += 1) await api('POST', '/me/events', hourAt('2026-11-24T10:00'))
    await settled()
    expect(receiver.received.map((batch) => batch.value.length)).toEqual([3])
    switches.notificationDelayMs = 0
    receiver.received.length = 0
    faults.add({ kind: 'duplicate-notifications', count: 2 })
    await api('POST', '/me/events', hourAt('2026-11-24T10:00'))
    await settled()
    expect(told()).toHaveLength(3)
    receiver.received.length = 0
    faults.add({ kind: 'drop-notifications' })
    faults.add({ kind: 'late-notifications', ms: 30, skip: 1 })
    await api('POST', '/me/events', hourAt('2026-11-24T10:00'))
    await api('POST', '/me/events', hourAt('2026-11-24T10:00'))
    expect(told()).toHaveLength(0)
    await settled()
    expect(told()).toHaveLength(1)
    switches.slowEndpoints = 'dropped'
    await api('POST', '/me/events', hourAt('2026-11-24T10:00'))
    await settled()
    expect(told()).toHaveLength(1)
    expect(sandbox.world.subscriptions?.deliveries.map((one) => one.note)).toContain('dropped')
  })

  test('may come when nothing changed, several for one change, and be cut off when the receiver is slow', async () => {
    const { switches } = sandbox.world
    await subscribe()
    const { body: event } = await api('POST', '/me/events', hourAt('2026-11-24T10:00'))
    await settled()
    switches.notificationsPerChange = 2
    expect(
      (await control(sandbox, 'POST', '/subscriptions/notify', { calendarId: ANA, eventId: event.id })).status,
    ).toBe(200)
    await settled()
    expect(told().map((one) => one.changeType)).toEqual(['created', 'updated', 'updated'])
    switches.notificationAttempts = 1
    switches.notificationTimeoutMs = 5
    receiver.slowMs = 200
    await api('PATCH', `/me/events/${inPath(event.id)}`, { subject: 'x' })
    await settled()
    expect(sandbox.world.subscriptions?.deliveries.at(-1)).toMatchObject({ note: 'failed', status: null })
    switches.validationTimeoutMs = 5
    expect((await subscribe({ changeType: 'created' })).body.error?.message).toBe(
      'Subscription validation request timed out.',
    )
  })

  test('is tried again until somebody says 2xx, and given up in the end', async () => {
    await subscribe()
    receiver.statuses = [503, 404, 202]
    await api('POST', '/me/events', hourAt('2026-11-24T10:00'))
    await settled()
    expect(told()).toHaveLength(3)
    receiver.statuses = Array.from({ length: 9 }, () => 500)
    await api('POST', '/me/events', hourAt('2026-11-24T10:00'))
    await settled()
    expect(sandbox.world.subscriptions?.deliveries.at(-1)?.note).toBe('failed')
    const { body } = await control(sandbox, 'GET', '/deliveries?note=retried')
    expect(body.count).toBe(2 + sandbox.world.switches.notificationAttempts - 1)
  })

  test('ends with the subscription, its expiry or its grant; stragglers may follow a deletion', async () => {
    const { body } = await subscribe()
    sandbox.world.switches.lateDeliveriesAfterDelete = 1
    await api('DELETE', `/subscriptions/${body.id}`)
    await api('POST', '/me/events', hourAt('2026-11-24T10:00'))
    await api('POST', '/me/events', hourAt('2026-11-24T11:00'))
    await settled()
    expect(told()).toHaveLength(1)
    await subscribe({ expirationDateTime: inMinutes(60) })
    sandbox.world.grants.revoke(ANA)
    sandbox.world.hands.insert(ANA, hourAt('2026-11-24T12:00'))
    sandbox.world.grants.issue(ANA)
    sandbox.world.setClock({ fixedMs: NOW + 61 * 60_000 })
    sandbox.world.hands.insert(ANA, hourAt('2026-11-24T13:00'))
    await settled()
    expect(told()).toHaveLength(1)
  })

  test('of the subscription itself goes to the other URL', async () => {
    const { body } = await subscribe()
    for (const event of ['reauthorizationRequired', 'missed', 'subscriptionRemoved'])
      expect((await control(sandbox, 'POST', '/subscriptions/lifecycle', { event })).body.told).toBe(1)
    await control(sandbox, 'POST', '/subscriptions/settle')
    expect(told().map((one) => [one.lifecycleEvent, one.subscriptionId, one.clientState])).toEqual([
      ['reauthorizationRequired', body.id, 'a secret'],
      ['missed', body.id, 'a secret'],
      ['subscriptionRemoved', body.id, 'a secret'],
    ])
    expect((await api('GET', `/subscriptions/${body.id}`)).status).toBe(404)
    expect((await control(sandbox, 'POST', '/subscriptions/lifecycle', { event: 'renamed' })).status).toBe(400)
  })
})
