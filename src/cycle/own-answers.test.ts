import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { at } from '../../test/builders/calendar-event.ts'
import { pullOf } from '../../test/builders/changes.ts'
import {
  aDayLater,
  answersIn,
  breakfast,
  CARRIES,
  ID,
  LIMITS,
  living,
  MONDAY,
  noRoom,
  ownIntents,
  run,
  STILL,
  settingsOf,
  withEvents,
  ZONE,
} from '../../test/builders/enforcing.ts'
import { WORK } from '../../test/builders/state.ts'
import type { CalendarEvent, EventId } from '../calendar/event.ts'
import { isBefore } from '../time/instant.ts'
import { weekOf } from '../time/week.ts'
import type { Command } from './commands.ts'
import { decide } from './decide.ts'
import { knownAt } from './known.ts'
import { sendable } from './sent.ts'
import type { Intent, PersonState } from './state.ts'

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

  test('declines that wait into another week take that week’s, and those that were given their own', () => {
    const waiting = run(run(living(many(12), noRoom), MONDAY), MONDAY.add({ hours: 24 }))
    const NEXT_WEEK = MONDAY.add({ hours: 8 * 24 })
    const of = (state: PersonState) => ownIntents(state).length
    expect([of(waiting), of(run(waiting, NEXT_WEEK))]).toEqual([2, 2])
    const ended = { state: 'done' as const, dueAt: null }
    const given = [...waiting.outbox].map(([id, intent]) => {
      const body = { ...intent.body, endedAt: MONDAY.add({ hours: 25 }).toString() }
      return [id, { ...intent, ...ended, body }] as const
    })
    expect(of(run({ ...waiting, outbox: new Map(given) }, NEXT_WEEK))).toBe(4)
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
    const read = [pullOf(WORK)]
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

  test('ends with its event, also where the calendars that it waits for are never read again', () => {
    const answered = aDayLater(living([breakfast()]))
    const as = (state: Intent['state'], now: Temporal.Instant, events = [breakfast()]) => {
      const outbox = new Map([...answered.outbox].map(([id, intent]) => [id, { ...intent, state }]))
      const after = run(withEvents({ ...answered, outbox }, events), now)
      return ownIntents(after).map(({ intent }) => [intent.state, intent.body.lastReason])
    }
    const [soon, begun, over] = ['2027-03-04T13:00:00Z', '2027-03-04T15:00:00Z', '2027-03-04T16:00:00Z'].map((time) =>
      Temporal.Instant.from(time),
    )
    if (soon === undefined || begun === undefined || over === undefined) throw new Error('no time')
    expect(as('waiting', soon)).toEqual([['waiting', null]])
    expect(as('waiting', begun)).toEqual([['given_up', 'withdrawn']])
    expect(as('waiting', soon, [])).toEqual([['given_up', 'withdrawn']])
    expect(as('unknown', begun)).toEqual([['unknown', null]])
    expect(as('unknown', over)).toEqual([['given_up', 'maybe_heard']])
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
