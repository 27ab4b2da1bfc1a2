/**
 * A patterned recurrence expanded day by day, as naively as it reads: every date from the first on is asked whether the pattern
 * holds on it. Clients expand rules of another form on purpose: two authors, one truth.
 */
import type { DayOfWeek, PatternedRecurrence, RecurrencePattern, WeekIndex } from '@microsoft/microsoft-graph-types'

const DAYS: readonly DayOfWeek[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const INDEXES: readonly WeekIndex[] = ['first', 'second', 'third', 'fourth']
export const PATTERN_TYPES = [
  'daily',
  'weekly',
  'absoluteMonthly',
  'relativeMonthly',
  'absoluteYearly',
  'relativeYearly',
] as const
/** Exchange expands no further than this; what begins earlier than that ago is slow, not wrong. */
const MOST_DAYS = 366 * 60
const DAY_MS = 86_400_000

/** A date as its parts, which is all a pattern asks of it. */
interface Day {
  /** Days since 1970. */
  n: number
  year: number
  month: number
  day: number
  /** 0 is Monday. */
  weekday: number
}

/**
 * The original dates from `from` to `to` (both included) on which the pattern holds, ascending; what was cancelled or changed
 * since is not looked at.
 */
export function datesOf(recurrence: PatternedRecurrence, from: string, to: string): string[] {
  const { pattern, range } = recurrence
  if (!pattern || !range?.startDate) return []
  const first = dayAt(dayNumber(range.startDate))
  const lastDate = range.type === 'endDate' && range.endDate ? range.endDate : '9999-12-31'
  const limit = range.type === 'numbered' ? (range.numberOfOccurrences ?? 1) : Number.POSITIVE_INFINITY
  const end = dayNumber(to < lastDate ? to : lastDate)
  const begin = dayNumber(from)
  const dates: string[] = []
  let count = 0
  // Only counting needs the beginning; anything else may start at the window.
  let n = range.type === 'numbered' ? first.n : Math.max(first.n, begin)
  for (let days = 0; days < MOST_DAYS && count < limit && n <= end; days += 1) {
    if (holdsOn(pattern, first, dayAt(n))) {
      count += 1
      if (n >= begin) dates.push(new Date(n * DAY_MS).toISOString().slice(0, 10))
    }
    n += 1
  }
  return dates
}

function holdsOn(pattern: RecurrencePattern, first: Day, date: Day): boolean {
  const interval = pattern.interval ?? 1
  const months = (date.year - first.year) * 12 + date.month - first.month
  const years = date.year - first.year
  switch (pattern.type) {
    case 'daily':
      return (date.n - first.n) % interval === 0
    case 'weekly': {
      if (!onDays(pattern, date.weekday)) return false
      const weeks = (weekOf(date, pattern.firstDayOfWeek) - weekOf(first, pattern.firstDayOfWeek)) / 7
      return weeks % interval === 0
    }
    case 'absoluteMonthly':
      return months % interval === 0 && isDayOfMonth(pattern, date)
    case 'relativeMonthly':
      return months % interval === 0 && isNthOfMonth(pattern, date)
    case 'absoluteYearly':
      return years % interval === 0 && date.month === pattern.month && isDayOfMonth(pattern, date)
    case 'relativeYearly':
      return years % interval === 0 && date.month === pattern.month && isNthOfMonth(pattern, date)
    default:
      return false
  }
}

function onDays(pattern: RecurrencePattern, weekday: number): boolean {
  const name = DAYS[weekday]
  return name !== undefined && (pattern.daysOfWeek ?? []).includes(name)
}

/** The number of the day on which the week of a date begins: a Sunday, unless the pattern says otherwise. */
function weekOf(date: Day, firstDayOfWeek: DayOfWeek | null | undefined): number {
  const begins = DAYS.indexOf(firstDayOfWeek ?? 'sunday')
  return date.n - ((date.weekday - begins + 7) % 7)
}

/** The 31st of a shorter month is its last day, as Outlook has it. */
function isDayOfMonth(pattern: RecurrencePattern, date: Day): boolean {
  return date.day === Math.min(pattern.dayOfMonth ?? 1, daysIn(date))
}

/** Among all days of the month that the pattern names: the first weekday, the last Friday or Saturday. */
function isNthOfMonth(pattern: RecurrencePattern, date: Day): boolean {
  if (!onDays(pattern, date.weekday)) return false
  const named = Array.from({ length: daysIn(date) }, (_none, n) => n + 1).filter((day) =>
    onDays(pattern, dayAt(date.n - date.day + day).weekday),
  )
  const index = INDEXES.indexOf(pattern.index ?? 'first')
  return (index === -1 ? named.at(-1) : named[index]) === date.day
}

function daysIn({ year, month }: Day): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS
}

function dayAt(n: number): Day {
  const date = new Date(n * DAY_MS)
  const weekday = (date.getUTCDay() + 6) % 7
  return { n, year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), weekday }
}
