/**
 * The whole way of a new person, by clicks alone and on a phone: in, through Google's consent, to the verdict of the week; the
 * block of the event that ended stands in the calendar by itself; the digest is in the mailbox, and its links do what they say.
 * The tests are its stations and need the ones before them.
 */
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aMonday, type Monday, type Visitor } from './a-monday.ts'

const MARIANA = 'mariana.torres@consultoriacenit.example'
const ENDED = 'Networking CANACO en línea: ronda de citas de negocios'
/** Last Friday; she had answered "maybe". */
const MAYBE = 'Noche de networking para consultoras'
const DIGEST = /^Tu semana de networking/
const PATIENCE = { timeout: 20_000, interval: 100 }

let monday: Monday
let visitor: Visitor
let page: Page
beforeAll(async () => {
  monday = await aMonday({ seedLife: true })
  monday.google.hands.insert(
    MARIANA,
    {
      summary: MAYBE,
      description: 'Presentaciones de un minuto e intercambio de tarjetas con empresarias y consultoras.',
      location: 'Casa Lamm, Roma Norte',
      start: { dateTime: '2026-11-20T18:30:00-06:00' },
      end: { dateTime: '2026-11-20T20:00:00-06:00' },
      organizer: { email: 'hola@redconsultoras.example', displayName: 'Red de Consultoras' },
      attendees: [{ email: MARIANA, responseStatus: 'tentative' }],
    },
    'organiser',
  )
  visitor = await monday.visitor()
  page = visitor.page
})
afterAll(() => monday?.close())

test('from the landing through the consent she comes to the verdict of her week', async () => {
  await page.goto(monday.url)
  await page.getByRole('link', { name: 'Continuar con Google' }).click()
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Aforo quiere acceder a tu cuenta')
  await page.getByRole('button', { name: 'Permitir' }).click()

  await page.getByRole('heading', { level: 1, name: 'Esta semana' }).waitFor()
  expect(await page.getAttribute('html', 'lang')).toBe('es-MX')
  const [attend, skip] = [verdicts('Asiste'), verdicts('Déjalo pasar')]
  expect(await attend.count()).toBeGreaterThan(2)
  expect(await skip.count()).toBeGreaterThan(1)
  const reasons = await skip.getByText(/^(No cabe|Se encima)/).allInnerTexts()
  expect(new Set(reasons).size).toBeGreaterThan(1)
})

test('each verdict shows its charge as a sum, and together they are what the week says', async () => {
  const cards = page.locator('article').filter({ hasText: ' de seguimiento = ' })
  let charged = 0
  for (const text of await cards.allInnerTexts()) {
    const [, event, travel, followUp, total] =
      /^(.+) de evento \+ (.+) de traslado \+ (.+) de seguimiento = (.+)$/m.exec(text) ?? []
    expect(minutes(total), text).toBe(minutes(event) + minutes(travel) + minutes(followUp))
    if (!text.includes('Déjalo pasar')) charged += minutes(total)
  }
  const [, hours, cap] = /^(.+) de (.+)$/.exec(await page.locator('.figure').innerText()) ?? []
  expect(minutes(hours)).toBe(charged)
  expect(minutes(cap)).toBe(360)
  expect(charged).toBeLessThanOrEqual(360)
})

test('the event that ended has its block in the calendar, once, private and without guests', async () => {
  await expect.poll(blocks, PATIENCE).toHaveLength(1)
  const [block] = blocks()
  expect(block?.summary).toContain(ENDED)
  expect(block).toMatchObject({ visibility: 'private', status: 'confirmed' })
  expect(block?.attendees).toBeUndefined()
  expect(Date.parse(block?.start?.dateTime ?? '')).toBeGreaterThan(monday.google.now() - 60_000)

  await page.getByRole('link', { name: 'Seguimientos' }).click()
  await page.getByRole('article', { name: ENDED }).getByText('En tu calendario').waitFor()
})

test('she answers "fui" for an event that she had only said maybe to, and it gets its block', async () => {
  await page.getByRole('link', { name: 'Semana', exact: true }).click()
  await page.getByRole('article', { name: MAYBE }).getByRole('button', { name: 'Fui', exact: true }).click()
  await page.getByText('Gracias, anotado.').waitFor()
  // Whom she met is asked while she still knows.
  await page.getByRole('heading', { name: '¿A quién conociste?' }).waitFor()
  await page.getByRole('group', { name: 'Persona 1' }).getByLabel('Nombre').fill('Laura Gómez')
  await page.getByRole('button', { name: 'Guardar' }).first().click()
  await page.getByRole('link', { name: 'Laura Gómez' }).waitFor()
  await page.getByRole('link', { name: 'Semana', exact: true }).click()
  expect(await page.getByRole('article', { name: MAYBE }).count()).toBe(0)
  await expect.poll(blocks, PATIENCE).toHaveLength(2)
  expect(blocks().map(({ summary }) => summary)).toContainEqual(expect.stringContaining(MAYBE))
})

test('an answer button answers the organiser through her own entry', async () => {
  const card = verdicts('Déjalo pasar').first()
  const title = await titleOf(card)
  expect(answerTo(title)).toBe('needsAction')
  await card.getByRole('button', { name: 'Declinar' }).click()
  await page.getByText('Tu respuesta va en camino a quien organiza.').waitFor()
  await expect.poll(() => answerTo(title), PATIENCE).toBe('declined')
  await page.reload()
  await page.getByRole('article', { name: title }).getByText('La invitación ya está declinada.').waitFor()
})

test('"no voy" stays within Aforo, and its hours go to something else', async () => {
  const card = verdicts('Asiste')
    .filter({ has: page.getByRole('button', { name: 'Voy', exact: true }) })
    .first()
  const title = await titleOf(card)
  await card.getByRole('button', { name: 'No voy' }).click()
  await page.getByText('Anotado. Tu semana ya lo toma en cuenta.').waitFor()
  await page.getByRole('article', { name: title }).getByText('Déjalo pasar').waitFor()
  expect(answerTo(title)).toBe('needsAction')
})

test('the digest is in her mailbox, and a one-tap link shows first and acts on the button', async () => {
  const mail = await monday.mailbox.waitFor(({ subject }) => DIGEST.test(subject), 20_000)
  expect(mail.to).toEqual([{ name: '', address: MARIANA }])
  await page.goto(monday.mailbox.url)
  await page.getByRole('link', { name: DIGEST }).click()
  const accept = page.frameLocator('iframe').getByRole('link', { name: 'Aceptar' }).last()
  const opened = page.context().waitForEvent('page')
  await accept.click()
  const tab = await opened
  await tab.getByRole('heading', { level: 1, name: 'Aceptar la invitación' }).waitFor()
  const title = await tab.getByRole('heading', { level: 2 }).innerText()
  const before = monday.google.effects.length
  await tab.reload()
  expect(answerTo(title)).toBe('needsAction')
  expect(monday.google.effects).toHaveLength(before)

  await tab.getByRole('button', { name: 'Aceptar la invitación' }).click()
  await tab.getByRole('heading', { level: 1, name: 'Listo, quedó anotado.' }).waitFor()
  await expect.poll(() => answerTo(title), PATIENCE).toBe('accepted')
  await tab.getByRole('link', { name: 'Ir a mi semana' }).click()
  await tab.getByRole('article', { name: title }).getByText('Compromiso', { exact: true }).waitFor()
  await tab.close()
})

test('she closes the follow-up with a next step, and it is told where follow-ups are', async () => {
  await page.goto(`${monday.url}/follow-ups`)
  const card = page.getByRole('article', { name: ENDED })
  await card.getByText('Cerrar seguimiento').click()
  await card.getByLabel('Siguiente paso').fill('Mandar la propuesta a Laura')
  await card.getByLabel('Para cuándo').fill('2026-12-01')
  await card.getByRole('button', { name: 'Cerrar', exact: true }).click()
  await page.getByText('Seguimiento cerrado.').waitFor()
  await page.getByText('Siguiente paso: Mandar la propuesta a Laura, para el 1 de diciembre de 2026').waitFor()
})

test('she deletes her account, and her blocks stay in her calendar', async () => {
  await page.getByRole('link', { name: 'Ajustes' }).click()
  await page.getByText('Borrar mi cuenta').first().click()
  await page.getByLabel('Entiendo que no se puede deshacer').check()
  await page.getByRole('button', { name: 'Borrar mi cuenta' }).click()
  await page.getByText('Tu cuenta se borró.').waitFor()
  await page.getByRole('link', { name: 'Continuar con Google' }).waitFor()
  expect(blocks()).toHaveLength(2)
})

test('on all the way no page complained, asked or went elsewhere', () => {
  // The mailbox shows mail in a frame without scripts, which the browser's own debugger notices.
  const ours = visitor.troubles().filter((trouble) => !trouble.includes(monday.mailbox.url))
  expect(ours).toEqual([])
})

function verdicts(tag: 'Asiste' | 'Déjalo pasar'): Locator {
  return page.locator('article').filter({ has: page.locator('.tag', { hasText: tag }) })
}

async function titleOf(card: Locator): Promise<string> {
  return (await card.getByRole('heading', { level: 3 }).innerText()).trim()
}

/** What stands in the calendar now and Aforo wrote as new. */
function blocks() {
  const inserted = monday.google.effects.filter(({ actor, op }) => actor === 'api' && op === 'insert')
  const stored = monday.google.calendar(MARIANA)?.events
  return inserted.flatMap(({ eventId }) => stored?.get(eventId)?.event ?? [])
}

function answerTo(title: string): string | null | undefined {
  const events = [...(monday.google.calendar(MARIANA)?.events.values() ?? [])].map(({ event }) => event)
  const week = events.filter((event) => (event.start?.dateTime ?? '') >= '2026-11-23' && event.summary === title)
  return week
    .toSorted((a, b) => ((a.start?.dateTime ?? '') < (b.start?.dateTime ?? '') ? -1 : 1))[0]
    ?.attendees?.find(({ email }) => email === MARIANA)?.responseStatus
}

/** "1 h 30 min" */
function minutes(text: string | undefined): number {
  const [, hours = '0', rest = '0'] =
    /^(?:(\d+) h)? ?(?:(\d+) min)?$/.exec(text?.replaceAll(/\s/g, ' ') ?? 'none') ?? []
  return Number(hours) * 60 + Number(rest)
}
