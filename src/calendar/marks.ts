/**
 * Ids that are derived, never drawn: of the occurrences Aforo speaks of, and of the blocks it writes (design.md, rule 2). A repeat of a write
 * meets its own id, also after an account was erased and signed up again.
 */
import { createHash } from 'node:crypto'
import { remembered } from '../time/remembered.ts'
import type { BlockId, EventId, When } from './event.ts'

/** Of a single event, which keeps its identity wherever it moves. */
export const NO_ORIGINAL_START = ''

/** An original start as text: the instant in UTC, or the day (Google's `originalStartTime`, RFC 5545's RECURRENCE-ID). */
export function originalStartKey(when: When): string {
  return 'on' in when ? when.on : new Date(when.at).toISOString()
}

/**
 * The day of an original start, by which an occurrence is told from the others of its series. An organiser who moves a whole series by an hour gives
 * all its occurrences other original starts; the meetings stay, and so does what was said of them. Days turn at 10:00 UTC, whatever the zone:
 * accounts, and reads of one account, name the zone of one series in more than one way, and from Alaska to Brazil that is early in the morning.
 * @param when null of a single event
 */
export function originalDayKey(when: When | null): string {
  if (when === null) return NO_ORIGINAL_START
  return 'on' in when ? when.on : new Date(Date.parse(when.at) - DAY_TURNS_MS).toISOString().slice(0, 10)
}

const DAY_TURNS_MS = 10 * 3_600_000

/**
 * @param uid iCalendar UID of the event or its series
 * @param originalStart `originalDayKey` of the event
 */
export function eventIdOf(uid: string, originalStart: string): EventId {
  // Asked for every event at every load of a person.
  return eventIds(`${originalStart}\n${uid}`, () => eventId(uid, originalStart))
}

const eventIds = remembered<string, EventId>(10_000)

function eventId(uid: string, originalStart: string): EventId {
  return `e${base32hex(digest('event', uid, originalStart)).slice(0, 26)}` as EventId
}

/**
 * Only `0-9 a-v`, as Google demands of ids that a client gives (Calendar API, events.insert: base32hex, 5 to 1024 characters).
 *
 * @param subject the account at the provider that holds the calendar written to
 * @param event itself derived from the UID and the original start
 * @param generation rises only when Aforo itself took the block away: providers never free a deleted id
 */
export function blockIdOf(subject: string, event: EventId, purpose: 'follow-up', generation: number): BlockId {
  return `aforo${base32hex(digest('block', subject, event, purpose, String(generation))).slice(0, 40)}` as BlockId
}

/** SHA-256 over the parts, each led by its length, so that no two lists of parts look alike. */
function digest(...parts: string[]): Uint8Array {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part)
  return hash.digest()
}

/** RFC 4648, section 7, lower case, without padding. */
function base32hex(bytes: Uint8Array): string {
  const alphabet = '0123456789abcdefghijklmnopqrstuv'
  let [text, bits, held] = ['', 0, 0]
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet[(held >> bits) & 31]
    }
  }
  return bits === 0 ? text : text + alphabet[(held << (5 - bits)) & 31]
}
