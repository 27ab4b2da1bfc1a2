/**
 * What a cycle reads (design.md, section 2): calendars that a notification names, those that are due, and, before anything is written, the source
 * and the target of the write. `everything` is the person asking.
 */
import { Temporal } from 'temporal-polyfill'
import type { CalendarId, EventId } from '../calendar/event.ts'
import { isBefore, isDue, momentOf } from '../time/instant.ts'
import type { Command } from './commands.ts'
import { knownAt } from './known.ts'
import { calendarsOf, isReachable } from './outbox.ts'
import type { Calendar, Intent, PersonState } from './state.ts'
import { isUsed } from './uses.ts'

export type Wake =
  | { kind: 'clock' }
  /** @param again a notification is looked after once more, since its first reading brought nothing */
  | { kind: 'notified'; calendars: ReadonlySet<CalendarId>; again: boolean }
  /** A provider says that a channel is about to end, or has: it is seen to, and what it may have missed is read. */
  | { kind: 'channel_ends'; calendarId: CalendarId }
  | { kind: 'everything' }
  /** An account was connected, or connected anew: its list of calendars is read whatever was planned. */
  | { kind: 'connected'; connectionId: string }

export interface CalendarRead {
  calendarId: CalendarId
  /** A complete read, to see whether what was missing is still missing (rule 5). */
  whole: boolean
}

/** Ids of connections whose list of calendars is to be read. */
export function listsToRead(state: PersonState, wake: Wake, now: Temporal.Instant): string[] {
  const lacking = new Set(
    [...state.calendars.values()].filter(({ sync }) => sync.gone).map(({ connectionId }) => connectionId),
  )
  return [...state.connections.values()]
    .filter(({ id, state: { status, listAt } }) => {
      if (wake.kind === 'connected' && wake.connectionId === id) return true
      if (status !== 'ok') return false
      // Whoever asks for everything is told whether a calendar that was missing is there again.
      const isMissed = wake.kind === 'everything' && lacking.has(id)
      return isMissed || listAt === null || isDue(listAt, now)
    })
    .map(({ id }) => id)
}

/**
 * @param due intents that may be carried out
 * @param commands what the person says: an answer is later than whatever stands in the calendar by now, so that is read first (rule 3)
 */
export function calendarsToRead(
  state: PersonState,
  wake: Wake,
  due: readonly Intent[],
  commands: readonly Command[],
  now: Temporal.Instant,
): CalendarRead[] {
  const beforeWriting = answeredIn(state, commands, now)
  if (due.length > 0) {
    const { byId } = knownAt(state, now)
    const sourceOf = (event: EventId) => byId.get(event)?.calendarId ?? null
    for (const { body } of due) for (const id of calendarsOf(state, body.effect, sourceOf)) beforeWriting.add(id)
  }
  return [...state.calendars.values()].flatMap((calendar): CalendarRead[] => {
    // Before a write it is read whether or not it has a use: a block may stand where follow-ups once went.
    if (!isSynced(state, calendar) && !(beforeWriting.has(calendar.id) && isReachable(state, calendar))) return []
    const { id, connectionId, sync } = calendar
    const at = readingDue(state, calendar)
    const isItsTime = at !== null && !isBefore(now, at)
    const named =
      wake.kind === 'everything' ||
      (wake.kind === 'notified' && wake.calendars.has(id)) ||
      (wake.kind === 'channel_ends' && wake.calendarId === id) ||
      (wake.kind === 'connected' && wake.connectionId === connectionId)
    if (!isItsTime && !named && !beforeWriting.has(id)) return []
    // Asked to wait, Aforo waits, whoever knocks (rule 13).
    if (sync.failure?.reason === 'throttled' && sync.failure.retryAt !== null && !isDue(sync.failure.retryAt, now))
      return []
    return [{ calendarId: id, whole: isDue(sync.confirmAt, now) }]
  })
}

function answeredIn(state: PersonState, commands: readonly Command[], now: Temporal.Instant): Set<CalendarId> {
  const events = commands.flatMap((command) =>
    command.kind === 'answer' ? [command.event] : command.kind === 'undo' ? [command.activity.eventId] : [],
  )
  if (events.length === 0) return new Set()
  const { byId } = knownAt(state, now)
  return new Set(events.flatMap((id) => (id === null ? [] : (byId.get(id)?.calendarId ?? []))))
}

/** When a calendar is next to be read or watched without being told to; null while it is unused or its account waits for the person. */
export function calendarDue(state: PersonState, calendar: Calendar): Temporal.Instant | null {
  if (!isSynced(state, calendar)) return null
  const { readAt, pollAt, confirmAt, failure, watchAt } = calendar.sync
  // What waited for the person, of an account that can be asked again.
  if (failure !== null) return failure.retryAt === null ? AT_ONCE : momentOf(failure.retryAt)
  if (readAt === null || pollAt === null || calendar.sync.cursor === null) return AT_ONCE
  const moments = [pollAt, confirmAt, watchAt].flatMap((at) => (at === null ? [] : [momentOf(at)]))
  return moments.reduce((a, b) => (Temporal.Instant.compare(a, b) <= 0 ? a : b))
}

const AT_ONCE = Temporal.Instant.fromEpochMilliseconds(0)

/** Whether a calendar is read at all: it has a use, it is still there, and its account can be asked. */
export function isSynced(state: PersonState, calendar: Calendar): boolean {
  return isUsed(calendar) && isReachable(state, calendar)
}

/** When it is next to be read. Whether its channel is due says nothing of that: the old one still lives, and tells of what changes. */
function readingDue(state: PersonState, calendar: Calendar): Temporal.Instant | null {
  return calendarDue(state, { ...calendar, sync: { ...calendar.sync, watchAt: null } })
}
