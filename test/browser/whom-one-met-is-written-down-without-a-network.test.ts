/**
 * At an event in a basement: the page opens, whom one met is written down, and all of it is in Aforo once when there is a network again. The tests are
 * one afternoon and need the ones before them.
 */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aMonday, type Monday, type Visitor } from './a-monday.ts'
import { signIn } from './browser.ts'

const ENDED = 'Networking CANACO en línea: ronda de citas de negocios'
const PATIENCE = { timeout: 20_000, interval: 100 }

let monday: Monday
let visitor: Visitor
let page: Page
beforeAll(async () => {
  monday = await aMonday({ seedLife: true })
  visitor = await monday.visitor()
  page = visitor.page
  await signIn(page, monday.url)
  await page.getByRole('heading', { level: 1, name: 'Esta semana' }).waitFor()
})
afterAll(() => monday?.close())

/** The browser says that it is offline, and what it or its service worker asks for all the same gets no answer. */
async function offline(is: boolean) {
  if (is) await visitor.context.route('**', (route) => route.abort('internetdisconnected'))
  else await visitor.context.unroute('**')
  await visitor.context.setOffline(is)
}
const note = () => page.locator('#waiting')
const isKept = () => page.evaluate<boolean>(`caches.match('/contacts/new').then((found) => found !== undefined)`)
async function write(name: string, more: Record<string, string> = {}) {
  await page.getByLabel('Nombre', { exact: true }).fill(name)
  for (const [label, value] of Object.entries(more)) await page.getByLabel(label).fill(value)
  await page.getByRole('button', { name: 'Guardar' }).click()
}
async function namesInAforo(): Promise<string[]> {
  const answered = await page.evaluate<{ items: { name: string }[] }>(`fetch('/api/v1/contacts').then((r) => r.json())`)
  return answered.items.map(({ name }) => name).sort()
}

test('without a network every address leads to the form, which says so', async () => {
  await expect.poll(isKept, PATIENCE).toBe(true)
  await offline(true)
  await page.goto(`${monday.url}/follow-ups`)
  await page.getByRole('heading', { level: 1, name: 'Anotar a alguien' }).waitFor()
  await expect.poll(() => note().innerText(), PATIENCE).toMatch(/^Sin conexión\./)
  await page.getByText(ENDED).waitFor()
})

test('what is written there waits on the device, however many people it is', async () => {
  await write('Ana Sótano', { Teléfono: '55 1234 5678' })
  await expect.poll(() => note().innerText(), PATIENCE).toContain('Por enviar cuando haya red: 1.')
  await write('Bruno Sótano')
  await expect.poll(() => note().innerText(), PATIENCE).toContain('Por enviar cuando haya red: 2.')
  await write('Carla Sótano', { Teléfono: '12' })
  await expect.poll(() => note().innerText(), PATIENCE).toContain('Por enviar cuando haya red: 3.')
})

test('once there is one all of it is in Aforo by itself, each once, and what cannot be kept comes back to be put right', async () => {
  await offline(false)
  await expect.poll(() => note().innerText(), PATIENCE).toMatch(/No se pudo guardar: Carla Sótano/)
  expect(await namesInAforo()).toEqual(['Ana Sótano', 'Bruno Sótano'])
  await page.goto(`${monday.url}/contacts`)
  await note()
    .getByRole('link', { name: /Carla Sótano/ })
    .click()
  await expect.poll(() => page.getByLabel('Nombre', { exact: true }).inputValue(), PATIENCE).toBe('Carla Sótano')
  await page.getByLabel('Teléfono').fill('55 8765 4321')
  await page.getByRole('button', { name: 'Guardar' }).click()
  await page.getByRole('heading', { level: 1, name: 'Carla Sótano' }).waitFor()
  await expect.poll(() => note().isHidden(), PATIENCE).toBe(true)
  expect(await namesInAforo()).toEqual(['Ana Sótano', 'Bruno Sótano', 'Carla Sótano'])
})

test('who signs out leaves no names on the device', async () => {
  await page.getByRole('button', { name: 'Salir' }).click()
  await page.getByRole('link', { name: 'Continuar con Google' }).waitFor()
  await expect.poll(isKept, PATIENCE).toBe(false)
  expect(visitor.troubles().filter((what) => !/ERR_INTERNET_DISCONNECTED|status of 422/.test(what))).toEqual([])
})
