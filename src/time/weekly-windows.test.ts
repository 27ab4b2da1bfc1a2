import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { minutesOf } from './interval.ts'
import { minuteOfDay, type WeeklyWindow, windowsBetween } from './weekly-windows.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
function shown(windows: WeeklyWindow[], from: string, to: string, zone: string): string[] {
  return windowsBetween(windows, day(from), day(to), zone).map(
    ({ start, end }) =>
      `${start.toZonedDateTimeISO(zone).toString({ timeZoneName: 'never' })} ${minutesOf({ start, end })}`,
  )
}
const everyDay = (from: string, to: string) => [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from, to }))

describe('weekly windows', () => {
  test('a window is wall-clock time on both sides of a clock change', () => {
    expect(shown([{ weekday: 1, from: '09:00', to: '18:00' }], '2026-03-02', '2026-03-09', 'America/Tijuana')).toEqual([
      '2026-03-02T09:00:00-08:00 540',
      '2026-03-09T09:00:00-07:00 540',
    ])
  })

  test('a whole day is 23 hours in spring and 25 in autumn', () => {
    const whole = everyDay('00:00', '24:00')
    expect(shown(whole, '2026-03-08', '2026-03-08', 'America/Tijuana')).toEqual(['2026-03-08T00:00:00-08:00 1380'])
    expect(shown(whole, '2026-11-01', '2026-11-01', 'America/Tijuana')).toEqual(['2026-11-01T00:00:00-07:00 1500'])
    expect(shown(whole, '2026-11-01', '2026-11-01', 'America/Mexico_City')).toEqual(['2026-11-01T00:00:00-06:00 1440'])
  })

  test('a window in the hour that clocks skip vanishes, one in the hour they repeat comes twice', () => {
    expect(shown(everyDay('02:00', '03:00'), '2026-03-08', '2026-03-08', 'America/Tijuana')).toEqual([])
    expect(shown(everyDay('01:15', '01:45'), '2026-11-01', '2026-11-01', 'America/Tijuana')).toEqual([
      '2026-11-01T01:15:00-07:00 30',
      '2026-11-01T01:15:00-08:00 30',
    ])
  })

  test('windows that touch at midnight are one', () => {
    expect(shown(everyDay('00:00', '24:00'), '2026-06-01', '2026-06-03', 'America/Bogota')).toEqual([
      '2026-06-01T00:00:00-05:00 4320',
    ])
  })

  test('an inverted stretch of days or window holds nothing', () => {
    expect(shown(everyDay('09:00', '18:00'), '2026-06-03', '2026-06-01', 'UTC')).toEqual([])
    expect(shown(everyDay('18:00', '09:00'), '2026-06-01', '2026-06-03', 'UTC')).toEqual([])
  })

  test('a minute lies in a window exactly when the clock shows a time of it', () => {
    const zones = fc.constantFrom(
      'America/Tijuana',
      'America/Santiago',
      'Europe/Madrid',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
    )
    const dates = fc.constantFrom(
      '2026-03-07',
      '2026-03-28',
      '2026-04-04',
      '2026-09-05',
      '2026-10-03',
      '2026-10-24',
      '2026-10-31',
    )
    const time = fc
      .integer({ min: 0, max: 96 })
      .map((n) => `${String(Math.floor(n / 4)).padStart(2, '0')}:${String((n % 4) * 15).padStart(2, '0')}`)
    const window = fc.record({ weekday: fc.integer({ min: 5, max: 7 }), from: time, to: time })
    fc.assert(
      fc.property(zones, dates, fc.array(window, { maxLength: 3 }), (zone, first, windows) => {
        const last = day(first).add({ days: 1 })
        const found = windowsBetween(windows, day(first), last, zone)
        const start = day(first).subtract({ days: 1 }).toZonedDateTime(zone)
        const misses: string[] = []
        for (let minute = 0; minute < 4 * 1440; minute += 15) {
          const local = start.add({ minutes: minute })
          const ofDay = local.hour * 60 + local.minute
          const asked = !local.toPlainDate().equals(start.toPlainDate()) && Temporal.PlainDate.compare(local, last) <= 0
          const expected =
            asked &&
            windows.some(
              (w) => w.weekday === local.dayOfWeek && minuteOfDay(w.from) <= ofDay && ofDay < minuteOfDay(w.to),
            )
          const at = local.epochMilliseconds
          const inside = found.some((i) => i.start.epochMilliseconds <= at && at < i.end.epochMilliseconds)
          if (inside !== expected) misses.push(local.toString())
        }
        expect(misses).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})
