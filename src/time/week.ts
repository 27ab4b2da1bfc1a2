/**
 * Local weeks: Monday to Sunday as ISO 8601 numbers them, in the person's zone. A week lasts 167, 168 or 169 hours
 * (design.md, rule 10), so its bounds are found on the calendar and never by adding hours.
 *
 * Inside, weeks are counted from that of 1 January 1970, so that going from one to another is a sum; only their texts and bounds ask the
 * calendar, and each of these once.
 */
import { Temporal } from 'temporal-polyfill'
import type { Interval } from './interval.ts'
import { remembered } from './remembered.ts'
import { dateOf, dayNumber, localDayOf } from './zone-offsets.ts'

/** `2026-W48`; years 0000 to 9999. */
export type Week = string

/** True for weeks that exist: week 53 only in the years that have it. */
export function isWeek(text: string): boolean {
  return numberOf(text) !== null
}

export function weekOf(at: Temporal.Instant, zone: string): Week {
  return textOf(Math.floor((localDayOf(at, zone) + 3) / 7))
}

/** @throws RangeError on a text that is no week: the doors ask `isWeek` first. */
export function mondayOf(week: Week): Temporal.PlainDate {
  return dateOf(mondayIn(numberIn(week)))
}

/** From the start of its Monday to the start of the next one; a zone that skips midnight starts its day later. */
export function weekInterval(week: Week, zone: string): Interval {
  const number = numberIn(week)
  return { start: startOf(number, zone), end: startOf(number + 1, zone) }
}

/** `n` may be negative. */
export function addWeeks(week: Week, n: number): Week {
  return textOf(numberIn(week) + n)
}

function startOf(number: number, zone: string): Temporal.Instant {
  return starts(`${zone} ${number}`, () => dateOf(mondayIn(number)).toZonedDateTime(zone).toInstant())
}

/** 1 January 1970 was a Thursday. */
function mondayIn(number: number): number {
  return 7 * number - 3
}

function textOf(number: number): Week {
  return texts(number, () => {
    // The week belongs to the year of its Thursday (ISO 8601).
    const { year, dayOfYear } = dateOf(7 * number)
    return `${String(year).padStart(4, '0')}-W${String(Math.ceil(dayOfYear / 7)).padStart(2, '0')}`
  })
}

function numberIn(week: Week): number {
  const number = numberOf(week)
  if (number === null) throw new RangeError(`not an ISO week: ${week}`)
  return number
}

function numberOf(text: string): number | null {
  const parts = /^(\d{4})-W(\d{2})$/.exec(text)
  if (parts === null) return null
  return numbers(text, () => {
    // The 4th of January always lies in week 1 (ISO 8601).
    const fourth = dayNumber(Temporal.PlainDate.from({ year: Number(parts[1]), month: 1, day: 4 }))
    const number = Math.floor((fourth + 3) / 7) + Number(parts[2]) - 1
    return textOf(number) === text ? number : null
  })
}

const texts = remembered<number, Week>(2_000)
const numbers = remembered<string, number | null>(2_000)
const starts = remembered<string, Temporal.Instant>(2_000)
