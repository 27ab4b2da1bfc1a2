/**
 * What becomes of a block that stands in the calendar, once the pull has shown how it stands there: the person's hand wins (design.md,
 * rule 3), "no fui" takes an untouched one away, and what something else landed on moves while it has not begun (section 5).
 */
import type { Temporal } from 'temporal-polyfill'
import { isBefore } from '../time/instant.ts'
import { type Interval, overlaps } from '../time/interval.ts'
import type { Placement } from './place.ts'

export interface BookedBlock {
  /** As the last pull shows it; `deleted` only by a tombstone or by two complete reads that agree (rule 5). */
  seen: 'untouched' | 'touched' | 'deleted'
  slot: Interval
  attendance: 'presumed' | 'attended' | 'missed'
  /** The event's own state: it may have been called off, or moved, after it was presumed attended. */
  cancelled: boolean
  /** When the person is back from the event as it stands now. */
  back: Temporal.Instant
}
export type Fate =
  | { kind: 'keep' }
  | { kind: 'move'; placement: Exclude<Placement, { kind: 'no_room' }> }
  | { kind: 'remove' }
  /** The person has made it theirs: it is left alone from now on. */
  | { kind: 'detach' }
  | { kind: 'removed_by_you' }
  /** Something lies on it and nothing else is free: it stays, and the person is told. */
  | { kind: 'tell' }

/**
 * @param busy everything that takes time but this block: busy time, protected hours, attended events with travel, other follow-ups
 * @param place where it could go instead; asked only when it has to
 */
export function reconcile(
  block: BookedBlock,
  busy: readonly Interval[],
  now: Temporal.Instant,
  place: () => Placement,
): Fate {
  if (block.seen === 'deleted') return { kind: 'removed_by_you' }
  if (block.seen === 'touched') return { kind: 'detach' }
  if (block.attendance === 'missed') return { kind: 'remove' }
  // Called off: a presumption falls with it, the person's "fui" does not.
  if (!isBefore(now, block.slot.start)) return { kind: 'keep' }
  if (block.cancelled && block.attendance === 'presumed') return { kind: 'remove' }
  const tooEarly = isBefore(block.slot.start, block.back)
  if (!tooEarly && !busy.some((other) => overlaps(other, block.slot))) return { kind: 'keep' }
  const placement = place()
  return placement.kind === 'no_room' ? { kind: 'tell' } : { kind: 'move', placement }
}
