import { expect, test } from 'vitest'
import { chanceOf } from './chance.ts'
import { simulate } from './simulate.ts'

test('a few weeks of people, faults and crashes break no rule, and everything owed settles', async () => {
  const result = await simulate({ people: 3, weeks: 2, faults: 0.2, seed: 11 })
  expect(Object.fromEntries(result.breaches)).toEqual(
    Object.fromEntries([...result.breaches.keys()].map((rule) => [rule, []])),
  )
  expect(result.unsettled).toBe(0)
  // A simulation in which nothing happened proves nothing.
  expect(result.blocks).toBeGreaterThan(0)
  expect(result.ownAnswers).toBeGreaterThan(0)
  expect(result.counts.crashes).toBeGreaterThan(0)
  expect(result.counts.faults.size).toBeGreaterThan(5)
}, 120_000)

test('one seed is one history', () => {
  const draws = (seed: number) => Array.from({ length: 20 }, chanceOf(seed).next)
  expect(draws(5)).toEqual(draws(5))
  expect(draws(5)).not.toEqual(draws(6))
})
