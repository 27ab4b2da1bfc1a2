import { expect, test } from 'vitest'
import { simulateTown } from './simulate.ts'

const LITTLE = { people: 3, weeks: 2, faults: 0.15 }

test('people’s weeks with faults and crashes break no rule', async () => {
  const towns = []
  for (let town = 0; town < 3; town++) towns.push(await simulateTown({ ...LITTLE, seed: 11, town }))
  expect(towns.flatMap(({ breaches }) => breaches)).toEqual([])
  // A simulation in which nothing happened proves nothing.
  const injected = new Set(towns.flatMap(({ faults }) => Object.keys(faults)))
  expect(injected.size).toBeGreaterThan(15)
  for (const { writes, counts, digests } of towns) {
    expect(writes.blocks).toBeGreaterThan(0)
    expect(counts.crashes).toBeGreaterThan(0)
    expect(digests).toBeGreaterThan(0)
  }
}, 300_000)

test('one seed is one history, to the last write', async () => {
  const run = { ...LITTLE, seed: 5, town: 1 }
  const first = await simulateTown(run)
  expect(await simulateTown(run)).toEqual(first)
  expect((await simulateTown({ ...run, seed: 6 })).fingerprint).not.toBe(first.fingerprint)
}, 300_000)
