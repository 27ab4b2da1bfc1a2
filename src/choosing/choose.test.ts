import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import {
  anEvent,
  aProblem,
  bestByEnumeration,
  canPlace,
  GRID,
  isAllowed,
  jobsOfEvents,
  lengths,
  overlap,
  owes,
  problems,
  promisedBy,
} from '../../test/builders/any-choice.ts'
import { blockOf, type Choice, type ChoiceEvent, type ChoiceProblem } from './choice.ts'
import { choose, chooserOf, EFFORT } from './choose.ts'

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

  test('when the table of follow-ups is asked from the first, or after a few steps', () => {
    fc.assert(
      fc.property(problems(lengths, 11, 4), fc.constantFrom(0, 0.08, 0.12, 0.2, 0.3), (problem, quick) => {
        const choice = expectSound(problem, { ...EFFORT, quick })
        expect(choice).toMatchObject({ exact: true, gap: 0, ...bestByEnumeration(problem) })
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

describe('with more candidates in a week than are compared, the choice', () => {
  const few = fc.integer({ min: 1, max: 4 })
  test('says how far from the best it may be, is sure only of the best, and leaves nothing lying that would fit', () => {
    fc.assert(
      fc.property(problems(lengths, 9), few, (problem, entrants) => {
        const choice = expectSound(problem, { ...EFFORT, entrants })
        const { points } = bestByEnumeration(problem) ?? { points: 0 }
        expect(choice.points).toBeLessThanOrEqual(points)
        expect(choice.points + choice.gap).toBeGreaterThanOrEqual(points)
        expect(choice.exact).toBe(choice.gap === 0)
        const set = problem.candidates.filter((e) => choice.chosen.includes(e.id))
        const promised = promisedBy(problem)
        const fitting = problem.candidates.filter(
          (e) => e.points > 0 && !set.includes(e) && isAllowed([...set, e], problem, promised),
        )
        expect(fitting).toEqual([])
      }),
      { numRuns: RUNS },
    )
  })

  test('compares those of the most points, of equal ones the smaller charge and the first by id, in whatever order they come', () => {
    const one = (id: string, points: number, charge: number) => anEvent({ id, start: 10, end: 20, points, charge })
    const candidates = [one('d', 50, 10), one('b', 60, 20), one('c', 60, 20), one('a', 60, 30)]
    for (const given of [candidates, candidates.toReversed()]) {
      const { chosen, exact, gap } = choose(aProblem({ candidates: given }), { ...EFFORT, entrants: 1 })
      expect({ chosen, exact }).toEqual({ chosen: ['b'], exact: false })
      // All that the others could bring, if they did not overlap and the cap had room for them.
      expect(gap).toBeGreaterThan(0)
    }
  })

  test('is the same, and as sure, with just as many as there are', () => {
    fc.assert(
      fc.property(problems(lengths, 9), (problem) => {
        const all = choose(problem, { ...EFFORT, entrants: Number.POSITIVE_INFINITY })
        expect(choose(problem, { ...EFFORT, entrants: problem.candidates.length })).toEqual(all)
      }),
    )
  })

  test('holds to its bound with a thousand a week, and never compares two thousand', () => {
    const flood = (many: number) =>
      aProblem({
        candidates: Array.from({ length: many }, (_, i) => anEvent({ id: `c${i}`, start: 10, end: 40 })),
      })
    expect(choose(flood(1_000)).exact).toBe(true)
    const choice = choose(flood(2_000))
    expect(choice).toMatchObject({ points: 100, exact: false })
    expect(choice.work).toBeLessThan(EFFORT.steps)
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
      { numRuns: RUNS },
    )
  })

  test('answers of sets that hold one event until the tables for them are too many, and then of none', () => {
    // Hours and free time so scarce that the tables of the caps are never enough.
    const candidates = Array.from({ length: 12 }, (_, i) =>
      anEvent({ id: `c${i}`, start: 10 + i, end: 30 + i, followUp: owes(10 + (i % 3), 40, 70) }),
    )
    const problem = aProblem({ candidates, maxPerDay: 1 })
    const answers = (cells: number) => {
      const chooser = chooserOf(problem, { ...EFFORT, quick: 0, cells })
      return candidates.filter(({ id }) => chooser.including(id) !== null).length
    }
    expect(answers(EFFORT.cells)).toBe(12)
    expect(answers(-1)).toBe(1)
    expect(chooserOf(problem, { ...EFFORT, cells: -1 }).best).toEqual(chooserOf(problem).best)
  })

  test('lets two events share the evening that one of them has to be at, whichever comes first', () => {
    const evening = (id: string, start: number, points: number) =>
      anEvent({ id, start, end: start + 10, charge: 10, points })
    // One evening a week: on the first day the two dull ones, on the second the one that is worth more than both.
    const candidates = [evening('early', 60, 50), evening('late', 80, 50), evening('rich', 160, 200)]
    const chooser = chooserOf(aProblem({ candidates, maxEvenings: 1 }))
    expect(chooser.best.chosen).toEqual(['rich'])
    expect(chooser.including('early')).toMatchObject({ chosen: ['early', 'late'], points: 100, exact: true })
    expect(chooser.including('late')).toMatchObject({ chosen: ['early', 'late'], points: 100, exact: true })
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
        const choice = expectSound(problem, { ...EFFORT, steps, labels: 4, narrow: 1 })
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
    const { points, gap } = choose(problem, { ...EFFORT, steps: 0, labels: 4, narrow: 1 })
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
