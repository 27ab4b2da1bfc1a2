/**
 * The choice against an independent judge: weeks too large to try every set, as a mixed-integer program of its own making (`milp.ts`) that
 * HiGHS solves to proven optimality. Of a choice that differs the message names the seed.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import type { ChoiceProblem } from '../../src/choosing/choice.ts'
import { choose } from '../../src/choosing/choose.ts'
import { highsSolver } from './highs.ts'
import { aHorizon, EQUAL, FIVE_LENGTHS, type Horizon, hardOnes } from './instances.ts'
import { answerOf, type Milp, milpOf, valuesOf } from './milp.ts'

let solver: Awaited<ReturnType<typeof highsSolver>>
beforeAll(async () => {
  solver = await highsSolver(60)
})

function optimum(milp: Milp): number {
  const model = solver(milp)
  try {
    const { status, values } = model.solve()
    const { points, feasible } = answerOf(milp, values)
    expect({ status, feasible }).toEqual({ status: 'optimal', feasible: true })
    return points
  } finally {
    model.dispose()
  }
}

function expectBest(problem: ChoiceProblem, name: string): void {
  const milp = milpOf(problem)
  const choice = choose(problem)
  expect({ points: choice.points, exact: choice.exact, gap: choice.gap, unplaced: choice.unplaced }, name).toEqual({
    points: optimum(milp),
    exact: true,
    gap: 0,
    unplaced: [],
  })
  // Its set, its slots: everything it says, held to every row.
  expect(answerOf(milp, valuesOf(milp, choice) ?? [-1]), name).toEqual({
    chosen: expect.arrayContaining(choice.chosen),
    points: choice.points,
    feasible: true,
  })
}

/** Of the hard ones a choice may stop early, and then says by how much it may be beaten. */
function expectHonest(problem: ChoiceProblem, name: string): void {
  const { exact, gap, points } = choose(problem)
  if (exact) {
    expectBest(problem, name)
    return
  }
  const best = optimum(milpOf(problem))
  expect({ beaten: points > best, within: best <= points + gap }, name).toEqual({ beaten: false, within: true })
}

const WEEKS: [string, Partial<Horizon>][] = [
  ['few hours', { capMinutes: 180 }],
  ['the usual hours', { owed: 4 }],
  ['many hours', { capMinutes: 720, maxEvenings: 4, maxPerDay: 3 }],
  ['many hours and little free time', { capMinutes: 600, busy: 0.8, owed: 6, maxEvenings: 3 }],
]
const SIZES = [20, 40, 70, 120]

describe('the choice has the optimum that HiGHS proves', { timeout: 60_000 }, () => {
  for (const [k, [name, week]] of WEEKS.entries()) {
    for (const lengths of [EQUAL, FIVE_LENGTHS]) {
      test(`with ${name}, follow-ups of ${lengths.length === 1 ? 'one length' : 'five lengths'}`, () => {
        for (const candidates of SIZES) {
          for (let run = 0; run < 6; run++) {
            const seed = 1000 * k + 10 * candidates + run
            const horizon = { ...week, seed, candidates, lengths, values: run % 2 === 0 ? 'even' : 'summed' } as const
            expectBest(aHorizon(horizon), JSON.stringify(horizon))
          }
        }
      })
    }
  }

  for (const { name, problem } of hardOnes(1)) test(`of ${name}`, () => expectHonest(problem, name))
})

describe('the judge', () => {
  test('refuses a choice that breaks a rule', () => {
    const problem = aHorizon({ seed: 7, candidates: 60 })
    const milp = milpOf(problem)
    const choice = choose(problem)
    const [slot, another] = [...choice.slots]
    if (slot === undefined || another === undefined) throw new Error('a week with fewer than two follow-ups')
    const moved = { start: another[1].start, end: another[1].start + 30 }
    const judged = [
      { ...choice, slots: new Map([...choice.slots, [slot[0], moved] as const]) },
      { ...choice, slots: new Map([...choice.slots].slice(1)) },
      { ...choice, chosen: milp.events.map((event) => event.id) },
    ].map((wrong) => answerOf(milp, valuesOf(milp, wrong) ?? [-1]).feasible)
    expect(judged).toEqual([false, false, false])
    expect(answerOf(milp, valuesOf(milp, choice) ?? [-1]).feasible).toBe(true)
  })
})
