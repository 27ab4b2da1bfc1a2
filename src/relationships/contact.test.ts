import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aContext } from '../../test/builders/a-ledger.ts'
import { CONTACT_BOUNDS, type ContactInput, contactBody, contactFacts } from './contact.ts'

const context = aContext()
const facts = (input: Partial<ContactInput>) => contactFacts(input, context)
const problems = (input: Partial<ContactInput>) => {
  const settled = facts(input)
  return settled.kind === 'refused' ? settled.problems : []
}

describe('a contact as it is kept', () => {
  test('begins new, on the day it is where the person lives', () => {
    const settled = contactBody(
      { name: '  Ana   López ', emails: ['Ana@Cenit.Example'], phones: ['044 55 1234 5678'] },
      'typed',
      aContext({ now: context.now.subtract({ hours: 13 }) }),
    )
    expect(settled).toMatchObject({
      kind: 'ok',
      value: {
        name: 'Ana López',
        emails: ['ana@cenit.example'],
        phones: ['+525512345678'],
        stage: 'new',
        stageOn: '2026-11-25',
        createdAt: '2026-11-26T05:00:00.000Z',
        touches: [],
      },
    })
  })

  test('says every field that is wrong, and which of several', () => {
    expect(
      problems({
        name: ' \u200b ',
        company: 'x'.repeat(201),
        emails: ['ana@cenit.example', 'ana at cenit', '<a@b.example>'],
        phones: ['55 1234 5678', '12', '55 1234 5678 ext 3'],
        urls: ['javascript:alert(1)', 'https://user:secret@cenit.example', 'https://cenit.example', 'localhost'],
        everyDays: 0,
        nextStep: { text: 'Mandar propuesta', on: '2026-02-30' },
      }),
    ).toEqual([
      { field: 'name', reason: 'empty', index: null },
      { field: 'company', reason: 'too_long', index: null },
      { field: 'emails', reason: 'not_an_address', index: 1 },
      { field: 'emails', reason: 'not_an_address', index: 2 },
      { field: 'phones', reason: 'not_a_phone', index: 1 },
      { field: 'phones', reason: 'phone_extension', index: 2 },
      { field: 'urls', reason: 'not_a_url', index: 0 },
      { field: 'urls', reason: 'not_a_url', index: 1 },
      { field: 'urls', reason: 'not_a_url', index: 3 },
      { field: 'nextStepOn', reason: 'not_a_date', index: null },
      { field: 'everyDays', reason: 'out_of_range', index: null },
    ])
  })

  test('nothing is cut in silence: what fits is kept whole, one character more is refused', () => {
    expect(facts({ name: '👩‍💻'.repeat(50), note: 'n'.repeat(2_000) })).toMatchObject({ kind: 'ok' })
    expect(problems({ name: 'ñ'.repeat(201) })).toEqual([{ field: 'name', reason: 'too_long', index: null }])
    expect(problems({ note: `${' '.repeat(9_000)}a${' '.repeat(9_000)}b` })).toMatchObject([
      { field: 'note', reason: 'too_long' },
    ])
    expect(problems({ emails: Array.from({ length: 11 }, (_, at) => `a${at}@b.example`) })).toMatchObject([
      { field: 'emails', reason: 'too_many' },
    ])
    expect(problems({ urls: [`https://a.example/${'x'.repeat(500)}`] })).toMatchObject([
      { field: 'urls', reason: 'too_long' },
    ])
  })

  test('the same address twice is one, and blanks are none', () => {
    expect(
      facts({ emails: ['A@b.example', ' ', 'mailto:a@B.example'], company: ' ', nextStep: { text: ' ', on: null } }),
    ).toEqual({
      kind: 'ok',
      value: { emails: ['a@b.example'], company: null, nextStep: null },
    })
  })

  test('a page is taken with or without its scheme, as cards print it', () => {
    expect(
      facts({ urls: ['linkedin.com/in/ana', 'www.cenit.example', 'HTTP://Cenit.Example/a b'.replace(' ', '%20')] }),
    ).toEqual({
      kind: 'ok',
      value: { urls: ['https://linkedin.com/in/ana', 'https://www.cenit.example/', 'http://cenit.example/a%20b'] },
    })
    expect(problems({ urls: ['12.5'] })).toHaveLength(1)
  })

  test('a next step can be long overdue, but not a lifetime ahead', () => {
    expect(facts({ nextStep: { text: 'Llamar', on: '2025-01-07' } })).toMatchObject({
      value: { nextStep: { text: 'Llamar', on: '2025-01-07', promisedOn: '2026-11-26' } },
    })
    expect(problems({ nextStep: { text: 'Llamar', on: '2126-01-07' } })).toMatchObject([{ reason: 'out_of_range' }])
    expect(problems({ nextStep: { text: '', on: '2026-12-07' } })).toMatchObject([
      { field: 'nextStep', reason: 'empty' },
    ])
  })

  test('what was kept is kept again as it is, whatever was typed', () => {
    const text = fc.string({ unit: 'binary', maxLength: 300 })
    const input = fc.record({
      name: text,
      company: text,
      role: text,
      note: text,
      emails: fc.array(fc.oneof(fc.emailAddress(), text), { maxLength: 4 }),
      phones: fc.array(fc.oneof(fc.stringMatching(/^[+0-9 ]{8,14}$/), text), { maxLength: 4 }),
      urls: fc.array(fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.domain(), text), { maxLength: 4 }),
    })
    fc.assert(
      fc.property(input, (given) => {
        const once = facts(given)
        if (once.kind === 'refused') {
          expect(once.problems.length).toBeGreaterThan(0)
          return
        }
        expect(facts(once.value)).toEqual(once)
        for (const field of ['name', 'company', 'role', 'note'] as const) {
          const kept = once.value[field] ?? ''
          expect([...kept].length).toBeLessThanOrEqual(CONTACT_BOUNDS[field])
          expect(kept).not.toMatch(/[\p{Cc}--\n]|[\u202a-\u202e\u2066-\u2069]/v)
        }
      }),
      { numRuns: 300 },
    )
  })
})
