/**
 * Choice problems of a small world, at random, and what naive enumeration says of them: every subset, every way to place every follow-up. It
 * shares nothing with the chooser but the meaning of a conflict.
 */
import fc from 'fast-check'
import { blockOf, type ChoiceEvent, type ChoiceProblem, conflict } from '../../src/choosing/choice.ts'
import type { Job, Span } from '../../src/choosing/slots.ts'

/** A small world: days of 100 minutes, three to a week, starts every 5; an evening begins at 60. */
const DAY = 100
const WEEK = 3 * DAY
export const GRID = { step: 5, phase: 0 }

export function anEvent(over: Partial<ChoiceEvent> & { start: number; end: number }): ChoiceEvent {
  const { start } = over
  const day = Math.floor(start / DAY)
  return {
    id: `e${start}`,
    travelBefore: 0,
    travelAfter: 0,
    place: null,
    charge: over.end - start,
    points: 100,
    week: Math.floor(start / WEEK),
    day,
    evening: start % DAY >= 60 ? day : -1,
    followUp: null,
    ...over,
  }
}
export function aProblem(over: Partial<ChoiceProblem> = {}): ChoiceProblem {
  return {
    candidates: [],
    fixed: [],
    owed: [],
    busy: [],
    free: [{ start: 0, end: 4 * WEEK }],
    caps: [500, 500],
    maxEvenings: 7,
    maxPerDay: 9,
    grid: GRID,
    ...over,
  }
}
export const owes = (minutes: number, release: number, deadline: number) => ({ minutes, release, deadline })

export const overlap = (a: Span, b: Span) => a.start < b.end && b.start < a.end && a.start < a.end && b.start < b.end

// The oracle: every subset, every way to place every follow-up, as naively as can be.

export function canPlace(jobs: readonly Job[], free: readonly Span[], taken: readonly Span[]): boolean {
  if (jobs.length === 0) return true
  const ways = jobs.map((job) => {
    const slots: Span[] = []
    for (let start = 0; start + job.minutes <= job.deadline; start += GRID.step) {
      const slot = { start, end: start + job.minutes }
      if (start < job.release || taken.some((block) => overlap(slot, block))) continue
      if (free.some((gap) => gap.start <= slot.start && slot.end <= gap.end)) slots.push(slot)
    }
    return { job, slots }
  })
  // Whoever has the fewest ways goes first: the only cleverness here, and one that cannot change the answer.
  const [hardest] = ways.sort((a, b) => a.slots.length - b.slots.length)
  const rest = jobs.filter((job) => job !== hardest?.job)
  return hardest?.slots.some((slot) => canPlace(rest, free, [...taken, slot])) ?? true
}
export function jobsOfEvents(events: readonly ChoiceEvent[]): Job[] {
  return events.flatMap((e) =>
    e.followUp === null
      ? []
      : [{ id: e.id, ...e.followUp, release: Math.max(e.followUp.release, e.end + e.travelAfter) }],
  )
}
export function promisedBy(problem: ChoiceProblem): Job[] {
  const compare = (a: Job, b: Job) =>
    a.release - b.release || a.deadline - b.deadline || a.minutes - b.minutes || (a.id < b.id ? -1 : 1)
  const promised: Job[] = []
  for (const job of [...jobsOfEvents(problem.fixed), ...problem.owed].sort(compare)) {
    if (canPlace([...promised, job], problem.free, problem.fixed.map(blockOf))) promised.push(job)
  }
  return promised
}
export function isAllowed(set: readonly ChoiceEvent[], problem: ChoiceProblem, promised: readonly Job[]): boolean {
  const { fixed } = problem
  const all = [...fixed, ...set]
  for (const [week, cap] of problem.caps.entries()) {
    const own = set.filter((e) => e.week === week)
    if (own.length > 0 && own.reduce((sum, e) => sum + e.charge, 0) > cap) return false
    const evenings = (events: readonly ChoiceEvent[]) =>
      new Set(events.filter((e) => e.week === week && e.evening >= 0).map((e) => e.evening)).size
    if (evenings(all) > problem.maxEvenings && evenings(all) > evenings(fixed)) return false
  }
  if (set.some((e) => all.filter((other) => other.day === e.day).length > problem.maxPerDay)) return false
  if (set.some((e) => problem.busy.some((busy) => overlap(busy, blockOf(e))))) return false
  if (set.some((e) => all.some((other) => other !== e && conflict(e, other)))) return false
  return canPlace([...promised, ...jobsOfEvents(set)], problem.free, all.map(blockOf))
}
/**
 * Every set there is, the best first, until one is allowed.
 * @param held id of a candidate that is to be in the set
 */
export function bestByEnumeration(problem: ChoiceProblem, held?: string): { chosen: string[]; points: number } | null {
  const promised = promisedBy(problem)
  const order = [...problem.candidates]
    .filter((e) => e.points > 0)
    .sort((a, b) => a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : 1))
  const sets = 2 ** order.length
  const [points, charges] = [new Float64Array(sets), new Float64Array(sets)]
  // The first event has the highest bit, so that of equal sets the one that the tie rule names has the greater number.
  for (const [i, e] of order.entries()) {
    const bit = 1 << (order.length - 1 - i)
    for (let mask = 0; mask < sets; mask++) {
      if (!(mask & bit)) continue
      points[mask] = (points[mask] ?? 0) + e.points
      charges[mask] = (charges[mask] ?? 0) + e.charge
    }
  }
  const isBetter = (a: number, b: number) =>
    (points[b] ?? 0) - (points[a] ?? 0) || (charges[a] ?? 0) - (charges[b] ?? 0) || b - a
  for (const mask of Uint32Array.from({ length: sets }, (_, i) => i).sort(isBetter)) {
    const set = order.filter((_, i) => mask & (1 << (order.length - 1 - i)))
    if (held !== undefined && !set.some(({ id }) => id === held)) continue
    if (isAllowed(set, problem, promised)) return { chosen: set.map((e) => e.id), points: points[mask] ?? 0 }
  }
  return null
}

export const lengths = fc.constantFrom(10, 10, 10, 15, 20)
const event = (lengthOfFollowUp: fc.Arbitrary<number>, world: World) =>
  fc
    .record({
      start: fc.nat(world.until - 1),
      length: fc.integer({ min: 0, max: world.longest }),
      travel: fc.constantFrom(0, 0, 5, 12),
      place: fc.constantFrom(null, null, 'a', 'b'),
      charge: world === WIDE ? fc.integer({ min: 0, max: 9 }) : fc.constantFrom(0, 0, 0, 1),
      points: fc.integer({ min: -1, max: 6 }),
      minutes: lengthOfFollowUp,
      window: fc.integer({ min: 15, max: world.widest }),
      hasFollowUp: fc.integer({ min: 0, max: 4 }),
    })
    .map((e) => {
      const end = e.start + e.length
      const travel = e.place === null ? 0 : e.travel
      const deadline = Math.ceil((end + travel + e.window) / 25) * 25
      return anEvent({
        start: e.start,
        end,
        travelBefore: travel,
        travelAfter: travel,
        place: e.place,
        charge: e.charge * 5,
        points: e.points * 50,
        followUp: e.hasFollowUp === 0 ? null : owes(e.minutes, end + travel, deadline),
      })
    })
/** Two weeks with room, or a day and a half in which everything meets everything and hardly anything is charged. */
interface World {
  until: number
  longest: number
  widest: number
}
const WIDE: World = { until: 2 * WEEK, longest: 40, widest: 90 }
const CROWDED: World = { until: 170, longest: 18, widest: 60 }
const spans = (most: number, world: World) =>
  fc.array(
    fc
      .tuple(fc.nat(world.until), fc.integer({ min: 1, max: world.longest }))
      .map(([start, length]) => ({ start, end: start + length })),
    { maxLength: most },
  )
const naming = (prefix: string) => (list: ChoiceEvent[]) => list.map((e, i) => ({ ...e, id: `${prefix}${i}` }))
export function problems(lengthOfFollowUp: fc.Arbitrary<number>, most: number, least = 0): fc.Arbitrary<ChoiceProblem> {
  return fc.constantFrom(WIDE, CROWDED).chain((world) => problemsIn(world, lengthOfFollowUp, most, least))
}
function problemsIn(
  world: World,
  lengthOfFollowUp: fc.Arbitrary<number>,
  most: number,
  least: number,
): fc.Arbitrary<ChoiceProblem> {
  return fc
    .record({
      candidates: fc
        .array(event(lengthOfFollowUp, world), { minLength: least, maxLength: most, size: 'max' })
        .map(naming('c')),
      fixed: fc.array(event(lengthOfFollowUp, world), { maxLength: 2 }).map(naming('f')),
      owed: fc.array(fc.tuple(lengthOfFollowUp, fc.nat(world.until), fc.integer({ min: 10, max: world.widest })), {
        maxLength: 2,
      }),
      busy: spans(world === WIDE ? 3 : 1, world),
      taken: spans(world === WIDE ? 8 : 4, world),
      caps: fc.tuple(fc.integer({ min: -5, max: 120 }), fc.integer({ min: -5, max: 120 })),
      maxEvenings: fc.nat(2),
      maxPerDay: fc.integer({ min: 0, max: world === WIDE ? 3 : 6 }),
    })
    .map(({ taken, owed, ...rest }) => {
      const edges = taken.sort((a, b) => a.start - b.start)
      const free: Span[] = []
      let from = 0
      for (const cut of edges) {
        if (cut.start > from) free.push({ start: from, end: cut.start })
        from = Math.max(from, cut.end)
      }
      if (from < 3 * WEEK) free.push({ start: from, end: 3 * WEEK })
      return {
        ...rest,
        free,
        owed: owed.map(([minutes, release, window], i) => ({
          id: `o${i}`,
          minutes,
          release,
          deadline: release + window,
        })),
        grid: GRID,
      }
    })
}
