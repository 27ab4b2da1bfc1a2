/** The calendar port as the core relies on it, over Google's adapter against the sandbox. What another provider brings has to pass the same. */
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Block, BlockId, Cursor, RemoteCalendarId, RemoteEventId, Revision } from '../../src/calendar/event.ts'
import type { CalendarPort, Changes } from '../../src/calendar/port.ts'
import { contentHash, contentOf, isTouched } from '../../src/followups/touched.ts'
import { googlePort } from '../../src/providers/google/calendar.ts'
import { aCommitment, anInvitation, googleEvent } from '../builders/an-event.ts'
import type { FaultKind } from '../sandbox/google/faults.ts'
import { type GoogleSandbox, startGoogleSandbox } from '../sandbox/google/server.ts'

const EMAIL = 'mariana@cenit.example'
const CALENDAR = EMAIL as RemoteCalendarId
const NOW = Date.parse('2026-11-23T18:00:00Z')
const SINCE = Temporal.Instant.from('2026-10-19T18:00:00Z')

let google: GoogleSandbox
let port: CalendarPort
let token = ''

beforeAll(async () => {
  google = await startGoogleSandbox({ seedLife: false, now: () => NOW })
  google.world.switches = { ...google.world.switches, quotaPerUserPerMinute: 1_000_000 }
})
afterAll(() => google.close())

beforeEach(() => {
  google.world.faults.clear()
  google.world.mails = []
  google.world.dropCalendar(CALENDAR)
  const { world } = google
  world.createAccount(EMAIL, 'Mariana', 'America/Mexico_City')
  world.putCalendar({ id: EMAIL, owner: EMAIL, summary: 'Trabajo', timeZone: 'America/Mexico_City', primary: true })
  world.share(EMAIL, EMAIL, 'owner', { primary: true, selected: true })
  token = world.grants.issue(EMAIL).accessToken
  port = googlePort({
    apiUrl: google.url,
    ownAddresses: new Set([EMAIL]),
    access: async () => ({ kind: 'ok', value: token }),
    meter: { requests: 0 },
  })
})

async function changes(cursor: Cursor | null = null): Promise<Changes> {
  const read = await port.changes(CALENDAR, cursor, SINCE)
  if (read.kind === 'failed') throw new Error(read.error.reason)
  return read.value
}
function plant(sketch: Parameters<typeof googleEvent>[0]): RemoteEventId {
  const { event } = google.world.hands.insert(
    EMAIL,
    googleEvent(sketch, EMAIL),
    sketch.organiser === null ? 'human' : 'organiser',
  )
  return event.id as RemoteEventId
}
function aBlock(id = 'aforoblock0001'): Block {
  const block = {
    id: id as BlockId,
    title: 'Seguimiento: CANACO',
    description: 'Escribe a quienes conociste.\n\nLo agendó Aforo.',
    start: '2026-11-24T16:00:00Z',
    end: '2026-11-24T16:30:00Z',
    timeZone: 'America/Mexico_City',
  }
  return { ...block, content: contentHash(contentOf(block)) }
}
const fault = (kind: FaultKind, given: object = {}) => google.world.faults.add({ kind, ...given })

describe('reading', () => {
  test('what changed since, once and as it stands now', async () => {
    const first = await changes()
    expect(first.scope).toBe('full')
    const id = plant(anInvitation({ title: 'Primera' }))
    google.world.hands.patch(EMAIL, id, { summary: 'Segunda' }, 'organiser')
    const delta = await changes(first.cursor)
    expect(delta).toMatchObject({
      scope: 'delta',
      removed: [],
      events: [{ id, title: 'Segunda', invited: true, answer: 'none' }],
    })
    expect((await changes(delta.cursor)).events).toEqual([])
  })

  test('guests are the others who did not decline: no room, never the person, and a hundred at most', async () => {
    const guest = (n: number) => ({ email: `Invitada${n}@Empresa.example`, displayName: `Invitada ${n}` })
    const attendees = [
      { email: EMAIL, responseStatus: 'needsAction' },
      { email: 'sala@resource.calendar.google.com', resource: true },
      { email: 'no.va@empresa.example', responseStatus: 'declined' },
      { email: 'sin.nombre@empresa.example' },
      ...Array.from({ length: 120 }, (_, n) => guest(n)),
    ]
    plant(anInvitation({ google: { attendees } }))
    const [event] = (await changes()).events
    expect(event?.guests.length).toBe(100)
    expect(event?.guests.slice(0, 2)).toEqual([
      { name: null, email: 'sin.nombre@empresa.example' },
      { name: 'Invitada 0', email: 'invitada0@empresa.example' },
    ])
    expect(event?.attendeeCount).toBe(124)
  })

  test('a deleted event is told as removed', async () => {
    const id = plant(anInvitation())
    const { cursor } = await changes()
    google.world.hands.delete(EMAIL, id, 'organiser')
    expect((await changes(cursor)).removed).toEqual([id])
  })

  test('what ended before everything that is looked at is no part of it', async () => {
    plant(aCommitment({ title: 'De hace años', start: '2019-03-05 19:00' }))
    expect((await changes()).events).toEqual([])
  })

  test('a token that died says so, and nothing else', async () => {
    const { cursor } = await changes()
    fault('expire-sync-tokens')
    expect(await port.changes(CALENDAR, cursor, SINCE)).toMatchObject({
      kind: 'failed',
      error: { reason: 'cursor_expired' },
    })
  })

  test.each([
    ['not-json', {}, 'malformed'],
    ['truncated-json', {}, 'malformed'],
    ['drop-before', {}, 'unreachable'],
    ['status', { status: 503 }, 'unreachable'],
    ['status', { status: 403, reason: 'rateLimitExceeded' }, 'throttled'],
    ['status', { status: 429, retryAfter: '7' }, 'throttled'],
    ['repeat-page', {}, 'malformed'],
    ['withhold-sync-token', {}, 'malformed'],
  ] as const)('a read that meets %s %j fails as a whole', async (kind, given, reason) => {
    for (let n = 0; n < 3; n++) plant(anInvitation({ title: `Evento ${n}` }))
    fault(kind, { ...given, times: -1 })
    expect(await port.changes(CALENDAR, null, SINCE)).toMatchObject({ kind: 'failed', error: { reason } })
  })
})

describe('a block', () => {
  test('is written private, alone and unsaid, and read back as untouched', async () => {
    const put = await port.put(CALENDAR, aBlock(), 'absent')
    expect(put).toMatchObject({ kind: 'ok', value: { visibility: 'private', attendeeCount: 0, transparent: false } })
    const [read] = (await changes()).events
    expect(read === undefined || isTouched(read)).toBe(false)
    expect(google.world.mails).toEqual([])
  })

  test('written twice is there once: the second is told that the id is taken', async () => {
    await port.put(CALENDAR, aBlock(), 'absent')
    expect(await port.put(CALENDAR, aBlock(), 'absent')).toMatchObject({
      kind: 'failed',
      error: { reason: 'id_taken' },
    })
    expect(await port.find(CALENDAR, aBlock().id)).toMatchObject({ kind: 'ok', value: { kind: 'there' } })
  })

  test('deleted by hand keeps its id taken, and is found deleted', async () => {
    await port.put(CALENDAR, aBlock(), 'absent')
    google.world.hands.delete(EMAIL, aBlock().id)
    expect(await port.put(CALENDAR, aBlock(), 'absent')).toMatchObject({
      kind: 'failed',
      error: { reason: 'id_taken' },
    })
    expect(await port.find(CALENDAR, aBlock().id)).toMatchObject({ kind: 'ok', value: { kind: 'deleted' } })
  })

  test('that is somebody else’s event under this id is found foreign', async () => {
    google.world.hands.plant(EMAIL, { ...googleEvent(anInvitation(), EMAIL), id: 'aforoblock0001' }, 'organiser')
    expect(await port.find(CALENDAR, aBlock().id)).toMatchObject({ kind: 'ok', value: { kind: 'foreign' } })
  })

  test('is not written over, nor removed, where a hand has been on it since', async () => {
    const put = await port.put(CALENDAR, aBlock(), 'absent')
    if (put.kind !== 'ok') throw new Error('not written')
    google.world.hands.patch(EMAIL, aBlock().id, { summary: 'Escribir a Bruno' })
    const moved = { error: { reason: 'revision_moved' } }
    expect(await port.put(CALENDAR, aBlock(), put.value.revision)).toMatchObject({ kind: 'failed', ...moved })
    expect(await port.remove(CALENDAR, aBlock().id, put.value.revision)).toMatchObject({ kind: 'failed', ...moved })
  })

  test.each(['commit-then-drop', 'commit-then-status', 'truncated-json', 'not-json'] as const)(
    'whose answer is lost (%s) may be there: unknown, and found',
    async (kind) => {
      fault(kind, { match: { method: 'POST' } })
      expect(await port.put(CALENDAR, aBlock(), 'absent')).toMatchObject({ kind: 'unknown' })
      expect(await port.find(CALENDAR, aBlock().id)).toMatchObject({ kind: 'ok', value: { kind: 'there' } })
    },
  )

  test('removed is gone, and is found deleted', async () => {
    const put = await port.put(CALENDAR, aBlock(), 'absent')
    const revision = put.kind === 'ok' ? put.value.revision : ('' as Revision)
    expect(await port.remove(CALENDAR, aBlock().id, revision)).toEqual({ kind: 'ok', value: 'removed' })
    expect(await port.find(CALENDAR, aBlock().id)).toMatchObject({ kind: 'ok', value: { kind: 'deleted' } })
  })
})

describe('an answer', () => {
  const target = (id: RemoteEventId) => ({ id, originalStart: null })

  test('changes the own entry and nobody else’s', async () => {
    const id = plant(anInvitation({ otherGuests: 5 }))
    const others = () =>
      google.world
        .calendar(EMAIL)
        ?.events.get(id)
        ?.event.attendees?.filter(({ email }) => email !== EMAIL)
    const before = structuredClone(others())
    expect(await port.answer(CALENDAR, target(id), 'accepted', ['none'], null)).toMatchObject({
      kind: 'ok',
      value: { answer: 'accepted' },
    })
    expect(others()).toEqual(before)
  })

  test('that the person has given meanwhile is not overwritten', async () => {
    const id = plant(anInvitation())
    google.world.hands.rsvp(EMAIL, id, 'declined')
    expect(await port.answer(CALENDAR, target(id), 'accepted', ['none'], null)).toMatchObject({
      kind: 'failed',
      error: { reason: 'revision_moved', code: 'answered_meanwhile' },
    })
  })

  test('to what one was not invited to adds nobody to it', async () => {
    const id = plant(anInvitation({ organiser: null }))
    expect(await port.answer(CALENDAR, target(id), 'accepted', ['none'], null)).toMatchObject({
      kind: 'failed',
      error: { reason: 'rejected' },
    })
  })
})

test('a refused token is renewed once, and a second refusal says that the grant is dead', async () => {
  const asked: (string | null)[] = []
  const dead = googlePort({
    apiUrl: google.url,
    ownAddresses: new Set([EMAIL]),
    access: async (refused) => {
      asked.push(refused)
      return { kind: 'ok', value: `stale-${asked.length}` }
    },
    meter: { requests: 0 },
  })
  expect(await dead.calendars()).toMatchObject({ kind: 'failed', error: { reason: 'revoked' } })
  expect(asked).toEqual([null, 'stale-1'])
})
