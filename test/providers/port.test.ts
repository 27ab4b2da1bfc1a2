/**
 * The calendar port as the core relies on it: one suite for every adapter, each against its sandbox. What differs between providers is what their
 * `capabilities` say, and nothing else.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Block, BlockId, Cursor, RemoteEventId, Revision } from '../../src/calendar/event.ts'
import { type CalendarPort, type Changes, HELD_BACK } from '../../src/calendar/port.ts'
import { contentHash, contentOf, isTouched } from '../../src/followups/touched.ts'
import { respiteOf } from '../../src/person/respite.ts'
import { aStorage } from '../builders/a-storage.ts'
import { aCommitment, anInvitation } from '../builders/an-event.ts'
import { atGoogle } from './at-google.ts'
import { atMicrosoft } from './at-microsoft.ts'
import { EMAIL, type ProviderWorld } from './provider-world.ts'

const NOW = Temporal.Instant.from('2026-11-23T18:00:00Z')
const SINCE = NOW.subtract({ hours: 5 * 7 * 24 })
const BLOCK = 'aforoblock0001' as BlockId

describe.each([
  ['Google', atGoogle],
  ['Microsoft', atMicrosoft],
])('%s', (_name, startWorld) => {
  let world: ProviderWorld
  let port: CalendarPort

  beforeAll(async () => {
    world = await startWorld(NOW)
  })
  afterAll(() => world.close())

  beforeEach(() => {
    const token = world.begin()
    port = portWith(async () => ({ kind: 'ok', value: token }))
  })

  function portWith(access: Parameters<ProviderWorld['port']>[0]['access'], apiUrl?: string): CalendarPort {
    const meter = { requests: 0 }
    const respite = respiteOf(aStorage(), 'account', () => NOW)
    return world.port({ ownAddresses: new Set([EMAIL]), access, meter, respite, now: () => NOW }, apiUrl)
  }
  async function changes(cursor: Cursor | null = null): Promise<Changes> {
    const read = await port.changes(world.calendar, cursor, SINCE)
    if (read.kind === 'failed') throw new Error(read.error.reason)
    return read.value
  }
  function aBlock(): Block {
    const block = {
      id: BLOCK,
      title: 'Seguimiento: CANACO',
      description: 'Escribe a quienes conociste.\n\nLo agendó Aforo.',
      start: '2026-11-24T16:00:00Z',
      end: '2026-11-24T16:30:00Z',
      timeZone: 'America/Mexico_City',
    }
    return { ...block, content: contentHash(contentOf(block)) }
  }
  async function put(expected: Revision | 'absent' = 'absent') {
    const written = await port.put(world.calendar, aBlock(), expected)
    if (written.kind !== 'ok') throw new Error(`not written: ${written.error.reason}`)
    return written.value
  }
  /** What `find` says of a block that was deleted. */
  const gone = () => ({ kind: 'ok', value: { kind: port.capabilities.tellsDeleted ? 'deleted' : 'absent' } })

  describe('reading', () => {
    test('what changed since, once and as it stands now', async () => {
      const first = await changes()
      expect(first.scope).toBe('full')
      const id = world.plant(anInvitation({ title: 'Primera' }))
      world.retitle(id, 'Segunda')
      const delta = await changes(first.cursor)
      expect(delta).toMatchObject({
        scope: 'delta',
        removed: [],
        events: [{ id, title: 'Segunda', invited: true, answer: 'none' }],
      })
      expect((await changes(delta.cursor)).events).toEqual([])
    })

    test('a deleted event is told as removed', async () => {
      const id = world.plant(anInvitation())
      const { cursor } = await changes()
      world.drop(id)
      expect((await changes(cursor)).removed).toEqual([id])
    })

    test('what ended before everything that is looked at is no part of it', async () => {
      world.plant(aCommitment({ title: 'De hace años', start: '2019-03-05 19:00' }))
      expect((await changes()).events).toEqual([])
    })

    test('a token that died says so, and nothing else', async () => {
      const { cursor } = await changes()
      world.fault('expire-cursors')
      expect(await port.changes(world.calendar, cursor, SINCE)).toMatchObject({
        kind: 'failed',
        error: { reason: 'cursor_expired' },
      })
    })

    test.each([
      ['not-json', {}, 'malformed'],
      ['truncated-json', {}, 'malformed'],
      ['drop-before', {}, 'unreachable'],
      ['status', { status: 503 }, 'unreachable'],
      ['status', { status: 429, retryAfter: '7' }, 'throttled'],
      ['repeat-page', {}, 'malformed'],
      ['withhold-cursor', {}, 'malformed'],
    ] as const)('a read that meets %s %j fails as a whole', async (kind, given, reason) => {
      for (let n = 0; n < 3; n++) world.plant(anInvitation({ title: `Evento ${n}` }))
      world.fault(kind, { ...given, times: -1 })
      expect(await port.changes(world.calendar, null, SINCE)).toMatchObject({ kind: 'failed', error: { reason } })
    })
  })

  describe('a block', () => {
    test('is written private, alone and unsaid, and read back as untouched', async () => {
      expect(await put()).toMatchObject({ visibility: 'private', attendeeCount: 0, transparent: false })
      const [read] = (await changes()).events
      expect(read === undefined || isTouched(read)).toBe(false)
      expect(world.mails()).toBe(0)
    })

    test('written twice is there once: the second meets the first', async () => {
      await put()
      const again = await port.put(world.calendar, aBlock(), 'absent')
      if (again.kind === 'failed') expect(again.error.reason).toBe('id_taken')
      else expect(again.kind).toBe('ok')
      expect(world.blocks()).toEqual([BLOCK])
      expect(await port.find(world.calendar, BLOCK)).toMatchObject({ kind: 'ok', value: { kind: 'there' } })
    })

    test('moved by Aforo stands where it was moved to, still untouched', async () => {
      const { revision } = await put()
      const moved = { ...aBlock(), start: '2026-11-24T17:00:00Z', end: '2026-11-24T17:30:00Z' }
      const block = { ...moved, content: contentHash(contentOf(moved)) }
      expect(await port.put(world.calendar, block, revision)).toMatchObject({
        kind: 'ok',
        value: { start: { at: '2026-11-24T17:00:00Z' } },
      })
      const [read] = (await changes()).events
      expect(read).toMatchObject({ start: { at: '2026-11-24T17:00:00Z' }, end: { at: '2026-11-24T17:30:00Z' } })
      expect(read === undefined || isTouched(read)).toBe(false)
      expect(world.blocks()).toEqual([BLOCK])
    })

    test('deleted by hand is told as removed, and found as what the provider knows of it', async () => {
      const { id } = await put()
      const { cursor } = await changes()
      world.dropBlock(BLOCK)
      expect((await changes(cursor)).removed).toEqual([id])
      expect(await port.find(world.calendar, BLOCK)).toMatchObject(gone())
    })

    test('deleted by hand cannot be changed any more', async () => {
      const { revision } = await put()
      world.dropBlock(BLOCK)
      const again = await port.put(world.calendar, aBlock(), revision)
      expect(again).toMatchObject({ kind: 'failed' })
      expect(
        again.kind === 'failed' && ['revision_moved', 'calendar_gone', 'forbidden'].includes(again.error.reason),
      ).toBe(true)
      expect(world.blocks()).not.toContain(BLOCK)
    })

    test('is not written over, nor removed, where a hand has been on it since', async () => {
      const { revision } = await put()
      world.editBlock(BLOCK, 'Escribir a Bruno')
      const moved = { error: { reason: 'revision_moved' } }
      expect(await port.put(world.calendar, aBlock(), revision)).toMatchObject({ kind: 'failed', ...moved })
      expect(await port.remove(world.calendar, BLOCK, revision)).toMatchObject({ kind: 'failed', ...moved })
    })

    test.each(['commit-then-drop', 'commit-then-status', 'truncated-json', 'not-json'] as const)(
      'whose answer is lost (%s) may be there: unknown, and found',
      async (kind) => {
        world.fault(kind, { match: { method: 'POST' } })
        expect(await port.put(world.calendar, aBlock(), 'absent')).toMatchObject({ kind: 'unknown' })
        expect(await port.find(world.calendar, BLOCK)).toMatchObject({ kind: 'ok', value: { kind: 'there' } })
      },
    )

    test('is not removed where somebody else’s page says so', async () => {
      const { revision } = await put()
      world.editBlock(BLOCK, 'Escribir a Bruno')
      world.fault('not-json', { match: { method: 'DELETE' } })
      expect(await port.remove(world.calendar, BLOCK, revision)).toMatchObject({ kind: 'unknown' })
      expect(await port.find(world.calendar, BLOCK)).toMatchObject({ kind: 'ok', value: { kind: 'there' } })
    })

    test('that is not found when it is to be removed may stand all the same, and is found', async () => {
      const { revision } = await put()
      world.fault('status', { status: 404, reason: 'notFound', match: { method: 'DELETE' } })
      expect(await port.remove(world.calendar, BLOCK, revision)).toEqual({ kind: 'ok', value: 'not_found' })
      expect(await port.find(world.calendar, BLOCK)).toMatchObject({ kind: 'ok', value: { kind: 'there' } })
    })

    test('removed is gone, and is found deleted', async () => {
      const { revision } = await put()
      expect(await port.remove(world.calendar, BLOCK, revision)).toEqual({ kind: 'ok', value: 'removed' })
      expect(await port.find(world.calendar, BLOCK)).toMatchObject(gone())
    })
  })

  describe('an answer', () => {
    const target = (id: RemoteEventId) => ({ id, originalStart: null })

    test('changes the own entry and nobody else’s', async () => {
      const id = world.plant(anInvitation({ otherGuests: 5 }))
      const others = () => world.answersOf(id).filter(([email]) => email !== EMAIL)
      const before = structuredClone(others())
      expect(await port.answer(world.calendar, target(id), 'accepted', ['none'], null)).toMatchObject({
        kind: 'ok',
        value: { answer: 'accepted' },
      })
      expect(others()).toEqual(before)
    })

    test('that the person has given meanwhile is not overwritten', async () => {
      const id = world.plant(anInvitation())
      world.answers(id, 'accepted')
      expect(await port.answer(world.calendar, target(id), 'tentative', ['none'], null)).toMatchObject({
        kind: 'failed',
        error: { reason: 'revision_moved', code: 'answered_meanwhile' },
      })
    })

    test('to what one was not invited to adds nobody to it', async () => {
      const id = world.plant(anInvitation({ organiser: null }))
      expect(await port.answer(world.calendar, target(id), 'accepted', ['none'], null)).toMatchObject({
        kind: 'failed',
        error: { reason: 'rejected' },
      })
    })
  })

  describe('asked to leave the account alone', () => {
    const WAIT = { minutes: 10 }
    let storage: ReturnType<typeof aStorage>
    let meter: { requests: number }
    let now: Temporal.Instant
    /** Another isolate, and the next cycle. */
    function anew(): CalendarPort {
      const token = world.begin()
      const access = async () => ({ kind: 'ok' as const, value: token })
      const respite = respiteOf(storage, 'account', () => now)
      return world.port({ ownAddresses: new Set([EMAIL]), access, meter, respite, now: () => now })
    }
    const everything = (asked: CalendarPort) => [
      () => asked.calendars(),
      () => asked.changes(world.calendar, null, SINCE),
      () => asked.find(world.calendar, BLOCK),
      () => asked.put(world.calendar, aBlock(), 'absent'),
      () => asked.remove(world.calendar, BLOCK, '"1"' as Revision),
      () => asked.answer(world.calendar, { id: 'x' as RemoteEventId, originalStart: null }, 'accepted', ['none'], null),
      () => asked.watch(world.calendar, { id: 'c', token: 't', address: 'https://aforo.example/hook', before: null }),
    ]
    beforeEach(() => {
      storage = aStorage()
      meter = { requests: 0 }
      now = NOW
    })

    test.each([
      [429, undefined],
      [503, undefined],
      [403, 'rateLimitExceeded'],
    ] as const)(
      'by a %i that names a wait: nothing more is sent until it is over, whatever is asked',
      async (status, reason) => {
        let asked = anew()
        world.fault('status', { status, ...(reason === undefined ? {} : { reason }), retryAfter: '600' })
        expect(await asked.changes(world.calendar, null, SINCE)).toMatchObject({ kind: 'failed' })
        expect(meter.requests).toBe(1)
        now = NOW.add({ seconds: 30 })
        for (const restarted of [false, true]) {
          if (restarted) asked = anew()
          for (const ask of everything(asked)) {
            const answer = await ask()
            expect(answer).toMatchObject({ kind: 'failed', error: { reason: 'throttled', code: HELD_BACK } })
            if (answer.kind === 'failed') expect(answer.error.retryAfter?.total('seconds')).toBe(570)
          }
        }
        expect([meter.requests, storage.writes]).toEqual([1, 1])
        now = NOW.add(WAIT)
        expect(await asked.changes(world.calendar, null, SINCE)).toMatchObject({ kind: 'ok' })
        await asked.calendars()
        // Over, it is forgotten: nothing is written for an account that may be asked.
        expect(storage.writes).toBe(2)
      },
    )

    test('without a wait being named, each thing waits for itself alone', async () => {
      const asked = anew()
      world.fault('status', { status: 429 })
      const [error] = [await asked.changes(world.calendar, null, SINCE)]
      expect(error).toMatchObject({ kind: 'failed', error: { reason: 'throttled' } })
      expect(await asked.calendars()).toMatchObject({ kind: 'ok' })
      expect(storage.writes).toBe(0)
    })
  })

  test('a page in between that forbids is an outage, and neither the grant’s nor the calendar’s fault', async () => {
    const page = '<!doctype html><title>403 Forbidden</title>'
    const server = createServer((_request, response) =>
      response.writeHead(403, { 'content-type': 'text/html' }).end(page),
    )
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const shut = portWith(async () => ({ kind: 'ok', value: 'token' }), apiUrl)
    const refused = { kind: 'failed', error: { reason: 'unreachable', code: '403' } }
    expect(await shut.calendars()).toEqual(refused)
    expect(await shut.changes(world.calendar, null, SINCE)).toEqual(refused)
    await new Promise((done) => server.close(done))
  })

  test('a refused token is renewed once; that a new one is refused, too, is the provider’s trouble and not the grant’s', async () => {
    const asked: (string | null)[] = []
    const refused = portWith(async (before) => {
      asked.push(before)
      return { kind: 'ok', value: `stale-${asked.length}` }
    })
    expect(await refused.calendars()).toEqual({ kind: 'failed', error: { reason: 'unreachable', code: '401' } })
    expect(asked).toEqual([null, 'stale-1'])
  })
})
