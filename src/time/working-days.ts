/**
 * Working days: those with working hours that are no holiday. A follow-up has until the close of the second one after its event
 * (design.md, section 4).
 */
import type { Temporal } from 'temporal-polyfill'
import type { Interval } from './interval.ts'
import { type WeeklyWindow, windowsBetween } from './weekly-windows.ts'

export interface WorkingDays {
  hours: readonly WeeklyWindow[]
  /** ISO dates on which nothing is worked, whatever the weekday. */
  holidays: ReadonlySet<string>
  zone: string
}

/** By the calendar alone: has the weekday working hours, and is the date no holiday? */
export function isWorkingDay(date: Temporal.PlainDate, days: WorkingDays): boolean {
  return days.hours.some((w) => w.weekday === date.dayOfWeek && w.from < w.to) && !days.holidays.has(date.toString())
}

/**
 * Working hours from one local day to another (inclusive), holidays left out; ascending and merged.
 */
export function workingHoursBetween(from: Temporal.PlainDate, to: Temporal.PlainDate, days: WorkingDays): Interval[] {
  const open: Interval[] = []
  // Holidays cut the stretch: what lies between two of them is asked for at once.
  let start = from
  const length = from.until(to, { largestUnit: 'days' }).days
  for (let i = 0; i <= length; i++) {
    const date = from.add({ days: i })
    if (!days.holidays.has(date.toString())) continue
    open.push(...windowsBetween(days.hours, start, date.subtract({ days: 1 }), days.zone))
    start = date.add({ days: 1 })
  }
  open.push(...windowsBetween(days.hours, start, to, days.zone))
  return open
}

/**
 * The closing time of the `n`-th working day after the day of `back`.
 * @param back in the person's zone, which decides what day it is
 * @param n 1 or more
 * @returns null for a person without working hours (or whose next days are all holidays): no day would ever come
 */
export function endOfWorkingDay(back: Temporal.ZonedDateTime, n: number, days: WorkingDays): Temporal.Instant | null {
  // Each holiday can put the answer off by at most one day, so a longer search cannot find more.
  const bound = 7 * (n + 1) + days.holidays.size
  let date = back.withTimeZone(days.zone).toPlainDate()
  for (let tried = 0, found = 0; tried < bound; tried++) {
    date = date.add({ days: 1 })
    if (!isWorkingDay(date, days)) continue
    const closing = windowsBetween(days.hours, date, date, days.zone).at(-1)?.end
    // The clock may skip the only hours of a day; such a day is none.
    if (closing === undefined) continue
    found++
    if (found === n) return closing
  }
  return null
}
