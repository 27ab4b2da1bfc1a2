/** The weekly mail: how it reads, and sending it now. */
import { Hono } from 'hono'
import { Temporal } from 'temporal-polyfill'
import * as v from 'valibot'
import type { Door } from '../accounts/door.ts'
import { digestOf } from '../cycle/digest.ts'
import type { Settings } from '../cycle/settings.ts'
import { windowAt } from '../cycle/window.ts'
import { digestAt } from '../digest/due.ts'
import { digestOfNow } from '../person/mail.tsx'
import { type Week, weekOf } from '../time/week.ts'
import { act, stateOf } from './asking.ts'
import { BODY_PROBLEMS, route } from './describe.ts'
import { digestExample } from './examples.ts'
import { body, invalidQuery, query, weekQuery } from './input.ts'
import { refused } from './problem.ts'
import { type DigestShape, digestSentShape, digestShape } from './schemas.ts'

const sendInput = v.pipe(
  v.strictObject({
    again: v.exactOptional(
      v.pipe(
        v.literal(true),
        v.description('Sends it once more after an attempt of which nobody knows whether it arrived.'),
      ),
    ),
  }),
  v.metadata({ ref: 'SendDigest' }),
)

export const digestRoutes = new Hono<Door>()

digestRoutes.get(
  '/digest',
  route({
    summary: 'The mail of a week: this week’s as it would be sent now, another’s at its hour by what is known now.',
    tag: 'digest',
    problems: ['invalid_query'],
    answer: { schema: digestShape, example: digestExample },
  }),
  query(weekQuery),
  async (c) => {
    const state = await stateOf(c)
    const thisWeek = weekOf(c.var.now, state.person.settings.timeZone)
    const { week = thisWeek } = c.req.valid('query')
    const at = week === thisWeek ? c.var.now : momentOfDigest(state.person.settings, week, c.var.now)
    if (at === null) return invalidQuery(c, 'week', 'from 5 weeks back to 13 ahead')
    const { subject, html, text } = digestOfNow(c.var.config, state, at)
    return c.json<DigestShape>({ week, state: digestOf(state, week).kind, subject, html, text })
  },
)

digestRoutes.post(
  '/digest',
  route({
    summary: 'Sends this week’s mail now; once.',
    tag: 'digest',
    problems: [...BODY_PROBLEMS, 'digest_already_sent', 'digest_unknown', 'address_not_verified'],
    answer: { schema: digestSentShape, example: { week: digestExample.week, state: 'sent' } },
  }),
  body(sendInput),
  async (c) => {
    const result = await act(c, { kind: 'send_digest', again: c.req.valid('json').again === true })
    if (result.kind !== 'ok') return refused(c, result)
    const state = await stateOf(c)
    const week = weekOf(c.var.now, state.person.settings.timeZone)
    return c.json({ week, state: digestOf(state, week).kind })
  },
)

/** Null beyond what Aforo looks at: there is nothing to tell of such a week, and its links would live too long. */
function momentOfDigest(settings: Settings, week: Week, now: Temporal.Instant): Temporal.Instant | null {
  const at = digestAt({ ...settings.digest, timeZone: settings.timeZone }, week)
  const { start, end } = windowAt(now)
  return Temporal.Instant.compare(start, at) <= 0 && Temporal.Instant.compare(at, end) < 0 ? at : null
}
