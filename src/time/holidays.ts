/**
 * Public holidays of the countries Aforo serves, by time zone. The dates are made by `test/time/generate-holidays.ts` with
 * date-holidays 3.37.0 (https://github.com/commenthol/date-holidays, ISC; its data CC-BY-3.0) and shipped as `holidays.json`:
 * the library itself would be most of the Worker.
 */
import data from './holidays.json' with { type: 'json' }
import { remembered } from './remembered.ts'

/** Years beyond those of `holidays.json` have no holidays; `test/time/generate-holidays.ts` makes more. */
export const HOLIDAY_YEARS = { first: data.firstYear, last: data.lastYear }

/**
 * ISO dates of the public holidays of the zone's country, national ones only.
 * @param fromYear first year, inclusive
 * @param toYear last year, inclusive
 * @returns the empty set for a zone of a country that is not served
 */
export function publicHolidays(zone: string, fromYear: number, toYear: number): ReadonlySet<string> {
  return found(`${zone} ${fromYear} ${toYear}`, () => datesOf(zone, fromYear, toYear))
}

const found = remembered<string, ReadonlySet<string>>(200)

function datesOf(zone: string, fromYear: number, toYear: number): ReadonlySet<string> {
  const country = countryOf(zone)
  const dates = new Set<string>()
  if (country === null) return dates
  const years = byCountry.get(country)
  for (let year = Math.max(fromYear, data.firstYear); year <= Math.min(toYear, data.lastYear); year++) {
    // One text a year, 'MMDD MMDD ...': a fifth of the size of a list of dates.
    for (const day of years?.[year - data.firstYear]?.split(' ') ?? []) {
      if (day !== '') dates.add(`${year}-${day.slice(0, 2)}-${day.slice(2)}`)
    }
  }
  return dates
}

/** ISO 3166 code of the country whose holidays a zone's people keep; null where Aforo knows none. */
export function countryOf(zone: string): string | null {
  return countryByZone.get(zone) ?? null
}

const byCountry = new Map<string, readonly string[]>(Object.entries(data.days))
const countryByZone = new Map<string, string>(
  Object.entries(data.zones).flatMap(([country, zones]) => zones.split(' ').map((zone) => [zone, country] as const)),
)
