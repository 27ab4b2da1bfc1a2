/**
 * The pages of whom one met and what came of it, as `pages-are-accessible.test.ts` looks at the others: with nobody, with a life in them, and
 * with forms that were refused. And by keyboard and without a script.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aMonday, type Monday, type Visitor } from './a-monday.ts'
import { signIn } from './browser.ts'
import { asks, LANGUAGES, lookAt, says, type Way } from './look-at.ts'

const NADIA = 'nadia.paz@consultoria.example'
const LONG = 'Maximiliana Wolfeschlegelsteinhausenbergerdorff de la Torre y Villaseñor'

let monday: Monday
let gala: string
beforeAll(async () => {
  monday = await aMonday({ seedLife: false })
  monday.google.createAccount(NADIA, 'Nadia Paz', 'America/Mexico_City')
  monday.google.hands.insert(
    NADIA,
    {
      summary: 'Networking CANACO: noche de negocios',
      description: 'Ronda de presentaciones e intercambio de tarjetas.',
      location: 'Salón Madero',
      start: { dateTime: '2026-11-23T07:00:00-06:00' },
      end: { dateTime: '2026-11-23T09:00:00-06:00' },
      organizer: { email: 'eventos@canaco.example', displayName: 'CANACO' },
      attendees: [{ email: NADIA, responseStatus: 'accepted' }],
    },
    'organiser',
  )
})
afterAll(() => monday?.close())

const go =
  (path: string): Way =>
  (page) =>
    page.goto(monday.url + path)

const ask = <T>(visitor: Visitor, method: 'get' | 'post' | 'patch', path: string, data?: object): Promise<T> =>
  asks<T>(visitor, monday.url, method, path, data)

async function nadia(language: (typeof LANGUAGES)[number]): Promise<Visitor> {
  const visitor = await monday.visitor({ locale: language.browser })
  await signIn(visitor.page, monday.url, NADIA)
  await says(visitor, monday.url, language.setting)
  const { items } = await ask<{ items: { id: string; title: string }[] }>(visitor, 'get', 'events?limit=500')
  gala = items.find(({ title }) => title.includes('CANACO'))?.id ?? ''
  return visitor
}

test.each(LANGUAGES)('before anybody was met, in $browser', async (language) => {
  const visitor = await nadia(language)
  const found = await lookAt(visitor, language.setting, {
    'no contacts': go('/contacts'),
    'no outcomes': go('/outcomes'),
    capture: go(`/events/${gala}/people`),
    'an event where nobody was met': go(`/events/${gala}`),
    'capture that was refused': async (page) => {
      await page.goto(`${monday.url}/events/${gala}/people`)
      await page.locator('#people-p0-phones').fill('12')
      await page
        .getByRole('button')
        .filter({ hasText: /^(Guardar|Save)$/ })
        .click()
      await page.locator('#people-p0-name-error').waitFor()
    },
    'somebody new': go('/contacts/new'),
    files: go('/contacts/import'),
  })
  expect(found).toEqual([])
  expect(visitor.troubles()).toEqual([])
  await visitor.context.close()
})

test.each(LANGUAGES)('with people and business, in $browser', async (language) => {
  const visitor = await nadia(language)
  const contact = (body: object) => ask<{ id: string }>(visitor, 'post', 'contacts', body)
  const pedro = await contact({ name: LONG, emails: ['max@example.com'], company: LONG, eventId: null })
  const laura = await contact({
    name: 'Laura Gómez',
    company: 'Grupo Norte',
    role: 'Compras',
    emails: ['max@example.com', 'laura.gomez.de.la.torre.y.villasenor@compras.grupo-norte.example'],
    phones: ['55 1234 5678'],
    urls: [`https://example.com/${'perfil-'.repeat(20)}`],
    note: 'Le gusta el café.',
    introducedBy: pedro.id,
    nextStep: { text: 'Mandar propuesta', on: '2026-11-22' },
    eventId: gala,
  })
  await ask(visitor, 'post', `contacts/${laura.id}/touches`, { kind: 'call', note: 'Quedamos en hablar.' })
  const outcome = (body: object) =>
    ask<{ id: string }>(visitor, 'post', 'outcomes', { contactId: laura.id, on: '2026-11-23', ...body })
  const open = await outcome({ kind: 'proposal', amount: 123_456_789_012, note: 'Fase uno' })
  await outcome({ kind: 'closed', amount: 1_250_050, currency: 'USD' })
  const found = await lookAt(visitor, language.setting, {
    contacts: go('/contacts'),
    'contacts that were searched': go('/contacts?q=grupo'),
    'a contact': go(`/contacts/${laura.id}`),
    'a contact with a form that was refused': async (page) => {
      await page.goto(`${monday.url}/contacts/${laura.id}`)
      await page.locator('#outcome-amount').fill('12.500')
      await page.locator('form[action$="/outcome"] button').click()
      await page.locator('#outcome-amount-error').waitFor()
    },
    'merging two': go(`/contacts/${pedro.id}/merge?from=${laura.id}`),
    'deleting one': go(`/contacts/${laura.id}/delete`),
    'capture of more': go(`/events/${gala}/people`),
    'an event where people were met': go(`/events/${gala}`),
    'the follow-up of them': go('/follow-ups'),
    'somebody new': go('/contacts/new'),
    outcomes: go('/outcomes'),
    'a proposal': go(`/outcomes/${open.id}`),
    'shares that are not the whole': async (page) => {
      await page.goto(`${monday.url}/outcomes/${open.id}`)
      await page.locator('#credits-share-0').fill('10')
      await page.locator('form[action$="/credits"] button').click()
      await page.locator('.note-problem').waitFor()
    },
    'deleting an outcome': go(`/outcomes/${open.id}/delete`),
    'what became of a file': async (page) => {
      await page.goto(`${monday.url}/contacts/import`)
      const lines = [
        'name,emails,phones',
        'Inés Mora,ines@example.com,',
        ',x@example.com,',
        'Raúl Sol,no-es-correo,123',
      ]
      const buffer = Buffer.from(lines.join('\n'))
      await page.locator('#file').setInputFiles({ name: 'gente.csv', mimeType: 'text/csv', buffer })
      await page.locator('form[action="/contacts/import"] button').click()
      await page.locator('table').waitFor()
    },
  })
  expect(found).toEqual([])
  expect(visitor.troubles()).toEqual([])
  await visitor.context.close()
})

test('without JavaScript two are captured by keyboard alone, and a touch is one tap', async () => {
  const visitor = await monday.visitor({ javaScriptEnabled: false })
  const { page } = visitor
  await signIn(page, monday.url, NADIA)
  await says(visitor, monday.url, 'es-MX')
  await page.goto(`${monday.url}/events/${gala}/people`)
  await page.locator('#people-p0-name').focus()
  for (const text of ['Rosa Paz', '55 8765 4321', '', 'Llamarle']) {
    await page.keyboard.type(text)
    await page.keyboard.press('Tab')
  }
  await page.getByText('Otra persona').first().click()
  await page.locator('#people-p1-name').fill('Iván Luna')
  // Sends nothing: on a phone it is the way to the next field.
  await page.keyboard.press('Enter')
  expect(await page.locator('#people-p1-name').inputValue()).toBe('Iván Luna')
  await page.getByRole('button', { name: 'Guardar' }).first().press('Enter')
  await page.getByText('Guardado. Entra en tu seguimiento.').waitFor()
  await page.getByRole('link', { name: 'Iván Luna' }).waitFor()
  await page.getByRole('link', { name: 'Rosa Paz' }).click()
  await page.getByText('Prometiste: Llamarle').waitFor()
  await page.getByRole('button', { name: 'Ya cumplí' }).click()
  await page.getByText('Nada prometido.').waitFor()
  expect(visitor.troubles()).toEqual([])
  await visitor.context.close()
})
