/**
 * Local weeks: Monday to Sunday as ISO 8601 numbers them, in the person's zone. A week lasts 167, 168 or 169 hours
 * (design.md, rule 10), so its bounds are found on the calendar and never by adding hours.
 */
import { Temporal } from 'temporal-polyfill'
import type { Interval } from './interval.ts'

/** `2026-W48`; years 0000 to 9999. */
export type Week = string

/** True for weeks that exist: week 53 only in the years that have it. */
export function isWeek(text: string): boolean {
  const parts = /^(\d{4})-W(\d{2})$/.exec(text)
  if (parts === null) return false
  const [year, number] = [Number(parts[1]), Number(parts[2])]
  return number >= 1 && number <= weeksIn(year)
}

export function weekOf(at: Temporal.Instant, zone: string): Week {
  return weekOfDate(at.toZonedDateTimeISO(zone).toPlainDate())
}

/** @throws RangeError on a text that is no week: the doors ask `isWeek` first. */
export function mondayOf(week: Week): Temporal.PlainDate {
  if (!isWeek(week)) throw new RangeError(`not an ISO week: ${week}`)
  return firstMonday(Number(week.slice(0, 4))).add({ weeks: Number(week.slice(6)) - 1 })
}

/** From the start of its Monday to the start of the next one; a zone that skips midnight starts its day later. */
export function weekInterval(week: Week, zone: string): Interval {
  const monday = mondayOf(week)
  return {
    start: monday.toZonedDateTime(zone).toInstant(),
    end: monday.add({ weeks: 1 }).toZonedDateTime(zone).toInstant(),
  }
}

/** `n` may be negative. */
export function addWeeks(week: Week, n: number): Week {
  return weekOfDate(mondayOf(week).add({ weeks: n }))
}

function weekOfDate(date: Temporal.PlainDate): Week {
  // The week belongs to the year of its Thursday (ISO 8601).
  const year = date.add({ days: 4 - date.dayOfWeek }).year
  const number = firstMonday(year).until(date, { largestUnit: 'days' }).days / 7
  return `${String(year).padStart(4, '0')}-W${String(Math.floor(number) + 1).padStart(2, '0')}`
}

/** The 4th of January always lies in week 1 (ISO 8601). */
function firstMonday(year: number): Temporal.PlainDate {
  const fourth = Temporal.PlainDate.from({ year, month: 1, day: 4 })
  return fourth.subtract({ days: fourth.dayOfWeek - 1 })
}

function weeksIn(year: number): number {
  return firstMonday(year).until(firstMonday(year + 1), { largestUnit: 'days' }).days / 7
}
