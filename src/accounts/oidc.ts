/**
 * OpenID Connect on the wire: discovery, the authorization request with PKCE, state and nonce, and the exchange of a code for tokens whose id
 * token is checked in full, signature included (OpenID Connect Core 1.0, 3.1.3.7; the library checks issuer, audience, times and nonce).
 * What went wrong comes back as one word; no answer's text leaves this file.
 */
import * as oauth from 'oauth4webapi'
import { Temporal } from 'temporal-polyfill'
import * as v from 'valibot'
import type { ProviderError, Read } from '../calendar/port.ts'
import { timestamp } from '../time/instant.ts'
import type { Claims, ProviderLogin } from './provider-login.ts'

/** What binds an answer to the browser that asked. */
export interface Challenge {
  state: string
  nonce: string
  verifier: string
}
/** The account as the provider vouches for it, and the tokens granted. */
export interface Signed {
  /** The account (`ProviderLogin.accountOf`). Addresses move from one to another. */
  subject: string
  email: string | null
  emailVerified: boolean
  /** False where the provider could not be asked for the address: what is known of it is worth more. */
  isAddressTold: boolean
  name: string | null
  /** Granted, which may be fewer than asked for. */
  scopes: string[]
  accessToken: string
  accessExpiresAt: string
  refreshToken: string | null
}
export type Exchange =
  | { kind: 'ok'; signed: Signed }
  /**
   * `state`: not the answer to this browser's question; `denied`: the person said no; `expired`: the code is used up or too old; `provider`:
   * down, or what it says does not hold.
   */
  | { kind: 'refused'; reason: 'state' | 'denied' | 'expired' | 'provider' }

export function newChallenge(): Challenge {
  return {
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    verifier: oauth.generateRandomCodeVerifier(),
  }
}

/** Where to send the person. @param consentAgain asks for consent even where it was given before */
export async function authorizationUrl(
  login: ProviderLogin,
  challenge: Challenge,
  ask: 'consent_if_new' | 'consent_again',
  now: Temporal.Instant,
): Promise<Read<string>> {
  const discovered = await discover(login, now)
  if (discovered.kind === 'failed') return discovered
  const url = new URL(discovered.value.server.authorization_endpoint ?? '')
  const parameters = {
    response_type: 'code',
    client_id: login.clientId,
    redirect_uri: login.redirectUri,
    scope: login.scopes.join(' '),
    state: challenge.state,
    nonce: challenge.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(challenge.verifier),
    code_challenge_method: 'S256',
    ...login.always,
    ...(ask === 'consent_again' ? login.consentAgain : {}),
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return { kind: 'ok', value: url.href }
}

/** @param answer the query the provider sent the browser back with */
export async function exchangeCode(
  login: ProviderLogin,
  answer: URLSearchParams,
  challenge: Challenge,
  now: Temporal.Instant,
): Promise<Exchange> {
  const discovered = await discover(login, now)
  if (discovered.kind === 'failed') return refused('provider')
  const { server: found, keys } = discovered.value
  const client = clientOf(login, now)
  const options = requestOptions(login.issuer)

  let callback: URLSearchParams
  try {
    callback = oauth.validateAuthResponse(found, client, answer, challenge.state)
  } catch (error) {
    return refused(reasonOfAnswer(error))
  }
  try {
    const secret = oauth.ClientSecretPost(login.clientSecret)
    const { redirectUri } = login
    const response = await oauth.authorizationCodeGrantRequest(
      found,
      client,
      secret,
      callback,
      redirectUri,
      challenge.verifier,
      options,
    )
    const server = await namedFor(found, response)
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, {
      expectedNonce: challenge.nonce,
      requireIdToken: true,
    })
    await oauth.validateApplicationLevelSignature(server, response, { ...options, [oauth.jwksCache]: keys })
    const claims = oauth.getValidatedIdTokenClaims(tokens)
    if (!claims) return refused('provider')
    // RFC 6749, 5.1: no scope in the answer means all that were asked for.
    const scopes = tokens.scope === undefined ? [...login.scopes] : grantedIn(tokens.scope, login)
    const about =
      typeof claims.email === 'string' ? claims : await userInfo(server, login, client, tokens.access_token, claims.sub)
    // The id token alone is signed: what says who it is never comes from anywhere else.
    const account = login.accountOf({ ...claims, ...(typeof claims.email === 'string' ? {} : addressIn(about ?? {})) })
    if (account === null) return refused('provider')
    return {
      kind: 'ok',
      signed: {
        subject: account.subject,
        email: textOf(account.email),
        emailVerified: account.emailVerified,
        isAddressTold: about !== null,
        name: textOf(claims.name ?? about?.name),
        scopes,
        accessToken: tokens.access_token,
        accessExpiresAt: expiryOf(tokens, now),
        refreshToken: tokens.refresh_token ?? null,
      },
    }
  } catch (error) {
    return refused(reasonOfExchange(error))
  }
}

export interface Discovered {
  server: oauth.AuthorizationServer
  /** The issuer's signing keys as last fetched; the library fills and renews it. */
  keys: oauth.JWKSCacheInput
}

/**
 * The issuer's own description of itself, kept for an hour by each isolate. Only answers are kept, never requests under way: one person's
 * request must not wait on another's.
 */
export async function discover(login: ProviderLogin, now: Temporal.Instant): Promise<Read<Discovered>> {
  const { issuer, named } = login
  const kept = discoveries.get(issuer)
  if (kept && Math.abs(now.epochMilliseconds - kept.at) < DISCOVERY_LASTS_MS)
    return { kind: 'ok', value: kept.discovered }
  try {
    const response = await oauth.discoveryRequest(new URL(issuer), { ...requestOptions(issuer), algorithm: 'oidc' })
    if (response.status === 429 || response.status >= 500) return failed(errorOfStatus(response))
    const server = await oauth.processDiscoveryResponse(new URL(named), response)
    if (!server.authorization_endpoint || !server.token_endpoint)
      return failed({ reason: 'malformed', code: 'no_endpoints' })
    const discovered = { server, keys: {} }
    discoveries.set(issuer, { at: now.epochMilliseconds, discovered })
    return { kind: 'ok', value: discovered }
  } catch (error) {
    return failed({ reason: isFromLibrary(error) ? 'malformed' : 'unreachable' })
  }
}
const discoveries = new Map<string, { at: number; discovered: Discovered }>()
const DISCOVERY_LASTS_MS = 60 * 60 * 1_000

/** @param now what id tokens are judged by: the library asks the machine for the time, and here one reading of the clock is good for the whole request */
export function clientOf(login: ProviderLogin, now: Temporal.Instant): oauth.Client {
  const skew = Math.round((now.epochMilliseconds - Date.now()) / 1_000)
  return { client_id: login.clientId, [oauth.clockTolerance]: CLOCK_TOLERANCE_SECONDS, [oauth.clockSkew]: skew }
}
const CLOCK_TOLERANCE_SECONDS = 60

/** Bounded in time; http only where the issuer itself is on this machine (`config.ts` lets no other through). */
export function requestOptions(issuer: string) {
  return {
    signal: () => AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    [oauth.allowInsecureRequests]: issuer.startsWith('http:'),
  }
}
const REQUEST_TIMEOUT_MS = 10_000

/** An access token whose life the provider does not say is trusted for five minutes. */
export function expiryOf(tokens: { expires_in?: number }, now: Temporal.Instant): string {
  const seconds = Math.min(tokens.expires_in ?? 300, 24 * 60 * 60)
  return timestamp(now.add({ seconds: Math.floor(seconds) }))
}

/** An answer that is no answer: busy or broken, never a verdict on a grant. */
export function errorOfStatus(response: Response): ProviderError {
  const retryAfter = retryAfterOf(response.headers.get('retry-after'))
  return {
    reason: response.status === 429 ? 'throttled' : 'unreachable',
    code: String(response.status),
    ...(retryAfter ? { retryAfter } : {}),
  }
}

/** Errors of the library are about what an answer says; all others about not getting one. */
export function isFromLibrary(error: unknown): boolean {
  return (
    error instanceof oauth.OperationProcessingError ||
    error instanceof oauth.UnsupportedOperationError ||
    error instanceof oauth.ResponseBodyError ||
    error instanceof oauth.WWWAuthenticateChallengeError
  )
}

/** Seconds only: RFC 9110, 10.2.3 also knows dates, which would need the provider's clock to be ours. */
function retryAfterOf(header: string | null): Temporal.Duration | null {
  if (!header || !/^\d{1,5}$/.test(header)) return null
  return Temporal.Duration.from({ seconds: Number(header) })
}

const TENANT = '{tenantid}'

/**
 * An issuer for many tenants names itself by a pattern, which discovery and id tokens could never agree on. The tenant that the id token claims
 * is put into it, so that the library holds the token's issuer to the pattern, and its signature to the issuer's keys.
 */
export async function namedFor(
  server: oauth.AuthorizationServer,
  response: Response,
): Promise<oauth.AuthorizationServer> {
  if (!server.issuer.includes(TENANT)) return server
  const body = v.safeParse(idTokenAnswer, await response.clone().text())
  const [, payload = ''] = body.success ? body.output.id_token.split('.') : []
  const claims = v.safeParse(tenantClaim, Buffer.from(payload, 'base64url').toString('utf8'))
  // Without a tenant the pattern stays, which no id token can name.
  return claims.success ? { ...server, issuer: server.issuer.replace(TENANT, claims.output.tid) } : server
}
const idTokenAnswer = v.pipe(v.string(), v.parseJson(), v.object({ id_token: v.string() }))
const tenantClaim = v.pipe(v.string(), v.parseJson(), v.object({ tid: v.pipe(v.string(), v.regex(/^[0-9a-f-]{36}$/)) }))

/** Granted scopes as they were asked for (RFC 6749, 3.3: with blanks between them). */
function grantedIn(scope: string, { scopePrefix }: ProviderLogin): string[] {
  const short = (one: string) =>
    scopePrefix !== '' && one.toLowerCase().startsWith(scopePrefix) ? one.slice(scopePrefix.length) : one
  return scope
    .split(' ')
    .filter((one) => one !== '')
    .map(short)
}

/** What the userinfo endpoint may add to an id token. */
function addressIn({ email, email_verified }: Claims): Claims {
  return { email, email_verified }
}

/**
 * Where the id token leaves the address out (OpenID Connect Core 1.0, 5.4). Who it is the id token has said, so an endpoint that is down keeps nobody
 * out; an answer about somebody else does (5.3.2).
 * @returns null without an answer
 */
async function userInfo(
  server: oauth.AuthorizationServer,
  login: ProviderLogin,
  client: oauth.Client,
  accessToken: string,
  subject: string,
): Promise<Record<string, unknown> | null> {
  if (!server.userinfo_endpoint) return {}
  try {
    const response = await oauth.userInfoRequest(server, client, accessToken, requestOptions(login.issuer))
    return await oauth.processUserInfoResponse(server, client, subject, response)
  } catch (error) {
    if (error instanceof oauth.OperationProcessingError && error.code === oauth.JSON_ATTRIBUTE_COMPARISON) throw error
    return null
  }
}

function reasonOfAnswer(error: unknown): 'state' | 'denied' | 'provider' {
  if (!(error instanceof oauth.AuthorizationResponseError)) return 'state'
  return /^(?:access_denied|(?:consent|interaction|login)_required)$/.test(error.error) ? 'denied' : 'provider'
}

function reasonOfExchange(error: unknown): 'state' | 'expired' | 'provider' {
  if (error instanceof oauth.ResponseBodyError && error.error === 'invalid_grant') return 'expired'
  // Issuer, audience or nonce of the id token are not those of this sign-in.
  if (error instanceof oauth.OperationProcessingError && error.code === oauth.JWT_CLAIM_COMPARISON) return 'state'
  return 'provider'
}

function refused(reason: 'state' | 'denied' | 'expired' | 'provider'): Exchange {
  return { kind: 'refused', reason }
}

function failed(error: ProviderError): { kind: 'failed'; error: ProviderError } {
  return { kind: 'failed', error }
}

/** The longest address there can be (RFC 5321, 4.5.3.1), and more than a name needs: what is longer is not stored. */
const MAX_CLAIM_LENGTH = 320

function textOf(claim: unknown): string | null {
  return typeof claim === 'string' && claim !== '' && claim.length <= MAX_CLAIM_LENGTH ? claim : null
}
