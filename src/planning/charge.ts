/**
 * What an event costs its week: event + travel + follow-up, always shown as that sum (design.md, section 4).
 */
import type { Temporal } from 'temporal-polyfill'
import { minutesOf } from '../time/interval.ts'
import { localDayOf } from '../time/zone-offsets.ts'
import type { Charge, PlanEvent } from './shapes.ts'

/** No day of an event counts more than this. */
export const MOST_MINUTES_A_DAY = 480

/** Whole minutes; travel is there and back. A follow-up that is settled otherwise (`none`) costs nothing. */
export function chargeOf(event: PlanEvent): Charge {
  const travel = 2 * event.travelMinutes
  const followUp = event.followUp.kind === 'none' ? 0 : event.followUp.minutes
  return { event: event.countedMinutes, travel, followUp, total: event.countedMinutes + travel + followUp }
}

/**
 * The minutes that an event is charged for: of each local day its length there, at most 8 h; of an event of whole days 8 h for each.
 * @param end exclusive; of whole days the start of the day after the last
 * @param zone the person's
 * @returns 0 for an event that does not end after it begins
 */
export function countedMinutes(start: Temporal.Instant, end: Temporal.Instant, allDay: boolean, zone: string): number {
  if (end.epochMilliseconds <= start.epochMilliseconds) return 0
  // Most events begin and end on one day, and asking only which days those are takes a tenth of the time.
  if (!allDay && localDayOf(start, zone) === localDayOf(end, zone)) return atMostADay(minutesOf({ start, end }))
  const [first, last] = [start.toZonedDateTimeISO(zone), end.toZonedDateTimeISO(zone)]
  const days = first.toPlainDate().until(last.toPlainDate(), { largestUnit: 'days' }).days
  const onLast = last.startOfDay().toInstant()
  if (allDay) return MOST_MINUTES_A_DAY * Math.max(1, days + (onLast.equals(end) ? 0 : 1))
  const onSecond = first.toPlainDate().add({ days: 1 }).toZonedDateTime(zone).toInstant()
  return (
    atMostADay(minutesOf({ start, end: onSecond })) +
    MOST_MINUTES_A_DAY * (days - 1) +
    atMostADay(minutesOf({ start: onLast, end }))
  )
}

function atMostADay(minutes: number): number {
  return Math.min(minutes, MOST_MINUTES_A_DAY)
}
