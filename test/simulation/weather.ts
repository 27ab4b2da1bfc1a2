/**
 * What goes wrong, and when. Every decision is drawn from the seed and from what it is about, never from one common stream: two requests that are under
 * way side by side meet the same faults whichever comes first.
 */
import { type Chance, chanceOf } from './chance.ts'

export class Weather {
  /** Chance of a fault for each request and step. */
  rate: number
  /** What befell, by its name. */
  readonly counts = new Map<string, number>()
  readonly #seed: number
  readonly #drawn = new Map<string, number>()

  constructor(seed: number, rate: number) {
    this.#seed = seed
    this.rate = rate
  }

  /** Dice for whatever befalls `about` this time; null where nothing does. @param share of the fault rate */
  befalls(about: string, share = 1): Chance | null {
    if (this.rate === 0) return null
    const dice = this.dice(about)
    return dice.hits(this.rate * share) ? dice : null
  }

  /** Dice of their own for each time that `about` is asked for. */
  dice(about: string): Chance {
    const times = (this.#drawn.get(about) ?? 0) + 1
    this.#drawn.set(about, times)
    return chanceOf(hash(`${this.#seed} ${about} ${times}`))
  }

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1)
  }
}

/** FNV-1a. */
export function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return value >>> 0
}
