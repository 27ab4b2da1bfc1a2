import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aBody, aContact, aContext, anEncounter, MEXICO } from '../../test/builders/a-ledger.ts'
import { type Contact, contactFacts, STAGES } from './contact.ts'
import { readCsv, writeCsv } from './csv.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
function read(text: string | Uint8Array) {
  const found = readCsv(typeof text === 'string' ? bytes(text) : text)
  return found.kind === 'ok' ? found : expect.fail(found.reason)
}
const written = (contact: Contact) => writeCsv([contact], MEXICO)

describe('contacts as a spreadsheet', () => {
  test('have the API’s names above them, a byte order mark and CRLF', () => {
    const ana = aContact('ana', {
      company: 'Cénit',
      emails: ['ana@cenit.example', 'ana@casa.example'],
      phones: ['+525512345678'],
      note: 'Dos\nlíneas, "así"',
      nextStep: { text: 'Mandar propuesta', on: '2026-12-01', promisedOn: '2026-11-26' },
      encounters: [anEncounter('2026-11-24')],
    })
    expect(written(ana)).toBe(
      '\ufeff"name","company","role","emails","phones","urls","note","stage","everyDays","nextStep","nextStepOn","metAt","metOn"\r\n' +
        '"Ana López","Cénit","","ana@cenit.example; ana@casa.example","\'+525512345678","","Dos\nlíneas, ""así""","new","",' +
        '"Mandar propuesta","2026-12-01","Networking 2026-11-24","2026-11-24"\r\n',
    )
  })

  test.each(['=1+1', '+52', '-1', '@SUM(A1)', "'=1+1", "'quoted", '＝1+1', '=HYPERLINK("http://evil.example","x")'])(
    'the name %s is no formula, and comes back as it was',
    (name) => {
      const file = written(aContact('a', { name }))
      expect(file).toContain(`\r\n"'${name.replaceAll('"', '""')}"`)
      expect(read(file).rows[0]?.contact.name).toBe(name)
    },
  )

  test('what was written is read back as it was, and no cell begins as a formula does', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.stringMatching(/^['=+@;,"\t-][a-z'"=;,\n]{0,8}$/),
    )
    const carried = fc
      .record({
        name: text,
        company: fc.option(text),
        role: fc.option(text),
        note: fc.option(text),
        emails: fc.array(fc.emailAddress(), { maxLength: 3 }),
        phones: fc.array(fc.stringMatching(/^\+5255[0-9]{8}$/), { maxLength: 3 }),
        urls: fc.array(fc.webUrl({ withQueryParameters: true, withFragments: true }), { maxLength: 3 }),
        everyDays: fc.option(fc.integer({ min: 1, max: 365 })),
        nextStep: fc.option(fc.record({ text, on: fc.constantFrom(null, '2026-12-01') })),
      })
      .map((input) => contactFacts(input, aContext()))
      .filter((settled) => settled.kind === 'ok')
      .map((settled) => settled.value)
    fc.assert(
      fc.property(fc.array(fc.tuple(carried, fc.constantFrom(...STAGES)), { minLength: 1, maxLength: 4 }), (given) => {
        const file = writeCsv(
          given.map(([facts, stage], at) => ({ id: aContact(`c${at}`).id, body: aBody({ ...facts, stage }) })),
          MEXICO,
        )
        expect(file).not.toMatch(/(?:^|,|\n)"[=+\-@\t\r\n＝＋－＠]/)
        const { rows, problems } = read(file)
        expect(problems).toEqual([])
        expect(rows.map(({ row, stage }) => [row, stage])).toEqual(given.map(([, stage], at) => [at + 2, stage]))
        for (const [at, { contact }] of rows.entries()) {
          expect(contactFacts(contact, aContext())).toEqual({ kind: 'ok', value: given[at]?.[0] })
        }
      }),
    )
  })
})

describe('spreadsheets of others', () => {
  test('Google, Outlook and a list typed by hand in Spanish', () => {
    expect(
      read(
        'First Name,Middle Name,Last Name,E-mail 1 - Value,Phone 1 - Value,Organization Name,Notes\r\nAna,,López,ana@cenit.example,55 1234 5678,Cénit,hola',
      ).rows,
    ).toMatchObject([
      {
        row: 2,
        contact: {
          name: 'Ana López',
          emails: ['ana@cenit.example'],
          phones: ['55 1234 5678'],
          company: 'Cénit',
          note: 'hola',
        },
      },
    ])
    expect(
      read('Nombre;Teléfono;Correo electrónico;Otra cosa\nAna;55 1234 5678, 55 8765 4321;ANA@cenit.example;x\n').rows,
    ).toMatchObject([
      {
        contact: { name: 'Ana', phones: ['55 1234 5678', ' 55 8765 4321'], emails: ['ANA@cenit.example'] },
        stage: null,
      },
    ])
    expect(read('Name,Given Name,Family Name\nAna López,Ana,López').rows[0]?.contact.name).toBe('Ana López')
  })

  test('Excel’s own encodings: windows-1252 with semicolons, UTF-16 with tabs', () => {
    expect(
      read(new Uint8Array(Buffer.from('nombre;empresa\r\nJos\xe9 Nu\xf1ez;C\xe9nit\r\n', 'latin1'))).rows,
    ).toMatchObject([{ contact: { name: 'José Nuñez', company: 'Cénit' } }])
    expect(read(new Uint8Array(Buffer.from('\ufeffname\tcompany\r\nJosé\tCénit\r\n', 'utf16le'))).rows).toMatchObject([
      { contact: { name: 'José', company: 'Cénit' } },
    ])
  })

  test('each bad row says why, by the number that a spreadsheet shows, and the good ones are kept', () => {
    const { rows, problems } = read(
      'name,stage,everyDays,emails\r\nAna,client,30,\r\n,new,,x@cenit.example\r\n\r\nEva,boss,,\r\nIris,,often,\r\n"Luz",,,luz@cenit.example\r\n',
    )
    expect(rows.map(({ row, contact, stage }) => [row, contact.name, stage])).toEqual([
      [2, 'Ana', 'client'],
      [7, 'Luz', null],
    ])
    expect(problems).toEqual([
      { row: 3, column: 'name', reason: 'no_name' },
      { row: 5, column: 'stage', reason: 'unknown_stage' },
      { row: 6, column: 'everyDays', reason: 'not_a_number' },
    ])
  })

  test('a quote that is never closed costs its own row', () => {
    const { rows, problems } = read(
      'name,note\r\nAna,hola\r\n"Eva,sin fin\r\nIris,"dos\nlíneas"\r\nLuz,"\r\nSol,fin\r\n',
    )
    expect(rows.map(({ row, contact }) => [row, contact.name, contact.note])).toEqual([
      [2, 'Ana', 'hola'],
      [4, 'Iris', 'dos\nlíneas'],
      [6, 'Sol', 'fin'],
    ])
    expect(problems).toEqual([
      { row: 3, column: null, reason: 'broken_quotes' },
      { row: 5, column: null, reason: 'broken_quotes' },
    ])
  })

  test('a file of nothing but stray quotes is given up, and says from where', () => {
    const { rows, problems } = read(`name\n${'"Eva" x\n'.repeat(12)}Ana`)
    expect(rows).toEqual([])
    expect(problems).toHaveLength(12)
    expect(problems.at(-1)).toEqual({ row: 13, column: null, reason: 'unread_from_here' })
  })

  test('what has no names, is too large or too long is refused whole', () => {
    expect(readCsv(bytes(''))).toEqual({ kind: 'refused', reason: 'no_name_column' })
    expect(readCsv(bytes('BEGIN:VCARD\r\nFN:Ana\r\nEND:VCARD'))).toEqual({ kind: 'refused', reason: 'no_name_column' })
    expect(readCsv(new Uint8Array(1024 * 1024 + 1))).toEqual({ kind: 'refused', reason: 'too_large' })
    expect(readCsv(bytes(`name\n${'Ana\n'.repeat(201)}`))).toEqual({ kind: 'refused', reason: 'too_many' })
    expect(read(`name\n${'Ana\n'.repeat(200)}`).rows).toHaveLength(200)
  })

  test('a megabyte of anything is read in a moment', () => {
    const much = (text: string) => text.repeat(Math.floor((1024 * 1024 - 100) / text.length))
    for (const text of [much('"'), much('\n'), much(','), much('"a\n'), much('x,"\n'), much("'"), much('a')]) {
      expect(readCsv(bytes(`name,note\nAna,x\n${text}`)).kind).toMatch(/^(ok|refused)$/)
    }
  }, 10_000)

  test('any bytes are rows or a reason, never an error', () => {
    const piece = fc.constantFrom('name', ',', '"', '\n', '\r', ';', "'", '=', 'stage', 'a', '""', '\r\n')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => void readCsv(bytes(`name,note\n${pieces.join('')}`))),
    )
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (file) => void readCsv(file)))
  })
})
