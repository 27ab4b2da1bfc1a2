import { describe, expect, test } from 'vitest'
import { centralRange } from './gamma.ts'

/** The mass below `x` of a Gamma of this shape and mean 1, by the series of the incomplete gamma function (DLMF 8.7.1). */
function below(x: number, shape: number): number {
  const at = x * shape
  let [term, sum] = [1 / shape, 1 / shape]
  for (let n = 1; n < 5_000 && term > sum * 1e-16; n++) {
    term *= at / (shape + n)
    sum += term
  }
  return sum * Math.exp(shape * Math.log(at) - at - logGamma(shape))
}

/** Stirling's series far out, and back by the recurrence. */
function logGamma(z: number): number {
  if (z < 15) return logGamma(z + 1) - Math.log(z)
  return (
    (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * z) - 1 / (360 * z ** 3) + 1 / (1260 * z ** 5)
  )
}

function quantile(share: number, shape: number): number {
  let [low, high] = [0, 100]
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2
    if (below(middle, shape) < share) low = middle
    else high = middle
  }
  return low
}

describe('the central range of a Gamma', () => {
  test('is that of the exact distribution to 3 % of the mean, and to 7 % where next to nothing was seen', () => {
    // The oracle itself: of shape 1 it is an exponential.
    expect(quantile(0.9, 1)).toBeCloseTo(-Math.log(0.1), 9)
    for (const shape of [0.5, 0.6, 0.8, 1, 1.5, 2, 3, 5, 10, 30, 100, 1000]) {
      const { low, high } = centralRange(1, shape)
      expect(Math.abs(low - quantile(0.1, shape)), `low of ${shape}`).toBeLessThan(0.03)
      expect(Math.abs(high - quantile(0.9, shape)), `high of ${shape}`).toBeLessThan(shape < 1 ? 0.07 : 0.03)
    }
  })

  test('holds the mean, narrows with evidence and scales with the mean', () => {
    const widths = [0, 0.1, 0.5, 1, 4, 50, 1e6].map((shape) => {
      const { low, high } = centralRange(3, shape)
      expect(low).toBeGreaterThanOrEqual(0)
      expect(low).toBeLessThanOrEqual(3)
      expect(high).toBeGreaterThanOrEqual(3)
      return high - low
    })
    expect(widths).toEqual(widths.toSorted((a, b) => b - a))
    expect(centralRange(0, 2)).toEqual({ low: 0, high: 0 })
  })
})
