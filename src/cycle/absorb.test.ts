import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { anException, aSeries, aSingle, at } from '../../test/builders/calendar-event.ts'
import { pullOf } from '../../test/builders/changes.ts'
import { aState, WORK } from '../../test/builders/state.ts'
import type { BlockId, Cursor } from '../calendar/event.ts'
import { eventIdOf } from '../calendar/marks.ts'
import type { Changes } from '../calendar/port.ts'
import { blockOf } from '../followups/block.ts'
import { languageOf } from '../i18n/index.ts'
import { absorbPulls, itemBody, takenIn } from './absorb.ts'
import { jitterFrom } from './backoff.ts'
import { healthAt, unplannableIn } from './health.ts'
import { knownAt } from './known.ts'
import { absorbLists } from './lists.ts'
import { intentOf, postponed } from './outbox.ts'
import { listsToRead } from './reading.ts'
import type { Effect, PersonState } from './state.ts'
import { bytesOf, MOST_CALENDAR_BYTES } from './stored-item.ts'

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
  return absorbPulls(state, [pullOf(WORK, { cursor: 'newer' as Cursor, ...given })], NOON, STILL)
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

describe('a calendar that a person has no room for', () => {
  const WORDS = 'Networking para founders: presenta tu negocio. '
  const event = (n: number, given: Parameters<typeof aSingle>[0] = {}) =>
    aSingle({ id: `e${n}`, title: `Networking ${n}`, invited: true, ...given })
  const many = (count: number, given: Parameters<typeof aSingle>[0] = {}) =>
    Array.from({ length: count }, (_, n) => event(n, given))
  const itemsOf = (state: PersonState) => [...(state.items.get(WORK)?.values() ?? [])]
  const refusal = { reason: 'too_large', attempts: 1 }

  test('has its descriptions shortened first, and is read', () => {
    const full = WORDS.repeat(200).slice(0, 8_000)
    const next = read(aState(), { scope: 'full', events: many(600, { description: full }) })
    expect(syncOf(next)).toMatchObject({ failure: null, cursor: 'newer' })
    const texts = new Set(itemsOf(next).map(({ body }) => body.event.description))
    expect([...texts]).toEqual([full.slice(0, 1_000)])
    expect(bytesOf(itemsOf(next))).toBeLessThan(MOST_CALENDAR_BYTES)
    // What comes back unchanged is known by its hash, and short descriptions do not grow again.
    expect(read(next, { events: many(600, { description: full }) }).items).toBe(next.items)
  })

  test('keeps every description where there is room for them', () => {
    const full = WORDS.repeat(200).slice(0, 8_000)
    const next = read(aState(), { scope: 'full', events: many(300, { description: full }) })
    expect(itemsOf(next).every(({ body }) => body.event.description === full)).toBe(true)
  })

  test('is told to be too large, keeps what was known of it, and is asked after from where it stood', () => {
    const before = read(aState(), { scope: 'full', events: [event(0)] })
    const title = 'Networking '.repeat(90)
    const events = many(4_500, { title })
    const pulls = [pullOf(WORK, { events, removed: [event(0).id], cursor: 'last' as Cursor })]
    const next = absorbPulls(before, pulls, NOON, STILL)
    expect(next.items).toBe(before.items)
    expect(syncOf(next)).toMatchObject({ failure: refusal, cursor: 'newer' })
    // Nothing is sent on the strength of such a reading, and its cursor is kept nowhere.
    expect(takenIn(next, pulls)).toEqual([
      { calendarId: WORK, result: { kind: 'failed', error: { reason: 'too_large' } } },
    ])
    expect(takenIn(before, pulls)).toEqual(pulls)
    expect(unplannableIn(healthAt(next, NOON)).map(({ reason }) => reason)).toEqual(['too_large'])
    // Once it is smaller, all is well.
    expect(syncOf(read(next, { scope: 'full', events: [event(1)] }))).toMatchObject({ failure: null })
  })

  test('counts all calendars of the person, and to become smaller is never too much', () => {
    const title = 'Networking '.repeat(90)
    const large = read(aState(), { scope: 'full', events: many(2_000, { title }) })
    const items = large.items.get(WORK)
    const [work] = [...large.calendars.values()]
    if (items === undefined || work === undefined) throw new Error('no calendar')
    expect(syncOf(large)).toMatchObject({ failure: null })
    const others = ['b', 'c'].map((id) => id as typeof WORK)
    const full = {
      ...large,
      calendars: new Map([...large.calendars, ...others.map((id) => [id, { ...work, id }] as const)]),
      items: new Map([...large.items, ...others.map((id) => [id, items] as const)]),
    }
    expect(syncOf(read(full, { events: [event(9_000)] }))).toMatchObject({ failure: refusal })
    const smaller = read(full, { removed: [event(1).id] })
    expect([syncOf(smaller)?.failure, itemsOf(smaller).length]).toEqual([null, 1_999])
  })

  test('is one that repeats without end, from the day on which it would', () => {
    const series = (given: Parameters<typeof aSeries>[0]) =>
      Array.from({ length: 120 }, (_, n) =>
        aSeries({ id: `s${n}`, uid: `s${n}@evil.example`, recurrence: ['RRULE:FREQ=DAILY'], invited: true, ...given }),
      )
    const own = read(aState(), { scope: 'full', events: [event(0)] })
    const flooded = read(own, { events: series({}) })
    expect([flooded.items === own.items, syncOf(flooded)?.failure]).toMatchObject([true, refusal])
    // Beyond what is looked at they are nobody's trouble yet.
    const later = { start: at('2027-09-01T16:00:00Z'), end: at('2027-09-01T17:00:00Z') }
    const quiet = read(own, { events: series(later) })
    expect(syncOf(quiet)?.failure).toBe(null)
    const inAutumn = Temporal.Instant.from('2027-10-05T18:00:00Z')
    const then = absorbPulls(quiet, [pullOf(WORK)], inAutumn, STILL)
    expect([then.items === quiet.items, syncOf(then)?.failure]).toMatchObject([true, refusal])
    expect(knownAt(then, inAutumn).events.length).toBeLessThanOrEqual(10_000)
  })
})

describe('a calendar that cannot be read', () => {
  const failing = (state: PersonState, after = 0) =>
    absorbPulls(
      state,
      [{ calendarId: WORK, result: { kind: 'failed', error: { reason: 'unreachable' } } }],
      NOON.add({ minutes: after }),
      STILL,
    )

  test('is waited for no longer because somebody knocks meanwhile', () => {
    const once = failing(watched())
    expect(failing(once)).toBe(once)
    expect(syncOf(failing(once, 1))?.failure).toMatchObject({ attempts: 2 })
  })

  test('and can be read again sets free what waited for it, and nothing else', () => {
    const notice = { kind: 'notice' as const, about: 'revoked' as const, connectionId: 'google', to: 'ana@example.com' }
    const [waiting, other] = ['waits', 'fails'].map((opId) => intentOf(opId, notice as Effect, NOON))
    if (waiting === undefined || other === undefined) throw new Error('no intents')
    const later = NOON.add({ hours: 1 })
    const outbox = [postponed(waiting, later, [WORK]), postponed(other, later)]
    const failed = { ...failing(watched()), outbox: new Map(outbox.map((one) => [one.opId, one])) }
    const back = read(failed, {})
    expect([...back.outbox.values()].map(({ dueAt, body }) => [dueAt, body.waitsFor])).toEqual([
      ['2027-03-03T18:00:00.000Z', undefined],
      ['2027-03-03T19:00:00.000Z', undefined],
    ])
  })
})
