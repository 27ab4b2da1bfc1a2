import { describe, expect, test } from 'vitest'
import { aContact, anOutcome, aTouch, contactId } from '../../test/builders/a-ledger.ts'
import { aFollowUp, aState, at, idOf, NOON } from '../../test/builders/a-person.ts'
import { wordsSaid } from '../../test/builders/a-week.ts'
import type { ContactBody } from '../relationships/contact.ts'
import type { OutcomeBody } from '../relationships/outcome.ts'
import { cameOfLastQuarter, cameOfWeek, toHear } from './came.ts'
import { digestInput, lifeAt } from './life.ts'
import type { OccurrenceBody, PersonState } from './state.ts'

const LAST_WEEK = '2026-W47'

function attended(on: string, organiser: string): OccurrenceBody {
  return wordsSaid({
    seen: { title: `Desayuno ${on}`, start: at(`${on} 08:00`), end: at(`${on} 10:00`), organiser, series: on },
    past: {
      kind: 'chamber-breakfast',
      smart: true,
      organiser: { key: organiser, label: organiser },
      charge: { event: 120, travel: 60, followUp: 30, total: 210 },
      standing: 'commitment',
      attendance: 'attended',
    },
  })
}
function withContacts(...contacts: readonly [string, Partial<ContactBody>][]): Partial<PersonState> {
  return { contacts: new Map(contacts.map(([id, body]) => [contactId(id), aContact(id, body)])) }
}
function withOutcomes(...outcomes: readonly [string, Partial<OutcomeBody>][]): Partial<PersonState> {
  return {
    outcomes: new Map(
      outcomes.map(([id, body]) => {
        const outcome = anOutcome(id, body)
        return [outcome.id, outcome]
      }),
    ),
  }
}
const creditedTo = (name: string) => [{ to: { kind: 'event' as const, eventId: idOf(name) }, share: 10_000 }]

describe('what came of a week', () => {
  test('is who was met in it, its events’ follow-ups, and what was written down in it', () => {
    const met = (name: string, on: string): [string, Partial<ContactBody>] => [
      name,
      {
        name,
        createdAt: at(`${on} 23:00`),
        encounters: [{ eventId: idOf('a'), at: at(`${on} 08:00`), title: 'Desayuno' }],
      },
    ]
    const followUps = [
      aFollowUp('f1', 'a', { state: 'done', closedAt: at('2026-11-22 09:00') }),
      aFollowUp('f2', 'b', { state: 'booked' }),
      aFollowUp('f3', 'c', { state: 'dismissed' }),
      aFollowUp('f4', 'old', { state: 'booked' }),
    ]
    const state = aState([], {
      // Of whoever was erased there is no name to say.
      forgotten: new Map([
        ['key', { metOn: '2026-11-16', metAt: idOf('a'), reached: 'new' as const, touches: 0, count: 3 }],
      ]),
      occurrences: new Map([
        [idOf('a'), attended('2026-11-16', 'x.example')],
        [idOf('b'), attended('2026-11-22', 'x.example')],
        [idOf('c'), attended('2026-11-19', 'x.example')],
        [idOf('old'), attended('2026-11-13', 'x.example')],
      ]),
      followUps: new Map(followUps.map((one) => [one.id, one])),
      ...withContacts(
        met('Laura', '2026-11-16'),
        met('Pedro', '2026-11-22'),
        met('Antes', '2026-11-15'),
        met('Hoy', '2026-11-23'),
        ['Archivo', { name: 'Archivo', source: 'imported', createdAt: at('2026-11-18 10:00') }],
        ['Aparte', { name: 'Aparte', createdAt: at('2026-11-18 10:00') }],
      ),
      ...withOutcomes(
        ['late', { kind: 'meeting', amount: null, createdAt: at('2026-11-20 10:00') }],
        ['early', { kind: 'proposal', amount: 500, createdAt: at('2026-11-16 00:00') }],
        ['after', { kind: 'closed', createdAt: at('2026-11-23 00:00') }],
      ),
    })
    expect(cameOfWeek(state, LAST_WEEK)).toEqual({
      week: LAST_WEEK,
      met: ['Laura', 'Pedro', 'Aparte'],
      followUps: { closed: 1, open: 1 },
      outcomes: [
        { kind: 'proposal', amount: 500, currency: 'MXN' },
        { kind: 'meeting', amount: null, currency: 'MXN' },
      ],
    })
  })
})

describe('what came of last quarter’s events', () => {
  const events = new Map([
    [idOf('a'), attended('2026-07-01', 'x.example')],
    [idOf('b'), attended('2026-09-30', 'x.example')],
    [idOf('c'), attended('2026-08-12', 'y.example')],
    [idOf('d'), attended('2026-10-01', 'x.example')],
  ])
  test('is their money whenever it came, and who brought most per hour of those gone to at least twice', () => {
    const state = aState([], {
      occurrences: events,
      ...withOutcomes(
        ['one', { amount: 700_000, credits: creditedTo('a') }],
        ['rich', { amount: 9_000_000, credits: creditedTo('c') }],
        ['this', { amount: 100, credits: creditedTo('d') }],
        ['open', { kind: 'proposal', amount: 5, currency: 'USD', credits: creditedTo('b') }],
      ),
    })
    expect(cameOfLastQuarter(state, NOON)).toMatchObject({
      quarter: '2026-Q3',
      closed: [{ currency: 'MXN', amount: 9_700_000 }],
      pipeline: [{ currency: 'USD', amount: 5 }],
      // 7,000 pesos over seven hours.
      best: { name: 'x.example', events: 2, currency: 'MXN', perHour: { mean: 100_000, count: 1 } },
    })
  })
  test('names no best where nobody was gone to twice or brought anything, and is nothing where nothing came', () => {
    const state = aState([], { occurrences: events, ...withOutcomes(['rich', { credits: creditedTo('c') }]) })
    expect(cameOfLastQuarter(state, NOON)).toMatchObject({ best: null })
    expect(cameOfLastQuarter(aState([], { occurrences: events }), NOON)).toBeNull()
    const elsewhere = aState([], { occurrences: events, ...withOutcomes(['none', {}]) })
    expect(cameOfLastQuarter(elsewhere, NOON)).toBeNull()
  })
})

test('it is time to hear of whose reminder is open or to whom something was promised, and the digest asks for it', () => {
  const state = aState(
    [],
    withContacts(
      ['due', { name: 'Laura', createdAt: at('2026-11-10 10:00') }],
      [
        'promised',
        { name: 'Pedro', nextStep: { text: 'Mandar', on: '2026-11-23', promisedOn: '2026-11-20' }, everyDays: 300 },
      ],
      ['fresh', { name: 'Nueva', touches: [aTouch('2026-11-22T18:00:00Z')] }],
    ),
  )
  expect(toHear(state, NOON).map(({ name, promise }) => [name, promise?.text])).toEqual([
    ['Laura', undefined],
    ['Pedro', 'Mandar'],
  ])
  const {
    came,
    toHear: asked,
    lastQuarter,
  } = digestInput(lifeAt(state, NOON), {
    appUrl: '',
    unsubscribeUrl: '',
    link: () => '',
  })
  expect([came.ofLastWeek.week, came.ofThisWeek.week]).toEqual([LAST_WEEK, '2026-W48'])
  expect(asked).toHaveLength(2)
  expect(lastQuarter).toBeNull()
})
