/** The way in (design.md, section 8): connecting Google is signing up, signing in and adding an account, and leads to a week. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aLife } from '../builders/a-life.ts'
import { aCommitment, anInvitation, googleEvent } from '../builders/an-event.ts'
import type { Browser } from './browser.ts'
import { good, type Journey, startJourney } from './journey.ts'

let journey: Journey
beforeAll(async () => {
  journey = await startJourney()
})
afterAll(() => journey?.close())

test('somebody connects Google and sees what of this week to attend, what to skip and why', async () => {
  await journey.at('2026-11-23 09:00')
  const account = journey.newAccount({ name: 'Mariana Torres' })
  const life = aLife('2026-W48')
    .cap(480)
    .accepted('mar 08:00-10:00', 'Desayuno de negocios COPARMEX')
    .invited('mié 19:00-21:00', 'Networking de la cámara')
    .invited('mié 19:30-21:30', 'Noche de networking para emprendedores')
    .busy('jue 09:00-18:00', 'Taller con cliente')
    .invited('jue 12:00-14:00', 'Comida de vinculación empresarial')
  const ana = await journey.signUp(account)
  await ana.lives(life)
  await ana.sync()

  const plan = await ana.plan()
  expect(plan).toMatchObject({
    week: '2026-W48',
    timeZone: 'America/Mexico_City',
    cap: { minutes: 480, debt: 0 },
    exact: true,
    unreadable: [],
  })
  const said = Object.fromEntries(
    plan.verdicts.map(({ event, standing, verdict, reason }) => [event.title, { standing, verdict, reason }]),
  )
  expect(said['Desayuno de negocios COPARMEX']).toEqual({ standing: 'commitment', verdict: 'attend', reason: null })
  expect(said['Comida de vinculación empresarial']).toMatchObject({ verdict: 'skip', reason: 'overlaps' })
  const evening = ['Networking de la cámara', 'Noche de networking para emprendedores'].map(
    (title) => said[title]?.verdict,
  )
  expect(evening.toSorted()).toEqual(['attend', 'skip'])
  for (const { charge } of plan.verdicts) expect(charge.total).toBe(charge.event + charge.travel + charge.followUp)
  expect(plan.charge.total).toBeLessThanOrEqual(plan.cap.minutes)

  const page = (await ana.get<string>('/')).body
  for (const { event } of plan.verdicts) expect(page).toContain(event.title)
  expect(page).toContain('lang="es-MX"')
})

test('the first verdict is there without a tap more than the consent', async () => {
  await journey.at('2026-11-23 09:00')
  const account = journey.newAccount()
  journey.google.hands.insert(account.email, {
    summary: 'Networking CANACO',
    start: { dateTime: '2026-11-24T19:00:00-06:00' },
    end: { dateTime: '2026-11-24T21:00:00-06:00' },
  })
  const ana = await journey.signUp(account)
  expect(await ana.verdict('Networking CANACO')).toMatchObject({ standing: 'commitment', verdict: 'attend' })
})

test('the browser’s language is the person’s', async () => {
  const account = journey.newAccount()
  const browser = journey.browser()
  const inEnglish: Browser = {
    ...browser,
    ask: (method, path, asked = {}) =>
      browser.ask(method, path, { ...asked, headers: { 'accept-language': 'en-GB,en;q=0.9', ...asked.headers } }),
  }
  await journey.connect(inEnglish, account.email)
  expect((await browser.ask<string>('GET', '/')).body).toContain('lang="en"')
})

describe('one person, two accounts', () => {
  test('an account that is added joins the same week', async () => {
    const ana = await journey.signUp()
    const second = journey.newAccount({ timeZone: 'America/Tijuana' })
    expect(await journey.connect(ana.browser, second.email)).toBe('/calendars?said=connected')
    await ana.settled()
    expect((await ana.connections()).map(({ email }) => email)).toEqual([ana.email, second.email])
    const invitation = aCommitment({ title: 'Networking Tijuana', start: '2026-11-26 19:00', zone: 'America/Tijuana' })
    journey.google.hands.insert(second.email, googleEvent(invitation, second.email), 'organiser')
    expect(await ana.sync()).toMatchObject({ pulled: 2, failed: [] })
    expect(await ana.verdict('Networking Tijuana')).toMatchObject({ standing: 'commitment' })
    // Where Aforo writes, and the clock it goes by, are the first account's.
    const writes = (await ana.calendars()).filter(({ followUps }) => followUps)
    expect(writes.map(({ name }) => name)).toEqual([ana.email])
    expect((await ana.plan()).timeZone).toBe('America/Mexico_City')
  })

  test('an invitation that came to both is one event', async () => {
    const ana = await journey.signUp()
    const second = journey.newAccount()
    await journey.connect(ana.browser, second.email)
    await ana.settled()
    const invitation = anInvitation({ title: 'Invitada dos veces', google: { iCalUID: 'dos@canaco.example' } })
    ana.has(invitation)
    ana.has(invitation, second.email)
    await ana.sync()
    expect(await ana.verdict('Invitada dos veces')).toMatchObject({ standing: 'candidate' })
  })

  test('signing in with either is signing in as the same person', async () => {
    const ana = await journey.signUp()
    const second = journey.newAccount()
    await journey.connect(ana.browser, second.email)
    for (const email of [ana.email, second.email]) {
      const elsewhere = journey.browser()
      expect(await journey.connect(elsewhere, email)).toBe('/')
      expect(await whoIs(elsewhere)).toBe(ana.id)
    }
  })

  test('an account of somebody else is refused, and nobody is merged', async () => {
    const [ana, berta] = [await journey.signUp(), await journey.signUp()]
    expect(await journey.connect(ana.browser, berta.email)).toBe('/?problem=belongs_to_another')
    expect(await ana.connections()).toHaveLength(1)
    expect(await whoIs(ana.browser)).toBe(ana.id)
    expect(await whoIs(berta.browser)).toBe(berta.id)
  })
})

describe('a way in that is not the one that began here', () => {
  test('ends outside: no cookie, another browser’s state, a changed state, a second time, another code', async () => {
    const account = journey.newAccount()
    const victim = journey.browser()
    const begun = await victim.ask('GET', '/connect/google')
    const back = await backFrom(begun.headers.get('location') ?? '', account.email)

    const stranger = journey.browser()
    expect(await endOf(stranger, back)).toBe('/?problem=state')
    expect(await whoIs(stranger)).toBeNull()

    const other = journey.browser()
    await other.ask('GET', '/connect/google')
    expect(await endOf(other, back)).toMatch(/problem=(state|provider)/)
    expect(await whoIs(other)).toBeNull()

    const changed = new URL(back)
    changed.searchParams.set('state', 'another')
    expect(await endOf(victim, changed.href)).toMatch(/problem=(state|provider)/)
    // One try for each way.
    expect(await endOf(victim, back)).toBe('/?problem=state')
    expect(await whoIs(victim)).toBeNull()
    expect(await journey.rows('select id from connections where email = ?', [account.email])).toEqual([])
  })

  test('a code that was used before is worth nothing', async () => {
    const account = journey.newAccount()
    const browser = journey.browser()
    const begun = await browser.ask('GET', '/connect/google')
    const kept = new Map(browser.cookies)
    const back = await backFrom(begun.headers.get('location') ?? '', account.email)
    expect(await endOf(browser, back)).toBe('/')
    const thief = journey.browser()
    for (const [name, value] of kept) thief.cookies.set(name, value)
    expect(await endOf(thief, back)).toMatch(/problem=/)
    expect(await whoIs(thief)).toBeNull()
  })

  test('who takes longer than ten minutes begins again', async () => {
    await journey.at('2026-11-23 09:00')
    const account = journey.newAccount()
    const browser = journey.browser()
    const begun = await browser.ask('GET', '/connect/google')
    const back = await backFrom(begun.headers.get('location') ?? '', account.email)
    await journey.later({ minutes: 11 })
    expect(await endOf(browser, back)).toBe('/?problem=expired')
  })

  test('who says no at Google is told so', async () => {
    const browser = journey.browser()
    expect(await journey.connect(browser, journey.newAccount().email, { deny: true })).toBe('/?problem=denied')
    expect(await whoIs(browser)).toBeNull()
  })

  test('a session begun before signing in is not the session after it', async () => {
    const ana = await journey.signUp()
    const before = ana.browser.cookies.get('aforo')
    await journey.connect(ana.browser, ana.email)
    const after = ana.browser.cookies.get('aforo')
    expect(after).not.toBe(before)
    const old = journey.browser()
    old.cookies.set('aforo', before ?? '')
    expect(await whoIs(old)).toBeNull()
  })
})

describe('a session', () => {
  test('ends with signing out, in this browser alone', async () => {
    const ana = await journey.signUp()
    const phone = journey.browser()
    await journey.connect(phone, ana.email)
    const cookie = ana.browser.cookies.get('aforo') ?? ''
    expect((await ana.post('/sign-out')).headers.get('location')).toBe('/')
    expect(await whoIs(ana.browser)).toBeNull()
    ana.browser.cookies.set('aforo', cookie)
    expect(await whoIs(ana.browser)).toBeNull()
    expect(await whoIs(phone)).toBe(ana.id)
  })

  test('ends after thirty days, however often it was used', async () => {
    await journey.at('2026-11-23 09:00')
    const ana = await journey.signUp()
    for (const day of ['2026-12-10', '2026-12-22']) {
      await journey.at(`${day} 09:00`)
      expect(await whoIs(ana.browser)).toBe(ana.id)
    }
    await journey.at('2026-12-23 09:00')
    expect(await whoIs(ana.browser)).toBeNull()
    await journey.at('2026-11-23 09:00')
  })

  test('is a cookie that scripts cannot read, and its value stands in no table', async () => {
    const browser = journey.browser()
    const account = journey.newAccount()
    const begun = await browser.ask('GET', '/connect/google')
    const answer = await browser.ask('GET', await backFrom(begun.headers.get('location') ?? '', account.email))
    const line = answer.headers.getSetCookie().find((cookie) => cookie.startsWith('aforo=')) ?? ''
    expect(line).toMatch(/; HttpOnly/)
    expect(line).toMatch(/; SameSite=Lax/)
    expect(line).toMatch(/; Path=\//)
    const stored = JSON.stringify(await journey.rows('select * from sessions'))
    expect(stored).not.toContain(browser.cookies.get('aforo'))
  })
})

describe('a token of the API', () => {
  test('speaks for its person, cannot connect, erase or make tokens, and ends when it is taken back', async () => {
    const ana = await journey.signUp()
    const { id, token } = good(await ana.post<{ id: string; token: string }>('/api/v1/tokens', { name: 'guion' }))
    const asked = { headers: { authorization: `Bearer ${token}` }, origin: false } as const
    const program = journey.browser()
    expect((await program.ask('GET', '/api/v1/me', asked)).body).toMatchObject({ id: ana.id, via: 'token' })
    expect((await program.ask('POST', '/api/v1/sync', asked)).status).toBe(200)

    expect((await program.ask('GET', '/connect/google', asked)).status).toBe(403)
    const refused = [
      await program.ask('DELETE', '/api/v1/me', asked),
      await program.ask('POST', '/api/v1/tokens', { ...asked, body: { name: 'otra' } }),
    ]
    for (const { status, body } of refused) expect([status, body]).toMatchObject([403, { reason: 'not_with_a_token' }])
    // The pages' forms are for people.
    for (const form of ['/tokens', '/account/delete', '/sync', '/settings']) {
      const { status, headers } = await program.ask('POST', form, {
        ...asked,
        body: new URLSearchParams({ name: 'x' }),
      })
      expect([form, status, headers.get('location')]).toEqual([form, 303, '/'])
    }
    expect(good(await ana.get<{ items: unknown[] }>('/api/v1/tokens')).items).toHaveLength(1)
    expect(JSON.stringify(await journey.rows('select * from api_tokens'))).not.toContain(token)

    expect((await ana.delete(`/api/v1/tokens/${id}`)).status).toBe(204)
    expect((await program.ask('GET', '/api/v1/me', asked)).status).toBe(401)
  })

  test('is not completed by a session beside it', async () => {
    const ana = await journey.signUp()
    const answer = await ana.browser.ask('GET', '/api/v1/me', { headers: { authorization: 'Bearer aforo_wrong' } })
    expect(answer.status).toBe(401)
  })
})

async function whoIs(browser: Browser): Promise<string | null> {
  const { status, body } = await browser.ask<{ id: string }>('GET', '/api/v1/me')
  return status === 200 ? body.id : null
}

async function endOf(browser: Browser, back: string): Promise<string> {
  return (await browser.ask('GET', back)).headers.get('location') ?? ''
}

/** What Google's page answers to a person who agrees. */
async function backFrom(url: string, account: string): Promise<string> {
  const response = await fetch(`${journey.world.google.url}/__sandbox/authorize`, {
    method: 'POST',
    body: JSON.stringify({ url, account }),
  })
  const { location }: { location: string } = await response.json()
  return location
}
