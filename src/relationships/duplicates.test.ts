import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aContact, anEncounter, contactId, eventId } from '../../test/builders/a-ledger.ts'
import type { Contact, ContactBody } from './contact.ts'
import { duplicatesIn, foldedName } from './duplicates.ts'

const old = { createdAt: '2026-01-01T00:00:00.000Z' }

describe('who may be the same person', () => {
  test('by mail and by phone for certain, each pair once with all that speaks for it, the older first', () => {
    const both = { emails: ['ana@cenit.example'], phones: ['+525512345678'] }
    expect(duplicatesIn([aContact('b', { name: 'A. López', ...both }), aContact('z', { ...old, ...both })])).toEqual([
      {
        older: 'z',
        newer: 'b',
        certainty: 'certain',
        reasons: [
          { kind: 'mail', value: 'ana@cenit.example' },
          { kind: 'phone', value: '+525512345678' },
        ],
      },
    ])
  })

  test('by name only with the event or the company as evidence, whatever the accents and the order of surnames', () => {
    const met = { encounters: [anEncounter('2026-11-24')] }
    expect(
      duplicatesIn([
        aContact('a', { name: 'José Núñez Ávila', ...met, ...old }),
        aContact('b', { name: 'NUNEZ AVILA, Jose', ...met }),
        aContact('c', { name: 'jose nunez avila', company: 'Cénit' }),
        aContact('d', { name: 'José Núñez Ávila', company: 'CENIT' }),
        aContact('e', { name: 'José Núñez Ávila' }),
        aContact('f', { name: 'José Núñez', ...met }),
      ]),
    ).toEqual([
      { older: 'a', newer: 'b', certainty: 'likely', reasons: [{ kind: 'name_and_event', eventId: 'e-2026-11-24' }] },
      { older: 'c', newer: 'd', certainty: 'likely', reasons: [{ kind: 'name_and_company', company: 'CENIT' }] },
    ])
  })

  test('by name with two dates of one series as evidence, which is said where it is not the same date', () => {
    const bni = (day: string) => ({ ...anEncounter(day), title: 'BNI Reforma' })
    const [first, second] = [bni('2026-11-17'), bni('2026-11-24')]
    expect(
      duplicatesIn([
        aContact('a', { name: 'José Núñez', encounters: [first, second], ...old }),
        aContact('b', { name: 'Jose Nunez', encounters: [second] }),
        aContact('c', { name: 'Eva Ruiz', encounters: [first], ...old }),
        aContact('d', { name: 'Eva Ruiz', encounters: [second] }),
        aContact('e', { name: 'Eva Ruiz', encounters: [{ ...second, eventId: eventId('x'), title: 'Otro' }] }),
      ]),
    ).toEqual([
      { older: 'a', newer: 'b', certainty: 'likely', reasons: [{ kind: 'name_and_event', eventId: second.eventId }] },
      { older: 'c', newer: 'd', certainty: 'likely', reasons: [{ kind: 'name_and_series', title: 'BNI Reforma' }] },
    ])
  })

  test('but not whom the person said to be somebody else, and whoever is like one of the two is asked about each', () => {
    const ana = (id: string, with_: Partial<ContactBody> = {}) =>
      aContact(id, {
        name: 'Ana García',
        company: 'Cénit',
        createdAt: `2026-01-0${id.slice(1)}T00:00:00.000Z`,
        ...with_,
      })
    const pairsIn = (contacts: Contact[]) => duplicatesIn(contacts).map(({ older, newer }) => `${older} ${newer}`)
    const [first, second, third] = [ana('a1'), ana('a2', { apart: [contactId('a1')] }), ana('a3')]
    expect(pairsIn([ana('a1'), ana('a2'), third])).toEqual(['a1 a2', 'a1 a3'])
    expect(pairsIn([first, second])).toEqual([])
    expect(pairsIn([ana('a1', { apart: [contactId('a2')] }), ana('a2')])).toEqual([])
    expect(pairsIn([first, second, third])).toEqual(['a1 a3'])
    expect(pairsIn([first, second, ana('a3', { apart: [contactId('a1')] })])).toEqual(['a2 a3'])
  })

  test('names of other scripts and of signs alone are names', () => {
    expect(foldedName('李 小龙')).toBe(foldedName('小龙 李'))
    expect(foldedName('🌮')).toBe('🌮')
    expect(foldedName('🌮')).not.toBe(foldedName('🍕'))
  })

  test('as naively: two are a pair or joined by the oldest of their group exactly where they share something', () => {
    const some = fc.record({
      name: fc.constantFrom('Ana', 'ÁNA', 'Eva'),
      emails: fc.uniqueArray(fc.constantFrom('a@x.example', 'b@x.example', 'c@x.example'), { maxLength: 2 }),
      company: fc.constantFrom(null, 'Cénit', 'Otra'),
      encounters: fc.constantFrom([], [anEncounter('2026-11-24')]),
    })
    fc.assert(
      fc.property(fc.array(some, { maxLength: 7 }), (given) => {
        const contacts = given.map((body, at) => aContact(`c${at}`, body))
        const pairs = duplicatesIn(contacts)
        const share = (a: (typeof given)[number], b: (typeof given)[number]) =>
          a.emails.some((email) => b.emails.includes(email)) ||
          (foldedName(a.name) === foldedName(b.name) &&
            ((a.company !== null && a.company === b.company) || (a.encounters.length > 0 && b.encounters.length > 0)))
        const group = (start: string) => {
          const reached = new Set([start])
          for (let before = 0; before !== reached.size; ) {
            before = reached.size
            for (const { older, newer } of pairs) {
              if (reached.has(older)) reached.add(newer)
              if (reached.has(newer)) reached.add(older)
            }
          }
          return reached
        }
        for (const [i, a] of given.entries()) {
          for (const [j, b] of given.entries()) {
            if (i !== j && share(a, b)) expect(group(`c${i}`).has(`c${j}`)).toBe(true)
          }
        }
        for (const { older, newer } of pairs) {
          const [a, b] = [given[Number(older.slice(1))], given[Number(newer.slice(1))]]
          expect(a !== undefined && b !== undefined && share(a, b)).toBe(true)
        }
        expect(duplicatesIn(contacts.toReversed())).toEqual(pairs)
      }),
    )
  })

  test('five thousand at one company are no more pairs than people', () => {
    const contacts = Array.from({ length: 5_000 }, (_, at) =>
      aContact(`c${at}`, {
        name: `Ana ${at % 10}`,
        company: 'Cénit',
        phones: ['+525512345678'],
        emails: [`a${at}@x.example`],
      }),
    )
    expect(duplicatesIn(contacts).length).toBeLessThan(10_000)
  })
})
