/**
 * The person's corrections: what they said about an event, its series or its organiser wins over the model from then on.
 * The narrowest word wins: one evening of a series can be different from the series, a series from its organiser.
 */
import { isNetworkingKind, isOtherKind, type Kind, type NetworkingKind } from './kinds.ts'
import type { Recognition } from './recognise.ts'

export interface Correction {
  scope: 'event' | 'series' | 'organiser'
  key: string
  networking: boolean
}

/** What an event is known by to each scope; `organiser` is null where such corrections never apply (platforms, own domain). */
export interface CorrectionKeys {
  event: string
  series: string
  organiser: string | null
}

/** Narrowest first: the order in which corrections are asked. */
const SCOPES = ['event', 'series', 'organiser'] as const

/** Far above what any word weighs, so that the correction stands first wherever reasons are shown by strength. */
const CORRECTION_POINTS = 100

/** Kinds of networking that are social as a rule (recognition's README: drinks, golf, gala); the others have a business aim. */
const MAINLY_SOCIAL: ReadonlySet<NetworkingKind> = new Set(['after-office', 'sports', 'alumni'])

/**
 * @param corrections all of the person's, in any order; at most one for each scope and key is expected, of several the last counts
 * @returns the recognition as the person sees it, with confidence 1 when a correction decided; else the one that came in
 */
export function correct(
  recognition: Recognition,
  keys: CorrectionKeys,
  corrections: readonly Correction[],
): { recognition: Recognition; corrected: boolean } {
  const correction = narrowest(keys, corrections)
  if (correction === undefined) return { recognition, corrected: false }
  const { networking, scope } = correction
  const flipped = networking !== recognition.networking
  const kind = flipped ? otherSide(recognition, networking) : recognition.kind
  return {
    recognition: {
      ...recognition,
      networking,
      kind,
      smart: networking && (flipped ? smartBy(recognition, kind) : recognition.smart),
      confidence: 1,
      reasons: [
        { kind: 'correction', text: scope, points: networking ? CORRECTION_POINTS : -CORRECTION_POINTS },
        ...recognition.reasons.slice(0, 4),
      ],
    },
    corrected: true,
  }
}

function narrowest(keys: CorrectionKeys, corrections: readonly Correction[]): Correction | undefined {
  for (const scope of SCOPES) {
    const key = keys[scope]
    if (key === null) continue
    const found = corrections.findLast((correction) => correction.scope === scope && correction.key === key)
    if (found !== undefined) return found
  }
  return undefined
}

/** The kind on the side the person named: the model's best of that side where it was kept, else the plainest there is. */
function otherSide(recognition: Recognition, networking: boolean): Kind {
  const fits = networking ? isNetworkingKind : isOtherKind
  const kept = recognition.otherwise?.kind
  if (kept !== undefined && fits(kept)) return kept
  if (fits(recognition.kind)) return recognition.kind
  return networking ? 'meetup' : 'personal'
}

function smartBy(recognition: Recognition, kind: Kind): boolean {
  return recognition.otherwise?.smart ?? (isNetworkingKind(kind) && !MAINLY_SOCIAL.has(kind))
}
