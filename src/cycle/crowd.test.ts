import { describe, expect, test } from 'vitest'
import { aState } from '../../test/builders/a-person.ts'
import { aKnownEvent, at, eventId, wordsSaid } from '../../test/builders/a-week.ts'
import { timesMet } from './crowd.ts'
import type { Known } from './known.ts'
import type { KnownEvent } from './known-events.ts'
import type { OccurrenceBody } from './state.ts'

const ON = at('2026-11-24 19:00')
function weeksFromThen(weeks: number) {
  return ON.add({ hours: Math.round(7 * 24 * weeks) })
}
function counted(
  event: KnownEvent,
  others: readonly KnownEvent[],
  stored: Record<string, OccurrenceBody> = {},
): number {
  const events = [event, ...others]
  const known: Known = { events, byId: new Map(events.map((one) => [one.id, one])), blocks: new Map(), elsewhere: [] }
  const occurrences = new Map(Object.entries(stored).map(([id, body]) => [eventId(id), body]))
  return timesMet(aState([], { occurrences }), known)(event)
}
const event = aKnownEvent('then', { start: ON })
const meeting = (id: string, weeks: number, with_: Partial<KnownEvent> = {}) =>
  aKnownEvent(id, { start: weeksFromThen(weeks), standing: 'commitment', ...with_ })

describe('how often the same people are met', () => {
  test('counts commitments of the organiser from eight weeks before to four after, the event itself left out', () => {
    expect(counted(event, [])).toBe(0)
    expect(counted({ ...event, standing: 'commitment' }, [])).toBe(0)
    expect(counted(event, [meeting('a', -8), meeting('b', -1), meeting('c', 4)])).toBe(3)
    expect(counted(event, [meeting('a', -8.1), meeting('b', 4.1)])).toBe(0)
  })

  test('counts no invitation, nothing that was missed, nothing ordinary and nobody else', () => {
    expect(
      counted(event, [
        meeting('invited', -1, { standing: 'candidate' }),
        meeting('missed', -2, { said: wordsSaid({ attendance: 'missed' }) }),
        meeting('ordinary', -2, { networking: false }),
        meeting('others', -3, { organiser: { name: null, email: null, key: 'coparmex.example', self: false } }),
      ]),
    ).toBe(0)
  })

  test('counts a series whoever sends it, and an event of both kinds once', () => {
    const platform = { name: 'Luma', email: 'x@luma-mail.com', key: null, self: false }
    const ofSeries = { ...event, seriesKey: 's', organiser: platform }
    expect(counted(ofSeries, [meeting('a', -1, { seriesKey: 's', organiser: platform })])).toBe(1)
    expect(counted(ofSeries, [meeting('a', -1, { organiser: platform })])).toBe(0)
    expect(counted({ ...event, seriesKey: 's' }, [meeting('a', -1, { seriesKey: 's' })])).toBe(1)
  })

  test('remembers what was attended and has gone from the calendar', () => {
    const seen = (weeks: number, organiser: string | null, series?: string) => {
      const start = weeksFromThen(weeks).toString()
      return { title: 'x', start, end: start, organiser, ...(series === undefined ? {} : { series }) }
    }
    const attended = (seen: OccurrenceBody['seen']) => wordsSaid({ attendance: 'attended', seen })
    expect(
      counted(event, [], {
        organiser: attended(seen(-7, 'canaco.example')),
        series: { ...attended(seen(-6, null, 'then')), attendance: 'presumed' },
        'long ago': attended(seen(-9, 'canaco.example')),
        missed: { ...attended(seen(-7, 'canaco.example')), attendance: 'missed' },
        nothing: attended(null),
        [event.id]: attended(seen(0, 'canaco.example')),
      }),
    ).toBe(2)
  })
})
