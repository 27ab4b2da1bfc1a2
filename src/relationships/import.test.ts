import { describe, expect, test } from 'vitest'
import { aContact, aLedger, contactId, eventId } from '../../test/builders/a-ledger.ts'
import { done, problems } from '../../test/builders/commands.ts'
import type { ContactInput } from './contact.ts'
import type { Ledger, LedgerCommand } from './ledger.ts'

const [ana, eva, luis] = [contactId('ana'), contactId('eva'), contactId('luis')]
const bodyOf = (ledger: Ledger, id = ana) => ledger.contacts.get(id)?.body ?? expect.fail(id)

describe('a file of contacts', () => {
  const rows = (contacts: readonly ContactInput[]): LedgerCommand => ({
    kind: 'import_contacts',
    rows: contacts.map((contact, at) => ({ id: contactId(`i${at}`), contact })),
  })
  /** As a second try gives them. */
  const withOtherIds = (command: LedgerCommand): LedgerCommand =>
    command.kind === 'import_contacts'
      ? { ...command, rows: command.rows.map((row) => ({ ...row, id: contactId(`again ${row.id}`) })) }
      : command

  test('adds to who is known by mail or phone and is called the same, and says what became of each row', () => {
    const before = aLedger([
      aContact('ana', { name: 'Ana López', emails: ['ana@cenit.example'] }),
      aContact('eva', { name: 'Eva', phones: ['+525587654321'], company: 'Cénit' }),
    ])
    const command = rows([
      { name: 'ana lópez', emails: ['ANA@cenit.example'], phones: ['55 1234 5678'], company: 'Cénit' },
      { name: 'Eva', phones: ['55 8765 4321'] },
      { name: 'Iris', emails: ['iris@x.example'] },
      { name: 'Iris R.', emails: ['iris@x.example'], phones: ['+52 1 55 1111 2222'] },
      { name: 'Luz' },
      { name: '' },
      { name: 'Sol', phones: ['*611', '55 3333 4444 ext. 2'], emails: ['sol at x'], note: 'hola' },
    ])
    const { ledger, imported } = done(before, command)
    expect(imported.map(({ became, contact }) => [became, contact])).toEqual([
      ['added_to', 'ana'],
      ['known', 'eva'],
      ['added', 'i2'],
      ['added_to', 'i2'],
      ['added', 'i4'],
      ['refused', null],
      ['added', 'i6'],
    ])
    expect(imported[5]?.problems).toEqual([{ field: 'name', reason: 'empty', row: 5, index: null }])
    expect(imported[6]?.problems.map(({ field, reason, index }) => [field, reason, index])).toEqual([
      ['emails', 'not_an_address', 0],
      ['phones', 'not_a_phone', 0],
      ['phones', 'phone_extension', 1],
    ])
    expect(bodyOf(ledger)).toMatchObject({
      phones: ['+525512345678'],
      company: 'Cénit',
      note: 'ana lópez',
      source: 'typed',
    })
    expect(bodyOf(ledger, contactId('i2'))).toMatchObject({
      phones: ['+525511112222'],
      note: 'Iris R.',
      source: 'imported',
    })
    expect(bodyOf(ledger, contactId('i6'))).toMatchObject({
      note: 'hola\nsol at x\n*611\n55 3333 4444 ext. 2',
      phones: ['+525533334444'],
      emails: [],
    })
    const again = done(ledger, withOtherIds(command))
    expect(again.ledger).toBe(ledger)
    expect(again.imported.map(({ became }) => became)).toEqual([
      'known',
      'known',
      'known',
      'known',
      'known',
      'refused',
      'known',
    ])
  })

  test('finds each row where it went the first time, of several with one name and one address', () => {
    const before = aLedger([
      aContact('ana', { name: 'Ana', emails: ['ana@cenit.example'] }),
      aContact('eva', { name: 'Ana', emails: ['ana@x.example'] }),
    ])
    const command = rows([
      { name: 'Ana', emails: ['ana@x.example', 'office@x.example'] },
      { name: 'Ana', emails: ['ana@cenit.example', 'office@x.example'] },
      { name: 'Ana', emails: ['office@x.example'], nextStep: { text: 'Llamar', on: null } },
    ])
    const { ledger } = done(before, command)
    expect(bodyOf(ledger, eva).nextStep?.text).toBe('Llamar')
    expect(done(ledger, withOtherIds(command)).ledger).toBe(ledger)
  })

  test('of more than two hundred is refused whole', () => {
    expect(problems(aLedger([]), rows(Array.from({ length: 201 }, (_, at) => ({ name: `n${at}` }))))).toEqual([
      'rows too_many',
    ])
  })

  test('more addresses than there is room for stand in the note', () => {
    const emails = Array.from({ length: 12 }, (_, at) => `a${at}@x.example`)
    const { ledger } = done(aLedger([]), rows([{ name: 'Ana', emails }]))
    const body = bodyOf(ledger, contactId('i0'))
    expect(body.emails).toHaveLength(10)
    expect(body.note).toBe('a10@x.example\na11@x.example')
  })

  test('what has no other place goes into the note line by line; what it has no room for is said, and the row is kept', () => {
    const long = 'x'.repeat(1_000)
    const noteLines = [`Fax: ${long}`, `Giro: ${long}`, 'Color: azul', null]
    const before = aLedger([aContact('ana', { name: 'Ana', emails: ['ana@x.example'], note: 'x'.repeat(1_988) })])
    const command: LedgerCommand = {
      kind: 'import_contacts',
      rows: [
        { id: contactId('i0'), contact: { name: 'Eva', note: 'hola' }, noteLines },
        { id: contactId('i1'), contact: { name: 'Luz' }, noteLines: ['Color: azul', 'Color: azul'] },
        { id: contactId('i2'), contact: { name: 'Ana', emails: ['ana@x.example'] }, noteLines },
      ],
    }
    const { ledger, imported } = done(before, command)
    const tooLong = { field: 'note', reason: 'too_long', index: null }
    expect(imported.map(({ became, problems }) => [became, problems])).toEqual([
      ['added', [{ ...tooLong, row: 0 }]],
      ['added', []],
      ['added_to', [{ ...tooLong, row: 2 }]],
    ])
    expect(bodyOf(ledger, contactId('i0')).note).toBe(`hola\nFax: ${long}\nColor: azul`)
    expect(bodyOf(ledger, contactId('i1')).note).toBe('Color: azul')
    expect(bodyOf(ledger).note).toBe(`${'x'.repeat(1_988)}\nColor: azul`)
    const again = done(ledger, withOtherIds(command))
    expect(again.ledger).toBe(ledger)
    expect(again.imported.map(({ became }) => became)).toEqual(['known', 'known', 'known'])
  })

  test('five thousand contacts are all there is room for', () => {
    const many = aLedger(Array.from({ length: 4_999 }, (_, at) => aContact(`c${at}`, { name: `n${at}` })))
    const { ledger, imported } = done(many, rows([{ name: 'Ana' }, { name: 'Eva' }]))
    expect(imported.map(({ became }) => became)).toEqual(['added', 'refused'])
    expect(problems(ledger, { kind: 'add_contact', id: luis, contact: { name: 'Luis' } })).toEqual(['contact too_many'])
    const met: LedgerCommand = { kind: 'capture', event: eventId('e-2026-11-24'), people: [{ id: luis, name: 'Luis' }] }
    expect(problems(ledger, met)).toEqual(['people too_many'])
  })
})
