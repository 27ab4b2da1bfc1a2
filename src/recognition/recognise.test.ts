import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FACT_CODES } from './evidence.ts'
import figures from './figures.json' with { type: 'json' }
import { isNetworkingKind, isOtherKind } from './kinds.ts'
import { CONFIDENCE_TO_ACT, type EventFacts, recognise } from './recognise.ts'

function anEvent(facts: Partial<EventFacts>): EventFacts {
  return {
    title: 'Reunión',
    description: '',
    location: '',
    organiserEmail: 'hola@organizador.example',
    attendeeCount: 0,
    durationMinutes: 120,
    startLocal: '2026-03-04T19:00',
    source: 'feed',
    ...facts,
  }
}

const own = { source: 'own', organiserEmail: 'yo@midespacho.example', durationMinutes: 60 } as const
const invited = { source: 'invite', attendeeCount: 30 } as const

describe('the pairs that a list of words gets wrong', () => {
  const pairs: [what: string, networking: Partial<EventFacts>, other: Partial<EventFacts>][] = [
    [
      'an open mixer is networking, one inside the company is not',
      { title: 'Mixer de emprendedores', description: 'Abierto a todos, trae tarjetas.' },
      {
        ...invited,
        title: 'Mixer interno',
        description: 'Sólo para colaboradores.',
        organiserEmail: 'rh@empresa.example',
      },
    ],
    [
      "a chamber's breakfast is networking, its board is not",
      { title: 'Desayuno de socios CANACO', startLocal: '2026-03-04T08:00' },
      { title: 'Sesión de consejo directivo CANACO', description: 'Orden del día y asuntos generales.' },
    ],
    [
      'a chamber as host is networking, as a client it is not',
      { title: 'Chamber of Commerce mixer', description: 'Members and guests.' },
      { ...own, title: 'Chamber of Commerce (client): invoice and audit', startLocal: '2026-03-04T11:00' },
    ],
    [
      'a fair is networking, the way there is not',
      { title: 'Expo Manufactura', location: 'Cintermex', durationMinutes: 480, startLocal: '2026-03-04T10:00' },
      { ...own, title: 'vuelo a Monterrey, expo manufactura', startLocal: '2026-03-03T18:00' },
    ],
    [
      'an event is networking, writing thanks after it is not',
      { ...own, title: 'BNI desayuno', durationMinutes: 90, startLocal: '2026-03-04T07:00' },
      { ...own, title: 'follow up emails BNI', durationMinutes: 30, startLocal: '2026-03-05T09:00' },
    ],
    [
      'a cocktail of entrepreneurs is networking, that of a wedding is not',
      { title: 'Coctel de empresarios', location: 'Hotel Camino Real' },
      { ...invited, title: 'Boda de Ana y Luis: ceremonia y coctel', organiserEmail: 'anayluis@gmail.com' },
    ],
    [
      'people networking is networking, computers networking is not',
      { title: 'Networking night for founders' },
      { title: 'CCNA: networking fundamentals, routers and switches', description: 'Lab. Homework due.' },
    ],
    [
      'an online event with rounds is networking, a plain webinar is not',
      { title: 'Networking virtual: salas de cuatro', description: 'Tres rondas para presentarte.', location: 'Zoom' },
      { title: 'Webinar: cómo hacer networking', description: 'Se comparte grabación.', location: 'Zoom' },
    ],
    [
      'an introduction is networking, a sales demo is not',
      {
        ...invited,
        attendeeCount: 3,
        title: 'Te presento a Laura',
        description: 'Creo que deben conocerse.',
        durationMinutes: 30,
      },
      {
        ...invited,
        attendeeCount: 2,
        title: 'Demo de nuestra plataforma',
        description: 'Cotización y precios.',
        durationMinutes: 30,
      },
    ],
    [
      'a congress of a trade is networking, that of a faith is not',
      { title: 'Congreso Nacional de Franquicias', durationMinutes: 480, startLocal: '2026-03-04T09:00' },
      { title: 'Congreso de jóvenes: alabanza y oración', description: 'Parroquia San José.', durationMinutes: 480 },
    ],
  ]

  test.each(pairs)('%s', (_, networking, other) => {
    expect(recognise(anEvent(networking)).networking).toBe(true)
    expect(recognise(anEvent(other)).networking).toBe(false)
  })

  test.each(['FW: ', 'Cancelado: ', 'Tentative: ', 'RV: Pospuesto: '])(
    '"%s" before a title changes nothing',
    (prefix) => {
      const title = 'Coctel de socios CANACO'
      expect(recognise(anEvent({ title: prefix + title }))).toEqual(recognise(anEvent({ title })))
    },
  )

  test('a slip of the fingers and missing accents are understood', () => {
    expect(recognise(anEvent({ title: 'Netwoking de enprendedores' })).networking).toBe(true)
    expect(recognise(anEvent({ title: 'CÓCTEL DE LA CÁMARA' }))).toMatchObject({ networking: true })
    const composed = recognise(anEvent({ title: 'Cóctel de la Cámara' }))
    const decomposed = recognise(anEvent({ title: 'Cóctel de la Cámara'.normalize('NFD') }))
    expect(decomposed.confidence).toBeCloseTo(composed.confidence, 10)
  })
})

describe('whatever text comes in', () => {
  const anyFacts: fc.Arbitrary<EventFacts> = fc.record({
    title: fc.string({ unit: 'binary', maxLength: 400 }),
    description: fc.string({ unit: 'grapheme', maxLength: 2_000 }),
    location: fc.string({ unit: 'binary', maxLength: 300 }),
    organiserEmail: fc.option(fc.string({ maxLength: 80 })),
    attendeeCount: fc.oneof(fc.integer(), fc.double()),
    durationMinutes: fc.oneof(fc.integer(), fc.double()),
    startLocal: fc.oneof(fc.constant('2026-03-04T19:00'), fc.string()),
    source: fc.constantFrom('own', 'feed', 'invite'),
  })
  const someWords = fc
    .array(
      fc.constantFrom(
        'Coctel',
        'CÁMARA',
        'boda',
        '1:1',
        'https://lu.ma/x',
        '🎄',
        '__proto__',
        'constructor',
        'duration',
        '\n',
        'w/',
      ),
      { maxLength: 60 },
    )
    .map((words) => words.join(' '))

  test('an answer comes, and it keeps its promises', () => {
    fc.assert(
      fc.property(anyFacts, someWords, (facts, words) => {
        const event = { ...facts, title: `${words}${facts.title}` }
        const { networking, kind, smart, confidence, reasons, otherwise } = recognise(event)
        expect(networking ? isNetworkingKind(kind) : isOtherKind(kind)).toBe(true)
        expect(smart && !networking).toBe(false)
        expect(confidence).toBeGreaterThanOrEqual(0.5)
        expect(confidence).toBeLessThanOrEqual(1)
        expect(otherwise && (networking ? isOtherKind(otherwise.kind) : isNetworkingKind(otherwise.kind))).toBe(true)
        expect(reasons.length).toBeLessThanOrEqual(5)
        for (const { kind, text } of reasons) {
          expect(text.isWellFormed()).toBe(true)
          if (kind === 'fact') expect(FACT_CODES).toContain(text)
          else expect([event.title, event.description, event.location].some((field) => field.includes(text))).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('reasons stand by strength', () => {
    fc.assert(
      fc.property(someWords, (title) => {
        const strengths = recognise(anEvent({ title })).reasons.map(({ points }) => Math.abs(points))
        expect(strengths).toEqual([...strengths].sort((one, other) => other - one))
      }),
    )
  })

  test('what stands behind the bounded reads is not looked at', () => {
    const title = `${'x '.repeat(150)}`
    const long = anEvent({ title, description: 'y '.repeat(750), location: 'z '.repeat(100) })
    const longer = anEvent({
      title: title + 'networking '.repeat(100_000),
      description: `${'y '.repeat(750)}${'coctel '.repeat(100_000)}`,
      location: `${'z '.repeat(100)}${'hotel '.repeat(100_000)}`,
    })
    expect(recognise(longer)).toEqual(recognise(long))
  })

  test('the same event gives the same answer', () => {
    const event = anEvent({ title: 'Expo PyME', description: 'Más de 80 stands' })
    expect(recognise(event)).toEqual(recognise(event))
  })
})

test('the figures of the last training meet what was promised', () => {
  expect(figures.sample.f1).toBeGreaterThan(0.92)
  expect(figures.all.f1).toBeGreaterThan(0.92)
  expect(figures.sample.actedPrecision).toBeGreaterThanOrEqual(0.95)
  expect(figures.all.actedPrecision).toBeGreaterThanOrEqual(0.95)
  expect(CONFIDENCE_TO_ACT).toBeGreaterThan(0.5)
})
