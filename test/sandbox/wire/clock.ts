/** A sandbox's clock: the machine's, or a test's; shifted, or stopped. Epoch milliseconds. */
export class Clock {
  private readonly base: () => number
  private set: { offsetMs: number; fixedMs: number | null } = { offsetMs: 0, fixedMs: null }

  constructor(base: () => number) {
    this.base = base
  }

  now(): number {
    return this.set.fixedMs ?? this.base() + this.set.offsetMs
  }

  /** `{}` sets it right again. */
  change({ offsetMs = 0, fixedMs = null }: { offsetMs?: number; fixedMs?: number | null }): void {
    this.set = { offsetMs, fixedMs }
  }

  setting() {
    return { now: this.now(), ...this.set }
  }
}

const LOG_LENGTH = 50_000

/** Adds to a log that forgets its beginning rather than grow for ever. */
export function record<T>(log: T[], item: T): void {
  log.push(item)
  if (log.length > LOG_LENGTH) log.splice(0, log.length - LOG_LENGTH)
}
