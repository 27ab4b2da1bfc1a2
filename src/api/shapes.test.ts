/** What is answered, shape by shape, from a state as it is stored. */
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { aCalendar, aFollowUp, anEvent, aState, aSync, at, CALENDAR, idOf, NOON } from '../../test/builders/a-person.ts'
import { someHealth } from '../../test/builders/some-health.ts'
import type { BlockId } from '../calendar/event.ts'
import { healthAt } from '../cycle/health.ts'
import { NOTHING_SAID } from '../cycle/known.ts'
import { lifeAt, weekPlanOf } from '../cycle/life.ts'
import type { FollowUp, PersonState } from '../cycle/state.ts'
import { calendarShape, connectionShape, eventShape, followUpShape, planShape } from './schemas.ts'
import { calendarsOf, connectionOf, eventOf, followUpsOf, planOf } from './shapes.ts'

describe('an event', () => {
  test('has every field of the contract, with times on the clock of its own zone', () => {
    const madrid = anEvent('madrid', {
      start: { at: '2026-11-25T17:00:00Z', timeZone: 'Europe/Madrid' },
      end: { at: '2026-11-25T19:00:00Z', timeZone: 'Europe/Madrid' },
    })
    const shape = eventIn(aState([madrid]), 'madrid')
    expect(shape).toMatchObject({
      id: idOf('madrid'),
      calendarId: CALENDAR,
      title: 'Networking madrid',
      start: '2026-11-25T18:00:00+01:00',
      end: '2026-11-25T20:00:00+01:00',
      timeZone: 'Europe/Madrid',
      allDay: false,
      location: 'Reforma 222',
      online: false,
      organiser: { name: 'CANACO', email: 'eventos@canaco.example' },
      answer: 'none',
      networking: true,
      kind: 'meetup',
      smart: true,
      confidence: 0.97,
      reasons: [{ kind: 'word', text: 'Networking', points: 2.1 }],
      decision: null,
      attendance: null,
      corrected: false,
      travelMinutes: 30,
    })
    expect(v.is(eventShape, shape)).toBe(true)
  })

  test('below the confidence to act is networking null, and true once the person says so', () => {
    const unsure = anEvent('unsure', {}, { confidence: 0.6 })
    expect(eventIn(aState([unsure]), 'unsure')).toMatchObject({ networking: null, corrected: false, standing: null })
    const key = `event:${idOf('unsure')}`
    const corrections = new Map([[key, { scope: 'event' as const, key: idOf('unsure'), networking: true }]])
    expect(eventIn(aState([unsure], { corrections }), 'unsure')).toMatchObject({
      networking: true,
      corrected: true,
      confidence: 1,
      standing: 'candidate',
    })
  })

  test('of whole days begins at midnight of the person', () => {
    const fair = anEvent('fair', { start: { on: '2026-11-25' }, end: { on: '2026-11-27' } })
    expect(eventIn(aState([fair]), 'fair')).toMatchObject({
      allDay: true,
      start: '2026-11-25T00:00:00-06:00',
      end: '2026-11-27T00:00:00-06:00',
      timeZone: 'America/Mexico_City',
    })
  })

  test('says presumed for an ended commitment, null for one to come, and the person’s own word before both', () => {
    const past = {
      start: { at: at('2026-11-23 08:00'), timeZone: 'UTC' },
      end: { at: at('2026-11-23 09:00'), timeZone: 'UTC' },
    }
    const ended = anEvent('ended', { answer: 'accepted', ...past })
    const soon = anEvent('soon', { answer: 'accepted' })
    const state = aState([ended, soon])
    expect(eventIn(state, 'ended').attendance).toBe('presumed')
    expect(eventIn(state, 'soon').attendance).toBeNull()
    const occurrences = new Map([[idOf('ended'), { ...NOTHING_SAID, attendance: 'missed' as const }]])
    expect(eventIn({ ...state, occurrences }, 'ended').attendance).toBe('missed')
    const asking = aState([ended], {}, { attendance: 'ask' })
    expect(eventIn(asking, 'ended').attendance).toBeNull()
  })
})

describe('a plan', () => {
  test('has the sums, and each verdict with its event, parts and reserved slot', () => {
    const shape = planIn(aState([anEvent('breakfast')]))
    expect(v.is(planShape, shape)).toBe(true)
    expect(shape).toMatchObject({
      week: '2026-W48',
      timeZone: 'America/Mexico_City',
      cap: { minutes: 360, debt: 0 },
      charge: { event: 120, travel: 60, followUp: 30, total: 210 },
      exact: true,
      gap: 0,
      unreadable: [],
    })
    expect(shape.verdicts).toHaveLength(1)
    expect(shape.verdicts[0]).toMatchObject({
      event: { id: idOf('breakfast'), start: '2026-11-24T10:00:00-06:00' },
      standing: 'candidate',
      verdict: 'attend',
      reason: null,
      charge: { event: 120, travel: 60, followUp: 30, total: 210 },
      followUp: { start: '2026-11-24T12:30:00-06:00', end: '2026-11-24T13:00:00-06:00' },
      counterfactual: null,
    })
    expect(shape.value).toBe(shape.verdicts[0]?.value.total)
  })

  test('shows a stored block where it really stands', () => {
    const moved = aFollowUp('block', 'breakfast', {
      state: 'yours',
      start: at('2026-11-26 09:10'),
      end: at('2026-11-26 09:50'),
    })
    const accepted = anEvent('breakfast', { answer: 'accepted' })
    const [verdict] = planIn(aState([accepted], { followUps: followUps(moved) })).verdicts
    expect(verdict?.followUp).toEqual({ start: '2026-11-26T09:10:00-06:00', end: '2026-11-26T09:50:00-06:00' })
  })

  test('names the first reason of a skip', () => {
    const shape = planIn(aState([anEvent('breakfast', { answer: 'declined' })]))
    expect(shape.verdicts[0]).toMatchObject({ verdict: 'skip', reason: 'declined', followUp: null })
  })

  test('says which calendar cannot be read, since when and why', () => {
    const failure = { reason: 'unreachable' as const, since: '2026-11-23T16:00:00Z', attempts: 3, retryAt: null }
    const calendar = aCalendar({ sync: aSync({ failure }) })
    const state = aState([], { calendars: new Map([[CALENDAR, calendar]]) })
    const unreadable = { since: '2026-11-23T10:00:00-06:00', reason: 'unreachable' }
    expect(planIn(state).unreadable).toEqual([{ calendarId: CALENDAR, ...unreadable }])
    const health = healthAt(state, NOON)
    const [shape] = calendarsOf(health, 'America/Mexico_City')
    expect(v.is(calendarShape, shape)).toBe(true)
    expect(shape).toMatchObject({ unreadable, readAt: '2026-11-23T11:00:00-06:00' })
    expect(shape?.health).toMatchObject({ status: 'failing', ...unreadable, reconnect: null })
    const [account] = health.map((one) => connectionOf(one, 'America/Mexico_City'))
    expect(v.is(connectionShape, account)).toBe(true)
    expect(account).toMatchObject({ status: 'ok', health: { status: 'failing', ...unreadable } })
  })

  test('says where an account is connected anew, once it waits for that', () => {
    const health = someHealth({
      google: {
        connection: { state: { status: 'revoked', since: '2026-11-23T16:00:00Z', listAt: null } },
        calendars: { Trabajo: {} },
      },
    })
    const waits = {
      status: 'revoked',
      since: '2026-11-23T10:00:00-06:00',
      reason: 'revoked',
      nextTryAt: null,
      reconnect: '/connect/google',
    }
    expect(health.map((one) => connectionOf(one, 'America/Mexico_City'))).toMatchObject([{ health: waits }])
    expect(calendarsOf(health, 'America/Mexico_City')).toMatchObject([
      { health: waits, unreadable: { reason: 'revoked' } },
    ])
  })

  test('keeps text from outside as it is: escaping is for who shows it', () => {
    const hostile = anEvent('x', { title: '<script>alert(1)</script>\u202e' })
    expect(planIn(aState([hostile])).verdicts[0]?.event.title).toBe('<script>alert(1)</script>\u202e')
  })
})

describe('follow-ups', () => {
  test('are reserved for what is chosen, under an id that stays', () => {
    const state = aState([anEvent('breakfast')])
    const [first, ...others] = followUpsOf(lifeAt(state, NOON))
    expect(others).toEqual([])
    expect(v.is(followUpShape, first)).toBe(true)
    expect(first).toMatchObject({
      id: `reserved-${idOf('breakfast')}`,
      eventId: idOf('breakfast'),
      state: 'reserved',
      start: '2026-11-24T12:30:00-06:00',
      end: '2026-11-24T13:00:00-06:00',
      contacts: [],
    })
    expect(followUpsOf(lifeAt(state, NOON.add({ minutes: 1 })))[0]?.id).toBe(first?.id)
  })

  test.each([
    ['booking', 'reserved', false],
    ['booked', 'booked', false],
    ['yours', 'booked', true],
    ['done', 'done', false],
    ['dismissed', 'dismissed', false],
    ['removed_by_you', 'removed_by_you', false],
  ] as const)('stored as %s are told as %s', (stored, state, touched) => {
    const followUp = aFollowUp('block', 'breakfast', { state: stored })
    const shapes = followUpsOf(lifeAt(aState([anEvent('breakfast')], { followUps: followUps(followUp) }), NOON))
    expect(shapes).toHaveLength(1)
    expect(shapes[0]).toMatchObject({ id: 'block', state, touched })
  })

  test.each(['removing', 'removed'] as const)('that Aforo took away itself (%s) are left out', (state) => {
    const followUp = aFollowUp('block', 'breakfast', { state })
    expect(followUpsOf(lifeAt(aState([], { followUps: followUps(followUp) }), NOON))).toEqual([])
  })

  test('go by start, and tell the next step', () => {
    const late = aFollowUp('late', 'b', { start: at('2026-11-26 09:00'), end: at('2026-11-26 09:30') })
    const closed = { nextStep: 'Llamar', nextStepOn: '2026-12-01', closedAt: '2026-11-24T21:30:00Z' }
    const early = aFollowUp('early', 'a', { state: 'done', ...closed })
    const shapes = followUpsOf(lifeAt(aState([], { followUps: followUps(late, early) }), NOON))
    expect(shapes.map(({ id }) => id)).toEqual(['early', 'late'])
    expect(shapes[0]).toMatchObject({
      nextStep: { text: 'Llamar', on: '2026-12-01' },
      closedAt: '2026-11-24T15:30:00-06:00',
    })
  })
})

function eventIn(state: PersonState, name: string) {
  const life = lifeAt(state, NOON)
  const event = life.known.byId.get(idOf(name))
  if (event === undefined) throw new Error(`no event ${name}`)
  return eventOf(life, event)
}

function planIn(state: PersonState) {
  const life = lifeAt(state, NOON)
  return planOf(life, weekPlanOf(life, '2026-W48'))
}

function followUps(...all: FollowUp[]): ReadonlyMap<BlockId, FollowUp> {
  return new Map(all.map((one) => [one.id, one]))
}
