import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EventId } from './event.ts'
import { blockIdOf, eventIdOf, NO_ORIGINAL_START } from './marks.ts'

describe('derived ids', () => {
  test('a block id is one that Google takes: base32hex, 5 to 1024 characters', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(5), (subject, event, generation) => {
        expect(blockIdOf(subject, event as EventId, 'follow-up', generation)).toMatch(/^[0-9a-v]{5,1024}$/)
      }),
    )
  })

  test('the same facts give the same id, and any other fact another one', () => {
    const facts = fc.tuple(fc.string(), fc.string())
    fc.assert(
      fc.property(facts, facts, (a, b) => {
        const same = a[0] === b[0] && a[1] === b[1]
        expect(eventIdOf(...a) === eventIdOf(...b)).toBe(same)
      }),
    )
  })

  test('a single event keeps its id wherever it moves: its start is no part of it', () => {
    expect(eventIdOf('uid', NO_ORIGINAL_START)).toBe(eventIdOf('uid', NO_ORIGINAL_START))
    expect(eventIdOf('uid', NO_ORIGINAL_START)).not.toBe(eventIdOf('uid', '2027-03-03'))
  })
})
