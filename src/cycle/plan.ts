/**
 * Puts the person's events before planning: standing, travel, hours and follow-ups still to be placed, in planning's own terms. A plan is never
 * stored; the same state gives the same plan to the cycle, the pages, the API and the digest.
 */
import { Temporal } from 'temporal-polyfill'
import type { EventId } from '../calendar/event.ts'
import { countedMinutes } from '../planning/charge.ts'
import { HORIZON_WEEKS } from '../planning/horizon.ts'
import { planHorizon } from '../planning/plan.ts'
import type { FollowUpNeed, HorizonPlan, PlanEvent, PlanInput, PlanRules, WeekPlan } from '../planning/shapes.ts'
import { taught } from '../planning/taught.ts'
import { publicHolidays } from '../time/holidays.ts'
import { momentOf } from '../time/instant.ts'
import { type Interval, mergeIntervals } from '../time/interval.ts'
import { addWeeks, type Week, weekOf } from '../time/week.ts'
import { isoDateOf, localDayOf } from '../time/zone-offsets.ts'
import { timesMet } from './crowd.ts'
import { type Owed, owedAt } from './debt.ts'
import { placeKey } from './identity.ts'
import { type Known, NOTHING_SAID } from './known.ts'
import type { KnownEvent } from './known-events.ts'
import { learnedAt, pastOf } from './learning.ts'
import { minutesFor } from './met.ts'
import type { FollowUp, PersonState } from './state.ts'

/** States in which a block stands, or is about to stand, in the calendar. */
const STANDING: readonly FollowUp['body']['state'][] = ['booking', 'booked', 'yours', 'done']

export function horizonAt(state: PersonState, known: Known, now: Temporal.Instant): HorizonPlan {
  return planHorizon(planInput(state, known, weekOf(now, state.person.settings.timeZone), now))
}

/** The plan of a week that lies outside the current horizon: the first of a horizon of its own. */
export function planOfWeek(state: PersonState, known: Known, week: Week, now: Temporal.Instant): WeekPlan {
  const [found] = planHorizon(planInput(state, known, week, now)).weeks
  if (found === undefined) throw new RangeError(`no plan of ${week}`)
  return found
}

export function rulesOf(state: PersonState, now: Temporal.Instant): PlanRules {
  const { settings } = state.person
  return {
    timeZone: settings.timeZone,
    capMinutes: settings.weeklyCapMinutes,
    capByWeek: state.weeks,
    workingHours: settings.workingHours,
    protectedHours: settings.protectedHours,
    holidays: holidaysOf(state, now),
    maxEvenings: settings.maxEvenings,
    maxPerDay: settings.maxPerDay,
    withinWorkingDays: settings.followUp.withinWorkingDays,
    objectives: settings.objectives,
    interests: settings.interests,
    people: settings.people,
    weights: settings.weights,
    hourlyRate: settings.hourlyRate,
  }
}

/** ISO dates: the person's own list, else the public holidays of their zone's country. */
export function holidaysOf(state: PersonState, now: Temporal.Instant): ReadonlySet<string> {
  const { holidays, timeZone } = state.person.settings
  if (holidays !== null) return new Set(holidays)
  const year = Number(isoDateOf(localDayOf(now, timeZone)).slice(0, 4))
  return publicHolidays(timeZone, year - 1, year + 1)
}

/**
 * Time taken by everything but networking: ordinary events, and follow-up blocks that may not move because a hand touched them or they
 * have begun. Ascending and merged.
 */
export function busyTime(state: PersonState, known: Known, now: Temporal.Instant): Interval[] {
  const events = known.events.filter((event) => event.blocks).map(({ start, end }) => ({ start, end }))
  const blocks = [...state.followUps.values()].filter((f) => isFixed(f, now)).map(slotOf)
  return mergeIntervals([...events, ...known.elsewhere, ...blocks])
}

/** Touched, begun or closed: it stays where it is. */
export function isFixed({ body }: FollowUp, now: Temporal.Instant): boolean {
  if (body.state === 'yours' || body.state === 'done') return true
  return STANDING.includes(body.state) && Date.parse(body.start) <= now.epochMilliseconds
}

export function slotOf({ body }: FollowUp): Interval {
  return { start: momentOf(body.start), end: momentOf(body.end) }
}

/** The follow-up that counts for an event: the one of the highest generation. */
export function followUpsByEvent({ followUps }: PersonState): ReadonlyMap<EventId, FollowUp> {
  const known = byEvent.get(followUps)
  if (known !== undefined) return known
  const latest = new Map<EventId, FollowUp>()
  for (const followUp of followUps.values()) {
    const other = latest.get(followUp.eventId)
    if (other === undefined || other.body.generation < followUp.body.generation) latest.set(followUp.eventId, followUp)
  }
  byEvent.set(followUps, latest)
  return latest
}

/** Asked for each event that was attended, most often of the same follow-ups. */
const byEvent = new WeakMap<PersonState['followUps'], ReadonlyMap<EventId, FollowUp>>()

export function travelMinutes(state: PersonState, event: KnownEvent): number {
  if (event.said?.travelMinutes != null) return event.said.travelMinutes
  if (event.online) return 0
  const place = placeKey(event.location)
  return (place === null ? undefined : state.places.get(place)) ?? state.person.settings.travelMinutes
}

/** When the person is there: their own hours of the event's first day where they gave some. */
export function attendedHours(state: PersonState, event: KnownEvent): Interval & { narrowed: boolean } {
  const { goingFrom, goingTo } = event.said ?? NOTHING_SAID
  if (goingFrom === null && goingTo === null) return { start: event.start, end: event.end, narrowed: false }
  const zone = state.person.settings.timeZone
  const day = event.start.toZonedDateTimeISO(zone).toPlainDate()
  const at = (time: string | null, otherwise: Temporal.Instant) =>
    time === null ? otherwise : day.toZonedDateTime({ timeZone: zone, plainTime: time }).toInstant()
  const [start, end] = [at(goingFrom, event.start), at(goingTo, event.end)]
  // Hours that make no sense of the event, which may have been moved since, are as good as none.
  if (Temporal.Instant.compare(start, end) >= 0) return { start: event.start, end: event.end, narrowed: false }
  return { start, end, narrowed: true }
}

/** What is asked of planning for the horizon that begins with `week`: the plan, and the same weeks at other caps. */
export function planInput(state: PersonState, known: Known, week: Week, now: Temporal.Instant): PlanInput {
  const followUps = followUpsByEvent(state)
  const zone = state.person.settings.timeZone
  const last = addWeeks(week, HORIZON_WEEKS - 1)
  const met = timesMet(state, known)
  const events = known.events
    .filter((event) => event.networking === true && event.said?.attendance !== 'missed')
    .filter((event) => {
      const starts = weekOf(event.start, zone)
      return (starts >= week && starts <= last) || (starts < week && mayStillOwe(followUps.get(event.id), event))
    })
    .map((event) => planEvent(state, event, followUps.get(event.id), met(event), now))
    .filter((event) => weekOf(event.start, zone) >= week || event.followUp.kind === 'owed')
  const input = {
    week,
    now,
    events,
    busy: busyTime(state, known, now),
    rules: rulesOf(state, now),
    debtMinutes: week === weekOf(now, zone) ? minutesOf(owedAt(state, known, now)) : 0,
  }
  return taught(input, pastOf(state), learnedAt(state, now))
}

/** Together, before planning says how much of it a cap gives. */
function minutesOf(owed: readonly Owed[]): number {
  return owed.reduce((sum, { minutes }) => sum + minutes, 0)
}

/** Of an earlier week: only a block on its way or still movable takes room in this one. */
function mayStillOwe(followUp: FollowUp | undefined, event: KnownEvent): boolean {
  return (
    event.standing === 'commitment' && followUp !== undefined && ['booking', 'booked'].includes(followUp.body.state)
  )
}

/** One event as planning sees it. @param met how often the person is with its people anyway */
export function planEvent(
  state: PersonState,
  event: KnownEvent,
  followUp: FollowUp | undefined,
  met: number,
  now: Temporal.Instant,
): PlanEvent {
  const { start, end, narrowed } = attendedHours(state, event)
  const allDay = event.allDay && !narrowed
  return {
    id: event.id,
    title: event.title,
    start,
    end,
    allDay,
    countedMinutes: countedMinutes(start, end, allDay, state.person.settings.timeZone),
    // A place that the text does not name is nobody else's place.
    place: event.online ? null : (placeKey(event.location) ?? `unnamed ${event.id}`),
    travelMinutes: travelMinutes(state, event),
    standing: event.standing ?? 'candidate',
    cancelled: event.cancelled,
    declined: event.standing === null && event.answer === 'declined',
    decision: event.said?.decision ?? null,
    kind: event.recognition.kind,
    smart: event.recognition.smart,
    organiserKey: event.organiser.key,
    seriesKey: event.seriesKey,
    text: `${event.title}\n${event.description}`,
    attendees: event.organiser.self ? event.guests : [event.organiser, ...event.guests],
    met,
    ticketPrice: event.said?.ticketPrice ?? null,
    learned: null,
    told: event.said?.told ?? null,
    followUp: followUpNeed(state, event.id, followUp, now),
  }
}

function followUpNeed(
  state: PersonState,
  event: EventId,
  followUp: FollowUp | undefined,
  now: Temporal.Instant,
): FollowUpNeed {
  if (followUp === undefined) return { kind: 'owed', minutes: minutesFor(state, event, undefined) }
  const { minutes } = followUp.body
  if (isFixed(followUp, now)) return { kind: 'fixed', minutes, slot: slotOf(followUp) }
  if (!['booking', 'booked'].includes(followUp.body.state)) return { kind: 'none' }
  return { kind: 'owed', minutes: minutesFor(state, event, followUp) }
}
