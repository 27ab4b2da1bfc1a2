/**
 * What could be freed when commitments and holds alone pass the cap: the set of least value whose charges bring the week back under it.
 * A proposal, never done by itself.
 */
import type { EventId } from '../calendar/event.ts'

export interface Freeable {
  id: EventId
  /** Whole minutes. */
  charge: number
  /** Whole, hundredths of a point; events of no value cost nothing to free. */
  points: number
}

/** Sums of charges followed at once; only a week of dozens of odd charges has more, and then the least valuable are followed. */
const MOST_SUMS = 20_000

/**
 * @param minutes by which the cap is passed
 * @returns ids, least value first; of sets of equal value the one that frees fewer minutes, then fewer events. All of them where even
 *   that is not enough; none where nothing needs to go
 */
export function couldFree(events: readonly Freeable[], minutes: number): EventId[] {
  if (minutes <= 0) return []
  const byValue = [...events]
    .filter((event) => event.charge > 0)
    .sort((a, b) => a.points - b.points || a.charge - b.charge || (a.id < b.id ? -1 : 1))
  let enough: Freed | null = null
  // For each sum of charges that is not enough yet, the set that costs least.
  let short = new Map<number, Freed>([[0, { charge: 0, points: 0, size: 0, last: null, before: null }]])
  for (const event of byValue) {
    for (const before of [...short.values()]) {
      const charge = before.charge + event.charge
      const points = before.points + Math.max(0, event.points)
      const set: Freed = { charge, points, size: before.size + 1, last: event.id, before }
      if (enough !== null && points > enough.points) continue
      if (charge >= minutes) enough = better(set, enough)
      else short.set(charge, better(set, short.get(charge) ?? null))
    }
    if (short.size > MOST_SUMS) {
      const cheapest = [...short].sort(([, a], [, b]) => a.points - b.points).slice(0, MOST_SUMS / 2)
      short = new Map(cheapest)
    }
  }
  if (enough === null) return byValue.map((event) => event.id)
  const ids: EventId[] = []
  for (let set: Freed | null = enough; set !== null; set = set.before) if (set.last !== null) ids.unshift(set.last)
  return ids
}

interface Freed {
  charge: number
  points: number
  size: number
  last: EventId | null
  before: Freed | null
}

function better(a: Freed, b: Freed | null): Freed {
  if (b === null) return a
  return (a.points - b.points || a.charge - b.charge || a.size - b.size) < 0 ? a : b
}
