import { expect, test } from 'vitest'
import type { BlockId } from '../calendar/event.ts'
import { languageOf } from '../i18n/index.ts'
import { blockOf } from './block.ts'

test('what others call themselves or an event is text in a block, and no link of theirs', () => {
  const hostile = '"><a href="https://evil.example">clic</a>'
  const { title, description } = blockOf(
    {
      id: 'aforo1' as BlockId,
      eventTitle: hostile,
      eventStart: '2027-03-03T14:00:00Z',
      start: '2027-03-03T18:00:00Z',
      end: '2027-03-03T18:30:00Z',
      people: [
        { name: hostile, company: hostile, phone: null, email: null, nextStep: { text: hostile, on: '2027-03-05' } },
      ],
    },
    languageOf('es-MX', 'America/Mexico_City'),
    'https://aforo.example',
  )
  expect(description).not.toMatch(/[<>]/)
  expect(description.split('https://evil.example')).toHaveLength(5)
  expect(title).toContain('evil.example')
})
