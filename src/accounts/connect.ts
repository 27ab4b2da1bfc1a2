/**
 * Signing up, signing in and adding an account, which are one thing (design.md, section 8): a way to the provider and back. What binds the
 * two halves travels in a sealed cookie, tied to this browser and to the session that began it. A provider account is its subject; an
 * address joins nobody to anybody.
 */
import { Temporal } from 'temporal-polyfill'
import * as v from 'valibot'
import type { Config } from '../config.ts'
import { DEFAULT_SETTINGS } from '../cycle/settings.ts'
import {
  addConnection,
  createPerson,
  findAccount,
  type KnownAccount,
  type NewConnection,
  signInToAccount,
} from '../db/accounts.ts'
import type { Database } from '../db/locate.ts'
import { localeOfBrowser } from '../i18n/locale.ts'
import { timestamp } from '../time/instant.ts'
import { type Grant, openGrant, sealGrant } from './grant.ts'
import { authorizationUrl, type Challenge, exchangeCode, newChallenge, type Signed } from './oidc.ts'
import type { ProviderLogin } from './provider-login.ts'
import { type NewSession, newSession } from './sessions.ts'
import { createVault } from './vault.ts'

/** How long somebody may take on the provider's pages. */
export const CONNECT_MINUTES = 10

/** Who is at the door: the session their browser has, and the person it stands for. */
export interface AtTheDoor {
  /** Hash of the session cookie's value, whether or not a session stands behind it; null without a cookie. */
  sessionHash: string | null
  /** Null for somebody who is not signed in. */
  personId: string | null
}

export type Begun =
  /** `cookie`: the value for the cookie `aforo-connect`, for as long as CONNECT_COOKIE_SECONDS. */
  { kind: 'redirect'; location: string; cookie: string } | { kind: 'refused'; reason: 'provider' }
/** Longer than the sign-in may take, so that somebody who comes back late is told that, and not that something is wrong. */
export const CONNECT_COOKIE_SECONDS = 60 * 60

export type Finished =
  | ({
      /**
       * `signed_in`: an account that is connected already; `reconnected`: one that had stopped working, or was granted other scopes;
       * both with a new session. `account_added`: one more for the person at the door, whose session goes on.
       */
      kind: 'signed_in' | 'reconnected'
      session: NewSession
    } & Connected)
  | ({
      kind: 'signed_up'
      session: NewSession
      /** `default`: the browser did not say; the zone of the primary calendar is to replace it at the first sync. */
      timeZoneFrom: 'browser' | 'default'
    } & Connected)
  | ({ kind: 'account_added' } & Connected)
  /** The provider gave no refresh token and one is needed: it is asked for consent again, once. */
  | { kind: 'restart'; location: string; cookie: string }
  | { kind: 'refused'; reason: ConnectRefusal }
interface Connected {
  personId: string
  connectionId: string
  /** Scopes Aforo needs were not granted: connected, but its calendars cannot be worked with. */
  limited: boolean
}
export type ConnectRefusal =
  | 'state' // not the answer to what this browser and session asked
  | 'denied' // the person said no at the provider
  | 'expired' // took longer than CONNECT_MINUTES, or the code was used before
  | 'provider' // down, or what it says does not hold
  | 'no_refresh_token' // not even after asking for consent again
  | 'not_allowed' // may not sign up here
  | 'belongs_to_another' // the account is another person's
  | 'being_erased' // the account's person asked to be erased, and that is not done yet

/** @param timeZone of the browser, an IANA name, or null where it does not say */
export async function beginConnect(
  config: Config,
  login: ProviderLogin,
  door: AtTheDoor,
  timeZone: string | null,
  now: Temporal.Instant,
): Promise<Begun> {
  const way = { sessionHash: door.sessionHash, timeZone, ask: 'consent_if_new' } as const
  return sendOff(config, login, way, now)
}

/**
 * @param request.answer the query of the callback
 * @param request.cookie the value of the cookie `aforo-connect`, which the caller clears whatever comes of this
 * @param request.acceptLanguage header, for the language of a new person
 */
export async function finishConnect(
  config: Config,
  db: Database,
  login: ProviderLogin,
  door: AtTheDoor,
  request: { answer: URLSearchParams; cookie: string | null; acceptLanguage: string | null },
  now: Temporal.Instant,
): Promise<Finished> {
  const way = await openWay(config, login, request.cookie)
  if (!way || way.sessionHash !== door.sessionHash) return refused('state')
  if (isOver(way, now)) return refused('expired')

  const exchange = await exchangeCode(login, request.answer, way, now)
  if (exchange.kind === 'refused') return exchange
  const { signed } = exchange

  const account = await findAccount(db, login.provider, signed.subject)
  if (account?.erasing) return refused('being_erased')
  if (account && door.personId !== null && door.personId !== account.personId) return refused('belongs_to_another')

  const vault = createVault(config)
  const brought = connectionOf(login, signed, now)
  // A refresh token stands for the scopes it was given with: others need one of their own.
  const isStill = account !== null && account.state.status !== 'revoked' && account.scopes === brought.scopes
  const hasGrant = isStill && (await openGrant(vault, account.connectionId, account.grant)) !== null
  if (signed.refreshToken === null && !hasGrant) {
    if (way.ask === 'consent_again') return refused('no_refresh_token')
    const again = await sendOff(config, login, { ...way, ask: 'consent_again' }, now)
    return again.kind === 'redirect' ? { ...again, kind: 'restart' } : again
  }

  const connectionId = account?.connectionId ?? crypto.randomUUID()
  const grant =
    signed.refreshToken === null ? null : await sealGrant(vault, connectionId, grantOf(signed, signed.refreshToken))
  if (account) {
    const { email, emailVerified } = signed
    const address = signed.isAddressTold ? { email, emailVerified } : null
    return signIn(db, account, { ...brought, address, id: connectionId, grant }, door, now)
  }
  if (grant === null) throw new Error('an account without a row had a grant')
  const connection = { ...brought, id: connectionId, grant }
  if (door.personId !== null) return addAccount(db, door.personId, connection, now)
  const locale = localeOfBrowser(request.acceptLanguage)
  return signUp(config, db, { name: signed.name ?? '', locale, timeZone: way.timeZone }, connection, now)
}

async function signIn(
  db: Database,
  account: KnownAccount,
  connection: Omit<NewConnection, 'grant'> & Pick<Parameters<typeof signInToAccount>[2], 'address' | 'grant'>,
  door: AtTheDoor,
  now: Temporal.Instant,
): Promise<Finished> {
  const session = newSession(now)
  // Tokens of the same sign-in that changed nothing leave the state alone: the list of calendars is then not due again.
  const isNews = account.state.status !== connection.state.status || account.scopes !== connection.scopes
  const brought = isNews ? connection : { ...connection, state: account.state }
  const done = await signInToAccount(db, account, brought, session, door.sessionHash)
  if (done === 'missing') return refused('expired')
  return { kind: isNews ? 'reconnected' : 'signed_in', session, ...connected(account.personId, connection) }
}

/** The session stays as it is: a sign-in of an account that was not theirs until now proves nothing about the person. */
async function addAccount(
  db: Database,
  personId: string,
  connection: NewConnection,
  now: Temporal.Instant,
): Promise<Finished> {
  const added = await addConnection(db, personId, connection, timestamp(now))
  if (added.kind === 'added') return { kind: 'account_added', ...connected(personId, connection) }
  // Connected since it was looked for: by another tab of theirs, or by somebody else. Trying again tells which.
  return refused('expired')
}

async function signUp(
  config: Config,
  db: Database,
  person: { name: string; locale: 'es-MX' | 'en'; timeZone: string | null },
  connection: NewConnection,
  now: Temporal.Instant,
): Promise<Finished> {
  const { admission } = config
  if (admission.kind === 'listed') {
    const email = connection.emailVerified ? connection.email?.toLowerCase() : undefined
    if (email === undefined || !admission.emails.has(email)) return refused('not_allowed')
  }
  const { locale, timeZone } = person
  const settings = { ...DEFAULT_SETTINGS, locale, ...(timeZone === null ? {} : { timeZone }) }
  const personId = crypto.randomUUID()
  const session = newSession(now)
  const rows = { person: { id: personId, name: person.name, settings }, connection, session }
  const room = admission.kind === 'first_person' ? 'only_if_first' : 'anyone'
  const created = await createPerson(db, rows, room, timestamp(now))
  if (created.kind === 'full') return refused('not_allowed')
  if (created.kind === 'account_known') return refused('expired')
  return {
    kind: 'signed_up',
    session,
    timeZoneFrom: timeZone === null ? 'default' : 'browser',
    ...connected(personId, connection),
  }
}

/** What travels with the browser; sealed, so that nobody reads or changes it. */
interface Way extends Challenge {
  sessionHash: string | null
  timeZone: string | null
  ask: 'consent_if_new' | 'consent_again'
  begunAt: string
}
const waySchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    state: v.string(),
    nonce: v.string(),
    verifier: v.string(),
    sessionHash: v.nullable(v.string()),
    timeZone: v.nullable(v.string()),
    ask: v.picklist(['consent_if_new', 'consent_again']),
    begunAt: v.string(),
  }),
)

async function sendOff(
  config: Config,
  login: ProviderLogin,
  about: Pick<Way, 'sessionHash' | 'timeZone' | 'ask'>,
  now: Temporal.Instant,
): Promise<Begun> {
  const challenge = newChallenge()
  const location = await authorizationUrl(login, challenge, about.ask, now)
  if (location.kind === 'failed') return { kind: 'refused', reason: 'provider' }
  const { sessionHash, timeZone, ask } = about
  const way: Way = { ...challenge, sessionHash, timeZone, ask, begunAt: timestamp(now) }
  const cookie = await createVault(config, 'connect').seal(JSON.stringify(way), boundTo(login))
  return { kind: 'redirect', location: location.value, cookie }
}

async function openWay(config: Config, login: ProviderLogin, cookie: string | null): Promise<Way | null> {
  const text = cookie === null ? null : await createVault(config, 'connect').open(cookie, boundTo(login))
  const parsed = v.safeParse(waySchema, text)
  return parsed.success ? parsed.output : null
}

/** A cookie of one provider's way is none for another's callback. */
function boundTo(login: ProviderLogin): string {
  return `connect:${login.provider}`
}

function isOver(way: Way, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(now, Temporal.Instant.from(way.begunAt).add({ minutes: CONNECT_MINUTES })) > 0
}

function grantOf(signed: Signed, refreshToken: string): Grant {
  return { refreshToken, accessToken: signed.accessToken, accessExpiresAt: signed.accessExpiresAt }
}

function connectionOf(
  login: ProviderLogin,
  signed: Signed,
  now: Temporal.Instant,
): Omit<NewConnection, 'id' | 'grant'> {
  const limited = login.neededScopes.some((scope) => !signed.scopes.includes(scope))
  const at = timestamp(now)
  return {
    provider: login.provider,
    subject: signed.subject,
    email: signed.email,
    emailVerified: signed.emailVerified,
    scopes: signed.scopes.toSorted().join(' '),
    // The list of calendars is due at once.
    state: limited ? { status: 'limited', since: at, listAt: null } : { status: 'ok', since: null, listAt: at },
  }
}

function connected(personId: string, connection: Pick<NewConnection, 'id' | 'state'>): Connected {
  return { personId, connectionId: connection.id, limited: connection.state.status === 'limited' }
}

function refused(reason: ConnectRefusal): Finished {
  return { kind: 'refused', reason }
}
