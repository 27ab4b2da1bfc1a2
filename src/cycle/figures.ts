/**
 * Each figure of the insights has an address, and behind it lie the rows it is made of. The address names the figure (which, of what part, in which
 * currency) and the rows are found anew: no list of ids travels, and what an address says of organisers, series and events is a mark of a few
 * letters, for an organiser may be known by somebody's mail address and addresses of pages are kept in many places.
 */
import { createHash } from 'node:crypto'
import type { EventId } from '../calendar/event.ts'
import type { History, PastOutcome } from '../insights/history.ts'
import type { Credited, Dimension } from '../insights/returns.ts'
import type { ContactId } from '../relationships/contact.ts'
import type { OutcomeId } from '../relationships/outcome.ts'
import type { Insights } from './insights.ts'

export const FIGURES = [
  'hours', // key: a week, or empty for all of them
  'verdicts', // a key of `Kept`
  'follow_ups', // of `Followed`
  'funnel', // a step
  'events', // of `scopeKey`, as are the next two
  'closed',
  'pipeline',
  'learned', // empty: all; else of `scopeKey`, kinds and organisers alone
  'one_more_hour', // what all hours so far brought
] as const
export type Figure = (typeof FIGURES)[number]
export const DIMENSIONS = ['organiser', 'kind', 'series', 'quarter', 'event'] as const satisfies readonly Dimension[]

export type FigureRows =
  | { kind: 'events'; events: readonly EventId[] }
  /** `erased`: how many are counted besides, of whom nothing is left to list. */
  | { kind: 'contacts'; contacts: readonly ContactId[]; erased: number }
  | { kind: 'follow_ups'; followUps: readonly string[] }
  /** Each with what of it counts here: the parts credited to these events. */
  | { kind: 'outcomes'; outcomes: readonly CreditedOutcome[] }
export interface CreditedOutcome {
  id: OutcomeId
  /** Minor units of the outcome's currency. */
  amount: number
}

/** A part of the returns: the whole, what other events or no event brought (`Returns`), or one of a dimension. */
export type Scope = 'whole' | Aside | { by: Dimension; key: string }
export const ASIDES = ['otherEvents', 'elsewhere'] as const
export type Aside = (typeof ASIDES)[number]

/** @param currency that alone; all where it is left out */
export function scopeKey(scope: Scope, currency?: string): string {
  const part = typeof scope === 'string' ? [scope] : [scope.by, markOf(scope.by, scope.key)]
  return [...part, ...(currency === undefined ? [] : [currency])].join('.')
}

export interface Rows {
  rows: FigureRows
  /** Which part, by its dimension and name from outside; null of the whole. */
  part: { by: Dimension; label: string } | null
}

/** @returns null where there is no such figure, or no such part of it in this period */
export function rowsOf(insights: Insights, history: History, figure: string, key: string): Rows | null {
  const whole = (rows: FigureRows): Rows => ({ rows, part: null })
  const known = FIGURES.find((one) => one === figure)
  switch (known) {
    case undefined:
      return null
    case 'hours': {
      const weeks = insights.weeks.filter(({ week }) => key === '' || week === key)
      if (weeks.length === 0) return null
      return whole({ kind: 'events', events: weeks.flatMap(({ events }) => events) })
    }
    case 'verdicts': {
      const events = listAt({ ...insights.kept }, key)
      return events === null ? null : whole({ kind: 'events', events })
    }
    case 'follow_ups': {
      const { inTime, late, open } = insights.followed
      const followUps = listAt({ inTime, late, open }, key)
      return followUps === null ? null : whole({ kind: 'follow_ups', followUps })
    }
    case 'funnel': {
      const step = insights.funnel.find(({ reached }) => reached === key)
      if (step === undefined) return null
      const { contacts, count } = step
      return whole({ kind: 'contacts', contacts, erased: count - contacts.length })
    }
    case 'events':
    case 'closed':
    case 'pipeline':
      return returnRows(insights, history, known, key)
    case 'learned':
      return learnedRows(insights, key)
    case 'one_more_hour':
      return whole(outcomesOf(history, insights.always.closed, isAmong(new Set(insights.always.events))))
  }
}

function returnRows(
  insights: Insights,
  history: History,
  figure: 'events' | 'closed' | 'pipeline',
  key: string,
): Rows | null {
  const [by, ...rest] = key.split('.')
  const { whole, ...aside } = insights.returns.event
  const looked = new Set(whole.events)
  if (by === 'whole') {
    if (figure === 'events') return { rows: { kind: 'events', events: whole.events }, part: null }
    return { rows: outcomesOf(history, whole[figure], isAmong(looked), rest[0]), part: null }
  }
  const theirs = ASIDES.find((one) => one === by)
  if (theirs !== undefined) {
    if (figure === 'events') return null
    const known = new Set(history.events.filter(({ attended }) => attended).map(({ id }) => id))
    const counts = (eventId: EventId | null) => {
      const where =
        eventId === null || !known.has(eventId) ? 'elsewhere' : looked.has(eventId) ? 'whole' : 'otherEvents'
      return where === theirs
    }
    return { rows: outcomesOf(history, aside[theirs][figure], counts, rest[0]), part: null }
  }
  const found = partAt(insights, by, rest[0])
  if (found === null) return null
  const { part, dimension } = found
  const named = { by: dimension, label: part.label }
  if (figure === 'events') return { rows: { kind: 'events', events: part.events }, part: named }
  return { rows: outcomesOf(history, part[figure], isAmong(new Set(part.events)), rest[1]), part: named }
}

function partAt(insights: Insights, by: string | undefined, mark: string | undefined) {
  const dimension = DIMENSIONS.find((one) => one === by)
  if (dimension === undefined) return null
  const part = insights.returns[dimension].parts.find(({ key }) => key !== null && markOf(dimension, key) === mark)
  return part === undefined ? null : { part, dimension }
}

function learnedRows({ learned }: Insights, key: string): Rows | null {
  if (learned === null) return null
  if (key === '') return { rows: { kind: 'events', events: learned.all.events }, part: null }
  const [by, mark] = key.split('.')
  const kind = learned.kinds.find((one) => by === 'kind' && one.kind === mark)
  if (kind !== undefined) {
    return { rows: { kind: 'events', events: kind.events }, part: { by: 'kind', label: kind.kind } }
  }
  const one = learned.organisers.find(({ organiserId }) => by === 'organiser' && markOf(by, organiserId) === mark)
  if (one === undefined) return null
  return {
    rows: { kind: 'events', events: one.events },
    part: { by: 'organiser', label: one.label },
  }
}

/** @param counts whether what is credited to an event, or to none, belongs here; each outcome comes with that part of its amount */
function outcomesOf(
  history: History,
  { outcomes }: Credited,
  counts: (eventId: EventId | null) => boolean,
  currency?: string | undefined,
): FigureRows {
  const byId = new Map<string, PastOutcome>(history.outcomes.map((outcome) => [outcome.id, outcome]))
  const found = outcomes.flatMap((id) => byId.get(id) ?? [])
  return {
    kind: 'outcomes',
    outcomes: found
      .filter((outcome) => currency === undefined || outcome.currency === currency)
      .map(({ id, credits }) => {
        const own = credits.filter(({ to }) => counts(to.kind === 'event' ? to.eventId : null))
        return { id, amount: own.reduce((sum, { amount }) => sum + (amount ?? 0), 0) }
      }),
  }
}

function isAmong(events: ReadonlySet<EventId>): (eventId: EventId | null) => boolean {
  return (eventId) => eventId !== null && events.has(eventId)
}

/** Kinds and quarters say nothing of anybody. */
function markOf(by: Dimension, key: string): string {
  if (by === 'kind' || by === 'quarter') return key
  return createHash('sha256').update(key).digest('hex').slice(0, 12)
}

function listAt<T>(lists: Readonly<Record<string, readonly T[]>>, key: string): readonly T[] | null {
  return Object.hasOwn(lists, key) ? (lists[key] ?? null) : null
}
