import { describe, expect, test } from 'vitest'
import { aFollowUp, anEvent, aState, at, idOf, NOON, ZONE } from '../../test/builders/a-person.ts'
import { lifeAt, weekPlanOf } from './life.ts'
import type { Settings } from './settings.ts'
import type { FollowUpBody } from './state.ts'

/** Attended this morning, with a block tomorrow at 12:30; accepted for tomorrow, back at 12:30, when a slot would be free but for that block. */
function slots(
  settings: Partial<Settings> = {},
  block: Partial<FollowUpBody> = {},
): Record<string, string | undefined> {
  const event = (name: string, from: string, to: string) =>
    anEvent(name, {
      start: { at: at(from), timeZone: ZONE },
      end: { at: at(to), timeZone: ZONE },
      answer: 'accepted',
    })
  const booked = aFollowUp('f1', 'past', { start: at('2026-11-24 12:30'), end: at('2026-11-24 13:00'), ...block })
  const state = aState(
    [event('past', '2026-11-23 08:00', '2026-11-23 09:00'), event('next', '2026-11-24 10:00', '2026-11-24 12:00')],
    { followUps: new Map([[booked.id, booked]]) },
    settings,
  )
  const { verdicts } = weekPlanOf(lifeAt(state, NOON), '2026-W48')
  const slotOf = (name: string) =>
    verdicts
      .find(({ event: { id } }) => id === idOf(name))
      ?.followUp?.start.toZonedDateTimeISO(ZONE)
      .toPlainDateTime()
      .toString()
  return { past: slotOf('past'), next: slotOf('next') }
}

describe('the slot kept for an event to come', () => {
  test('lies beside a block of ours, not on it, where both have room', () => {
    expect(slots()).toEqual({ past: '2026-11-24T12:30:00', next: '2026-11-24T13:00:00' })
  })
  test('is the earliest where no block is in the way', () => {
    const [start, end] = [at('2026-11-24 17:00'), at('2026-11-24 17:30')]
    expect(slots({}, { start, end })).toEqual({ past: '2026-11-24T17:00:00', next: '2026-11-24T12:30:00' })
  })
  test('is that of a block which has to move for it, where there is no other', () => {
    const workingHours = [
      { weekday: 1, from: '12:00', to: '18:00' },
      { weekday: 2, from: '12:30', to: '13:00' },
      // Too short for any: the second working day after the event is over without another slot.
      { weekday: 3, from: '12:00', to: '12:15' },
      { weekday: 4, from: '12:00', to: '12:15' },
      { weekday: 5, from: '12:00', to: '18:00' },
    ]
    expect(slots({ workingHours })).toEqual({ past: '2026-11-24T12:30:00', next: '2026-11-24T12:30:00' })
  })
})
