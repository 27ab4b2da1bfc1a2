import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { addWeeks, type Week, weekInterval, weekOf } from '../time/week.ts'
import { type DigestSchedule, digestAt, digestDue } from './due.ts'

const monday7: DigestSchedule = { enabled: true, weekday: 1, hour: 7, timeZone: 'America/Mexico_City' }
const longAgo = Temporal.Instant.from('2020-01-01T00:00:00Z')
const instant = (text: string) => Temporal.Instant.from(text)

describe('the moment of a digest', () => {
  test('is the person’s hour on their own clock', () => {
    expect(digestAt(monday7, '2026-W48').toString()).toBe('2026-11-23T13:00:00Z')
    expect(digestAt({ ...monday7, timeZone: 'Asia/Kolkata' }, '2026-W48').toString()).toBe('2026-11-23T01:30:00Z')
  })
  test('keeps the hour in Mexico, which gave up its summer time in 2022', () => {
    expect(digestAt(monday7, '2022-W28').toString()).toBe('2022-07-11T12:00:00Z')
    expect(digestAt(monday7, '2023-W28').toString()).toBe('2023-07-10T13:00:00Z')
  })
  test('comes when the clocks have jumped over it', () => {
    const sunday2 = { ...monday7, weekday: 7, hour: 2, timeZone: 'Europe/Madrid' }
    expect(digestAt(sunday2, '2026-W13').toString()).toBe('2026-03-29T01:00:00Z') // 3:00, the hour after 1:59
  })
  test('is the first of two when the hour comes twice', () => {
    const sunday2 = { ...monday7, weekday: 7, hour: 2, timeZone: 'Europe/Madrid' }
    expect(digestAt(sunday2, '2026-W43').toString()).toBe('2026-10-25T00:00:00Z')
  })
  test('exists in week 53', () => {
    expect(digestAt({ ...monday7, weekday: 5 }, '2026-W53').toString()).toBe('2027-01-01T13:00:00Z')
  })
})

describe('whether it is due', () => {
  test('not before its moment, from its moment on, and not again in that week', () => {
    const before = instant('2026-11-23T12:59:59Z')
    const at = instant('2026-11-23T13:00:00Z')
    expect(digestDue(monday7, '2026-W47', longAgo, before)).toMatchObject({ kind: 'later', week: '2026-W48', at })
    expect(digestDue(monday7, '2026-W47', longAgo, at)).toMatchObject({ kind: 'now', week: '2026-W48' })
    expect(digestDue(monday7, '2026-W48', longAgo, at)).toMatchObject({ kind: 'later', week: '2026-W49' })
  })
  test('a moment that was slept through is made up for until Sunday ends, and then no more', () => {
    expect(digestDue(monday7, '2026-W47', longAgo, instant('2026-11-30T05:59:00Z'))).toMatchObject({
      kind: 'now',
      week: '2026-W48',
    })
    expect(digestDue(monday7, '2026-W47', longAgo, instant('2026-11-30T06:00:00Z'))).toMatchObject({
      kind: 'later',
      week: '2026-W49',
    })
  })
  test('somebody who came on Wednesday gets the first one at the next moment', () => {
    const wednesday = instant('2026-11-25T18:00:00Z')
    expect(digestDue(monday7, null, wednesday, wednesday)).toMatchObject({ kind: 'later', week: '2026-W49' })
    const friday = { ...monday7, weekday: 5 }
    expect(digestDue(friday, null, wednesday, wednesday)).toMatchObject({ kind: 'later', week: '2026-W48' })
  })
  test('another day or hour never makes a second one in a week', () => {
    const sent = '2026-W48'
    for (let weekday = 1; weekday <= 7; weekday++) {
      const due = digestDue({ ...monday7, weekday, hour: 23 }, sent, longAgo, instant('2026-11-25T18:00:00Z'))
      expect(due).toMatchObject({ kind: 'later', week: '2026-W49' })
    }
  })
  test('flying back over the date line into last week sends nothing', () => {
    const sentInAuckland = weekOf(instant('2026-11-22T18:00:00Z'), 'Pacific/Auckland')
    const honolulu = { ...monday7, weekday: 7, timeZone: 'Pacific/Honolulu' }
    expect(sentInAuckland).toBe('2026-W48')
    expect(weekOf(instant('2026-11-22T19:00:00Z'), 'Pacific/Honolulu')).toBe('2026-W47')
    expect(digestDue(honolulu, sentInAuckland, longAgo, instant('2026-11-22T19:00:00Z'))).toMatchObject({
      kind: 'later',
      week: '2026-W49',
    })
  })
  test('never, while it is turned off', () => {
    expect(digestDue({ ...monday7, enabled: false }, null, longAgo, instant('2026-11-25T18:00:00Z'))).toEqual({
      kind: 'never',
    })
  })
})

const zones = fc.constantFrom(
  'America/Mexico_City',
  'America/Tijuana',
  'America/Santiago',
  'America/Asuncion',
  'America/Havana',
  'Europe/Madrid',
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Pacific/Apia',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Kathmandu',
  'Asia/Beirut',
  'Atlantic/Azores',
  'UTC',
)
const schedules = fc.record({
  enabled: fc.constant(true),
  weekday: fc.integer({ min: 1, max: 7 }),
  hour: fc.integer({ min: 0, max: 23 }),
  timeZone: zones,
})
/** 2009 to 2034: the years of Samoa's missing day, of Mexico's last summer time, of four weeks 53. */
const instants = fc
  .integer({ min: 1_240_000_000, max: 2_030_000_000 })
  .map((seconds) => Temporal.Instant.fromEpochMilliseconds(seconds * 1000))

describe('for whoever, wherever, whenever', () => {
  test('the moment lies in its own week', () => {
    fc.assert(
      fc.property(schedules, instants, (schedule, someday) => {
        const week = weekOf(someday, schedule.timeZone)
        expect(weekOf(digestAt(schedule, week), schedule.timeZone)).toBe(week)
      }),
      { numRuns: 400 },
    )
  })

  test('wake-ups, however spaced, give each week one digest, at its moment or at the first wake-up after it', () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 60 * 24 * 3 }), { minLength: 40, maxLength: 120 })
    fc.assert(
      fc.property(schedules, instants, gaps, (schedule, start, minutes) => {
        const sent = new Map<Week, Temporal.Instant>()
        let [now, last]: [Temporal.Instant, Week | null] = [start, null]
        const moments = [now]
        for (const gap of minutes) {
          const due = digestDue(schedule, last, start, now)
          if (due.kind === 'now') {
            expect(sent.has(due.week)).toBe(false)
            expect(weekOf(now, schedule.timeZone)).toBe(due.week)
            sent.set(due.week, now)
            last = due.week
          }
          now = now.add({ minutes: gap })
          moments.push(now)
        }
        // As naively as possible: of every week, the first wake-up that is not before its moment, if it is still that week.
        for (
          let week = weekOf(start, schedule.timeZone);
          week < weekOf(now, schedule.timeZone);
          week = addWeeks(week, 1)
        ) {
          const at = digestAt(schedule, week)
          const { end } = weekInterval(week, schedule.timeZone)
          const first = moments.find((one) => one.epochMilliseconds >= at.epochMilliseconds)
          const expected =
            at.epochMilliseconds >= start.epochMilliseconds && first && first.epochMilliseconds < end.epochMilliseconds
          expect(sent.get(week)?.toString()).toBe(expected ? first.toString() : undefined)
        }
      }),
      { numRuns: 25 },
    )
  })

  test('somebody who travels never gets two for one week, nor one of a week gone by', () => {
    const journey = fc.array(fc.record({ zone: zones, days: fc.integer({ min: 1, max: 20 }) }), {
      minLength: 3,
      maxLength: 12,
    })
    fc.assert(
      fc.property(schedules, instants, journey, (schedule, start, legs) => {
        const weeks: Week[] = []
        let now = start
        for (const leg of legs) {
          const there = { ...schedule, timeZone: leg.zone }
          const until = now.add({ hours: 24 * leg.days })
          for (;;) {
            const due = digestDue(there, weeks.at(-1) ?? null, start, now)
            if (due.kind === 'never') throw new Error('it is on')
            if (due.at.epochMilliseconds > until.epochMilliseconds) break
            if (due.at.epochMilliseconds > now.epochMilliseconds) now = due.at
            weeks.push(due.week)
          }
          now = until
        }
        expect([...new Set(weeks)].sort()).toEqual(weeks)
      }),
      { numRuns: 60 },
    )
  })
})
