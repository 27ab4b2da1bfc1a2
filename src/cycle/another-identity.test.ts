/** One meeting that its organiser tells under another identity: it is followed up once, and what was said of it is still said. */
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { aBreakfast, at, type Given } from '../../test/builders/calendar-event.ts'
import { pullOf } from '../../test/builders/changes.ts'
import { aState, WORK } from '../../test/builders/state.ts'
import { eventIdOf, NO_ORIGINAL_START, originalDayKey } from '../calendar/marks.ts'
import type { Changes } from '../calendar/port.ts'
import { absorbPulls } from './absorb.ts'
import { jitterFrom } from './backoff.ts'
import type { Command } from './commands.ts'
import { decide } from './decide.ts'
import { knownAt } from './known.ts'
import type { PersonState } from './state.ts'

const STILL = jitterFrom(() => 0.5)
/** Wednesday 3 March 2027, noon in Mexico City. */
const NOON = Temporal.Instant.from('2027-03-03T18:00:00Z')
const LATER = NOON.add({ minutes: 20 })
const UID = 'breakfast@calendar.example'
const WEEKLY = ['RRULE:FREQ=WEEKLY']

const weekly = (given: Given = {}) => aBreakfast({ form: 'series', recurrence: WEEKLY, ...given })
/** One of its occurrences, at another hour if need be. */
const occurrence = (day: string, id: string, given: Given = {}) =>
  aBreakfast({ id, uid: UID, form: 'exception', seriesId: 'breakfast', originalStart: at(day), ...given })

const run = (state: PersonState, now = NOON, ...commands: Command[]): PersonState =>
  decide(state, [], commands, new Map(), now, STILL).state
const told = (state: PersonState, given: Partial<Changes>, now = LATER): PersonState =>
  run(absorbPulls(state, [pullOf(WORK, given)], now, STILL), now)
const followedUp = (state: PersonState) => [...state.followUps.values()].map(({ body }) => body.state)

test('"this and following", said of the meeting that was attended, brings no second follow-up', () => {
  const before = run(aState({ events: [weekly()] }))
  expect(followedUp(before)).toEqual(['booking'])
  const ended = weekly({
    recurrence: ['RRULE:FREQ=WEEKLY;UNTIL=20270303T135959Z'],
    start: at('2027-02-24T14:00:00Z'),
    end: at('2027-02-24T16:00:00Z'),
  })
  const begun = weekly({ id: 'breakfast_R20270303T140000', uid: `R20270303T140000_${UID}` })
  expect(followedUp(told(before, { events: [ended, begun] }))).toEqual(['booking'])
})

test('two meetings of one series on one day are two, and each is followed up', () => {
  const moved = occurrence('2027-03-02T14:00:00Z', 'breakfast_20270302T140000Z', {
    start: at('2027-03-03T22:00:00Z'),
    end: at('2027-03-03T23:00:00Z'),
  })
  const series = weekly({
    recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=TU,WE'],
    start: at('2027-03-02T14:00:00Z'),
    end: at('2027-03-02T16:00:00Z'),
  })
  const noon = run(aState({ events: [series, moved] }))
  expect(followedUp(noon)).toHaveLength(1)
  expect(followedUp(run(noon, Temporal.Instant.from('2027-03-03T23:30:00Z')))).toHaveLength(2)
})

test('"no fui" holds where one meeting becomes a series, and where a series becomes one meeting', () => {
  const day = originalDayKey(at('2027-03-03T14:00:00Z'))
  const missed = (id: string): Command => ({ kind: 'attendance', event: eventIdOf(UID, id), attendance: 'missed' })
  const ofSingle = run(aState({ events: [aBreakfast()] }), NOON, missed(NO_ORIGINAL_START))
  const asSeries = told(ofSingle, { events: [weekly()] })
  const ofSeries = run(aState({ events: [weekly()] }), NOON, missed(day))
  const asSingle = told(ofSeries, { events: [aBreakfast()] })
  for (const state of [asSeries, asSingle]) expect(followedUp(state)).not.toContain('booking')
  const ofTheDay = occurrence('2027-03-03T14:00:00Z', 'of-the-day')
  const asParts = told(ofSingle, { events: [ofTheDay], over: [aBreakfast().id] })
  expect(followedUp(asParts)).toEqual([])
  expect(knownAt(asParts, LATER).events.map(({ id }) => id)).toEqual([eventIdOf(UID, day)])
})

test('a series that is to be one meeting leaves no exception behind', () => {
  const moved = occurrence('2027-03-10T14:00:00Z', 'breakfast_20270310T140000Z', {
    start: at('2027-03-11T14:00:00Z'),
    end: at('2027-03-11T16:00:00Z'),
  })
  const state = told(aState({ events: [weekly(), moved] }), { events: [aBreakfast()] })
  expect(knownAt(state, LATER).events.map(({ start }) => start.toString())).toEqual(['2027-03-03T14:00:00Z'])
})
