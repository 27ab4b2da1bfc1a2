import Holidays from 'date-holidays'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { countryOf, HOLIDAY_YEARS, publicHolidays } from './holidays.ts'

describe('public holidays', () => {
  test("Mexico's seven of 2026, moved to their Mondays", () => {
    expect([...publicHolidays('America/Mexico_City', 2026, 2026)]).toEqual(
      ['01-01', '02-02', '03-16', '05-01', '09-16', '11-16', '12-25'].map((day) => `2026-${day}`),
    )
  })

  test('every zone of a country has the same ones, by old and new names', () => {
    const all = (zone: string) => [...publicHolidays(zone, 2025, 2030)]
    expect(all('America/Tijuana')).toEqual(all('America/Ciudad_Juarez'))
    expect(all('America/Buenos_Aires')).toEqual(all('America/Argentina/Buenos_Aires'))
  })

  test.each(['MX', 'CO', 'CL', 'AR', 'PE', 'EC', 'CR', 'GT', 'UY', 'PA', 'DO', 'ES', 'US', 'CA'])(
    '%s has holidays in each year served, as its source says',
    (country) => {
      const source = new Holidays(country)
      const zone = source.getTimezones()[0] ?? ''
      expect(countryOf(zone)).toBe(country)
      for (let year = HOLIDAY_YEARS.first; year <= HOLIDAY_YEARS.last; year++) {
        const ours = publicHolidays(zone, year, year)
        const newYear = source.isHoliday(new Date(`${year}-01-01T12:00:00Z`))
        expect(ours.has(`${year}-01-01`)).toBe(newYear !== false)
        expect(ours.size).toBeGreaterThanOrEqual(5)
        for (const date of ours) expect(Temporal.PlainDate.from(date).toString()).toBe(date)
      }
    },
  )

  test('a zone that is not served and a year beyond the data have none', () => {
    expect(publicHolidays('Asia/Tokyo', 2026, 2026).size).toBe(0)
    expect(publicHolidays('Nowhere/Land', 2026, 2026).size).toBe(0)
    expect(publicHolidays('America/Mexico_City', 1990, 2024).size).toBe(0)
    expect(publicHolidays('America/Mexico_City', 2031, 2100).size).toBe(0)
  })
})
