import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { brokenState, failedSince, type Sketch } from '../../test/builders/some-health.ts'
import type { CalendarId } from '../calendar/event.ts'
import { wakeAt } from './alarm.ts'
import { knownAt } from './known.ts'
import { nextNotice, scheduleNotices, stillHolds } from './notices.ts'
import { markOutages } from './outages.ts'
import { dueIntents } from './outbox.ts'
import type { Connection, Intent, PersonState } from './state.ts'

const START = Temporal.Instant.from('2026-11-23T18:00:00Z')
const inHours = (hours: number) => START.add({ hours })
const BOTH: Sketch = { calendars: { A: {}, B: {} } }

/** As a cycle decides it. */
function seen(state: PersonState, now: Temporal.Instant): PersonState {
  return scheduleNotices(markOutages(state, now), now)
}
function notices(state: PersonState): Intent[] {
  return [...state.outbox.values()].filter(({ body }) => body.effect.kind === 'notice')
}
const aboutOf = (state: PersonState) =>
  notices(state).flatMap(({ body: { effect } }) => (effect.kind === 'notice' ? [effect.about] : []))

/** The state with these calendars failing since then, and all others well. */
function failing(state: PersonState, since: Readonly<Record<string, Temporal.Instant>>): PersonState {
  const calendars = new Map(
    [...state.calendars].map(([id, calendar]) => {
      const at = since[id]
      const { failure } = at === undefined ? { failure: null } : failedSince(at.toString())
      return [id, { ...calendar, sync: { ...calendar.sync, failure } }]
    }),
  )
  return { ...state, calendars }
}
function withAccount(state: PersonState, at: Partial<Connection>): PersonState {
  return { ...state, connections: new Map([...state.connections].map(([id, one]) => [id, { ...one, ...at }])) }
}

describe('what should pass by itself', () => {
  test('is told when it has lasted a day, and the alarm is set to that moment', () => {
    const failed = seen(failing(brokenState({ google: BOTH }), { A: START }), START)
    expect(notices(failed)).toEqual([])
    expect(nextNotice(failed, START)?.toString()).toBe(inHours(24).toString())
    expect(notices(seen(failed, inHours(24).subtract({ seconds: 1 })))).toEqual([])
    const told = seen(failed, inHours(24))
    expect(aboutOf(told)).toEqual(['unreadable'])
    expect(nextNotice(told, inHours(24))).toBeNull()
    expect(notices(seen(told, inHours(80)))).toHaveLength(1)
  })

  test('wakes the person for it, though nothing is tried again before', () => {
    const rarely = failedSince(START.toString(), 'too_large')
    const retryAt = inHours(30).toString()
    const state = brokenState({
      google: {
        connection: { state: { status: 'ok', since: null, listAt: retryAt } },
        calendars: { A: { sync: { failure: rarely.failure && { ...rarely.failure, retryAt } } } },
      },
    })
    const quiet = { ...state.person.settings, digest: { ...state.person.settings.digest, enabled: false } }
    const seenOnce = seen({ ...state, person: { ...state.person, settings: quiet } }, START)
    expect(wakeAt(seenOnce, knownAt(seenOnce, START), START)?.toString()).toBe(inHours(24).toString())
    const told = seen(seenOnce, inHours(24))
    const [notice] = notices(told)
    expect(notice?.dueAt).not.toBeNull()
    expect(dueIntents(told, inHours(24))).toEqual([notice])
  })

  test('is one notice for all of an account, together or in turn, until all of it can be read', () => {
    let state = seen(failing(brokenState({ google: BOTH }), { A: START }), START)
    state = seen(failing(state, { A: START, B: inHours(20) }), inHours(20))
    state = seen(state, inHours(24))
    // The first can be read again, the second cannot.
    state = seen(failing(state, { B: inHours(20) }), inHours(30))
    state = seen(state, inHours(100))
    expect(notices(state)).toHaveLength(1)
    state = seen(failing(state, {}), inHours(101))
    state = seen(failing(state, { A: inHours(102) }), inHours(102))
    expect(notices(seen(state, inHours(125)))).toHaveLength(1)
    expect(notices(seen(state, inHours(126)))).toHaveLength(2)
  })

  test('of two accounts is two notices', () => {
    const other: Sketch = { connection: { provider: 'microsoft' }, calendars: { C: {} } }
    const state = seen(failing(brokenState({ google: BOTH, other }), { A: START, C: START }), START)
    expect(notices(seen(state, inHours(24)))).toHaveLength(2)
  })

  test('begins anew with the account: what failed while it waited for the person does not count', () => {
    const waited = failing(brokenState({ google: BOTH }), { A: START, B: START })
    const reconnected = seen(waited, inHours(72))
    expect(notices(reconnected)).toEqual([])
    expect(nextNotice(reconnected, inHours(72))?.toString()).toBe(inHours(96).toString())
  })

  test('ends with the last use of what fails', () => {
    const state = seen(failing(brokenState({ google: BOTH }), { A: START }), START)
    const calendars = new Map(state.calendars)
    const a = calendars.get('A' as CalendarId)
    if (a !== undefined) calendars.set(a.id, { ...a, busy: false, candidates: false })
    const left = seen({ ...state, calendars }, inHours(1))
    expect(nextNotice(left, inHours(1))).toBeNull()
    expect([...left.connections.values()].map(({ state: { outage } }) => outage)).toEqual([undefined])
  })

  test('is not told any more when it passed before the mail could leave', () => {
    const told = seen(seen(failing(brokenState({ google: BOTH }), { A: START }), START), inHours(24))
    const [notice] = notices(told)
    if (notice === undefined) throw new Error('no notice')
    const at = inHours(30)
    expect(stillHolds(told, notice, at)).toBe(true)
    const passed = seen(failing(told, {}), at)
    expect(stillHolds(passed, notice, at)).toBe(false)
    // Nor when another has begun since: that one has its own day.
    const again = inHours(31)
    expect(stillHolds(seen(failing(passed, { A: again }), again), notice, again)).toBe(false)
  })

  test('whatever fails and recovers, hour after hour: one notice for each outage that lasted a day without a break, and never two', () => {
    // For each hour which of the two calendars can be read.
    const hours = fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 120 })
    // Long stretches of the same, or no outage would ever last.
    const stretches = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.tuple(fc.boolean(), fc.boolean())), {
      minLength: 1,
      maxLength: 8,
    })
    const lives = fc.oneof(
      hours,
      stretches.map((all) => all.flatMap(([length, reads]) => Array.from({ length }, () => reads))),
    )
    fc.assert(
      fc.property(lives, (life) => {
        let state = brokenState({ google: BOTH })
        const since: Record<string, Temporal.Instant> = {}
        let expected = 0
        let told = false
        for (const [hour, reads] of life.entries()) {
          const now = inHours(hour)
          for (const [index, id] of ['A', 'B'].entries()) {
            if (reads[index]) delete since[id]
            else since[id] ??= now
          }
          const began = Object.values(since)
          if (began.length === 0) told = false
          const isLong = began.some((at) => at.add({ hours: 24 }).epochMilliseconds <= now.epochMilliseconds)
          if (isLong && !told) {
            told = true
            expected++
          }
          state = seen(failing(state, since), now)
          // A rerun after a crash finds what is on record.
          state = seen(state, now)
          expect(notices(state)).toHaveLength(expected)
          const next = nextNotice(state, now)
          if (next !== null) expect(next.epochMilliseconds).toBeGreaterThan(now.epochMilliseconds)
          expect(next === null).toBe(began.length === 0 || told)
        }
      }),
      { numRuns: 150 },
    )
  })
})

describe('what only the person can mend', () => {
  const at = (status: 'revoked' | 'limited', since = START) => ({
    state: { status, since: since.toString(), listAt: null },
  })

  test('is told at once, and again only when it happens again', () => {
    let state = seen(withAccount(brokenState({ google: BOTH }), at('revoked')), START)
    expect(aboutOf(state)).toEqual(['revoked'])
    state = seen(state, inHours(10))
    expect(notices(state)).toHaveLength(1)
    state = seen(withAccount(state, at('revoked', inHours(50))), inHours(50))
    expect(notices(state)).toHaveLength(2)
  })

  test('a permission that is missing is told after an hour: who left a box unticked may be on their way back', () => {
    const state = seen(withAccount(brokenState({ google: BOTH }), at('limited')), START)
    expect(notices(state)).toEqual([])
    expect(nextNotice(state, START)?.toString()).toBe(inHours(1).toString())
    expect(aboutOf(seen(state, inHours(1)))).toEqual(['limited'])
    expect(notices(seen(state, inHours(26)))).toEqual([])
  })

  test('calendars that fail of it are no outage of their own', () => {
    const state = withAccount(failing(brokenState({ google: BOTH }), { A: START }), at('revoked'))
    expect(aboutOf(seen(seen(state, START), inHours(72)))).toEqual(['revoked'])
  })

  test('the calendar of follow-ups gone or closed is told once each time, of others the plan says it', () => {
    const lost = (sync: object, role: 'owner' | 'reader' = 'owner') =>
      brokenState({ google: { calendars: { A: { followUps: true, role, sync }, B: { sync: { gone: true } } } } })
    const first = seen(lost({ gone: true, lostAt: START.toString() }), START)
    expect(aboutOf(first)).toEqual(['calendar_gone'])
    const again = { ...lost({ gone: true, lostAt: inHours(5).toString() }), outbox: first.outbox }
    expect(notices(seen(again, inHours(5)))).toHaveLength(2)
    expect(aboutOf(seen(lost({ lostAt: START.toString() }, 'reader'), START))).toEqual(['read_only'])
    // Never writable: the person was told when they chose it.
    expect(aboutOf(seen(lost({}, 'reader'), START))).toEqual([])
  })

  test('nobody to write to: nothing on record, and no alarm for it', () => {
    const nobody = withAccount(brokenState({ google: BOTH }), { emailVerified: false, ...at('revoked') })
    expect(notices(seen(nobody, START))).toEqual([])
    expect(nextNotice(nobody, START)).toBeNull()
  })
})
