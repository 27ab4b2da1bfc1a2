import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { countedMinutes } from './charge.ts'

const at = (text: string, zone: string) => Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant()
const counted = (start: string, end: string, allDay = false, zone = 'America/Mexico_City') =>
  countedMinutes(at(start, zone), at(end, zone), allDay, zone)

describe('counted minutes', () => {
  test('an event counts its length', () => {
    expect(counted('2026-06-02T19:00', '2026-06-02T21:30')).toBe(150)
    expect(counted('2026-06-02T20:00', '2026-06-03T02:00')).toBe(360)
  })

  test('no day counts more than eight hours', () => {
    expect(counted('2026-06-02T09:00', '2026-06-02T19:00')).toBe(480)
    expect(counted('2026-06-02T12:00', '2026-06-04T13:00')).toBe(480 + 480 + 480)
    expect(counted('2026-06-02T20:00', '2026-06-04T03:00')).toBe(240 + 480 + 180)
  })

  test('whole days count eight hours each, also where a day has 23 or 25', () => {
    expect(counted('2026-06-02T00:00', '2026-06-03T00:00', true)).toBe(480)
    expect(counted('2026-06-02T00:00', '2026-06-05T00:00', true)).toBe(3 * 480)
    expect(counted('2026-03-08T00:00', '2026-03-09T00:00', true, 'America/Tijuana')).toBe(480)
    expect(counted('2026-11-01T00:00', '2026-11-02T00:00', true, 'America/Tijuana')).toBe(480)
  })

  test('an event over a clock change counts the hours that pass', () => {
    expect(counted('2026-03-08T00:00', '2026-03-08T06:00', false, 'America/Tijuana')).toBe(300)
    expect(counted('2026-11-01T00:00', '2026-11-01T06:00', false, 'America/Tijuana')).toBe(420)
  })

  test('an event that does not end after it begins counts nothing', () => {
    expect(counted('2026-06-02T19:00', '2026-06-02T19:00')).toBe(0)
    expect(counted('2026-06-02T19:00', '2026-06-01T19:00', true)).toBe(0)
  })

  test('agrees with counting minute by minute', () => {
    const zones = fc.constantFrom('America/Mexico_City', 'America/Tijuana', 'America/Santiago')
    const dates = fc.constantFrom('2026-03-07T00:00', '2026-10-31T00:00', '2026-04-04T00:00', '2026-09-05T00:00')
    fc.assert(
      fc.property(zones, dates, fc.nat(1440), fc.nat(3000), (zone, date, offset, length) => {
        const start = at(date, zone).add({ minutes: offset })
        const perDay = new Map<string, number>()
        for (let m = 0; m < length; m += 5) {
          const day = start.add({ minutes: m }).toZonedDateTimeISO(zone).toPlainDate().toString()
          perDay.set(day, (perDay.get(day) ?? 0) + 5)
        }
        const expected = [...perDay.values()].reduce((sum, minutes) => sum + Math.min(480, minutes), 0)
        const found = countedMinutes(start, start.add({ minutes: length }), false, zone)
        // Sampled every five minutes: off by less than one sample a day.
        expect(Math.abs(found - expected)).toBeLessThan(5 * (perDay.size + 1))
      }),
      { numRuns: 40 },
    )
  })
})
