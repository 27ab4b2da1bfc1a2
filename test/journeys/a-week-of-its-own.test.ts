/**
 * The promise: a week can have a cap of its own, or be off, and says so wherever it is told; the usual cap comes back when asked for; and what lies
 * behind is history (design.md, section 4).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PlanShape } from '../../src/api/schemas.ts'
import { aCommitment, anInvitation } from '../builders/an-event.ts'
import { good, type Journey, type Person, startJourney } from './journey.ts'

let journey: Journey
beforeAll(async () => {
  journey = await startJourney()
})
afterAll(() => journey?.close())

const NEXT = '2026-W49'
const WANTED = 'Networking CANACO: noche de negocios'
const MINE = 'Networking COPARMEX: mesa de vinculación'

async function ana(): Promise<Person> {
  await journey.at('2026-11-23 09:00')
  const person = await journey.signUp()
  person.has(anInvitation({ title: WANTED, start: '2026-12-01 08:00' }))
  await person.sync()
  return person
}
const capOf = (person: Person, week: string, capMinutes: number | null) =>
  person.patch<PlanShape>(`/api/v1/plan?week=${week}`, { capMinutes })
const form = (person: Person, week: string, fields: Record<string, string>) =>
  person.browser.ask('POST', `/weeks/${week}/cap`, { body: new URLSearchParams(fields) })

describe('a week of its own', () => {
  test('off says so on the page, in the verdict and in the mail, and the usual cap comes back', async () => {
    const person = await ana()
    expect(await person.verdict(WANTED, NEXT)).toMatchObject({ verdict: 'attend' })
    expect((await form(person, NEXT, { hours: '', off: '1' })).status).toBe(303)
    expect(await person.plan(NEXT)).toMatchObject({
      cap: { minutes: 0, debt: 0 },
      charge: { total: 0 },
      leftMinutes: 0,
    })
    expect(await person.verdict(WANTED, NEXT)).toMatchObject({ verdict: 'skip', reason: 'over_cap' })
    const page = (await person.browser.ask('GET', `/?week=${NEXT}`)).text
    for (const said of ['Semana libre', 'No se propone nada', 'Es tu semana libre.']) expect(page).toContain(said)
    expect(page).not.toContain('de 0 min')
    const { id } = await person.event(WANTED)
    expect((await person.browser.ask('GET', `/events/${id}`)).text).toContain('Es tu semana libre.')
    expect((await person.get<{ text: string }>('/api/v1/digest')).body.text).toMatch(
      /Semana del [^\n]*: semana libre\./,
    )

    person.has(aCommitment({ title: MINE, start: '2026-12-02 08:00' }))
    await person.sync()
    expect(await person.plan(NEXT)).toMatchObject({ charge: { total: 210 }, leftMinutes: -210 })
    expect((await person.browser.ask('GET', `/?week=${NEXT}`)).text).toContain('Semana libre, con 3 h 30 min')
    await journey.at('2026-11-30 07:00')
    const digest = (await person.get<{ subject: string; text: string }>('/api/v1/digest')).body
    expect(digest.subject).toBe('Tu networking: semana libre, con 3 h 30 min')
    expect(digest.text).toContain('Es tu semana libre.')

    expect((await form(person, NEXT, { hours: '', usual: '1' })).status).toBe(303)
    expect((await person.plan(NEXT)).cap.minutes).toBe(360)
  })

  test('has its own cap alone, whatever becomes of the usual one', async () => {
    const person = await ana()
    good(await capOf(person, NEXT, 500))
    good(await person.patch('/api/v1/settings', { weeklyCapMinutes: 240 }))
    expect((await person.plan(NEXT)).cap.minutes).toBe(500)
    expect((await person.plan('2026-W48')).cap.minutes).toBe(240)
    expect(good(await capOf(person, NEXT, null)).cap.minutes).toBe(240)
    expect(good(await capOf(person, NEXT, null)).cap.minutes).toBe(240)
  })

  test('behind is history: neither a cap of its own nor a new usual one changes it', async () => {
    const person = await ana()
    good(await capOf(person, '2026-W48', 300))
    await journey.at('2026-12-07 09:00')
    for (const capMinutes of [0, 500, null]) {
      expect(await capOf(person, '2026-W48', capMinutes)).toMatchObject({ status: 409, body: { reason: 'week_over' } })
    }
    const refused = await form(person, '2026-W49', { hours: '9' })
    expect(refused.headers.get('location')).toContain('refused=week_over')
    good(await person.patch('/api/v1/settings', { weeklyCapMinutes: 120 }))
    expect((await person.plan('2026-W48')).cap.minutes).toBe(300)
    expect((await person.plan('2026-W49')).cap.minutes).toBe(360)
    expect((await person.plan('2026-W50')).cap.minutes).toBe(120)
    const page = (await person.browser.ask('GET', '/?week=2026-W49')).text
    expect(page).not.toContain('/weeks/2026-W49/cap')
    expect((await person.browser.ask('GET', '/?week=2026-W50')).text).toContain('/weeks/2026-W50/cap')
  })

  test('is refused beyond two years ahead, and out of its bounds', async () => {
    const person = await ana()
    expect((await capOf(person, '2028-W47', 0)).status).toBe(200)
    expect(await capOf(person, '2028-W48', 0)).toMatchObject({ status: 422, body: { reason: 'week_too_far' } })
    expect((await capOf(person, NEXT, 7 * 24 * 60 + 1)).status).toBe(422)
    expect((await capOf(person, NEXT, -1)).status).toBe(422)
  })
})
