import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { blockOf, type Choice, type ChoiceEvent, type ChoiceProblem, conflict } from './choice.ts'
import { choose, chooserOf, EFFORT } from './choose.ts'
import type { Job, Span } from './slots.ts'

/** A small world: days of 100 minutes, three to a week, starts every 5; an evening begins at 60. */
const DAY = 100
const WEEK = 3 * DAY
const GRID = { step: 5, phase: 0 }

function anEvent(over: Partial<ChoiceEvent> & { start: number; end: number }): ChoiceEvent {
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
function aProblem(over: Partial<ChoiceProblem> = {}): ChoiceProblem {
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
const owes = (minutes: number, release: number, deadline: number) => ({ minutes, release, deadline })

const overlap = (a: Span, b: Span) => a.start < b.end && b.start < a.end && a.start < a.end && b.start < b.end

// The oracle: every subset, every way to place every follow-up, as naively as can be.

function canPlace(jobs: readonly Job[], free: readonly Span[], taken: readonly Span[]): boolean {
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
function jobsOfEvents(events: readonly ChoiceEvent[]): Job[] {
  return events.flatMap((e) =>
    e.followUp === null
      ? []
      : [{ id: e.id, ...e.followUp, release: Math.max(e.followUp.release, e.end + e.travelAfter) }],
  )
}
function promisedBy(problem: ChoiceProblem): Job[] {
  const compare = (a: Job, b: Job) =>
    a.release - b.release || a.deadline - b.deadline || a.minutes - b.minutes || (a.id < b.id ? -1 : 1)
  const promised: Job[] = []
  for (const job of [...jobsOfEvents(problem.fixed), ...problem.owed].sort(compare)) {
    if (canPlace([...promised, job], problem.free, problem.fixed.map(blockOf))) promised.push(job)
  }
  return promised
}
function isAllowed(set: readonly ChoiceEvent[], problem: ChoiceProblem, promised: readonly Job[]): boolean {
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
function bestByEnumeration(problem: ChoiceProblem, held?: string): { chosen: string[]; points: number } | null {
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

const lengths = fc.constantFrom(10, 10, 10, 15, 20)
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
function problems(lengthOfFollowUp: fc.Arbitrary<number>, most: number, least = 0): fc.Arbitrary<ChoiceProblem> {
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

/** Everything that can be said of an answer without knowing the best one. */
function expectSound(problem: ChoiceProblem, effort = EFFORT): Choice {
  const choice = choose(problem, effort)
  const set = problem.candidates.filter((e) => choice.chosen.includes(e.id))
  const blocks = [...problem.fixed, ...set].map(blockOf)
  const jobs = [...jobsOfEvents([...problem.fixed, ...set]), ...problem.owed]
  expect(new Set([...choice.slots.keys(), ...choice.unplaced])).toEqual(new Set(jobs.map((job) => job.id)))
  const slots = [...choice.slots.values()]
  for (const job of jobs) {
    const slot = choice.slots.get(job.id)
    if (slot === undefined) continue
    expect(slot.end - slot.start).toBe(job.minutes)
    expect(slot.start % GRID.step).toBe(0)
    expect(slot.start >= job.release && slot.end <= job.deadline).toBe(true)
    expect(problem.free.some((gap) => gap.start <= slot.start && slot.end <= gap.end)).toBe(true)
    expect(blocks.some((block) => overlap(block, slot))).toBe(false)
    expect(slots.filter((other) => overlap(other, slot))).toEqual([slot])
  }
  expect(choice.points).toBe(set.reduce((sum, e) => sum + e.points, 0))
  return choice
}

vi.setConfig({ testTimeout: 60_000 })
const RUNS = Number(process.env.CHOICE_RUNS ?? 1500)

describe('the choice is the best of all sets, ties by the stated rule,', () => {
  test('when follow-ups are equally long', () => {
    fc.assert(
      fc.property(problems(fc.constant(10), 9), (problem) => {
        expect(expectSound(problem)).toMatchObject({ exact: true, gap: 0, ...bestByEnumeration(problem) })
      }),
      { numRuns: RUNS },
    )
  })

  test('when follow-ups differ in length', () => {
    fc.assert(
      fc.property(problems(lengths, 8), (problem) => {
        expect(expectSound(problem)).toMatchObject({ exact: true, gap: 0, ...bestByEnumeration(problem) })
      }),
      { numRuns: RUNS },
    )
  })

  test('when there are many to choose from', () => {
    fc.assert(
      fc.property(problems(lengths, 15, 10), (problem) => {
        expect(expectSound(problem)).toMatchObject({ exact: true, gap: 0, ...bestByEnumeration(problem) })
      }),
      { numRuns: RUNS },
    )
  })

  test('when the search by the table is given up at once, and labels have to do', () => {
    fc.assert(
      fc.property(problems(lengths, 9), (problem) => {
        const choice = expectSound(problem, { ...EFFORT, steps: 0 })
        expect(choice).toMatchObject({ exact: true, gap: 0, ...bestByEnumeration(problem) })
      }),
      { numRuns: RUNS },
    )
  })

  test('when the first pass finds little and the second has to prove it', () => {
    fc.assert(
      fc.property(problems(lengths, 9), (problem) => {
        const choice = expectSound(problem, { ...EFFORT, steps: 0, narrow: 1 })
        expect(choice).toMatchObject({ exact: true, gap: 0, ...bestByEnumeration(problem) })
      }),
      { numRuns: RUNS },
    )
  })
})

describe('asked again, the chooser', () => {
  test('knows the best set that holds each candidate, or that there is none', () => {
    fc.assert(
      fc.property(problems(lengths, 8), fc.constantFrom(EFFORT.steps, 25, 0), (problem, steps) => {
        const chooser = chooserOf(problem, { ...EFFORT, steps })
        const promised = promisedBy(problem)
        for (const { id } of problem.candidates.filter((e) => e.points > 0)) {
          const other = chooser.including(id)
          const best = bestByEnumeration(problem, id)
          expect(other && { points: other.points, exact: other.exact, gap: other.gap }).toEqual(
            best && { points: best.points, exact: true, gap: 0 },
          )
          const set = problem.candidates.filter((e) => other?.chosen.includes(e.id))
          expect(other === null || (set.some((e) => e.id === id) && isAllowed(set, problem, promised))).toBe(true)
        }
      }),
      { numRuns: RUNS / 3 },
    )
  })

  test('knows the best set at any other cap, as if it had been asked for nothing else', () => {
    fc.assert(
      fc.property(
        problems(lengths, 9),
        fc.array(fc.tuple(fc.nat(1), fc.integer({ min: -5, max: 200 })), { minLength: 1, maxLength: 8 }),
        (problem, asked) => {
          const chooser = chooserOf(problem)
          for (const [week, minutes] of asked) {
            const { chosen, points, exact, gap } = choose({ ...problem, caps: problem.caps.with(week, minutes) })
            expect(chooser.atCap(week, minutes)).toMatchObject({ chosen, points, exact, gap })
          }
        },
      ),
      { numRuns: RUNS },
    )
  })

  test('knows whether a skipped event would leave every follow-up a slot', () => {
    fc.assert(
      fc.property(problems(lengths, 6), (problem) => {
        const chooser = chooserOf(problem)
        const chosen = problem.candidates.filter((e) => chooser.best.chosen.includes(e.id))
        for (const one of problem.candidates.filter((e) => !chosen.includes(e))) {
          const jobs = [...promisedBy(problem), ...jobsOfEvents([...chosen, one])]
          const blocks = [...problem.fixed, ...chosen, one].map(blockOf)
          expect(chooser.hasSlotsWith(one.id)).toBe(canPlace(jobs, problem.free, blocks))
        }
      }),
      { numRuns: RUNS / 3 },
    )
  })
})

describe('a choice cut short', () => {
  test('never says exact unless it is, its gap covers what it misses, and nothing more fits', () => {
    fc.assert(
      fc.property(problems(lengths, 9), fc.constantFrom(0, 3, 10), (problem, steps) => {
        const choice = expectSound(problem, { steps, labels: 4, narrow: 1 })
        const best = bestByEnumeration(problem)
        expect(choice.points + choice.gap).toBeGreaterThanOrEqual(best?.points ?? 0)
        expect(choice.exact).toBe(choice.gap === 0)
        const promised = promisedBy(problem)
        const set = problem.candidates.filter((e) => choice.chosen.includes(e.id))
        for (const e of problem.candidates.filter((one) => one.points > 0 && !set.includes(one))) {
          expect(isAllowed([...set, e], problem, promised)).toBe(false)
        }
      }),
      { numRuns: RUNS },
    )
  })
})

describe('the choice', () => {
  test('keeps the tie rule where one set has its slots in two ways and only the second leads on', () => {
    const candidates = [
      anEvent({ id: 'c0', start: 55, end: 56, charge: 0, points: 50 }),
      anEvent({ id: 'c1', start: 35, end: 36, charge: 0, points: 50, followUp: owes(10, 36, 75) }),
      anEvent({ id: 'c2', start: 56, end: 56, charge: 0, points: 50 }),
    ]
    const fixed = [
      anEvent({ id: 'f0', start: 27, end: 31, followUp: owes(10, 31, 75) }),
      anEvent({ id: 'f1', start: 22, end: 30, followUp: owes(10, 30, 100) }),
    ]
    expect(choose(aProblem({ candidates, fixed, maxPerDay: 4 })).chosen).toEqual(['c1', 'c0'])
  })

  test('cut short at its very first step still knows what it gave up', () => {
    // Found by the property above: two ways to lay the promised slots, one kept, and the better one forgotten.
    const problem = aProblem({
      candidates: [
        anEvent({ id: 'c0', start: 236, end: 236, charge: 0, points: 50 }),
        anEvent({ id: 'c1', start: 235, end: 236, charge: 0, points: 100 }),
      ],
      fixed: [anEvent({ id: 'f0', start: 183, end: 201, followUp: owes(20, 201, 250) })],
      owed: [{ id: 'o0', minutes: 10, release: 209, deadline: 235 }],
      maxPerDay: 1,
    })
    const { points, gap } = choose(problem, { steps: 0, labels: 4, narrow: 1 })
    expect(points + gap).toBeGreaterThanOrEqual(100)
    expect(choose(problem)).toMatchObject({ chosen: ['c1'], exact: true })
  })

  test('does not depend on the order in which events come', () => {
    fc.assert(
      fc.property(problems(lengths, 9), fc.infiniteStream(fc.nat()), (problem, keys) => {
        const shuffled = <T>(list: readonly T[]): T[] =>
          list
            .map((one) => [keys.next().value, one] as const)
            .sort((a, b) => a[0] - b[0])
            .map(([, one]) => one)
        const { candidates, fixed, owed, busy, free } = problem
        const other = {
          ...problem,
          candidates: shuffled(candidates),
          fixed: shuffled(fixed),
          owed: shuffled(owed),
          busy: shuffled(busy),
          free: shuffled(free),
        }
        expect(choose(other)).toEqual(choose(problem))
      }),
    )
  })

  test('never falls in value as a cap rises', () => {
    fc.assert(
      fc.property(problems(lengths, 9), fc.nat(60), (problem, more) => {
        const raised = { ...problem, caps: problem.caps.map((cap) => cap + more) }
        expect(choose(raised).points).toBeGreaterThanOrEqual(choose(problem).points)
      }),
    )
  })

  test('stays allowed when any of its events is taken out', () => {
    fc.assert(
      fc.property(problems(lengths, 9), (problem) => {
        const { chosen } = choose(problem)
        const promised = promisedBy(problem)
        for (const out of chosen) {
          const rest = problem.candidates.filter((e) => chosen.includes(e.id) && e.id !== out)
          expect(isAllowed(rest, problem, promised)).toBe(true)
        }
      }),
    )
  })

  test('leaves a commitment its slot, however much a candidate is worth', () => {
    const fixed = [anEvent({ id: 'mine', start: 10, end: 20, followUp: owes(10, 20, 40) })]
    const candidates = [anEvent({ id: 'rich', start: 20, end: 40, points: 9999 })]
    const choice = choose(aProblem({ fixed, candidates }))
    expect(choice).toMatchObject({ chosen: [], exact: true, unplaced: [] })
    expect(choice.slots.get('mine')).toEqual({ start: 20, end: 30 })
  })

  test('goes on when a commitment has no slot at all', () => {
    const fixed = [anEvent({ id: 'mine', start: 10, end: 20, followUp: owes(10, 20, 25) })]
    const candidates = [anEvent({ id: 'rich', start: 20, end: 40 })]
    expect(choose(aProblem({ fixed, candidates }))).toMatchObject({ chosen: ['rich'], unplaced: ['mine'] })
  })

  test('lets two events at one place follow each other, and keeps travel between two places', () => {
    const at = (place: string | null, start: number, end: number) =>
      anEvent({ id: `${place}${start}`, start, end, place, travelBefore: 10, travelAfter: 10 })
    const both = (first: ChoiceEvent, second: ChoiceEvent) =>
      choose(aProblem({ candidates: [first, second] })).chosen.length === 2
    expect(both(at('a', 20, 30), at('a', 30, 40))).toBe(true)
    expect(both(at('a', 20, 30), at('b', 30, 40))).toBe(false)
    expect(both(at('a', 20, 30), at('b', 40, 50))).toBe(true)
    expect(both(at('a', 20, 30), at('b', 39, 50))).toBe(false)
  })

  test('starts on the quarter hour of a zone whose hours begin elsewhere', () => {
    const candidates = [anEvent({ id: 'a', start: 0, end: 10, followUp: owes(10, 10, 60) })]
    const choice = choose(aProblem({ candidates, grid: { step: 15, phase: 7 } }))
    expect(choice.slots.get('a')).toEqual({ start: 22, end: 32 })
  })

  test('of a hundred or a thousand identical events takes the first by id, at once', () => {
    for (const many of [100, 1000]) {
      const candidates = Array.from({ length: many }, (_, i) =>
        anEvent({ id: `c${String(i).padStart(4, '0')}`, start: 10, end: 40, followUp: owes(10, 40, 90) }),
      )
      expect(choose(aProblem({ candidates }))).toMatchObject({ chosen: ['c0000'], exact: true, points: 100 })
    }
  })

  test('refuses numbers it could not add up, and leaves out what no cap could hold', () => {
    const one = (over: Partial<ChoiceEvent>) => aProblem({ candidates: [anEvent({ start: 10, end: 20, ...over })] })
    for (const wrong of [
      one({ points: 1e9 }),
      one({ points: Number.NaN }),
      one({ points: 1.5 }),
      one({ charge: -5 }),
      one({ charge: Number.POSITIVE_INFINITY }),
      one({ end: 5 }),
      one({ end: Number.NaN }),
      { ...one({}), caps: [1e9, 0] },
      { ...one({}), caps: [Number.NaN, 0] },
    ]) {
      expect(() => choose(wrong)).toThrow(RangeError)
    }
    expect(choose(one({ charge: 4e9 }))).toMatchObject({ chosen: [], exact: true })
  })

  test('with no week, no cap, no free time or nothing of value chooses nothing and says that it is sure', () => {
    const candidates = [anEvent({ start: 10, end: 20, followUp: owes(10, 20, 80) })]
    const nothing = { chosen: [], points: 0, exact: true, gap: 0 }
    expect(choose(aProblem())).toMatchObject(nothing)
    expect(choose(aProblem({ candidates, caps: [] }))).toMatchObject(nothing)
    expect(choose(aProblem({ candidates, caps: [0, 0] }))).toMatchObject(nothing)
    expect(choose(aProblem({ candidates, caps: [-60, 0] }))).toMatchObject(nothing)
    expect(choose(aProblem({ candidates, free: [] }))).toMatchObject(nothing)
    expect(choose(aProblem({ candidates: [anEvent({ start: 10, end: 20, points: -5 })] }))).toMatchObject(nothing)
  })

  test('of forty follow-ups owed of as many lengths, all released at once, still ends', () => {
    const owed = Array.from({ length: 40 }, (_, i) => ({ id: `o${i}`, minutes: 10 + i, release: 0, deadline: 900 }))
    const candidates = [anEvent({ start: 10, end: 20, followUp: owes(10, 20, 80) })]
    const choice = choose(aProblem({ owed, candidates }))
    expect(choice.slots.size + choice.unplaced.length).toBe(40 + choice.chosen.length)
  })
})
