/** What a person sees when there is nothing, when something was refused, and when something broke. Causes go to the log, never to the page. */
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Door } from '../../accounts/door.ts'
import { log } from '../../person/log.ts'
import { ErrorPage } from './error.tsx'
import { pageHtml } from './layout.tsx'
import { frameOf } from './visit.ts'

export function notFoundPage(c: Context<Door>): Response | Promise<Response> {
  return c.html(pageHtml(<ErrorPage frame={frameOf(c)} kind="not_found" reference={null} />), 404)
}

export function errorPage(error: Error, c: Context<Door>): Response | Promise<Response> {
  if (error instanceof HTTPException && error.status < 500) {
    // Who is no longer signed in is shown where to sign in.
    if (error.status === 401) return c.redirect('/', 303)
    const kind = error.status === 404 ? 'not_found' : 'refused'
    return c.html(pageHtml(<ErrorPage frame={frameOf(c)} kind={kind} reference={null} />), error.status)
  }
  const reference = crypto.randomUUID().slice(0, 8)
  log({ event: 'request_failed', reference, path: new URL(c.req.url).pathname.split('/')[1] ?? '', error: error.name })
  return c.html(pageHtml(<ErrorPage frame={frameOf(c)} kind="broken" reference={reference} />), 500)
}
