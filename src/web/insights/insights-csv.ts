/**
 * The returns of a period as a spreadsheet: a row for each part in the person's currency, with its hours and cost, and below it one for each other currency
 * that came of it, so that no column mixes two and none counts an hour twice. Amounts are decimals of the row's currency.
 */
import { ASIDES } from '../../cycle/figures.ts'
import type { Insights } from '../../cycle/insights.ts'
import type { Language } from '../../i18n/index.ts'
import type { Credited, Dimension, Return } from '../../insights/returns.ts'
import { guarded, spreadsheet } from '../../relationships/spreadsheet.ts'
import { minorToText } from '../frame/amount.ts'
import { nameOfPart } from './insight-parts.tsx'

/** After the part's name, whose column is called by the dimension. */
const COLUMNS = [
  'currency',
  'events',
  'minutes',
  'cost',
  'closed',
  'pipeline',
  'net',
  'closedPerHour',
  'closedPerHourLow',
  'closedPerHourHigh',
  'closedCount',
] as const
type Cells = Partial<Record<(typeof COLUMNS)[number], string>>

/** @param currency the person's */
export function returnsCsv(insights: Insights, by: Dimension, currency: string, language: Language): string {
  const { parts, ...aside } = insights.returns[by]
  const others = ASIDES.filter((one) => aside[one].closed.sums.length + aside[one].pipeline.sums.length > 0)
  const rows = [
    ...parts.flatMap((part) => rowsOf(nameOfPart(by, part.label, language), part, ownCells(part, currency), currency)),
    ...others.flatMap((one) => rowsOf(language.words.insights.returns.aside[one], aside[one], {}, currency)),
  ]
  return spreadsheet([[by, ...COLUMNS], ...rows])
}

/** @param own what the row in the person's currency says besides the money */
function rowsOf(
  name: string,
  { closed, pipeline }: { closed: Credited; pipeline: Credited },
  own: Cells,
  currency: string,
): string[][] {
  const others = [...closed.sums, ...pipeline.sums].map((sum) => sum.currency).filter((code) => code !== currency)
  return [currency, ...new Set(others.toSorted())].map((code) => {
    const cells: Cells = {
      ...(code === currency && own),
      currency: code,
      closed: amountIn(closed, code),
      pipeline: amountIn(pipeline, code),
    }
    return [guarded(name), ...COLUMNS.map((column) => cells[column] ?? '')]
  })
}

function ownCells({ events, minutes, cost, net, perHour }: Return, currency: string): Cells {
  const money = (minor: number | null | undefined) => (minor == null ? '' : decimal(minor, currency))
  return {
    events: String(events.length),
    minutes: String(minutes),
    cost: money(cost),
    net: money(net),
    closedPerHour: money(perHour?.mean),
    closedPerHourLow: money(perHour?.low),
    closedPerHourHigh: money(perHour?.high),
    closedCount: String(perHour?.count ?? 0),
  }
}

function amountIn({ sums }: Credited, currency: string): string {
  return decimal(sums.find((sum) => sum.currency === currency)?.amount ?? 0, currency)
}

function decimal(minor: number, currency: string): string {
  return minor < 0 ? `-${minorToText(-minor, currency)}` : minorToText(minor, currency)
}
