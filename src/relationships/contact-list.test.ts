import { describe, expect, test } from 'vitest'
import { aContact, anOutcome, aTouch } from '../../test/builders/a-ledger.ts'
import type { Contact, ContactBody } from './contact.ts'
import { dueOf, named, newestFirst } from './contact-list.ts'
import type { Ledger } from './ledger.ts'

const ZONE = 'America/Mexico_City'
const ledgerOf = (...contacts: Contact[]): Ledger => ({
  contacts: new Map(contacts.map((contact) => [contact.id, contact])),
  outcomes: new Map(),
  forgotten: new Map(),
})
const ids = (contacts: readonly Contact[]) => contacts.map(({ id }) => id as string)

describe('who is due', () => {
  const touched = (id: string, day: string, with_: Partial<ContactBody> = {}) =>
    aContact(id, { stage: 'in_touch', touches: [aTouch(`${day}T18:00:00Z`)], ...with_ })
  const promise = (on: string | null) => ({ text: 'Mandar propuesta', on, promisedOn: '2026-11-01' })

  test('is whoever has an open reminder or was promised something for today or before, the longest due first', () => {
    const due = dueOf(
      ledgerOf(
        touched('today', '2026-11-24'),
        touched('since-the-20th', '2026-10-06'),
        touched('promised', '2026-11-20', { nextStep: promise('2026-11-19') }),
        touched('promised-for-later', '2026-11-20', { nextStep: promise('2026-11-25') }),
        touched('promised-some-time', '2026-11-20', { nextStep: promise(null) }),
        touched('resting', '2025-01-01', { stage: 'dormant' }),
        touched('both', '2026-10-07', { nextStep: promise('2026-11-24') }),
      ),
      '2026-11-24',
      ZONE,
    )
    expect(
      due.map(({ contact, on, reminder, promise }) => [contact.id, on, reminder !== null, promise !== null]),
    ).toEqual([
      ['promised', '2026-11-19', false, true],
      ['since-the-20th', '2026-11-20', true, false],
      ['both', '2026-11-21', true, true],
    ])
  })
  test('knows that who got a proposal was in touch', () => {
    const old = touched('old', '2026-09-01')
    const ledger = {
      ...ledgerOf(old),
      outcomes: new Map([anOutcome('o', { contactId: old.id, on: '2026-11-20' })].map((o) => [o.id, o])),
    }
    expect(dueOf(ledger, '2026-11-24', ZONE)).toEqual([])
  })
})

test('the newest touch comes first, a note is none, and who was never touched stands where they were written down', () => {
  const contacts = [
    aContact('never', { createdAt: '2026-11-10T18:00:00Z' }),
    aContact('noted', { touches: [aTouch('2026-11-05T18:00:00Z'), aTouch('2026-11-20T18:00:00Z', { kind: 'note' })] }),
    aContact('called', { touches: [aTouch('2026-11-15T18:00:00Z')] }),
  ]
  expect(ids(newestFirst(contacts))).toEqual(['called', 'never', 'noted'])
})

test('somebody is found by the beginnings of words of name and company, whatever accents and case', () => {
  const contacts = [
    aContact('a', { name: 'José Ángel Pérez', company: 'Grupo Norte' }),
    aContact('b', { name: 'Josefina' }),
  ]
  expect(ids(named(contacts, 'jose'))).toEqual(['a', 'b'])
  expect(ids(named(contacts, 'PEREZ nor'))).toEqual(['a'])
  expect(ids(named(contacts, 'rez'))).toEqual([])
  expect(ids(named(contacts, ' '))).toEqual(['a', 'b'])
})
