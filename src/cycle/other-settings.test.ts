import { expect, test } from 'vitest'
import { aState, NOON } from '../../test/builders/a-person.ts'
import { keepingPastCaps } from './other-settings.ts'

test('another usual cap is for this week and those to come: every week since they came keeps the one it had', () => {
  const state = aState()
  const since = { ...state, person: { ...state.person, createdAt: '2026-06-01T15:00:00.000Z' } }
  const { weeks } = keepingPastCaps(since, { ...state.person.settings, weeklyCapMinutes: 120 }, NOON)
  expect([weeks.size, weeks.get('2026-W23'), weeks.get('2026-W47'), weeks.has('2026-W48')]).toEqual([
    25,
    360,
    360,
    false,
  ])
  expect(keepingPastCaps(since, state.person.settings, NOON)).toBe(since)
})
