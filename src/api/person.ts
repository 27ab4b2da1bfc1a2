/** The person: who they are, their accounts and tokens, what Aforo did for them, taking everything along, and leaving. */
import { Hono } from 'hono'
import { deleteCookie } from 'hono/cookie'
import * as v from 'valibot'
import { createApiToken, listApiTokens, revokeApiToken } from '../accounts/api-tokens.ts'
import type { Door } from '../accounts/door.ts'
import { cookieAttributes, cookieName, isFreshSignIn } from '../accounts/sessions.ts'
import { EXPORT_FORMAT } from '../cycle/export-file.ts'
import { healthAt } from '../cycle/health.ts'
import { loadActivity, loadActivityPage, loadExport } from '../db/reads.ts'
import { personObject } from '../person/door.ts'
import { act, sessionOnly, stateOf, visitorOf } from './asking.ts'
import { BODY_PROBLEMS, route, UNSAFE_PROBLEMS } from './describe.ts'
import { activityExample, connectionExample, meExample, tokenExample } from './examples.ts'
import { body, query } from './input.ts'
import { cut, DEFAULT_PAGE, pageQuery } from './page.ts'
import { notSignedIn, problem, refused } from './problem.ts'
import { activityShape, connectionShape, exportShape, listOf, meShape, newTokenShape, tokenShape } from './schemas.ts'
import { activityOf, connectionOf, meOf, timeOf, tokenOf } from './shapes.ts'

const tokenInput = v.pipe(
  v.strictObject({ name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60)) }),
  v.metadata({ ref: 'NewToken' }),
)

export const personRoutes = new Hono<Door>()

personRoutes.get(
  '/me',
  route({ summary: 'Who this is.', tag: 'person', answer: { schema: meShape, example: meExample } }),
  async (c) => c.json(meOf(await stateOf(c), visitorOf(c).via)),
)

personRoutes.delete(
  '/me',
  route({
    summary:
      'Erases everything of the person, at once and for good. Blocks in their calendars stay; with `blocks=remove` those go that nobody touched and that have not begun, as far as the calendars answer.',
    tag: 'person',
    problems: [...UNSAFE_PROBLEMS, 'sign_in_again', 'invalid_query'],
    sessionOnly: true,
  }),
  sessionOnly,
  query(v.strictObject({ blocks: v.optional(v.picklist(['keep', 'remove'])) })),
  async (c) => {
    const visitor = visitorOf(c)
    if (!isFreshSignIn(visitor, c.var.now)) return problem(c, 'sign_in_again')
    await personObject(c.env, visitor.personId).erase(visitor.personId, c.req.valid('query').blocks)
    deleteCookie(c, cookieName(c.var.config, 'aforo'), cookieAttributes(c.var.config))
    return c.body(null, 204)
  },
)

personRoutes.get(
  '/me/export',
  route({
    summary: 'Everything of the person, without secrets.',
    tag: 'person',
    answer: {
      schema: exportShape,
      example: { format: EXPORT_FORMAT, exportedAt: '2026-11-23T10:00:02.117-06:00' },
    },
  }),
  async (c) => {
    const { personId, settings } = visitorOf(c)
    const stored = await loadExport(c.var.db, personId)
    if (stored === null) return notSignedIn(c)
    const exportedAt = timeOf(c.var.now, settings.timeZone)
    c.header('Content-Disposition', 'attachment; filename="aforo.json"')
    return c.json({ format: EXPORT_FORMAT, exportedAt, ...stored })
  },
)

personRoutes.get(
  '/connections',
  route({
    summary: 'The connected accounts, and how each of them is.',
    tag: 'calendars',
    answer: { schema: listOf(connectionShape), example: { items: [connectionExample], next: null } },
  }),
  async (c) => {
    const state = await stateOf(c)
    const items = healthAt(state, c.var.now).map((one) => connectionOf(one, state.person.settings.timeZone))
    return c.json({ items, next: null })
  },
)

personRoutes.delete(
  '/connections/:id',
  route({
    summary: 'Disconnects an account. Its blocks stay where they are, and history stays.',
    tag: 'calendars',
    problems: [...UNSAFE_PROBLEMS, 'not_found', 'last_connection'],
  }),
  async (c) => {
    const { personId } = visitorOf(c)
    switch (await personObject(c.env, personId).disconnect(personId, c.req.param('id'))) {
      case 'ok':
        return c.body(null, 204)
      case 'missing':
        return problem(c, 'not_found')
      case 'last':
        return problem(c, 'last_connection')
    }
  },
)

personRoutes.get(
  '/activity',
  route({
    summary: 'What Aforo did to the calendars and mailed, newest first.',
    tag: 'activity',
    problems: ['invalid_query'],
    answer: { schema: listOf(activityShape), example: { items: [activityExample], next: null } },
  }),
  query(v.strictObject(pageQuery)),
  async (c) => {
    const { personId, settings } = visitorOf(c)
    const { cursor, limit = DEFAULT_PAGE } = c.req.valid('query')
    const rows = await loadActivityPage(c.var.db, personId, cursor ?? null, limit + 1)
    const { items, next } = cut(rows, ({ at, id }) => ({ at, id }), limit)
    return c.json({ items: items.map((one) => activityOf(one, settings.timeZone)), next })
  },
)

personRoutes.post(
  '/activity/:id/undo',
  route({
    summary:
      'Takes an answer back: sends the one before, or `tentative` where there was none, for no answer can be withdrawn. Twice is harmless.',
    tag: 'activity',
    problems: [...UNSAFE_PROBLEMS, 'not_found', 'not_undoable', 'answered_since', 'out_of_reach'],
    answer: { schema: activityShape, example: { ...activityExample, undoneAt: '2026-11-23T10:04:40.503-06:00' } },
  }),
  async (c) => {
    const { personId, settings } = visitorOf(c)
    const id = c.req.param('id')
    const activity = await loadActivity(c.var.db, personId, id)
    if (activity === null) return problem(c, 'not_found')
    const result = await act(c, { kind: 'undo', activity })
    if (result.kind !== 'ok') return refused(c, result)
    const after = await loadActivity(c.var.db, personId, id)
    return after === null ? problem(c, 'not_found') : c.json(activityOf(after, settings.timeZone))
  },
)

personRoutes.get(
  '/tokens',
  route({
    summary: 'The API tokens, oldest first; not what they say.',
    tag: 'tokens',
    answer: { schema: listOf(tokenShape), example: { items: [tokenExample], next: null } },
  }),
  async (c) => {
    const { personId, settings } = visitorOf(c)
    const tokens = await listApiTokens(c.var.db, personId)
    return c.json({ items: tokens.map((token) => tokenOf(token, settings.timeZone)), next: null })
  },
)

personRoutes.post(
  '/tokens',
  route({
    summary: 'Makes an API token, which is shown this once.',
    tag: 'tokens',
    problems: [...BODY_PROBLEMS, 'too_many_tokens'],
    answer: { status: 201, schema: newTokenShape, example: { ...tokenExample, token: 'aforo_…' } },
    sessionOnly: true,
  }),
  sessionOnly,
  body(tokenInput),
  async (c) => {
    const { personId, settings } = visitorOf(c)
    const made = await createApiToken(c.var.db, personId, c.req.valid('json').name, c.var.now)
    if (made.kind === 'refused') return problem(c, 'too_many_tokens')
    return c.json({ ...tokenOf(made.row, settings.timeZone), token: made.token }, 201)
  },
)

personRoutes.delete(
  '/tokens/:id',
  route({ summary: 'Revokes an API token.', tag: 'tokens', problems: [...UNSAFE_PROBLEMS, 'not_found'] }),
  async (c) => {
    const revoked = await revokeApiToken(c.var.db, visitorOf(c).personId, c.req.param('id'))
    return revoked === 'revoked' ? c.body(null, 204) : problem(c, 'not_found')
  },
)
