/**
 * What the person's own history says of an organiser and of a kind: points per charged hour, with range and count (design.md, section 6).
 *
 * - What events earned (`earned.ts`) is set against the hours they were charged, and an organiser is judged by their own hours and by
 *   `AS_IF_HOURS.organiser` hours at the mean of the others of their kind; a kind likewise by all other kinds; all by `PRIOR`. So little
 *   data says little, and no data says what the kind says.
 * - Business takes months: an event's hours count only as far as its value is to be expected by its age (`MATURES`). A young event is not
 *   held to be fruitless, and not trusted.
 * - Old evidence halves every `HALF_LIFE_WEEKS`: organisers change.
 * - A missed event earned nothing and cost nothing, yet its invitation was not worth going to: a tenth of its hours counts.
 *
 * Ages are whole local weeks, so a history and a week have one answer. Sums are whole numbers, estimates are rounded to thousandths of a
 * point: the same on every machine.
 */
import type { EventId } from '../calendar/event.ts'
import type { Kind } from '../recognition/kinds.ts'
import { mondayOf, type Week } from '../time/week.ts'
import { dayNumber } from '../time/zone-offsets.ts'
import { type EarningRules, earnedBy } from './earned.ts'
import { centralRange } from './gamma.ts'
import { type History, organiserIdOf, type PastEvent } from './history.ts'

/** Points per charged hour of somebody of whom nothing is known. */
export const PRIOR = 2
/** As so many hours of evidence the mean above counts: all by the prior, a kind by the others, an organiser by the others of its kind. */
export const AS_IF_HOURS = { all: 20, kind: 20, organiser: 5 } as const
export const HALF_LIFE_WEEKS = 52
/** Of the hours of a missed event. */
const MISSED_SHARE = 0.1
/**
 * How much of an event's value is to be seen by its age in weeks, in thousandths, straight lines between: contacts and follow-ups within
 * two weeks, meetings within two months, business within the year. An assumption, for sales of some weeks to months: half within a quarter.
 */
export const MATURES = [
  { weeks: 0, share: 150 },
  { weeks: 2, share: 250 },
  { weeks: 8, share: 400 },
  { weeks: 13, share: 520 },
  { weeks: 26, share: 800 },
  { weeks: 39, share: 930 },
  { weeks: 52, share: 1000 },
] as const
/** Points that come as one, before the history itself says how lumpy they are: the more, the wider the range. */
const LUMP = 4

/** Points per charged hour. */
export interface Estimate {
  perHour: number
  /** The central 80 %. */
  low: number
  high: number
  /** Attended events it rests on, and charged minutes of them, as they were. */
  count: number
  minutes: number
  events: readonly EventId[]
}
export interface OrganiserEstimate extends Estimate {
  organiserId: string
  label: string
  /** The kind they are compared with: that of most of their hours. */
  kind: Kind
}
/** What an event to come may expect. */
export interface LearnedFor {
  /** Points per charged hour above (or below) all of the person's events: what enters the value. */
  aboveAll: number
  perHour: number
  low: number
  high: number
  /** Attended events of this organiser. */
  count: number
}
export interface Learned {
  all: Estimate
  /** Most per hour first. */
  kinds: readonly (Estimate & { kind: Kind })[]
  organisers: readonly OrganiserEstimate[]
  of(event: EventTraits): LearnedFor
}
export interface EventTraits {
  organiserKey: string | null
  seriesKey: string
  kind: Kind
}

/**
 * @param week the local week it is asked in; what started in it or later is left out
 * @returns null for a person who attended nothing before: then no value of theirs changes
 */
export function learnedFor(history: History, rules: EarningRules, week: Week): Learned | null {
  const past = history.events.filter((event) => event.week < week)
  if (!past.some((event) => event.attended)) return null
  const earned = earnedBy(history, rules)
  const facts = past.map((event) => factOf(event, earned.get(event.id) ?? [], week))
  const lump = lumpOf(facts)
  const all = sumOf(facts)
  const ofKinds = sums(facts, ({ event }) => event.kind)
  const ofOrganisers = sums(facts, ({ event }) => event.organiserId)
  const ofCells = sums(facts, ({ event }) => cellOf(event.organiserId, event.kind))

  const overall = estimate(PRIOR, AS_IF_HOURS.all, all, lump)
  // No evidence counts twice: the mean an organiser is drawn to is that of the others.
  const mean = (kind: Kind, without: Sum): number => {
    const ofKind = ofKinds.get(kind) ?? NOTHING
    const others = shrunk(PRIOR, AS_IF_HOURS.all, minus(all, ofKind))
    return shrunk(others, AS_IF_HOURS.kind, minus(ofKind, without))
  }
  const ofOrganiser = (id: string, kind: Kind): Estimate =>
    estimate(
      mean(kind, ofCells.get(cellOf(id, kind)) ?? NOTHING),
      AS_IF_HOURS.organiser,
      ofOrganisers.get(id) ?? NOTHING,
      lump,
    )

  const estimates = new Map<string, LearnedFor>()
  return {
    all: overall,
    kinds: [...ofKinds]
      .map(([kind, sum]) => {
        const others = shrunk(PRIOR, AS_IF_HOURS.all, minus(all, sum))
        return { kind, ...estimate(others, AS_IF_HOURS.kind, sum, lump) }
      })
      .sort((a, b) => b.perHour - a.perHour || (a.kind < b.kind ? -1 : 1)),
    organisers: [...Map.groupBy(facts, ({ event }) => event.organiserId)]
      .flatMap(([organiserId, own]): OrganiserEstimate[] => {
        const [newest, kind] = [own.at(-1)?.event, mainKind(own)]
        if (newest === undefined || kind === undefined) return []
        return [{ organiserId, label: newest.organiserLabel, kind, ...ofOrganiser(organiserId, kind) }]
      })
      .sort((a, b) => b.perHour - a.perHour || (a.organiserId < b.organiserId ? -1 : 1)),
    of({ organiserKey, seriesKey, kind }) {
      const id = organiserIdOf(organiserKey, seriesKey)
      const key = cellOf(id, kind)
      const known = estimates.get(key)
      if (known !== undefined) return known
      const { perHour, low, high, count } = ofOrganiser(id, kind)
      const found = { aboveAll: thousandths(perHour - overall.perHour), perHour, low, high, count }
      estimates.set(key, found)
      return found
    },
  }
}

/** Share of an event's value to be seen after so many whole weeks, in thousandths. */
export function maturity(weeks: number): number {
  let [fromWeeks, fromShare] = [0, 0]
  for (const { weeks: toWeeks, share } of MATURES) {
    if (weeks <= toWeeks) {
      const span = toWeeks - fromWeeks
      return span === 0 ? share : Math.round(fromShare + ((share - fromShare) * (weeks - fromWeeks)) / span)
    }
    ;[fromWeeks, fromShare] = [toWeeks, share]
  }
  return 1000
}

/** What evidence of this age still counts, in thousandths: half after each half-life, a straight line between. */
export function fade(weeks: number): number {
  const halvings = Math.floor(weeks / HALF_LIFE_WEEKS)
  const within = (weeks % HALF_LIFE_WEEKS) / HALF_LIFE_WEEKS
  return Math.round((1000 / 2 ** halvings) * (1 - within / 2))
}

/** What one event says: thousandths of hundredths of a point, and thousandths of minutes; whole numbers. */
interface Fact {
  event: PastEvent
  points: number
  minutes: number
}
interface Sum {
  points: number
  minutes: number
  /** Of attended events alone. */
  events: readonly EventId[]
  charged: number
}
const NOTHING: Sum = { points: 0, minutes: 0, events: [], charged: 0 }

function factOf(event: PastEvent, lines: readonly { points: number }[], week: Week): Fact {
  const age = weeksBetween(event.week, week)
  const kept = fade(age)
  if (!event.attended) {
    return { event, points: 0, minutes: Math.round(MISSED_SHARE * event.charge.total) * kept }
  }
  const points = lines.reduce((sum, line) => sum + line.points, 0) * kept
  return { event, points, minutes: Math.round((event.charge.total * kept * maturity(age)) / 1000) }
}

function sumOf(facts: readonly Fact[]): Sum {
  const attended = facts.filter(({ event }) => event.attended)
  return {
    points: facts.reduce((sum, one) => sum + one.points, 0),
    minutes: facts.reduce((sum, one) => sum + one.minutes, 0),
    events: attended.map(({ event }) => event.id),
    charged: attended.reduce((sum, { event }) => sum + event.charge.total, 0),
  }
}

function sums<K>(facts: readonly Fact[], keyOf: (fact: Fact) => K): Map<K, Sum> {
  return new Map([...Map.groupBy(facts, keyOf)].map(([key, own]) => [key, sumOf(own)]))
}

/** Of the evidence alone; what it rests on is asked of nobody. */
function minus(all: Sum, own: Sum): Sum {
  return { ...NOTHING, points: all.points - own.points, minutes: all.minutes - own.minutes }
}

function shrunk(mean: number, hours: number, { points, minutes }: Sum): number {
  return (mean * hours + points / 100_000) / (hours + minutes / 60_000)
}

function estimate(mean: number, hours: number, sum: Sum, lump: number): Estimate {
  const perHour = shrunk(mean, hours, sum)
  // A Gamma whose mean this is, and whose shape is the number of lumps seen, those of the mean above included.
  const { low, high } = centralRange(perHour, (mean * hours + sum.points / 100_000) / lump)
  const figures = { perHour: thousandths(perHour), low: thousandths(low), high: thousandths(high) }
  return { ...figures, count: sum.events.length, minutes: sum.charged, events: sum.events }
}

/**
 * The size in which points come: how far events lie about their mean, in the mean (of sums of lumps of one size it is that size). One
 * client is a lump of thirty, four contacts are four of a quarter. One lump of `LUMP` is put before, so that there is always one.
 */
function lumpOf(facts: readonly Fact[]): number {
  const points = facts.filter(({ event }) => event.attended).map((one) => one.points / 100_000)
  const sum = points.reduce((all, one) => all + one, 0)
  const mean = sum / points.length
  return points.reduce((all, one) => all + (one - mean) ** 2, LUMP * LUMP) / (sum + LUMP)
}

function mainKind(facts: readonly Fact[]): Kind | undefined {
  const kinds = [...sums(facts, ({ event }) => event.kind)]
  return kinds.sort(([a, x], [b, y]) => y.charged - x.charged || (a < b ? -1 : 1))[0]?.[0]
}

function cellOf(organiserId: string, kind: Kind): string {
  return `${kind} ${organiserId}`
}

function weeksBetween(earlier: Week, later: Week): number {
  return (dayNumber(mondayOf(later)) - dayNumber(mondayOf(earlier))) / 7
}

function thousandths(points: number): number {
  return Math.round(points * 1000) / 1000
}
