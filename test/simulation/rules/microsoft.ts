/** What happens in the Microsoft sandbox, as the rules see it: of a series each occurrence that something was done to, under its own id. */
import type { Attendee, Recipient } from '@microsoft/microsoft-graph-types'
import { canonical } from '../../sandbox/google/event-body.ts'
import { spanOf } from '../../sandbox/microsoft/event-time.ts'
import { partOn } from '../../sandbox/microsoft/event-view.ts'
import { idOf } from '../../sandbox/microsoft/ids.ts'
import type { CalendarRecord, Item, ItemData } from '../../sandbox/microsoft/model.ts'
import type { EffectOp, MicrosoftWorld } from '../../sandbox/microsoft/world.ts'
import type { ActorKind } from '../../sandbox/wire/sandbox-world.ts'
import { type Guest, type Notice, type Operation, type OwnAnswer, type Seen, type Write, written } from './seen.ts'

/** What a block was made with. A person's copy carries its properties and not this (provider-facts B4). */
const BLOCK_TRANSACTION = /^aforo[0-9a-v]+$/
const ANSWERS: Readonly<Record<string, Guest['answer']>> = {
  accepted: 'accepted',
  tentativelyAccepted: 'tentative',
  declined: 'declined',
}
const OPERATIONS: Readonly<Record<EffectOp, Operation>> = {
  create: 'insert',
  update: 'patch',
  delete: 'delete',
  respond: 'answer',
  move: 'move',
  restore: 'restore',
  raw: 'raw',
}
/** An answer shows as busy or free, and a declined event goes to Deleted Items (provider-facts B4). */
const BY_AN_ANSWER = ['showAs', 'deleted']

/** Where a calendar lies. */
interface Place {
  calendarId: string
  /** Address of the account, which signs in with it. */
  owner: string
  /** All addresses that mean this account, lower case; the first is the one it signs in with. */
  own: readonly [string, ...string[]]
}

/** A block Aforo wrote, by the id it derived for it. */
export function blockIn({ transactionId }: ItemData): string | null {
  return transactionId != null && BLOCK_TRANSACTION.test(transactionId) ? transactionId : null
}

export function seenAtMicrosoft(item: Item, date: string | null, place: Pick<Place, 'own'>): Seen | null {
  const part = date === null ? item : partOn(item, date)
  if (part === null) return null
  const { subject, body, location, locations: _l, start, end, attendees, responseStatus: _r, ...rest } = part.data
  const guests = (attendees ?? []).map((guest) => guestAt(guest, place.own))
  const whole = date === null ? seriesOf(item) : {}
  return {
    id: idOf(item, date, true),
    title: subject ?? '',
    text: body.content,
    place: location?.displayName ?? '',
    ...timesOf(part.data),
    guests,
    ownAnswer: ownAnswerIn(part.data),
    organiser: addressOf(rest.organizer, place.own),
    private: rest.sensitivity === 'private',
    free: rest.showAs === 'free' || rest.showAs === 'workingElsewhere',
    conference: rest.isOnlineMeeting === true || rest.onlineMeeting != null || rest.onlineMeetingUrl != null,
    cancelled: rest.isCancelled === true || item.deletedAt !== null,
    block: blockIn(part.data),
    get rest() {
      return written({
        ...rest,
        ...whole,
        bodyType: body.contentType,
        startZone: start.timeZone,
        endZone: end.timeZone,
        extended: item.extended,
        extensions: item.extensions,
        deleted: item.deletedAt !== null,
        raw: item.raw,
      })
    },
  }
}

/** Everything that stands or stood in the world's calendars, cancelled ones included; a series as one. */
export function seenInMicrosoft(
  world: MicrosoftWorld,
  owner?: string,
): { calendarId: string; owner: string; event: Seen }[] {
  const placeOf = placesIn(world)
  return [...world.state.calendars.values()].flatMap((calendar) => {
    const place = placeOf(calendar)
    if (owner !== undefined && place.owner !== owner) return []
    return [...calendar.items.values()].flatMap((item) => {
      const event = seenAtMicrosoft(item, null, place)
      return event === null ? [] : [{ calendarId: place.calendarId, owner: place.owner, event }]
    })
  })
}

/** Follows every write of the world from now on. @param see told of each as it happens; its notices may come a moment later */
export function watchMicrosoft(world: MicrosoftWorld, see: (write: Write) => void): void {
  const placeOf = placesIn(world)
  // What a write leaves is what the next one finds.
  const seen = new WeakMap<Item, Seen>()
  const latest = new Map<string, Notice[]>()
  const ahead = new Map<string, Notice[]>()
  const tell = (
    place: Place,
    op: Operation,
    actor: ActorKind,
    before: Seen | null,
    after: Seen,
    notices: Notice[] = [],
    begunAnew: string[] = [],
  ) =>
    see({
      at: world.now(),
      actor,
      op,
      provider: 'microsoft',
      calendarId: place.calendarId,
      owner: place.owner,
      eventId: after.id,
      before,
      after,
      byItself: op === 'answer' ? BY_AN_ANSWER : [],
      notices,
      ...(begunAnew.length > 0 && { begunAnew }),
    })
  const commit = world.commit.bind(world)
  world.commit = (...args) => {
    const [calendar, given, op, actor, occurrence = null] = args
    const place = placeOf(calendar)
    const was = calendar.items.get(given.key)
    const known = was === undefined || occurrence !== null ? undefined : seen.get(was)
    const before = known ?? (was === undefined ? null : seenAtMicrosoft(was, occurrence, place))
    const item = commit(...args)
    // An occurrence that is gone is as it was, but gone; who declined it answered so.
    const answered = op === 'respond' ? { ownAnswer: 'declined' as const } : {}
    const gone = before === null ? null : { ...before, ...answered, cancelled: true }
    const after = seenAtMicrosoft(item, occurrence, place) ?? gone
    if (after !== null && occurrence === null) seen.set(item, after)
    const whole = occurrence === null && after !== null ? after.id : idOf(item, null, true)
    const notices = ahead.get(whole) ?? []
    ahead.delete(whole)
    latest.set(whole, notices)
    // A deleted series takes its occurrences along, whatever became of them.
    const left = Object.keys(was?.exceptions ?? {}).filter(
      (date) => item.exceptions[date] === undefined || item.deletedAt !== null,
    )
    const begunAnew = occurrence === null ? left.map((date) => idOf(item, date, true)) : []
    if (after !== null) tell(place, OPERATIONS[op], actor.kind, before, after, notices, begunAnew)
    return item
  }
  const mail = world.mail.bind(world)
  world.mail = (sent) => {
    mail(sent)
    const { kind, to, eventId } = sent
    if (to.length === 0) return
    // Responses and cancellations go out just before what they tell of.
    const early = kind === 'response' || kind === 'cancellation'
    if (early) ahead.set(eventId, [...(ahead.get(eventId) ?? []), { kind, to }])
    else latest.get(eventId)?.push({ kind, to })
  }
  const relocate = world.relocate.bind(world)
  world.relocate = (from, item, to, actor) => {
    const place = placeOf(from)
    const before = seenAtMicrosoft(item, null, place)
    const moved = relocate(from, item, to, actor)
    if (before !== null) tell(place, 'move', actor.kind, before, { ...before, cancelled: true })
    return moved
  }
  const drop = world.dropCalendar.bind(world)
  world.dropCalendar = (calendar) => {
    const place = placeOf(calendar)
    drop(calendar)
    for (const item of calendar.items.values()) {
      const before = seenAtMicrosoft(item, null, place)
      if (before !== null && !before.cancelled)
        tell(place, 'calendar_deleted', 'world', before, { ...before, cancelled: true })
    }
  }
}

/** Calendars stay where they are, so each is looked up once. */
function placesIn(world: MicrosoftWorld): (calendar: CalendarRecord) => Place {
  const known = new Map<string, Place>()
  return (calendar) => {
    const before = known.get(calendar.key)
    if (before !== undefined) return before
    const address = calendar.owner.address.toLowerCase()
    const entries = world.state.entries.filter(({ calendarKey }) => calendarKey === calendar.key)
    const theirs = entries.find(({ account }) =>
      [account, world.account(account)?.address.toLowerCase()].includes(address),
    )
    const owner = theirs?.account ?? address
    const calendarId = (theirs ?? entries[0])?.id ?? calendar.key
    const place: Place = { calendarId, owner, own: [owner, address] }
    known.set(calendar.key, place)
    return place
  }
}

/** Personal accounts show themselves by an alias (provider-facts B1): here they go by the address they sign in with. */
function addressOf(who: Recipient | null | undefined, own: Place['own']): string {
  const address = who?.emailAddress?.address?.toLowerCase() ?? ''
  return own.includes(address) ? own[0] : address
}

function guestAt(guest: Attendee, ownAddresses: Place['own']): Guest {
  const { emailAddress, status, ...rest } = guest
  const address = addressOf(guest, ownAddresses)
  const own = address === ownAddresses[0]
  const { name } = emailAddress ?? {}
  return {
    address,
    answer: ANSWERS[status?.response ?? ''] ?? 'none',
    own,
    get rest() {
      return canonical(own ? { ...rest, name } : { ...rest, name, status })
    },
  }
}

function ownAnswerIn(data: ItemData): OwnAnswer {
  const answer = ANSWERS[data.responseStatus?.response ?? ''] ?? 'none'
  if (answer !== 'none' || data.isOrganizer !== true) return answer
  return (data.attendees ?? []).length > 0 ? 'organiser' : 'none'
}

function timesOf(data: ItemData): Pick<Seen, 'start' | 'end'> {
  // Whole days float: their date is their date, whatever zone stands beside it.
  if (data.isAllDay === true) return { start: data.start.dateTime.slice(0, 10), end: data.end.dateTime.slice(0, 10) }
  const { startMs, endMs } = spanOf(data)
  return { start: startMs, end: endMs }
}

/** What a series has besides its first occurrence. */
function seriesOf({ recurrence, cancelled, exceptions, organisersData }: Item): object {
  return { recurrence, cancelledOccurrences: cancelled, exceptions: Object.keys(exceptions), organisersData }
}
