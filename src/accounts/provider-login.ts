/**
 * What signing in with a provider needs, as data: the flow in `oidc.ts` and `connect.ts` is one for all of them and never asks which it is.
 */
import type { Config } from '../config.ts'

export interface ProviderLogin {
  provider: 'google'
  /** Issuer identifier: discovery starts here, and id tokens must name it. */
  issuer: string
  clientId: string
  clientSecret: string
  /** Where the provider sends people back to; registered with it letter by letter. */
  redirectUri: string
  /** Asked for; what was granted is another matter. */
  scopes: readonly string[]
  /** Without one of these Aforo cannot work on the account's calendars: the connection is `limited`. */
  neededScopes: readonly string[]
  /** Sent with every authorization request, so that the answer carries a refresh token at all. */
  offline: Readonly<Record<string, string>>
  /** Sent when an answer came without a refresh token although one is needed. */
  consentAgain: Readonly<Record<string, string>>
}

// The least that reads and writes events and reads the list of calendars: `calendar.events` alone does not read the list, and nothing here
// can change calendars themselves (provider-facts.md, A1).
const GOOGLE_CALENDAR_SCOPES = [
  'https://www.googleapis.com/auth/calendar.events',
  'https://www.googleapis.com/auth/calendar.calendarlist.readonly',
]

export function googleLogin(config: Config): ProviderLogin {
  return {
    provider: 'google',
    issuer: config.google.issuer,
    clientId: config.google.clientId,
    clientSecret: config.google.clientSecret,
    redirectUri: `${config.appUrl}/connect/google/callback`,
    scopes: ['openid', 'email', 'profile', ...GOOGLE_CALENDAR_SCOPES],
    neededScopes: GOOGLE_CALENDAR_SCOPES,
    // Google gives a refresh token with the first consent only, unless consent is asked for again.
    offline: { access_type: 'offline' },
    consentAgain: { prompt: 'consent' },
  }
}

/** Null for a provider nobody signs in with. */
export function providerLogin(config: Config, provider: string): ProviderLogin | null {
  return provider === 'google' ? googleLogin(config) : null
}
