/**
 * One thing after the other for one person. The platform's input gate closes only for storage, so another wake-up would get in while a provider is
 * awaited; this keeps it out (house-style, section 3).
 */
export class Queue {
  #last: Promise<unknown> = Promise.resolve()

  /** Runs `work` when everything asked for before has ended, well or not. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work, work)
    this.#last = mine.catch(() => undefined)
    return mine
  }
}
