/**
 * Every page in both languages, light and dark, on a phone and on a desk: nothing that axe-core calls serious, nothing that
 * scrolls sideways, fingers find what they aim at, and no page breaks its own content policy. And all of it without a script.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aMonday, type Monday, type Visitor } from './a-monday.ts'
import { signIn } from './browser.ts'
import { LANGUAGES, lookAt, says, type Way } from './look-at.ts'

const MARIANA = 'mariana.torres@consultoriacenit.example'
const NOBODY = 'nadie@vacio.example'
let monday: Monday
beforeAll(async () => {
  monday = await aMonday({ seedLife: true })
  monday.google.hands.insert(
    MARIANA,
    {
      summary: 'Noche de networking para consultoras',
      description: 'Presentaciones de un minuto e intercambio de tarjetas.',
      location: 'Casa Lamm, Roma Norte',
      start: { dateTime: '2026-11-20T18:30:00-06:00' },
      end: { dateTime: '2026-11-20T20:00:00-06:00' },
      organizer: { email: 'hola@redconsultoras.example', displayName: 'Red de Consultoras' },
      attendees: [{ email: MARIANA, responseStatus: 'tentative' }],
    },
    'organiser',
  )
  monday.google.createAccount(NOBODY, 'Nadia Vacío', 'America/Mexico_City')
})
afterAll(() => monday?.close())

describe.each(LANGUAGES)('in $browser', (language) => {
  test('pages of nobody in particular', async () => {
    const visitor = await monday.visitor({ locale: language.browser })
    const go =
      (path: string): Way =>
      (page) =>
        page.goto(monday.url + path)
    const found = await lookAt(visitor, language.setting, {
      landing: go('/'),
      'landing after a no': go('/?problem=denied'),
      'landing before something grave': go('/?again=1'),
      'a page that is not there': go('/nope'),
      'a link that was cut off': go('/act/WyJ'),
      "the sandbox's consent": go('/connect/google'),
    })
    expect(found).toEqual([])
    expect(visitor.troubles()).toEqual([])
    await visitor.context.close()
  })

  test('pages of a person with a full week: what she reads', async () => {
    const visitor = await mariana(language)
    const [attend, skip] = [await eventId(visitor, 'attend'), await eventId(visitor, 'skip')]
    const found = await lookAt(visitor, language.setting, {
      week: go('/'),
      'the week after, and at another cap': go('/?week=2026-W49&cap=9.5'),
      'a week of long ago': go('/?week=2026-W02'),
      'an event to attend': go(`/events/${attend}`),
      'an event to skip': go(`/events/${skip}`),
      'follow-ups': go('/follow-ups'),
      value: go('/value'),
      digest: go('/digest'),
      activity: go('/activity'),
    })
    expect(found).toEqual([])
    expect(visitor.troubles()).toEqual([])
    await visitor.context.close()
  })

  test('pages of a person with a full week: what she changes', async () => {
    const visitor = await mariana(language)
    const links = await linksOfTheMail()
    const found = await lookAt(visitor, language.setting, {
      calendars: go('/calendars'),
      'after a form was saved': go('/calendars?said=saved'),
      'after a form was refused': go('/follow-ups?refused=invalid'),
      settings: go('/settings'),
      'her data, to take along and bring back': go('/my-data'),
      'after an account of Microsoft’s is gone': go('/calendars?said=disconnected&consent=personal&consent=work'),
      'settings that were refused': async (page) => {
        await page.goto(`${monday.url}/settings`)
        await page.locator('[name=timeZone]').fill('Marte/Olympus')
        await page.locator('main form').first().locator('button[type=submit]').click()
        await page.locator('.note-problem').waitFor()
      },
      'settings with a new token': async (page) => {
        await page.goto(`${monday.url}/settings`)
        await page.locator('#token-name').fill('mi hoja de cálculo')
        await page.locator('form[action^="/tokens#"] button').click()
        await page.locator('.token').waitFor()
        // It is shown this once, ten screens down.
        expect(new URL(page.url()).hash).toBe('#tokens')
      },
      'a one-tap link': go(links.act),
      'the end of the mail': go(links.unsubscribe),
    })
    expect(found).toEqual([])
    expect(visitor.troubles()).toEqual([])
    await visitor.context.close()
  })

  test('the week of somebody whose calendars cannot be read', async () => {
    const visitor = await monday.visitor({ locale: language.browser })
    await signIn(visitor.page, monday.url, NOBODY)
    await says(visitor, monday.url, language.setting)
    monday.google.faults.add({ kind: 'status', status: 503, times: -1, match: { account: NOBODY } })
    const found = await lookAt(visitor, language.setting, {
      'an unreadable week': async (page) => {
        await page.goto(monday.url)
        await page.locator('form[action="/sync"] button').click()
        await page.locator('.note-problem').waitFor()
      },
      'unreadable calendars': (page) => page.goto(`${monday.url}/calendars`),
    })
    monday.google.faults.clear()
    expect(found).toEqual([])
    expect(visitor.troubles()).toEqual([])
    await visitor.context.close()
  })

  test('accounts and calendars in whatever state they may be', async () => {
    const email = `nora.${language.setting.toLowerCase()}@vacio.example`
    const [family, team] = [`familia.${email}`, `equipo.${email}`]
    monday.google.createAccount(email, 'Nora Vacío', 'America/Mexico_City')
    for (const [id, summary] of [
      [family, 'Familia'],
      [team, 'Equipo de la oficina con un nombre que no cabe en un renglón'],
    ] as const) {
      monday.google.putCalendar({ id, owner: email, summary, timeZone: 'America/Mexico_City' })
      monday.google.share(email, id, 'owner')
    }
    const visitor = await monday.visitor({ locale: language.browser })
    await signIn(visitor.page, monday.url, email)
    await says(visitor, monday.url, language.setting)
    const ask = (method: 'post' | 'patch', path: string, data: object) =>
      visitor.context.request[method](`${monday.url}/api/v1/${path}`, { data, headers: { origin: monday.url } })
    const read = () => ask('post', 'sync', {})
    await read()
    const { items }: { items: { id: string; name: string }[] } = await (
      await visitor.context.request.get(`${monday.url}/api/v1/calendars`)
    ).json()
    await ask('patch', `calendars/${items.find(({ name }) => name === 'Familia')?.id}`, { followUps: true })
    const found = await lookAt(visitor, language.setting, {
      'calendars that are well': (page) => page.goto(`${monday.url}/calendars`),
      'calendars gone, closed to follow-ups and failing': async (page) => {
        monday.google.dropCalendar(team)
        monday.google.share(email, family, 'reader')
        monday.google.faults.add({
          kind: 'not-json',
          times: -1,
          match: { account: email, path: `calendars/${email}/events` },
        })
        // What is not found makes the list due, and that is read with the next.
        await read()
        await read()
        await page.goto(`${monday.url}/calendars`)
        expect(await page.locator('.tag-problem').count()).toBe(3)
      },
      'their week': (page) => page.goto(monday.url),
      'an account that withdrew its permission': async (page) => {
        monday.google.grants.revoke(email)
        await read()
        await page.goto(`${monday.url}/calendars`)
        await page.locator('.note-problem a.button').waitFor()
      },
      'its digest': (page) => page.goto(`${monday.url}/digest`),
    })
    monday.google.faults.clear()
    expect(found).toEqual([])
    expect(visitor.troubles()).toEqual([])
    await visitor.context.close()
  })
})

test('whoever uses a keyboard may skip to the content, and sees where they are', async () => {
  const { page, context } = await monday.visitor()
  await signIn(page, monday.url, MARIANA)
  await page.keyboard.press('Tab')
  const focused = page.locator(':focus')
  expect(await focused.getAttribute('class')).toBe('skip-link')
  expect((await focused.boundingBox())?.y).toBeGreaterThanOrEqual(0)
  await page.keyboard.press('Enter')
  expect(new URL(page.url()).hash).toBe('#content')
  await page.keyboard.press('Tab')
  const outline = await page.evaluate(
    "getComputedStyle(document.activeElement).outlineStyle + ' ' + document.activeElement.closest('main')?.id",
  )
  expect(outline).toBe('solid content')
  await context.close()
})

test('without JavaScript a person signs in, decides, saves and leaves', async () => {
  const visitor = await monday.visitor({ javaScriptEnabled: false })
  const { page } = visitor
  await signIn(page, monday.url, MARIANA)
  await says(visitor, monday.url, 'es-MX')
  await page.goto(monday.url)
  const card = page
    .locator('article')
    .filter({ has: page.getByRole('button', { name: 'Voy', exact: true }) })
    .last()
  const title = await card.getByRole('heading', { level: 3 }).innerText()
  await card.getByRole('button', { name: 'Voy', exact: true }).click()
  await page.getByText('Anotado. Tu semana ya lo toma en cuenta.').waitFor()
  await page.getByRole('article', { name: title }).getByText('Dijiste que vas').waitFor()
  await page.getByText('Tope de esta semana').click()
  await page.getByLabel('Horas', { exact: true }).fill('9')
  await page.getByRole('button', { name: 'Guardar' }).click()
  await page.getByText('Guardado.').waitFor()
  expect(await page.locator('.figure').innerText()).toMatch(/ de 9\sh$/)
  await page.getByRole('button', { name: 'Salir' }).click()
  await page.getByRole('link', { name: 'Continuar con Google' }).waitFor()
  expect(visitor.troubles()).toEqual([])
  await visitor.context.close()
})

test('the slider says the hours as it moves and shows the week at that cap, and setting it makes it so', async () => {
  const visitor = await mariana(LANGUAGES[0])
  const { page } = visitor
  await page.goto(`${monday.url}/?week=2026-W49`)
  const slider = page.getByRole('slider', { name: 'Tope' })
  await slider.focus()
  await page.keyboard.press('End')
  const section = page.locator('#what-if')
  expect(await slider.getAttribute('aria-valuetext')).toBe('12 h')
  expect(await section.locator('output').innerText()).toBe('12 h')
  await section.getByRole('heading', { name: 'Con un tope de 12 h' }).waitFor()
  expect(await section.getByRole('button', { name: 'Ver ese tope' }).count()).toBe(0)
  // Where one is stays where one is: the slider may be moved on.
  expect(await page.evaluate('document.activeElement.id')).toBe('what-if-cap')
  await page.keyboard.press('ArrowLeft')
  await section.getByRole('heading', { name: 'Con un tope de 11 h 45 min' }).waitFor()
  expect(await section.getByRole('img').locator('desc').textContent()).toContain('Con 11 h 45 min sumaría')
  const entering = await section.getByRole('listitem').getByRole('link').allInnerTexts()
  expect(entering.length).toBeGreaterThan(0)
  await section.getByRole('button', { name: 'Usar 11 h 45 min en esta semana' }).click()
  await page.getByText('Guardado.').waitFor()
  const advised = page.locator('section', { has: page.getByRole('heading', { name: /^A cuáles ir/ }) })
  for (const title of entering) await advised.getByRole('link', { name: title }).waitFor()
  await page.getByText('Tope de esta semana').click()
  await page.getByRole('button', { name: 'Usar el de siempre' }).click()
  await page.getByText('Guardado.').waitFor()
  expect(visitor.troubles()).toEqual([])
  await visitor.context.close()
})

test('without JavaScript the slider asks by its button', async () => {
  const visitor = await monday.visitor({ javaScriptEnabled: false })
  const { page } = visitor
  await signIn(page, monday.url, MARIANA)
  await says(visitor, monday.url, 'es-MX')
  await page.goto(`${monday.url}/?week=2026-W49`)
  await page.getByRole('slider', { name: 'Tope' }).focus()
  await page.keyboard.press('Home')
  await page.getByRole('button', { name: 'Ver ese tope' }).click()
  await page.getByRole('heading', { name: 'Con la semana libre' }).waitFor()
  expect(new URL(page.url()).search).toBe('?week=2026-W49&cap=0')
  expect(visitor.troubles()).toEqual([])
  await visitor.context.close()
})

function go(path: string): Way {
  return (page) => page.goto(monday.url + path)
}

async function mariana(language: (typeof LANGUAGES)[number]): Promise<Visitor> {
  const visitor = await monday.visitor({ locale: language.browser })
  await signIn(visitor.page, monday.url, MARIANA)
  await says(visitor, monday.url, language.setting)
  return visitor
}

async function eventId({ context }: Visitor, verdict: 'attend' | 'skip'): Promise<string> {
  const plan: { verdicts: { verdict: string; event: { id: string } }[] } = await (
    await context.request.get(`${monday.url}/api/v1/plan?week=2026-W48`)
  ).json()
  return plan.verdicts.find((one) => one.verdict === verdict)?.event.id ?? ''
}

/** Paths of two of the digest's links. */
async function linksOfTheMail(): Promise<{ act: string; unsubscribe: string }> {
  const { text } = await monday.mailbox.waitFor(({ subject }) => subject.startsWith('Tu semana'), 20_000)
  const path = (start: string) => new RegExp(`${start}\\S+`).exec(text)?.[0] ?? ''
  return { act: path('/act/'), unsubscribe: path('/unsubscribe/') }
}
