/** A stored person for the tests of this room: Ana, one Google account, one calendar, and whatever events a test gives her. */
import { Temporal } from 'temporal-polyfill'
import type {
  BlockId,
  CalendarEvent,
  CalendarId,
  Cursor,
  EventId,
  RemoteCalendarId,
  RemoteEventId,
  Revision,
} from '../../src/calendar/event.ts'
import { eventIdOf, NO_ORIGINAL_START } from '../../src/calendar/marks.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../src/cycle/settings.ts'
import type { Calendar, CalendarSync, FollowUp, FollowUpBody, Item, PersonState } from '../../src/cycle/state.ts'
import type { Recognition } from '../../src/recognition/recognise.ts'

/** Monday noon in Mexico City, week 2026-W48. */
export const NOON = Temporal.Instant.from('2026-11-23T18:00:00Z')
export const ZONE = 'America/Mexico_City'
export const CALENDAR = 'work' as CalendarId

/** "2026-11-24 19:00" on Ana's clock. */
export function at(local: string): string {
  return Temporal.PlainDateTime.from(local.replace(' ', 'T')).toZonedDateTime(ZONE).toInstant().toString()
}

/** An invitation that nobody answered, recognised as networking beyond doubt. */
export function anEvent(name: string, with_: Partial<CalendarEvent> = {}, recognised: Partial<Recognition> = {}): Item {
  const event: CalendarEvent = {
    id: name as RemoteEventId,
    uid: `${name}@example.com`,
    form: 'single',
    seriesId: null,
    originalStart: null,
    recurrence: [],
    status: 'confirmed',
    title: `Networking ${name}`,
    description: '',
    location: 'Reforma 222',
    conferenceLink: false,
    start: { at: at('2026-11-24 10:00'), timeZone: ZONE },
    end: { at: at('2026-11-24 12:00'), timeZone: ZONE },
    organiser: { name: 'CANACO', email: 'eventos@canaco.example', self: false },
    attendeeCount: 2,
    guests: [],
    invited: true,
    answer: 'none',
    transparent: false,
    type: 'default',
    mark: null,
    visibility: 'default',
    revision: '"1"' as Revision,
    updatedAt: null,
    link: null,
    ...with_,
  }
  const recognition: Recognition = {
    networking: true,
    kind: 'meetup',
    smart: true,
    confidence: 0.97,
    reasons: [{ kind: 'word', text: 'Networking', points: 2.1 }],
    ...recognised,
  }
  return {
    calendarId: CALENDAR,
    remoteId: event.id,
    hash: name,
    until: '9999',
    missingSince: null,
    body: { event, recognition, online: false, saysPending: false, trimmed: false },
  }
}

export function idOf(name: string): EventId {
  return eventIdOf(`${name}@example.com`, NO_ORIGINAL_START)
}

export function aSync(with_: Partial<CalendarSync> = {}): CalendarSync {
  return {
    cursor: 'cursor-canary' as Cursor,
    readAt: '2026-11-23T17:00:00Z',
    pollAt: null,
    confirmAt: null,
    failure: null,
    unreadableItems: 0,
    channel: { id: 'channel', resourceId: 'resource', token: 'channel-canary', expiresAt: '2026-11-30T00:00:00Z' },
    oldChannel: null,
    watchAt: null,
    gone: false,
    ...with_,
  }
}

export function aCalendar(with_: Partial<Calendar> = {}): Calendar {
  return {
    id: CALENDAR,
    connectionId: 'google',
    remoteId: 'ana@example.com' as RemoteCalendarId,
    name: 'Trabajo',
    timeZone: ZONE,
    role: 'owner',
    isPrimary: true,
    busy: true,
    candidates: true,
    followUps: true,
    sync: aSync(),
    ...with_,
  }
}

export function aFollowUp(id: string, eventName: string, with_: Partial<FollowUpBody> = {}): FollowUp {
  return {
    id: id as BlockId,
    eventId: idOf(eventName),
    body: {
      state: 'booked',
      generation: 0,
      about: 'junta 2026-11-23',
      refusedAt: null,
      calendarId: CALENDAR,
      start: at('2026-11-24 15:00'),
      end: at('2026-11-24 15:30'),
      minutes: 30,
      late: false,
      title: `Networking ${eventName}`,
      content: null,
      revision: null,
      crowded: false,
      closedAt: null,
      nextStep: null,
      nextStepOn: null,
      ...with_,
    },
  }
}

export function aState(
  items: readonly Item[] = [],
  with_: Partial<PersonState> = {},
  settings: Partial<Settings> = {},
): PersonState {
  return {
    person: {
      id: 'ana',
      name: 'Ana Robles',
      createdAt: '2026-11-02T15:12:44.018Z',
      settings: { ...DEFAULT_SETTINGS, ...settings },
      wakeBy: null,
      epoch: 0,
    },
    connections: new Map([
      [
        'google',
        {
          id: 'google',
          provider: 'google' as const,
          subject: 'sub-1',
          email: 'ana@example.com',
          emailVerified: true,
          scopes: 'calendar',
          grant: 'grant-canary',
          state: { status: 'ok' as const, since: null, listAt: null },
          createdAt: '2026-11-02T15:12:44.018Z',
        },
      ],
    ]),
    calendars: new Map([[CALENDAR, aCalendar()]]),
    items: new Map([[CALENDAR, new Map(items.map((item) => [item.remoteId, item]))]]),
    occurrences: new Map(),
    corrections: new Map(),
    places: new Map(),
    weeks: new Map(),
    followUps: new Map(),
    outbox: new Map(),
    contacts: new Map(),
    outcomes: new Map(),
    forgotten: new Map(),
    ...with_,
  }
}
