/**
 * The promise: what the person says is networking or not wins from then on, and of what is none of Aforo's business it keeps no text (design.md, section 8).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aMeeting, anInvitation, type EventSketch } from '../builders/an-event.ts'
import { good, type Journey, type Person, startJourney } from './journey.ts'

let journey: Journey
beforeAll(async () => {
  journey = await startJourney()
})
afterAll(() => journey?.close())

const NETWORKING = 'Networking CANACO: noche de negocios'
const ORDINARY = 'Revisión de propuesta con cliente'
const SECRET = 'El margen del contrato con Farmacias Roma es de 31 por ciento'

async function anaWith(...sketches: EventSketch[]): Promise<Person> {
  await journey.at('2026-11-23 06:00')
  const ana = await journey.signUp()
  for (const sketch of sketches) ana.has(sketch)
  await ana.sync()
  return ana
}

async function corrects(person: Person, title: string, networking: boolean | null, scope?: string) {
  const [event] = (await person.events()).filter((one) => one.title === title)
  return person.patch(`/api/v1/events/${event?.id}`, { networking, ...(scope === undefined ? {} : { scope }) })
}

async function isNetworking(person: Person, title: string): Promise<(boolean | null)[]> {
  return (await person.events()).filter((one) => one.title === title).map(({ networking }) => networking)
}

/** Whether the database holds this text anywhere in what is the person's. */
async function keeps({ id }: Person, text: string): Promise<boolean> {
  const tables = (await journey.tables()).filter((table) => table !== 'people')
  const rows = await Promise.all(
    tables.map((table) => journey.rows(`select * from "${table}" where person_id = ?`, [id])),
  )
  return JSON.stringify(rows).includes(text)
}

describe('a correction', () => {
  test('of a series holds for every occurrence, also those that come later, and for no other event', async () => {
    const ana = await anaWith(
      anInvitation({ title: NETWORKING, start: '2026-11-24 08:00', recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] }),
      anInvitation({ title: 'Networking CANACO: ronda de negocios', start: '2026-11-25 08:00' }),
    )
    expect(await isNetworking(ana, NETWORKING)).toEqual([true, true, true])
    good(await corrects(ana, NETWORKING, false))
    expect(await isNetworking(ana, NETWORKING)).toEqual([false, false, false])
    expect(await isNetworking(ana, 'Networking CANACO: ronda de negocios')).toEqual([true])
    expect((await ana.plan()).verdicts.map(({ event }) => event.title)).toEqual([
      'Networking CANACO: ronda de negocios',
    ])

    const series = ana.atGoogle().find(({ summary }) => summary === NETWORKING)
    journey.google.hands.patch(
      ana.calendar,
      series?.id ?? '',
      { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=5'], description: 'Networking abierto con empresarios.' },
      'organiser',
    )
    await ana.sync()
    expect(await isNetworking(ana, NETWORKING)).toEqual([false, false, false, false, false])
    good(await corrects(ana, NETWORKING, null))
    expect(await isNetworking(ana, NETWORKING)).toEqual([true, true, true, true, true])
  })

  test('of one event holds for that occurrence alone', async () => {
    const ana = await anaWith(
      anInvitation({ title: NETWORKING, start: '2026-11-24 08:00', recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] }),
    )
    good(await corrects(ana, NETWORKING, false, 'event'))
    expect(await isNetworking(ana, NETWORKING)).toEqual([false, true, true])
  })

  test('of an organiser holds for whatever they send from then on, and for nobody else’s people', async () => {
    const ana = await anaWith(
      anInvitation({ title: NETWORKING, start: '2026-11-24 08:00' }),
      anInvitation({
        title: 'Networking COPARMEX',
        start: '2026-11-25 08:00',
        organiser: { name: 'COPARMEX', email: 'socios@coparmex.example' },
      }),
    )
    const berta = await anaWith(anInvitation({ title: NETWORKING, start: '2026-11-24 08:00' }))
    good(await corrects(ana, NETWORKING, false, 'organiser'))
    ana.has(
      anInvitation({
        title: 'Networking CANACO: brindis de fin de año',
        start: '2026-12-10 19:00',
        organiser: { name: 'CANACO', email: 'otra.persona@canaco-cdmx.example' },
      }),
    )
    await ana.sync()
    expect(await isNetworking(ana, NETWORKING)).toEqual([false])
    expect(await isNetworking(ana, 'Networking CANACO: brindis de fin de año')).toEqual([false])
    expect(await isNetworking(ana, 'Networking COPARMEX')).toEqual([true])
    expect(await isNetworking(berta, NETWORKING)).toEqual([true])
  })

  test('by organiser is refused for a platform, for the own domain and where nobody invited', async () => {
    const ana = await anaWith(
      anInvitation({ title: NETWORKING, organiser: { name: 'Luma', email: 'invite@luma-mail.com' } }),
      anInvitation({
        title: 'Networking interno',
        start: '2026-11-25 19:00',
        organiser: { name: 'Socio', email: 'socio@consultoria.example' },
      }),
      anInvitation({ title: 'Networking que apunté', start: '2026-11-26 19:00', organiser: null, otherGuests: 0 }),
    )
    for (const title of [NETWORKING, 'Networking interno', 'Networking que apunté']) {
      expect(await corrects(ana, title, false, 'organiser')).toMatchObject({
        status: 422,
        body: { reason: 'no_organiser_scope' },
      })
      expect((await ana.event(title)).corrected).toBe(false)
    }
  })

  test('to networking makes a candidate of what looked like work, and it then blocks no time', async () => {
    const ana = await anaWith(
      aMeeting({ title: ORDINARY, description: SECRET, start: '2026-11-25 13:00' }),
      anInvitation({ title: NETWORKING, start: '2026-11-25 13:00' }),
    )
    expect(await ana.verdict(NETWORKING)).toMatchObject({ reason: 'overlaps' })
    expect(await corrects(ana, ORDINARY, true)).toMatchObject({
      status: 200,
      body: { networking: true, corrected: true },
    })
    // Typed by the person into their own calendar: a commitment.
    expect(await ana.verdict(ORDINARY)).toMatchObject({ standing: 'commitment', verdict: 'attend' })
  })
})

describe('the text of an event', () => {
  test('that is no networking is not kept; it comes back when the person says that it is, and goes again', async () => {
    const ana = await anaWith(
      anInvitation({
        title: ORDINARY,
        description: SECRET,
        location: 'Sala Farmacias Roma',
        start: '2026-11-25 10:00',
        organiser: { name: 'Rosa', email: 'rosa@cliente.example' },
        otherGuests: 3,
      }),
      anInvitation({ title: NETWORKING, otherGuests: 0 }),
    )
    expect(await isNetworking(ana, ORDINARY)).toEqual([false])
    for (const text of [SECRET, 'Farmacias Roma', 'invitada1@']) expect(await keeps(ana, text)).toBe(false)
    for (const text of [ORDINARY, 'rosa@cliente.example', 'Ronda de presentaciones'])
      expect(await keeps(ana, text)).toBe(true)
    expect(await ana.event(ORDINARY)).toMatchObject({ location: '', start: '2026-11-25T10:00:00-06:00' })

    good(await corrects(ana, ORDINARY, true))
    await ana.sync()
    for (const text of [SECRET, 'invitada1@']) expect(await keeps(ana, text)).toBe(true)
    expect(await ana.event(ORDINARY)).toMatchObject({ location: 'Sala Farmacias Roma', networking: true })

    good(await corrects(ana, ORDINARY, false))
    await ana.sync()
    for (const text of [SECRET, 'invitada1@']) expect(await keeps(ana, text)).toBe(false)
    expect(await ana.event(ORDINARY)).toMatchObject({ location: '', networking: false })

    good(await corrects(ana, NETWORKING, false, 'organiser'))
    expect(await keeps(ana, 'Ronda de presentaciones')).toBe(false)
    good(await corrects(ana, NETWORKING, null, 'organiser'))
    await ana.sync()
    expect(await isNetworking(ana, NETWORKING)).toEqual([true])
    expect(await ana.event(NETWORKING)).toMatchObject({ location: 'Salón Madero, Centro Histórico, CDMX' })
  })

  test('goes when its calendar is no longer looked at for networking', async () => {
    const ana = await anaWith(anInvitation({ title: NETWORKING, description: `${SECRET}. Networking abierto.` }))
    expect(await keeps(ana, SECRET)).toBe(true)
    const [calendar] = await ana.calendars()
    good(await ana.patch(`/api/v1/calendars/${calendar?.id}`, { candidates: false }))
    expect(await keeps(ana, SECRET)).toBe(false)
    good(await ana.patch(`/api/v1/calendars/${calendar?.id}`, { candidates: true }))
    await ana.sync()
    expect(await keeps(ana, SECRET)).toBe(true)
    expect(await isNetworking(ana, NETWORKING)).toEqual([true])
  })
})
