/**
 * Takes in what an account says of its calendars: new ones, renamed ones, and those that it no longer names, which are gone when a second list agrees
 * (design.md, rule 5).
 */
import type { Temporal } from 'temporal-polyfill'
import type { CalendarId } from '../calendar/event.ts'
import { ABSENCE_AGREED_AFTER } from '../calendar/fold.ts'
import type { Read, RemoteCalendar } from '../calendar/port.ts'
import { isBefore, momentOf } from '../time/instant.ts'
import type { Jitter } from './backoff.ts'
import { nextList } from './daily.ts'
import { withCalendar, withConnection } from './difference.ts'
import { failedConnection, outageOf } from './failed-reads.ts'
import type { Calendar, CalendarSync, Connection, PersonState } from './state.ts'
import { isWritable } from './uses.ts'

export interface PulledLists {
  connectionId: string
  result: Read<RemoteCalendar[]>
}

/** @param newId draws the row ids of calendars seen for the first time */
export function absorbLists(
  state: PersonState,
  lists: readonly PulledLists[],
  now: Temporal.Instant,
  jitter: Jitter,
  newId: () => string,
): PersonState {
  let next = state
  for (const { connectionId, result } of lists) {
    const connection = next.connections.get(connectionId)
    if (connection === undefined) continue
    if (result.kind === 'failed') {
      next = withConnection(next, failedConnection(connection, result.error, now, jitter))
      continue
    }
    next = withList(next, connection, result.value, now, newId)
    const isToConfirm = [...next.calendars.values()].some(
      (calendar) => calendar.connectionId === connectionId && calendar.sync.unlistedSince !== undefined,
    )
    const listAt = (isToConfirm ? now.add(ABSENCE_AGREED_AFTER) : nextList(next, now, jitter)).toString()
    // That the list can be read does not give a permission that is missing: only connecting again does.
    const { status } = connection.state
    if (status === 'ok') {
      next = withConnection(next, { ...connection, state: { status, since: null, listAt, ...outageOf(connection) } })
    }
  }
  return next
}

function withList(
  state: PersonState,
  connection: Connection,
  listed: readonly RemoteCalendar[],
  now: Temporal.Instant,
  newId: () => string,
): PersonState {
  let next = state
  const first = state.calendars.size === 0
  const known = new Map(
    [...state.calendars.values()].filter((c) => c.connectionId === connection.id).map((c) => [c.remoteId, c]),
  )
  for (const remote of listed) {
    const before = known.get(remote.id)
    known.delete(remote.id)
    const { name, role, primary: isPrimary } = remote
    const timeZone = remote.timeZone ?? next.person.settings.timeZone
    if (before === undefined) {
      const own = role === 'owner' && remote.selected && !remote.auxiliary
      const target = isPrimary && role === 'owner' && ![...next.calendars.values()].some((c) => c.followUps)
      const calendar: Calendar = {
        id: newId() as CalendarId,
        connectionId: connection.id,
        remoteId: remote.id,
        name,
        timeZone,
        role,
        isPrimary,
        busy: own,
        candidates: own,
        followUps: target && first,
        sync: NEVER_READ,
      }
      next = withCalendar(next, calendar)
      if (first && isPrimary) next = withZone(next, timeZone)
    } else {
      const { unlistedSince, ...sync } = before.sync
      const isSame = before.name === name && before.role === role && before.isPrimary === isPrimary
      if (isSame && !sync.gone && unlistedSince === undefined) continue
      const lostAt = isWritable(before.role) && !isWritable(role) ? { lostAt: now.toString() } : {}
      next = withCalendar(next, { ...before, name, role, isPrimary, sync: { ...sync, gone: false, ...lostAt } })
    }
  }
  for (const lost of known.values()) if (!lost.sync.gone) next = withCalendar(next, unlisted(lost, now))
  return next
}

/** A list may be cut short like any other answer (rule 5): gone is what a second one lacks as well, ten minutes later, or what is not found either. */
function unlisted(calendar: Calendar, now: Temporal.Instant): Calendar {
  const { unlistedSince = now.toString(), ...sync } = calendar.sync
  const agreedAt = momentOf(unlistedSince).add(ABSENCE_AGREED_AFTER)
  const isAgreed = !isBefore(now, agreedAt) || sync.failure?.reason === 'calendar_gone'
  return { ...calendar, sync: isAgreed ? { ...sync, gone: true, lostAt: now.toString() } : { ...sync, unlistedSince } }
}

export const NEVER_READ: CalendarSync = {
  cursor: null,
  readAt: null,
  pollAt: null,
  confirmAt: null,
  failure: null,
  unreadableItems: 0,
  channel: null,
  oldChannel: null,
  watchAt: null,
  gone: false,
}

/** The person's zone, as the first account's primary calendar has it (design.md, section 8). */
export function withZone(state: PersonState, timeZone: string): PersonState {
  return { ...state, person: { ...state.person, settings: { ...state.person.settings, timeZone } } }
}
