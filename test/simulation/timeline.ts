/**
 * Virtual time: what is to happen, in the order of its instants. Time passes between events, and while a request is under way; whatever falls due
 * meanwhile happens then, beside what is under way, as it would in life.
 */
import { Isolate } from './isolate.ts'

export class Timeline {
  #now: number
  #order = 0
  readonly #waiting = new Heap()
  readonly #underway = new Set<Promise<void>>()

  /** @param now epoch milliseconds */
  constructor(now: number) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  /** @returns what calls it off */
  at(when: number, happen: () => Promise<void> | void): () => void {
    const event: Event = { at: Math.max(when, this.#now), order: this.#order++, happen }
    this.#waiting.push(event)
    return () => {
      event.happen = null
    }
  }

  /** Time that something takes. */
  pass(ms: number): void {
    const until = this.#now + ms
    for (let next = this.#take(until); next !== null; next = this.#take(until)) this.#start(next)
    // What was started may have passed time of its own.
    this.#now = Math.max(this.#now, until)
  }

  /**
   * Everything up to then, one after the other; each to its end.
   * @param after called when an event has ended and nothing is under way
   * @throws what an event throws
   */
  async runUntil(end: number, after: () => Promise<void> = async () => {}): Promise<void> {
    // What began while something else passed time ends at its own instant, not at the next one that anything is planned for.
    await this.settled()
    for (let next = this.#take(end); next !== null; next = this.#take(end)) {
      this.#start(next)
      await this.settled()
      await after()
    }
    this.#now = Math.max(this.#now, end)
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    while (this.#underway.size > 0) await Promise.all(this.#underway)
  }

  /** Work that is waited for before the next event. */
  track(work: Promise<void>): void {
    const tracked = work.finally(() => this.#underway.delete(tracked))
    this.#underway.add(tracked)
  }

  #take(until: number): Event | null {
    for (let next = this.#waiting.first(); next !== null && next.at <= until; next = this.#waiting.first()) {
      this.#waiting.pop()
      if (next.happen !== null) return next
    }
    return null
  }

  #start(event: Event): void {
    this.#now = Math.max(this.#now, event.at)
    const work = Isolate.outside(() => event.happen?.())
    if (work !== undefined) this.track(work)
  }
}

interface Event {
  at: number
  /** Of two at one instant the one that was planned first. */
  order: number
  /** Null: called off. */
  happen: (() => Promise<void> | void) | null
}

/** A binary heap by instant. */
class Heap {
  readonly #events: Event[] = []

  first(): Event | null {
    return this.#events[0] ?? null
  }

  push(event: Event): void {
    const events = this.#events
    let at = events.length
    events.push(event)
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!isSooner(event, events[parent])) break
      this.#put(at, events[parent])
      at = parent
    }
    events[at] = event
  }

  pop(): void {
    const events = this.#events
    const last = events.pop()
    if (last === undefined || events.length === 0) return
    let at = 0
    for (;;) {
      const left = 2 * at + 1
      if (left >= events.length) break
      const child = isSooner(events[left + 1], events[left]) ? left + 1 : left
      if (!isSooner(events[child], last)) break
      this.#put(at, events[child])
      at = child
    }
    events[at] = last
  }

  #put(at: number, event: Event | undefined): void {
    if (event !== undefined) this.#events[at] = event
  }
}

function isSooner(a: Event | undefined, b: Event | undefined): boolean {
  if (a === undefined) return false
  return b === undefined || a.at < b.at || (a.at === b.at && a.order < b.order)
}
