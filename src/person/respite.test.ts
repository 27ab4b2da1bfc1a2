import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { aStorage } from '../../test/builders/a-storage.ts'
import { respiteOf } from './respite.ts'

const NOW = Temporal.Instant.from('2026-11-23T18:00:00Z')
const seconds = (n: number) => Temporal.Duration.from({ seconds: n })

test('of waits that are asked for side by side the longest holds, and is written once', async () => {
  const storage = aStorage()
  let now = NOW
  const respite = respiteOf(storage, 'account', () => now)
  await Promise.all([20, 600, 5].map((wait) => respite.begin(seconds(wait))))
  expect(storage.writes).toBe(2)
  now = NOW.add(seconds(21))
  expect((await respite.left())?.total('seconds')).toBe(579)
})

test('no wait is none, and of an account that may be asked nothing is written', async () => {
  const storage = aStorage()
  const respite = respiteOf(storage, 'account', () => NOW)
  await respite.begin(seconds(0))
  expect([await respite.left(), storage.writes]).toEqual([null, 0])
})

test('is known after a restart, to that account alone, until it is over', async () => {
  const storage = aStorage()
  await respiteOf(storage, 'account', () => NOW).begin(seconds(60))
  const later = (after: number, account = 'account') =>
    respiteOf(storage, account, () => NOW.add(seconds(after))).left()
  expect((await later(59))?.total('seconds')).toBe(1)
  expect(await later(59, 'another')).toBeNull()
  expect(await later(60)).toBeNull()
  expect(storage.writes).toBe(2)
})
