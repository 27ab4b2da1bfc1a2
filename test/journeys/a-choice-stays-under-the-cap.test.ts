/**
 * The promise: what Aforo takes on never passes the week's cap, and every event it leaves out says why (design.md, section 4 and rule 7). Real plans, through the
 * API.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PlanShape } from '../../src/api/schemas.ts'
import { aLife, type Life } from '../builders/a-life.ts'
import { aCommitment, aMeeting, anInvitation } from '../builders/an-event.ts'
import type { Write } from '../simulation/rules/seen.ts'
import { rule7 } from '../simulation/rules/shown.ts'
import { watchWrites } from '../simulation/rules/watch.ts'
import { good, type Journey, type Person, personLiving, startJourney } from './journey.ts'
import { brokenRules } from './rules.ts'

let journey: Journey
let writes: readonly Write[]
beforeAll(async () => {
  journey = await startJourney()
  writes = watchWrites(journey.google)
})
afterAll(() => journey?.close())

const WEEK = '2026-W48'
const MINE = 'Networking CANACO: mi compromiso'
const THEIRS = 'Networking AMCHAM: tarde de socios'

const living = (life: Life) => personLiving(journey, '2026-11-23 06:00', life)

async function set(person: Person, settings: Record<string, unknown>): Promise<void> {
  good(await person.patch('/api/v1/settings', settings))
}

async function says(person: Person, title: string, what: Record<string, unknown>): Promise<void> {
  good(await person.patch(`/api/v1/events/${(await person.event(title)).id}`, what))
}

function verdicts(plan: PlanShape): Record<string, string> {
  return Object.fromEntries(plan.verdicts.map(({ event, verdict, reason }) => [event.title, reason ?? verdict]))
}

describe('the hours of a week', () => {
  test('are charged for commitments first; what passes the cap is said, with what could be freed', async () => {
    const ana = await living(
      aLife(WEEK)
        .cap(300)
        .accepted('mar 08:00', MINE)
        .accepted('mié 08:00', 'Networking COPARMEX: socios')
        .invited('jue 08:00', THEIRS),
    )
    const plan = await ana.plan()
    expect(plan.charge).toEqual({ event: 240, travel: 120, followUp: 60, total: 420 })
    expect(plan.leftMinutes).toBe(300 - 420)
    expect(plan.couldFree).toHaveLength(1)
    expect(plan.verdicts.map(({ event }) => event.id)).toContain(plan.couldFree[0])
    expect(verdicts(plan)).toMatchObject({ [MINE]: 'attend', [THEIRS]: 'over_cap' })
    expect(rule7(plan)).toEqual([])
  })

  test('count holds, which block no time and keep no slot', async () => {
    const ana = await living(
      aLife(WEEK).invited('mar 19:00', MINE, { answer: 'tentative' }).invited('mar 19:00', THEIRS),
    )
    const plan = await ana.plan()
    expect(verdicts(plan)).toEqual({ [MINE]: 'hold', [THEIRS]: expect.any(String) })
    expect(plan.verdicts.find(({ event }) => event.title === MINE)?.followUp).toBeNull()
    expect(plan.verdicts.find(({ event }) => event.title === THEIRS)?.reason).not.toBe('overlaps')
  })

  test('can be other ones in one week alone, also none at all', async () => {
    const ana = await living(aLife(WEEK).invited('mar 19:00', THEIRS))
    await ana.lives(aLife('2026-W49').invited('mar 19:00', MINE))
    await ana.sync()
    expect(verdicts(await ana.plan(WEEK))).toEqual({ [THEIRS]: 'attend' })
    expect(verdicts(await ana.plan('2026-W49'))).toEqual({ [MINE]: 'attend' })
    const off = good(await ana.patch<PlanShape>('/api/v1/plan?week=2026-W49', { capMinutes: 0 }))
    expect(off).toMatchObject({ week: '2026-W49', cap: { minutes: 0 }, charge: { total: 0 } })
    expect(verdicts(off)).toEqual({ [MINE]: 'over_cap' })
    expect(verdicts(await ana.plan(WEEK))).toEqual({ [THEIRS]: 'attend' })
    expect((await ana.plan(WEEK)).cap.minutes).toBe(360)
    const back = good(await ana.patch<PlanShape>('/api/v1/plan?week=2026-W49', { capMinutes: null }))
    expect(verdicts(back)).toEqual({ [MINE]: 'attend' })
  })

  test('are never passed by what is chosen, at any cap', async () => {
    const hours = [
      'lun 13:00',
      'lun 19:00',
      'mar 08:00',
      'mar 19:00',
      'mié 08:00',
      'mié 14:00',
      'jue 08:00',
      'jue 19:00',
      'vie 08:00',
      'vie 13:00',
    ]
    const life = hours.reduce(
      (one, when, n) => one.invited(when, `Networking CANACO: mesa ${n}`, { minutes: 45 + 20 * n }),
      aLife(WEEK),
    )
    const ana = await living(life.accepted('sáb 10:00', MINE))
    await set(ana, { maxEvenings: 7, maxPerDay: 5 })
    let before = 0
    for (const capMinutes of [0, 100, 210, 333, 500, 720, 1000, 1440, 2400]) {
      const plan = good(await ana.patch<PlanShape>('/api/v1/plan', { capMinutes }))
      expect(rule7(plan)).toEqual([])
      expect(plan.exact).toBe(true)
      // More hours are never worth less.
      expect(plan.value).toBeGreaterThanOrEqual(before)
      before = plan.value
    }
    expect(await brokenRules(journey, writes, [ana])).toEqual([])
    // Advice writes nothing.
    expect(ana.effects()).toEqual([])
  })
})

describe('why an event is left out', () => {
  test.each([
    ['a commitment of the same time', aLife(WEEK).accepted('mar 19:00', MINE).invited('mar 20:00', THEIRS)],
    ['a meeting of the same time', aLife(WEEK).busy('mar 18:00-20:00').invited('mar 19:00', THEIRS)],
    ['the way there', aLife(WEEK).busy('mar 18:00-18:45').invited('mar 19:00', THEIRS)],
    [
      'the way between two places',
      aLife(WEEK)
        .accepted('mar 16:00-18:45', MINE)
        .invited('mar 19:00', THEIRS, { location: 'Polanco, Torre Virreyes' }),
    ],
    [
      'a whole day away',
      aLife(WEEK)
        .busy('mar 19:00', 'Viaje a Monterrey', { start: '2026-11-24', minutes: 1440 })
        .invited('mar 19:00', THEIRS),
    ],
  ])('overlaps: %s', async (_, life) => {
    const ana = await living(life)
    expect(await ana.verdict(THEIRS)).toMatchObject({ verdict: 'skip', reason: 'overlaps' })
    expect(rule7(await ana.plan())).toEqual([])
  })

  test('overlaps names the event in the way; what is free or only offered is in nobody’s way', async () => {
    const ana = await living(
      aLife(WEEK)
        .cap(600)
        .accepted('mar 19:00', MINE)
        .invited('mar 20:00', THEIRS)
        .busy('jue 19:00', 'Cumpleaños de Luis', { google: { transparency: 'transparent' } })
        .invited('jue 19:00', 'Networking COPARMEX: socios'),
    )
    expect((await ana.verdict(THEIRS)).conflictsWith).toBe((await ana.event(MINE)).id)
    expect(await ana.verdict('Networking COPARMEX: socios')).toMatchObject({ verdict: 'attend' })
  })

  test('protected_hours', async () => {
    const ana = await living(aLife(WEEK).invited('jue 10:00', THEIRS))
    await set(ana, { protectedHours: [{ weekday: 4, from: '09:00', to: '13:00' }] })
    expect(await ana.verdict(THEIRS)).toMatchObject({ verdict: 'skip', reason: 'protected_hours' })
  })

  test('no_follow_up_slot', async () => {
    const ana = await living(
      aLife(WEEK)
        .invited('mar 19:00', THEIRS)
        .busy('mié 08:00-19:00', 'Obra, miércoles')
        .busy('jue 08:00-19:00', 'Obra, jueves'),
    )
    expect(await ana.verdict(THEIRS)).toMatchObject({ verdict: 'skip', reason: 'no_follow_up_slot' })
  })

  test('evening_limit: two on one evening are one', async () => {
    const ana = await living(
      aLife(WEEK)
        .accepted('mar 17:00-18:00', MINE)
        .invited('mié 19:00', THEIRS)
        .invited('mar 19:30-20:30', 'Networking COPARMEX: socios'),
    )
    await set(ana, { maxEvenings: 1 })
    expect(await ana.verdict(THEIRS)).toMatchObject({ verdict: 'skip', reason: 'evening_limit' })
    expect(await ana.verdict('Networking COPARMEX: socios')).toMatchObject({ verdict: 'attend' })
  })

  test('daily_limit', async () => {
    const ana = await living(aLife(WEEK).accepted('mar 08:00', MINE).invited('mar 13:00', THEIRS))
    await set(ana, { maxPerDay: 1 })
    expect(await ana.verdict(THEIRS)).toMatchObject({ verdict: 'skip', reason: 'daily_limit' })
  })

  test('over_cap', async () => {
    const ana = await living(aLife(WEEK).cap(300).accepted('mar 08:00', MINE).invited('jue 08:00', THEIRS))
    expect(await ana.verdict(THEIRS)).toMatchObject({ verdict: 'skip', reason: 'over_cap' })
  })

  test('low_value', async () => {
    const ana = await living(aLife(WEEK).invited('jue 08:00', THEIRS))
    await set(ana, { hourlyRate: 50_000 })
    expect((await ana.verdict(THEIRS)).verdict).toBe('attend')
    await says(ana, THEIRS, { ticketPrice: 500_000 })
    await set(ana, { objectives: { beKnown: 0, sell: 0, partner: 0, learn: 0 } })
    const verdict = await ana.verdict(THEIRS)
    expect(verdict).toMatchObject({ verdict: 'skip', reason: 'low_value' })
    expect(verdict.value.total).toBeLessThanOrEqual(0)
    const sum = verdict.value.contributions.reduce((total, { points }) => total + points, 0)
    expect(sum).toBeCloseTo(verdict.value.total, 6)
  })

  test('skipped_by_you, declined, cancelled', async () => {
    const ana = await living(
      aLife(WEEK).invited('mar 13:00', THEIRS).invited('mié 13:00', MINE, { answer: 'declined' }),
    )
    const chapter = ana.has(
      aCommitment({
        title: 'BNI Capítulo Reforma',
        start: '2026-11-26 07:00',
        recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'],
      }),
    )
    await ana.sync()
    await says(ana, THEIRS, { decision: 'skip' })
    journey.google.hands.delete(ana.calendar, `${chapter.id}_20261126T130000Z`, 'organiser')
    await ana.sync()
    expect(verdicts(await ana.plan())).toEqual({
      [THEIRS]: 'skipped_by_you',
      [MINE]: 'declined',
      'BNI Capítulo Reforma': 'cancelled',
    })
    expect((await ana.plan()).charge.total).toBe(0)
    expect(verdicts(await ana.plan('2026-W49'))).toEqual({ 'BNI Capítulo Reforma': 'attend' })
  })
})

describe('what it costs', () => {
  test('is event, travel and follow-up, and their sum: online there is no travel, and a place may be farther', async () => {
    const ana = await living(
      aLife(WEEK)
        .invited('mar 13:00', MINE, { location: 'https://us02web.zoom.us/j/8812345678' })
        .invited('mié 13:00', THEIRS, { location: 'Cintermex, Monterrey' }),
    )
    expect((await ana.verdict(MINE)).charge).toEqual({ event: 120, travel: 0, followUp: 30, total: 150 })
    expect((await ana.verdict(THEIRS)).charge).toEqual({ event: 120, travel: 60, followUp: 30, total: 210 })
    await says(ana, THEIRS, { travelMinutes: 45, scope: 'place' })
    expect((await ana.verdict(THEIRS)).charge).toEqual({ event: 120, travel: 90, followUp: 30, total: 240 })
    ana.has(anInvitation({ title: 'Networking CAINTRA', start: '2026-11-26 13:00', location: 'Cintermex, Monterrey' }))
    await ana.sync()
    expect((await ana.verdict('Networking CAINTRA')).charge.travel).toBe(90)
  })

  test('of whole days is eight hours a day, or the hours the person says', async () => {
    const ana = await living(aLife(WEEK))
    ana.has(aCommitment({ title: 'Expo networking empresarial', start: '2026-11-25', minutes: 2880 }))
    ana.has(aMeeting({ start: '2026-11-24 10:00' }))
    await ana.sync()
    expect((await ana.verdict('Expo networking empresarial')).charge.event).toBe(960)
    await says(ana, 'Expo networking empresarial', { goingFrom: '10:00', goingTo: '13:00' })
    expect((await ana.verdict('Expo networking empresarial')).charge.event).toBe(180)
  })
})
