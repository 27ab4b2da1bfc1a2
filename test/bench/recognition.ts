/**
 * How well and how fast events are recognised, beside the two peers that anybody would write first. Nothing here is read from
 * figures.json: the models of all folds are trained anew.
 */
import { CONFIDENCE_TO_ACT, type EventFacts, recognise } from '../../src/recognition/recognise.ts'
import { type Labelled, readLabelled, readSample, readUnseen } from '../recognition/labelled.ts'
import { type Figures, measure, type Outcome } from '../recognition/measure.ts'
import { byKeywords, byNaiveBayes, byNaiveBayesOn } from '../recognition/peers.ts'
import { calibrate, crossValidate, FOLDS, outcomesOf } from '../recognition/train.ts'

export async function benchRecognition(): Promise<{ title: string; lines: string[] }> {
  const sample = readSample()
  const events = [...sample, ...readLabelled()]
  const unseen = readUnseen()
  const judgements = crossValidate(events)
  const validated = outcomesOf(judgements, calibrate(judgements))
  const keywords = byKeywords(events)
  const bayes = byNaiveBayes(events)
  const ofSample = (outcomes: readonly Outcome[]) => outcomes.filter(({ event }) => event.file === 'sample')
  const rows: [string, Figures][] = [
    [`shared sample, ${FOLDS}-fold`, measure(ofSample(validated))],
    ['  keyword list', measure(ofSample(keywords))],
    ['  naive Bayes', measure(ofSample(bayes))],
    [`all labelled, ${FOLDS}-fold`, measure(validated)],
    ['  keyword list', measure(keywords)],
    ['  naive Bayes', measure(bayes)],
    ['held out, shipped weights', measure(unseen.map(shipped))],
    ['  keyword list', measure(byKeywords(unseen))],
    ['  naive Bayes', measure(byNaiveBayesOn(events, unseen))],
  ]
  const title = 'recognition: is it networking?'
  return {
    title,
    lines: [
      line(['', 'events', 'precision', 'recall', 'F1', 'acted: precision', 'recall', 'asked', 'kind', 'smart']),
      ...rows.map(([name, figures]) => line([name, ...cells(figures, name.startsWith(' '))])),
      `acted: verdict "networking" at confidence >= ${CONFIDENCE_TO_ACT}; asked: share of all events below it; folds keep alike events together`,
      `${microseconds(events.map(({ facts }) => facts)).toFixed(0)} microseconds an event (fastest of ten rounds over ${events.length} events)`,
    ],
  }
}

function shipped(event: Labelled): Outcome {
  const { networking, confidence, kind, smart } = recognise(event.facts)
  return { event, networking, confidence, kind, smart }
}

function cells(figures: Figures, peer: boolean): string[] {
  const { events, precision, recall, f1, actedPrecision, actedRecall, asked, kind, smart } = figures
  const shown = [precision, recall, f1].map((value) => value.toFixed(3))
  const more = peer ? [] : [actedPrecision, actedRecall, asked, kind, smart].map((value) => value.toFixed(3))
  return [String(events), ...shown, ...more]
}

const WIDTHS = [28, 7, 10, 7, 6, 17, 7, 6, 6, 6]

function line(cells: readonly string[]): string {
  return cells
    .map((cell, column) => (column === 0 ? cell.padEnd(WIDTHS[0] ?? 0) : cell.padStart(WIDTHS[column] ?? 0)))
    .join(' ')
    .trimEnd()
}

/** The fastest round, for what a busy machine adds is not ours. */
function microseconds(facts: readonly EventFacts[]): number {
  let fastest = Number.POSITIVE_INFINITY
  for (let round = 0; round < 10; round++) {
    const start = performance.now()
    for (const event of facts) recognise(event)
    fastest = Math.min(fastest, performance.now() - start)
  }
  return (fastest / facts.length) * 1000
}
