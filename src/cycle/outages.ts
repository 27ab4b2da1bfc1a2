/**
 * An outage: since when not all of an account could be read, although it can be asked and is, again and again. It is one for the whole account,
 * from the first calendar that fails until none does: several that fail together, or in turn, are one (design.md, rule 13). Its beginning is kept
 * with the account, for it outlives the calendar that it began with. What waits for the person (`revoked`, `limited`) is no outage.
 */
import type { Temporal } from 'temporal-polyfill'
import type { ErrorReason } from '../calendar/port.ts'
import { momentOf } from '../time/instant.ts'
import { having } from './difference.ts'
import { isSynced } from './reading.ts'
import type { Calendar, Connection, PersonState } from './state.ts'

export interface Failing {
  /** Null: the list of calendars, of an account of which nothing is known yet. */
  calendar: Calendar | null
  since: Temporal.Instant
  reason: ErrorReason
}

/** What of an account is asked for and cannot be read. */
export function failingOf(state: PersonState, { id, state: { status, failure } }: Connection): Failing[] {
  if (status !== 'ok') return []
  const calendars = [...state.calendars.values()].filter(({ connectionId }) => connectionId === id)
  // Where calendars are known, a list that fails keeps nothing from being read.
  if (calendars.length === 0) return failure === undefined ? [] : [failing(null, failure)]
  return calendars.flatMap((calendar) => {
    const { failure } = calendar.sync
    return failure === null || !isSynced(state, calendar) ? [] : [failing(calendar, failure)]
  })
}

/** The state with outages begun and ended as what was read says. */
export function markOutages(state: PersonState, now: Temporal.Instant): PersonState {
  let { connections } = state
  for (const connection of state.connections.values()) {
    const { outage, ...at } = connection.state
    const fails = failingOf(state, connection).length > 0
    if (fails === (outage !== undefined)) continue
    const marked = fails ? { ...at, outage: now.toString() } : at
    connections = having(connections, connection.id, { ...connection, state: marked })
  }
  return connections === state.connections ? state : { ...state, connections }
}

function failing(calendar: Calendar | null, { since, reason }: { since: string; reason: ErrorReason }): Failing {
  return { calendar, since: momentOf(since), reason }
}
