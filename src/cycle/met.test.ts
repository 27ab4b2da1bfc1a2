import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { aBreakfast, aSingle, at } from '../../test/builders/calendar-event.ts'
import { pullOf } from '../../test/builders/changes.ts'
import { aState, WORK } from '../../test/builders/state.ts'
import type { Block, CalendarEvent, RemoteEventId } from '../calendar/event.ts'
import { eventIdOf } from '../calendar/marks.ts'
import { languageOf } from '../i18n/index.ts'
import type { ContactId, ContactInput } from '../relationships/contact.ts'
import { absorbPulls, itemOf } from './absorb.ts'
import { jitterFrom } from './backoff.ts'
import type { Command } from './commands.ts'
import { type Decision, decide } from './decide.ts'
import { lifeAt } from './life.ts'
import { blockFor } from './place.ts'
import type { PersonState } from './state.ts'

/** Wednesday 3 March 2027, a little after noon in Mexico City. */
const NOON = Temporal.Instant.from('2027-03-03T18:05:00Z')
const CAN = { writes: true, push: true, comments: false, tellsDeleted: true, cursorsAge: false }
const GOOGLE = new Map([['google', { ...CAN, answers: 'organiser_is_told' as const }]])
const run = (state: PersonState, now = NOON, ...commands: Command[]): Decision =>
  decide(
    state,
    [],
    commands,
    GOOGLE,
    now,
    jitterFrom(() => 0.5),
  )

const BREAKFAST = aBreakfast()
const EVENT = eventIdOf(BREAKFAST.uid, '')

function met(...people: ContactInput[]): Command {
  const named = people.map((person) => ({ ...person, id: person.name.toLowerCase() as ContactId }))
  return { kind: 'ledger', command: { kind: 'capture', event: EVENT, people: named } }
}
const some = (count: number) => Array.from({ length: count }, (_, n) => ({ name: `Persona${n}` }))

function followUpOf({ state }: Pick<Decision, 'state'>) {
  const [followUp] = state.followUps.values()
  if (followUp === undefined) throw new Error('no follow-up')
  return followUp
}
function blockOf(decision: Decision): Block {
  const block = blockFor(
    decision.state,
    followUpOf(decision).id,
    languageOf('es-MX', 'America/Mexico_City'),
    'https://aforo.example',
  )
  if (block === null) throw new Error('no block')
  return block
}

/** The calendar has what was to be written, untouched. */
function written(decision: Decision): PersonState {
  const intent = [...decision.state.outbox.values()].find(
    ({ dueAt, body }) => dueAt !== null && body.effect.kind === 'put_block',
  )
  if (intent === undefined) throw new Error('nothing to write')
  const { id, title, description, start, end, content } = blockOf(decision)
  const event: CalendarEvent = aSingle({
    id,
    title,
    description,
    start: at(start),
    end: at(end),
    visibility: 'private',
    revision: '"1"',
    mark: { block: id, content },
  })
  return decide(
    decision.state,
    [{ opId: intent.opId, outcome: { kind: 'done' }, event, found: null }],
    [],
    GOOGLE,
    NOON,
    jitterFrom(() => 0.5),
  ).state
}

describe('who was met', () => {
  test('stands in the block, with what was promised and how to reach them', () => {
    const bruno = {
      name: 'Bruno',
      company: 'Cenit',
      phones: ['55 1234 5678'],
      emails: ['bruno@cenit.example'],
      nextStep: { text: 'Mandar la propuesta', on: '2027-03-05' },
    }
    const decision = run(aState({ events: [BREAKFAST] }), NOON, met(bruno))
    const { description } = blockOf(decision)
    expect(description).toContain('· Bruno (Cenit)')
    expect(description).toContain('Quedaste en: Mandar la propuesta (5 de marzo de 2027)')
    for (const link of ['tel:+525512345678', 'https://wa.me/525512345678', 'mailto:bruno@cenit.example'])
      expect(description).toContain(link)
    expect(blockOf(run(aState({ events: [BREAKFAST] }))).description).not.toContain('Conociste')
  })

  test('makes the follow-up as long as it takes: ten minutes and eight for each', () => {
    for (const [count, minutes] of [
      [0, 30],
      [1, 20],
      [3, 34],
      [5, 50],
    ] as const) {
      const commands = count === 0 ? [] : [met(...some(count))]
      const { body } = followUpOf(run(aState({ events: [BREAKFAST] }), NOON, ...commands))
      expect(body.minutes, `${count} people`).toBe(minutes)
      expect(Date.parse(body.end) - Date.parse(body.start), `${count} people`).toBe(minutes * 60_000)
    }
  })

  test('lengthens a block that stands untouched, at the revision it was written at, and never shortens it', () => {
    const booked = written(run(aState({ events: [BREAKFAST] })))
    expect(followUpOf({ state: booked }).body).toMatchObject({ state: 'booked', minutes: 30 })
    const longer = run(booked, NOON, met(...some(4)))
    expect(followUpOf(longer).body.minutes).toBe(42)
    const rewrite = [...longer.state.outbox.values()].find(
      ({ dueAt, body }) => dueAt !== null && 'followUpId' in body.effect,
    )
    expect(rewrite?.body.effect).toMatchObject({ kind: 'put_block', expected: '"1"' })
    expect(blockOf(longer).description).toContain('· Persona3')
    const shorter = run(booked, NOON, met(...some(1)))
    expect(followUpOf(shorter).body.minutes).toBe(30)
    expect(blockOf(shorter).description).toContain('· Persona0')
    // Told once, it is not told again.
    expect(run(written(longer)).state.outbox).toEqual(written(longer).outbox)
  })

  test('lengthens again what a read behind the writes shows as short as it was', () => {
    const booked = written(run(aState({ events: [BREAKFAST] })))
    const longer = written(run(booked, NOON, met(...some(4))))
    const { body } = followUpOf(run({ ...longer, items: booked.items }))
    expect(body.minutes).toBe(42)
    expect(Date.parse(body.end) - Date.parse(body.start)).toBe(42 * 60_000)
  })

  test('leaves a block alone that has begun, or that a hand has touched', () => {
    const booked = written(run(aState({ events: [BREAKFAST] })))
    const { id, body } = followUpOf({ state: booked })
    const begun = Temporal.Instant.from(body.start).add({ minutes: 5 })
    expect(followUpOf(run(booked, begun, met(...some(4)))).body).toEqual(body)
    const [[calendar, items] = []] = booked.items
    const stands = items?.get(id as string as RemoteEventId)
    if (calendar === undefined || items === undefined || stands === undefined) throw new Error('no block')
    const retitled = { ...stands, body: { ...stands.body, event: { ...stands.body.event, title: 'Escribir a Bruno' } } }
    const touched = { ...booked, items: new Map([[calendar, new Map(items).set(stands.remoteId, retitled)]]) }
    expect(followUpOf(run(touched, NOON, met(...some(4)))).body).toMatchObject({ state: 'yours', minutes: 30 })
  })

  const closing = (state: PersonState, nextStep: string | null): Command => ({
    kind: 'close_follow_up',
    followUp: followUpOf({ state }).id,
    as: 'done',
    nextStep,
    nextStepOn: null,
  })
  const own = { name: 'Lucía', nextStep: { text: 'Mandar el caso', on: '2027-03-12' } }
  const closed = (nextStep: string | null, ...people: ContactInput[]) => {
    const booked = written(run(aState({ events: [BREAKFAST] }), NOON, met(...people)))
    return [...run(booked, NOON, closing(booked, nextStep)).state.contacts.values()].map(({ body }) => body)
  }
  const steps = (...given: Parameters<typeof closed>) => closed(...given).map(({ nextStep }) => nextStep?.text ?? null)

  test('is followed up when the block is closed: a touch each, and what was promised next', () => {
    for (const body of closed('Comer juntos', { name: 'Bruno' }, { name: 'Lucía' })) {
      expect(body.touches.map(({ kind, note }) => [kind, note])).toEqual([
        ['encounter', null],
        ['follow_up', 'Comer juntos'],
      ])
      expect(body.stage).toBe('in_touch')
      expect(body.nextStep).toEqual({ text: 'Comer juntos', on: null, promisedOn: '2027-03-03' })
    }
  })

  test('keeps what was promised to each of several; of one alone it goes into their story', () => {
    expect(steps('Comer juntos', { name: 'Bruno' }, own)).toEqual(['Comer juntos', 'Mandar el caso'])
    expect(steps(null, { name: 'Bruno' }, own)).toEqual([null, 'Mandar el caso'])
    expect(steps(null, own)).toEqual(['Mandar el caso'])
    const [lucia] = closed('Comer juntos', own)
    expect([lucia?.nextStep?.text, lucia?.touches.at(-1)?.note]).toEqual(['Comer juntos', 'Mandar el caso'])
  })
})

test('whoever met somebody there was there, unless they said otherwise', () => {
  const maybe = { ...BREAKFAST, answer: 'tentative' as const }
  const silent = run(aState({ events: [maybe] }))
  expect(silent.state.followUps.size).toBe(0)
  const { state } = run(silent.state, NOON, met({ name: 'Bruno' }))
  expect([state.occurrences.get(EVENT)?.attendance, state.followUps.size]).toEqual(['attended', 1])
  const missed = run(silent.state, NOON, { kind: 'attendance', event: EVENT, attendance: 'missed' })
  expect(run(missed.state, NOON, met({ name: 'Bruno' })).state.followUps.size).toBe(0)
})

test('whoever met somebody at an event that was presumed was there for sure: another commitment at that hour asks nothing', () => {
  const other = {
    ...BREAKFAST,
    id: 'other' as RemoteEventId,
    uid: 'other@x.example',
    title: 'Networking de la cámara en el mismo horario',
  }
  const presumed = run(aState({ events: [BREAKFAST] }))
  expect(presumed.state.occurrences.get(EVENT)?.attendance).toBe('presumed')
  const asked = (state: PersonState) =>
    lifeAt(run(withEvent(state, other)).state, NOON).attendanceQuestions.map(({ id }) => id)
  expect(asked(presumed.state)).toContain(EVENT)
  const { state } = run(presumed.state, NOON, met({ name: 'Bruno' }))
  expect(state.occurrences.get(EVENT)?.attendance).toBe('attended')
  expect(asked(state)).toEqual([eventIdOf(other.uid, '')])
  const missed = run(presumed.state, NOON, { kind: 'attendance', event: EVENT, attendance: 'missed' })
  expect(run(missed.state, NOON, met({ name: 'Bruno' })).state.occurrences.get(EVENT)?.attendance).toBe('missed')
})

describe('a meeting with somebody who was met', () => {
  const bruno = met({ name: 'Bruno', emails: ['bruno@cenit.example'] })
  const lunch = aSingle({
    id: 'lunch',
    title: 'Avance semanal del proyecto con el equipo',
    start: at('2027-03-10T20:00:00Z'),
    end: at('2027-03-10T21:00:00Z'),
    organiser: { name: null, email: null, self: true },
    attendeeCount: 2,
    guests: [{ name: 'Bruno', email: 'Bruno@cenit.example' }],
  })
  const touches = (state: PersonState, now: string) =>
    [...run(state, Temporal.Instant.from(now)).state.contacts.values()][0]?.body.touches

  test('is a touch once it is over, though nobody keeps its guests', () => {
    const { state: knowing } = run(aState({ events: [BREAKFAST] }), NOON, bruno)
    const later = withEvent(knowing, lunch)
    expect(touches(later, '2027-03-10T20:30:00Z')).toHaveLength(1)
    const over = touches(later, '2027-03-10T21:00:00Z')
    expect(over?.at(-1)).toMatchObject({ kind: 'meeting', at: '2027-03-10T20:00:00.000Z' })
    expect(JSON.stringify([...later.items.values()].map((items) => [...items.values()]))).not.toContain('Bruno@')
  })

  test('is one also where it stood in the calendar before they were: that is read whole once more, once for all who are written down', () => {
    const before = aState({ events: [BREAKFAST, lunch] })
    const again = (state: PersonState) => [...state.calendars.values()].map(({ sync }) => sync.confirmAt)
    const one = run(before, NOON, bruno).state
    expect(again(one)).toEqual(['2027-03-03T19:05:00Z'])
    const many = run(one, NOON.add({ minutes: 20 }), met({ name: 'Eva', emails: ['eva@cenit.example'] })).state
    expect(again(many)).toEqual(again(one))
    expect(touches(readWhole(one, [BREAKFAST, lunch]), '2027-03-10T21:00:00Z')).toHaveLength(2)
  })

  test('is one of whoever was made one with them', () => {
    const eva = met({ name: 'Eva', emails: ['eva@cenit.example'] })
    const knowing = run(aState({ events: [BREAKFAST] }), NOON, bruno, eva).state
    const planned = withEvent(knowing, lunch)
    const [from, into] = ['bruno' as ContactId, 'eva' as ContactId]
    const { state: merged } = run(planned, NOON, { kind: 'ledger', command: { kind: 'merge', into, from } })
    expect(touches(readWhole(merged, [BREAKFAST, lunch]), '2027-03-10T21:00:00Z')).toHaveLength(2)
  })

  test('is looked for only where somebody can be found by another address than before', () => {
    const alone = { ...lunch, guests: [], attendeeCount: 0 }
    for (const [events, command] of [
      [[BREAKFAST, alone], bruno],
      [[BREAKFAST, lunch], met({ name: 'Bruno', phones: ['55 1234 5678'] })],
    ] as const)
      for (const { sync } of run(aState({ events }), NOON, command).state.calendars.values())
        expect(sync.confirmAt).toBeNull()
  })
})

test('whoever leaves an invitation open, or never went, met nobody there', () => {
  const { state: knowing } = run(
    aState({ events: [BREAKFAST] }),
    NOON,
    met({ name: 'Bruno', emails: ['bruno@cenit.example'] }),
  )
  const chapter = aSingle({
    id: 'chapter',
    title: 'Desayuno de networking del capítulo',
    description: 'Ronda de presentaciones para conocer empresarios y hacer negocios.',
    start: at('2027-03-10T14:00:00Z'),
    end: at('2027-03-10T16:00:00Z'),
    organiser: { name: 'Bruno', email: 'bruno@cenit.example', self: false },
    attendeeCount: 20,
    invited: true,
    answer: 'none',
  })
  const review = {
    ...chapter,
    id: 'review' as RemoteEventId,
    uid: 'review@x.example',
    title: 'Avance semanal del proyecto con el equipo',
  }
  for (const event of [chapter, review]) {
    const { state } = run(withEvent(knowing, event), Temporal.Instant.from('2027-03-10T18:00:00Z'))
    expect([...state.contacts.values()].map(({ body }) => [body.stage, body.touches.length])).toEqual([['new', 1]])
  }
})

test('a follow-up is not closed with a step that cannot be kept', () => {
  const booked = written(run(aState({ events: [BREAKFAST] }), NOON, met({ name: 'Bruno' })))
  const { id: followUp } = followUpOf({ state: booked })
  for (const [nextStep, nextStepOn] of [
    ['Comer juntos', '2099-01-01'],
    [null, '2027-03-12'],
    ['x'.repeat(501), null],
  ] as const) {
    const closing = { kind: 'close_follow_up' as const, followUp, as: 'done' as const, nextStep, nextStepOn }
    const { state, result } = run(booked, NOON, closing)
    expect([result.kind, followUpOf({ state }).body.state]).toEqual(['refused', 'booked'])
  }
})

function withEvent(state: PersonState, event: CalendarEvent): PersonState {
  const [[id, items] = []] = state.items
  const calendar = id === undefined ? undefined : state.calendars.get(id)
  if (id === undefined || items === undefined || calendar === undefined) throw new Error('no calendar')
  return { ...state, items: new Map([[id, new Map(items).set(event.id, itemOf(state, calendar, event))]]) }
}

/** Everything that stands in the calendar, read once more. */
function readWhole(state: PersonState, events: readonly CalendarEvent[]): PersonState {
  const jitter = jitterFrom(() => 0.5)
  return absorbPulls(state, [pullOf(WORK, { scope: 'full', events: [...events] })], NOON.add({ minutes: 70 }), jitter)
}
