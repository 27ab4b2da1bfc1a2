import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyPast, aPast, aPastEvent, id, ZONE } from '../../test/builders/a-history.ts'
import { historyOf } from './history.ts'
import { type Told, verdictsKept, weeksSpent } from './weeks.ts'

describe('weeks', () => {
  const events = [
    aPastEvent('mon', '2026-01-05T16:00:00.000Z'),
    // Sunday night in Mexico City, Monday in UTC: still the first week.
    aPastEvent('sun', '2026-01-12T03:00:00.000Z', { attendance: 'presumed' }),
    aPastEvent('missed', '2026-01-07T16:00:00.000Z', { attendance: 'missed' }),
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
    const told = (name: string, start: string, told: Told['told'], attended: boolean) => {
      return { id: id(name), start, told, attended }
    }
    const all = [
      told('went', '2026-01-05T16:00:00.000Z', 'attend', true),
      told('went anyway', '2026-01-12T03:00:00.000Z', 'skip', true),
      told('stayed away', '2026-01-07T16:00:00.000Z', 'attend', false),
      told('skipped', '2026-01-08T16:00:00.000Z', 'skip', false),
      told('the week after', '2026-01-12T16:00:00.000Z', 'skip', false),
    ]
    expect(verdictsKept(all, ZONE, '2026-W02', '2026-W02')).toEqual({
      attendKept: ['went'],
      skipKept: ['skipped'],
      attendNotKept: ['stayed away'],
      skipNotKept: ['went anyway'],
    })
  })

  test('lose no minute of any past', () => {
    fc.assert(
      fc.property(anyPast, (any) => {
        const past = historyOf(any)
        const weeks = weeksSpent(past, '2025-W01', '2027-W01', () => 360)
        const attended = past.events.filter((event) => event.attended)
        expect(weeks.reduce((sum, one) => sum + one.spentMinutes, 0)).toBe(
          attended.reduce((sum, { charge }) => sum + charge.total, 0),
        )
      }),
      { numRuns: 50 },
    )
  })
})
