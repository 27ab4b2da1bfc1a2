/** Values from outside made safe to keep: cut to bounds, well formed, and nothing more than text (design.md, rules 5 and 14). */
import { Temporal } from 'temporal-polyfill'
import type { CalendarEvent, When } from '../calendar/event.ts'
import { lastEndOf } from '../calendar/occurrences.ts'
import { isTimeZone } from '../time/zone.ts'

/** Longest texts kept, in characters: well beyond what a person writes, well below what could hurt. */
export const LONGEST = {
  title: 1_000,
  description: 8_000,
  location: 1_000,
  address: 320,
  name: 200,
  uid: 1_024,
  link: 2_000,
}
/** Guests kept by name: at a fair nobody is met because the list goes on. */
export const MOST_GUESTS = 100
/** A calendar with more is unreadable (design.md, section 2). */
export const MOST_EVENTS = 10_000

/** Foreign text cut to a bound, with NUL and broken surrogates out of the way of JSON and SQLite. */
export function text(value: unknown, longest: number): string {
  if (typeof value !== 'string') return ''
  return value.slice(0, longest).replaceAll('\u0000', '').toWellFormed()
}

/** A page a person may open; null for whatever is no address of the web. */
export function webLink(value: unknown): string | null {
  return typeof value === 'string' && /^https?:\/\//.test(value) ? value.slice(0, LONGEST.link) : null
}

/** Printable ASCII, as providers' ids are: what is kept by it must come out of the database as it went in. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]{1,1024}$/.test(value)
}

export function asObject(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null
}

export function endsBeforeStart(start: When, end: When): boolean {
  return 'on' in start ? 'on' in end && end.on <= start.on : 'at' in end && Date.parse(end.at) < Date.parse(start.at)
}

/** Ended for good before `since`, whatever zone it is in. */
export function isOver(event: CalendarEvent, since: Temporal.Instant): boolean {
  const last = lastEndOf(event)
  return last !== null && Temporal.Instant.compare(last, since) <= 0
}

/** Whether it is a zone that `Intl` knows. */
export function isZone(name: string | null | undefined): name is string {
  return typeof name === 'string' && isTimeZone(name)
}
