/**
 * The life of an intent: waiting, done, unknown, given up (design.md, rules 6 and 13). Every outside effect is such a row before it happens; these
 * functions say when it may be tried, and what its outcome makes of it. `person/deliver.ts` carries it out.
 */
import { Temporal } from 'temporal-polyfill'
import type { Answer, BlockId, CalendarId, EventId } from '../calendar/event.ts'
import type { ProviderError } from '../calendar/port.ts'
import { momentOf, timestamp } from '../time/instant.ts'
import type { Interval } from '../time/interval.ts'
import { afterFailure, isHeldBack, type Jitter } from './backoff.ts'
import { having } from './difference.ts'
import type { Calendar, Effect, Intent, PersonState } from './state.ts'
import { isWritable } from './uses.ts'

/** Why an answer of Aforo's own ended unsent: the plan of what was just read is another, or the person would not have it. */
export const NOT_WANTED = 'not_wanted'
/** The same of one that may have gone out before: it does not stand now, and may have been heard all the same. */
export const MAYBE_HEARD = 'maybe_heard'
export const WITHDRAWN = 'withdrawn'
/** Why what was meant for a calendar ends that Aforo has no more. */
export const CALENDAR_GONE = 'calendar_gone'
/** The same of a block of which nobody knew whether it had been written. */
export const MAYBE_WRITTEN = 'maybe_written'

export type SendOutcome =
  | { kind: 'done' }
  | { kind: 'failed'; error: ProviderError }
  /** It may have happened. */
  | { kind: 'unknown'; error: ProviderError }

export function intentOf(opId: string, effect: Effect, now: Temporal.Instant): Intent {
  const at = timestamp(now)
  return {
    opId,
    state: 'waiting',
    dueAt: at,
    body: { effect, createdAt: at, attempts: 0, lastReason: null, endedAt: null },
  }
}

/** Intents that may be tried now, oldest first. One whose account waits for the person is not due: it goes out after they reconnect. */
export function dueIntents(state: PersonState, now: Temporal.Instant): Intent[] {
  const due = [...state.outbox.values()].filter((intent) => {
    const at = whenDue(state, intent)
    return at !== null && Temporal.Instant.compare(at, now) <= 0
  })
  return due.sort((a, b) => Date.parse(a.body.createdAt) - Date.parse(b.body.createdAt))
}

/** When an intent is next to be tried; null when it ended, or waits for the person: to reconnect an account, or to choose another calendar. */
export function whenDue(state: PersonState, intent: Intent): Temporal.Instant | null {
  if (intent.dueAt === null || intent.state === 'done' || intent.state === 'given_up') return null
  const connectionId = connectionOf(state, intent.body.effect)
  if (connectionId !== null && state.connections.get(connectionId)?.state.status !== 'ok') return null
  const { effect } = intent.body
  const calendar = 'calendarId' in effect ? state.calendars.get(effect.calendarId) : undefined
  if (calendar?.sync.gone === true) return null
  // It would be refused every time, until it may be written to again or another one is chosen.
  if (effect.kind === 'put_block' && calendar !== undefined && !isWritable(calendar.role)) return null
  // Without all of the person's time in sight Aforo answers nobody by itself.
  if (isOwnAnswer(effect) && [...state.calendars.values()].some((one) => one.busy && !isReachable(state, one)))
    return null
  return momentOf(intent.dueAt)
}

/**
 * Calendars that are to be read before this intent is carried out: its source and its target (design.md, section 2); for an answer of Aforo's
 * own all that hold the person's time.
 */
export function calendarsOf(
  state: PersonState,
  effect: Effect,
  sourceOf: (event: EventId) => CalendarId | null,
): CalendarId[] {
  if (isOwnAnswer(effect)) {
    const busy = [...state.calendars.values()].filter((calendar) => calendar.busy).map(({ id }) => id)
    return [...new Set([effect.calendarId, ...busy])]
  }
  if (effect.kind === 'answer') return [effect.calendarId]
  if (effect.kind !== 'put_block' && effect.kind !== 'remove_block') return []
  const source = sourceOf(effect.eventId)
  return [...new Set([effect.calendarId, ...(source === null ? [] : [source])])].filter((id) => state.calendars.has(id))
}

/**
 * A provider's reads may be behind its writes, by a minute in what was seen, and a request takes up to half of one: what is read sooner does not tell an
 * answer that arrived from one that never did, and an organiser would hear it twice. Blocks need no such care: their ids are derived.
 */
export const READ_BACK_AFTER = Temporal.Duration.from({ seconds: 90 })

export function afterSending(intent: Intent, outcome: SendOutcome, now: Temporal.Instant, jitter: Jitter): Intent {
  if (outcome.kind === 'done') return ended(intent, 'done', null, now)
  const { reason } = outcome.error
  const isMail = intent.body.effect.kind === 'digest' || intent.body.effect.kind === 'notice'
  // Mail cannot be read back: a cut-off attempt is shown, and only the person repeats it (rule 8).
  if (outcome.kind === 'unknown' && isMail) {
    return {
      ...intent,
      state: 'unknown',
      dueAt: null,
      body: { ...intent.body, lastReason: reason, endedAt: now.toString() },
    }
  }
  if (outcome.kind === 'failed' && (reason === 'forbidden' || reason === 'rejected'))
    return ended(intent, 'given_up', reason, now)
  const { attempts, wait } = afterFailure(intent.body.attempts, outcome.error, jitter)
  // Of "too many" an answer may have been one of the many.
  const isUnsure = outcome.kind === 'unknown' || reason === 'throttled'
  const maybeHeard = isUnsure && intent.body.effect.kind === 'answer' && !isHeldBack(outcome.error)
  const dueAt = timestamp(now.add(maybeHeard ? longer(wait, READ_BACK_AFTER) : wait))
  const state = outcome.kind === 'unknown' || intent.state === 'unknown' ? 'unknown' : 'waiting'
  const takenSince = intent.body.takenSince ?? (reason === 'id_taken' ? timestamp(now) : undefined)
  const body = { ...intent.body, attempts, lastReason: reason, ...(takenSince === undefined ? {} : { takenSince }) }
  return { ...intent, state, dueAt, body }
}

function longer(a: Temporal.Duration, b: Temporal.Duration): Temporal.Duration {
  return Temporal.Duration.compare(a, b) >= 0 ? a : b
}

/**
 * Not tried, so no attempt: what has to be read before it cannot be read until then.
 * @param unread the calendars that are waited for
 */
export function postponed(intent: Intent, until: Temporal.Instant, unread: readonly CalendarId[] = []): Intent {
  const { waitsFor: _, ...body } = intent.body
  return { ...intent, dueAt: timestamp(until), body: unread.length === 0 ? body : { ...body, waitsFor: unread } }
}

/** What waited for this calendar to be read is due: it can be, sooner than was thought. */
export function withCalendarBack(state: PersonState, calendarId: CalendarId, now: Temporal.Instant): PersonState {
  let { outbox } = state
  for (const intent of state.outbox.values())
    if (isPending(intent) && intent.body.waitsFor?.includes(calendarId))
      outbox = having(outbox, intent.opId, postponed(intent, now))
  return outbox === state.outbox ? state : { ...state, outbox }
}

/** What came after made it pointless: the person answered, moved or deleted, or the event went. */
export function overtaken(intent: Intent, why: string, now: Temporal.Instant): Intent {
  return ended(intent, 'given_up', why, now)
}

/** The state with this intent on record, or as it is now. */
export function withIntent(state: PersonState, intent: Intent): PersonState {
  return { ...state, outbox: having(state.outbox, intent.opId, intent) }
}

/** An answer that Aforo gives of its own accord (`enforce`). */
export function isOwnAnswer(effect: Effect): effect is Extract<Effect, { kind: 'answer' }> & { by: 'aforo' } {
  return effect.kind === 'answer' && effect.by === 'aforo'
}

/** Answers on their way, by event: each may stand in the calendar already. */
export function answersOnTheirWay(outbox: PersonState['outbox']): ReadonlyMap<EventId, Answer> {
  const answers = new Map<EventId, Answer>()
  for (const intent of outbox.values()) {
    const { effect } = intent.body
    if (effect.kind === 'answer' && isPending(intent)) answers.set(effect.eventId, effect.answer)
  }
  return answers
}

/** Whether asking for a calendar can be answered. */
export function isReachable(state: PersonState, calendar: Calendar): boolean {
  return !calendar.sync.gone && state.connections.get(calendar.connectionId)?.state.status === 'ok'
}

export function isPending(intent: Intent): boolean {
  return intent.dueAt !== null && (intent.state === 'waiting' || intent.state === 'unknown')
}

/** The intent about a block that has not ended, if there is one. */
export function pendingOf({ outbox }: PersonState, block: BlockId): Intent | null {
  for (const intent of outbox.values()) {
    const { effect } = intent.body
    if ('followUpId' in effect && effect.followUpId === block && isPending(intent)) return intent
  }
  return null
}

/** An event's hours as rows have them. */
export function hoursOf({ start, end }: Interval): { start: string; end: string } {
  return { start: timestamp(start), end: timestamp(end) }
}

function ended(intent: Intent, state: 'done' | 'given_up', lastReason: string | null, now: Temporal.Instant): Intent {
  return { ...intent, state, dueAt: null, body: { ...intent.body, lastReason, endedAt: now.toString() } }
}

function connectionOf(state: PersonState, effect: Effect): string | null {
  if (effect.kind === 'digest' || effect.kind === 'notice') return null
  return state.calendars.get(effect.calendarId)?.connectionId ?? null
}
