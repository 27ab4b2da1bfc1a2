/**
 * The promise: who says "fui" is asked whom they met, and from there the pages lead on to money: the people stand in the follow-up and in its block,
 * closing it is a touch with each, a proposal closes, and it is credited to where they met (design.md, sections 5 and 6). What cannot be kept comes
 * back as it was typed; a form sent twice changes nothing; nobody sees or changes anybody else's.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anInvitation } from '../builders/an-event.ts'
import { attribute, elements, parsePage, plain, textOf } from '../builders/page.ts'
import { good, type Journey, type Person, startJourney } from './journey.ts'
import { contactNamed, contactsOf, filled, landing, page, post, said } from './pages.ts'
import { blockOf } from './rules.ts'

const GALA = 'Networking CANACO: noche de negocios'

let journey: Journey
let ana: Person
let berta: Person
beforeAll(async () => {
  journey = await startJourney()
  ana = await journey.signUp()
  berta = await journey.signUp()
  ana.has(anInvitation({ title: GALA, start: '2026-11-24 10:00', minutes: 120 }))
  await ana.sync()
  await journey.ringUntil('2026-11-24 12:05', [ana, berta])
})
afterAll(() => journey?.close())

let people: string
describe('from "fui" to the block', () => {
  test('"fui" leads to the question whom one met', async () => {
    const { id } = await ana.event(GALA)
    people = `/events/${id}/people`
    const answer = await post(ana, `/events/${id}/attendance`, { attendance: 'attended', back: '/?week=2026-W48' })
    expect(landing(answer)).toBe(`${people}?back=%2F%3Fweek%3D2026-W48&said=attendance`)
    const asked = await page(ana, landing(answer) ?? '')
    expect(textOf(asked)).toContain('¿A quién conociste?')
    const leave = elements(asked, 'a').find((one) => textOf(one) === 'A nadie nuevo')
    expect(attribute(leave ?? plain, 'href')).toBe('/?week=2026-W48')
  })

  test('what cannot be kept comes back as it was typed, and nobody is written down', async () => {
    const form = filled(await page(ana, people), people, {
      'p0-name': 'Laura Gómez',
      'p0-phones': '12',
      'p2-emails': 'pedro@ruiz',
      'p2-nextStepOn': '2026-11-30',
    })
    const answer = await post(ana, people, form)
    expect(answer.status).toBe(422)
    const shown = parsePage(answer.text)
    const value = (name: string) =>
      attribute(elements(shown, 'input').find((one) => attribute(one, 'name') === name) ?? plain, 'value')
    expect(['p0-name', 'p0-phones', 'p2-emails', 'p2-nextStepOn', 'p0-id'].map(value)).toEqual([
      'Laura Gómez',
      '12',
      'pedro@ruiz',
      '2026-11-30',
      form.get('p0-id'),
    ])
    const errors = elements(shown, 'p').filter((one) => attribute(one, 'class') === 'error')
    expect(errors.map((one) => [attribute(one, 'id'), textOf(one)])).toEqual([
      ['people-p0-phones-error', expect.stringContaining('No parece un teléfono')],
      ['people-p2-name-error', 'Falta el nombre.'],
      ['people-p2-emails-error', 'No parece un correo.'],
      ['people-p2-nextStep-error', 'Hay fecha, pero falta qué prometiste.'],
    ])
    expect(await contactsOf(ana)).toEqual([])
  })

  test('an empty form says that somebody is missing', async () => {
    const answer = await post(ana, people, filled(await page(ana, people), people, {}))
    expect([answer.status, said(answer.text)]).toEqual([422, expect.stringContaining('Falta al menos una persona.')])
  })

  test('two are written down, once, however often the form is sent', async () => {
    const form = filled(await page(ana, people), people, {
      'p0-name': 'Laura Gómez',
      'p0-phones': '044 55 1234 5678',
      'p0-nextStep': 'Mandar propuesta',
      'p0-nextStepOn': '2026-11-27',
      'p1-name': 'Pedro Ruiz',
      'p1-emails': 'Pedro@Ruiz.example',
    })
    for (let sent = 0; sent < 2; sent++) {
      expect(landing(await post(ana, people, form))).toBe(`${people}?said=captured`)
    }
    expect((await contactsOf(ana)).map(({ name }) => name).toSorted()).toEqual(['Laura Gómez', 'Pedro Ruiz'])
    const shown = textOf(await page(ana, people)).split('Ya anotaste a')[1]
    for (const name of ['Laura Gómez', 'Pedro Ruiz']) expect(shown).toContain(name)
  })

  test('they stand in the follow-up, on the page and in the calendar, with what was promised and how to reach them', async () => {
    await journey.ringUntil('2026-11-24 12:10', [ana])
    const [followUp] = await ana.followUps()
    const card = elements(await page(ana, '/follow-ups'), 'article').find(
      (one) => attribute(one, 'id') === followUp?.id,
    )
    const shown = textOf(card ?? plain)
    for (const what of ['Laura Gómez', 'Prometiste: Mandar propuesta, para el 27 de noviembre', 'Pedro Ruiz']) {
      expect(shown).toContain(what)
    }
    const links = elements(card ?? plain, 'a').map((one) => attribute(one, 'href'))
    expect(links).toEqual(
      expect.arrayContaining(['https://wa.me/525512345678', 'tel:+525512345678', 'mailto:pedro@ruiz.example']),
    )
    const { description } = blockOf(ana)
    for (const what of ['Laura Gómez', 'wa.me/525512345678', 'Pedro Ruiz']) expect(description).toContain(what)
    expect(textOf(await page(ana, people.replace('/people', '')))).toContain('Laura Gómez')
  })
})

describe('from the follow-up to business', () => {
  test('closing it is a touch with each of them, and what is promised next is for whoever was promised nothing', async () => {
    const [followUp] = await ana.followUps()
    const action = `/follow-ups/${followUp?.id}`
    const list = await page(ana, '/follow-ups')
    expect(textOf(list)).toContain('queda anotado un contacto con cada quien')
    // A day without a step closes nothing, and what was typed is still there.
    const halfSaid = await post(
      ana,
      action,
      filled(list, action, { as: 'done', nextStep: '', nextStepOn: '2026-11-30' }),
    )
    expect(halfSaid.status).toBe(422)
    expect(said(halfSaid.text)).toContain('Hay fecha, pero falta qué prometiste.')
    expect(halfSaid.text).toContain('value="2026-11-30"')
    const form = filled(list, action, { as: 'done', nextStep: 'Llamar el lunes', nextStepOn: '2026-11-30' })
    expect(landing(await post(ana, action, form))).toBe('/follow-ups?said=closed')
    // What Laura was promised is still owed to her.
    for (const [name, promise] of [
      ['Laura Gómez', 'Mandar propuesta, para el 27 de noviembre de 2026'],
      ['Pedro Ruiz', 'Llamar el lunes, para el 30 de noviembre de 2026'],
    ] as const) {
      const text = textOf(await page(ana, await contactNamed(ana, name)))
      expect(text).toContain(`Prometiste: ${promise}`)
      expect(text).toMatch(new RegExp(`Seguimiento: ${GALA}.*Coincidieron: ${GALA}`, 's'))
      expect(text).toContain(`Se conocieron en ${GALA}`)
    }
  })

  test('a promise kept is gone and was a touch; a promise made since is not', async () => {
    const path = await contactNamed(ana, 'Pedro Ruiz')
    const kept = filled(await page(ana, path), `${path}/kept`, {})
    await post(ana, `${path}/next-step`, { nextStep: 'Presentarle a Eva', nextStepOn: '' })
    await post(ana, `${path}/kept`, kept)
    expect(textOf(await page(ana, path))).toContain('Prometiste: Presentarle a Eva')
    const now = filled(await page(ana, path), `${path}/kept`, {})
    expect(landing(await post(ana, `${path}/kept`, now))).toContain('said=kept')
    expect(textOf(await page(ana, path))).toContain('Nada prometido.')
  })

  test('a proposal takes ten seconds, is open, and a wrong amount loses nothing', async () => {
    const path = await contactNamed(ana, 'Laura Gómez')
    const action = `${path}/outcome`
    const form = filled(await page(ana, path), action, { kind: 'proposal', amount: '12.500', note: 'Fase uno' })
    expect([form.get('currency'), form.get('on')]).toEqual(['MXN', '2026-11-24'])
    const answer = await post(ana, action, form)
    expect(answer.status).toBe(422)
    expect(said(answer.text)).toContain('Monto: No entendemos ese monto.')
    const again = filled(parsePage(answer.text), action, {})
    expect([again.get('amount'), again.get('note'), again.get('id')]).toEqual(['12.500', 'Fase uno', form.get('id')])
    again.set('amount', '$12,500')
    for (let sent = 0; sent < 2; sent++)
      expect(landing(await post(ana, action, again))).toBe(`${path}?said=outcomeSaved`)
    const text = textOf(await page(ana, '/outcomes'))
    expect(text).toMatch(/Propuestas abiertas\$12,500 MXN · 1 resultado/)
    expect(text).toContain('Todavía no hay negocios cerrados.')
  })

  test('what cannot be is said at its field: a day before they met, a currency nobody knows, words without end', async () => {
    const path = await contactNamed(ana, 'Laura Gómez')
    const refusedAt = async (form: string, given: Record<string, string>) => {
      const answer = await post(ana, `${path}/${form}`, filled(await page(ana, path), `${path}/${form}`, given))
      const errors = elements(parsePage(answer.text), 'p').filter((one) => attribute(one, 'class') === 'error')
      return [answer.status, ...errors.map((one) => attribute(one, 'id'))]
    }
    const closed = { kind: 'closed', amount: '100' }
    expect(await refusedAt('outcome', { ...closed, on: '2026-11-20' })).toEqual([422, 'outcome-on-error'])
    expect(await refusedAt('outcome', { ...closed, on: '2026-11-25' })).toEqual([422, 'outcome-on-error'])
    expect(await refusedAt('outcome', { ...closed, currency: 'XXZ' })).toEqual([422, 'outcome-currency-error'])
    expect(await refusedAt('outcome', { ...closed, amount: '' })).toEqual([422, 'outcome-amount-error'])
    expect(await refusedAt('outcome', { ...closed, amount: '0' })).toEqual([422, 'outcome-amount-error'])
    expect(await refusedAt('touch', { note: 'largo '.repeat(100) })).toEqual([422, 'touch-note-error'])
    expect(await refusedAt('next-step', { nextStep: 'x', nextStepOn: '2999-01-01' })).toEqual([
      422,
      'next-step-nextStepOn-error',
    ])
    expect(await refusedAt('facts', { name: 'n'.repeat(201), introducedBy: 'Nadie' })).toEqual([
      422,
      'facts-introducedBy-error',
    ])
    expect(await refusedAt('facts', { name: 'n'.repeat(201) })).toEqual([422, 'facts-name-error'])
  })

  test('it closes at what was agreed, and is credited to the event where they met', async () => {
    const list = await page(ana, '/outcomes')
    const action =
      elements(list, 'form')
        .map((one) => attribute(one, 'action') ?? '')
        .find((one) => one.endsWith('/close')) ?? ''
    const form = filled(list, action, { amount: '12,000.50' })
    for (let sent = 0; sent < 2; sent++)
      expect(landing(await post(ana, action, form))).toBe('/outcomes?said=proposalClosed')
    const text = textOf(await page(ana, '/outcomes'))
    expect(text).toContain('No hay propuestas abiertas.')
    expect(text).toMatch(/Negocios cerrados\$12,000\.50 MXN · 1 resultado/)
    const outcome = await page(ana, `/outcomes/${form.get('id')}`)
    expect(textOf(outcome)).toMatch(new RegExp(`Al evento ${GALA} \\(%\\)Le tocan \\$12,000\\.50 MXN`))
    expect(textOf(await page(ana, await contactNamed(ana, 'Laura Gómez')))).toContain('Cliente')
  })

  test('business said to be closed closes the one proposal that is open with them, and is not counted twice', async () => {
    const path = await contactNamed(ana, 'Pedro Ruiz')
    const action = `${path}/outcome`
    const say = async (kind: string, amount: string) =>
      landing(await post(ana, action, filled(await page(ana, path), action, { kind, amount })))
    expect(await say('proposal', '50000')).toBe(`${path}?said=outcomeSaved`)
    expect(await say('closed', '48000')).toBe(`${path}?said=proposalClosed`)
    const { items } = good(
      await ana.get<{ items: { kind: string; amount: number; pipeline: boolean }[] }>('/api/v1/outcomes'),
    )
    expect(items.filter(({ amount }) => amount === 5_000_000)).toMatchObject([{ kind: 'proposal', pipeline: false }])
    expect(textOf(await page(ana, '/outcomes'))).toContain('No hay propuestas abiertas.')
  })

  test('its shares are percentages that sum to a hundred', async () => {
    const { items } = good(await ana.get<{ items: { id: string; amount: number }[] }>('/api/v1/outcomes'))
    const path = `/outcomes/${items.find(({ amount }) => amount === 1_200_050)?.id}`
    const form = filled(await page(ana, path), `${path}/credits`, { 'share-0': '60' })
    const refused = await post(ana, `${path}/credits`, form)
    expect([refused.status, said(refused.text)]).toEqual([
      422,
      expect.stringContaining('Las partes deben sumar 100 %.'),
    ])
    form.set('share-1', '40')
    expect(landing(await post(ana, `${path}/credits`, form))).toBe(`${path}?said=outcomeSaved`)
    expect(textOf(await page(ana, path))).toMatch(/Le tocan \$7,200\.30 MXN.*Le tocan \$4,800\.20 MXN/s)
  })
})

test('a foreign contact, outcome or event answers as a missing one, on every page and form', async () => {
  const contact = (await contactNamed(ana, 'Pedro Ruiz')).split('/')[2] ?? ''
  const { items } = good(await ana.get<{ items: { id: string }[] }>('/api/v1/outcomes'))
  const outcome = items[0]?.id ?? ''
  const event = people.split('/')[2] ?? ''
  const asked: [string, string, string, Record<string, string>?][] = [
    ['GET', '/contacts/ID', contact],
    ['GET', '/contacts/ID/delete', contact],
    ['GET', `/contacts/ID/merge?from=${contact}`, contact],
    ['GET', '/outcomes/ID', outcome],
    ['GET', '/outcomes/ID/delete', outcome],
    ['GET', '/events/ID/people', event],
    ['POST', '/events/ID/people', event, { 'p0-name': 'Intrusa' }],
    ['POST', '/contacts/new', event, { name: 'Intrusa', where: 'ID' }],
    ...[
      'touch',
      'kept',
      'skip',
      'stage',
      'next-step',
      'cadence',
      'facts',
      'outcome',
      'merge',
      'delete',
      'touches/t/forget',
    ].map((form): [string, string, string, Record<string, string>] => [
      'POST',
      `/contacts/ID/${form}`,
      contact,
      { kind: 'call', stage: 'client', name: 'X', nextStep: 'Y', everyDays: '3', on: '2026-11-24', from: outcome },
    ]),
    ...['facts', 'credits', 'close', 'lose', 'delete'].map((form): [string, string, string, Record<string, string>] => [
      'POST',
      `/outcomes/ID/${form}`,
      outcome,
      { kind: 'meeting', amount: '5', currency: 'MXN', on: '2026-11-24' },
    ]),
  ]
  const before = await rows()
  for (const [method, path, id, fields] of asked) {
    const ask = async (theirs: string) => {
      const body = fields && new URLSearchParams(JSON.parse(JSON.stringify(fields).replaceAll('"ID"', `"${theirs}"`)))
      const answer = await berta.browser.ask<string>(
        method,
        path.replace('ID', theirs),
        body === undefined ? {} : { body },
      )
      return [answer.status, landing(answer), answer.text].map((part) =>
        String(part).replaceAll(theirs, 'ID').replaceAll(UUID, 'ID'),
      )
    }
    const [foreign, random] = [await ask(id), await ask(crypto.randomUUID())]
    expect([path, ...foreign]).toEqual([path, ...random])
    expect(foreign.join()).not.toMatch(/Pedro|CANACO/)
  }
  expect(await rows()).toEqual(before)
})

const UUID = /[0-9a-f]{8}-[0-9a-f-]{27}/g

async function rows(): Promise<unknown> {
  return Promise.all(['contacts', 'outcomes'].map((table) => journey.rows(`select * from ${table} order by 1, 2`)))
}
