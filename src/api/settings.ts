/** Settings, and what the calendars are used for. */
import { Hono } from 'hono'
import * as v from 'valibot'
import type { Door } from '../accounts/door.ts'
import type { CalendarId } from '../calendar/event.ts'
import { healthAt } from '../cycle/health.ts'
import { type Settings, settingsChecked, settingsSchema } from '../cycle/settings.ts'
import { act, stateOf, visitorOf } from './asking.ts'
import { BODY_PROBLEMS, route } from './describe.ts'
import { calendarExample, settingsExample } from './examples.ts'
import { body, inputErrors } from './input.ts'
import { problem, refused } from './problem.ts'
import { calendarShape, listOf, settingsShape } from './schemas.ts'
import { calendarsOf } from './shapes.ts'

const { followUp, digest, objectives, enforce, weights } = settingsSchema.entries
/** Any of the settings; of those with parts any of the parts. */
export const settingsPatch = v.pipe(
  v.strictObject({
    ...v.partial(settingsSchema).entries,
    followUp: v.optional(v.partial(followUp.pipe[0])),
    digest: v.optional(v.partial(digest)),
    objectives: v.optional(v.partial(objectives)),
    enforce: v.optional(v.partial(enforce)),
    weights: v.optional(v.partial(weights)),
  }),
  v.metadata({ ref: 'SettingsPatch' }),
)

const calendarPatch = v.pipe(
  v.strictObject({
    busy: v.exactOptional(v.pipe(v.boolean(), v.description('Its events block time.'))),
    candidates: v.exactOptional(v.pipe(v.boolean(), v.description('Its events may be networking.'))),
    followUps: v.exactOptional(v.pipe(v.boolean(), v.description('Where Aforo writes: one calendar at most.'))),
  }),
  v.metadata({ ref: 'CalendarPatch' }),
)

export const settingsRoutes = new Hono<Door>()

settingsRoutes.get(
  '/settings',
  route({ summary: 'The settings.', tag: 'person', answer: { schema: settingsShape, example: settingsExample } }),
  (c) => c.json<Settings>(visitorOf(c).settings),
)

settingsRoutes.patch(
  '/settings',
  route({
    summary: 'Changes the settings given, and leaves the others.',
    tag: 'person',
    problems: [...BODY_PROBLEMS, 'address_not_verified'],
    answer: { schema: settingsShape, example: settingsExample },
  }),
  body(settingsPatch),
  async (c) => {
    const change = c.req.valid('json')
    const whole = settingsChecked(visitorOf(c).settings, change)
    if (!whole.success) return problem(c, 'invalid', { errors: inputErrors(whole.issues) })
    // The change goes as it came: the object merges it into the settings as they stand then.
    const result = await act(c, { kind: 'settings', change })
    if (result.kind !== 'ok') return refused(c, result)
    return c.json<Settings>((await stateOf(c)).person.settings)
  },
)

settingsRoutes.get(
  '/calendars',
  route({
    summary: 'The calendars of every account, their uses, and how each of them is.',
    tag: 'calendars',
    answer: { schema: listOf(calendarShape), example: { items: [calendarExample], next: null } },
  }),
  async (c) => {
    const state = await stateOf(c)
    const items = calendarsOf(healthAt(state, c.var.now), state.person.settings.timeZone)
    return c.json({ items, next: null })
  },
)

settingsRoutes.patch(
  '/calendars/:id',
  route({
    summary: 'What a calendar is used for.',
    tag: 'calendars',
    problems: [...BODY_PROBLEMS, 'not_found', 'calendar_not_writable'],
    answer: { schema: calendarShape, example: calendarExample },
  }),
  body(calendarPatch),
  async (c) => {
    const id = c.req.param('id') as CalendarId
    const result = await act(c, { kind: 'calendar', calendar: id, ...c.req.valid('json') })
    if (result.kind !== 'ok') return refused(c, result)
    const state = await stateOf(c)
    const shape = calendarsOf(healthAt(state, c.var.now), state.person.settings.timeZone).find((one) => one.id === id)
    return shape === undefined ? problem(c, 'not_found') : c.json(shape)
  },
)
