import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { planRules } from '../../test/builders/plan-rules.ts'
import type { EventId } from '../calendar/event.ts'
import { countedMinutes } from './charge.ts'
import { planHorizon } from './plan.ts'
import type { PlanEvent, PlanInput, Verdict } from './shapes.ts'

const ZONE = 'America/Mexico_City'
const at = (text: string, zone = ZONE) => Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant()
const id = (text: string) => text as EventId

/** A smart breakfast in person, half an hour away, unanswered. */
function anEvent(name: string, start: string, end: string, over: Partial<PlanEvent> = {}, zone = ZONE): PlanEvent {
  return {
    id: id(name),
    title: name,
    start: at(start, zone),
    end: at(end, zone),
    allDay: false,
    countedMinutes: countedMinutes(at(start, zone), at(end, zone), false, zone),
    place: `place of ${name}`,
    travelMinutes: 30,
    standing: 'candidate',
    cancelled: false,
    declined: false,
    decision: null,
    kind: 'chamber-breakfast',
    smart: true,
    organiserKey: null,
    seriesKey: name,
    text: name,
    attendees: [],
    met: 0,
    learned: null,
    ticketPrice: null,
    told: null,
    followUp: { kind: 'owed', minutes: 30 },
    ...over,
  }
}
const rules = planRules({ timeZone: ZONE })
/** Monday morning of 2026-W23, the first of June. */
function aPlan(events: PlanEvent[], over: Partial<PlanInput> = {}) {
  return planHorizon({
    week: '2026-W23',
    now: at('2026-06-01T07:00'),
    events,
    busy: [],
    rules,
    debtMinutes: 0,
    ...over,
  })
}
const busy = (from: string, to: string) => ({ start: at(from), end: at(to) })
function verdicts(plan: ReturnType<typeof planHorizon>): Record<string, Verdict['reason'] | 'attend' | 'hold'> {
  return Object.fromEntries(
    plan.weeks.flatMap((week) => week.verdicts).map((one) => [one.event.id, one.reason ?? one.verdict] as const),
  ) as Record<string, Verdict['reason'] | 'attend' | 'hold'>
}
const local = (instant: Temporal.Instant | undefined, zone = ZONE) =>
  instant?.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' })

describe("a week's plan", () => {
  test('charges event, travel and follow-up, and keeps a slot after the way back', () => {
    const plan = aPlan([anEvent('breakfast', '2026-06-02T08:00', '2026-06-02T10:00')])
    const week = plan.weeks[0]
    const verdict = week?.verdicts[0]
    expect(verdict).toMatchObject({ verdict: 'attend', charge: { event: 120, travel: 60, followUp: 30, total: 210 } })
    expect(local(verdict?.followUp?.start)).toBe('2026-06-02T10:30')
    expect(week).toMatchObject({ leftMinutes: 150, cap: { minutes: 360, debt: 0 }, exact: true, gap: 0, couldFree: [] })
    expect(plan.weeks.map((one) => one.week)).toEqual(['2026-W23', '2026-W24', '2026-W25', '2026-W26'])
    expect(plan.followUps.get(id('breakfast'))).toEqual(verdict?.followUp)
  })

  test('says of each skip the first reason that holds', () => {
    const events = [
      anEvent('cancelled', '2026-06-01T09:00', '2026-06-01T10:00', {
        cancelled: true,
        declined: true,
        standing: 'commitment',
      }),
      anEvent('declined', '2026-06-01T09:00', '2026-06-01T10:00', { declined: true, decision: 'skip' }),
      anEvent('mine to skip', '2026-06-01T09:00', '2026-06-01T10:00', { decision: 'skip' }),
      anEvent('mine', '2026-06-02T09:00', '2026-06-02T10:00', { standing: 'commitment' }),
      anEvent('beside mine', '2026-06-02T10:15', '2026-06-02T11:00'),
      anEvent('in a meeting', '2026-06-03T12:00', '2026-06-03T13:00'),
      anEvent('in client hours', '2026-06-04T10:00', '2026-06-04T11:00'),
      anEvent('long', '2026-06-05T08:00', '2026-06-05T15:00'),
      anEvent('dull', '2026-06-05T12:00', '2026-06-05T14:00', { kind: 'sports', smart: false, ticketPrice: 900 }),
    ]
    const plan = aPlan(events, {
      busy: [busy('2026-06-03T11:00', '2026-06-03T12:00')],
      rules: { ...rules, protectedHours: [{ weekday: 4, from: '11:15', to: '13:00' }] },
    })
    expect(verdicts(plan)).toEqual({
      cancelled: 'cancelled',
      declined: 'declined',
      'mine to skip': 'skipped_by_you',
      mine: 'attend',
      'beside mine': 'overlaps',
      'in a meeting': 'overlaps',
      'in client hours': 'protected_hours',
      long: 'over_cap',
      dull: 'low_value',
    })
    const beside = plan.weeks[0]?.verdicts.find((one) => one.event.id === 'beside mine')
    expect(beside?.conflictsWith).toBe('mine')
  })

  test('has two evenings a week, commitments counted, and two events on one evening count once', () => {
    const online = { place: null, travelMinutes: 0, followUp: { kind: 'none' } } as const
    const evening = (name: string, day: number, from: string, to: string, over: Partial<PlanEvent> = {}) =>
      anEvent(name, `2026-06-0${day}T${from}`, `2026-06-0${day}T${to}`, { ...online, ...over })
    const plan = aPlan([
      evening('monday', 1, '19:00', '19:30', { standing: 'commitment' }),
      evening('monday too', 1, '20:00', '20:30'),
      evening('tuesday', 2, '17:00', '17:30'),
      evening('not yet evening', 3, '16:59', '17:29'),
      evening('thursday', 4, '19:00', '20:30'),
    ])
    expect(verdicts(plan)).toEqual({
      monday: 'attend',
      'monday too': 'attend',
      tuesday: 'attend',
      'not yet evening': 'attend',
      thursday: 'evening_limit',
    })
  })

  test('has two events a day; a hold is not counted, keeps no slot and blocks no time, but is charged', () => {
    const short = (name: string, from: string, to: string, over: Partial<PlanEvent> = {}) =>
      anEvent(name, `2026-06-02T${from}`, `2026-06-02T${to}`, { place: null, travelMinutes: 0, ...over })
    const plan = aPlan([
      short('maybe', '09:00', '10:00', { standing: 'hold' }),
      short('one', '09:00', '09:30'),
      short('two', '12:00', '12:30'),
      short('three', '16:00', '17:00'),
    ])
    expect(verdicts(plan)).toEqual({ maybe: 'hold', one: 'attend', two: 'attend', three: 'daily_limit' })
    expect(plan.weeks[0]?.verdicts.find((one) => one.event.id === 'maybe')?.followUp).toBe(null)
    expect(plan.weeks[0]?.charge.total).toBe(90 + 60 + 60)
  })

  test('finds a slot for each follow-up together with the choice, or says that there is none', () => {
    // Friday evening; Monday and Tuesday are full but for one half hour.
    const events = [
      anEvent('friday', '2026-06-05T19:00', '2026-06-05T21:00'),
      anEvent('saturday', '2026-06-06T10:00', '2026-06-06T11:00'),
    ]
    const rest = [busy('2026-06-08T09:00', '2026-06-08T16:10'), busy('2026-06-08T16:50', '2026-06-10T00:00')]
    const plan = aPlan(events, { busy: rest })
    expect(verdicts(plan)).toEqual({ friday: 'no_follow_up_slot', saturday: 'attend' })
    expect(local(plan.followUps.get(id('saturday'))?.start)).toBe('2026-06-08T16:15')
  })

  test('a holiday puts the end of the window off', () => {
    const event = anEvent('friday', '2026-06-05T19:00', '2026-06-05T21:00')
    const full = [busy('2026-06-08T00:00', '2026-06-10T00:00')]
    expect(verdicts(aPlan([event], { busy: full }))).toEqual({ friday: 'no_follow_up_slot' })
    const holidays = new Set(['2026-06-08'])
    const plan = aPlan([event], { busy: full, rules: { ...rules, holidays } })
    expect(local(plan.followUps.get(id('friday'))?.start)).toBe('2026-06-10T09:00')
  })

  test('a person without working hours gets no candidate that would owe a follow-up, and commitments stand', () => {
    const events = [
      anEvent('mine', '2026-06-02T09:00', '2026-06-02T10:00', { standing: 'commitment' }),
      anEvent('other', '2026-06-03T09:00', '2026-06-03T10:00'),
    ]
    const plan = aPlan(events, { rules: { ...rules, workingHours: [] } })
    expect(verdicts(plan)).toEqual({ mine: 'attend', other: 'no_follow_up_slot' })
    expect(plan.followUps.size).toBe(0)
  })

  test('over the cap by commitments and holds alone, says what could be freed at least loss', () => {
    const events = [
      anEvent('chapter', '2026-06-02T08:00', '2026-06-02T10:00', { standing: 'commitment' }),
      anEvent('golf', '2026-06-03T09:00', '2026-06-03T11:00', { standing: 'hold', kind: 'sports', smart: false }),
      anEvent('ended', '2026-06-01T05:00', '2026-06-01T06:00', {
        standing: 'commitment',
        kind: 'sports',
        smart: false,
      }),
      anEvent('new', '2026-06-04T09:00', '2026-06-04T10:00'),
    ]
    const week = aPlan(events).weeks[0]
    expect(week?.leftMinutes).toBe(360 - 210 - 210 - 150)
    expect(week?.couldFree).toEqual(['golf'])
    expect(week?.verdicts.at(-1)?.reason).toBe('over_cap')
  })

  test('pins what the person said yes to, and leaves out what began without their word', () => {
    const plan = aPlan([
      anEvent('began', '2026-06-01T06:30', '2026-06-01T08:30'),
      anEvent('yes', '2026-06-02T09:00', '2026-06-02T10:00', { decision: 'attend' }),
    ])
    expect(verdicts(plan)).toEqual({ yes: 'attend' })
    expect(plan.weeks[0]?.verdicts[0]?.standing).toBe('commitment')
  })

  test('debt takes its minutes out of the first week, at most half the cap, and a skip says so', () => {
    const event = anEvent('long', '2026-06-02T09:00', '2026-06-02T12:00')
    const later = anEvent('later', '2026-06-09T09:00', '2026-06-09T12:00')
    const plan = aPlan([event, later], { debtMinutes: 500 })
    expect(plan.weeks[0]?.cap).toEqual({ minutes: 360, debt: 180 })
    expect(verdicts(plan)).toEqual({ long: 'follow_up_debt', later: 'attend' })
  })

  test('debt is no reason to give up commitments that fit under the cap', () => {
    const mine = anEvent('mine', '2026-06-02T09:00', '2026-06-02T11:00', { standing: 'commitment' })
    const other = anEvent('other', '2026-06-03T09:00', '2026-06-03T12:30', { standing: 'commitment' })
    const [within] = aPlan([mine], { debtMinutes: 500 }).weeks
    expect(within).toMatchObject({ leftMinutes: -30, couldFree: [], charge: { total: 210 } })
    // Both together pass the cap by 150 minutes, whatever is owed: the one worth less is enough.
    const [beyond] = aPlan([mine, other], { debtMinutes: 500 }).weeks
    expect(beyond).toMatchObject({ couldFree: ['other'], charge: { total: 510 } })
  })

  test('a week of its own cap', () => {
    const event = anEvent('long', '2026-06-09T09:00', '2026-06-09T12:00')
    expect(verdicts(aPlan([event], { rules: { ...rules, capByWeek: new Map([['2026-W24', 0]]) } }))).toEqual({
      long: 'over_cap',
    })
  })

  test('follow-ups of earlier events keep their place in the queue', () => {
    const events = [
      anEvent('last friday', '2026-05-29T19:00', '2026-05-29T21:00', { standing: 'commitment' }),
      anEvent('monday', '2026-06-01T09:00', '2026-06-01T10:00'),
    ]
    const plan = aPlan(events)
    expect(plan.weeks[0]?.verdicts.map((one) => one.event.id)).toEqual(['monday'])
    // Nine o'clock is the event's, with its way there and back.
    expect(local(plan.followUps.get(id('last friday'))?.start)).toBe('2026-06-01T10:30')
    expect(local(plan.followUps.get(id('monday'))?.start)).toBe('2026-06-01T11:00')
  })

  test('a block that the person moved is charged and not placed again', () => {
    const slot = busy('2026-06-03T09:00', '2026-06-03T09:40')
    const event = anEvent('breakfast', '2026-06-02T08:00', '2026-06-02T10:00', {
      standing: 'commitment',
      followUp: { kind: 'fixed', minutes: 40, slot },
    })
    const plan = aPlan([event], { busy: [slot] })
    expect(plan.weeks[0]?.charge.followUp).toBe(40)
    expect(plan.followUps.size).toBe(0)
  })

  test('counts the whole charge where the event starts: a Sunday night belongs to its week', () => {
    const event = anEvent('sunday', '2026-06-07T22:00', '2026-06-08T01:00')
    const plan = aPlan([event])
    expect(plan.weeks.map((week) => week.charge.total)).toEqual([270, 0, 0, 0])
  })

  test('keeps local hours over a clock change', () => {
    // Tijuana's clocks go forward on Sunday, 8 March 2026.
    const zone = 'America/Tijuana'
    const events = [anEvent('friday', '2026-03-06T19:00', '2026-03-06T21:00', {}, zone)]
    const plan = planHorizon({
      week: '2026-W10',
      now: at('2026-03-02T07:00', zone),
      events,
      busy: [],
      rules: { ...rules, timeZone: zone },
      debtMinutes: 0,
    })
    expect(local(plan.followUps.get(id('friday'))?.start, zone)).toBe('2026-03-09T09:00')
  })

  test('starts follow-ups on the quarter hour also where zones are three quarters off', () => {
    const zone = 'Asia/Kathmandu'
    const events = [anEvent('breakfast', '2026-06-02T08:00', '2026-06-02T10:05', {}, zone)]
    const plan = planHorizon({
      week: '2026-W23',
      now: at('2026-06-01T07:00', zone),
      events,
      busy: [],
      rules: { ...rules, timeZone: zone },
      debtMinutes: 0,
    })
    expect(local(plan.followUps.get(id('breakfast'))?.start, zone)).toBe('2026-06-02T10:45')
  })

  test('an event until the year 9999, one that ends before it begins and one of the year 1 are told apart at once', () => {
    const plan = aPlan([
      anEvent('endless', '2026-06-02T09:00', '9999-12-31T00:00', { standing: 'commitment' }),
      anEvent('backwards', '2026-06-01T15:00', '2026-06-01T14:00'),
      anEvent('ancient', '0001-01-01T00:00', '2026-05-01T00:00', { standing: 'commitment' }),
      anEvent('endless too', '2026-06-01T18:00', '9999-12-31T00:00'),
      anEvent('far', '9998-01-01T00:00', '9999-12-31T00:00', { standing: 'commitment' }),
    ])
    expect(verdicts(plan)).toEqual({ backwards: 'over_cap', 'endless too': 'overlaps', endless: 'attend' })
    expect(plan.weeks[0]?.couldFree).toEqual(['endless'])
  })
})
