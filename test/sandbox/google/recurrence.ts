/**
 * Series expanded to their occurrences, true to the wall clock of the event's zone across DST (MM 23, checklist 14 and 15).
 * The rules run on rrule over wall clock times written as UTC; only the results become instants. The client expands with
 * another library on purpose: two authors, one truth.
 */
import { createRequire } from 'node:module'
import { instantText, wallToMs } from '../wire/zone-time.ts'
import { invalid } from './api-error.ts'
import { timeToMs, wallOf } from './event-time.ts'
import type { GoogleEvent, GoogleEventTime } from './model.ts'

// rrule's package gives Node a CommonJS file without named exports, and its types describe another file.
const { RRule }: typeof import('rrule') = createRequire(import.meta.url)('rrule')

const DAY = 86_400_000
/** A touched series emits instances this far ahead (~700 of a weekly one, up to 14 years: gbrain#5015). */
export const FAR_AHEAD_INSTANCES = 730
export const FAR_AHEAD_MS = 14 * 366 * DAY

export interface Occurrence {
  id: string
  start: GoogleEventTime
  end: GoogleEventTime
  originalStartTime: GoogleEventTime
  startMs: number
  endMs: number
}

/** @throws ApiError 400 when a recurrence line cannot be read; finer than daily is refused, since it has no end in practice */
export function checkRecurrence(lines: readonly string[]): void {
  for (const line of lines) {
    if (/^(EXDATE|RDATE)[;:]/i.test(line)) continue
    if (!/^RRULE:/i.test(line) || rulesOf([line]).length === 0) throw invalid('Invalid recurrence rule.')
  }
}

/**
 * The occurrences that touch [fromMs, toMs), ascending by start, at most `limit`. Exceptions are not looked at here.
 * A rule that cannot be read (raw events) leaves the first occurrence alone.
 */
export function occurrences(
  series: GoogleEvent,
  calendarZone: string,
  fromMs: number,
  toMs: number,
  limit = FAR_AHEAD_INSTANCES,
): Occurrence[] {
  const start = series.start
  const startMs = timeToMs(start, calendarZone)
  const lengthMs = timeToMs(series.end, calendarZone) - startMs
  if (start === undefined || Number.isNaN(startMs) || Number.isNaN(lengthMs)) return []
  const lines = series.recurrence ?? []
  const zone = start.timeZone ?? calendarZone
  const allDay = typeof start.date === 'string'
  const excluded = datesOf(lines, 'EXDATE', zone)
  const first = new Date(`${wallOf(start, calendarZone)}Z`)
  const from = new Date(Math.max(fromMs - lengthMs - DAY, first.getTime() - DAY))
  const to = new Date(Math.max(toMs + DAY, from.getTime()))
  const walls = new Set<string>()
  for (const rule of rulesOf(lines)) {
    const until = rule.until ? { until: wallUntil(rule, rule.until, zone, allDay) } : {}
    const options = { ...rule.options, dtstart: first, tzid: null, ...until }
    const found = new RRule(options).between(from, to, true, (_date, count) => count < limit + 2)
    for (const date of found) walls.add(date.toISOString().slice(0, 19))
  }
  for (const wall of datesOf(lines, 'RDATE', zone)) walls.add(wall)
  if (walls.size === 0 && rulesOf(lines).length === 0) walls.add(first.toISOString().slice(0, 19))
  const list: Occurrence[] = []
  for (const wall of [...walls].sort()) {
    if (excluded.has(wall)) continue
    const occurrence = occurrenceOn(series, wall, zone, calendarZone, lengthMs)
    if (occurrence.startMs < toMs && occurrence.endMs > fromMs) list.push(occurrence)
    if (list.length >= limit) break
  }
  return list
}

/** The occurrence an instance id names, or null when the series has none there. */
export function occurrenceAt(series: GoogleEvent, calendarZone: string, instanceId: string): Occurrence | null {
  const stamp = instanceId.slice(instanceId.lastIndexOf('_') + 1)
  const parts = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z)?$/.exec(stamp)
  if (parts === null) return null
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = parts
  const aroundMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  if (Number.isNaN(aroundMs)) return null
  const near = occurrences(series, calendarZone, aroundMs - 2 * DAY, aroundMs + 2 * DAY)
  return near.find((occurrence) => occurrence.id === instanceId) ?? null
}

/** Where the last occurrence ends; Infinity for a series without end, NaN when the times cannot be read. */
export function seriesEndMs(series: GoogleEvent, calendarZone: string): number {
  const endMs = timeToMs(series.end, calendarZone)
  const rules = rulesOf(series.recurrence ?? [])
  if (rules.length === 0) return endMs
  if (rules.some((rule) => rule.until === null && !rule.options.count)) return Number.POSITIVE_INFINITY
  const startMs = timeToMs(series.start, calendarZone)
  const all = occurrences(series, calendarZone, startMs, startMs + FAR_AHEAD_MS)
  return Math.max(endMs, all.at(-1)?.endMs ?? endMs)
}

function occurrenceOn(
  series: GoogleEvent,
  wall: string,
  zone: string,
  calendarZone: string,
  lengthMs: number,
): Occurrence {
  if (typeof series.start?.date === 'string') {
    const date = wall.slice(0, 10)
    const startMs = timeToMs({ date }, calendarZone)
    // Whole days, not milliseconds: a day of 23 or 25 hours is still one day.
    const days = Math.round(lengthMs / DAY)
    const end = new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10)
    const id = `${series.id}_${date.replaceAll('-', '')}`
    return {
      id,
      start: { date },
      end: { date: end },
      originalStartTime: { date },
      startMs,
      endMs: timeToMs({ date: end }, calendarZone),
    }
  }
  const startMs = wallToMs(wall, zone)
  const stamp = `${new Date(startMs).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
  const start = { dateTime: instantText(startMs, zone), timeZone: zone }
  // RFC 5545, 3.8.5.3: every member of the set has the same exact duration.
  const end = { dateTime: instantText(startMs + lengthMs, zone), timeZone: series.end?.timeZone ?? zone }
  return { id: `${series.id}_${stamp}`, start, end, originalStartTime: start, startMs, endMs: startMs + lengthMs }
}

interface Rule {
  options: ReturnType<typeof RRule.parseString>
  until: Date | null
  untilIsDate: boolean
}
const parsed = new Map<string, Rule | null>()

function rulesOf(lines: readonly string[]): Rule[] {
  const rules: Rule[] = []
  for (const line of lines) {
    if (!/^RRULE:/i.test(line)) continue
    const rule = ruleOf(line)
    if (rule !== null) rules.push(rule)
  }
  return rules
}

function ruleOf(line: string): Rule | null {
  const known = parsed.get(line)
  if (known !== undefined) return known
  let rule: Rule | null = null
  try {
    const options = RRule.parseString(line.slice('RRULE:'.length))
    // rrule never returns from SECONDLY and some HOURLY rules (measured), so finer than daily is no rule here.
    const readable = options.freq !== undefined && options.freq <= RRule.DAILY
    if (readable) rule = { options, until: options.until ?? null, untilIsDate: /UNTIL=\d{8}(;|$)/i.test(line) }
  } catch {
    rule = null
  }
  parsed.set(line, rule)
  return rule
}

/** UNTIL as a wall clock time: a UTC instant is seen from the zone, a date means the whole of that day. */
function wallUntil(rule: Rule, until: Date, zone: string, allDay: boolean): Date {
  if (allDay || rule.untilIsDate) return new Date(until.getTime() + DAY - 1000)
  return new Date(`${instantText(until.getTime(), zone).slice(0, 19)}Z`)
}

/** EXDATE and RDATE lines as wall clock times of the zone: local, UTC or date forms. */
function datesOf(lines: readonly string[], name: 'EXDATE' | 'RDATE', zone: string): Set<string> {
  const walls = new Set<string>()
  for (const line of lines) {
    if (!line.toUpperCase().startsWith(name)) continue
    for (const value of line.slice(line.lastIndexOf(':') + 1).split(',')) {
      const parts = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/.exec(value.trim())
      if (parts === null) continue
      const [, year, month, day, hour = '00', minute = '00', second = '00', utc = ''] = parts
      const text = `${year}-${month}-${day}T${hour}:${minute}:${second}`
      walls.add(utc === 'Z' ? instantText(Date.parse(`${text}Z`), zone).slice(0, 19) : text)
    }
  }
  return walls
}
