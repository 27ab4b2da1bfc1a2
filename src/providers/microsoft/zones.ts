/**
 * Zone names as Outlook stores them: Windows' or IANA's. `windows-zones.json` is the world's row ("001") of Unicode CLDR's windowsZones, taken
 * from the package windows-iana; one row is corrected, as later CLDR has it: Chihuahua left mountain time in 2022 and Mazatlán did not.
 */
import { isZone } from '../outside-values.ts'
import windowsZones from './windows-zones.json' with { type: 'json' }

const ianaByWindows = new Map(Object.entries(windowsZones))

/** Null for what is no zone's name, `tzone://Microsoft/Custom` among them (provider-facts B2). */
export function ianaOf(name: string | null | undefined): string | null {
  if (typeof name !== 'string') return null
  const iana = ianaByWindows.get(name) ?? name
  return isZone(iana) ? iana : null
}
