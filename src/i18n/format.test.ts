import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { formatsFor } from './format.ts'

const MX = formatsFor('es-MX', 'America/Mexico_City')
const EN = formatsFor('en', 'Europe/Madrid')
const evening = Temporal.Instant.from('2026-11-25T01:00:00Z')

/** Blanks of every width look alike to a reader. */
function plain(text: string): string {
  return text.replace(/\s/gu, ' ')
}

describe('dates and times', () => {
  test('are those of the person’s clock, not of the machine’s', () => {
    expect(plain(MX.moment(evening))).toBe('mar 24 de nov, 7:00 p.m.')
    expect(plain(EN.moment(evening))).toBe('Wed, Nov 25, 2:00 AM')
    expect(MX.day(evening)).toBe('martes, 24 de noviembre')
  })
  test('a span says the day once', () => {
    const span = { start: evening, end: evening.add({ minutes: 150 }) }
    expect(plain(MX.span(span, false))).toBe('mar 24 de nov, 7:00–9:30 p.m.')
  })
  test('a whole day ends on itself, not on the midnight after it', () => {
    const start = Temporal.Instant.from('2026-11-24T06:00:00Z')
    expect(MX.span({ start, end: start.add({ hours: 24 }) }, true)).toBe('mar 24 de nov')
    expect(plain(MX.span({ start, end: start.add({ hours: 72 }) }, true))).toBe('mar 24 de nov – jue 26 de nov')
  })
  test('an event without a length, or one that ends before it begins, is told by its start', () => {
    expect(plain(MX.span({ start: evening, end: evening }, false))).toBe('mar 24 de nov, 7:00 p.m.')
    expect(plain(MX.span({ start: evening, end: evening.subtract({ hours: 3 }) }, false))).toBe(
      'mar 24 de nov, 7:00 p.m.',
    )
  })
  test('a week is told by its first and last day', () => {
    expect(MX.week('2026-W48')).toBe('23–29 de noviembre')
    expect(plain(MX.week('2026-W53'))).toBe('28 de diciembre de 2026 – 3 de enero de 2027')
    expect(EN.weekday(1)).toBe('Monday')
    expect(plain(MX.hour(7))).toBe('7:00 a.m.')
  })
  test('relative times count days on the calendar', () => {
    const now = Temporal.Instant.from('2026-11-25T05:30:00Z') // 23:30 in Mexico City
    expect(MX.relative(now.subtract({ minutes: 20 }), now)).toBe('hace 20 minutos')
    expect(MX.relative(now.add({ hours: 20 }), now)).toBe('mañana')
    expect(MX.relative(now.subtract({ hours: 24 }), now)).toBe('ayer')
    expect(MX.relative(now.add({ hours: 24 * 28 }), now)).toBe('dentro de 4 semanas')
  })
})

describe('durations', () => {
  test.each([
    [0, '0 min'],
    [45, '45 min'],
    [60, '1 h'],
    [150, '2 h 30 min'],
    [-30, '−30 min'],
  ])('%i minutes are %s', (minutes, said) => {
    expect(MX.duration(minutes)).toBe(said)
  })
  test('no two lengths read alike', () => {
    fc.assert(fc.property(fc.nat(20_000), fc.nat(20_000), (a, b) => (a === b) === (MX.duration(a) === MX.duration(b))))
  })
})

describe('money', () => {
  test('comes in minor units of its currency', () => {
    expect(MX.money(123_450, 'MXN')).toBe('$1,234.50')
    expect(MX.money(120_000, 'MXN')).toBe('$1,200')
    expect(plain(EN.money(500, 'JPY'))).toBe('¥500')
    expect(EN.money(99_999, 'USD')).toBe('$999.99')
  })
  test('has the decimals of ISO 4217, not of the platform', () => {
    expect(plain(MX.money(1_250_050, 'COP'))).toBe('COP 12,500.50')
    expect(plain(MX.money(1_250_000, 'COP'))).toBe('COP 12,500')
    expect(plain(EN.money(1_500_250, 'IQD'))).toBe('IQD 1,500.250')
    expect(plain(EN.money(381_234_567, 'CLF'))).toBe('CLF 38,123.4567')
  })
})
