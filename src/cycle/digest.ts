/**
 * When the weekly digest goes out, as an intent on record before the mail: at most one for each local week (design.md, rule 8). Its operation id
 * is made of the week, so a second intent for the same week is the same row. The very first one goes out as soon as the
 * calendars were read: somebody who just signed up wants to see what they signed up for.
 */
import type { Temporal } from 'temporal-polyfill'
import { digestDue } from '../digest/due.ts'
import { isBefore, momentOf } from '../time/instant.ts'
import { type Week, weekOf } from '../time/week.ts'
import { isLasting } from './backoff.ts'
import { verifiedAddresses } from './identity.ts'
import { intentOf, isPending, isReachable, overtaken, withIntent } from './outbox.ts'
import type { CalendarSync, Effect, Intent, PersonState } from './state.ts'

export type DigestState = { kind: 'none' } | { kind: 'pending' | 'sent' | 'unknown' | 'failed'; intent: Intent }

/** What became of the digest of a week: its latest attempt. */
export function digestOf(state: PersonState, week: Week): DigestState {
  const latest = digests(state)
    .filter((one) => one.week === week)
    .at(-1)?.intent
  if (latest === undefined) return { kind: 'none' }
  if (latest.state === 'done') return { kind: 'sent', intent: latest }
  if (latest.state === 'unknown') return { kind: 'unknown', intent: latest }
  return { kind: isPending(latest) ? 'pending' : 'failed', intent: latest }
}

/** Puts the digest on record when it is due, and gives up one whose week has passed unsent. */
export function scheduleDigest(state: PersonState, now: Temporal.Instant): PersonState {
  const week = weekOf(now, state.person.settings.timeZone)
  let next = state
  for (const { week: of, intent } of digests(state)) {
    if (of < week && isPending(intent)) next = withIntent(next, overtaken(intent, 'overtaken', now))
  }
  const due = nextDigest(next, now)
  return due === null || due.at.epochMilliseconds > now.epochMilliseconds ? next : sending(next, due.week, now)
}

/** The moment of the next digest; null when none is to come. */
export function nextDigest(state: PersonState, now: Temporal.Instant): { week: Week; at: Temporal.Instant } | null {
  const { digest, timeZone } = state.person.settings
  if (!digest.enabled || recipient(state) === null || !isRead(state, now)) return null
  const sent = digests(state).map((one) => one.week)
  if (sent.length === 0) return { week: weekOf(now, timeZone), at: now }
  const latest = sent.reduce((a, b) => (a > b ? a : b))
  const due = digestDue({ ...digest, timeZone }, latest, momentOf(state.person.createdAt), now)
  return due.kind === 'never' ? null : due
}

/** "Send now": once a week, and again only where nobody can know whether the last attempt arrived. */
export function sendDigest(
  state: PersonState,
  week: Week,
  again: boolean,
  now: Temporal.Instant,
):
  | { kind: 'ok'; state: PersonState }
  | { kind: 'refused'; reason: 'digest_already_sent' | 'digest_unknown' | 'address_not_verified' } {
  if (recipient(state) === null) return { kind: 'refused', reason: 'address_not_verified' }
  const last = digestOf(state, week)
  if (last.kind === 'sent' || last.kind === 'pending') return { kind: 'refused', reason: 'digest_already_sent' }
  if (last.kind === 'unknown' && !again) return { kind: 'refused', reason: 'digest_unknown' }
  return { kind: 'ok', state: sending(state, week, now) }
}

/** Where digests and notices go: the address chosen, while it is verified, else the first account's. Null: nowhere. */
export function recipient(state: PersonState): string | null {
  const { email } = state.person.settings.digest
  const verified = verifiedAddresses(state)
  return email !== null && verified.includes(email) ? email : (verified[0] ?? null)
}

function sending(state: PersonState, week: Week, now: Temporal.Instant): PersonState {
  const to = recipient(state)
  if (to === null) return state
  const attempt = digests(state).filter((one) => one.week === week).length
  const opId = attempt === 0 ? `digest:${week}` : `digest:${week}:${attempt}`
  return withIntent(state, intentOf(opId, { kind: 'digest', week, to }, now))
}

/** A first reading that has failed for as long as this is told of as it is. */
const FIRST_READING_HOURS = 1

/**
 * Every calendar in use was read at least once, or answered that it cannot be; one that may answer in a minute is waited for. One whose account waits
 * for the person is not, where another tells something.
 */
function isRead(state: PersonState, now: Temporal.Instant): boolean {
  const used = [...state.calendars.values()].filter((c) => c.busy || c.candidates)
  const unheard = used.filter(({ sync }) => sync.readAt === null && !sync.gone && !isSettled(sync.failure, now))
  return unheard.length < used.length && unheard.every((calendar) => !isReachable(state, calendar))
}

function isSettled(failure: CalendarSync['failure'], now: Temporal.Instant): boolean {
  if (failure === null) return false
  if (failure.retryAt === null || isLasting(failure.reason)) return true
  return !isBefore(now, momentOf(failure.since).add({ hours: FIRST_READING_HOURS }))
}

/** In the order in which they were put on record. */
function digests(state: PersonState): { week: Week; intent: Intent }[] {
  return [...state.outbox.values()]
    .flatMap((intent) => (isDigest(intent.body.effect) ? [{ week: intent.body.effect.week, intent }] : []))
    .sort((a, b) => (a.intent.body.createdAt < b.intent.body.createdAt ? -1 : 1))
}

function isDigest(effect: Effect): effect is Extract<Effect, { kind: 'digest' }> {
  return effect.kind === 'digest'
}
