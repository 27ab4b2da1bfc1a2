/**
 * A browser that signed in: a random id in a cookie, its hash in the database. A session lasts 30 days from its sign-in and is not prolonged;
 * every sign-in makes a new id, so nobody can be handed one in advance, and signing out deletes the row.
 */
import { Temporal } from 'temporal-polyfill'
import type { Config } from '../config.ts'
import { timestamp } from '../time/instant.ts'
import { hashOfSecret, newBearerSecret } from './bearer-secret.ts'

export const SESSION_DAYS = 30
/** Erasing everything wants a sign-in this young (design.md, section 8). */
export const FRESH_SIGN_IN_MINUTES = 10

export interface NewSession {
  /** The cookie's value; never stored. */
  id: string
  hash: string
  signedInAt: string
  expiresAt: string
}

export function newSession(now: Temporal.Instant): NewSession {
  const id = newBearerSecret()
  return {
    id,
    hash: hashOfSecret(id),
    signedInAt: timestamp(now),
    expiresAt: timestamp(now.add({ hours: SESSION_DAYS * 24 })),
  }
}

export function isFreshSignIn(visitor: { signedInAt: Temporal.Instant | null }, now: Temporal.Instant): boolean {
  const { signedInAt } = visitor
  if (!signedInAt) return false
  const end = signedInAt.add({ minutes: FRESH_SIGN_IN_MINUTES })
  // A clock that went back makes no sign-in of the future fresh.
  return Temporal.Instant.compare(signedInAt, now) <= 0 && Temporal.Instant.compare(now, end) < 0
}

/**
 * `__Host-` ties a cookie to this very host, over TLS (RFC 6265bis, 4.1.3.2). On this machine, without TLS, browsers refuse the prefix.
 */
export function cookieName(config: Pick<Config, 'https'>, name: 'aforo' | 'aforo-connect'): string {
  return config.https ? `__Host-${name}` : name
}

/** What every cookie of ours has in common; `Lax`, because people come back from the provider and from their mail. */
export function cookieAttributes(config: Pick<Config, 'https'>) {
  return { path: '/', httpOnly: true, secure: config.https, sameSite: 'Lax' } as const
}
