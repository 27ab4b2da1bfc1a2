import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { aSeries, aSingle, at } from '../../test/builders/calendar-event.ts'
import { aState, READ_AT } from '../../test/builders/state.ts'
import type { CalendarEvent, EventId } from '../calendar/event.ts'
import { eventIdOf } from '../calendar/marks.ts'
import { jitterFrom } from './backoff.ts'
import { decide } from './decide.ts'
import { knownAt, NOTHING_SAID } from './known.ts'
import { horizonAt } from './plan.ts'
import type { OccurrenceBody, PersonState } from './state.ts'
import { MOST_TOLD, tell } from './told.ts'

const NOW = Temporal.Instant.from(READ_AT)
const idOf = ({ uid }: CalendarEvent): EventId => eventIdOf(uid, '')
const ROOMY = { rows: 1_000, bytes: 1_000_000 }

/** Breakfasts of the days to come, one each morning. */
const invitations = (count: number) =>
  Array.from({ length: count }, (_, n) => {
    const day = NOW.add({ hours: 24 * (n + 1) })
      .toString()
      .slice(0, 10)
    return aSingle({
      id: `b${n}`,
      title: 'Desayuno de networking BNI',
      description: 'Presenta tu negocio, intercambio de tarjetas y referidos.',
      start: at(`${day}T14:00:00Z`),
      end: at(`${day}T15:00:00Z`),
      invited: true,
      attendeeCount: 20,
      organiser: { name: 'BNI', email: 'hola@bni.example', self: false },
    })
  })
/** As a cycle of some weeks ago left it. */
const told = (daysAgo: number, more: Partial<OccurrenceBody> = {}): OccurrenceBody => {
  const start = NOW.subtract({ hours: 24 * daysAgo })
  const seen = { title: 'Desayuno', start: start.toString(), end: start.add({ hours: 1 }).toString(), organiser: null }
  return { ...NOTHING_SAID, told: 'skip', seen, ...more }
}
function telling(state: PersonState, most: { rows: number; bytes: number }) {
  const known = knownAt(state, NOW)
  return tell(state, known, horizonAt(state, known, NOW), NOW, most).occurrences
}

describe('what Aforo said of candidates', () => {
  test('is kept of each, while there is room', () => {
    const events = invitations(6)
    const kept = telling(aState({ events }), ROOMY)
    expect([...kept.keys()].sort()).toEqual(events.map(idOf).sort())
    const state = { ...aState({ events }), occurrences: kept }
    expect(telling(state, ROOMY)).toBe(kept)
  })

  test('makes room for what is new where it is over, the oldest first; what the person said or did stays', () => {
    const old = new Map<EventId, OccurrenceBody>([
      ['newest' as EventId, told(30)],
      ['oldest' as EventId, told(300)],
      ['older' as EventId, told(200)],
      ['decided' as EventId, told(400, { decision: 'skip', decidedAt: READ_AT })],
      ['missed' as EventId, told(400, { attendance: 'missed', attendanceAt: READ_AT })],
    ])
    const state = { ...aState({ events: invitations(3) }), occurrences: old }
    const kept = telling(state, { ...ROOMY, rows: 4 })
    expect([...kept.keys()].filter((id) => old.has(id))).toEqual(['newest', 'decided', 'missed'])
    expect(kept.size).toBe(6)
  })

  test('is within the bounds whatever was there, of rows and of bytes, and takes nothing of the person’s', () => {
    const theirs = (body: OccurrenceBody) => body.decision !== null || body.travelMinutes !== null
    const row = fc.record({
      daysAgo: fc.integer({ min: -20, max: 400 }),
      decision: fc.constantFrom(null, null, 'attend' as const),
      travelMinutes: fc.constantFrom(null, null, null, 10),
    })
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), fc.nat(12), fc.nat(4_000), (rows, most, bytes) => {
        const before = new Map(
          rows.map(({ daysAgo, ...said }, n) => [`r${n}` as EventId, told(daysAgo, { ...said })] as const),
        )
        const kept = telling({ ...aState({ events: invitations(8) }), occurrences: before }, { rows: most, bytes })
        const own = [...kept].filter(([, body]) => !theirs(body))
        // What was told of the future stays, and only that may be more than fits.
        const ahead = [...before].filter(
          ([, body]) => !theirs(body) && Date.parse(body.seen?.end ?? '') > Date.parse(READ_AT),
        )
        expect(own.length <= most || own.every(([id]) => ahead.some(([other]) => other === id))).toBe(true)
        expect(own.filter(([id]) => ahead.some(([other]) => other === id))).toHaveLength(ahead.length)
        for (const [id, body] of before) if (theirs(body)) expect(kept.get(id)).toBe(body)
        const size = Buffer.byteLength(JSON.stringify(own))
        expect(size <= bytes + 100 || own.length === ahead.length).toBe(true)
      }),
      { numRuns: 100 },
    )
  })

  test('of a week with more than are compared is kept of these alone, and the plan says that it is not proven', () => {
    const [one] = invitations(1)
    const many = Array.from({ length: 1_100 }, (_, n) =>
      aSingle({ ...one, id: `m${n}`, uid: `m${n}`, revision: '"1"' }),
    )
    const state = aState({ events: many })
    const horizon = horizonAt(state, knownAt(state, NOW), NOW)
    expect([horizon.exact, horizon.uncompared.size]).toEqual([false, 100])
    expect(telling(state, MOST_TOLD).size).toBe(1_000)
  })

  test('of a flood of repeating invitations is bounded', () => {
    const flood = Array.from({ length: 300 }, (_, n) =>
      aSeries({
        ...invitations(1)[0],
        id: `s${n}`,
        uid: `s${n}@evil.example`,
        form: 'series',
        recurrence: ['RRULE:FREQ=DAILY'],
        revision: '"1"',
        organiser: { name: 'Eve', email: `eve@evil${n}.example`, self: false },
      }),
    )
    const state = aState({ events: flood })
    const known = knownAt(state, NOW)
    expect(known.events.length).toBeLessThanOrEqual(10_000)
    const horizon = horizonAt(state, known, NOW)
    const verdicts = horizon.weeks.flatMap((week) => week.verdicts)
    expect(verdicts.some(({ verdict }) => verdict === 'attend')).toBe(true)
    const { occurrences } = decide(
      state,
      [],
      [],
      new Map(),
      NOW,
      jitterFrom(() => 0.5),
    ).state
    expect(occurrences.size).toBeLessThanOrEqual(MOST_TOLD.rows)
    expect(occurrences.size).toBeLessThanOrEqual(4 * 1_000)
  })
})
