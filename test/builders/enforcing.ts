import { Temporal } from 'temporal-polyfill'
import type { CalendarEvent, EventId } from '../../src/calendar/event.ts'
import { eventIdOf } from '../../src/calendar/marks.ts'
import type { Capabilities } from '../../src/calendar/port.ts'
import { jitterFrom } from '../../src/cycle/backoff.ts'
import type { Command } from '../../src/cycle/commands.ts'
import { decide } from '../../src/cycle/decide.ts'
import { NOTHING_SAID } from '../../src/cycle/known.ts'
import { isOwnAnswer } from '../../src/cycle/outbox.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../src/cycle/settings.ts'
import type { Calendar, Effect, Intent, OccurrenceBody, PersonState } from '../../src/cycle/state.ts'
import { aBreakfast, at, type Given } from './calendar-event.ts'
import { aState } from './state.ts'

export const STILL = jitterFrom(() => 0.5)
export const CARRIES: Capabilities = {
  writes: true,
  push: true,
  answers: 'organiser_is_told',
  comments: true,
  tellsDeleted: true,
  cursorsAge: false,
}
export const ZONE = 'America/Mexico_City'
/** Monday 1 March 2027, nine in the morning in Mexico City. */
export const MONDAY = Temporal.Instant.from('2027-03-01T15:00:00Z')
export const DAY = { hours: 24 }
export const LIMITS = DEFAULT_SETTINGS.enforce

/** An unanswered networking breakfast on Thursday: two hours, and three and a half of charge. */
export function breakfast(given: Given = {}): CalendarEvent {
  return aBreakfast({
    location: 'Reforma 42, CDMX',
    start: at('2027-03-04T14:00:00Z'),
    end: at('2027-03-04T16:00:00Z'),
    answer: 'none',
    ...given,
  })
}
export const idOf = (name: string): EventId => eventIdOf(`${name}@calendar.example`, '')
export const ID = idOf('breakfast')

export interface Life {
  settings?: Partial<Settings>
  said?: Record<string, Partial<OccurrenceBody>>
  calendar?: Partial<Calendar>
}
/** A person in `enforce` whose list speaks of everybody that tests invite by. */
export function living(events: readonly CalendarEvent[], life: Life = {}): PersonState {
  const allowedOrganisers = ['canaco.example', 'amcham.example']
  const state = aState({
    events,
    settings: { mode: 'enforce', enforce: { ...LIMITS, allowedOrganisers }, ...life.settings },
    ...(life.calendar !== undefined && { calendar: life.calendar }),
  })
  const said = Object.entries(life.said ?? {}).map(([name, body]): [EventId, OccurrenceBody] => [
    idOf(name),
    { ...NOTHING_SAID, ...body },
  ])
  return { ...state, occurrences: new Map(said) }
}
export function run(
  state: PersonState,
  now: Temporal.Instant,
  capabilities = CARRIES,
  ...commands: Command[]
): PersonState {
  return decide(state, [], commands, new Map([['google', capabilities]]), now, STILL).state
}
type Own = Extract<Effect, { kind: 'answer' }>
export function ownIntents(state: PersonState): { intent: Intent; effect: Own }[] {
  return [...state.outbox.values()].flatMap((intent) =>
    isOwnAnswer(intent.body.effect) ? [{ intent, effect: intent.body.effect }] : [],
  )
}
export const answersIn = (state: PersonState) => ownIntents(state).map(({ effect }) => effect.answer)
/** Told on Monday, and a day later. */
export function aDayLater(
  state: PersonState,
  between: (told: PersonState) => PersonState = (told) => told,
): PersonState {
  return run(between(run(state, MONDAY)), MONDAY.add(DAY))
}
export const noRoom: Life = { settings: { weeklyCapMinutes: 60 } }
export const withEvents = (state: PersonState, events: readonly CalendarEvent[]): PersonState => ({
  ...state,
  items: living(events).items,
})

export function settingsOf(change: Extract<Command, { kind: 'settings' }>['change']): Command {
  return { kind: 'settings', change }
}
