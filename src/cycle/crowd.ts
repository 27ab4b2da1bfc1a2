/**
 * How often the person is with the same people anyway: events of the same organiser or series that they attended in the eight weeks
 * before an event, or are committed to before it or within four weeks after it. What they missed does not count, nor what they were only
 * invited to. Platforms are no organiser (their key is null): of them only the series counts.
 */
import type { Known } from './known.ts'
import type { KnownEvent } from './known-events.ts'
import type { PersonState } from './state.ts'

const WEEK_MS = 7 * 24 * 3_600_000
const MET_WEEKS_BEFORE = 8
const MET_WEEKS_AFTER = 4

interface Meeting {
  id: string
  at: number
}

/** @returns the count for one event, itself left out */
export function timesMet(state: PersonState, known: Known): (event: KnownEvent) => number {
  const meetings = new Map<string, Meeting[]>()
  const add = (keys: readonly string[], meeting: Meeting) => {
    for (const key of keys) {
      const met = meetings.get(key)
      if (met === undefined) meetings.set(key, [meeting])
      else met.push(meeting)
    }
  }
  for (const event of known.events) {
    if (event.networking !== true || event.standing !== 'commitment' || event.said?.attendance === 'missed') continue
    add(keysOf(event.organiser.key, event.seriesKey), { id: event.id, at: event.start.epochMilliseconds })
  }
  // What has gone from the calendar, or lies too far back to be looked at there.
  for (const [id, { attendance, seen }] of state.occurrences) {
    if (seen === null || known.byId.has(id) || (attendance !== 'attended' && attendance !== 'presumed')) continue
    const at = Date.parse(seen.start)
    add(keysOf(seen.organiser, seen.series ?? null), { id, at })
  }
  return (event) => {
    const at = event.start.epochMilliseconds
    const met = new Set<string>()
    for (const key of keysOf(event.organiser.key, event.seriesKey)) {
      for (const other of meetings.get(key) ?? []) {
        const isNear = other.at >= at - MET_WEEKS_BEFORE * WEEK_MS && other.at <= at + MET_WEEKS_AFTER * WEEK_MS
        if (isNear && other.id !== event.id) met.add(other.id)
      }
    }
    return met.size
  }
}

function keysOf(organiser: string | null, series: string | null): string[] {
  return [...(organiser === null ? [] : [`organiser ${organiser}`]), ...(series === null ? [] : [`series ${series}`])]
}
