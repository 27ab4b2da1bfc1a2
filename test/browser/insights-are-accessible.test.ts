/**
 * The pages of what the hours brought, as `pages-are-accessible.test.ts` looks at the others: before there is anything, and with a life in them. Every
 * figure of the page is followed to its rows, without a script.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { attribute, elements, parsePage } from '../builders/page.ts'
import { aMonday, type Monday, type Visitor } from './a-monday.ts'
import { signIn } from './browser.ts'
import { asks, LANGUAGES, lookAt, says, type Way } from './look-at.ts'

const NOBODY = 'nadie@vacio.example'
const NADIA = 'nadia.paz@consultoria.example'
const LONG = 'Cámara-Iberoamericana-de-Desarrollo-Empresarial-y-Networking-del-Valle-de-México'

let monday: Monday
beforeAll(async () => {
  monday = await aMonday({ seedLife: false })
  monday.google.createAccount(NOBODY, 'Nadie', 'America/Mexico_City')
  monday.google.createAccount(NADIA, 'Nadia Paz', 'America/Mexico_City')
  for (const [day, organiser, name] of [
    ['2026-11-10', 'eventos@canaco.example', 'CANACO'],
    ['2026-11-17', 'eventos@canaco.example', 'CANACO'],
    ['2026-11-19', 'hola@cidenvm.example', LONG],
    ['2026-11-26', 'eventos@canaco.example', 'CANACO'],
  ] as const) {
    monday.google.hands.insert(
      NADIA,
      {
        summary: `Networking ${name}: noche de negocios`,
        description: 'Ronda de presentaciones e intercambio de tarjetas.',
        location: 'Salón Madero',
        start: { dateTime: `${day}T18:00:00-06:00` },
        end: { dateTime: `${day}T20:00:00-06:00` },
        organizer: { email: organiser, displayName: name },
        attendees: [{ email: NADIA, responseStatus: 'accepted' }],
      },
      'organiser',
    )
  }
})
afterAll(() => monday?.close())

const go =
  (path: string): Way =>
  (page) =>
    page.goto(monday.url + path)

const ask = <T>(visitor: Visitor, method: 'get' | 'post' | 'patch', path: string, data?: object): Promise<T> =>
  asks<T>(visitor, monday.url, method, path, data)

test.each(LANGUAGES)('before there is anything, in $browser', async (language) => {
  const visitor = await monday.visitor({ locale: language.browser })
  await signIn(visitor.page, monday.url, NOBODY)
  await says(visitor, monday.url, language.setting)
  const found = await lookAt(visitor, language.setting, {
    'empty insights': go('/insights'),
    'a period that is none': go('/insights?from=2026-11-24&to=2026-11-01'),
    'rows of nothing': go('/insights/rows?figure=funnel&key=nobody'),
  })
  expect(found).toEqual([])
  expect(visitor.troubles()).toEqual([])
  await visitor.context.close()
})

test.each(LANGUAGES)('with a history, and behind every figure its rows, in $browser', async (language) => {
  const visitor = await monday.visitor({ locale: language.browser })
  await signIn(visitor.page, monday.url, NADIA)
  await says(visitor, monday.url, language.setting)
  await ask(visitor, 'patch', 'settings', { hourlyRate: 80_000 })
  if (language === LANGUAGES[0]) await aHistory(visitor)
  const html = await (await visitor.context.request.get(`${monday.url}/insights`)).text()
  const hrefs = elements(parsePage(html), 'a').map((link) => attribute(link, 'href') ?? '')
  const byFigure = new Map(
    hrefs
      .filter((href) => href.startsWith('/insights/rows'))
      .map((href) => [new URL(href, monday.url).searchParams.get('figure') ?? '', href]),
  )
  expect([...byFigure.keys()].toSorted()).toEqual(
    ['closed', 'events', 'follow_ups', 'funnel', 'hours', 'learned', 'pipeline'].toSorted(),
  )
  const found = await lookAt(visitor, language.setting, {
    insights: go('/insights'),
    'insights by event': go('/insights?by=event'),
    'insights of two years': go('/insights?from=2024-12-01&to=2026-11-23&by=quarter'),
    ...Object.fromEntries([...byFigure].map(([figure, path]) => [`rows of ${figure}`, go(path)])),
    'the digest of them': go('/digest'),
  })
  expect(found).toEqual([])
  expect(visitor.troubles()).toEqual([])
  await visitor.context.close()
})

test('without JavaScript a person chooses a period, groups, opens a figure and comes back', async () => {
  const visitor = await monday.visitor({ javaScriptEnabled: false })
  const { page } = visitor
  await signIn(page, monday.url, NADIA)
  await says(visitor, monday.url, 'es-MX')
  await page.goto(monday.url)
  await page.getByRole('link', { name: 'Balance' }).click()
  await page.getByLabel('Desde').fill('2026-11-16')
  await page.getByRole('button', { name: 'Ver ese periodo' }).click()
  await page.getByText('Del 16 de noviembre de 2026 al 23 de noviembre de 2026.').waitFor()
  await page.getByRole('link', { name: 'Por tipo' }).click()
  expect(new URL(page.url()).search).toBe('?from=2026-11-16&to=2026-11-23&by=kind')
  await page.getByRole('link', { name: /^Usaste/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Eventos a los que fuiste' }).waitFor()
  await page.getByText('2 renglones').waitFor()
  await page.getByRole('link', { name: `Networking ${LONG}` }).click()
  await page.getByRole('heading', { level: 1, name: LONG }).waitFor()
  const csv = await visitor.context.request.get(`${monday.url}/insights.csv?by=organiser&from=2026-11-01&to=2026-11-23`)
  expect(csv.headers()['content-disposition']).toBe('attachment; filename="aforo-organiser-2026-11-01-2026-11-23.csv"')
  expect(await csv.text()).toContain('"CANACO","MXN","2"')
  expect(visitor.troubles()).toEqual([])
  await visitor.context.close()
})

/** Somebody met, in touch and become a client; a proposal that is open; somebody met who was erased. */
async function aHistory(visitor: Visitor): Promise<void> {
  const { items } = await ask<{ items: { id: string; title: string; start: string }[] }>(
    visitor,
    'get',
    'events?from=2026-11-01&to=2026-11-30&limit=500',
  )
  const event = items.find(({ start }) => start.startsWith('2026-11-10'))?.id
  const laura = await ask<{ id: string }>(visitor, 'post', 'contacts', { name: 'Laura Gómez', eventId: event })
  await ask(visitor, 'post', 'contacts', { name: LONG, eventId: event })
  const gone = await ask<{ id: string }>(visitor, 'post', 'contacts', { name: 'Pedro Ruiz', eventId: event })
  await visitor.page.goto(`${monday.url}/contacts/${gone.id}/delete`)
  await visitor.page.getByRole('button', { name: 'Borrar' }).click()
  const outcome = (body: object) =>
    ask(visitor, 'post', 'outcomes', { contactId: laura.id, on: '2026-11-20', amount: 1_234_567, ...body })
  await outcome({ kind: 'closed' })
  await outcome({ kind: 'closed', currency: 'USD' })
  await outcome({ kind: 'proposal', currency: 'EUR' })
}
