/**
 * HiGHS, the solver that judges and the peer to beat, called the fastest way its WebAssembly build has: the matrix goes in as arrays (no
 * text is parsed); whole points let it stop once less than one is open, which proves as much as a gap of 0; and without its presolve, which
 * costs more than it saves here: of what we tried (symmetry, heuristics, restarts off, too) the only setting that helps, by far from a hundred
 * candidates on; of ten it costs a millisecond.
 */
import loadHighs from 'highs'
import type { Milp } from './milp.ts'

export interface Solved {
  /** `optimal`: proven. `limit`: the time ran out, with the best found until then, if any. */
  status: 'optimal' | 'limit' | 'failed'
  /** By variable; empty when there are none. */
  values: ArrayLike<number>
}
export interface HighsModel {
  /** From scratch each time. */
  solve(): Solved
  /** The runtime has a heap of its own, and nobody else frees it. */
  dispose(): void
}

type Highs = Awaited<ReturnType<typeof loadHighs>>

export async function highsSolver(
  seconds: number,
  presolve: 'off' | 'choose' = 'off',
): Promise<(milp: Milp) => HighsModel> {
  const highs = await loadHighs()
  return (milp) => {
    // It refuses a program of nothing, whose answer is known.
    if (milp.points.length === 0) return { solve: () => ({ status: 'optimal', values: [] }), dispose: () => {} }
    const model = highs.createModel(dataOf(highs, milp))
    model.options.set({
      output_flag: false,
      presolve,
      mip_rel_gap: 0,
      mip_abs_gap: 0.99,
      time_limit: seconds,
    })
    const { modelStatus } = highs.constants
    return {
      solve() {
        model.clearSolver()
        model.zeroAllClocks()
        model.run()
        const status = model.getModelStatus()
        return {
          status: status === modelStatus.optimal ? 'optimal' : status === modelStatus.timeLimit ? 'limit' : 'failed',
          values: model.getSolution().colValue,
        }
      },
      dispose: () => model.dispose(),
    }
  }
}

function dataOf(highs: Highs, { points, rows }: Milp) {
  const filled = (value: number) => new Float64Array(points.length).fill(value)
  const starts = [0]
  for (const row of rows) starts.push((starts.at(-1) ?? 0) + row.variables.length)
  return {
    numCols: points.length,
    numRows: rows.length,
    sense: highs.constants.objectiveSense.maximize,
    colCost: Float64Array.from(points),
    colLower: filled(0),
    colUpper: filled(1),
    rowLower: Float64Array.from(rows, (row) => row.lower),
    rowUpper: Float64Array.from(rows, (row) => row.upper),
    matrix: {
      format: 'csr' as const,
      numRows: rows.length,
      numCols: points.length,
      starts: Int32Array.from(starts),
      indices: Int32Array.from(rows.flatMap((row) => row.variables)),
      values: Float64Array.from(rows.flatMap((row) => row.weights)),
    },
    integrality: points.map(() => highs.constants.variableType.integer),
  }
}
