/**
 * What an event is worth: a sum of named contributions in points, each from a table below that a person can read and weigh (the page
 * `/value` shows them). An hour costs less than a point, so an evening well spent comes out above 0 and one that costs more than it brings
 * below.
 *
 * What the person's history says of the organiser joins as the line `learned`: the points per hour that theirs brought above or below all of
 * the person's events, for each hour of the charge. Against all, not against the prior: who writes no outcomes down has poor figures
 * everywhere, and that says nothing of any event.
 */
import type { Kind, NetworkingKind } from '../recognition/kinds.ts'
import { chargeOf } from './charge.ts'
import { interestsIn, peopleIn } from './mentions.ts'
import type { Contribution, PlanEvent, PlanRules, Weights } from './shapes.ts'

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
  /** Each of the people and companies they want to meet that is named or on the list, up to `mostPeople`. */
  person: 1.5,
  mostPeople: 3,
  /** What was told to be attended; enough to break near ties, not more. */
  stability: 0.25,
  /** Each hour of the charge. */
  hour: -0.75,
  /** A ticket, where no hourly rate says how many hours it is worth; where one does, at most so many. */
  ticket: -1,
  mostTicketHours: 10,
} as const

/**
 * New faces: by how often the person is with this organiser or series anyway (`PlanEvent.met`); the last is for that often and more. An
 * event with others of its series in sight counts as met twice at least, however few of them are attended.
 */
export const NOVELTY = [0.5, 0.25, 0, -0.25, -0.5] as const
const MET_IN_A_SERIES = 2

export const MOST_WEIGHT = 3
/** Every contribution as the tables have it. */
export const EVEN_WEIGHTS: Weights = {
  base: 1,
  objectives: 1,
  format: 1,
  interests: 1,
  people: 1,
  learned: 1,
  novelty: 1,
  hours: 1,
  ticket: 1,
}

/**
 * @param recurring whether another event of its series is in sight
 * @returns contributions that are not 0, in a fixed order; `total` is exactly their sum, in hundredths of a point
 */
export function eventValue(
  event: PlanEvent,
  rules: PlanRules,
  recurring: boolean,
): { total: number; contributions: Contribution[] } {
  const { weights } = rules
  const interests = interestsIn(event.text, rules.interests).slice(0, POINTS.mostInterests)
  const people = peopleIn(event.text, event.attendees, rules.people).slice(0, POINTS.mostPeople)
  const hours = chargeOf(event).total / 60
  const all: Contribution[] = [
    { name: 'base', points: weights.base * POINTS.base },
    { name: 'objectives', points: weights.objectives * objectiveFit(event.kind, rules.objectives) },
    { name: 'format', points: weights.format * (event.smart ? POINTS.smart : 0) },
    { name: 'interests', points: weights.interests * POINTS.interest * interests.length, about: interests },
    { name: 'people', points: weights.people * POINTS.person * people.length, about: people },
    { name: 'learned', points: weights.learned * (event.learned?.aboveAll ?? 0) * hours },
    { name: 'explore', points: weights.learned * (event.learned?.explore ?? 0) * hours },
    { name: 'novelty', points: weights.novelty * noveltyPoints(event.met, recurring) },
    { name: 'stability', points: event.told === 'attend' ? POINTS.stability : 0 },
    { name: 'hours', points: weights.hours * POINTS.hour * hours },
    { name: 'ticket', points: weights.ticket * ticketPoints(event.ticketPrice, rules.hourlyRate) },
  ]
  const contributions = all
    .map((one) => ({ ...one, points: Math.round(one.points * 100) / 100 }))
    .filter(({ points }) => points !== 0)
  return { total: contributions.reduce((sum, { points }) => sum + hundredths(points), 0) / 100, contributions }
}

/** Points as a whole number: what the chooser counts in. */
export function hundredths(points: number): number {
  return Math.round(points * 100)
}

/** Points of a kind for each aim, as they enter `objectives` with these weights of the aims: their sum is the contribution. */
export function objectivePoints(kind: Kind, aims: PlanRules['objectives']): PlanRules['objectives'] {
  const sum = aims.beKnown + aims.sell + aims.partner + aims.learn
  const fits: Partial<Record<Kind, Readonly<PlanRules['objectives']>>> = OBJECTIVE_FIT
  const fit = fits[kind] ?? UNKNOWN_FIT
  // Only the proportion counts: all of them doubled is the same person.
  const points = (aim: keyof PlanRules['objectives']) => (sum <= 0 ? 0 : (4 * aims[aim] * fit[aim]) / sum)
  return { beKnown: points('beKnown'), sell: points('sell'), partner: points('partner'), learn: points('learn') }
}

function objectiveFit(kind: Kind, aims: PlanRules['objectives']): number {
  const { beKnown, sell, partner, learn } = objectivePoints(kind, aims)
  return beKnown + sell + partner + learn
}

function noveltyPoints(met: number, recurring: boolean): number {
  const times = Math.max(met, recurring ? MET_IN_A_SERIES : 0)
  return NOVELTY[Math.min(times, NOVELTY.length - 1)] ?? 0
}

/** A ticket costs as many hours as the person would have to work for it, up to a bound. */
function ticketPoints(price: number | null, hourlyRate: number | null): number {
  if (price === null || price <= 0) return 0
  if (hourlyRate === null || hourlyRate <= 0) return POINTS.ticket
  return POINTS.hour * Math.min(POINTS.mostTicketHours, price / hourlyRate)
}
