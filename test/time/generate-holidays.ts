/**
 * Writes `src/time/holidays.json`: `node test/time/generate-holidays.ts`. Source of the dates and of most zones: date-holidays 3.37.0
 * (https://github.com/commenthol/date-holidays), ISC; its data CC-BY-3.0. National holidays of type `public` alone: regional ones
 * would need to know the person's state, which a zone does not tell.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Holidays from 'date-holidays'

const FIRST_YEAR = 2025
const LAST_YEAR = 2030
const COUNTRIES = 'AR BO BR CA CL CO CR CU DO EC ES GT HN MX NI PA PE PR PY SV US UY VE'.split(' ')

/** Zones of these countries that the library does not list: newer ones, and the names browsers still give to older ones. */
const MORE_ZONES: Readonly<Record<string, string>> = {
  AR: 'America/Buenos_Aires America/Cordoba America/Catamarca America/Jujuy America/Mendoza America/Rosario',
  CA: 'America/Montreal America/Coral_Harbour',
  CL: 'America/Punta_Arenas America/Coyhaique',
  MX: 'America/Ciudad_Juarez America/Ensenada',
  US: 'America/Fort_Wayne America/Indianapolis America/Louisville America/Shiprock',
}

const zones: Record<string, string> = {}
const days: Record<string, string[]> = {}
for (const country of COUNTRIES) {
  const calendar = new Holidays(country)
  zones[country] = [...new Set([...calendar.getTimezones(), ...(MORE_ZONES[country]?.split(' ') ?? [])])]
    .sort()
    .join(' ')
  days[country] = []
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year++) days[country].push(publicDays(calendar, year))
}
const file = join(import.meta.dirname, '../../src/time/holidays.json')
writeFileSync(file, `${JSON.stringify({ firstYear: FIRST_YEAR, lastYear: LAST_YEAR, zones, days }, null, 2)}\n`)

/** `MMDD MMDD ...`, ascending. */
function publicDays(calendar: Holidays, year: number): string {
  const found = new Set<string>()
  for (const holiday of calendar.getHolidays(year)) {
    // A holiday that begins during the day leaves a working morning: the day stays a working day.
    if (holiday.type !== 'public' || !/ 00:00:00/.test(holiday.date)) continue
    const length = Math.max(1, Math.round((holiday.end.getTime() - holiday.start.getTime()) / 86_400_000))
    const first = Date.parse(`${holiday.date.slice(0, 10)}T00:00:00Z`)
    for (let n = 0; n < length; n++) {
      const date = new Date(first + n * 86_400_000).toISOString()
      if (date.startsWith(String(year))) found.add(date.slice(5, 7) + date.slice(8, 10))
    }
  }
  return [...found].sort().join(' ')
}
