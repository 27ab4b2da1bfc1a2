/**
 * The weeks that are chosen together, ready for every question: the plan, another cap, follow-ups closed. The same input is staged and its
 * tables are made once, whoever asks first.
 */
import { type Chooser, chooserOf } from '../choosing/choose.ts'
import { addWeeks, type Week } from '../time/week.ts'
import type { PlanInput } from './shapes.ts'
import { type Stage, stageOf } from './stage.ts'

/** Weeks that are chosen together. */
export const HORIZON_WEEKS = 4

export interface Horizon {
  weeks: readonly Week[]
  stage: Stage
  chooser: Chooser
}

/** @param input is not to be changed afterwards */
export function horizonOf(input: PlanInput): Horizon {
  const known = horizons.get(input)
  if (known !== undefined) return known
  const weeks = Array.from({ length: HORIZON_WEEKS }, (_, n) => addWeeks(input.week, n))
  const stage = stageOf(input, weeks)
  const horizon = { weeks, stage, chooser: chooserOf(stage.problem) }
  horizons.set(input, horizon)
  return horizon
}

const horizons = new WeakMap<PlanInput, Horizon>()
