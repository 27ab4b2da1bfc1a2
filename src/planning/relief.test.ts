/**
 * Debt against the plan (design.md, section 4): closing follow-ups never makes a plan worse, whichever are closed; at most half a cap is taken; and
 * what is said to come in does come in when they are closed.
 */
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { planRules } from '../../test/builders/plan-rules.ts'
import type { EventId } from '../calendar/event.ts'
import { planHorizon } from './plan.ts'
import { reliefOf } from './relief.ts'
import type { PlanEvent, PlanInput } from './shapes.ts'

const ZONE = 'America/Mexico_City'
const at = (day: number, hour: number) =>
  Temporal.PlainDate.from('2026-06-01')
    .add({ days: day })
    .toZonedDateTime({ timeZone: ZONE, plainTime: { hour } })
    .toInstant()

function anEvent(id: string, day: number, hour: number, hours: number, over: Partial<PlanEvent> = {}): PlanEvent {
  return {
    id: id as EventId,
    title: id,
    start: at(day, hour),
    end: at(day, hour + hours),
    allDay: false,
    countedMinutes: hours * 60,
    place: `place of ${id}`,
    travelMinutes: 0,
    standing: 'candidate',
    cancelled: false,
    declined: false,
    decision: null,
    kind: 'chamber-breakfast',
    smart: true,
    organiserKey: null,
    seriesKey: id,
    text: '',
    attendees: [],
    met: 0,
    learned: null,
    ticketPrice: null,
    told: null,
    followUp: { kind: 'none' },
    ...over,
  }
}
function anInput(events: PlanEvent[], capMinutes: number, owed: readonly number[]): PlanInput {
  return {
    week: '2026-W23',
    now: at(0, 7),
    events,
    busy: [],
    rules: planRules({ timeZone: ZONE, capMinutes }),
    debtMinutes: owed.reduce((sum, minutes) => sum + minutes, 0),
  }
}
const pointsOf = (input: PlanInput) =>
  Math.round(planHorizon(input).weeks.reduce((sum, week) => sum + week.value, 0) * 100)
const attended = (input: PlanInput) =>
  planHorizon(input).weeks.flatMap(({ verdicts }) =>
    verdicts.filter((v) => v.verdict === 'attend').map((v) => v.event.id),
  )

const event = fc
  .record({
    day: fc.integer({ min: 0, max: 12 }),
    hour: fc.integer({ min: 8, max: 19 }),
    hours: fc.integer({ min: 1, max: 4 }),
    smart: fc.boolean(),
    standing: fc.constantFrom('candidate', 'candidate', 'candidate', 'commitment', 'hold'),
  })
  .map((e) => anEvent('', e.day, e.hour, e.hours, { smart: e.smart, standing: e.standing as PlanEvent['standing'] }))
const situation = fc.record({
  events: fc
    .array(event, { maxLength: 10 })
    .map((events) => events.map((e, n) => ({ ...e, id: `e${n}` as EventId, seriesKey: `s${n}`, place: `p${n}` }))),
  cap: fc.constantFrom(0, 90, 240, 360, 600),
  owed: fc.array(fc.integer({ min: 10, max: 120 }), { maxLength: 6 }),
})

describe('follow-up debt', () => {
  test('closed in part or all, whichever, never makes the plan worse, and takes at most half a cap', () => {
    fc.assert(
      fc.property(situation, fc.infiniteStream(fc.boolean()), ({ events, cap, owed }, closes) => {
        const before = anInput(events, cap, owed)
        const left = owed.filter(() => closes.next().value === false)
        expect(pointsOf(anInput(events, cap, left))).toBeGreaterThanOrEqual(pointsOf(before))
        expect(planHorizon(before).weeks[0]?.cap.debt).toBe(Math.min(before.debtMinutes, Math.floor(cap / 2)))
        expect(
          planHorizon(before)
            .weeks.slice(1)
            .map((week) => week.cap.debt),
        ).toEqual([0, 0, 0])
      }),
    )
  })

  test('closed as is said brings in and takes out what is said, for the points that are said', () => {
    fc.assert(
      fc.property(situation, ({ events, cap, owed }) => {
        const sorted = [...owed].sort((a, b) => b - a)
        const before = anInput(events, cap, sorted)
        const were = attended(before)
        let won = 0
        for (const { close, enter, leave, gain } of reliefOf(before, sorted)) {
          const after = anInput(events, cap, sorted.slice(close))
          const are = attended(after)
          expect(enter).toEqual(are.filter((id) => !were.includes(id)))
          expect(leave).toEqual(were.filter((id) => !are.includes(id)))
          expect(Math.round(gain * 100)).toBe(pointsOf(after) - pointsOf(before))
          expect(gain).toBeGreaterThan(won)
          won = gain
        }
      }),
    )
  })

  test('names the fewest to close for each event that comes in', () => {
    const events = [anEvent('short', 1, 9, 2), anEvent('long', 2, 9, 3)]
    // Five hours wanted of six, three owed: the shorter one costs less for the same, and the other needs two of the three.
    expect(reliefOf(anInput(events, 360, [60, 60, 60]), [60, 60, 60])).toEqual([
      { close: 2, enter: ['long'], leave: [], gain: expect.any(Number) },
    ])
    // As much again is owed, and the cap never gave it: closing has to get below the half first.
    const much = [120, 60, 60, 60, 60]
    expect(reliefOf(anInput(events, 360, much), much).map(({ close }) => close)).toEqual([4])
    expect(reliefOf(anInput(events, 720, [60]), [60])).toEqual([])
    expect(reliefOf(anInput(events, 360, []), [])).toEqual([])
  })
})
