import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aContact, anOutcome, anyPast, aPast, aPastEvent, contactId, id } from '../../test/builders/a-history.ts'
import { followedWithin } from '../insights/followed.ts'
import { funnelOf } from '../insights/funnel.ts'
import { type History, type HistoryInput, historyOf } from '../insights/history.ts'
import { learnedFor } from '../insights/learned.ts'
import { type Dimension, type Return, returnsBy } from '../insights/returns.ts'
import { weeksSpent } from '../insights/weeks.ts'
import { DIMENSIONS, FIGURES, type FigureRows, rowsOf, scopeKey } from './figures.ts'
import type { Insights } from './insights.ts'

const PERIOD = { from: '2025-09-01', to: '2026-03-31' }
const RULES = { hourlyRate: 80_000, currency: 'MXN' }

/** All that figures are read from, of events of the period; no verdicts, no plan. */
function insightsOf(history: History): Insights {
  const { from, to } = PERIOD
  const events = history.events.filter(({ start }) => start.slice(0, 10) >= from && start.slice(0, 10) <= to)
  const by = (dimension: Dimension) => returnsBy(dimension, { events, days: PERIOD }, history, RULES)
  return {
    period: PERIOD,
    weeks: weeksSpent(history, '2025-W36', '2026-W14', () => 360),
    kept: { attendKept: [id('kept')], skipKept: [], attendNotKept: [], skipNotKept: [] },
    followed: followedWithin(history, from, to, '2026-06-01'),
    funnel: funnelOf(history, from, to),
    returns: {
      event: by('event'),
      organiser: by('organiser'),
      series: by('series'),
      kind: by('kind'),
      quarter: by('quarter'),
    },
    learned: learnedFor(history, RULES, '2026-W23'),
    oneMoreHour: { points: 0, money: null },
    always: returnsBy('kind', { events: history.events, days: null }, history, RULES).whole,
    events: new Map(history.events.map((event) => [event.id, event])),
  }
}
const seen = (input: Partial<HistoryInput>) => {
  const history = historyOf(aPast(input))
  const insights = insightsOf(history)
  return { insights, rows: (figure: string, key = '') => rowsOf(insights, history, figure, key) }
}
const amount = (rows: FigureRows | undefined) =>
  rows?.kind === 'outcomes' ? rows.outcomes.reduce((sum, one) => sum + one.amount, 0) : null

describe('the rows behind a figure', () => {
  test('sum to it exactly: every amount of money, of the whole, of each part and of what is credited elsewhere', () => {
    fc.assert(
      fc.property(anyPast, (input) => {
        const history = historyOf(input)
        const insights = insightsOf(history)
        const rows = (figure: string, key: string) => rowsOf(insights, history, figure, key)?.rows
        const holds = (one: Pick<Return, 'closed' | 'pipeline'>, scope: Parameters<typeof scopeKey>[0]) => {
          for (const figure of ['closed', 'pipeline'] as const) {
            for (const { currency, amount: shown } of one[figure].sums) {
              expect(amount(rows(figure, scopeKey(scope, currency)))).toBe(shown)
            }
            const all = rows(figure, scopeKey(scope))
            expect(all?.kind === 'outcomes' && all.outcomes.map((row) => row.id)).toEqual(one[figure].outcomes)
          }
        }
        const { whole, otherEvents, elsewhere } = insights.returns.event
        holds(whole, 'whole')
        holds(otherEvents, 'otherEvents')
        holds(elsewhere, 'elsewhere')
        for (const by of DIMENSIONS) {
          for (const part of insights.returns[by].parts) {
            const scope = { by, key: part.key ?? '' }
            holds(part, scope)
            expect(rows('events', scopeKey(scope))).toEqual({ kind: 'events', events: part.events })
          }
        }
        expect(amount(rows('one_more_hour', ''))).toBe(
          insights.always.closed.sums.reduce((sum, one) => sum + one.amount, 0),
        )
      }),
      { numRuns: 200 },
    )
  })

  test('are the events of a week, the follow-ups, the people of a step, the verdicts, what was learned from', () => {
    const { rows, insights } = seen({
      events: [aPastEvent('a', '2025-11-11T15:00:00Z'), aPastEvent('b', '2025-11-25T15:00:00Z')],
      contacts: [aContact('bruno', 'a', { stage: 'proposal' })],
      forgotten: [{ metOn: '2026-01-06', metAt: id('a'), reached: 'meeting', touches: 0, count: 2 }],
      followUps: [{ id: 'f', eventId: id('a'), state: 'done', closedAt: '2025-11-12T15:00:00Z' }],
    })
    expect(rows('hours', '2025-W46')?.rows).toEqual({ kind: 'events', events: [id('a')] })
    expect(rows('hours')?.rows).toEqual({ kind: 'events', events: [id('a'), id('b')] })
    expect(rows('follow_ups', 'inTime')?.rows).toEqual({ kind: 'follow_ups', followUps: ['f'] })
    const bruno = { kind: 'contacts', contacts: [contactId('bruno')] }
    expect(rows('funnel', 'meeting')?.rows).toEqual({ ...bruno, erased: 2 })
    expect(rows('funnel', 'proposal')?.rows).toEqual({ ...bruno, erased: 0 })
    expect(rows('verdicts', 'attendKept')?.rows).toEqual({ kind: 'events', events: [id('kept')] })
    expect(rows('learned')?.rows).toEqual({ kind: 'events', events: [id('a'), id('b')] })
    expect(rows('learned', 'kind.meetup')?.part).toEqual({ by: 'kind', label: 'meetup' })
    const [organiser] = insights.learned?.organisers ?? []
    const learned = rows('learned', scopeKey({ by: 'organiser', key: organiser?.organiserId ?? '' }))
    expect(learned).toEqual({
      rows: { kind: 'events', events: organiser?.events },
      part: { by: 'organiser', label: organiser?.label },
    })
  })

  test('are none where the address names nothing: a made-up figure, part, week, or a name that every object has', () => {
    const { rows } = seen({
      events: [aPastEvent('a', '2025-11-11T15:00:00Z')],
      outcomes: [anOutcome('o', 'closed', 'a')],
    })
    for (const figure of FIGURES) {
      if (figure === 'one_more_hour') continue
      for (const key of ['nothing', '__proto__', 'constructor', 'organiser.x', 'organiser', '2024-W01', 'a.b.c.d'])
        expect(rows(figure, key), `${figure} ${key}`).toBeNull()
    }
    expect(rows('nothing')).toBeNull()
    expect(rows('events', 'elsewhere')).toBeNull()
  })
})

describe('the address of a figure', () => {
  test('says no address of anybody, and no id', () => {
    const key = scopeKey({ by: 'organiser', key: 'organiser:laura@gmail.example' }, 'USD')
    expect(key).toMatch(/^organiser\.[0-9a-f]{12}\.USD$/)
    expect(scopeKey({ by: 'kind', key: 'meetup' })).toBe('kind.meetup')
    expect(scopeKey('elsewhere', 'MXN')).toBe('elsewhere.MXN')
  })
})
