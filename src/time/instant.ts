/** Moments compared and written down. */
import { Temporal } from 'temporal-polyfill'
import { remembered } from './remembered.ts'

export function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0
}

/** Whether a moment that was written down has come; one that never was has not. */
export function isDue(at: string | null, now: Temporal.Instant): boolean {
  return at !== null && !isBefore(now, momentOf(at))
}

/**
 * A moment that Aforo or an adapter wrote down. Those are of one form and to the millisecond at most, which the platform reads ten times as fast
 * as Temporal does. They are kept: of all that a cycle does, making instants takes longest, and most are of events that were there before.
 * @throws RangeError on a text that is no moment
 */
export function momentOf(written: string): Temporal.Instant {
  return moments(written, () => Temporal.Instant.fromEpochMilliseconds(Date.parse(written)))
}

const moments = remembered<string, Temporal.Instant>(10_000)

/** RFC 3339 in UTC, always to the millisecond: one length, so that texts in rows sort as time passes. */
export function timestamp(at: Temporal.Instant): string {
  return new Date(at.epochMilliseconds).toISOString()
}
