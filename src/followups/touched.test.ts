import { describe, expect, test } from 'vitest'
import type { Block, BlockId, CalendarEvent, RemoteEventId, Revision } from '../calendar/event.ts'
import { contentHash, contentOf, contentOfEvent, isTouched } from './touched.ts'

const block: Omit<Block, 'content'> = {
  id: 'aforo1' as BlockId,
  title: 'Seguimiento: Desayuno CANACO',
  description: 'Escribe a quienes conociste.\n\nCiérralo aquí: https://aforo.example/follow-ups\nCreado por Aforo',
  start: '2026-06-03T15:00:00Z',
  end: '2026-06-03T15:30:00Z',
  timeZone: 'America/Mexico_City',
}
function asRead(over: Partial<CalendarEvent> = {}): CalendarEvent {
  return {
    id: 'aforo1' as RemoteEventId,
    uid: 'aforo1@google.com',
    form: 'single',
    seriesId: null,
    originalStart: null,
    recurrence: [],
    status: 'confirmed',
    title: block.title,
    description: block.description,
    location: '',
    conferenceLink: false,
    start: { at: block.start, timeZone: block.timeZone },
    end: { at: block.end, timeZone: block.timeZone },
    organiser: { name: null, email: null, self: true },
    attendeeCount: 0,
    guests: [],
    invited: false,
    answer: 'none',
    transparent: false,
    type: 'default',
    mark: { block: block.id, content: contentHash(contentOf(block)) },
    visibility: 'private',
    revision: '"1"' as Revision,
    updatedAt: null,
    link: null,
    ...over,
  }
}

describe('a block of ours', () => {
  test('is untouched as it was written', () => {
    expect(isTouched(asRead())).toBe(false)
    expect(contentOfEvent(asRead())).toEqual(contentOf(block))
    expect(contentHash(contentOf(block))).toMatch(/^[0-9a-f]{64}$/)
  })

  test.each<[string, Partial<CalendarEvent>]>([
    ['start', { start: { at: '2026-06-03T15:15:00Z', timeZone: block.timeZone } }],
    ['end', { end: { at: '2026-06-03T15:45:00Z', timeZone: block.timeZone } }],
    ['day', { start: { on: '2026-06-03' }, end: { on: '2026-06-04' } }],
    ['title', { title: 'Seguimiento: Desayuno' }],
    ['description', { description: `${block.description}\nllamar a Ana` }],
    ['place', { location: 'Café' }],
    ['guests', { attendeeCount: 2 }],
    ['visibility', { visibility: 'default' }],
  ])('is touched when its %s was changed', (_, change) => {
    expect(isTouched(asRead(change))).toBe(true)
  })

  test.each<[string, Partial<CalendarEvent>]>([
    ['shows its time in another zone', { start: { at: '2026-06-03T09:00:00-06:00', timeZone: 'UTC' } }],
    ['ends lines otherwise', { description: block.description.replaceAll('\n', '\r\n') }],
    [
      'adds white space at ends',
      { title: `${block.title} `, description: `${block.description.replaceAll('\n', ' \n')}\n\n` },
    ],
    ['decomposes accents', { description: block.description.normalize('NFD') }],
    [
      'has another revision and busy state',
      { revision: '"2"' as Revision, transparent: true, updatedAt: '2026-06-01T00:00:00Z' },
    ],
  ])('is untouched when the provider %s', (_, change) => {
    expect(isTouched(asRead(change))).toBe(false)
  })

  test('is not ours without a mark, and counts as touched', () => {
    expect(isTouched(asRead({ mark: null }))).toBe(true)
  })

  test('does not look the same when text moves from one field to the next', () => {
    const moved = { ...contentOf(block), title: '', description: `${block.title}${block.description}` }
    expect(contentHash(moved)).not.toBe(contentHash(contentOf(block)))
  })
})
