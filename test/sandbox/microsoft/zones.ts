/** Zone names as Exchange takes them: to show times in Windows' or IANA's (LG F6), to write them fewer; anything else is refused. */
import { WINDOWS_TO_IANA_MAP } from 'windows-iana'
import { isZone } from '../wire/zone-time.ts'

/** The territory of a Windows zone's first choice. */
const WORLD = '001'
const ianaByWindows = new Map<string, string>()
const windowsByIana = new Map<string, string>()
for (const { windowsName, territory, iana } of WINDOWS_TO_IANA_MAP) {
  const [first] = iana
  if (territory === WORLD && first !== undefined) ianaByWindows.set(windowsName, first)
  for (const name of iana) if (!windowsByIana.has(name)) windowsByIana.set(name, windowsName)
}
ianaByWindows.set('UTC', 'UTC')
windowsByIana.set('UTC', 'UTC')

/** The IANA zone a name means, or null when it is none. */
export function ianaOf(name: string): string | null {
  return ianaByWindows.get(name) ?? (isZone(name) ? name : null)
}

/** The Windows name Outlook would store for an IANA zone. */
export function windowsOf(iana: string): string {
  return windowsByIana.get(iana) ?? iana
}

/**
 * What a write may name: UTC, Windows' zones, and of IANA's these alone (MG/api/resources/datetimetimezone, "Additional time zones"; where the page gives a
 * second name in brackets, that one is IANA's).
 */
export function isWritable(name: string): boolean {
  return ianaByWindows.has(name) || additional.has(name)
}

const additional = new Set(
  `
  Etc/GMT+12 Etc/GMT+11 Pacific/Honolulu America/Anchorage America/Santa_Isabel America/Los_Angeles
  America/Phoenix America/Chihuahua America/Denver America/Guatemala America/Chicago America/Mexico_City
  America/Regina America/Bogota America/New_York America/Indiana/Indianapolis America/Caracas America/Asuncion
  America/Halifax America/Cuiaba America/La_Paz America/Santiago America/St_Johns America/Sao_Paulo
  America/Argentina/Buenos_Aires America/Cayenne America/Godthab America/Montevideo America/Bahia Etc/GMT+2
  Atlantic/Azores Atlantic/Cape_Verde Africa/Casablanca Etc/GMT Europe/London Atlantic/Reykjavik Europe/Berlin
  Europe/Budapest Europe/Paris Europe/Warsaw Africa/Lagos Africa/Windhoek Europe/Bucharest Asia/Beirut
  Africa/Cairo Asia/Damascus Africa/Johannesburg Europe/Kiev Europe/Istanbul Asia/Jerusalem Asia/Amman
  Asia/Baghdad Europe/Kaliningrad Asia/Riyadh Africa/Nairobi Asia/Tehran Asia/Dubai Asia/Baku Europe/Moscow
  Indian/Mauritius Asia/Tbilisi Asia/Yerevan Asia/Kabul Asia/Karachi Asia/Tashkent Asia/Kolkata Asia/Colombo
  Asia/Kathmandu Asia/Almaty Asia/Dhaka Asia/Yekaterinburg Asia/Rangoon Asia/Bangkok Asia/Novosibirsk
  Asia/Shanghai Asia/Krasnoyarsk Asia/Singapore Australia/Perth Asia/Taipei Asia/Ulaanbaatar Asia/Irkutsk
  Asia/Tokyo Asia/Seoul Australia/Adelaide Australia/Darwin Australia/Brisbane Australia/Sydney
  Pacific/Port_Moresby Australia/Hobart Asia/Yakutsk Pacific/Guadalcanal Asia/Vladivostok Pacific/Auckland
  Etc/GMT-12 Pacific/Fiji Asia/Magadan Pacific/Tongatapu Pacific/Apia Pacific/Kiritimati
`
    .trim()
    .split(/\s+/),
)
