/** Follow-ups: those that stand in the calendar, those that are closed, and the slots kept for events to come. */
import { Hono } from 'hono'
import { Temporal } from 'temporal-polyfill'
import * as v from 'valibot'
import type { Door } from '../accounts/door.ts'
import type { BlockId } from '../calendar/event.ts'
import { lifeAt } from '../cycle/life.ts'
import { timestamp } from '../time/instant.ts'
import { act, stateOf } from './asking.ts'
import { BODY_PROBLEMS, route } from './describe.ts'
import { followUpExample } from './examples.ts'
import { body, dayInput, query } from './input.ts'
import { type Position, pageOf, pageQuery } from './page.ts'
import { problem, refused } from './problem.ts'
import { type FollowUpShape, followUpShape, listOf } from './schemas.ts'
import { followUpsOf, RESERVED, storedFollowUp } from './shapes.ts'

const nextStep = v.strictObject({
  text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(500)),
  on: dayInput,
})
export const followUpPatch = v.pipe(
  v.variant('state', [
    v.strictObject({
      state: v.literal('done'),
      nextStep: v.pipe(
        v.optional(v.nullable(nextStep), null),
        v.description('The step that was promised and its date; null for none.'),
      ),
    }),
    v.strictObject({ state: v.literal('dismissed') }),
  ]),
  v.metadata({ ref: 'FollowUpPatch' }),
)

export const followUpRoutes = new Hono<Door>()

followUpRoutes.get(
  '/follow-ups',
  route({
    summary: 'Follow-ups by start.',
    tag: 'follow-ups',
    problems: ['invalid_query'],
    answer: { schema: listOf(followUpShape), example: { items: [followUpExample], next: null } },
  }),
  query(v.strictObject(pageQuery)),
  async (c) => {
    const life = lifeAt(await stateOf(c), c.var.now)
    return c.json(pageOf(followUpsOf(life), positionOf, c.req.valid('query')))
  },
)

followUpRoutes.patch(
  '/follow-ups/:id',
  route({
    summary: 'Closes a follow-up.',
    tag: 'follow-ups',
    problems: [...BODY_PROBLEMS, 'not_found', 'follow_up_closed', 'not_booked_yet'],
    answer: { schema: followUpShape, example: followUpExample },
  }),
  body(followUpPatch),
  async (c) => {
    const id = c.req.param('id') as BlockId
    if (id.startsWith(RESERVED)) {
      const isTheirs = followUpsOf(lifeAt(await stateOf(c), c.var.now)).some((one) => one.id === id)
      return problem(c, isTheirs ? 'not_booked_yet' : 'not_found')
    }
    const said = c.req.valid('json')
    const step = said.state === 'done' ? said.nextStep : null
    const result = await act(c, {
      kind: 'close_follow_up',
      followUp: id,
      as: said.state,
      nextStep: step?.text ?? null,
      nextStepOn: step?.on ?? null,
    })
    if (result.kind !== 'ok') return refused(c, result)
    const state = await stateOf(c)
    const followUp = state.followUps.get(id)
    const [shape] = followUp === undefined ? [] : storedFollowUp(state, followUp)
    return shape === undefined ? problem(c, 'not_found') : c.json(shape)
  },
)

function positionOf({ start, id }: FollowUpShape): Position {
  return { at: timestamp(Temporal.Instant.from(start)), id }
}
