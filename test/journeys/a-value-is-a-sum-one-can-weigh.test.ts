/**
 * The promise: what an event is worth is a sum of named contributions, exactly; the person reads it, weighs it, and the plan follows (design.md,
 * section 4).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aCommitment, anInvitation } from '../builders/an-event.ts'
import { good, type Journey, type Person, startJourney } from './journey.ts'

let journey: Journey
beforeAll(async () => {
  journey = await startJourney()
})
afterAll(() => journey?.close())

const COPARMEX = { name: 'COPARMEX', email: 'socios@coparmex.example' }
const EVENT = 'Networking COPARMEX: mesa de vinculación'

async function contributionsOf(person: Person, title = EVENT) {
  const { value } = await person.verdict(title)
  const sum = value.contributions.reduce((total, { points }) => total + Math.round(points * 100), 0)
  expect(sum).toBe(Math.round(value.total * 100))
  return new Map(value.contributions.map((one) => [one.name, one]))
}

describe('the value of an event', () => {
  test('counts people and companies on the list, says whom, and of ordinary events keeps no guest', async () => {
    await journey.at('2026-11-23 06:00')
    const ana = await journey.signUp()
    const attendees = [
      { email: ana.email, responseStatus: 'needsAction' },
      { email: 'laura.perez@bimbo.example', displayName: 'Laura Pérez', responseStatus: 'accepted' },
      { email: 'no.va@femsa.example', responseStatus: 'declined' },
    ]
    ana.has(anInvitation({ title: EVENT, organiser: COPARMEX, start: '2026-11-24 10:00', google: { attendees } }))
    ana.has(
      anInvitation({
        title: 'Revisión de contrato con cliente',
        description: 'Cláusulas y firma.',
        start: '2026-11-25 10:00',
        organiser: { name: 'Rosa', email: 'rosa@cliente.example' },
        google: { attendees: [{ email: ana.email }, { email: 'abogada@despacho.example' }] },
      }),
    )
    await ana.sync()
    expect((await contributionsOf(ana)).has('people')).toBe(false)
    good(await ana.patch('/api/v1/settings', { people: ['Laura Pérez', 'femsa.example', 'coparmex', 'Nadie'] }))
    expect((await contributionsOf(ana)).get('people')).toEqual({
      name: 'people',
      points: 3,
      about: ['Laura Pérez', 'coparmex'],
    })
    const stored = JSON.stringify(await journey.rows('select * from items where person_id = ?', [ana.id]))
    expect(stored).toContain('laura.perez@bimbo.example')
    expect(stored).not.toContain('abogada@despacho.example')

    const page = await ana.browser.ask('GET', '/?week=2026-W48')
    expect(page.text).toContain('Gente o empresas que quieres conocer')
    expect(page.text).toContain('Laura Pérez y coparmex')
  })

  test('is less with every time the same organiser was met', async () => {
    await journey.at('2026-11-23 06:00')
    const ana = await journey.signUp()
    ana.has(anInvitation({ title: EVENT, organiser: COPARMEX, start: '2026-11-26 10:00' }))
    await ana.sync()
    const points = [(await contributionsOf(ana)).get('novelty')?.points]
    for (const start of ['2026-11-10 09:00', '2026-11-17 09:00', '2026-12-01 09:00']) {
      ana.has(aCommitment({ title: `Networking COPARMEX del ${start}`, organiser: COPARMEX, start }))
      await ana.sync()
      points.push((await contributionsOf(ana)).get('novelty')?.points)
    }
    expect(points).toEqual([0.5, 0.25, undefined, -0.25])
  })

  test('follows the weights, which keep to their bounds, in the API and on the page', async () => {
    await journey.at('2026-11-23 06:00')
    const ana = await journey.signUp()
    ana.has(anInvitation({ title: EVENT, start: '2026-11-24 10:00' }))
    await ana.sync()
    const before = await contributionsOf(ana)
    good(await ana.patch('/api/v1/settings', { weights: { format: 3 } }))
    const after = await contributionsOf(ana)
    expect(after.get('format')?.points).toBe(3 * (before.get('format')?.points ?? 0))
    expect(after.get('hours')).toEqual(before.get('hours'))
    expect(await ana.patch('/api/v1/settings', { weights: { hours: 3.01 } })).toMatchObject({
      status: 422,
      body: { reason: 'invalid', errors: [{ path: 'weights.hours' }] },
    })
    expect((await ana.patch('/api/v1/settings', { weights: { stability: 1 } })).status).toBe(422)

    const shown = await ana.browser.ask('GET', '/value')
    expect(shown.status).toBe(200)
    expect(shown.text).toContain('value="3"')
    const weights = {
      base: '1',
      objectives: '1',
      format: '0',
      interests: '1',
      people: '1',
      learned: '1',
      novelty: '1',
      hours: '1',
      ticket: '1',
    }
    const save = (over: Record<string, string>) => {
      const fields = Object.entries({ ...weights, ...over }).map(([name, value]) => [`weight-${name}`, value])
      return ana.browser.ask('POST', '/value', { body: new URLSearchParams(Object.fromEntries(fields)) })
    }
    const wrong = await save({ hours: '9' })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('Debe estar entre 0 y 3.')
    expect((await contributionsOf(ana)).has('format')).toBe(true)
    expect((await save({})).status).toBe(303)
    expect((await contributionsOf(ana)).has('format')).toBe(false)
  })
})
