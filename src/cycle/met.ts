/**
 * Who was met where, for everything a cycle does with it: how long a follow-up takes, what its block says, whose invitation it is (design.md,
 * sections 5 and 6).
 */
import { createHash } from 'node:crypto'
import type { CalendarEvent, EventId } from '../calendar/event.ts'
import type { PersonMet } from '../followups/block.ts'
import { followUpMinutes } from '../followups/length.ts'
import type { Contact, ContactId } from '../relationships/contact.ts'
import { type AddressBook, addressBook, contactsAmong } from '../relationships/encounters.ts'
import type { FollowUp, PersonState } from './state.ts'

/** Contacts met at an event, in the order in which they were written down. */
export function metAt({ contacts }: Pick<PersonState, 'contacts'>, event: EventId): readonly Contact[] {
  return meetingsOf(contacts).byEvent.get(event) ?? []
}

/** Among the organiser and the guests of an event as a provider tells it. */
export function contactsIn(
  { contacts }: Pick<PersonState, 'contacts'>,
  { organiser, guests }: Pick<CalendarEvent, 'organiser' | 'guests'>,
): ContactId[] {
  if (contacts.size === 0) return []
  return contactsAmong(meetingsOf(contacts).book, [organiser.email, ...guests.map(({ email }) => email)])
}

/** By their addresses. */
export function isContact({ contacts }: Pick<PersonState, 'contacts'>, address: string): boolean {
  return contacts.size > 0 && contactsAmong(meetingsOf(contacts).book, [address]).length > 0
}

interface Meetings {
  book: AddressBook
  byEvent: ReadonlyMap<EventId, readonly Contact[]>
}
/** Asked for each event, most often of the same contacts. */
const byContacts = new WeakMap<PersonState['contacts'], Meetings>()

function meetingsOf(contacts: PersonState['contacts']): Meetings {
  const known = byContacts.get(contacts)
  if (known !== undefined) return known
  const byEvent = new Map<EventId, Contact[]>()
  const written = [...contacts.values()].sort((a, b) => (a.body.createdAt < b.body.createdAt ? -1 : 1))
  for (const contact of written) {
    for (const { eventId } of contact.body.encounters) {
      const others = byEvent.get(eventId)
      if (others === undefined) byEvent.set(eventId, [contact])
      else others.push(contact)
    }
  }
  const made = { book: addressBook(contacts.values()), byEvent }
  byContacts.set(contacts, made)
  return made
}

/** How long an event's follow-up is to take: longer for whoever was met, never shorter than it was. Whole minutes. */
export function minutesFor(state: PersonState, event: EventId, followUp: FollowUp | undefined): number {
  const met = metAt(state, event).length
  if (met === 0 && followUp !== undefined) return followUp.body.minutes
  return Math.max(followUp?.body.minutes ?? 0, followUpMinutes(state.person.settings.followUp, met === 0 ? null : met))
}

/** Who was met, as a block tells it. */
export function peopleMet(state: PersonState, event: EventId): PersonMet[] {
  return metAt(state, event).map(({ body: { name, company, phones, emails, nextStep } }) => ({
    name,
    company,
    phone: phones[0] ?? null,
    email: emails[0] ?? null,
    nextStep: nextStep === null ? null : { text: nextStep.text, on: nextStep.on },
  }))
}

/** What a block says of people, in a few letters: another says something else. Empty where nobody was met. */
export function peopleMark(people: readonly PersonMet[]): string {
  return people.length === 0 ? '' : createHash('sha256').update(JSON.stringify(people)).digest('base64url').slice(0, 12)
}
