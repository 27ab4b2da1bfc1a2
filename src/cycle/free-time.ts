/**
 * Where a follow-up can go: the working hours to come, clear of busy time, of attended and accepted events with their travel, and of other
 * follow-ups (design.md, sections 4 and 5).
 */
import { Temporal } from 'temporal-polyfill'
import type { BlockId, EventId } from '../calendar/event.ts'
import { type Placement, placeFollowUp } from '../followups/place.ts'
import type { HorizonPlan } from '../planning/shapes.ts'
import { isBefore } from '../time/instant.ts'
import { type Interval, subtract } from '../time/interval.ts'
import { windowsBetween } from '../time/weekly-windows.ts'
import { endOfWorkingDay, type WorkingDays, workingHoursBetween } from '../time/working-days.ts'
import type { Known } from './known.ts'
import type { KnownEvent } from './known-events.ts'
import { attendedHours, busyTime, holidaysOf, slotOf, travelMinutes } from './plan.ts'
import type { PersonState } from './state.ts'

/** How far ahead free time is looked for: beyond the last day a late block may take. */
const DAYS_AHEAD = 21

/** The slot that the plan kept for it while that is still to come, else the earliest that is free. */
export function placement(
  state: PersonState,
  known: Known,
  horizon: HorizonPlan,
  eventId: EventId,
  minutes: number,
  back: Temporal.Instant,
  now: Temporal.Instant,
  except: BlockId | null,
): Placement {
  const days = workingDays(state, now)
  const taken = takenTime(state, known, now, except)
  const free = subtract(hoursToWork(state, days, now), taken)
  const kept = horizon.followUps.get(eventId) ?? null
  if (
    kept !== null &&
    Temporal.Instant.compare(kept.start, now) > 0 &&
    holds(free, kept) &&
    !isBefore(kept.start, back)
  ) {
    return { kind: 'in_time', slot: kept }
  }
  const promised = [...horizon.followUps].flatMap(([id, slot]) => (id === eventId ? [] : [slot]))
  const from = isBefore(back, now) ? now : back
  const within = state.person.settings.followUp.withinWorkingDays
  const zoned = back.toZonedDateTimeISO(days.zone)
  const unpromised = placeFollowUp(minutes, zoned, startingAt(subtract(free, promised), from), days, within)
  // Slots kept for what is still to come may move; this one is owed now.
  return unpromised.kind === 'in_time'
    ? unpromised
    : placeFollowUp(minutes, zoned, startingAt(free, from), days, within)
}

/** Whether a follow-up could stand just there. */
export function isFree(
  state: PersonState,
  known: Known,
  slot: Interval,
  now: Temporal.Instant,
  except: BlockId | null,
): boolean {
  const days = workingDays(state, now)
  return holds(subtract(hoursToWork(state, days, now), takenTime(state, known, now, except)), slot)
}

/** Busy time, attended and accepted events with their travel, and every other follow-up: what a block must stay clear of. */
export function takenTime(state: PersonState, known: Known, now: Temporal.Instant, except: BlockId | null): Interval[] {
  const commitments = known.events
    .filter((event) => event.standing === 'commitment' && event.said?.attendance !== 'missed')
    .map((event) => {
      const { start, end } = attendedHours(state, event)
      const travel = { minutes: travelMinutes(state, event) }
      return { start: start.subtract(travel), end: end.add(travel) }
    })
  const others = [...state.followUps.values()]
    .filter(({ id, body }) => id !== except && ['booking', 'booked', 'yours'].includes(body.state))
    .map(slotOf)
  return [...busyTime(state, known, now), ...commitments, ...others]
}

/** Whether the working days within which a follow-up is booked at all are not over (design.md, section 5). */
export function isWindowOpen(state: PersonState, back: Temporal.Instant, now: Temporal.Instant): boolean {
  const deadline = deadlineOf(state, back, now)
  return deadline !== null && isBefore(now, deadline)
}

/** When those working days are over; null where there are none within reach. */
export function deadlineOf(state: PersonState, back: Temporal.Instant, now: Temporal.Instant): Temporal.Instant | null {
  const days = workingDays(state, now)
  const within = state.person.settings.followUp.withinWorkingDays
  return endOfWorkingDay(back.toZonedDateTimeISO(days.zone), within, days)
}

/** When the person is back from an event: its end, as far as they stay, and the way home. */
export function backFrom(state: PersonState, event: KnownEvent): Temporal.Instant {
  return attendedHours(state, event).end.add({ minutes: travelMinutes(state, event) })
}

/** Working hours to come, less protected hours. */
function hoursToWork(state: PersonState, days: WorkingDays, now: Temporal.Instant): Interval[] {
  const today = now.toZonedDateTimeISO(days.zone).toPlainDate()
  const last = today.add({ days: DAYS_AHEAD })
  const kept = windowsBetween(state.person.settings.protectedHours, today, last, days.zone)
  return startingAt(subtract(workingHoursBetween(today, last, days), kept), now)
}

function workingDays(state: PersonState, now: Temporal.Instant): WorkingDays {
  const { workingHours, timeZone } = state.person.settings
  return { hours: workingHours, holidays: holidaysOf(state, now), zone: timeZone }
}

function startingAt(free: readonly Interval[], from: Temporal.Instant): Interval[] {
  return subtract(free, [{ start: Temporal.Instant.fromEpochMilliseconds(0), end: from }])
}

function holds(free: readonly Interval[], slot: Interval): boolean {
  return free.some(({ start, end }) => !isBefore(slot.start, start) && !isBefore(end, slot.end))
}
