/**
 * The promise: travel is kept for each place, and a place in another city is asked about once; until then the usual travel counts (design.md,
 * section 4).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anInvitation } from '../builders/an-event.ts'
import { good, type Journey, type Person, startJourney } from './journey.ts'

let journey: Journey
beforeAll(async () => {
  journey = await startJourney()
})
afterAll(() => journey?.close())

const PLACE = 'Cintermex, Av. Fundidora 501, 64010 Monterrey, N.L.'
const FIRST = 'Networking CAINTRA: mesa de vinculación'
const SECOND = 'Networking CAINTRA: noche de negocios'
const ASKS = '¿Cuánto haces de ida?'

async function ana(): Promise<Person> {
  await journey.at('2026-11-23 09:00')
  const person = await journey.signUp()
  const organiser = { name: 'CAINTRA', email: 'eventos@caintra.example' }
  person.has(anInvitation({ title: FIRST, location: PLACE, organiser, start: '2026-11-25 08:00' }))
  person.has(
    anInvitation({
      title: SECOND,
      location: 'CINTERMEX, Av. Fundidora 501, 64010 Monterrey N.L.',
      organiser,
      start: '2026-12-02 08:00',
    }),
  )
  await person.sync()
  return person
}
const page = async (person: Person, path = '/') => (await person.browser.ask('GET', path)).text
const says = (person: Person, id: string, fields: Record<string, string>) =>
  person.browser.ask('POST', `/events/${id}/travel`, { body: new URLSearchParams({ scope: 'place', ...fields }) })

describe('a place in another city', () => {
  test('is asked about once for all its events, and what is said counts for all of them', async () => {
    const person = await ana()
    const first = await person.event(FIRST)
    expect(first).toMatchObject({ travelMinutes: 30, travelQuestion: { city: 'Monterrey' } })
    const before = await page(person)
    expect(before.split(ASKS)).toHaveLength(2)
    expect(before).toContain('parece estar en Monterrey')
    expect(await page(person, `/events/${first.id}`)).toContain(ASKS)

    expect((await says(person, first.id, { minutes: '150' })).status).toBe(303)
    expect(await page(person)).not.toContain(ASKS)
    for (const title of [FIRST, SECOND])
      expect(await person.event(title)).toMatchObject({ travelMinutes: 150, travelQuestion: null })
    expect((await person.verdict(FIRST)).charge).toEqual({ event: 120, travel: 300, followUp: 30, total: 450 })
  })

  test('is not asked about again when the way is as usual, which then follows the settings', async () => {
    const person = await ana()
    const { id } = await person.event(FIRST)
    expect((await says(person, id, { minutes: '', usual: '1' })).status).toBe(303)
    expect(await page(person)).not.toContain(ASKS)
    expect(await page(person, `/events/${id}`)).not.toContain(ASKS)
    expect(await person.event(SECOND)).toMatchObject({ travelMinutes: 30, travelQuestion: null })
    good(await person.patch('/api/v1/settings', { travelMinutes: 45 }))
    expect(await person.event(SECOND)).toMatchObject({ travelMinutes: 45, travelQuestion: null })
    // The same by the API, and a later word wins.
    good(await person.patch(`/api/v1/events/${id}`, { travelMinutes: 200, scope: 'place' }))
    expect((await person.event(SECOND)).travelMinutes).toBe(200)
    good(await person.patch(`/api/v1/events/${id}`, { travelMinutes: null, scope: 'place' }))
    expect(await person.event(SECOND)).toMatchObject({ travelMinutes: 45, travelQuestion: null })
  })

  test('is none where the person lives', async () => {
    await journey.at('2026-11-23 09:00')
    const person = await journey.signUp({ timeZone: 'America/Mexico_City' })
    person.has(
      anInvitation({ title: FIRST, location: 'Salón Madero, Centro Histórico, CDMX', start: '2026-11-25 08:00' }),
    )
    await person.sync()
    expect((await person.event(FIRST)).travelQuestion).toBe(null)
    expect(await page(person)).not.toContain(ASKS)
  })
})
