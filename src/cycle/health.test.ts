import { describe, expect, test } from 'vitest'
import { NOON } from '../../test/builders/a-person.ts'
import { brokenState, failedSince, type Sketch, someHealth } from '../../test/builders/some-health.ts'
import { type AccountHealth, troublesIn, unplannableIn, unreadableIn } from './health.ts'
import { lifeAt } from './life.ts'

/** One account with one calendar. */
function one(calendar: NonNullable<Sketch['calendars']>[string] = {}, connection: Sketch['connection'] = {}) {
  const [account] = someHealth({ google: { connection, calendars: { Trabajo: calendar } } })
  const [only] = account?.calendars ?? []
  if (account === undefined || only === undefined) throw new Error('an account without a calendar')
  return { account, calendar: only }
}
const texts = ({ status, readAt, nextTryAt, since, reason }: AccountHealth | AccountHealth['calendars'][number]) => ({
  status,
  readAt: readAt?.toString() ?? null,
  nextTryAt: nextTryAt?.toString() ?? null,
  since: since?.toString() ?? null,
  reason,
})
const revoked = { state: { status: 'revoked' as const, since: '2026-11-23T16:00:00Z', listAt: null } }
const READ = '2026-11-23T17:00:00Z'
const NEXT = '2026-11-23T20:00:00Z'

describe('how a calendar is', () => {
  test.each<[string, Parameters<typeof one>, ReturnType<typeof texts>]>([
    ['well', [], { status: 'ok', readAt: READ, nextTryAt: NEXT, since: null, reason: null }],
    [
      'being read for the first time',
      [{ sync: { readAt: null } }],
      { status: 'reading', readAt: null, nextTryAt: NOON.toString(), since: null, reason: null },
    ],
    [
      'failing',
      [{ sync: failedSince('2026-11-23T17:30:00Z', 'throttled') }],
      {
        status: 'failing',
        readAt: READ,
        nextTryAt: '2026-11-23T18:20:00Z',
        since: '2026-11-23T17:30:00Z',
        reason: 'throttled',
      },
    ],
    [
      'waiting for its account, whatever it failed of itself',
      [{ sync: failedSince('2026-11-23T17:30:00Z') }, revoked],
      { status: 'revoked', readAt: READ, nextTryAt: null, since: '2026-11-23T16:00:00Z', reason: 'revoked' },
    ],
    [
      'of an account that lacks a permission',
      [{}, { state: { status: 'limited', since: '2026-11-23T16:00:00Z', listAt: null } }],
      { status: 'limited', readAt: READ, nextTryAt: null, since: '2026-11-23T16:00:00Z', reason: 'forbidden' },
    ],
    [
      'gone',
      [{ sync: { gone: true, lostAt: '2026-11-23T17:45:00Z', ...failedSince('2026-11-23T17:30:00Z') } }],
      { status: 'gone', readAt: READ, nextTryAt: null, since: '2026-11-23T17:45:00Z', reason: 'calendar_gone' },
    ],
    [
      'for follow-ups, and closed to them',
      [{ followUps: true, role: 'reader', sync: { lostAt: '2026-11-23T17:45:00Z' } }],
      { status: 'read_only', readAt: READ, nextTryAt: NEXT, since: '2026-11-23T17:45:00Z', reason: 'forbidden' },
    ],
    [
      'of no use, so that nothing can be wrong with it',
      [{ busy: false, candidates: false, sync: failedSince('2026-11-23T17:30:00Z') }],
      { status: 'unused', readAt: READ, nextTryAt: null, since: null, reason: null },
    ],
  ])('%s', (_, sketch, expected) => {
    expect(texts(one(...sketch).calendar)).toEqual(expected)
  })

  test('what is due is tried now, not in the past', () => {
    const late = one({ sync: { pollAt: '2026-11-23T10:00:00Z' } }).calendar
    expect(late.nextTryAt?.toString()).toBe(NOON.toString())
  })
})

describe('how an account is', () => {
  test('well while one of its calendars can be read, and failing since the last of them was lost', () => {
    const first = { sync: failedSince('2026-11-22T10:00:00Z', 'too_large') }
    const [some] = someHealth({ google: { calendars: { A: first, B: {} } } })
    expect(some).toMatchObject({ status: 'ok', since: null })
    const [none] = someHealth({ google: { calendars: { A: first, B: { sync: failedSince('2026-11-23T10:00:00Z') } } } })
    expect(none && texts(none)).toMatchObject({
      status: 'failing',
      since: '2026-11-23T10:00:00Z',
      reason: 'unreachable',
      nextTryAt: '2026-11-23T18:20:00Z',
    })
  })

  test('failing where its list of calendars was never read, and its own trouble then', () => {
    const failure = { reason: 'unreachable' as const, since: '2026-11-23T17:00:00Z' }
    const state = { status: 'ok' as const, since: null, listAt: '2026-11-23T18:10:00Z', attempts: 4, failure }
    const health = someHealth({ google: { connection: { state } } })
    expect(health).toMatchObject([{ status: 'failing', reason: 'unreachable' }])
    expect(troublesIn(health)).toMatchObject([{ kind: 'account', status: 'failing', reconnectPath: null }])
    expect(lifeAt(brokenState({ google: { connection: { state } } }), NOON).reading).toBe(false)
  })

  test('being read where its list is due for the first time', () => {
    const state = { status: 'ok' as const, since: null, listAt: NOON.toString() }
    expect(someHealth({ google: { connection: { state } } })).toMatchObject([{ status: 'reading' }])
    expect(lifeAt(brokenState({ google: { connection: { state } } }), NOON).reading).toBe(true)
  })
})

describe('what is told', () => {
  const failing = { sync: failedSince('2026-11-23T17:30:00Z') }

  test('a calendar that only takes follow-ups is seen, and makes no plan uncertain', () => {
    const health = someHealth({
      google: { calendars: { Bloques: { busy: false, candidates: false, followUps: true, ...failing } } },
    })
    expect(unreadableIn(health)).toHaveLength(1)
    expect(unplannableIn(health)).toEqual([])
    expect(troublesIn(health)).toMatchObject([{ name: 'Bloques', followUps: true, busy: false }])
  })

  test('an account that waits for the person is said once, with the way back', () => {
    const health = someHealth({ google: { connection: revoked, calendars: { A: failing, B: {} } } })
    expect(troublesIn(health)).toMatchObject([{ kind: 'account', status: 'revoked', reconnectPath: '/connect/google' }])
    expect(unreadableIn(health).map(({ reason }) => reason)).toEqual(['revoked', 'revoked'])
  })

  test('calendars are named with their account where there is another', () => {
    const other = { connection: { provider: 'microsoft' as const }, calendars: { B: {} } }
    expect(troublesIn(someHealth({ google: { calendars: { A: failing } } }))).toMatchObject([{ account: null }])
    expect(troublesIn(someHealth({ google: { calendars: { A: failing } }, other }))).toMatchObject([
      { account: { provider: 'google', address: 'ana@example.com' } },
    ])
  })

  test('pages, API and digest are told of the same', () => {
    const state = brokenState({ google: { calendars: { A: failing, B: {}, C: { sync: { gone: true } } } } })
    const { health, unreadable } = lifeAt(state, NOON)
    expect(unreadable).toEqual(unplannableIn(health))
    expect(troublesIn(health).map((trouble) => trouble.kind === 'calendar' && trouble.name)).toEqual(['A', 'C'])
  })
})

test('what was lost before anybody knew since when is lost since now', () => {
  const [account] = someHealth({ google: { calendars: { A: { sync: { readAt: null, gone: true } } } } })
  expect(account?.calendars.map(({ since }) => since?.toString())).toEqual([NOON.toString()])
})
