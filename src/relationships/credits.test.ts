import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aBody, anEncounter, contactId, eventId } from '../../test/builders/a-ledger.ts'
import { amountsOf, defaultCredits, recredited, settledCredits } from './credits.ts'
import { type Credit, type CreditedTo, MOST_AMOUNT, WHOLE } from './outcome.ts'

const event = (id: string): CreditedTo => ({ kind: 'event', eventId: eventId(id) })
const contact = (id: string): CreditedTo => ({ kind: 'contact', contactId: contactId(id) })
const none: CreditedTo = { kind: 'none' }
const parts = (amount: number, credits: readonly Credit[]) => amountsOf({ amount, credits }).map((part) => part.amount)

/** Shares that are the whole. */
const shares = fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 12 }).map((weights) => {
  const sum = weights.reduce((a, b) => a + b, 0)
  const cut = weights.map((weight) => Math.max(1, Math.floor((weight * (WHOLE - weights.length)) / sum)))
  const left = WHOLE - cut.reduce((a, b) => a + b, 0)
  return cut.map((share, at) => ({ to: event(`e${at}`), share: at === 0 ? share + left : share }))
})

describe('whom an outcome is owed to', () => {
  test('by default the first event, the introducer, both by halves, or nobody', () => {
    const encounters = [anEncounter('2026-10-06'), anEncounter('2026-11-24')]
    expect(defaultCredits(aBody({ encounters }))).toEqual([{ to: event('e-2026-10-06'), share: 10_000 }])
    expect(defaultCredits(aBody({ encounters, introducedBy: contactId('luis') }))).toEqual([
      { to: event('e-2026-10-06'), share: 5_000 },
      { to: contact('luis'), share: 5_000 },
    ])
    expect(defaultCredits(aBody({ introducedBy: contactId('luis') }))).toEqual([{ to: contact('luis'), share: 10_000 }])
    expect(defaultCredits(aBody())).toEqual([{ to: none, share: 10_000 }])
    expect(defaultCredits(null)).toEqual([{ to: none, share: 10_000 }])
  })

  test.each([
    [[], 'no credit at all'],
    [[{ to: none, share: 9_999 }], 'less than the whole'],
    [
      [
        { to: event('a'), share: 7_000 },
        { to: none, share: 7_000 },
      ],
      'shares over 100 %',
    ],
    [
      [
        { to: event('a'), share: 15_000 },
        { to: none, share: -5_000 },
      ],
      'a negative share',
    ],
    [
      [
        { to: event('a'), share: 10_000 },
        { to: none, share: 0 },
      ],
      'a share of nothing',
    ],
    [
      [
        { to: event('a'), share: 3_333.5 },
        { to: none, share: 6_666.5 },
      ],
      'half a ten-thousandth',
    ],
    [[{ to: none, share: Number.NaN }], 'no number'],
  ] as const)('%j is refused: %s', (credits, _why) => {
    expect(settledCredits(credits)).toEqual({ kind: 'refused', reason: 'shares_not_whole' })
  })

  test('two credits to the same are one', () => {
    const credits = [
      { to: event('a'), share: 2_500 },
      { to: none, share: 5_000 },
      { to: event('a'), share: 2_500 },
    ]
    expect(settledCredits(credits)).toEqual({
      kind: 'ok',
      value: [
        { to: event('a'), share: 5_000 },
        { to: none, share: 5_000 },
      ],
    })
  })
})

describe('parts of an amount', () => {
  test('by hand: a hundred pesos in three, a cent in two, and what divides evenly', () => {
    const thirds = [3_334, 3_333, 3_333].map((share, at) => ({ to: event(`e${at}`), share }))
    // 100.00 x 0.3334 = 33.34, 33.33, 33.33
    expect(parts(10_000, thirds)).toEqual([3_334, 3_333, 3_333])
    // 1.00: 33.34, 33.33, 33.33 cents; one cent is left, for the largest remainder.
    expect(parts(100, thirds)).toEqual([34, 33, 33])
    const halves = [5_000, 5_000].map((share, at) => ({ to: event(`e${at}`), share }))
    expect(parts(1, halves)).toEqual([1, 0])
    expect(parts(85_000_01, halves)).toEqual([42_500_01, 42_500_00])
    // 0.07 in 25 % and 75 %: 1.75 and 5.25 cents.
    expect(
      parts(7, [
        { to: event('a'), share: 2_500 },
        { to: none, share: 7_500 },
      ]),
    ).toEqual([2, 5])
    expect(amountsOf({ amount: null, credits: halves })).toEqual([])
  })

  test('sum to the amount to the minor unit, each within one of its share, and the same each time', () => {
    fc.assert(
      fc.property(
        shares,
        fc.oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: MOST_AMOUNT })),
        (credits, amount) => {
          const found = parts(amount, credits)
          expect(found.reduce((sum, part) => sum + part, 0)).toBe(amount)
          for (const [at, part] of found.entries()) {
            const exact = (BigInt(amount) * BigInt(credits[at]?.share ?? 0)) / 10_000n
            expect(BigInt(part) - exact === 0n || BigInt(part) - exact === 1n).toBe(true)
          }
          expect(parts(amount, credits)).toEqual(found)
        },
      ),
    )
  })

  test('a larger share never gets less', () => {
    fc.assert(
      fc.property(shares, fc.integer({ min: 1, max: 1_000_000 }), (credits, amount) => {
        const found = parts(amount, credits).map((part, at) => ({ part, share: credits[at]?.share ?? 0 }))
        const sorted = found.toSorted((a, b) => a.share - b.share || a.part - b.part)
        for (const [at, { part }] of sorted.entries()) expect(part).toBeGreaterThanOrEqual(sorted[at - 1]?.part ?? 0)
      }),
    )
  })
})

describe('credit of somebody who is gone', () => {
  const credits = [
    { to: contact('luis'), share: 5_000 },
    { to: none, share: 2_000 },
    { to: contact('eva'), share: 3_000 },
  ]
  test('is nobody’s, and still the whole', () => {
    expect(recredited(credits, contactId('luis'), none)).toEqual([
      { to: none, share: 7_000 },
      { to: contact('eva'), share: 3_000 },
    ])
  })
  test('is kept apart where it is known where they had been met', () => {
    const metAt: CreditedTo = { kind: 'none', metAt: eventId('e') }
    expect(recredited(credits, contactId('luis'), metAt)).toEqual([
      { to: metAt, share: 5_000 },
      { to: none, share: 2_000 },
      { to: contact('eva'), share: 3_000 },
    ])
  })
  test('is the other’s after a merge', () => {
    expect(recredited(credits, contactId('luis'), contact('eva'))).toEqual([
      { to: contact('eva'), share: 8_000 },
      { to: none, share: 2_000 },
    ])
  })
  test('nothing moves where there is none', () => {
    expect(recredited(credits, contactId('iris'), none)).toBe(credits)
  })
})
