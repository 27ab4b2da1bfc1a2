/**
 * What providers and watchdogs knock at: notifications, and whether Aforo is alive. Neither knows a person, so both stand before `authenticate`.
 */
import { sql } from 'drizzle-orm'
import { Hono } from 'hono'
import type { Door } from '../accounts/door.ts'
import { readChannelToken } from '../person/channel-token.ts'
import { personObject } from '../person/door.ts'
import { log } from '../person/log.ts'
import { apiErrors, problem } from './problem.ts'

const PATIENCE_MS = 5_000

export const webhookRoutes = new Hono<Door>()
apiErrors(webhookRoutes)

/**
 * Google's notification (Calendar API, "Push notifications"): headers alone, and only a hint to read that calendar. The token is verified by
 * itself, without a database read. Genuine or forged, the answer is the same 204 at once, before anything is done: whoever tries tokens learns
 * nothing by it, and Google, which sends again what it takes for failed, has no reason to. The body is never read.
 */
webhookRoutes.post('/webhooks/google', async (c) => {
  await c.req.raw.body?.cancel()
  const subject = readChannelToken(c.var.config.secretKeys, c.req.header('X-Goog-Channel-Token') ?? '')
  // `sync` says that the channel exists now: nothing has changed yet.
  if (subject !== null && c.req.header('X-Goog-Resource-State') !== 'sync') {
    const { personId, calendarId } = subject
    const notified = personObject(c.env, personId).notify(personId, calendarId)
    // A hint that is lost is made up for by the daily reading.
    c.executionCtx.waitUntil(notified.catch(() => log({ event: 'notification_lost', personId })))
  }
  return c.body(null, 204)
})

webhookRoutes.get('/healthz', async (c) => {
  const isThere = await Promise.race([
    c.var.db.run(sql`select 1`).then(
      () => true,
      () => false,
    ),
    new Promise<false>((resolve) => setTimeout(resolve, PATIENCE_MS, false)),
  ])
  return isThere ? c.json({ ok: true }) : problem(c, 'database_unreachable')
})
