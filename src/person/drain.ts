/**
 * Cycles until no intent is due: one decides and saves, the next, which starts at once, delivers what is now on record (design.md, section 2). The
 * person's object runs this in its queue; the simulation runs it as it stands.
 */
import type { Command } from '../cycle/commands.ts'
import type { Wake } from '../cycle/reading.ts'
import type { PersonState } from '../cycle/state.ts'
import { type Cycle, type Outside, runCycle, sumOf } from './cycle.ts'

/** Cycles that one wake-up may bring about; more would be a loop, and the alarm goes on with what is left. */
const MOST_CYCLES = 8

/** The last cycle, with what came of the commands, and the reports summed; null when the person is gone. */
export async function drain(outside: Outside, wake: Wake, commands: readonly Command[]): Promise<Cycle | null> {
  let sum: Cycle | null = null
  let carried: PersonState | null = null
  for (let round = 0; round < MOST_CYCLES; round++) {
    const first = round === 0
    const cycle = await runCycle(outside, first ? wake : { kind: 'clock' }, first ? commands : [], carried)
    if (cycle === null) return null
    sum = sum === null ? cycle : after(sum, cycle)
    if (!cycle.again) break
    carried = cycle.state
  }
  return sum
}

/** What came of the commands is the first one's to say. */
function after(sum: Cycle, cycle: Cycle): Cycle {
  const told = new Map(sum.told)
  for (const [id, any] of cycle.told) told.set(id, any || told.get(id) === true)
  return { ...cycle, result: sum.result, report: sumOf(sum.report, cycle.report), told }
}
