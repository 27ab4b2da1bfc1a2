/**
 * People who act without the API: the calendar's owner in Outlook, an organiser elsewhere, the world itself (checklist 65). The
 * same rules write their changes, so subscriptions, history and effect log see them like any other. Calendars are named by their
 * id or their owner's address; events by any of their ids.
 */
import type { Attendee } from '@microsoft/microsoft-graph-types'
import { ControlRefusal, isObject, type JsonObject } from '../wire/control-door.ts'
import type { ActorKind } from '../wire/sandbox-world.ts'
import { isZone } from '../wire/zone-time.ts'
import { blankEvent, extendedIn, merged, recurrenceIn } from './event-body.ts'
import { wallAt, wallMs } from './event-time.ts'
import { partOn, wholeOf } from './event-view.ts'
import { createEvent, deleteEvent, patchEvent, type Writing, withException } from './events-write.ts'
import { ownUid } from './ids.ts'
import { type Account, type CalendarRecord, type Item, type ItemData, keyFrom, type ListEntry } from './model.ts'
import { type Reply, respond, withAnswer } from './respond.ts'
import type { MicrosoftWorld } from './world.ts'

export type HandKind = Exclude<ActorKind, 'api'>

interface Meant {
  writing: Writing
  item: Item
  date: string | null
}

export class Hands {
  private readonly world: MicrosoftWorld

  constructor(world: MicrosoftWorld) {
    this.world = world
  }

  /**
   * A new event. A person types their own; an organiser or the world may set `organizer`, `iCalUId`, `responseStatus`, the
   * guests' answers and `original...TimeZone` too, as an invitation that arrives; subject and UID may be null.
   */
  insert(calendarId: string, body: JsonObject, by: HandKind = 'human'): Item {
    const writing = this.writing(calendarId, by)
    return by === 'human' ? createEvent(writing, body) : this.plant(calendarId, keyFrom(), body, by)
  }

  /** An event as it is, its identity included: how a life is laid down. */
  plant(calendarId: string, key: string, body: JsonObject, by: HandKind = 'world'): Item {
    const { calendar, account, actor } = this.writing(calendarId, by)
    const now = { dateTime: '0001-01-01T00:00:00', timeZone: 'UTC' }
    const data: ItemData = { ...merged(blankEvent(account, now, now), body), ...arrived(body, account) }
    const { iCalUId: given } = body
    const iCalUId = typeof given === 'string' || given === null ? given : ownUid(key)
    return this.world.commit(
      calendar,
      {
        key,
        moves: 0,
        createdAt: this.world.now(),
        data: { ...data, iCalUId },
        recurrence: recurrenceIn(body.recurrence, data),
        cancelled: [],
        exceptions: {},
        extended: extendedIn(body),
        extensions: {},
        organisersData: null,
        deletedAt: null,
        raw: null,
      },
      'create',
      actor,
    )
  }

  /** Changes any field, also of one occurrence (its id). An organiser's change wins over the guest's own. */
  patch(calendarId: string, eventId: string, body: JsonObject, by: HandKind = 'human'): Item {
    const { writing, item, date } = this.meant(calendarId, eventId, by)
    return patchEvent(writing, item, date, body)
  }

  /** Deletes an event, a series, or one occurrence by its id. */
  delete(calendarId: string, eventId: string, by: HandKind = 'human'): Item {
    const { writing, item, date } = this.meant(calendarId, eventId, by)
    return deleteEvent(writing, item, date)
  }

  /** The organiser cancels: the guest's copy is marked and stays until they take it away, or goes by a switch. */
  cancel(calendarId: string, eventId: string): Item {
    const { writing, item, date } = this.meant(calendarId, eventId, 'organiser')
    if (this.world.switches.cancellationBy === 'removing') return deleteEvent(writing, item, date)
    const part = date === null ? wholeOf(item) : partOn(item, date)
    if (part === null) throw new ControlRefusal('No such occurrence.', 404)
    const marked: ItemData = {
      ...part.data,
      isCancelled: true,
      showAs: 'free',
      subject: `Canceled: ${part.data.subject ?? ''}`,
    }
    if (date !== null) return withException(writing, item, date, marked)
    return this.world.commit(writing.calendar, { ...item, data: marked }, 'update', writing.actor)
  }

  /** Drags an event to another time; without an end its length stays. */
  reschedule(
    calendarId: string,
    eventId: string,
    start: JsonObject,
    end: JsonObject | null,
    by: HandKind = 'human',
  ): Item {
    const { item, date } = this.meant(calendarId, eventId, by)
    const part = date === null ? wholeOf(item) : partOn(item, date)
    if (part === null) throw new ControlRefusal('No such occurrence.', 404)
    if (end !== null) return this.patch(calendarId, eventId, { start, end }, by)
    const timeZone = typeof start.timeZone === 'string' ? start.timeZone : 'UTC'
    const startMs = wallMs({ dateTime: String(start.dateTime), timeZone }, part.data.isAllDay === true)
    const until = { ...wallAt(startMs + part.endMs - part.startMs, timeZone) }
    return this.patch(calendarId, eventId, { start, end: until }, by)
  }

  /** To another calendar of the same mailbox: the regular id changes. */
  move(calendarId: string, eventId: string, destination: string): Item {
    const { writing, item } = this.meant(calendarId, eventId, 'human')
    const to = this.entry(destination)
    if (to.account !== writing.entry.account) throw new ControlRefusal('The destination is in another mailbox.')
    return this.world.relocate(writing.calendar, item, this.world.calendarOf(to), writing.actor)
  }

  /** Answers an invitation: the owner's answer, with what it does to the event, or another guest's, by address. */
  rsvp(calendarId: string, eventId: string, reply: Reply, address?: string): Item {
    const { writing, item, date } = this.meant(calendarId, eventId, address === undefined ? 'human' : 'organiser')
    if (address === undefined) return respond(writing, item, date, reply, {})
    const { responseStatus, showAs } = item.data
    const answered = withAnswer(item.data, address, reply, this.world.now())
    const data: ItemData = { ...answered, ...(responseStatus ? { responseStatus } : {}), ...(showAs ? { showAs } : {}) }
    return this.world.commit(writing.calendar, { ...item, data }, 'update', writing.actor)
  }

  /** Takes a deletion back: it returns from Deleted Items under another regular id. */
  undelete(calendarId: string, eventId: string): Item {
    const { writing, item } = this.meant(calendarId, eventId, 'human')
    if (item.deletedAt === null) throw new ControlRefusal('It is not deleted.')
    return this.world.commit(
      writing.calendar,
      { ...item, deletedAt: null, moves: item.moves + 1 },
      'restore',
      writing.actor,
    )
  }

  /** Stores any JSON and serves it as it is: no end, year 9999, a megabyte of subject. */
  raw(calendarId: string, raw: JsonObject): Item {
    const item = this.plant(calendarId, keyFrom(), { start: FAR, end: FAR, subject: 'raw' })
    const { calendar, actor } = this.writing(calendarId, 'world')
    return this.world.commit(calendar, { ...item, raw }, 'raw', actor)
  }

  /** The zone of the mailbox changes; events keep theirs. */
  changeZone(email: string, timeZone: string): void {
    const account = this.world.account(email)
    if (account === undefined || !isZone(timeZone)) throw new ControlRefusal('No such account, or no such zone.', 404)
    account.timeZone = timeZone
    this.world.onChange()
  }

  private meant(calendarId: string, eventId: string, by: HandKind): Meant {
    const writing = this.writing(calendarId, by)
    const found = this.world.locate([writing.calendar], eventId)
    if (found === null) throw new ControlRefusal('No such event in this calendar.', 404)
    return { writing, item: found.item, date: found.date }
  }

  private writing(calendarId: string, by: HandKind): Writing {
    const entry = this.entry(calendarId)
    const calendar: CalendarRecord = this.world.calendarOf(entry)
    const account = this.world.account(entry.account)
    if (account === undefined) throw new ControlRefusal('The calendar belongs to nobody here.', 404)
    const actor = { kind: by, account: by === 'human' ? account.email : null, clientId: null }
    return {
      world: this.world,
      calendar,
      entry,
      account,
      actor,
      ifMatch: null,
      forgetful: false,
      losesProperties: false,
    }
  }

  private entry(idOrEmail: string): ListEntry {
    const entry = this.world.entry(idOrEmail)
    if (entry === undefined) throw new ControlRefusal(`No such calendar: ${idOrEmail}`, 404)
    return entry
  }
}

const FAR = { dateTime: '1601-01-01T00:00:00', timeZone: 'UTC' }

/** What only others decide: who invites, who answered what, and with it that it is not one's own meeting. */
function arrived(body: JsonObject, account: Account): Partial<ItemData> {
  const organiser = personIn(body.organizer)
  const status = isObject(body.responseStatus) ? body.responseStatus : null
  const attendees = Array.isArray(body.attendees) ? body.attendees.filter(isObject).map(guestIn) : null
  const isOrganizer = organiser === null || organiser.address.toLowerCase() === account.address.toLowerCase()
  return {
    ...(organiser === null ? {} : { organizer: { emailAddress: organiser }, isOrganizer }),
    ...(isOrganizer ? {} : { responseStatus: { response: 'notResponded', time: '0001-01-01T00:00:00Z' } }),
    ...(status === null ? {} : { responseStatus: statusIn(status) }),
    ...(attendees === null ? {} : { attendees }),
    ...(typeof body.isCancelled === 'boolean' ? { isCancelled: body.isCancelled } : {}),
    // What clients have met: no subject at all, zones that are no zone's name (KP#551, MT).
    ...(body.subject === null ? { subject: null } : {}),
    ...(typeof body.originalStartTimeZone === 'string' ? { originalStartTimeZone: body.originalStartTimeZone } : {}),
    ...(typeof body.originalEndTimeZone === 'string' ? { originalEndTimeZone: body.originalEndTimeZone } : {}),
  }
}

function guestIn(guest: JsonObject): Attendee {
  const emailAddress = personIn(guest) ?? { name: '', address: '' }
  return { type: 'required', status: statusIn(isObject(guest.status) ? guest.status : {}), emailAddress }
}

function statusIn({ response, time }: JsonObject): NonNullable<Attendee['status']> {
  const known = (['none', 'organizer', 'tentativelyAccepted', 'accepted', 'declined', 'notResponded'] as const).find(
    (one) => one === response,
  )
  return { response: known ?? 'none', time: typeof time === 'string' ? time : '0001-01-01T00:00:00Z' }
}

function personIn(value: JsonObject[string]): { name: string; address: string } | null {
  if (!isObject(value) || !isObject(value.emailAddress)) return null
  const { name, address } = value.emailAddress
  if (typeof address !== 'string') return null
  return { name: typeof name === 'string' ? name : address, address }
}
