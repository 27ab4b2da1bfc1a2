/** Sending that happens by itself, now or later: what is under way can be waited for, what is not yet can be called off. */
import type { WorldTime } from './world-time.ts'

export class Later {
  private readonly time: () => WorldTime
  private readonly callOffs = new Set<() => void>()
  private readonly underway = new Set<Promise<void>>()
  private closed = false

  /** @param time whose time it is; asked anew each time, for a world may get another one */
  constructor(time: () => WorldTime) {
    this.time = time
  }

  get isClosed(): boolean {
    return this.closed
  }

  run(ms: number, send: () => Promise<void>): void {
    const callOff = this.time().after(ms, () => {
      this.callOffs.delete(callOff)
      if (this.closed) return Promise.resolve()
      const delivery = send().finally(() => this.underway.delete(delivery))
      this.underway.add(delivery)
      return delivery
    })
    this.callOffs.add(callOff)
  }

  /** Resolves when nothing is being sent or waited for. */
  async settled(): Promise<void> {
    while (!this.closed && (this.underway.size > 0 || this.callOffs.size > 0)) {
      await Promise.all(this.underway)
      await new Promise((done) => setTimeout(done, 1))
    }
  }

  close(): void {
    this.closed = true
    for (const callOff of this.callOffs) callOff()
    this.callOffs.clear()
  }
}
