/**
 * How long to wait before trying again: doubling from half a minute to an hour, with jitter, and never less than the provider asked for
 * (design.md, rule 13; Calendar API, "Handle API errors").
 */
import { Temporal } from 'temporal-polyfill'
import { type ErrorReason, HELD_BACK, type ProviderError } from '../calendar/port.ts'

const FIRST_SECONDS = 30
const LONGEST_SECONDS = 3_600

/** What an hour does not mend: it is tried again once a day. */
export function isLasting(reason: ErrorReason): boolean {
  return reason === 'forbidden' || reason === 'too_large' || reason === 'rejected'
}

/** Chance enters the core only through this, so that a seed replays it. */
export interface Jitter {
  /** The duration, up to a quarter shorter or longer. */
  around(duration: Temporal.Duration): Temporal.Duration
}

/** @param chance uniform in [0, 1) */
export function jitterFrom(chance: () => number): Jitter {
  return {
    around: (duration) =>
      Temporal.Duration.from({ seconds: Math.round(duration.total('seconds') * (0.75 + chance() / 2)) }),
  }
}

/**
 * What a failure makes of the attempts before it, and how long to wait now. Where the account was not even asked nothing has failed once more, and
 * what is left of its time is the wait.
 */
export function afterFailure(
  before: number,
  error: ProviderError,
  jitter: Jitter,
): { attempts: number; wait: Temporal.Duration } {
  if (isHeldBack(error) && error.retryAfter !== undefined) return { attempts: before, wait: error.retryAfter }
  const attempts = before + 1
  return { attempts, wait: backoff(attempts, error.retryAfter, jitter) }
}

export function isHeldBack({ code }: ProviderError): boolean {
  return code === HELD_BACK
}

/** @param attempts failed so far, at least 1 */
export function backoff(attempts: number, asked: Temporal.Duration | undefined, jitter: Jitter): Temporal.Duration {
  const doubled = Math.min(FIRST_SECONDS * 2 ** Math.min(attempts - 1, 20), LONGEST_SECONDS)
  const wait = jitter.around(Temporal.Duration.from({ seconds: doubled }))
  return asked !== undefined && Temporal.Duration.compare(asked, wait) > 0 ? asked : wait
}
