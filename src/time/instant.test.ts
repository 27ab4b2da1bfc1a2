import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { isBefore, timestamp } from './instant.ts'

test('moments written down sort as they pass, whole seconds and fractions alike', () => {
  const moment = fc.integer({ min: 0, max: 4_000_000_000_000 }).map((ms) => Temporal.Instant.fromEpochMilliseconds(ms))
  const near = fc.tuple(moment, fc.nat(2_000)).map(([at, ms]) => [at, at.add({ milliseconds: ms })] as const)
  fc.assert(
    fc.property(near, ([a, b]) => {
      expect(timestamp(a) < timestamp(b)).toBe(isBefore(a, b))
    }),
  )
})
