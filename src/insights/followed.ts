/**
 * Follow-ups closed within two days of their event: by the end of the second local day after the one it ended on. Open ones count once
 * those days are over; what Aforo took away, or the calendar refused, was never the person's to close.
 */
import { addDays } from '../relationships/local-day.ts'
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
 * @param from ISO local dates on which the events ended, both included
 * @param today ISO local date; follow-ups whose two days still run and that are not closed are left out
 */
export function followedWithin(history: History, from: string, to: string, today: string): Followed {
  const owed = history.followUps.filter(({ endOn, state }) => endOn >= from && endOn <= to && !NOT_OWED.has(state))
  const isInTime = ({ endOn, closedOn, state }: PastFollowUp) =>
    state === 'done' && closedOn !== null && closedOn <= addDays(endOn, WITHIN_DAYS)
  const isOver = ({ endOn }: PastFollowUp) => today > addDays(endOn, WITHIN_DAYS)
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
