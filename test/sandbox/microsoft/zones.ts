/** Zone names as Exchange takes them: Windows' or IANA's (LG F6); anything else is refused. */
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
