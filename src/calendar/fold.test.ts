import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { aSingle } from '../../test/builders/calendar-event.ts'
import { changesOf } from '../../test/builders/changes.ts'
import type { RemoteEventId } from './event.ts'
import { ABSENCE_AGREED_AFTER, eventHash, fold, type Known } from './fold.ts'

const NOW = Temporal.Instant.from('2027-03-01T15:00:00Z')
const id = (text: string) => text as RemoteEventId

const since = (minutes: number) => NOW.subtract({ minutes }).toString()
const SINGLE = { event: { seriesId: null } }
function knowing(...ids: string[]): Map<RemoteEventId, Known> {
  return new Map(
    ids.map((one) => [id(one), { hash: eventHash(aSingle({ id: one })), missingSince: null, body: SINGLE }]),
  )
}

describe('what a read changes', () => {
  test('a tombstone removes at once', () => {
    const folded = fold(knowing('a', 'b'), changesOf({ removed: [id('a')] }), NOW)
    expect(folded.removed).toEqual(['a'])
  })

  test('a tombstone of something never known changes nothing', () => {
    expect(fold(knowing('a'), changesOf({ removed: [id('z')] }), NOW).removed).toEqual([])
  })

  test('what is over is no longer to be known', () => {
    expect(fold(knowing('a', 'b'), changesOf({ over: [id('a'), id('z')] }), NOW).removed).toEqual(['a'])
  })

  test('an event that is listed with the content known changes nothing, whatever its revision', () => {
    const listed = aSingle({ id: 'a', revision: '"another"', updatedAt: '2027-01-01T00:00:00Z' })
    expect(fold(knowing('a'), changesOf({ events: [listed] }), NOW).changed).toEqual([])
  })

  test('an empty complete read removes nothing, and asks for a second one', () => {
    const folded = fold(knowing('a', 'b'), changesOf({ scope: 'full' }), NOW)
    expect(folded.removed).toEqual([])
    expect(folded.missing).toEqual(['a', 'b'])
    expect(folded.confirmAt?.toString()).toBe(NOW.add(ABSENCE_AGREED_AFTER).toString())
  })

  test('a second complete read removes only what has been missing for ten minutes', () => {
    const known = knowing('old', 'young')
    known.set(id('old'), { hash: 'h', missingSince: since(10), body: SINGLE })
    known.set(id('young'), { hash: 'h', missingSince: since(9), body: SINGLE })
    const folded = fold(known, changesOf({ scope: 'full' }), NOW)
    expect(folded.removed).toEqual(['old'])
    expect(folded.missing).toEqual([])
    expect(folded.confirmAt).not.toBeNull()
  })

  test('what was missing and is listed again is there again', () => {
    const known = knowing('a')
    known.set(id('a'), {
      hash: eventHash(aSingle({ id: 'a' })),
      missingSince: NOW.subtract({ hours: 1 }).toString(),
      body: SINGLE,
    })
    const folded = fold(known, changesOf({ scope: 'full', events: [aSingle({ id: 'a' })] }), NOW)
    expect(folded.changed.map((event) => event.id)).toEqual(['a'])
    expect(folded.removed).toEqual([])
  })

  test('of a series whose occurrences were all read, one that is not among them is missing, and removed where it was already', () => {
    const part = (one: string, missingSince: string | null = null): [RemoteEventId, Known] => [
      id(one),
      { hash: eventHash(aSingle({ id: one })), missingSince, body: { event: { seriesId: id('s') } } },
    ]
    const known = new Map([part('kept'), part('gone'), part('long gone', since(10)), ...knowing('other')])
    const read = changesOf({ events: [aSingle({ id: 'kept' })], laidOut: new Set([id('s')]) })
    const folded = fold(known, read, NOW)
    expect([folded.missing, folded.removed]).toEqual([['gone'], ['long gone']])
    expect(folded.confirmAt?.toString()).toBe(NOW.add({ minutes: 10 }).toString())
    expect(fold(known, changesOf({ events: [aSingle({ id: 'kept' })] }), NOW)).toMatchObject({
      missing: [],
      removed: [],
    })
  })

  test('of an event listed twice the last counts', () => {
    const events = [aSingle({ id: 'a', title: 'old' }), aSingle({ id: 'a', title: 'new' })]
    expect(fold(new Map(), changesOf({ events }), NOW).changed.map((event) => event.title)).toEqual(['new'])
  })

  test('nothing is ever removed that was neither tombstoned nor missing before, in any read', () => {
    const ids = fc.uniqueArray(fc.constantFrom<string>('a', 'b', 'c', 'd', 'e'))
    fc.assert(
      fc.property(
        ids,
        ids,
        ids,
        fc.constantFrom('full' as const, 'delta' as const),
        (known, listed, removed, scope) => {
          const events = listed.map((one) => aSingle({ id: one }))
          const folded = fold(knowing(...known), changesOf({ scope, events, removed: removed.map(id) }), NOW)
          expect(folded.removed.every((one) => removed.includes(one) && !listed.includes(one))).toBe(true)
        },
      ),
    )
  })
})
