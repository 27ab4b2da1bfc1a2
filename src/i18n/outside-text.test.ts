import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { oneLine, severalLines, withoutLinks } from './outside-text.ts'

const anything = fc.string({ unit: 'binary', maxLength: 400 })

describe('text from outside', () => {
  test('loses what breaks a header or turns the reading direction', () => {
    expect(oneLine('Mixer\r\nBcc: all@example.com', 80)).toBe('Mixer Bcc: all@example.com')
    expect(oneLine('a\u202Egnp.exe\u2066b\u0000c\u001b[31m', 80)).toBe('a gnp.exe b c [31m')
  })
  test('keeps letters, accents, emoji and families of them', () => {
    expect(oneLine('Café ☕ 👩‍💻 ñandú', 80)).toBe('Café ☕ 👩‍💻 ñandú')
  })
  test('is cut by characters as people count them', () => {
    expect(oneLine('👍👍👍👍', 3)).toBe('👍👍…')
    expect(oneLine('abc', 3)).toBe('abc')
  })
  test('is one short line whatever it was', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 1, max: 50 }), (text, bound) => {
        const line = oneLine(text, bound)
        expect([...line].length).toBeLessThanOrEqual(bound)
        expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u)
        expect(line).toBe(line.trim())
        expect(line.isWellFormed()).toBe(true)
      }),
    )
  })
  test('a megabyte costs no more than a line', () => {
    expect(oneLine('x'.repeat(1_000_000), 20)).toHaveLength(20)
    expect(oneLine(' \u202e'.repeat(500_000), 20)).toBe('')
  })
  test('a description keeps its lines, and no more than one empty one', () => {
    expect(severalLines('a  b \r\n\r\n\r\n\r\nc\u0007', 100)).toBe('a b\n\nc')
  })
  test('has no address of the web left for a mail program to make a link of', () => {
    expect(withoutLinks('Ve a https://evil.example/x?y y www.evil.example ya', '[enlace]')).toBe(
      'Ve a [enlace] y [enlace] ya',
    )
    expect(withoutLinks('javascript:alert(1) HTTP://A.B', '[enlace]')).toBe('[enlace] [enlace]')
    fc.assert(
      fc.property(fc.webUrl(), fc.string({ maxLength: 20 }), (url, around) => {
        expect(withoutLinks(`${around} ${url} ${around}`, '-')).not.toMatch(/https?:\/\//i)
      }),
    )
  })
})
