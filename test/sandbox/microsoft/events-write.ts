/** The writes of events: create with its `transactionId`, change, delete; by the API and, unchecked, by hands (checklist 50-56). */
import { randomUUID } from 'node:crypto'
import { isObject, type JsonObject } from '../wire/control-door.ts'
import type { Actor } from '../wire/sandbox-world.ts'
import { asObject, blankEvent, extendedIn, merged, recurrenceIn } from './event-body.ts'
import { partOn } from './event-view.ts'
import { conflict, duplicateTransaction, invalidRequest, itemNotFound, zoneNotSupported } from './graph-error.ts'
import { idOf, ownUid } from './ids.ts'
import type { Account, CalendarRecord, Item, ItemData, ListEntry, Transaction } from './model.ts'
import { etagOf, type MicrosoftWorld } from './world.ts'
import { isWritable } from './zones.ts'

/** One write to one calendar: on whose behalf, by whom, under which conditions. */
export interface Writing {
  world: MicrosoftWorld
  calendar: CalendarRecord
  entry: ListEntry
  account: Account
  actor: Actor
  ifMatch: string | null
  /** Fault: the service forgot that it has seen this transaction. */
  forgetful: boolean
  /** Fault: extended properties get lost. */
  losesProperties: boolean
}

const HOUR = 3_600_000

/** @throws GraphError 400, or what a used `transactionId` calls for */
export function createEvent(writing: Writing, body: JsonObject): Item {
  const { world, account, calendar } = writing
  const transactionId = typeof body.transactionId === 'string' && body.transactionId !== '' ? body.transactionId : null
  checkZones(writing, body)
  const canonical = canonicalText(body)
  const earlier = transactionId === null ? null : madeBefore(writing, transactionId, canonical)
  if (earlier !== null) return earlier
  if (body.start === undefined || body.end === undefined)
    throw invalidRequest('The start and end of an event need to be set.')
  const now = { dateTime: '0001-01-01T00:00:00', timeZone: 'UTC' }
  const data = { ...merged(blankEvent(account, now, now), body), transactionId }
  const key = randomUUID().replaceAll('-', '')
  const item = world.commit(
    calendar,
    {
      key,
      moves: 0,
      createdAt: world.now(),
      data: { ...data, iCalUId: ownUid(key) },
      recurrence: recurrenceIn(body.recurrence, data),
      cancelled: [],
      exceptions: {},
      extended: writing.losesProperties ? {} : extendedIn(body),
      extensions: extensionsIn(body),
      organisersData: null,
      deletedAt: null,
      raw: null,
    },
    'create',
    writing.actor,
  )
  const to = guestsOf(data)
  if (to.length > 0) mailGuests(writing, item, 'invitation', to)
  if (transactionId !== null) {
    const transaction: Transaction = { key, calendarKey: calendar.key, body: canonical, at: world.now() }
    world.state.transactions.set(`${account.email} ${transactionId}`, transaction)
  }
  return item
}

/** What this transaction already made, or null when it is to be done (LG F10; the rest is unknown and switched). */
function madeBefore({ world, account, forgetful }: Writing, transactionId: string, body: string): Item | null {
  const { switches } = world
  const known = world.state.transactions.get(`${account.email} ${transactionId}`)
  const hours = switches.transactionMemoryHours
  if (known === undefined || forgetful || (hours !== null && known.at + hours * HOUR < world.now())) return null
  const item = [...world.state.calendars.values()]
    .map((one) => one.items.get(known.key))
    .find((one) => one !== undefined)
  const gone = item === undefined || item.deletedAt !== null
  if (gone && switches.transactionAfterDelete === 'creates-another') return null
  if (item === undefined || known.body !== body || (gone && switches.transactionAfterDelete === 'duplicate'))
    throw duplicateTransaction(switches.duplicateTransactionStatus)
  return item
}

/**
 * Changes an event, a series or one occurrence, which thereby becomes an exception. A guest changes their own copy only; the
 * organiser's next change hides it again.
 * @throws GraphError 400, 404, 409 or 412
 */
export function patchEvent(writing: Writing, item: Item, date: string | null, body: JsonObject): Item {
  checkMatch(writing, item, date)
  if (body.transactionId !== undefined && body.transactionId !== item.data.transactionId)
    throw invalidRequest('ClientId/TransactionId is immutable and cannot be updated.')
  checkZones(writing, body)
  const extended = { ...item.extended, ...extendedIn(body) }
  if (date !== null) {
    const part = partOn(item, date)
    if (part === null) throw itemNotFound()
    return withException(writing, { ...item, extended }, date, merged(part.data, body))
  }
  const byOrganiser = writing.actor.kind === 'organiser'
  const base = byOrganiser ? organisersVersion(item) : item.data
  const data = merged(base, body)
  const recurrence = body.recurrence === undefined ? item.recurrence : recurrenceIn(body.recurrence, data)
  const moved = body.start !== undefined || body.end !== undefined || body.recurrence !== undefined
  const guests = byOrganiser || data.isOrganizer ? null : (item.organisersData ?? item.data)
  const changed = writing.world.commit(
    writing.calendar,
    {
      ...item,
      data,
      recurrence: recurrence === null ? null : beginningOn(recurrence, data),
      // A series that moves begins anew: its exceptions are of no use to the new dates.
      ...(moved && item.recurrence !== null ? { cancelled: [], exceptions: {} } : {}),
      extended,
      organisersData: guests,
    },
    'update',
    writing.actor,
  )
  const to = guestsOf(data)
  if (data.isOrganizer && to.length > 0) mailGuests(writing, changed, 'update', to)
  return changed
}

/** To Deleted Items, or one occurrence off its series. An organiser's guests get a cancellation. @throws GraphError 404, 412 */
export function deleteEvent(writing: Writing, item: Item, date: string | null): Item {
  checkMatch(writing, item, date)
  const { world, calendar, actor } = writing
  const to = guestsOf(item.data)
  if (item.data.isOrganizer && to.length > 0) mailGuests(writing, item, 'cancellation', to)
  if (date === null) return world.commit(calendar, { ...item, deletedAt: world.now() }, 'delete', actor)
  return withoutOccurrence(writing, item, date, 'delete')
}

export function withException(
  writing: Writing,
  item: Item,
  date: string,
  data: ItemData,
  op: 'update' | 'respond' = 'update',
): Item {
  const exception = { data, changeKey: writing.world.nextChangeKey() }
  const exceptions = { ...item.exceptions, [date]: exception }
  return writing.world.commit(writing.calendar, { ...item, exceptions }, op, writing.actor, date)
}

export function withoutOccurrence(writing: Writing, item: Item, date: string, op: 'delete' | 'respond'): Item {
  if (partOn(item, date) === null) throw itemNotFound()
  const { [date]: _gone, ...exceptions } = item.exceptions
  const cancelled = [...item.cancelled, date].toSorted()
  return writing.world.commit(writing.calendar, { ...item, exceptions, cancelled }, op, writing.actor, date)
}

export function mailGuests(
  writing: Writing,
  item: Item,
  kind: 'invitation' | 'update' | 'cancellation',
  to: string[],
): void {
  writing.world.mail({
    kind,
    calendarId: writing.entry.id,
    eventId: idOf(item, null, true),
    subject: item.data.subject ?? null,
    response: null,
    comment: null,
    to,
  })
}

export function guestsOf(data: ItemData): string[] {
  return (data.attendees ?? []).flatMap((guest) => guest.emailAddress?.address ?? [])
}

/** `*` forces; without the header whatever is newest is changed. @throws GraphError 412 */
function checkMatch({ ifMatch }: Writing, item: Item, date: string | null): void {
  if (ifMatch === null || ifMatch === '*') return
  const changeKey = (date === null ? undefined : item.exceptions[date]?.changeKey) ?? item.changeKey
  if (ifMatch !== etagOf(changeKey)) throw conflict(412)
}

/** Hands have Outlook's own list to choose from. @throws GraphError 400 for a zone that the API does not take */
function checkZones({ world, actor }: Writing, body: JsonObject): void {
  if (actor.kind !== 'api' || world.switches.zonesWritten === 'any') return
  for (const time of [body.start, body.end]) {
    const zone = isObject(time) ? time.timeZone : undefined
    if (typeof zone === 'string' && zone !== '' && !isWritable(zone)) throw zoneNotSupported(zone)
  }
}

/** What the organiser last sent, with what is the guest's own: answer, reminder, categories, how it shows. */
function organisersVersion(item: Item): ItemData {
  const { responseStatus, showAs, isReminderOn, reminderMinutesBeforeStart, categories } = item.data
  const own = { responseStatus, showAs, isReminderOn, reminderMinutesBeforeStart, categories }
  const kept = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined))
  return { ...(item.organisersData ?? item.data), ...kept }
}

/** The range begins where the series begins. */
function beginningOn(recurrence: NonNullable<Item['recurrence']>, data: ItemData): Item['recurrence'] {
  const startDate = data.start.dateTime.slice(0, 10)
  return { ...recurrence, range: { ...recurrence.range, startDate } }
}

function extensionsIn(body: JsonObject): Item['extensions'] {
  const given = Array.isArray(body.extensions) ? body.extensions : []
  return Object.fromEntries(given.map((one) => extensionIn(asObject(one, 'extensions'))))
}

/** An open extension as `[name, values]`. @throws GraphError 400 without a name */
export function extensionIn(body: JsonObject): [name: string, values: JsonObject] {
  const { '@odata.type': _type, id: _id, extensionName, ...values } = body
  if (typeof extensionName !== 'string') throw invalidRequest('An open extension needs an extensionName.')
  return [extensionName, values]
}

/** The same words for the same body, in whatever order its fields came. */
function canonicalText(body: JsonObject): string {
  return JSON.stringify(body, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}
