/**
 * The grant of a connected account: the refresh token that stands for the person's consent, and the access token made from it last. Only the
 * provider saying so ends a grant (rule 13); a token endpoint that is down, busy or confused never does.
 */
import * as oauth from 'oauth4webapi'
import type { Temporal } from 'temporal-polyfill'
import * as v from 'valibot'
import type { ProviderError, Read } from '../calendar/port.ts'
import { clientOf, discover, errorOfStatus, expiryOf, isFromLibrary, namedFor, requestOptions } from './oidc.ts'
import type { ProviderLogin } from './provider-login.ts'
import type { Vault } from './vault.ts'

export interface Grant {
  refreshToken: string
  accessToken: string
  accessExpiresAt: string
}

/**
 * A new access token. The caller sees to it that a person's grant is refreshed once at a time, and saves the answer before it is used: where
 * `rotated`, the old refresh token may already be worthless (RFC 6749, 6).
 */
export async function refreshGrant(
  login: ProviderLogin,
  grant: Grant,
  now: Temporal.Instant,
): Promise<Read<Grant & { rotated: boolean }>> {
  const discovered = await discover(login, now)
  if (discovered.kind === 'failed') return discovered
  const { server } = discovered.value
  const client = clientOf(login, now)
  try {
    const secret = oauth.ClientSecretPost(login.clientSecret)
    const options = requestOptions(login.issuer)
    const response = await oauth.refreshTokenGrantRequest(server, client, secret, grant.refreshToken, options)
    if (response.status === 429 || response.status >= 500) return { kind: 'failed', error: errorOfStatus(response) }
    const tokens = await oauth.processRefreshTokenResponse(await namedFor(server, response), client, response)
    const refreshToken = tokens.refresh_token ?? grant.refreshToken
    return {
      kind: 'ok',
      value: {
        refreshToken,
        accessToken: tokens.access_token,
        accessExpiresAt: expiryOf(tokens, now),
        rotated: refreshToken !== grant.refreshToken,
      },
    }
  } catch (error) {
    return { kind: 'failed', error: errorOfRefresh(error) }
  }
}

/** Tells the provider that Aforo is done with the account (RFC 7009). Best effort: disconnecting does not wait for it to succeed. */
export async function revokeGrant(login: ProviderLogin, grant: Grant, now: Temporal.Instant): Promise<Read<'revoked'>> {
  const discovered = await discover(login, now)
  if (discovered.kind === 'failed') return discovered
  const { server } = discovered.value
  if (!server.revocation_endpoint)
    return { kind: 'failed', error: { reason: 'rejected', code: 'no_revocation_endpoint' } }
  try {
    const secret = oauth.ClientSecretPost(login.clientSecret)
    const options = requestOptions(login.issuer)
    const response = await oauth.revocationRequest(server, clientOf(login, now), secret, grant.refreshToken, options)
    if (response.status === 429 || response.status >= 500) return { kind: 'failed', error: errorOfStatus(response) }
    await oauth.processRevocationResponse(response)
    return { kind: 'ok', value: 'revoked' }
  } catch (error) {
    return { kind: 'failed', error: { reason: isFromLibrary(error) ? 'rejected' : 'unreachable' } }
  }
}

/** The text for `connections.grant`, which opens in the row of that connection alone (rule 12). */
export function sealGrant(vault: Vault, connectionId: string, grant: Grant): Promise<string> {
  const { refreshToken, accessToken, accessExpiresAt } = grant
  return vault.seal(JSON.stringify({ refreshToken, accessToken, accessExpiresAt }), boundTo(connectionId))
}

/** Null where the row was tampered with or its key is gone: the person has to connect the account again. */
export async function openGrant(vault: Vault, connectionId: string, sealed: string): Promise<Grant | null> {
  const text = await vault.open(sealed, boundTo(connectionId))
  if (text === null) return null
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), grantSchema), text)
  return parsed.success ? parsed.output : null
}
const grantSchema = v.object({ refreshToken: v.string(), accessToken: v.string(), accessExpiresAt: v.string() })

function boundTo(connectionId: string): string {
  return `connection:${connectionId}`
}

// What says that the grant itself is over: revoked, expired, forbidden by the account's administrator, or good again only once
// the person has been there (RFC 6749, 5.2; OpenID Connect Core 1.0, 3.1.2.6; provider-facts.md, A1 and B1).
const GRANT_IS_OVER = new Set([
  'invalid_grant',
  'admin_policy_enforced',
  'interaction_required',
  'consent_required',
  'login_required',
])

function errorOfRefresh(error: unknown): ProviderError {
  if (error instanceof oauth.ResponseBodyError) {
    if (GRANT_IS_OVER.has(error.error)) return { reason: 'revoked', code: knownCode(error.error) }
    if (error.error === 'slow_down') return { reason: 'throttled', code: knownCode(error.error) }
    // Also `invalid_client` and `unauthorized_client`: our own credentials are wrong, or may not do this (RFC 6749, 5.2; Microsoft says it of an
    // application that a directory does not have), which the operator mends; nobody has to consent again for it.
    return { reason: 'unreachable', code: knownCode(error.error) }
  }
  if (error instanceof oauth.WWWAuthenticateChallengeError) return { reason: 'unreachable', code: String(error.status) }
  return { reason: isFromLibrary(error) ? 'malformed' : 'unreachable' }
}

/** A code goes to the log, so it must look like one: an answer may put anything into this field. */
function knownCode(code: string): string {
  return /^[a-z_]{1,40}$/.test(code) ? code : 'unknown_code'
}
