/**
 * What signing in with a provider needs, as data: the flow in `oidc.ts` and `connect.ts` is one for all of them and never asks which it is.
 */
import type { Config } from '../config.ts'

/** Providers that people sign in with, in the order in which they are offered. */
export const SIGN_IN_PROVIDERS = ['google', 'microsoft'] as const
export type SignInProvider = (typeof SIGN_IN_PROVIDERS)[number]

export interface ProviderLogin {
  provider: SignInProvider
  /** Issuer identifier: discovery starts here. */
  issuer: string
  /** How the issuer names itself, there and in id tokens; `{tenantid}` stands for the tenant that the id token is of. */
  named: string
  clientId: string
  clientSecret: string
  /** Where the provider sends people back to; registered with it letter by letter. */
  redirectUri: string
  /** Asked for; what was granted is another matter. */
  scopes: readonly string[]
  /** Without one of these Aforo cannot work on the account's calendars: the connection is `limited`. */
  neededScopes: readonly string[]
  /** Granted scopes may come back with this before them; empty where they come back as they were asked for. */
  scopePrefix: string
  /** Sent with every authorization request: that the answer carries a refresh token at all, and that an account can be chosen. */
  always: Readonly<Record<string, string>>
  /** Sent when an answer came without a refresh token although one is needed. */
  consentAgain: Readonly<Record<string, string>>
  /** Whose account it is; null where the claims do not say. */
  accountOf(claims: Claims): Account | null
}

/** Of an id token that was checked, and of the userinfo endpoint where that leaves the address out. */
export type Claims = Readonly<Record<string, unknown>>
export interface Account {
  /** Who it is, for ever; an address moves from one account to another. */
  subject: string
  email: unknown
  emailVerified: boolean
}

// The least that reads and writes events and reads the list of calendars: `calendar.events` alone does not read the list, and nothing here
// can change calendars themselves (provider-facts.md, A1).
const GOOGLE_CALENDAR_SCOPES = [
  'https://www.googleapis.com/auth/calendar.events',
  'https://www.googleapis.com/auth/calendar.calendarlist.readonly',
]

export function googleLogin(config: Config): ProviderLogin {
  const { issuer, clientId, clientSecret } = config.google
  return {
    provider: 'google',
    issuer,
    named: issuer,
    clientId,
    clientSecret,
    redirectUri: redirectUri(config, 'google'),
    scopes: ['openid', 'email', 'profile', ...GOOGLE_CALENDAR_SCOPES],
    neededScopes: GOOGLE_CALENDAR_SCOPES,
    scopePrefix: '',
    // Google gives a refresh token with the first consent only, unless consent is asked for again.
    always: { access_type: 'offline' },
    consentAgain: { prompt: 'consent' },
    accountOf: ({ sub, email, email_verified }) =>
      typeof sub === 'string' ? { subject: sub, email, emailVerified: isTrue(email_verified) } : null,
  }
}

/** The tenant of every personal account (Microsoft identity platform, "Access token claims reference", `tid`). */
const PERSONAL_TENANT = '9188040d-6c67-4c5b-b112-36a304b66dad'
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Null where this Aforo has no Microsoft client. */
export function microsoftLogin(config: Config): ProviderLogin | null {
  if (config.microsoft === null) return null
  const { issuer, clientId, clientSecret } = config.microsoft
  return {
    provider: 'microsoft',
    // Accounts of work and personal ones alike; its discovery names no tenant but a pattern (stack.md, section 5).
    issuer: `${issuer}/common/v2.0`,
    named: `${issuer}/{tenantid}/v2.0`,
    clientId,
    clientSecret,
    redirectUri: redirectUri(config, 'microsoft'),
    scopes: ['openid', 'profile', 'email', 'offline_access', 'Calendars.ReadWrite'],
    neededScopes: ['Calendars.ReadWrite'],
    // provider-facts.md, B1: short, or with the resource before them.
    scopePrefix: 'https://graph.microsoft.com/',
    // Without it who is signed in at Microsoft already could never add a second account.
    always: { prompt: 'select_account' },
    consentAgain: { prompt: 'consent' },
    accountOf: microsoftAccount,
  }
}

/**
 * `sub` is another one for each client, so tenant and object id say who it is (provider-facts.md, B1). What an administrator may write as
 * `email` is anybody's address: it counts as verified where `xms_edov` says so, or where it is a personal account, whose address Microsoft
 * itself has checked (Microsoft identity platform, "Optional claims reference", `xms_edov`).
 */
function microsoftAccount({ tid, oid, email, preferred_username, xms_edov }: Claims): Account | null {
  if (typeof tid !== 'string' || typeof oid !== 'string' || !GUID.test(tid) || !GUID.test(oid)) return null
  const hasEmail = typeof email === 'string'
  return {
    subject: `${tid}.${oid}`,
    email: hasEmail ? email : preferred_username,
    emailVerified: hasEmail && (isTrue(xms_edov) || xms_edov === 1 || xms_edov === '1' || tid === PERSONAL_TENANT),
  }
}

const LOGINS: Record<SignInProvider, (config: Config) => ProviderLogin | null> = {
  google: googleLogin,
  microsoft: microsoftLogin,
}

/**
 * Where people take Aforo's permission back themselves, of accounts whose provider offers no call for it: Microsoft's
 * pages for personal accounts and for those of work or school.
 */
export const CONSENT_PAGES = {
  personal: 'https://account.live.com/consent/Manage',
  work: 'https://myapps.microsoft.com',
} as const
export type ConsentPage = keyof typeof CONSENT_PAGES

const CONSENT_PAGE_OF: Record<SignInProvider, (subject: string) => ConsentPage | null> = {
  // Revoked by Aforo (RFC 7009).
  google: () => null,
  microsoft: (subject) => (subject.startsWith(`${PERSONAL_TENANT}.`) ? 'personal' : 'work'),
}

/** Null where Aforo takes it back itself. */
export function consentPageOf({ provider, subject }: { provider: string; subject: string }): ConsentPage | null {
  return isSignInProvider(provider) ? CONSENT_PAGE_OF[provider](subject) : null
}

/** Of several accounts each page once. */
export function consentPagesOf(accounts: Iterable<{ provider: string; subject: string }>): ConsentPage[] {
  return [...new Set([...accounts].flatMap((account) => consentPageOf(account) ?? []))]
}

/** Null for a provider nobody signs in with, here or anywhere. */
export function providerLogin(config: Config, provider: string): ProviderLogin | null {
  return isSignInProvider(provider) ? LOGINS[provider](config) : null
}

/** Whether an account of that provider is one to sign in with. */
export function isSignInProvider(provider: string): provider is SignInProvider {
  return (SIGN_IN_PROVIDERS as readonly string[]).includes(provider)
}

/** Those that this Aforo has a client of. */
export function offeredProviders(config: Config): SignInProvider[] {
  return SIGN_IN_PROVIDERS.filter((provider) => LOGINS[provider](config) !== null)
}

function redirectUri(config: Config, provider: SignInProvider): string {
  return `${config.appUrl}/connect/${provider}/callback`
}

/** Some providers spell it as a text. */
function isTrue(claim: unknown): boolean {
  return claim === true || claim === 'true'
}
