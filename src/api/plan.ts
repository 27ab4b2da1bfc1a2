/** The week's plan, its cap, and the synchronisation that brings it up to date. */
import { Hono } from 'hono'
import * as v from 'valibot'
import type { Door } from '../accounts/door.ts'
import { lifeAt, weekPlanOf } from '../cycle/life.ts'
import { otherCap } from '../cycle/other-caps.ts'
import { personObject } from '../person/door.ts'
import { weekOf } from '../time/week.ts'
import { act, stateOf, visitorOf } from './asking.ts'
import { BODY_PROBLEMS, route, UNSAFE_PROBLEMS } from './describe.ts'
import { planExample, syncExample, whatIfExample } from './examples.ts'
import { body, invalidQuery, query, weekInput, weekQuery } from './input.ts'
import { notSignedIn, problem, refused } from './problem.ts'
import { planShape, type SyncShape, syncShape, whatIfShape } from './schemas.ts'
import { planOf, whatIfOf } from './shapes.ts'

const WEEK_MINUTES = 7 * 24 * 60

const planPatch = v.pipe(
  v.strictObject({
    capMinutes: v.pipe(
      v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(WEEK_MINUTES))),
      v.description('For that week alone; 0: a week off; null: the cap of the settings again.'),
    ),
  }),
  v.metadata({ ref: 'PlanPatch' }),
)

const whatIfQuery = v.strictObject({
  week: v.optional(
    v.pipe(weekInput, v.description('This week by the person’s clock where it is left out; not one that is over.')),
  ),
  capMinutes: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,5}$/, 'a whole number of minutes, 0 or more'),
      v.transform(Number),
      v.maxValue(WEEK_MINUTES, `at most ${WEEK_MINUTES}, a week of minutes`),
      v.description('Another cap for that week; the cap as it stands where it is left out.'),
    ),
  ),
})

export const planRoutes = new Hono<Door>()

planRoutes.get(
  '/plan',
  route({
    summary: 'The plan of a week.',
    tag: 'plan',
    problems: ['invalid_query'],
    answer: { schema: planShape, example: planExample },
  }),
  query(weekQuery),
  async (c) => {
    const life = lifeAt(await stateOf(c), c.var.now)
    const week = c.req.valid('query').week ?? weekOf(c.var.now, life.state.person.settings.timeZone)
    return c.json(planOf(life, weekPlanOf(life, week)))
  },
)

planRoutes.get(
  '/plan/what-if',
  route({
    summary: 'A week at another cap: what enters and leaves, and the value of every cap. Changes nothing.',
    tag: 'plan',
    problems: ['invalid_query'],
    answer: { schema: whatIfShape, example: whatIfExample },
  }),
  query(whatIfQuery),
  async (c) => {
    const life = lifeAt(await stateOf(c), c.var.now)
    const { week = weekOf(c.var.now, life.state.person.settings.timeZone), capMinutes = null } = c.req.valid('query')
    const other = otherCap(life, week, capMinutes)
    if (other === null) return invalidQuery(c, 'week', 'a week that is not over: nothing is left to choose in it')
    return c.json(whatIfOf(life, other))
  },
)

planRoutes.patch(
  '/plan',
  route({
    summary: 'The cap of one week, from the one that runs to two years ahead.',
    tag: 'plan',
    problems: ['invalid_query', ...BODY_PROBLEMS, 'week_over', 'week_too_far'],
    answer: { schema: planShape, example: planExample },
  }),
  query(weekQuery),
  body(planPatch),
  async (c) => {
    const week = c.req.valid('query').week ?? weekOf(c.var.now, visitorOf(c).settings.timeZone)
    const result = await act(c, { kind: 'cap', week, capMinutes: c.req.valid('json').capMinutes })
    if (result.kind !== 'ok') return refused(c, result)
    const life = lifeAt(await stateOf(c), c.var.now)
    return c.json(planOf(life, weekPlanOf(life, week)))
  },
)

planRoutes.post(
  '/sync',
  route({
    summary: 'Reads every calendar, carries out what is due, and answers what was done.',
    tag: 'plan',
    problems: [...UNSAFE_PROBLEMS, 'busy'],
    answer: { schema: syncShape, example: syncExample },
  }),
  async (c) => {
    const { personId } = visitorOf(c)
    const synced = await personObject(c.env, personId).sync(personId)
    switch (synced.kind) {
      case 'ok':
        return c.json<SyncShape>(synced.report)
      case 'gone':
        return notSignedIn(c)
      case 'busy':
        return problem(c, 'busy', {}, { 'Retry-After': '5' })
    }
  },
)
