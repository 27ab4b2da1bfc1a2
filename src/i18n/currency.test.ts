import { describe, expect, test } from 'vitest'
import { isCurrency, minorDigits } from './currency.ts'

describe('a currency', () => {
  test.each([
    ['MXN', 2],
    ['USD', 2],
    // To the platform these four have no cents, and the fifth none either.
    ['COP', 2],
    ['HUF', 2],
    ['IDR', 2],
    ['PKR', 2],
    ['IQD', 3],
    ['CLP', 0],
    ['JPY', 0],
    ['KWD', 3],
    ['CLF', 4],
    ['UYW', 4],
    ['UYI', 0],
  ])('%s has %i decimals, as ISO 4217 has it', (code, digits) => {
    expect([isCurrency(code), minorDigits(code)]).toEqual([true, digits])
  })
  test.each(['QQQ', 'mxn', '', 'PESOS'])('%s is none', (code) => {
    expect(isCurrency(code)).toBe(false)
  })
})
