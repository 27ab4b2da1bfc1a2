/** Where follow-ups go: the calendar that the person chose for them, and another one where that takes no more (design.md, section 8). */
import { Temporal } from 'temporal-polyfill'
import type { BlockId } from '../calendar/event.ts'
import { blockIdOf } from '../calendar/marks.ts'
import type { Placement } from '../followups/place.ts'
import type { HorizonPlan } from '../planning/shapes.ts'
import { isBefore, momentOf } from '../time/instant.ts'
import { having } from './difference.ts'
import { backFrom, placement } from './free-time.ts'
import type { Known } from './known.ts'
import { CALENDAR_GONE, intentOf, isReachable, overtaken, withIntent } from './outbox.ts'
import { withFollowUp } from './sent.ts'
import type { Calendar, FollowUp, Intent, PersonState } from './state.ts'
import { isWritable } from './uses.ts'

/**
 * The one calendar that takes follow-ups; never chosen by Aforo once the person has an account (design.md, section 8). Where it is gone or takes nothing
 * more, what is owed is put on record all the same, and waits for it or for another one.
 */
export function targetOf(state: PersonState): Calendar | null {
  return [...state.calendars.values()].find((calendar) => calendar.followUps) ?? null
}

/** Its calendar takes no blocks until the person acts, and they have chosen another one for follow-ups. */
export function isWantedElsewhere(state: PersonState, followUp: FollowUp, pending: Intent): boolean {
  const calendar = state.calendars.get(followUp.body.calendarId)
  const target = targetOf(state)
  // One that was asked for may stand there, and would be two when the calendar comes back.
  if (!isUntried(followUp, pending) || calendar === undefined || target === null) return false
  return target.id !== calendar.id && takesBlocks(state, target) && !takesBlocks(state, calendar)
}

/** The same follow-up in the calendar chosen since; what was owed so long ago that it is booked no more ends (design.md, section 5). */
export function bookedElsewhere(
  state: PersonState,
  known: Known,
  horizon: HorizonPlan,
  followUp: FollowUp,
  pending: Intent,
  now: Temporal.Instant,
): PersonState {
  const target = targetOf(state)
  const subject = target === null ? undefined : state.connections.get(target.connectionId)?.subject
  const placed = placedAnew(state, known, horizon, followUp, now)
  if (target === null || subject === undefined) return state
  const { eventId, body } = followUp
  if (placed.kind === 'no_room') {
    if (isBefore(now, momentOf(body.start))) return state
    return withIntent(withFollowUp(state, followUp, { state: 'removed' }), overtaken(pending, 'too_late', now))
  }
  const id = blockIdOf(subject, eventId, 'follow-up', body.generation)
  const { slot, kind } = placed
  const moved: FollowUp = {
    id,
    eventId,
    body: {
      ...body,
      calendarId: target.id,
      start: slot.start.toString(),
      end: slot.end.toString(),
      late: kind === 'late',
      crowded: false,
    },
  }
  const ended = withIntent(state, overtaken(pending, CALENDAR_GONE, now))
  const followUps = having(having(ended.followUps, followUp.id, null), id, moved)
  return withIntent({ ...ended, followUps }, putOf(moved, now))
}

/** The intent to write it for the first time. */
export function putOf({ id, eventId, body }: FollowUp, now: Temporal.Instant): Intent {
  const effect = {
    kind: 'put_block' as const,
    calendarId: body.calendarId,
    followUpId: id,
    eventId,
    expected: 'absent' as const,
  }
  return intentOf(putId(id), effect, now)
}

/** Of the intent to write a block for the first time. */
export function putId(id: BlockId): string {
  return `put:${id}`
}

/** Nobody was asked to write it yet. */
export function isUntried({ body }: FollowUp, pending: Intent): boolean {
  return (
    body.state === 'booking' && body.revision === null && pending.state === 'waiting' && pending.body.attempts === 0
  )
}

/** Whether a block can be written to it: its account can be asked, and it is not only to be read. */
export function takesBlocks(state: PersonState, calendar: Calendar): boolean {
  return isReachable(state, calendar) && isWritable(calendar.role)
}

/** Where one goes that is owed and was not written in its time; late if need be. */
export function placedAnew(
  state: PersonState,
  known: Known,
  horizon: HorizonPlan,
  { id, eventId, body }: FollowUp,
  now: Temporal.Instant,
): Placement {
  const event = known.byId.get(eventId)
  const back = event === undefined ? Temporal.Instant.from(body.start) : backFrom(state, event)
  return placement(state, known, horizon, eventId, body.minutes, back, now, id)
}
