/**
 * What a cycle changed, found by comparing the state before with the state after: the one write is made of this, and a cycle that changed
 * nothing writes nothing.
 */
import type { BlockId, CalendarId, EventId, RemoteEventId } from '../calendar/event.ts'
import type { Correction } from '../recognition/corrections.ts'
import type { Contact, ContactId } from '../relationships/contact.ts'
import type { ForgottenAlike } from '../relationships/forgotten.ts'
import type { Outcome, OutcomeId } from '../relationships/outcome.ts'
import type { Week } from '../time/week.ts'
import type {
  Activity,
  Calendar,
  Connection,
  FollowUp,
  Intent,
  Item,
  OccurrenceBody,
  Person,
  PersonState,
} from './state.ts'

export interface Changed<K, V> {
  put: [K, V][]
  gone: K[]
}
export interface Difference {
  person: Person | null
  connections: Changed<string, Connection>
  calendars: Changed<CalendarId, Calendar>
  items: Map<CalendarId, Changed<RemoteEventId, Item>>
  occurrences: Changed<EventId, OccurrenceBody>
  corrections: Changed<string, Correction>
  places: Changed<string, number | null>
  weeks: Changed<Week, number>
  followUps: Changed<BlockId, FollowUp>
  outbox: Changed<string, Intent>
  contacts: Changed<ContactId, Contact>
  outcomes: Changed<OutcomeId, Outcome>
  forgotten: Changed<string, ForgottenAlike>
  activity: Activity[]
}

export function difference(before: PersonState, after: PersonState, activity: Activity[]): Difference {
  const items: Difference['items'] = new Map()
  for (const calendar of new Set([...before.items.keys(), ...after.items.keys()])) {
    const changed = changedIn(before.items.get(calendar) ?? new Map(), after.items.get(calendar) ?? new Map())
    if (changed.put.length + changed.gone.length > 0) items.set(calendar, changed)
  }
  return {
    person: before.person === after.person ? null : after.person,
    connections: changedIn(before.connections, after.connections),
    calendars: changedIn(before.calendars, after.calendars),
    items,
    occurrences: changedIn(before.occurrences, after.occurrences),
    corrections: changedIn(before.corrections, after.corrections),
    places: changedIn(before.places, after.places),
    weeks: changedIn(before.weeks, after.weeks),
    followUps: changedIn(before.followUps, after.followUps),
    outbox: changedIn(before.outbox, after.outbox),
    contacts: changedIn(before.contacts, after.contacts),
    outcomes: changedIn(before.outcomes, after.outcomes),
    forgotten: changedIn(before.forgotten, after.forgotten),
    activity,
  }
}

export function isEmpty(difference: Difference): boolean {
  const { person, items, activity, ...maps } = difference
  const changed = Object.values(maps).some((one) => one.put.length + one.gone.length > 0)
  return person === null && items.size === 0 && activity.length === 0 && !changed
}

/** A new map with one value put in (or, with null, taken out); the very same map when nothing would change. */
export function having<K, V>(map: ReadonlyMap<K, V>, key: K, value: V | null): ReadonlyMap<K, V> {
  if (value === null ? !map.has(key) : map.get(key) === value) return map
  const next = new Map(map)
  if (value === null) next.delete(key)
  else next.set(key, value)
  return next
}

/** The state with it in place of what was there under its id. */
export function withCalendar(state: PersonState, calendar: Calendar): PersonState {
  return { ...state, calendars: having(state.calendars, calendar.id, calendar) }
}

export function withConnection(state: PersonState, connection: Connection): PersonState {
  return { ...state, connections: having(state.connections, connection.id, connection) }
}

function changedIn<K, V>(before: ReadonlyMap<K, V>, after: ReadonlyMap<K, V>): Changed<K, V> {
  if (before === after) return { put: [], gone: [] }
  return {
    put: [...after].filter(([key, value]) => before.get(key) !== value),
    gone: [...before.keys()].filter((key) => !after.has(key)),
  }
}
