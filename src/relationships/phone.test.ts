import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { callLink, mailLink, phoneOf, whatsAppLink } from './phone.ts'

const number = (text: string, country: string | null = 'MX') => phoneOf(text, country)?.number ?? null

describe('phone numbers in E.164', () => {
  test.each([
    ['55 1234 5678', '+525512345678'],
    ['(55) 1234-5678', '+525512345678'],
    ['+52 55 1234 5678', '+525512345678'],
    ['0052 55 1234 5678', '+525512345678'],
    ['525512345678', '+525512345678'],
    ['tel:+52-55-1234-5678', '+525512345678'],
    ['５５ １２３４ ５６７８', '+525512345678'],
    ['\u202a+52 55 1234 5678\u202c', '+525512345678'],
    ['+1 415 555 2671', '+14155552671'],
    ['001 415 555 2671', '+14155552671'],
  ])('%s, written in Mexico', (text, expected) => {
    expect(number(text)).toBe(expected)
  })

  test.each([
    '+52 1 55 1234 5678',
    '5215512345678',
    '044 55 1234 5678',
    '045 55 1234 5678',
    '01 55 1234 5678',
    '+52 01 55 1234 5678',
  ])('%s loses the prefix that Mexico dropped', (text) => {
    expect(number(text)).toBe('+525512345678')
  })

  test('the same digits are another number at home elsewhere', () => {
    expect(number('612 34 56 78', 'ES')).toBe('+34612345678')
    expect(number('11 91234-5678', 'BR')).toBe('+5511912345678')
    expect(number('415 555 2671', 'US')).toBe('+14155552671')
    // Argentina's mobile 9 belongs to the number; its domestic 15 does not.
    expect(number('011 15 2345 6789', 'AR')).toBe('+5491123456789')
    expect(number('+1 525 123 4567', 'MX')).toBe('+15251234567')
  })

  test('without a country only what names its own is a number', () => {
    expect(number('55 1234 5678', null)).toBeNull()
    expect(number('+52 1 55 1234 5678', null)).toBe('+525512345678')
    expect(number('55 1234 5678', 'XX')).toBeNull()
  })

  test.each([
    '',
    '12',
    '911',
    '*611',
    'call me 55 1234 5678',
    '55 CALL MENOW',
    '55 1234 5678 / 55 8765 4321',
    '+999999999',
    '00 82 0000000',
    '5'.repeat(100),
  ])('%s is none', (text) => {
    expect(phoneOf(text, 'MX')).toBeNull()
  })

  test('an extension stands beside the number', () => {
    expect(phoneOf('55 1234 5678 ext. 102', 'MX')).toEqual({ number: '+525512345678', extension: '102' })
    expect(phoneOf('tel:+52-55-1234-5678;ext=102', null)).toEqual({ number: '+525512345678', extension: '102' })
  })

  test('whatever was read is read again as itself, wherever one lives, and is at most fifteen digits', () => {
    const countries = fc.constantFrom('MX', 'US', 'AR', 'BR', 'CO', 'ES', null)
    const digits = fc
      .tuple(
        fc.constantFrom('', '+52 ', '+52 1 ', '52', '521', '044 ', '01 ', '+1 ', '+54 9 ', '+34 ', '+', '00'),
        fc.stringMatching(/^[2-9][0-9]{7,9}$/),
      )
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(digits, countries, countries, (text, here, there) => {
        const read = number(text, here)
        if (read === null) return
        expect(read).toMatch(/^\+[1-9]\d{4,14}$/)
        expect(number(read, there)).toBe(read)
      }),
    )
  })

  test('any text gives a number or null, never an error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), fc.constantFrom('MX', null), (text, country) => {
        const read = number(text, country)
        expect(read === null || /^\+\d+$/.test(read)).toBe(true)
      }),
    )
  })
})

describe('links', () => {
  test('WhatsApp wants digits alone', () => {
    expect(whatsAppLink('+525512345678')).toBe('https://wa.me/525512345678')
    expect(callLink('+525512345678')).toBe('tel:+525512345678')
  })
  test('an address adds no header to a mail', () => {
    expect(mailLink('ana@cenit.example')).toBe('mailto:ana@cenit.example')
    expect(mailLink('ana+x@cenit.example')).toBe('mailto:ana%2Bx@cenit.example')
    expect(mailLink('a?bcc=all&x@cenit.example')).toBe('mailto:a%3Fbcc%3Dall%26x@cenit.example')
  })
})
