/** Contacts and outcomes through the machines' door. */
import { describe, expect, test } from 'vitest'
import { ana, expectProblem, openDoor, person, stored, visitor } from '../../test/builders/a-door.ts'
import { anEvent, aState, at, idOf, ZONE } from '../../test/builders/a-person.ts'
import type { ContactShape, ImportShape, OutcomeShape } from './ledger-schemas.ts'

openDoor()

const BREAKFAST = anEvent('breakfast', {
  answer: 'accepted',
  start: { at: at('2026-11-23 08:00'), timeZone: ZONE },
  end: { at: at('2026-11-23 10:00'), timeZone: ZONE },
})

async function made<T>(method: string, path: string, body: unknown, status = 201): Promise<T> {
  const answer = await ana().ask(method, path, body)
  expect([answer.status, status === answer.status ? '' : await answer.text()]).toEqual([status, ''])
  return answer.json() as Promise<T>
}
const bruno = { name: 'Bruno Díaz', company: 'Cenit', phones: ['55 1234 5678'], emails: ['Bruno@cenit.example'] }

describe('a contact', () => {
  test('is tied by itself to the event that was just attended, and reachable by ready links', async () => {
    await stored(aState([BREAKFAST]))
    const contact = await made<ContactShape>('POST', '/contacts', {
      ...bruno,
      nextStep: { text: 'Mandar la propuesta', on: '2026-11-27' },
    })
    expect(contact).toMatchObject({
      phones: ['+525512345678'],
      emails: ['bruno@cenit.example'],
      links: { whatsApp: ['https://wa.me/525512345678'] },
      encounters: [{ eventId: idOf('breakfast'), at: '2026-11-23T08:00:00-06:00' }],
      nextStep: { text: 'Mandar la propuesta', on: '2026-11-27', promisedOn: '2026-11-23' },
      reminder: { dueOn: '2026-11-30', open: false },
    })
    const elsewhere = await made<ContactShape>('POST', '/contacts', { name: 'Lucía', eventId: null })
    expect(elsewhere.encounters).toEqual([])
  })

  test('sent twice is one contact, and a touch sent twice is one touch', async () => {
    await stored(aState([BREAKFAST]))
    const id = '6f0f6c1e-2a43-4c39-9f0f-6b1d0f7a2c11'
    await made('POST', '/contacts', { id, ...bruno })
    await made('POST', '/contacts', { id, ...bruno })
    const touch = { id: '7f0f6c1e-2a43-4c39-9f0f-6b1d0f7a2c11', kind: 'call', note: 'Quiere números' }
    await made('POST', `/contacts/${id}/touches`, touch)
    const contact = await made<ContactShape>('POST', `/contacts/${id}/touches`, touch)
    expect((await person())?.contacts.size).toBe(1)
    expect(contact.touches.map(({ kind }) => kind)).toEqual(['encounter', 'call'])
    expect(contact.stage).toBe('in_touch')
  })

  test('that cannot be kept as it was given is refused with all that is wrong, and nothing is kept', async () => {
    await stored(aState())
    const answer = await ana().ask('POST', '/contacts', {
      name: ' ',
      phones: ['nada'],
      emails: ['b@c.example', 'no'],
      eventId: null,
    })
    await expectProblem(answer.clone() as Response, 'invalid', 422)
    const { errors } = (await answer.json()) as { errors: { path: string; reason: string }[] }
    expect(errors.map(({ path, reason }) => [path, reason])).toEqual([
      ['name', 'empty'],
      ['emails.1', 'not_an_address'],
      ['phones.0', 'not_a_phone'],
    ])
    expect((await person())?.contacts.size).toBe(0)
  })

  test('is found by words of the name without accents, and listed in pages', async () => {
    await stored(aState())
    for (const name of ['Bruno Díaz', 'Lucía Ortega', 'Íñigo Díaz'])
      await made('POST', '/contacts', { name, eventId: null })
    const page = (path: string) => made<{ items: ContactShape[]; next: string | null }>('GET', path, undefined, 200)
    const found = await page('/contacts?search=diaz')
    expect(found.items.map(({ name }) => name).sort()).toEqual(['Bruno Díaz', 'Íñigo Díaz'])
    const first = await page('/contacts?limit=2')
    const second = await page(`/contacts?limit=2&cursor=${first.next}`)
    expect([...first.items, ...second.items].map(({ name }) => name).sort()).toEqual([
      'Bruno Díaz',
      'Lucía Ortega',
      'Íñigo Díaz',
    ])
    expect(second.next).toBeNull()
  })

  test('shows who may be the same person, is merged by the person, and erased without a trace of the name', async () => {
    await stored(aState([BREAKFAST]))
    const a = await made<ContactShape>('POST', '/contacts', bruno)
    const b = await made<ContactShape>('POST', '/contacts', {
      name: 'Bruno D.',
      emails: ['bruno@cenit.example'],
      eventId: null,
    })
    const outcome = await made<OutcomeShape>('POST', '/outcomes', {
      kind: 'closed',
      contactId: b.id,
      on: '2026-11-23',
      amount: 1_000_001,
    })
    expect(outcome.credits).toEqual([{ to: { kind: 'none' }, share: 10_000, amount: 1_000_001 }])
    const seen = await made<ContactShape>('GET', `/contacts/${a.id}`, undefined, 200)
    expect(seen.duplicates).toEqual([
      { id: b.id, certainty: 'certain', reasons: [{ kind: 'mail', value: 'bruno@cenit.example' }] },
    ])
    await made('POST', `/contacts/${a.id}/merge`, { from: b.id }, 200)
    await expectProblem(await ana().ask('GET', `/contacts/${b.id}`), 'not_found', 404)
    await expectProblem(await ana().ask('POST', `/contacts/${a.id}/merge`, { from: a.id }), 'invalid', 422)
    expect((await ana().ask('DELETE', `/contacts/${a.id}`)).status).toBe(204)
    const after = await person()
    expect([...(after?.outcomes.values() ?? [])].map(({ body }) => [body.contactId, body.amount])).toEqual([
      [null, 1_000_001],
    ])
    expect(JSON.stringify([...(after?.contacts ?? []), ...(after?.outcomes ?? [])])).not.toContain('Bruno')
  })

  test('of somebody else answers byte for byte like one that is missing', async () => {
    await stored(aState())
    const { id } = await made<ContactShape>('POST', '/contacts', { name: 'Bruno', eventId: null })
    const { id: outcome } = await made<OutcomeShape>('POST', '/outcomes', {
      kind: 'meeting',
      contactId: id,
      on: '2026-11-23',
    })
    await stored(aState([], { calendars: new Map(), connections: new Map() }), 'luis')
    const luis = visitor({ personId: 'luis' })
    const routes: [string, string, string, string, unknown?][] = [
      ['GET', '/contacts/', id, ''],
      ['PATCH', '/contacts/', id, '', { name: 'Otro' }],
      ['DELETE', '/contacts/', id, ''],
      ['POST', '/contacts/', id, '/touches', { kind: 'call' }],
      ['PATCH', '/outcomes/', outcome, '', { note: 'x' }],
      ['DELETE', '/outcomes/', outcome, ''],
    ]
    for (const [method, path, own, rest, body] of routes) {
      const foreign = await luis.ask(method, path + own + rest, body)
      const random = await luis.ask(method, `${path}random${rest}`, body)
      expect([foreign.status, await foreign.text()]).toEqual([random.status, await random.text()])
      expect(foreign.status, `${method} ${path}`).toBe(404)
    }
  })
})

describe('a file of contacts', () => {
  const cards = [
    'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bruno Díaz\r\nTEL;TYPE=CELL:+52 1 55 1234 5678\r\nEND:VCARD',
    'BEGIN:VCARD\r\nVERSION:2.1\r\nN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Ort=C3=ADz;Luc=C3=ADa\r\nEND:VCARD',
    'BEGIN:VCARD\r\nVERSION:3.0\r\nNOTE:nobody\r\nEND:VCARD',
  ].join('\r\n')

  test('keeps the good cards and says of every other why not; taken in twice it doubles nobody', async () => {
    await stored(aState())
    const send = async () => {
      const answer = await ana().send('/contacts/import', {
        method: 'POST',
        headers: { 'Content-Type': 'text/vcard' },
        body: cards,
      })
      expect(answer.status).toBe(200)
      return (await answer.json()) as ImportShape
    }
    const first = await send()
    expect([first.added, first.refused]).toEqual([2, 1])
    expect(first.rows.map(({ became }) => became)).toEqual(['added', 'added', 'refused'])
    expect(first.rows[2]?.errors[0]).toMatchObject({ reason: 'no_name' })
    const contacts = [...((await person())?.contacts.values() ?? [])].map(({ body }) => body)
    expect(contacts.find(({ name }) => name === 'Bruno Díaz')?.phones).toEqual(['+525512345678'])
    const again = await send()
    expect([again.known + again.addedTo, (await person())?.contacts.size]).toEqual([2, 2])
  })

  test('makes two of two people with one number, and points at them', async () => {
    await stored(aState())
    const csv =
      'name,emails,phones\r\nAna López,ana@acme.example,55 1234 5678\r\nBeto Ruiz,beto@acme.example,55 1234 5678\r\n'
    const send = async () => {
      const answer = await ana().send('/contacts/import', {
        method: 'POST',
        headers: { 'Content-Type': 'text/csv' },
        body: csv,
      })
      return (await answer.json()) as ImportShape
    }
    expect((await send()).rows.map(({ became }) => became)).toEqual(['added', 'added'])
    expect((await send()).rows.map(({ became }) => became)).toEqual(['known', 'known'])
    const { items } = await made<{ items: ContactShape[] }>('GET', '/contacts', undefined, 200)
    expect(items.map(({ duplicates }) => duplicates.length)).toEqual([1, 1])
    // Nobody of a file is due on its own account.
    expect(items.map(({ reminder }) => reminder)).toEqual([null, null])
  })

  test('keeps what stands in columns that are not understood, and counts rows as a spreadsheet does', async () => {
    await stored(aState())
    const answer = await ana().send('/contacts/import', {
      method: 'POST',
      headers: { 'Content-Type': 'text/csv' },
      body: `sep=;\r\nNombre;Apellidos;Giro;Historia\r\nJosé;Pérez;Café;\r\nEva;Paz;Té;${'x'.repeat(2_001)}\r\n`,
    })
    expect(await answer.json()).toMatchObject({
      added: 2,
      rows: [
        { row: 2, became: 'added', errors: [] },
        { row: 3, became: 'added', errors: [{ path: 'note', reason: 'too_long' }] },
      ],
    })
    const { items } = await made<{ items: ContactShape[] }>('GET', '/contacts', undefined, 200)
    expect(items.map(({ name, note }) => [name, note]).toSorted()).toEqual([
      ['Eva Paz', 'Giro: Té'],
      ['José Pérez', 'Giro: Café'],
    ])
  })

  test('goes out as vCard or CSV, in which no cell is a formula', async () => {
    await stored(aState())
    await made('POST', '/contacts', { name: '=HYPERLINK("http://x")', phones: ['+525512345678'], eventId: null })
    const csv = await ana().ask('GET', '/contacts/export?format=csv')
    expect(csv.headers.get('Content-Type')).toContain('text/csv')
    const text = await csv.text()
    expect(text).toContain(`"'=HYPERLINK(""http://x"")"`)
    expect(text).toContain(`"'+525512345678"`)
    const cards = await (await ana().ask('GET', '/contacts/export?format=vcf')).text()
    expect(cards).toContain('TEL')
  })

  test('is told what it may be, and how large', async () => {
    await stored(aState())
    await expectProblem(await ana().ask('POST', '/contacts/import', { cards }), 'not_a_contact_file', 415)
    const empty = await ana().send('/contacts/import', {
      method: 'POST',
      headers: { 'Content-Type': 'text/vcard' },
      body: 'nothing',
    })
    await expectProblem(empty, 'invalid', 422)
    const huge = 'x'.repeat(4 * 1024 * 1024 + 1)
    const large = await ana().send('/contacts/import', {
      method: 'POST',
      headers: { 'Content-Type': 'text/vcard' },
      body: huge,
    })
    expect((await expectProblem(large, 'too_large', 413)).detail).toContain('4 MB as vCard or 1 MB as CSV')
  })
})

describe('an outcome', () => {
  test('is credited to the cent to the event and to whoever introduced them', async () => {
    await stored(aState([BREAKFAST]))
    const lucia = await made<ContactShape>('POST', '/contacts', { name: 'Lucía', eventId: null })
    const { id } = await made<ContactShape>('POST', '/contacts', { ...bruno, introducedBy: lucia.id })
    const proposal = await made<OutcomeShape>('POST', '/outcomes', {
      kind: 'proposal',
      contactId: id,
      on: '2026-11-23',
      amount: 1_000_001,
    })
    expect(proposal).toMatchObject({ currency: 'MXN', pipeline: true })
    expect(proposal.credits.map(({ share, amount }) => [share, amount])).toEqual([
      [5_000, 500_001],
      [5_000, 500_000],
    ])
    const thirds = [
      { to: { kind: 'event', eventId: idOf('breakfast') }, share: 3_333 },
      { to: { kind: 'contact', contactId: lucia.id }, share: 3_333 },
      { to: { kind: 'none' }, share: 3_334 },
    ]
    const edited = await made<OutcomeShape>('PATCH', `/outcomes/${proposal.id}`, { credits: thirds }, 200)
    expect(edited.credits.reduce((sum, { amount }) => sum + (amount ?? 0), 0)).toBe(1_000_001)
    const [first, ...others] = thirds
    await expectProblem(
      await ana().ask('PATCH', `/outcomes/${proposal.id}`, { credits: [{ ...first, share: 3_334 }, ...others] }),
      'invalid',
      422,
    )
    const closed = await made<OutcomeShape>('POST', '/outcomes', {
      kind: 'closed',
      contactId: id,
      on: '2026-11-23',
      amount: 900_000,
      closes: proposal.id,
    })
    const { items } = await made<{ items: OutcomeShape[] }>('GET', '/outcomes?kind=proposal', undefined, 200)
    expect(items).toMatchObject([{ pipeline: false, closedBy: closed.id }])
    expect((await made<ContactShape>('GET', `/contacts/${id}`, undefined, 200)).stage).toBe('client')
  })

  test.each([
    [{ amount: -5 }, 'amount', 'amount_out_of_range'],
    [{ amount: 1e15 }, 'amount', 'amount_out_of_range'],
    [{ amount: 10.5 }, 'amount', 'amount_out_of_range'],
    [{ amount: null }, 'amount', 'amount_missing'],
    [{ amount: 1, currency: 'PESOS' }, 'currency', 'unknown_currency'],
    [{ amount: 1, on: '2026-11-22' }, 'credits.0', 'date_before_event'],
    [{ amount: 1, on: '2027-01-01' }, 'on', 'date_in_future'],
    [{ amount: 1, on: '2026-02-30' }, 'on', 'not_a_date'],
  ])('that is absurd is refused: %j', async (said, path, reason) => {
    await stored(aState([BREAKFAST]))
    const { id } = await made<ContactShape>('POST', '/contacts', bruno)
    const answer = await ana().ask('POST', '/outcomes', { kind: 'closed', contactId: id, on: '2026-11-23', ...said })
    expect(answer.status).toBe(422)
    const [first] = ((await answer.json()) as { errors: unknown[] }).errors
    expect(first).toMatchObject({ path, reason })
    expect((await person())?.outcomes.size).toBe(0)
  })
})
