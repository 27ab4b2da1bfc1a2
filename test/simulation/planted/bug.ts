/**
 * Bugs that are not in the product: a checker that finds nothing proves nothing. Each is what somebody might write in good faith, as an edit of the
 * product's text (`plant.ts`), with the rule of design.md, section 3, that the witness names, and a little life in which it does.
 */
import type { TownRun } from '../simulate.ts'

export interface PlantedBug {
  /** What this product does. */
  name: string
  kind:
    | 'outbox'
    | 'ids'
    | 'hands'
    | 'answers'
    | 'reading'
    | 'privacy'
    | 'digest'
    | 'alarm'
    | 'secrets'
    | 'time'
    | 'acquaintances'
  /** The rule that is seen broken. */
  breaks: number
  edits: readonly Edit[]
  /** Where it shows, searched for once. */
  run: TownRun
}

/** Exact text, which must be there once. */
export interface Edit {
  file: `src/${string}`
  find: string
  replace: string
}

/** One person's fortnight in rough weather. */
export const fortnight = (seed: number, town: number): TownRun => ({ seed, town, people: 1, weeks: 2, faults: 0.3 })
