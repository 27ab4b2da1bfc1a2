/** Checklist 1-3: consent, code, tokens and their ends. oauth4webapi is the independent judge of the OIDC answers. */
import * as oauth from 'oauth4webapi'
import { afterEach, describe, expect, test } from 'vitest'
import type { GoogleSandbox } from './server.ts'
import { ANA, anaAlone, as, control, NOW } from './test-client.ts'

const REDIRECT = 'http://127.0.0.1:9/connect/google/callback'
const CALENDAR = 'https://www.googleapis.com/auth/calendar.events'
const LIST = 'https://www.googleapis.com/auth/calendar.calendarlist.readonly'
const insecure = { [oauth.allowInsecureRequests]: true }
const DAY = 86_400_000

let sandbox: GoogleSandbox
afterEach(async () => await sandbox.close())

async function authorizationUrl(more: Record<string, string> = {}, verifier = 'v'.repeat(43)) {
  const url = new URL(`${sandbox.url}/o/oauth2/v2/auth`)
  url.search = new URLSearchParams({
    client_id: '77-app',
    redirect_uri: REDIRECT,
    response_type: 'code',
    scope: `openid email profile ${CALENDAR} ${LIST}`,
    state: 'state-1',
    nonce: 'nonce-1',
    access_type: 'offline',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...more,
  }).toString()
  return url.href
}

/** Allows on the consent page; answers the code. */
async function consent(more: Record<string, string> = {}, scopes?: string[]): Promise<string> {
  const { body } = await control(sandbox, 'POST', '/authorize', {
    url: await authorizationUrl(more),
    account: ANA,
    ...(scopes ? { scopes } : {}),
  })
  return new URL(body.location).searchParams.get('code') ?? ''
}

async function token(fields: Record<string, string>) {
  const answer = await fetch(`${sandbox.url}/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: '77-app', client_secret: 's', ...fields }),
  })
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}

const exchange = (code: string, more: Record<string, string> = {}) =>
  token({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT, code_verifier: 'v'.repeat(43), ...more })
const refresh = (refreshToken: string) => token({ grant_type: 'refresh_token', refresh_token: refreshToken })

describe('signing in', () => {
  test('a standard client discovers, exchanges with PKCE and trusts the signed id token', async () => {
    // The real clock: the judge compares the id token with its own.
    ;({ sandbox } = await anaAlone({ now: Date.now }))
    const issuer = new URL(sandbox.url)
    const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { ...insecure }))
    const client = { client_id: '77-app' }
    const verifier = oauth.generateRandomCodeVerifier()
    const { body } = await control(sandbox, 'POST', '/authorize', {
      url: await authorizationUrl({}, verifier),
      account: ANA,
    })
    const params = oauth.validateAuthResponse(server, client, new URL(body.location), 'state-1')
    const secret = oauth.ClientSecretBasic('s:e%c')
    const answer = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      secret,
      params,
      REDIRECT,
      verifier,
      insecure,
    )
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, {
      expectedNonce: 'nonce-1',
      requireIdToken: true,
    })
    await oauth.validateApplicationLevelSignature(server, answer, insecure)
    const claims = oauth.getValidatedIdTokenClaims(tokens)
    expect(claims).toMatchObject({ email: ANA, email_verified: true, name: 'Ana Prueba' })
    const info = await oauth.userInfoRequest(server, client, tokens.access_token, insecure)
    expect((await oauth.processUserInfoResponse(server, client, claims?.sub ?? '', info)).email).toBe(ANA)
  })

  test('the consent page says that it is a sandbox, in the language of the browser, and works as a plain form', async () => {
    ;({ sandbox } = await anaAlone())
    const url = await authorizationUrl()
    const spanish = await (await fetch(url, { headers: { 'accept-language': 'es-MX,es;q=0.9,en;q=0.5' } })).text()
    expect(spanish).toContain('<html lang="es">')
    expect(spanish).toContain('Google de prueba')
    expect(spanish).toContain('>Permitir</button>')
    const english = await (await fetch(url, { headers: { 'accept-language': 'en-GB' } })).text()
    expect(english).toContain('Google de prueba')
    expect(english).toContain('>Allow</button>')
    const fields = [...spanish.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map((hit) => [
      hit[1] ?? '',
      (hit[2] ?? '').replaceAll('&#38;', '&'),
    ])
    const form = new URLSearchParams([
      ...fields,
      ['account', 'new'],
      ['email', 'nueva@ejemplo.example'],
      ['scope', CALENDAR],
      ['decision', 'allow'],
    ])
    const answer = await fetch(`${sandbox.url}/o/oauth2/v2/auth`, { method: 'POST', body: form, redirect: 'manual' })
    const back = new URL(answer.headers.get('location') ?? '')
    expect(answer.status).toBe(302)
    expect(back.searchParams.get('state')).toBe('state-1')
    expect(sandbox.world.account('nueva@ejemplo.example')?.timeZone).toBe('America/Mexico_City')
  })

  test('cancelling comes back as access_denied with the state', async () => {
    ;({ sandbox } = await anaAlone())
    const { body } = await control(sandbox, 'POST', '/authorize', {
      url: await authorizationUrl(),
      account: ANA,
      deny: true,
    })
    expect(Object.fromEntries(new URL(body.location).searchParams)).toEqual({
      state: 'state-1',
      error: 'access_denied',
    })
  })

  test('a code is good once, for ten minutes, for its verifier and its redirect address alone', async () => {
    ;({ sandbox } = await anaAlone())
    const code = await consent()
    expect((await exchange(code)).status).toBe(200)
    const wrong = [
      await exchange(code),
      await exchange(await consent(), { code_verifier: 'w'.repeat(43) }),
      await exchange(await consent(), { redirect_uri: `${REDIRECT}/` }),
      await exchange(await consent(), { client_id: 'other' }),
    ]
    const late = await consent()
    sandbox.world.setClock({ fixedMs: NOW + 601_000 })
    for (const answer of [...wrong, await exchange(late)]) {
      expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    }
  })
})

describe('grants', () => {
  test('single scopes may be left out, and the answer tells what was granted (MM 27)', async () => {
    ;({ sandbox } = await anaAlone())
    const { body } = await exchange(await consent({}, [CALENDAR]))
    expect(body.scope.split(' ')).toEqual(['openid', 'email', 'profile', CALENDAR])
    const answer = await fetch(`${sandbox.url}/calendar/v3/users/me/calendarList`, {
      headers: { authorization: `Bearer ${body.access_token}` },
    })
    expect(answer.status).toBe(403)
    expect(JSON.parse(await answer.text()).error.errors[0].reason).toBe('insufficientPermissions')
  })

  test('tokeninfo names the address only with an e-mail scope; the primary calendar always does (MM 25)', async () => {
    ;({ sandbox } = await anaAlone())
    const info = async (scopes: string[]) => {
      const { accessToken } = sandbox.world.grants.issue(ANA, scopes)
      return JSON.parse(await (await fetch(`${sandbox.url}/tokeninfo?access_token=${accessToken}`)).text())
    }
    expect((await info(['email', LIST])).email).toBe(ANA)
    expect(await info([LIST])).not.toHaveProperty('email')
    expect((await as(sandbox, ANA, [LIST])('GET', '/users/me/calendarList/primary')).body.id).toBe(ANA)
  })

  test('calendar.readonly does not cover the access list (MM 4)', async () => {
    ;({ sandbox } = await anaAlone())
    const readonly = as(sandbox, ANA, ['https://www.googleapis.com/auth/calendar.readonly'])
    expect(await readonly('GET', '/calendars/primary/acl')).toMatchObject({
      status: 403,
      reason: 'insufficientPermissions',
    })
    expect((await readonly('GET', '/calendars/primary/events')).status).toBe(200)
  })

  test('a refresh token comes with the first consent or prompt=consent, and a refresh keeps it', async () => {
    ;({ sandbox } = await anaAlone())
    const first = await exchange(await consent())
    expect(first.body.refresh_token).toBeTypeOf('string')
    expect((await exchange(await consent())).body).not.toHaveProperty('refresh_token')
    expect((await exchange(await consent({ prompt: 'consent' }))).body.refresh_token).toBeTypeOf('string')
    expect((await refresh(first.body.refresh_token)).body).not.toHaveProperty('refresh_token')
    sandbox.world.switches.rotateRefreshTokens = true
    const rotated = await refresh(first.body.refresh_token)
    expect(rotated.body.refresh_token).toBeTypeOf('string')
    expect((await refresh(first.body.refresh_token)).body.error).toBe('invalid_grant')
    expect((await refresh(rotated.body.refresh_token)).status).toBe(200)
  })

  test('a grant ends by revocation, after seven days of testing, after half a year unused', async () => {
    ;({ sandbox } = await anaAlone())
    const dead = async (refreshToken: string) =>
      expect(await refresh(refreshToken)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    const one = sandbox.world.grants.issue(ANA, undefined, '77-app')
    const sibling = sandbox.world.grants.issue(ANA, undefined, '77-other')
    const elsewhere = sandbox.world.grants.issue(ANA, undefined, '88-app')
    await fetch(`${sandbox.url}/revoke?token=${one.accessToken}`, { method: 'POST' })
    await dead(one.refreshToken)
    // Every client id of the same Cloud project dies with it (GO).
    expect(sandbox.world.state.refreshTokens.get(sibling.refreshToken)?.revoked).toBe(true)
    expect(sandbox.world.state.refreshTokens.get(elsewhere.refreshToken)?.revoked).toBe(false)
    const testing = sandbox.world.grants.issue(ANA, undefined, '77-app')
    sandbox.world.switches.testingExpiryDays = 7
    sandbox.world.setClock({ fixedMs: NOW + 8 * DAY })
    await dead(testing.refreshToken)
    sandbox.world.switches.testingExpiryDays = null
    const idle = sandbox.world.grants.issue(ANA, undefined, '77-app')
    sandbox.world.setClock({ fixedMs: NOW + 200 * DAY })
    await dead(idle.refreshToken)
  })

  test('the hundred-and-first living token silently ends the oldest', async () => {
    ;({ sandbox } = await anaAlone())
    const tokens = Array.from({ length: 101 }, () => sandbox.world.grants.issue(ANA, undefined, '77-app').refreshToken)
    expect((await refresh(tokens[0] ?? '')).body.error).toBe('invalid_grant')
    expect((await refresh(tokens[1] ?? '')).status).toBe(200)
  })

  test('an expired or unknown access token is 401 authError; a token endpoint that is down is not a dead grant', async () => {
    const alone = await anaAlone()
    sandbox = alone.sandbox
    const { refreshToken } = sandbox.world.grants.issue(ANA, undefined, '77-app')
    sandbox.world.setClock({ fixedMs: NOW + 3_601_000 })
    expect(await alone.api('GET', '/users/me/calendarList')).toMatchObject({ status: 401, reason: 'authError' })
    sandbox.world.switches.tokenEndpointStatus = 503
    expect(await refresh(refreshToken)).toMatchObject({ status: 503, body: { error: 'temporarily_unavailable' } })
    sandbox.world.switches.tokenEndpointStatus = null
    expect((await refresh(refreshToken)).status).toBe(200)
  })

  test('time-limited access says so in the code exchange and ends', async () => {
    ;({ sandbox } = await anaAlone())
    sandbox.world.switches.timeLimitedGrantSeconds = 600
    const { body } = await exchange(await consent())
    expect(body.refresh_token_expires_in).toBe(600)
    sandbox.world.setClock({ fixedMs: NOW + 601_000 })
    expect((await refresh(body.refresh_token)).body.error).toBe('invalid_grant')
  })
})
