/**
 * A zone's offsets over a stretch of time as a small table, so that instants become local minutes (and back) by one
 * subtraction. A zoned conversion costs some microseconds each, and a plan needs thousands.
 *
 * Minutes count from 1970-01-01T00:00: instants in UTC (`epochMinute`), local ones on the zone's own clock (`localMinute`), so
 * that `localMinute / 1440` is the local day's number. Offsets of seconds, which zones had long ago, are cut to the minute.
 */
import { Temporal } from 'temporal-polyfill'
import { remembered } from './remembered.ts'

/** One offset for `[from, to)` in epoch minutes; the first and the last reach beyond all times asked for. */
export interface OffsetSpan {
  from: number
  to: number
  offset: number
}
/** Ascending, without holes. */
export type ZoneOffsets = readonly OffsetSpan[]

export const DAY_MINUTES = 1440
const FIRST_DAY = Temporal.PlainDate.from('1970-01-01')
const MINUTE_MS = 60_000
const MINUTE_NS = 60_000_000_000

/** @param from the table is right for every instant from here to `to`, and answers with the nearest offset beyond. */
export function zoneOffsets(zone: string, from: Temporal.Instant, to: Temporal.Instant): ZoneOffsets {
  const spans: OffsetSpan[] = []
  let at = from.toZonedDateTimeISO(zone)
  let start = Number.NEGATIVE_INFINITY
  for (;;) {
    const next = at.getTimeZoneTransition('next')
    const offset = Math.floor(at.offsetNanoseconds / MINUTE_NS)
    if (next === null || next.epochMilliseconds > to.epochMilliseconds) {
      spans.push({ from: start, to: Number.POSITIVE_INFINITY, offset })
      return spans
    }
    const end = next.epochMilliseconds / MINUTE_MS
    spans.push({ from: start, to: end, offset })
    start = end
    at = next
  }
}

/** A table that is right for every minute of these local days: no zone is further than a day from UTC. */
export function offsetsOfDays(zone: string, firstDay: number, lastDay: number): ZoneOffsets {
  return tables(`${zone} ${firstDay} ${lastDay}`, () =>
    zoneOffsets(zone, instantOf((firstDay - 1) * DAY_MINUTES), instantOf((lastDay + 2) * DAY_MINUTES)),
  )
}

const tables = remembered<string, ZoneOffsets>(500)

/** A table that is right for every minute of this local day; most days share one. */
export function offsetsOn(day: number, zone: string): ZoneOffsets {
  const first = Math.floor(day / STRETCH_DAYS) * STRETCH_DAYS
  return offsetsOfDays(zone, first, first + STRETCH_DAYS - 1)
}

const STRETCH_DAYS = 400

/** The local day that an instant falls on. */
export function localDayOf(at: Temporal.Instant, zone: string): number {
  const minute = epochMinute(at)
  return Math.floor(localMinute(offsetsOn(Math.floor(minute / DAY_MINUTES), zone), minute) / DAY_MINUTES)
}

/** Whole minutes; a begun minute is cut off. */
export function epochMinute(at: Temporal.Instant): number {
  return Math.floor(at.epochMilliseconds / MINUTE_MS)
}

/** Whole minutes; a begun minute counts: for ends, so that nothing that reaches into a minute is lost. */
export function epochMinuteUp(at: Temporal.Instant): number {
  return Math.ceil(at.epochMilliseconds / MINUTE_MS)
}

export function instantOf(minute: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(minute * MINUTE_MS)
}

export function offsetAt(offsets: ZoneOffsets, minute: number): number {
  for (const span of offsets) if (minute < span.to) return span.offset
  throw new RangeError('a zone without offsets')
}

export function localMinute(offsets: ZoneOffsets, minute: number): number {
  return minute + offsetAt(offsets, minute)
}

/** 1 is Monday (ISO 8601); day 0 was a Thursday. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1
}

/** Days since 1970-01-01. */
export function dayNumber(date: Temporal.PlainDate): number {
  return FIRST_DAY.until(date, { largestUnit: 'days' }).days
}

/** `2026-11-24`; years 0000 to 9999. */
export function isoDateOf(day: number): string {
  return isoDates(day, () => new Date(day * DAY_MINUTES * MINUTE_MS).toISOString().slice(0, 10))
}

const isoDates = remembered<number, string>(4_000)

export function dateOf(day: number): Temporal.PlainDate {
  return FIRST_DAY.add({ days: day })
}
