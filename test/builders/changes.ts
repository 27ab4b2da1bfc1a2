/** What was read of a calendar: nothing new, but for what a test gives. */
import type { CalendarId, Cursor } from '../../src/calendar/event.ts'
import type { Changes } from '../../src/calendar/port.ts'
import type { PulledChanges } from '../../src/cycle/absorb.ts'

export function changesOf(given: Partial<Changes> = {}): Changes {
  return {
    scope: 'delta',
    events: [],
    removed: [],
    over: [],
    unreadable: 0,
    cursor: 'next' as Cursor,
    timeZone: null,
    ...given,
  }
}

export function pullOf(calendarId: CalendarId, given: Partial<Changes> = {}): PulledChanges {
  return { calendarId, result: { kind: 'ok', value: changesOf(given) } }
}
