/** Days as the person's calendar on the wall counts them: ISO dates, compared as texts. */
import { Temporal } from 'temporal-polyfill'
import { remembered } from '../time/remembered.ts'
import { dayNumber, isoDateOf, localDayOf } from '../time/zone-offsets.ts'

/** Earlier dates are slips of the keyboard: nobody's relationships of Aforo's reach back so far. */
export const FIRST_DAY = '1970-01-01'
/** How far ahead of today a promise can be dated. */
const YEARS_AHEAD = 10

/** @param text 'YYYY-MM-DD'; anything else, and a day that no calendar has, is null */
export function localDay(text: string): Temporal.PlainDate | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' })
  } catch {
    return null
  }
}

/** The day it is in `timeZone`. */
export function dayAt(at: Temporal.Instant, timeZone: string): string {
  return isoDateOf(localDayOf(at, timeZone))
}

/** A date that something can be planned for: within ten years of today; long past ones are kept, as imports carry them. */
export function canBePlanned(on: string, today: string): boolean {
  return on >= FIRST_DAY && on <= addDays(today, YEARS_AHEAD * 366)
}

export function addDays(on: string, days: number): string {
  return isoDateOf(numbers(on, () => dayNumber(Temporal.PlainDate.from(on))) + days)
}

/** Reminders of thousands of contacts ask for the same few years of days. */
const numbers = remembered<string, number>(4_000)

export function laterDay(a: string, b: string): string {
  return a > b ? a : b
}
