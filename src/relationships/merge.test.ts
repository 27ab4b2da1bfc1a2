import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  aBody,
  aContact,
  aLedger,
  anEncounter,
  anOutcome,
  aTouch,
  contactId,
  eventId,
} from '../../test/builders/a-ledger.ts'
import { type ContactBody, STAGES } from './contact.ts'
import { merge } from './merge.ts'

const [ana, anita, luis] = [contactId('ana'), contactId('anita'), contactId('luis')]

function merged(into: Partial<ContactBody>, from: Partial<ContactBody>): ContactBody {
  const result = merge(
    aLedger([aContact('ana', into), aContact('anita', from), aContact('luis', { name: 'Luis' })]),
    ana,
    anita,
  )
  if (result.kind === 'refused') return expect.fail(result.reason)
  expect([...result.contacts.keys()]).toEqual([ana, luis])
  return result.contacts.get(ana)?.body ?? expect.fail()
}

describe('two contacts that are one person', () => {
  test('keep both ways to reach them, both meetings, the earlier beginning and the further stage', () => {
    const body = merged(
      {
        emails: ['ana@cenit.example'],
        stage: 'in_touch',
        stageOn: '2026-11-10',
        encounters: [anEncounter('2026-11-24')],
      },
      {
        emails: ['ana@casa.example', 'ana@cenit.example'],
        phones: ['+525512345678'],
        company: 'Cénit',
        stage: 'proposal',
        stageOn: '2026-11-05',
        createdAt: '2026-09-01T18:00:00.000Z',
        encounters: [anEncounter('2026-09-01')],
        touches: [aTouch('2026-10-01T18:00:00Z')],
        introducedBy: luis,
      },
    )
    expect(body).toMatchObject({
      emails: ['ana@cenit.example', 'ana@casa.example'],
      phones: ['+525512345678'],
      company: 'Cénit',
      stage: 'proposal',
      stageOn: '2026-11-05',
      createdAt: '2026-09-01T18:00:00.000Z',
      introducedBy: luis,
    })
    expect(body.encounters.map((met) => met.eventId)).toEqual(['e-2026-09-01', 'e-2026-11-24'])
    expect(body.touches).toHaveLength(1)
  })

  test('what the one that goes says otherwise stands in the note', () => {
    const body = merged(
      {
        name: 'Ana López',
        company: 'Cénit',
        note: 'Uno',
        nextStep: { text: 'Llamar', on: null, promisedOn: '2026-11-01' },
      },
      {
        name: 'Anita',
        company: 'CENIT SA',
        role: 'Socia',
        note: 'Dos\nTres',
        nextStep: { text: 'Comer', on: '2026-12-01', promisedOn: '2026-11-02' },
      },
    )
    expect(body.note).toBe('Uno\nAnita\nCENIT SA\n2026-12-01 Comer\nDos\nTres')
    expect(body).toMatchObject({ name: 'Ana López', company: 'Cénit', role: 'Socia', nextStep: { text: 'Llamar' } })
  })

  test('a second introducer is kept by name', () => {
    const result = merge(
      aLedger([
        aContact('ana', { introducedBy: luis }),
        aContact('anita', { introducedBy: contactId('eva') }),
        aContact('luis', { name: 'Luis' }),
        aContact('eva', { name: 'Eva' }),
      ]),
      ana,
      anita,
    )
    expect(result.kind === 'ok' && result.contacts.get(ana)?.body).toMatchObject({ introducedBy: luis, note: 'Eva' })
  })

  test('whatever pointed at the one points at the other, and what did not is the very same', () => {
    const before = aLedger(
      [aContact('ana'), aContact('anita'), aContact('luis', { introducedBy: anita }), aContact('eva')],
      [
        anOutcome('a', {
          contactId: anita,
          credits: [{ to: { kind: 'event', eventId: eventId('e') }, share: 10_000 }],
        }),
        anOutcome('b', {
          contactId: luis,
          credits: [
            { to: { kind: 'contact', contactId: anita }, share: 4_000 },
            { to: { kind: 'contact', contactId: ana }, share: 6_000 },
          ],
        }),
        anOutcome('c', { contactId: luis }),
      ],
    )
    const result = merge(before, ana, anita)
    if (result.kind === 'refused') return expect.fail(result.reason)
    expect(result.contacts.get(luis)?.body.introducedBy).toBe(ana)
    expect(result.contacts.get(contactId('eva'))).toBe(before.contacts.get(contactId('eva')))
    const [a, b, c] = [...result.outcomes.values()]
    expect(a?.body.contactId).toBe(ana)
    expect(b?.body.credits).toEqual([{ to: { kind: 'contact', contactId: ana }, share: 10_000 }])
    expect(c).toBe([...before.outcomes.values()][2])
  })

  test('itself, somebody unknown, and introductions in a circle are refused', () => {
    const plain = aLedger([aContact('ana'), aContact('anita')])
    expect(merge(plain, ana, ana)).toEqual({ kind: 'refused', reason: 'merge_with_itself' })
    expect(merge(plain, ana, luis)).toEqual({ kind: 'refused', reason: 'unknown_contact' })
    expect(merge(plain, luis, ana)).toEqual({ kind: 'refused', reason: 'unknown_contact' })
    const circle = { kind: 'refused', reason: 'introduced_in_a_circle' }
    expect(merge(aLedger([aContact('ana', { introducedBy: anita }), aContact('anita')]), ana, anita)).toEqual(circle)
    expect(merge(aLedger([aContact('ana'), aContact('anita', { introducedBy: ana })]), ana, anita)).toEqual(circle)
    const around = [
      aContact('ana', { introducedBy: luis }),
      aContact('luis', { introducedBy: anita }),
      aContact('anita'),
    ]
    expect(merge(aLedger(around), ana, anita)).toEqual(circle)
  })

  test('what would not fit is refused before anything is lost', () => {
    const ledger = aLedger([
      aContact('ana', { note: 'x'.repeat(1_500), emails: Array.from({ length: 6 }, (_, at) => `a${at}@x.example`) }),
      aContact('anita', { note: 'y'.repeat(600), emails: Array.from({ length: 6 }, (_, at) => `b${at}@x.example`) }),
    ])
    expect(merge(ledger, ana, anita)).toEqual({
      kind: 'refused',
      reason: 'no_room',
      problems: [
        { field: 'emails', reason: 'too_many', index: null },
        { field: 'note', reason: 'too_long', index: null },
      ],
    })
  })

  test('nothing is lost, whichever goes', () => {
    const days = ['2026-10-06', '2026-11-03', '2026-11-24']
    const some = fc.record({
      name: fc.constantFrom('Ana', 'Anita'),
      company: fc.constantFrom(null, 'Cénit', 'Otra'),
      role: fc.constantFrom(null, 'Socia', 'Directora'),
      note: fc.constantFrom(null, 'hola', 'hola\nadiós'),
      emails: fc.uniqueArray(fc.constantFrom('a@x.example', 'b@x.example', 'c@x.example')),
      stage: fc.constantFrom(...STAGES),
      encounters: fc.uniqueArray(fc.constantFrom(...days)).map((met) => met.toSorted().map((day) => anEncounter(day))),
      touches: fc
        .uniqueArray(fc.constantFrom(...days))
        .map((on) => on.toSorted().map((day) => aTouch(`${day}T18:00:00Z`))),
    })
    fc.assert(
      fc.property(some, some, (a, b) => {
        const body = merged(a, b)
        const texts = JSON.stringify(body)
        for (const given of [a, b]) {
          for (const email of given.emails) expect(body.emails).toContain(email)
          for (const met of given.encounters) expect(body.encounters).toContainEqual(met)
          for (const touch of given.touches) expect(body.touches).toContainEqual(touch)
          for (const text of [given.name, given.company, given.role, given.note]) {
            if (text !== null) expect(texts).toContain(JSON.stringify(text).slice(1, -1))
          }
        }
        expect(merged(a, a)).toEqual(aBody(a))
      }),
    )
  })
})
