/**
 * Makes occurrences of what a calendar holds: a single stands for itself, a series is expanded within the window with its exceptions put in
 * their places. Recurrence rules come from outside, so every expansion is bounded, and rules finer than an hour are refused: no calendar
 * application makes them, and some take for ever (design.md, rule 5: one bad event never stops a sync).
 */
import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'
import { momentOf } from '../time/instant.ts'
import type { Interval } from '../time/interval.ts'
import type { CalendarEvent, EventId, RemoteEventId, When } from './event.ts'
import { eventIdOf, originalDayKey, originalStartKey } from './marks.ts'

/** More than an hourly series has in the 18 weeks that are looked at. */
const MOST_OCCURRENCES = 3_200
/** Of all series of a calendar together, and series of it whose rules are followed: eighty meetings a day that repeat are nobody's life. */
const MOST_IN_CALENDAR = 10_000
const MOST_SERIES = 1_500
const MOST_PERIODS = 20_000
const MOST_CANDIDATES = 100_000

export interface Occurrence {
  id: EventId
  /** What stands there: the exception where there is one, else the series or the single. */
  event: CalendarEvent
  target: OccurrenceTarget
  start: Temporal.Instant
  end: Temporal.Instant
  recurring: boolean
}

/** How a write addresses one occurrence; a series' occurrence without an exception is named by its original start. */
export interface OccurrenceTarget {
  id: RemoteEventId
  originalStart: When | null
}

export interface Expanded {
  occurrences: Occurrence[]
  /** Series whose rule could not be followed: shown as a count, never as an error of the whole calendar. */
  unreadable: number
}

/** Whether the series of a calendar have more occurrences than are looked at: then it cannot be read (design.md, section 2). */
export function areTooMany(events: Iterable<CalendarEvent>, window: Interval, zone: string): boolean {
  const series = [...events].filter(({ form }) => form === 'series')
  return layOutAll(series, window, zone).some((starts) => starts === 'beyond')
}

/**
 * @param events of one calendar, in any order
 * @param window occurrences that overlap it are given; an event of no length counts where it starts
 * @param zone where whole days begin and end
 */
export function occurrencesOf(events: Iterable<CalendarEvent>, window: Interval, zone: string): Expanded {
  const exceptions = new Map<RemoteEventId, CalendarEvent[]>()
  const others: CalendarEvent[] = []
  for (const event of events) {
    if (event.form !== 'exception' || event.seriesId === null) others.push(event)
    else exceptions.set(event.seriesId, [...(exceptions.get(event.seriesId) ?? []), event])
  }
  const series = others.filter(({ form }) => form === 'series')
  const laid = new Map(layOutAll(series, window, zone).map((starts, n) => [series[n], starts]))
  const placed: Placed[] = []
  let unreadable = 0
  const add = (one: Placed | null) => {
    if (one !== null && touches(one, window)) placed.push(one)
  }
  for (const event of others) {
    if (event.form === 'single') add(single(event, zone))
    else if (event.form === 'series') {
      const own = exceptions.get(event.id) ?? []
      exceptions.delete(event.id)
      const starts = laid.get(event) ?? null
      if (starts === null) unreadable++
      const length = lengthOf(event, zone)
      const replaced = new Map(own.map((e) => [e.originalStart === null ? '' : originalStartKey(e.originalStart), e]))
      // A rule that cannot be followed, or not within bounds, leaves the one occurrence that is certain: its time must not look free.
      for (const start of starts === null || starts === 'beyond' ? [event.start] : starts) {
        if (!replaced.has(originalStartKey(start))) add(occurrenceOf(event, event, start, zone, length))
      }
      for (const exception of own) add(exceptional(event, exception, zone, length))
    }
  }
  // An invitation to one occurrence alone comes as an exception whose series the person never sees.
  for (const orphans of exceptions.values()) for (const orphan of orphans) add(exceptional(null, orphan, zone, 0))
  return { occurrences: withIds(placed), unreadable }
}

/**
 * The starts of each series; null where a rule is refused or broken, `beyond` where all together would be too many: those that repeat the most go first,
 * so that a flood leaves the person's own weekly meetings where they are. Later series are beyond when there are too many of these.
 */
function layOutAll(series: readonly CalendarEvent[], window: Interval, zone: string): (When[] | 'beyond' | null)[] {
  const all = series.map((one, n) => (n < MOST_SERIES ? startsOf(one, window, zone) : ('beyond' as const)))
  const count = (starts: (typeof all)[number]) => (starts === null || starts === 'beyond' ? 1 : starts.length)
  let sum = all.reduce((total, starts) => total + count(starts), 0)
  if (sum <= MOST_IN_CALENDAR) return all
  const byLength = [...all.keys()].sort((a, b) => count(all[b] ?? null) - count(all[a] ?? null) || b - a)
  for (const n of byLength) {
    if (sum <= MOST_IN_CALENDAR) break
    sum -= count(all[n] ?? null) - 1
    all[n] = 'beyond'
  }
  return all
}

/** An occurrence that is yet to get its id; `original` is null of a single event. */
type Placed = Omit<Occurrence, 'id'> & { original: When | null }

/** Of several occurrences of one series on one day, which only rules finer than a day have, the first has the day's id, and each other one of its own. */
function withIds(placed: readonly Placed[]): Occurrence[] {
  const named = placed.map(({ original, ...occurrence }) => {
    const day = eventIdOf(occurrence.event.uid, originalDayKey(original))
    return { occurrence, day, exact: original === null ? '' : originalStartKey(original) }
  })
  const firstOfDay = new Map<EventId, string>()
  for (const { day, exact } of named) {
    const first = firstOfDay.get(day)
    if (first === undefined || exact < first) firstOfDay.set(day, exact)
  }
  return named.map(({ occurrence, day, exact }) => {
    const isFirst = firstOfDay.get(day) === exact
    return { ...occurrence, id: isFirst ? day : eventIdOf(occurrence.event.uid, exact) }
  })
}

/** The last instant at which an occurrence of `event` may end; null where there is no last one. Whole days are taken generously. */
export function lastEndOf(event: CalendarEvent): Temporal.Instant | null {
  const slack = { hours: 48 }
  let last: Temporal.Instant
  if (event.form === 'series') {
    const rules = event.recurrence.filter((line) => line.startsWith('RRULE'))
    const untils = rules.flatMap((rule) => untilOf(rule) ?? [])
    const bounded =
      rules.length > 0 && untils.length === rules.length && !event.recurrence.some((line) => line.startsWith('RDATE'))
    const latest = untils.sort().at(-1)
    if (!bounded || latest === undefined) return null
    last = Temporal.Instant.from(`${latest}T00:00Z`).add({ milliseconds: lengthOf(event, 'UTC') })
  } else {
    const originalStart = event.originalStart === null ? [] : [instantOf(event.originalStart, 'UTC')]
    const ends = [instantOf(event.end, 'UTC'), ...originalStart]
    last = ends.reduce((a, b) => (Temporal.Instant.compare(a, b) > 0 ? a : b))
  }
  // Beyond four digits a year no longer sorts as text; what lasts that long lasts for ever.
  return last.epochMilliseconds > LAST_YEAR ? null : last.add(slack)
}

const LAST_YEAR = Date.parse('9990-01-01T00:00:00Z')

/** The day of a rule's UNTIL; null without one, and for one that is no day: broken events never stop a sync. */
function untilOf(rule: string): string | null {
  const [, year, month, day] = /UNTIL=(\d{4})(\d{2})(\d{2})/.exec(rule) ?? []
  if (year === undefined) return null
  try {
    return Temporal.PlainDate.from(
      { year: Number(year), month: Number(month), day: Number(day) },
      { overflow: 'reject' },
    ).toString()
  } catch {
    return null
  }
}

/** A whole day begins where its zone's day begins. */
export function instantOf(when: When, zone: string): Temporal.Instant {
  if ('at' in when) return momentOf(when.at)
  return Temporal.PlainDate.from(when.on).toZonedDateTime(zone).toInstant()
}

function single(event: CalendarEvent, zone: string): Placed {
  return {
    original: null,
    event,
    target: { id: event.id, originalStart: null },
    start: instantOf(event.start, zone),
    end: instantOf(event.end, zone),
    recurring: false,
  }
}

function exceptional(
  series: CalendarEvent | null,
  exception: CalendarEvent,
  zone: string,
  length: number,
): Placed | null {
  if (exception.originalStart === null) return null
  // A cancelled exception is guaranteed to carry no more than its original start (Calendar API, events resource, `status`); one of a series that is
  // kept as its occurrences says what it was.
  if (exception.status === 'cancelled' && (series !== null || exception.title === '')) {
    if (series === null) return null
    const gone = occurrenceOf(series, { ...series, status: 'cancelled' }, exception.originalStart, zone, length)
    return { ...gone, target: { id: exception.id, originalStart: null } }
  }
  return {
    original: exception.originalStart,
    event: exception,
    target: { id: exception.id, originalStart: null },
    start: instantOf(exception.start, zone),
    end: instantOf(exception.end, zone),
    recurring: true,
  }
}

/** @param length of the series' occurrences, in milliseconds */
function occurrenceOf(
  series: CalendarEvent,
  event: CalendarEvent,
  originalStart: When,
  zone: string,
  length: number,
): Placed {
  const start = instantOf(originalStart, zone)
  return {
    original: originalStart,
    event,
    target: { id: series.id, originalStart },
    start,
    end: 'on' in originalStart ? endOfDays(series, originalStart.on, zone) : start.add({ milliseconds: length }),
    recurring: true,
  }
}

/** Whole days are counted in days, so that a day of 23 hours ends at its midnight. */
function endOfDays(series: CalendarEvent, on: string, zone: string): Temporal.Instant {
  if (!('on' in series.start) || !('on' in series.end)) return instantOf({ on }, zone)
  const days = Temporal.PlainDate.from(series.start.on).until(series.end.on, { largestUnit: 'day' }).days
  return Temporal.PlainDate.from(on).add({ days }).toZonedDateTime(zone).toInstant()
}

/** Ascending original starts whose occurrences may touch the window; null where the rule is refused or broken. */
function startsOf(series: CalendarEvent, window: Interval, zone: string): When[] | null {
  const timed = 'at' in series.start ? series.start : null
  const zoneOfRule = timed === null ? 'UTC' : timed.timeZone
  const first = timed === null ? `${instantDay(series.start)}T000000` : localStamp(timed)
  // Whole days are laid out in UTC; a zone is at most 14 hours away from it (RFC 5545, 3.3.4: they float).
  const slack = timed === null ? 14 * HOUR : 0
  // Whole days of window, so that a day's cycles ask the library once for each series.
  const from = new Date(Math.floor((window.start.epochMilliseconds - lengthOf(series, zone) - slack) / DAY) * DAY)
  const to = new Date(Math.ceil((window.end.epochMilliseconds + slack) / DAY) * DAY)
  const key = [zoneOfRule, first, from.getTime(), to.getTime(), timed === null, ...series.recurrence].join('\n')
  const known = laidOut.get(key)
  if (known !== undefined) return known
  const starts = layOut(series, zoneOfRule, first, from, to)
  if (laidOut.size >= MOST_LAID_OUT) laidOut.clear()
  laidOut.set(key, starts)
  return starts
}

/** What rules gave, by everything they depend on: the library takes some two milliseconds for each. */
const laidOut = new Map<string, When[] | null>()
const MOST_LAID_OUT = 4_000
const HOUR = 3_600_000
const DAY = 24 * HOUR

function layOut(series: CalendarEvent, zoneOfRule: string, first: string, from: Date, to: Date): When[] | null {
  if (series.recurrence.some((line) => /FREQ=(SECONDLY|MINUTELY)/i.test(line))) return null
  const timed = 'at' in series.start ? series.start : null
  try {
    const stamps = new Set<number>()
    // Without a rule the start itself is the first of the dates (RFC 5545, 3.8.5.2).
    const own = instantOf(series.start, 'UTC').epochMilliseconds
    if (!series.recurrence.some((line) => line.startsWith('RRULE')) && own >= from.getTime() && own < to.getTime())
      stamps.add(own)
    for (const rule of series.recurrence.filter((line) => line.startsWith('RRULE'))) {
      const lines = [
        `DTSTART;TZID=${zoneOfRule}:${first}`,
        inUtc(rule, zoneOfRule),
        ...series.recurrence.filter((l) => l.startsWith('EXDATE')),
      ]
      const expansion = new RRuleTemporal({
        rruleString: lines.join('\n'),
        maxIterations: MOST_PERIODS,
        maxCandidateEvaluations: MOST_CANDIDATES,
      })
      for (const start of expansion.between(from, to, true)) {
        stamps.add(start.epochMilliseconds)
      }
    }
    for (const extra of series.recurrence.filter((line) => line.startsWith('RDATE'))) {
      for (const at of extraDates(extra, zoneOfRule)) {
        if (at >= from.getTime() && at < to.getTime()) stamps.add(at)
      }
    }
    // Cut short it would leave the time behind the cut looking free, and nobody would know.
    if (stamps.size > MOST_OCCURRENCES) return null
    return [...stamps]
      .sort((a, b) => a - b)
      .map((stamp) => {
        const at = new Date(stamp).toISOString()
        return timed === null ? { on: at.slice(0, 10) } : { at, timeZone: timed.timeZone }
      })
  } catch {
    // The library throws on every rule it cannot follow, also on one that runs over its bounds.
    return null
  }
}

/** An UNTIL by the clock of the series, as some programs write it, as the standard has it (RFC 5545, 3.3.10); the library would refuse the rule. */
function inUtc(rule: string, zone: string): string {
  return rule.replace(/UNTIL=(\d{8}T\d{6})(?=;|$)/i, (_, local: string) => {
    const until = Temporal.PlainDateTime.from(local).toZonedDateTime(zone).toInstant()
    return `UNTIL=${until.toString({ smallestUnit: 'second' }).replace(/[-:]/g, '')}`
  })
}

/** `RDATE;TZID=America/Mexico_City:20261124T073000,20261201T073000` or `RDATE;VALUE=DATE:20261124` (RFC 5545, 3.8.5.2). */
function extraDates(line: string, zone: string): number[] {
  const [head, values] = [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]
  const named = /TZID=([^;:]+)/.exec(head)?.[1] ?? zone
  return values.split(',').map((value) => {
    const text = value.replace(/^(\d{4})(\d{2})(\d{2})/, '$1-$2-$3').replace(/T(\d{2})(\d{2})(\d{2})/, 'T$1:$2:$3')
    if (text.endsWith('Z')) return Temporal.Instant.from(text).epochMilliseconds
    return Temporal.PlainDateTime.from(text).toZonedDateTime(named).epochMilliseconds
  })
}

function touches(occurrence: Pick<Occurrence, 'start' | 'end'>, window: Interval): boolean {
  const [start, end] = [occurrence.start.epochMilliseconds, occurrence.end.epochMilliseconds]
  return start < window.end.epochMilliseconds && Math.max(end, start + 1) > window.start.epochMilliseconds
}

function lengthOf(event: CalendarEvent, zone: string): number {
  return Math.max(0, instantOf(event.end, zone).epochMilliseconds - instantOf(event.start, zone).epochMilliseconds)
}

function instantDay(when: When): string {
  return ('on' in when ? when.on : when.at.slice(0, 10)).replaceAll('-', '')
}

function localStamp(when: { at: string; timeZone: string }): string {
  const local = Temporal.Instant.from(when.at).toZonedDateTimeISO(when.timeZone).toPlainDateTime()
  return local.toString({ smallestUnit: 'second' }).replace(/[-:]/g, '')
}
