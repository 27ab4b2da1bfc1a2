/** What happens in the Google sandbox, as the rules see it. */
import { canonical } from '../../sandbox/google/event-body.ts'
import { findEvent } from '../../sandbox/google/event-view.ts'
import type { CalendarRecord, GoogleAttendee, GoogleEvent, GoogleEventTime } from '../../sandbox/google/model.ts'
import type { EffectOp, GoogleWorld } from '../../sandbox/google/world.ts'
import type { ActorKind } from '../../sandbox/wire/sandbox-world.ts'
import { type Guest, type Notice, type Operation, type OwnAnswer, type Seen, type Write, written } from './seen.ts'

/** What a block says of itself (provider-facts A5: private extended properties). */
const BLOCK_PROPERTY = 'aforoBlock'
const ANSWERS: Readonly<Record<string, Guest['answer']>> = {
  accepted: 'accepted',
  tentative: 'tentative',
  declined: 'declined',
}

/** A block Aforo wrote: its mark names the very id it stands under, so the person's copy of a block is no block. */
export function isBlock(event: GoogleEvent): boolean {
  return event.extendedProperties?.private?.[BLOCK_PROPERTY] === event.id
}

export function seenAtGoogle(event: GoogleEvent, calendar: Pick<CalendarRecord, 'id' | 'owner'>): Seen {
  // What every write changes by itself says nothing.
  const {
    id,
    summary,
    description,
    location,
    start,
    end,
    attendees,
    etag: _,
    updated: _u,
    sequence: _s,
    ...rest
  } = event
  const own = [calendar.id.toLowerCase(), calendar.owner]
  const guests = (attendees ?? []).map((guest) => guestAt(guest, own))
  const organiser = event.organizer?.email?.toLowerCase() ?? ''
  return {
    id: id ?? '',
    title: summary ?? '',
    text: description ?? '',
    place: location ?? '',
    start: momentOf(start),
    end: momentOf(end),
    guests,
    ownAnswer: ownAnswerAmong(guests, own.includes(organiser)),
    organiser,
    private: event.visibility === 'private',
    free: event.transparency === 'transparent',
    conference: event.conferenceData != null || event.hangoutLink != null,
    cancelled: event.status === 'cancelled',
    block: isBlock(event) ? (id ?? null) : null,
    get rest() {
      return written({ ...rest, startZone: start?.timeZone, endZone: end?.timeZone })
    },
  }
}

/** Everything that stands or stood in the world's calendars, cancelled ones included. */
export function seenInGoogle(world: GoogleWorld, owner?: string): { calendarId: string; owner: string; event: Seen }[] {
  return [...world.state.calendars.values()]
    .filter((calendar) => owner === undefined || calendar.owner === owner)
    .flatMap((calendar) =>
      [...calendar.events.values()].map(({ event }) => ({
        calendarId: calendar.id,
        owner: calendar.owner,
        event: seenAtGoogle(event, calendar),
      })),
    )
}

/** Follows every write of the world from now on. @param see told of each as it happens; its notices may come a moment later */
export function watchGoogle(world: GoogleWorld, see: (write: Write) => void): void {
  const noticesOf = new Map<string, Notice[]>()
  const tell = (
    calendar: CalendarRecord,
    op: Operation,
    actor: ActorKind,
    before: GoogleEvent | null,
    after: GoogleEvent,
  ) => {
    const notices: Notice[] = []
    noticesOf.set(`${calendar.id} ${after.id}`, notices)
    see({
      at: world.now(),
      actor,
      op,
      provider: 'google',
      calendarId: calendar.id,
      owner: calendar.owner,
      eventId: after.id ?? '',
      before: before === null ? null : seenAtGoogle(before, calendar),
      after: seenAtGoogle(after, calendar),
      byItself: [],
      notices,
    })
  }
  const commit = world.commit.bind(world)
  world.commit = (...args) => {
    const [calendar, event, op, actor] = args
    // An occurrence stands in the calendar by its series alone until somebody changes it.
    const before = findEvent(calendar, event.id ?? '')?.stored.event ?? null
    const stored = commit(...args)
    tell(calendar, op satisfies EffectOp, actor.kind, before, stored.event)
    return stored
  }
  const replace = world.replaceQuietly.bind(world)
  world.replaceQuietly = (calendar, stored) => {
    const before = findEvent(calendar, stored.event.id ?? '')?.stored.event ?? null
    replace(calendar, stored)
    // The changes keep quiet of it; whoever watches the calendar sees that it is gone.
    if (stored.event.status === 'cancelled') tell(calendar, 'delete', 'world', before, stored.event)
  }
  const mail = world.mail.bind(world)
  world.mail = (sent) => {
    mail(sent)
    const { calendarId, eventId, kind, to } = sent
    if (to.length > 0) noticesOf.get(`${calendarId} ${eventId}`)?.push({ kind, to })
  }
  const drop = world.dropCalendar.bind(world)
  world.dropCalendar = (id) => {
    const calendar = world.calendar(id)
    drop(id)
    for (const { event } of calendar?.events.values() ?? [])
      if (calendar !== undefined && event.status !== 'cancelled')
        tell(calendar, 'calendar_deleted', 'world', event, { ...event, status: 'cancelled' })
  }
}

function guestAt({ email, responseStatus, ...rest }: GoogleAttendee, ownAddresses: readonly string[]): Guest {
  const address = email?.toLowerCase() ?? ''
  const own = ownAddresses.includes(address)
  return {
    address,
    answer: ANSWERS[responseStatus ?? ''] ?? 'none',
    own,
    get rest() {
      return canonical(own ? rest : { ...rest, responseStatus })
    },
  }
}

function ownAnswerAmong(guests: readonly Guest[], organises: boolean): OwnAnswer {
  const answer = guests.find(({ own }) => own)?.answer ?? 'none'
  if (answer === 'declined' || !organises) return answer
  return guests.length > 0 ? 'organiser' : 'none'
}

function momentOf(time: GoogleEventTime | undefined): number | string {
  return time?.date ?? Date.parse(time?.dateTime ?? '')
}
