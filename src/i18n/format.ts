/**
 * Dates, times, durations, money and lists as a person reads them: in their language, on the clock of their zone. The zone is
 * always given; nothing here falls back to the zone of the machine.
 */
import { Temporal } from 'temporal-polyfill'
import type { Interval } from '../time/interval.ts'
import { addWeeks, mondayOf, type Week } from '../time/week.ts'
import { minorDigits } from './currency.ts'
import type { Locale } from './locale.ts'

export interface Formats {
  /** "martes, 24 de noviembre" */
  day(at: Temporal.Instant): string
  /** "mar 24 de nov" */
  shortDay(at: Temporal.Instant): string
  /** "7:00 p.m." */
  time(at: Temporal.Instant): string
  /** "mar 24 de nov, 7:00 p.m." */
  moment(at: Temporal.Instant): string
  /** "mar 24 de nov, 7:00–9:30 p.m."; of whole days "mar 24 de nov", or from the first to the last. */
  span(interval: Interval, allDay: boolean): string
  /** An ISO date: "24 de noviembre de 2026". */
  date(on: string): string
  /** The same in few letters, without the year: "24 nov". */
  shortDate(on: string): string
  /** "23–29 de noviembre" */
  week(week: Week): string
  /** 1 is Monday. */
  weekday(weekday: number): string
  /** 0 to 23: "7:00 a.m." */
  hour(hour: number): string
  /** Whole minutes, negative ones too: "2 h 30 min". */
  duration(minutes: number): string
  /** Minor units: 12345 MXN is "$123.45". */
  money(minor: number, currency: string): string
  /** With a sign, to the hundredth that points are counted in, so that a sum shown is the sum: "+3.5", "−0.25". */
  points(points: number): string
  number(number: number): string
  percent(share: number): string
  list(items: readonly string[]): string
  /** "hace 2 horas", "mañana" */
  relative(at: Temporal.Instant, now: Temporal.Instant): string
}

/** Making an `Intl` format costs more than using it a thousand times; there are two languages and some four hundred zones. */
const made = new Map<string, Formats>()

/** @param timeZone an IANA zone; settings hold no other. */
export function formatsFor(locale: Locale, timeZone: string): Formats {
  const key = `${locale} ${timeZone}`
  const formats = made.get(key) ?? makeFormats(locale, timeZone)
  made.set(key, formats)
  return formats
}

function makeFormats(locale: Locale, timeZone: string): Formats {
  const inZone = lazily(
    (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone, ...options }),
  )
  // Dates without a time are the same everywhere: they are set on UTC's calendar and read there.
  const floating = lazily(
    (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }),
  )
  const signed = lazily((options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options))
  const relative = lazily((options: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(locale, options))
  const lists = lazily((options: Intl.ListFormatOptions) => new Intl.ListFormat(locale, options))
  const shortDay = (at: Temporal.Instant) => inZone(SHORT_DAY).format(at.epochMilliseconds)
  return {
    day: (at) => inZone(DAY).format(at.epochMilliseconds),
    shortDay,
    time: (at) => inZone(TIME).format(at.epochMilliseconds),
    moment: (at) => inZone(MOMENT).format(at.epochMilliseconds),
    span: (interval, allDay) => {
      const start = interval.start.epochMilliseconds
      // Ends are exclusive: midnight belongs to the day before it, and nothing ends before it starts.
      const last = Math.max(start, interval.end.epochMilliseconds - 1)
      if (allDay) return inZone(SHORT_DAY).formatRange(start, last)
      return inZone(MOMENT).formatRange(start, Math.max(start, interval.end.epochMilliseconds))
    },
    date: (on) => floating(DATE).format(utcMilliseconds(Temporal.PlainDate.from(on))),
    shortDate: (on) => floating(SHORT_DATE).format(utcMilliseconds(Temporal.PlainDate.from(on))),
    week: (week) =>
      floating(DAY_OF_MONTH).formatRange(
        utcMilliseconds(mondayOf(week)),
        utcMilliseconds(mondayOf(addWeeks(week, 1)).subtract({ days: 1 })),
      ),
    weekday: (weekday) => floating(WEEKDAY).format(utcMilliseconds(A_MONDAY.add({ days: weekday - 1 }))),
    hour: (hour) => floating(TIME).format(utcMilliseconds(A_MONDAY) + hour * 3_600_000),
    duration,
    money: (minor, currency) => {
      const digits = minorDigits(currency)
      const exactly = { minimumFractionDigits: digits, maximumFractionDigits: digits } as const
      const format = signed({ style: 'currency', currency, ...exactly, trailingZeroDisplay: 'stripIfInteger' })
      return format.format(minor / 10 ** digits)
    },
    points: (points) => signed({ signDisplay: 'exceptZero', maximumFractionDigits: 2 }).format(points),
    number: (number) => signed({ maximumFractionDigits: 2 }).format(number),
    percent: (share) => signed({ style: 'percent', maximumFractionDigits: 0 }).format(share),
    list: (items) => lists({ type: 'conjunction' }).format(items),
    relative: (at, now) => {
      const [amount, unit] = distance(at.toZonedDateTimeISO(timeZone), now.toZonedDateTimeISO(timeZone))
      return relative({ numeric: 'auto' }).format(amount, unit)
    },
  }
}

const DAY: Intl.DateTimeFormatOptions = { weekday: 'long', day: 'numeric', month: 'long' }
const SHORT_DAY: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short' }
const TIME: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' }
const MOMENT: Intl.DateTimeFormatOptions = { ...SHORT_DAY, ...TIME }
const DATE: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', year: 'numeric' }
const SHORT_DATE: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' }
const DAY_OF_MONTH: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long' }
const WEEKDAY: Intl.DateTimeFormatOptions = { weekday: 'long' }
const A_MONDAY = Temporal.PlainDate.from('2024-01-01')

function duration(minutes: number): string {
  const whole = Math.abs(Math.round(minutes))
  const [hours, rest] = [Math.floor(whole / 60), whole % 60]
  const parts = [hours > 0 ? `${hours} h` : '', rest > 0 || hours === 0 ? `${rest} min` : ''].filter(
    (part) => part !== '',
  )
  return `${minutes < 0 && whole > 0 ? '−' : ''}${parts.join(' ')}`
}

/** Within a day by hours and minutes; beyond, by days as the calendar on the wall counts them. */
function distance(at: Temporal.ZonedDateTime, now: Temporal.ZonedDateTime): [number, Intl.RelativeTimeFormatUnit] {
  const minutes = Math.round((at.epochMilliseconds - now.epochMilliseconds) / 60_000)
  if (Math.abs(minutes) < 60) return [minutes, 'minute']
  if (Math.abs(minutes) < 12 * 60) return [Math.round(minutes / 60), 'hour']
  const days = now.toPlainDate().until(at.toPlainDate(), { largestUnit: 'days' }).days
  if (days === 0) return [Math.round(minutes / 60), 'hour']
  return Math.abs(days) < 14 ? [days, 'day'] : [Math.round(days / 7), 'week']
}

function utcMilliseconds(date: Temporal.PlainDate): number {
  return date.toZonedDateTime('UTC').epochMilliseconds
}

function lazily<Options, Format>(make: (options: Options) => Format): (options: Options) => Format {
  const kept = new Map<string, Format>()
  return (options) => {
    const key = JSON.stringify(options)
    const format = kept.get(key) ?? make(options)
    kept.set(key, format)
    return format
  }
}
