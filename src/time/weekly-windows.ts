/**
 * Windows that come back every week on the person's own clock: working hours, protected hours. A minute lies in a window exactly
 * when the clock on the wall then shows a time of it. So on the days when clocks change a window may last longer or shorter,
 * vanish (02:00-03:00 when that hour is skipped) or come twice (when it is repeated).
 */
import { Temporal } from 'temporal-polyfill'
import { type Interval, mergeIntervals } from './interval.ts'
import { DAY_MINUTES, dayNumber, instantOf, offsetsOfDays, weekdayOf, type ZoneOffsets } from './zone-offsets.ts'

export interface WeeklyWindow {
  /** 1 is Monday, 7 Sunday (ISO 8601). */
  weekday: number
  /** `HH:MM`. */
  from: string
  /** `HH:MM`, exclusive; `24:00` is the end of the day. A window that does not end after it begins holds nothing. */
  to: string
}

/**
 * The windows as real time, ascending and merged.
 * @param from the first local day
 * @param to the last local day, inclusive
 */
export function windowsBetween(
  windows: readonly WeeklyWindow[],
  from: Temporal.PlainDate,
  to: Temporal.PlainDate,
  zone: string,
): Interval[] {
  if (windows.length === 0 || Temporal.PlainDate.compare(from, to) > 0) return []
  const [firstDay, lastDay] = [dayNumber(from), dayNumber(to)]
  return windowsOfDays(windows, firstDay, lastDay, offsetsOfDays(zone, firstDay, lastDay))
}

/** The same by day numbers and a table already made: for those who ask often. */
export function windowsOfDays(
  windows: readonly WeeklyWindow[],
  firstDay: number,
  lastDay: number,
  offsets: ZoneOffsets,
): Interval[] {
  const found: Interval[] = []
  const clock = windows.map(({ weekday, from, to }) => ({ weekday, from: minuteOfDay(from), to: minuteOfDay(to) }))
  for (let day = firstDay; day <= lastDay; day++) {
    const weekday = weekdayOf(day)
    for (const window of clock) {
      if (window.weekday !== weekday) continue
      const [opens, closes] = [day * DAY_MINUTES + window.from, day * DAY_MINUTES + window.to]
      for (const span of offsets) {
        const start = Math.max(span.from, opens - span.offset)
        const end = Math.min(span.to, closes - span.offset)
        if (start < end) found.push({ start: instantOf(start), end: instantOf(end) })
      }
    }
  }
  return mergeIntervals(found)
}

/** `HH:MM` to minutes since midnight; `24:00` is 1440. */
export function minuteOfDay(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}
