import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aContact, anOutcome, anyPast, aPast, contactId } from '../../test/builders/a-history.ts'
import { funnelOf } from './funnel.ts'
import { historyOf } from './history.ts'

describe('the funnel', () => {
  test('holds everybody who came at least so far, by what they are and by what came of them', () => {
    const touches = [{ id: 't', at: '2026-01-20T12:00:00.000Z', kind: 'call' as const, note: null, eventId: null }]
    const past = aPast({
      contacts: [
        aContact('met', null),
        aContact('called', null, { touches }),
        aContact('said', null, { stage: 'proposal' }),
        // Gone dormant after an offer.
        aContact('dormant', null, { stage: 'dormant' }),
        aContact('client', null, { stage: 'in_touch' }),
        // Out of an address book: met by nobody's networking.
        aContact('filed', null, { source: 'imported', stage: 'client' }),
        aContact('before', null, { createdAt: '2025-12-31T16:00:00.000Z', stage: 'client' }),
      ],
      outcomes: [
        anOutcome('offer', 'proposal', null, { contactId: contactId('dormant') }),
        anOutcome('deal', 'closed', null, { contactId: contactId('client') }),
        anOutcome('of the erased', 'closed', null),
      ],
      forgotten: [
        { metOn: '2026-03-31', metAt: null, reached: 'meeting', touches: 4, count: 3 },
        { metOn: '2026-04-01', metAt: null, reached: 'client', touches: 0, count: 1 },
      ],
    })
    const steps = funnelOf(historyOf(past), '2026-01-01', '2026-03-31')
    expect(Object.fromEntries(steps.map(({ reached, contacts }) => [reached, contacts]))).toEqual({
      new: ['called', 'client', 'dormant', 'met', 'said'],
      in_touch: ['called', 'client', 'dormant', 'said'],
      meeting: ['client', 'dormant', 'said'],
      proposal: ['client', 'dormant', 'said'],
      client: ['client'],
    })
    // Whoever was erased is counted and not named.
    expect(steps.map(({ count }) => count)).toEqual([8, 7, 6, 3, 1])
  })

  test('never rises from one step to the next', () => {
    fc.assert(
      fc.property(anyPast, (past) => {
        const steps = funnelOf(historyOf(past), '2025-01-01', '2027-01-01')
        for (const [n, { contacts }] of steps.entries()) {
          const before = new Set(steps[n - 1]?.contacts ?? contacts)
          expect(contacts.every((one) => before.has(one))).toBe(true)
        }
      }),
      { numRuns: 50 },
    )
  })
})
