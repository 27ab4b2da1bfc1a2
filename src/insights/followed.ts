/**
 * Follow-ups closed within two days of their event: by the end of the second local day after the one it ended on. Open ones count once
 * those days are over; what Aforo took away, or the calendar refused, was never the person's to close.
 */
import type { History, PastFollowUp } from './history.ts'

export const WITHIN_DAYS = 2

export interface Followed {
  inTime: readonly string[]
  /** Closed later. */
  late: readonly string[]
  /** Not closed though the days are over, the block taken away or dismissed unworked included. */
  open: readonly string[]
  /** Of all three, in thousandths, half up; null where there are none. */
  share: number | null
}

/**
 * @param firstDay local days (since 1970-01-01) on which the events ended, both included
 * @param today local day; follow-ups whose two days still run and that are not closed are left out
 */
export function followedWithin(history: History, firstDay: number, lastDay: number, today: number): Followed {
  const owed = history.followUps.filter(
    ({ endDay, state }) => endDay >= firstDay && endDay <= lastDay && !NOT_OWED.has(state),
  )
  const isInTime = ({ endDay, closedDay, state }: PastFollowUp) =>
    state === 'done' && closedDay !== null && closedDay <= endDay + WITHIN_DAYS
  const isOver = ({ endDay }: PastFollowUp) => today > endDay + WITHIN_DAYS
  const inTime = owed.filter(isInTime)
  const late = owed.filter((one) => one.state === 'done' && !isInTime(one))
  const open = owed.filter((one) => one.state !== 'done' && isOver(one))
  const all = inTime.length + late.length + open.length
  return {
    inTime: inTime.map(({ id }) => id),
    late: late.map(({ id }) => id),
    open: open.map(({ id }) => id),
    share: all === 0 ? null : Math.round((1000 * inTime.length) / all),
  }
}

const NOT_OWED: ReadonlySet<string> = new Set(['removing', 'removed', 'refused'])
