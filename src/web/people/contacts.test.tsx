import type { Child } from 'hono/jsx'
import { describe, expect, test } from 'vitest'
import { aFrame, HOSTILE, LIVES, type Life, LOCALES, textOfLife } from '../../../test/builders/a-frame.ts'
import { aContact, anOutcome, aTouch } from '../../../test/builders/a-ledger.ts'
import { aKnownEvent, at, eventId } from '../../../test/builders/a-week.ts'
import { attribute, type Element, elements, parsePage, plain, textOf } from '../../../test/builders/page.ts'
import { describePage } from '../../../test/builders/page-rules.ts'
import type { Locale } from '../../i18n/index.ts'
import type { ContactId } from '../../relationships/contact.ts'
import { pageHtml } from '../frame/layout.tsx'
import { CapturePage, NewContactPage } from './capture.tsx'
import { ContactPage, type ContactPageProps } from './contact.tsx'
import { DeleteContactPage, MergePage } from './contact-confirm.tsx'
import { FilesPage } from './contact-files.tsx'
import { ContactsPage } from './contacts.tsx'
import { contactInput, everyDaysOf, listed, namedContact, wrongIn } from './ledger-form.ts'

const laura: typeof aContact = (id, given) => aContact(id, { name: 'Laura Gómez', ...given })
const TODAY = '2026-11-24'
const NEVER = { dueOn: '2026-11-20', everyDays: 7, skipped: 0, open: true }

function people(life: Life) {
  const text = textOfLife(life)
  const full = aContact('laura', {
    name: text('Laura Gómez'),
    company: text('Grupo Norte'),
    role: text('Compras'),
    emails: ['laura@grupo-norte.example', 'lau@example.com'],
    phones: ['+525512345678'],
    urls: ['https://example.com/laura?x=1&y=2'],
    note: text('Le gusta el café.\n\nLlamar por la mañana.'),
    stage: 'meeting',
    introducedBy: 'pedro' as ContactId,
    everyDays: 30,
    nextStep: { text: text('Mandar propuesta'), on: '2026-11-23', promisedOn: '2026-11-12' },
    encounters: [{ eventId: eventId('mixer'), at: '2026-11-11T01:00:00Z', title: text('Networking mixer') }],
    touches: [
      aTouch('2026-11-11T01:00:00Z', { kind: 'encounter', eventId: eventId('mixer') }),
      aTouch('2026-11-12T16:00:00Z', { note: text('Quedamos en hablar.') }),
      ...Array.from({ length: 25 }, (_, n) => aTouch(`2026-11-13T16:${10 + n}:00Z`, { kind: 'note' })),
    ],
  })
  const pedro = aContact('pedro', { name: text('Pedro Ruiz') })
  return { text, full, pedro, bare: aContact('bare', { name: text('Sin más') }) }
}

function aContactPage(locale: Locale, life: Life, with_: Partial<ContactPageProps> = {}): Child {
  const { full, pedro, bare, text } = people(life)
  const isEmpty = life === 'empty'
  const closed = anOutcome('closed', { contactId: full.id, amount: 1_250_000, closes: anOutcome('open').id })
  return (
    <ContactPage
      frame={aFrame(locale, life, '/contacts/laura')}
      contact={isEmpty ? bare : full}
      today={TODAY}
      currency="MXN"
      reminder={isEmpty ? null : { ...NEVER, open: life === 'typical' }}
      eventNamed={() => (isEmpty ? null : { title: text('Networking mixer'), hasPage: life === 'typical' })}
      introducer={isEmpty ? null : pedro}
      introduced={isEmpty ? [] : [pedro, bare]}
      outcomes={
        isEmpty
          ? []
          : [
              closed,
              anOutcome('open', { kind: 'proposal', note: text('Fase uno') }),
              anOutcome('m', { kind: 'meeting', amount: null }),
            ]
      }
      closedBy={new Map([[anOutcome('open').id, closed]])}
      duplicates={
        isEmpty
          ? []
          : [
              {
                other: pedro,
                pair: {
                  older: pedro.id,
                  newer: full.id,
                  certainty: 'certain',
                  reasons: [
                    { kind: 'mail', value: 'lau@example.com' },
                    { kind: 'phone', value: '+525512345678' },
                    { kind: 'name_and_event', eventId: eventId('mixer') },
                    { kind: 'name_and_company', company: text('Grupo Norte') },
                  ],
                },
              },
            ]
      }
      names={isEmpty ? [] : [text('Pedro Ruiz')]}
      ids={{ touch: 't1', outcome: 'o1' }}
      sent={
        life === 'hostile'
          ? {
              form: 'facts',
              fields: { name: '', emails: `${HOSTILE}\nb@example.com`, phones: '123', introducedBy: HOSTILE },
              wrong: [
                { field: 'name', reason: 'empty', value: null },
                { field: 'emails', reason: 'not_an_address', value: HOSTILE },
                { field: null, reason: 'introduced_in_a_circle', value: null },
              ],
            }
          : null
      }
      {...with_}
    />
  )
}

const PAGES: Record<string, (locale: Locale, life: Life) => Child> = {
  contacts: (locale, life) => {
    const { full, pedro, bare } = people(life)
    const { nextStep: promise } = full.body
    const due = [
      { contact: full, reminder: { ...NEVER, skipped: 3 }, promise, on: TODAY, touchId: 't1' },
      { contact: pedro, reminder: null, promise, on: TODAY, touchId: 't2' },
    ]
    return (
      <ContactsPage
        frame={aFrame(locale, life, '/contacts')}
        due={life === 'empty' ? [] : due}
        moreDue={life === 'empty' ? 0 : 4}
        list={
          life === 'empty'
            ? { items: [], asked: '', count: 0, page: 1, pages: 1 }
            : {
                items: [full, pedro, bare],
                asked: life === 'hostile' ? HOSTILE : '',
                count: 103,
                page: life === 'hostile' ? 2 : 1,
                pages: 3,
              }
        }
      />
    )
  },
  contact: aContactPage,
  merge: (locale, life) => {
    const { full, pedro } = people(life)
    return (
      <MergePage
        frame={aFrame(locale, life, '/contacts/laura/merge')}
        into={full}
        from={pedro}
        reasons={life === 'empty' ? [] : [{ kind: 'name_and_event', eventId: eventId('mixer') }]}
        eventNamed={() => null}
      />
    )
  },
  'delete contact': (locale, life) => (
    <DeleteContactPage
      frame={aFrame(locale, life, '/contacts/laura/delete')}
      contact={people(life).full}
      isCounted={life !== 'empty'}
      outcomes={life === 'empty' ? 0 : 2}
    />
  ),
  capture: (locale, life) => {
    const { full, pedro, text } = people(life)
    return (
      <CapturePage
        frame={aFrame(locale, life, '/events/mixer/people')}
        event={{ id: eventId('mixer'), title: text('Networking mixer'), hasPage: life === 'typical' }}
        met={life === 'empty' ? [] : [full, pedro]}
        names={life === 'empty' ? [] : [text('Laura Gómez · Grupo Norte')]}
        ids={['1', '2', '3', '4', '5']}
        followUpId={life === 'typical' ? 'f1' : null}
        leaveTo="/"
        sent={
          life === 'hostile'
            ? {
                form: 'people',
                fields: { 'p0-name': HOSTILE, 'p3-phones': HOSTILE },
                wrong: [
                  { field: 'p3-phones', reason: 'not_a_phone', value: null },
                  { field: 'p3-name', reason: 'empty', value: null },
                ],
              }
            : null
        }
      />
    )
  },
  'new contact': (locale, life) => {
    const { text } = people(life)
    const mixer = aKnownEvent('mixer', {
      title: text('Mixer'),
      start: at('2026-11-24 09:00'),
      end: at('2026-11-24 11:00'),
    })
    return (
      <NewContactPage
        frame={aFrame(locale, life, '/contacts/new')}
        events={life === 'empty' ? [] : [mixer, aKnownEvent('other', { title: text('') })]}
        likely={life === 'typical' ? mixer.id : null}
        names={[text('Pedro Ruiz')]}
        id="1"
        sent={
          life === 'hostile'
            ? {
                fields: { name: HOSTILE },
                wrong: [{ field: 'introducedBy', reason: 'nobody_of_that_name', value: null }],
              }
            : null
        }
      />
    )
  },
  'contact files': (locale, life) => {
    const { text } = people(life)
    return (
      <FilesPage
        frame={aFrame(locale, life, '/contacts/import')}
        refused={life === 'hostile' ? 'no_cards' : null}
        report={
          life === 'empty'
            ? null
            : {
                kind: life === 'typical' ? 'card' : 'row',
                rows: [
                  {
                    number: 1,
                    name: text('Laura'),
                    problems: [{ reason: 'unreadable_line', line: 4 }],
                    imported: {
                      became: 'added',
                      contact: 'laura' as ContactId,
                      problems: [{ field: 'phones', reason: 'not_a_phone', row: 0, index: 0 }],
                    },
                  },
                  { number: 2, name: null, problems: [{ reason: 'not_closed', line: 9 }], imported: null },
                ],
              }
        }
      />
    )
  },
}

const read = (name: string, life: Life, locale: Locale): Element => parsePage(pageHtml(PAGES[name]?.(locale, life)))

for (const name of Object.keys(PAGES)) {
  describePage(
    name,
    LIVES.flatMap((life) => LOCALES.map((locale) => ({ locale, page: read(name, life, locale) }))),
  )
}

describe('the contacts', () => {
  const page = read('contacts', 'typical', 'es-MX')
  test('show who is due first, each with one tap to say that it was done', () => {
    const [laura = plain, pedro = plain] = elements(page, 'article')
    expect(textOf(laura)).toContain('Toca saber de esta persona desde el 20 de noviembre de 2026 (cada 7 días).')
    expect(textOf(laura)).toContain('te lo recordamos menos seguido')
    expect(elements(laura, 'button').map(textOf)).toEqual([
      'Le llamé',
      'Le escribí',
      'Nos vimos',
      'Ya cumplí',
      'Ahora no',
    ])
    expect(elements(pedro, 'button').map(textOf)).not.toContain('Ahora no')
  })
  test('offer WhatsApp, a call and mail, and tell nobody where they came from', () => {
    const links = elements(elements(page, 'article')[0] ?? plain, 'a').filter(
      (one) => attribute(one, 'class') === 'button',
    )
    expect(links.map((one) => attribute(one, 'href'))).toEqual([
      'https://wa.me/525512345678',
      'tel:+525512345678',
      'mailto:laura@grupo-norte.example',
    ])
    expect(links.every((one) => attribute(one, 'rel') === 'noopener noreferrer')).toBe(true)
  })
  test('show pages that keep what was searched for', () => {
    const found = read('contacts', 'hostile', 'es-MX')
    const next = elements(found, 'a').find((one) => attribute(one, 'rel') === 'next')
    const query = new URL(attribute(next ?? plain, 'href') ?? '', 'https://aforo.example').searchParams
    expect([query.get('q'), query.get('page')]).toEqual([HOSTILE, '3'])
    // Who searches is not asked about others.
    expect(elements(found, 'article')).toEqual([])
  })
})

describe('what became of a file', () => {
  test('says what stands in the note, and what the note had no room for', () => {
    const problems = [
      { field: 'phones' as const, reason: 'not_a_phone' as const, row: 0, index: 0 },
      { field: 'note' as const, reason: 'too_long' as const, row: 0, index: null },
    ]
    const imported = { became: 'added' as const, contact: 'laura' as ContactId, problems }
    const report = { kind: 'row' as const, rows: [{ number: 2, name: 'Laura', problems: [], imported }] }
    const frame = aFrame('es-MX', 'typical', '/contacts/import')
    const page = textOf(parsePage(pageHtml(<FilesPage frame={frame} refused={null} report={report} />)))
    expect(page.match(/Quedó en la nota tal como venía\./g)).toHaveLength(1)
    expect(page).toContain('Nota: Es más largo de lo que cabe. Lo que ya no cabe se quedó fuera de la nota.')
  })
})

test('before somebody is erased it is said that they stay counted, and of whom nothing counts it is not', () => {
  const said = 'En tus totales se le sigue contando, sin nombre.'
  expect(textOf(read('delete contact', 'typical', 'es-MX'))).toContain(said)
  expect(textOf(read('delete contact', 'empty', 'es-MX'))).not.toContain(said)
})

describe('a contact', () => {
  const text = (life: Life) => textOf(read('contact', life, 'es-MX'))
  test('has a story with where they met, and folds what is long ago', () => {
    expect(text('typical')).toContain('Se conocieron en Networking mixer, el 10 de noviembre de 2026')
    expect(text('typical')).toContain('7 momentos anteriores')
    const links = elements(read('contact', 'typical', 'es-MX'), 'a').map((one) => attribute(one, 'href'))
    expect(links).toContain('/events/mixer')
    // Gone from the calendar, it is a name without a page.
    expect(elements(read('contact', 'hostile', 'es-MX'), 'a').map((one) => attribute(one, 'href'))).not.toContain(
      '/events/mixer',
    )
  })
  test('has a way to take back what was noted lately, and nothing that a calendar shows', () => {
    const noted = aTouch('2026-11-20T16:00:00Z', { id: 'noted' })
    const seen = { ...aTouch('2026-11-21T16:00:00Z'), id: 'seen-mixer' }
    const touches = [aTouch('2026-10-20T16:00:00Z'), noted, seen]
    const page = parsePage(pageHtml(aContactPage('es-MX', 'typical', { contact: aContact('laura', { touches }) })))
    const ways = elements(page, 'form').flatMap((form) => /touches.*$/.exec(attribute(form, 'action') ?? '') ?? [])
    expect(ways).toEqual(['touches/noted/forget'])
  })
  test('says what came of it, and what closed a proposal', () => {
    expect(text('typical')).toMatch(/Negocio cerrado · \$12,500 MXN/)
    expect(text('typical')).toContain('Se cerró el 20 de noviembre de 2026')
    expect(text('typical')).toContain('Reunión · Sin monto')
  })
  test('asks before it takes two for one, the newer joined to the older', () => {
    const links = elements(read('contact', 'typical', 'es-MX'), 'a').map((one) => attribute(one, 'href'))
    expect(links).toContain('/contacts/pedro/merge?from=laura')
    expect(text('typical')).toContain('Mismo correo: lau@example.com')
  })
  test('brings back what cannot be kept as it was typed, each problem at its field', () => {
    const page = read('contact', 'hostile', 'es-MX')
    const emails = elements(page, 'textarea').find((one) => attribute(one, 'name') === 'emails') ?? plain
    expect(textOf(emails)).toContain(HOSTILE)
    expect(attribute(emails, 'aria-invalid')).toBe('true')
    const name = elements(page, 'input').find((one) => attribute(one, 'id') === 'facts-name') ?? plain
    const error = elements(page, 'p').find((one) => attribute(one, 'id') === attribute(name, 'aria-describedby'))
    expect(textOf(error ?? plain)).toBe('Falta el nombre.')
    const form = elements(page, 'details').find((one) => elements(one, 'textarea').includes(emails))
    expect(form?.attributes.has('open')).toBe(true)
    expect(textOf(page)).toContain('Nadie se presenta a sí mismo')
  })
})

describe('capture', () => {
  test('has room for five, the first open, and brings up the right keyboard for each field', () => {
    const page = read('capture', 'typical', 'es-MX')
    const typed = elements(page, 'input')
      .filter((one) => attribute(one, 'name')?.startsWith('p0-') && attribute(one, 'type') !== 'hidden')
      .map((one) => ['name', 'type', 'inputmode', 'autocomplete', 'enterkeyhint'].map((key) => attribute(one, key)))
    expect(typed).toEqual([
      ['p0-name', 'text', 'text', 'off', 'next'],
      ['p0-phones', 'tel', 'tel', 'off', 'next'],
      ['p0-emails', 'text', 'email', 'off', 'next'],
      ['p0-nextStep', 'text', 'text', 'off', 'next'],
      ['p0-nextStepOn', 'date', undefined, 'off', 'next'],
    ])
    expect(elements(page, 'details').filter((one) => textOf(one).includes('Otra persona'))).toHaveLength(4)
  })
  test('unfolds whoever there is something wrong with', () => {
    const open = elements(read('capture', 'hostile', 'es-MX'), 'details').filter((one) => one.attributes.has('open'))
    expect(open.map((one) => textOf(elements(one, 'legend')[0] ?? plain))).toEqual(['Persona 4'])
  })
  test('offers where they met, the likeliest chosen', () => {
    const chosen = elements(read('new contact', 'typical', 'es-MX'), 'input').filter((one) =>
      one.attributes.has('checked'),
    )
    expect(chosen.map((one) => attribute(one, 'value'))).toEqual(['mixer'])
  })
})

describe('what a form says of a contact', () => {
  test('is only what it has fields for', () => {
    expect(contactInput({ name: 'Laura', emails: 'a@b.mx, c@d.mx\ne@f.mx' })).toEqual({
      name: 'Laura',
      emails: ['a@b.mx', 'c@d.mx', 'e@f.mx'],
    })
    expect(contactInput({ 'p1-name': 'Laura', 'p1-nextStep': ' Llamar ', 'p1-nextStepOn': '' }, 'p1-')).toEqual({
      name: 'Laura',
      nextStep: { text: 'Llamar', on: null },
    })
    expect(listed('urls', 'https://example.com/a,b https://example.com/c')).toHaveLength(2)
  })
  test('a cadence is a number of days or nothing', () => {
    expect(everyDaysOf({ everyDays: '' })).toEqual({ kind: 'ok', value: null })
    expect(everyDaysOf({ everyDays: '30' })).toEqual({ kind: 'ok', value: 30 })
    for (const everyDays of ['-1', '3.5', 'x']) expect(everyDaysOf({ everyDays }).kind).toBe('wrong')
  })
  test('somebody is meant by a name that only one has, or by the name with the company', () => {
    const two = [laura('a', { company: 'Norte' }), laura('b', { company: 'Sur' }), aContact('c', { name: 'Eva' })]
    const meant = (known: string) => {
      const found = namedContact({ known }, 'known', two, null)
      return found.kind === 'ok' ? found.value : found.wrong.reason
    }
    expect(meant('eva')).toBe('c')
    expect(meant(' ')).toBeNull()
    expect(meant('Laura Gómez')).toBe('several_of_that_name')
    expect(meant('Laura Gomez · Sur')).toBe('b')
    expect(meant('Nadie')).toBe('nobody_of_that_name')
  })
  test('what is wrong stands at its field, with the value where there are several', () => {
    const fields = { emails: 'a@b.mx\nnope', nextStep: '' }
    expect(
      wrongIn(
        [
          { field: 'emails', reason: 'not_an_address', row: null, index: 1 },
          { field: 'nextStep', reason: 'empty', row: null, index: null },
          { field: 'introducedBy', reason: 'introduced_in_a_circle', row: null, index: null },
        ],
        fields,
      ),
    ).toEqual([
      { field: 'emails', reason: 'not_an_address', value: 'nope' },
      { field: 'nextStep', reason: 'step_empty', value: null },
      { field: null, reason: 'introduced_in_a_circle', value: null },
    ])
  })
})
