/**
 * The identity platform's refusals: OAuth's error word, and the AADSTS number that says what is really the matter. The text
 * carries trace ids and a time and is informative only.
 * Source: learn.microsoft.com/entra/identity-platform/reference-error-codes, recordings
 */
import { randomUUID } from 'node:crypto'
import { json, type WebAnswer } from '../wire/http.ts'

export interface OAuthRefusal {
  status: number
  error: string
  code: number
  text: string
  suberror?: string
}

const refuse = (
  error: string,
  code: number,
  text: string,
  more: { status?: number; suberror?: string } = {},
): OAuthRefusal => ({
  status: more.status ?? 400,
  error,
  code,
  text,
  ...(more.suberror === undefined ? {} : { suberror: more.suberror }),
})

export const unknownCode = () => refuse('invalid_grant', 9002313, 'Invalid request. Request is malformed or invalid.')
export const usedCode = () =>
  refuse(
    'invalid_grant',
    54005,
    'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
  )
export const oldCode = () =>
  refuse(
    'invalid_grant',
    70008,
    'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
  )
export const wrongVerifier = () =>
  refuse(
    'invalid_grant',
    501481,
    'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
  )
export const wrongRedirect = () =>
  refuse(
    'invalid_grant',
    500112,
    'The reply address does not match the reply address provided when requesting Authorization code.',
  )
export const wrongClient = () =>
  refuse(
    'invalid_grant',
    700005,
    'Provided Authorization Code or Refresh Token is intended to be used by another client.',
  )
export const idleToken = () =>
  refuse('invalid_grant', 700082, 'The refresh token has expired due to inactivity.', { suberror: 'bad_token' })
export const spaToken = () =>
  refuse(
    'invalid_grant',
    700084,
    'The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of 1.00:00:00, which cannot be extended.',
    { suberror: 'bad_token' },
  )
export const revokedToken = () =>
  refuse(
    'invalid_grant',
    50173,
    'The provided grant has expired due to it being revoked, a fresh auth token is needed.',
    { suberror: 'bad_token' },
  )
/** How the same is told of a personal account. */
export const revokedPersonalToken = () =>
  refuse(
    'invalid_grant',
    70000,
    'The user could not be authenticated or the grant is expired. The user must first sign in and if needed grant the client application access to the requested scope.',
  )
export const consentNeeded = (clientId: string) =>
  refuse(
    'invalid_grant',
    65001,
    `The user or administrator has not consented to use the application with ID '${clientId}'. Send an interactive authorization request for this user and resource.`,
    { suberror: 'consent_required' },
  )
export const interactionRequired = () =>
  refuse(
    'interaction_required',
    50076,
    'Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.',
    { suberror: 'basic_action' },
  )
export const missingParameter = (name: string) =>
  refuse('invalid_request', 900144, `The request body must contain the following parameter: '${name}'.`)
export const unknownApplication = (clientId: string) =>
  refuse('unauthorized_client', 700016, `Application with identifier '${clientId}' was not found in the directory.`)
export const wrongSecret = () =>
  refuse(
    'invalid_client',
    7000215,
    'Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID.',
    { status: 401 },
  )
export const wrongGrantType = (given: string) =>
  refuse('unsupported_grant_type', 70003, `The app requested an unsupported grant type '${given}'.`)
export const wrongTenant = (email: string) =>
  refuse(
    'invalid_grant',
    50020,
    `User account '${email}' from identity provider does not exist in this tenant and cannot access the application.`,
  )

/** The description as it stands in answers and redirects. */
export function described(
  { code, text }: OAuthRefusal,
  now: number,
): { text: string; trace: string; correlation: string; stamp: string } {
  const [trace, correlation] = [randomUUID(), randomUUID()]
  const stamp = `${new Date(now).toISOString().slice(0, 19).replace('T', ' ')}Z`
  return {
    text: `AADSTS${code}: ${text} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${stamp}`,
    trace,
    correlation,
    stamp,
  }
}

export function refusedToken(refusal: OAuthRefusal, now: number): WebAnswer {
  const { text, trace, correlation, stamp } = described(refusal, now)
  return json(refusal.status, {
    error: refusal.error,
    error_description: text,
    error_codes: [refusal.code],
    timestamp: stamp,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `https://login.microsoftonline.com/error?code=${refusal.code}`,
    ...(refusal.suberror === undefined ? {} : { suberror: refusal.suberror }),
  })
}
