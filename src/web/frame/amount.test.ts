import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { minorToText, textToMinor } from './amount.ts'

describe('an amount as typed', () => {
  test.each([
    ['1,234.50', 'MXN', 123_450],
    ['0.29', 'USD', 29],
    ['850,5', 'MXN', 85_050],
    ['500', 'JPY', 500],
    ['$12500', 'MXN', 1_250_000],
    ['$ 12,500.50 MXN', 'MXN', 1_250_050],
    ['mxn 12 500', 'MXN', 1_250_000],
    ['US$1,000', 'USD', 100_000],
    ['12.500,50', 'ARS', 1_250_050],
    // Two decimals, whatever the platform counts.
    ['12.500,50', 'COP', 1_250_050],
    ['12500', 'COP', 1_250_000],
    ['12.500', 'COP', undefined],
    ['1,500', 'IQD', 1_500_000],
    ['1.500', 'IQD', 1_500],
    ['38,123.4567', 'CLF', 381_234_567],
    ['1.23456', 'CLF', undefined],
    ['999999999999', 'CLF', undefined],
    ['1.250.000', 'MXN', 125_000_000],
    ['12.500', 'CLP', 12_500],
    ['12.500', 'KWD', 12_500],
    ["1'000.10", 'MXN', 100_010],
    ['5.10', 'JPY', undefined],
    ['5.00', 'JPY', 5],
    ['1.005', 'MXN', undefined],
    ['12.500', 'MXN', undefined],
    ['-3', 'MXN', undefined],
    ['US$500', 'MXN', undefined],
    ['€500', 'MXN', undefined],
    ['12k', 'MXN', undefined],
    ['1e9', 'MXN', undefined],
    ['1,23,456', 'MXN', undefined],
    ['1,234,5', 'MXN', undefined],
    ['.50', 'MXN', undefined],
    ['5.', 'MXN', 500],
    ['9999999999999', 'MXN', undefined],
    ['', 'MXN', undefined],
  ])('%s %s', (text, currency, minor) => {
    expect(textToMinor(text, currency)).toBe(minor)
  })
  test('is shown so that it is read back the same', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000), fc.constantFrom('MXN', 'JPY', 'KWD', 'COP', 'CLF'), (minor, currency) => {
        expect(textToMinor(minorToText(minor, currency), currency)).toBe(minor)
      }),
    )
  })
  test('is never anything but a whole number within what is safe, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789.,$ -MXN') }), (text) => {
        const minor = textToMinor(text, 'MXN') ?? 0
        expect(Number.isSafeInteger(minor) && minor >= 0).toBe(true)
      }),
    )
  })
})
