/** Sending that happens by itself, now or later: what is under way can be waited for, what is not yet can be called off. */
export class Later {
  private readonly timers = new Set<NodeJS.Timeout>()
  private readonly underway = new Set<Promise<void>>()
  private closed = false

  get isClosed(): boolean {
    return this.closed
  }

  run(ms: number, send: () => Promise<void>): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer)
      if (this.closed) return
      const delivery = send().finally(() => this.underway.delete(delivery))
      this.underway.add(delivery)
    }, ms)
    this.timers.add(timer)
  }

  /** Resolves when nothing is being sent or waited for. */
  async settled(): Promise<void> {
    while (!this.closed && (this.underway.size > 0 || this.timers.size > 0)) {
      await Promise.all(this.underway)
      await new Promise((done) => setTimeout(done, 1))
    }
  }

  close(): void {
    this.closed = true
    for (const timer of this.timers) clearTimeout(timer)
    this.timers.clear()
  }
}
