import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { periodOf, presetPeriods } from './period.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const TUESDAY = day('2026-11-24')

describe('the periods that are offered', () => {
  test('are thirteen weeks, this quarter and the one before it, and this year', () => {
    expect(presetPeriods(TUESDAY)).toEqual({
      weeks: { from: '2026-08-31', to: '2026-11-24' },
      quarter: { from: '2026-10-01', to: '2026-11-24' },
      last_quarter: { from: '2026-07-01', to: '2026-09-30' },
      year: { from: '2026-01-01', to: '2026-11-24' },
    })
  })
  test('reach over the turn of the year, and into a leap day', () => {
    expect(presetPeriods(day('2027-01-01')).last_quarter).toEqual({ from: '2026-10-01', to: '2026-12-31' })
    expect(presetPeriods(day('2028-05-31')).last_quarter).toEqual({ from: '2028-01-01', to: '2028-03-31' })
    expect(presetPeriods(day('2028-02-29')).quarter).toEqual({ from: '2028-01-01', to: '2028-02-29' })
  })
})

describe('a period that is asked for', () => {
  test('is the usual one where nothing is said, and up to any last day', () => {
    expect(periodOf({}, TUESDAY)).toEqual({ kind: 'ok', period: { from: '2026-08-31', to: '2026-11-24' } })
    expect(periodOf({ from: '', to: '2026-06-30' }, TUESDAY)).toEqual({
      kind: 'ok',
      period: { from: '2026-04-06', to: '2026-06-30' },
    })
  })
  test.each([
    ['ayer', '2026-11-24', 'not_a_day'],
    ['2026-02-30', '2026-11-24', 'not_a_day'],
    ['0000-01-01', '0000-01-02', 'not_a_day'],
    ['9999-12-01', '9999-12-31', 'not_a_day'],
    ['1969-12-31', '1970-01-05', 'not_a_day'],
    ['2026-11-24', '2026-11-23', 'backwards'],
    ['2024-11-01', '2026-11-24', 'too_long'],
  ])('from %s to %s is refused: %s', (from, to, fault) => {
    expect(periodOf({ from, to }, TUESDAY)).toEqual({ kind: 'wrong', fault })
  })
  test('may be a single day, and two years', () => {
    for (const from of ['2026-11-24', '2024-11-26']) {
      expect(periodOf({ from, to: '2026-11-24' }, TUESDAY)).toEqual({ kind: 'ok', period: { from, to: '2026-11-24' } })
    }
  })
})
