/** Events: listed in pages, and what a person can say of one. */
import { Hono } from 'hono'
import type { Temporal } from 'temporal-polyfill'
import * as v from 'valibot'
import type { Door } from '../accounts/door.ts'
import type { EventId } from '../calendar/event.ts'
import { apply } from '../cycle/apply.ts'
import type { Command, CommandResult } from '../cycle/commands.ts'
import { knownAt } from '../cycle/known.ts'
import type { KnownEvent } from '../cycle/known-events.ts'
import type { PersonState } from '../cycle/state.ts'
import { isBefore, timestamp } from '../time/instant.ts'
import { act, stateOf } from './asking.ts'
import { BODY_PROBLEMS, route } from './describe.ts'
import { eventExample } from './examples.ts'
import { body, invalid, invalidQuery, momentInput, momentOf, query } from './input.ts'
import { compare, type Position, pageOf, pageQuery } from './page.ts'
import { problem, refused } from './problem.ts'
import { eventShape, listOf } from './schemas.ts'
import { eventOf } from './shapes.ts'

const listQuery = v.strictObject({
  from: v.optional(
    v.pipe(momentInput, v.description('Events that end after this time, or after this day began for the person.')),
  ),
  to: v.optional(
    v.pipe(
      momentInput,
      v.description('Events that start before this time, or before this day is over for the person.'),
    ),
  ),
  networking: v.optional(
    v.pipe(v.picklist(['true', 'false', 'null']), v.description('`null`: those that are still a question.')),
  ),
  ...pageQuery,
})

const timeOfDay = v.pipe(v.string(), v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'HH:MM'))
const NETWORKING_SCOPES = ['event', 'series', 'organiser'] as const
const TRAVEL_SCOPES = ['event', 'place'] as const

export const eventPatch = v.pipe(
  v.strictObject({
    networking: v.exactOptional(
      v.pipe(v.nullable(v.boolean()), v.description('A correction; null takes the one of this scope back.')),
    ),
    travelMinutes: v.exactOptional(
      v.pipe(
        v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(600))),
        v.description('Each way; null: as in the settings, and of a place not to be asked again.'),
      ),
    ),
    scope: v.exactOptional(
      v.pipe(
        v.picklist(['event', 'series', 'organiser', 'place']),
        v.description(
          'Of `networking`: event, series (where it is left out) or organiser; of `travelMinutes`: event (where it is left out) or place.',
        ),
      ),
    ),
    goingFrom: v.exactOptional(v.nullable(timeOfDay)),
    goingTo: v.exactOptional(v.nullable(timeOfDay)),
    ticketPrice: v.exactOptional(
      v.pipe(
        v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000_000))),
        v.description('In minor units of the currency in the settings.'),
      ),
    ),
    answer: v.exactOptional(
      v.pipe(v.picklist(['accepted', 'tentative', 'declined']), v.description('Goes to the organiser.')),
    ),
    decision: v.exactOptional(
      v.pipe(v.nullable(v.picklist(['attend', 'skip'])), v.description('In Aforo alone; nobody is told.')),
    ),
    attendance: v.exactOptional(v.nullable(v.picklist(['attended', 'missed']))),
  }),
  v.forward(
    v.check(
      ({ scope, ...said }) =>
        scope === undefined ||
        (said.networking !== undefined && isOneOf(NETWORKING_SCOPES, scope)) ||
        (said.travelMinutes !== undefined && isOneOf(TRAVEL_SCOPES, scope)),
      'a scope of what is said with it',
    ),
    ['scope'],
  ),
  v.metadata({ ref: 'EventPatch' }),
)
export type EventPatch = v.InferOutput<typeof eventPatch>

export const eventRoutes = new Hono<Door>()

eventRoutes.get(
  '/events',
  route({
    summary: 'Events from 5 weeks back to 13 ahead, by start.',
    tag: 'events',
    problems: ['invalid_query'],
    answer: { schema: listOf(eventShape), example: { items: [eventExample], next: null } },
  }),
  query(listQuery),
  async (c) => {
    const { from, to, networking, ...page } = c.req.valid('query')
    const state = await stateOf(c)
    const facts = { state, known: knownAt(state, c.var.now), now: c.var.now }
    const zone = state.person.settings.timeZone
    const [start, end] = [momentOf(from ?? '', zone)?.start, momentOf(to ?? '', zone)?.end]
    if (start !== undefined && end !== undefined && !isBefore(start, end)) {
      return invalidQuery(c, 'to', 'after `from`')
    }
    const wanted = facts.known.events
      .filter((event) => networking === undefined || String(event.networking) === networking)
      .filter((event) => start === undefined || isBefore(start, event.end) || start.equals(event.start))
      .filter((event) => end === undefined || isBefore(event.start, end))
      .sort((a, b) => compare(positionOf(a), positionOf(b)))
    const { items, next } = pageOf(wanted, positionOf, page)
    return c.json({ items: items.map((event) => eventOf(facts, event)), next })
  },
)

eventRoutes.get(
  '/events/:id',
  route({
    summary: 'One event.',
    tag: 'events',
    problems: ['not_found'],
    answer: { schema: eventShape, example: eventExample },
  }),
  async (c) => {
    const state = await stateOf(c)
    const facts = { state, known: knownAt(state, c.var.now), now: c.var.now }
    const event = facts.known.byId.get(c.req.param('id') as EventId)
    return event === undefined ? problem(c, 'not_found') : c.json(eventOf(facts, event))
  },
)

eventRoutes.patch(
  '/events/:id',
  route({
    summary: 'Says something of an event. What is said together is carried out together, or refused together.',
    tag: 'events',
    problems: [...BODY_PROBLEMS, 'not_found', 'not_answerable', 'no_organiser_scope', 'not_ended', 'not_networking'],
    answer: { schema: eventShape, example: eventExample },
  }),
  body(eventPatch),
  async (c) => {
    const before = await stateOf(c)
    const event = knownAt(before, c.var.now).byId.get(c.req.param('id') as EventId)
    if (event === undefined) return problem(c, 'not_found')
    const commands = commandsOf(event, c.req.valid('json'))
    if (commands === 'going_backwards') {
      return invalid(c, 'goingTo', 'after goingFrom, on the same day')
    }
    const refusal = rehearse(before, commands, c.var.now)
    if (refusal !== null) return refused(c, refusal)
    if (commands.length > 0) {
      const result = await act(c, ...commands)
      if (result.kind !== 'ok') return refused(c, result)
    }
    const state = commands.length === 0 ? before : await stateOf(c)
    const facts = { state, known: knownAt(state, c.var.now), now: c.var.now }
    const after = facts.known.byId.get(event.id)
    return after === undefined ? problem(c, 'not_found') : c.json(eventOf(facts, after))
  },
)

/**
 * In an order in which one makes way for the next: what the event is, what it costs, then the answer, which a decision outranks.
 * @returns `going_backwards` where the hours, with what was said of them before, make no sense
 */
export function commandsOf(event: KnownEvent, said: EventPatch): Command[] | 'going_backwards' {
  const { networking, travelMinutes, scope, ticketPrice, answer, decision, attendance } = said
  const commands: Command[] = []
  const of = { event: event.id }
  if (networking !== undefined) {
    commands.push({ kind: 'correct', ...of, networking, scope: isOneOf(NETWORKING_SCOPES, scope) ? scope : 'series' })
  }
  if (travelMinutes !== undefined) {
    commands.push({
      kind: 'travel',
      ...of,
      minutes: travelMinutes,
      scope: isOneOf(TRAVEL_SCOPES, scope) ? scope : 'event',
    })
  }
  if (said.goingFrom !== undefined || said.goingTo !== undefined) {
    const from = said.goingFrom === undefined ? (event.said?.goingFrom ?? null) : said.goingFrom
    const to = said.goingTo === undefined ? (event.said?.goingTo ?? null) : said.goingTo
    if (from !== null && to !== null && from >= to) return 'going_backwards'
    commands.push({ kind: 'going', ...of, from, to })
  }
  if (ticketPrice !== undefined) commands.push({ kind: 'ticket', ...of, price: ticketPrice })
  if (answer !== undefined) commands.push({ kind: 'answer', ...of, answer })
  if (decision !== undefined) commands.push({ kind: 'decide', ...of, decision })
  if (attendance !== undefined) commands.push({ kind: 'attendance', ...of, attendance })
  return commands
}

/** What would be refused of several commands is refused before the first is carried out. The object still has the last word on each. */
function rehearse(
  before: PersonState,
  commands: readonly Command[],
  now: Temporal.Instant,
): Exclude<CommandResult, { kind: 'ok' }> | null {
  let state = before
  for (const command of commands) {
    const applied = apply(state, knownAt(state, now), command, now)
    if (applied.result.kind !== 'ok') return applied.result
    state = applied.state
  }
  return null
}

function positionOf({ start, id }: KnownEvent): Position {
  return { at: timestamp(start), id }
}

function isOneOf<T extends string>(options: readonly T[], text: string | undefined): text is T {
  return options.some((option) => option === text)
}
