/** Erasing somebody takes their name and leaves every count of people and every point as it was (design.md, section 6). */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyPast, aPast, aContact as aPastContact, aPastEvent, id, outcomeId } from '../../test/builders/a-history.ts'
import { aContext, anOutcome, contactId } from '../../test/builders/a-ledger.ts'
import { applyToLedger } from '../relationships/apply.ts'
import { settledCredits } from '../relationships/credits.ts'
import { forgottenKey } from '../relationships/forgotten.ts'
import type { Ledger } from '../relationships/ledger.ts'
import { earnedBy } from './earned.ts'
import { funnelOf } from './funnel.ts'
import { type HistoryInput, historyOf } from './history.ts'
import { returnsBy } from './returns.ts'

const RULES = { hourlyRate: 50_000, currency: 'MXN' }

function ledgerOf({ contacts, outcomes, forgotten }: HistoryInput): Ledger {
  return {
    contacts: new Map(contacts.map((one) => [one.id, one])),
    outcomes: new Map(
      outcomes.map(({ id, body }) => {
        // As the ledger keeps them: two credits to one are one.
        const credits = settledCredits(body.credits.filter(({ share }) => share > 0))
        return [id, { id, body: { ...body, credits: credits.kind === 'ok' ? credits.value : [] } }]
      }),
    ),
    forgotten: new Map(forgotten.map((one) => [forgottenKey(one), one])),
  }
}
function seen(past: HistoryInput, ledger: Ledger, from: string, to: string) {
  const history = historyOf({
    ...past,
    contacts: [...ledger.contacts.values()],
    outcomes: [...ledger.outcomes.values()],
    forgotten: [...ledger.forgotten.values()],
  })
  const { parts, elsewhere } = returnsBy('event', { events: history.events, days: null }, history, RULES)
  return {
    people: funnelOf(history, from, to).map(({ count }) => count),
    points: [...earnedBy(history, RULES)].map(([event, lines]) => [
      event,
      lines.map(({ name, points }) => [name, points]),
    ]),
    money: [parts, elsewhere],
  }
}
/** Everybody twice: of those who are alike there is one row. */
const twins = anyPast.map((past): HistoryInput => {
  const others = past.contacts.map((one, n) => ({ ...one, id: contactId(`c${n + 12}`) }))
  return { ...past, contacts: [...past.contacts, ...others] }
})
const someOfThem = fc.array(fc.nat({ max: 23 }), { maxLength: 24 })
const day = fc.constantFrom('2025-06-01', '2025-11-11', '2026-01-05', '2026-01-06', '2026-01-07', '2026-06-01')

describe('whoever is erased', () => {
  test('stays counted at every step of any time, in what every event has earned and brought, whoever else goes', () => {
    fc.assert(
      fc.property(twins, someOfThem, day, day, (past, gone, from, to) => {
        let ledger = ledgerOf(past)
        const before = seen(past, ledger, from, to)
        for (const n of gone) {
          const context = aContext({ timeZone: past.zone })
          const said = applyToLedger(ledger, { kind: 'delete_contact', contact: contactId(`c${n}`) }, context)
          if (said.kind === 'ok') ledger = said.ledger
          expect(ledger.contacts.has(contactId(`c${n}`))).toBe(false)
          expect(seen(past, ledger, from, to)).toEqual(before)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('leaves what an introducer brought with the event where they were met, and no money with it', () => {
    const events = ['a', 'b'].map((name) => aPastEvent(name, '2026-01-06T16:00:00.000Z'))
    const credits = [{ to: { kind: 'contact' as const, contactId: contactId('ana') }, share: 10_000 }]
    const past = aPast({
      events,
      contacts: [aPastContact('ana', 'b')],
      outcomes: [anOutcome('o', { kind: 'meeting', credits })],
    })
    const erased = applyToLedger(ledgerOf(past), { kind: 'delete_contact', contact: contactId('ana') }, aContext())
    if (erased.kind !== 'ok') throw new Error('erasing is never refused')
    const { outcomes, forgotten } = erased.ledger
    expect(outcomes.get(outcomeId('o'))?.body.credits).toEqual([{ to: { kind: 'none', metAt: 'b' }, share: 10_000 }])
    const history = historyOf({
      ...past,
      contacts: [],
      outcomes: [...outcomes.values()],
      forgotten: [...forgotten.values()],
    })
    expect(earnedBy(history, RULES).get(id('b'))).toEqual([
      { name: 'checkIn', points: 10, of: ['b'] },
      { name: 'met', points: 25, of: [] },
      { name: 'meeting', points: 400, of: ['o'] },
    ])
    expect(returnsBy('event', { events: history.events, days: null }, history, RULES).whole.closed.outcomes).toEqual([])
  })
})
