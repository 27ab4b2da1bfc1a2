/**
 * What every request passes on its way in, pages and API alike: the configuration, the database, one reading of the clock, who is asking, and
 * whether their own browser page asked it. In this order: `enter`, `securityHeaders`, `authenticate`, `sameOrigin`.
 */
import type { Context, MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import { HTTPException } from 'hono/http-exception'
import { Temporal } from 'temporal-polyfill'
import { type Bindings, type Config, ConfigError, configOf } from '../config.ts'
import type { Settings } from '../cycle/settings.ts'
import { type Bearer, bearerOfSession, bearerOfToken } from '../db/accounts.ts'
import { type Database, openDatabase } from '../db/locate.ts'
import { timestamp } from '../time/instant.ts'
import { API_TOKEN_PREFIX } from './api-tokens.ts'
import { hashOfSecret } from './bearer-secret.ts'
import { cookieName } from './sessions.ts'

export interface Door {
  Bindings: Bindings
  Variables: {
    config: Config
    db: Database
    /** The same for the whole request. */
    now: Temporal.Instant
    /** Null for somebody who is not signed in. */
    visitor: Visitor | null
  }
}
export interface Visitor {
  personId: string
  name: string
  settings: Settings
  via: 'session' | 'token'
  /** When the session's person last signed in; null for a token. */
  signedInAt: Temporal.Instant | null
}

/**
 * A configuration that cannot be used answers every request with what is wrong with it, which names no value.
 * @param clock read once for each request
 */
export function enter(clock: () => Temporal.Instant = () => Temporal.Now.instant()): MiddlewareHandler<Door> {
  return async (c, next) => {
    try {
      c.set('config', configOf(c.env))
    } catch (error) {
      if (error instanceof ConfigError) return c.text(error.message, 503)
      throw error
    }
    c.set('db', openDatabase(c.var.config.database))
    c.set('now', clock())
    c.set('visitor', null)
    await next()
  }
}

/** One round trip to the database at most, and none for somebody who shows nothing. A bearer token outranks a cookie. */
export const authenticate: MiddlewareHandler<Door> = async (c, next) => {
  const token = bearerToken(c)
  if (token !== null) {
    const bearer = token.startsWith(API_TOKEN_PREFIX) ? await bearerOfToken(c.var.db, hashOfSecret(token)) : null
    c.set('visitor', bearer && visitorOf(bearer, 'token'))
  } else {
    const hash = sessionHashOf(c)
    const at = timestamp(c.var.now)
    const bearer = hash === null ? null : await bearerOfSession(c.var.db, hash, at)
    c.set('visitor', bearer && visitorOf(bearer, 'session'))
  }
  await next()
}

/**
 * Refuses what another site's page makes a person's browser send. An unsafe request that comes with a session and says where it comes from must
 * say that one of our own pages sent it (OWASP CSRF prevention, "Verifying origin with standard headers"); JSON is no exception. Tokens are not sent by browsers on
 * their own, and what comes without a session (signed links, one-click unsubscribing, webhooks) has nothing to borrow.
 * @throws HTTPException 403, for the doors to put into their own words
 */
export const sameOrigin: MiddlewareHandler<Door> = async (c, next) => {
  const isSafe = ['GET', 'HEAD', 'OPTIONS'].includes(c.req.method)
  if (!isSafe && c.var.visitor?.via === 'session' && !isFromOurPages(c)) {
    throw new HTTPException(403, { message: 'cross_origin' })
  }
  await next()
}

/** Headers of every answer. Pages have no inline script or style, nothing frames them, and nothing personal is kept by caches but the form for where there is no network (`web/assets/sw.js`). */
export const securityHeaders: MiddlewareHandler<Door> = async (c, next) => {
  await next()
  const { config } = c.var
  const issuers = [config.google.issuer, config.microsoft?.issuer].filter((issuer) => issuer !== undefined)
  const given = c.res.headers
  if (!given.has('Content-Security-Policy')) c.header('Content-Security-Policy', contentSecurityPolicy(issuers))
  if (!given.has('Cache-Control')) c.header('Cache-Control', 'no-store')
  c.header('X-Content-Type-Options', 'nosniff')
  // `no-referrer` would make browsers send `Origin: null` with our own forms.
  c.header('Referrer-Policy', 'same-origin')
  c.header('Cross-Origin-Opener-Policy', 'same-origin')
  if (config.https) c.header('Strict-Transport-Security', 'max-age=31536000')
}

/** Hash of what the session cookie holds, whether or not a session stands behind it. */
export function sessionHashOf(c: Context<Door>): string | null {
  const id = getCookie(c, cookieName(c.var.config, 'aforo'))
  return id === undefined || id === '' ? null : hashOfSecret(id)
}

/** @param issuers origins a form of ours may end at: browsers apply `form-action` to its redirects too */
function contentSecurityPolicy(issuers: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "manifest-src 'self'",
    ["form-action 'self'", ...issuers].join(' '),
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ')
}

function isFromOurPages(c: Context<Door>): boolean {
  const origin = c.req.header('Origin')
  const site = c.req.header('Sec-Fetch-Site')
  // Browsers send at least one of them with every unsafe request; a program that holds a session sends neither and has no page to be misled by
  // (the rule of Go's net/http.CrossOriginProtection). The cookie's SameSite=Lax stands behind this.
  if (origin === undefined && site === undefined) {
    const referrer = c.req.header('Referer')
    return referrer === undefined || `${referrer}/`.startsWith(`${c.var.config.appUrl}/`)
  }
  return (origin ?? c.var.config.appUrl) === c.var.config.appUrl && (site ?? 'same-origin') === 'same-origin'
}

/** RFC 6750, 2.1; null where no bearer token is shown. */
function bearerToken(c: Context<Door>): string | null {
  const [scheme = '', token = '', ...rest] = (c.req.header('Authorization') ?? '').split(' ')
  if (scheme.toLowerCase() !== 'bearer') return null
  return rest.length === 0 ? token : ''
}

function visitorOf(bearer: Bearer, via: Visitor['via']): Visitor {
  const { personId, name, settings, signedInAt } = bearer
  return { personId, name, settings, via, signedInAt: signedInAt === null ? null : Temporal.Instant.from(signedInAt) }
}
