/** What an issuer says is believed only where it holds: every lie ends the sign-in, and nobody is signed up by it. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { refreshGrant } from '../../src/accounts/grant.ts'
import { googleLogin } from '../../src/accounts/provider-login.ts'
import { connections, people } from '../../src/db/schema.ts'
import { aConfig, aDatabase, aDoor, NOON } from './a-door.ts'

type Lies = Partial<{
  /** Over the honest ones. */
  claims: Record<string, unknown>
  header: Record<string, unknown>
  signedBy: KeyObject
  idToken: string | undefined
  /** Of the token endpoint. */
  token: { status: number; body: string; headers?: Record<string, string> }
  tokenFields: Record<string, unknown>
  discovery: Record<string, unknown>
  discoveryStatus: number
  keysStatus: number
  /** There is an endpoint that says more, and this is what it says. */
  userinfo: { status: number; body: unknown }
}>

const honest = generateKeyPairSync('rsa', { modulusLength: 2048 })
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })

let database: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  database = await aDatabase()
}, 60_000)
afterAll(() => database.close())
beforeEach(() => database.empty())

test('an honest one is believed', async () => {
  expect(await endOfSignIn({})).toBe('/')
})

const seconds = () => Math.floor(NOON.epochMilliseconds / 1_000)
test.each<[string, Lies, string]>([
  ['a nonce of another sign-in', { claims: { nonce: 'other' } }, 'state'],
  ['no nonce', { claims: { nonce: undefined } }, 'provider'],
  ['another issuer', { claims: { iss: 'https://evil.example' } }, 'state'],
  ['another audience', { claims: { aud: 'other-client' } }, 'state'],
  ['several audiences and none authorised', { claims: { aud: ['aforo-client', 'other'] } }, 'state'],
  ['an id token of yesterday', { claims: { exp: seconds() - 86_400 } }, 'provider'],
  ['no subject', { claims: { sub: undefined } }, 'provider'],
  ['a signature by a stranger', { signedBy: stranger.privateKey }, 'provider'],
  ['no signature at all', { header: { alg: 'none' } }, 'provider'],
  ['a signature with the client’s secret', { header: { alg: 'HS256' } }, 'provider'],
  ['no id token', { idToken: undefined }, 'provider'],
  ['an id token that is none', { idToken: 'a.b.c' }, 'provider'],
  ['keys that cannot be had', { keysStatus: 503 }, 'provider'],
  [
    'a page instead of tokens',
    { token: { status: 200, body: '<h1>hotel wifi</h1>', headers: { 'content-type': 'text/html' } } },
    'provider',
  ],
  ['half an answer', { token: { status: 200, body: '{"access_token":"ya29' } }, 'provider'],
  [
    'a redirect instead of tokens',
    { token: { status: 302, body: '', headers: { location: 'https://evil.example/token' } } },
    'provider',
  ],
  ['no access token', { tokenFields: { access_token: undefined } }, 'provider'],
  [
    'a userinfo of somebody else',
    { claims: { email: undefined }, userinfo: { status: 200, body: { sub: '2', email: 'eva@example.com' } } },
    'provider',
  ],
  ['an error of another kind', { token: { status: 400, body: '{"error":"invalid_client"}' } }, 'provider'],
])('%s is not', async (_, lies, problem) => {
  expect(await endOfSignIn(lies)).toBe(`/?problem=${problem}`)
  expect(await database.db.$count(people)).toBe(0)
})

test.each<[string, Lies]>([
  ['names another issuer', { discovery: { issuer: 'https://evil.example' } }],
  ['has no token endpoint', { discovery: { token_endpoint: undefined } }],
  ['is down', { discoveryStatus: 503 }],
  ['is busy', { discoveryStatus: 429 }],
])('nobody is sent to an issuer whose description %s', async (_, lies) => {
  const issuer = await anIssuer(lies)
  expect(
    await aDoor(aConfig({ GOOGLE_ISSUER: issuer.url }), database.db)
      .browser()
      .location('/connect/google'),
  ).toBe('/?problem=provider')
  await issuer.close()
})

test('an address that is not verified opens no door', async () => {
  const allowed = { ALLOWED_EMAILS: 'ana@example.com' }
  for (const verified of [false, undefined, 'false', 1]) {
    expect(await endOfSignIn({ claims: { email_verified: verified } }, allowed)).toBe('/?problem=not_allowed')
  }
  expect(await endOfSignIn({ claims: { email: ['ana@example.com'] } }, allowed)).toBe('/?problem=not_allowed')
  expect(await endOfSignIn({ claims: { email: 'Ana@Example.com' } }, allowed)).toBe('/')
})

const WITHOUT_ADDRESS = { claims: { email: undefined, email_verified: undefined } }
test.each<[string, Lies['userinfo'] & {}]>([
  ['is away', { status: 503, body: {} }],
  ['is busy', { status: 429, body: { error: { code: 'TooManyRequests' } } }],
  ['does not believe the token', { status: 401, body: {} }],
  ['answers with a page', { status: 200, body: '<h1>hotel wifi</h1>' }],
])('who somebody is the id token says: a userinfo that %s costs the address alone', async (_, userinfo) => {
  const lies = { ...WITHOUT_ADDRESS, userinfo }
  expect(await endOfSignIn(lies, { ALLOWED_EMAILS: 'ana@example.com' })).toBe('/?problem=not_allowed')
  expect(await endOfSignIn(lies)).toBe('/')
  const stored = async () => (await database.db.select().from(connections))[0]
  expect(await stored()).toMatchObject({ subject: '1', email: null, emailVerified: false })
  expect(await endOfSignIn({})).toBe('/')
  expect(await endOfSignIn(lies)).toBe('/')
  // What was known stays.
  expect(await stored()).toMatchObject({ email: 'ana@example.com', emailVerified: true })
})

test('what was granted is what the answer says, and all that was asked for when it says nothing', async () => {
  expect(await endOfSignIn({ tokenFields: { scope: 'openid email' } })).toBe('/?problem=scopes')
  await database.empty()
  expect(await endOfSignIn({ tokenFields: { scope: undefined } })).toBe('/')
})

test('consent is asked for once more when no refresh token comes, and not for ever', async () => {
  const issuer = await anIssuer({ tokenFields: { refresh_token: undefined } })
  const browser = aDoor(aConfig({ GOOGLE_ISSUER: issuer.url }), database.db).browser()
  const first = await browser.location('/connect/google')
  expect(new URL(first).searchParams.get('prompt')).toBeNull()
  const second = await browser.location(issuer.answerTo(first))
  expect(new URL(second).searchParams.get('prompt')).toBe('consent')
  expect(new URL(second).searchParams.get('state')).not.toBe(new URL(first).searchParams.get('state'))
  expect(await browser.location(issuer.answerTo(second))).toBe('/?problem=no_refresh_token')
  expect(await database.db.$count(people)).toBe(0)
  await issuer.close()
})

test.each<[NonNullable<Lies['token']>, object]>([
  [
    { status: 400, body: '{"error":"invalid_grant"}' },
    { reason: 'revoked', code: 'invalid_grant' },
  ],
  [{ status: 400, body: '{"error":"admin_policy_enforced"}' }, { reason: 'revoked' }],
  [
    { status: 400, body: '{"error":"temporarily_unavailable"}' },
    { reason: 'unreachable', code: 'temporarily_unavailable' },
  ],
  [
    { status: 401, body: '{"error":"invalid_client"}' },
    { reason: 'unreachable', code: 'invalid_client' },
  ],
  [{ status: 401, body: '', headers: { 'www-authenticate': 'Basic' } }, { reason: 'unreachable' }],
  [
    { status: 400, body: '{"error":"ya29.CANARY <b>"}' },
    { reason: 'unreachable', code: 'unknown_code' },
  ],
  [
    { status: 503, body: '{"error":"invalid_grant"}' },
    { reason: 'unreachable', code: '503' },
  ],
  [{ status: 200, body: 'not json' }, { reason: 'malformed' }],
  [{ status: 404, body: '' }, { reason: 'malformed' }],
])('a refresh answered with %j leaves or ends the grant as it must', async (token, expected) => {
  const issuer = await anIssuer({ token })
  const grant = { refreshToken: '1//r', accessToken: 'ya29.a', accessExpiresAt: NOON.toString() }
  const refreshed = await refreshGrant(googleLogin(aConfig({ GOOGLE_ISSUER: issuer.url })), grant, NOON)
  expect(refreshed).toMatchObject({ kind: 'failed', error: expected })
  expect(JSON.stringify(refreshed)).not.toContain('CANARY')
  await issuer.close()
})

test('a busy token endpoint says when to come back', async () => {
  const wait = async (header: string) => {
    const issuer = await anIssuer({ token: { status: 429, body: '', headers: { 'retry-after': header } } })
    const grant = { refreshToken: '1//r', accessToken: '', accessExpiresAt: NOON.toString() }
    const refreshed = await refreshGrant(googleLogin(aConfig({ GOOGLE_ISSUER: issuer.url })), grant, NOON)
    await issuer.close()
    return refreshed.kind === 'failed' ? refreshed.error.retryAfter?.toString() : 'ok'
  }
  expect(await wait('120')).toBe('PT120S')
  expect(await wait('soon')).toBeUndefined()
})

async function endOfSignIn(lies: Lies, vars: Record<string, string> = {}): Promise<string> {
  const issuer = await anIssuer(lies)
  const browser = aDoor(aConfig({ GOOGLE_ISSUER: issuer.url, ...vars }), database.db).browser()
  const end = await browser.location(issuer.answerTo(await browser.location('/connect/google')))
  await issuer.close()
  return end
}

/** Each has an address of its own, so that nothing of one is remembered for the next. */
async function anIssuer(lies: Lies) {
  let nonce: string | null = null
  const server = createServer((request, response) => {
    const send = (status: number, body: unknown, headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
    }
    request.resume()
    switch (new URL(request.url ?? '/', url).pathname) {
      case '/.well-known/openid-configuration':
        return send(lies.discoveryStatus ?? 200, {
          issuer: url,
          authorization_endpoint: `${url}/auth`,
          token_endpoint: `${url}/token`,
          jwks_uri: `${url}/keys`,
          ...(lies.userinfo === undefined ? {} : { userinfo_endpoint: `${url}/userinfo` }),
          ...lies.discovery,
        })
      case '/keys':
        return send(lies.keysStatus ?? 200, {
          keys: [{ ...honest.publicKey.export({ format: 'jwk' }), kid: '1', use: 'sig' }],
        })
      case '/token':
        if (lies.token) return send(lies.token.status, lies.token.body, lies.token.headers)
        return send(200, {
          access_token: 'ya29.a',
          token_type: 'Bearer',
          expires_in: 3599,
          refresh_token: '1//r',
          id_token: 'idToken' in lies ? lies.idToken : idToken(),
          ...lies.tokenFields,
        })
      case '/userinfo':
        return send(lies.userinfo?.status ?? 404, lies.userinfo?.body ?? {})
      default:
        return send(404, {})
    }
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const idToken = () => {
    const claims = {
      iss: url,
      aud: 'aforo-client',
      sub: '1',
      email: 'ana@example.com',
      email_verified: true,
      nonce,
      iat: seconds(),
      exp: seconds() + 3_600,
      ...lies.claims,
    }
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
    const text = `${encode({ alg: 'RS256', kid: '1', ...lies.header })}.${encode(claims)}`
    return `${text}.${sign('sha256', Buffer.from(text), lies.signedBy ?? honest.privateKey).toString('base64url')}`
  }

  return {
    url,
    /** Where the browser is sent back to; remembers the nonce it was asked to repeat. */
    answerTo(location: string): string {
      const asked = new URL(location).searchParams
      nonce = asked.get('nonce')
      const back = new URL(asked.get('redirect_uri') ?? '')
      back.searchParams.set('code', 'c')
      back.searchParams.set('state', asked.get('state') ?? '')
      return back.href
    },
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
