/**
 * Grants as Google keeps them: one-time codes, refresh tokens that last, die of idleness, of the seven days of "testing" or
 * of being the hundred-and-first, access tokens of an hour, and the signed id token (A1, checklist 1-3).
 */
import { createHash, randomBytes } from 'node:crypto'
import { signedToken } from '../wire/signing-key.ts'
import type { AccessToken, Account, RefreshToken } from './model.ts'
import type { GoogleWorld } from './world.ts'

const DAY = 86_400_000
const CODE_LIFE_MS = 600_000
const TOKENS_PER_CLIENT = 100

export interface AuthorizationCode {
  code: string
  account: string
  clientId: string
  redirectUri: string
  scopes: string[]
  nonce: string | null
  challenge: string | null
  challengeMethod: 'S256' | 'plain'
  givesRefreshToken: boolean
  issuedAt: number
}

/** OAuth's own error shape, which is not the API's. */
export interface OAuthRefusal {
  status: number
  error: string
  description: string
}

const codes = new WeakMap<GoogleWorld, Map<string, AuthorizationCode>>()

/** Records consent and hands out a code. A refresh token comes with the first consent or `prompt=consent` only. */
export function issueCode(
  world: GoogleWorld,
  asked: Omit<AuthorizationCode, 'code' | 'issuedAt' | 'givesRefreshToken'> & {
    offline: boolean
    prompted: boolean
    incremental: boolean
  },
): string {
  const { offline, prompted, incremental, ...grant } = asked
  const key = `${grant.account} ${grant.clientId}`
  const before = world.state.consents.get(key)
  const scopes = incremental ? [...new Set([...(before ?? []), ...grant.scopes])] : grant.scopes
  const code: AuthorizationCode = {
    ...grant,
    scopes,
    code: `4/0Sbx${randomBytes(30).toString('base64url')}`,
    givesRefreshToken: offline && (prompted || before === undefined),
    issuedAt: world.now(),
  }
  world.state.consents.set(key, [...new Set([...(before ?? []), ...scopes])])
  codesOf(world).set(code.code, code)
  world.onChange()
  return code.code
}

export interface Exchange {
  code: string | null
  clientId: string
  redirectUri: string | null
  verifier: string | null
}

/** Redeems a code once; a wrong verifier or redirect spends it too. */
export function redeemCode(world: GoogleWorld, exchange: Exchange): AuthorizationCode | OAuthRefusal {
  const code = codesOf(world).get(exchange.code ?? '')
  codesOf(world).delete(exchange.code ?? '')
  if (code === undefined || code.issuedAt + CODE_LIFE_MS < world.now()) return invalidGrant('Malformed auth code.')
  if (code.clientId !== exchange.clientId) return invalidGrant('Bad Request')
  if (code.redirectUri !== exchange.redirectUri) return invalidGrant('Bad Request')
  if (code.challenge === null) return code
  if (exchange.verifier === null) return invalidGrant('Missing code verifier.')
  const { challengeMethod, challenge } = code
  const made =
    challengeMethod === 'plain' ? exchange.verifier : createHash('sha256').update(exchange.verifier).digest('base64url')
  return made === challenge ? code : invalidGrant('Invalid code verifier.')
}

export function issueRefreshToken(
  world: GoogleWorld,
  account: string,
  clientId: string,
  scopes: string[],
): RefreshToken {
  const limited = world.switches.timeLimitedGrantSeconds
  const token: RefreshToken = {
    token: `1//0sbx${randomBytes(32).toString('base64url')}`,
    account,
    clientId,
    scopes,
    createdAt: world.now(),
    lastUsedAt: world.now(),
    expiresAt: limited === null ? null : world.now() + limited * 1000,
    revoked: false,
  }
  world.state.refreshTokens.set(token.token, token)
  const alive = [...world.state.refreshTokens.values()].filter(
    (one) => one.account === account && one.clientId === clientId && !one.revoked,
  )
  // More than a hundred living tokens: the oldest die without a word (GO).
  for (const old of alive.slice(0, Math.max(0, alive.length - TOKENS_PER_CLIENT))) old.revoked = true
  world.onChange()
  return token
}

export function issueAccessToken(
  world: GoogleWorld,
  grant: { account: string; clientId: string; scopes: string[] },
  refreshToken: string | null,
): AccessToken {
  const { account, clientId, scopes } = grant
  const token: AccessToken = {
    token: `ya29.a0Sbx${randomBytes(40).toString('base64url')}`,
    refreshToken,
    account,
    clientId,
    scopes,
    expiresAt: world.now() + world.switches.accessTokenSeconds * 1000,
    revoked: false,
  }
  for (const [key, old] of world.state.accessTokens)
    if (old.expiresAt < world.now() - DAY) world.state.accessTokens.delete(key)
  world.state.accessTokens.set(token.token, token)
  world.onChange()
  return token
}

/** A refresh token that may be used now, or the refusal it meets. */
export function usableRefreshToken(
  world: GoogleWorld,
  text: string | null,
  clientId: string,
): RefreshToken | OAuthRefusal {
  const token = world.state.refreshTokens.get(text ?? '')
  if (token === undefined) return invalidGrant('Bad Request')
  if (token.clientId !== clientId) return { status: 401, error: 'unauthorized_client', description: 'Unauthorized' }
  const { testingExpiryDays, idleExpiryDays } = world.switches
  const now = world.now()
  const tooOld =
    testingExpiryDays !== null && now > token.createdAt + testingExpiryDays * DAY && needsCalendar(token.scopes)
  const idle = idleExpiryDays !== null && now > token.lastUsedAt + idleExpiryDays * DAY
  const over = token.expiresAt !== null && now > token.expiresAt
  if (token.revoked || tooOld || idle || over) return invalidGrant('Token has been expired or revoked.')
  token.lastUsedAt = now
  return token
}

/** Revoking one token takes every token of the whole project for that user, each client id in it (GO). */
export function revokeToken(world: GoogleWorld, text: string): boolean {
  const token = world.state.refreshTokens.get(text) ?? world.state.accessTokens.get(text)
  if (token === undefined || token.revoked) return false
  revokeGrants(world, token.account, token.clientId)
  return true
}

/** The user takes access away: from one project, or from everything. */
export function revokeGrants(world: GoogleWorld, account: string, clientId?: string): number {
  const sameProject = (other: string) => clientId === undefined || projectOf(other) === projectOf(clientId)
  let count = 0
  for (const token of [...world.state.refreshTokens.values(), ...world.state.accessTokens.values()]) {
    if (token.account !== account || token.revoked || !sameProject(token.clientId)) continue
    token.revoked = true
    count += 1
  }
  for (const key of [...world.state.consents.keys()]) {
    const [who, client = ''] = key.split(' ')
    if (who === account && sameProject(client)) world.state.consents.delete(key)
  }
  world.onChange()
  return count
}

export function expireAccessTokens(world: GoogleWorld, account: string): void {
  for (const token of world.state.accessTokens.values()) if (token.account === account) token.expiresAt = 0
}

export function idTokenFor(
  world: GoogleWorld,
  issuer: string,
  account: Account,
  access: AccessToken,
  nonce: string | null,
): string {
  const seconds = Math.floor(world.now() / 1000)
  const hash = createHash('sha256').update(access.token).digest().subarray(0, 16).toString('base64url')
  const claims = {
    iss: issuer,
    azp: access.clientId,
    aud: access.clientId,
    ...claimsOf(account, access.scopes),
    at_hash: hash,
    ...(nonce === null ? {} : { nonce }),
    iat: seconds,
    exp: seconds + 3600,
  }
  return signedToken(world.state, claims)
}

/** What a scope lets a client know of the person. */
export function claimsOf(account: Account, scopes: readonly string[]) {
  const has = (...names: string[]) =>
    names.some((name) => scopes.includes(name) || scopes.includes(`https://www.googleapis.com/auth/userinfo.${name}`))
  const [given = account.name, ...family] = account.name.split(' ')
  return {
    sub: account.sub,
    ...(has('email') ? { email: account.email, email_verified: true } : {}),
    ...(has('profile') ? { name: account.name, given_name: given, family_name: family.join(' ') } : {}),
  }
}

export function invalidGrant(description: string): OAuthRefusal {
  return { status: 400, error: 'invalid_grant', description }
}

/** Client ids begin with the number of their project. */
function projectOf(clientId: string): string {
  return /^(\d+)-/.exec(clientId)?.[1] ?? clientId
}

/** The seven days of "testing" spare grants of name, address and profile alone (GO). */
function needsCalendar(scopes: readonly string[]): boolean {
  return scopes.some((scope) => scope.includes('/auth/calendar'))
}

function codesOf(world: GoogleWorld): Map<string, AuthorizationCode> {
  const known = codes.get(world) ?? new Map<string, AuthorizationCode>()
  codes.set(world, known)
  return known
}
