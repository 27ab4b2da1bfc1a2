/** Stretches of local days that insights are asked for: those that pages offer, and whether one that was asked for is one. */
import { Temporal } from 'temporal-polyfill'
import type { History, PastEvent } from '../insights/history.ts'
import { MOST_WEEKS } from '../insights/weeks.ts'
import { dayAt, FIRST_DAY, localDay } from '../relationships/local-day.ts'
import { momentOf } from '../time/instant.ts'

/** ISO local dates, both included. */
export interface Period {
  from: string
  to: string
}

/** A quarter of a year, the week that runs included. */
const USUAL_WEEKS = 13

/** The usual period where nothing else is asked for. */
export function usualPeriod(today: Temporal.PlainDate): Period {
  const monday = today.subtract({ days: today.dayOfWeek - 1 })
  return { from: monday.subtract({ weeks: USUAL_WEEKS - 1 }).toString(), to: today.toString() }
}

export const PRESETS = ['weeks', 'quarter', 'last_quarter', 'year'] as const
export type Preset = (typeof PRESETS)[number]

/** Those that run end today. */
export function presetPeriods(today: Temporal.PlainDate): Readonly<Record<Preset, Period>> {
  const to = today.toString()
  return {
    weeks: usualPeriod(today),
    quarter: { from: quarterStart(today).toString(), to },
    last_quarter: lastQuarter(today),
    year: { from: today.with({ month: 1, day: 1 }).toString(), to },
  }
}

/** The quarter of the year before the one of `today`, whole. */
export function lastQuarter(today: Temporal.PlainDate): Period {
  const quarter = quarterStart(today)
  return { from: quarter.subtract({ months: 3 }).toString(), to: quarter.subtract({ days: 1 }).toString() }
}

function quarterStart(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.with({ month: day.month - ((day.month - 1) % 3), day: 1 })
}

export type PeriodFault = 'not_a_day' | 'backwards' | 'too_long'
export type AskedPeriod = { kind: 'ok'; period: Period } | { kind: 'wrong'; fault: PeriodFault }

/** Beyond it there is nothing to look at; and a week of the year 10000 has no name. */
const LAST_DAY = '2999-12-31'

/** @param asked ISO dates as an address has them; what is left out or empty is as usual, thirteen weeks up to the last day, which is today */
export function periodOf(
  asked: { from?: string | undefined; to?: string | undefined },
  today: Temporal.PlainDate,
): AskedPeriod {
  const to = dayOf(asked.to, today)
  if (to === null) return { kind: 'wrong', fault: 'not_a_day' }
  const from = dayOf(asked.from, Temporal.PlainDate.from(usualPeriod(to).from))
  if (from === null) return { kind: 'wrong', fault: 'not_a_day' }
  const days = from.until(to, { largestUnit: 'days' }).days
  if (days < 0) return { kind: 'wrong', fault: 'backwards' }
  if (days > MOST_WEEKS * 7) return { kind: 'wrong', fault: 'too_long' }
  return { kind: 'ok', period: { from: from.toString(), to: to.toString() } }
}

function dayOf(text: string | undefined, usual: Temporal.PlainDate): Temporal.PlainDate | null {
  if (text === undefined || text === '') return usual
  return text >= FIRST_DAY && text <= LAST_DAY ? localDay(text) : null
}

/** Those that began in it. */
export function eventsIn({ events, zone }: History, { from, to }: Period): PastEvent[] {
  return events.filter(({ start }) => {
    const on = dayAt(momentOf(start), zone)
    return on >= from && on <= to
  })
}
