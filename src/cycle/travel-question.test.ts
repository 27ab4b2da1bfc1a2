import { describe, expect, test } from 'vitest'
import { aState } from '../../test/builders/a-person.ts'
import { aKnownEvent, at, wordsSaid } from '../../test/builders/a-week.ts'
import { placeKey } from './identity.ts'
import type { Known } from './known.ts'
import type { KnownEvent } from './known-events.ts'
import type { PersonState } from './state.ts'
import { travelQuestions } from './travel-question.ts'

const NOW = at('2026-11-23 12:00')
const CINTERMEX = 'Cintermex, 64010 Monterrey, N.L.'
const EXPO = 'Expo Guadalajara, Jal.'

function questions(events: readonly KnownEvent[], state: PersonState = aState()): string[] {
  const known: Known = {
    events: [...events],
    byId: new Map(events.map((one) => [one.id, one])),
    blocks: new Map(),
    elsewhere: [],
  }
  return travelQuestions(state, known, NOW).map(({ event, city }) => `${event.id}: ${city}`)
}
const elsewhere = (id: string, with_: Partial<KnownEvent> = {}) => aKnownEvent(id, { location: CINTERMEX, ...with_ })

describe('"how long is the way?"', () => {
  test('is asked of the next event of each place in another city, by the zone’s city where nothing else is known', () => {
    expect(questions([elsewhere('a'), elsewhere('b'), aKnownEvent('c', { location: EXPO })])).toEqual([
      'a: Monterrey',
      'c: Guadalajara',
    ])
    expect(
      questions([aKnownEvent('d', { location: 'Salón Madero, CDMX' }), aKnownEvent('e', { location: 'Salón 3' })]),
    ).toEqual([])
    expect(questions([elsewhere('a')], aState([], {}, { timeZone: 'Etc/UTC' }))).toEqual([])
  })

  test('is not asked of what is online, over, not networking, or not the person’s business', () => {
    expect(
      questions([
        elsewhere('online', { online: true }),
        elsewhere('over', { start: at('2026-11-20 19:00') }),
        elsewhere('ordinary', { networking: false }),
        elsewhere('unsure', { networking: null, standing: null }),
        elsewhere('declined', { standing: null }),
      ]),
    ).toEqual([])
  })

  test('is not asked again where the way to the place is known, or was said to be as usual', () => {
    for (const minutes of [180, null]) {
      const places = new Map([[placeKey(CINTERMEX) ?? '', minutes]])
      expect(questions([elsewhere('a'), aKnownEvent('b', { location: EXPO })], aState([], { places }))).toEqual([
        'b: Guadalajara',
      ])
    }
    const said = wordsSaid({ travelMinutes: 0 })
    expect(questions([elsewhere('a', { said }), elsewhere('b')])).toEqual(['b: Monterrey'])
  })

  test('knows the person’s city by most of their commitments, three at least', () => {
    const commitments = (location: string, count: number) =>
      Array.from({ length: count }, (_, n) => aKnownEvent(`${location}${n}`, { location, standing: 'commitment' }))
    const mexico = aKnownEvent('mexico', { location: 'Salón Madero, CDMX' })
    expect(questions([...commitments(CINTERMEX, 3), mexico])).toEqual(['mexico: Ciudad de México'])
    expect(questions([...commitments(CINTERMEX, 2), mexico])).toEqual([`${CINTERMEX}0: Monterrey`])
    // Half is not most.
    expect(questions([...commitments(CINTERMEX, 2), ...commitments('Reforma 1, CDMX', 2)])).toEqual([
      `${CINTERMEX}0: Monterrey`,
    ])
  })

  test('is asked of five places at most', () => {
    const many = Array.from({ length: 9 }, (_, n) => elsewhere(`e${n}`, { location: `Sala ${n}, Monterrey` }))
    expect(questions(many)).toHaveLength(5)
  })
})
