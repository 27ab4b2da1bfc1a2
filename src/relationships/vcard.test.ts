import fc from 'fast-check'
import { parse } from 'vcard4'
import { describe, expect, test } from 'vitest'
import { aBody, aContext } from '../../test/builders/a-ledger.ts'
import { type ContactInput, contactFacts } from './contact.ts'
import { readCards, writeCards } from './vcard.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const crlf = (lines: readonly string[]) => lines.map((line) => `${line}\r\n`).join('')
const card = (...lines: string[]) => ['BEGIN:VCARD', ...lines, 'END:VCARD']

function read(file: Uint8Array | string) {
  const found = readCards(typeof file === 'string' ? bytes(file) : file)
  return found.kind === 'ok' ? found : expect.fail(found.reason)
}
const contacts = (file: Uint8Array | string) => read(file).cards.map(({ contact }) => contact)

describe('cards as phones send them', () => {
  test('Android, 2.1: quoted-printable over several lines, bare types, a photo with its empty line', () => {
    const photo = Array.from({ length: 400 }, () => ` ${'iVBORw0KGgo/+AAAANSUhEUg'.repeat(3)}`)
    const file = crlf(
      card(
        'VERSION:2.1',
        'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:N=C3=BA=C3=B1ez;Mar=C3=ADa=20Jos=C3=A9;;Lic.;',
        'FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=4C=69=63=2E=20=4D=61=72=C3=ADa=20Jos=C3=A9=20N=C3=BA=',
        '=C3=B1ez',
        'TEL;CELL;PREF:+5215512345678',
        'TEL;WORK;VOICE:55 8765 4321',
        'EMAIL;HOME:maria@cenit.example',
        'ORG:C\u00e9nit;Ventas',
        'TITLE:Directora',
        `PHOTO;ENCODING=BASE64;JPEG:${'A'.repeat(70)}`,
        ...photo,
        '',
        'NOTE;ENCODING=QUOTED-PRINTABLE:L=C3=ADnea uno=0D=0AL=C3=ADnea dos; con punto y coma =3D ok',
      ),
    )
    const { cards, problems } = read(file)
    expect(problems).toEqual([])
    expect(cards).toEqual([
      {
        card: 1,
        line: 1,
        contact: {
          name: 'Lic. María José Núñez'.replace('Núñez', 'Nú\u00f1ez'),
          company: 'C\u00e9nit, Ventas',
          role: 'Directora',
          emails: ['maria@cenit.example'],
          phones: ['+5215512345678', '55 8765 4321'],
          urls: [],
          note: 'Línea uno\r\nLínea dos; con punto y coma = ok',
        },
      },
    ])
  })

  test('iOS, 3.0: groups, repeated types, labels, folds, escapes', () => {
    const file = crlf(
      card(
        'VERSION:3.0',
        'PRODID:-//Apple Inc.//iPhone OS 18.1//EN',
        'N:Pérez López;Ana;María;;',
        'FN:Ana María Pérez López',
        'ORG:Grupo Pérez\\; Hijos;',
        'item1.EMAIL;type=INTERNET;type=pref:ana@perez.example',
        'item1.X-ABLabel:_$!<Work>!$_',
        'EMAIL;type=INTERNET;type=HOME:ana@casa.example',
        'TEL;type=CELL;type=VOICE;',
        ' type=pref:+52 1 (55) 1234-5678',
        'item2.URL;type=pref:https\\://perez.example',
        'X-SOCIALPROFILE;type=linkedin;x-user=ana:http://www.linkedin.com/in/ana',
        'X-SOCIALPROFILE;type=twitter:x-apple:ana',
        'NOTE:Nos vimos en la CANACO\\, el martes.\\nLe int',
        ' eresa el plan anual.',
        'PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD/',
        ' 4QBMRXhpZgAATU0AKgAAAAgAAYdpAAQAAAABAAAAGgAAAAAAA6ABAAMAAAAB',
      ),
    )
    expect(contacts(file)).toEqual([
      {
        name: 'Ana María Pérez López',
        company: 'Grupo Pérez; Hijos',
        role: null,
        emails: ['ana@perez.example', 'ana@casa.example'],
        phones: ['+52 1 (55) 1234-5678'],
        urls: ['https://perez.example', 'http://www.linkedin.com/in/ana'],
        note: 'Nos vimos en la CANACO, el martes.\nLe interesa el plan anual.',
      },
    ])
    expect(contactFacts(contacts(file)[0] ?? {}, aContext())).toMatchObject({
      kind: 'ok',
      value: { phones: ['+525512345678'], urls: ['https://perez.example/', 'http://www.linkedin.com/in/ana'] },
    })
  })

  test('4.0: uris, quoted parameters', () => {
    const file = crlf(
      card(
        'VERSION:4.0',
        'FN;SORT-AS="Harten,Rene":Rene van der Harten',
        'TEL;VALUE=uri;PREF=1;TYPE="voice,cell":tel:+52-55-1234-5678;ext=5',
        'EMAIL;TYPE=work:rene@cenit.example',
      ),
    )
    expect(contacts(file)).toMatchObject([
      { name: 'Rene van der Harten', phones: ['tel:+52-55-1234-5678;ext=5'], emails: ['rene@cenit.example'] },
    ])
  })

  test('a fold within a letter, line feeds alone, and lower case keys', () => {
    const folded = latin1('begin:vcard\nversion:3.0\nfn:Jos\xc3\n \xa9\nend:vcard\n')
    expect(contacts(folded)).toMatchObject([{ name: 'José' }])
  })

  test.each([
    ['its charset named', 'N;CHARSET=ISO-8859-1:Nu\xf1ez;Jos\xe9', 'José Nuñez'],
    ['quoted-printable in it', 'N;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:Nu=F1ez;Jos=E9', 'José Nuñez'],
    ['Outlook, which says nothing', 'N:Nu\xf1ez;Jos\xe9', 'José Nuñez'],
    ['a charset that nobody knows', 'N;CHARSET=X-MINE:Nu\xc3\xb1ez;Jos\xc3\xa9', 'José Nuñez'],
  ])('old charsets: %s', (_why, line, name) => {
    expect(contacts(latin1(crlf(card('VERSION:2.1', line))))).toMatchObject([{ name }])
  })

  test('a file in UTF-16, and one with a mark in front', () => {
    const text = crlf(card('VERSION:3.0', 'FN:José'))
    expect(contacts(new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le')))).toMatchObject([{ name: 'José' }])
    expect(contacts(`\ufeff${text}`)).toMatchObject([{ name: 'José' }])
  })

  test('who has no name is called by what there is', () => {
    const file = crlf([
      ...card('VERSION:3.0', 'N:;;;;', 'FN:', 'ORG:Cénit'),
      ...card('VERSION:3.0', 'TEL:55 1234 5678'),
      ...card('VERSION:3.0', 'N:López;Ana,Eva;;;'),
    ])
    expect(contacts(file).map(({ name }) => name)).toEqual(['Cénit', '55 1234 5678', 'Ana Eva López'])
  })

  test('somebody’s assistant within their card is not imported', () => {
    const inner = card('VERSION:2.1', 'N:Ayuda;Iris')
    expect(contacts(crlf(card('VERSION:2.1', 'N:López;Ana', 'AGENT:', ...inner, 'TITLE:Socia')))).toMatchObject([
      { name: 'Ana López', role: 'Socia' },
    ])
  })
})

describe('broken files', () => {
  test('one broken card costs that card alone, and says where', () => {
    const file = crlf([
      ...card('VERSION:3.0', 'FN:Ana'),
      'BEGIN:VCARD',
      'VERSION:3.0',
      'FN:Sin fin',
      ...card('VERSION:3.0', 'X-NOTHING:here'),
      ...card('VERSION:3.0', 'FN:Eva', 'this is no property', 'TEL:55 1234 5678'),
      'BEGIN:VCARD',
      'FN:Cortada',
    ])
    const { cards, problems } = read(file)
    expect(cards.map(({ card, contact }) => [card, contact.name])).toEqual([
      [1, 'Ana'],
      [4, 'Eva'],
    ])
    expect(cards[1]?.contact.phones).toEqual(['55 1234 5678'])
    expect(problems).toEqual([
      { card: 2, line: 5, reason: 'not_closed' },
      { card: 3, line: 8, reason: 'no_name' },
      { card: 4, line: 15, reason: 'unreadable_line' },
      { card: 5, line: 18, reason: 'not_closed' },
    ])
  })

  test('a soft break before the end of a card does not swallow the next one', () => {
    const file = crlf([
      ...card('VERSION:2.1', 'N:;Ana', 'NOTE;ENCODING=QUOTED-PRINTABLE:hola='),
      ...card('VERSION:2.1', 'N:;Eva'),
    ])
    expect(contacts(file)).toMatchObject([{ name: 'Ana', note: 'hola=' }, { name: 'Eva' }])
  })

  test('what is no address book, too large or too long is refused whole', () => {
    expect(readCards(bytes('name,email\r\nAna,ana@cenit.example'))).toEqual({ kind: 'refused', reason: 'no_cards' })
    expect(readCards(new Uint8Array(4 * 1024 * 1024 + 1))).toEqual({ kind: 'refused', reason: 'too_large' })
    const many = (count: number) => bytes(crlf(Array.from({ length: count }, () => card('FN:Ana')).flat()))
    expect(readCards(many(201))).toEqual({ kind: 'refused', reason: 'too_many' })
    expect(readCards(many(200))).toMatchObject({ kind: 'ok', problems: [] })
  })

  test('four megabytes of anything are read in a moment', () => {
    const size = 4 * 1024 * 1024 - 200
    const much = (line: string) => line.repeat(Math.floor(size / line.length))
    const around = (version: string, inside: string) =>
      `BEGIN:VCARD\r\nVERSION:${version}\r\nN:;Ana\r\n${inside}\r\nTEL:55 1234 5678\r\nEND:VCARD\r\n`
    const files = [
      around('2.1', `PHOTO;ENCODING=BASE64:\r\n${much(` ${'A'.repeat(74)}\r\n`)}`),
      around('3.0', `PHOTO;ENCODING=b:${much('A')}`),
      around('2.1', `NOTE;QUOTED-PRINTABLE:${much(`${'=41'.repeat(25)}=\r\n`)}`),
      around('3.0', `NOTE:${much(`${'a'.repeat(74)}\r\n `)}`),
      around('3.0', much('\r\n')),
      around('3.0', much(';')),
      around('3.0', `N${much(';"A')}`),
      around('3.0', `x\r\n${much(' x\r\n')}`),
    ]
    for (const file of files) expect(contacts(file)).toMatchObject([{ name: 'Ana' }])
  }, 10_000)

  test('any bytes are cards or a reason, never an error', () => {
    const pieces = fc.constantFrom(
      'BEGIN:VCARD',
      'END:VCARD',
      'VERSION:2.1',
      'VERSION:3.0',
      'FN:Ana',
      'N;QUOTED-PRINTABLE:a=',
      '=C3',
      ' folded',
      'PHOTO;BASE64:AAAA',
      'AGENT:',
      ':',
      ';',
      '',
      'a.b.c:d',
      'NOTE;ENCODING=QUOTED-PRINTABLE:=',
    )
    fc.assert(
      fc.property(
        fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 20 })), { maxLength: 30 }),
        (lines) => {
          const found = readCards(bytes(crlf(lines)))
          if (found.kind === 'ok') for (const { contact } of found.cards) expect(contact.name).not.toBe('')
        },
      ),
    )
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (file) => void readCards(file)))
  })
})

const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 120 }), fc.string({ unit: 'binary', maxLength: 60 }))
const carried = fc
  .record({
    name: text,
    company: fc.option(text),
    role: fc.option(text),
    note: fc.option(fc.array(text, { maxLength: 4 }).map((lines) => lines.join('\n'))),
    emails: fc.array(fc.emailAddress(), { maxLength: 3 }),
    phones: fc.array(fc.stringMatching(/^\+5255[0-9]{8}$/), { maxLength: 3 }),
    urls: fc.array(fc.webUrl({ withQueryParameters: true, withFragments: true }), { maxLength: 3 }),
  })
  .map((input) => contactFacts(input, aContext()))
  .filter((settled) => settled.kind === 'ok')
  .map((settled) => aBody(settled.value))

describe('cards as they are written', () => {
  test('are 3.0, folded at 75 octets between characters, with CRLF', () => {
    const file = writeCards([
      aBody({ name: 'Ñandú, Ana; "la \\ de" acá', note: `${'áéí'.repeat(60)}\nfin`, phones: ['+525512345678'] }),
    ])
    expect(file.startsWith('BEGIN:VCARD\r\nVERSION:3.0\r\nN:;Ñandú\\, Ana\\; "la \\\\ de" acá;;;\r\n')).toBe(true)
    expect(file).toContain('\r\nTEL;TYPE=CELL:+525512345678\r\n')
    expect(file.endsWith('\r\nEND:VCARD\r\n')).toBe(true)
    for (const line of file.split('\r\n')) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
      expect(line).not.toMatch(/[\r\n]/)
    }
  })

  test('what was written is read back as it was, whatever people are called', () => {
    fc.assert(
      fc.property(fc.array(carried, { minLength: 1, maxLength: 4 }), (bodies) => {
        const { cards, problems } = read(writeCards(bodies))
        expect(problems).toEqual([])
        expect(cards).toHaveLength(bodies.length)
        for (const [at, { contact }] of cards.entries()) {
          const { name, company, role, note, emails, phones, urls } = bodies[at] ?? aBody()
          expect(contactFacts(contact, aContext())).toEqual({
            kind: 'ok',
            value: { name, company, role, note, emails, phones, urls },
          })
        }
      }),
    )
  })
})

describe('another reader of 4.0 (vcard4)', () => {
  const plain = fc.stringMatching(/^[A-Za-zÁÉÍÓÚáéíóúñÑ][A-Za-zÁÉÍÓÚáéíóúñÑ ,;.-]{0,40}[a-z]$/)
  // Without backslashes and colons, whose neighbours vcard4 4.0.5 unescapes wrongly (`\\\\n` is no line break, `:\\;` is a semicolon).
  const inText = (value: string) => value.replace(/[,;]/g, '\\$&')

  test('finds the same in a card', () => {
    fc.assert(
      fc.property(plain, plain, fc.array(fc.emailAddress(), { minLength: 1, maxLength: 3 }), (name, role, emails) => {
        const file = crlf(
          card(
            'VERSION:4.0',
            `FN:${inText(name)}`,
            `TITLE:${inText(role)}`,
            ...emails.map((email) => `item1.EMAIL:${email}`),
            'TEL;VALUE=uri;TYPE=cell:tel:+525512345678',
          ),
        )
        const theirs = parse(file)
        if (Array.isArray(theirs)) return expect.fail('one card')
        const values = (property: string) => [theirs.getProperty(property)].flat().map((found) => found.value)
        const mine: ContactInput | undefined = contacts(file)[0]
        expect(mine).toMatchObject({
          name: values('FN')[0],
          role: values('TITLE')[0],
          emails: values('EMAIL'),
          phones: values('TEL'),
        })
      }),
    )
  })
})
