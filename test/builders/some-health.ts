/** How a person's accounts and calendars are, made by the product from a state in which a test breaks what it wants broken. */
import type { CalendarId } from '../../src/calendar/event.ts'
import { type AccountHealth, healthAt } from '../../src/cycle/health.ts'
import type { Calendar, CalendarSync, Connection, PersonState } from '../../src/cycle/state.ts'
import { aCalendar, aState, aSync, NOON } from './a-person.ts'

/** "google": what the test says of it, and of its calendars by id. */
export interface Sketch {
  connection?: Partial<Connection>
  calendars?: Readonly<Record<string, Partial<Omit<Calendar, 'sync'>> & { sync?: Partial<CalendarSync> }>>
}

/** Two hours from Monday noon everything is read again; nothing is wrong but what is said. */
export function brokenState(accounts: Readonly<Record<string, Sketch>>): PersonState {
  const whole = aState()
  const connections = new Map<string, Connection>()
  const calendars = new Map<CalendarId, Calendar>()
  for (const google of whole.connections.values()) {
    for (const [connectionId, sketch] of Object.entries(accounts)) {
      const state: Connection['state'] = { status: 'ok', since: null, listAt: '2026-11-24T09:00:00Z' }
      connections.set(connectionId, { ...google, id: connectionId, subject: connectionId, state, ...sketch.connection })
      for (const [id, { sync, ...calendar }] of Object.entries(sketch.calendars ?? {})) {
        const named = { id: id as CalendarId, connectionId, name: id, isPrimary: false, followUps: false, ...calendar }
        calendars.set(
          named.id,
          aCalendar({ ...named, sync: aSync({ pollAt: '2026-11-23T20:00:00Z', channel: null, ...sync }) }),
        )
      }
    }
  }
  return { ...whole, connections, calendars, items: new Map() }
}

export function someHealth(accounts: Readonly<Record<string, Sketch>>, now = NOON): AccountHealth[] {
  return healthAt(brokenState(accounts), now)
}

export function failedSince(
  since: string,
  reason: NonNullable<CalendarSync['failure']>['reason'] = 'unreachable',
): Pick<CalendarSync, 'failure'> {
  return { failure: { reason, since, attempts: 3, retryAt: '2026-11-23T18:20:00Z' } }
}
