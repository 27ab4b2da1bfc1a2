import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { anEvent, aState, CALENDAR, idOf } from '../../test/builders/a-person.ts'
import { aStorage } from '../../test/builders/a-storage.ts'
import type { Answer, CalendarEvent } from '../calendar/event.ts'
import type { CalendarPort, Outcome } from '../calendar/port.ts'
import { intentOf } from '../cycle/outbox.ts'
import type { Intent } from '../cycle/state.ts'
import { deliver } from './deliver.ts'

const NOW = Temporal.Instant.from('2026-11-23T18:00:00Z')
const EVENTS = ['a', 'b', 'c'].map((name) => anEvent(name))

function answering(name: string, answer: Answer, by: 'aforo' | 'person'): Intent {
  const own = by === 'aforo' ? { own: { reason: null, organiser: 'canaco.example' } } : {}
  const target = { id: EVENTS[0]?.remoteId ?? ('' as never), originalStart: null }
  return intentOf(
    `${by}:${name}`,
    { kind: 'answer', calendarId: CALENDAR, target, eventId: idOf(name), answer, before: ['none'], by, ...own },
    NOW,
  )
}

/** A provider that gives these outcomes, one after the other. */
function provider(outcomes: Outcome<CalendarEvent>[]): Pick<CalendarPort, 'answer' | 'capabilities'> {
  return {
    capabilities: {
      writes: true,
      push: true,
      answers: 'organiser_is_told',
      comments: false,
      tellsDeleted: true,
      cursorsAge: false,
    },
    async answer() {
      const next = outcomes.shift()
      if (next === undefined) throw new Error('nothing more was to be asked')
      return next
    },
  }
}

async function sentBy(intents: Intent[], outcomes: Outcome<CalendarEvent>[]): Promise<string[]> {
  const port = provider(outcomes) as CalendarPort
  const context = {
    storage: aStorage(),
    portOf: () => port,
    blockOf: () => null,
    sendMail: async () => ({ kind: 'done' as const }),
  }
  return (await deliver(context, intents, aState(EVENTS))).map(({ opId }) => opId)
}

test('a hand that is met holds back what else Aforo would accept, and nothing else', async () => {
  const done: Outcome<CalendarEvent> = { kind: 'ok', value: EVENTS[0]?.body.event ?? ({} as never) }
  const moved: Outcome<CalendarEvent> = { kind: 'failed', error: { reason: 'revision_moved' } }
  const batch = [
    answering('a', 'declined', 'aforo'),
    answering('b', 'accepted', 'aforo'),
    answering('c', 'declined', 'aforo'),
    answering('c', 'accepted', 'person'),
  ]
  expect(await sentBy(batch, [done, done, done, done])).toEqual(batch.map(({ opId }) => opId))
  expect(await sentBy(batch, [moved, done, done])).toEqual(['aforo:a', 'aforo:c', 'person:c'])
})
