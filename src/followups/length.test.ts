import { expect, test } from 'vitest'
import { followUpMinutes } from './length.ts'

const usual = { baseMinutes: 10, perContactMinutes: 8, minMinutes: 20, maxMinutes: 90, unknownMinutes: 30 }

test.each([
  [null, 30],
  [0, 20],
  [1, 20],
  [2, 26],
  [5, 50],
  [10, 90],
  [1000, 90],
])('with %s contacts a follow-up takes %i minutes', (contacts, minutes) => {
  expect(followUpMinutes(usual, contacts)).toBe(minutes)
})
