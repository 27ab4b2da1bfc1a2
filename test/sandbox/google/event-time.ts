/**
 * Google's two kinds of time: `{dateTime, timeZone}` and the all-day `{date}` with an exclusive end. Reading them to epoch
 * milliseconds, checking what a client sent, and writing an instant in the zone of a response (provider-facts A5).
 */
import { Temporal } from 'temporal-polyfill'
import { invalid, required, timeRangeEmpty } from './api-error.ts'
import type { GoogleEventTime } from './model.ts'

const RFC3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)?$/
const DATE = /^\d{4}-\d\d-\d\d$/
const QUARTER_HOUR = 900_000

const offsets = new Map<string, number>()
const knownZones = new Map<string, boolean>()

/** Minutes east of UTC in a zone at an instant. Offsets change on quarter hours only, so one look-up serves each quarter. */
export function offsetMinutes(zone: string, epochMs: number): number {
  const bucket = Math.floor(epochMs / QUARTER_HOUR)
  const key = `${zone} ${bucket}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  const zoned = Temporal.Instant.fromEpochMilliseconds(bucket * QUARTER_HOUR).toZonedDateTimeISO(zone)
  const minutes = Math.round(zoned.offsetNanoseconds / 60e9)
  if (offsets.size > 200_000) offsets.clear()
  offsets.set(key, minutes)
  return minutes
}

export function isZone(zone: string): boolean {
  const known = knownZones.get(zone)
  if (known !== undefined) return known
  let there = false
  try {
    // A bare offset is accepted by Temporal and by no calendar.
    there =
      !/^[+-]/.test(zone) && Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).epochMilliseconds === 0
  } catch {
    there = false
  }
  knownZones.set(zone, there)
  return there
}

/** An instant as `2026-11-23T09:00:00-06:00`; UTC is written `Z`, as Google does. */
export function instantText(epochMs: number, zone: string): string {
  if (!Number.isFinite(epochMs)) return 'Invalid'
  const minutes = offsetMinutes(zone, epochMs)
  const local = new Date(epochMs + minutes * 60_000).toISOString().slice(0, 19)
  if (zone === 'UTC' || zone === 'Etc/UTC') return `${local}Z`
  const size = Math.abs(minutes)
  const pad = (n: number) => String(n).padStart(2, '0')
  return `${local}${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`
}

/** The instant of a wall clock time in a zone; a time the clock skips moves forward, a doubled one is the earlier. */
export function wallToMs(wall: string, zone: string): number {
  return Temporal.PlainDateTime.from(wall).toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds
}

/** Epoch milliseconds of an event time; an all-day date begins at midnight of the calendar's zone. NaN when unreadable. */
export function timeToMs(time: GoogleEventTime | null | undefined, calendarZone: string): number {
  try {
    if (typeof time?.date === 'string' && DATE.test(time.date)) return wallToMs(`${time.date}T00:00:00`, calendarZone)
    if (typeof time?.dateTime !== 'string') return Number.NaN
    if (hasOffset(time.dateTime)) return Date.parse(time.dateTime)
    return wallToMs(time.dateTime, time.timeZone ?? calendarZone)
  } catch {
    return Number.NaN
  }
}

export function hasOffset(dateTime: string): boolean {
  return /([Zz]|[+-]\d\d:\d\d)$/.test(dateTime)
}

/** The wall clock time of an event's start in its own zone, which is what a series repeats. */
export function wallOf(time: GoogleEventTime, calendarZone: string): string {
  if (typeof time.date === 'string') return `${time.date}T00:00:00`
  const zone = time.timeZone ?? calendarZone
  return instantText(timeToMs(time, calendarZone), zone).slice(0, 19)
}

/** An event time as a response shows it: in the asked zone, else the calendar's. Its own `timeZone` stays beside it. */
export function renderTime(time: GoogleEventTime, ms: number, zone: string): GoogleEventTime {
  if (typeof time.date === 'string' || !Number.isFinite(ms)) return time
  return { dateTime: instantText(ms, zone), timeZone: time.timeZone ?? zone }
}

/** A `timeMin`, `timeMax` or `updatedMin`: RFC 3339 with an offset, milliseconds ignored. */
export function queryTime(text: string, name: string): number {
  if (!RFC3339.test(text) || !hasOffset(text) || Number.isNaN(Date.parse(text))) throw invalid('Bad Request', name)
  return Math.floor(Date.parse(text) / 1000) * 1000
}

/**
 * Checks start and end of a write (checklist 18) and gives them back as they are stored: with an offset, in their own zone.
 * @throws ApiError 400
 */
export function checkedTimes(
  start: GoogleEventTime | null | undefined,
  end: GoogleEventTime | null | undefined,
  recurring: boolean,
  calendarZone: string,
): { start: GoogleEventTime; end: GoogleEventTime; startMs: number; endMs: number } {
  if (start === null || start === undefined) throw required('Missing start time.')
  if (end === null || end === undefined) throw required('Missing end time.')
  const from = checkedTime(start, 'start', recurring, calendarZone)
  const to = checkedTime(end, 'end', recurring, calendarZone)
  if ('date' in from !== 'date' in to)
    throw invalid('Start and end times must either both be date or both be dateTime.')
  const startMs = timeToMs(from, calendarZone)
  const endMs = timeToMs(to, calendarZone)
  if (endMs <= startMs) throw timeRangeEmpty()
  return { start: from, end: to, startMs, endMs }
}

function checkedTime(time: GoogleEventTime, side: 'start' | 'end', recurring: boolean, zone: string): GoogleEventTime {
  const date = time.date ?? null
  const dateTime = time.dateTime ?? null
  if (date !== null && dateTime !== null) throw invalid(`Invalid ${side} time.`)
  const timeZone = time.timeZone ?? null
  if (timeZone !== null && !isZone(timeZone)) throw invalid(`Invalid time zone definition for ${side} time.`)
  if (date !== null) {
    if (!DATE.test(date) || Number.isNaN(timeToMs({ date }, zone))) throw invalid(`Invalid ${side} time.`)
    return { date }
  }
  if (dateTime === null) throw required(`Missing ${side} time.`)
  if (!RFC3339.test(dateTime)) throw invalid(`Invalid ${side} time.`)
  if (timeZone === null && (recurring || !hasOffset(dateTime))) {
    throw required(`Missing time zone definition for ${side} time.`)
  }
  const ms = timeToMs({ dateTime, timeZone }, zone)
  if (Number.isNaN(ms)) throw invalid(`Invalid ${side} time.`)
  return { dateTime: instantText(ms, timeZone ?? zone), timeZone: timeZone ?? zone }
}
