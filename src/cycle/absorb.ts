/**
 * Takes in what was read of calendars (lists of them: `lists.ts`). A failed read changes nothing but the calendar's health, so the last
 * good state stays and says how old it is (design.md, rule 5); new and changed events are recognised here, and the text of those that are
 * not networking is dropped (section 8).
 */
import type { Temporal } from 'temporal-polyfill'
import type { CalendarEvent, CalendarId, EventId, RemoteEventId, Revision } from '../calendar/event.ts'
import { eventHash, fold } from '../calendar/fold.ts'
import { eventIdOf, NO_ORIGINAL_START, originalDayKey, originalStartKey } from '../calendar/marks.ts'
import { instantOf, lastEndOf, occurrencesOf } from '../calendar/occurrences.ts'
import type { Changes, ProviderError, Read } from '../calendar/port.ts'
import { saysItIsABlock } from '../followups/block.ts'
import { correct } from '../recognition/corrections.ts'
import { saysPending } from '../recognition/held.ts'
import { isOnline } from '../recognition/online.ts'
import { CONFIDENCE_TO_ACT, type EventFacts, type Recognition, recognise } from '../recognition/recognise.ts'
import { isBefore, isDue, momentOf } from '../time/instant.ts'
import type { Jitter } from './backoff.ts'
import { nextPoll } from './daily.ts'
import { having, withCalendar } from './difference.ts'
import { withFailure } from './failed-reads.ts'
import { correctionKeysOf, ownAddresses } from './identity.ts'
import { NOTHING_SAID } from './known.ts'
import { withZone } from './lists.ts'
import { contactsIn } from './met.ts'
import { withCalendarBack } from './outbox.ts'
import { isTooMuch, withinBytes } from './room.ts'
import type { Calendar, Item, ItemBody, PersonState } from './state.ts'
import { windowAt } from './window.ts'

export interface PulledChanges {
  calendarId: CalendarId
  result: Read<Changes>
}

export function absorbPulls(
  state: PersonState,
  pulls: readonly PulledChanges[],
  now: Temporal.Instant,
  jitter: Jitter,
): PersonState {
  let next = state
  for (const { calendarId, result } of pulls) {
    const calendar = next.calendars.get(calendarId)
    if (calendar === undefined) continue
    next =
      result.kind === 'ok'
        ? withChanges(next, calendar, result.value, now, jitter)
        : withFailure(next, calendar, result.error, now, jitter)
  }
  return next
}

/** What was read, as far as it was taken in: what a person has no room for counts as not read, and its cursor is not followed. */
export function takenIn(state: PersonState, pulls: readonly PulledChanges[]): PulledChanges[] {
  return pulls.map(({ calendarId, result }) => {
    // Whatever else was wrong with a calendar ends when it is read.
    const refused = result.kind === 'ok' && state.calendars.get(calendarId)?.sync.failure != null
    return { calendarId, result: refused ? { kind: 'failed' as const, error: TOO_LARGE } : result }
  })
}

const TOO_LARGE: ProviderError = { reason: 'too_large' }

/** Recognises an event and drops its text where it is nobody's business. `null` recognition: a block of ours. */
export function itemBody(state: PersonState, calendar: Calendar, event: CalendarEvent): ItemBody {
  const online = isOnline(event.location, event.description, event.conferenceLink)
  const pending = saysPending(event.title, event.description)
  if (event.mark !== null) return { event, recognition: null, online, saysPending: false, trimmed: false }
  const judged = recognise(factsOf(event, calendar, state))
  const recognition = saysItIsABlock(event.description) ? asCopyOfBlock(judged) : judged
  const { recognition: known, corrected } = correct(recognition, correctionKeysOf(event, ownIdOf(event), state), [
    ...state.corrections.values(),
  ])
  const relevant = calendar.candidates && (known.networking || (!corrected && known.confidence < CONFIDENCE_TO_ACT))
  if (relevant) return { event, recognition, online, saysPending: pending, trimmed: false }
  // Time, title, organiser and whether it blocks are kept (design.md, section 8); nothing is ever written to it, so no revision is.
  const trimmed: CalendarEvent = {
    ...event,
    description: '',
    location: '',
    attendeeCount: Math.min(event.attendeeCount, 1),
    guests: [],
    revision: '' as Revision,
    updatedAt: null,
    link: null,
  }
  // Who of the guests is a contact of theirs is theirs to know; whoever else was there is not.
  const contacts = contactsIn(state, event)
  return {
    event: trimmed,
    recognition: { ...recognition, reasons: [] },
    online,
    saysPending: false,
    trimmed: true,
    ...(contacts.length > 0 && { contacts }),
  }
}

/** No networking, unless the person says so. */
function asCopyOfBlock({ otherwise, ...judged }: Recognition): Recognition {
  const { kind, smart, networking } = judged
  if (!networking || otherwise === undefined) return { ...judged, confidence: 1, ...(otherwise && { otherwise }) }
  return { ...judged, ...otherwise, networking: false, confidence: 1, otherwise: { kind, smart } }
}

/** What corrections of one event are kept under; null for a series, which is many. */
function ownIdOf({ form, uid, originalStart }: CalendarEvent): EventId | null {
  if (form === 'series') return null
  return eventIdOf(uid, originalDayKey(originalStart))
}

/** The stored value of one event: what `fold` compares it by, and how long it matters. */
export function itemOf(state: PersonState, calendar: Calendar, event: CalendarEvent): Item {
  return {
    calendarId: calendar.id,
    remoteId: event.id,
    hash: eventHash(event),
    until: lastEndOf(event)?.toString() ?? '9999',
    missingSince: null,
    body: itemBody(state, calendar, event),
  }
}

function withChanges(
  state: PersonState,
  calendar: Calendar,
  changes: Changes,
  now: Temporal.Instant,
  jitter: Jitter,
): PersonState {
  const known = state.items.get(calendar.id) ?? new Map<RemoteEventId, Item>()
  const folded = fold(known, changes, now)
  let next = withFirstZone(state, calendar, changes.timeZone)
  // With a series that is gone go its exceptions, also where the series itself was never one of the events: one tombstone may be all there is. A series
  // that is merely over leaves behind what was moved beyond its end.
  const listed = new Set(changes.events.map(({ id }) => id))
  const over = new Set(changes.over)
  const gone = folded.removed.filter((id) => !over.has(id))
  // One that repeats no more has no exceptions either, whether or not they are told of.
  const single = changes.events.flatMap(({ id, form }) => (form === 'single' ? [id] : []))
  const ended = new Set([...gone, ...changes.removed.filter((id) => !listed.has(id)), ...single])
  const orphans = [...known.values()].filter(
    ({ remoteId, body: { event } }) => event.seriesId !== null && ended.has(event.seriesId) && !listed.has(remoteId),
  )
  if (folded.changed.length + folded.removed.length + folded.missing.length + orphans.length > 0) {
    const items = new Map(known)
    for (const event of folded.changed) items.set(event.id, itemOf(state, calendar, event))
    for (const id of folded.removed) items.delete(id)
    for (const { remoteId } of orphans) items.delete(remoteId)
    for (const id of folded.missing) {
      const item = items.get(id)
      if (item !== undefined) items.set(id, { ...item, missingSince: now.toString() })
    }
    const fitting = withinBytes({ ...next, items: having(state.items, calendar.id, items) }, calendar.id, known)
    if (fitting === null) return withFailure(state, calendar, TOO_LARGE, now, jitter)
    next = withWordsKept(forgetOvertakenDecisions(fitting, known, folded.changed, now), known, folded.changed)
  }
  const { sync } = calendar
  if (sync.failure !== null) next = withCalendarBack(next, calendar.id, now)
  const changed = next !== state
  // The window moves on, so a calendar may become too large while nothing in it changes.
  if (isTooMuch(next, calendar, now)) return withFailure(state, calendar, TOO_LARGE, now, jitter)
  const due = isDue(sync.pollAt, now) || isDue(sync.confirmAt, now)
  // An unchanged read is no reason to write: the old token stays good, and the poll stays where it was (design.md, section 2). One that is written
  // anyway moves the poll on: who was heard of today need not be asked today.
  // What could not be understood is said once, and not met again with every read.
  const whole = changes.scope === 'full'
  const unfollowable = changed || whole ? unfollowableIn(next, calendar, whole ? null : folded.changed, now) : 0
  const unreadable = changes.unreadable + unfollowable
  const news = changed || changes.unreadable > 0
  const worthWriting = news || due || sync.readAt === null || sync.failure !== null || changes.scope === 'full'
  if (!worthWriting) return next
  return withCalendar(next, {
    ...calendar,
    timeZone: changes.timeZone ?? calendar.timeZone,
    sync: {
      ...sync,
      cursor: changes.cursor,
      readAt: now.toString(),
      pollAt: nextPoll(next, calendar, now, changed ? 'changes' : 'nothing', jitter).toString(),
      confirmAt:
        changes.scope === 'full' ? (folded.confirmAt?.toString() ?? null) : soonest(sync.confirmAt, folded.confirmAt),
      failure: null,
      unreadableItems: whole ? unreadable : sync.unreadableItems + unreadable,
      gone: false,
    },
  })
}

/** Series whose rule nobody can follow: counted with what could not be understood. @param events null: all that is known of the calendar */
function unfollowableIn(
  state: PersonState,
  { id }: Calendar,
  events: readonly CalendarEvent[] | null,
  now: Temporal.Instant,
): number {
  const known = events ?? [...(state.items.get(id)?.values() ?? [])].map(({ body }) => body.event)
  const series = known.filter(({ form }) => form === 'series')
  return occurrencesOf(series, windowAt(now), state.person.settings.timeZone).unreadable
}

/** The latest act wins (rule 3): who answers in the calendar after deciding in Aforo has changed their mind. */
function forgetOvertakenDecisions(
  state: PersonState,
  before: ReadonlyMap<RemoteEventId, Item>,
  changed: readonly CalendarEvent[],
  now: Temporal.Instant,
): PersonState {
  let occurrences = state.occurrences
  for (const event of changed) {
    const known = before.get(event.id) ?? (event.seriesId === null ? undefined : before.get(event.seriesId))
    const was = known?.body.event.answer
    if (was === undefined || was === event.answer || !['accepted', 'tentative', 'declined'].includes(event.answer))
      continue
    for (const { id } of occurrencesOf([event], windowAt(now), state.person.settings.timeZone).occurrences) {
      const said = occurrences.get(id)
      const decidedLater =
        said?.decidedAt != null && event.updatedAt !== null && Date.parse(said.decidedAt) > Date.parse(event.updatedAt)
      if (said?.decision != null && !decidedLater)
        occurrences = having(occurrences, id, { ...said, decision: null, decidedAt: null })
    }
  }
  return occurrences === state.occurrences ? state : { ...state, occurrences }
}

/**
 * A single event that its organiser makes a series of, or a series that is to be a single event, is told by another identity from then on (`marks.ts`);
 * what was said of the meeting that stays at its hour is still said of it.
 */
function withWordsKept(
  state: PersonState,
  before: ReadonlyMap<RemoteEventId, Item>,
  changed: readonly CalendarEvent[],
): PersonState {
  let { occurrences } = state
  for (const event of changed) {
    const was = before.get(event.seriesId ?? event.id)?.body.event
    if (was === undefined || (was.form === 'single') === (event.form === 'single')) continue
    const start = event.form === 'series' ? was.start : event.start
    // Of a series the one occurrence at whose hour the single event was; of an exception its own.
    if (was.form === 'single' && originalStartKey(was.start) !== originalStartKey(start)) continue
    const day = originalDayKey(event.originalStart ?? start)
    const [from, to] = was.form === 'single' ? [NO_ORIGINAL_START, day] : [day, NO_ORIGINAL_START]
    const said = occurrences.get(eventIdOf(was.uid, from))
    const id = eventIdOf(event.uid, to)
    if (said === undefined || occurrences.has(id)) continue
    // What it cost and what came of it is history of the one that was.
    const { seen: _seen, past: _past, grace: _grace, told: _told, ticketPrice: _price, ...words } = said
    occurrences = having(occurrences, id, { ...NOTHING_SAID, ...words })
  }
  return occurrences === state.occurrences ? state : { ...state, occurrences }
}

function factsOf(event: CalendarEvent, calendar: Calendar, state: PersonState): EventFacts {
  const zone = 'timeZone' in event.start ? event.start.timeZone : state.person.settings.timeZone
  const [start, end] = [instantOf(event.start, zone), instantOf(event.end, zone)]
  const owned = calendar.role === 'owner'
  return {
    title: event.title,
    description: event.description,
    location: event.location,
    organiserEmail: event.organiser.email,
    attendeeCount: event.attendeeCount,
    durationMinutes: Math.round((end.epochMilliseconds - start.epochMilliseconds) / 60_000),
    startLocal: start
      .toZonedDateTimeISO(state.person.settings.timeZone)
      .toPlainDateTime()
      .toString({ smallestUnit: 'minute' }),
    source: event.invited
      ? 'invite'
      : owned && (event.organiser.self || ownAddresses(state).has(event.organiser.email ?? ''))
        ? 'own'
        : 'feed',
  }
}

/** When what is missing is to be confirmed, where that waits already or begins to. */
function soonest(waiting: string | null, begun: Temporal.Instant | null): string | null {
  if (begun === null) return waiting
  return waiting !== null && isBefore(momentOf(waiting), begun) ? waiting : begun.toString()
}

/**
 * The person's zone is that of the first account's primary calendar (design.md, section 8). Where its list did not say, the first reading does; where
 * it did, there is nothing new in it.
 */
function withFirstZone(state: PersonState, calendar: Calendar, timeZone: string | null): PersonState {
  const isFirst = calendar.isPrimary && calendar.sync.readAt === null && state.connections.size === 1
  return isFirst && timeZone !== null && timeZone !== calendar.timeZone ? withZone(state, timeZone) : state
}
