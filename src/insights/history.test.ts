import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aContact, anOutcome, anyPast, aPast, aPastEvent } from '../../test/builders/a-history.ts'
import { apportioned, historyOf, organiserIdOf, quarterOf, WHOLE } from './history.ts'

describe('a history', () => {
  test('puts an event in the local week and quarter it starts in', () => {
    // 1 April in UTC, still 31 March in Mexico City.
    const { events } = historyOf(aPast({ events: [aPastEvent('a', '2026-04-01T03:00:00.000Z')] }))
    expect(events[0]).toMatchObject({ week: '2026-W14', quarter: '2026-Q1', attended: true })
    expect(['2026-01-31', '2026-04-01', '2026-09-30', '2026-12-31'].map(quarterOf)).toEqual([
      '2026-Q1',
      '2026-Q2',
      '2026-Q3',
      '2026-Q4',
    ])
  })

  test('is about the organiser, and behind a platform about the series', () => {
    expect(organiserIdOf('canaco.example', 's1')).toBe(organiserIdOf('canaco.example', 's2'))
    expect(organiserIdOf(null, 's1')).not.toBe(organiserIdOf(null, 's2'))
    expect(organiserIdOf('s1', 's1')).not.toBe(organiserIdOf(null, 's1'))
  })

  test('has every contact at the event of their first encounter, and no note for a touch', () => {
    const at = (day: string) => `2026-01-${day}T16:00:00.000Z`
    const encounters = [
      { eventId: aPastEvent('b', at('13')).id, at: at('13') },
      { eventId: aPastEvent('a', at('06')).id, at: at('06') },
    ]
    const touches = [
      { id: 't1', at: at('07'), kind: 'note' },
      { id: 't2', at: at('08'), kind: 'call' },
      { id: 't3', at: at('13'), kind: 'encounter' },
    ] as const
    const { contacts } = historyOf(aPast({ contacts: [aContact('ana', null, { encounters, touches })] }))
    expect(contacts).toEqual([
      { id: 'ana', stage: 'new', metOn: '2026-01-06', metAt: 'a', touches: [{ id: 't2', kind: 'call' }] },
    ])
  })

  test('knows which proposals are settled', () => {
    const outcomes = [
      anOutcome('open', 'proposal', null),
      anOutcome('lost', 'proposal', null, { lostOn: '2026-03-01' }),
      anOutcome('won', 'proposal', null),
      anOutcome('deal', 'closed', null, { closes: 'won' }),
    ]
    const settled = historyOf(aPast({ outcomes })).outcomes.map((one) => [one.id, one.settled])
    expect(Object.fromEntries(settled)).toEqual({ open: null, lost: 'lost', won: 'closed', deal: null })
  })

  test('is the same whatever order its records come in', () => {
    fc.assert(
      fc.property(anyPast, (past) => {
        const { events, outcomes } = historyOf(past)
        const turned = historyOf({ ...past, events: past.events.toReversed(), outcomes: past.outcomes.toReversed() })
        expect([turned.events, turned.outcomes]).toEqual([events, outcomes])
      }),
      { numRuns: 50 },
    )
  })
})

describe('an amount in shares', () => {
  test('gives what is left over to the largest remainders', () => {
    const parts = (amount: number, ...shares: number[]) => {
      return apportioned(
        amount,
        shares.map((share) => ({ share })),
      ).map((one) => one.amount)
    }
    expect(parts(100, 3333, 3333, 3334)).toEqual([33, 33, 34])
    expect(parts(1, 5000, 5000)).toEqual([1, 0])
    expect(parts(10, 3333, 3333, 3334)).toEqual([3, 3, 4])
    // 33,329,999,999,999.6667 and 66,669,999,999,999.3333
    expect(parts(99_999_999_999_999, 3333, 6667)).toEqual([33_330_000_000_000, 66_669_999_999_999])
  })

  test('sums to the amount, and no part is a unit off its exact share', () => {
    const shares = fc.array(fc.nat({ max: WHOLE }), { minLength: 0, maxLength: 5 }).map((cuts) => {
      const all = [0, ...cuts, WHOLE].sort((a, b) => a - b)
      return all.slice(1).map((cut, i) => ({ share: cut - (all[i] ?? 0) }))
    })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e14 }), shares, (amount, given) => {
        const parts = apportioned(amount, given)
        expect(parts.reduce((sum, one) => sum + (one.amount ?? 0), 0)).toBe(amount)
        for (const { share, amount: part } of parts) {
          const off = BigInt(part ?? 0) * BigInt(WHOLE) - BigInt(amount) * BigInt(share)
          expect(off > -BigInt(WHOLE) && off < BigInt(WHOLE)).toBe(true)
        }
      }),
    )
  })
})
