import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { aSingle, at } from '../../test/builders/calendar-event.ts'
import { aState, WORK } from '../../test/builders/state.ts'
import type { CalendarEvent, Cursor, EventId } from '../calendar/event.ts'
import { eventIdOf } from '../calendar/marks.ts'
import type { Capabilities } from '../calendar/port.ts'
import { isBefore } from '../time/instant.ts'
import { weekOf } from '../time/week.ts'
import { NEVER_READ } from './absorb.ts'
import { jitterFrom } from './backoff.ts'
import type { Command } from './commands.ts'
import { decide } from './decide.ts'
import { knownAt, NOTHING_SAID } from './known.ts'
import { isOwnAnswer } from './outbox.ts'
import { sendable } from './sent.ts'
import { DEFAULT_SETTINGS, type Settings } from './settings.ts'
import type { Calendar, Effect, Intent, OccurrenceBody, PersonState } from './state.ts'

const STILL = jitterFrom(() => 0.5)
const CARRIES: Capabilities = {
  writes: true,
  push: true,
  answers: 'organiser_is_told',
  comments: true,
  tellsDeleted: true,
  cursorsAge: false,
}
const ZONE = 'America/Mexico_City'
/** Monday 1 March 2027, nine in the morning in Mexico City. */
const MONDAY = Temporal.Instant.from('2027-03-01T15:00:00Z')
const DAY = { hours: 24 }
const LIMITS = DEFAULT_SETTINGS.enforce

type Given = Parameters<typeof aSingle>[0]
/** An unanswered networking breakfast on Thursday: two hours, and three and a half of charge. */
function breakfast(given: Given = {}): CalendarEvent {
  const id = given.id ?? 'breakfast'
  return aSingle({
    id,
    title: 'Desayuno de networking CANACO',
    description: 'Ronda de presentaciones para conocer empresarios y hacer negocios.',
    location: 'Reforma 42, CDMX',
    start: at('2027-03-04T14:00:00Z'),
    end: at('2027-03-04T16:00:00Z'),
    organiser: { name: 'CANACO', email: 'eventos@canaco.example', self: false },
    attendeeCount: 30,
    invited: true,
    ...given,
  })
}
const idOf = (name: string): EventId => eventIdOf(`${name}@calendar.example`, '')
const ID = idOf('breakfast')

interface Life {
  settings?: Partial<Settings>
  said?: Record<string, Partial<OccurrenceBody>>
  calendar?: Partial<Calendar>
}
/** A person in `enforce` whose list speaks of everybody that tests invite by. */
function living(events: readonly CalendarEvent[], life: Life = {}): PersonState {
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
function run(state: PersonState, now: Temporal.Instant, capabilities = CARRIES, ...commands: Command[]): PersonState {
  return decide(state, [], commands, new Map([['google', capabilities]]), now, STILL).state
}
type Own = Extract<Effect, { kind: 'answer' }>
function ownIntents(state: PersonState): { intent: Intent; effect: Own }[] {
  return [...state.outbox.values()].flatMap((intent) =>
    isOwnAnswer(intent.body.effect) ? [{ intent, effect: intent.body.effect }] : [],
  )
}
const answersIn = (state: PersonState) => ownIntents(state).map(({ effect }) => effect.answer)
/** Told on Monday, and a day later. */
function aDayLater(state: PersonState, between: (told: PersonState) => PersonState = (told) => told): PersonState {
  return run(between(run(state, MONDAY)), MONDAY.add(DAY))
}
const noRoom: Life = { settings: { weeklyCapMinutes: 60 } }
const withEvents = (state: PersonState, events: readonly CalendarEvent[]): PersonState => ({
  ...state,
  items: living(events).items,
})

describe('a day after it was told', () => {
  test('what fits is accepted, what does not is declined; not a minute sooner', () => {
    const fits = run(living([breakfast()]), MONDAY)
    expect(fits.occurrences.get(ID)?.grace).toMatchObject({ answer: 'accepted', actsAt: '2027-03-02T15:00:00.000Z' })
    expect(answersIn(run(fits, MONDAY.add({ minutes: 24 * 60 - 1 })))).toEqual([])
    expect(answersIn(run(fits, MONDAY.add(DAY)))).toEqual(['accepted'])
    expect(answersIn(aDayLater(living([breakfast()], noRoom)))).toEqual(['declined'])
  })

  test('the alarm is set for it', () => {
    const quiet: Life = { settings: { digest: { ...DEFAULT_SETTINGS.digest, enabled: false } } }
    const { wakeBy } = run(living([breakfast()], quiet), MONDAY).person
    expect(wakeBy).toBe('2027-03-02T15:15:00.000Z')
  })

  test('in `advise` nothing of it happens', () => {
    const state = aDayLater(living([breakfast()], { settings: { mode: 'advise' } }))
    expect(answersIn(state)).toEqual([])
    expect(state.occurrences.get(ID)?.grace).toBeUndefined()
  })

  test('it is answered once', () => {
    const answered = aDayLater(living([breakfast()]))
    expect(run(answered, MONDAY.add({ hours: 60 })).outbox).toEqual(answered.outbox)
  })

  test.each<[string, (told: PersonState) => PersonState]>([
    ['the cap', (told) => run(told, MONDAY.add({ hours: 1 }), CARRIES, settingsOf({ weeklyCapMinutes: 60 }))],
    [
      'its hour',
      (told) =>
        run(
          withEvents(told, [breakfast({ start: at('2027-03-04T15:00:00Z'), end: at('2027-03-04T17:00:00Z') })]),
          MONDAY.add({ hours: 1 }),
        ),
    ],
    [
      'the mode, off and on again,',
      (told) => {
        const off = run(told, MONDAY.add({ hours: 1 }), CARRIES, settingsOf({ mode: 'advise' }))
        return run(off, MONDAY.add({ hours: 2 }), CARRIES, settingsOf({ mode: 'enforce' }))
      },
    ],
  ])('a change of %s starts the day anew', (_, change) => {
    const state = aDayLater(living([breakfast()]), change)
    expect(answersIn(state)).toEqual([])
    expect(answersIn(run(state, MONDAY.add({ hours: 26 })))).toHaveLength(1)
  })
})

function settingsOf(change: Extract<Command, { kind: 'settings' }>['change']): Command {
  return { kind: 'settings', change }
}

describe('never', () => {
  const unreadable: Partial<Calendar> = {
    sync: {
      ...NEVER_READ,
      readAt: '2027-03-01T12:00:00Z',
      failure: { reason: 'unreachable', since: '2027-03-01T12:00:00Z', attempts: 1, retryAt: null },
    },
  }
  const cases: [string, PersonState, Capabilities?][] = [
    ['what is not sure enough', unsure(living([breakfast()]))],
    ['while a busy calendar cannot be read', living([breakfast()], { calendar: unreadable })],
    ['what was answered in the calendar', living([breakfast({ answer: 'declined' })])],
    ['a hold', living([breakfast({ answer: 'tentative' })])],
    [
      'the person’s own event',
      living([
        breakfast({ answer: 'organiser', organiser: { name: null, email: 'mariana@cenit.example', self: true } }),
      ]),
    ],
    ['what is no invitation', living([breakfast({ invited: false })])],
    [
      'in a calendar that is only to be read',
      living([breakfast()], { calendar: { role: 'reader', followUps: false } }),
    ],
    [
      'what was decided in Aforo',
      living([breakfast()], { said: { breakfast: { decision: 'skip', decidedAt: '2027-03-01T10:00:00Z' } } }),
    ],
    [
      'what was answered or undone in Aforo',
      living([breakfast()], { said: { breakfast: { answeredAt: '2027-03-01T10:00:00Z' } } }),
    ],
    ['where the provider takes no answers', living([breakfast()]), { ...CARRIES, answers: 'none' }],
    [
      'what begins within the day',
      living([breakfast({ start: at('2027-03-02T14:00:00Z'), end: at('2027-03-02T15:30:00Z') })]),
    ],
    ['what nobody organises', living([breakfast({ organiser: { name: 'Somebody', email: null, self: false } })])],
    ['what was called off', living([breakfast({ status: 'cancelled' })])],
    [
      'an organiser whom the person never met nor allowed',
      living([breakfast({ organiser: { name: null, email: 'x@unknown.example', self: false } })]),
    ],
    [
      'a decline to a colleague',
      living([breakfast({ organiser: { name: null, email: 'jefa@cenit.example', self: false } })], noRoom),
    ],
    [
      'an acceptance to a colleague, be it one on the person’s own list',
      living([breakfast({ organiser: { name: null, email: 'jefa@cenit.example', self: false } })], {
        settings: { enforce: { ...LIMITS, allowedOrganisers: ['jefa@cenit.example'] } },
      }),
    ],
    [
      'a decline for protected hours',
      living([breakfast()], { settings: { protectedHours: [{ weekday: 4, from: '07:00', to: '12:00' }] } }),
    ],
  ]
  test.each(cases)('%s', (_, state, capabilities = CARRIES) => {
    let next = state
    for (let hours = 0; hours <= 72; hours += 6) next = run(next, MONDAY.add({ hours }), capabilities)
    expect(answersIn(next)).toEqual([])
  })

  test('but a correction makes sure', () => {
    const sure = {
      ...unsure(living([breakfast()])),
      corrections: new Map([[`event:${ID}`, { scope: 'event' as const, key: ID, networking: true }]]),
    }
    expect(answersIn(aDayLater(sure))).toEqual(['accepted'])
  })

  test('but an organiser once met is no stranger', () => {
    const organiser = { name: null, email: 'otra@camara.example', self: false }
    const seen = {
      title: 'Otro',
      start: '2026-12-01T14:00:00Z',
      end: '2026-12-01T16:00:00Z',
      organiser: 'camara.example',
    }
    expect(answersIn(aDayLater(living([breakfast({ organiser })])))).toEqual([])
    expect(
      answersIn(aDayLater(living([breakfast({ organiser })], { said: { otro: { attendance: 'attended', seen } } }))),
    ).toEqual(['accepted'])
  })

  test('what is out of sight for an hour is answered when it is seen again, by the day it was told', () => {
    const told = run(living([breakfast()]), MONDAY)
    const blind = { ...told, calendars: living([breakfast()], { calendar: unreadable }).calendars }
    const still = run(blind, MONDAY.add(DAY))
    expect(answersIn(still)).toEqual([])
    expect(answersIn(run({ ...still, calendars: told.calendars }, MONDAY.add({ hours: 25 })))).toEqual(['accepted'])
  })
})

test('whoever is taken off the list is off it, by whichever of their names they stand there', () => {
  const allow = (state: PersonState, allowed: boolean) =>
    run(state, MONDAY, CARRIES, { kind: 'allow_organiser', event: ID, allowed })
  const listed = (...allowedOrganisers: string[]) =>
    living([breakfast()], { settings: { enforce: { ...LIMITS, allowedOrganisers } } })
  const listOf = ({ person }: PersonState) => person.settings.enforce.allowedOrganisers
  expect(listOf(allow(listed('eventos@canaco.example', 'amcham.example'), false))).toEqual(['amcham.example'])
  expect(listOf(allow(listed('amcham.example'), true))).toEqual(['amcham.example', 'canaco.example'])
  expect(answersIn(aDayLater(allow(listed('eventos@canaco.example', 'canaco.example'), false)))).toEqual([])
})

/** As if the model were a little less sure of everything. */
function unsure(state: PersonState): PersonState {
  const items = [...(state.items.get(WORK) ?? [])].map(([id, item]) => {
    const { recognition } = item.body
    return [
      id,
      { ...item, body: { ...item.body, recognition: recognition && { ...recognition, confidence: 0.94 } } },
    ] as const
  })
  return { ...state, items: new Map([[WORK, new Map(items)]]) }
}

describe('a decline', () => {
  test('says thanks in the language of the invitation, where the provider carries it', () => {
    const [spanish] = ownIntents(aDayLater(living([breakfast()], noRoom)))
    expect(spanish?.effect.comment).toMatch(/^Muchas gracias por la invitación/)
    const text = 'Join us for breakfast: a round of introductions and open networking with the founders of the city.'
    const [english] = ownIntents(
      aDayLater(living([breakfast({ title: 'Business networking breakfast', description: text })], noRoom)),
    )
    expect(english?.effect.comment).toMatch(/^Thank you very much for the invitation/)
  })

  test('goes without a word where the provider carries none, and so does an acceptance', () => {
    const silent = { ...CARRIES, comments: false }
    const told = run(living([breakfast()], noRoom), MONDAY, silent)
    expect(ownIntents(run(told, MONDAY.add(DAY), silent))[0]?.effect).not.toHaveProperty('comment')
    expect(ownIntents(aDayLater(living([breakfast()])))[0]?.effect).not.toHaveProperty('comment')
  })
})

/** `n` invitations of one organiser on days of this week and the next two. */
function many(n: number, domain: (n: number) => string = () => 'canaco.example'): CalendarEvent[] {
  return Array.from({ length: n }, (_, i) => {
    const start = Temporal.Instant.from('2027-03-03T14:00:00Z').add({ hours: 24 * (i % 17) + (i % 3) })
    return breakfast({
      id: `n${i}`,
      start: at(start.toString()),
      end: at(start.add({ hours: 2 }).toString()),
      organiser: { name: null, email: `eventos@${domain(i)}`, self: false },
    })
  })
}
/** Declines on record by local week, and of them the most to one organiser. */
function declines(state: PersonState): Map<string, number> {
  const counted = new Map<string, number>()
  for (const { intent, effect } of ownIntents(state)) {
    if (effect.answer !== 'declined') continue
    const week = weekOf(Temporal.Instant.from(intent.body.createdAt), ZONE)
    for (const key of [week, `${week} ${effect.own?.organiser}`]) counted.set(key, (counted.get(key) ?? 0) + 1)
  }
  return counted
}

describe('a flood of invitations', () => {
  test.each<[string, (n: number) => string]>([
    ['of one organiser', () => 'canaco.example'],
    ['of many', (n) => `camara${n}.example`],
  ])('%s brings no more declines a week than are allowed, however many cycles there are', (_, domain) => {
    let state = living(many(60, domain), {
      settings: {
        weeklyCapMinutes: 0,
        mode: 'enforce',
        enforce: { ...LIMITS, declinesPerOrganiser: 2, declinesPerWeek: 5 },
      },
    })
    for (let hours = 0; hours <= 10 * 24; hours += 12) state = run(state, MONDAY.add({ hours }))
    const counted = declines(state)
    expect(counted.size).toBeGreaterThan(0)
    for (const [key, n] of counted) expect(n, key).toBeLessThanOrEqual(key.includes(' ') ? 2 : 5)
  })

  test('the rest is told for the week in which one is left', () => {
    const state = run(living(many(12), noRoom), MONDAY)
    const moments = [...state.occurrences.values()].flatMap(({ grace }) =>
      grace?.actsAt == null ? [] : [grace.actsAt],
    )
    expect(moments.filter((at) => at === '2027-03-02T15:00:00.000Z')).toHaveLength(2)
    // Monday midnight in Mexico City.
    expect(moments.filter((at) => at === '2027-03-08T06:00:00.000Z')).toHaveLength(2)
  })
})

describe('what is on its way', () => {
  test('takes its hours: what arrives meanwhile has to fit beside it', () => {
    const answered = aDayLater(living([breakfast()], { settings: { weeklyCapMinutes: 240 } }))
    expect(answersIn(answered)).toEqual(['accepted'])
    const better = breakfast({
      id: 'better',
      title: 'Rueda de negocios AMCHAM: networking y citas uno a uno',
      start: at('2027-03-05T14:00:00Z'),
      end: at('2027-03-05T16:00:00Z'),
    })
    let state = withEvents(answered, [breakfast(), better])
    for (const hours of [25, 40, 49, 50]) state = run(state, MONDAY.add({ hours }))
    expect(ownIntents(state).filter(({ effect }) => effect.answer === 'accepted')).toHaveLength(1)
  })

  test('is not sent any more once something has taken its room, and is when nothing has', () => {
    const answered = aDayLater(living([breakfast()], { settings: { weeklyCapMinutes: 240 } }))
    const now = MONDAY.add({ hours: 25 })
    const due = ownIntents(answered).map(({ intent }) => intent)
    const read = [
      {
        calendarId: WORK,
        result: {
          kind: 'ok' as const,
          value: {
            scope: 'delta' as const,
            events: [],
            removed: [],
            unreadable: 0,
            cursor: 'c' as Cursor,
            timeZone: null,
          },
        },
      },
    ]
    expect(sendable(answered, due, read, [], now).send).toEqual(due)
    // What is said in the same cycle is heard first: one more word for the organiser changes nothing, a smaller cap and a word of the person's do.
    const sent = (...commands: Command[]) => sendable(answered, due, read, commands, now).send
    expect(sent({ kind: 'allow_organiser', event: ID, allowed: true })).toEqual(due)
    expect(sent(settingsOf({ weeklyCapMinutes: 60 }))).toEqual([])
    expect(sent({ kind: 'decide', event: ID, decision: 'attend' })).toEqual([])
    const taken = breakfast({
      id: 'taken',
      answer: 'accepted',
      start: at('2027-03-05T14:00:00Z'),
      end: at('2027-03-05T16:00:00Z'),
    })
    const full = sendable(withEvents(answered, [breakfast(), taken]), due, read, [], now)
    expect(full.send).toEqual([])
    expect(ownIntents(full.dropped).map(({ intent }) => [intent.state, intent.body.lastReason])).toEqual([
      ['given_up', 'not_wanted'],
    ])
    // One that may have gone out before ends as well, and stays on record as one that may have been heard.
    const unheard = due.map((intent): Intent => ({ ...intent, state: 'unknown' }))
    const heard = sendable(withEvents(answered, [breakfast(), taken]), unheard, read, [], now)
    expect(ownIntents(heard.dropped).map(({ intent }) => intent.body.lastReason)).toEqual(['maybe_heard'])
  })

  test.each<[string, Command]>([
    ['the mode is turned off', settingsOf({ mode: 'advise' })],
    ['the person decides', { kind: 'decide', event: ID, decision: 'skip' }],
  ])('is withdrawn when %s', (_, command) => {
    const state = run(aDayLater(living([breakfast()])), MONDAY.add({ hours: 25 }), CARRIES, command)
    expect(ownIntents(state).map(({ intent }) => intent.state)).toEqual(['given_up'])
  })

  test('is overtaken by the person’s own answer', () => {
    const command: Command = { kind: 'answer', event: ID, answer: 'declined' }
    const state = run(aDayLater(living([breakfast()])), MONDAY.add({ hours: 25 }), CARRIES, command)
    const answers = [...state.outbox.values()].flatMap(({ state: at, body: { effect } }) =>
      effect.kind === 'answer' ? [`${at} ${effect.by} ${effect.answer}`] : [],
    )
    expect(answers).toEqual(['given_up aforo accepted', 'waiting person declined'])
  })
})

describe('whatever arrives, and whenever', () => {
  const hour = fc.integer({ min: 0, max: 20 * 24 })
  const invitation = fc.record({
    hour,
    length: fc.integer({ min: 1, max: 4 }),
    answer: fc.constantFrom('none' as const, 'none' as const, 'accepted' as const),
    domain: fc.integer({ min: 0, max: 3 }),
    arrives: fc.integer({ min: 0, max: 60 }),
  })

  test('the acceptances of Aforo’s own, with all commitments, stay under the cap', () => {
    fc.assert(
      fc.property(fc.array(invitation, { maxLength: 14 }), fc.constantFrom(120, 300, 420, 600), (sketches, cap) => {
        const events = sketches.map(({ hour: h, length, answer, domain, arrives }, n) => {
          const start = Temporal.Instant.from('2027-03-02T14:00:00Z').add({ hours: h })
          return {
            arrives,
            event: breakfast({
              id: `e${n}`,
              answer,
              start: at(start.toString()),
              end: at(start.add({ hours: length }).toString()),
              organiser: {
                name: null,
                email: `a@${['canaco', 'amcham', 'otra', 'nueva'][domain]}.example`,
                self: false,
              },
            }),
          }
        })
        let state = living([], { settings: { weeklyCapMinutes: cap, maxEvenings: 7, maxPerDay: 20 } })
        let accepted = new Set<EventId>()
        for (let hours = 0; hours <= 96; hours += 12) {
          const now = MONDAY.add({ hours })
          state = withEvents(
            state,
            events.filter(({ arrives }) => arrives <= hours).map(({ event }) => event),
          )
          const decision = decide(state, [], [], new Map([['google', CARRIES]]), now, STILL)
          state = decision.state
          const known = knownAt(state, now)
          const own = ownIntents(state).filter(({ effect }) => effect.answer === 'accepted')
          const fresh = own.filter(({ effect }) => !accepted.has(effect.eventId))
          accepted = new Set(own.map(({ effect }) => effect.eventId))
          for (const { effect } of fresh) {
            const about = known.byId.get(effect.eventId)
            if (about === undefined) throw new Error('accepted what nobody knows')
            expect(isBefore(now, about.start)).toBe(true)
            const week = weekOf(about.start, ZONE)
            const taken = known.events.filter(
              (e) =>
                weekOf(e.start, ZONE) === week &&
                // Nothing is sent here, and what has begun unsent never will be.
                ((accepted.has(e.id) && isBefore(now, e.start)) || e.standing === 'commitment'),
            )
            // An hour of travel and half an hour of follow-up each.
            const minutes = taken.reduce((sum, e) => sum + e.start.until(e.end).total('minutes') + 90, 0)
            expect(minutes).toBeLessThanOrEqual(cap)
          }
        }
      }),
      { numRuns: 25 },
    )
  })
})
