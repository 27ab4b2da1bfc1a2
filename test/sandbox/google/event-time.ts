/**
 * Google's two kinds of time: `{dateTime, timeZone}` and the all-day `{date}` with an exclusive end. Reading them to epoch
 * milliseconds, checking what a client sent, and writing an instant in the zone of a response (provider-facts A5).
 */
import { instantText, isZone, wallToMs } from '../wire/zone-time.ts'
import { invalid, required, timeRangeEmpty } from './api-error.ts'
import type { GoogleEventTime } from './model.ts'

const RFC3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)?$/
const DATE = /^\d{4}-\d\d-\d\d$/

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
