/** Signing in with Microsoft's sandbox at the other end: what its identity platform does otherwise than Google's. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openGrant, refreshGrant } from '../../src/accounts/grant.ts'
import { microsoftLogin, type ProviderLogin } from '../../src/accounts/provider-login.ts'
import { createVault } from '../../src/accounts/vault.ts'
import { connections, people } from '../../src/db/schema.ts'
import { startGoogleSandbox } from '../sandbox/google/server.ts'
import { type MicrosoftSandbox, startMicrosoftSandbox } from '../sandbox/microsoft/server.ts'
import { aConfig, aDatabase, aDoor, type Browser, NOON } from './a-door.ts'
import { LUIS, signIn as signInAtGoogle } from './at-google.ts'

const WORK = 'ana@empresa.example'
const PERSONAL = 'diego@correo.example'

let database: Awaited<ReturnType<typeof aDatabase>>
let microsoft: MicrosoftSandbox
let config = aConfig()

beforeAll(async () => {
  database = await aDatabase()
}, 60_000)
afterAll(() => database.close())

beforeEach(async () => {
  await database.empty()
  microsoft = await startMicrosoftSandbox({ seedLife: false, now: () => NOON.epochMilliseconds })
  microsoft.world.createAccount(WORK, 'Ana Prueba', 'America/Mexico_City')
  microsoft.world.createAccount(PERSONAL, 'Diego Prueba', 'America/Tijuana', 'personal')
  config = configFor({})
  return () => microsoft.close()
})

function configFor(vars: Record<string, string>) {
  return aConfig({
    MICROSOFT_ISSUER: microsoft.issuerUrl,
    MICROSOFT_GRAPH_URL: microsoft.graphUrl,
    MICROSOFT_CLIENT_ID: 'aforo-microsoft',
    MICROSOFT_CLIENT_SECRET: 'hush',
    ...vars,
  })
}

async function signIn(browser: Browser, account: string, choice: object = {}): Promise<string> {
  const url = await browser.location('/connect/microsoft')
  return browser.location(await consent(url, account, choice))
}

async function consent(url: string, account: string, choice: object = {}): Promise<string> {
  const answer = await fetch(`${microsoft.issuerUrl}/__sandbox/authorize`, {
    method: 'POST',
    body: JSON.stringify({ url, account, ...choice }),
  })
  const { location }: { location: string } = await answer.json()
  return location
}

async function onlyConnection() {
  const [row, ...others] = await database.db.select().from(connections)
  if (row === undefined || others.length > 0) throw new Error(`${others.length} connections too many, or none`)
  return row
}

describe('somebody new', () => {
  test.each([
    [WORK, false],
    [PERSONAL, true],
  ])('%s signs up: tenant and object id say who it is, and the grant is sealed', async (address, emailVerified) => {
    const browser = aDoor(config, database.db).browser()
    expect(await signIn(browser, address)).toBe('/')
    expect(await browser.who()).toMatchObject({ via: 'session' })
    const account = microsoft.world.account(address)
    const row = await onlyConnection()
    expect(row).toMatchObject({
      provider: 'microsoft',
      subject: `${account?.tenantId}.${account?.id}`,
      email: address,
      emailVerified,
      state: { status: 'ok' },
    })
    const grant = await openGrant(createVault(config), row.id, row.grant)
    expect(microsoft.world.state.refreshTokens.get(grant?.refreshToken ?? '')?.account).toBe(address)
    expect(JSON.stringify(row)).not.toContain(grant?.refreshToken)
  })

  test('is asked for the least, and may choose the account', async () => {
    const url = new URL(await aDoor(config, database.db).browser().location('/connect/microsoft'))
    expect(url.origin + url.pathname).toBe(`${microsoft.issuerUrl}/common/oauth2/v2.0/authorize`)
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      client_id: 'aforo-microsoft',
      redirect_uri: 'http://127.0.0.1:8787/connect/microsoft/callback',
      scope: 'openid profile email offline_access Calendars.ReadWrite',
      code_challenge_method: 'S256',
      prompt: 'select_account',
    })
  })

  test('whose scopes come back with the resource before them is not limited', async () => {
    microsoft.world.switches = { ...microsoft.world.switches, scopesInAnswers: 'qualified' }
    expect(await signIn(aDoor(config, database.db).browser(), WORK)).toBe('/')
    expect((await onlyConnection()).state.status).toBe('ok')
  })

  test('who gives no calendar scope is connected, and told', async () => {
    const browser = aDoor(config, database.db).browser()
    expect(await signIn(browser, WORK, { scopes: ['User.Read'] })).toBe('/?problem=scopes')
    expect((await onlyConnection()).state.status).toBe('limited')
  })

  test('who says no comes back without an account', async () => {
    expect(await signIn(aDoor(config, database.db).browser(), WORK, { deny: true })).toBe('/?problem=denied')
    expect(await database.db.$count(people)).toBe(0)
  })
})

describe('an address', () => {
  test('that an administrator wrote into the token opens nobody’s door', async () => {
    const door = aDoor(configFor({ ALLOWED_EMAILS: 'jefa@aforo.example' }), database.db)
    const attacker = microsoft.world.account(WORK)
    if (attacker === undefined) throw new Error('no account')
    attacker.claimedEmail = 'jefa@aforo.example'
    expect(await signIn(door.browser(), WORK)).toBe('/?problem=not_allowed')
    microsoft.world.switches = { ...microsoft.world.switches, emailDomainVerified: false }
    expect(await signIn(door.browser(), WORK)).toBe('/?problem=not_allowed')
  })

  test('counts where Microsoft says that its domain was verified', async () => {
    const door = aDoor(configFor({ ALLOWED_EMAILS: WORK }), database.db)
    microsoft.world.switches = { ...microsoft.world.switches, emailDomainVerified: true }
    expect(await signIn(door.browser(), WORK)).toBe('/')
  })

  test('that changes leaves the account the person’s', async () => {
    const door = aDoor(config, database.db)
    await signIn(door.browser(), WORK)
    const account = microsoft.world.account(WORK)
    if (account !== undefined) account.claimedEmail = 'ana.otra@empresa.example'
    expect(await signIn(door.browser(), WORK)).toBe('/')
    expect(await database.db.$count(people)).toBe(1)
  })
})

test('accounts of both providers belong to one person, who signs in with any of them', async () => {
  const google = await startGoogleSandbox({ seedLife: false, now: () => NOON.epochMilliseconds })
  const both = configFor({ GOOGLE_ISSUER: google.url, GOOGLE_API_URL: google.url })
  const door = aDoor(both, database.db)
  const browser = door.browser()
  expect(await signIn(browser, WORK)).toBe('/')
  expect(await signIn(browser, PERSONAL)).toBe('/calendars?said=connected')
  expect(await signInAtGoogle(browser, LUIS)).toBe('/calendars?said=connected')
  const me = (await browser.who())?.personId
  const elsewhere = [door.browser(), door.browser(), door.browser()] as const
  await signIn(elsewhere[0], PERSONAL)
  await signInAtGoogle(elsewhere[1], LUIS)
  await signIn(elsewhere[2], WORK)
  for (const one of elsewhere) expect((await one.who())?.personId).toBe(me)
  expect(await database.db.$count(people)).toBe(1)
  await google.close()
})

describe('a grant', () => {
  async function aGrant() {
    await signIn(aDoor(config, database.db).browser(), WORK)
    const row = await onlyConnection()
    const grant = await openGrant(createVault(config), row.id, row.grant)
    const login: ProviderLogin | null = microsoftLogin(config)
    if (grant === null || login === null) throw new Error('no grant')
    return { login, grant }
  }

  test('is given a new refresh token with every refresh, and the old one is not lost by that', async () => {
    const { login, grant } = await aGrant()
    const first = await refreshGrant(login, grant, NOON)
    expect(first).toMatchObject({ kind: 'ok', value: { rotated: true } })
    expect(await refreshGrant(login, grant, NOON)).toMatchObject({ kind: 'ok' })
  })

  test.each([
    ['revoke-grant', 'revoked'],
    ['interaction-required', 'revoked'],
  ] as const)('after %s wants the person', async (kind, reason) => {
    const { login, grant } = await aGrant()
    microsoft.world.faults.add({ kind, match: { path: '/token' } })
    expect(await refreshGrant(login, grant, NOON)).toMatchObject({ kind: 'failed', error: { reason } })
  })

  test('outlives a token endpoint that is down', async () => {
    const { login, grant } = await aGrant()
    microsoft.world.switches = { ...microsoft.world.switches, tokenEndpointStatus: 503 }
    expect(await refreshGrant(login, grant, NOON)).toMatchObject({ kind: 'failed', error: { reason: 'unreachable' } })
  })
})

test('a provider that this Aforo has no client of is no provider', async () => {
  const door = aDoor(aConfig(), database.db)
  expect((await door.browser().ask('/connect/microsoft')).status).toBe(404)
})
