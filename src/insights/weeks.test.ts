import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyPast, aPast, aPastEvent } from '../../test/builders/a-history.ts'
import { historyOf } from './history.ts'
import { verdictsKept, weeksSpent } from './weeks.ts'

describe('weeks', () => {
  const events = [
    aPastEvent('mon', '2026-01-05T16:00:00.000Z', { told: 'attend' }),
    // Sunday night in Mexico City, Monday in UTC: still the first week.
    aPastEvent('sun', '2026-01-12T03:00:00.000Z', { told: 'skip', attendance: 'presumed' }),
    aPastEvent('missed', '2026-01-07T16:00:00.000Z', { told: 'attend', attendance: 'missed' }),
    aPastEvent('skipped', '2026-01-20T16:00:00.000Z', { told: 'skip', attendance: null }),
    aPastEvent('mine', '2026-01-21T16:00:00.000Z'),
  ]
  const history = historyOf(aPast({ events }))

  test('hold the hours of what was attended against the cap, empty ones too', () => {
    const capOf = (week: string) => (week === '2026-W03' ? 0 : 360)
    expect(weeksSpent(history, '2026-W02', '2026-W04', capOf)).toEqual([
      { week: '2026-W02', capMinutes: 360, spentMinutes: 420, events: ['mon', 'sun'] },
      { week: '2026-W03', capMinutes: 0, spentMinutes: 0, events: [] },
      { week: '2026-W04', capMinutes: 360, spentMinutes: 210, events: ['mine'] },
    ])
    expect(weeksSpent(history, '2026-W05', '2026-W04', capOf)).toEqual([])
  })

  test('tell which verdicts were kept', () => {
    expect(verdictsKept(history, '2026-W02', '2026-W04')).toEqual({
      attendKept: ['mon'],
      skipKept: ['skipped'],
      attendNotKept: ['missed'],
      skipNotKept: ['sun'],
    })
  })

  test('lose no minute and no verdict of any past', () => {
    fc.assert(
      fc.property(anyPast, (any) => {
        const past = historyOf(any)
        const weeks = weeksSpent(past, '2025-W01', '2027-W01', () => 360)
        const attended = past.events.filter((event) => event.attended)
        expect(weeks.reduce((sum, one) => sum + one.spentMinutes, 0)).toBe(
          attended.reduce((sum, { charge }) => sum + charge.total, 0),
        )
        const kept = Object.values(verdictsKept(past, '2025-W01', '2027-W01')).flat()
        expect(kept.toSorted()).toEqual(past.events.flatMap(({ id, told }) => (told === null ? [] : [id])).toSorted())
      }),
      { numRuns: 50 },
    )
  })
})
