/** One person's state as a cycle loads it: one Google account, one calendar of their own that takes everything, everything dull. */
import type { CalendarEvent, CalendarId, RemoteCalendarId } from '../../src/calendar/event.ts'
import { itemOf } from '../../src/cycle/absorb.ts'
import { NEVER_READ } from '../../src/cycle/lists.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../src/cycle/settings.ts'
import type { Calendar, Connection, PersonState } from '../../src/cycle/state.ts'

export const WORK = 'work' as CalendarId
export const READ_AT = '2027-03-01T12:00:00Z'

interface Given {
  settings?: Partial<Settings>
  events?: readonly CalendarEvent[]
  calendar?: Partial<Calendar>
  connection?: Partial<Connection>
}

/** @param given events are recognised and stored as a pull would store them */
export function aState(given: Given = {}): PersonState {
  const connection: Connection = {
    id: 'google',
    provider: 'google',
    subject: '1000',
    email: 'mariana@cenit.example',
    emailVerified: true,
    scopes: '',
    grant: 'sealed',
    state: { status: 'ok', since: null, listAt: '2027-03-20T00:00:00Z' },
    createdAt: READ_AT,
    ...given.connection,
  }
  const calendar: Calendar = {
    id: WORK,
    connectionId: connection.id,
    remoteId: 'mariana@cenit.example' as RemoteCalendarId,
    name: 'Trabajo',
    timeZone: 'America/Mexico_City',
    role: 'owner',
    isPrimary: true,
    busy: true,
    candidates: true,
    followUps: true,
    sync: {
      ...NEVER_READ,
      cursor: 'c' as NonNullable<Calendar['sync']['cursor']>,
      readAt: READ_AT,
      pollAt: '2027-03-20T00:00:00Z',
    },
    ...given.calendar,
  }
  const state: PersonState = {
    person: {
      id: 'p',
      name: 'Mariana',
      createdAt: READ_AT,
      settings: { ...DEFAULT_SETTINGS, ...given.settings },
      wakeBy: null,
      epoch: 0,
    },
    connections: new Map([[connection.id, connection]]),
    calendars: new Map([[calendar.id, calendar]]),
    items: new Map(),
    occurrences: new Map(),
    corrections: new Map(),
    places: new Map(),
    weeks: new Map(),
    followUps: new Map(),
    outbox: new Map(),
    contacts: new Map(),
    outcomes: new Map(),
    forgotten: new Map(),
  }
  const items = new Map((given.events ?? []).map((event) => [event.id, itemOf(state, calendar, event)]))
  return { ...state, items: new Map([[calendar.id, items]]) }
}
