/**
 * The model as shipped: one linear judge for each kind of event, all over one list of named evidence, and one more for smart.
 * Whether an event is networking is what its kinds of networking weigh together against all others. (One judge of yes or no
 * was tried first and was worse: words of a church add up to "church" and then win, while a plain sum lets "connect" and
 * "breakfast" outvote them.) `weights.json` holds it pruned and in whole numbers, so that it is small and answers alike on every
 * machine; training and cross-validation read it through this file too.
 */
import type { Evidence } from './evidence.ts'
import { NETWORKING_KINDS, type NetworkingKind, OTHER_KINDS, type OtherKind } from './kinds.ts'

/** One judge: `at` are ascending places in the list of features, written as differences; `by` its whole-number weights there. */
export interface JudgeFile {
  bias: number
  at: number[]
  by: number[]
}

export interface WeightsFile {
  /** a whole-number weight of 1 is this much */
  unit: number
  /** names of evidence, separated by line feeds */
  features: string
  /** NETWORKING_KINDS in their order, then OTHER_KINDS in theirs */
  kinds: JudgeFile[]
  /** asked of networking events only */
  smart: JudgeFile
  /** probability of networking = 1 / (1 + exp(-(slope * points + offset))), fitted on events that the model had not seen */
  calibration: { slope: number; offset: number }
}

export const JUDGES = NETWORKING_KINDS.length + OTHER_KINDS.length

export interface Model {
  features: ReadonlyMap<string, number>
  /** of each feature the weights of all judges, one beside the other; a row for each feature */
  weights: Float32Array
  biases: Float32Array
  smart: { bias: number; weights: Float32Array }
  calibration: { slope: number; offset: number }
}

export function modelOf(file: WeightsFile): Model {
  const names = file.features.split('\n')
  const weights = new Float32Array(names.length * JUDGES)
  for (const [judge, { at, by }] of file.kinds.entries()) {
    eachWeight(at, by, (place, weight) => {
      weights[place * JUDGES + judge] = weight * file.unit
    })
  }
  const smart = new Float32Array(names.length)
  eachWeight(file.smart.at, file.smart.by, (place, weight) => {
    smart[place] = weight * file.unit
  })
  return {
    features: new Map(names.map((name, place) => [name, place])),
    weights,
    biases: Float32Array.from(file.kinds, ({ bias }) => bias * file.unit),
    smart: { bias: file.smart.bias * file.unit, weights: smart },
    calibration: file.calibration,
  }
}

function eachWeight(
  at: readonly number[],
  by: readonly number[],
  found: (place: number, weight: number) => void,
): void {
  let place = 0
  for (const [index, step] of at.entries()) {
    place += step
    found(place, by[index] ?? 0)
  }
}

export interface Verdict {
  /** towards networking, in logits before calibration; 0 is undecided */
  points: number
  /** 0..1, calibrated */
  probability: number
  networkingKind: NetworkingKind
  otherKind: OtherKind
  /** if it is networking: is it smart? */
  smart: boolean
  /** what each piece of evidence that the model knows gave towards networking, signed, in calibrated logits */
  contributions: { evidence: Evidence; points: number }[]
}

export function judge(model: Model, evidence: readonly Evidence[]): Verdict {
  const scores = Float64Array.from(model.biases)
  let smart = model.smart.bias
  const known: { evidence: Evidence; place: number }[] = []
  for (const piece of evidence) {
    const place = model.features.get(piece.name)
    if (place === undefined) continue
    known.push({ evidence: piece, place })
    smart += (model.smart.weights[place] ?? 0) * piece.value
    const row = place * JUDGES
    for (let kind = 0; kind < JUDGES; kind++) {
      scores[kind] = (scores[kind] ?? 0) + (model.weights[row + kind] ?? 0) * piece.value
    }
  }
  const networking = sideOf(scores, 0, NETWORKING_KINDS.length)
  const other = sideOf(scores, NETWORKING_KINDS.length, JUDGES)
  const points = networking.total - other.total
  // The slope of `points` at this event: what one more of a feature would give, each kind counting by its share of its side.
  const direction = Float64Array.from([...networking.shares, ...other.shares.map((share) => -share)])
  const { slope, offset } = model.calibration
  return {
    points,
    probability: 1 / (1 + Math.exp(-(slope * points + offset))),
    networkingKind: NETWORKING_KINDS[networking.best] ?? 'meetup',
    otherKind: OTHER_KINDS[other.best - NETWORKING_KINDS.length] ?? 'personal',
    smart: smart > 0,
    contributions: known.map(({ evidence, place }) => ({
      evidence,
      points: slope * evidence.value * dot(model.weights, place * JUDGES, direction),
    })),
  }
}

/** The kinds of one side: what they weigh together, the strongest, and the share of each. */
interface Side {
  total: number
  best: number
  shares: Float64Array
}

function sideOf(scores: Float64Array, from: number, to: number): Side {
  let best = from
  for (let kind = from; kind < to; kind++) if ((scores[kind] ?? 0) > (scores[best] ?? 0)) best = kind
  const highest = scores[best] ?? 0
  const shares = scores.slice(from, to).map((score) => Math.exp(score - highest))
  const sum = shares.reduce((total, share) => total + share, 0)
  return { total: highest + Math.log(sum), best, shares: shares.map((share) => share / sum) }
}

function dot(weights: Float32Array, from: number, direction: Float64Array): number {
  let sum = 0
  for (let kind = 0; kind < JUDGES; kind++) sum += (weights[from + kind] ?? 0) * (direction[kind] ?? 0)
  return sum
}
