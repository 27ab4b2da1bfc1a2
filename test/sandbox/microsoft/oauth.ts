/**
 * The identity platform, v2.0: discovery, authorization with PKCE, token and keys, below a word for the tenant: `common`,
 * `organizations`, `consumers`, a tenant's id or its domain (checklist 37, B1).
 */
import { randomUUID } from 'node:crypto'
import { languageOf } from '../wire/consent-shell.ts'
import { html, json, type WebAnswer, type WebRequest } from '../wire/http.ts'
import { credentialsIn, nameFrom, redirectBack, requestIn } from '../wire/oauth.ts'
import { publicKeys } from '../wire/signing-key.ts'
import {
  described,
  interactionRequired,
  missingParameter,
  type OAuthRefusal,
  refusedToken,
  unknownApplication,
  wrongGrantType,
  wrongSecret,
  wrongTenant,
} from './aadsts.ts'
import { approvalPage, consentPage, errorPage, NEW_ACCOUNT } from './consent-page.ts'
import type { Faults } from './faults.ts'
import { type Account, PERSONAL_TENANT, type RefreshToken } from './model.ts'
import {
  claimsOf,
  fixedEndOf,
  idTokenFor,
  issueAccessToken,
  issueCode,
  issueRefreshToken,
  letsIn,
  OIDC_SCOPES,
  redeemCode,
  usableRefreshToken,
} from './tokens.ts'
import type { MicrosoftWorld } from './world.ts'

/** The two origins: where people sign in, and where Graph is. */
export interface Origins {
  login: string
  graph: string
}

/** Answers a request to the issuer's origin; null when the path is none of its. */
export function answerOAuth(
  world: MicrosoftWorld,
  origins: Origins,
  request: WebRequest,
  faults: Faults,
): WebAnswer | null {
  const [, tenant = '', ...rest] = request.path.split('/')
  switch (rest.join('/')) {
    case 'v2.0/.well-known/openid-configuration':
      return json(200, discovery(origins, tenant))
    case 'discovery/v2.0/keys':
      return json(200, publicKeys(world.state, { issuer: `${origins.login}/{tenantid}/v2.0` }))
    case 'oauth2/v2.0/authorize':
      return request.method === 'POST' ? decide(world, tenant, request) : ask(world, tenant, request)
    case 'oauth2/v2.0/token':
      return token(world, origins, tenant, request, faults)
    case 'oauth2/v2.0/logout':
      return html(200, '<!doctype html><title>Signed out</title>')
    default:
      return null
  }
}

/** The person behind an access token, as OIDC tells it; it is Graph's origin that does. */
export function userinfo(world: MicrosoftWorld, request: WebRequest): WebAnswer {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
  const access = world.state.accessTokens.get(bearer)
  const account = access && world.account(access.account)
  if (access === undefined || account === undefined || access.revoked || access.expiresAt <= world.now())
    return json(401, {
      error: { code: 'InvalidAuthenticationToken', message: 'Access token has expired or is not yet valid.' },
    })
  const {
    oid: _oid,
    preferred_username: _username,
    ...claims
  } = { preferred_username: '', ...claimsOf(world, account, access) }
  return json(200, claims)
}

/** Of `common` and `organizations` the issuer is a pattern, which discovery's own rules refuse (stack.md, section 5). */
function discovery({ login, graph }: Origins, tenant: string) {
  const base = `${login}/${tenant}`
  const named =
    tenant === 'common' || tenant === 'organizations' ? '{tenantid}' : tenant === 'consumers' ? PERSONAL_TENANT : tenant
  return {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_modes_supported: ['query'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code'],
    scopes_supported: OIDC_SCOPES,
    issuer: `${login}/${named}/v2.0`,
    request_uri_parameter_supported: false,
    userinfo_endpoint: `${graph}/oidc/userinfo`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'nonce', 'preferred_username', 'name', 'tid', 'ver', 'email'],
    tenant_region_scope: null,
    cloud_instance_name: 'microsoftonline.com',
    msgraph_host: new URL(graph).host,
  }
}

/** The consent page, or an error page: nothing is sent to a redirect address that cannot be trusted. */
function ask(
  world: MicrosoftWorld,
  tenant: string,
  request: WebRequest,
  problem: 'needAddress' | null = null,
): WebAnswer {
  const language = languageOf(request.headers['accept-language'])
  const { query } = request
  const refused = requestProblem(world, query)
  if (refused !== null) return html(400, errorPage(language, refused[0], refused[1]))
  if ((query.get('prompt') ?? '') === 'none')
    return backTo(world, query, 'login_required', {
      code: 50058,
      text: 'A silent sign-in request was sent but no user is signed in.',
    })
  const page = consentPage({
    language,
    action: `/${tenant}/oauth2/v2.0/authorize`,
    clientId: query.get('client_id') ?? '',
    accounts: [...world.state.accounts.values()].filter((account) => letsIn(tenant, account)),
    loginHint: query.get('login_hint')?.toLowerCase() ?? null,
    scopes: scopesIn(query.get('scope')),
    request: query,
    problem,
  })
  return html(200, page)
}

/** The consent form came back: the authorization request in `r_...` fields, the account, yes or no. */
function decide(world: MicrosoftWorld, tenant: string, request: WebRequest): WebAnswer {
  const form = new URLSearchParams(request.body)
  const query = requestIn(form, request.query)
  const again: WebRequest = { ...request, method: 'GET', query }
  if (requestProblem(world, query) !== null) return ask(world, tenant, again)
  if (form.get('decision') !== 'allow')
    return backTo(world, query, 'access_denied', { code: 65004, text: 'User declined to consent to access the app.' })
  const isNew = form.get('account') === NEW_ACCOUNT
  const address = ((isNew ? form.get('email') : form.get('account')) ?? '').trim().toLowerCase()
  if (!/^[^\s@]+@[^\s@]+$/.test(address)) return ask(world, tenant, again, 'needAddress')
  const kind: Account['kind'] = isNew && form.get('personal') === 'yes' ? 'personal' : 'work'
  const account = world.createAccount(address, nameFrom(address), 'America/Mexico_City', kind)
  const language = languageOf(request.headers['accept-language'])
  if (!letsIn(tenant, account)) {
    const { code, text } = wrongTenant(address)
    return html(400, errorPage(language, code, text))
  }
  if (world.switches.adminConsentTenants.includes(account.tenantId)) {
    const back = backTo(world, query, 'consent_required', {
      code: 65001,
      text: 'The user or administrator has not consented to use the application.',
    })
    return html(403, approvalPage(language, back.headers.location ?? ''))
  }
  // All or nothing on the page; a test may grant less than was asked, as an earlier consent could.
  const asked = scopesIn(query.get('scope'))
  const narrowed = form.getAll('scope')
  const scopes =
    narrowed.length === 0 ? asked : asked.filter((scope) => OIDC_SCOPES.includes(scope) || narrowed.includes(scope))
  const code = issueCode(world, {
    account: account.email,
    clientId: query.get('client_id') ?? '',
    redirectUri: query.get('redirect_uri') ?? '',
    scopes,
    nonce: query.get('nonce'),
    challenge: query.get('code_challenge'),
    challengeMethod: query.get('code_challenge_method') === 'S256' ? 'S256' : 'plain',
  })
  return redirectBack(query, { code, session_state: randomUUID() })
}

function token(
  world: MicrosoftWorld,
  origins: Origins,
  tenant: string,
  request: WebRequest,
  faults: Faults,
): WebAnswer {
  const down = world.switches.tokenEndpointStatus
  if (down !== null)
    return json(down, {
      error: 'temporarily_unavailable',
      error_description: 'AADSTS90033: A transient error has occurred. Please try again.',
      error_codes: [90033],
    })
  const refuse = (refusal: OAuthRefusal) => refusedToken(refusal, world.now())
  const form = new URLSearchParams(request.method === 'POST' ? request.body : '')
  const client = clientOf(world, request, form)
  if ('error' in client) return refuse(client)
  if (faults.has('interaction-required')) return refuse(interactionRequired())
  const grantType = form.get('grant_type')
  if (grantType === null) return refuse(missingParameter('grant_type'))
  if (grantType === 'authorization_code') {
    const [code, redirectUri, verifier] = [form.get('code'), form.get('redirect_uri'), form.get('code_verifier')]
    const grant = redeemCode(world, { code, clientId: client.id, redirectUri, verifier })
    if ('error' in grant) return refuse(grant)
    const account = world.account(grant.account)
    if (account === undefined || !letsIn(tenant, account)) return refuse(wrongTenant(grant.account))
    const lasting = grant.scopes.includes('offline_access')
    const refresh = lasting ? issueRefreshToken(world, grant, fixedEndOf(world, client.id)) : null
    return json(200, tokenAnswer(world, origins, account, grant, refresh, grant.nonce))
  }
  if (grantType === 'refresh_token') {
    const asked = form.get('scope')
    const used = usableRefreshToken(
      world,
      form.get('refresh_token'),
      client.id,
      asked === null ? null : scopesIn(asked),
    )
    if ('error' in used) return refuse(used)
    const account = world.account(used.token.account)
    if (account === undefined || !letsIn(tenant, account)) return refuse(wrongTenant(used.token.account))
    const granted = { account: account.email, clientId: client.id, scopes: used.scopes }
    // Every refresh gives a new one; the old is not revoked by that (B1).
    const refresh = issueRefreshToken(world, { ...granted, scopes: used.token.scopes }, used.token.expiresAt)
    return json(200, tokenAnswer(world, origins, account, granted, refresh, null))
  }
  return refuse(wrongGrantType(grantType))
}

function tokenAnswer(
  world: MicrosoftWorld,
  origins: Origins,
  account: Account,
  granted: Pick<RefreshToken, 'account' | 'clientId' | 'scopes'>,
  refresh: RefreshToken | null,
  nonce: string | null,
) {
  const access = issueAccessToken(world, granted)
  const qualified = world.switches.scopesInAnswers === 'qualified'
  const bare = (scope: string) => scope.replace(/^https:\/\/graph\.microsoft\.com\//i, '')
  const scopes = granted.scopes
    // It says what may be done, not how long.
    .filter((scope) => scope !== 'offline_access')
    .map((scope) =>
      OIDC_SCOPES.includes(scope) || !qualified ? bare(scope) : `https://graph.microsoft.com/${bare(scope)}`,
    )
  const seconds = world.switches.accessTokenSeconds
  return {
    token_type: 'Bearer',
    scope: scopes.join(' '),
    expires_in: seconds - 1,
    ext_expires_in: seconds - 1,
    access_token: access.token,
    ...(refresh === null ? {} : { refresh_token: refresh.token }),
    ...(granted.scopes.includes('openid')
      ? { id_token: idTokenFor(world, origins.login, account, granted, nonce) }
      : {}),
  }
}

/** Any client is let in, unless clients are configured; then the secret must be theirs, and single-page apps have none. */
function clientOf(world: MicrosoftWorld, request: WebRequest, form: URLSearchParams): { id: string } | OAuthRefusal {
  const { id, secret } = credentialsIn(request, form)
  if (id === '') return missingParameter('client_id')
  const { clients } = world.switches
  if (clients === null) return { id }
  const known = clients.find((client) => client.id === id)
  if (known === undefined) return unknownApplication(id)
  return known.kind === 'spa' || known.secret === secret ? { id } : wrongSecret()
}

function requestProblem(world: MicrosoftWorld, query: URLSearchParams): [code: number, text: string] | null {
  const clientId = query.get('client_id')
  const redirectUri = query.get('redirect_uri')
  if (!clientId) return [900144, "The request body must contain the following parameter: 'client_id'."]
  if (!redirectUri || !URL.canParse(redirectUri) || !/^https?:$/.test(new URL(redirectUri).protocol))
    return [900971, 'No reply address provided.']
  if (query.get('response_type') !== 'code')
    return [70007, "The 'response_type' is not supported: only code is offered."]
  if ((query.get('response_mode') ?? 'query') !== 'query')
    return [70007, "The 'response_mode' is not supported here: only query is offered."]
  if (scopesIn(query.get('scope')).length === 0)
    return [900144, "The request body must contain the following parameter: 'scope'."]
  const { clients } = world.switches
  if (clients === null) return null
  const client = clients.find((one) => one.id === clientId)
  if (client === undefined) return [700016, `Application with identifier '${clientId}' was not found in the directory.`]
  return client.redirectUris.includes(redirectUri)
    ? null
    : [
        50011,
        `The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application '${clientId}'.`,
      ]
}

function backTo(
  world: MicrosoftWorld,
  query: URLSearchParams,
  error: string,
  why: { code: number; text: string },
): WebAnswer {
  const { text } = described({ status: 400, error, ...why }, world.now())
  return redirectBack(query, { error, error_description: text })
}

function scopesIn(text: string | null): string[] {
  return (text ?? '').split(/\s+/).filter((scope) => scope !== '')
}
