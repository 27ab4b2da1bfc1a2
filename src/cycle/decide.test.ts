import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { aBreakfast, aSingle, at, type Given } from '../../test/builders/calendar-event.ts'
import { aState, WORK } from '../../test/builders/state.ts'
import type { CalendarEvent, CalendarId, EventId } from '../calendar/event.ts'
import { eventIdOf } from '../calendar/marks.ts'
import { contentHash, contentOfEvent } from '../followups/touched.ts'
import { isBefore, momentOf } from '../time/instant.ts'
import { jitterFrom } from './backoff.ts'
import type { Command } from './commands.ts'
import { type Decision, decide } from './decide.ts'
import { difference, isEmpty } from './difference.ts'
import { knownAt } from './known.ts'
import { NEVER_READ } from './lists.ts'
import { dueIntents } from './outbox.ts'
import { horizonAt } from './plan.ts'
import type { Calendar, Intent, PersonState } from './state.ts'

const GOOGLE = new Map([
  [
    'google',
    {
      writes: true,
      push: true,
      answers: 'organiser_is_told' as const,
      comments: false,
      tellsDeleted: true,
      cursorsAge: false,
    },
  ],
])
const STILL = jitterFrom(() => 0.5)
/** Wednesday 3 March 2027, noon in Mexico City. */
const NOON = Temporal.Instant.from('2027-03-03T18:00:00Z')

const breakfast = (given: Given = {}): CalendarEvent => aBreakfast({ location: 'Reforma 42, CDMX', ...given })
const idOf = (event: CalendarEvent): EventId => eventIdOf(event.uid, '')
const run = (state: PersonState, now = NOON, ...commands: Command[]): Decision =>
  decide(state, [], commands, GOOGLE, now, STILL)
const intents = ({ state }: Decision, kind: string) =>
  [...state.outbox.values()].filter(({ body }) => body.effect.kind === kind)

/** What the calendar holds once the intent to write was carried out. */
function delivered(decision: Decision, now = NOON, isTouched = true): Decision {
  const [intent] = intents(decision, 'put_block')
  const [followUp] = decision.state.followUps.values()
  if (intent === undefined || followUp === undefined) throw new Error('nothing to deliver')
  const written = aSingle({
    id: followUp.id,
    title: followUp.body.title,
    start: at(followUp.body.start),
    end: at(followUp.body.end),
    visibility: 'private',
    revision: '"written"',
  })
  const content = isTouched ? 'as another hash' : contentHash(contentOfEvent(written))
  const event = { ...written, mark: { block: followUp.id, content } }
  return decide(
    decision.state,
    [{ opId: intent.opId, outcome: { kind: 'done' }, event, found: null }],
    [],
    GOOGLE,
    now,
    STILL,
  )
}

describe('a follow-up, from attendance to intent', () => {
  test('an accepted event that ended gets one intent for its block, and a second look adds nothing', () => {
    const first = run(aState({ events: [breakfast()] }))
    expect(intents(first, 'put_block')).toHaveLength(1)
    const again = run(first.state)
    expect(isEmpty(difference(first.state, again.state, again.activity))).toBe(true)
  })

  test('the block lies after the way home, on a quarter hour, within two working days', () => {
    const [followUp] = run(aState({ events: [breakfast()] })).state.followUps.values()
    const start = Temporal.Instant.from(followUp?.body.start ?? '')
    expect(start.toZonedDateTimeISO('America/Mexico_City').minute % 15).toBe(0)
    expect(Temporal.Instant.compare(start, NOON)).toBeGreaterThanOrEqual(0)
    expect(Temporal.Instant.compare(start, '2027-03-06T00:00:00Z')).toBeLessThan(0)
  })

  test('a block that is still to be written goes to the hours of where the person is by then', () => {
    const dinner = breakfast({ start: at('2027-03-04T00:00:00Z'), end: at('2027-03-04T02:00:00Z') })
    const later = Temporal.Instant.from('2027-03-04T02:10:00Z')
    const { state } = run(aState({ events: [dinner] }), later)
    const flown = run(state, later, { kind: 'settings', change: { timeZone: 'Asia/Tokyo' } }).state
    const [followUp] = run(flown, later).state.followUps.values()
    const start = Temporal.Instant.from(followUp?.body.start ?? '').toZonedDateTimeISO('Asia/Tokyo')
    expect(followUp?.body.state).toBe('booking')
    expect([start.hour >= 9 && start.hour < 18, start.dayOfWeek <= 5]).toEqual([true, true])
  })

  test('an event whose two working days have passed is booked nothing, and owes nothing', () => {
    const late = Temporal.Instant.from('2027-03-06T18:00:00Z')
    expect(run(aState({ events: [breakfast()] }), late).state.followUps.size).toBe(0)
  })

  test('two commitments at one time are asked about, and "fui" books', () => {
    const twin = breakfast({ id: 'twin', title: 'Networking COPARMEX', location: 'Del Valle' })
    const state = aState({ events: [breakfast(), twin] })
    expect(run(state).state.followUps.size).toBe(0)
    const said = run(state, NOON, { kind: 'attendance', event: idOf(twin), attendance: 'attended' })
    expect([...said.state.followUps.values()].map(({ eventId }) => eventId)).toEqual([idOf(twin)])
  })

  test('"no fui" of an event that is moved on afterwards says nothing of when it is now', () => {
    const missed = run(aState({ events: [breakfast()] }), NOON, {
      kind: 'attendance',
      event: idOf(breakfast()),
      attendance: 'missed',
    })
    const moved = breakfast({ start: at('2027-03-04T14:00:00Z'), end: at('2027-03-04T16:00:00Z') })
    const state = { ...missed.state, items: aState({ events: [moved] }).items }
    const ahead = (now: Temporal.Instant) => horizonAt(state, knownAt(state, now), now).weeks[0]?.verdicts
    expect(ahead(NOON)).toMatchObject([{ verdict: 'attend', standing: 'commitment' }])
    const over = run(state, Temporal.Instant.from('2027-03-04T18:00:00Z'))
    expect([...over.state.occurrences.values()]).toMatchObject([{ attendance: 'presumed' }])
    expect([...over.state.followUps.values()].map(({ body }) => body.state)).toContain('booking')
  })

  test('"no fui" before anything was written leaves nothing to write', () => {
    const first = run(aState({ events: [breakfast()] }))
    const missed = run(first.state, NOON, { kind: 'attendance', event: idOf(breakfast()), attendance: 'missed' })
    expect(intents(missed, 'put_block').every(({ dueAt }) => dueAt === null)).toBe(true)
  })

  test("a block that a hand has touched is the person's from then on", () => {
    const written = delivered(run(aState({ events: [breakfast()] })))
    const [followUp] = written.state.followUps.values()
    expect(followUp?.body.state).toBe('yours')
    const missed = run(written.state, NOON, { kind: 'attendance', event: idOf(breakfast()), attendance: 'missed' })
    expect(intents(missed, 'remove_block')).toHaveLength(0)
  })

  test('a block of which no more is shown than its time stays as it was', () => {
    const { state } = delivered(run(aState({ events: [breakfast()] })), NOON, false)
    const [followUp] = state.followUps.values()
    expect(followUp?.body).toMatchObject({ state: 'booked', revision: '"written"' })
    const items = new Map(state.items.get(WORK))
    for (const [id, item] of items) {
      const { event } = item.body
      const withheld = { ...event, title: '', description: '', mark: null }
      if (event.mark !== null) items.set(id, { ...item, body: { ...item.body, event: withheld } })
    }
    expect([...run({ ...state, items: new Map([[WORK, items]]) }).state.followUps.values()]).toEqual([followUp])
  })

  test('a block that has gone from the calendar is removed by the person and never made again', () => {
    const written = delivered(run(aState({ events: [breakfast()] })))
    const items = new Map(written.state.items.get(WORK))
    for (const [id, { body }] of items) if (body.event.mark !== null) items.delete(id)
    const gone = run({ ...written.state, items: new Map([[WORK, items]]) })
    expect([...gone.state.followUps.values()].map(({ body }) => body.state)).toEqual(['removed_by_you'])
    expect(intents(gone, 'put_block').filter(({ dueAt }) => dueAt !== null)).toHaveLength(0)
  })
})

describe('a follow-up whose calendar takes none any more', () => {
  const OTHER = 'other' as CalendarId
  /** The calendar of its follow-ups turned out to be gone when it was on record; events stand in another one. */
  function withoutTarget(tried: Partial<Intent['body']> & Partial<Pick<Intent, 'state'>> = {}): PersonState {
    const { state, ...body } = { state: 'waiting' as const, ...tried }
    const first = run(aState({ events: [breakfast()] }))
    const [intent] = intents(first, 'put_block')
    const work = first.state.calendars.get(WORK)
    const [followUp] = first.state.followUps.values()
    if (intent === undefined || work === undefined || followUp === undefined) throw new Error('nothing was booked')
    const effect = { ...intent.body.effect, calendarId: OTHER } as Intent['body']['effect']
    const other = { ...work, id: OTHER, sync: { ...work.sync, gone: true } }
    return {
      ...first.state,
      calendars: new Map([work, other].map((one) => [one.id, { ...one, followUps: one.id === OTHER }])),
      followUps: new Map([[followUp.id, { ...followUp, body: { ...followUp.body, calendarId: OTHER } }]]),
      outbox: new Map([[intent.opId, { ...intent, state, body: { ...intent.body, ...body, effect } }]]),
    }
  }
  const placed = ({ state }: Decision) => ({
    followUps: [...state.followUps.values()].map(({ body }) => [body.state, body.calendarId]),
    due: [...state.outbox.values()].flatMap(({ dueAt, body: { effect } }) =>
      dueAt !== null && 'calendarId' in effect ? [effect.calendarId] : [],
    ),
  })
  const elsewhere: Command = { kind: 'calendar', calendar: WORK, followUps: true }

  test('is written into the one that the person chooses instead, also after its two working days', () => {
    const waiting = run(withoutTarget())
    expect(placed(waiting)).toEqual({ followUps: [['booking', OTHER]], due: [OTHER] })
    const aWeekLater = NOON.add({ hours: 7 * 24 })
    for (const now of [NOON, aWeekLater]) {
      const chosen = run(waiting.state, now, elsewhere)
      expect(placed(chosen)).toEqual({ followUps: [['booking', WORK]], due: [WORK] })
      const [followUp] = chosen.state.followUps.values()
      expect(isBefore(momentOf(followUp?.body.start ?? ''), now)).toBe(false)
    }
  })

  test('is done with where another one is chosen so late that nothing is booked any more', () => {
    const waiting = run(withoutTarget())
    const aMonthLater = NOON.add({ hours: 30 * 24 })
    expect(placed(run(waiting.state, aMonthLater, elsewhere))).toEqual({ followUps: [['removed', OTHER]], due: [] })
  })

  test.each<[string, Partial<Calendar>]>([
    ['gone', { sync: { ...NEVER_READ, gone: true } }],
    ['only to be read', { role: 'reader' }],
  ])('is owed all the same where that is %s, and asked for once there is another one', (_, as) => {
    const state = aState({ events: [breakfast()] })
    const [work] = state.calendars.values()
    if (work === undefined) throw new Error('no calendar')
    const other: Calendar = { ...work, id: OTHER, isPrimary: false, ...as }
    const calendars = new Map([{ ...work, followUps: false }, other].map((one) => [one.id, one]))
    const owed = run({ ...state, calendars })
    expect(placed(owed).followUps).toEqual([['booking', OTHER]])
    const late = NOON.add({ hours: 7 * 24 })
    expect(dueIntents(owed.state, late).filter(({ body }) => body.effect.kind === 'put_block')).toEqual([])
    const chosen = run(owed.state, late, elsewhere)
    expect(placed(chosen)).toEqual({ followUps: [['booking', WORK]], due: [WORK] })
    // "No fui" of what nobody was ever asked for is done with.
    const missed = run(owed.state, NOON, { kind: 'attendance', event: idOf(breakfast()), attendance: 'missed' })
    if (as.role === undefined) expect(placed(missed)).toEqual({ followUps: [['removed', OTHER]], due: [] })
  })

  test('is not begun for what stood in a calendar that is gone, unless the person was there', () => {
    const state = aState({ events: [breakfast()] })
    const [work] = state.calendars.values()
    if (work === undefined) throw new Error('no calendar')
    const other: Calendar = { ...work, id: OTHER, isPrimary: false }
    const gone: Calendar = { ...work, followUps: false, sync: { ...work.sync, gone: true } }
    const without = { ...state, calendars: new Map([gone, other].map((one) => [one.id, one])) }
    expect(placed(run(without)).followUps).toEqual([])
    const said = run(without, NOON, { kind: 'attendance', event: idOf(breakfast()), attendance: 'attended' })
    expect(placed(said).followUps).toEqual([['booking', OTHER]])
  })

  test('and waits for it where it may have been written already', () => {
    for (const tried of [{ attempts: 1 }, { state: 'unknown' as const }])
      expect(placed(run(withoutTarget(tried), NOON, elsewhere)).followUps).toEqual([['booking', OTHER]])
  })
})

describe('the digest of a week', () => {
  test('goes on record once, however often the cycle runs', () => {
    const first = run(aState())
    const second = run(first.state)
    expect(intents(second, 'digest')).toHaveLength(1)
  })

  test('a week later there is the next one, at the hour chosen', () => {
    const first = run(aState())
    const before = run(first.state, Temporal.Instant.from('2027-03-08T12:59:00Z'))
    expect(intents(before, 'digest')).toHaveLength(1)
    const monday = run(before.state, Temporal.Instant.from('2027-03-08T13:00:00Z'))
    expect(intents(monday, 'digest').filter(({ dueAt }) => dueAt !== null)).toHaveLength(1)
    expect(intents(monday, 'digest')).toHaveLength(2)
  })

  test('nothing goes to an address that nobody verified', () => {
    expect(intents(run(aState({ connection: { emailVerified: false } })), 'digest')).toHaveLength(0)
  })
})

describe('what the person says', () => {
  test('"no es networking" for the series keeps it out of the plan from then on', () => {
    const state = aState({ events: [breakfast({ answer: 'none' })] })
    const corrected = run(state, NOON, {
      kind: 'correct',
      event: idOf(breakfast()),
      networking: false,
      scope: 'series',
    })
    expect(corrected.result).toEqual({ kind: 'ok' })
    expect(knownAt(run(corrected.state).state, NOON).byId.get(idOf(breakfast()))).toMatchObject({
      networking: false,
      corrected: true,
      standing: null,
    })
  })

  test('a command about an event that is not theirs is answered as missing', () => {
    const decision = run(aState(), NOON, { kind: 'decide', event: 'e0' as EventId, decision: 'skip' })
    expect(decision.result).toEqual({ kind: 'missing' })
  })

  test('an answer becomes one intent, and a later one takes its place', () => {
    const state = aState({
      events: [breakfast({ answer: 'none', start: at('2027-03-04T14:00:00Z'), end: at('2027-03-04T16:00:00Z') })],
    })
    const event = idOf(breakfast())
    const decision = run(
      state,
      NOON,
      { kind: 'answer', event, answer: 'accepted' },
      { kind: 'answer', event, answer: 'declined' },
    )
    const toSend = intents(decision, 'answer').filter(({ dueAt }) => dueAt !== null)
    // The first may have been on its way: whichever of the two stands there, the last word is sent.
    expect(toSend.map(({ body }) => body.effect)).toMatchObject([{ answer: 'declined', before: ['none', 'accepted'] }])
  })
})
