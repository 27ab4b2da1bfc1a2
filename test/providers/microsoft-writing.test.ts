/** How Microsoft alone is written to and tells of changes (provider-facts B4 and B5): the port's own suite says the rest. */
import { describe, expect, test } from 'vitest'
import type { Block, BlockId, RemoteEventId } from '../../src/calendar/event.ts'
import { contentHash, contentOf, isTouched } from '../../src/followups/touched.ts'
import { outlookEvent } from '../builders/a-graph-event.ts'
import { anInvitation } from '../builders/an-event.ts'
import { listenForNotifications } from '../sandbox/microsoft/test-client.ts'
import { aPort, changes, openMailbox, port, SINCE, set, world } from './microsoft-scene.ts'
import { EMAIL } from './provider-world.ts'

openMailbox()

describe('an answer', () => {
  const target = (id: RemoteEventId) => ({ id, originalStart: null })

  test('carries its comment to the organiser', async () => {
    const id = world.plant(anInvitation())
    await port.answer(world.calendar, target(id), 'declined', ['none'], 'Esta semana ya no me dan las horas.')
    expect(world.sandbox.world.mails).toMatchObject([
      { kind: 'response', response: 'declined', comment: 'Esta semana ya no me dan las horas.' },
    ])
  })

  test('to who asked for none is recorded, and no mail goes out', async () => {
    const body = outlookEvent(anInvitation(), EMAIL, { responseRequested: false })
    const id = world.idOf(world.sandbox.world.hands.insert(world.calendar, body, 'organiser'))
    expect(await port.answer(world.calendar, target(id), 'accepted', ['none'], 'Ahí nos vemos.')).toMatchObject({
      kind: 'ok',
    })
    expect(world.mails()).toBe(0)
    expect((await changes()).events).toMatchObject([{ answer: 'accepted' }])
  })

  test('that declines takes the event away, and that is told as removed', async () => {
    const id = world.plant(anInvitation())
    const { cursor } = await changes()
    await port.answer(world.calendar, target(id), 'declined', ['none'], null)
    expect((await changes(cursor)).removed).toEqual([id])
  })
})

describe('a block', () => {
  function aBlock(): Block {
    const block = {
      id: 'aforoblock0001' as BlockId,
      title: 'Seguimiento: CANACO',
      description: 'Escribe a quienes conociste.',
      start: '2026-11-24T16:00:00Z',
      end: '2026-11-24T16:30:00Z',
      timeZone: 'America/Mexico_City',
    }
    return { ...block, content: contentHash(contentOf(block)) }
  }

  test.each(['Monterrey', 'Tijuana', 'Cancun', 'Hermosillo', 'Lima', 'Panama'])(
    'is written for people of %s, whose zone Graph does not know, and stays theirs to move',
    async (city) => {
      const block = { ...aBlock(), timeZone: `America/${city}` }
      const put = await port.put(world.calendar, block, 'absent')
      if (put.kind !== 'ok') throw new Error(put.error.reason)
      expect(put.value).toMatchObject({ start: { at: block.start }, end: { at: block.end } })
      expect(isTouched(put.value)).toBe(false)
      const later = { ...block, start: '2026-11-24T17:00:00Z', end: '2026-11-24T17:30:00Z' }
      const moved = { ...later, content: contentHash(contentOf(later)) }
      expect(await port.put(world.calendar, moved, put.value.revision)).toMatchObject({ kind: 'ok' })
      const [read] = (await changes()).events
      expect(read).toMatchObject({ start: { at: later.start }, end: { at: later.end } })
      expect(read === undefined || isTouched(read)).toBe(false)
    },
  )

  test('in the second of two hours of the same name stays in it', async () => {
    // In Los Angeles the clocks go back at nine o'clock UTC.
    const late = { ...aBlock(), start: '2026-11-01T09:15:00Z', end: '2026-11-01T09:45:00Z' }
    const block = { ...late, timeZone: 'America/Los_Angeles', content: contentHash(contentOf(late)) }
    await port.put(world.calendar, block, 'absent')
    const [read] = (await changes()).events
    expect(read).toMatchObject({ start: { at: '2026-11-01T09:15:00Z' } })
    expect(read === undefined || isTouched(read)).toBe(false)
  })

  test('that lost its properties is taken for the person’s', async () => {
    world.sandbox.world.faults.add({ kind: 'drop-extended-properties' })
    await port.put(world.calendar, aBlock(), 'absent')
    const [read] = (await changes()).events
    expect(read?.mark?.block).toBe(aBlock().id)
    expect(read === undefined || isTouched(read)).toBe(true)
  })

  test('that is read as it was before a hand changed it is read anew, and no change is passed over', async () => {
    await port.put(world.calendar, aBlock(), 'absent')
    const { cursor } = await changes()
    const { world: inside } = world.sandbox
    inside.setClock({ offsetMs: 20_000 })
    world.editBlock(aBlock().id, 'Escribir a Bruno')
    // Behind by one write it is the block as it was; by two it is not there yet.
    for (const count of [1, 2]) {
      inside.faults.add({ kind: 'stale-read', count, match: { path: '/events/' } })
      expect(await port.changes(world.calendar, cursor, SINCE)).toMatchObject({ error: { reason: 'malformed' } })
    }
    inside.setClock({})
    expect((await changes(cursor)).events).toMatchObject([{ title: 'Escribir a Bruno' }])
  })

  test('that is in the bin already is not found, by whatever words Graph says so', async () => {
    const put = await port.put(world.calendar, aBlock(), 'absent')
    if (put.kind !== 'ok') throw new Error(put.error.reason)
    for (const [status, reason] of [
      [404, 'ErrorItemNotFound'],
      [403, 'ErrorCannotDeleteObject'],
    ] as const) {
      world.fault('status', { status, reason, match: { method: 'DELETE' } })
      expect(await port.remove(world.calendar, aBlock().id, put.value.revision)).toEqual({
        kind: 'ok',
        value: 'not_found',
      })
    }
  })

  test('whose change overlaps another is read again', async () => {
    const put = await port.put(world.calendar, aBlock(), 'absent')
    if (put.kind !== 'ok') throw new Error(put.error.reason)
    world.sandbox.world.faults.add({ kind: 'overlapping-write' })
    expect(await port.put(world.calendar, aBlock(), put.value.revision)).toMatchObject({
      kind: 'failed',
      error: { reason: 'revision_moved' },
    })
  })
})

describe('a mailbox', () => {
  test('is asked at most four things at once', async () => {
    set({ serviceMs: 20 })
    const reads = await Promise.all(Array.from({ length: 12 }, () => port.changes(world.calendar, null, SINCE)))
    expect(reads.every(({ kind }) => kind === 'ok')).toBe(true)
  })

  test('that asks to wait is waited for, by seconds or by a date', async () => {
    const named = { '17': 17, 'Mon, 23 Nov 2026 18:02:00 GMT': 120 }
    for (const [retryAfter, seconds] of Object.entries(named)) {
      const asked = aPort(world.begin())
      world.fault('status', { status: 429, retryAfter })
      const read = await asked.calendars()
      expect(read).toMatchObject({ error: { reason: 'throttled' } })
      expect(read.kind === 'failed' && read.error.retryAfter?.total('seconds')).toBe(seconds)
    }
  })
})

describe('a subscription', () => {
  const token = 'a-token-that-says-whose-it-is'

  test('is made after a handshake, prolonged under its name, and stopped', async () => {
    const receiver = await listenForNotifications()
    const request = { id: 'ours', token, address: receiver.url, before: null }
    const made = await port.watch(world.calendar, request)
    if (made.kind !== 'ok') throw new Error(made.error.reason)
    expect(world.sandbox.world.state.subscriptions).toMatchObject([{ clientState: token, immutableIds: true }])
    expect(await port.watch(world.calendar, { ...request, before: made.value })).toMatchObject({
      kind: 'ok',
      value: { id: made.value.id },
    })
    expect(await port.unwatch(made.value)).toEqual({ kind: 'ok', value: 'stopped' })
    expect(world.sandbox.world.state.subscriptions).toEqual([])
    // One that has ended is made anew, and stopping it is no news.
    expect(await port.watch(world.calendar, { ...request, before: made.value })).toMatchObject({ kind: 'ok' })
    expect(await port.unwatch(made.value)).toEqual({ kind: 'ok', value: 'stopped' })
    await receiver.close()
  })

  test('is made anew when its token is another: what it says was fixed when it was made', async () => {
    const receiver = await listenForNotifications()
    const request = { id: 'ours', token, address: receiver.url, before: null }
    const made = await port.watch(world.calendar, request)
    if (made.kind !== 'ok') throw new Error(made.error.reason)
    const other = 'the-same-under-another-key'
    const anew = await port.watch(world.calendar, { ...request, token: other, before: made.value })
    expect(anew).toMatchObject({ kind: 'ok', value: { token: other } })
    expect(world.sandbox.world.state.subscriptions).toMatchObject([{ clientState: other }])
    expect(anew.kind === 'ok' && anew.value.id === world.sandbox.world.state.subscriptions[0]?.id).toBe(true)
    await receiver.close()
  })

  test('that nobody remembers makes way for one that says what is asked', async () => {
    const receiver = await listenForNotifications()
    const request = { id: 'ours', token, address: receiver.url, before: null }
    await port.watch(world.calendar, { ...request, token: 'of-a-key-long-gone' })
    const second = await port.watch(world.calendar, request)
    const { subscriptions } = world.sandbox.world.state
    expect(subscriptions).toMatchObject([{ clientState: token }])
    expect(second).toMatchObject({ kind: 'ok', value: { id: subscriptions[0]?.id, token } })
    await receiver.close()
  })
})
