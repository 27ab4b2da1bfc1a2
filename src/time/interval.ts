/**
 * Stretches of time and what can be done with lists of them. An interval is half-open, `[start, end)`: one that ends when
 * another begins does not overlap it.
 */
import type { Temporal } from 'temporal-polyfill'

export interface Interval {
  start: Temporal.Instant
  end: Temporal.Instant
}

/** An interval of no length overlaps nothing. */
export function overlaps(a: Interval, b: Interval): boolean {
  const [from, to, start, end] = [at(a.start), at(a.end), at(b.start), at(b.end)]
  return from < to && start < end && from < end && start < to
}

/** The same time as an ascending list of disjoint intervals that do not even touch; empty and inverted ones are dropped. */
export function mergeIntervals(list: readonly Interval[]): Interval[] {
  const merged: Interval[] = []
  for (const next of ascending(list)) {
    const last = merged.at(-1)
    if (last === undefined || at(next.start) > at(last.end)) merged.push({ start: next.start, end: next.end })
    else if (at(next.end) > at(last.end)) last.end = next.end
  }
  return merged
}

/** What is left of `from` without `busy`: ascending and disjoint, whatever order both come in. */
export function subtract(from: readonly Interval[], busy: readonly Interval[]): Interval[] {
  const taken = mergeIntervals(busy)
  const left: Interval[] = []
  let next = 0
  for (const whole of mergeIntervals(from)) {
    let start = whole.start
    while (next < taken.length) {
      const cut = taken[next]
      if (cut === undefined || at(cut.start) >= at(whole.end)) break
      if (at(cut.start) > at(start)) left.push({ start, end: cut.start })
      if (at(cut.end) > at(start)) start = cut.end
      // A cut that reaches beyond this stretch may take a piece of the next one too.
      if (at(cut.end) > at(whole.end)) break
      next++
    }
    if (at(start) < at(whole.end)) left.push({ start, end: whole.end })
  }
  return left
}

/** Whole minutes, a begun one counted; 0 for an interval of no length. */
export function minutesOf(interval: Interval): number {
  return Math.max(0, Math.ceil(lengthOf(interval) / 60_000))
}

function ascending(list: readonly Interval[]): Interval[] {
  // Looked at once each: an instant takes longer to look at than to compare.
  return list
    .map((one) => ({ one, from: at(one.start), to: at(one.end) }))
    .filter(({ from, to }) => to > from)
    .sort((a, b) => a.from - b.from || a.to - b.to)
    .map(({ one }) => one)
}

function lengthOf(interval: Interval): number {
  return at(interval.end) - at(interval.start)
}

/** Compared as numbers: instants here are whole milliseconds, and lists are long. */
function at(instant: Temporal.Instant): number {
  return instant.epochMilliseconds
}
