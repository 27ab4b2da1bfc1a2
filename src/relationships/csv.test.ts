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

  test('Google’s newer layout, of which several stand in one cell', () => {
    const google = [
      'First Name,Middle Name,Last Name,Name Prefix,File As,Organization Name,Organization Title,Organization Department,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,Address 1 - Formatted,Website 1 - Value',
      'Ana,María,López,Ing.,"López, Ana",Cénit,Directora,Ventas,hola,Gala ::: * myContacts,* Work,ana@cenit.example ::: ana@casa.example,Mobile,55 1234 5678 ::: 55 8765 4321,Asistente,55 1111 2222,"Calle 1\nCDMX",https://cenit.example ::: https://ana.example',
      'Eva,,,,,,,,,* myContacts,,,,,,,,',
    ]
    expect(read(google.join('\r\n')).rows).toEqual([
      {
        row: 2,
        stage: null,
        contact: {
          name: 'Ana María López',
          company: 'Cénit',
          role: 'Directora',
          emails: ['ana@cenit.example', 'ana@casa.example'],
          phones: ['55 1234 5678 ', ' 55 8765 4321', '55 1111 2222'],
          urls: ['https://cenit.example', 'https://ana.example'],
          note: 'hola',
          everyDays: null,
          nextStep: null,
        },
        noteLines: [
          'Name Prefix: Ing.',
          'Organization Department: Ventas',
          'Labels: Gala ::: * myContacts',
          'Phone 2 - Label: Asistente',
          'Address 1 - Formatted: Calle 1 CDMX',
        ],
      },
      expect.objectContaining({ row: 3, contact: expect.objectContaining({ name: 'Eva' }), noteLines: [] }),
    ])
  })

  const ANA = { company: 'Cénit', role: 'Directora' }
  test.each([
    [
      'typed by hand',
      'Nombre;Apellidos;Correo;Celular;Empresa\nJosé;Pérez Gil;jose@cenit.example;55 1234 5678;Cénit',
      { name: 'José Pérez Gil', emails: ['jose@cenit.example'], phones: ['55 1234 5678'], company: 'Cénit' },
      [],
    ],
    [
      'of an office in Mexico',
      'APELLIDO PATERNO,APELLIDO MATERNO,NOMBRE(S),CORREO ELECTRÓNICO,TELÉFONO CELULAR,GIRO\nLópez,López,Ana,ana@x.example,55 1234 5678,Café',
      { name: 'Ana López López', emails: ['ana@x.example'], phones: ['55 1234 5678'] },
      ['GIRO: Café'],
    ],
    [
      'Google in Spanish',
      'Nombre,Segundo nombre,Apellidos,Nombre de la organización,Puesto de la organización,Etiquetas,Correo electrónico 1 - Etiqueta,Correo electrónico 1 - Valor,Teléfono 1 - Etiqueta,Teléfono 1 - Valor\nAna,María,López,Cénit,Directora,* myContacts,*,ana@cenit.example,Móvil,55 1234 5678',
      { ...ANA, name: 'Ana María López', emails: ['ana@cenit.example'], phones: ['55 1234 5678'] },
      [],
    ],
    [
      'Google in Spanish, of another year',
      'Nombre,Apellidos,Cargo de la organización\nAna,López,Directora',
      { name: 'Ana López', role: 'Directora' },
      [],
    ],
    [
      'Google’s older layout',
      'Name,Given Name,Additional Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,E-mail 2 - Value,Organization 1 - Type,Organization 1 - Name,Organization 1 - Title,Organization 2 - Name\nAna López,Ana,,López,* myContacts,* Home,ana@cenit.example,ana@casa.example,Work,Cénit,Directora,Otra',
      { ...ANA, name: 'Ana López', emails: ['ana@cenit.example', 'ana@casa.example'] },
      ['Organization 2 - Name: Otra'],
    ],
    [
      'Outlook in English',
      'Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Fax,Business Phone,Business Phone 2,Home Phone,Mobile Phone,Anniversary,Birthday,E-mail Address,E-mail Type,E-mail Display Name,E-mail 2 Address,E-mail 3 Address,Gender,Initials,Priority,Private,Sensitivity,Web Page\nIng.,Ana,,López,,Cénit,Ventas,Directora,55 0000 0000,55 1111 1111,55 2222 2222,55 3333 3333,55 4444 4444,0/0/00,3/4/1980,ana@cenit.example,SMTP,Ana López (ana@cenit.example),ana@casa.example,ana@club.example,Unspecified,A.L.,Normal,FALSE,Normal,https://cenit.example',
      {
        ...ANA,
        name: 'Ana López',
        emails: ['ana@cenit.example', 'ana@casa.example', 'ana@club.example'],
        phones: ['55 1111 1111', '55 2222 2222', '55 3333 3333', '55 4444 4444'],
        urls: ['https://cenit.example'],
      },
      ['Title: Ing.', 'Department: Ventas', 'Business Fax: 55 0000 0000', 'Birthday: 3/4/1980'],
    ],
    [
      'Outlook in Spanish',
      'Tratamiento;Nombre;Segundo nombre;Apellidos;Organización;Puesto;Teléfono del trabajo;Teléfono particular;Teléfono móvil;Dirección de correo electrónico;Tipo de correo electrónico;Dirección de correo electrónico 2\nLic.;Ana;;López;Cénit;Directora;55 1111 1111;55 2222 2222;55 3333 3333;ana@cenit.example;SMTP;ana@casa.example',
      {
        ...ANA,
        name: 'Ana López',
        emails: ['ana@cenit.example', 'ana@casa.example'],
        phones: ['55 1111 1111', '55 2222 2222', '55 3333 3333'],
      },
      ['Tratamiento: Lic.'],
    ],
    [
      'LinkedIn, with its word to the reader',
      'Notes:\n"When exporting your connections, you may notice that some are ""missing"", or not."\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\nAna,López,https://www.linkedin.com/in/ana,,Cénit,Directora,12 Nov 2026',
      { ...ANA, name: 'Ana López', urls: ['https://www.linkedin.com/in/ana'] },
      ['Connected On: 12 Nov 2026'],
    ],
    ['with a title alone', 'Name,Title\nAna,Directora', { name: 'Ana', role: 'Directora' }, []],
    [
      'with cells beyond the titles',
      'Nombre,Empresa,,Color\nAna,Cénit,sin título,azul,de más,otra',
      { name: 'Ana', company: 'Cénit' },
      ['sin título', 'Color: azul', 'de más', 'otra'],
    ],
  ])('%s', (_of, file, contact, lines) => {
    const { rows, problems } = read(file)
    expect(problems).toEqual([])
    expect(rows).toMatchObject([{ contact }])
    expect(rows[0]?.noteLines).toEqual(lines)
  })

  test.each([
    ['Ana López', '', 'Ana', 'López', 'Ana López', []],
    ['Ana', '', 'Ana', 'López', 'Ana López', []],
    ['Ana', 'María', '', 'López', 'Ana María López', []],
    ['Ana López', 'María', '', 'López', 'Ana López', ['Middle Name: María']],
    ['Ale', '', 'Alejandra', 'Gómez', 'Ale', ['Given Name: Alejandra', 'Family Name: Gómez']],
    ['', '', 'Ana', '', 'Ana', []],
    ['', '', '', 'López', 'López', []],
  ])('called %j, %j, %j, %j', (whole, middle, given, surname, name, lines) => {
    const [row] = read(`Name,Middle Name,Given Name,Family Name\n${[whole, middle, given, surname].join(',')}`).rows
    expect([row?.contact.name, row?.noteLines]).toEqual([name, lines])
  })

  test.each(['sep=;\r\n', '"sep=;"\n', '\ufeffSEP=;\r\n'])(
    '%j says what stands between cells, and is no row',
    (said) => {
      const { rows } = read(`${said}Nombre;Notas, y más, y más\r\nAna;x\r\n`)
      expect(rows).toMatchObject([{ row: 2, contact: { name: 'Ana' }, noteLines: ['Notas, y más, y más: x'] }])
    },
  )

  test('titles are looked for in ten lines, which count as a spreadsheet counts them', () => {
    const above = (lines: number) => `${'De mi libreta, y otra\n'.repeat(lines)}Nombre;Correo\nAna;ana@x.example`
    expect(read(above(9)).rows).toMatchObject([{ row: 11, contact: { name: 'Ana', emails: ['ana@x.example'] } }])
    expect(readCsv(bytes(above(10)))).toEqual({ kind: 'refused', reason: 'no_name_column' })
  })

  test('every word of every cell is somewhere in the contact', () => {
    const titles = [
      'Nombre',
      'Apellidos',
      'Puesto',
      'Title',
      'Empresa',
      'Organización',
      'Correo 2',
      'Fax',
      'Nota',
      '',
      'File As',
    ]
    const word = fc.stringMatching(/^[a-z]{1,8}$/)
    const cells = fc.array(fc.oneof(fc.constant(''), word), { maxLength: titles.length + 2 })
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...titles)), cells, word, (columns, [...more], name) => {
        const file = [
          ['Name', ...columns],
          [name, ...more],
        ]
        const [row] = read(file.map((line) => line.join(',')).join('\n')).rows
        for (const said of more) expect(JSON.stringify([row?.contact, row?.noteLines])).toContain(said)
      }),
    )
  })

  test('lines for the note end where no note has room, and say so', () => {
    const wide = (cell: string, columns: number) =>
      read(`name${',Dato'.repeat(columns)}\nAna${`,${cell}`.repeat(columns)}`).rows[0]?.noteLines ?? []
    expect(wide('x'.repeat(2_000), 2)).toEqual([null, null])
    const lines = wide('x'.repeat(493), 20)
    expect(lines).toHaveLength(5)
    expect(lines.at(-1)).toBe(`Dato: ${'x'.repeat(493)}`)
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
    for (const titles of [much('cargo,'), much('nombre,'), much(','), much('"'), `${'x'.repeat(500_000)},`.repeat(2)]) {
      expect(readCsv(bytes(`name,${titles.slice(0, 800_000)}\n${'a,'.repeat(80_000)}`)).kind).toMatch(/^(ok|refused)$/)
    }
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
