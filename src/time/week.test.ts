import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { minutesOf } from './interval.ts'
import { addWeeks, isWeek, mondayOf, weekInterval, weekOf } from './week.ts'

const hoursOf = (week: string, zone: string) => minutesOf(weekInterval(week, zone)) / 60

describe('weeks', () => {
  test('week 53 exists only in the years that have it', () => {
    expect(isWeek('2026-W53')).toBe(true)
    expect(isWeek('2020-W53')).toBe(true)
    expect(isWeek('2025-W53')).toBe(false)
    expect(isWeek('2027-W53')).toBe(false)
  })

  test.each(['2026-W00', '2026-W54', '2026-W1', '2026W01', '2026-w01', ' 2026-W01', '2026-W01\n', ''])(
    '%j is no week',
    (text) => {
      expect(isWeek(text)).toBe(false)
      expect(() => mondayOf(text)).toThrow(RangeError)
    },
  )

  test("the week at a year's end belongs to the year of its Thursday", () => {
    const at = (text: string) => weekOf(Temporal.Instant.from(text), 'UTC')
    expect(at('2024-12-30T00:00Z')).toBe('2025-W01')
    expect(at('2027-01-03T23:59Z')).toBe('2026-W53')
    expect(at('2027-01-04T00:00Z')).toBe('2027-W01')
    expect(mondayOf('2026-W53').toString()).toBe('2026-12-28')
    expect(addWeeks('2026-W53', 1)).toBe('2027-W01')
    expect(addWeeks('2027-W01', -1)).toBe('2026-W53')
  })

  test('a Sunday evening in Mexico is still this week though UTC has Monday', () => {
    const at = Temporal.Instant.from('2026-11-30T02:00Z')
    expect(weekOf(at, 'America/Mexico_City')).toBe('2026-W48')
    expect(weekOf(at, 'UTC')).toBe('2026-W49')
  })

  test('a week lasts 167 hours in spring, 169 in autumn, where clocks change', () => {
    expect(hoursOf('2026-W10', 'America/Tijuana')).toBe(167)
    expect(hoursOf('2026-W44', 'America/Tijuana')).toBe(169)
    expect(hoursOf('2026-W13', 'Europe/Madrid')).toBe(167)
    expect(hoursOf('2026-W43', 'Europe/Madrid')).toBe(169)
  })

  test('Mexico City has not changed its clocks since October 2022', () => {
    expect(hoursOf('2022-W13', 'America/Mexico_City')).toBe(167)
    expect(hoursOf('2022-W43', 'America/Mexico_City')).toBe(169)
    for (let n = 0; n < 53; n++) expect(hoursOf(addWeeks('2026-W01', n), 'America/Mexico_City')).toBe(168)
  })

  test('a zone that skips its midnight starts that day at one', () => {
    // Santiago's clocks go forward at the start of Sunday; Asunción's did too until 2024.
    const week = weekInterval('2026-W36', 'America/Santiago')
    expect(minutesOf(week) / 60).toBe(167)
  })

  test('every instant lies in its week, and weeks follow each other without a hole', () => {
    const zones = fc.constantFrom('America/Mexico_City', 'America/Tijuana', 'Asia/Kathmandu', 'Europe/Madrid', 'UTC')
    fc.assert(
      fc.property(fc.integer({ min: 1_500_000_000, max: 2_000_000_000 }), zones, (seconds, zone) => {
        const at = Temporal.Instant.fromEpochMilliseconds(seconds * 1000)
        const week = weekOf(at, zone)
        const { start, end } = weekInterval(week, zone)
        expect(isWeek(week)).toBe(true)
        expect(Temporal.Instant.compare(start, at)).toBeLessThanOrEqual(0)
        expect(Temporal.Instant.compare(at, end)).toBe(-1)
        expect(weekInterval(addWeeks(week, 1), zone).start.equals(end)).toBe(true)
        const local = at.toZonedDateTimeISO(zone)
        expect(week).toBe(`${local.yearOfWeek}-W${String(local.weekOfYear).padStart(2, '0')}`)
      }),
    )
  })
})
