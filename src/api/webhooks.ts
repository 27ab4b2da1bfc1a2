/**
 * What providers and watchdogs knock at: notifications, and whether Aforo is alive. Neither knows a person, so both stand before `authenticate`.
 */
import { sql } from 'drizzle-orm'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import type { Door } from '../accounts/door.ts'
import { type ChannelSubject, readChannelToken } from '../person/channel-token.ts'
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

/** A batch of many subscriptions is some kilobytes; a body beyond this is nobody's notification. */
const LONGEST_BODY_BYTES = 256 * 1024
const LONGEST_VALIDATION_TOKEN = 2_000
const shortBody = bodyLimit({ maxSize: LONGEST_BODY_BYTES, onError: (c) => c.body(null, 202) })
/** Graph tells of the end of a subscription where it tells of changes ("Lifecycle notifications"; provider-facts B5). */
const notification = v.object({ clientState: v.string(), lifecycleEvent: v.nullish(v.string(), null) })
/** Several, each by itself: one that is none spoils no other. */
const notifications = v.object({ value: v.array(v.unknown()) })

/**
 * Microsoft's notification (Graph, "Receive change notifications through webhooks"): several subscriptions in one, each with the state it was made with,
 * which is verified by itself. Genuine or forged, the answer is the same 202 at once. Before a subscription stands, its address is asked to say a
 * token back.
 */
webhookRoutes.post('/webhooks/microsoft', shortBody, async (c) => {
  const token = c.req.query('validationToken')
  if (token !== undefined) {
    await c.req.raw.body?.cancel()
    return token.length > LONGEST_VALIDATION_TOKEN ? c.body(null, 400) : c.text(token)
  }
  const changed = new Map<string, ChannelSubject>()
  const ending = new Map<string, ChannelSubject>()
  for (const { clientState, lifecycleEvent } of await notificationsIn(c.req.raw)) {
    const subject = readChannelToken(c.var.config.secretKeys, clientState)
    // What was missed is found by reading on from where reading ended, as any change is.
    const ends = lifecycleEvent !== null && lifecycleEvent !== 'missed'
    if (subject !== null) (ends ? ending : changed).set(subject.calendarId, subject)
  }
  const told = [...changed.values()].map(({ personId, calendarId }) => ({
    personId,
    done: personObject(c.env, personId).notify(personId, calendarId),
  }))
  const ended = [...ending.values()].map(({ personId, calendarId }) => ({
    personId,
    done: personObject(c.env, personId).channelEnds(personId, calendarId),
  }))
  for (const { personId, done } of [...told, ...ended])
    c.executionCtx.waitUntil(done.catch(() => log({ event: 'notification_lost', personId })))
  return c.body(null, 202)
})

/** Without whatever is no notification. */
async function notificationsIn(request: Request): Promise<v.InferOutput<typeof notification>[]> {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), notifications), await request.text())
  const items = parsed.success ? parsed.output.value : []
  return items.flatMap((item) => {
    const one = v.safeParse(notification, item)
    return one.success ? [one.output] : []
  })
}

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
