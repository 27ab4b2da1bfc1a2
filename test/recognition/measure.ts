/**
 * How good judgements are: precision, recall and F1 of "networking", what is acted on, and kind and smart of what was found.
 */
import { CONFIDENCE_TO_ACT } from '../../src/recognition/recognise.ts'
import type { Labelled } from './labelled.ts'

/** What was said of one event; peers say no more than `networking`. */
export interface Outcome {
  event: Labelled
  networking: boolean
  confidence?: number
  kind?: string
  smart?: boolean
}

/** Parts of 1, rounded to four digits; `events` is a count. */
export interface Figures {
  events: number
  precision: number
  recall: number
  f1: number
  /** of the events said to be networking at CONFIDENCE_TO_ACT or more, how many are */
  actedPrecision: number
  /** of the networking events, how many are found at that confidence */
  actedRecall: number
  /** of all events, how many are shown as a question because the verdict is less sure */
  asked: number
  /** of the events on the right side, how many have the right kind */
  kind: number
  /** of the networking events that were found, how many are rightly smart or not */
  smart: number
}

export function measure(outcomes: readonly Outcome[]): Figures {
  const truly = outcomes.filter(({ event }) => event.networking)
  const said = outcomes.filter(({ networking }) => networking)
  const found = said.filter(({ event }) => event.networking)
  const sure = outcomes.filter(({ confidence = 0 }) => confidence >= CONFIDENCE_TO_ACT)
  const acted = sure.filter(({ networking }) => networking)
  const actedRightly = acted.filter(({ event }) => event.networking)
  const rightSide = outcomes.filter(({ event, networking }) => event.networking === networking)
  const precision = part(found.length, said.length)
  const recall = part(found.length, truly.length)
  return {
    events: outcomes.length,
    precision: round(precision),
    recall: round(recall),
    f1: round(precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)),
    actedPrecision: round(part(actedRightly.length, acted.length)),
    actedRecall: round(part(actedRightly.length, truly.length)),
    asked: round(1 - part(sure.length, outcomes.length)),
    kind: round(part(rightSide.filter(({ event, kind }) => event.kind === kind).length, rightSide.length)),
    smart: round(part(found.filter(({ event, smart }) => event.smart === smart).length, found.length)),
  }
}

function part(count: number, of: number): number {
  return of === 0 ? 0 : count / of
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000
}
