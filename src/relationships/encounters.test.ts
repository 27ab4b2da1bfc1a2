import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { aContact, aLedger, anEncounter, contactId, eventId, MEXICO, NOW } from '../../test/builders/a-ledger.ts'
import type { Contact } from './contact.ts'
import { addressBook, contactsAmong, type SeenEvent, withSeenMeetings } from './encounters.ts'

const [ana, eva] = [contactId('ana'), contactId('eva')]
const met = { encounters: [anEncounter('2026-11-03')], emails: ['ana@cenit.example'] }

function anEvent(given: Partial<SeenEvent> = {}): SeenEvent {
  return {
    id: eventId('coffee'),
    start: Temporal.Instant.from('2026-11-20T16:00:00Z'),
    end: Temporal.Instant.from('2026-11-20T17:00:00Z'),
    cancelled: false,
    answer: 'accepted',
    networking: false,
    missed: false,
    with: [ana],
    ...given,
  }
}
const seen = (contacts: readonly Contact[], events: readonly SeenEvent[], now = NOW) =>
  withSeenMeetings(aLedger(contacts).contacts, events, now, MEXICO)

describe('who is among the people of an event', () => {
  test('is found by any of their addresses, in any case, also where two contacts share one', () => {
    const book = addressBook([
      aContact('ana', { emails: ['ana@cenit.example', 'ana@casa.example'] }),
      aContact('eva', { emails: ['ana@casa.example'] }),
    ])
    expect(contactsAmong(book, ['mailto:ANA@Cenit.example', null, 'luis@x.example', '', 'ana@cenit.example'])).toEqual([
      ana,
    ])
    expect(contactsAmong(book, ['ana@casa.example'])).toEqual([ana, eva])
  })
})

describe('a meeting seen in the calendar', () => {
  test('is a touch: it brings in touch and takes back "not now", once, however often it is seen', () => {
    const contacts = aLedger([aContact('ana', { ...met, skippedOn: ['2026-11-19'] }), aContact('eva')]).contacts
    const after = withSeenMeetings(contacts, [anEvent()], NOW, MEXICO)
    expect(after.get(ana)?.body).toMatchObject({ stage: 'in_touch', stageOn: '2026-11-20', skippedOn: [] })
    expect(after.get(ana)?.body.touches).toEqual([
      { id: 'seen-coffee', at: '2026-11-20T16:00:00.000Z', kind: 'meeting', note: null, eventId: 'coffee' },
    ])
    expect(after.get(eva)).toBe(contacts.get(eva))
    expect(withSeenMeetings(after, [anEvent(), anEvent({ networking: true })], NOW, MEXICO)).toBe(after)
  })

  test('a networking event is an encounter', () => {
    expect(seen([aContact('ana', met)], [anEvent({ networking: true })]).get(ana)?.body.touches).toMatchObject([
      { kind: 'encounter' },
    ])
  })

  test.each([
    ['called off', { cancelled: true }],
    ['declined', { answer: 'declined' }],
    ['missed', { missed: true }],
    ['still on', { end: NOW.add({ minutes: 1 }) }],
    ['before they met', { start: Temporal.Instant.from('2026-11-03T16:00:00Z') }],
    ['where they met', { start: Temporal.Instant.from('2026-11-04T01:00:00Z') }],
    ['with somebody Aforo does not know', { with: [contactId('luis')] }],
    ['with nobody', { with: [] }],
  ] satisfies [string, Partial<SeenEvent>][])('one that was %s is none', (_why, given) => {
    const contacts = aLedger([aContact('ana', met)]).contacts
    expect(withSeenMeetings(contacts, [anEvent(given)], NOW, MEXICO)).toBe(contacts)
  })

  test('of somebody met nowhere, what was before they were written down is none', () => {
    const contacts = [
      aContact('ana', { createdAt: '2026-11-20T15:59:00.000Z' }),
      aContact('eva', { createdAt: '2026-11-20T16:01:00.000Z' }),
    ]
    const after = seen(contacts, [anEvent({ with: [ana, eva] })])
    expect([...after.values()].map(({ body }) => body.touches.length)).toEqual([1, 0])
  })
})
