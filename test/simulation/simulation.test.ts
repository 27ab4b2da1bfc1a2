/**
 * A few hundred person-weeks with every test; `npm run simulate` lives through as many as it is asked for. The seed is said with each town, and
 * `npm run simulate -- --people 10 --weeks 6 --faults … --seed … --town 0` replays it.
 */
import { expect, test } from 'vitest'
import { simulateTown, type TownResult } from './simulate.ts'

const TOWNS = [
  { seed: 11, faults: 0.1 },
  { seed: 12, faults: 0.1 },
  { seed: 13, faults: 0.05 },
  { seed: 14, faults: 0.2 },
]
const lived: TownResult[] = []

test.each(TOWNS)(
  'sixty person-weeks with faults and crashes break no rule: seed $seed, rate $faults',
  async (town) => {
    const result = await simulateTown({ ...town, town: 0, people: 10, weeks: 6 })
    expect(result.breaches).toEqual([])
    lived.push(result)
  },
  600_000,
)

test('and a simulation in which nothing happened would prove nothing', () => {
  expect(lived).toHaveLength(TOWNS.length)
  const injected = new Set(lived.flatMap(({ faults }) => Object.keys(faults)))
  expect(injected.size).toBeGreaterThan(30)
  for (const { writes, counts, digests, owed } of lived) {
    expect(writes.blocks).toBeGreaterThan(50)
    expect(writes.answers).toBeGreaterThan(20)
    expect(counts.crashes).toBeGreaterThan(20)
    expect(digests).toBeGreaterThan(40)
    expect(owed.judged).toBeGreaterThan(100)
  }
})

test('one seed is one history, to the last write', async () => {
  const run = { people: 3, weeks: 2, faults: 0.15, seed: 5, town: 1 }
  const first = await simulateTown(run)
  expect(await simulateTown(run)).toEqual(first)
  expect((await simulateTown({ ...run, seed: 6 })).fingerprint).not.toBe(first.fingerprint)
}, 600_000)
