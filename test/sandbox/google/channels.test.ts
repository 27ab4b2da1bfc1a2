/** Checklist 29-31: channels that call back, and how they fail. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { GoogleSandbox } from './server.ts'
import { ANA, type Api, anaAlone, as, hourAt, NOW, webhook } from './test-client.ts'

let sandbox: GoogleSandbox
let api: Api
let calendar: string
beforeEach(async () => {
  ;({ sandbox, api, calendar } = await anaAlone())
})
afterEach(async () => await sandbox.close())

const HOUR = hourAt('2026-11-24T10:00')

describe('channels', () => {
  const watch = async (address: string, more: object = {}) =>
    await api('POST', `${calendar}/watch`, { id: 'canal-1', type: 'web_hook', address, token: 'secreto', ...more })

  test('sync first, then one message for each change with growing numbers and an empty body; stop ends it', async () => {
    const hook = await webhook()
    sandbox.world.switches.syncMessage = 'before'
    const { body } = await watch(hook.url)
    // The sync message may arrive before the answer of watch (GD/guides/push).
    expect(hook.heard.map((one) => [one.state, one.number])).toEqual([['sync', 1]])
    expect(body).toMatchObject({
      kind: 'api#channel',
      id: 'canal-1',
      token: 'secreto',
      expiration: String(NOW + 604_800_000),
    })
    await api('POST', calendar, { ...HOUR, id: 'seen0' })
    await api('PATCH', `${calendar}/seen0`, { summary: 'x' })
    await sandbox.world.channels?.settled()
    expect(hook.heard.map((one) => one.state)).toEqual(['sync', 'exists', 'exists'])
    expect(hook.heard[2]?.number).toBeGreaterThan(hook.heard[1]?.number ?? 0)
    expect(hook.heard[1]).toMatchObject({
      bytes: 0,
      headers: {
        'x-goog-channel-id': 'canal-1',
        'x-goog-channel-token': 'secreto',
        'x-goog-resource-id': body.resourceId,
        'x-goog-resource-uri': body.resourceUri,
      },
    })
    const stop = { id: 'canal-1', resourceId: body.resourceId }
    expect((await api('POST', '/channels/stop', { ...stop, resourceId: 'x' })).status).toBe(404)
    expect((await api('POST', '/channels/stop', stop)).status).toBe(204)
    expect((await api('POST', '/channels/stop', stop)).status).toBe(204)
    await api('DELETE', `${calendar}/seen0`)
    await sandbox.world.channels?.settled()
    expect(hook.heard).toHaveLength(3)
    await hook.close()
  })

  test('plain http is refused but on loopback, an id is used once, and time ends a channel', async () => {
    expect(await watch('http://example.org/hook')).toMatchObject({ status: 400, reason: 'push.webhookUrlNotHttps' })
    const hook = await webhook()
    await watch(hook.url, { params: { ttl: '60' } })
    expect(await watch(hook.url)).toMatchObject({ status: 400, reason: 'channelIdNotUnique' })
    sandbox.world.setClock({ fixedMs: NOW + 61_000 })
    await api('POST', calendar, HOUR)
    await sandbox.world.channels?.settled()
    expect(hook.heard.every((one) => one.state === 'sync')).toBe(true)
    // [inf] The longest life is a switch.
    sandbox.world.switches.channelMaxTtlSeconds = 3600
    api = as(sandbox, ANA)
    const capped = await watch(hook.url, { id: 'canal-2', params: { ttl: '999999' } })
    expect(capped.body.expiration).toBe(String(NOW + 61_000 + 3_600_000))
    await hook.close()
  })

  test('500, 502, 503 and 504 are tried again, 404 is not', async () => {
    sandbox.world.switches.notificationRetryBaseMs = 1
    const hook = await webhook(200, 503, 500, 200, 404)
    await watch(hook.url)
    await expect.poll(() => hook.heard.length).toBe(1)
    await api('POST', calendar, HOUR)
    await sandbox.world.channels?.settled()
    expect(hook.heard).toHaveLength(4)
    expect(new Set(hook.heard.slice(1).map((one) => one.number)).size).toBe(1)
    await api('POST', calendar, HOUR)
    await sandbox.world.channels?.settled()
    expect(hook.heard).toHaveLength(5)
    await hook.close()
  })

  test('messages are lost, doubled, late, and come after a stop, as asked', async () => {
    const hook = await webhook()
    sandbox.world.switches.syncMessage = 'before'
    sandbox.world.switches.lateDeliveriesAfterStop = 1
    const { body } = await watch(hook.url)
    const heardOf = async () => {
      const before = hook.heard.length
      await api('POST', calendar, HOUR)
      await sandbox.world.channels?.settled()
      return hook.heard.length - before
    }
    sandbox.world.faults.add({ kind: 'drop-notifications' })
    expect(await heardOf()).toBe(0)
    sandbox.world.faults.add({ kind: 'duplicate-notifications', count: 2 })
    expect(await heardOf()).toBe(3)
    sandbox.world.faults.add({ kind: 'late-notifications', ms: 20 })
    expect(await heardOf()).toBe(1)
    await api('POST', '/channels/stop', { id: 'canal-1', resourceId: body.resourceId })
    expect(await heardOf()).toBe(1)
    expect(await heardOf()).toBe(0)
    await hook.close()
  })
})
