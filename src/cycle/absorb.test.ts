import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { anException, aSeries, aSingle, at } from '../../test/builders/calendar-event.ts'
import { aState, WORK } from '../../test/builders/state.ts'
import type { BlockId, Cursor } from '../calendar/event.ts'
import { eventIdOf } from '../calendar/marks.ts'
import type { Changes } from '../calendar/port.ts'
import { blockOf } from '../followups/block.ts'
import { languageOf } from '../i18n/index.ts'
import { absorbLists, absorbPulls, itemBody } from './absorb.ts'
import { jitterFrom } from './backoff.ts'
import { listsToRead } from './reading.ts'
import type { PersonState } from './state.ts'

const NOON = Temporal.Instant.from('2027-03-03T18:00:00Z')
const STILL = jitterFrom(() => 0.5)
const inHours = (hours: number) => NOON.add({ minutes: hours * 60 }).toString()

/** Its poll is five hours off. */
function watched(pollAt = inHours(5)): PersonState {
  const state = aState()
  const [work] = [...state.calendars.values()]
  if (work === undefined) throw new Error('no calendar')
  const channel = { id: 'c', resourceId: 'r', token: 't', expiresAt: inHours(100) }
  return { ...state, calendars: new Map([[WORK, { ...work, sync: { ...work.sync, channel, pollAt } }]]) }
}
function read(state: PersonState, given: Partial<Changes>): PersonState {
  const nothing = { scope: 'delta' as const, events: [], removed: [], over: [], unreadable: 0, timeZone: null }
  const value: Changes = { ...nothing, cursor: 'newer' as Cursor, ...given }
  return absorbPulls(state, [{ calendarId: WORK, result: { kind: 'ok', value } }], NOON, STILL)
}
const syncOf = (state: PersonState) => state.calendars.get(WORK)?.sync

test('a calendar that was heard of today need not be asked today', () => {
  expect(syncOf(read(watched(), { events: [aSingle({})] }))).toMatchObject({ pollAt: inHours(23.55), cursor: 'newer' })
})

test('a read that brought nothing is no reason to write, not even when to ask again', () => {
  const state = watched()
  expect(read(state, {})).toBe(state)
})

test('a poll that brought nothing is followed by the next', () => {
  expect(syncOf(read(watched(inHours(0)), {}))).toMatchObject({ pollAt: inHours(23.55), readAt: NOON.toString() })
})

test('a list and a calendar that are read together are read together the next day', () => {
  const state = watched(inHours(0))
  const [work] = [...state.calendars.values()]
  if (work === undefined) throw new Error('no calendar')
  const { remoteId: id, name, timeZone, role, isPrimary: primary } = work
  const listed = { id, name, timeZone, role, primary, selected: true, auxiliary: false }
  const lists = [{ connectionId: 'google', result: { kind: 'ok' as const, value: [listed] } }]
  const next = read(
    absorbLists(
      state,
      lists,
      NOON,
      jitterFrom(() => 0),
      () => 'new',
    ),
    {},
  )
  expect(next.connections.get('google')?.state.listAt).toBe(inHours(23.2))
  expect(syncOf(next)?.pollAt).toBe(inHours(23.2))
})

describe('a calendar that a list does not name', () => {
  const [work] = [...watched().calendars.values()]
  if (work === undefined) throw new Error('no calendar')
  const { remoteId: id, name, timeZone, role, isPrimary: primary } = work
  const whole = [{ id, name, timeZone, role, primary, selected: true, auxiliary: false }]
  const listed = (state: PersonState, value: typeof whole, after: number) =>
    absorbLists(
      state,
      [{ connectionId: 'google', result: { kind: 'ok', value } }],
      NOON.add({ minutes: after }),
      STILL,
      () => 'new',
    )
  const listAt = (state: PersonState) => state.connections.get('google')?.state.listAt

  test('stays until a second list, ten minutes later, does not name it either', () => {
    const once = listed(watched(), [], 0)
    expect(syncOf(once)).toMatchObject({ gone: false })
    expect(listAt(once)).toBe(inHours(1 / 6))
    expect(syncOf(listed(once, [], 9))).toMatchObject({ gone: false })
    const twice = listed(once, [], 10)
    expect(syncOf(twice)).toMatchObject({ gone: true, lostAt: inHours(1 / 6) })
    expect(syncOf(twice)).not.toHaveProperty('unlistedSince')
    expect(Date.parse(listAt(twice) ?? '')).toBeGreaterThan(Date.parse(inHours(20)))
  })

  test('was never away where the next list names it', () => {
    const state = watched()
    expect(syncOf(listed(listed(state, [], 0), whole, 10))).toEqual(syncOf(state))
    expect(syncOf(listed(listed(listed(state, [], 0), whole, 10), [], 1_400))).toMatchObject({ gone: false })
  })

  test('is gone at once where its own reading did not find it', () => {
    const error = { reason: 'calendar_gone' as const }
    const lost = absorbPulls(watched(), [{ calendarId: WORK, result: { kind: 'failed', error } }], NOON, STILL)
    expect(syncOf(listed(lost, [], 0))).toMatchObject({ gone: true })
  })

  test('and that is gone is looked for when the person asks for everything', () => {
    const gone = listed(listed(watched(), [], 0), [], 10)
    expect(listsToRead(gone, { kind: 'everything' }, NOON.add({ minutes: 20 }))).toEqual(['google'])
    const there = listed(gone, whole, 20)
    expect(syncOf(there)).toMatchObject({ gone: false })
    expect(listsToRead(there, { kind: 'everything' }, NOON.add({ minutes: 30 }))).toEqual([])
  })
})

test('an occurrence that was moved beyond the end of its series stays when the series is over, and goes when it is deleted', () => {
  const series = aSeries({ recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20270106T000000Z'] })
  const moved = anException(at('2027-01-06T16:00:00Z'), {
    start: at('2027-03-10T16:00:00Z'),
    end: at('2027-03-10T17:00:00Z'),
  })
  const known = read(watched(), { events: [series, moved] })
  const idsIn = (state: PersonState) => [...(state.items.get(WORK)?.keys() ?? [])]
  const over = read(known, { over: [series.id] })
  expect(idsIn(over)).toEqual([moved.id])
  for (const state of [known, over]) expect(idsIn(read(state, { removed: [series.id] }))).toEqual([])
})

test('a copy that a hand made of a block is no networking, unless the person says so', () => {
  const block = blockOf(
    {
      id: 'aforo1' as BlockId,
      eventTitle: 'Desayuno de networking CANACO',
      eventStart: '2027-03-03T14:00:00Z',
      start: '2027-03-03T18:00:00Z',
      end: '2027-03-03T18:30:00Z',
      people: [],
    },
    languageOf('es-MX', 'America/Mexico_City'),
    'https://aforo.example',
  )
  const copy = aSingle({
    title: block.title,
    description: block.description,
    start: at(block.start),
    end: at(block.end),
  })
  const state = aState()
  const [work] = [...state.calendars.values()]
  if (work === undefined) throw new Error('no calendar')
  const stored = itemBody(state, work, copy)
  expect([stored.recognition?.networking, stored.recognition?.confidence, stored.trimmed]).toEqual([false, 1, true])
  const said = { scope: 'event' as const, key: eventIdOf(copy.uid, ''), networking: true }
  const corrected = { ...state, corrections: new Map([[`event:${said.key}`, said]]) }
  expect(itemBody(corrected, work, copy).trimmed).toBe(false)
})
