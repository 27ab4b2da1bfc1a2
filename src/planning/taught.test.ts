import { describe, expect, test } from 'vitest'
import { anOutcome, aPast, aPastEvent, id, ZONE } from '../../test/builders/a-history.ts'
import { planRules } from '../../test/builders/plan-rules.ts'
import { historyOf } from '../insights/history.ts'
import { learnedFor } from '../insights/learned.ts'
import { weekInterval } from '../time/week.ts'
import { planHorizon } from './plan.ts'
import type { PlanEvent, PlanInput } from './shapes.ts'
import { taught } from './taught.ts'

const WEEK = '2026-W23'
const rules = planRules({ timeZone: ZONE, hourlyRate: 50_000 })

/** Two hours in person from nine on a day of the week, three and a half charged. */
function anEvent(organiser: string, day: number, over: Partial<PlanEvent> = {}): PlanEvent {
  const start = weekInterval(WEEK, ZONE).start.add({ hours: 24 * (day - 1) + 9 })
  return {
    id: id(`${organiser} ${day}`),
    title: organiser,
    start,
    end: start.add({ hours: 2 }),
    allDay: false,
    countedMinutes: 120,
    place: organiser,
    travelMinutes: 30,
    standing: 'candidate',
    cancelled: false,
    declined: false,
    decision: null,
    kind: 'meetup',
    smart: true,
    organiserKey: `${organiser}.example`,
    seriesKey: organiser,
    text: '',
    attendees: [],
    met: 0,
    ticketPrice: null,
    learned: null,
    told: null,
    followUp: { kind: 'owed', minutes: 30 },
    ...over,
  }
}
const aWeek = (...events: PlanEvent[]): PlanInput => {
  return { week: WEEK, now: weekInterval(WEEK, ZONE).start, events, busy: [], rules, debtMinutes: 0 }
}
const past = (name: string, ...starts: string[]) =>
  starts.map((start, n) => {
    const organiser = { key: `${name}.example`, label: name }
    return aPastEvent(`${name} past ${n}`, start, { organiser, seriesKey: name })
  })
const TWICE = ['2026-01-06T16:00:00.000Z', '2026-01-13T16:00:00.000Z'] as const
const history = historyOf(
  aPast({
    events: [...past('good', ...TWICE), ...past('poor', ...TWICE)],
    outcomes: [anOutcome('m', 'meeting', 'good past 0'), anOutcome('p', 'proposal', 'good past 1')],
  }),
)
const learned = learnedFor(history, { hourlyRate: 50_000, currency: 'MXN' }, WEEK)
const attended = (input: PlanInput) =>
  planHorizon(input).weeks.flatMap(({ verdicts }) =>
    verdicts.flatMap(({ event, verdict }) => (verdict === 'attend' ? [event.title] : [])),
  )

describe('what history teaches the choice', () => {
  test('is nothing for a person without any', () => {
    const input = aWeek(anEvent('good', 2))
    expect(taught(input, historyOf(aPast()), null)).toBe(input)
  })

  test('sends the one evening that fits to where it paid before', () => {
    // 360 minutes hold one of 210. Of two that are worth the same the first is taken, until something is known of them.
    const input = aWeek(anEvent('poor', 2), anEvent('good', 3))
    expect(attended(input)).toEqual(['poor'])
    expect(attended(taught(input, history, learned))).toEqual(['good'])
  })

  test('is shown as parts of the value, which stays their sum', () => {
    const plan = planHorizon(taught(aWeek(anEvent('good', 2), anEvent('new', 3)), history, learned))
    const parts = new Map(
      plan.weeks.flatMap(({ verdicts }) => verdicts.map(({ event, value }) => [event.title, value] as const)),
    )
    const points = (title: string, name: string) =>
      parts.get(title)?.contributions.find((one) => one.name === name)?.points ?? 0
    expect(points('good', 'learned')).toBeGreaterThan(0)
    expect(points('good', 'explore')).toBe(0)
    expect(points('new', 'explore')).toBeGreaterThan(0)
    for (const { total, contributions } of parts.values()) {
      expect(Math.round(100 * total)).toBe(contributions.reduce((sum, one) => sum + Math.round(100 * one.points), 0))
    }
  })

  test('has nobody tried who was refused, has begun or is gone to anyway', () => {
    const explore = (over: Partial<PlanEvent>) =>
      taught(aWeek(anEvent('new', 3, over)), history, learned).events[0]?.learned?.explore
    expect(explore({})).toBeGreaterThan(0)
    expect(explore({ decision: 'skip' })).toBe(0)
    expect(explore({ declined: true })).toBe(0)
    expect(explore({ cancelled: true })).toBe(0)
    expect(explore({ standing: 'commitment' })).toBe(0)
    expect(explore({ decision: 'attend' })).toBe(0)
    expect(explore({ start: weekInterval(WEEK, ZONE).start })).toBe(0)
  })
})
