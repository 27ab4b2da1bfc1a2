/**
 * What one more hour a week would be worth, in money. Planning says what the best set of these weeks would win with an hour more of cap, in
 * points (`planning/what-if.ts`); history says what an hour brought so far. The hour more is worth as much of the usual hour as its
 * points are of the points of an hour that is planned already: seldom the whole of it, for the best events are in the plan without it.
 */
import type { Ranged } from './returns.ts'

export interface OneMoreHour {
  points: number
  /** Minor units of the person's currency; null where nothing is planned, or nothing is known of money yet. */
  money: Pick<Ranged, 'mean' | 'low' | 'high'> | null
}

/**
 * @param points won by an hour more (`CapCurve.oneMoreHour`)
 * @param planned everything that is attended in the week at its cap, commitments too: points, and charged minutes of the same events
 * @param perHour the return of all events so far (`Returns.whole.perHour`)
 */
export function oneMoreHour(
  points: number,
  planned: { points: number; minutes: number },
  perHour: Ranged | null,
): OneMoreHour {
  if (perHour === null || planned.points <= 0 || planned.minutes <= 0) return { points, money: null }
  // More than the usual hour is nothing to promise: it comes where the cap leaves an hour lying.
  const share = Math.min(1, Math.max(0, points / ((60 * planned.points) / planned.minutes)))
  const part = (amount: number) => Math.round(share * amount)
  return { points, money: { mean: part(perHour.mean), low: part(perHour.low), high: part(perHour.high) } }
}
