/**
 * The one alarm: the earliest instant at which something of this person's may be due (design.md, rule 9 and section 2). It is written only when
 * that instant changes.
 */
import { Temporal } from 'temporal-polyfill'
import { momentOf, timestamp } from '../time/instant.ts'
import { nextDigest } from './digest.ts'
import type { Known } from './known.ts'
import { nextNotice } from './notices.ts'
import { whenDue } from './outbox.ts'
import { attendedHours } from './plan.ts'
import { calendarDue } from './reading.ts'
import type { PersonState } from './state.ts'

/** Null: nothing will ever be due before somebody does something. */
export function wakeAt(state: PersonState, known: Known, now: Temporal.Instant): Temporal.Instant | null {
  const moments: (Temporal.Instant | null)[] = []
  for (const intent of state.outbox.values()) moments.push(whenDue(state, intent))
  for (const calendar of state.calendars.values()) moments.push(calendarDue(state, calendar))
  for (const { state: at } of state.connections.values()) if (at.status === 'ok') moments.push(instant(at.listAt))
  for (const event of known.events) {
    if (event.standing !== 'commitment') continue
    const { end } = attendedHours(state, event)
    if (end.epochMilliseconds > now.epochMilliseconds) moments.push(end)
  }
  for (const { grace } of state.occurrences.values()) {
    // One whose time is here waits for a calendar that cannot be read: its next try wakes.
    const at = instant(grace?.actsAt ?? null)
    if (at !== null && at.epochMilliseconds > now.epochMilliseconds) moments.push(at)
  }
  moments.push(nextDigest(state, now)?.at ?? null, nextNotice(state, now))
  const next = moments.reduce((a, b) => (a === null ? b : b === null ? a : earlier(a, b)), null)
  return next === null ? null : later(next, now)
}

/**
 * When the sweep should miss this person: the quarter hour after the alarm. Coarse, so that it is rarely written; a lost alarm is found by
 * the sweep that follows.
 */
export function wakeBy(at: Temporal.Instant | null): string | null {
  if (at === null) return null
  const quarter = 15 * 60_000
  return timestamp(Temporal.Instant.fromEpochMilliseconds((Math.floor(at.epochMilliseconds / quarter) + 1) * quarter))
}

function instant(text: string | null): Temporal.Instant | null {
  return text === null ? null : momentOf(text)
}

function earlier(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) <= 0 ? a : b
}

function later(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) >= 0 ? a : b
}
