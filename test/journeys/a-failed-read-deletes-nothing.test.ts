/** Rule 5: a failed, partial or suddenly empty read deletes nothing, the plan says so, and unread time never looks free. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aMeeting, anInvitation } from '../builders/an-event.ts'
import type { FaultKind } from '../sandbox/google/faults.ts'
import { good, type Journey, type Person, startJourney } from './journey.ts'

const INVITATION = 'Noche de negocios CANACO'
/** Lies upon the invitation: as long as it is known, the invitation overlaps. */
const MEETING = 'Cierre con el cliente'

let journey: Journey
beforeAll(async () => {
  journey = await startJourney()
})
afterAll(() => journey?.close())

describe('an answer that is none', () => {
  const answers: { kind: FaultKind; status?: number; what: string; reason: string }[] = [
    { kind: 'status', status: 503, what: 'a server error', reason: 'unreachable' },
    { kind: 'status', status: 500, what: 'another server error', reason: 'unreachable' },
    { kind: 'drop-before', what: 'a closed connection', reason: 'unreachable' },
    { kind: 'truncated-json', what: 'half an answer', reason: 'malformed' },
    { kind: 'not-json', what: 'a page of HTML', reason: 'malformed' },
    { kind: 'status', status: 404, what: 'a calendar that is not found', reason: 'calendar_gone' },
  ]
  test.each(answers)(
    '$what leaves the last good state, and says so until it is over',
    async ({ reason, what, ...fault }) => {
      const ana = await someone()
      const since = await journey.later({ minutes: 30 })
      ana.fault({ ...fault, match: { path: '/events?' } })
      expect((await ana.sync()).failed).toMatchObject([{ reason }])
      await expectAsBefore(ana)
      const { unreadable } = await ana.plan()
      expect(unreadable).toMatchObject([{ reason }])
      expect(Date.parse(unreadable[0]?.since ?? '')).toBe(since.epochMilliseconds)
      expect((await ana.get<string>('/')).body).toContain(INVITATION)

      await journey.later({ hours: 2 })
      expect((await ana.sync()).failed).toEqual([])
      expect((await ana.plan()).unreadable).toEqual([])
      await expectAsBefore(ana)
    },
  )
})

test('an answer beyond all bounds leaves the last good state, and says so', async () => {
  const ana = await someone()
  for (let n = 0; n < 55; n++) ana.hasRaw({ id: `huge${n}`, summary: 'x'.repeat(1_000_000) })
  expect((await ana.sync()).failed).toHaveLength(1)
  expect((await ana.plan()).unreadable).toHaveLength(1)
  await expectAsBefore(ana)
})

test('the first pages of a read whose last page fails change nothing', async () => {
  const ana = await someone()
  for (let n = 0; n < 2_500; n++) ana.hasRaw({ id: `gone${n}`, status: 'cancelled' })
  ana.has(anInvitation({ title: 'Segunda página', start: '2026-11-26 19:00' }))
  ana.fault({ kind: 'status', match: { path: 'pageToken=' } })
  expect((await ana.sync()).failed).toMatchObject([{ reason: 'unreachable' }])
  await expectAsBefore(ana)
  await journey.later({ hours: 1 })
  expect((await ana.sync()).failed).toEqual([])
  expect(await ana.event('Segunda página')).toMatchObject({ networking: true })
})

test.each(['repeat-page', 'withhold-sync-token'] as const)('a whole read with %s is no read', async (kind) => {
  const ana = await someone()
  journey.google.grants.expireSyncTokens(ana.calendar)
  ana.fault({ kind, times: -1 })
  expect((await ana.sync()).failed).toMatchObject([{ reason: 'malformed' }])
  await expectAsBefore(ana)
})

test.each([
  { kind: 'empty-list', count: 1 },
  { kind: 'short-list', count: 2 },
] as const)('a whole read with $kind deletes nothing, and is forgotten when the next is whole', async (fault) => {
  const ana = await someone()
  journey.google.grants.expireSyncTokens(ana.calendar)
  ana.fault(fault)
  expect((await ana.sync()).failed).toEqual([])
  await expectAsBefore(ana)
  await ana.ringUntil(journey.now().add({ minutes: 30 }))
  await expectAsBefore(ana)
})

test('what two whole reads ten minutes apart both lack is gone, and not before', async () => {
  const ana = await someone()
  const calendar = journey.google.calendar(ana.calendar)
  const stored = [...(calendar?.events.values() ?? [])].find(({ event }) => event.summary === MEETING)
  // Gone without a tombstone, as after a token that died of age.
  calendar?.events.delete(stored?.event.id ?? '')
  journey.google.grants.expireSyncTokens(ana.calendar)
  await ana.sync()
  await expectAsBefore(ana)
  await journey.later({ minutes: 9 })
  journey.google.grants.expireSyncTokens(ana.calendar)
  await ana.sync()
  await expectAsBefore(ana)
  await ana.ringUntil(journey.now().add({ minutes: 20 }))
  expect((await ana.events()).map(({ title }) => title)).toEqual([INVITATION])
  expect(await ana.verdict(INVITATION)).toMatchObject({ verdict: 'attend' })
})

test('a calendar of more than 10,000 events is unreadable, and the plan says so', async () => {
  const account = journey.newAccount()
  const start = { dateTime: '2026-11-24T10:00:00-06:00' }
  const end = { dateTime: '2026-11-24T11:00:00-06:00' }
  for (let n = 0; n <= 10_000; n++) journey.google.hands.raw(account.email, { id: `m${n}`, start, end })
  const ana = await journey.signUp(account)
  const { unreadable, reading } = await ana.plan()
  expect(unreadable).toMatchObject([{ reason: 'too_large' }])
  expect(reading).toBe(false)
  expect((await ana.calendars())[0]).toMatchObject({ readAt: null, unreadable: { reason: 'too_large' } })
})

describe('a quota', () => {
  const quotas = [
    { status: 403, reason: 'rateLimitExceeded', retryAfter: '1200' },
    { status: 403, reason: 'userRateLimitExceeded', retryAfter: '1200' },
    { status: 403, reason: 'quotaExceeded', retryAfter: '1200' },
    { status: 429, reason: 'rateLimitExceeded', retryAfter: '1200' },
  ]
  test.each(quotas)('$status $reason is waited for as long as it asks, and is no lost grant', async (fault) => {
    const ana = await someone()
    const asked = await journey.later({ minutes: 30 })
    ana.fault({ kind: 'status', match: { path: '/events?' }, ...fault })
    expect((await ana.sync()).failed).toMatchObject([{ reason: 'throttled' }])
    expect((await ana.plan()).unreadable).toMatchObject([{ reason: 'throttled' }])
    expect(await ana.connections()).toMatchObject([{ status: 'ok' }])

    await journey.later({ minutes: 15 })
    expect(await journey.costOf(() => ana.sync())).toMatchObject({ provider: 0 })
    await ana.ringUntil(asked.add({ minutes: 19 }))
    expect((await ana.plan()).unreadable).toHaveLength(1)
    await ana.ringUntil(asked.add({ minutes: 21 }))
    expect((await ana.plan()).unreadable).toEqual([])
    await expectAsBefore(ana)
  })

  test('asked for at one calendar is the whole account’s: nothing is read or answered before its time, also after a restart', async () => {
    const ana = await someone()
    ana.owns('Personal')
    // The list of calendars is read daily.
    await ana.ringUntil('2026-11-24 12:00')
    expect(await ana.calendars()).toHaveLength(2)
    const asked = journey.now()
    ana.fault({
      kind: 'status',
      status: 429,
      retryAfter: '1200',
      match: { path: '/calendars/Personal' },
    })
    expect((await ana.sync()).failed).toMatchObject([{ reason: 'throttled' }])
    const before = ana.requests().length
    const { id } = await ana.event(INVITATION)
    good(await ana.patch(`/api/v1/events/${id}`, { answer: 'accepted' }))
    expect((await ana.sync()).requests).toBe(0)
    await journey.restart()
    await journey.later({ minutes: 10 })
    expect(await ana.sync()).toMatchObject({ requests: 0, writes: 0 })
    await ana.ringUntil(asked.add({ minutes: 19 }))
    expect(ana.requests().slice(before)).toEqual([])
    // Whoever presses again and again meanwhile changes nothing.
    expect(await journey.costOf(() => ana.sync(), ana)).toMatchObject({ provider: 0, rowsWritten: 0, alarmWrites: 0 })

    await ana.ringUntil(asked.add({ minutes: 25 }))
    expect((await ana.plan()).unreadable).toEqual([])
    expect(await ana.event(INVITATION)).toMatchObject({ answer: 'accepted' })
  })

  test('without a wish, the pauses grow: a day of errors costs some dozens of requests', async () => {
    const ana = await someone()
    const before = ana.requests().length
    ana.fault({ kind: 'status', status: 503, times: -1, match: { path: '/calendar/v3/' } })
    await ana.sync()
    await ana.ringUntil(journey.now().add({ hours: 36 }))
    // Doubling from half a minute to an hour, for the calendar and, from the second day on, for the list of calendars.
    expect(ana.requests().length - before).toBeLessThan(90)
    expect(ana.requests().length - before).toBeGreaterThan(30)
    expect((await ana.events()).map(({ title }) => title)).toEqual([MEETING, INVITATION])
  })
})

async function someone(): Promise<Person> {
  journey.google.faults.clear()
  await journey.at('2026-11-23 09:00')
  const ana = await journey.signUp()
  ana.has(anInvitation({ title: INVITATION, start: '2026-11-24 19:00' }))
  ana.has(aMeeting({ title: MEETING, start: '2026-11-24 18:30', minutes: 120 }))
  await ana.sync()
  await expectAsBefore(ana)
  return ana
}

async function expectAsBefore(ana: Person): Promise<void> {
  expect((await ana.events()).map(({ title }) => title)).toEqual(expect.arrayContaining([INVITATION, MEETING]))
  expect(await ana.verdict(INVITATION, '2026-W48')).toMatchObject({ verdict: 'skip', reason: 'overlaps' })
}
