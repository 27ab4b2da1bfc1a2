import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { planRules } from '../../test/builders/plan-rules.ts'
import { NETWORKING_KINDS } from '../recognition/kinds.ts'
import type { PlanEvent, PlanRules } from './shapes.ts'
import { WEIGHED } from './shapes.ts'
import { EVEN_WEIGHTS, eventValue, NOVELTY, OBJECTIVE_FIT, objectivePoints } from './value.ts'

const rules = planRules()
/** Two hours in person, half an hour away, half an hour of follow-up. */
function anEvent(over: Partial<PlanEvent> = {}): PlanEvent {
  const start = Temporal.Instant.from('2026-06-02T14:00Z')
  return {
    id: 'e1' as PlanEvent['id'],
    title: 'Desayuno',
    start,
    end: start.add({ hours: 2 }),
    allDay: false,
    countedMinutes: 120,
    place: 'a',
    travelMinutes: 30,
    standing: 'candidate',
    cancelled: false,
    declined: false,
    decision: null,
    kind: 'chamber-breakfast',
    smart: true,
    organiserKey: null,
    seriesKey: 's',
    text: '',
    attendees: [],
    met: 0,
    learned: null,
    ticketPrice: null,
    told: null,
    followUp: { kind: 'owed', minutes: 30 },
    ...over,
  }
}
const total = (over: Partial<PlanEvent> = {}, also: Partial<PlanRules> = {}, recurring = false) =>
  eventValue(anEvent(over), { ...rules, ...also }, recurring).total

describe("an event's value", () => {
  test('is exactly the sum of its contributions, each with two decimals', () => {
    for (const kind of NETWORKING_KINDS) {
      const { total, contributions } = eventValue(
        anEvent({ kind, countedMinutes: 97, ticketPrice: 333, told: 'attend', text: 'ventas' }),
        {
          ...rules,
          hourlyRate: 700,
          interests: ['venta'],
          objectives: { beKnown: 0.3, sell: 7, partner: 1, learn: 0 },
        },
        false,
      )
      const hundredths = contributions.map(({ points }) => Math.round(points * 100))
      expect(contributions.map(({ points }) => points)).toEqual(hundredths.map((n) => n / 100))
      expect(Math.round(total * 100)).toBe(hundredths.reduce((sum, n) => sum + n, 0))
      expect(new Set(contributions.map(({ name }) => name)).size).toBe(contributions.length)
    }
  })

  test('of every kind of smart event that lasts two hours is clearly positive', () => {
    for (const kind of NETWORKING_KINDS) expect(total({ kind }), kind).toBeGreaterThan(2)
  })

  test('of a mainly social one is smaller, and falls below zero when it takes the whole day', () => {
    const social = { kind: 'after-office', smart: false } as const
    expect(total(social)).toBeGreaterThan(0)
    expect(total(social)).toBeLessThan(total({ kind: 'after-office' }))
    expect(total({ ...social, countedMinutes: 480 })).toBeLessThan(0)
  })

  test('grows with interests found, three at most', () => {
    const interests = ['fintech', 'ventas', 'mujeres', 'café']
    const found = (text: string) => total({ text }, { interests }) - total()
    expect(found('Noche de fintech')).toBeCloseTo(1)
    expect(found('fintech, ventas, mujeres y cafés')).toBeCloseTo(3)
    expect(found('')).toBe(0)
  })

  test('is less for a chapter that meets again and again, and a little more for what was told', () => {
    expect(total({}, {}, true)).toBeLessThan(total())
    expect(total({ told: 'attend' })).toBeGreaterThan(total())
    expect(total({ told: 'attend' }) - total()).toBeLessThan(0.5)
    expect(total({ told: 'skip' })).toBe(total())
  })

  test('is more for each of the people and companies the person wants to meet, three at most, and says for whom', () => {
    const people = ['Laura Pérez', 'Bimbo', 'canaco.example', 'otra@gmail.com']
    const attendees = [
      { name: 'CANACO', email: 'eventos@canaco.example' },
      { name: 'laura perez', email: 'lp@gmail.com' },
    ]
    expect(total({ attendees }, { people }) - total()).toBeCloseTo(3)
    const text = 'Con Grupo Bimbo y otra@gmail.com'
    const { contributions } = eventValue(anEvent({ attendees, text }), { ...rules, people }, false)
    expect(contributions.find(({ name }) => name === 'people')).toEqual({
      name: 'people',
      points: 4.5,
      about: ['Laura Pérez', 'Bimbo', 'canaco.example'],
    })
    const found = eventValue(anEvent({ text: 'Fintech' }), { ...rules, interests: ['moda', 'fintech'] }, false)
    expect(found.contributions.find(({ name }) => name === 'interests')?.about).toEqual(['fintech'])
  })

  test('is less with every time the same crowd was met, first a smaller gain and then a loss', () => {
    const novelty = [0, 1, 2, 3, 4, 9].map((met) => total({ met }) - total({ met: 2 }))
    expect(novelty.map((points) => Math.round(points * 100) / 100)).toEqual([0.5, 0.25, 0, -0.25, -0.5, -0.5])
    expect([...NOVELTY].sort((a, b) => b - a)).toEqual(NOVELTY)
    expect(total({ met: 0 }, {}, true)).toBe(total({ met: 2 }))
    expect(total({ met: 3 }, {}, true)).toBe(total({ met: 3 }))
  })

  test('has every contribution times its weight: twice is double, nothing leaves it out', () => {
    const learned = { aboveAll: 0.3, perHour: 2, low: 1, high: 3, count: 4, explore: 0 }
    const event = anEvent({
      countedMinutes: 110,
      text: 'Laura y fintech',
      met: 4,
      learned,
      ticketPrice: 1000,
      told: 'attend',
    })
    const given = { ...rules, hourlyRate: 500, interests: ['fintech'], people: ['Laura'] }
    const pointsOf = (weights: PlanRules['weights']) =>
      new Map(eventValue(event, { ...given, weights }, false).contributions.map(({ name, points }) => [name, points]))
    const even = pointsOf(EVEN_WEIGHTS)
    for (const name of WEIGHED) {
      expect(pointsOf({ ...EVEN_WEIGHTS, [name]: 2 })).toEqual(new Map(even).set(name, 2 * (even.get(name) ?? 0)))
      const without = new Map(even)
      expect(without.delete(name)).toBe(true)
      expect(pointsOf({ ...EVEN_WEIGHTS, [name]: 0 })).toEqual(without)
    }
  })

  test('has what was learned of the organiser for each hour of the charge, and what trying somebody unknown adds', () => {
    const learned = { aboveAll: -0.4, perHour: 1.1, low: 0.5, high: 2, count: 1, explore: 0.9 }
    const added = (over: Partial<PlanRules['weights']>) => {
      const given = { ...rules, weights: { ...EVEN_WEIGHTS, ...over } }
      const { contributions } = eventValue(anEvent({ learned }), given, false)
      return contributions.filter(({ name }) => name === 'learned' || name === 'explore')
    }
    // 120 + 60 + 30 minutes are three hours and a half.
    expect(added({})).toEqual([
      { name: 'learned', points: -1.4 },
      { name: 'explore', points: 3.15 },
    ])
    expect(added({ learned: 0 })).toEqual([])
    expect(total({ learned: { ...learned, aboveAll: 0, explore: 0 } })).toBe(total())
  })

  test('has aims whose points add up to the contribution', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...NETWORKING_KINDS),
        fc.tuple(...[0, 1, 2, 3].map(() => fc.integer({ min: 0, max: 10 }))),
        (kind, [beKnown = 0, sell = 0, partner = 0, learn = 0]) => {
          const objectives = { beKnown, sell, partner, learn }
          const sum = Object.values(objectivePoints(kind, objectives)).reduce((a, b) => a + b, 0)
          const { contributions } = eventValue(anEvent({ kind }), { ...rules, objectives }, false)
          expect(contributions.find(({ name }) => name === 'objectives')?.points ?? 0).toBeCloseTo(sum, 1)
        },
      ),
    )
  })

  test('pays for a ticket in hours of the person, ten at most', () => {
    expect(total({ ticketPrice: 1000 }, { hourlyRate: 500 }) - total()).toBeCloseTo(-1.5)
    expect(total({ ticketPrice: 1e9 }, { hourlyRate: 1 }) - total()).toBeCloseTo(-7.5)
    expect(total({ ticketPrice: 1e9 }) - total()).toBeCloseTo(-1)
    expect(total({ ticketPrice: 0 })).toBe(total())
  })

  test("follows the person's aims in proportion: doubled weights change nothing, none count nothing", () => {
    const seller = { beKnown: 0, sell: 5, partner: 0, learn: 0 }
    const fit = OBJECTIVE_FIT['one-to-one-intro']
    expect(total({ kind: 'matchmaking' }, { objectives: seller })).toBeGreaterThan(
      total({ kind: 'meetup' }, { objectives: seller }),
    )
    expect(total({}, { objectives: { beKnown: 4, sell: 4, partner: 4, learn: 4 } })).toBe(total())
    const none = total({ kind: 'one-to-one-intro' }, { objectives: { beKnown: 0, sell: 0, partner: 0, learn: 0 } })
    expect(total({ kind: 'one-to-one-intro' }) - none).toBeCloseTo(fit.beKnown + fit.sell + fit.partner + fit.learn)
  })
})
