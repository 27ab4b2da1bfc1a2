/**
 * The sandbox's world: the state, its clock, its switches and the one door through which every change of an event goes
 * (`commit`), so that the history, the effect log and the notifications cannot disagree. Nothing here knows of HTTP.
 */
import { record } from '../wire/clock.ts'
import { type Actor, type ActorKind, SandboxWorld, THE_WORLD } from '../wire/sandbox-world.ts'
import type { ChannelDesk } from './channels.ts'
import { timeToMs } from './event-time.ts'
import { faultDesk } from './faults.ts'
import { Grants } from './grants.ts'
import { Hands } from './hands.ts'
import {
  ACCESS_ROLES,
  type AccessRole,
  type Account,
  type CalendarRecord,
  type GoogleEvent,
  type ListEntry,
  type State,
  type StoredEvent,
  subjectOf,
} from './model.ts'
import { DEFAULT_SWITCHES, type Switches } from './switches.ts'

export type { Actor, ActorKind }

export type EffectOp = 'insert' | 'import' | 'patch' | 'update' | 'delete' | 'move' | 'raw'
export interface Effect {
  n: number
  at: number
  actor: ActorKind
  account: string | null
  clientId: string | null
  calendarId: string
  eventId: string
  op: EffectOp
  summary: string | null
  etag: string | null
}
export interface Mail {
  at: number
  kind: 'invitation' | 'update' | 'cancellation' | 'response'
  calendarId: string
  eventId: string
  summary: string | null
  sendUpdates: 'all' | 'externalOnly' | 'none'
  to: string[]
}

const JOURNAL_LENGTH = 500

export class GoogleWorld extends SandboxWorld {
  state: State
  readonly faults = faultDesk()
  /** People who act without the API. */
  readonly hands = new Hands(this)
  /** Tokens given, taken away and expired without a browser. */
  readonly grants = new Grants(this)
  switches: Switches = { ...DEFAULT_SWITCHES }
  effects: Effect[] = []
  mails: Mail[] = []
  /** Requests of the last minute by user, for the quota's sliding window. */
  readonly quota = new Map<string, { at: number; cost: number }[]>()
  /** Set by the server: delivers what channels are owed. */
  channels: ChannelDesk | null = null

  constructor(state: State, baseClock: () => number) {
    super(baseClock)
    this.state = state
  }

  /** Quoted numeric strings that only grow, as Google's are. */
  nextEtag(): string {
    this.state.lastEtag = Math.max(this.state.lastEtag + 2000, Math.floor(this.now()) * 2000)
    return `"${this.state.lastEtag}"`
  }

  account(email: string): Account | undefined {
    return this.state.accounts.get(email.toLowerCase())
  }

  /** An account with its primary calendar; an existing one is given back as it is. */
  createAccount(email: string, name: string, timeZone: string, summary = email, locale = 'es'): Account {
    const address = email.toLowerCase()
    const existing = this.account(address)
    if (existing !== undefined) return existing
    const account: Account = {
      email: address,
      name,
      sub: subjectOf(address),
      timeZone,
      locale,
      calendarsCreated: 0,
      listSeq: 0,
    }
    this.state.accounts.set(address, account)
    this.putCalendar({ id: address, owner: address, summary, timeZone, primary: true })
    this.share(address, address, 'owner', { primary: true, selected: true })
    return account
  }

  putCalendar(given: {
    id: string
    owner: string
    summary: string
    timeZone: string
    primary?: boolean
    description?: string
  }) {
    const calendar: CalendarRecord = {
      id: given.id,
      owner: given.owner,
      summary: given.summary,
      description: given.description ?? null,
      timeZone: given.timeZone,
      primary: given.primary ?? false,
      etag: this.nextEtag(),
      seq: 0,
      aclEpoch: 0,
      tokenEpoch: 0,
      events: new Map(),
      journal: [],
    }
    this.state.calendars.set(calendar.id, calendar)
    this.onChange()
    return calendar
  }

  calendar(id: string): CalendarRecord | undefined {
    return this.state.calendars.get(id)
  }

  entry(account: string, calendarId: string): ListEntry | undefined {
    return this.state.entries.find((entry) => entry.account === account && entry.calendarId === calendarId)
  }

  /** The calendars of an account, deleted entries included, in the order in which they came. */
  entriesOf(account: string): ListEntry[] {
    return this.state.entries.filter((entry) => entry.account === account)
  }

  /** Puts a calendar into somebody's list, or changes their role. A changed role is a change of access (A4). */
  share(account: string, calendarId: string, accessRole: AccessRole, set: Partial<ListEntry> = {}): ListEntry {
    const existing = this.entry(account, calendarId)
    const calendar = this.calendar(calendarId)
    if (calendar !== undefined && existing !== undefined && existing.accessRole !== accessRole) calendar.aclEpoch += 1
    const entry: ListEntry = existing ?? {
      account,
      calendarId,
      accessRole,
      primary: false,
      selected: true,
      hidden: false,
      deleted: false,
      summaryOverride: null,
      colorId: String((this.state.entries.length % 24) + 1),
      etag: '',
      seq: 0,
    }
    if (existing === undefined) this.state.entries.push(entry)
    this.touchEntry(entry, { ...set, accessRole, deleted: set.deleted ?? false })
    return entry
  }

  touchEntry(entry: ListEntry, set: Partial<ListEntry>): void {
    const account = this.account(entry.account)
    Object.assign(entry, set)
    entry.etag = this.nextEtag()
    if (account !== undefined) {
      account.listSeq += 1
      entry.seq = account.listSeq
    }
    this.channels?.changed(`calendarList:${entry.account}`)
    this.onChange()
  }

  /** The calendar is gone for everybody: its entries become deleted ones. */
  dropCalendar(calendarId: string): void {
    this.state.calendars.delete(calendarId)
    for (const entry of this.state.entries)
      if (entry.calendarId === calendarId) this.touchEntry(entry, { deleted: true })
  }

  mayWrite(account: string, calendarId: string): boolean {
    const role = this.entry(account, calendarId)?.accessRole
    return role !== undefined && ACCESS_ROLES.indexOf(role) >= ACCESS_ROLES.indexOf('writerWithoutPrivateAccess')
  }

  /**
   * The one way in which an event changes: new record, history, effect log, notification. `event` carries everything but
   * etag; `updated` moves unless `keepUpdated` says that only reminders changed (GT).
   */
  commit(calendar: CalendarRecord, event: GoogleEvent, op: EffectOp, actor: Actor, keepUpdated = false): StoredEvent {
    const id = event.id ?? ''
    const before = calendar.events.get(id) ?? null
    const etag = this.nextEtag()
    const updated = keepUpdated && before !== null ? (before.event.updated ?? null) : new Date(this.now()).toISOString()
    const stored = this.store(calendar, id, { ...event, etag, updated }, false)
    this.record(calendar, stored, op, actor)
    return stored
  }

  /** Any JSON, stored and served as it is: for hostile inputs. `key` is where it lies when its own id is none. */
  commitRaw(calendar: CalendarRecord, key: string, event: GoogleEvent): StoredEvent {
    const stored = this.store(calendar, key, event, true)
    this.record(calendar, stored, 'raw', THE_WORLD)
    return stored
  }

  /** A silent record: what a switch keeps out of the changes (see `deletedSeriesLists`). */
  replaceQuietly(calendar: CalendarRecord, stored: StoredEvent): void {
    calendar.events.set(stored.event.id ?? '', stored)
  }

  mail(mail: Omit<Mail, 'at'>): void {
    record(this.mails, { at: this.now(), ...mail })
  }

  private store(calendar: CalendarRecord, id: string, event: GoogleEvent, raw: boolean): StoredEvent {
    const before = calendar.events.get(id) ?? null
    calendar.seq += 1
    const cancelled = event.status === 'cancelled'
    const stored: StoredEvent = {
      event,
      seq: calendar.seq,
      startMs: timeToMs(event.start, calendar.timeZone),
      endMs: timeToMs(event.end, calendar.timeZone),
      raw,
      deletedAt: cancelled ? (before?.deletedAt ?? this.now()) : null,
    }
    calendar.events.set(id, stored)
    calendar.journal.push({ seq: calendar.seq, at: this.now(), id, before })
    if (calendar.journal.length > JOURNAL_LENGTH) calendar.journal.splice(0, calendar.journal.length - JOURNAL_LENGTH)
    return stored
  }

  private record(calendar: CalendarRecord, stored: StoredEvent, op: EffectOp, actor: Actor): void {
    record(this.effects, {
      n: this.nextNumber(),
      at: this.now(),
      actor: actor.kind,
      account: actor.account,
      clientId: actor.clientId,
      calendarId: calendar.id,
      eventId: stored.event.id ?? '',
      op,
      summary: stored.event.summary ?? null,
      etag: stored.event.etag ?? null,
    })
    this.channels?.changed(`events:${calendar.id}`)
    this.onChange()
  }
}
