/**
 * What the sandbox remembers: accounts, calendars, their items, consents, tokens and subscriptions, as plain records.
 * Items are never changed in place: a write puts a new record beside the old one, so a page of a delta round and a stale read
 * may hold on to a record for as long as they like.
 */
import { createHash, type JsonWebKey, randomUUID } from 'node:crypto'
import type { Event, PatternedRecurrence, ResponseType } from '@microsoft/microsoft-graph-types'
import type { JsonObject } from '../wire/control-door.ts'
import { steadyBytes } from '../wire/steady.ts'

/** The tenant of every personal account. */
export const PERSONAL_TENANT = '9188040d-6c67-4c5b-b112-36a304b66dad'

export interface Account {
  /** `oid`: with `tenantId` it is who somebody is; an address never is. */
  id: string
  tenantId: string
  kind: 'work' | 'personal'
  /** What they sign in with: `preferred_username`. */
  email: string
  /** What events show of them: the address, but for personal accounts an alias (NT). */
  address: string
  name: string
  /** IANA. */
  timeZone: string
  /** What the id token says as `email`: an owner of a tenant may set it to anybody's. Null: the address. */
  claimedEmail: string | null
}

/** Properties of an event as somebody wrote them: start and end are wall clock times of their own zones. */
export interface ItemData extends Omit<Event, 'start' | 'end' | 'recurrence' | 'body'> {
  start: Wall
  end: Wall
  body: { contentType: 'text' | 'html'; content: string }
}

export interface Wall {
  /** `2026-11-24T10:00:00` */
  dateTime: string
  /** As it was sent: a Windows or an IANA name. */
  timeZone: string
}

/** One occurrence that differs from its series. */
export interface Exception {
  data: ItemData
  changeKey: string
}

/** One thing in a calendar: a single event, or a series with all that differs from it. */
export interface Item {
  /** 32 hex digits; ids are made of it. */
  key: string
  /** How often it was moved: regular ids change with each move, immutable ones do not. */
  moves: number
  /** Position in the calendar's history. */
  seq: number
  changeKey: string
  createdAt: number
  changedAt: number
  data: ItemData
  recurrence: PatternedRecurrence | null
  /** Original dates (in the series' zone) of occurrences that are gone. */
  cancelled: readonly string[]
  /** By original date. */
  exceptions: Readonly<Record<string, Exception>>
  /** Single-value extended properties by their id, which is case-sensitive. */
  extended: Readonly<Record<string, string>>
  /** Open extensions by name. */
  extensions: Readonly<Record<string, JsonObject>>
  /** A guest's own changes hide the organiser's version only until the organiser's next one (LG F10). */
  organisersData: ItemData | null
  /** It lies in Deleted Items. */
  deletedAt: number | null
  /** Injected, served exactly as it was given. */
  raw: JsonObject | null
}

/** One past write: enough to answer a read as if it had not happened yet. */
export interface JournalEntry {
  seq: number
  at: number
  key: string
  before: Item | null
}

export interface CalendarRecord {
  /** 32 hex digits. */
  key: string
  /** The account whose mailbox it lies in, by address; may be nobody of ours. */
  owner: { address: string; name: string }
  name: string
  seq: number
  items: Map<string, Item>
  journal: JournalEntry[]
}

/** A calendar in somebody's own list. Each list has its own id for it. */
export interface ListEntry {
  id: string
  account: string
  calendarKey: string
  name: string
  isDefault: boolean
  canEdit: boolean
  canShare: boolean
  canViewPrivateItems: boolean
  isRemovable: boolean
  changeKey: string
}

export interface RefreshToken {
  token: string
  account: string
  clientId: string
  scopes: string[]
  createdAt: number
  lastUsedAt: number
  /** Tokens of a single-page app end at a fixed instant, which refreshing does not move. */
  expiresAt: number | null
  /** Why it no longer works, or null while it does. */
  revoked: 'revoked' | 'password' | null
}

export interface AccessToken {
  token: string
  account: string
  clientId: string
  scopes: string[]
  expiresAt: number
  revoked: boolean
}

export interface Subscription {
  id: string
  account: string
  clientId: string
  /** As the client wrote it. */
  resource: string
  /** One calendar's events, or all of the mailbox. */
  calendarKey: string | null
  changeType: string
  notificationUrl: string
  lifecycleNotificationUrl: string | null
  clientState: string | null
  expiresAt: number
  immutableIds: boolean
}

/** A `transactionId` that was used, and what it made. */
export interface Transaction {
  key: string
  calendarKey: string
  /** The body that made it, canonically. */
  body: string
  at: number
}

export interface State {
  signingKey: JsonWebKey | null
  accounts: Map<string, Account>
  calendars: Map<string, CalendarRecord>
  entries: ListEntry[]
  /** Scopes consented to, by `account clientId`. */
  consents: Map<string, string[]>
  refreshTokens: Map<string, RefreshToken>
  accessTokens: Map<string, AccessToken>
  subscriptions: Subscription[]
  /** By `account transactionId`. */
  transactions: Map<string, Transaction>
  /** The newest generation of each delta chain. */
  generations: Map<string, number>
  lastChange: number
  /** What the life has put in place already: never put there twice, not even after a deletion. */
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
    subscriptions: [],
    transactions: new Map(),
    generations: new Map(),
    lastChange: 0,
    lived: new Set(),
  }
}

/** Follows from the words, so that `--fresh` meets the same account; personal ones begin with zeros. */
export function steadyGuid(seed: string, personal = false): string {
  const hex = steadyBytes(seed).toString('hex')
  const head = personal ? '00000000-0000-0000' : `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}`
  return `${head}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** A key for an item or a calendar. With a seed it is always the same. */
export function keyFrom(seed?: string): string {
  return seed === undefined ? randomUUID().replaceAll('-', '') : steadyBytes(seed).subarray(0, 16).toString('hex')
}

export function changeKeyOf(change: number): string {
  const number = Buffer.alloc(4)
  number.writeUInt32BE(change)
  return Buffer.concat([createHash('sha256').update('mailbox').digest().subarray(0, 14), number]).toString('base64')
}

export const RESPONSES: readonly ResponseType[] = [
  'none',
  'organizer',
  'tentativelyAccepted',
  'accepted',
  'declined',
  'notResponded',
]
