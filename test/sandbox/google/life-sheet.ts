/**
 * The sheet on which a life is written: one account's calendars, where every line has a key and is written once, ever.
 */
import { Temporal } from 'temporal-polyfill'
import { eventIdFrom, type GoogleEvent, type GoogleEventTime } from './model.ts'
import { occurrences } from './recurrence.ts'
import type { GoogleWorld } from './world.ts'

export const FAMILY_CALENDAR = 'familia.torres.luna@group.calendar.google.com'
export const PERSONAL_CALENDAR = 'mariana.personal.cenit@group.calendar.google.com'
export const HOLIDAY_CALENDAR = 'es.mexican#holiday@group.v.calendar.google.com'

export interface Span {
  startMs: number
  endMs: number
}

/** One account's calendar as paper to write on; every line has a key and is written once, ever. */
export class Life {
  added = 0
  /** Monday of the current week, where the person lives. */
  readonly monday: Temporal.PlainDate
  readonly email: string
  readonly zone: string
  private readonly world: GoogleWorld

  constructor(world: GoogleWorld, email: string, zone: string) {
    this.world = world
    this.email = email
    this.zone = zone
    const today = Temporal.Instant.fromEpochMilliseconds(world.now()).toZonedDateTimeISO(zone).toPlainDate()
    this.monday = today.subtract({ days: today.dayOfWeek - 1 })
  }

  /** Writes an event unless its key was used before; answers its id when it is new. */
  write(calendarId: string, key: string, event: GoogleEvent): string | null {
    const line = `${this.email} ${calendarId} ${key}`
    if (this.world.state.lived.has(line)) return null
    this.world.state.lived.add(line)
    const id = eventIdFrom(`life ${line}`)
    this.world.hands.plant(calendarId, { id, ...event })
    this.added += 1
    return id
  }

  cancel(calendarId: string, eventId: string): void {
    this.world.hands.delete(calendarId, eventId, 'organiser')
  }

  /** The organiser moves one occurrence of a series that was just written. */
  move(
    calendarId: string,
    seriesId: string,
    on: Temporal.PlainDate,
    to: { start: GoogleEventTime; end: GoogleEventTime },
  ): void {
    const one = this.occurrence(calendarId, seriesId, on)
    if (one !== null) this.world.hands.reschedule(calendarId, one, to.start, to.end, 'organiser')
  }

  /** Cancels one occurrence of a series that was just written. */
  skip(calendarId: string, seriesId: string, on: Temporal.PlainDate): void {
    const one = this.occurrence(calendarId, seriesId, on)
    if (one !== null) this.cancel(calendarId, one)
  }

  /** Start and end of a timed event, from a local date and `HH:MM`. */
  times(
    date: Temporal.PlainDate,
    at: string,
    minutes: number,
  ): { start: { dateTime: string; timeZone: string }; end: { dateTime: string; timeZone: string } } {
    const start = date.toPlainDateTime(Temporal.PlainTime.from(at)).toZonedDateTime(this.zone)
    const text = (time: Temporal.ZonedDateTime) => time.toString({ timeZoneName: 'never', smallestUnit: 'second' })
    const end = start.add({ minutes })
    return { start: { dateTime: text(start), timeZone: this.zone }, end: { dateTime: text(end), timeZone: this.zone } }
  }

  private occurrence(calendarId: string, seriesId: string, on: Temporal.PlainDate): string | null {
    const series = this.world.calendar(calendarId)?.events.get(seriesId)
    if (series === undefined) return null
    const from = on.toZonedDateTime(this.zone).epochMilliseconds
    return occurrences(series.event, this.zone, from, from + 86_400_000).at(0)?.id ?? null
  }

  /** A number from 0 to below `limit`, always the same for the same words. */
  pick(words: string, limit: number): number {
    const id = eventIdFrom(`${this.email} ${words}`)
    return [...id].reduce((sum, sign) => (sum * 33 + sign.charCodeAt(0)) % 1_000_003, 7) % limit
  }
}

export function allDay(date: Temporal.PlainDate): { start: { date: string }; end: { date: string } } {
  return { start: { date: date.toString() }, end: { date: date.add({ days: 1 }).toString() } }
}

export function spanOf(times: {
  start: { date?: string; dateTime?: string }
  end: { date?: string; dateTime?: string }
}): Span {
  return {
    startMs: Date.parse(times.start.dateTime ?? times.start.date ?? ''),
    endMs: Date.parse(times.end.dateTime ?? times.end.date ?? ''),
  }
}

export function overlap(a: Span, b: Span): boolean {
  return a.startMs < b.endMs && b.startMs < a.endMs
}
