import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test, vi } from 'vitest'
import { type Interval, minutesOf } from '../time/interval.ts'
import { endOfWorkingDay, type WorkingDays, workingHoursBetween } from '../time/working-days.ts'
import { placeFollowUp } from './place.ts'

const ZONE = 'America/Mexico_City'
const zoned = (text: string, zone = ZONE) => Temporal.PlainDateTime.from(text).toZonedDateTime(zone)
const interval = (from: string, to: string, zone = ZONE): Interval => ({
  start: zoned(from, zone).toInstant(),
  end: zoned(to, zone).toInstant(),
})
const days: WorkingDays = {
  hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '18:00' })),
  holidays: new Set(),
  zone: ZONE,
}
/** From Tuesday, 2 June 2026. */
const office = workingHoursBetween(Temporal.PlainDate.from('2026-06-02'), Temporal.PlainDate.from('2026-07-10'), days)
const startOf = (placement: ReturnType<typeof placeFollowUp>, zone = ZONE) =>
  placement.kind === 'no_room'
    ? null
    : placement.slot.start.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' })

vi.setConfig({ testTimeout: 30_000 })

describe('a follow-up', () => {
  test('goes into the first quarter hour after the way back, the same day too', () => {
    const placement = placeFollowUp(30, zoned('2026-06-02T10:31'), office, days)
    expect(placement.kind).toBe('in_time')
    expect(startOf(placement)).toBe('2026-06-02T10:45')
  })

  test('of an evening event goes into the next morning', () => {
    expect(startOf(placeFollowUp(30, zoned('2026-06-02T21:00'), office, days))).toBe('2026-06-03T09:00')
  })

  test('may end at closing time of the second working day, and is late when it ends after', () => {
    const last = [interval('2026-06-04T17:30', '2026-06-04T18:30')]
    expect(placeFollowUp(30, zoned('2026-06-02T10:00'), last, days).kind).toBe('in_time')
    expect(placeFollowUp(31, zoned('2026-06-02T10:00'), last, days).kind).toBe('late')
  })

  test('is booked late rather than never, but not after ten working days', () => {
    const back = zoned('2026-06-02T10:00')
    expect(placeFollowUp(30, back, [interval('2026-06-16T17:30', '2026-06-16T18:00')], days).kind).toBe('late')
    expect(placeFollowUp(30, back, [interval('2026-06-17T09:00', '2026-06-17T18:00')], days)).toEqual({
      kind: 'no_room',
    })
  })

  test('has no room without free time or without working days', () => {
    expect(placeFollowUp(30, zoned('2026-06-02T10:00'), [], days)).toEqual({ kind: 'no_room' })
    expect(placeFollowUp(30, zoned('2026-06-02T10:00'), office, { ...days, hours: [] })).toEqual({ kind: 'no_room' })
  })

  test('starts on the quarter hour of the clock on the wall', () => {
    const zone = 'Asia/Kathmandu'
    const gaps = [interval('2026-06-02T10:05', '2026-06-02T18:00', zone)]
    const placement = placeFollowUp(30, zoned('2026-06-02T10:00', zone), gaps, { ...days, zone })
    expect(startOf(placement, zone)).toBe('2026-06-02T10:15')
  })

  test('a second past the quarter hour is past it', () => {
    expect(startOf(placeFollowUp(30, zoned('2026-06-02T10:30:01'), office, days))).toBe('2026-06-02T10:45')
    expect(startOf(placeFollowUp(30, zoned('2026-06-02T10:30:00'), office, days))).toBe('2026-06-02T10:30')
  })

  test.each([0, -30, 7.5, Number.NaN])('of %d minutes is a bug', (minutes) => {
    expect(() => placeFollowUp(minutes, zoned('2026-06-02T10:00'), office, days)).toThrow(RangeError)
  })

  test('takes the same slot as trying every minute', () => {
    const gap = fc.tuple(fc.nat(3 * 1440), fc.integer({ min: 1, max: 300 }))
    const zones = fc.constantFrom(ZONE, 'Asia/Kathmandu', 'America/Tijuana')
    fc.assert(
      fc.property(
        zones,
        fc.nat(1440),
        fc.integer({ min: 5, max: 90 }),
        fc.array(gap, { maxLength: 5 }),
        (zone, at, minutes, gaps) => {
          const own = { ...days, zone }
          // Over the night in which Tijuana's clocks go forward.
          const first = zoned('2026-03-07T00:00', zone)
          let edge = 0
          const free = gaps
            .sort((a, b) => a[0] - b[0])
            .flatMap(([from, length]) => {
              const start = Math.max(from, edge)
              edge = start + length + 1
              return [
                {
                  start: first.add({ minutes: start }).toInstant(),
                  end: first.add({ minutes: start + length }).toInstant(),
                },
              ]
            })
          const back = first.add({ minutes: at })
          const deadline = endOfWorkingDay(back, 2, own)?.epochMilliseconds ?? 0
          const within = (start: Temporal.ZonedDateTime) =>
            free.some(
              (g) =>
                g.start.epochMilliseconds <= start.epochMilliseconds &&
                start.add({ minutes }).epochMilliseconds <= g.end.epochMilliseconds,
            )
          let expected: string | null = null
          let kind = 'no_room'
          for (let m = at; m < 5 * 1440 && expected === null; m++) {
            const start = first.add({ minutes: m })
            if (start.minute % 15 !== 0 || !within(start)) continue
            expected = start.toPlainDateTime().toString({ smallestUnit: 'minute' })
            kind = start.add({ minutes }).epochMilliseconds <= deadline ? 'in_time' : 'late'
          }
          const placement = placeFollowUp(minutes, back, free, own)
          expect([placement.kind, startOf(placement, zone)]).toEqual([kind, expected])
          if (placement.kind !== 'no_room') expect(minutesOf(placement.slot)).toBe(minutes)
        },
      ),
      { numRuns: 60 },
    )
  })
})
