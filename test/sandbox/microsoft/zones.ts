/** Zone names as Exchange takes them: Windows' or IANA's (LG F6); anything else is refused. */
import { findIana, findWindows } from 'windows-iana'
import { isZone } from '../wire/zone-time.ts'

const known = new Map<string, string | null>()
const windowsNames = new Map<string, string>()

/** The IANA zone a name means, or null when it is none. */
export function ianaOf(name: string): string | null {
  const before = known.get(name)
  if (before !== undefined) return before
  const [first] = windowsZone(name)
  const found = first ?? (isZone(name) ? name : null)
  known.set(name, found)
  return found
}

/** The Windows name Outlook would store for an IANA zone. */
export function windowsOf(iana: string): string {
  const before = windowsNames.get(iana)
  if (before !== undefined) return before
  const name = iana === 'UTC' ? 'UTC' : ([...findWindows(iana)][0] ?? iana)
  windowsNames.set(iana, name)
  return name
}

function windowsZone(name: string): string[] {
  if (name === 'UTC') return ['UTC']
  // The library's type lists the names it knows; what a client sends is any text.
  const zones: (text: string) => string[] = (text) => findIana(text as Parameters<typeof findIana>[0])
  return zones(name)
}
