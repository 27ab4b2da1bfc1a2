/** How a world waits: by the machine's timers, or in a time that somebody else makes pass. */
export interface WorldTime {
  wait(ms: number): Promise<void>
  /** @returns what calls it off */
  after(ms: number, run: () => Promise<void>): () => void
}

export const MACHINE_TIME: WorldTime = {
  async wait(ms) {
    if (ms > 0) await new Promise((done) => setTimeout(done, ms))
  },
  after(ms, run) {
    // What is sent notes its own failures and does not throw.
    const timer = setTimeout(() => void run(), ms)
    return () => clearTimeout(timer)
  },
}
