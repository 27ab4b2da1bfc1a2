import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { advance, deskOf, earliestStart, isHopeful, type Job, jobsOf, type Span, take } from './slots.ts'

const GRID = { step: 5, phase: 0 }
const UNTIL = 150
const overlap = (a: Span, b: Span) => a.start < b.end && b.start < a.end && a.start < a.end && b.start < b.end

const jobs = (lengths: readonly number[], most: number) =>
  fc
    .array(
      fc.record({
        minutes: fc.constantFrom(...lengths),
        release: fc.nat(100),
        window: fc.integer({ min: 5, max: 60 }),
      }),
      { maxLength: most },
    )
    .map((list) =>
      list.map(
        ({ minutes, release, window }, i): Job => ({ id: `j${i}`, minutes, release, deadline: release + window }),
      ),
    )
const spans = (most: number) =>
  fc.array(
    fc.tuple(fc.nat(UNTIL), fc.integer({ min: 1, max: 40 })).map(([start, length]) => ({ start, end: start + length })),
    { maxLength: most },
  )

/** The oracle: every start for every job. */
function canPlace(list: readonly Job[], isFree: (slot: Span) => boolean, slots: readonly Span[] = []): boolean {
  const [job, ...rest] = list
  if (job === undefined) return true
  for (let start = 0; start + job.minutes <= job.deadline; start += GRID.step) {
    const slot = { start, end: start + job.minutes }
    if (start < job.release || !isFree(slot) || slots.some((other) => overlap(other, slot))) continue
    if (canPlace(rest, isFree, [...slots, slot])) return true
  }
  return false
}
function freeIn(free: readonly Span[], blocks: readonly Span[]) {
  return (slot: Span) => {
    for (let m = slot.start; m < slot.end; m++) {
      const minute = { start: m, end: m + 1 }
      if (!free.some((gap) => overlap(gap, minute)) || blocks.some((block) => overlap(block, minute))) return false
    }
    return true
  }
}
const START = { at: Number.NEGATIVE_INFINITY, placed: null }

vi.setConfig({ testTimeout: 30_000 })

describe('slots', () => {
  test.each([
    ['of one length', [10]],
    ['of several lengths', [5, 10, 15, 25]],
  ])('%s are found exactly when there is a way, whatever the windows', (_, lengths) => {
    fc.assert(
      fc.property(jobs(lengths, 6), spans(5), spans(2), spans(2), (list, free, fixed, chosen) => {
        const table = jobsOf(list)
        const desk = deskOf(free, fixed, GRID)
        const taken = chosen.reduce<ReturnType<typeof take> | null>((before, block) => take(block, before), null)
        const start = { ...START, pending: table.list.map((_, i) => i) }
        const found = advance(table, desk, start, taken, Number.POSITIVE_INFINITY)
        const isPossible = canPlace(list, freeIn(free, [...fixed, ...chosen]))
        expect(found.length > 0).toBe(isPossible)
        if (isPossible) expect(isHopeful(table, desk, start, taken, [])).toBe(true)
        if (table.chains === 1) expect(isHopeful(table, desk, start, taken, [])).toBe(isPossible)
        expect(desk.cut).toBe(false)
      }),
      { numRuns: 2000 },
    )
  })

  test('settled step by step come to the same as settled at once', () => {
    fc.assert(
      fc.property(jobs([5, 10, 20], 6), spans(5), fc.array(fc.nat(UNTIL), { maxLength: 5 }), (list, free, stops) => {
        const table = jobsOf(list)
        const desk = deskOf(free, [], GRID)
        const start = { ...START, pending: table.list.map((_, i) => i) }
        let ways = [start] as ReturnType<typeof advance>
        for (const until of [...stops.sort((a, b) => a - b), Number.POSITIVE_INFINITY]) {
          ways = ways.flatMap((way) => advance(table, desk, way, null, until))
        }
        expect(ways.length > 0).toBe(advance(table, desk, start, null, Number.POSITIVE_INFINITY).length > 0)
      }),
      { numRuns: 1000 },
    )
  })

  test('lie on the grid, clear of what is taken', () => {
    const desk = deskOf([{ start: 3, end: 60 }], [{ start: 20, end: 31 }], { step: 15, phase: 2 })
    expect(earliestStart(desk, 0, 3, null)).toBe(17)
    expect(earliestStart(desk, 0, 4, null)).toBe(32)
    expect(earliestStart(desk, 0, 10, take({ start: 40, end: 45 }, null))).toBe(47)
    expect(earliestStart(desk, 0, 30, null)).toBe(Number.POSITIVE_INFINITY)
  })

  test('of a long one that only fits alone are not blocked by a short one that came first', () => {
    const list = [
      { id: 'short', minutes: 10, release: 0, deadline: 200 },
      { id: 'long', minutes: 60, release: 0, deadline: 60 },
    ]
    const table = jobsOf(list)
    const desk = deskOf([{ start: 0, end: 80 }], [], GRID)
    expect(advance(table, desk, { ...START, pending: [0, 1] }, null, Number.POSITIVE_INFINITY)).toHaveLength(1)
  })
})
