/** Our client before oidc-provider, a certified OpenID provider that knows nothing of us: what it refuses, we did wrong. */
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openGrant, refreshGrant, revokeGrant } from '../../src/accounts/grant.ts'
import { googleLogin } from '../../src/accounts/provider-login.ts'
import { createVault } from '../../src/accounts/vault.ts'
import { connections } from '../../src/db/schema.ts'
import { aConfig, aDatabase, aDoor } from './a-door.ts'

let database: Awaited<ReturnType<typeof aDatabase>>
let issuer: Awaited<ReturnType<typeof anIndependentIssuer>>

beforeAll(async () => {
  database = await aDatabase()
  issuer = await anIndependentIssuer()
}, 60_000)
afterAll(() => Promise.all([database.close(), issuer.close()]))

test('a person signs up, and their grant is refreshed with rotation and given back', async () => {
  const config = aConfig({ GOOGLE_ISSUER: issuer.url })
  const login = googleLogin(config)
  const door = aDoor(config, database.db)
  // An issuer of its own has a clock of its own.
  door.now = Temporal.Now.instant()
  const browser = door.browser()
  const back = await issuer.consent(await browser.location('/connect/google'))
  // This provider also names itself in its answer (RFC 9207).
  expect(new URL(back).searchParams.get('iss')).toBe(issuer.url)
  expect(await browser.location(back)).toBe('/')
  expect(await browser.who()).toMatchObject({ via: 'session', name: 'Ana Prueba' })

  const [row] = await database.db.select().from(connections)
  // The address is not in this provider's id token: it was asked for at the userinfo endpoint.
  expect(row).toMatchObject({
    subject: 'account-1',
    email: 'ana@example.com',
    emailVerified: true,
    state: { status: 'ok' },
  })
  const grant = await openGrant(createVault(config), row?.id ?? '', row?.grant ?? '')
  if (!grant) throw new Error('the grant does not open')
  const refreshed = await refreshGrant(login, grant, door.now)
  if (refreshed.kind !== 'ok') throw new Error(refreshed.error.reason)
  expect(refreshed.value.rotated).toBe(true)
  expect(await revokeGrant(login, refreshed.value, door.now)).toEqual({ kind: 'ok', value: 'revoked' })
  expect(await refreshGrant(login, refreshed.value, door.now)).toEqual({
    kind: 'failed',
    error: { reason: 'revoked', code: 'invalid_grant' },
  })
})

test('the code of another browser, and one that was used, are refused by the provider too', async () => {
  const door = aDoor(aConfig({ GOOGLE_ISSUER: issuer.url }), database.db)
  // An issuer of its own has a clock of its own.
  door.now = Temporal.Now.instant()
  const [ana, luis] = [door.browser(), door.browser()]
  const hers = new URL(await issuer.consent(await ana.location('/connect/google')))
  const his = new URL(await issuer.consent(await luis.location('/connect/google')))
  his.searchParams.set('code', hers.searchParams.get('code') ?? '')
  expect(await luis.location(his.href)).toBe('/?problem=expired')

  const cookie = ana.cookies.get('aforo-connect') ?? ''
  expect(await ana.location(hers.href)).toBe('/')
  const again = door.browser()
  again.cookies.set('aforo-connect', cookie)
  expect(await again.location(hers.href)).toBe('/?problem=expired')
})

async function anIndependentIssuer() {
  // It has no types of its own, and speaks of plain http on loading.
  const library: string = 'oidc-provider'
  const { Provider } = await import(library)
  const server = createServer((request, response) => handle(request, response))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const scopes = googleLogin(aConfig()).scopes.join(' ')
  const provider = new Provider(url, {
    clients: [
      {
        client_id: 'aforo-client',
        client_secret: 'aforo-secret',
        redirect_uris: ['http://127.0.0.1:8787/connect/google/callback'],
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    scopes: scopes.split(' '),
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_: unknown, accountId: string) => ({
      accountId,
      claims: () => ({ sub: accountId, email: 'ana@example.com', email_verified: true, name: 'Ana Prueba' }),
    }),
    // Consent as if given before, so that only the login is asked for.
    async loadExistingGrant(ctx: { oidc: { client: { clientId: string }; session: { accountId: string } } }) {
      const grant = new provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId })
      grant.addOIDCScope(scopes)
      await grant.save()
      return grant
    },
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    pkce: { required: () => true },
    features: { revocation: { enabled: true }, devInteractions: { enabled: false } },
    interactions: { url: () => '/login' },
    cookies: { keys: ['a key of this test'] },
    ttl: {
      AccessToken: 3600,
      AuthorizationCode: 60,
      Grant: 3600,
      IdToken: 3600,
      Interaction: 600,
      RefreshToken: 3600,
      Session: 3600,
    },
  })
  const answer = provider.callback()
  const handle: RequestListener = (request, response) => {
    if (request.url === '/login')
      return provider.interactionFinished(request, response, { login: { accountId: 'account-1' } })
    return answer(request, response)
  }

  return {
    url,
    /** Follows the provider's pages until they leave for ours. */
    async consent(location: string): Promise<string> {
      const cookies = new Map<string, string>()
      let at = location
      for (let hop = 0; hop < 10 && at.startsWith(url); hop++) {
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
        const response = await fetch(at, { redirect: 'manual', headers: { cookie } })
        for (const line of response.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
          cookies.set(name, value)
        }
        const next = response.headers.get('location')
        if (next === null)
          throw new Error(`${new URL(at).pathname} answered ${response.status}: ${await response.text()}`)
        at = new URL(next, at).href
      }
      return at
    },
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
