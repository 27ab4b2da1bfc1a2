/** The small claim of what `npm run bench -- learning` measures at length: whoever learns ends up in better rooms, by chance or not. */
import { describe, expect, test } from 'vitest'
import { POLICIES, type Policy, run } from './policies.ts'
import { aWorld } from './world.ts'

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8]
const WEEKS = 52

describe('a year of going where it was learned to pay', () => {
  const worlds = SEEDS.map((seed) => aWorld(seed, WEEKS))
  const runs = new Map(POLICIES.map((policy) => [policy, worlds.map((world) => run(world, policy))]))
  const values = (policy: Policy) => (runs.get(policy) ?? []).map(({ cumulative }) => cumulative.at(-1) ?? 0)
  const shares = (policy: Policy) => values(policy).map((value, n) => value / (values('oracle')[n] ?? 1))
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length

  for (const policy of ['always the same', 'last outcome', 'no learning'] as const) {
    test(`brings more than "${policy}", for most people and on the whole`, () => {
      const theirs = values(policy)
      const better = values('ours').filter((value, n) => value > (theirs[n] ?? 0)).length
      expect(better).toBeGreaterThan(SEEDS.length / 2)
      expect(mean(shares('ours'))).toBeGreaterThan(mean(shares(policy)) + 0.03)
    })
  }

  test('spends no more than a tenth of the cap on trying, and tries', () => {
    for (const { explored } of runs.get('ours') ?? []) expect(explored).toBeLessThanOrEqual(0.1 * 360 * (WEEKS + 9))
    expect((runs.get('ours') ?? []).some(({ explored }) => explored > 0)).toBe(true)
  })

  test('is the same every time', () => {
    const [first] = worlds
    if (first === undefined) throw new Error('no world')
    expect(run(first, 'ours')).toEqual(runs.get('ours')?.[0])
  })
})
