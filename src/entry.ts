/** The Worker's doors in their order, and the sweep. The clock comes in from outside: `worker.ts` has the real one, tests have their own. */
import { Hono } from 'hono'
import type { Temporal } from 'temporal-polyfill'
import { authenticate, type Door, enter, sameOrigin, securityHeaders } from './accounts/door.ts'
import { problemOf } from './api/problem.ts'
import { apiRoutes } from './api/routes.ts'
import { webhookRoutes } from './api/webhooks.ts'
import { type Bindings, configOf } from './config.ts'
import { openDatabase } from './db/locate.ts'
import { personObject } from './person/door.ts'
import { sweep } from './person/sweep.ts'
import { connectRoutes } from './web/account/connect.tsx'
import { myDataRoutes } from './web/account/my-data-routes.tsx'
import { formRoutes } from './web/forms.tsx'
import { errorPage, notFoundPage } from './web/frame/failures.tsx'
import { insightPageRoutes } from './web/insights/insight-routes.tsx'
import { captureRoutes } from './web/people/capture-routes.tsx'
import { contactFileRoutes } from './web/people/contact-file-routes.tsx'
import { contactRoutes } from './web/people/contact-routes.tsx'
import { outcomeRoutes } from './web/people/outcome-routes.tsx'
import { pageRoutes } from './web/routes.tsx'

/** How long a sign-in waits for the first sync. */
const FIRST_SYNC_PATIENCE_MS = 6_000

export function createWorker(now: () => Temporal.Instant): ExportedHandler<Bindings> {
  const app = new Hono<Door>()
  app.use(enter(now))
  app.use(securityHeaders)
  // A notification carries no cookie and reads no database: its own token speaks for it.
  app.route('/', webhookRoutes)
  app.use(authenticate, sameOrigin)
  app.route('/api', apiRoutes)
  app.route(
    '/',
    connectRoutes(async (c, personId, connectionId) => {
      // A sync that fails is tried again by the object; the person is signed in all the same.
      const synced = personObject(c.env, personId)
        .connected(personId, connectionId)
        .catch(() => undefined)
      c.executionCtx.waitUntil(synced)
      // Most calendars are read while the browser waits, and the first page is the verdict; a slow one gets a page that says so.
      await Promise.race([synced, new Promise((resolve) => setTimeout(resolve, FIRST_SYNC_PATIENCE_MS))])
    }),
  )
  // The narrower addresses first.
  for (const routes of [
    captureRoutes,
    contactFileRoutes,
    contactRoutes,
    outcomeRoutes,
    insightPageRoutes,
    myDataRoutes,
  ])
    app.route('/', routes)
  app.route('/', pageRoutes)
  app.route('/', formRoutes)
  app.notFound(notFoundPage)
  // Who is refused at the door hears it in the door's own way.
  app.onError((error, c) => (c.req.path.startsWith('/api/') ? problemOf(error, c) : errorPage(error, c)))

  return {
    fetch: app.fetch,
    async scheduled(_event, env) {
      const db = openDatabase(configOf(env).database)
      await sweep(db, now(), ({ personId, erasing }) => {
        const object = personObject(env, personId)
        return erasing ? object.erase(personId) : object.overdue(personId)
      })
    },
  }
}
