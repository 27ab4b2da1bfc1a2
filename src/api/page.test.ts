/** Pages of a list. */
import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { compare, LARGEST_PAGE, type Position, pageOf, pageQuery } from './page.ts'

const query = v.strictObject(pageQuery)
const position = fc.record({
  at: fc.constantFrom('2026-11-24T10:00:00.000Z', '2026-11-24T10:00:00.500Z', '2026-11-25T00:00:00.000Z'),
  id: fc.string(),
})
const ascending = fc
  .uniqueArray(position, { selector: ({ at, id }) => `${at} ${id}`, maxLength: 40 })
  .map((all) => all.sort(compare))
const itself = (one: Position) => one

describe('a list in pages', () => {
  test('gives every item once and in order, whatever the size of the page and however many share a moment', () => {
    fc.assert(
      fc.property(ascending, fc.integer({ min: 1, max: 12 }), (items, limit) => {
        const seen: Position[] = []
        let cursor: Position | undefined
        for (let pages = 0; pages <= items.length; pages++) {
          const page = pageOf(items, itself, { cursor, limit })
          expect(page.items.length).toBeLessThanOrEqual(limit)
          seen.push(...page.items)
          if (page.next === null) break
          cursor = v.parse(query, { cursor: page.next }).cursor
        }
        expect(seen).toEqual(items)
      }),
    )
  })

  test('goes on after an item that was taken meanwhile', () => {
    const items = ['a', 'b', 'c', 'd'].map((id) => ({ at: '2026-11-24T10:00:00.000Z', id }))
    const first = pageOf(items, itself, { limit: 2 })
    const { cursor } = v.parse(query, { cursor: first.next })
    const left = items.filter(({ id }) => id !== 'b')
    expect(pageOf(left, itself, { cursor, limit: 2 }).items.map(({ id }) => id)).toEqual(['c', 'd'])
  })

  test.each(['', 'x', '%%%', 'bnVsbA', 'WzEsMl0', 'WyJhIiwiYiIsImMiXQ'])('refuses %j for a cursor', (cursor) => {
    expect(v.is(query, { cursor })).toBe(false)
  })

  test.each(['0', '-1', '1.5', 'all', '1e2', String(LARGEST_PAGE + 1)])('refuses %j for a size', (limit) => {
    expect(v.is(query, { limit })).toBe(false)
  })
})
