/**
 * The sheet on which a life is written: one account's calendars, where every line has a key and is written once, ever. What
 * a line looks like at a provider is the business of its `Paper`.
 */
import { Temporal } from 'temporal-polyfill'
import { steadyPick } from '../wire/steady.ts'
import type { Person } from './words.ts'

export interface Span {
  startMs: number
  endMs: number
}

/** The calendars a life is written on; `main` is the account's own. */
export type CalendarName = 'main' | 'personal' | 'family' | 'holidays'
export type Answer = 'accepted' | 'needsAction' | 'tentative' | 'declined'

export interface Guest extends Person {
  answer: Answer
}

/** `date` (the end exclusive), or `dateTime` with its offset and the zone it was typed in. */
export type LifeTime = { date: string } | { dateTime: string; timeZone: string }

export interface LifeTimes {
  start: LifeTime
  end: LifeTime
}

/** One event as a person would tell it. */
export interface LifeEvent extends LifeTimes {
  title: string
  description?: string
  location?: string
  /** The value of an RRULE. */
  rule?: string
  /** Somebody else invites, and this is the person's answer; none: she typed it herself. */
  invitation?: {
    by: Person
    answer: Answer
    /** What organisers of public events choose: nobody brings others, and a guest list of nobody is a hidden one. */
    closed: boolean
  }
  /** Without the person and the organiser; with guests and without invitation it is her own meeting. */
  guests?: Guest[]
  /** It does not block. */
  free?: boolean
  /** More than an event to those providers that know such things. */
  sort?: 'focus' | 'office' | 'home' | 'birthday' | 'holiday' | 'away'
  /** Feeds carry all their events as tentative; it says nothing about the person. */
  fromFeed?: boolean
}

/** A provider's calendars as paper: all that a life needs of them. Ids are the provider's own. */
export interface Paper {
  /** Epoch milliseconds. */
  now(): number
  /** Makes the account and its calendars where they are missing. */
  openAccount(account: LifeAccount): void
  /** Whether this line was ever written: never again, not even after a deletion. */
  knows(account: string, calendar: CalendarName, key: string): boolean
  /** Writes a line for the first time. */
  write(account: string, calendar: CalendarName, key: string, event: LifeEvent): void
  /** Where a written line stands now; null when it is gone. */
  spanOf(account: string, calendar: CalendarName, key: string): Span | null
  /** The organiser cancels it: the whole of it, or its occurrences that touch the span. */
  cancel(account: string, calendar: CalendarName, key: string, occurrencesIn?: Span): void
  /** The organiser moves the first occurrence that touches the span. */
  move(account: string, calendar: CalendarName, key: string, occurrenceIn: Span, to: LifeTimes): void
}

export interface LifeAccount extends Person {
  zone: string
  /** What the account calls its own calendar. */
  mainName: string
  /** Whether it has the other calendars too, and who shares the family's. */
  others: { familyOf: string } | null
}

/** One account's calendar as paper to write on; every line has a key and is written once, ever. */
export class Life {
  added = 0
  /** Monday of the current week, where the person lives. */
  readonly monday: Temporal.PlainDate
  readonly email: string
  readonly zone: string
  private readonly paper: Paper

  constructor(paper: Paper, email: string, zone: string) {
    this.paper = paper
    this.email = email
    this.zone = zone
    const today = Temporal.Instant.fromEpochMilliseconds(paper.now()).toZonedDateTimeISO(zone).toPlainDate()
    this.monday = today.subtract({ days: today.dayOfWeek - 1 })
  }

  /** Writes an event unless its key was used before; answers whether it is new. */
  write(calendar: CalendarName, key: string, event: LifeEvent): boolean {
    if (this.paper.knows(this.email, calendar, key)) return false
    this.paper.write(this.email, calendar, key, event)
    this.added += 1
    return true
  }

  spanOf(calendar: CalendarName, key: string): Span | null {
    return this.paper.spanOf(this.email, calendar, key)
  }

  cancel(calendar: CalendarName, key: string, occurrencesIn?: Span): void {
    this.paper.cancel(this.email, calendar, key, occurrencesIn)
  }

  /** The organiser moves one occurrence of a series that was just written. */
  move(calendar: CalendarName, key: string, on: Temporal.PlainDate, to: LifeTimes): void {
    this.paper.move(this.email, calendar, key, this.day(on), to)
  }

  /** Cancels one occurrence of a series that was just written. */
  skip(calendar: CalendarName, key: string, on: Temporal.PlainDate): void {
    this.cancel(calendar, key, this.day(on))
  }

  /** Start and end of a timed event, from a local date and `HH:MM`. */
  times(date: Temporal.PlainDate, at: string, minutes: number): LifeTimes {
    const start = date.toPlainDateTime(Temporal.PlainTime.from(at)).toZonedDateTime(this.zone)
    const text = (time: Temporal.ZonedDateTime) => time.toString({ timeZoneName: 'never', smallestUnit: 'second' })
    const end = start.add({ minutes })
    return { start: { dateTime: text(start), timeZone: this.zone }, end: { dateTime: text(end), timeZone: this.zone } }
  }

  /** A number from 0 to below `limit`, always the same for the same words. */
  pick(words: string, limit: number): number {
    return steadyPick(`${this.email} ${words}`, limit)
  }

  private day(on: Temporal.PlainDate): Span {
    const startMs = on.toZonedDateTime(this.zone).epochMilliseconds
    return { startMs, endMs: startMs + 86_400_000 }
  }
}

export function allDay(date: Temporal.PlainDate): LifeTimes {
  return { start: { date: date.toString() }, end: { date: date.add({ days: 1 }).toString() } }
}

export function spanOf({ start, end }: LifeTimes): Span {
  const ms = (time: LifeTime) => Date.parse('date' in time ? time.date : time.dateTime)
  return { startMs: ms(start), endMs: ms(end) }
}

export function overlap(a: Span, b: Span): boolean {
  return a.startMs < b.endMs && b.startMs < a.endMs
}
