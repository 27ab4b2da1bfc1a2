/**
 * Where the follow-up of one event that was attended goes: the first free slot on the person's quarter hour that ends within two working
 * days (design.md, sections 4 and 5). When none is free the search goes on for a bounded while and the answer says so: a late block
 * still gets people written to. (The choice, which needs slots for several events at once, is planning's.)
 */
import type { Temporal } from 'temporal-polyfill'
import type { Interval } from '../time/interval.ts'
import { endOfWorkingDay, type WorkingDays } from '../time/working-days.ts'

export const FOLLOW_UP_WITHIN_WORKING_DAYS = 2
/** Two weeks of work later nobody remembers the conversation: no block is booked beyond. */
export const LATE_WITHIN_WORKING_DAYS = 10
/** Follow-ups start on the quarter hour of the person's zone. */
export const SLOT_GRID_MINUTES = 15

export type Placement = { kind: 'in_time' | 'late'; slot: Interval } | { kind: 'no_room' }

/**
 * @param minutes length of the block, whole and positive (`followUpMinutes` gives it)
 * @param back when the person is back from the event (its end plus travel), in their zone, which decides what a working day is
 * @param free disjoint and ascending, nothing before now; working hours, less busy time, protected hours and slots of other follow-ups
 * @param within working days that count as in time, where the person set another number
 * @throws RangeError on a length that is no length: a bug of the caller, never a person's input
 */
export function placeFollowUp(
  minutes: number,
  back: Temporal.ZonedDateTime,
  free: readonly Interval[],
  days: WorkingDays,
  within: number = FOLLOW_UP_WITHIN_WORKING_DAYS,
): Placement {
  if (!Number.isInteger(minutes) || minutes <= 0) throw new RangeError(`a follow-up of ${minutes} minutes`)
  const deadline = endOfWorkingDay(back, within, days)
  const last = endOfWorkingDay(back, Math.max(within, LATE_WITHIN_WORKING_DAYS), days)
  // Without working days there is no deadline, and no hour to book in either.
  if (deadline === null || last === null) return { kind: 'no_room' }
  for (const gap of free) {
    const earliest = isAfter(gap.start, back.toInstant()) ? gap.start : back.toInstant()
    const start = onQuarterHour(earliest, back.timeZoneId)
    const end = start.add({ minutes })
    if (isAfter(end, last)) break
    if (isAfter(end, gap.end)) continue
    // Its end counts: what only begins in time is done too late.
    return { kind: isAfter(end, deadline) ? 'late' : 'in_time', slot: { start, end } }
  }
  return { kind: 'no_room' }
}

/** The clock on the wall decides: zones are not all whole hours apart. */
function onQuarterHour(at: Temporal.Instant, zone: string): Temporal.Instant {
  const local = at.toZonedDateTimeISO(zone)
  const over = local.minute % SLOT_GRID_MINUTES
  const isSharp = over === 0 && local.startOfDay().until(local).total('minutes') % 1 === 0
  if (isSharp) return at
  return local
    .round({ smallestUnit: 'minute', roundingMode: 'floor' })
    .add({ minutes: SLOT_GRID_MINUTES - over })
    .toInstant()
}

function isAfter(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return a.epochMilliseconds > b.epochMilliseconds
}
