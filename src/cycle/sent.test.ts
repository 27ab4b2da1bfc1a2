import { expect, test } from 'vitest'
import {
  aCalendar,
  aFollowUp,
  anEvent,
  aState,
  aSync,
  at,
  CALENDAR,
  idOf,
  NOON,
  ZONE,
} from '../../test/builders/a-person.ts'
import { pullOf } from '../../test/builders/changes.ts'
import type { CalendarId, RemoteEventId, Revision } from '../calendar/event.ts'
import type { ErrorReason } from '../calendar/port.ts'
import { intentOf } from './outbox.ts'
import { sendable } from './sent.ts'
import type { ConnectionState, Intent, Item, PersonState } from './state.ts'

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

const PULLS = [pullOf(CALENDAR)]

test('a block waits for the calendar of its event while that can be read again, and not for the person to connect it anew', () => {
  const effect = {
    kind: 'put_block' as const,
    calendarId: CALENDAR,
    followUpId: aFollowUp('f1', 'a').id,
    eventId: idOf('a'),
    expected: 'absent' as const,
  }
  const due = [intentOf('put:f1', effect, NOON)]
  const sent = (state: PersonState) => sendable(state, due, PULLS, [], NOON).send.length
  expect(sent(withTwoAccounts('ok'))).toBe(0)
  expect(sent(withTwoAccounts('revoked'))).toBe(1)
  expect(sent(withTwoAccounts('limited'))).toBe(1)
  const failing = (reason: ErrorReason): PersonState => {
    const state = withTwoAccounts('ok')
    const failure = { reason, since: NOON.toString(), attempts: 1, retryAt: NOON.add({ minutes: 5 }).toString() }
    const other = aCalendar({ id: OTHER, connectionId: 'second', followUps: false, sync: aSync({ failure }) })
    return { ...state, calendars: new Map([...state.calendars, [OTHER, other]]) }
  }
  expect(sent(failing('unreachable'))).toBe(0)
  // Tomorrow's try says no more than today's.
  expect(sent(failing('too_large'))).toBe(1)
})

test('a block that a hand took away before Aforo came to remove it is the hand’s, unless the removal may have been tried', () => {
  const followUp = aFollowUp('f1', 'a', { state: 'removing' })
  const effect = {
    kind: 'remove_block' as const,
    calendarId: CALENDAR,
    followUpId: followUp.id,
    eventId: idOf('a'),
    expected: '"1"' as Revision,
  }
  const intent = intentOf('remove:f1', effect, NOON)
  const block = anEvent('f1', { mark: { block: followUp.id, content: 'hash' } })
  const after = (items: Item[], due: Intent, pulls = PULLS) => {
    const state = aState(items, {
      followUps: new Map([[followUp.id, followUp]]),
      outbox: new Map([[due.opId, due]]),
    })
    const { send, dropped } = sendable(state, [due], pulls, [], NOON)
    return [send.length, dropped.followUps.get(followUp.id)?.body.state]
  }
  expect(after([block], intent)).toEqual([1, 'removing'])
  expect(after([], intent)).toEqual([0, 'removed_by_you'])
  expect(after([], { ...intent, state: 'unknown' })).toEqual([1, 'removing'])
  // What was not read says nothing.
  expect(after([], intent, [])).toEqual([0, 'removing'])
})

test('an answer still to be sent ends with its event: deleted, called off or over', () => {
  const effect = {
    kind: 'answer' as const,
    calendarId: CALENDAR,
    target: { id: 'a' as RemoteEventId, originalStart: null },
    eventId: idOf('a'),
    answer: 'accepted' as const,
    before: ['none' as const],
    by: 'person' as const,
  }
  const intent = intentOf('answer:a', effect, NOON)
  const after = (items: Item[], given: Intent = intent, pulls = PULLS) => {
    const { send, dropped } = sendable(
      aState(items, { outbox: new Map([[intent.opId, given]]) }),
      [given],
      pulls,
      [],
      NOON,
    )
    return [send.length, dropped.outbox.get(intent.opId)?.state, dropped.outbox.get(intent.opId)?.body.lastReason]
  }
  expect(after([anEvent('a')])).toEqual([1, 'waiting', null])
  expect(after([])).toEqual([0, 'given_up', 'event_gone'])
  expect(after([anEvent('a', { status: 'cancelled' })])).toEqual([0, 'given_up', 'event_gone'])
  const over = { start: { at: at('2026-11-23 08:00'), timeZone: ZONE }, end: { at: NOON.toString(), timeZone: ZONE } }
  expect(after([anEvent('a', over)])).toEqual([0, 'given_up', 'event_over'])
  // One that may have been heard as well, once it is read that it was not; what cannot be read waits, and what stands is told as done.
  const unknown: Intent = { ...intent, state: 'unknown' }
  expect(after([anEvent('a', over)], unknown)).toEqual([0, 'given_up', 'event_over'])
  expect(after([anEvent('a', over)], unknown, [])).toEqual([0, 'unknown', null])
  expect(after([anEvent('a', { ...over, answer: 'accepted' })], unknown)).toEqual([1, 'unknown', null])
  expect(after([anEvent('a')], unknown)).toEqual([1, 'unknown', null])
})
