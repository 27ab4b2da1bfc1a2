/**
 * People who act without the API: the calendar's owner in Google's own app, an organiser elsewhere, the world itself
 * (checklist 34). The same rules write their changes, so channels, history and effect log see them like any other.
 */
import { invalid, notFound, resourceDeleted } from './api-error.ts'
import type { JsonObject } from './call.ts'
import { checkedEvent, RESPONSES, writableFields } from './event-body.ts'
import { findEvent } from './event-view.ts'
import { deleteEvent, insertEvent, moveEvent, patchEvent, type Writing } from './events-write.ts'
import { type CalendarRecord, eventIdFrom, type GoogleEvent, type GoogleEventTime, type StoredEvent } from './model.ts'
import type { ActorKind, GoogleWorld } from './world.ts'

export type HandKind = Exclude<ActorKind, 'api'>

export class Hands {
  private readonly world: GoogleWorld

  constructor(world: GoogleWorld) {
    this.world = world
  }

  /**
   * A new event. A human types their own; an organiser or the world may set `organizer`, `creator`, `iCalUID`, `id` and
   * `status` too, as an invitation that arrives.
   */
  insert(calendarId: string, body: JsonObject, by: HandKind = 'human'): StoredEvent {
    const writing = this.writing(calendarId, by)
    if (by === 'human') return insertEvent(writing, body)
    const event = checkedEvent(writableFields(body), writing.calendar)
    const id = typeof body.id === 'string' ? body.id : eventIdFrom()
    return this.plant(calendarId, { ...arrived(body), ...event, id }, by)
  }

  /** An event as it is, its identity included, unchecked: how a life is laid down. */
  plant(calendarId: string, event: GoogleEvent, by: HandKind = 'world'): StoredEvent {
    const { calendar, actor } = this.writing(calendarId, by)
    const id = event.id ?? eventIdFrom()
    const organizer = event.organizer ?? { email: calendar.id }
    const whole: GoogleEvent = {
      kind: 'calendar#event',
      id,
      status: 'confirmed',
      htmlLink: `https://www.google.com/calendar/event?eid=${Buffer.from(`${id} ${calendar.id}`).toString('base64url')}`,
      created: new Date(this.world.now()).toISOString(),
      creator: { email: organizer.email ?? calendar.id },
      organizer,
      iCalUID: `${id}@google.com`,
      sequence: 0,
      reminders: { useDefault: true },
      eventType: 'default',
      ...event,
    }
    return this.world.commit(calendar, whole, 'insert', actor)
  }

  /** Changes any field, also of one occurrence (its instance id). Organisers and the world may change shared fields. */
  patch(calendarId: string, eventId: string, body: JsonObject, by: HandKind = 'human'): StoredEvent {
    return patchEvent(this.writing(calendarId, by), eventId, body)
  }

  /** Deletes or cancels an event, a series, or one occurrence by its instance id. */
  delete(calendarId: string, eventId: string, by: HandKind = 'human'): StoredEvent {
    return deleteEvent(this.writing(calendarId, by), eventId)
  }

  /** Drags an event to another time; without an end its length stays. */
  reschedule(
    calendarId: string,
    eventId: string,
    start: GoogleEventTime,
    end: GoogleEventTime | null,
    by: HandKind = 'human',
  ): StoredEvent {
    const { calendar } = this.writing(calendarId, by)
    const found = findEvent(calendar, eventId)
    if (found === null) throw notFound()
    const lengthMs = found.stored.endMs - found.stored.startMs
    const startMs = Date.parse(start.dateTime ?? '')
    if (end === null && Number.isNaN(startMs)) throw invalid('An all-day start needs an end.')
    const until = end ?? {
      dateTime: new Date(startMs + lengthMs).toISOString(),
      timeZone: start.timeZone ?? calendar.timeZone,
    }
    return this.patch(calendarId, eventId, { start: timeFields(start), end: timeFields(until) }, by)
  }

  /** To another calendar of the same owner. */
  move(calendarId: string, eventId: string, destination: string): StoredEvent {
    const to = this.world.calendar(destination)
    if (to === undefined) throw notFound()
    return moveEvent(this.writing(calendarId, 'human'), eventId, to)
  }

  /** Answers an invitation: the owner's, or another guest's by address. */
  rsvp(calendarId: string, eventId: string, response: string, email?: string): StoredEvent {
    const { calendar, actor } = this.writing(calendarId, email === undefined ? 'human' : 'organiser')
    if (!RESPONSES.includes(response)) throw invalid('Invalid attendee response status.')
    const found = findEvent(calendar, eventId)
    if (found === null) throw notFound()
    const who = (email ?? calendar.owner).toLowerCase()
    const guests = found.stored.event.attendees ?? []
    if (!guests.some((guest) => guest.email === who)) throw invalid(`${who} is not on the guest list.`)
    const attendees = guests.map((guest) => (guest.email === who ? { ...guest, responseStatus: response } : guest))
    return this.world.commit(calendar, { ...found.stored.event, attendees }, 'patch', actor)
  }

  /** Takes a deletion back, as the bin of the web app does. */
  undelete(calendarId: string, eventId: string): StoredEvent {
    const { calendar, actor } = this.writing(calendarId, 'human')
    const stored = calendar.events.get(eventId)
    if (stored === undefined) throw notFound()
    if (stored.event.status !== 'cancelled') throw resourceDeleted()
    return this.world.commit(calendar, { ...stored.event, status: 'confirmed' }, 'patch', actor)
  }

  /** Stores any JSON and serves it as it is: no end, year 9999, a megabyte of title. */
  raw(calendarId: string, event: JsonObject): StoredEvent {
    const calendar = this.calendarOf(calendarId)
    const key = typeof event.id === 'string' ? event.id : eventIdFrom()
    // Hostile on purpose: nothing about it is checked, so no type could be true of it.
    return this.world.commitRaw(calendar, key, event as GoogleEvent)
  }

  /** The zone of the calendar changes; events keep theirs. */
  changeZone(calendarId: string, timeZone: string): void {
    const calendar = this.calendarOf(calendarId)
    Object.assign(calendar, { timeZone, etag: this.world.nextEtag() })
    this.world.onChange()
  }

  private writing(calendarId: string, by: HandKind): Writing {
    const calendar = this.calendarOf(calendarId)
    return {
      world: this.world,
      calendar,
      account: calendar.owner,
      actor: { kind: by, account: by === 'human' ? calendar.owner : null, clientId: null },
      ifMatch: null,
      query: new URLSearchParams(),
      unchecked: by !== 'human',
      acceptDuplicate: false,
    }
  }

  private calendarOf(id: string): CalendarRecord {
    const calendar = this.world.calendar(id)
    if (calendar === undefined) throw notFound()
    return calendar
  }
}

function arrived(body: JsonObject): GoogleEvent {
  const { organizer, creator, iCalUID } = body
  const person = (value: JsonObject[string]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && typeof value.email === 'string'
      ? {
          email: value.email.toLowerCase(),
          ...(typeof value.displayName === 'string' ? { displayName: value.displayName } : {}),
        }
      : null
  const by = person(organizer)
  const from = person(creator)
  return {
    ...(by === null ? {} : { organizer: by }),
    ...(from === null ? {} : { creator: from }),
    ...(typeof iCalUID === 'string' ? { iCalUID } : {}),
  }
}

/** A patch that moves between timed and all-day has to take the other form away. */
function timeFields(time: GoogleEventTime): JsonObject {
  return typeof time.date === 'string'
    ? { date: time.date, dateTime: null, timeZone: null }
    : { date: null, dateTime: time.dateTime ?? null, ...(time.timeZone ? { timeZone: time.timeZone } : {}) }
}
