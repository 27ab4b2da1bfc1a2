/**
 * What a reading that failed makes of its calendar and its account: health, and when they are asked again (design.md, rules 5 and 13). Nothing that is
 * known goes.
 */
import { Temporal } from 'temporal-polyfill'
import type { ProviderError } from '../calendar/port.ts'
import { isBefore, isDue, momentOf, timestamp } from '../time/instant.ts'
import { afterFailure, isHeldBack, isLasting, type Jitter } from './backoff.ts'
import { withCalendar, withConnection } from './difference.ts'
import type { Calendar, CalendarSync, Connection, ConnectionState, PersonState } from './state.ts'

const LIST_AGAIN = Temporal.Duration.from({ hours: 24 })

/** Of a calendar; the very same state where nothing is new. */
export function withFailure(
  state: PersonState,
  calendar: Calendar,
  error: ProviderError,
  now: Temporal.Instant,
  jitter: Jitter,
): PersonState {
  const before = calendar.sync.failure
  const { attempts, wait } = afterFailure(before?.attempts ?? 0, error, jitter)
  // Waiting already, and not asked, or asked by whoever would not wait and answered the same: nothing is new, nothing is written (design.md, section 2),
  // and knocking makes no wait longer.
  const isWaiting = before?.retryAt != null && isBefore(now, momentOf(before.retryAt))
  const isSame = before?.reason === error.reason && error.retryAfter === undefined
  if (isWaiting && (isHeldBack(error) || isSame)) return state
  // A grant that is dead or lacks a permission waits for the person; a calendar that is closed to Aforo, or too large for it, is tried again now
  // and then.
  const again = isLasting(error.reason) ? jitter.around(LIST_AGAIN) : wait
  const waitsForPerson = error.reason === 'revoked' || error.ofAccount === true
  const retryAt = waitsForPerson ? null : now.add(again).toString()
  const sync: CalendarSync = {
    ...calendar.sync,
    // Where nothing was asked, nothing new is known: what is wrong is what was wrong.
    failure: {
      reason: isHeldBack(error) ? (before?.reason ?? error.reason) : error.reason,
      since: before?.since ?? now.toString(),
      attempts,
      retryAt,
    },
  }
  const next = withCalendar(state, { ...calendar, sync })
  const connection = next.connections.get(calendar.connectionId)
  if (connection === undefined) return next
  if (waitsForPerson) return withConnection(next, failedConnection(connection, error, now, jitter))
  // "Not found" is no proof of deletion (Calendar API, "Handle API errors"), nor "forbidden" of a lost permission: the list of calendars decides.
  const asksForTheList = error.reason === 'calendar_gone' || error.reason === 'forbidden'
  return asksForTheList ? withListDue(next, calendar, now) : next
}

/** The list of calendars of that calendar's account is read next. */
export function withListDue(
  state: PersonState,
  { connectionId }: Pick<Calendar, 'connectionId'>,
  now: Temporal.Instant,
): PersonState {
  const connection = state.connections.get(connectionId)
  if (connection === undefined || connection.state.status !== 'ok' || isDue(connection.state.listAt, now)) return state
  return withConnection(state, { ...connection, state: { ...connection.state, listAt: timestamp(now) } })
}

/** Of an account: its list could not be read, or its grant is at an end. */
export function failedConnection(
  connection: Connection,
  error: ProviderError,
  now: Temporal.Instant,
  jitter: Jitter,
): Connection {
  const status =
    error.reason === 'revoked' ? 'revoked' : error.reason === 'forbidden' ? 'limited' : connection.state.status
  const since = status === 'ok' ? null : status === connection.state.status ? connection.state.since : now.toString()
  const { attempts, wait } = afterFailure(connection.state.attempts ?? 0, error, jitter)
  if (status !== 'ok') return { ...connection, state: { status, since, listAt: null, attempts } }
  const listAt = now.add(wait).toString()
  const failure = { reason: error.reason, since: connection.state.failure?.since ?? now.toString() }
  return { ...connection, state: { status, since, listAt, attempts, failure, ...outageOf(connection) } }
}

/** An outage ends when all can be read (`outages.ts`), not with a list. */
export function outageOf({ state: { outage } }: Connection): Pick<ConnectionState, 'outage'> {
  return outage === undefined ? {} : { outage }
}
