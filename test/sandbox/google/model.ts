/**
 * What the sandbox remembers: accounts, calendars, events, consents, tokens and channels, as plain records.
 * Events are never changed in place: a write puts a new record beside the old one, so a page of a list, a stale read and a
 * cached rendering may hold on to a record for as long as they like.
 */
import { createHash, type JsonWebKey, randomBytes } from 'node:crypto'
import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js'
import { base32hex, steadyId } from '../wire/steady.ts'

export type GoogleEvent = calendar_v3.Schema$Event
export type GoogleAttendee = calendar_v3.Schema$EventAttendee
export type GoogleEventTime = calendar_v3.Schema$EventDateTime
export type AccessRole = 'owner' | 'writer' | 'writerWithoutPrivateAccess' | 'reader' | 'freeBusyReader'
export const ACCESS_ROLES: readonly AccessRole[] = [
  'freeBusyReader',
  'reader',
  'writerWithoutPrivateAccess',
  'writer',
  'owner',
]

export interface Account {
  email: string
  name: string
  sub: string
  timeZone: string
  locale: string
  /** Calendars ever created: deleting one does not refund the quota (MM 36). */
  calendarsCreated: number
  /** Grows with every change of this account's calendar list. */
  listSeq: number
}

export interface StoredEvent {
  event: GoogleEvent
  /** Position in the calendar's history; a sync token is such a position. */
  seq: number
  /** Epoch milliseconds of start and end; NaN for a raw event nobody can read. */
  startMs: number
  endMs: number
  /** Injected text, served exactly as it was given. */
  raw: boolean
  deletedAt: number | null
}

/** One past write: enough to answer a read as if it had not happened yet. */
export interface JournalEntry {
  seq: number
  at: number
  id: string
  before: StoredEvent | null
}

export interface CalendarRecord {
  id: string
  owner: string
  summary: string
  description: string | null
  timeZone: string
  primary: boolean
  etag: string
  seq: number
  /** Rises when somebody's access changes; sync tokens of an earlier epoch may then be refused. */
  aclEpoch: number
  /** Rises when somebody asks that all sync tokens so far die. */
  tokenEpoch: number
  events: Map<string, StoredEvent>
  journal: JournalEntry[]
}

/** A calendar and the user's entry for it are two resources with two etags (MM caltest). */
export interface ListEntry {
  account: string
  calendarId: string
  accessRole: AccessRole
  primary: boolean
  selected: boolean
  hidden: boolean
  deleted: boolean
  summaryOverride: string | null
  colorId: string
  etag: string
  seq: number
}

export interface RefreshToken {
  token: string
  account: string
  clientId: string
  scopes: string[]
  createdAt: number
  lastUsedAt: number
  /** Time-limited access the user chose, or null. */
  expiresAt: number | null
  revoked: boolean
}

export interface AccessToken {
  token: string
  refreshToken: string | null
  account: string
  clientId: string
  scopes: string[]
  expiresAt: number
  revoked: boolean
}

export interface Channel {
  id: string
  token: string | null
  address: string
  account: string
  clientId: string
  /** `events:{calendarId}` or `calendarList:{account}`. */
  resource: string
  resourceId: string
  resourceUri: string
  expiration: number
  messageNumber: number
  stopped: boolean
  /** Deliveries still made after the stop (they happen: nodejs-client#1402). */
  lateDeliveriesLeft: number
}

export interface State {
  signingKey: JsonWebKey | null
  accounts: Map<string, Account>
  calendars: Map<string, CalendarRecord>
  entries: ListEntry[]
  /** Scopes each account has consented to, by `account clientId`. */
  consents: Map<string, string[]>
  refreshTokens: Map<string, RefreshToken>
  accessTokens: Map<string, AccessToken>
  channels: Channel[]
  lastEtag: number
  /** What the life has put in place already, by account: never put there twice, not even after a deletion. */
  lived: Set<string>
}

export function emptyState(): State {
  return {
    signingKey: null,
    accounts: new Map(),
    calendars: new Map(),
    entries: [],
    consents: new Map(),
    refreshTokens: new Map(),
    accessTokens: new Map(),
    channels: [],
    lastEtag: 0,
    lived: new Set(),
  }
}

/** Google's ids for accounts are 21 digits; this one follows from the address, so that `--fresh` meets the same account. */
export function subjectOf(email: string): string {
  const digits = BigInt(`0x${createHash('sha256').update(`sub ${email.toLowerCase()}`).digest('hex').slice(0, 16)}`)
  return `1${digits.toString().padStart(20, '0').slice(-20)}`
}

/** An event id as Google makes them: 26 characters of its base32hex alphabet. With a seed it is always the same. */
export function eventIdFrom(seed?: string): string {
  return seed === undefined ? base32hex(randomBytes(26)) : steadyId(seed)
}
