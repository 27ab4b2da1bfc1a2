import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aContact, anOutcome, anyPast, aPast, aPastEvent, id } from '../../test/builders/a-history.ts'
import { mondayOf, type Week } from '../time/week.ts'
import { earnedBy } from './earned.ts'
import { type HistoryInput, historyOf } from './history.ts'
import { AS_IF_HOURS, fade, learnedFor, maturity, PRIOR } from './learned.ts'

const rules = { hourlyRate: 50_000, currency: 'MXN' }
const learn = (past: HistoryInput, week: Week) => learnedFor(historyOf(past), rules, week)
const A = { organiserKey: 'a.example', seriesKey: 'a', kind: 'meetup' } as const
const START = '2026-01-06T16:00:00.000Z'

describe('what is learned of an organiser', () => {
  test('is nothing without a past: then no value changes', () => {
    expect(learn(aPast(), '2026-W10')).toBeNull()
    expect(learn(aPast({ events: [aPastEvent('a', START, { attendance: 'missed' })] }), '2026-W10')).toBeNull()
    // What happens this week is no past yet.
    expect(learn(aPast({ events: [aPastEvent('a', START)] }), '2026-W02')).toBeNull()
  })

  test('is its own hours and five at the mean of the others of its kind', () => {
    // A year later: the hours are ripe, and everything counts half. 3.5 h each.
    const events = [aPastEvent('a', START), aPastEvent('b', START), aPastEvent('c', START, { kind: 'sports' })]
    const outcomes = [anOutcome('m', 'meeting', 'a'), anOutcome('p', 'proposal', 'b')]
    const learned = learn(aPast({ events, outcomes }), '2027-W01')
    // c alone is what all others than meetups say: (2 * 20 + 0.1 / 2) / (20 + 1.75); the meetup b is drawn to it.
    const others = (PRIOR * 20 + 0.05) / 21.75
    const kindWithoutA = (others * 20 + 8.1 / 2) / 21.75
    const a = (kindWithoutA * 5 + 4.1 / 2) / 6.75
    const all = (PRIOR * 20 + 12.3 / 2) / 25.25
    expect(learned?.of(A)).toMatchObject({ perHour: Math.round(a * 1000) / 1000, count: 1 })
    expect(learned?.of(A).aboveAll).toBeCloseTo(a - all, 2)
    expect(learned?.all).toMatchObject({ count: 3, minutes: 630, events: ['a', 'b', 'c'] })
    expect(learned?.organisers.map(({ label, kind }) => [label, kind])).toEqual([
      ['b', 'meetup'],
      ['a', 'meetup'],
      ['c', 'sports'],
    ])
  })

  test('of somebody unknown is what their kind says, and of an unknown kind what all others say', () => {
    const events = [aPastEvent('a', START), aPastEvent('b', START, { kind: 'sports' })]
    const learned = learn(aPast({ events, outcomes: [anOutcome('d', 'closed', 'b')] }), '2027-W01')
    const of = (kind: 'meetup' | 'sports' | 'alumni') =>
      learned?.of({ organiserKey: 'new.example', seriesKey: 'n', kind })
    expect(of('sports')?.perHour).toBe(learned?.kinds.find(({ kind }) => kind === 'sports')?.perHour)
    expect(of('sports')?.perHour).toBeGreaterThan(of('alumni')?.perHour ?? 0)
    expect(of('alumni')?.perHour).toBeGreaterThan(of('meetup')?.perHour ?? 0)
    expect(of('meetup')?.count).toBe(0)
  })

  test('does not hold it against last week that no business came yet', () => {
    const fruitless = (week: Week) => learn(aPast({ events: [aPastEvent('a', START)] }), week)?.of(A).perHour ?? 0
    const [next, later, aYear] = [fruitless('2026-W03'), fruitless('2026-W28'), fruitless('2027-W01')]
    expect(next).toBeGreaterThan(0.85 * PRIOR)
    expect(later).toBeLessThan(next)
    // And after years it is as if it had never been.
    expect(fruitless('2036-W01')).toBeGreaterThan(aYear)
  })

  test('is less sure of little: the range narrows with every event', () => {
    const week = (n: number) => new Date(Date.parse(START) + n * 7 * 86_400_000).toISOString()
    const widths = [1, 4, 16].map((times) => {
      const events = Array.from({ length: times }, (_, n) => {
        return aPastEvent(`a${n}`, week(n), { organiser: { key: 'a.example', label: 'a' }, seriesKey: 'a' })
      })
      const outcomes = events.map((event) => anOutcome(`m of ${event.id}`, 'meeting', event.id))
      const { low = 0, high = 0, perHour = 1 } = learn(aPast({ events, outcomes }), '2027-W01')?.of(A) ?? {}
      return (high - low) / perHour
    })
    expect(widths).toEqual(widths.toSorted((a, b) => b - a))
  })

  test('counts a tenth of the hours of an event that was missed, and none of what is credited to it', () => {
    const other = aPastEvent('b', START)
    const missed = aPastEvent('a', START, { attendance: 'missed' })
    const with_ = learn(aPast({ events: [other, missed], outcomes: [anOutcome('m', 'meeting', 'a')] }), '2027-W01')?.of(
      A,
    )
    const without = learn(aPast({ events: [other] }), '2027-W01')?.of(A)
    const gone = learn(aPast({ events: [other, { ...missed, attendance: 'attended' }] }), '2027-W01')?.of(A)
    expect(with_?.perHour).toBeLessThan(without?.perHour ?? 0)
    expect(with_?.perHour).toBeGreaterThan(gone?.perHour ?? 9)
    expect(with_?.count).toBe(0)
  })
})

describe('ripening and fading', () => {
  test('an event is ripe after a year, and is believed half as much after each', () => {
    expect([0, 1, 2, 13, 26, 52, 300].map(maturity)).toEqual([150, 200, 250, 520, 800, 1000, 1000])
    expect([0, 26, 52, 78, 104].map(fade)).toEqual([1000, 750, 500, 375, 250])
    for (let week = 0; week < 300; week++) {
      expect(maturity(week + 1)).toBeGreaterThanOrEqual(maturity(week))
      expect(fade(week + 1)).toBeLessThanOrEqual(fade(week))
    }
  })
})

/** As the head of the file says it, in plain sums over all events for every single question. */
function naively(past: HistoryInput, week: Week, organiserKey: string, kind: 'after-office' | 'alumni'): number {
  const history = historyOf(past)
  const earned = earnedBy(history, rules)
  const evidence = history.events
    .filter((event) => event.week < week)
    .map((event) => {
      const age = mondayOf(event.week).until(mondayOf(week), { largestUnit: 'days' }).days / 7
      const points = (earned.get(event.id) ?? []).reduce((sum, line) => sum + line.points, 0) / 100
      const hours = (event.charge.total / 60) * (event.attended ? maturity(age) / 1000 : 0.1)
      return { event, points: (points * fade(age)) / 1000, hours: (hours * fade(age)) / 1000 }
    })
  const drawn = (mean: number, strength: number, own: typeof evidence) =>
    own.reduce((sum, one) => sum + one.points, mean * strength) / own.reduce((sum, one) => sum + one.hours, strength)
  const isOwn = (key: string | null) => key === organiserKey
  const others = drawn(
    PRIOR,
    AS_IF_HOURS.all,
    evidence.filter(({ event }) => event.kind !== kind),
  )
  const ofKind = evidence.filter(({ event }) => event.kind === kind && !isOwn(event.organiser.key))
  const own = evidence.filter(({ event }) => isOwn(event.organiser.key))
  return drawn(drawn(others, AS_IF_HOURS.kind, ofKind), AS_IF_HOURS.organiser, own)
}

describe('on any past', () => {
  const weeks = fc.constantFrom('2025-W40', '2026-W10', '2026-W40', '2029-W01')

  test('the estimate is the naive one, within its range', () => {
    fc.assert(
      fc.property(anyPast, weeks, fc.constantFrom('x.example', 'new.example'), (past, week, organiserKey) => {
        const learned = learn(past, week)
        if (learned === null) return
        for (const kind of ['after-office', 'alumni'] as const) {
          const { perHour, low, high } = learned.of({ organiserKey, seriesKey: 's', kind })
          expect(perHour).toBeCloseTo(naively(past, week, organiserKey, kind), 2)
          expect(low).toBeLessThanOrEqual(perHour)
          expect(high).toBeGreaterThanOrEqual(perHour)
          expect(perHour).toBeGreaterThan(0)
        }
      }),
    )
  })

  test('the same past says the same in any order, and a list says what a question does', () => {
    fc.assert(
      fc.property(anyPast, weeks, (past, week) => {
        const turned = { ...past, events: past.events.toReversed(), outcomes: past.outcomes.toReversed() }
        const [one, other] = [learn(past, week), learn({ ...turned, contacts: past.contacts.toReversed() }, week)]
        expect([other?.all, other?.kinds, other?.organisers]).toEqual([one?.all, one?.kinds, one?.organisers])
        for (const { organiserId, kind, perHour, count } of one?.organisers ?? []) {
          if (!organiserId.startsWith('organiser:')) continue
          const organiserKey = organiserId.slice('organiser:'.length)
          expect(one?.of({ organiserKey, seriesKey: '', kind })).toMatchObject({ perHour, count })
        }
      }),
      { numRuns: 50 },
    )
  })

  test('more that came of an organiser never lowers what is learned of it', () => {
    fc.assert(
      fc.property(anyPast, weeks, (past, week) => {
        const [first] = past.events
        if (first === undefined) return
        const more = { ...past, outcomes: [...past.outcomes, anOutcome('more', 'meeting', first.id)] }
        const traits = {
          organiserKey: first.organiser.key,
          seriesKey: first.seriesKey,
          kind: first.kind,
        } as const
        const [now, then] = [learn(past, week)?.of(traits), learn(more, week)?.of(traits)]
        expect(then?.perHour ?? 0).toBeGreaterThanOrEqual(now?.perHour ?? 0)
      }),
      { numRuns: 50 },
    )
  })

  test('five people met say more than one', () => {
    const withContacts = (n: number) => {
      const contacts = Array.from({ length: n }, (_, i) => aContact(`c${i}`, 'a'))
      return learn(aPast({ events: [aPastEvent('a', START)], contacts }), '2026-W10')?.of(A).perHour ?? 0
    }
    expect(withContacts(5)).toBeGreaterThan(withContacts(1))
    expect(learn(aPast({ events: [aPastEvent('a', START)] }), '2026-W10')?.all.events).toEqual([id('a')])
  })
})
