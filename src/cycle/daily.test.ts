import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { aState, WORK } from '../../test/builders/state.ts'
import type { Channel } from '../calendar/port.ts'
import { jitterFrom } from './backoff.ts'
import { nextList, nextPoll } from './daily.ts'
import type { Calendar, CalendarSync, PersonState } from './state.ts'

const NOON = Temporal.Instant.from('2027-03-03T18:00:00Z')
const HOME = 'home' as Calendar['id']
const CHANNEL: Channel = { id: 'c', resourceId: 'r', token: 't', expiresAt: '2027-03-09T00:00:00Z' }
const inHours = (hours: number) => NOON.add({ minutes: Math.round(hours * 60) }).toString()
const hours = (at: Temporal.Instant) => at.since(NOON).total('hours')

/** Two calendars with channels, whose polls and list are so many hours off. */
function planned(given: { home?: Partial<CalendarSync>; list?: number; watch?: number } = {}) {
  const { home = {}, list = 1, watch = 100 } = given
  const state = aState({ connection: { state: { status: 'ok', since: null, listAt: inHours(list) } } })
  const [work] = [...state.calendars.values()]
  if (work === undefined) throw new Error('no calendar')
  const sync = { ...work.sync, channel: CHANNEL, pollAt: inHours(0), watchAt: inHours(watch) }
  const own: Calendar = { ...work, sync }
  const other: Calendar = { ...work, id: HOME, isPrimary: false, sync: { ...sync, pollAt: inHours(1), ...home } }
  const both: PersonState = { ...state, calendars: new Map([WORK, HOME].map((id, n) => [id, n === 0 ? own : other])) }
  return { state: both, own }
}
const STILL = jitterFrom(() => 0.5)
const poll = (given: Parameters<typeof planned>[0], brought: 'changes' | 'nothing' = 'changes', jitter = STILL) => {
  const { state, own } = planned(given)
  return hours(nextPoll(state, own, NOON, brought, jitter))
}

describe('a calendar with a living channel', () => {
  test('is asked again within a day, whatever else is planned, and hardly sooner', () => {
    const some = fc.record({
      home: fc.double({ min: 0, max: 60, noNaN: true }),
      list: fc.double({ min: 0, max: 60, noNaN: true }),
    })
    fc.assert(
      fc.property(some, fc.double({ min: 0, max: 0.999, noNaN: true }), ({ home, list }, chance) => {
        const at = poll(
          { home: { pollAt: inHours(home) }, list },
          'changes',
          jitterFrom(() => chance),
        )
        expect(at).toBeGreaterThanOrEqual(22.5)
        expect(at).toBeLessThanOrEqual(23.9)
      }),
    )
  })

  test('comes by chance where nothing else does, so that people do not come at once', () => {
    const chances = [0, 0.5, 0.999].map((chance) =>
      poll(
        {},
        'changes',
        jitterFrom(() => chance),
      ),
    )
    expect(chances).toEqual([23.2, 23.55, expect.closeTo(23.9, 2)])
  })

  test('comes with the list, another calendar or the renewal of a channel, the last that is near enough', () => {
    expect(poll({ list: 22.5 })).toBe(22.5)
    expect(poll({ list: 22.5, home: { pollAt: inHours(23) } })).toBe(23)
    expect(poll({ watch: 23.9 })).toBe(23.9)
    expect(poll({ list: 21 })).toBe(23.55)
    expect(poll({ list: 24 })).toBe(23.55)
  })

  test('waits for nobody who will not come', () => {
    const failure = { reason: 'unreachable' as const, since: inHours(0), attempts: 1, retryAt: inHours(1) }
    expect(poll({ home: { pollAt: inHours(23), failure } })).toBe(23.55)
    expect(poll({ home: { pollAt: inHours(23), gone: true } })).toBe(23.55)
  })

  test('that had nothing to say for a day takes a wake-up of the next that is some hours sooner', () => {
    expect(poll({ list: 15 }, 'nothing')).toBe(15)
    expect(poll({ list: 13 }, 'nothing')).toBe(23.55)
    expect(poll({ list: 15 }, 'changes')).toBe(23.55)
  })
})

test('a calendar without a channel is asked every ten minutes, whatever else is planned', () => {
  const { state, own } = planned({ list: 23 })
  const alone = { ...own, sync: { ...own.sync, channel: null } }
  expect(hours(nextPoll(state, alone, NOON, 'nothing', STILL))).toBeCloseTo(1 / 6)
})

test('the list of calendars is read daily, with a poll that comes about then', () => {
  expect(hours(nextList(planned().state, NOON, STILL))).toBe(23.55)
  expect(hours(nextList(planned({ home: { pollAt: inHours(23) } }).state, NOON, STILL))).toBe(23)
})
