/**
 * Google's OIDC and OAuth endpoints: discovery, authorization with PKCE, token, revocation, keys, userinfo
 * (checklist 1-3). The consent page's form posts back to the authorization endpoint.
 */
import { languageOf } from '../wire/consent-shell.ts'
import { html, json, type WebAnswer, type WebRequest } from '../wire/http.ts'
import { credentialsIn, nameFrom, redirectBack, requestIn } from '../wire/oauth.ts'
import { publicKeys } from '../wire/signing-key.ts'
import { consentPage, errorPage, NEW_ACCOUNT } from './consent-page.ts'
import type { AccessToken, RefreshToken } from './model.ts'
import {
  claimsOf,
  idTokenFor,
  issueAccessToken,
  issueCode,
  issueRefreshToken,
  type OAuthRefusal,
  redeemCode,
  revokeToken,
  usableRefreshToken,
} from './tokens.ts'
import type { GoogleWorld } from './world.ts'

/** Granted whenever asked; they have no box on the consent page. */
const BASIC_SCOPES = [
  'openid',
  'email',
  'profile',
  'https://www.googleapis.com/auth/userinfo.email',
  'https://www.googleapis.com/auth/userinfo.profile',
]
const AUTHORIZATION_PATH = '/o/oauth2/v2/auth'

/** Answers an OIDC or OAuth request; null when the path is none of theirs. */
export function answerOAuth(world: GoogleWorld, issuer: string, request: WebRequest): WebAnswer | null {
  switch (request.path) {
    case '/.well-known/openid-configuration':
      return json(200, discovery(issuer))
    case '/oauth2/v3/certs':
      return json(200, publicKeys(world.state))
    case AUTHORIZATION_PATH:
      return request.method === 'POST' ? decide(world, request) : ask(world, request)
    case '/token':
      return token(world, issuer, request)
    case '/revoke':
      return revoke(world, request)
    case '/tokeninfo':
      return tokeninfo(world, request)
    case '/userinfo':
      return userinfo(world, request)
    default:
      return null
  }
}

function discovery(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}${AUTHORIZATION_PATH}`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    revocation_endpoint: `${issuer}/revoke`,
    jwks_uri: `${issuer}/oauth2/v3/certs`,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'email', 'profile'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    claims_supported: [
      'aud',
      'email',
      'email_verified',
      'exp',
      'family_name',
      'given_name',
      'iat',
      'iss',
      'name',
      'sub',
    ],
    code_challenge_methods_supported: ['plain', 'S256'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
  }
}

/** The consent page, or an error page: nothing is sent to a redirect address that cannot be trusted. */
function ask(world: GoogleWorld, request: WebRequest, problem: 'needAddress' | null = null): WebAnswer {
  const language = languageOf(request.headers['accept-language'])
  const { query } = request
  const refused = requestProblem(world, query)
  if (refused !== null) return html(400, errorPage(language, refused[0], refused[1]))
  if ((query.get('prompt') ?? '').split(' ').includes('none'))
    return redirectBack(query, { error: 'interaction_required' })
  const scopes = (query.get('scope') ?? '').split(' ').filter((scope) => scope !== '' && !BASIC_SCOPES.includes(scope))
  const page = consentPage({
    language,
    clientId: query.get('client_id') ?? '',
    accounts: [...world.state.accounts.values()],
    loginHint: query.get('login_hint')?.toLowerCase() ?? null,
    scopes,
    request: query,
    problem,
  })
  return html(200, page)
}

/** The consent form came back: the authorization request in `r_...` fields, the account, the ticked scopes, yes or no. */
function decide(world: GoogleWorld, request: WebRequest): WebAnswer {
  const form = new URLSearchParams(request.body)
  const query = requestIn(form, request.query)
  const again: WebRequest = { ...request, method: 'GET', query }
  if (requestProblem(world, query) !== null) return ask(world, again)
  if (form.get('decision') !== 'allow') return redirectBack(query, { error: 'access_denied' })
  const chosen = form.get('account') === NEW_ACCOUNT ? form.get('email') : form.get('account')
  const address = (chosen ?? '').trim().toLowerCase()
  if (!/^[^\s@]+@[^\s@]+$/.test(address)) return ask(world, again, 'needAddress')
  const account = world.createAccount(address, nameFrom(address), 'America/Mexico_City')
  const asked = (query.get('scope') ?? '').split(' ').filter((scope) => scope !== '')
  const ticked = form.getAll('scope')
  // A user may untick single scopes, so what is granted is less than what was asked (MM 27).
  const scopes = asked.filter((scope) => BASIC_SCOPES.includes(scope) || ticked.includes(scope))
  const code = issueCode(world, {
    account: account.email,
    clientId: query.get('client_id') ?? '',
    redirectUri: query.get('redirect_uri') ?? '',
    scopes,
    nonce: query.get('nonce'),
    challenge: query.get('code_challenge'),
    challengeMethod: query.get('code_challenge_method') === 'S256' ? 'S256' : 'plain',
    offline: query.get('access_type') === 'offline',
    prompted: (query.get('prompt') ?? '').split(' ').includes('consent'),
    incremental: query.get('include_granted_scopes') === 'true',
  })
  return redirectBack(query, { code, scope: scopes.join(' '), authuser: '0', prompt: 'consent' })
}

function token(world: GoogleWorld, issuer: string, request: WebRequest): WebAnswer {
  const down = world.switches.tokenEndpointStatus
  if (down !== null) return json(down, { error: down === 429 ? 'rate_limit_exceeded' : 'temporarily_unavailable' })
  if (request.method !== 'POST') return refusedJson({ status: 405, error: 'invalid_request', description: 'POST only' })
  const form = new URLSearchParams(request.body)
  const client = clientOf(world, request, form)
  if ('error' in client) return refusedJson(client)
  if (form.get('grant_type') === 'authorization_code') {
    const exchange = {
      code: form.get('code'),
      clientId: client.id,
      redirectUri: form.get('redirect_uri'),
      verifier: form.get('code_verifier'),
    }
    const grant = redeemCode(world, exchange)
    if ('error' in grant) return refusedJson(grant)
    const refresh = grant.givesRefreshToken
      ? issueRefreshToken(world, grant.account, grant.clientId, grant.scopes)
      : null
    const access = issueAccessToken(world, grant, refresh?.token ?? null)
    return json(200, tokenAnswer(world, issuer, access, refresh, grant.nonce))
  }
  if (form.get('grant_type') === 'refresh_token') {
    const grant = usableRefreshToken(world, form.get('refresh_token'), client.id)
    if ('error' in grant) return refusedJson(grant)
    const rotated = world.switches.rotateRefreshTokens
      ? issueRefreshToken(world, grant.account, grant.clientId, grant.scopes)
      : null
    if (rotated !== null) grant.revoked = true
    const access = issueAccessToken(world, grant, rotated?.token ?? grant.token)
    return json(200, tokenAnswer(world, issuer, access, rotated, null))
  }
  return refusedJson({ status: 400, error: 'unsupported_grant_type', description: 'Invalid grant_type' })
}

function tokenAnswer(
  world: GoogleWorld,
  issuer: string,
  access: AccessToken,
  refresh: RefreshToken | null,
  nonce: string | null,
) {
  const account = world.account(access.account)
  const limited = world.switches.timeLimitedGrantSeconds
  return {
    access_token: access.token,
    expires_in: world.switches.accessTokenSeconds - 1,
    ...(refresh === null ? {} : { refresh_token: refresh.token }),
    ...(refresh === null || limited === null ? {} : { refresh_token_expires_in: limited }),
    scope: access.scopes.join(' '),
    token_type: 'Bearer',
    ...(account !== undefined && access.scopes.includes('openid')
      ? { id_token: idTokenFor(world, issuer, account, access, nonce) }
      : {}),
  }
}

function revoke(world: GoogleWorld, request: WebRequest): WebAnswer {
  const text = request.query.get('token') ?? new URLSearchParams(request.body).get('token') ?? ''
  if (revokeToken(world, text)) return json(200, {})
  return refusedJson({ status: 400, error: 'invalid_token', description: 'Token expired or revoked' })
}

/** Names the address only if an e-mail scope was granted (MM 25). */
function tokeninfo(world: GoogleWorld, request: WebRequest): WebAnswer {
  const access = world.state.accessTokens.get(request.query.get('access_token') ?? '')
  const account = access && world.account(access.account)
  if (access === undefined || account === undefined || access.revoked || access.expiresAt <= world.now()) {
    return refusedJson({ status: 400, error: 'invalid_token', description: 'Invalid Value' })
  }
  const { name: _name, given_name: _given, family_name: _family, ...claims } = claimsOf(account, access.scopes)
  const expires = Math.floor((access.expiresAt - world.now()) / 1000)
  return json(200, {
    azp: access.clientId,
    aud: access.clientId,
    ...claims,
    scope: access.scopes.join(' '),
    expires_in: String(expires),
  })
}

function userinfo(world: GoogleWorld, request: WebRequest): WebAnswer {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
  const access = world.state.accessTokens.get(bearer)
  const account = access && world.account(access.account)
  if (access === undefined || account === undefined || access.revoked || access.expiresAt <= world.now()) {
    return refusedJson({ status: 401, error: 'invalid_request', description: 'Invalid Credentials' })
  }
  return json(200, claimsOf(account, access.scopes))
}

/** Any client is let in, unless clients are configured; then secret and redirect address must be theirs. */
function clientOf(world: GoogleWorld, request: WebRequest, form: URLSearchParams): { id: string } | OAuthRefusal {
  const { id, secret } = credentialsIn(request, form)
  if (id === '')
    return { status: 400, error: 'invalid_request', description: 'Could not determine client ID from request.' }
  const { clients } = world.switches
  const known = clients === null || clients.some((client) => client.id === id && client.secret === secret)
  return known ? { id } : { status: 401, error: 'invalid_client', description: 'The OAuth client was not found.' }
}

function requestProblem(world: GoogleWorld, query: URLSearchParams): [code: string, text: string] | null {
  const clientId = query.get('client_id')
  const redirectUri = query.get('redirect_uri')
  if (!clientId) return ['invalid_request', 'Missing required parameter: client_id']
  if (!redirectUri || !URL.canParse(redirectUri)) return ['invalid_request', 'Missing required parameter: redirect_uri']
  if (!/^https?:$/.test(new URL(redirectUri).protocol)) return ['invalid_request', 'Invalid redirect_uri']
  if (query.get('response_type') !== 'code') return ['unsupported_response_type', 'Only response_type=code is offered']
  if (!query.get('scope')) return ['invalid_request', 'Missing required parameter: scope']
  const method = query.get('code_challenge_method')
  if (method !== null && method !== 'S256' && method !== 'plain')
    return ['invalid_request', 'Invalid code_challenge_method']
  const { clients } = world.switches
  if (clients === null) return null
  const client = clients.find((one) => one.id === clientId)
  if (client === undefined) return ['invalid_client', 'The OAuth client was not found.']
  return client.redirectUris.includes(redirectUri)
    ? null
    : ['redirect_uri_mismatch', 'The redirect URI is not registered.']
}

function refusedJson(refusal: OAuthRefusal): WebAnswer {
  return json(refusal.status, { error: refusal.error, error_description: refusal.description })
}
