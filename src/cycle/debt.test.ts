import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { aFollowUp, anEvent, aState, at, idOf, NOON } from '../../test/builders/a-person.ts'
import { wordsSaid } from '../../test/builders/a-week.ts'
import { lapse, lapsedIn, owedAt } from './debt.ts'
import { knownAt } from './known.ts'
import type { FollowUpBody, OccurrenceBody, PersonState } from './state.ts'

/** A block on a Thursday, two days after its event, in the week before `NOON`'s unless said. */
function aDebtor(
  with_: Partial<FollowUpBody> = {},
  said: Partial<OccurrenceBody> = {},
  on = '2026-11-17',
): PersonState {
  const day = Temporal.PlainDate.from(on)
  const block = day.add({ days: 2 })
  const followUp = aFollowUp('f1', 'a', {
    start: at(`${block} 09:00`),
    end: at(`${block} 09:30`),
    ...with_,
  })
  const start = at(`${day} 19:00`)
  const seen = { title: 'Networking a', start, end: start, organiser: null }
  return aState([], {
    followUps: new Map([[followUp.id, followUp]]),
    occurrences: new Map([[idOf('a'), wordsSaid({ seen, attendance: 'presumed', ...said })]]),
  })
}
const owed = (state: PersonState, now = NOON) => owedAt(state, knownAt(state, now), now)
const local = (instant: Temporal.Instant | undefined) =>
  instant?.toZonedDateTimeISO('America/Mexico_City').toPlainDateTime().toString()

describe('what is owed', () => {
  test('is the open block of an event of an earlier week, once its end has passed', () => {
    expect(owed(aDebtor())).toMatchObject([{ followUp: 'f1', event: idOf('a'), minutes: 30 }])
    expect(owed(aDebtor({ state: 'yours' }))).toHaveLength(1)
    for (const state of ['booking', 'done', 'dismissed', 'removed_by_you', 'removed', 'removing', 'refused'] as const)
      expect(owed(aDebtor({ state })), state).toEqual([])
    // Of this week, and a block still to come.
    expect(owed(aDebtor({ start: at('2026-11-23 09:00'), end: at('2026-11-23 09:30') }, {}, '2026-11-23'))).toEqual([])
    expect(owed(aDebtor({ start: at('2026-11-23 12:00'), end: at('2026-11-23 12:30') }))).toEqual([])
  })

  test('is nothing of what was missed, nor of what turned out not to be networking', () => {
    expect(owed(aDebtor({}, { attendance: 'missed' }))).toEqual([])
    const ordinary = anEvent(
      'a',
      {
        start: { at: at('2026-11-17 19:00'), timeZone: 'America/Mexico_City' },
        end: { at: at('2026-11-17 20:00'), timeZone: 'America/Mexico_City' },
      },
      { networking: false },
    )
    const { items } = aState([ordinary])
    expect(owed({ ...aDebtor(), items })).toEqual([])
  })

  test('counts in the four weeks after the event’s, and lapses as the fifth begins on the person’s clock', () => {
    const [first] = owed(aDebtor())
    expect(local(first?.lapsesAt)).toBe('2026-12-21T00:00:00')
    const monday = first?.lapsesAt ?? NOON
    expect(owed(aDebtor(), monday.subtract({ seconds: 1 }))).toHaveLength(1)
    expect(owed(aDebtor(), monday)).toEqual([])
  })

  test('stands in the order in which closing frees the most', () => {
    const events = ['a', 'b', 'c'].map((name, n) =>
      aFollowUp(`f${n}`, name, {
        minutes: [30, 60, 30][n] ?? 0,
        start: at(`2026-11-1${n + 3} 09:00`),
        end: at(`2026-11-1${n + 3} 09:30`),
      }),
    )
    const state = aState([], { followUps: new Map(events.map((one) => [one.id, one])) })
    expect(owed(state).map(({ followUp }) => followUp)).toEqual(['f1', 'f0', 'f2'])
  })

  test('is never owed and lapsed at once, and what lapsed never counts again', () => {
    fc.assert(
      fc.property(fc.integer({ min: -90, max: 90 }), fc.integer({ min: 0, max: 60 }), (days, blockDays) => {
        const day = Temporal.PlainDate.from('2026-11-17').add({ days })
        const block = day.add({ days: blockDays })
        const state = aDebtor({ start: at(`${block} 09:00`), end: at(`${block} 09:30`) }, {}, day.toString())
        const known = knownAt(state, NOON)
        const lapsed = lapse(state, known, NOON)
        expect(owed(state).length + lapsed.activity.length).toBeLessThanOrEqual(1)
        for (const later of [0, 7, 40]) {
          const then = NOON.add({ hours: 24 * later })
          if (lapsed.activity.length > 0) expect(owed(lapsed.state, then)).toEqual([])
        }
      }),
    )
  })
})

describe('what lapses', () => {
  const after = Temporal.Instant.from(at('2026-12-21 07:00'))

  test('is marked and told once, and can still be closed', () => {
    const state = aDebtor()
    expect(lapse(state, knownAt(state, NOON), NOON)).toEqual({ state, activity: [] })
    const first = lapse(state, knownAt(state, after), after)
    expect(first.activity).toMatchObject([
      { id: 'lapsed:f1', kind: 'debt_lapsed', eventId: idOf('a'), detail: { minutes: 30 } },
    ])
    expect([...first.state.followUps.values()][0]?.body).toMatchObject({
      state: 'booked',
      lapsedAt: expect.any(String),
    })
    expect(lapsedIn(first.state, '2026-W52').map(({ id }) => id)).toEqual(['f1'])
    expect(lapsedIn(first.state, '2026-W51')).toEqual([])
    const again = lapse(first.state, knownAt(first.state, after), after)
    expect(again).toEqual({ state: first.state, activity: [] })
    expect(again.state).toBe(first.state)
  })

  test('is nothing that was closed, nor a block that the person moved beyond its time', () => {
    for (const with_ of [{ state: 'done' } as const, { start: at('2026-12-21 05:00'), end: at('2026-12-21 06:00') }]) {
      const state = aDebtor(with_)
      expect(lapse(state, knownAt(state, after), after).activity).toEqual([])
      expect(owed(state, after)).toEqual([])
    }
  })
})
