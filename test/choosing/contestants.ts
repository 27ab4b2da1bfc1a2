/**
 * Who takes part in the bench of the choice: ours, the solvers one can have from npm, each with the same program (`milp.ts`) in the form it
 * likes best, and one who goes by value per hour. A turn is made ready first; only `run` is on the clock. For ours and by hand that is
 * everything, from the problem on; for HiGHS what comes after its arrays have gone in; the other three take their own form of the program
 * with every call and read it on the clock, as they have no other way.
 */
import loadGlpk from 'glpk.js/node'
import jsLpSolver from 'javascript-lp-solver'
import { solve as yalps } from 'yalps'
import type { ChoiceProblem } from '../../src/choosing/choice.ts'
import { choose, chooserOf } from '../../src/choosing/choose.ts'
import { byHand, type Filled } from './by-hand.ts'
import { highsSolver } from './highs.ts'
import { answerOf, type Milp, milpOf, type Row, valuesOf } from './milp.ts'

export const CONTESTANTS = [
  'ours',
  'whole plan',
  'HiGHS',
  'HiGHS as it comes',
  'GLPK',
  'YALPS',
  'javascript-lp-solver',
  'value per hour',
] as const
export type Name = (typeof CONTESTANTS)[number]

export interface Answer {
  points: number
  /** `proven`: said to be the optimum. `found`: no such claim. `none`: out of time or failed without a set. */
  claim: 'proven' | 'found' | 'none'
  /** Whether its set, with a slot for each follow-up, keeps every row of the program. */
  allowed: boolean
}
export interface Turn {
  /** The part that is timed; every time from scratch. */
  run(): void
  /** What the last run found. */
  answer(): Answer
  dispose(): void
}
type Solver = (milp: Milp) => { solve(): Solved; dispose?(): void }
/** `values` by variable, empty where nothing was found. */
interface Solved {
  status: 'optimal' | 'limit' | 'failed'
  values: ArrayLike<number>
}

/** @param seconds what one run may take at most, where the contestant has a way to be told */
export async function contestant(name: Name, seconds: number): Promise<(problem: ChoiceProblem) => Turn> {
  switch (name) {
    case 'ours':
      return (problem) =>
        turn(
          () => choose(problem),
          (choice) => filled(problem, choice, choice.exact ? 'proven' : 'found'),
        )
    case 'whole plan':
      return (problem) =>
        turn(
          () => wholePlan(problem),
          (choice) => filled(problem, choice, choice.exact ? 'proven' : 'found'),
        )
    case 'value per hour':
      return (problem) =>
        turn(
          () => byHand(problem),
          (set) => filled(problem, set, 'found'),
        )
    case 'HiGHS':
      return solving(await highsSolver(seconds))
    case 'HiGHS as it comes':
      return solving(await highsSolver(seconds, 'choose'))
    case 'GLPK':
      return solving(await glpkSolver(seconds))
    case 'YALPS':
      return solving(yalpsSolver(seconds))
    case 'javascript-lp-solver':
      return solving(jsLpSolverOf(seconds))
  }
}

/** What a Monday asks: the choice, what would have to go for each event that was skipped, and one week at any cap from 0 to 12 h. */
function wholePlan(problem: ChoiceProblem) {
  const { best, including, atCap } = chooserOf(problem)
  const attended = new Set(best.chosen)
  for (const { id } of problem.candidates) if (!attended.has(id)) including(id)
  for (let minutes = 0; minutes <= 720; minutes += 15) atCap(0, minutes)
  return best
}

function turn<R>(solve: () => R, read: (result: R) => Answer, dispose = () => {}): Turn {
  let result: { of: R } | null = null
  return {
    run: () => {
      result = { of: solve() }
    },
    answer: () => {
      if (result === null) throw new Error('nothing was run')
      return read(result.of)
    },
    dispose,
  }
}

function solving(solver: Solver): (problem: ChoiceProblem) => Turn {
  return (problem) => {
    const milp = milpOf(problem)
    const model = solver(milp)
    return turn(
      () => model.solve(),
      ({ status, values }) =>
        judged(milp, values.length === 0 ? null : values, status === 'optimal' ? 'proven' : 'found'),
      () => model.dispose?.(),
    )
  }
}

function filled(problem: ChoiceProblem, set: Filled, claim: 'proven' | 'found'): Answer {
  const milp = milpOf(problem)
  return judged(milp, valuesOf(milp, set), claim)
}

function judged(milp: Milp, values: ArrayLike<number> | null, claim: 'proven' | 'found'): Answer {
  // A week in which nothing can be attended is a program of nothing.
  if (milp.points.length === 0) return { points: 0, claim, allowed: true }
  if (values === null) return { points: 0, claim: 'none', allowed: false }
  const { points, feasible } = answerOf(milp, values)
  return { points, claim, allowed: feasible }
}

async function glpkSolver(seconds: number): Promise<Solver> {
  const glpk = await loadGlpk()
  return ({ points, rows }) => {
    const name = (variable: number) => `x${variable}`
    const model = {
      name: 'choice',
      objective: { direction: glpk.GLP_MAX, name: 'points', vars: points.map((coef, i) => ({ name: name(i), coef })) },
      subjectTo: rows.map(({ variables, weights, lower, upper }, row) => ({
        name: `r${row}`,
        vars: variables.map((variable, k) => ({ name: name(variable), coef: weights[k] ?? 0 })),
        bnds: { type: lower === upper ? glpk.GLP_FX : glpk.GLP_UP, ub: upper, lb: lower === upper ? lower : 0 },
      })),
      binaries: points.map((_, i) => name(i)),
    }
    return {
      solve() {
        const { status, vars } = glpk.solve(model, { msglev: glpk.GLP_MSG_OFF, tmlim: seconds, mipgap: 0 }).result
        const found = status === glpk.GLP_OPT || status === glpk.GLP_FEAS
        return {
          status: status === glpk.GLP_OPT ? 'optimal' : found ? 'limit' : 'failed',
          values: found ? points.map((_, i) => vars[name(i)] ?? 0) : [],
        }
      },
    }
  }
}

function yalpsSolver(seconds: number): Solver {
  return ({ points, rows }) => {
    const columns = columnsOf(points, rows)
    const { binaries, integers } = domainsOf(points, rows)
    const model = {
      direction: 'maximize' as const,
      objective: -1,
      constraints: rows.map(
        ({ lower, upper }, row) => [row, lower === upper ? { equal: upper } : { max: upper }] as const,
      ),
      variables: columns.map((entries, i) => [i, [[-1, points[i] ?? 0] as const, ...entries]] as const),
      binaries,
      integers,
    }
    const options = { timeout: 1000 * seconds, maxIterations: Number.POSITIVE_INFINITY, maxPivots: 1_000_000 }
    return {
      solve() {
        const { status, result, variables } = yalps(model, options)
        const values = new Float64Array(points.length)
        for (const [i, value] of variables) values[i] = value
        return {
          status: status === 'optimal' ? 'optimal' : status === 'timedout' ? 'limit' : 'failed',
          values: Number.isFinite(result) ? values : [],
        }
      },
    }
  }
}

function jsLpSolverOf(seconds: number): Solver {
  return ({ points, rows }) => {
    const { binaries, integers } = domainsOf(points, rows)
    const named = (variables: Iterable<number>) =>
      Object.fromEntries(Array.from(variables, (i) => [`x${i}`, 1 as const]))
    const model = {
      optimize: 'points',
      opType: 'max' as const,
      constraints: Object.fromEntries(
        rows.map(({ lower, upper }, row) => [`r${row}`, lower === upper ? { equal: upper } : { max: upper }]),
      ),
      variables: Object.fromEntries(
        columnsOf(points, rows).map((entries, i) => [
          `x${i}`,
          { points: points[i] ?? 0, ...Object.fromEntries(entries.map(([row, weight]) => [`r${row}`, weight])) },
        ]),
      ),
      binaries: named(binaries),
      ints: named(integers),
      timeout: 1000 * seconds,
    }
    return {
      solve() {
        const begun = performance.now()
        const result = jsLpSolver.Solve(model) as Record<string, number | boolean | undefined>
        // It does not say that it ran out of time.
        const late = performance.now() - begun >= 1000 * seconds
        const found = result.feasible === true
        return {
          status: !found ? 'failed' : late ? 'limit' : 'optimal',
          values: found ? points.map((_, i) => Number(result[`x${i}`] ?? 0)) : [],
        }
      },
    }
  }
}

/** By variable: row and weight. */
function columnsOf(points: readonly number[], rows: readonly Row[]): (readonly [number, number])[][] {
  const columns: (readonly [number, number])[][] = points.map(() => [])
  for (const [row, { variables, weights }] of rows.entries()) {
    for (const [k, variable] of variables.entries()) columns[variable]?.push([row, weights[k] ?? 0])
  }
  return columns
}

/** `binaries`: what no row keeps from 2. Only these need a bound of their own, which costs the dense solvers a row each. */
function domainsOf(points: readonly number[], rows: readonly Row[]): { binaries: Set<number>; integers: Set<number> } {
  const [binaries, integers] = [new Set(points.keys()), new Set<number>()]
  for (const { variables, weights, upper } of rows) {
    if (weights.some((weight) => weight < 0)) continue
    for (const [k, variable] of variables.entries()) {
      if (2 * (weights[k] ?? 0) > upper && binaries.delete(variable)) integers.add(variable)
    }
  }
  return { binaries, integers }
}
