/**
 * The doors of signing in and out. They hold no rules: `accounts/connect.ts` decides, these set cookies and send people on. What went wrong
 * becomes `/?problem=<reason>`, which the page says in words. To be mounted behind `authenticate` and `sameOrigin`.
 */
import { type Context, Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { HTTPException } from 'hono/http-exception'
import {
  type AtTheDoor,
  beginConnect,
  CONNECT_COOKIE_SECONDS,
  type Finished,
  finishConnect,
} from '../../accounts/connect.ts'
import { type Door, sessionHashOf } from '../../accounts/door.ts'
import { type ProviderLogin, providerLogin } from '../../accounts/provider-login.ts'
import { cookieAttributes, cookieName, type NewSession, SESSION_DAYS } from '../../accounts/sessions.ts'
import { deleteSession } from '../../db/accounts.ts'

export type Connected = Exclude<Finished, { kind: 'refused' } | { kind: 'restart' }>

/**
 * @param connected wakes the person's object after any successful sign-in; how it came about is the last argument. The person is signed in
 *   whatever becomes of it: a new person's row is already due in the sweep.
 */
export function connectRoutes(
  connected: (c: Context<Door>, personId: string, connectionId: string, how: Connected) => Promise<void>,
): Hono<Door> {
  const routes = new Hono<Door>()

  routes.get('/connect/:provider', async (c) => {
    const login = loginOf(c)
    const begun = await beginConnect(c.var.config, login, atTheDoor(c), browserTimeZone(c), c.var.now)
    if (begun.kind === 'refused') return c.redirect(`/?problem=${begun.reason}`, 303)
    return sendToProvider(c, begun)
  })

  routes.get('/connect/:provider/callback', async (c) => {
    const login = loginOf(c)
    const name = cookieName(c.var.config, 'aforo-connect')
    const request = {
      answer: new URL(c.req.url).searchParams,
      cookie: getCookie(c, name) ?? null,
      acceptLanguage: c.req.header('Accept-Language') ?? null,
    }
    // One try for each way, whatever comes of it.
    deleteCookie(c, name, cookieAttributes(c.var.config))
    const finished = await finishConnect(c.var.config, c.var.db, login, atTheDoor(c), request, c.var.now)
    if (finished.kind === 'refused') return c.redirect(`/?problem=${finished.reason}`, 303)
    if (finished.kind === 'restart') return sendToProvider(c, finished)
    if ('session' in finished) setSession(c, finished.session)
    await connected(c, finished.personId, finished.connectionId, finished)
    if (finished.limited) return c.redirect('/?problem=scopes', 303)
    const isNews = finished.kind === 'account_added' || finished.kind === 'reconnected'
    return c.redirect(isNews ? '/calendars?said=connected' : '/', 303)
  })

  routes.post('/sign-out', async (c) => {
    const hash = sessionHashOf(c)
    if (hash !== null) await deleteSession(c.var.db, hash)
    deleteCookie(c, cookieName(c.var.config, 'aforo'), cookieAttributes(c.var.config))
    return c.redirect('/', 303)
  })

  return routes
}

/** @throws HTTPException 404 for a provider nobody signs in with, 403 for a token, which cannot connect (design.md, section 8) */
function loginOf(c: Context<Door>): ProviderLogin {
  const login = providerLogin(c.var.config, c.req.param('provider') ?? '')
  if (!login) throw new HTTPException(404)
  if (c.var.visitor?.via === 'token') throw new HTTPException(403, { message: 'not_with_a_token' })
  return login
}

function atTheDoor(c: Context<Door>): AtTheDoor {
  return { sessionHash: sessionHashOf(c), personId: c.var.visitor?.personId ?? null }
}

function sendToProvider(c: Context<Door>, way: { location: string; cookie: string }): Response {
  const attributes = cookieAttributes(c.var.config)
  setCookie(c, cookieName(c.var.config, 'aforo-connect'), way.cookie, { ...attributes, maxAge: CONNECT_COOKIE_SECONDS })
  return c.redirect(way.location, 303)
}

function setSession(c: Context<Door>, session: NewSession): void {
  const attributes = cookieAttributes(c.var.config)
  setCookie(c, cookieName(c.var.config, 'aforo'), session.id, { ...attributes, maxAge: SESSION_DAYS * 24 * 60 * 60 })
}

/** `?timeZone=` where the page's script could add it. Whatever is no zone is as good as nothing said. */
function browserTimeZone(c: Context<Door>): string | null {
  const name = c.req.query('timeZone') ?? ''
  if (!/^[A-Za-z][\w+\-/]{0,63}$/.test(name)) return null
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch {
    return null
  }
}
