import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { anException, aSeries, aSingle, at, on } from '../../test/builders/calendar-event.ts'
import type { CalendarEvent } from './event.ts'
import { areTooMany, lastEndOf, type Occurrence, occurrencesOf } from './occurrences.ts'

const MEXICO = 'America/Mexico_City'
const WINDOW = {
  start: Temporal.Instant.from('2027-03-01T06:00:00Z'),
  end: Temporal.Instant.from('2027-04-01T06:00:00Z'),
}
const starts = (occurrences: readonly Occurrence[]) => occurrences.map(({ start }) => start.toString())

describe('what a calendar holds, as occurrences', () => {
  test('a weekly series gives one a week within the window', () => {
    const { occurrences } = occurrencesOf([aSeries()], WINDOW, MEXICO)
    expect(starts(occurrences)).toEqual([
      '2027-03-03T16:00:00Z',
      '2027-03-10T16:00:00Z',
      '2027-03-17T16:00:00Z',
      '2027-03-24T16:00:00Z',
      '2027-03-31T16:00:00Z',
    ])
  })

  test('a series keeps its wall clock where its zone changes the clocks, and Mexico City no longer does', () => {
    // Tijuana goes to summer time on 14 March 2027; most of Mexico has had none since October 2022.
    const tijuana = aSeries({
      id: 't',
      start: at('2027-03-03T16:00:00Z', 'America/Tijuana'),
      end: at('2027-03-03T17:00:00Z', 'America/Tijuana'),
    })
    const { occurrences } = occurrencesOf([tijuana], WINDOW, 'America/Tijuana')
    const hours = occurrences.map(({ start }) => start.toZonedDateTimeISO('America/Tijuana').hour)
    expect(new Set(hours)).toEqual(new Set([8]))
    expect(starts(occurrences).slice(1, 3)).toEqual(['2027-03-10T16:00:00Z', '2027-03-17T15:00:00Z'])
  })

  test('an occurrence that was moved stands where it was moved to, and keeps its identity', () => {
    const [usual] = occurrencesOf([aSeries()], WINDOW, MEXICO).occurrences
    const moved = anException(at('2027-03-03T16:00:00Z'), {
      start: at('2027-03-05T20:00:00Z'),
      end: at('2027-03-05T21:00:00Z'),
    })
    const { occurrences } = occurrencesOf([aSeries(), moved], WINDOW, MEXICO)
    const found = occurrences.find(({ id }) => id === usual?.id)
    expect(found?.start.toString()).toBe('2027-03-05T20:00:00Z')
    expect(occurrences).toHaveLength(5)
  })

  test('a series that is moved by hours, or to whole days, keeps the identity of its occurrences', () => {
    // Half past six in the evening of Mexico City is past midnight in UTC.
    const evening = aSeries({ start: at('2027-03-04T00:30:00Z'), end: at('2027-03-04T01:30:00Z') })
    const ids = (series: CalendarEvent) => occurrencesOf([series], WINDOW, MEXICO).occurrences.map(({ id }) => id)
    const usual = ids(evening)
    expect(new Set(usual).size).toBe(usual.length)
    const moved = { start: at('2027-03-03T23:45:00Z'), end: at('2027-03-04T01:00:00Z') }
    expect(ids({ ...evening, ...moved })).toEqual(usual)
    expect(ids({ ...evening, start: on('2027-03-03'), end: on('2027-03-04') })).toEqual(usual)
    const elsewhere = { start: at('2027-03-04T00:30:00Z', 'UTC'), recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=TH'] }
    expect(ids({ ...evening, ...elsewhere })).toEqual(usual)
    const nextDay = { start: at('2027-03-05T00:30:00Z'), recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=TH'] }
    expect(ids({ ...evening, ...nextDay }).some((id) => usual.includes(id))).toBe(false)
  })

  test('occurrences of one series on one day are told apart, and the first is the one of the day', () => {
    const twice = aSeries({ recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=WE;BYHOUR=10,18'] })
    const { occurrences } = occurrencesOf([twice], WINDOW, MEXICO)
    expect(occurrences).toHaveLength(10)
    expect(new Set(occurrences.map(({ id }) => id)).size).toBe(10)
    const once = occurrencesOf([aSeries()], WINDOW, MEXICO).occurrences.map(({ id }) => id)
    expect(occurrences.filter((_, n) => n % 2 === 0).map(({ id }) => id)).toEqual(once)
    // Also where one of them comes as an exception, in whichever order.
    const first = anException(at('2027-03-03T16:00:00Z'), { title: 'Otro' })
    const again = occurrencesOf([first, twice], WINDOW, MEXICO).occurrences
    expect(again.find(({ event }) => event.title === 'Otro')?.id).toBe(once[0])
    expect(new Set(again.map(({ id }) => id)).size).toBe(10)
  })

  test('a cancelled occurrence, of which the provider says no more than when it was, is told as cancelled', () => {
    const gone = anException(at('2027-03-10T16:00:00Z'), { status: 'cancelled', title: '' })
    const { occurrences } = occurrencesOf([aSeries({ title: 'Capítulo' }), gone], WINDOW, MEXICO)
    const cancelled = occurrences.filter(({ event }) => event.status === 'cancelled')
    expect(starts(cancelled)).toEqual(['2027-03-10T16:00:00Z'])
    expect(cancelled[0]?.event.title).toBe('Capítulo')
  })

  test('a cancelled occurrence of a series that is kept as its occurrences says what it was', () => {
    const gone = anException(at('2027-03-10T16:00:00Z'), { status: 'cancelled', end: at('2027-03-10T17:00:00Z') })
    const { occurrences } = occurrencesOf([gone], WINDOW, MEXICO)
    expect(occurrences.map(({ event, start }) => [event.title, event.status, start.toString()])).toEqual([
      [gone.title, 'cancelled', '2027-03-10T16:00:00Z'],
    ])
  })

  test('an invitation to one occurrence alone, whose series is never seen, is an occurrence', () => {
    const { occurrences } = occurrencesOf(
      [anException(at('2027-03-10T16:00:00Z'), { end: at('2027-03-10T17:00:00Z') })],
      WINDOW,
      MEXICO,
    )
    expect(starts(occurrences)).toEqual(['2027-03-10T16:00:00Z'])
  })

  test('excluded and added dates count', () => {
    const series = aSeries({
      recurrence: [
        'RRULE:FREQ=WEEKLY;BYDAY=WE',
        'EXDATE;TZID=America/Mexico_City:20270310T100000',
        'RDATE;TZID=America/Mexico_City:20270312T100000',
      ],
    })
    const found = starts(occurrencesOf([series], WINDOW, MEXICO).occurrences)
    expect(found).not.toContain('2027-03-10T16:00:00Z')
    expect(found).toContain('2027-03-12T16:00:00Z')
  })

  test('a rule may end by the clock of the series, as some programs write it', () => {
    const until = (end: string) => {
      const series = aSeries({ recurrence: [`RRULE:FREQ=WEEKLY;UNTIL=${end};BYDAY=WE`] })
      const { occurrences, unreadable } = occurrencesOf([series], WINDOW, MEXICO)
      return [unreadable, ...starts(occurrences)]
    }
    expect(until('20270310T100000')).toEqual(until('20270310T160000Z'))
    expect(until('20270310T100000')).toEqual([0, '2027-03-03T16:00:00Z', '2027-03-10T16:00:00Z'])
  })

  test('whole days begin and end at the midnights of the person, whatever the length of the day', () => {
    const day = aSingle({ start: on('2027-03-14'), end: on('2027-03-15') })
    const [found] = occurrencesOf([day], WINDOW, 'America/Tijuana').occurrences
    expect(found?.start.toString()).toBe('2027-03-14T08:00:00Z')
    expect(found?.end.toString()).toBe('2027-03-15T07:00:00Z')
  })

  test('a series of whole days is laid out in days', () => {
    const series = aSeries({ start: on('2027-03-03'), end: on('2027-03-05') })
    const [first] = occurrencesOf([series], WINDOW, MEXICO).occurrences
    expect(first?.end.since(first.start).total('hours')).toBe(48)
  })

  test.each([
    ['every second', 'RRULE:FREQ=SECONDLY'],
    ['every minute', 'RRULE:FREQ=MINUTELY;INTERVAL=1'],
    ['no frequency at all', 'RRULE:GARBAGE'],
  ])('a rule that says %s is counted, leaves the one time that is certain, and stops nothing else', (_says, rule) => {
    const { occurrences, unreadable } = occurrencesOf([aSeries({ recurrence: [rule] }), aSingle()], WINDOW, MEXICO)
    expect(unreadable).toBe(1)
    expect(starts(occurrences)).toEqual(['2027-03-03T16:00:00Z', '2027-03-03T16:00:00Z'])
  })

  test('an hourly rule since 1970 is bounded', () => {
    const series = aSeries({
      start: at('1970-01-01T00:00:00Z'),
      end: at('1970-01-01T00:30:00Z'),
      recurrence: ['RRULE:FREQ=HOURLY'],
    })
    expect(occurrencesOf([series], WINDOW, MEXICO).occurrences.length).toBeLessThanOrEqual(750)
  })
})

describe('a flood of repeating events', () => {
  const days = (n: number) => ({ start: WINDOW.start, end: WINDOW.start.add({ hours: 24 * n }) })
  const daily = (n: number, given = {}) =>
    aSeries({ id: `flood${n}`, uid: `flood${n}@evil.example`, recurrence: ['RRULE:FREQ=DAILY'], ...given })

  test('is laid out as far as a calendar is looked at, and leaves what repeats less where it is', () => {
    const flood = Array.from({ length: 400 }, (_, n) => daily(n))
    const own = aSeries()
    const window = days(126)
    const { occurrences } = occurrencesOf([...flood, own], window, MEXICO)
    expect(occurrences.length).toBeLessThanOrEqual(10_000)
    expect(areTooMany([...flood, own], window, MEXICO)).toBe(true)
    const ofOwn = (found: readonly Occurrence[]) => found.filter(({ event }) => event === own)
    expect(ofOwn(occurrences)).toEqual(ofOwn(occurrencesOf([own], window, MEXICO).occurrences))
    // The one that is certain still stands there: its time does not look free.
    expect(new Set(occurrences.map(({ event }) => event.id)).size).toBe(401)
  })

  test('has only so many rules followed, however seldom each of them repeats', () => {
    const yearly = Array.from({ length: 1_600 }, (_, n) => daily(n, { recurrence: ['RRULE:FREQ=YEARLY'] }))
    expect(areTooMany(yearly, WINDOW, MEXICO)).toBe(true)
    expect(areTooMany(yearly.slice(0, 1_500), WINDOW, MEXICO)).toBe(false)
    expect(occurrencesOf(yearly, WINDOW, MEXICO).occurrences).toHaveLength(1_600)
  })

  test('is none where a person has a hundred meetings a week that repeat', () => {
    const weekly = Array.from({ length: 100 }, (_, n) => daily(n, { recurrence: ['RRULE:FREQ=WEEKLY'] }))
    expect(areTooMany(weekly, days(126), MEXICO)).toBe(false)
    expect(occurrencesOf(weekly, days(126), MEXICO).occurrences).toHaveLength(1_800)
  })

  test('every hour takes every hour that is looked at, to the last', () => {
    const hourly = daily(0, { recurrence: ['RRULE:FREQ=HOURLY'] })
    const { occurrences } = occurrencesOf([hourly], days(126), MEXICO)
    const last = Math.max(...occurrences.map(({ start }) => start.epochMilliseconds))
    expect(days(126).end.epochMilliseconds - last).toBe(3_600_000)
  })

  test('of dates by the thousand is counted as a rule that cannot be followed', () => {
    const dates = Array.from({ length: 4_000 }, (_, n) => {
      const moment = WINDOW.start.add({ minutes: n }).toString({ smallestUnit: 'second' })
      return moment.replace(/[-:]/g, '')
    })
    const expanded = occurrencesOf([daily(0, { recurrence: [`RDATE:${dates.join(',')}`] })], WINDOW, MEXICO)
    expect([expanded.unreadable, expanded.occurrences.length]).toEqual([1, 1])
  })
})

describe('how long an event matters', () => {
  test('a series without an end matters for ever, one with an end until then', () => {
    expect(lastEndOf(aSeries())).toBeNull()
    const ends = lastEndOf(aSeries({ recurrence: ['RRULE:FREQ=WEEKLY;UNTIL=20270401T000000Z'] }))
    expect(ends?.toString() && ends.toString() > '2027-04-01').toBe(true)
  })

  test('a cancelled occurrence matters until it would have been', () => {
    const gone = anException(at('2027-03-10T16:00:00Z'), { status: 'cancelled' })
    expect(lastEndOf(gone)?.toString().slice(0, 10)).toBe('2027-03-12')
  })
})
