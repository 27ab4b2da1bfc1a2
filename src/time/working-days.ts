/**
 * Working days: those with working hours that are no holiday. A follow-up has until the close of the second one after its event
 * (design.md, section 4).
 */
import type { Temporal } from 'temporal-polyfill'
import type { Interval } from './interval.ts'
import { type WeeklyWindow, windowsOfDays } from './weekly-windows.ts'
import {
  dayNumber,
  isoDateOf,
  localDayOf,
  offsetsOfDays,
  offsetsOn,
  weekdayOf,
  type ZoneOffsets,
} from './zone-offsets.ts'

export interface WorkingDays {
  hours: readonly WeeklyWindow[]
  /** ISO dates on which nothing is worked, whatever the weekday. */
  holidays: ReadonlySet<string>
  zone: string
}

/** By the calendar alone: has the weekday working hours, and is the date no holiday? */
function isWorkingDay(day: number, days: WorkingDays): boolean {
  const weekday = weekdayOf(day)
  return days.hours.some((w) => w.weekday === weekday && w.from < w.to) && !days.holidays.has(isoDateOf(day))
}

/**
 * Working hours from one local day to another (inclusive), holidays left out; ascending and merged.
 */
export function workingHoursBetween(from: Temporal.PlainDate, to: Temporal.PlainDate, days: WorkingDays): Interval[] {
  const [firstDay, lastDay] = [dayNumber(from), dayNumber(to)]
  return workingHoursOfDays(firstDay, lastDay, days, offsetsOfDays(days.zone, firstDay, lastDay))
}

/** The same by day numbers and a table already made. */
export function workingHoursOfDays(
  firstDay: number,
  lastDay: number,
  days: WorkingDays,
  offsets: ZoneOffsets,
): Interval[] {
  const open: Interval[] = []
  // Holidays cut the stretch: what lies between two of them is asked for at once.
  let start = firstDay
  for (let day = firstDay; day <= lastDay + 1; day++) {
    if (day <= lastDay && !days.holidays.has(isoDateOf(day))) continue
    open.push(...windowsOfDays(days.hours, start, day - 1, offsets))
    start = day + 1
  }
  return open
}

/**
 * The closing time of the `n`-th working day after the day of `back`.
 * @param back in the person's zone, which decides what day it is
 * @param n 1 or more
 * @returns null for a person without working hours (or whose next days are all holidays): no day would ever come
 */
export function endOfWorkingDay(back: Temporal.ZonedDateTime, n: number, days: WorkingDays): Temporal.Instant | null {
  return endOfWorkingDayAfter(localDayOf(back.toInstant(), days.zone), n, days)
}

/** The same by the number of the day one is back. */
export function endOfWorkingDayAfter(today: number, n: number, days: WorkingDays): Temporal.Instant | null {
  // Each holiday can put the answer off by at most one day, so a longer search cannot find more.
  const bound = 7 * (n + 1) + days.holidays.size
  for (let day = today + 1, found = 0; day <= today + bound; day++) {
    if (!isWorkingDay(day, days)) continue
    const closing = windowsOfDays(days.hours, day, day, offsetsOn(day, days.zone)).at(-1)?.end
    // The clock may skip the only hours of a day; such a day is none.
    if (closing === undefined) continue
    found++
    if (found === n) return closing
  }
  return null
}
