import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { aBreakfast, aSingle, at } from '../../test/builders/calendar-event.ts'
import { aState, WORK } from '../../test/builders/state.ts'
import type { Block, BlockId, CalendarEvent, RemoteEventId } from '../calendar/event.ts'
import { blockIdOf, eventIdOf } from '../calendar/marks.ts'
import { contentHash, contentOf } from '../followups/touched.ts'
import { jitterFrom } from './backoff.ts'
import type { Command } from './commands.ts'
import { type Decision, decide } from './decide.ts'
import type { PersonState } from './state.ts'

const NOON = Temporal.Instant.from('2027-03-03T18:00:00Z')
const BREAKFAST = aBreakfast({ location: 'Reforma 42, CDMX' })
const EVENT = eventIdOf(BREAKFAST.uid, '')
const idOf = (generation = 0, subject = '1000') => blockIdOf(subject, EVENT, 'follow-up', generation)

/** As Aforo wrote it in another life of the account, under an id that the provider drew. */
function written(id: BlockId, remoteId = 'AAMk-1', start = '2027-03-04T15:00:00Z', minutes = 30): CalendarEvent {
  const end = Temporal.Instant.from(start).add({ minutes }).toString()
  const block: Block = { id, title: 'Seguimiento', description: 'x', start, end, timeZone: 'UTC', content: '' }
  return aSingle({
    id: remoteId as RemoteEventId,
    title: block.title,
    description: block.description,
    start: at(start),
    end: at(end),
    visibility: 'private',
    revision: `${remoteId} "1"` as CalendarEvent['revision'],
    mark: { block: id, content: contentHash(contentOf(block)) },
  })
}
const movedByHand = (block: CalendarEvent): CalendarEvent => ({
  ...block,
  start: at('2027-03-04T22:00:00Z'),
  end: at('2027-03-04T22:45:00Z'),
})

const run = (state: PersonState, now = NOON, ...commands: Command[]): Decision =>
  decide(
    state,
    [],
    commands,
    new Map(),
    now,
    jitterFrom(() => 0.5),
  )
const toSend = ({ state }: Decision) =>
  [...state.outbox.values()].filter(({ dueAt, body }) => dueAt !== null && 'followUpId' in body.effect)
const followUps = ({ state }: Decision) => [...state.followUps.values()]

describe('a block that stands in the calendar and that nobody remembers', () => {
  test('is taken over as it stands, and nothing is written', () => {
    const decision = run(aState({ events: [BREAKFAST, written(idOf())] }))
    expect(toSend(decision)).toEqual([])
    expect(decision.activity).toEqual([])
    expect(followUps(decision)).toMatchObject([
      {
        id: idOf(),
        eventId: EVENT,
        body: { state: 'booked', start: '2027-03-04T15:00:00Z', minutes: 30, late: false },
      },
    ])
    // As it stood before it was forgotten, so the next cycle has nothing to add.
    expect(run(decision.state).state.followUps).toBe(decision.state.followUps)
  })

  test("is the person's where their hand was on it", () => {
    const decision = run(aState({ events: [BREAKFAST, movedByHand(written(idOf()))] }))
    expect(toSend(decision)).toEqual([])
    expect(followUps(decision)).toMatchObject([{ body: { state: 'yours', start: '2027-03-04T22:00:00Z' } }])
  })

  test('is known again by a later generation, and by the subject of any account', () => {
    expect(followUps(run(aState({ events: [BREAKFAST, written(idOf(3))] })))).toMatchObject([
      { id: idOf(3), body: { generation: 3, state: 'booked' } },
    ])
    const state = aState({ events: [BREAKFAST, written(idOf(0, 'another'))] })
    const { connections: others } = aState({ connection: { id: 'microsoft', subject: 'another' } })
    const connections = new Map([...state.connections, ...others])
    const decision = run({ ...state, connections })
    expect(followUps(decision)).toMatchObject([{ id: idOf(0, 'another'), body: { state: 'booked' } }])
    expect(toSend(decision)).toEqual([])
  })

  test('is taken over after the two working days as long as it is to come; later it is left where it is', () => {
    const late = Temporal.Instant.from('2027-03-08T18:00:00Z')
    const toCome = run(aState({ events: [BREAKFAST, written(idOf(), 'AAMk-1', '2027-03-09T15:00:00Z')] }), late)
    expect(followUps(toCome)).toMatchObject([{ body: { state: 'booked', late: true } }])
    const over = run(aState({ events: [BREAKFAST, written(idOf())] }), late)
    expect([followUps(over), toSend(over)]).toEqual([[], []])
  })

  test('is taken away by "no fui" as any other', () => {
    const first = run(aState({ events: [BREAKFAST, written(idOf())] }))
    const missed = run(first.state, NOON, { kind: 'attendance', event: EVENT, attendance: 'missed' })
    expect(toSend(missed).map(({ body }) => body.effect)).toMatchObject([
      { kind: 'remove_block', expected: 'AAMk-1 "1"' },
    ])
  })

  test('of an account that is not theirs, or in a calendar that is gone, counts for nothing', () => {
    expect(toSend(run(aState({ events: [BREAKFAST, written(idOf(0, 'somebody'))] })))).toHaveLength(1)
    const state = aState({ events: [BREAKFAST, written(idOf())] })
    const work = state.calendars.get(WORK)
    if (work === undefined) throw new Error('no calendar')
    const gone = { ...work, followUps: false, sync: { ...work.sync, gone: true } }
    expect(followUps(run({ ...state, calendars: new Map([[WORK, gone]]) }))).toEqual([])
  })
})

describe('the same block twice in the calendar', () => {
  const twins = [written(idOf(), 'AAMk-1'), movedByHand(written(idOf(), 'AAMk-2'))]

  test.each([twins, twins.toReversed()])('one of them moved by hand: both are left alone', (...events) => {
    const decision = run(aState({ events: [BREAKFAST, ...events] }))
    expect(followUps(decision)).toMatchObject([{ body: { state: 'yours', revision: 'AAMk-2 "1"' } }])
    const missed = run(decision.state, NOON, { kind: 'attendance', event: EVENT, attendance: 'missed' })
    expect([...toSend(decision), ...toSend(missed)]).toEqual([])
  })

  test('both as written: one of them counts, always the same, and after "no fui" the other', () => {
    const both = [written(idOf(), 'AAMk-2'), written(idOf(), 'AAMk-1')]
    const first = run(aState({ events: [BREAKFAST, ...both] }))
    expect(followUps(first)).toMatchObject([{ body: { state: 'booked', revision: 'AAMk-1 "1"' } }])
    const missed = run(first.state, NOON, { kind: 'attendance', event: EVENT, attendance: 'missed' })
    const [intent] = toSend(missed)
    if (intent === undefined) throw new Error('nothing to take away')
    const sent = [{ opId: intent.opId, outcome: { kind: 'done' as const }, event: null, found: null }]
    const removed = decide(
      missed.state,
      sent,
      [],
      new Map(),
      NOON,
      jitterFrom(() => 0.5),
    )
    expect(followUps(removed)).toMatchObject([{ body: { state: 'removed' } }])
    const again = run(removed.state, NOON, { kind: 'attendance', event: EVENT, attendance: 'attended' })
    expect(followUps(again)).toMatchObject([{ id: idOf(), body: { state: 'booked', revision: 'AAMk-2 "1"' } }])
    expect(toSend(again)).toEqual([])
  })
})
