/**
 * When what is asked without being told to is asked next. With a living channel a calendar is read once a day, and so is the list of calendars
 * (design.md, section 2): never later, so that a lost notification is found within a day, and hardly sooner, for each time is a request. A wake-up
 * costs an access token, a load and a save besides, so moments that need not differ fall together.
 */
import { Temporal } from 'temporal-polyfill'
import type { CalendarId } from '../calendar/event.ts'
import type { Jitter } from './backoff.ts'
import type { Calendar, PersonState } from './state.ts'

const POLL_WITHOUT_CHANNEL = Temporal.Duration.from({ minutes: 10 })
/** Hours within which another wake-up of the person is taken along: a request somewhat sooner for a wake-up less. */
const TOGETHER_FROM = 22.5
/**
 * Where nothing changed in a day, most likely nothing will: one request some hours early, and from then on both come at one moment. Calendars in
 * which something changes are heard of before their poll, and would be asked in vain.
 */
const TOGETHER_FROM_IN_QUIET = 14
/** Six minutes short of a day: reading takes its time, and may have to be tried again. */
const TOGETHER_UNTIL = 23.9

/**
 * @param readAt when it was read last, or is being read
 * @param brought what that reading did
 */
export function nextPoll(
  state: PersonState,
  { id, sync }: Calendar,
  readAt: Temporal.Instant,
  brought: 'changes' | 'nothing',
  jitter: Jitter,
): Temporal.Instant {
  // Without a channel often enough that a change is seen while it matters.
  if (sync.channel === null) return readAt.add(jitter.around(POLL_WITHOUT_CHANNEL))
  const from = brought === 'nothing' ? TOGETHER_FROM_IN_QUIET : TOGETHER_FROM
  return aDayAfter(readAt, from, plannedMoments(state, id), jitter)
}

/** When a list of calendars that was just read is read again. */
export function nextList(state: PersonState, now: Temporal.Instant, jitter: Jitter): Temporal.Instant {
  return aDayAfter(now, TOGETHER_FROM, plannedMoments(state, null), jitter)
}

/**
 * The last moment within reach at which this person is woken anyway; else one by chance, for people must not all come at once.
 * @param from hours after `at`
 * @param planned epoch milliseconds
 */
function aDayAfter(at: Temporal.Instant, from: number, planned: readonly number[], jitter: Jitter): Temporal.Instant {
  const fitting = planned.filter((moment) => {
    const hours = (moment - at.epochMilliseconds) / 3_600_000
    return hours >= from && hours <= TOGETHER_UNTIL
  })
  if (fitting.length > 0) return Temporal.Instant.fromEpochMilliseconds(Math.max(...fitting))
  return at.add({ hours: 22, minutes: 9 }).add(jitter.around(Temporal.Duration.from({ minutes: 84 })))
}

/**
 * What is planned by chance. Events' ends and digests are left out: those come to many people at the same moment.
 * @param except a calendar whose own poll is being planned
 */
function plannedMoments(state: PersonState, except: CalendarId | null): number[] {
  const lists = [...state.connections.values()].map(({ state: { status, listAt } }) =>
    status === 'ok' ? listAt : null,
  )
  const calendars = [...state.calendars.values()].flatMap(({ id, sync: { failure, gone, pollAt, watchAt } }) =>
    failure !== null || gone ? [] : [id === except ? null : pollAt, watchAt],
  )
  return [...lists, ...calendars].flatMap((at) => (at === null ? [] : [Date.parse(at)]))
}
