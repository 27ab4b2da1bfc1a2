import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aBody } from '../../test/builders/a-ledger.ts'
import { STAGES, type TouchKind } from './contact.ts'
import { OUTCOME_KINDS } from './outcome.ts'
import { movedByOutcome, movedByTouch, STAGE_RANK } from './stages.ts'

const stages = fc.constantFrom(...STAGES)
const days = fc.constantFrom('2026-10-01', '2026-11-02', '2026-11-26')
const kinds: fc.Arbitrary<TouchKind> = fc.constantFrom(
  'call',
  'message',
  'email',
  'meeting',
  'follow_up',
  'encounter',
  'note',
)

describe('stages', () => {
  test('nothing that happens ever brings a contact back, and the day never goes back either', () => {
    fc.assert(
      fc.property(stages, fc.array(fc.tuple(kinds, fc.constantFrom(...OUTCOME_KINDS), days)), (stage, happened) => {
        let body = aBody({ stage })
        for (const [touch, outcome, on] of happened) {
          for (const next of [movedByTouch(body, touch, on), movedByOutcome(body, outcome, on)]) {
            expect(STAGE_RANK[next.stage]).toBeGreaterThanOrEqual(STAGE_RANK[body.stage])
            expect(next.stageOn >= body.stageOn).toBe(true)
            if (next.stage === body.stage) expect(next).toBe(body)
          }
          body = movedByOutcome(movedByTouch(body, touch, on), outcome, on)
        }
      }),
    )
  })

  test.each([
    ['new', 'meeting', 'meeting'],
    ['in_touch', 'proposal', 'proposal'],
    ['dormant', 'closed', 'client'],
    ['new', 'referral', 'in_touch'],
    ['client', 'proposal', 'client'],
  ] as const)('%s, and a %s: %s', (stage, outcome, expected) => {
    expect(movedByOutcome(aBody({ stage }), outcome, '2026-11-26').stage).toBe(expected)
  })
})
