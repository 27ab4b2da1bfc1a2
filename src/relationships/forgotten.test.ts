import { describe, expect, test } from 'vitest'
import { aContact, anEncounter, anOutcome, aTouch, contactId, eventId, MEXICO } from '../../test/builders/a-ledger.ts'
import type { ContactBody } from './contact.ts'
import {
  type Forgotten,
  type ForgottenAlike,
  forgottenKey,
  forgottenOf,
  MOST_ALIKE,
  MOST_FORGOTTEN,
  withForgotten,
} from './forgotten.ts'

const of = (given: Partial<ContactBody>, outcomes: Parameters<typeof forgottenOf>[1] = []) =>
  forgottenOf(aContact('ana', given), outcomes, MEXICO)
const one: Forgotten = { metOn: '2026-11-02', metAt: null, reached: 'new', touches: 0 }
const rowsOf = (count: number) =>
  new Map(
    Array.from({ length: count }, (_, n): [string, ForgottenAlike] => {
      const row = { ...one, metAt: eventId(`e${n}`), count: 1 }
      return [forgottenKey(row), row]
    }),
  )

describe('what stays of who is erased', () => {
  test('is the day, the event, how far they came and how often they were heard of, and nothing of who they were', () => {
    // Eleven at night in Mexico City: the next day in UTC.
    const late = { ...anEncounter('2026-11-17'), at: '2026-11-18T05:00:00.000Z' }
    const touches = [
      aTouch('2026-11-18T05:00:00Z', { kind: 'encounter' }),
      aTouch('2026-11-19T18:00:00Z', { note: 'Quedamos en hablar' }),
      aTouch('2026-11-20T18:00:00Z', { kind: 'note', note: 'Le gusta el café' }),
    ]
    const outcomes = [
      anOutcome('m', { kind: 'meeting', contactId: contactId('ana') }),
      anOutcome('other', { kind: 'closed', contactId: contactId('eva') }),
    ]
    expect(of({ encounters: [late], touches }, outcomes)).toEqual({
      metOn: '2026-11-17',
      metAt: 'e-2026-11-17',
      reached: 'meeting',
      touches: 1,
    })
  })

  test.each<[string, Partial<ContactBody>, Partial<Forgotten>]>([
    ['met elsewhere', {}, { metOn: '2026-11-02', metAt: null, reached: 'new' }],
    ['touched', { touches: [aTouch('2026-11-19T18:00:00Z')] }, { reached: 'in_touch', touches: 1 }],
    ['gone dormant', { stage: 'dormant' }, { reached: 'new' }],
    ['said to be a client', { stage: 'client' }, { reached: 'client', touches: 0 }],
    [
      'touched more often than counts',
      { touches: [1, 2, 3, 4, 5, 6].map((day) => aTouch(`2026-11-1${day}T18:00:00Z`)) },
      { touches: 4 },
    ],
  ])('of somebody %s', (_, given, expected) => expect(of(given)).toMatchObject(expected))

  test('is nothing of who came out of a file and was met nowhere, who is in no total', () => {
    expect(of({ source: 'imported', stage: 'client' })).toBeNull()
    expect(of({ source: 'imported', encounters: [anEncounter('2026-11-17')] })).not.toBeNull()
  })

  test('is one row for all who are alike', () => {
    const twice = [one, { ...one }, { ...one, touches: 1, reached: 'in_touch' as const }].reduce(
      withForgotten,
      new Map(),
    )
    expect([...twice.values()].map(({ count }) => count)).toEqual([2, 1])
  })

  test('has an end: beyond it whoever is alike is still counted, and nobody is refused', () => {
    const full = rowsOf(MOST_FORGOTTEN)
    expect(withForgotten(full, one)).toBe(full)
    expect(withForgotten(full, { ...one, metAt: eventId('e7') }).size).toBe(MOST_FORGOTTEN)
    const most = new Map([[forgottenKey(one), { ...one, count: MOST_ALIKE }]])
    expect(withForgotten(most, one)).toBe(most)
  })
})
