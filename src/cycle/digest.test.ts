import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { aState, WORK } from '../../test/builders/state.ts'
import type { CalendarId } from '../calendar/event.ts'
import type { ErrorReason } from '../calendar/port.ts'
import { scheduleDigest } from './digest.ts'
import { NEVER_READ as NEVER_SYNCED } from './lists.ts'
import { intentOf } from './outbox.ts'
import { sendable } from './sent.ts'
import type { CalendarSync, PersonState } from './state.ts'

/** Monday 1 March 2027 begins at six in Mexico City and at eight in Tijuana. */
const SEVEN = Temporal.Instant.from('2027-03-01T07:00:00Z')
const W09 = { kind: 'digest' as const, week: '2027-W09' as const, to: 'mariana@cenit.example' }

const inZone = (timeZone: string): PersonState => aState({ settings: { timeZone } })
const digests = ({ outbox }: PersonState) =>
  [...outbox.values()].flatMap(({ body: { effect } }) => (effect.kind === 'digest' ? [effect.week] : []))

describe('a digest goes out in its own week', () => {
  const intent = intentOf('digest:2027-W09', W09, SEVEN)
  const sent = (state: PersonState, now: Temporal.Instant) => {
    const recorded = { ...state, outbox: new Map([[intent.opId, intent]]) }
    const { send, dropped } = sendable(recorded, [intent], [], [], now)
    const left = dropped.outbox.get(intent.opId)
    return { goes: send.length === 1, state: left?.state, dueAt: left?.dueAt }
  }

  test('by the clock of the person, who may have gone west since it was put on record', () => {
    expect(sent(inZone('America/Mexico_City'), SEVEN).goes).toBe(true)
    expect(sent(inZone('America/Tijuana'), SEVEN)).toEqual({
      goes: false,
      state: 'waiting',
      dueAt: '2027-03-01T08:00:00.000Z',
    })
  })

  test('and not once that is over, however long it could not be sent', () => {
    const over = sent(inZone('America/Mexico_City'), SEVEN.add({ hours: 7 * 24 }))
    expect([over.goes, over.state]).toEqual([false, 'given_up'])
  })
})

describe('the first digest', () => {
  const NEVER_READ = { cursor: null, readAt: null, pollAt: null }
  const signedUp = (failure: CalendarSync['failure']): PersonState => {
    const state = aState()
    const [work] = [...state.calendars.values()]
    if (work === undefined) throw new Error('no calendar')
    return { ...state, calendars: new Map([[WORK, { ...work, sync: { ...work.sync, ...NEVER_READ, failure } }]]) }
  }
  const failing = (reason: ErrorReason, retryAt: string | null = '2027-03-01T07:01:00Z') =>
    signedUp({ reason, since: SEVEN.toString(), attempts: 1, retryAt })
  const minutesLater = (minutes: number) => SEVEN.add({ minutes })

  test('waits for the first reading, and for one that failed a moment ago', () => {
    expect(digests(scheduleDigest(signedUp(null), SEVEN))).toEqual([])
    expect(digests(scheduleDigest(failing('unreachable'), minutesLater(59)))).toEqual([])
    expect(digests(scheduleDigest(aState(), SEVEN))).toEqual(['2027-W09'])
  })

  test('and every later one does not wait for an account that was connected without its events, beside one that is read', () => {
    const withSecond = (first: PersonState): PersonState => {
      const [google] = first.connections.values()
      const [work] = first.calendars.values()
      if (google === undefined || work === undefined) throw new Error('no account')
      const limited = { ...google, id: 'second', state: { ...google.state, status: 'limited' as const } }
      const unread = { ...work, id: 'theirs' as CalendarId, connectionId: 'second', sync: NEVER_SYNCED }
      return {
        ...first,
        connections: new Map([google, limited].map((one) => [one.id, one])),
        calendars: new Map([work, unread].map((one) => [one.id, one])),
      }
    }
    expect(digests(scheduleDigest(withSecond(aState()), SEVEN))).toEqual(['2027-W09'])
    expect(digests(scheduleDigest(withSecond(signedUp(null)), SEVEN))).toEqual([])
    const only = aState({ connection: { state: { status: 'limited', since: null, listAt: null } } })
    const never = { ...only, calendars: signedUp(null).calendars }
    expect(digests(scheduleDigest(never, SEVEN))).toEqual([])
  })

  test('says how it is once waiting helps nobody', () => {
    expect(digests(scheduleDigest(failing('unreachable'), minutesLater(60)))).toEqual(['2027-W09'])
    expect(digests(scheduleDigest(failing('too_large'), SEVEN))).toEqual(['2027-W09'])
    expect(digests(scheduleDigest(failing('revoked', null), SEVEN))).toEqual(['2027-W09'])
  })
})
