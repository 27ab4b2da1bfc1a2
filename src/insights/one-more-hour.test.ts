import { describe, expect, test } from 'vitest'
import { oneMoreHour } from './one-more-hour.ts'

describe('one more hour a week', () => {
  const perHour = { mean: 20_000, low: 5_000, high: 60_000, count: 3 }
  /** Six hours that are worth two points each. */
  const planned = { points: 12, minutes: 360 }

  test('is worth as much of the usual hour as its points are of the points of a planned one', () => {
    expect(oneMoreHour(1, planned, perHour)).toEqual({ points: 1, money: { mean: 10_000, low: 2_500, high: 30_000 } })
    expect(oneMoreHour(0, planned, perHour).money).toEqual({ mean: 0, low: 0, high: 0 })
  })

  test('never promises more than the usual hour, nor money where nothing is known', () => {
    expect(oneMoreHour(9, planned, perHour).money?.mean).toBe(20_000)
    expect(oneMoreHour(1, planned, null)).toEqual({ points: 1, money: null })
    expect(oneMoreHour(1, { points: 0, minutes: 0 }, perHour).money).toBeNull()
  })
})
