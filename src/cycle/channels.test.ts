import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { aState, WORK } from '../../test/builders/state.ts'
import type { Channel, Outcome } from '../calendar/port.ts'
import { wakeAt } from './alarm.ts'
import { jitterFrom } from './backoff.ts'
import { absorbChannels, channelTasks } from './channels.ts'
import { knownAt } from './known.ts'
import { calendarsToRead } from './reading.ts'
import type { CalendarSync, PersonState } from './state.ts'

const NOON = Temporal.Instant.from('2027-03-03T18:00:00Z')
const STILL = jitterFrom(() => 0.5)
const inHours = (hours: number) => NOON.add({ hours }).toString()
const channel = (id: string, hours: number): Channel => ({ id, resourceId: 'r', token: 't', expiresAt: inHours(hours) })

function watching(sync: Partial<CalendarSync>): PersonState {
  const state = aState()
  const calendars = [...state.calendars].map(([id, one]) => [id, { ...one, sync: { ...one.sync, ...sync } }] as const)
  return { ...state, calendars: new Map(calendars) }
}
function tasks(state: PersonState) {
  return channelTasks(
    state,
    NOON,
    () => ({ address: 'https://aforo.example/webhooks', token: 't' }),
    () => 'new',
    () => true,
  )
}
/** After everything that is due was done, and the provider answered so. */
function done(sync: Partial<CalendarSync>, result: Outcome<Channel>): CalendarSync {
  const state = watching(sync)
  const results = tasks(state).flatMap((task) => (task.kind === 'watch' ? [{ task, result }] : []))
  const after = absorbChannels(state, results, NOON, STILL).calendars.get(WORK)
  if (after === undefined) throw new Error('no calendar')
  return after.sync
}
const refused: Outcome<Channel> = { kind: 'failed', error: { reason: 'unreachable' } }

describe('a channel', () => {
  test('is renewed two hours before it ends, and the old one is left to end by itself', () => {
    const made = done({ channel: channel('old', 2), watchAt: inHours(0) }, { kind: 'ok', value: channel('new', 168) })
    expect(made).toMatchObject({ channel: { id: 'new' }, oldChannel: { id: 'old' }, watchAt: inHours(166) })
    expect(tasks(watching(made))).toEqual([])
  })

  test('of a short life is renewed at three quarters of it', () => {
    expect(done({}, { kind: 'ok', value: channel('new', 4) }).watchAt).toBe(inHours(3))
  })

  test('that was replaced long before its end is stopped, once the new one stands', () => {
    const made = done({ channel: channel('old', 100), watchAt: inHours(0) }, { kind: 'ok', value: channel('new', 168) })
    expect(tasks(watching(made))).toMatchObject([{ kind: 'unwatch', channel: { id: 'old' } }])
  })

  test('that is due wakes the person and is no reason to read the calendar', () => {
    const state = watching({ channel: channel('old', 4), watchAt: inHours(0), pollAt: inHours(9) })
    expect(wakeAt(state, knownAt(state, NOON), NOON)?.toString()).toBe(NOON.toString())
    expect(calendarsToRead(state, { kind: 'clock' }, [], [], NOON)).toEqual([])
    expect(tasks(state)).toMatchObject([{ kind: 'watch' }])
  })

  test('that cannot be renewed yet goes on, and is tried again soon', () => {
    const before = { channel: channel('old', 4), watchAt: inHours(0), pollAt: inHours(9) }
    const { watchAt, ...rest } = done(before, refused)
    expect(rest).toMatchObject({ channel: { id: 'old' }, pollAt: inHours(9) })
    expect(
      Temporal.Instant.from(watchAt ?? '')
        .since(NOON)
        .total('minutes'),
    ).toBe(16)
  })

  test('that ended, and could not be renewed, has the calendar asked every ten minutes', () => {
    const ended = done({ channel: channel('old', -1), watchAt: inHours(0), pollAt: inHours(9) }, refused)
    expect(ended).toMatchObject({ channel: null, pollAt: NOON.add({ minutes: 10 }).toString() })
    // Tried again in vain, it does not put the asking off.
    expect(done({ ...ended, watchAt: inHours(0) }, refused).pollAt).toBe(ended.pollAt)
  })

  test('that stands at last puts the next poll a day after the last reading, not a day after itself', () => {
    const made = done({ readAt: inHours(-20), pollAt: inHours(0) }, { kind: 'ok', value: channel('new', 168) })
    expect(made.pollAt).toBe(NOON.add({ hours: 3, minutes: 33 }).toString())
  })
})
