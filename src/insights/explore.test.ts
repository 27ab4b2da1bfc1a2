import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anOutcome, anyPast, aPast, aPastEvent, id } from '../../test/builders/a-history.ts'
import { addWeeks } from '../time/week.ts'
import { type Candidate, EXPLORES, exploring } from './explore.ts'
import { type HistoryInput, historyOf } from './history.ts'
import { learnedFor } from './learned.ts'

const WEEK = '2026-W20'
const WEEKS = [0, 1, 2, 3].map((n) => addWeeks(WEEK, n))
const CAP = 360
const rules = { hourlyRate: 50_000, currency: 'MXN' }

function tried(past: HistoryInput, candidates: readonly Candidate[]): ReadonlyMap<string, number> {
  const history = historyOf(past)
  const learned = learnedFor(history, rules, WEEK)
  return learned === null ? new Map() : exploring(history, learned, candidates, () => CAP, WEEKS)
}
const aCandidate = (name: string, over: Partial<Candidate> = {}): Candidate => ({
  id: id(name),
  organiserKey: `${name}.example`,
  seriesKey: name,
  kind: 'meetup',
  week: WEEK,
  minutes: 210,
  standing: 'open',
  told: null,
  ...over,
})
/** Two events of one organiser, so that it is known, long enough ago that the share has saved up. */
const KNOWN = aPast({
  events: ['2026-01-06T16:00:00.000Z', '2026-01-13T16:00:00.000Z'].map((start, n) =>
    aPastEvent(`known ${n}`, start, { organiser: { key: 'known.example', label: 'Known' }, seriesKey: 'known' }),
  ),
})

describe('trying somebody unknown', () => {
  test('gives the bonus to one who is hardly known, up to a week of ten', () => {
    const found = tried(KNOWN, [aCandidate('known'), aCandidate('new'), aCandidate('newer')])
    // 360 minutes are saved up in ten weeks: one of 210 fits, a second does not, and the four weeks' own share pays for none.
    expect([...found.keys()]).toEqual(['new'])
    expect(found.get('new')).toBeGreaterThan(0)
  })

  test('tries the more promising first', () => {
    const past = {
      ...KNOWN,
      events: [...KNOWN.events, aPastEvent('match', '2026-01-07T16:00:00.000Z', { kind: 'sports' })],
      outcomes: [anOutcome('deal', 'closed', 'match')],
    }
    const candidates = [aCandidate('a meetup'), aCandidate('b sports', { kind: 'sports' })]
    expect([...tried(past, candidates).keys()]).toEqual(['b sports'])
  })

  test('stays with whom the person was told to go to, whoever invites them afterwards', () => {
    const candidates = ['a', 'b', 'c'].map((name) => aCandidate(name, { told: name === 'b' ? 'attend' : 'skip' }))
    expect([...tried(KNOWN, candidates).keys()]).toEqual(['b'])
  })

  test('spends the share on what the person goes to anyway, and on nobody twice', () => {
    expect(tried(KNOWN, [aCandidate('new'), aCandidate('mine', { standing: 'stands' })]).size).toBe(0)
    const twice = ['mon', 'tue'].map((name) => aCandidate(name, { organiserKey: 'same.example', minutes: 60 }))
    expect(tried(KNOWN, twice).size).toBe(1)
    expect(tried(aPast(), [aCandidate('new')]).size).toBe(0)
  })

  test('rests where the last weeks were new anyway', () => {
    const recent = ['2026-05-05T16:00:00.000Z', '2026-05-06T16:00:00.000Z'].map((start, n) =>
      aPastEvent(`r${n}`, start),
    )
    expect(tried({ ...KNOWN, events: [...KNOWN.events, ...recent] }, [aCandidate('new')]).size).toBe(0)
  })

  test('stays within its share, leaves the known alone, and is the same in any order', () => {
    const candidates = fc.array(
      fc.record({
        organiser: fc.constantFrom('x', 'y', 'z', 'new', 'newer', null),
        series: fc.constantFrom('s', 't', 'v', 'w'),
        week: fc.constantFrom(...WEEKS),
        minutes: fc.integer({ min: 15, max: 400 }),
        kind: fc.constantFrom('after-office' as const, 'alumni' as const),
      }),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(anyPast, candidates, (past, given) => {
        const all = given.map(({ organiser, series, week, minutes, kind }, n) => {
          const organiserKey = organiser === null ? null : `${organiser}.example`
          return aCandidate(`e${n}`, { organiserKey, seriesKey: series, week, minutes, kind })
        })
        const found = tried(past, all)
        expect(tried(past, all.toReversed())).toEqual(found)
        const minutes = all.filter((one) => found.has(one.id)).reduce((sum, one) => sum + one.minutes, 0)
        // Ten weeks saved up at most, and the share of the three to come.
        expect(minutes).toBeLessThanOrEqual(Math.round(EXPLORES.share * CAP * (EXPLORES.weeks + WEEKS.length - 1)))
        const learned = learnedFor(historyOf(past), rules, WEEK)
        for (const one of all) if (found.has(one.id)) expect(learned?.of(one).count).toBeLessThan(EXPLORES.knownFrom)
        for (const bonus of found.values()) expect(bonus).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})
