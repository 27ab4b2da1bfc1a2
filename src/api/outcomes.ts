/** Outcomes: what came of whom, and whom it is owed to (design.md, section 6). */
import { Hono } from 'hono'
import * as v from 'valibot'
import type { Door } from '../accounts/door.ts'
import type { PersonState } from '../cycle/state.ts'
import type { LedgerCommand } from '../relationships/ledger.ts'
import { OUTCOME_KINDS, type OutcomeId } from '../relationships/outcome.ts'
import { act, stateOf } from './asking.ts'
import { BODY_PROBLEMS, route, UNSAFE_PROBLEMS } from './describe.ts'
import { body, query } from './input.ts'
import { answered, ledger } from './ledger-asking.ts'
import { outcomeExample } from './ledger-examples.ts'
import { newOutcome, type OutcomeShape, outcomePatch, outcomeShape } from './ledger-schemas.ts'
import { closedBy, outcomeOf } from './ledger-shapes.ts'
import { pageOf, pageQuery } from './page.ts'
import { refused } from './problem.ts'
import { listOf } from './schemas.ts'

const listQuery = v.strictObject({
  kind: v.optional(v.picklist(OUTCOME_KINDS)),
  contactId: v.optional(v.string()),
  pipeline: v.optional(v.pipe(v.literal('true'), v.description('Proposals that are neither closed nor lost.'))),
  ...pageQuery,
})

export const outcomeRoutes = new Hono<Door>()

outcomeRoutes.get(
  '/outcomes',
  route({
    summary: 'What came of whom, by date.',
    tag: 'outcomes',
    problems: ['invalid_query'],
    answer: { schema: listOf(outcomeShape), example: { items: [outcomeExample], next: null } },
  }),
  query(listQuery),
  async (c) => {
    const { kind, contactId, pipeline, ...page } = c.req.valid('query')
    const state = await stateOf(c)
    const closed = closedBy(state)
    const wanted = [...state.outcomes.values()]
      .map((outcome) => outcomeOf(outcome, closed, state.person.settings.timeZone))
      .filter((outcome) => kind === undefined || outcome.kind === kind)
      .filter((outcome) => contactId === undefined || outcome.contactId === contactId)
      .filter((outcome) => pipeline === undefined || outcome.pipeline)
      .sort((a, b) => (a.on < b.on || (a.on === b.on && a.id < b.id) ? -1 : 1))
    return c.json(pageOf(wanted, ({ on, id }) => ({ at: on, id }), page))
  },
)

outcomeRoutes.post(
  '/outcomes',
  route({
    summary: 'Writes down what came of somebody. Who has proposed or closed moves on by it.',
    tag: 'outcomes',
    problems: BODY_PROBLEMS,
    answer: { status: 201, schema: outcomeShape, example: outcomeExample },
  }),
  body(newOutcome),
  async (c) => {
    const { id: given, ...said } = c.req.valid('json')
    const id = (given ?? crypto.randomUUID()) as OutcomeId
    return answered(c, 201, [{ kind: 'add_outcome', id, outcome: said }], outcomeAt(id))
  },
)

outcomeRoutes.patch(
  '/outcomes/:id',
  route({
    summary: 'Says something else of an outcome.',
    tag: 'outcomes',
    problems: [...BODY_PROBLEMS, 'not_found'],
    answer: { schema: outcomeShape, example: outcomeExample },
  }),
  body(outcomePatch),
  async (c) => {
    const outcome = c.req.param('id') as OutcomeId
    const { lostOn, ...change } = c.req.valid('json')
    const commands: LedgerCommand[] = [{ kind: 'change_outcome', outcome, change }]
    if (lostOn !== undefined) commands.push({ kind: 'lose_proposal', proposal: outcome, on: lostOn })
    return answered(c, 200, commands, outcomeAt(outcome))
  },
)

outcomeRoutes.delete(
  '/outcomes/:id',
  route({ summary: 'Takes an outcome back.', tag: 'outcomes', problems: [...UNSAFE_PROBLEMS, 'not_found'] }),
  async (c) => {
    const result = await act(c, ledger({ kind: 'delete_outcome', outcome: c.req.param('id') as OutcomeId }))
    return result.kind === 'ok' ? c.body(null, 204) : refused(c, result)
  },
)

/** As the outcome is then. */
function outcomeAt(id: OutcomeId): (state: PersonState) => OutcomeShape | null {
  return (state) => {
    const outcome = state.outcomes.get(id)
    return outcome === undefined ? null : outcomeOf(outcome, closedBy(state), state.person.settings.timeZone)
  }
}
