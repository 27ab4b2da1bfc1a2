/** Who and what things are for one person: their own addresses, whose event it is, and under which keys a correction is kept. */
import type { CalendarEvent, EventId } from '../calendar/event.ts'
import type { CorrectionKeys } from '../recognition/corrections.ts'
import { type OrganiserIdentity, organiserIdentity } from '../recognition/organiser.ts'
import { remembered } from '../time/remembered.ts'
import type { PersonState } from './state.ts'

/** Lower case: the addresses of every connected account, and those by which their calendars go. */
export function ownAddresses(state: PersonState): ReadonlySet<string> {
  const own = new Set<string>()
  for (const { email } of state.connections.values()) if (email !== null) own.add(email.toLowerCase())
  // A primary calendar's id is the account's address (provider-facts A1, MM 25).
  for (const { isPrimary, remoteId } of state.calendars.values())
    if (isPrimary && remoteId.includes('@')) own.add(remoteId.toLowerCase())
  return own
}

/** Addresses that belong to the person beyond doubt: those a provider says it verified; the first account's first. */
export function verifiedAddresses(state: PersonState): string[] {
  return [...state.connections.values()].flatMap((c) => (c.email !== null && c.emailVerified ? [c.email] : []))
}

/** @param own `ownAddresses`, made once for all the events of a person */
export function organiserOf(event: CalendarEvent, own: readonly string[]): OrganiserIdentity {
  return organiserIdentity(event.organiser.email, event.organiser.name, own)
}

/** @param eventId of the occurrence; null when a whole series is meant */
export function correctionKeysOf(event: CalendarEvent, eventId: EventId | null, state: PersonState): CorrectionKeys {
  return { event: eventId ?? '', series: event.uid, organiser: organiserOf(event, [...ownAddresses(state)]).key }
}

/** The place as compared and remembered: what a person would call the same place. Null where the text names none. */
export function placeKey(location: string): string | null {
  // Asked several times a cycle of the same few places.
  return places(location, () => {
    const key = location
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
      .slice(0, 200)
    return key === '' ? null : key
  })
}

const places = remembered<string, string | null>(2_000)
