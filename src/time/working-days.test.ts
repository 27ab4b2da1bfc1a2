import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { publicHolidays } from './holidays.ts'
import { endOfWorkingDay, type WorkingDays, workingHoursBetween } from './working-days.ts'

const ZONE = 'America/Mexico_City'
const officeHours = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '18:00' }))
const working = (over: Partial<WorkingDays> = {}): WorkingDays => ({
  hours: officeHours,
  holidays: publicHolidays(ZONE, 2026, 2027),
  zone: ZONE,
  ...over,
})
const local = (text: string, zone = ZONE) => Temporal.PlainDateTime.from(text).toZonedDateTime(zone)
const closing = (back: string, n: number, days = working()) =>
  endOfWorkingDay(local(back, days.zone), n, days)?.toZonedDateTimeISO(days.zone).toPlainDateTime().toString() ?? null

describe('working days', () => {
  test('the second working day after a Tuesday is the Thursday, till closing time', () => {
    expect(closing('2026-06-02T20:30', 2)).toBe('2026-06-04T18:00:00')
  })

  test('a weekend and a holiday are not counted', () => {
    // Monday, 16 March 2026 is a public holiday in Mexico.
    expect(closing('2026-03-12T20:00', 2)).toBe('2026-03-17T18:00:00')
  })

  test('an event on a Saturday has until Tuesday', () => {
    expect(closing('2026-06-06T13:00', 2)).toBe('2026-06-09T18:00:00')
  })

  test('back after midnight, the day one is back decides', () => {
    expect(closing('2026-06-03T00:15', 1)).toBe('2026-06-04T18:00:00')
  })

  test('an afternoon with a break closes with its last window; 24:00 is the next midnight', () => {
    const split = working({
      hours: [
        { weekday: 3, from: '16:00', to: '24:00' },
        { weekday: 3, from: '09:00', to: '12:00' },
      ],
    })
    expect(closing('2026-06-02T10:00', 1, split)).toBe('2026-06-04T00:00:00')
  })

  test('without working hours no working day ever comes, and that is said', () => {
    expect(closing('2026-06-02T10:00', 2, working({ hours: [] }))).toBe(null)
    expect(closing('2026-06-02T10:00', 1, working({ hours: [{ weekday: 1, from: '10:00', to: '10:00' }] }))).toBe(null)
  })

  test('a month of holidays is waited out', () => {
    const holidays = new Set<string>()
    for (let n = 0; n < 31; n++) holidays.add(Temporal.PlainDate.from('2026-07-01').add({ days: n }).toString())
    expect(closing('2026-06-30T12:00', 1, working({ holidays }))).toBe('2026-08-03T18:00:00')
  })

  test('closing time is the wall clock on a day when clocks change', () => {
    const sundays = { hours: [{ weekday: 7, from: '00:00', to: '18:00' }], holidays: new Set<string>() }
    for (const back of ['2026-03-05T12:00', '2026-10-30T12:00'])
      expect(closing(back, 1, working({ ...sundays, zone: 'America/Tijuana' }))).toMatch(/T18:00:00$/)
  })

  test('a day whose only hours the clock skips is no working day', () => {
    const night = working({ zone: 'America/Tijuana', hours: [{ weekday: 7, from: '02:00', to: '03:00' }] })
    expect(closing('2026-03-05T12:00', 1, night)).toBe('2026-03-15T03:00:00')
  })

  test('working hours leave holidays out', () => {
    const hours = workingHoursBetween(
      Temporal.PlainDate.from('2026-03-13'),
      Temporal.PlainDate.from('2026-03-17'),
      working(),
    )
    expect(hours.map((i) => i.start.toZonedDateTimeISO(ZONE).toPlainDate().toString())).toEqual([
      '2026-03-13',
      '2026-03-17',
    ])
  })
})
