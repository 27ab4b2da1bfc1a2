/**
 * The promise: who says "fui" is asked whom they met, and from there the pages lead on to money: the people stand in the follow-up and in its block,
 * closing it is a touch with each, a proposal closes, and it is credited to where they met (design.md, sections 5 and 6). What cannot be kept comes
 * back as it was typed; a form sent twice changes nothing; nobody sees or changes anybody else's.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anInvitation } from '../builders/an-event.ts'
import { attribute, type Element, elements, first, parsePage, plain, textOf } from '../builders/page.ts'
import { good, type Journey, type Person, startJourney } from './journey.ts'
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

async function page(person: Person, path: string): Promise<Element> {
  const { status, text } = await person.browser.ask<string>('GET', path)
  if (status !== 200) throw new Error(`${path} answered ${status}`)
  return parsePage(text)
}

/** What a browser would send of the form with that action, with these fields filled in. */
function filled(within: Element, action: string, given: Record<string, string>): URLSearchParams {
  const form = elements(within, 'form').find((one) => attribute(one, 'action') === action)
  if (form === undefined) throw new Error(`no form ${action}`)
  const fields = new URLSearchParams()
  for (const field of elements(form)) {
    const [name, type] = [attribute(field, 'name'), attribute(field, 'type')]
    if (name === undefined || field.name === 'button') continue
    if ((type === 'radio' || type === 'checkbox') && !field.attributes.has('checked')) continue
    const option = elements(field, 'option').find((one) => one.attributes.has('selected')) ?? first(field, 'option')
    const value =
      { select: attribute(option, 'value'), textarea: textOf(field) }[field.name] ?? attribute(field, 'value')
    fields.set(name, value ?? '')
  }
  for (const [name, value] of Object.entries(given)) fields.set(name, value)
  return fields
}

const post = (person: Person, path: string, body: URLSearchParams | Record<string, string>) =>
  person.browser.ask<string>('POST', path, { body: new URLSearchParams(body) })
const landing = ({ headers }: { headers: Headers }) => headers.get('location')
const said = (text: string) => textOf(first(parsePage(text), 'main'))

interface Shown {
  id: string
  name: string
}
const contacts = async () => good(await ana.get<{ items: Shown[] }>('/api/v1/contacts')).items
async function contactNamed(name: string): Promise<string> {
  const found = (await contacts()).find((one) => one.name === name)
  if (found === undefined) throw new Error(`no contact ${name}`)
  return `/contacts/${found.id}`
}

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
    expect(await contacts()).toEqual([])
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
    expect((await contacts()).map(({ name }) => name).toSorted()).toEqual(['Laura Gómez', 'Pedro Ruiz'])
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
      const text = textOf(await page(ana, await contactNamed(name)))
      expect(text).toContain(`Prometiste: ${promise}`)
      expect(text).toMatch(new RegExp(`Seguimiento: ${GALA}.*Coincidieron: ${GALA}`, 's'))
      expect(text).toContain(`Se conocieron en ${GALA}`)
    }
  })

  test('a promise kept is gone and was a touch; a promise made since is not', async () => {
    const path = await contactNamed('Pedro Ruiz')
    const kept = filled(await page(ana, path), `${path}/kept`, {})
    await post(ana, `${path}/next-step`, { nextStep: 'Presentarle a Eva', nextStepOn: '' })
    await post(ana, `${path}/kept`, kept)
    expect(textOf(await page(ana, path))).toContain('Prometiste: Presentarle a Eva')
    const now = filled(await page(ana, path), `${path}/kept`, {})
    expect(landing(await post(ana, `${path}/kept`, now))).toContain('said=kept')
    expect(textOf(await page(ana, path))).toContain('Nada prometido.')
  })

  test('a proposal takes ten seconds, is open, and a wrong amount loses nothing', async () => {
    const path = await contactNamed('Laura Gómez')
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
    const path = await contactNamed('Laura Gómez')
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
    expect(textOf(await page(ana, await contactNamed('Laura Gómez')))).toContain('Cliente')
  })

  test('business said to be closed closes the one proposal that is open with them, and is not counted twice', async () => {
    const path = await contactNamed('Pedro Ruiz')
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

describe('the rest of the pages', () => {
  test('somebody met elsewhere is written down, introduced by who is known, and found', async () => {
    const form = filled(await page(ana, '/contacts/new'), '/contacts/new', {
      name: 'Eva Núñez',
      company: 'Grupo Norte',
      emails: 'pedro@ruiz.example',
      introducedBy: 'laura gomez',
      where: '',
    })
    expect(landing(await post(ana, '/contacts/new', form))).toBe(`/contacts/${form.get('id')}?said=saved`)
    const found = await page(ana, '/contacts?q=nunez')
    expect(textOf(found)).toContain('1 contacto con «nunez»')
    expect(textOf(await page(ana, `/contacts/${form.get('id')}`))).toMatch(/Les presentó Laura Gómez/)
  })

  test('the event just over is offered as where they met, and is where they met', async () => {
    const fresh = await page(ana, '/contacts/new')
    expect(textOf(fresh)).toContain(GALA)
    const where = people.split('/')[2] ?? ''
    const form = filled(fresh, '/contacts/new', { name: 'Rosa Paz', where })
    await post(ana, '/contacts/new', form)
    expect(textOf(await page(ana, people))).toContain('Rosa Paz')
  })

  test('two of one address are pointed out, and one when the person says so', async () => {
    const pedro = await contactNamed('Pedro Ruiz')
    const link = elements(await page(ana, pedro), 'a')
      .map((one) => attribute(one, 'href') ?? '')
      .find((one) => one.includes('/merge?'))
    const asked = await page(ana, link ?? '')
    expect(textOf(asked)).toContain('Mismo correo: pedro@ruiz.example')
    const before = await contacts()
    expect(landing(await post(ana, `${pedro}/merge`, filled(asked, `${pedro}/merge`, {})))).toBe(`${pedro}?said=merged`)
    expect(await contacts()).toHaveLength(before.length - 1)
    expect(textOf(await page(ana, pedro))).toContain('Eva Núñez')
  })

  test('a touch of a day, a stage and a cadence are kept; what is no day or number comes back', async () => {
    const path = await contactNamed('Rosa Paz')
    const shown = await page(ana, path)
    const tomorrow = await post(
      ana,
      `${path}/touch`,
      filled(shown, `${path}/touch`, { kind: 'call', on: '2026-11-25' }),
    )
    expect([tomorrow.status, said(tomorrow.text)]).toEqual([
      422,
      expect.stringContaining('Esa fecha todavía no llega.'),
    ])
    const cadence = await post(ana, `${path}/cadence`, { everyDays: '900' })
    expect([cadence.status, said(cadence.text)]).toEqual([
      422,
      expect.stringContaining('fuera de lo que se puede guardar'),
    ])
    await post(ana, `${path}/cadence`, { everyDays: '30' })
    await post(ana, `${path}/stage`, { stage: 'dormant', back: path })
    expect(textOf(await page(ana, path))).toMatch(/En pausa.*\(cada 30 días\)/s)
  })

  test('a wrong tap is taken back, and takes back that it was a touch', async () => {
    const path = await contactNamed('Rosa Paz')
    await post(ana, `${path}/touch`, { id: crypto.randomUUID(), kind: 'message', on: '2026-11-24', note: 'Por error' })
    const shown = await page(ana, path)
    const [forget] = elements(shown, 'form').flatMap(
      (form) => /\/touches\/.+\/forget$/.exec(attribute(form, 'action') ?? '') ?? [],
    )
    expect(textOf(shown)).toContain('Por error')
    const answer = await post(ana, `${path}${forget}`, { back: path })
    expect(answer.status).toBe(303)
    expect(textOf(await page(ana, path))).not.toContain('Por error')
  })

  test('a file of contacts says what became of each card, and goes out again', async () => {
    const cards = ['Inés Mora', ''].map((name) => `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:${name}\r\nEND:VCARD\r\n`).join('')
    const body = `--x\r\nContent-Disposition: form-data; name="file"; filename="a.vcf"\r\nContent-Type: text/vcard\r\n\r\n${cards}\r\n--x--\r\n`
    const send = (text: string) =>
      ana.browser.ask<string>('POST', '/contacts/import', {
        body: text,
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
      })
    expect(said((await send(body)).text)).toContain('Nuevos: 1. Completados: 0. Ya estaban igual: 0. Sin tomar: 1.')
    expect(said((await send(body)).text)).toContain('Nuevos: 0. Completados: 0. Ya estaban igual: 1. Sin tomar: 1.')
    const none = await send('--x--\r\n')
    expect([none.status, said(none.text)]).toEqual([422, expect.stringContaining('Elige primero un archivo.')])
    const vcf = await ana.browser.ask<string>('GET', '/contacts.vcf')
    expect([vcf.headers.get('content-disposition'), vcf.text]).toEqual([
      'attachment; filename="aforo.vcf"',
      expect.stringContaining('FN:Inés Mora'),
    ])
    const csv = await ana.browser.ask<string>('GET', '/contacts.csv')
    expect(csv.text).toContain('"\'+525512345678"')
  })

  test('who is due is asked about, and "not now" is heard', async () => {
    await journey.ringUntil('2026-12-03 09:00', [ana, berta])
    const path = await contactNamed('Inés Mora')
    const due = () => page(ana, '/contacts').then((shown) => elements(shown, 'article').map((one) => textOf(one)))
    // Out of a file nobody is due, until one says how often one wants to hear of them.
    expect((await due()).join()).not.toContain('Inés Mora')
    await post(ana, `${path}/cadence`, { everyDays: '7' })
    expect((await due()).join()).toContain('Inés Mora')
    expect(landing(await post(ana, `${path}/skip`, { back: '/contacts' }))).toBe('/contacts?said=skipped')
    expect((await due()).join()).not.toContain('Inés Mora')
  })

  test('who is deleted leaves the totals, without a name', async () => {
    const path = await contactNamed('Laura Gómez')
    expect(textOf(await page(ana, `${path}/delete`))).toContain('2 resultados se quedan sin su nombre.')
    expect(landing(await post(ana, `${path}/delete`, {}))).toBe('/contacts?said=contactDeleted')
    const text = textOf(await page(ana, '/outcomes'))
    expect(text).toMatch(/Negocios cerrados\$60,000\.50 MXN · 2 resultados/)
    expect(text).not.toContain('Laura')
  })
})

test('a foreign contact, outcome or event answers as a missing one, on every page and form', async () => {
  const contact = (await contactNamed('Pedro Ruiz')).split('/')[2] ?? ''
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
