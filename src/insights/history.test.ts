import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aContact, anOutcome, anyPast, aPast, aPastEvent, id, outcomeId } from '../../test/builders/a-history.ts'
import { historyOf, organiserIdOf, quarterOf } from './history.ts'

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
      { eventId: id('a'), at: at('06'), title: 'a' },
      { eventId: id('b'), at: at('13'), title: 'b' },
    ]
    const touches = (['note', 'call', 'encounter'] as const).map((kind, n) => {
      return { id: `t${n}`, at: at(`0${n + 6}`), kind, note: null, eventId: null }
    })
    const { contacts } = historyOf(aPast({ contacts: [aContact('ana', null, { encounters, touches })] }))
    expect(contacts).toEqual([
      {
        id: 'ana',
        stage: 'new',
        metOn: '2026-01-06',
        metAt: 'a',
        touches: [{ id: 't1', kind: 'call' }],
      },
    ])
  })

  test('knows which proposals are settled', () => {
    const outcomes = [
      anOutcome('open', 'proposal', null),
      anOutcome('lost', 'proposal', null, { lostOn: '2026-03-01' }),
      anOutcome('won', 'proposal', null),
      anOutcome('deal', 'closed', null, { closes: outcomeId('won') }),
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
