/**
 * The sandbox's world: the state, its clock, its switches and the one door through which every change of an item goes
 * (`commit`), so that the history, the effect log and the notifications cannot disagree. Nothing here knows of HTTP.
 */
import { record } from '../wire/clock.ts'
import { type Actor, type ActorKind, SandboxWorld } from '../wire/sandbox-world.ts'
import { faultDesk } from './faults.ts'
import { Grants } from './grants.ts'
import { Hands } from './hands.ts'
import { idOf, parseId } from './ids.ts'
import {
  type Account,
  type CalendarRecord,
  changeKeyOf,
  type Item,
  type ItemData,
  keyFrom,
  type ListEntry,
  PERSONAL_TENANT,
  type State,
  steadyGuid,
} from './model.ts'
import type { SubscriptionDesk } from './subscriptions.ts'
import { DEFAULT_SWITCHES, type Switches } from './switches.ts'
import type { Spent } from './throttle.ts'

export type EffectOp = 'create' | 'update' | 'delete' | 'respond' | 'move' | 'restore' | 'raw'
export interface Effect {
  n: number
  at: number
  actor: ActorKind
  account: string | null
  clientId: string | null
  calendarId: string
  /** The immutable id of the item. */
  eventId: string
  /** The occurrence it was done to, by its original date. */
  occurrence: string | null
  op: EffectOp
  subject: string | null
  etag: string | null
}
export interface Mail {
  at: number
  kind: 'invitation' | 'update' | 'cancellation' | 'response'
  calendarId: string
  eventId: string
  subject: string | null
  /** Of a response. */
  response: string | null
  comment: string | null
  to: string[]
}

/** Enough for a bulk import between two rounds. */
const JOURNAL_LENGTH = 5000

export class MicrosoftWorld extends SandboxWorld {
  state: State
  readonly faults = faultDesk()
  /** People who act without the API. */
  readonly hands = new Hands(this)
  /** Tokens given, taken away and expired without a browser. */
  readonly grants = new Grants(this)
  switches: Switches = { ...DEFAULT_SWITCHES }
  effects: Effect[] = []
  mails: Mail[] = []
  /** What each app has spent on each mailbox. */
  readonly spent = new Map<string, Spent>()
  /** Set by the server: delivers what subscriptions are owed. */
  subscriptions: SubscriptionDesk | null = null

  constructor(state: State, baseClock: () => number) {
    super(baseClock)
    this.state = state
  }

  nextChangeKey(): string {
    this.state.lastChange += 1
    return changeKeyOf(this.state.lastChange)
  }

  account(email: string): Account | undefined {
    return this.state.accounts.get(email.toLowerCase())
  }

  /** An account with its default calendar; an existing one is given back as it is. Work accounts of one domain share a tenant. */
  createAccount(
    email: string,
    name: string,
    timeZone: string,
    kind: Account['kind'] = 'work',
    calendarName = 'Calendar',
  ): Account {
    const signIn = email.toLowerCase()
    const existing = this.account(signIn)
    if (existing !== undefined) return existing
    const personal = kind === 'personal'
    const id = steadyGuid(`oid ${signIn}`, personal)
    const account: Account = {
      id,
      tenantId: personal ? PERSONAL_TENANT : steadyGuid(`tenant ${signIn.split('@')[1]}`),
      kind,
      email: signIn,
      address: personal ? `outlook_${id.replaceAll('-', '').slice(16).toUpperCase()}@outlook.com` : signIn,
      name,
      timeZone,
      claimedEmail: null,
    }
    this.state.accounts.set(signIn, account)
    const calendar = this.putCalendar(`default ${signIn}`, { address: account.address, name }, calendarName)
    this.list(signIn, calendar, { isDefault: true, isRemovable: false })
    return account
  }

  putCalendar(seed: string, owner: CalendarRecord['owner'], name: string): CalendarRecord {
    const key = keyFrom(`calendar ${seed}`)
    const calendar: CalendarRecord = { key, owner, name, seq: 0, items: new Map(), journal: [] }
    this.state.calendars.set(key, calendar)
    this.onChange()
    return calendar
  }

  /** Puts a calendar into somebody's list, or changes what they may do there. */
  list(
    account: string,
    calendar: CalendarRecord,
    set: Partial<Omit<ListEntry, 'account' | 'calendarKey' | 'id'>> = {},
  ) {
    const existing = this.state.entries.find((one) => one.account === account && one.calendarKey === calendar.key)
    const entry: ListEntry = existing ?? {
      // Container ids are stable already, whatever the client prefers (MG/outlook-immutable-id).
      id: idOf({ key: keyFrom(`list ${account} ${calendar.key}`), moves: 0 }, null, false),
      account,
      calendarKey: calendar.key,
      name: calendar.name,
      isDefault: false,
      canEdit: true,
      canShare: true,
      canViewPrivateItems: true,
      isRemovable: true,
      changeKey: '',
    }
    Object.assign(entry, set, { changeKey: this.nextChangeKey() })
    if (existing === undefined) this.state.entries.push(entry)
    this.onChange()
    return entry
  }

  entriesOf(account: string): ListEntry[] {
    return this.state.entries.filter((entry) => entry.account === account)
  }

  /** A calendar by its id in anybody's list, or the default one of an account by its address. */
  entry(idOrEmail: string): ListEntry | undefined {
    const email = idOrEmail.toLowerCase()
    return this.state.entries.find((one) => one.id === idOrEmail || (one.isDefault && one.account === email))
  }

  calendarOf(entry: ListEntry): CalendarRecord {
    const calendar = this.state.calendars.get(entry.calendarKey)
    if (calendar === undefined) throw new Error(`a list without its calendar: ${entry.name}`)
    return calendar
  }

  /** The calendar is gone for everybody who has it. */
  dropCalendar(calendar: CalendarRecord): void {
    this.state.calendars.delete(calendar.key)
    this.state.entries = this.state.entries.filter((entry) => entry.calendarKey !== calendar.key)
    this.onChange()
  }

  /** Where an item lies that an id names, among the calendars given; deleted ones too. Old regular ids name nothing. */
  locate(
    calendars: readonly CalendarRecord[],
    id: string,
  ): { calendar: CalendarRecord; item: Item; date: string | null } | null {
    const parsed = parseId(id)
    if (parsed === null) return null
    for (const calendar of calendars) {
      const item = calendar.items.get(parsed.key)
      if (item === undefined || (!parsed.immutable && item.moves !== parsed.moves)) continue
      return { calendar, item, date: parsed.date }
    }
    return null
  }

  /** The one way in which an item changes: new record, history, effect log, notification. Everything but place and change key is given. */
  commit(
    calendar: CalendarRecord,
    given: Omit<Item, 'seq' | 'changeKey' | 'changedAt'>,
    op: EffectOp,
    actor: Actor,
    occurrence: string | null = null,
  ): Item {
    const before = calendar.items.get(given.key) ?? null
    calendar.seq += 1
    const item: Item = { ...given, seq: calendar.seq, changeKey: this.nextChangeKey(), changedAt: this.now() }
    calendar.items.set(item.key, item)
    this.journal(calendar, item.key, before)
    this.tell(calendar, item, op, actor, occurrence)
    const was = before !== null && before.deletedAt === null
    const is = item.deletedAt === null
    this.subscriptions?.changed(calendar, item, was && is ? 'updated' : is ? 'created' : 'deleted')
    this.onChange()
    return item
  }

  /** To another calendar of the same mailbox: its regular id changes, its immutable one does not. */
  relocate(from: CalendarRecord, item: Item, to: CalendarRecord, actor: Actor): Item {
    from.seq += 1
    from.items.delete(item.key)
    this.journal(from, item.key, item)
    return this.commit(to, { ...item, moves: item.moves + 1 }, 'move', actor)
  }

  mail(mail: Omit<Mail, 'at'>): void {
    record(this.mails, { at: this.now(), ...mail })
  }

  private journal(calendar: CalendarRecord, key: string, before: Item | null): void {
    calendar.journal.push({ seq: calendar.seq, at: this.now(), key, before })
    if (calendar.journal.length > JOURNAL_LENGTH) calendar.journal.splice(0, calendar.journal.length - JOURNAL_LENGTH)
  }

  private tell(calendar: CalendarRecord, item: Item, op: EffectOp, actor: Actor, occurrence: string | null): void {
    const { kind, account, clientId } = actor
    const data: ItemData = occurrence === null ? item.data : (item.exceptions[occurrence]?.data ?? item.data)
    record(this.effects, {
      n: this.nextNumber(),
      at: this.now(),
      actor: kind,
      account,
      clientId,
      calendarId: this.state.entries.find((one) => one.calendarKey === calendar.key)?.id ?? '',
      eventId: idOf(item, null, true),
      occurrence,
      op,
      subject: data.subject ?? null,
      etag: etagOf(item.changeKey),
    })
  }
}

export function etagOf(changeKey: string): string {
  return `W/"${changeKey}"`
}
