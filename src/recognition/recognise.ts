/**
 * Is this a networking event, of which kind, how sure, and why? A small linear model of our own (src/recognition/README.md says
 * from what data and how well); no network, no randomness: the same event gives the same answer everywhere. Whatever the text
 * is, an answer comes in bounded time, for evidence.ts reads a bounded piece of it.
 */
import { type EventFacts, evidenceOf } from './evidence.ts'
import type { Kind } from './kinds.ts'
import { judge, type Model, modelOf, type Verdict } from './model.ts'
import weights from './weights.json' with { type: 'json' }

export type { EventFacts } from './evidence.ts'

export interface Recognition {
  networking: boolean
  kind: Kind
  /** with a business aim and targeted; never true of an event that is not networking */
  smart: boolean
  /** 0..1, the calibrated probability that `networking`, the verdict given, is right */
  confidence: number
  /** the words and facts that decided, strongest first, at most 5 */
  reasons: Reason[]
  /** what it would be if the verdict is wrong; `correct` takes it up when the person says so */
  otherwise?: { kind: Kind; smart: boolean }
}

export interface Reason {
  kind: 'word' | 'fact' | 'correction'
  /** the person's own word as it stands in the event, one of FACT_CODES, or the scope of a correction */
  text: string
  /** signed contribution towards networking */
  points: number
}

/**
 * At or above: Aforo acts by itself; below: the event is shown as a question and charges nothing. Chosen in cross-validation so
 * that of the events said to be networking at this confidence at least 95 of 100 are.
 */
export const CONFIDENCE_TO_ACT = 0.8

const MOST_REASONS = 5
/** Below this a word or fact did not decide anything; showing it would be noise. */
const LEAST_POINTS = 0.05
/** A phrase is quoted up to here: a reason is a word or a few, not a paragraph. */
const LONGEST_QUOTE = 60

/** Unpacked when the first event comes, not when the Worker starts: pages and the sweep never need it. */
let unpacked: Model | undefined

function shippedModel(): Model {
  unpacked ??= modelOf(weights)
  return unpacked
}

/** @param facts may hold any text from anywhere; numbers that are no numbers count as 0 */
export function recognise(facts: EventFacts): Recognition {
  const model = shippedModel()
  const verdict = judge(model, evidenceOf(facts, model.features))
  const networking = verdict.probability >= 0.5
  const asNetworking = { kind: verdict.networkingKind, smart: verdict.smart }
  const asOther = { kind: verdict.otherKind, smart: false }
  return {
    networking,
    ...(networking ? asNetworking : asOther),
    confidence: networking ? verdict.probability : 1 - verdict.probability,
    reasons: reasonsOf(verdict),
    otherwise: networking ? asOther : asNetworking,
  }
}

/** Adds up what each word or fact gave through all its pieces of evidence, and keeps the strongest. */
function reasonsOf({ contributions }: Verdict): Reason[] {
  const sums = new Map<string, Reason>()
  for (const { evidence, points } of contributions) {
    const { kind, text } = evidence.origin
    // A person can write "duration" into a title; the blank keeps their word and the fact of that name apart.
    const key = kind === 'fact' ? ` ${text}` : text
    const reason = sums.get(key)
    if (reason === undefined) sums.set(key, { kind, text: quoted(text), points })
    else reason.points += points
  }
  return [...sums.values()]
    .filter((reason) => Math.abs(reason.points) >= LEAST_POINTS)
    .sort((one, other) => Math.abs(other.points) - Math.abs(one.points) || (one.text < other.text ? -1 : 1))
    .slice(0, MOST_REASONS)
    .map((reason) => ({ ...reason, points: Math.round(reason.points * 100) / 100 }))
}

function quoted(text: string): string {
  if (text.length <= LONGEST_QUOTE) return text
  const half = (text.codePointAt(LONGEST_QUOTE - 1) ?? 0) > 0xffff
  return text.slice(0, half ? LONGEST_QUOTE - 1 : LONGEST_QUOTE)
}
