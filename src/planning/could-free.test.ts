import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EventId } from '../calendar/event.ts'
import { couldFree, type Freeable } from './could-free.ts'

const event = (id: string, charge: number, points: number): Freeable => ({ id: id as EventId, charge, points })

test('nothing needs to go while the cap is kept', () => {
  expect(couldFree([event('a', 60, 100)], 0)).toEqual([])
  expect(couldFree([event('a', 60, 100)], -30)).toEqual([])
})

test('two small ones go rather than one of more value', () => {
  const events = [event('rich', 200, 900), event('b', 120, 300), event('a', 100, 200)]
  expect(couldFree(events, 150)).toEqual(['a', 'b'])
  expect(couldFree(events, 90)).toEqual(['a'])
})

test('what is worth nothing goes first', () => {
  expect(couldFree([event('good', 200, 500), event('dull', 200, -300)], 30)).toEqual(['dull'])
})

test('all are named when not even that is enough', () => {
  expect(couldFree([event('b', 60, 200), event('a', 60, 100)], 500)).toEqual(['a', 'b'])
})

test('an event until the year 9999 and a hundred odd ones end at once', () => {
  expect(couldFree([event('endless', 1_397_899_290, 100)], 1_397_898_930)).toEqual(['endless'])
  const odd = Array.from({ length: 100 }, (_, i) => event(`e${i}`, 997 + 131 * i, 100 + ((i * 37) % 91)))
  expect(couldFree(odd, 300_000).length).toBeGreaterThan(0)
})

test('the set is the cheapest of all that are enough', () => {
  const any = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: -5, max: 20 })), { maxLength: 8 })
  fc.assert(
    fc.property(any, fc.integer({ min: 1, max: 90 }), (pairs, minutes) => {
      const events = pairs.map(([charge, points], i) => event(`e${i}`, charge, points))
      const costOf = (set: readonly Freeable[]) => ({
        charge: set.reduce((sum, one) => sum + one.charge, 0),
        points: set.reduce((sum, one) => sum + Math.max(0, one.points), 0),
      })
      const all = Array.from({ length: 2 ** events.length }, (_, mask) => events.filter((_, i) => mask & (1 << i)))
      const [best] = all
        .filter((set) => costOf(set).charge >= minutes)
        .map((set) => ({ ...costOf(set), size: set.length }))
        .sort((a, b) => a.points - b.points || a.charge - b.charge || a.size - b.size)
      const found = couldFree(events, minutes)
      const set = events.filter((one) => found.includes(one.id))
      if (best === undefined) expect(set).toEqual(events.filter((one) => one.charge > 0))
      else expect({ ...costOf(set), size: set.length }).toEqual(best)
    }),
    { numRuns: 400 },
  )
})
