import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anOutcome, contactId } from '../../test/builders/a-ledger.ts'
import { OUTCOME_KINDS, type Outcome } from './outcome.ts'
import { pipelineOf, proposalOf } from './pipeline.ts'

const aProposal: typeof anOutcome = (id, given) => anOutcome(id, { kind: 'proposal', ...given })
const ids = (outcomes: readonly Outcome[]) => outcomes.map(({ id }) => id as string)

test('a proposal is open until it is closed or lost, and each currency is summed for itself', () => {
  const proposal = aProposal('won', { on: '2026-10-01' })
  const { open, past, closedBy, openTotals, closedTotals } = pipelineOf([
    proposal,
    aProposal('dollars', { on: '2026-11-02', amount: 100, currency: 'USD' }),
    aProposal('pesos', { on: '2026-11-01', amount: 30 }),
    aProposal('more', { on: '2026-11-03', amount: 12 }),
    aProposal('lost', { on: '2026-11-09', lostOn: '2026-11-20' }),
    anOutcome('closing', { kind: 'closed', on: '2026-11-10', amount: 500, closes: proposal.id }),
    anOutcome('met', { kind: 'meeting', on: '2026-11-12', amount: null }),
  ])
  expect(ids(open)).toEqual(['pesos', 'dollars', 'more'])
  expect(ids(past)).toEqual(['met', 'closing', 'lost', 'won'])
  expect(closedBy.get(proposal.id)?.id).toBe('closing')
  expect(openTotals).toEqual([
    { currency: 'MXN', amount: 42, count: 2 },
    { currency: 'USD', amount: 100, count: 1 },
  ])
  expect(closedTotals).toEqual([{ currency: 'MXN', amount: 500, count: 1 }])
})

test('closed business is of the proposal that is open with them, where there is one alone', () => {
  const [ana, eva] = [contactId('ana'), contactId('eva')]
  const open = aProposal('open', { contactId: ana, on: '2026-11-01' })
  const said = { kind: 'closed' as const, contactId: ana, currency: 'MXN', on: '2026-11-10' }
  expect(proposalOf([open, aProposal('hers', { contactId: eva })], said)?.id).toBe(open.id)
  expect(proposalOf([open, aProposal('another', { contactId: ana, on: '2026-11-02' })], said)).toBeNull()
  expect(proposalOf([open], { ...said, currency: 'USD' })).toBeNull()
  expect(proposalOf([open], { ...said, on: '2026-10-31' })).toBeNull()
  expect(proposalOf([open], { ...said, kind: 'meeting' as const })).toBeNull()
  expect(proposalOf([open, anOutcome('done', { kind: 'closed', closes: open.id })], said)).toBeNull()
})

test('everything is either open or past, and every amount is in its total once', () => {
  const outcome = fc.record({
    kind: fc.constantFrom(...OUTCOME_KINDS),
    currency: fc.constantFrom('MXN', 'USD'),
    amount: fc.option(fc.integer({ min: 1, max: 1e9 })),
    lostOn: fc.option(fc.constant('2026-11-20')),
  })
  fc.assert(
    fc.property(fc.array(outcome, { maxLength: 12 }), (bodies) => {
      const all = bodies.map((body, n) => anOutcome(`o${n}`, body))
      const { open, past, openTotals } = pipelineOf(all)
      expect(ids([...open, ...past]).toSorted()).toEqual(ids(all).toSorted())
      const sum = (outcomes: readonly Outcome[]) => outcomes.reduce((total, { body }) => total + (body.amount ?? 0), 0)
      expect(openTotals.reduce((total, { amount }) => total + amount, 0)).toBe(sum(open))
    }),
  )
})
