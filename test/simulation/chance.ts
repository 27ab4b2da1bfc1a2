/** Seeded chance (mulberry32): one seed is one history. */
export interface Chance {
  /** Uniform in [0, 1). */
  next(): number
  /** True once in 1/p. */
  hits(p: number): boolean
  pick<T>(from: readonly T[]): T
  /** Whole, from 0 up to but not including `n`. */
  below(n: number): number
}

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    hits: (p) => next() < p,
    below: (n) => Math.floor(next() * n),
    pick: (from) => {
      const one = from[Math.floor(next() * from.length)]
      if (one === undefined) throw new RangeError('nothing to pick from')
      return one
    },
  }
}
