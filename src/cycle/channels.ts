/**
 * Channels by which a provider tells of changes: made for every calendar in use, prolonged before they expire, or replaced by a new one where a provider
 * knows no prolonging (Calendar API, "Push notifications"); the old one is stopped only when the new one stands. A channel is a hint and no promise, so
 * losing one costs freshness and nothing else; that is why these calls need no intent.
 */
import { Temporal } from 'temporal-polyfill'
import type { CalendarId, RemoteCalendarId } from '../calendar/event.ts'
import type { Channel, ChannelRequest, Outcome } from '../calendar/port.ts'
import { backoff, type Jitter } from './backoff.ts'
import { nextPoll } from './daily.ts'
import { withCalendar } from './difference.ts'
import { isReachable } from './outbox.ts'
import { isSynced } from './reading.ts'
import type { Calendar, PersonState } from './state.ts'

/** Time for several tries, and little in which two channels tell of the same change; should all of them fail, calendars are asked instead. */
const RENEW_BEFORE = Temporal.Duration.from({ hours: 2 })
/** An old channel that lives longer than this is stopped: it would cost more in what it says twice than a request does. */
const LEFT_TO_END = Temporal.Duration.from({ hours: 12 })
const TRY_AGAIN = Temporal.Duration.from({ hours: 24 })

interface Task {
  calendarId: CalendarId
  connectionId: string
}
export type ChannelTask = Task &
  (
    | { kind: 'watch'; remoteId: RemoteCalendarId; request: ChannelRequest }
    | { kind: 'unwatch'; channel: Channel }
    /** It is to be prolonged, and there is no address any more to which it could tell anything. */
    | { kind: 'unreachable' }
  )
export type ChannelResult =
  | { task: Extract<ChannelTask, { kind: 'watch' }>; result: Outcome<Channel> }
  | { task: Extract<ChannelTask, { kind: 'unwatch' }>; result: Outcome<'stopped'> }
  | { task: Extract<ChannelTask, { kind: 'unreachable' }>; result: Outcome<never> }

/** @param channelFor address and token for a calendar's channel; null where no notification could arrive */
export function channelTasks(
  state: PersonState,
  now: Temporal.Instant,
  channelFor: (calendar: Calendar) => { address: string; token: string } | null,
  newId: () => string,
  pushes: (connectionId: string) => boolean,
): ChannelTask[] {
  const tasks: ChannelTask[] = []
  for (const calendar of state.calendars.values()) {
    const { id: calendarId, connectionId, remoteId, sync } = calendar
    if (!isSynced(state, calendar) && isReachable(state, calendar) && sync.channel !== null) {
      tasks.push({ kind: 'unwatch', calendarId, connectionId, channel: sync.channel })
    }
    // Only a calendar that was read has something to be told about, and a token from which to go on.
    if (!isSynced(state, calendar) || sync.readAt === null || sync.failure !== null || !pushes(connectionId)) continue
    if (sync.oldChannel !== null && sync.channel !== null && livesAt(sync.oldChannel, now.add(LEFT_TO_END))) {
      tasks.push({ kind: 'unwatch', calendarId, connectionId, channel: sync.oldChannel })
    }
    const due =
      sync.watchAt === null
        ? sync.channel === null
        : Temporal.Instant.compare(Temporal.Instant.from(sync.watchAt), now) <= 0
    const at = due ? channelFor(calendar) : null
    if (at === null && due && sync.watchAt !== null) tasks.push({ kind: 'unreachable', calendarId, connectionId })
    if (at !== null)
      tasks.push({
        kind: 'watch',
        calendarId,
        connectionId,
        remoteId,
        request: { id: newId(), ...at, before: sync.channel },
      })
  }
  return tasks
}

/** The channel of that calendar is due now, whenever it was to be prolonged. */
export function withChannelDue(state: PersonState, calendarId: CalendarId, now: Temporal.Instant): PersonState {
  const calendar = state.calendars.get(calendarId)
  if (calendar === undefined || calendar.sync.channel === null) return state
  const sync = { ...calendar.sync, watchAt: now.toString() }
  return withCalendar(state, { ...calendar, sync })
}

export function absorbChannels(
  state: PersonState,
  results: readonly ChannelResult[],
  now: Temporal.Instant,
  jitter: Jitter,
): PersonState {
  let next = state
  for (const { task, result } of results) {
    const calendar = next.calendars.get(task.calendarId)
    if (calendar === undefined) continue
    next = withCalendar(next, after(next, calendar, { task, result } as ChannelResult, now, jitter))
  }
  return next
}

function after(
  state: PersonState,
  calendar: Calendar,
  { task, result }: ChannelResult,
  now: Temporal.Instant,
  jitter: Jitter,
): Calendar {
  const { sync } = calendar
  // Stopped or not, it is forgotten: it ends by itself within a week.
  if (task.kind === 'unwatch') {
    if (task.channel.id === sync.channel?.id) return { ...calendar, sync: { ...sync, channel: null, watchAt: null } }
    return { ...calendar, sync: { ...sync, oldChannel: null } }
  }
  if (result.kind === 'ok' && result.value !== 'stopped') {
    const expires = Temporal.Instant.from(result.value.expiresAt)
    const life = Math.max(0, expires.epochMilliseconds - now.epochMilliseconds)
    // Short lives are renewed at three quarters of them.
    const early = Math.min(RENEW_BEFORE.total('milliseconds'), life / 4)
    const watchAt = expires.subtract({ milliseconds: Math.round(early) })
    const watched = { ...calendar, sync: { ...sync, channel: result.value, watchAt: watchAt.toString() } }
    // The first channel changes how often the calendar is asked: from now on once a day, counted from when it was.
    const readAt = sync.readAt === null ? now : Temporal.Instant.from(sync.readAt)
    const pollAt = sync.channel === null ? nextPoll(state, watched, readAt, 'changes', jitter).toString() : sync.pollAt
    const oldChannel = sync.channel?.id === result.value.id ? null : sync.channel
    return { ...watched, sync: { ...watched.sync, pollAt, oldChannel } }
  }
  const error = result.kind === 'ok' ? undefined : result.error
  const lasting = error?.reason === 'rejected' || error?.reason === 'forbidden'
  const wait = lasting ? jitter.around(TRY_AGAIN) : backoff(6, error?.retryAfter, jitter)
  const unwatched = { ...sync, watchAt: now.add(wait).toString() }
  if (livesAt(sync.channel, now)) return { ...calendar, sync: unwatched }
  const alone = { ...calendar, sync: { ...unwatched, channel: null } }
  // Nothing tells of changes any more: from now on the calendar is asked.
  const pollAt = sync.channel === null ? sync.pollAt : nextPoll(state, alone, now, 'nothing', jitter).toString()
  return { ...alone, sync: { ...alone.sync, pollAt } }
}

function livesAt(channel: Channel | null, at: Temporal.Instant): boolean {
  return channel !== null && Temporal.Instant.compare(Temporal.Instant.from(channel.expiresAt), at) > 0
}
