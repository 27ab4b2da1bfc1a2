import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { type Interval, mergeIntervals, minutesOf, overlaps, subtract } from './interval.ts'

const BASE = Temporal.Instant.from('2026-03-02T09:00Z')
const interval = (from: number, to: number): Interval => ({
  start: BASE.add({ minutes: from }),
  end: BASE.add({ minutes: to }),
})
const list = fc.array(
  fc.tuple(fc.nat(40), fc.nat(12)).map(([from, length]) => interval(from, from + length)),
  { maxLength: 8 },
)
/** The naive oracle: the set of minutes a list covers. */
function minutesIn(intervals: readonly Interval[]): number[] {
  const covered = new Set<number>()
  for (let minute = 0; minute < 60; minute++) {
    const at = BASE.add({ minutes: minute })
    if (intervals.some((i) => Temporal.Instant.compare(i.start, at) <= 0 && Temporal.Instant.compare(at, i.end) < 0))
      covered.add(minute)
  }
  return [...covered]
}
const isTidy = (intervals: readonly Interval[]) =>
  intervals.every((one, i) => {
    const next = intervals[i + 1]
    return minutesOf(one) > 0 && (next === undefined || Temporal.Instant.compare(one.end, next.start) < 0)
  })

describe('intervals', () => {
  test('an event that ends when another begins does not overlap it', () => {
    expect(overlaps(interval(0, 30), interval(30, 60))).toBe(false)
    expect(overlaps(interval(0, 31), interval(30, 60))).toBe(true)
    expect(overlaps(interval(10, 10), interval(0, 60))).toBe(false)
  })

  test('a begun minute counts', () => {
    expect(minutesOf({ start: BASE, end: BASE.add({ seconds: 61 }) })).toBe(2)
    expect(minutesOf(interval(5, 3))).toBe(0)
  })

  test('merging covers the same minutes, in order, without touching neighbours', () => {
    fc.assert(
      fc.property(list, (a) => {
        const merged = mergeIntervals(a)
        expect(minutesIn(merged)).toEqual(minutesIn(a))
        expect(isTidy(merged)).toBe(true)
      }),
    )
  })

  test('merging leaves its input as it was', () => {
    const input = [interval(0, 10), interval(5, 20)]
    mergeIntervals(input)
    expect(JSON.stringify(input)).toBe(JSON.stringify([interval(0, 10), interval(5, 20)]))
  })

  test('subtracting agrees with counting minutes', () => {
    fc.assert(
      fc.property(list, list, (a, b) => {
        const taken = new Set(minutesIn(b))
        expect(minutesIn(subtract(a, b))).toEqual(minutesIn(a).filter((m) => !taken.has(m)))
        expect(isTidy(subtract(a, b))).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})
