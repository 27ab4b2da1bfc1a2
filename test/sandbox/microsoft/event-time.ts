/**
 * Graph's times: a wall clock time with seven digits and no offset beside the name of a zone (LG F6). All-day events are
 * floating: midnight to midnight of their dates, whatever zone is asked for, and the server matches them to a window as days of
 * UTC (LG F5).
 */
import type { DateTimeTimeZone } from '@microsoft/microsoft-graph-types'
import type { JsonObject } from '../wire/control-door.ts'
import { instantText, wallToMs } from '../wire/zone-time.ts'
import { invalidParameter, invalidRequest, zoneNotSupported } from './graph-error.ts'
import type { ItemData, Wall } from './model.ts'
import { ianaOf } from './zones.ts'

const DATE_TIME = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::(\d\d)(?:\.\d+)?)?)?(Z|[+-]\d\d:\d\d)?$/

/** The IANA zone of a wall; a name that nobody knows (raw data) counts as UTC. */
export function zoneOf(wall: Wall): string {
  return ianaOf(wall.timeZone) ?? 'UTC'
}

/** Epoch milliseconds: of the instant, or of the floating wall read as UTC. NaN when unreadable. */
export function wallMs(wall: Wall, isAllDay: boolean): number {
  try {
    return isAllDay ? Date.parse(`${wall.dateTime}Z`) : wallToMs(wall.dateTime, zoneOf(wall))
  } catch {
    return Number.NaN
  }
}

export function spanOf(data: ItemData): { startMs: number; endMs: number } {
  const isAllDay = data.isAllDay === true
  return { startMs: wallMs(data.start, isAllDay), endMs: wallMs(data.end, isAllDay) }
}

/** A time as an answer shows it. @param zone what the reader asked for, by the name they used */
export function shownTime(wall: Wall, isAllDay: boolean, zone: string): DateTimeTimeZone {
  const text = isAllDay ? wall.dateTime : instantText(wallMs(wall, false), ianaOf(zone) ?? 'UTC').slice(0, 19)
  return { dateTime: `${text}.0000000`, timeZone: zone }
}

/** The wall clock time of an instant in a zone, by whatever name. */
export function wallAt(ms: number, timeZone: string): Wall {
  return { dateTime: instantText(ms, ianaOf(timeZone) ?? 'UTC').slice(0, 19), timeZone }
}

/**
 * A start or an end as a client sent it. Without a zone it is UTC (NT); with an offset it is that instant, in the zone.
 * @throws GraphError 400
 */
export function wallIn(time: JsonObject, name: string): Wall {
  const timeZone = typeof time.timeZone === 'string' && time.timeZone !== '' ? time.timeZone : 'UTC'
  const zone = ianaOf(timeZone)
  if (zone === null) throw zoneNotSupported(timeZone)
  const parts = DATE_TIME.exec(typeof time.dateTime === 'string' ? time.dateTime : '')
  if (parts === null) throw invalidRequest(`The value of property '${name}' is not a date and time.`)
  const [, date = '', minutes = '00:00', seconds = '00', offset] = parts
  const text = `${date}T${minutes}:${seconds}`
  const ms = Date.parse(`${text}${offset ?? 'Z'}`)
  if (Number.isNaN(ms)) throw invalidRequest(`The value of property '${name}' is not a date and time.`)
  return offset === undefined ? { dateTime: text, timeZone } : wallAt(ms, timeZone)
}

/** Both times of a write. @throws GraphError 400 for an end before its start, or an all-day event that is not of whole days */
export function checkTimes(start: Wall, end: Wall, isAllDay: boolean): void {
  if (isAllDay) {
    if (!start.dateTime.endsWith('T00:00:00'))
      throw invalidRequest('The Event.Start property for an all-day event needs to be set to midnight.')
    if (!end.dateTime.endsWith('T00:00:00'))
      throw invalidRequest('The Event.End property for an all-day event needs to be set to midnight.')
    if (zoneOf(start) !== zoneOf(end))
      throw invalidRequest('The start and end of an all-day event need to be in the same time zone.')
    if (end.dateTime <= start.dateTime)
      throw invalidRequest('The duration of an event marked as All day must be at least 24 hours.')
    return
  }
  if (wallMs(end, false) < wallMs(start, false)) throw invalidRequest('The event end time is before its start time.')
}

/** A bound of a window: ISO 8601; without an offset it is UTC. @throws GraphError 400 */
export function boundMs(text: string | undefined): number {
  const parts = DATE_TIME.exec(text ?? '')
  const ms =
    parts === null ? Number.NaN : Date.parse(parts[4] === undefined && parts[2] !== undefined ? `${text}Z` : `${text}`)
  if (Number.isNaN(ms))
    throw invalidParameter(
      'This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.',
    )
  return ms
}
