/** Wall clock and instant of an IANA zone, quickly. */
import { Temporal } from 'temporal-polyfill'

const QUARTER_HOUR = 900_000

const offsets = new Map<string, number>()
const knownZones = new Map<string, boolean>()

/** Minutes east of UTC in a zone at an instant. Offsets change on quarter hours only, so one look-up serves each quarter. */
export function offsetMinutes(zone: string, epochMs: number): number {
  const bucket = Math.floor(epochMs / QUARTER_HOUR)
  const key = `${zone} ${bucket}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  const zoned = Temporal.Instant.fromEpochMilliseconds(bucket * QUARTER_HOUR).toZonedDateTimeISO(zone)
  const minutes = Math.round(zoned.offsetNanoseconds / 60e9)
  if (offsets.size > 200_000) offsets.clear()
  offsets.set(key, minutes)
  return minutes
}

export function isZone(zone: string): boolean {
  const known = knownZones.get(zone)
  if (known !== undefined) return known
  let there = false
  try {
    // A bare offset is accepted by Temporal and by no calendar.
    there =
      !/^[+-]/.test(zone) && Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).epochMilliseconds === 0
  } catch {
    there = false
  }
  knownZones.set(zone, there)
  return there
}

/** An instant as `2026-11-23T09:00:00-06:00`; UTC is written `Z`. */
export function instantText(epochMs: number, zone: string): string {
  if (!Number.isFinite(epochMs)) return 'Invalid'
  const minutes = offsetMinutes(zone, epochMs)
  const local = new Date(epochMs + minutes * 60_000).toISOString().slice(0, 19)
  if (zone === 'UTC' || zone === 'Etc/UTC') return `${local}Z`
  const size = Math.abs(minutes)
  const pad = (n: number) => String(n).padStart(2, '0')
  return `${local}${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`
}

/** The instant of a wall clock time in a zone; a time the clock skips moves forward, a doubled one is the earlier. */
export function wallToMs(wall: string, zone: string): number {
  return Temporal.PlainDateTime.from(wall).toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds
}
