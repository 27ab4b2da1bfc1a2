/** What changes while something of Aforo's is on its way: the later word wins, and nothing is doubled or lost. */
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { aBreakfast, aSingle, at } from '../../test/builders/calendar-event.ts'
import { pullOf } from '../../test/builders/changes.ts'
import { living, MONDAY, breakfast as offered, ownIntents, run as ownRun } from '../../test/builders/enforcing.ts'
import { aState, WORK } from '../../test/builders/state.ts'
import type { CalendarEvent, CalendarId, RemoteCalendarId, Revision } from '../calendar/event.ts'
import { eventIdOf, NO_ORIGINAL_START } from '../calendar/marks.ts'
import { contentHash, contentOfEvent } from '../followups/touched.ts'
import { timestamp } from '../time/instant.ts'
import { absorbPulls } from './absorb.ts'
import { jitterFrom } from './backoff.ts'
import { absorbChannels, channelTasks } from './channels.ts'
import type { Command } from './commands.ts'
import { decide } from './decide.ts'
import { dueIntents, isPending } from './outbox.ts'
import { type Sent, sendable } from './sent.ts'
import type { FollowUp, Intent, PersonState } from './state.ts'

const STILL = jitterFrom(() => 0.5)
/** Wednesday 3 March 2027, noon in Mexico City. */
const NOON = Temporal.Instant.from('2027-03-03T18:00:00Z')
const LATER = NOON.add({ minutes: 5 })

const EVENT = eventIdOf(aBreakfast().uid, NO_ORIGINAL_START)
const decided = (state: PersonState, sent: readonly Sent[], now: Temporal.Instant, ...commands: Command[]) =>
  decide(state, sent, commands, new Map(), now, STILL).state
const run = (state: PersonState, now = NOON, ...commands: Command[]) => decided(state, [], now, ...commands)
const told = (state: PersonState, events: CalendarEvent[], now = LATER) =>
  absorbPulls(state, [pullOf(WORK, { events })], now, STILL)
const followedUp = (state: PersonState) => [...state.followUps.values()].map(({ body }) => body.state)
const dueAnswers = (state: PersonState, now: Temporal.Instant) =>
  dueIntents(state, now).filter(({ body }) => body.effect.kind === 'answer')
const answersSent = (state: PersonState, now = LATER) =>
  sendable(state, dueAnswers(state, now), [pullOf(WORK)], [], now)

function only<T>(all: Iterable<T>): T {
  const [one] = all
  if (one === undefined) throw new Error('there is none')
  return one
}
const pendingPuts = ({ outbox }: PersonState) =>
  [...outbox.values()].filter((one) => one.body.effect.kind === 'put_block' && isPending(one))
const putOf = (state: PersonState): Intent => only(pendingPuts(state))
/** Nobody knows whether its block was written. */
function unheard(state: PersonState): PersonState {
  const put = putOf(state)
  const unknown = { ...put, state: 'unknown' as const, body: { ...put.body, attempts: 1 } }
  return { ...state, outbox: new Map(state.outbox).set(put.opId, unknown) }
}
/** A block as Aforo wrote it, or would have. */
function blockFor({ id, body }: FollowUp, minutes = body.minutes, revision = '"1"'): CalendarEvent {
  const start = Temporal.Instant.from(body.start)
  const [title, end] = [`Seguimiento: ${body.title}`, at(start.add({ minutes }).toString())]
  const block = aSingle({
    id,
    title,
    start: at(body.start),
    end,
    visibility: 'private',
    revision: revision as Revision,
  })
  return { ...block, mark: { block: id, content: contentHash(contentOfEvent(block)) } }
}
const done = (opId: string, event: CalendarEvent): Sent => ({ opId, outcome: { kind: 'done' }, event, found: null })
/** Its block stands. */
function booked(now = NOON): PersonState {
  const owed = run(aState({ events: [aBreakfast()] }), now)
  return decided(owed, [done(putOf(owed).opId, blockFor(only(owed.followUps.values())))], now)
}

describe('a follow-up that the person closes while it is on its way', () => {
  const closed = (state: PersonState, as: 'done' | 'dismissed', now = NOON) => {
    const followUp = only(state.followUps.keys())
    return run(state, now, { kind: 'close_follow_up', followUp, as, nextStep: null, nextStepOn: null })
  }
  test('leaves nothing to be written later', () => {
    const waiting = run(aState({ events: [aBreakfast()] }))
    expect([waiting, closed(waiting, 'dismissed')].map((state) => pendingPuts(state).length)).toEqual([1, 0])
  })

  const ends: [string, Pick<Sent, 'outcome' | 'found'>][] = [
    ['refused', { outcome: { kind: 'failed', error: { reason: 'forbidden' } }, found: null }],
    ['found to be somebody else’s', { outcome: { kind: 'done' }, found: 'foreign' }],
    ['found to be deleted', { outcome: { kind: 'done' }, found: 'deleted' }],
  ]

  test.each(ends)('stays closed where its block is %s', (_, end) => {
    const dismissed = closed(unheard(run(aState({ events: [aBreakfast()] }))), 'dismissed')
    const { opId } = putOf(dismissed)
    const after = decided(dismissed, [{ opId, event: null, ...end }], LATER)
    expect(followedUp(after)).toEqual(['dismissed'])
    expect(followedUp(run(after, LATER.add({ hours: 25 })))).toEqual(['dismissed'])
  })

  test('stays done where a change of its block is refused', () => {
    const early = Temporal.Instant.from('2027-03-03T16:05:00Z')
    const before = booked(early)
    const { body } = only(before.followUps.values())
    const landed = run(told(before, [aSingle({ id: 'junta', start: at(body.start), end: at(body.end) })], early), early)
    const after = closed(unheard(landed), 'done', early)
    const [, refused] = ends[0] ?? []
    if (refused === undefined) throw new Error('no end')
    expect(followedUp(decided(after, [{ opId: putOf(after).opId, event: null, ...refused }], early))).toEqual(['done'])
  })
})

test('a block that may not be written has the list of calendars read: it says whether its calendar takes any more', () => {
  const waiting = run(aState({ events: [aBreakfast()] }))
  const { opId } = putOf(waiting)
  const refused = decided(
    waiting,
    [{ opId, outcome: { kind: 'failed', error: { reason: 'forbidden' } }, event: null, found: null }],
    LATER,
  )
  expect(only(refused.connections.values()).state.listAt).toBe(timestamp(LATER))
})

test('a block of which nobody knows whether it was written is written nowhere else once its account is away', () => {
  const waiting = unheard(run(aState({ events: [aBreakfast()] })))
  const [calendar, google] = [waiting.calendars.get(WORK), waiting.connections.get('google')]
  if (calendar === undefined || google === undefined) throw new Error('no account')
  const other = { ...calendar, id: 'other' as CalendarId, connectionId: 'other', isPrimary: false }
  const away: PersonState = {
    ...waiting,
    connections: new Map([['other', { ...google, id: 'other', subject: '2000' }]]),
    calendars: new Map([[other.id, other]]),
    items: new Map([[other.id, waiting.items.get(WORK) ?? new Map()]]),
  }
  const { dropped } = sendable(away, dueIntents(away, LATER), [pullOf(other.id)], [], LATER)
  const after = run(run(dropped, LATER), LATER.add({ minutes: 5 }))
  expect(pendingPuts(after)).toEqual([])
  // Back again, it has the id that it had.
  const back: PersonState = { ...after, connections: waiting.connections, calendars: waiting.calendars }
  const again = run({ ...back, items: waiting.items }, LATER.add({ hours: 25 }))
  expect(putOf(again).opId).toBe(putOf(waiting).opId)
})

describe('an answer that waits', () => {
  const TOMORROW = { start: at('2027-03-10T14:00:00Z'), end: at('2027-03-10T16:00:00Z') }
  const MOVED = { start: at('2027-03-12T14:00:00Z'), end: at('2027-03-12T16:00:00Z') }

  test('does not go out for an hour at which nobody has answered', () => {
    const open = aBreakfast({ answer: 'none', ...TOMORROW })
    const answered = run(aState({ events: [open] }), NOON, { kind: 'answer', event: EVENT, answer: 'accepted' })
    const longer = told(answered, [{ ...open, end: at('2027-03-10T17:00:00Z') }])
    expect([answered, longer].map((state) => answersSent(state).send.length)).toEqual([1, 1])
    const { send, dropped } = answersSent(told(answered, [{ ...open, ...MOVED }]))
    expect(send).toEqual([])
    const reasons = [...dropped.outbox.values()].flatMap(({ body }) =>
      body.effect.kind === 'answer' ? [body.lastReason] : [],
    )
    expect(reasons).toEqual(['moved_meanwhile'])
  })

  test('of Aforo’s own is told anew where the event was moved or lasts longer', () => {
    const dayLater = MONDAY.add({ hours: 24 })
    const due = ownRun(ownRun(living([offered()]), MONDAY), dayLater)
    expect(ownIntents(due)).toHaveLength(1)
    const two = dayLater.add({ hours: 2 })
    for (const change of [MOVED, { end: at('2027-03-04T17:30:00Z') }]) {
      const moved = told(due, [offered(change)], two)
      const { send, dropped } = answersSent(moved, two)
      expect(send).toEqual([])
      expect(ownIntents(dropped).map(({ intent }) => intent.body.lastReason)).toEqual(['not_wanted'])
    }
  })
})

test('"no fui" takes the block away where it stands, whatever a calendar that is gone shows of it', () => {
  const before = booked()
  const work = before.calendars.get(WORK)
  if (work === undefined) throw new Error('no calendar')
  const here = { ...work, id: 'here' as CalendarId, remoteId: 'here@cenit.example' as RemoteCalendarId }
  const gone = { ...work, followUps: false, sync: { ...work.sync, gone: true } }
  const items = new Map(before.items).set(here.id, before.items.get(WORK) ?? new Map())
  for (const calendars of [
    [gone, here],
    [here, gone],
  ]) {
    const moved = { ...before, items, calendars: new Map(calendars.map((one) => [one.id, one])) }
    const after = run(moved, LATER, { kind: 'attendance', event: EVENT, attendance: 'missed' })
    const [removal] = [...after.outbox.values()].filter(({ body }) => body.effect.kind === 'remove_block')
    expect(removal?.body.effect).toMatchObject({ calendarId: here.id })
  }
})

test('a channel that is due and has no address any more wakes nobody at once', () => {
  const state = aState()
  const work = state.calendars.get(WORK)
  if (work === undefined) throw new Error('no calendar')
  const channel = { id: 'c', resourceId: 'r', token: 't', expiresAt: '2027-03-03T12:00:00Z' }
  const sync = { ...work.sync, channel, watchAt: '2027-03-03T10:00:00Z' }
  const due: PersonState = { ...state, calendars: new Map([[WORK, { ...work, sync }]]) }
  const tasks = channelTasks(
    due,
    NOON,
    () => null,
    () => 'id',
    () => true,
  )
  const results = tasks.flatMap((task) =>
    task.kind === 'unreachable'
      ? [{ task, result: { kind: 'failed' as const, error: { reason: 'rejected' as const } } }]
      : [],
  )
  const after = absorbChannels(due, results, NOON, STILL)
  const { channel: left, watchAt } = after.calendars.get(WORK)?.sync ?? {}
  expect([left, Date.parse(watchAt ?? '') > NOON.epochMilliseconds]).toEqual([null, true])
})
