/**
 * What an event is worth: a sum of named contributions in points, each from a table below that a person can read and weigh. An hour
 * costs less than a point, so an evening well spent comes out above 0 and one that costs more than it brings below.
 * (Learned return per organiser and people known to attend join the sum when they are known.)
 */
import type { Kind, NetworkingKind } from '../recognition/kinds.ts'
import { chargeOf } from './charge.ts'
import type { Contribution, PlanEvent, PlanRules } from './plan.ts'

/** Points for each aim that a kind of event serves, before the person's weights. */
export const OBJECTIVE_FIT: Readonly<Record<NetworkingKind, Readonly<PlanRules['objectives']>>> = {
  'after-office': { beKnown: 1.5, sell: 0.5, partner: 1, learn: 0 },
  alumni: { beKnown: 1, sell: 0.5, partner: 1, learn: 0.5 },
  'chamber-breakfast': { beKnown: 2, sell: 1.5, partner: 1.5, learn: 0.5 },
  conference: { beKnown: 1.5, sell: 1, partner: 1, learn: 2 },
  matchmaking: { beKnown: 1, sell: 3, partner: 2, learn: 0.5 },
  meetup: { beKnown: 1.5, sell: 0.5, partner: 1, learn: 1.5 },
  'one-to-one-intro': { beKnown: 0.5, sell: 2, partner: 2.5, learn: 0.5 },
  'referral-group': { beKnown: 1.5, sell: 2.5, partner: 1.5, learn: 0 },
  'round-table': { beKnown: 2, sell: 1, partner: 2, learn: 1.5 },
  sports: { beKnown: 1, sell: 0.5, partner: 1, learn: 0 },
  'trade-show': { beKnown: 1.5, sell: 2, partner: 1.5, learn: 1 },
  webinar: { beKnown: 0.5, sell: 0.5, partner: 0.5, learn: 1.5 },
}
/** For a kind that is none of networking, which only a correction can bring here. */
const UNKNOWN_FIT: Readonly<PlanRules['objectives']> = { beKnown: 1, sell: 0.5, partner: 0.5, learn: 0.5 }

export const POINTS = {
  /** Meeting people at all. */
  base: 0.5,
  /** A targeted event with a business aim; a mainly social one gets nothing. */
  smart: 2,
  /** Each of the person's interests found in title or description, up to `mostInterests`. */
  interest: 1,
  mostInterests: 3,
  /** An event that is not one of a series in sight: other people than last time. */
  novelty: 0.5,
  /** What was told to be attended; enough to break near ties, not more. */
  stability: 0.25,
  /** Each hour of the charge. */
  hour: -0.75,
  /** A ticket, where no hourly rate says how many hours it is worth. */
  ticket: -1,
} as const

/**
 * @param recurring whether another event of its series is in sight
 * @returns contributions that are not 0, in a fixed order; `total` is exactly their sum, in hundredths of a point
 */
export function eventValue(
  event: PlanEvent,
  rules: PlanRules,
  recurring: boolean,
): { total: number; contributions: Contribution[] } {
  const hours = chargeOf(event).total / 60
  const all: [string, number][] = [
    ['base', POINTS.base],
    ['objectives', objectiveFit(event.kind, rules.objectives)],
    ['format', event.smart ? POINTS.smart : 0],
    ['interests', POINTS.interest * Math.min(POINTS.mostInterests, interestsIn(event.text, rules.interests).length)],
    ['novelty', recurring ? 0 : POINTS.novelty],
    ['stability', event.told === 'attend' ? POINTS.stability : 0],
    ['hours', POINTS.hour * hours],
    ['ticket', ticketPoints(event.ticketPrice, rules.hourlyRate)],
  ]
  const contributions = all
    .map(([name, points]) => ({ name, points: Math.round(points * 100) / 100 }))
    .filter(({ points }) => points !== 0)
  return { total: contributions.reduce((sum, { points }) => sum + hundredths(points), 0) / 100, contributions }
}

/** Points as a whole number: what the chooser counts in. */
export function hundredths(points: number): number {
  return Math.round(points * 100)
}

/** The person's interests that a text speaks of: whole words, case and accents apart, a plural allowed. */
export function interestsIn(text: string, interests: readonly string[]): string[] {
  const words = ` ${plain(text)} `
  return interests.filter((interest) => {
    const wanted = plain(interest)
    return wanted !== '' && ['', 's', 'es'].some((ending) => words.includes(` ${wanted}${ending} `))
  })
}

/** Only the proportion of the weights counts: all of them doubled is the same person. */
function objectiveFit(kind: Kind, weights: PlanRules['objectives']): number {
  const sum = weights.beKnown + weights.sell + weights.partner + weights.learn
  if (sum <= 0) return 0
  const fits: Partial<Record<Kind, Readonly<PlanRules['objectives']>>> = OBJECTIVE_FIT
  const fit = fits[kind] ?? UNKNOWN_FIT
  const weighed =
    weights.beKnown * fit.beKnown + weights.sell * fit.sell + weights.partner * fit.partner + weights.learn * fit.learn
  return (4 * weighed) / sum
}

/** A ticket costs as many hours as the person would have to work for it, and at most ten. */
function ticketPoints(price: number | null, hourlyRate: number | null): number {
  if (price === null || price <= 0) return 0
  if (hourlyRate === null || hourlyRate <= 0) return POINTS.ticket
  return POINTS.hour * Math.min(10, price / hourlyRate)
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}+#]+/u)
    .filter((word) => word !== '')
    .join(' ')
}
