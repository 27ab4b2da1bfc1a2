/**
 * Follow-ups from attendance to calendar: books the ones that are owed, moves untouched ones that something landed on, takes one away after
 * "no fui", and leaves to the person whatever their hand has touched (design.md, section 5 and rules 1 to 3). All of it as intents.
 */
import { Temporal } from 'temporal-polyfill'
import type { Block, BlockId } from '../calendar/event.ts'
import { blockIdOf } from '../calendar/marks.ts'
import { blockOf } from '../followups/block.ts'
import { type Fate, reconcile } from '../followups/reconcile.ts'
import { isTouched } from '../followups/touched.ts'
import type { Language } from '../i18n/index.ts'
import type { HorizonPlan } from '../planning/shapes.ts'
import { isBefore, momentOf } from '../time/instant.ts'
import { overlaps } from '../time/interval.ts'
import { having } from './difference.ts'
import { backFrom, isFree, isWindowOpen, placement, takenTime } from './free-time.ts'
import { type Known, NOTHING_SAID, seenOf } from './known.ts'
import type { KnownEvent } from './known-events.ts'
import { minutesFor, peopleMark, peopleMet } from './met.ts'
import { intentOf, MAYBE_WRITTEN, overtaken, pendingOf, withIntent } from './outbox.ts'
import { followUpsByEvent, slotOf } from './plan.ts'
import { asItStands, isBelated, withFollowUp } from './sent.ts'
import { attendanceOf } from './settle.ts'
import type { FollowUp, Intent, PersonState } from './state.ts'
import { newFollowUp, strayBlock, strayFollowUp } from './stray.ts'
import { bookedElsewhere, isUntried, isWantedElsewhere, placedAnew, putId, putOf, targetOf } from './target.ts'
import { windowAt } from './window.ts'

export function placeFollowUps(
  before: PersonState,
  known: Known,
  horizon: HorizonPlan,
  now: Temporal.Instant,
): PersonState {
  let state = adoptHands(before, known, now)
  state = settleBooked(state, known, horizon, now)
  state = tellPeople(state, known, horizon, now)
  for (const event of known.events) {
    const attendance = attendanceOf(state, known, event, now)
    if (attendance !== 'presumed' && attendance !== 'attended') continue
    state = book(state, known, horizon, event, attendance, now)
  }
  return state
}

/** The block of a follow-up in the person's words; null when there is no such follow-up any more. */
export function blockFor(state: PersonState, id: BlockId, language: Language, appUrl: string): Block | null {
  const followUp = state.followUps.get(id)
  if (followUp === undefined) return null
  const { title, start, end } = followUp.body
  const eventStart = state.occurrences.get(followUp.eventId)?.seen?.start ?? start
  const people = peopleMet(state, followUp.eventId)
  return blockOf({ id, eventTitle: title, eventStart, start, end, people }, language, appUrl)
}

/** Takes over what the calendars show of our blocks: moved, edited or deleted by the person. */
function adoptHands(before: PersonState, known: Known, now: Temporal.Instant): PersonState {
  let state = before
  const oldest = windowAt(now).start.add({ hours: 48 })
  for (const followUp of before.followUps.values()) {
    const { body } = followUp
    const seen = known.blocks.get(followUp.id)
    const isSettled = seen !== undefined && pendingOf(state, followUp.id) === null
    // Seen although its intent has ended, it was written after all.
    const written = body.state === 'booking' && isSettled
    // Deleted and taken out of the bin again: of the two acts the later one stands (rule 3).
    const broughtBack = body.state === 'removed_by_you' && isSettled && seen.event.mark !== null
    if (body.state !== 'booked' && body.state !== 'yours' && !written && !broughtBack) continue
    if (seen !== undefined) {
      // No hand takes a mark off: without it, no more is shown of it than its time.
      if (seen.event.mark === null && body.revision !== null) continue
      // While a move of ours is on its way, what stands there is still the old place.
      if (pendingOf(state, followUp.id) === null || isTouched(seen.event))
        state = asItStands(state, followUp, seen.event, seen.calendarId)
      continue
    }
    const calendar = state.calendars.get(body.calendarId)
    const readable = calendar !== undefined && !calendar.sync.gone && calendar.sync.readAt !== null
    // Old blocks are no longer looked at, and of a calendar that is gone nothing can be said.
    if (!readable || isBefore(momentOf(body.end), oldest)) continue
    state = withFollowUp(state, followUp, { state: 'removed_by_you' })
  }
  return state
}

/** "No fui" and called-off events take an untouched block away; one that something landed on moves. */
function settleBooked(before: PersonState, known: Known, horizon: HorizonPlan, now: Temporal.Instant): PersonState {
  let state = before
  for (const followUp of before.followUps.values()) {
    const current = state.followUps.get(followUp.id)
    if (current === undefined || !['booked', 'booking', 'removing'].includes(current.body.state)) continue
    const pending = pendingOf(state, current.id)
    if (pending === null && current.body.state !== 'booked') {
      state = withoutIntent(state, known, current, now)
      continue
    }
    if (pending !== null && isWantedElsewhere(state, current, pending)) {
      state = bookedElsewhere(state, known, horizon, current, pending, now)
      continue
    }
    if (
      current.body.state === 'removing' ||
      isRefusedLately(current, now) ||
      !state.calendars.has(current.body.calendarId)
    )
      continue
    // Between being sent and being known there is nothing to decide, but that its time must not have passed when it is sent again.
    const underWay = pending !== null && (pending.state === 'unknown' || pending.body.attempts > 0)
    const decided = underWay ? KEEP : fateOf(state, known, horizon, current, now)
    const belated = decided.kind === 'keep' && isBelated(state, current, known, now)
    const fate = belated ? belatedFate(state, known, horizon, current, now) : decided
    if (!underWay || belated) state = withFate(state, current, pending, fate, now, belated ? 'too_late' : 'not_wanted')
  }
  return state
}

const KEEP: Fate = { kind: 'keep' }

/** Later contacts go into a block that nobody has touched and that has not begun, and may lengthen it (design.md, section 5). */
function tellPeople(before: PersonState, known: Known, horizon: HorizonPlan, now: Temporal.Instant): PersonState {
  let state = before
  for (const followUp of before.followUps.values()) {
    const current = state.followUps.get(followUp.id)
    if (current === undefined || !['booking', 'booked'].includes(current.body.state)) continue
    const people = peopleMark(peopleMet(state, current.eventId))
    const minutes = minutesFor(state, current.eventId, current)
    if (people === (current.body.people ?? '') && minutes === current.body.minutes) continue
    if (!isBefore(now, momentOf(current.body.start)) || isRefusedLately(current, now)) continue
    const pending = pendingOf(state, current.id)
    // Between being sent and being known nothing is decided: what is to be said is said then.
    if (pending !== null && (pending.state === 'unknown' || pending.body.attempts > 0)) continue
    const placed = longer(state, known, horizon, current, minutes, now)
    // Nothing is free for so long: it stays as long as it is, and says whom it is about.
    const change = placed ?? {}
    if (placed === null && people === (current.body.people ?? '')) continue
    state = withFollowUp(state, current, { ...change, people })
    const { calendarId, revision } = current.body
    // One that is on its way, or waits for its calendar, takes it along.
    if (pending !== null || revision === null) continue
    const effect = {
      kind: 'put_block' as const,
      calendarId,
      followUpId: current.id,
      eventId: current.eventId,
      expected: revision,
    }
    state = withIntent(state, intentOf(`people:${current.id}:${now.epochMilliseconds}`, effect, now))
  }
  return state
}

/** Where a block of so many minutes goes: where it stands if it can grow there, else elsewhere; null where nothing is free. */
function longer(
  state: PersonState,
  known: Known,
  horizon: HorizonPlan,
  followUp: FollowUp,
  minutes: number,
  now: Temporal.Instant,
): Pick<FollowUp['body'], 'start' | 'end' | 'late' | 'minutes'> | null {
  const { id, eventId, body } = followUp
  const { start, end, late } = body
  if (minutes === body.minutes) return { start, end, late, minutes }
  const grown = { start: momentOf(start), end: momentOf(start).add({ minutes }) }
  if (isFree(state, known, grown, now, id)) return { start, end: grown.end.toString(), late, minutes }
  const event = known.byId.get(eventId)
  const back = event === undefined ? grown.start : backFrom(state, event)
  const placed = placement(state, known, horizon, eventId, minutes, back, now, id)
  if (placed.kind === 'no_room') return null
  return { start: placed.slot.start.toString(), end: placed.slot.end.toString(), late: placed.kind === 'late', minutes }
}

/** A wish to write or remove whose intent ended without doing so: the calendar is gone, or would not have it. */
function withoutIntent(state: PersonState, known: Known, followUp: FollowUp, now: Temporal.Instant): PersonState {
  const refusedAt = now.toString()
  if (followUp.body.state === 'booking') return withFollowUp(state, followUp, { state: 'refused', refusedAt })
  return withFollowUp(
    state,
    followUp,
    known.blocks.has(followUp.id) ? { state: 'booked', refusedAt } : { state: 'removed' },
  )
}

/** What a provider refused for good is tried again once a day, not once a cycle (design.md, rule 13). */
function isRefusedLately({ body }: FollowUp, now: Temporal.Instant): boolean {
  return (
    body.refusedAt !== null &&
    Temporal.Instant.compare(Temporal.Instant.from(body.refusedAt).add({ hours: 24 }), now) > 0
  )
}

/** Its time came before it could be written, as after an outage of days: another one, late if need be; after two weeks of work, none. */
function belatedFate(
  state: PersonState,
  known: Known,
  horizon: HorizonPlan,
  followUp: FollowUp,
  now: Temporal.Instant,
): Fate {
  const placed = placedAnew(state, known, horizon, followUp, now)
  return placed.kind === 'no_room' ? { kind: 'remove' } : { kind: 'move', placement: placed }
}

function fateOf(
  state: PersonState,
  known: Known,
  horizon: HorizonPlan,
  followUp: FollowUp,
  now: Temporal.Instant,
): Fate {
  const event = known.byId.get(followUp.eventId)
  const said = (event === undefined ? state.occurrences.get(followUp.eventId) : event.said)?.attendance
  const slot = slotOf(followUp)
  const back = event === undefined ? slot.start : backFrom(state, event)
  const begun = !isBefore(now, slot.start)
  // One that nobody has written yet goes where the hours to work are by now: whoever flew on meanwhile has others.
  const isUnwritten = followUp.body.state === 'booking' && followUp.body.revision === null
  const isOutside = isUnwritten && !isFree(state, known, slot, now, followUp.id)
  return reconcile(
    {
      seen: 'untouched',
      slot,
      attendance: said === 'attended' || said === 'missed' ? said : 'presumed',
      cancelled: event !== undefined && (event.cancelled || (event.answer === 'declined' && event.standing === null)),
      back,
    },
    // Nothing can land on what has begun.
    begun ? [] : isOutside ? [slot] : takenTime(state, known, now, followUp.id),
    now,
    () => placement(state, known, horizon, followUp.eventId, followUp.body.minutes, back, now, followUp.id),
  )
}

function withFate(
  state: PersonState,
  followUp: FollowUp,
  pending: Intent | null,
  fate: Fate,
  now: Temporal.Instant,
  why: 'not_wanted' | 'too_late',
): PersonState {
  const { body } = followUp
  switch (fate.kind) {
    case 'keep':
      return withFollowUp(state, followUp, { crowded: false })
    case 'tell':
      return withFollowUp(state, followUp, { crowded: true })
    case 'move': {
      const { slot, kind } = fate.placement
      const moved = withFollowUp(state, followUp, {
        start: slot.start.toString(),
        end: slot.end.toString(),
        late: kind === 'late',
        crowded: false,
      })
      // Not sent yet: the intent names the follow-up, so it takes the new place along.
      if (pending !== null || body.revision === null) return moved
      const { calendarId, revision } = body
      const effect = {
        kind: 'put_block' as const,
        calendarId,
        followUpId: followUp.id,
        eventId: followUp.eventId,
        expected: revision,
      }
      return withIntent(moved, intentOf(`move:${followUp.id}:${now.epochMilliseconds}`, effect, now))
    }
    case 'remove': {
      const { calendarId } = body
      const ended = pending === null ? state : withIntent(state, overtaken(pending, why, now))
      // Never asked for, and there is nobody to ask whether it stands.
      if (pending !== null && isUntried(followUp, pending) && state.calendars.get(calendarId)?.sync.gone === true)
        return withFollowUp(ended, followUp, { state: 'removed' })
      // One on its way may have arrived, whatever is known here: it is looked for before it is called gone.
      const expected = body.state === 'booking' ? null : body.revision
      const effect = {
        kind: 'remove_block' as const,
        calendarId,
        followUpId: followUp.id,
        eventId: followUp.eventId,
        expected,
      }
      return withIntent(
        withFollowUp(ended, followUp, { state: 'removing' }),
        intentOf(`remove:${followUp.id}`, effect, now),
      )
    }
    case 'detach':
      return withFollowUp(state, followUp, { state: 'yours' })
    case 'removed_by_you':
      return withFollowUp(state, followUp, { state: 'removed_by_you' })
  }
}

/** Whether the last reading that could have shown it did not, or there is nothing any more to read it in. */
function isMissing(state: PersonState, { calendarId, target }: KnownEvent): boolean {
  const isGone = state.calendars.get(calendarId)?.sync.gone === true
  return isGone || state.items.get(calendarId)?.get(target.id)?.missingSince != null
}

/**
 * Only while the window of two working days is open: a first sync books nothing for older events, and owes nothing. A block that the calendars
 * show already is taken over and nothing written: providers may have forgotten that it was made (`stray.ts`).
 */
function book(
  state: PersonState,
  known: Known,
  horizon: HorizonPlan,
  event: KnownEvent,
  attendance: 'presumed' | 'attended',
  now: Temporal.Instant,
): PersonState {
  const latest = followUpsByEvent(state).get(event.id)
  if (latest !== undefined && latest.body.state !== 'removed' && latest.body.state !== 'refused') return state
  const about = aboutOf(state, event)
  if (isFollowedUpAs(state, known, event, about)) return state
  const back = backFrom(state, event)
  const minutes = minutesFor(state, event.id, undefined)
  const stray = strayBlock(state, known, event.id)
  if (stray !== null) {
    const found = strayFollowUp(state, event, stray, { about, minutes, back, now })
    if (found === null) return state
    const taken = withNew(state, event, attendance, latest, found, now)
    return asItStands(taken, found, stray.event, stray.calendarId)
  }
  const target = targetOf(state)
  const subject = target === null ? undefined : state.connections.get(target.connectionId)?.subject
  if (target === null || subject === undefined) return state
  if (latest?.body.state === 'refused' && latest.body.calendarId === target.id && isRefusedLately(latest, now))
    return state
  // It may stand in an account that is away, and is written nowhere else then (rule 2).
  if (latest !== undefined && mayStandElsewhere(state, latest, subject)) return state
  if (!isWindowOpen(state, back, now)) return state
  // Deleted, it may be, a moment before it was over: the second look tells (rule 5), and what nobody said they attended is not followed up before it.
  if (attendance === 'presumed' && isMissing(state, event)) return state
  const placed = placement(state, known, horizon, event.id, minutes, back, now, null)
  if (placed.kind === 'no_room') return state

  // Only a block that Aforo took away uses its id up: a refused one was never there.
  const generation = latest === undefined ? 0 : latest.body.generation + (latest.body.state === 'removed' ? 1 : 0)
  const id = blockIdOf(subject, event.id, 'follow-up', generation)
  const followUp = newFollowUp(id, event, {
    generation,
    about,
    calendarId: target.id,
    start: placed.slot.start.toString(),
    end: placed.slot.end.toString(),
    minutes,
    late: placed.kind === 'late',
    people: peopleMark(peopleMet(state, event.id)),
  })
  return withIntent(withNew(state, event, attendance, latest, followUp, now), putOf(followUp, now))
}

/** The state with a follow-up that was not, and the attendance it came from. */
function withNew(
  state: PersonState,
  event: KnownEvent,
  attendance: 'presumed' | 'attended',
  latest: FollowUp | undefined,
  followUp: FollowUp,
  now: Temporal.Instant,
): PersonState {
  const said = state.occurrences.get(event.id) ?? NOTHING_SAID
  const settled = { ...said, attendance, attendanceAt: event.said?.attendanceAt ?? now.toString(), seen: seenOf(event) }
  return {
    ...state,
    followUps: having(withoutRefused(state, latest), followUp.id, followUp),
    occurrences: having(state.occurrences, event.id, settled),
  }
}

/** A refused one makes way for the one that is tried in its place. */
function withoutRefused(state: PersonState, latest: FollowUp | undefined): PersonState['followUps'] {
  return latest?.body.state === 'refused' ? having(state.followUps, latest.id, null) : state.followUps
}

/**
 * Whether the same meeting has its follow-up under another identity: its organiser has moved the series about, made one of a single event, or begun
 * another with "this and following". The one before is gone by then, or still read beside it; two meetings of one day that both stand are two.
 */
function isFollowedUpAs(state: PersonState, known: Known, event: KnownEvent, about: string): boolean {
  return [...state.followUps.values()].some(({ eventId, body }) => {
    if (eventId === event.id || ['removed', 'refused'].includes(body.state)) return false
    const other = known.byId.get(eventId)
    if (other !== undefined) return body.about === about && overlaps(other, event)
    const began = state.occurrences.get(eventId)?.seen?.start
    const isSameHour = began !== undefined && Date.parse(began) === event.start.epochMilliseconds
    return body.about === about || (body.title === event.title && isSameHour)
  })
}

/** One meeting of a series a day, as a person would tell it, whatever identities its organiser has given it by moving it about. */
function aboutOf(state: PersonState, event: KnownEvent): string {
  return `${event.uid} ${event.start.toZonedDateTimeISO(state.person.settings.timeZone).toPlainDate()}`
}

/** Its calendar went while nobody knew whether it had been written; only there is its id its own. */
function mayStandElsewhere({ outbox }: PersonState, { id, eventId, body }: FollowUp, subject: string): boolean {
  const isUnsure = outbox.get(putId(id))?.body.lastReason === MAYBE_WRITTEN
  return isUnsure && blockIdOf(subject, eventId, 'follow-up', body.generation) !== id
}
