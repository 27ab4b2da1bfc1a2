/**
 * How every account and every calendar is: whether it can be read, since when not and why, when it was last read and is read next. Pages, API,
 * digest and notices say what stands here and nothing of their own, so that they can never disagree (design.md, rules 5 and 13).
 */
import type { Temporal } from 'temporal-polyfill'
import type { ErrorReason } from '../calendar/port.ts'
import type { AccountName, AccountTrouble, CalendarTrouble, Trouble } from '../digest/trouble.ts'
import { isBefore, momentOf } from '../time/instant.ts'
import { lossOf } from './notices.ts'
import { failingOf } from './outages.ts'
import { calendarDue } from './reading.ts'
import type { Calendar, Connection, PersonState } from './state.ts'
import { isUsed } from './uses.ts'

export interface Health<Status> {
  status: Status
  /** The last good reading on record. One that brought nothing is not written down, so the true last may be later, by a day at most. */
  readAt: Temporal.Instant | null
  /** When it is read next, at the latest; null where it is not: it has no use, or waits for the person. */
  nextTryAt: Temporal.Instant | null
  /** Since when something is wrong, and what; null while nothing is. */
  since: Temporal.Instant | null
  reason: ErrorReason | null
}
/**
 * `reading`: for the first time; `failing`: tried again by itself; `revoked`, `limited` (a permission is missing): the account waits for the
 * person; `gone`: the provider lists it no more; `read_only`: follow-ups go there, and Aforo may not write; `unused`: of no use, so not read.
 */
export type CalendarStatus = AccountStatus | 'gone' | 'read_only' | 'unused'
/** `failing`: nothing of it can be read. */
export type AccountStatus = 'ok' | 'reading' | 'failing' | 'revoked' | 'limited'

export interface CalendarHealth extends Health<CalendarStatus> {
  calendar: Calendar
}
export interface AccountHealth extends Health<AccountStatus> {
  connection: Connection
  calendars: CalendarHealth[]
}

/** In the order in which the accounts were connected. */
export function healthAt(state: PersonState, now: Temporal.Instant): AccountHealth[] {
  return [...state.connections.values()].map((connection) => accountHealth(state, connection, now))
}

function accountHealth(state: PersonState, connection: Connection, now: Temporal.Instant): AccountHealth {
  const calendars = [...state.calendars.values()]
    .filter(({ connectionId }) => connectionId === connection.id)
    .map((calendar) => calendarHealth(state, connection, calendar, now))
  const used = calendars.filter(({ status }) => status !== 'unused')
  const readAt = latest(used.map((one) => one.readAt))
  const base = { connection, calendars, readAt }
  const { status, since } = connection.state
  if (status !== 'ok') return { ...base, status, nextTryAt: null, since: instant(since), reason: reasonOf(status) }
  const listAt = notBefore(instant(connection.state.listAt) ?? now, now)
  const nextTryAt = earliest([listAt, ...used.map((one) => one.nextTryAt)])
  const failing = failingOf(state, connection)
  const asked = used.filter((one) => one.status !== 'gone')
  // Of several that fail, the account does since the last of them was lost, and for what that one does.
  const last = failing.reduce<(typeof failing)[number] | null>(
    (a, b) => (a === null || isBefore(a.since, b.since) ? b : a),
    null,
  )
  if (last !== null && failing.length >= asked.length)
    return { ...base, status: 'failing', nextTryAt, since: last.since, reason: last.reason }
  const isNew = calendars.length === 0 && !isBefore(now, listAt)
  const isReading = isNew || (asked.length > 0 && asked.every((one) => one.status === 'reading'))
  return { ...base, status: isReading ? 'reading' : 'ok', nextTryAt, since: null, reason: null }
}

function calendarHealth(
  state: PersonState,
  connection: Connection,
  calendar: Calendar,
  now: Temporal.Instant,
): CalendarHealth {
  const { failure, gone, lostAt } = calendar.sync
  const readAt = instant(calendar.sync.readAt)
  const due = calendarDue(state, calendar)
  const nextTryAt = due === null ? null : notBefore(due, now)
  const base = { calendar, readAt, nextTryAt }
  const well = { ...base, since: null, reason: null }
  const wrong = (status: CalendarStatus, since: string | null | undefined, reason: ErrorReason): CalendarHealth => ({
    ...base,
    status,
    since: instant(since ?? null) ?? readAt ?? now,
    reason,
  })
  if (!isUsed(calendar)) return { ...well, status: 'unused' }
  const { status, since } = connection.state
  if (status !== 'ok') return wrong(status, since, reasonOf(status))
  if (gone) return wrong('gone', lostAt, 'calendar_gone')
  if (failure !== null) return wrong('failing', failure.since, failure.reason)
  if (lossOf(calendar) === 'read_only') return wrong('read_only', lostAt, 'forbidden')
  return { ...well, status: readAt === null ? 'reading' : 'ok' }
}

/** A calendar that is in use and cannot be read. */
export interface Unreadable {
  calendar: Calendar
  since: Temporal.Instant
  reason: ErrorReason
}

export function unreadableIn(health: readonly AccountHealth[]): Unreadable[] {
  return health
    .flatMap(({ calendars }) => calendars)
    .flatMap(({ calendar, status, since, reason }) => {
      const isRead = status === 'ok' || status === 'reading' || status === 'read_only' || status === 'unused'
      return isRead || since === null || reason === null ? [] : [{ calendar, since, reason }]
    })
}

/** Those of whose time the plan is uncertain: it says so instead of taking it for free (rule 5). Where only follow-ups go, no time is read. */
export function unplannableIn(health: readonly AccountHealth[]): Unreadable[] {
  return unreadableIn(health).filter(({ calendar }) => calendar.busy || calendar.candidates)
}

/** What is wrong, in the order in which it is told; an account that waits for the person is said once, not once for each of its calendars. */
export function troublesIn(health: readonly AccountHealth[]): Trouble[] {
  return health.flatMap((account): Trouble[] => {
    const whole = accountTrouble(account)
    if (whole !== null) return [whole]
    const named = health.length > 1 ? nameOf(account.connection) : null
    return account.calendars.flatMap((one) => calendarTrouble(one, named) ?? [])
  })
}

/** Null where nothing is wrong, or its calendars say it themselves. */
export function accountTrouble({ connection, calendars, status, since, reason }: AccountHealth): AccountTrouble | null {
  if (status === 'ok' || status === 'reading' || since === null || reason === null) return null
  if (status === 'failing' && calendars.length > 0) return null
  return {
    kind: 'account',
    account: nameOf(connection),
    status,
    since,
    reason,
    reconnectPath: reconnectPath(connection, status),
  }
}

/** Null where nothing is wrong, or its account says it. @param account to name it by; null where there is no other */
export function calendarTrouble(
  { calendar, status, since, reason }: CalendarHealth,
  account: AccountName | null,
): CalendarTrouble | null {
  if (status !== 'failing' && status !== 'gone' && status !== 'read_only') return null
  if (since === null || reason === null) return null
  const { name, busy, followUps } = calendar
  return { kind: 'calendar', name, account, status, since, reason, busy, followUps }
}

export function nameOf({ provider, email }: Connection): AccountName {
  return { provider, address: email }
}

/** Where the person gives the account its permission anew; null where that would mend nothing. */
export function reconnectPath({ provider }: Connection, status: CalendarStatus): string | null {
  return status === 'revoked' || status === 'limited' ? `/connect/${provider}` : null
}

function reasonOf(status: 'revoked' | 'limited'): ErrorReason {
  return status === 'revoked' ? 'revoked' : 'forbidden'
}

function instant(text: string | null): Temporal.Instant | null {
  return text === null ? null : momentOf(text)
}

function notBefore(at: Temporal.Instant, now: Temporal.Instant): Temporal.Instant {
  return isBefore(at, now) ? now : at
}

function latest(moments: readonly (Temporal.Instant | null)[]): Temporal.Instant | null {
  return moments.reduce((a, b) => (a === null || (b !== null && isBefore(a, b)) ? b : a), null)
}

function earliest(moments: readonly (Temporal.Instant | null)[]): Temporal.Instant | null {
  return moments.reduce((a, b) => (a === null || (b !== null && isBefore(b, a)) ? b : a), null)
}
