/** Moments compared and written down. */
import { Temporal } from 'temporal-polyfill'

export function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0
}

/** RFC 3339 in UTC, always to the millisecond: one length, so that texts in rows sort as time passes. */
export function timestamp(at: Temporal.Instant): string {
  return at.toString({ fractionalSecondDigits: 3 })
}
