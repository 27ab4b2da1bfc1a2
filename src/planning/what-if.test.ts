/**
 * Other caps and counterfactuals, checked on random lives by planning anew: the same life with that cap set, and the same life with the event
 * forced in by the person's own word. Weeks are of 167, 168 and 169 hours, over the end of a month and of a year with 53 of them.
 */
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test, vi } from 'vitest'
import { anyLife } from '../../test/builders/any-life.ts'
import { planRules, WORKING_DAYS } from '../../test/builders/plan-rules.ts'
import { aHorizon, FIVE_LENGTHS } from '../../test/choosing/instances.ts'
import type { EventId } from '../calendar/event.ts'
import type { Span } from '../choosing/slots.ts'
import { addWeeks, type Week, weekInterval } from '../time/week.ts'
import { countedMinutes } from './charge.ts'
import { planHorizon } from './plan.ts'
import type { HorizonPlan, PlanEvent, PlanInput, PlanRules, Verdict } from './shapes.ts'
import { hundredths } from './value.ts'
import { capCurve, type WhatIf, whatIf } from './what-if.ts'

const rules = (timeZone: string): PlanRules =>
  planRules({
    timeZone,
    workingHours: WORKING_DAYS.map((weekday) => ({ weekday, from: '09:00', to: '13:00' })),
    protectedHours: [{ weekday: 3, from: '09:00', to: '11:00' }],
  })

/** First weeks of horizons in which calendars do what they can do. */
const CALENDARS = {
  'the clocks go forward': { week: '2026-W10', zone: 'America/Tijuana' },
  'the clocks go back': { week: '2026-W44', zone: 'America/Tijuana' },
  'a month ends': { week: '2026-W22', zone: 'America/Mexico_City' },
  'a year of 53 weeks ends': { week: '2026-W53', zone: 'America/Mexico_City' },
} as const
const capMinutes = fc.integer({ min: 0, max: 48 }).map((quarters) => 15 * quarters)
/** A life so full that events compete, one of its four weeks, and caps that differ by week. */
const question = fc
  .tuple(fc.constantFrom(...Object.values(CALENDARS)), fc.nat(3), fc.array(fc.option(capMinutes), { maxLength: 4 }))
  .chain(([{ week, zone }, n, caps]) => {
    const own = caps.flatMap((cap, i): [Week, number][] => (cap === null ? [] : [[addWeeks(week, i), cap]]))
    const options = { week, rules: { ...rules(zone), capByWeek: new Map(own) }, days: 10, least: 6, most: 16 }
    return fc.tuple(anyLife(options), fc.constant(addWeeks(week, n)))
  })

function atCap(life: PlanInput, week: Week, minutes: number): PlanInput {
  return { ...life, rules: { ...life.rules, capByWeek: new Map([...life.rules.capByWeek, [week, minutes]]) } }
}
function saying(life: PlanInput, decision: 'attend' | 'skip', about: (event: PlanEvent) => boolean): PlanInput {
  return { ...life, events: life.events.map((event) => (about(event) ? { ...event, decision } : event)) }
}
const verdictsOf = (plan: HorizonPlan) => plan.weeks.flatMap((week) => week.verdicts)
const chosen = (plan: HorizonPlan) =>
  verdictsOf(plan)
    .filter((one) => one.verdict === 'attend' && one.standing === 'candidate')
    .map((one) => one.event.id)
/** In hundredths of a point. */
const worth = (plan: HorizonPlan) => plan.weeks.reduce((sum, week) => sum + hundredths(week.value), 0)
const without = (some: readonly EventId[], others: readonly EventId[]) => some.filter((id) => !others.includes(id))
const weekIn = (plan: HorizonPlan, week: Week) => plan.weeks.find((one) => one.week === week)

vi.setConfig({ testTimeout: 60_000 })
const RUNS = Number(process.env.PLAN_RUNS ?? 150)

describe('at another cap', () => {
  test('what enters and leaves is exactly what the plan with that cap has more and less, and so is the value', () => {
    fc.assert(
      fc.property(question, fc.nat(800), ([life, week], minutes) => {
        const [now, then] = [planHorizon(life), planHorizon(atCap(life, week, minutes))]
        const asked = whatIf(life, week, minutes)
        expect(asked).toMatchObject({ week, capMinutes: minutes, exact: true })
        expect(asked.enter).toEqual(without(chosen(then), chosen(now)))
        expect(asked.leave).toEqual(without(chosen(now), chosen(then)))
        expect(hundredths(asked.value)).toBe(hundredths(weekIn(now, week)?.value ?? 0) + worth(then) - worth(now))
        expect(asked.chargeMinutes).toBe(weekIn(then, week)?.charge.total)
      }),
      { numRuns: RUNS },
    )
  })

  test('the best value never falls as the cap rises, and is that of the plan at the cap as it stands', () => {
    fc.assert(
      fc.property(question, ([life, week]) => {
        const now = weekIn(planHorizon(life), week)
        const curve = capCurve(life, week)
        expect(curve.capMinutes).toBe(now?.cap.minutes)
        expect(curve.points.map((point) => point.capMinutes)).toEqual(Array.from({ length: 49 }, (_, n) => 15 * n))
        for (const [n, point] of curve.points.entries()) {
          expect(point.value).toBeGreaterThanOrEqual(curve.points[n - 1]?.value ?? Number.NEGATIVE_INFINITY)
          expect(point.exact).toBe(true)
        }
        const here = curve.points.find((point) => point.capMinutes === now?.cap.minutes)
        expect(here).toMatchObject({ value: now?.value, chargeMinutes: now?.charge.total })
      }),
      { numRuns: RUNS },
    )
  })

  test('nor where weeks are too full to be proven: what a lower cap found holds for a higher one', () => {
    const life = tooFull(5)
    expect(planHorizon(life).exact).toBe(false)
    const curve = capCurve(life, life.week)
    const values = curve.points.map((point) => point.value)
    expect(values).toEqual(values.toSorted((a, b) => a - b))
    expect(curve.oneMoreHour).toBeGreaterThanOrEqual(0)
    expect(curve.points).toContainEqual(expect.objectContaining(pick(whatIf(life, life.week, 720))))
  }, 30_000)

  test('one more hour is worth what the plan with an hour more is worth more', () => {
    fc.assert(
      fc.property(question, ([life, week]) => {
        const now = planHorizon(life)
        const more = planHorizon(atCap(life, week, (weekIn(now, week)?.cap.minutes ?? 0) + 60))
        expect(hundredths(capCurve(life, week).oneMoreHour)).toBe(worth(more) - worth(now))
      }),
      { numRuns: RUNS },
    )
  })
})

/** Three hundred events of every length in weeks that others fill, under a cap of 40 h. */
function tooFull(seed: number): PlanInput {
  const { candidates, busy } = aHorizon({ seed, candidates: 300, lengths: FIVE_LENGTHS, busy: 0.9, commitments: 0 })
  const monday = weekInterval('2026-W23', 'America/Mexico_City').start
  const at = ({ start, end }: Span) => ({ start: monday.add({ minutes: start }), end: monday.add({ minutes: end }) })
  return {
    week: '2026-W23',
    now: monday,
    events: candidates.map((event, n) => ({
      id: event.id as EventId,
      title: event.id,
      ...at(event),
      allDay: false,
      countedMinutes: event.end - event.start,
      place: event.place,
      travelMinutes: event.travelBefore,
      standing: 'candidate',
      cancelled: false,
      declined: false,
      decision: null,
      kind: event.points > 500 ? 'matchmaking' : 'round-table',
      smart: event.points % 3 > 0,
      organiserKey: null,
      seriesKey: event.id,
      text: '',
      attendees: [],
      met: event.points % 5,
      ticketPrice: null,
      learned: null,
      told: null,
      followUp: { kind: 'owed', minutes: FIVE_LENGTHS[n % FIVE_LENGTHS.length] ?? 30 },
    })),
    busy: busy.map(at),
    rules: {
      ...rules('America/Mexico_City'),
      capMinutes: 40 * 60,
      workingHours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '18:00' })),
      protectedHours: [],
      maxEvenings: 5,
      maxPerDay: 4,
    },
    debtMinutes: 0,
  }
}

function pick({ capMinutes, value, chargeMinutes }: WhatIf) {
  return { capMinutes, value, chargeMinutes }
}

describe('a counterfactual', () => {
  test('loses exactly what planning anew with the event forced in loses, and what it lets go is enough', () => {
    let compared = 0
    fc.assert(
      fc.property(question, ([life]) => {
        const now = planHorizon(life)
        for (const { event, value, counterfactual } of verdictsOf(now)) {
          if (counterfactual === null) continue
          // Forced in, it may take the slot of a commitment that would have had none to spare: then it is another week, and not compared.
          const insisting = saying(life, 'attend', ({ id }) => id === event.id)
          const forced = planHorizon(insisting)
          const kept = [...promised(now), ...(event.followUp.kind === 'owed' ? [event.id] : [])]
          if (!kept.every((id) => forced.followUps.has(id))) continue
          compared++
          expect(hundredths(counterfactual.loss)).toBe(worth(now) - (worth(forced) + hundredths(value.total)))
          // Where two sets lose the same, either may be named: that much is enough to let go.
          const gone = planHorizon(saying(insisting, 'skip', ({ id }) => counterfactual.without.includes(id)))
          expect(worth(gone)).toBe(worth(forced))
          expect(without(counterfactual.without, chosen(now))).toEqual([])
          expect(counterfactual.without).not.toEqual([])
          expect(counterfactual.loss).toBeGreaterThanOrEqual(0)
        }
      }),
      { numRuns: RUNS },
    )
    expect(compared).toBeGreaterThan(RUNS / 10)
  })

  test('is told of every skip of some value that could come in if others went, and of no other', () => {
    fc.assert(
      fc.property(question, ([life]) => {
        for (const { event, standing, verdict, reason, value, counterfactual } of verdictsOf(planHorizon(life))) {
          if (verdict !== 'skip' || standing !== 'candidate') continue
          const isRefused = ['cancelled', 'declined', 'skipped_by_you'].includes(reason ?? '')
          // All others of its kind gone, it comes in if it can at all.
          const alone = saying(life, 'skip', ({ id, standing }) => standing === 'candidate' && id !== event.id)
          const canCome = !isRefused && value.total > 0 && chosen(planHorizon(alone)).includes(event.id)
          expect([event.id, counterfactual !== null]).toEqual([event.id, canCome])
        }
      }),
      { numRuns: RUNS },
    )
  })

  function promised(plan: HorizonPlan): EventId[] {
    const candidates = chosen(plan)
    return [...plan.followUps.keys()].filter((id) => !candidates.includes(id))
  }
})

describe('weeks that are chosen together', () => {
  const zone = 'America/Mexico_City'
  const at = (text: string) => Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant()
  /** Online and without a way there, so that an hour is an hour; an hour and a half with its follow-up. */
  function anEvent(id: string, start: string, over: Partial<PlanEvent> = {}): PlanEvent {
    const [from, to] = [at(start), at(start).add({ minutes: 60 })]
    return {
      id: id as EventId,
      title: id,
      start: from,
      end: to,
      allDay: false,
      countedMinutes: countedMinutes(from, to, false, zone),
      place: null,
      travelMinutes: 0,
      standing: 'candidate',
      cancelled: false,
      declined: false,
      decision: null,
      kind: 'round-table',
      smart: true,
      organiserKey: null,
      seriesKey: id,
      text: id,
      attendees: [],
      met: 0,
      learned: null,
      ticketPrice: null,
      told: null,
      followUp: { kind: 'owed', minutes: 30 },
      ...over,
    }
  }
  const life = (week: Week, now: string, events: PlanEvent[], over: Partial<PlanInput> = {}): PlanInput => ({
    week,
    now: at(now),
    events,
    busy: [],
    rules: rules(zone),
    debtMinutes: 0,
    ...over,
  })
  const told = (input: PlanInput): Record<string, Verdict['reason'] | Verdict['verdict']> =>
    Object.fromEntries(verdictsOf(planHorizon(input)).map((one) => [one.event.id, one.reason ?? one.verdict]))

  // One half hour is free on Monday and Tuesday: the follow-up of the Saturday before, or that of Monday itself.
  const scarce = [
    { start: at('2026-06-08T09:30'), end: at('2026-06-11T00:00') },
    { start: at('2026-06-06T00:00'), end: at('2026-06-06T08:00') },
  ]
  const weekend = [
    anEvent('saturday', '2026-06-06T10:00', { kind: 'sports', followUp: { kind: 'owed', minutes: 30 } }),
    anEvent('monday', '2026-06-08T08:00'),
  ]

  test('an event of next week already counts when today is decided, and another cap there lets today’s in', () => {
    const input = life('2026-W23', '2026-06-01T08:00', weekend, { busy: scarce })
    expect(told(input)).toEqual({ saturday: 'no_follow_up_slot', monday: 'attend' })
    expect(told({ ...input, events: weekend.slice(0, 1) })).toEqual({ saturday: 'attend' })
    const off = whatIf(input, '2026-W24', 0)
    expect([off.enter, off.leave, off.chargeMinutes]).toEqual([['saturday'], ['monday'], 0])
    const [saturday] = verdictsOf(planHorizon(input))
    expect(saturday?.counterfactual?.without).toEqual(['monday'])
    // Less than nothing: what the other week wins is counted against what this one loses.
    expect(hundredths(off.value)).toBe(hundredths(saturday?.value.total ?? 0))
  })

  test('go on over the end of a year with 53 weeks', () => {
    const events = ['2026-12-28', '2027-01-01', '2027-01-04'].map((day) => anEvent(day, `${day}T14:00`))
    const input = life('2026-W52', '2026-12-21T08:00', events)
    expect(planHorizon(input).weeks.map(({ week, charge }) => [week, charge.total])).toEqual([
      ['2026-W52', 0],
      ['2026-W53', 180],
      ['2027-W01', 90],
      ['2027-W02', 0],
    ])
    expect(whatIf(input, '2026-W53', 90)).toMatchObject({ enter: [], leave: ['2027-01-01'], chargeMinutes: 90 })
    expect(whatIf(input, '2027-W01', 0)).toMatchObject({ enter: [], leave: ['2027-01-04'], chargeMinutes: 0 })
    expect(() => whatIf(input, '2027-W03', 90)).toThrow(RangeError)
  })

  test.each([
    ['2026-W10', 167],
    ['2026-W44', 169],
    ['2026-W45', 168],
  ])('%s has %i hours where clocks change, and an event of its last evening is its own', (week, hours) => {
    const there = 'America/Tijuana'
    const { start, end } = weekInterval(week, there)
    expect(start.until(end).total('hours')).toBe(hours)
    const last = end.subtract({ hours: 3 })
    const event = anEvent('last', '2026-06-01T00:00', {
      start: last,
      end: last.add({ hours: 1 }),
      followUp: { kind: 'none' },
    })
    const input = { ...life(week, '2026-01-01T08:00', [event]), rules: rules(there) }
    const curve = capCurve(input, week)
    expect(curve.points.filter(({ value }) => value > 0).map((point) => point.capMinutes)[0]).toBe(60)
    expect(whatIf(input, addWeeks(week, 1), 0)).toMatchObject({ enter: [], leave: [], chargeMinutes: 0 })
  })

  test('debt goes out of each cap asked about, and never more than half of it', () => {
    const events = [anEvent('tuesday', '2026-06-02T14:00'), anEvent('thursday', '2026-06-04T14:00')]
    const input = life('2026-W23', '2026-06-01T08:00', events, { debtMinutes: 120 })
    const charges = [120, 165, 180, 240, 285, 300].map((cap) => [cap, whatIf(input, '2026-W23', cap).chargeMinutes])
    expect(charges).toEqual([
      [120, 0],
      [165, 0],
      [180, 90],
      [240, 90],
      [285, 90],
      [300, 180],
    ])
  })

  test('what stands anyway is charged at every cap, and leaves candidates less', () => {
    const mine = anEvent('mine', '2026-06-03T14:00', { standing: 'commitment' })
    const input = life('2026-W23', '2026-06-01T08:00', [mine, anEvent('other', '2026-06-04T14:00')])
    expect(whatIf(input, '2026-W23', 0)).toMatchObject({ leave: ['other'], chargeMinutes: 90, value: 0 })
    expect(whatIf(input, '2026-W23', 165)).toMatchObject({ leave: ['other'], chargeMinutes: 90 })
    expect(whatIf(input, '2026-W23', 180)).toMatchObject({ leave: [], chargeMinutes: 180 })
  })
})
