/**
 * Before and after the outbox is emptied. `sendable` drops what the pull has overtaken, so the person's hand wins before the request is made;
 * `absorbSent` takes in what became of each intent (design.md, rules 2, 3 and 6).
 */
import { Temporal } from 'temporal-polyfill'
import type { BlockId, CalendarEvent, CalendarId, EventId } from '../calendar/event.ts'
import { isTouched } from '../followups/touched.ts'
import { momentOf, timestamp } from '../time/instant.ts'
import { minutesOf } from '../time/interval.ts'
import { weekInterval, weekOf } from '../time/week.ts'
import { itemOf, type PulledChanges } from './absorb.ts'
import { applyAll } from './apply.ts'
import { isLasting, type Jitter } from './backoff.ts'
import type { Command } from './commands.ts'
import { having } from './difference.ts'
import { withListDue } from './failed-reads.ts'
import { blockSeenIn, type Known, knownAt } from './known.ts'
import { stillHolds } from './notices.ts'
import {
  afterSending,
  CALENDAR_GONE,
  calendarsOf,
  hoursOf,
  isOwnAnswer,
  isReachable,
  MAYBE_HEARD,
  MAYBE_WRITTEN,
  NOT_WANTED,
  overtaken,
  postponed,
  type SendOutcome,
  withIntent,
} from './outbox.ts'
import { stillMeant } from './own-answers.ts'
import type { Activity, Effect, FollowUp, Intent, PersonState } from './state.ts'
import { undoneBy } from './undo.ts'

/** A slot that began this long ago unwritten is no time any more to follow up in. */
const BELATED_AFTER = Temporal.Duration.from({ minutes: 15 })
/** Why an answer ends that nobody needs any more. */
const EVENT_OVER = 'event_over'
/** The organiser moved the event before the answer to it went out. */
const MOVED_MEANWHILE = 'moved_meanwhile'
/** Why an intent about a block ends that the person deleted. */
const TAKEN_BY_HAND = 'deleted'
/** Where a calendar that is needed does not say when it can be read again. */
const LOOK_AGAIN = Temporal.Duration.from({ minutes: 10 })

export interface Sent {
  opId: string
  outcome: SendOutcome
  /** The event as it stands now, where that is known. */
  event: CalendarEvent | null
  /** Under our own id, read back: deleted by the person, or somebody else's event; `stands`: there already, before anything was asked for. */
  found: 'deleted' | 'foreign' | 'stands' | null
}

/**
 * @param commands what the person says in this cycle: heard before Aforo answers for them, though carried out only when all is sent
 * @returns `send`: what may go out now; `dropped`: the state in which overtaken intents have ended. What depends on a calendar that could not be
 * read waits until it can be: without having seen the person's hand nothing is written. A block whose time passed meanwhile is left out, and stays
 * due: this cycle finds it another time, the next one sends it.
 */
export function sendable(
  state: PersonState,
  due: readonly Intent[],
  pulls: readonly PulledChanges[],
  commands: readonly Command[],
  now: Temporal.Instant,
): { send: Intent[]; dropped: PersonState } {
  if (due.length === 0) return { send: [], dropped: state }
  const { timeZone } = state.person.settings
  const known = knownAt(state, now)
  const { byId } = known
  const read = new Set(pulls.flatMap(({ calendarId, result }) => (result.kind === 'ok' ? [calendarId] : [])))
  const sourceOf = (event: EventId): CalendarId | null => byId.get(event)?.calendarId ?? null
  // An account that waits for the person is read by nobody meanwhile, and a calendar of which tomorrow's try says no more than today's is as good as
  // unread: what was attended there is followed up by what is known of it.
  const isOutOfReach = (effect: Effect, id: CalendarId) => {
    const calendar = state.calendars.get(id)
    if (!('followUpId' in effect) || id === effect.calendarId || calendar === undefined) return false
    const { failure } = calendar.sync
    return !isReachable(state, calendar) || (failure !== null && isLasting(failure.reason))
  }
  const unreadOf = (effect: Effect) =>
    calendarsOf(state, effect, sourceOf).filter((id) => !read.has(id) && !isOutOfReach(effect, id))
  // Aforo's own answers that are seen not to stand, where all they depend on was read. Of an event that is gone nobody sees whether it was answered.
  const asked = due.filter(({ state: at, body: { effect } }) => {
    if (!isOwnAnswer(effect) || unreadOf(effect).length > 0) return false
    const stands = byId.get(effect.eventId)?.answer
    return stands === undefined ? at === 'waiting' : stands !== effect.answer
  })
  const meant = asked.length === 0 ? null : stillMeant(applyAll(state, known, commands, now).state, asked, now)
  const send: Intent[] = []
  let dropped = state
  for (const intent of due) {
    const { effect } = intent.body
    const orphaned = 'calendarId' in effect && !state.calendars.has(effect.calendarId)
    const why = orphaned ? CALENDAR_GONE : overtakenBy(state, known, intent, read, now)
    // Read a moment ago, and not there: what never arrived is not sent to the organiser of what is over.
    const isLate = why === EVENT_OVER && unreadOf(effect).length === 0 && !isOwnAnswer(effect) && !stands(byId, effect)
    // What may have happened is read back first, unless there is nothing left to read.
    if (why !== null && (intent.state === 'waiting' || orphaned || isLate)) {
      const isUnsure = orphaned && effect.kind === 'put_block' && intent.state === 'unknown'
      dropped = withIntent(dropped, overtaken(intent, isUnsure ? MAYBE_WRITTEN : why, now))
      const followUp = why === TAKEN_BY_HAND && 'followUpId' in effect && dropped.followUps.get(effect.followUpId)
      if (followUp) dropped = withFollowUp(dropped, followUp, { state: 'removed_by_you' })
      continue
    }
    if (asked.includes(intent) && meant?.has(intent.opId) !== true) {
      dropped = withIntent(dropped, overtaken(intent, intent.state === 'unknown' ? MAYBE_HEARD : NOT_WANTED, now))
      continue
    }
    const begins = effect.kind === 'digest' ? weekInterval(effect.week, timeZone).start : now
    if (Temporal.Instant.compare(begins, now) > 0) {
      // The zone has changed since it was put on record, and its week is still to come.
      dropped = withIntent(dropped, postponed(intent, begins))
      continue
    }
    const unread = unreadOf(effect)
    if (unread.length > 0) {
      const until = readableAgain(state, unread, now)
      dropped = withIntent(dropped, postponed(intent, until, unread))
    } else if (!('followUpId' in effect) || !isBelated(state, state.followUps.get(effect.followUpId), known, now)) {
      send.push(intent)
    }
  }
  return { send, dropped }
}

export interface AbsorbedSent {
  state: PersonState
  activity: Activity[]
  counts: { booked: number; answered: number; writes: number }
}

export function absorbSent(
  state: PersonState,
  sent: readonly Sent[],
  now: Temporal.Instant,
  jitter: Jitter,
): AbsorbedSent {
  let next = state
  const activity: Activity[] = []
  const counts = { booked: 0, answered: 0, writes: 0 }
  for (const one of sent) {
    const intent = next.outbox.get(one.opId)
    if (intent === undefined) continue
    const { effect } = intent.body
    const after =
      one.found === null ? afterSending(intent, one.outcome, now, jitter) : overtaken(intent, one.found, now)
    next = withIntent(next, after)
    const done = after.state === 'done'
    if (effect.kind === 'put_block' || effect.kind === 'remove_block') next = absorbBlock(next, effect, one, after, now)
    // Nor is a write that was forbidden proof of a lost permission: the list of calendars decides, and the person is told (rule 13).
    const calendar = 'calendarId' in effect ? next.calendars.get(effect.calendarId) : undefined
    if (calendar !== undefined && after.state === 'given_up' && after.body.lastReason === 'forbidden')
      next = withListDue(next, calendar, now)
    if (effect.kind === 'answer' && one.event !== null) next = withItem(next, effect.calendarId, one.event)
    if (done && effect.kind === 'put_block' && effect.expected === 'absent') counts.booked++
    if (done && effect.kind === 'answer') counts.answered++
    if (done && ['put_block', 'remove_block', 'answer'].includes(effect.kind)) counts.writes++
    if (after.state === 'done' || after.state === 'given_up') activity.push(...told(intent.opId, effect, after, now))
  }
  return { state: next, activity, counts }
}

/** Decided, but its time came before it could be written, and it does not stand in the calendar: of one that cannot be read nobody knows. */
export function isBelated(
  state: PersonState,
  followUp: FollowUp | undefined,
  known: Known,
  now: Temporal.Instant,
): boolean {
  if (followUp?.body.state !== 'booking' || known.blocks.has(followUp.id)) return false
  if (state.calendars.get(followUp.body.calendarId)?.sync.failure !== null) return false
  return Temporal.Instant.compare(Temporal.Instant.from(followUp.body.start).add(BELATED_AFTER), now) <= 0
}

/** Whether the event's answer is the one that was to be given. */
function stands(events: Known['byId'], effect: Effect): boolean {
  return effect.kind === 'answer' && events.get(effect.eventId)?.answer === effect.answer
}

/** When all of them may be read again. */
function readableAgain(state: PersonState, unread: readonly CalendarId[], now: Temporal.Instant): Temporal.Instant {
  const moments = unread.map((id) => {
    const retryAt = state.calendars.get(id)?.sync.failure?.retryAt ?? null
    return retryAt === null ? now.add(LOOK_AGAIN) : Temporal.Instant.from(retryAt)
  })
  return moments.reduce((a, b) => (Temporal.Instant.compare(a, b) >= 0 ? a : b), now)
}

/** Why an intent is pointless now; null while it is not. @param read calendars that were read just now */
function overtakenBy(
  state: PersonState,
  known: Known,
  intent: Intent,
  read: ReadonlySet<CalendarId>,
  now: Temporal.Instant,
): string | null {
  const { effect } = intent.body
  if (effect.kind === 'answer') {
    const event = known.byId.get(effect.eventId)
    // What was called off is gone, and what is over needs no answer any more: neither is worth another try.
    if (event === undefined || event.cancelled) return 'event_gone'
    if (Temporal.Instant.compare(event.end, now) <= 0) return EVENT_OVER
    const stands = event.answer
    const { at } = effect
    if (at !== undefined && stands !== effect.answer) {
      const is = hoursOf(event)
      const isMoved = at.start !== is.start
      // Aforo tells a day ahead what it will answer, so another length is another thing to tell.
      if (isOwnAnswer(effect) && (isMoved || at.end !== is.end)) return NOT_WANTED
      if (isMoved) return MOVED_MEANWHILE
    }
    // Another answer than those it was decided upon is the person's later act (rule 3).
    return stands !== effect.answer && !effect.before.some((one) => one === stands) ? 'answered_meanwhile' : null
  }
  if (effect.kind === 'put_block') {
    // Seen in another calendar than it was meant for, it is taken over there (`place.ts`).
    const seen = known.blocks.get(effect.followUpId)
    const isElsewhere = seen !== undefined && seen.event.mark !== null && seen.calendarId !== effect.calendarId
    if (effect.expected === 'absent' && isElsewhere) return 'stands'
    return isToBeWritten(state, effect.followUpId) ? null : NOT_WANTED
  }
  if (effect.kind === 'remove_block') {
    if (state.followUps.get(effect.followUpId)?.body.state !== 'removing') return NOT_WANTED
    // It stood there when this was decided upon, and what was read just now does not have it: what a hand took away is not made again (rule 3).
    const isGone = read.has(effect.calendarId) && blockSeenIn(state, effect.calendarId, effect.followUpId) === null
    return isGone && effect.expected !== null ? TAKEN_BY_HAND : null
  }
  if (effect.kind === 'digest') return effect.week < weekOf(now, state.person.settings.timeZone) ? 'overtaken' : null
  if (effect.kind === 'notice') return stillHolds(state, intent, now) ? null : NOT_WANTED
  return null
}

function absorbBlock(
  state: PersonState,
  effect: Extract<Effect, { kind: 'put_block' | 'remove_block' }>,
  sent: Sent,
  after: Intent,
  now: Temporal.Instant,
): PersonState {
  const done = after.state === 'done'
  const followUp = state.followUps.get(effect.followUpId)
  if (followUp === undefined) return state
  if (sent.found === 'deleted') {
    // What still shows it was read before the hand came.
    const taken = withFollowUp(state, followUp, { state: closedOr(followUp.body, 'removed_by_you') })
    return withoutBlock(taken, effect.calendarId, effect.followUpId)
  }
  // Somebody else's event stands under this id and is left alone; `place` goes on to the next generation.
  const removed = () => withFollowUp(state, followUp, { state: closedOr(followUp.body, 'removed') })
  if (sent.found === 'foreign') return removed()
  if (done && effect.kind === 'remove_block') return withoutBlock(removed(), effect.calendarId, effect.followUpId)
  if (sent.event !== null) return withItem(asItStands(state, followUp, sent.event), effect.calendarId, sent.event)
  if (after.state !== 'given_up') return state
  // Refused for good: what stands there stays as it is, and is tried again now and then (`place.ts`), not at once.
  const stands = followUp.body.revision !== null
  const otherwise = closedOr(followUp.body, stands ? 'booked' : 'refused')
  return withFollowUp(state, followUp, { state: otherwise, refusedAt: now.toString() })
}

/** Whether its block is Aforo's to write: neither closed, nor the person's, nor taken away. */
export function isToBeWritten({ followUps }: PersonState, id: BlockId): boolean {
  const state = followUps.get(id)?.body.state
  return state === 'booking' || state === 'booked'
}

/** Takes over a block's place and hand from the event as it was read; @param calendarId where it was read */
export function asItStands(
  state: PersonState,
  followUp: FollowUp,
  event: CalendarEvent,
  calendarId = followUp.body.calendarId,
): PersonState {
  const { body } = followUp
  if (!('at' in event.start) || !('at' in event.end))
    return withFollowUp(state, followUp, { state: closedOr(body, 'yours'), calendarId })
  const touched = isTouched(event)
  const minutes = touched ? body.minutes : minutesOf({ start: momentOf(event.start.at), end: momentOf(event.end.at) })
  const change: Partial<FollowUp['body']> = {
    calendarId,
    state: closedOr(body, touched ? 'yours' : body.state === 'removing' ? 'removing' : 'booked'),
    start: event.start.at,
    end: event.end.at,
    // A read that is behind shows it as it was: were it said to be longer than it stands, nobody would lengthen it.
    minutes,
    revision: event.revision,
    content: event.mark?.content ?? body.content,
  }
  return withFollowUp(state, followUp, change)
}

export function withFollowUp(state: PersonState, followUp: FollowUp, change: Partial<FollowUp['body']>): PersonState {
  const body = { ...followUp.body, ...change }
  const same = (Object.keys(change) as (keyof FollowUp['body'])[]).every((key) => followUp.body[key] === body[key])
  return same ? state : { ...state, followUps: having(state.followUps, followUp.id, { ...followUp, body }) }
}

function closedOr(body: FollowUp['body'], otherwise: FollowUp['body']['state']): FollowUp['body']['state'] {
  return body.state === 'done' || body.state === 'dismissed' ? body.state : otherwise
}

function withItem(state: PersonState, calendarId: CalendarId, event: CalendarEvent): PersonState {
  const calendar = state.calendars.get(calendarId)
  if (calendar === undefined) return state
  const items = having(state.items.get(calendarId) ?? new Map(), event.id, itemOf(state, calendar, event))
  return { ...state, items: having(state.items, calendarId, items) }
}

function withoutBlock(state: PersonState, calendarId: CalendarId, id: BlockId): PersonState {
  const items = state.items.get(calendarId)
  const event = blockSeenIn(state, calendarId, id)
  return items === undefined || event === null
    ? state
    : { ...state, items: having(state.items, calendarId, having(items, event.id, null)) }
}

function told(opId: string, effect: Effect, { state, body }: Intent, now: Temporal.Instant): Activity[] {
  const base = { id: opId, at: timestamp(now), undoneAt: null }
  if (state === 'given_up') {
    if ([NOT_WANTED, MAYBE_HEARD, 'answered_again', 'stands', TAKEN_BY_HAND].some((why) => why === body.lastReason))
      return []
    const eventId = 'eventId' in effect ? effect.eventId : null
    return [{ ...base, kind: 'gave_up', eventId, detail: { effect: effect.kind, reason: body.lastReason } }]
  }
  switch (effect.kind) {
    case 'put_block':
      return [{ ...base, kind: effect.expected === 'absent' ? 'booked' : 'moved', eventId: effect.eventId, detail: {} }]
    case 'remove_block':
      return [{ ...base, kind: 'removed', eventId: effect.eventId, detail: {} }]
    case 'answer': {
      const detail = {
        answer: effect.answer,
        before: effect.before.at(0) ?? null,
        by: effect.by,
        reason: effect.own?.reason ?? null,
        comment: effect.comment ?? null,
      }
      const answered: Activity = { ...base, kind: 'answered', eventId: effect.eventId, detail }
      const id = undoneBy(opId)
      // Of what it takes back only the mark is new (`db/person.ts`): undone is what the provider has taken, not what was asked for.
      return id === null ? [answered] : [answered, { ...answered, id, undoneAt: timestamp(now) }]
    }
    case 'digest':
      return [{ ...base, kind: 'digest_sent', eventId: null, detail: { week: effect.week } }]
    case 'notice':
      return [{ ...base, kind: 'notice_sent', eventId: null, detail: { about: effect.about } }]
  }
}
