/**
 * Meetings with contacts that the calendars show: an event that is over, was not called off or declined, and whose organiser or guests carry one
 * of a contact's addresses is a touch, once for each event and contact. So whoever keeps a calendar need not keep a diary.
 */
import { Temporal } from 'temporal-polyfill'
import type { CalendarEvent, EventId } from '../calendar/event.ts'
import { timestamp } from '../time/instant.ts'
import { type Contact, type ContactBody, type ContactId, mailAddress, type Touch } from './contact.ts'
import { seenTouchId, withTouch } from './touches.ts'

export interface SeenEvent {
  id: EventId
  start: Temporal.Instant
  end: Temporal.Instant
  cancelled: boolean
  answer: CalendarEvent['answer']
  networking: boolean
  /** The person said that they were not there. */
  missed: boolean
  /** Contacts among its organiser and guests, as `contactsAmong` found them. */
  with: readonly ContactId[]
}

/** Who carries which address. */
export type AddressBook = ReadonlyMap<string, readonly ContactId[]>

export function addressBook(contacts: Iterable<Contact>): AddressBook {
  const book = new Map<string, ContactId[]>()
  for (const { id, body } of contacts) {
    for (const email of body.emails) {
      const known = book.get(email)
      if (known === undefined) book.set(email, [id])
      else known.push(id)
    }
  }
  return book
}

/** @param addresses of organiser and guests, in any case; null where one has none */
export function contactsAmong(book: AddressBook, addresses: Iterable<string | null>): ContactId[] {
  const found = new Set<ContactId>()
  for (const address of addresses) {
    const normal = address === null ? null : mailAddress(address)
    for (const id of (normal === null ? undefined : book.get(normal)) ?? []) found.add(id)
  }
  return [...found]
}

/**
 * The contacts with the touches that these events are; the very map given where there is nothing new.
 * @param timeZone the person's, for the day that a touch is on
 */
export function withSeenMeetings(
  contacts: ReadonlyMap<ContactId, Contact>,
  events: Iterable<SeenEvent>,
  now: Temporal.Instant,
  timeZone: string,
): ReadonlyMap<ContactId, Contact> {
  let next: Map<ContactId, Contact> | null = null
  for (const event of events) {
    if (!tookPlace(event, now)) continue
    for (const id of event.with) {
      const contact = (next ?? contacts).get(id)
      if (contact === undefined || !isLater(event, contact.body)) continue
      const body = withTouch(contact.body, touchOf(event), timeZone)
      if (body === contact.body) continue
      next ??= new Map(contacts)
      next.set(id, { ...contact, body })
    }
  }
  return next ?? contacts
}

function tookPlace(event: SeenEvent, now: Temporal.Instant): boolean {
  const isOver = Temporal.Instant.compare(event.end, now) <= 0
  return isOver && !event.cancelled && event.answer !== 'declined' && !event.missed
}

/** When they met first; of somebody met nowhere, when they were written down. RFC 3339 in UTC: only what begins later is a meeting with a contact. */
export function knownSince({ encounters: [first], createdAt }: ContactBody): string {
  return first?.at ?? createdAt
}

function isLater(event: SeenEvent, body: ContactBody): boolean {
  const start = timestamp(event.start)
  return body.encounters.length === 0 ? start >= knownSince(body) : start > knownSince(body)
}

function touchOf(event: SeenEvent): Touch {
  return {
    id: seenTouchId(event.id),
    at: timestamp(event.start),
    kind: event.networking ? 'encounter' : 'meeting',
    note: null,
    eventId: event.id,
  }
}
