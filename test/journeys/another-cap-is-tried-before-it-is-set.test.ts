/**
 * The promise: a person sees what another cap would change before they set it, and what a skip would take the place of before they insist
 * (design.md, section 4: what-if, counterfactuals, four weeks chosen together). Through the API and the page of the real Worker.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PlanShape, WhatIfShape } from '../../src/api/schemas.ts'
import { aLife, type Life } from '../builders/a-life.ts'
import { good, type Journey, type Person, personLiving, startJourney } from './journey.ts'

let journey: Journey
beforeAll(async () => {
  journey = await startJourney()
})
afterAll(() => journey?.close())

const WEEK = '2026-W48'
const TUESDAY = 'Networking CANACO: martes'
const WEDNESDAY = 'Networking CANACO: miércoles'
const THURSDAY = 'Networking CANACO: jueves'

const living = (life: Life) => personLiving(journey, '2026-11-23 06:00', life)
async function whatIf(person: Person, query: string): Promise<WhatIfShape> {
  return good(await person.get<WhatIfShape>(`/api/v1/plan/what-if?${query}`))
}
const attended = (plan: PlanShape) =>
  plan.verdicts.filter(({ verdict }) => verdict === 'attend').map(({ event }) => event.title)
const titles = (events: WhatIfShape['enter']) => events.map(({ title }) => title)
/** In whole hundredths, as they are counted. */
const hundredths = (points: number) => Math.round(points * 100)

describe('another cap', () => {
  const life = aLife(WEEK)
    .cap(420)
    .invited('mar 10:00', TUESDAY)
    .invited('mié 10:00', WEDNESDAY)
    .invited('jue 10:00', THURSDAY)

  test.each([
    ['fewer hours', 210],
    ['more hours', 660],
    ['none at all', 0],
  ])('of %s becomes the plan that was foretold once it is set', async (_, capMinutes) => {
    const ana = await living(life)
    const before = await ana.plan(WEEK)
    const foretold = await whatIf(ana, `week=${WEEK}&capMinutes=${capMinutes}`)
    expect(foretold.current).toEqual({ capMinutes: 420, value: before.value, charge: before.charge })
    expect(hundredths(foretold.value)).toBe(hundredths(before.value) + hundredths(foretold.gain))
    const after = good(await ana.patch<PlanShape>(`/api/v1/plan?week=${WEEK}`, { capMinutes }))
    expect(after.charge).toEqual(foretold.charge)
    expect(attended(after).filter((title) => !attended(before).includes(title))).toEqual(titles(foretold.enter))
    expect(attended(before).filter((title) => !attended(after).includes(title))).toEqual(titles(foretold.leave))
  })

  test('is only asked about: nothing is read from the calendar, written or planned', async () => {
    const ana = await living(life)
    const before = await ana.plan(WEEK)
    const cost = await journey.costOf(async () => {
      await whatIf(ana, `week=${WEEK}&capMinutes=0`)
      await ana.browser.ask('GET', `/?week=${WEEK}&cap=0`)
    }, ana)
    expect(cost).toEqual({ provider: 0, roundTrips: 2, rowsWritten: 0, alarmWrites: 0 })
    expect(await ana.plan(WEEK)).toEqual(before)
  })

  test('is shown on the page of the week, and not of a week that is over', async () => {
    const ana = await living(life)
    const page = await ana.browser.ask('GET', `/?week=${WEEK}&cap=11`)
    expect(page.text).toContain('Con un tope de 11 h')
    const foretold = await whatIf(ana, `week=${WEEK}&capMinutes=660`)
    expect(foretold.enter).toHaveLength(1)
    expect(page.text.split('id="what-if-answer"')[1]).toContain(foretold.enter[0]?.title)
    for (const nonsense of ['-3', 'x', '1e9', '']) {
      const answer = await ana.browser.ask('GET', `/?week=${WEEK}&cap=${nonsense}`)
      expect([answer.status, answer.text.includes('Con un tope de')]).toEqual([200, false])
    }
    expect((await ana.browser.ask('GET', '/?week=2026-W40&cap=11')).text).not.toContain('id="what-if"')
    expect((await ana.get('/api/v1/plan/what-if?week=2026-W40')).status).toBe(400)
  })
})

describe('a skip that lost', () => {
  test('says what it would take the place of, and insisting loses exactly what was said', async () => {
    const ana = await living(aLife(WEEK).cap(240).invited('mar 10:00', TUESDAY).invited('jue 10:00-12:05', THURSDAY))
    const before = await ana.plan(WEEK)
    expect(attended(before)).toEqual([TUESDAY])
    const skip = await ana.verdict(THURSDAY, WEEK)
    expect(skip).toMatchObject({ verdict: 'skip', reason: 'over_cap' })
    expect(skip.counterfactual?.without).toEqual([(await ana.event(TUESDAY)).id])
    good(await ana.patch(`/api/v1/events/${skip.event.id}`, { decision: 'attend' }))
    const after = await ana.plan(WEEK)
    expect(attended(after)).toEqual([THURSDAY])
    // What the person decides is no choice of ours any more, so its points stand beside the plan's.
    const lost = hundredths(before.value) - (hundredths(after.value) + hundredths(skip.value.total))
    expect(hundredths(skip.counterfactual?.loss ?? Number.NaN)).toBe(lost)
  })
})

describe('four weeks are chosen together', () => {
  test('so next Monday’s event counts when this Saturday’s is decided, and at another cap there this one comes in', async () => {
    const saturday = 'Networking AMCHAM: torneo de golf'
    const monday = 'Networking CANACO: rueda de negocios'
    const ana = await living(aLife(WEEK).invited('sáb 10:00-13:00', saturday).busy('vie 08:00-19:00', 'Obra'))
    await ana.lives(
      aLife('2026-W49')
        .invited('lun 07:00-08:00', monday)
        .busy('lun 09:30-19:00', 'Obra, lunes')
        .busy('mar 08:00-19:00', 'Obra, martes')
        .busy('mié 08:00-19:00', 'Obra, miércoles'),
    )
    await ana.sync()
    expect(await ana.verdict(saturday, WEEK)).toMatchObject({ verdict: 'skip', reason: 'no_follow_up_slot' })
    const mondays = await ana.event(monday)
    expect((await ana.verdict(saturday, WEEK)).counterfactual?.without).toEqual([mondays.id])
    const off = await whatIf(ana, 'week=2026-W49&capMinutes=0')
    expect([titles(off.enter), titles(off.leave)]).toEqual([[saturday], [monday]])
    expect(off.enter[0]?.week).toBe(WEEK)
    const page = await ana.browser.ask('GET', `/?week=${WEEK}`)
    expect(page.text).toMatch(/habría que soltar «Networking CANACO: rueda de negocios» \(lun 30 de nov\)/)
  })
})
