/**
 * The promise: whom one knows is kept in order by the pages alone: written down wherever they were met, found, made one with their double, heard of
 * in their time, read from a file and handed out again, and forgotten when the person says so, without a cent leaving the totals (design.md, section 6).
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anInvitation } from '../builders/an-event.ts'
import { attribute, elements, textOf } from '../builders/page.ts'
import { type Journey, type Person, startJourney } from './journey.ts'
import { contactNamed, contactsOf, filled, landing, page, post, said } from './pages.ts'

const GALA = 'Networking CANACO: noche de negocios'

let journey: Journey
let ana: Person
let event: string
/** Two met at an event that is just over, one of whom has become a client. */
beforeAll(async () => {
  journey = await startJourney()
  ana = await journey.signUp()
  ana.has(anInvitation({ title: GALA, start: '2026-11-24 10:00', minutes: 120 }))
  await ana.sync()
  await journey.ringUntil('2026-11-24 12:10', [ana])
  event = (await ana.event(GALA)).id
  const people = `/events/${event}/people`
  await post(ana, `/events/${event}/attendance`, { attendance: 'attended' })
  const met = {
    'p0-name': 'Laura Gómez',
    'p0-phones': '55 1234 5678',
    'p1-name': 'Pedro Ruiz',
    'p1-emails': 'pedro@ruiz.example',
  }
  await post(ana, people, filled(await page(ana, people), people, met))
  const laura = await contactNamed(ana, 'Laura Gómez')
  for (const outcome of [{ kind: 'meeting' }, { kind: 'closed', amount: '12,000.50' }])
    await post(ana, `${laura}/outcome`, filled(await page(ana, laura), `${laura}/outcome`, outcome))
  // Of two who are one the one written down first stays.
  await journey.ringUntil('2026-11-24 12:20', [ana])
})
afterAll(() => journey?.close())

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
  const where = event
  const form = filled(fresh, '/contacts/new', { name: 'Rosa Paz', where })
  await post(ana, '/contacts/new', form)
  expect(textOf(await page(ana, `/events/${event}/people`))).toContain('Rosa Paz')
})

test('two of one address are pointed out, and one when the person says so', async () => {
  const pedro = await contactNamed(ana, 'Pedro Ruiz')
  const link = elements(await page(ana, pedro), 'a')
    .map((one) => attribute(one, 'href') ?? '')
    .find((one) => one.includes('/merge?'))
  const asked = await page(ana, link ?? '')
  expect(textOf(asked)).toContain('Mismo correo: pedro@ruiz.example')
  const before = await contactsOf(ana)
  expect(landing(await post(ana, `${pedro}/merge`, filled(asked, `${pedro}/merge`, {})))).toBe(`${pedro}?said=merged`)
  expect(await contactsOf(ana)).toHaveLength(before.length - 1)
  expect(textOf(await page(ana, pedro))).toContain('Eva Núñez')
})

test('a touch of a day, a stage and a cadence are kept; what is no day or number comes back', async () => {
  const path = await contactNamed(ana, 'Rosa Paz')
  const shown = await page(ana, path)
  const tomorrow = await post(ana, `${path}/touch`, filled(shown, `${path}/touch`, { kind: 'call', on: '2026-11-25' }))
  expect([tomorrow.status, said(tomorrow.text)]).toEqual([422, expect.stringContaining('Esa fecha todavía no llega.')])
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
  const path = await contactNamed(ana, 'Rosa Paz')
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
  await journey.ringUntil('2026-12-03 09:00', [ana])
  const path = await contactNamed(ana, 'Inés Mora')
  const due = () => page(ana, '/contacts').then((shown) => elements(shown, 'article').map((one) => textOf(one)))
  // Out of a file nobody is due, until one says how often one wants to hear of them.
  expect((await due()).join()).not.toContain('Inés Mora')
  await post(ana, `${path}/cadence`, { everyDays: '7' })
  expect((await due()).join()).toContain('Inés Mora')
  expect(landing(await post(ana, `${path}/skip`, { back: '/contacts' }))).toBe('/contacts?said=skipped')
  expect((await due()).join()).not.toContain('Inés Mora')
})

test('who is deleted leaves the totals, without a name', async () => {
  const path = await contactNamed(ana, 'Laura Gómez')
  expect(textOf(await page(ana, `${path}/delete`))).toContain('2 resultados se quedan sin su nombre.')
  expect(landing(await post(ana, `${path}/delete`, {}))).toBe('/contacts?said=contactDeleted')
  const text = textOf(await page(ana, '/outcomes'))
  expect(text).toMatch(/Negocios cerrados\$12,000\.50 MXN · 1 resultado/)
  expect(text).not.toContain('Laura')
})
