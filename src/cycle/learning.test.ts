import { expect, test } from 'vitest'
import { aState, idOf } from '../../test/builders/a-person.ts'
import { pastOf } from './learning.ts'

test('what is kept of a history is the very same for the same state, and another once somebody was erased', () => {
  const state = aState()
  const before = pastOf(state)
  expect(pastOf({ ...state })).toBe(before)
  const one = { metOn: '2026-11-16', metAt: idOf('a'), reached: 'new' as const, touches: 0, count: 1 }
  expect(pastOf({ ...state, forgotten: new Map([['key', one]]) }).forgotten).toEqual([one])
})
