/**
 * What the recogniser is compared with, on the same events and folds: the list of words that anybody would write first, and naive
 * Bayes over the words of an event, the usual second try.
 */
import { wordsOf } from '../../src/recognition/words.ts'
import { foldsOf, type Labelled } from './labelled.ts'
import type { Outcome } from './measure.ts'
import { FOLDS } from './train.ts'

const KEYWORDS = [
  'networking',
  'mixer',
  'coctel',
  'meetup',
  'after office',
  'happy hour',
  'camara',
  'chamber',
  'canaco',
  'coparmex',
  'expo',
  'feria',
  'congreso',
  'summit',
  'conference',
  'rueda de negocios',
  'bni',
  'mesa redonda',
  'round table',
  'alumni',
  'egresados',
] // prettier-ignore

export function byKeywords(events: readonly Labelled[]): Outcome[] {
  return events.map((event) => {
    const text = ` ${wordsIn(event).join(' ')} `
    return { event, networking: KEYWORDS.some((keyword) => text.includes(` ${keyword} `)) }
  })
}

/** Multinomial naive Bayes with add-one smoothing, each event judged by the words of the other folds. */
export function byNaiveBayes(events: readonly Labelled[]): Outcome[] {
  const fold = foldsOf(events, FOLDS)
  const words = events.map(wordsIn)
  const outcomes: Outcome[] = []
  for (let held = 0; held < FOLDS; held++) {
    const others = [...events.keys()].filter((index) => fold[index] !== held)
    const judge = naiveBayes(
      others.map((index) => words[index] ?? []),
      others.map((index) => events[index]?.networking ?? false),
    )
    for (const [index, event] of events.entries()) {
      if (fold[index] === held) outcomes[index] = { event, networking: judge(words[index] ?? []) > 0 }
    }
  }
  return outcomes
}

/** Trained on `events`, asked of `unseen`. */
export function byNaiveBayesOn(events: readonly Labelled[], unseen: readonly Labelled[]): Outcome[] {
  const judge = naiveBayes(
    events.map(wordsIn),
    events.map(({ networking }) => networking),
  )
  return unseen.map((event) => ({ event, networking: judge(wordsIn(event)) > 0 }))
}

function naiveBayes(texts: readonly string[][], answers: readonly boolean[]): (words: readonly string[]) => number {
  const counts = new Map<string, [no: number, yes: number]>()
  const totals: [no: number, yes: number] = [0, 0]
  const events: [no: number, yes: number] = [0, 0]
  for (const [index, words] of texts.entries()) {
    const side = answers[index] ? 1 : 0
    events[side]++
    for (const word of words) {
      const count = counts.get(word) ?? [0, 0]
      count[side]++
      totals[side]++
      counts.set(word, count)
    }
  }
  return (words) => {
    let points = Math.log(events[1] / events[0])
    for (const word of words) {
      const count = counts.get(word)
      if (count === undefined) continue
      points +=
        Math.log((count[1] + 1) / (totals[1] + counts.size)) - Math.log((count[0] + 1) / (totals[0] + counts.size))
    }
    return points
  }
}

function wordsIn({ facts }: Labelled): string[] {
  return wordsOf(`${facts.title} \n ${facts.description} \n ${facts.location}`, 4_000).map((word) => word.folded)
}
