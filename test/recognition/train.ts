/**
 * Trains the recogniser from the labelled events and writes src/recognition/weights.json and figures.json: `npm run train`.
 * Everything is decided by the events and the settings below, so the same events give the same files, byte by byte.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Evidence, evidenceOf, type Family } from '../../src/recognition/evidence.ts'
import { NETWORKING_KINDS, OTHER_KINDS } from '../../src/recognition/kinds.ts'
import { type JudgeFile, judge, modelOf, type Verdict, type WeightsFile } from '../../src/recognition/model.ts'
import { foldsOf, type Labelled, readLabelled, readSample } from './labelled.ts'
import { type Learnt, learnBinary, learnClasses, type Penalty, rowsOf } from './learn.ts'
import { measure, type Outcome } from './measure.ts'

export interface Settings {
  /** how much a family of evidence is trusted beside the others */
  families: Record<Family, number>
  /** a piece of evidence must stand in so many training events */
  seenIn: number
  /** a lexicon entry must stand in so many training events before its group counts there, see `withoutOneOffs` */
  knownFrom: number
  kinds: Penalty
  smart: Penalty
  /** weights are whole numbers of this */
  unit: number
  /** a weight of fewer units is left out */
  leastUnits: number
}

/** Chosen by cross-validation; src/recognition/README.md says what was tried. */
export const SETTINGS: Settings = {
  families: {
    w: 0.35,
    c: 0.3,
    o: 0.5,
    gt: 1,
    'g^': 0.3,
    gs: 0.8,
    gd: 1,
    g: 1.2,
    gl: 1,
    go: 1.4,
    gm: 0.6,
    f: 0.7,
    fs: 0.4,
    ft: 0.4,
  },
  seenIn: 2,
  knownFrom: 3,
  kinds: { l1: 0.1, l2: 0.3, steps: 150 },
  smart: { l1: 0, l2: 1, steps: 150 },
  unit: 1 / 16,
  leastUnits: 1,
}

export const KINDS_OF_ALL = [
  ...NETWORKING_KINDS.map((kind) => ({ networking: true, kind })),
  ...OTHER_KINDS.map((kind) => ({ networking: false, kind })),
] as const

/** @param every the evidence of each event, beside `events`, so that folds need not read the texts again */
export function train(
  events: readonly Labelled[],
  every: readonly Evidence[][],
  settings: Settings,
  calibration = { slope: 1, offset: 0 },
): WeightsFile {
  const evidence = withoutOneOffs(every, settings.knownFrom)
  const names = commonNames(evidence, settings.seenIn)
  const places = new Map(names.map((name, place) => [name, place]))
  const trust = names.map((name) => trustIn(name, settings))
  const pieces = evidence.map((list) =>
    list.flatMap(({ name, value }) => {
      const place = places.get(name)
      return place === undefined ? [] : { place, value: value * (trust[place] ?? 0) }
    }),
  )
  const kinds = learnClasses(
    rowsOf(pieces, names.length),
    KINDS_OF_ALL.length,
    events.map((event) =>
      KINDS_OF_ALL.findIndex((one) => one.kind === event.kind && one.networking === event.networking),
    ),
    settings.kinds,
  )
  const ours = [...events.keys()].filter((index) => events[index]?.networking)
  const smart = learnBinary(
    rowsOf(
      ours.map((index) => pieces[index] ?? []),
      names.length,
    ),
    ours.map((index) => Number(events[index]?.smart)),
    settings.smart,
  )
  return writeDown(names, trust, kinds, smart, settings, calibration)
}

/** Rounds to whole numbers, folds the trust in a family into the weights, and leaves out what no judge looks at. */
function writeDown(
  names: readonly string[],
  trust: readonly number[],
  kinds: Learnt,
  smart: Learnt,
  settings: Settings,
  calibration: { slope: number; offset: number },
): WeightsFile {
  const inUnits = (weights: Float64Array) =>
    names.map((_, place) => {
      const units = Math.round(((weights[place] ?? 0) * (trust[place] ?? 0)) / settings.unit)
      return Math.abs(units) < settings.leastUnits ? 0 : units
    })
  const ofKinds = centred(kinds.weights).map(inUnits)
  const ofSmart = smart.weights.map(inUnits)
  const kept = [...names.keys()].filter((place) => [...ofKinds, ...ofSmart].some((units) => units[place] !== 0))
  const file = (units: readonly number[], bias: number): JudgeFile => {
    const at: number[] = []
    const by: number[] = []
    let before = 0
    for (const [index, place] of kept.entries()) {
      const weight = units[place] ?? 0
      if (weight === 0) continue
      at.push(index - before)
      by.push(weight)
      before = index
    }
    return { bias: Math.round(bias / settings.unit), at, by }
  }
  return {
    unit: settings.unit,
    features: kept.map((place) => names[place]).join('\n'),
    kinds: ofKinds.map((units, kind) => file(units, kinds.bias[kind] ?? 0)),
    smart: file(ofSmart[0] ?? [], smart.bias[0] ?? 0),
    calibration,
  }
}

/**
 * Of each feature, the weights less their median: what all kinds share decides nothing, and most kinds have then nothing to say
 * of most features, which keeps the file small.
 */
function centred(weights: readonly Float64Array[]): Float64Array[] {
  const centres = Float64Array.from(weights[0] ?? [], (_, place) => {
    const sorted = weights.map((ofKind) => ofKind[place] ?? 0).sort((one, other) => one - other)
    return sorted[Math.floor(sorted.length / 2)] ?? 0
  })
  return weights.map((ofKind) => ofKind.map((weight, place) => weight - (centres[place] ?? 0)))
}

/**
 * Groups of the lexicon grow by looking at labelled events, so an entry that stands in a single one may have been written for it
 * and would make its group look surer than it is. Such a match is not trained on; on events to come it counts.
 */
function withoutOneOffs(every: readonly Evidence[][], knownFrom: number): Evidence[][] {
  const events = new Map<string, number>()
  for (const list of every) {
    for (const entry of new Set(list.map(entryOf))) if (entry !== null) events.set(entry, (events.get(entry) ?? 0) + 1)
  }
  return every.map((list) =>
    list.filter((piece) => {
      const entry = entryOf(piece)
      return entry === null || (events.get(entry) ?? 0) >= knownFrom
    }),
  )
}

/** Group and words of a match in the lexicon; null of other evidence. */
function entryOf({ name, origin }: Evidence): string | null {
  const colon = name.indexOf(':')
  if (!name.startsWith('g')) return null
  return `${name.slice(colon + 1).split('/')[0]}|${origin.text.toLowerCase()}`
}

function commonNames(evidence: readonly Evidence[][], seenIn: number): string[] {
  const counts = new Map<string, number>()
  for (const { name } of evidence.flat()) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].flatMap(([name, count]) => (count >= seenIn ? name : [])).sort()
}

function trustIn(name: string, settings: Settings): number {
  const family = name.slice(0, name.indexOf(':'))
  return new Map<string, number>(Object.entries(settings.families)).get(family) ?? 0
}

export const FOLDS = 5

/** What a model said of an event that it had not seen, nor anything alike. */
export interface Judgement {
  event: Labelled
  verdict: Verdict
}

/** Every event judged by the model of the other folds, in the order of `events`. */
export function crossValidate(events: readonly Labelled[], settings: Settings = SETTINGS): Judgement[] {
  const evidence = events.map(({ facts }) => evidenceOf(facts))
  const fold = foldsOf(events, FOLDS)
  const judgements: Judgement[] = []
  for (let held = 0; held < FOLDS; held++) {
    const others = [...events.keys()].filter((index) => fold[index] !== held)
    const model = modelOf(
      train(
        others.flatMap((index) => events[index] ?? []),
        others.map((index) => evidence[index] ?? []),
        settings,
      ),
    )
    for (const [index, event] of events.entries()) {
      if (fold[index] === held) judgements[index] = { event, verdict: judge(model, evidence[index] ?? []) }
    }
  }
  return judgements
}

/** The judgements as the recogniser would put them, with these probabilities. */
export function outcomesOf(judgements: readonly Judgement[], { slope, offset }: WeightsFile['calibration']): Outcome[] {
  return judgements.map(({ event, verdict }) => {
    const likely = 1 / (1 + Math.exp(-(slope * verdict.points + offset)))
    const networking = likely >= 0.5
    return {
      event,
      networking,
      confidence: networking ? likely : 1 - likely,
      kind: networking ? verdict.networkingKind : verdict.otherKind,
      smart: networking && verdict.smart,
    }
  })
}

/**
 * Platt scaling: a logistic regression of the truth on points of events that the model had not seen. The slope is never above 1:
 * the lexicon was grown beside these events, so cross-validation is kinder than life and would make the model too sure of itself.
 */
export function calibrate(judgements: readonly Judgement[]): WeightsFile['calibration'] {
  const rows = rowsOf(
    judgements.map(({ verdict }) => [{ place: 0, value: verdict.points }]),
    1,
  )
  const answers = judgements.map(({ event }) => Number(event.networking))
  const learnt = learnBinary(rows, answers, { l1: 0, l2: 0, steps: 500 })
  const round = (value: number) => Math.round(value * 1000) / 1000
  return { slope: Math.min(1, round(learnt.weights[0]?.[0] ?? 1)), offset: round(learnt.bias[0] ?? 0) }
}

if (import.meta.main) {
  const events = [...readSample(), ...readLabelled()]
  const judgements = crossValidate(events)
  const calibration = calibrate(judgements)
  const outcomes = outcomesOf(judgements, calibration)
  const weights = JSON.stringify(
    train(
      events,
      events.map(({ facts }) => evidenceOf(facts)),
      SETTINGS,
      calibration,
    ),
  )
  const figures = {
    folds: FOLDS,
    sample: measure(outcomes.filter(({ event }) => event.file === 'sample')),
    all: measure(outcomes),
  }
  const room = join(import.meta.dirname, '../../src/recognition')
  writeFileSync(join(room, 'weights.json'), `${weights}\n`)
  writeFileSync(join(room, 'figures.json'), `${JSON.stringify(figures, null, 2)}\n`)
  process.stdout.write(`weights.json: ${gzipSync(weights).length} bytes gzip\n${JSON.stringify(figures, null, 2)}\n`)
}
