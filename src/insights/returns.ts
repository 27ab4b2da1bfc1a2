/**
 * Cost and return in money: what events cost and what came of them, by event, organiser, series, kind and quarter. Amounts are whole minor
 * units. Nothing is converted: another currency's business stands beside, and what is set against cost is in the person's own.
 *
 * The parts sum to the whole exactly: an event's cost is rounded once, an outcome's amount is shared out to the unit (`history.ts`), and a
 * group is the sum of its events. What other events brought, or none (met elsewhere, an introducer's part), is told apart, of the same days.
 */
import type { EventId } from '../calendar/event.ts'
import { centralRange } from './gamma.ts'
import type { History, PastEvent, PastOutcome } from './history.ts'

export type Dimension = 'event' | 'organiser' | 'series' | 'kind' | 'quarter'
export interface MoneyRules {
  /** Minor units of `currency`; null: costs stay unknown. */
  hourlyRate: number | null
  currency: string
}
export interface Money {
  currency: string
  amount: number
}
/** Money credited, with the outcomes it is made of. */
export interface Credited {
  /** One for each currency, the person's own first, then by code. */
  sums: readonly Money[]
  outcomes: readonly string[]
}
export interface Return {
  /** The event's id, the organiser's id, the series' key, the kind, or `2026-Q3`; null of the whole. */
  key: string | null
  /** The title of the newest event, or the organiser's newest name; the key itself of kinds and quarters. */
  label: string
  events: readonly EventId[]
  minutes: number
  /** Null where no hourly rate is set. */
  cost: number | null
  closed: Credited
  pipeline: Credited
  /** Closed in the person's currency less cost; null where the cost is. */
  net: number | null
  /** Minor units closed in the person's currency for each charged hour; null without hours. */
  perHour: Ranged | null
  /** Closed for each unit of cost; null without cost. */
  perCost: number | null
}
/** `mean` is what was; the range is the central 80 % of what it may be in the long run. */
export interface Ranged {
  mean: number
  low: number
  high: number
  /** Outcomes it rests on. */
  count: number
}
/** The events that are looked at, of the history, and the days they are those of. */
export interface Looked {
  /** What was missed took no hours and is left out. */
  events: readonly PastEvent[]
  /** ISO local dates, both included; null: all days there are. */
  days: { from: string; to: string } | null
}
/**
 * An event is credited with what it brings whenever that comes, for business takes months; so a period's events have money of later days. What
 * stands beside them is money of the period's own days, or it would stand in every period.
 */
export interface Returns {
  /** Credited to the events looked at, on whatever day it came. */
  whole: Return
  /** The same by the dimension: most net return first, then by key. */
  parts: readonly Return[]
  /** Of outcomes dated within the days, what is credited to other events of the history than those looked at. */
  otherEvents: Amounts
  /** Of outcomes dated within the days, what is credited to no event: to nobody, to an introducer, or to an event not known, or missed. */
  elsewhere: Amounts
}
interface Amounts {
  closed: Credited
  pipeline: Credited
}

/** Charged minutes at the hourly rate, rounded half up to the minor unit once, and the ticket; null where no rate is set. */
export function costOf(
  { charge, ticket }: Pick<PastEvent, 'charge' | 'ticket'>,
  hourlyRate: number | null,
): number | null {
  if (hourlyRate === null) return null
  // Whole numbers until the end: 2 m r + 60 over 120, cut off, is m r / 60 rounded half up.
  return Math.floor((2 * charge.total * hourlyRate + 60) / 120) + (ticket ?? 0)
}

export function returnsBy(
  dimension: Dimension,
  { events, days }: Looked,
  history: History,
  rules: MoneyRules,
): Returns {
  const attended = events.filter((event) => event.attended)
  const looked = new Set(attended.map(({ id }) => id))
  const known = new Set(history.events.filter((event) => event.attended).map(({ id }) => id))
  const shares = Map.groupBy(sharesOf(history), ({ eventId }) => {
    if (eventId === null || !known.has(eventId)) return 'elsewhere'
    return looked.has(eventId) ? 'looked at' : 'other'
  })
  const own = shares.get('looked at') ?? []
  const inDays = (key: 'other' | 'elsewhere') =>
    (shares.get(key) ?? []).filter(({ outcome }) => isWithin(outcome, days))
  const byEvent = Map.groupBy(own, ({ eventId }) => eventId)
  const whole = returnOf({ key: null, label: '' }, attended, own, rules)
  const lump = lumpOf(own, rules)
  const meanPerHour = whole.perHour?.mean ?? 0
  const parts = [...Map.groupBy(attended, (event) => keyOf(event, dimension))].map(([key, group]) => {
    const label = labelOf(group, dimension) ?? key
    const credited = group.flatMap(({ id }) => byEvent.get(id) ?? [])
    return ranged(returnOf({ key, label }, group, credited, rules), meanPerHour, lump)
  })
  return {
    whole: ranged(whole, meanPerHour, lump),
    parts: parts.sort((a, b) => worth(b, rules) - worth(a, rules) || (String(a.key) < String(b.key) ? -1 : 1)),
    otherEvents: amounts(inDays('other'), rules),
    elsewhere: amounts(inDays('elsewhere'), rules),
  }
}

function isWithin({ on }: PastOutcome, days: Looked['days']): boolean {
  return days === null || (on >= days.from && on <= days.to)
}

function amounts(shares: readonly Share[], rules: MoneyRules): Amounts {
  return { closed: creditedOf(shares, 'closed', rules), pipeline: creditedOf(shares, 'proposal', rules) }
}

/** One outcome's money for one of those it is credited to; a proposal that is settled is none. */
interface Share {
  outcome: PastOutcome
  eventId: EventId | null
  amount: number
}

function sharesOf({ outcomes }: History): Share[] {
  return outcomes.flatMap((outcome) => {
    const counts = outcome.kind === 'closed' || (outcome.kind === 'proposal' && outcome.settled === null)
    if (!counts || outcome.amount === null) return []
    return outcome.credits.flatMap(({ to, amount }): Share[] =>
      amount === null || amount === 0 ? [] : [{ outcome, eventId: to.kind === 'event' ? to.eventId : null, amount }],
    )
  })
}

function returnOf(
  { key, label }: Pick<Return, 'key' | 'label'>,
  events: readonly PastEvent[],
  shares: readonly Share[],
  rules: MoneyRules,
): Return {
  const minutes = events.reduce((sum, { charge }) => sum + charge.total, 0)
  const costs = events.map((event) => costOf(event, rules.hourlyRate))
  const cost = costs.reduce<number | null>(
    (sum, one) => (sum === null || one === null ? null : sum + one),
    rules.hourlyRate === null ? null : 0,
  )
  const closed = creditedOf(shares, 'closed', rules)
  const inOwn = amountIn(closed, rules.currency)
  const count = closedOnes(shares, rules).length
  const perHour = minutes === 0 ? null : (60 * inOwn) / minutes
  return {
    key,
    label,
    events: events.map(({ id }) => id),
    minutes,
    cost,
    closed,
    pipeline: creditedOf(shares, 'proposal', rules),
    net: cost === null ? null : inOwn - cost,
    perHour:
      perHour === null
        ? null
        : { mean: Math.round(perHour), low: Math.round(perHour), high: Math.round(perHour), count },
    perCost: cost === null || cost === 0 ? null : Math.round((100 * inOwn) / cost) / 100,
  }
}

/** Of how many hours the mean of all counts as evidence in a part's range. */
const AS_IF_HOURS = 5

/**
 * The range of a part's return per hour: a Gamma drawn to the mean of all, as the learned return is (`learned.ts`), whose shape is the number of
 * businesses of usual size; so one big client makes a wide range, and no client one that is not nothing.
 */
function ranged(one: Return, meanPerHour: number, lump: number): Return {
  if (one.perHour === null) return one
  const hours = one.minutes / 60
  const evidence = meanPerHour * AS_IF_HOURS + one.perHour.mean * hours
  if (evidence <= 0) return { ...one, perHour: { ...one.perHour, low: 0, high: 0 } }
  const { low, high } = centralRange(evidence / (AS_IF_HOURS + hours), evidence / lump)
  const { mean } = one.perHour
  // What was lies within what may be, however thin it is.
  const range = { low: Math.min(mean, Math.round(low)), high: Math.max(mean, Math.round(high)) }
  return { ...one, perHour: { ...one.perHour, ...range } }
}

/** The size in which business comes, weighed by itself; 1 where there is none. */
function lumpOf(shares: readonly Share[], rules: MoneyRules): number {
  const amounts = closedOnes(shares, rules).map(({ amount }) => amount)
  const sum = amounts.reduce((a, b) => a + b, 0)
  return sum === 0 ? 1 : amounts.reduce((a, b) => a + (b / sum) * b, 0)
}

function closedOnes(shares: readonly Share[], { currency }: MoneyRules): Share[] {
  return shares.filter(({ outcome }) => outcome.kind === 'closed' && outcome.currency === currency)
}

function creditedOf(shares: readonly Share[], kind: PastOutcome['kind'], { currency }: MoneyRules): Credited {
  const own = shares.filter(({ outcome }) => outcome.kind === kind)
  const sums = [...Map.groupBy(own, ({ outcome }) => outcome.currency)].map(([code, group]): Money => {
    return { currency: code, amount: group.reduce((sum, { amount }) => sum + amount, 0) }
  })
  const rank = (code: string) => (code === currency ? '' : code)
  return {
    sums: sums.sort((a, b) => (rank(a.currency) < rank(b.currency) ? -1 : 1)),
    outcomes: [...new Set(own.map(({ outcome }) => outcome.id))],
  }
}

function amountIn({ sums }: Credited, currency: string): number {
  return sums.find((one) => one.currency === currency)?.amount ?? 0
}

function worth({ net, closed }: Return, { currency }: MoneyRules): number {
  return net ?? amountIn(closed, currency)
}

function keyOf(event: PastEvent, dimension: Dimension): string {
  switch (dimension) {
    case 'event':
      return event.id
    case 'organiser':
      return event.organiserId
    case 'series':
      return event.seriesKey
    case 'kind':
      return event.kind
    case 'quarter':
      return event.quarter
  }
}

function labelOf(group: readonly PastEvent[], dimension: Dimension): string | null {
  const newest = group.at(-1)
  if (newest === undefined) return null
  if (dimension === 'event' || dimension === 'series') return newest.title
  return dimension === 'organiser' ? newest.organiserLabel : null
}
