import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  aContact,
  anOutcome,
  anyPast,
  aPast,
  aPastEvent,
  contactId,
  id,
  outcomeId,
} from '../../test/builders/a-history.ts'
import { BUSINESS, businessPoints, EARNS, earnedBy } from './earned.ts'
import { historyOf } from './history.ts'

const rules = { hourlyRate: 50_000, currency: 'MXN' }

describe('what an event has earned', () => {
  test('is a sum of lines, each with what it is for', () => {
    const touches = [1, 2, 3, 4, 5, 6].map((n) => ({
      id: `t${n}`,
      at: '2026-01-20T12:00:00.000Z',
      kind: 'call' as const,
      note: null,
      eventId: null,
    }))
    const past = aPast({
      events: [aPastEvent('a', '2026-01-06T16:00:00.000Z')],
      contacts: [aContact('ana', 'a', { touches }), aContact('luis', 'a'), aContact('eva', null)],
      followUps: [{ id: 'f', eventId: id('a'), state: 'done', closedAt: '2026-01-07T16:00:00.000Z' }],
      outcomes: [
        anOutcome('m', 'meeting', 'a'),
        anOutcome('p', 'proposal', 'a', { amount: 2_000_000 }),
        // 40 hours of 500: 20 at 0.75 and 20 at 0.3, and 8 for being a client.
        anOutcome('d', 'closed', 'a', { amount: 2_000_000, closes: outcomeId('p') }),
        anOutcome('l', 'proposal', 'a', { lostOn: '2026-03-01' }),
        anOutcome('x', 'closed', 'a', { amount: 2_000_000, currency: 'USD' }),
      ],
    })
    expect(earnedBy(historyOf(past), rules).get(id('a'))).toEqual([
      { name: 'checkIn', points: 10, of: ['a'] },
      { name: 'met', points: 50, of: ['ana', 'luis'] },
      { name: 'touches', points: 40, of: ['t1', 't2', 't3', 't4'] },
      { name: 'followUp', points: 25, of: ['f'] },
      { name: 'closed', points: 2900, of: ['d'] },
      { name: 'proposal', points: 200, of: ['l'] },
      { name: 'meeting', points: 400, of: ['m'] },
      { name: 'proposal', points: 800, of: ['p'] },
      { name: 'closed', points: 2000, of: ['x'] },
    ])
  })

  test('goes in shares to the event and to the event where the introducer was met, one step back', () => {
    const events = ['a', 'b'].map((name) => aPastEvent(name, '2026-01-06T16:00:00.000Z'))
    const credits = [
      { to: { kind: 'event', eventId: id('a') }, share: 2500 },
      { to: { kind: 'contact', contactId: contactId('ana') }, share: 7500 },
    ] as const
    const outcomes = [anOutcome('m', 'meeting', null, { credits })]
    const earned = earnedBy(historyOf(aPast({ events, contacts: [aContact('ana', 'b')], outcomes })), rules)
    const meetings = (event: string) => earned.get(id(event))?.find(({ name }) => name === 'meeting')?.points
    expect([meetings('a'), meetings('b')]).toEqual([100, 300])
  })

  test('is nothing for what was missed, and only attended events have any', () => {
    fc.assert(
      fc.property(anyPast, (past) => {
        const earned = earnedBy(historyOf(past), rules)
        for (const { id, attendance } of past.events) {
          expect(earned.has(id)).toBe(attendance !== 'missed')
        }
        for (const lines of earned.values()) {
          for (const { points } of lines) expect(Number.isSafeInteger(points) && points > 0).toBe(true)
        }
      }),
      { numRuns: 50 },
    )
  })
})

describe('business in points', () => {
  /** Hour by hour. */
  const slowly = (hours: number) => {
    let points = 0
    for (let hour = 0; hour < hours; hour++) points += BUSINESS.find(({ upToHours }) => hour < upToHours)?.points ?? 0
    return Math.round(points * 100)
  }

  test('is the table, hour by hour, and bounded by its end', () => {
    for (const hours of [0, 1, 19, 20, 21, 100, 101, 499, 500, 501, 900])
      expect(businessPoints(hours)).toBe(slowly(hours))
    expect(businessPoints(1e12)).toBe(7900)
  })

  test('gives more for more, and ever less for each further hour', () => {
    fc.assert(
      fc.property(fc.nat({ max: 600 }), fc.nat({ max: 600 }), (hours, more) => {
        const [one, both] = [businessPoints(more), businessPoints(hours + more)]
        expect(both).toBeGreaterThanOrEqual(one)
        expect(both).toBeLessThanOrEqual(one + businessPoints(hours) + 1)
      }),
    )
  })

  test('counts a fixed sum where the amount cannot be measured', () => {
    const earned = (over: Parameters<typeof anOutcome>[3], hourlyRate: number | null = 50_000) => {
      const events = [aPastEvent('a', '2026-01-06T16:00:00.000Z')]
      const history = historyOf(aPast({ events, outcomes: [anOutcome('d', 'closed', 'a', over)] }))
      return earnedBy(history, { hourlyRate, currency: 'MXN' }).get(id('a'))?.at(-1)?.points
    }
    const fixed = 100 * EARNS.closedUnmeasured
    expect(earned({ amount: null })).toBe(fixed)
    expect(earned({ amount: 100, currency: 'USD' })).toBe(fixed)
    expect([earned({ amount: 100 }, null), earned({ amount: 100 }, 0)]).toEqual([fixed, fixed])
    expect(earned({ amount: 50_000 })).toBe(100 * EARNS.closed + 75)
  })
})
