/** Signing in through the front door with Google's sandbox at the other end, and everything that can go wrong on the way. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openGrant } from '../../src/accounts/grant.ts'
import { createVault } from '../../src/accounts/vault.ts'
import { connections, people, sessions } from '../../src/db/schema.ts'
import { startGoogleSandbox } from '../sandbox/google/server.ts'
import { aConfig, aDatabase, aDoor, NOON } from './a-door.ts'
import { ANA, CALENDAR_LIST, consent, EVENTS, LUIS, signIn } from './at-google.ts'

/** Where a signed-in person comes back to when what they did brought news. */
const ADDED = '/calendars?said=connected'

let database: Awaited<ReturnType<typeof aDatabase>>
let google: Awaited<ReturnType<typeof startGoogleSandbox>>
let config = aConfig()

beforeAll(async () => {
  database = await aDatabase()
}, 60_000)
afterAll(() => database.close())

beforeEach(async () => {
  await database.empty()
  google = await startGoogleSandbox({ seedLife: false, now: () => NOON.epochMilliseconds })
  config = aConfig({ GOOGLE_ISSUER: google.url, GOOGLE_API_URL: google.url })
  return () => google.close()
})

describe('somebody new', () => {
  test('signs up by connecting Google: one person, one account, one session, and the grant sealed', async () => {
    const door = aDoor(config, database.db)
    const browser = door.browser({ 'Accept-Language': 'pt-BR, en;q=0.9' })
    expect(await signIn(browser, ANA, { path: '/connect/google?timeZone=America/Bogota' })).toBe('/')

    expect(await browser.who()).toMatchObject({
      via: 'session',
      settings: { locale: 'en', timeZone: 'America/Bogota' },
    })
    expect(door.connected).toMatchObject([{ kind: 'signed_up', limited: false, timeZoneFrom: 'browser' }])
    const [connection] = await database.db.select().from(connections)
    expect(connection).toMatchObject({
      provider: 'google',
      email: ANA,
      emailVerified: true,
      state: { status: 'ok', since: null, listAt: '2026-11-23T18:00:00.000Z' },
    })
    expect(connection?.subject).toBe(google.world.account(ANA)?.sub)
    expect(connection?.scopes.split(' ')).toEqual(expect.arrayContaining([EVENTS, CALENDAR_LIST]))
    expect(JSON.stringify(connection)).not.toMatch(/ya29|1\/\//)
    const grant = await openGrant(createVault(config), connection?.id ?? '', connection?.grant ?? '')
    expect(google.world.state.refreshTokens.get(grant?.refreshToken ?? '')?.account).toBe(ANA)
  })

  test('is spoken to in Spanish, and keeps the default zone until the calendar says better, when the browser says nothing', async () => {
    const door = aDoor(config, database.db)
    const browser = door.browser({ 'Accept-Language': 'fr' })
    await signIn(browser, ANA, { path: '/connect/google?timeZone=Mars/Olympus' })
    expect(await browser.who()).toMatchObject({ settings: { locale: 'es-MX', timeZone: 'America/Mexico_City' } })
    expect(door.connected).toMatchObject([{ kind: 'signed_up', timeZoneFrom: 'default' }])
  })

  test('is asked for the least, with a challenge that only this browser can answer', async () => {
    const url = new URL(await aDoor(config, database.db).browser().location('/connect/google'))
    expect(url.origin + url.pathname).toBe(`${google.url}/o/oauth2/v2/auth`)
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      client_id: 'aforo-client',
      redirect_uri: 'http://127.0.0.1:8787/connect/google/callback',
      scope: `openid email profile ${EVENTS} ${CALENDAR_LIST}`,
      access_type: 'offline',
      code_challenge_method: 'S256',
    })
    for (const name of ['state', 'nonce', 'code_challenge']) expect(url.searchParams.get(name)).toMatch(/^[\w-]{43}$/)
    expect(url.searchParams.has('prompt')).toBe(false)
  })

  test('who unticks a calendar scope is connected, and told', async () => {
    const door = aDoor(config, database.db)
    const browser = door.browser()
    expect(await signIn(browser, ANA, { scopes: [EVENTS] })).toBe('/?problem=scopes')
    expect(await browser.who()).not.toBeNull()
    expect(await states()).toEqual([{ status: 'limited', since: '2026-11-23T18:00:00.000Z', listAt: null }])
    // Ticking it afterwards mends the same connection, with a refresh token that stands for both scopes.
    expect(await signIn(browser, ANA)).toBe(ADDED)
    expect(door.connected.map((how) => how.kind)).toEqual(['signed_up', 'reconnected'])
    expect(await states()).toEqual([{ status: 'ok', since: null, listAt: '2026-11-23T18:00:00.000Z' }])
    const [connection] = await database.db.select().from(connections)
    const grant = await openGrant(createVault(config), connection?.id ?? '', connection?.grant ?? '')
    const granted = google.world.state.refreshTokens.get(grant?.refreshToken ?? '')?.scopes
    expect(granted).toEqual(expect.arrayContaining([EVENTS, CALENDAR_LIST]))
  })

  test('who says no comes back without an account', async () => {
    const browser = aDoor(config, database.db).browser()
    expect(await signIn(browser, ANA, { decision: 'deny' })).toBe('/?problem=denied')
    expect(await database.db.$count(people)).toBe(0)
  })
})

describe('who may sign up', () => {
  test('is the first person only, unless said otherwise, however many come at once', async () => {
    const door = aDoor(aConfig({ GOOGLE_ISSUER: google.url, ALLOWED_EMAILS: '' }), database.db)
    const names = Array.from({ length: 8 }, (_, n) => `person${n}@example.com`)
    const ends = await Promise.all(names.map((name) => signIn(door.browser(), name)))
    expect(ends.filter((end) => end === '/')).toHaveLength(1)
    expect(ends.filter((end) => end === '/?problem=not_allowed')).toHaveLength(7)
    expect([
      await database.db.$count(people),
      await database.db.$count(connections),
      await database.db.$count(sessions),
    ]).toEqual([1, 1, 1])
  })

  test('is a list of addresses, and only a verified address is on it', async () => {
    const door = aDoor(aConfig({ GOOGLE_ISSUER: google.url, ALLOWED_EMAILS: 'Ana@example.com' }), database.db)
    expect(await signIn(door.browser(), LUIS)).toBe('/?problem=not_allowed')
    expect(await signIn(door.browser(), ANA)).toBe('/')
    // Who is in may add whichever account is theirs.
    const browser = door.browser()
    await signIn(browser, ANA)
    expect(await signIn(browser, LUIS)).toBe(ADDED)
    expect(await database.db.$count(people)).toBe(1)
  })

  test('one account signing up in two tabs at once becomes one person', async () => {
    const door = aDoor(config, database.db)
    const ends = await Promise.all([signIn(door.browser(), ANA), signIn(door.browser(), ANA)])
    expect(await database.db.$count(people)).toBe(1)
    expect(await database.db.$count(connections)).toBe(1)
    for (const end of ends) expect(['/', '/?problem=expired']).toContain(end)
  })
})

describe('somebody known', () => {
  test('signs in on another device without being asked for consent again, and keeps the grant there is', async () => {
    const door = aDoor(config, database.db)
    await signIn(door.browser(), ANA)
    const tokens = google.world.state.refreshTokens.size
    const phone = door.browser()
    expect(await signIn(phone, ANA)).toBe('/')
    expect(door.connected.map((how) => how.kind)).toEqual(['signed_up', 'signed_in'])
    expect(google.world.state.refreshTokens.size).toBe(tokens)
    expect(await database.db.$count(people)).toBe(1)
    const [connection] = await database.db.select().from(connections)
    const grant = await openGrant(createVault(config), connection?.id ?? '', connection?.grant ?? '')
    expect(grant?.refreshToken).toMatch(/^1\/\//)
  })

  test('is the account, not the address: an address that moved to another account is somebody else', async () => {
    const door = aDoor(config, database.db)
    await signIn(door.browser(), ANA)
    const account = google.world.account(ANA)
    if (account) account.sub = '999999999999999999999'
    await signIn(door.browser(), ANA)
    expect(await database.db.$count(people)).toBe(2)
  })

  test('gets a new session id with each sign-in, and the old one is worth nothing', async () => {
    const door = aDoor(config, database.db)
    const browser = door.browser()
    await signIn(browser, ANA)
    const before = browser.cookies.get('aforo') ?? ''
    await signIn(browser, ANA)
    expect(browser.cookies.get('aforo')).not.toBe(before)
    const thief = door.browser()
    thief.cookies.set('aforo', before)
    expect(await thief.who()).toBeNull()
  })

  test('reconnects an account whose grant died: consent is asked for once more, and it is the same connection', async () => {
    const door = aDoor(config, database.db)
    const browser = door.browser()
    await signIn(browser, ANA)
    await markRevoked()
    expect(await signIn(browser, ANA)).toBe(ADDED)
    expect(door.connected.map((how) => how.kind)).toEqual(['signed_up', 'reconnected'])
    expect(await states()).toMatchObject([{ status: 'ok' }])
    expect(google.world.requests.filter((request) => request.query.includes('prompt=consent'))).toHaveLength(1)
  })

  test('adds a second account to the same person, and that is no new sign-in', async () => {
    const door = aDoor(config, database.db)
    const browser = door.browser()
    await signIn(browser, ANA)
    const session = browser.cookies.get('aforo')
    door.now = NOON.add({ hours: 1 })
    expect(await signIn(browser, LUIS)).toBe(ADDED)
    expect(door.connected.map((how) => how.kind)).toEqual(['signed_up', 'account_added'])
    expect(browser.cookies.get('aforo')).toBe(session)
    expect(await browser.who()).toMatchObject({ signedInAt: NOON.toString() })
    expect([await database.db.$count(people), await database.db.$count(connections)]).toEqual([1, 2])
  })

  test('is due in the sweep once an account of theirs is to be read, and not for signing in alone', async () => {
    const browser = aDoor(config, database.db).browser()
    await signIn(browser, ANA)
    const [now, later] = ['2026-11-23T18:00:00.000Z', '2026-11-24T18:00:00.000Z']
    const wakeByAfter = async (email: string) => {
      await database.db.update(people).set({ wakeBy: later })
      await signIn(browser, email)
      return (await database.db.select({ wakeBy: people.wakeBy }).from(people))[0]?.wakeBy
    }
    expect(await wakeByAfter(ANA)).toBe(later)
    await markRevoked()
    expect(await wakeByAfter(ANA)).toBe(now)
    expect(await wakeByAfter(LUIS)).toBe(now)
  })

  test('cannot take an account that is another person’s', async () => {
    const door = aDoor(config, database.db)
    await signIn(door.browser(), LUIS)
    const browser = door.browser()
    await signIn(browser, ANA)
    expect(await signIn(browser, LUIS)).toBe('/?problem=belongs_to_another')
    expect(new Set((await database.db.select().from(connections)).map((row) => row.personId)).size).toBe(2)
  })

  test('who asked to be erased is not signed in while that is being done', async () => {
    const door = aDoor(config, database.db)
    const browser = door.browser()
    await signIn(browser, ANA)
    await database.db.update(people).set({ erasingAt: NOON.toString() })
    expect(await browser.who()).toBeNull()
    expect(await signIn(door.browser(), ANA)).toBe('/?problem=being_erased')
  })

  test('signs out: the row goes, and a kept cookie is worth nothing', async () => {
    const door = aDoor(config, database.db)
    const browser = door.browser()
    await signIn(browser, ANA)
    const id = browser.cookies.get('aforo') ?? ''
    expect((await browser.post('/sign-out')).status).toBe(303)
    expect(browser.cookies.has('aforo')).toBe(false)
    expect(await database.db.$count(sessions)).toBe(0)
    browser.cookies.set('aforo', id)
    expect(await browser.who()).toBeNull()
  })

  test('is signed out after thirty days', async () => {
    const door = aDoor(config, database.db)
    const browser = door.browser()
    await signIn(browser, ANA)
    door.now = NOON.add({ hours: 30 * 24 }).subtract({ seconds: 1 })
    expect(await browser.who()).not.toBeNull()
    door.now = NOON.add({ hours: 30 * 24 })
    expect(await browser.who()).toBeNull()
  })
})

describe('a callback', () => {
  test('is worth nothing in another browser, with or without a way of its own', async () => {
    const door = aDoor(config, database.db)
    const [ana, victim, busy] = [door.browser(), door.browser(), door.browser()]
    const back = await consent(await ana.location('/connect/google'), ANA)
    await busy.location('/connect/google')
    expect(await victim.location(back)).toBe('/?problem=state')
    expect(await busy.location(back)).toBe('/?problem=state')
    expect(google.world.requests.filter((request) => request.path === '/token')).toHaveLength(0)
    expect(await database.db.$count(people)).toBe(0)
  })

  test('counts once: played again with the same cookie it finds the code used up', async () => {
    const door = aDoor(config, database.db)
    const browser = door.browser()
    const start = await browser.location('/connect/google')
    const cookie = browser.cookies.get('aforo-connect') ?? ''
    const back = await consent(start, ANA)
    expect(await browser.location(back)).toBe('/')
    expect(browser.cookies.has('aforo-connect')).toBe(false)
    const again = door.browser()
    expect(await again.location(back)).toBe('/?problem=state')
    again.cookies.set('aforo-connect', cookie)
    expect(await again.location(back)).toBe('/?problem=expired')
    expect(await again.who()).toBeNull()
  })

  test('is refused when its state, or the sealed cookie, was touched', async () => {
    const door = aDoor(config, database.db)
    for (const change of ['state=other', 'state=', 'state=a&state=b']) {
      const browser = door.browser()
      const back = new URL(await consent(await browser.location('/connect/google'), ANA))
      back.searchParams.delete('state')
      expect(await browser.location(`${back.href}&${change}`)).toBe('/?problem=state')
    }
    const browser = door.browser()
    const back = await consent(await browser.location('/connect/google'), ANA)
    browser.cookies.set('aforo-connect', `${browser.cookies.get('aforo-connect')}A`)
    expect(await browser.location(back)).toBe('/?problem=state')
  })

  test('belongs to the session that began it: nobody gets an account put into theirs', async () => {
    const door = aDoor(config, database.db)
    const browser = door.browser()
    await signIn(browser, ANA)
    const back = await consent(await browser.location('/connect/google'), LUIS)
    await browser.post('/sign-out')
    expect(await browser.location(back)).toBe('/?problem=state')

    const fresh = door.browser()
    const other = await consent(await fresh.location('/connect/google'), LUIS)
    fresh.cookies.set('aforo', browser.cookies.get('aforo') ?? 'somebody')
    expect(await fresh.location(other)).toBe('/?problem=state')
    expect(await database.db.$count(connections)).toBe(1)
  })

  test('that takes longer than ten minutes is told so', async () => {
    const door = aDoor(config, database.db)
    const browser = door.browser()
    const back = await consent(await browser.location('/connect/google'), ANA)
    door.now = NOON.add({ minutes: 10, seconds: 1 })
    expect(await browser.location(back)).toBe('/?problem=expired')
  })

  test('with the code of another sign-in is refused by PKCE and nonce', async () => {
    const door = aDoor(config, database.db)
    const [ana, luis] = [door.browser(), door.browser()]
    const hers = new URL(await consent(await ana.location('/connect/google'), ANA))
    const his = new URL(await consent(await luis.location('/connect/google'), LUIS))
    his.searchParams.set('code', hers.searchParams.get('code') ?? '')
    expect(await luis.location(his.href)).toBe('/?problem=expired')
    expect(await luis.who()).toBeNull()
  })

  test('that names another issuer is not taken to our token endpoint (RFC 9207)', async () => {
    const browser = aDoor(config, database.db).browser()
    const back = await consent(await browser.location('/connect/google'), ANA)
    expect(await browser.location(`${back}&iss=https%3A%2F%2Fevil.example`)).toBe('/?problem=state')
    expect(google.world.requests.filter((request) => request.path === '/token')).toHaveLength(0)
  })

  test('while the token endpoint is down says so, and nothing is half done', async () => {
    const door = aDoor(config, database.db)
    for (const status of [500, 503, 429]) {
      google.world.switches.tokenEndpointStatus = status
      expect(await signIn(door.browser(), ANA)).toBe('/?problem=provider')
    }
    expect(await database.db.$count(people)).toBe(0)
    google.world.switches.tokenEndpointStatus = null
    expect(await signIn(door.browser(), ANA)).toBe('/')
  })
})

describe('the doors', () => {
  test('a provider that cannot be reached sends people back with the reason', async () => {
    const nowhere = aConfig({ GOOGLE_ISSUER: 'http://127.0.0.1:9' })
    expect(await aDoor(nowhere, database.db).browser().location('/connect/google')).toBe('/?problem=provider')
  })

  test('only providers we know have one, and tokens cannot go through', async () => {
    const door = aDoor(config, database.db)
    expect((await door.browser().ask('/connect/evil')).status).toBe(404)
    expect((await door.browser().ask('/connect/evil/callback')).status).toBe(404)
  })

  test('cookies over TLS are tied to the host', async () => {
    const secure = aConfig({ GOOGLE_ISSUER: google.url, APP_URL: 'https://aforo.example' })
    const browser = aDoor(secure, database.db).browser()
    const response = await browser.ask('/connect/google')
    expect(response.headers.get('Set-Cookie')).toMatch(
      /^__Host-aforo-connect=v1\.[^;]+; Max-Age=3600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    expect(response.headers.get('Strict-Transport-Security')).toBe('max-age=31536000')
    const back = await consent(response.headers.get('Location') ?? '', ANA)
    const end = await browser.ask(back)
    expect(end.headers.getSetCookie().at(-1)).toMatch(
      /^__Host-aforo=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    expect(await browser.who()).not.toBeNull()
  })

  test('another site’s page cannot act with a session, whatever it sends', async () => {
    const door = aDoor(config, database.db)
    const browser = door.browser()
    await signIn(browser, ANA)
    const tries: Record<string, string>[] = [
      { Referer: 'https://evil.example/page' },
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { Origin: 'http://127.0.0.1:8788' },
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
      { 'Sec-Fetch-Site': 'none' },
      { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'same-origin' },
      { Origin: config.appUrl, 'Sec-Fetch-Site': 'cross-site' },
    ]
    for (const headers of tries) expect((await browser.ask('/sign-out', { method: 'POST', headers })).status).toBe(403)
    expect(await browser.who()).not.toBeNull()
    // A program that holds a session is no browser, and says nothing of where it comes from.
    const own: Record<string, string>[] = [{ Origin: config.appUrl }, { 'Sec-Fetch-Site': 'same-origin' }, {}]
    for (const headers of own) expect((await browser.ask('/who', { method: 'POST', headers })).status).toBe(200)
  })

  test('every answer says what a browser may do with it', async () => {
    const { headers } = await aDoor(config, database.db).browser().ask('/who')
    expect(headers.get('Content-Security-Policy')).toContain(`form-action 'self' ${google.url};`)
    expect(headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self'/)
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('Referrer-Policy')).toBe('same-origin')
    expect(headers.get('Cache-Control')).toBe('no-store')
    expect(headers.has('Strict-Transport-Security')).toBe(false)
  })
})

async function states() {
  return (await database.db.select({ state: connections.state }).from(connections)).map((row) => row.state)
}

async function markRevoked(): Promise<void> {
  await database.db.update(connections).set({ state: { status: 'revoked', since: NOON.toString(), listAt: null } })
}
