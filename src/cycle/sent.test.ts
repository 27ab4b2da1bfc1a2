import { expect, test } from 'vitest'
import { aCalendar, aFollowUp, anEvent, aState, at, CALENDAR, idOf, NOON, ZONE } from '../../test/builders/a-person.ts'
import type { CalendarId, Cursor } from '../calendar/event.ts'
import { intentOf } from './outbox.ts'
import { sendable } from './sent.ts'
import type { ConnectionState, PersonState } from './state.ts'

const OTHER = 'other' as CalendarId

/** Yesterday's event stands in an account that is not the one of the follow-ups. */
function withTwoAccounts(status: ConnectionState['status']): PersonState {
  const yesterday = {
    answer: 'accepted' as const,
    start: { at: at('2026-11-22 19:00'), timeZone: ZONE },
    end: { at: at('2026-11-22 21:00'), timeZone: ZONE },
  }
  const [google] = aState().connections.values()
  if (google === undefined) throw new Error('no account')
  const second = { ...google, id: 'second', subject: 'sub-2', state: { status, since: null, listAt: null } }
  const followUp = aFollowUp('f1', 'a', { state: 'booking' })
  const event = anEvent('a', yesterday)
  const other = aCalendar({ id: OTHER, connectionId: 'second', followUps: false, isPrimary: false })
  return aState([], {
    connections: new Map([google, second].map((one) => [one.id, one])),
    calendars: new Map([aCalendar(), other].map((one) => [one.id, one])),
    items: new Map([[OTHER, new Map([[event.remoteId, { ...event, calendarId: OTHER }]])]]),
    followUps: new Map([[followUp.id, followUp]]),
  })
}

test('a block waits for the calendar of its event while that can be read again, and not for the person to connect it anew', () => {
  const effect = {
    kind: 'put_block' as const,
    calendarId: CALENDAR,
    followUpId: aFollowUp('f1', 'a').id,
    eventId: idOf('a'),
    expected: 'absent' as const,
  }
  const due = [intentOf('put:f1', effect, NOON)]
  const read = {
    kind: 'ok' as const,
    value: { scope: 'delta' as const, events: [], removed: [], unreadable: 0, cursor: 'c' as Cursor, timeZone: null },
  }
  const pulls = [{ calendarId: CALENDAR, result: read }]
  const sent = (state: PersonState) => sendable(state, due, pulls, [], NOON).send.length
  expect(sent(withTwoAccounts('ok'))).toBe(0)
  expect(sent(withTwoAccounts('revoked'))).toBe(1)
  expect(sent(withTwoAccounts('limited'))).toBe(1)
})
