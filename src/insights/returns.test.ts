import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  aContact,
  anOutcome,
  anyPast,
  aPast,
  aPastEvent,
  contactId,
  id,
  outcomeId,
} from '../../test/builders/a-history.ts'
import { historyOf } from './history.ts'
import { costOf, type Dimension, returnsBy } from './returns.ts'

const rules = { hourlyRate: 50_000, currency: 'MXN' }
const someDays = fc.constantFrom(
  null,
  { from: '2025-09-01', to: '2026-01-31' },
  { from: '2026-02-02', to: '2026-02-02' },
)
const DIMENSIONS: readonly Dimension[] = ['event', 'organiser', 'series', 'kind', 'quarter']

describe('the cost of an event', () => {
  test('is its charged hours at the rate and the ticket, rounded half up once', () => {
    const cost = (total: number, ticket: number | null, rate: number | null) =>
      costOf({ charge: { event: total, travel: 0, followUp: 0, total }, ticket }, rate)
    // Three hours and a half of 500.00, and a ticket of 350.00.
    expect(cost(210, 35_000, 50_000)).toBe(175_000 + 35_000)
    expect(cost(1, null, 90)).toBe(2) // 1.5
    expect(cost(1, null, 89)).toBe(1) // 1.483
    expect([cost(0, null, 50_000), cost(210, 35_000, 0), cost(210, 35_000, null)]).toEqual([0, 35_000, null])
  })

  test('is what whole numbers say', () => {
    fc.assert(
      fc.property(fc.nat({ max: 20_000 }), fc.nat({ max: 100_000_000 }), (total, rate) => {
        const [product, hour] = [BigInt(total) * BigInt(rate), 60n]
        const half = product / hour + (2n * (product % hour) >= hour ? 1n : 0n)
        expect(costOf({ charge: { event: total, travel: 0, followUp: 0, total }, ticket: null }, rate)).toBe(
          Number(half),
        )
      }),
    )
  })
})

describe('returns', () => {
  /** Two breakfasts of CANACO and a meetup; one client of 33,333.33 met at the first, half of it owed to Ana, who introduced them. */
  const canaco = {
    organiser: { key: 'canaco.example', label: 'CANACO' },
    seriesKey: 'desayunos',
    kind: 'chamber-breakfast',
  } as const
  const past = aPast({
    events: [
      aPastEvent('enero', '2026-01-06T16:00:00.000Z', { ...canaco, ticket: 35_000 }),
      aPastEvent('abril', '2026-04-07T16:00:00.000Z', canaco),
      aPastEvent('meetup', '2026-04-08T16:00:00.000Z'),
      aPastEvent('missed', '2026-04-09T16:00:00.000Z', { attendance: 'missed' }),
    ],
    contacts: [aContact('ana', 'abril')],
    outcomes: [
      anOutcome('client', 'closed', null, {
        amount: 3_333_333,
        closes: outcomeId('offer'),
        credits: [
          { to: { kind: 'event', eventId: id('enero') }, share: 5000 },
          { to: { kind: 'contact', contactId: contactId('ana') }, share: 5000 },
        ],
      }),
      anOutcome('offer', 'proposal', 'enero', { amount: 4_000_000 }),
      anOutcome('open', 'proposal', 'abril', { amount: 1_000_000 }),
      anOutcome('lost', 'proposal', 'abril', { amount: 9_000_000, lostOn: '2026-05-01' }),
      anOutcome('dollars', 'closed', 'meetup', { amount: 50_000, currency: 'USD' }),
      anOutcome('met', 'meeting', 'meetup', { amount: 7 }),
    ],
  })
  const history = historyOf(past)
  const all = { events: history.events, days: null }

  test('are worked out by hand to the cent', () => {
    const { whole, parts, elsewhere } = returnsBy('organiser', all, history, rules)
    expect(parts.map(({ label }) => label)).toEqual(['CANACO', 'meetup'])
    expect(parts[0]).toMatchObject({
      events: ['enero', 'abril'],
      minutes: 420,
      cost: 350_000 + 35_000,
      // Half of 33,333.33 is 16,666.67 for the first and 16,666.66 for the second.
      closed: { sums: [{ currency: 'MXN', amount: 1_666_667 }], outcomes: ['client'] },
      pipeline: { sums: [{ currency: 'MXN', amount: 1_000_000 }], outcomes: ['open'] },
      net: 1_281_667,
      perCost: 4.33,
    })
    expect(parts[0]?.perHour).toMatchObject({ mean: 238_095, count: 1 })
    expect(parts[1]).toMatchObject({
      cost: 175_000,
      closed: { sums: [{ currency: 'USD', amount: 50_000 }], outcomes: ['dollars'] },
      net: -175_000,
      perCost: 0,
    })
    expect(parts[1]?.perHour).toMatchObject({ mean: 0, low: 0, count: 0 })
    expect(parts[1]?.perHour?.high).toBeGreaterThan(0)
    expect(elsewhere.closed).toEqual({ sums: [{ currency: 'MXN', amount: 1_666_666 }], outcomes: ['client'] })
    expect(whole).toMatchObject({ minutes: 630, cost: 560_000, net: 1_106_667 })
    expect(whole.closed.sums).toEqual([
      { currency: 'MXN', amount: 1_666_667 },
      { currency: 'USD', amount: 50_000 },
    ])
  })

  test('tell apart what other events of the past brought', () => {
    const spring = history.events.filter(({ quarter }) => quarter === '2026-Q2')
    const { whole, otherEvents, elsewhere } = returnsBy('event', { events: spring, days: null }, history, rules)
    expect(whole.closed.outcomes).toEqual(['dollars'])
    expect(otherEvents.closed).toEqual({ sums: [{ currency: 'MXN', amount: 1_666_667 }], outcomes: ['client'] })
    expect(elsewhere.closed.sums).toEqual([{ currency: 'MXN', amount: 1_666_666 }])
  })

  test('have beside them what other events and none brought on the days looked at alone, the first and the last included', () => {
    const spring = history.events.filter(({ quarter }) => quarter === '2026-Q2')
    const beside = (from: string, to: string) => {
      const { whole, otherEvents, elsewhere } = returnsBy(
        'event',
        { events: spring, days: { from, to } },
        history,
        rules,
      )
      // What the events themselves brought is theirs on whatever day it came.
      expect(whole.closed.outcomes).toEqual(['dollars'])
      return [otherEvents.closed.outcomes, elsewhere.closed.outcomes, elsewhere.closed.sums.length]
    }
    // All of these outcomes are of 2 February.
    expect(beside('2026-02-02', '2026-02-28')).toEqual([['client'], ['client'], 1])
    expect(beside('2026-01-01', '2026-02-02')).toEqual([['client'], ['client'], 1])
    expect(beside('2026-02-03', '2026-06-30')).toEqual([[], [], 0])
    expect(beside('2026-01-01', '2026-02-01')).toEqual([[], [], 0])
  })

  test('keep quarters, kinds and series apart, and say nothing of cost without a rate', () => {
    const keys = (dimension: Dimension) => returnsBy(dimension, all, history, rules).parts.map(({ key }) => key)
    expect(keys('quarter')).toEqual(['2026-Q1', '2026-Q2'])
    expect(keys('kind')).toEqual(['chamber-breakfast', 'meetup'])
    expect(keys('series')).toEqual(['desayunos', 'meetup'])
    const { whole } = returnsBy('event', all, history, { ...rules, hourlyRate: null })
    expect(whole).toMatchObject({ cost: null, net: null, perCost: null })
    expect(returnsBy('event', { events: [], days: null }, history, rules)).toMatchObject({
      parts: [],
      whole: { cost: 0, net: 0, perHour: null },
    })
  })

  test('of the parts are those of the whole, by whatever they are divided, and no amount is lost', () => {
    fc.assert(
      fc.property(
        anyPast,
        fc.constantFrom(null, 0, 50_001),
        fc.nat({ max: 3 }),
        someDays,
        (any, hourlyRate, from, days) => {
          const past = historyOf(any)
          const amounts = (credited: { sums: readonly { currency: string; amount: number }[] }[]) => {
            const sums = new Map<string, number>()
            for (const { currency, amount } of credited.flatMap(({ sums }) => sums)) {
              sums.set(currency, (sums.get(currency) ?? 0) + amount)
            }
            return Object.fromEntries(sums)
          }
          for (const dimension of DIMENSIONS) {
            const looked = past.events.slice(from)
            const { whole, parts, otherEvents, elsewhere } = returnsBy(dimension, { events: looked, days }, past, {
              hourlyRate,
              currency: 'MXN',
            })
            const own = new Set(whole.events)
            const sum = (of: (one: typeof whole) => number | null) =>
              parts.reduce((all, one) => all + (of(one) ?? 0), 0)
            expect(sum((one) => one.minutes)).toBe(whole.minutes)
            expect(sum((one) => one.cost)).toBe(whole.cost ?? 0)
            expect(sum((one) => one.net)).toBe(whole.net ?? 0)
            expect(parts.flatMap(({ events }) => events).toSorted()).toEqual([...whole.events].toSorted())
            expect(amounts(parts.map(({ closed }) => closed))).toEqual(amounts([whole.closed]))
            const all = (kind: 'closed' | 'proposal') => {
              const counted = past.outcomes.filter((one) => one.kind === kind && one.settled === null)
              return counted.flatMap(({ on, currency, credits }) =>
                credits.flatMap(({ to, amount }) => {
                  const isOwn = to.kind === 'event' && own.has(to.eventId)
                  const isDated = days === null || (on >= days.from && on <= days.to)
                  return amount === null || amount === 0 || !(isOwn || isDated) ? [] : [{ currency, amount }]
                }),
              )
            }
            expect(amounts([whole.closed, otherEvents.closed, elsewhere.closed])).toEqual(
              amounts([{ sums: all('closed') }]),
            )
            expect(amounts([whole.pipeline, otherEvents.pipeline, elsewhere.pipeline])).toEqual(
              amounts([{ sums: all('proposal') }]),
            )
            for (const { perHour } of parts) {
              if (perHour === null) continue
              expect(perHour.low).toBeLessThanOrEqual(perHour.mean)
              expect(perHour.high).toBeGreaterThanOrEqual(perHour.mean)
            }
          }
        },
      ),
    )
  })
})
