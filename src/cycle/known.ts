/**
 * Makes the person's events of what is stored: occurrences within the window, recognised and corrected, each with its standing and whether it
 * blocks time. One event that stands in several calendars is one event here.
 */
import type { Temporal } from 'temporal-polyfill'
import type { Answer, BlockId, CalendarEvent, CalendarId, EventId } from '../calendar/event.ts'
import { type Occurrence, occurrencesOf } from '../calendar/occurrences.ts'
import { isTouched } from '../followups/touched.ts'
import { type Correction, correct } from '../recognition/corrections.ts'
import { CONFIDENCE_TO_ACT } from '../recognition/recognise.ts'
import type { Interval } from '../time/interval.ts'
import { organiserOf, ownAddresses } from './identity.ts'
import type { KnownEvent } from './known-events.ts'
import { answersOnTheirWay } from './outbox.ts'
import type { Calendar, ItemBody, OccurrenceBody, PersonState } from './state.ts'
import { windowAt } from './window.ts'

export interface Known {
  /** By start. */
  events: KnownEvent[]
  byId: ReadonlyMap<EventId, KnownEvent>
  /** Aforo's own blocks as they stand in the calendars: never events, candidates or foreign busy time (design.md, rule 4). */
  blocks: ReadonlyMap<BlockId, SeenBlock>
  /** When a second copy of an event is said to be, where that is another time: one of the two is wrong, and neither looks free. */
  elsewhere: readonly Interval[]
}
export interface SeenBlock {
  event: CalendarEvent
  calendarId: CalendarId
}

export function knownAt(state: PersonState, now: Temporal.Instant): Known {
  const last = latest.get(state.items)
  if (last !== undefined && last.at === now.epochMilliseconds && isSame(last.state, state)) return last.known
  const known = makeKnown(state, now)
  latest.set(state.items, { state, at: now.epochMilliseconds, known })
  return known
}

/** The last answer for each set of items: a cycle asks several times at one moment, most often of the same state. */
const latest = new WeakMap<PersonState['items'], { state: PersonState; at: number; known: Known }>()

/** Whether nothing differs that events are made of. */
function isSame(a: PersonState, b: PersonState): boolean {
  const parts = ['items', 'calendars', 'connections', 'occurrences', 'corrections', 'followUps', 'outbox'] as const
  return parts.every((part) => a[part] === b[part]) && a.person.settings === b.person.settings
}

function makeKnown(state: PersonState, now: Temporal.Instant): Known {
  const byId = new Map<EventId, KnownEvent>()
  const blocks = new Map<BlockId, SeenBlock>()
  const elsewhere: Interval[] = []
  const window = windowAt(now)
  const corrections = [...state.corrections.values()]
  const own = [...ownAddresses(state)]
  const onTheirWay = answersOnTheirWay(state.outbox)
  for (const calendar of state.calendars.values()) {
    const bodies = new Map<string, ItemBody>()
    const foreign: CalendarEvent[] = []
    for (const { body } of state.items.get(calendar.id)?.values() ?? []) {
      const ours = blockIn(body.event)
      if (body.event.mark !== null || state.followUps.has(ours)) {
        const twin = blocks.get(ours)
        const seen = { event: body.event, calendarId: calendar.id }
        blocks.set(ours, twin === undefined ? seen : theOneThatStands(state, twin, seen))
        continue
      }
      bodies.set(body.event.id, body)
      foreign.push(body.event)
    }
    if (!calendar.busy && !calendar.candidates) continue
    const expanded = occurrencesOf(foreign, window, state.person.settings.timeZone)
    for (const occurrence of expanded.occurrences) {
      const body = bodies.get(occurrence.event.id)
      if (body === undefined) continue
      const event = knownEvent(
        state,
        own,
        corrections,
        calendar,
        occurrence,
        body,
        onTheirWay.get(occurrence.id) ?? null,
      )
      const twin = byId.get(event.id)
      if (twin === undefined) {
        byId.set(event.id, event)
        continue
      }
      const [first, second] = ranked(twin, event)
      byId.set(event.id, merged(first, second))
      if (takesTime(second) && !isSameTime(first, second)) elsewhere.push({ start: second.start, end: second.end })
    }
  }
  const events = [...byId.values()]
    .map((event) => ({ event, at: event.start.epochMilliseconds }))
    .sort((a, b) => a.at - b.at)
    .map(({ event }) => event)
  return { events, byId, blocks, elsewhere }
}

/** A block of ours as it was last read in one calendar. */
export function blockSeenIn(state: PersonState, calendarId: CalendarId, id: BlockId): CalendarEvent | null {
  const seen = [...(state.items.get(calendarId)?.values() ?? [])].flatMap(({ body: { event } }) =>
    blockIn(event) === id ? [{ event, calendarId }] : [],
  )
  const [first, ...twins] = seen
  return first === undefined ? null : twins.reduce(theOne, first).event
}

/** Which block an event would be: what its mark says, or its own id where that was given by us. */
function blockIn({ mark, id }: CalendarEvent): BlockId {
  return mark?.block ?? (id as string as BlockId)
}

/** What was last seen in a calendar that is gone says nothing where the block stands in another one. */
function theOneThatStands({ calendars }: PersonState, a: SeenBlock, b: SeenBlock): SeenBlock {
  const isGone = ({ calendarId }: SeenBlock) => calendars.get(calendarId)?.sync.gone === true
  return isGone(a) === isGone(b) ? theOne(a, b) : isGone(a) ? b : a
}

/**
 * Of two blocks with one mark, which a provider that forgot may have made, the one that counts: the person's hand wins, so while either was touched
 * Aforo leaves both alone (rule 3); else whichever it is, always the same.
 */
function theOne(a: SeenBlock, b: SeenBlock): SeenBlock {
  // Seen through another account as well, which may show no more of a private event than its time.
  if (a.calendarId !== b.calendarId && (a.event.mark === null) !== (b.event.mark === null))
    return a.event.mark === null ? b : a
  const touched = [a, b].filter(({ event }) => isTouched(event))
  const [only] = touched
  if (touched.length === 1 && only !== undefined) return only
  return a.event.id <= b.event.id ? a : b
}

/** What nothing was said of. */
export const NOTHING_SAID: OccurrenceBody = {
  decision: null,
  decidedAt: null,
  attendance: null,
  attendanceAt: null,
  travelMinutes: null,
  goingFrom: null,
  goingTo: null,
  ticketPrice: null,
  told: null,
  seen: null,
}

/** What is kept of an event so that its history stays readable when it has gone from the calendar. */
export function seenOf(event: KnownEvent): NonNullable<OccurrenceBody['seen']> {
  return {
    title: event.title,
    start: event.start.toString(),
    end: event.end.toString(),
    organiser: event.organiser.key,
    series: event.seriesKey,
  }
}

function knownEvent(
  state: PersonState,
  own: readonly string[],
  corrections: readonly Correction[],
  calendar: Calendar,
  occurrence: Occurrence,
  body: ItemBody,
  onItsWay: Answer | null,
): KnownEvent {
  const { event, id } = occurrence
  const said = stillSaid(state.occurrences.get(id) ?? null, occurrence.start)
  const organiser = organiserOf(event, own)
  const keys = { event: id, series: event.uid, organiser: organiser.key }
  const { recognition, corrected } = correct(body.recognition ?? NOT_RECOGNISED, keys, corrections)
  const cancelled = event.status === 'cancelled'
  const sure = corrected || recognition.confidence >= CONFIDENCE_TO_ACT
  // What a calendar itself calls an absence, a birthday or focus time is nobody's event.
  const ordinary = !calendar.candidates || (event.type !== 'default' && event.type !== 'from_mail')
  // An event held for ordinary is a question only where the model leans to networking: the others would be a question an hour.
  const networking = ordinary ? false : recognition.networking ? (sure ? true : null) : false
  const quiet = event.type === 'working_location' || event.type === 'birthday'
  return {
    id,
    calendarId: calendar.id,
    target: occurrence.target,
    uid: event.uid,
    seriesKey: event.uid,
    recurring: occurrence.recurring,
    title: event.title,
    description: event.description,
    location: event.location,
    online: body.online,
    start: occurrence.start,
    end: occurrence.end,
    timeZone: 'timeZone' in event.start ? event.start.timeZone : state.person.settings.timeZone,
    allDay: 'on' in event.start,
    organiser: {
      name: event.organiser.name,
      email: event.organiser.email,
      key: organiser.key,
      self: event.organiser.self,
    },
    guests: event.guests,
    contacts: body.contacts ?? [],
    answer: event.answer,
    invited: event.invited,
    cancelled,
    pending: body.saysPending,
    networking,
    recognition,
    corrected,
    standing: networking === true && !cancelled ? standingOf(event, calendar, body, said, onItsWay) : null,
    blocks:
      calendar.busy && networking !== true && !event.transparent && !cancelled && event.answer !== 'declined' && !quiet,
    said,
    link: event.link,
  }
}

/** Whoever was there, or was not, said so of a time that has passed: of an event that was moved on since, nothing is said. */
function stillSaid(said: OccurrenceBody | null, start: Temporal.Instant): OccurrenceBody | null {
  if (said === null || said.attendanceAt === null || Date.parse(said.attendanceAt) >= start.epochMilliseconds)
    return said
  return { ...said, attendance: null, attendanceAt: null }
}

/** design.md, section 1: commitment, hold, candidate; null for what was declined. The person's latest word in Aforo comes first. */
function standingOf(
  event: CalendarEvent,
  calendar: Calendar,
  body: ItemBody,
  said: OccurrenceBody | null,
  onItsWay: Answer | null,
): KnownEvent['standing'] {
  if (said?.decision === 'attend' || said?.attendance === 'attended') return 'commitment'
  if (event.answer === 'declined') return null
  if (said?.decision === 'skip') return 'candidate'
  // An answer on its way takes its hours from now on: what is answered next must fit beside it (rule 7).
  const answer = onItsWay === null || onItsWay === 'declined' ? event.answer : onItsWay
  if (body.saysPending) return 'hold'
  if (answer === 'tentative') return said?.takenBackAt == null ? 'hold' : 'candidate'
  const typed = calendar.role === 'owner' && event.organiser.self
  return typed || answer === 'organiser' || answer === 'accepted' ? 'commitment' : 'candidate'
}

const ANSWER_RANK: readonly (Answer | 'none' | 'organiser')[] = [
  'organiser',
  'accepted',
  'tentative',
  'declined',
  'none',
]

/** Of the same event in two calendars the one that speaks for both: answered where the person was invited. */
function ranked(a: KnownEvent, b: KnownEvent): [first: KnownEvent, second: KnownEvent] {
  const rank = (e: KnownEvent) =>
    (e.networking === false ? 20 : 0) + (e.invited ? 0 : 10) + ANSWER_RANK.indexOf(e.answer)
  return rank(b) < rank(a) ? [b, a] : [a, b]
}

/** It counts once, and blocks once. */
function merged(first: KnownEvent, second: KnownEvent): KnownEvent {
  return { ...first, blocks: first.networking !== true && (first.blocks || second.blocks) }
}

function takesTime(event: KnownEvent): boolean {
  return event.blocks || event.standing === 'commitment'
}

function isSameTime(a: KnownEvent, b: KnownEvent): boolean {
  return a.start.epochMilliseconds === b.start.epochMilliseconds && a.end.epochMilliseconds === b.end.epochMilliseconds
}

const NOT_RECOGNISED = {
  networking: false,
  kind: 'personal' as const,
  smart: false,
  confidence: 1,
  reasons: [],
}
