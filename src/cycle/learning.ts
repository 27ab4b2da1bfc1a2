/**
 * What the person's own history says, put before the insights: events as they were when they were over, contacts, follow-ups and outcomes, from one
 * state (design.md, section 6). The plan, the pages and the API read it through here, so that they can never disagree.
 */
import type { Temporal } from 'temporal-polyfill'
import type { EventId } from '../calendar/event.ts'
import type { EarningRules } from '../insights/earned.ts'
import { type EventRecord, type History, historyOf } from '../insights/history.ts'
import { type Learned, learnedFor } from '../insights/learned.ts'
import type { Told } from '../insights/weeks.ts'
import { weekOf } from '../time/week.ts'
import type { OccurrenceBody, PersonState } from './state.ts'

/** The very same for the same state. */
export function pastOf(state: PersonState): History {
  const zone = state.person.settings.timeZone
  const last = latest.get(state.occurrences)
  if (last !== undefined && last.zone === zone && isSame(last.state, state)) return last.history
  const history = historyOf({
    zone,
    events: [...state.occurrences].flatMap(([id, body]) => eventRecord(id, body) ?? []),
    contacts: [...state.contacts.values()],
    forgotten: [...state.forgotten.values()],
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
  const parts = ['contacts', 'forgotten', 'followUps', 'outcomes'] as const
  return parts.every((part) => a[part] === b[part])
}

/** Null for a person who attended nothing in an earlier week. */
export function learnedAt(state: PersonState, now: Temporal.Instant): Learned | null {
  const history = pastOf(state)
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

/** Candidates that are over and were told what to do: what became of each (`insights/weeks.ts`). */
export function toldOf({ occurrences }: PersonState, now: Temporal.Instant): Told[] {
  return [...occurrences].flatMap(([id, { seen, past, told }]) => {
    if (seen === null || told === null || Date.parse(seen.end) > now.epochMilliseconds) return []
    return [{ id, start: seen.start, told, attended: past !== undefined && past.attendance !== 'missed' }]
  })
}

function eventRecord(id: EventId, { seen, past, ticketPrice }: OccurrenceBody): EventRecord | null {
  if (seen === null || past === undefined) return null
  const { title, start, end, series } = seen
  const { organiser, kind, attendance, charge } = past
  return { id, title, start, end, seriesKey: series ?? id, organiser, kind, attendance, charge, ticket: ticketPrice }
}
