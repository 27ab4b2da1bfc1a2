/**
 * Grants as the identity platform keeps them: one-time codes, refresh tokens of which every use gives a new one while the old
 * goes on working, access tokens of an hour, and the signed id token (B1, checklist 37).
 */
import { createHash, randomBytes } from 'node:crypto'
import { signedToken } from '../wire/signing-key.ts'
import {
  consentNeeded,
  idleToken,
  type OAuthRefusal,
  oldCode,
  revokedPersonalToken,
  revokedToken,
  spaToken,
  unknownCode,
  usedCode,
  wrongClient,
  wrongRedirect,
  wrongVerifier,
} from './aadsts.ts'
import { shortScope } from './call.ts'
import { type AccessToken, type Account, PERSONAL_TENANT, type RefreshToken, steadyGuid } from './model.ts'
import type { MicrosoftWorld } from './world.ts'

const DAY = 86_400_000
const CODE_LIFE_MS = 600_000
/** About the person, not about a resource. */
export const OIDC_SCOPES = ['openid', 'profile', 'email', 'offline_access']

export interface AuthorizationCode {
  code: string
  account: string
  clientId: string
  redirectUri: string
  scopes: string[]
  nonce: string | null
  challenge: string | null
  challengeMethod: 'S256' | 'plain'
  issuedAt: number
  used: boolean
}

const codes = new WeakMap<MicrosoftWorld, Map<string, AuthorizationCode>>()

/** Records consent, which adds to what was consented before, and hands out a code. */
export function issueCode(world: MicrosoftWorld, asked: Omit<AuthorizationCode, 'code' | 'issuedAt' | 'used'>): string {
  const key = `${asked.account} ${asked.clientId}`
  const before = world.state.consents.get(key) ?? []
  world.state.consents.set(key, [...new Set([...before, ...asked.scopes])])
  const code = { ...asked, code: `0.Sbx${randomBytes(120).toString('base64url')}`, issuedAt: world.now(), used: false }
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

export function redeemCode(world: MicrosoftWorld, exchange: Exchange): AuthorizationCode | OAuthRefusal {
  const code = codesOf(world).get(exchange.code ?? '')
  if (code === undefined) return unknownCode()
  if (code.used) return usedCode()
  code.used = true
  if (code.issuedAt + CODE_LIFE_MS < world.now()) return oldCode()
  if (code.clientId !== exchange.clientId) return wrongClient()
  if (code.redirectUri !== exchange.redirectUri) return wrongRedirect()
  if (code.challenge === null) return code
  const verifier = exchange.verifier ?? ''
  const made = code.challengeMethod === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url')
  return made === code.challenge ? code : wrongVerifier()
}

type Granted = Pick<RefreshToken, 'account' | 'clientId' | 'scopes'>

/** @param expiresAt the fixed end of a single-page app's token, handed on from the one before */
export function issueRefreshToken(world: MicrosoftWorld, granted: Granted, expiresAt: number | null): RefreshToken {
  const { account, clientId, scopes } = granted
  const now = world.now()
  const token: RefreshToken = {
    token: `1.Sbx${randomBytes(300).toString('base64url')}`,
    account,
    clientId,
    scopes,
    createdAt: now,
    lastUsedAt: now,
    expiresAt,
    revoked: null,
  }
  world.state.refreshTokens.set(token.token, token)
  world.onChange()
  return token
}

/** When the tokens of this client end whatever happens; null: never. */
export function fixedEndOf(world: MicrosoftWorld, clientId: string): number | null {
  return world.switches.clients?.find((client) => client.id === clientId)?.kind === 'spa' ? world.now() + DAY : null
}

export function issueAccessToken(world: MicrosoftWorld, { account, clientId, scopes }: Granted): AccessToken {
  const expiresAt = world.now() + world.switches.accessTokenSeconds * 1000
  const token: AccessToken = {
    token: `EwBSbx${randomBytes(600).toString('base64url')}`,
    account,
    clientId,
    scopes,
    expiresAt,
    revoked: false,
  }
  for (const [key, old] of world.state.accessTokens)
    if (old.expiresAt < world.now() - DAY) world.state.accessTokens.delete(key)
  world.state.accessTokens.set(token.token, token)
  world.onChange()
  return token
}

/** A refresh token that may be used now for these scopes (null: for those it has), or the refusal it meets. */
export function usableRefreshToken(
  world: MicrosoftWorld,
  text: string | null,
  clientId: string,
  scopes: string[] | null,
): { token: RefreshToken; scopes: string[] } | OAuthRefusal {
  const token = world.state.refreshTokens.get(text ?? '')
  if (token === undefined) return unknownCode()
  if (token.clientId !== clientId) return wrongClient()
  const now = world.now()
  if (token.revoked !== null)
    return world.account(token.account)?.kind === 'personal' ? revokedPersonalToken() : revokedToken()
  if (token.expiresAt !== null && now > token.expiresAt) return spaToken()
  if (now > token.lastUsedAt + world.switches.refreshTokenDays * DAY) return idleToken()
  const consented = (world.state.consents.get(`${token.account} ${clientId}`) ?? token.scopes).map(shortScope)
  const missing = (scopes ?? []).some((scope) => !OIDC_SCOPES.includes(scope) && !consented.includes(shortScope(scope)))
  if (missing) return consentNeeded(clientId)
  token.lastUsedAt = now
  return { token, scopes: scopes ?? token.scopes }
}

/** The person or an admin takes access away: from one app, or from all. Answers how many tokens died. */
export function revokeGrants(
  world: MicrosoftWorld,
  account: string,
  clientId?: string,
  why: 'revoked' | 'password' = 'revoked',
): number {
  const theirs = (token: { account: string; clientId: string }) =>
    token.account === account && (clientId === undefined || token.clientId === clientId)
  let count = 0
  for (const token of world.state.refreshTokens.values()) {
    if (!theirs(token) || token.revoked !== null) continue
    token.revoked = why
    count += 1
  }
  for (const token of world.state.accessTokens.values()) {
    if (!theirs(token) || token.revoked) continue
    token.revoked = true
    count += 1
  }
  for (const key of [...world.state.consents.keys()]) {
    const [who = '', client = ''] = key.split(' ')
    if (why === 'revoked' && theirs({ account: who, clientId: client })) world.state.consents.delete(key)
  }
  world.onChange()
  return count
}

export function expireAccessTokens(world: MicrosoftWorld, account: string): void {
  for (const token of world.state.accessTokens.values()) if (token.account === account) token.expiresAt = 0
}

/** `sub` is another for every app; who somebody is stands in `tid` and `oid`. */
export function idTokenFor(
  world: MicrosoftWorld,
  login: string,
  account: Account,
  granted: Granted,
  nonce: string | null,
): string {
  const seconds = Math.floor(world.now() / 1000)
  return signedToken(world.state, {
    ver: '2.0',
    iss: `${login}/${account.tenantId}/v2.0`,
    aud: granted.clientId,
    ...claimsOf(world, account, granted),
    tid: account.tenantId,
    ...(nonce === null ? {} : { nonce }),
    iat: seconds,
    nbf: seconds,
    exp: seconds + 3600,
  })
}

/** What a scope lets a client know of the person. There is no `email_verified` here; `xms_edov` comes only when asked for. */
export function claimsOf(world: MicrosoftWorld, account: Account, { clientId, scopes }: Granted) {
  const verified = world.switches.emailDomainVerified
  return {
    sub: steadyGuid(`sub ${account.id} ${clientId}`).replaceAll('-', ''),
    oid: account.id,
    ...(scopes.includes('profile') ? { name: account.name, preferred_username: account.email } : {}),
    ...(scopes.includes('email') ? { email: account.claimedEmail ?? account.email } : {}),
    ...(scopes.includes('email') && verified !== null ? { xms_edov: verified } : {}),
  }
}

/** The tenants a word in the URL lets in. */
export function letsIn(tenant: string, account: Account): boolean {
  if (tenant === 'common') return true
  if (tenant === 'organizations') return account.kind === 'work'
  if (tenant === 'consumers') return account.tenantId === PERSONAL_TENANT
  return tenant.toLowerCase() === account.tenantId || tenant.toLowerCase() === account.email.split('@')[1]
}

function codesOf(world: MicrosoftWorld): Map<string, AuthorizationCode> {
  const known = codes.get(world) ?? new Map<string, AuthorizationCode>()
  codes.set(world, known)
  return known
}
