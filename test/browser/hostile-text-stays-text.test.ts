/**
 * Titles, organisers, places, descriptions, calendars and names are text from outside (design.md, rule 14): on every page and in
 * the mail they are shown as text, whatever stands in them. Nothing runs, nothing is fetched, nothing leaves the screen.
 */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aMonday, DESKTOP, type Monday, PHONE, type Visitor } from './a-monday.ts'
import { signIn } from './browser.ts'

const VICTIM = 'victima@consultoria.example'
const RAN = 'globalThis.ran = true'
const LONG = 'Parangaricutirimícuaro'.repeat(60)
/** What people who mean harm, or whose tools are broken, write. */
const HOSTILE = {
  script: `<script>${RAN}</script>`,
  image: `"><img src=x onerror="${RAN}"><svg onload="${RAN}">`,
  endings: `</title></h3></p></style></textarea><iframe srcdoc="<script>parent.${RAN}</script>">`,
  attribute: `' autofocus onfocus="${RAN}" x='`,
  link: `javascript:${RAN} https://malo.example/a [x](javascript:${RAN})`,
  bidi: '\u202Eotrom\u2066 txet\u202D \u200F\u061C',
  header: 'uno\r\nBcc: malo@malo.example\r\n\r\n<h1>dos</h1>\u0000\u0007',
  template: '{{constructor}} <%= RAN %> &lt;script&gt; &#60;img&#62;',
  long: LONG,
  marks: `Z${'\u0351\u0316'.repeat(300)}`,
} as const

let monday: Monday
let visitor: Visitor
let page: Page
beforeAll(async () => {
  monday = await aMonday({ seedLife: false })
  monday.google.createAccount(VICTIM, `Ana ${HOSTILE.image}${HOSTILE.header}`, 'America/Mexico_City')
  const second = 'hostil@group.calendar.google.com'
  monday.google.putCalendar({
    id: second,
    owner: VICTIM,
    summary: `${HOSTILE.script}${LONG}`,
    timeZone: 'America/Mexico_City',
  })
  monday.google.share(VICTIM, second, 'owner')
  Object.entries(HOSTILE).forEach(([name, text], n) => {
    // Four of last Friday, attended or perhaps; the rest this week, two at a time, for a reason names the other.
    const day = n < 4 ? 20 : 24 + (Math.floor(n / 2) % 4)
    invite(
      text,
      `2026-11-${day}T${n < 4 ? 10 + 2 * n : 17}:00:00-06:00`,
      n === 3 ? 'tentative' : n < 4 ? 'accepted' : 'needsAction',
      name,
    )
  })
  // One that ended a moment ago, so that a block and its page carry the text, too.
  invite(Object.values(HOSTILE).join(' '), '2026-11-23T08:00:00-06:00', 'accepted', 'all')
  visitor = await monday.visitor()
  page = visitor.page
})
afterAll(() => monday?.close())

test('pages show it as text, and stay as they are', async () => {
  await signIn(page, monday.url, VICTIM)
  await page.getByRole('heading', { level: 1 }).waitFor()
  // There it is, letter by letter.
  expect(await page.locator('main').innerText()).toContain(HOSTILE.script)
  const paths = [
    '/',
    '/?week=2026-W47',
    '/?week=2026-W49',
    '/follow-ups',
    '/calendars',
    '/settings',
    '/digest',
    '/activity',
  ]
  const events: { items: { id: string }[] } = await (
    await page.request.get(`${monday.url}/api/v1/events?limit=100`)
  ).json()
  expect(events.items.length).toBeGreaterThanOrEqual(Object.keys(HOSTILE).length)
  for (const path of [...paths, ...events.items.map(({ id }) => `/events/${encodeURIComponent(id)}`)]) {
    await page.goto(monday.url + path)
    expect([path, await harmIn(page)]).toEqual([path, []])
  }
})

test('the mail shows it as text, with links to us alone, and its head is ours', async () => {
  const mail = await monday.mailbox.waitFor(({ to }) => to.some(({ address }) => address === VICTIM), 20_000)
  expect(mail.headers.filter(({ key }) => key === 'bcc' || key === 'cc')).toEqual([])
  expect(mail.subject).toMatch(/^Tu semana de networking/)
  expect(mail.envelope?.to).toEqual([VICTIM])
  expect(mail.text).toContain(HOSTILE.script)
  expect(mail.text).not.toMatch(TURNS)
  // As a mail program without any policy of its own would show it.
  await page.goto('about:blank')
  await page.setContent(mail.html)
  expect(await page.locator('body').innerText()).toContain(HOSTILE.script)
  expect(await harmIn(page)).toEqual([])
})

test('what the links of the mail open shows it as text', async () => {
  const mail = await monday.mailbox.waitFor(({ to }) => to.some(({ address }) => address === VICTIM), 20_000)
  const links = [...new Set(mail.text.match(/http:\S+\/act\/\S+/g) ?? [])]
  expect(links.length).toBeGreaterThan(2)
  for (const link of links) {
    await page.goto(link)
    expect([link, await harmIn(page)]).toEqual([link, []])
  }
})

test('what a person types comes back as text', async () => {
  await page.goto(`${monday.url}/follow-ups`)
  const card = page
    .locator('article')
    .filter({ has: page.getByRole('button', { name: 'Cerrar', exact: true, includeHidden: true }) })
    .first()
  await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true')
  await card.getByLabel('Siguiente paso').fill(`${HOSTILE.image}${HOSTILE.script}`)
  await card.getByRole('button', { name: 'Cerrar', exact: true }).click()
  await page.getByText('Seguimiento cerrado.').waitFor()
  expect(await page.locator('main').innerText()).toContain(HOSTILE.script)
  expect(await harmIn(page)).toEqual([])

  await page.goto(`${monday.url}/settings`)
  await page.getByLabel('Intereses').fill(`</textarea>${HOSTILE.script}\n${LONG.slice(0, 60)}`)
  await page.getByRole('button', { name: 'Guardar' }).click()
  await page.getByText('Guardado.').waitFor()
  await page.getByLabel('Nombre de la clave').fill(`${HOSTILE.attribute}"${HOSTILE.script}`.slice(0, 60))
  await page.getByRole('button', { name: 'Crear clave' }).click()
  await page.locator('.token').waitFor()
  expect(await harmIn(page)).toEqual([])
})

test('an address that somebody else wrote says nothing in our name', async () => {
  for (const path of [
    `/?said=${encodeURIComponent(HOSTILE.script)}&refused=__proto__&problem=constructor`,
    `/${encodeURIComponent(HOSTILE.image)}`,
    `/?week=${encodeURIComponent(HOSTILE.script)}`,
    `/events/${encodeURIComponent(HOSTILE.endings)}`,
    `/activity?at=${encodeURIComponent(HOSTILE.script)}&id=x`,
  ]) {
    await page.goto(monday.url + path)
    expect([path, await harmIn(page)]).toEqual([path, []])
    expect(await page.locator('.note:not([hidden])').count()).toBe(0)
  }
})

test('through all of it nothing complained, asked or went elsewhere', () => {
  expect(visitor.troubles()).toEqual([])
})

function invite(text: string, start: string, answer: string, name: string): void {
  monday.google.hands.plant(
    VICTIM,
    {
      summary: `Networking empresarial: ${text}`,
      description: `Desayuno de networking para empresarios y directores. ${text}`.repeat(3),
      location: `Salón Madero ${text}`,
      start: { dateTime: start },
      end: { dateTime: new Date(Date.parse(start) + 3_600_000).toISOString() },
      organizer: { email: `${name}@camara.example`, displayName: `Cámara ${text}` },
      attendees: [{ email: VICTIM, responseStatus: answer }],
    },
    'organiser',
  )
}

/** Characters that turn the direction of what follows, outside of their own box. */
const TURNS = /[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/

/** What hostile text did to the page, at both widths and with everything unfolded; empty when nothing. */
async function harmIn(shown: Page): Promise<string[]> {
  await shown.waitForLoadState('load')
  await shown.evaluate('for (const one of document.querySelectorAll("details")) one.open = true')
  const harm: string[] = []
  if (await shown.evaluate("'ran' in globalThis")) harm.push('it ran')
  const intruders: unknown = await shown.evaluate(INTRUDERS)
  harm.push(...[intruders].flat().map((one) => `there is ${String(one)}`))
  const text = `${await shown.title()} ${await shown.locator('body').innerText()}`
  if (TURNS.test(text)) harm.push('it turns the reading direction')
  const links: unknown = await shown.evaluate(
    "[...document.querySelectorAll('a, form')].map((one) => one.href || one.action)",
  )
  for (const link of [links].flat().map(String)) {
    const { origin } = new URL(link)
    // The one way out: the event in the person's own calendar.
    if (origin !== monday.url && origin !== 'https://www.google.com') harm.push(`it leads to ${link}`)
  }
  for (const viewport of [PHONE, DESKTOP]) {
    await shown.setViewportSize(viewport)
    const width = await shown.evaluate('document.documentElement.scrollWidth')
    if (Number(width) > viewport.width) harm.push(`it is ${width} wide on ${viewport.width}`)
  }
  return harm
}

/** Two scripts are ours: files, not texts. */
const INTRUDERS = `[...document.querySelectorAll('script:not([src="/what-if.js"]):not([src="/offline.js"]), script:not(:empty), iframe, object, embed, base, img, link:not([rel=stylesheet]):not([rel=icon]), meta[http-equiv=refresh]')]
  .concat([...document.querySelectorAll('*')].filter((one) => [...one.attributes].some(({ name }) => name.startsWith('on') || name === 'srcdoc')))
  .map((one) => one.outerHTML.slice(0, 200))`
