/** Arbitrary lives for properties of planning: a few weeks of events, other people's time and a person's rules, on any calendar there is. */
import fc from 'fast-check'
import type { Temporal } from 'temporal-polyfill'
import { countedMinutes } from '../../src/planning/charge.ts'
import type { PlanEvent, PlanInput, PlanRules } from '../../src/planning/shapes.ts'
import type { Interval } from '../../src/time/interval.ts'
import { mondayOf, type Week } from '../../src/time/week.ts'

export interface LifeOptions {
  week: Week
  /** `capByWeek` and the rest of what a property varies are set on what comes out. */
  rules: PlanRules
  /** Days from the Monday on in which events and meetings lie. */
  days: number
  /** Events. */
  least?: number
  most?: number
}

/** Everything lies on the quarter hour between eight and half past ten at night, counted on from each midnight. */
export function anyLife({ week, rules, days, least = 0, most = 12 }: LifeOptions): fc.Arbitrary<PlanInput> {
  const zone = rules.timeZone
  const monday = mondayOf(week).toZonedDateTime(zone)
  const at = (day: number, quarter: number): Temporal.Instant =>
    monday
      .add({ days: day })
      .add({ minutes: 15 * quarter })
      .toInstant()
  const event = fc
    .record({
      day: fc.integer({ min: 0, max: days - 1 }),
      quarter: fc.integer({ min: 32, max: 80 }),
      quarters: fc.integer({ min: 2, max: 10 }),
      online: fc.boolean(),
      place: fc.constantFrom('centro', 'playas'),
      standing: fc.constantFrom('candidate', 'candidate', 'candidate', 'candidate', 'commitment', 'hold'),
      refused: fc.constantFrom(null, null, null, null, null, null, 'cancelled', 'declined', 'skip'),
      smart: fc.boolean(),
      minutes: fc.constantFrom(20, 30, 30, 45),
    })
    .map((e): PlanEvent => {
      const [start, end] = [at(e.day, e.quarter), at(e.day, e.quarter + e.quarters)]
      return {
        id: '' as PlanEvent['id'],
        title: '',
        start,
        end,
        allDay: false,
        countedMinutes: countedMinutes(start, end, false, zone),
        place: e.online ? null : e.place,
        travelMinutes: e.online ? 0 : 20,
        standing: e.standing as PlanEvent['standing'],
        cancelled: e.refused === 'cancelled',
        declined: e.refused === 'declined',
        decision: e.refused === 'skip' ? 'skip' : null,
        kind: e.smart ? 'round-table' : 'sports',
        smart: e.smart,
        organiserKey: null,
        seriesKey: `${e.day}`,
        text: '',
        attendees: [],
        met: 0,
        learned: null,
        ticketPrice: null,
        told: null,
        followUp: { kind: 'owed', minutes: e.minutes },
      }
    })
  const busy = fc
    .tuple(fc.integer({ min: 0, max: days - 1 }), fc.integer({ min: 32, max: 60 }), fc.integer({ min: 1, max: 14 }))
    .map(([day, quarter, length]): Interval => ({ start: at(day, quarter), end: at(day, quarter + length) }))
  return fc
    .record({
      events: fc.array(event, { minLength: least, maxLength: most }),
      busy: fc.array(busy, { maxLength: 14 }),
      now: fc.integer({ min: -2, max: 60 }),
      debtMinutes: fc.constantFrom(0, 0, 60),
    })
    .map(
      ({ events, busy, now, debtMinutes }): PlanInput => ({
        week,
        now: at(0, 24 + now),
        events: events.map((e, i) => ({ ...e, id: `e${i}` as PlanEvent['id'], title: `e${i}` })),
        busy,
        rules,
        debtMinutes,
      }),
    )
}
