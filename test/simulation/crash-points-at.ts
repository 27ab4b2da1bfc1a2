/** A test for every crash point of every flow at one provider: a file for each provider, so that they share out the machine's cores. */
import { describe, expect, test } from 'vitest'
import { flowsOf } from './crash-flows.ts'
import { crashPointsOf, livedWith } from './crash-points.ts'
import type { Hands } from './hands.ts'

export function describeCrashPoints(provider: Hands['provider']): void {
  for (const flow of flowsOf(provider))
    describe(flow.name, async () => {
      const points = await crashPointsOf(flow)
      test.each([['nothing goes wrong', null] as const, ...points.map((point) => [point.name, point] as const)])(
        '%s',
        async (_name, point) => {
          const { came, breaches, struck } = await livedWith(flow, point)
          expect(came).toEqual(flow.outcome(point))
          expect(breaches).toEqual([])
          // A step that was not there proves nothing.
          expect(struck).toBe(point !== null)
        },
      )
    })
}
