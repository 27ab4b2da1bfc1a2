/**
 * What the person's own history says, put before the insights: events as they were when they were over, contacts, follow-ups and outcomes, from one
 * state (design.md, section 6). The plan, the pages and the API read it through here, so that they can never disagree.
 */
import type { Temporal } from 'temporal-polyfill'
import type { EventId } from '../calendar/event.ts'
import type { EarningRules } from '../insights/earned.ts'
import { type EventRecord, type History, historyOf } from '../insights/history.ts'
import { type Learned, learnedFor } from '../insights/learned.ts'
import { isNetworkingKind } from '../recognition/kinds.ts'
import { weekOf } from '../time/week.ts'
import type { OccurrenceBody, PersonState } from './state.ts'

const NO_CHARGE = { event: 0, travel: 0, followUp: 0, total: 0 }

/** Whatever is over by `now`, or was told and is over. The very same for the same state. */
export function pastOf(state: PersonState, now: Temporal.Instant): History {
  const zone = state.person.settings.timeZone
  const last = latest.get(state.occurrences)
  // What is over changes with the state: an event that ends is kept by the cycle that it wakes.
  if (last !== undefined && last.zone === zone && isSame(last.state, state)) return last.history
  const history = historyOf({
    zone,
    events: [...state.occurrences].flatMap(([id, body]) => eventRecord(id, body, now) ?? []),
    contacts: [...state.contacts.values()],
    followUps: [...state.followUps.values()].map(({ id, eventId, body: { state: at, closedAt } }) => ({
      id,
      eventId,
      state: at,
      closedAt,
    })),
    outcomes: [...state.outcomes.values()],
  })
  latest.set(state.occurrences, { state, zone, history })
  return history
}
const latest = new WeakMap<PersonState['occurrences'], { state: PersonState; zone: string; history: History }>()

function isSame(a: PersonState, b: PersonState): boolean {
  return a.contacts === b.contacts && a.followUps === b.followUps && a.outcomes === b.outcomes
}

/** Null for a person who attended nothing in an earlier week. */
export function learnedAt(state: PersonState, now: Temporal.Instant): Learned | null {
  const history = pastOf(state, now)
  const rules = earningRules(state)
  const week = weekOf(now, history.zone)
  const key = `${week} ${rules.hourlyRate} ${rules.currency}`
  const last = learned.get(history)
  if (last?.key === key) return last.value
  const value = learnedFor(history, rules, week)
  learned.set(history, { key, value })
  return value
}
const learned = new WeakMap<History, { key: string; value: Learned | null }>()

export function earningRules({ person: { settings } }: PersonState): EarningRules {
  return { hourlyRate: settings.hourlyRate, currency: settings.currency }
}

function eventRecord(
  id: EventId,
  { seen, past, told, ticketPrice }: OccurrenceBody,
  now: Temporal.Instant,
): EventRecord | null {
  if (seen === null || Date.parse(seen.end) > now.epochMilliseconds) return null
  if (past === undefined && told === null) return null
  const kind = past?.kind ?? null
  return {
    id,
    title: seen.title,
    start: seen.start,
    end: seen.end,
    organiser: past?.organiser ?? { key: seen.organiser, label: seen.organiser ?? '' },
    seriesKey: seen.series ?? id,
    kind: kind !== null && isNetworkingKind(kind) ? kind : null,
    attendance: past?.attendance ?? null,
    standing: past?.standing ?? 'candidate',
    charge: past?.charge ?? NO_CHARGE,
    ticket: ticketPrice,
    told,
  }
}
