/**
 * A person's life in the shapes of design.md, section 8. Pure: everything comes from one state at one moment, as the pages have it, so that
 * neither can say what the other does not.
 */
import { Temporal } from 'temporal-polyfill'
import type { ApiToken } from '../accounts/api-tokens.ts'
import type { Visitor } from '../accounts/door.ts'
import { CONSENT_PAGES, consentPageOf } from '../accounts/provider-login.ts'
import { type AccountHealth, type CalendarStatus, type Health, reconnectPath, unreadableIn } from '../cycle/health.ts'
import { verifiedAddresses } from '../cycle/identity.ts'
import type { KnownEvent } from '../cycle/known-events.ts'
import { announcedIn, debtOf, isAnswerable, type Life } from '../cycle/life.ts'
import { metAt } from '../cycle/met.ts'
import type { OtherCap } from '../cycle/other-caps.ts'
import { travelMinutes } from '../cycle/plan.ts'
import { attendanceOf } from '../cycle/settle.ts'
import type { Activity, Connection, FollowUp, PersonState } from '../cycle/state.ts'
import { travelAskedFor } from '../cycle/travel-question.ts'
import type { Announced } from '../digest/shapes.ts'
import type { Verdict, WeekPlan } from '../planning/shapes.ts'
import type { Interval } from '../time/interval.ts'
import { weekOf } from '../time/week.ts'
import type {
  ActivityShape,
  CalendarShape,
  ConnectionShape,
  EventShape,
  FollowUpShape,
  MeShape,
  PlanShape,
  TokenShape,
  VerdictShape,
  WhatIfShape,
} from './schemas.ts'

/** What an event's shape is read from; a `Life` has it. */
export type Facts = Pick<Life, 'state' | 'known' | 'now'>

export function eventOf(facts: Facts, event: KnownEvent): EventShape {
  const { state, known, now } = facts
  const { recognition, said } = event
  const settled = attendanceOf(state, known, event, now)
  const otherCity = travelAskedFor(state, known, event, now)
  return {
    id: event.id,
    calendarId: event.calendarId,
    title: event.title,
    start: timeOf(event.start, event.timeZone),
    end: timeOf(event.end, event.timeZone),
    timeZone: event.timeZone,
    allDay: event.allDay,
    location: event.location,
    online: event.online,
    organiser: { name: event.organiser.name, email: event.organiser.email },
    answer: event.answer,
    networking: event.networking,
    kind: recognition.kind,
    smart: recognition.smart,
    confidence: recognition.confidence,
    reasons: recognition.reasons.map(({ kind, text, points }) => ({ kind, text, points })),
    decision: said?.decision ?? null,
    attendance: settled === 'none' || settled === 'ask' ? null : settled,
    corrected: event.corrected,
    standing: event.standing,
    cancelled: event.cancelled,
    recurring: event.recurring,
    answerable: isAnswerable(state, event, now),
    travelMinutes: travelMinutes(state, event),
    travelQuestion: otherCity === null ? null : { city: otherCity },
    goingFrom: said?.goingFrom ?? null,
    goingTo: said?.goingTo ?? null,
    ticketPrice: said?.ticketPrice ?? null,
    link: event.link,
  }
}

export function planOf(life: Life, plan: WeekPlan): PlanShape {
  const { week, timeZone, cap, charge, value, exact, gap, leftMinutes, couldFree } = plan
  const announced = announcedIn(life.state, plan, life.now)
  const debt = debtOf(life, week)
  return {
    week,
    timeZone,
    cap: { minutes: cap.minutes, debt: cap.debt },
    charge,
    value,
    exact,
    gap,
    verdicts: plan.verdicts.flatMap((verdict) => {
      const event = life.known.byId.get(verdict.event.id)
      return event === undefined ? [] : [verdictOf(life, event, verdict, announced.get(event.id) ?? null, timeZone)]
    }),
    unreadable: life.unreadable.map(({ calendar, since, reason }) => ({
      calendarId: calendar.id,
      since: timeOf(since, timeZone),
      reason,
    })),
    leftMinutes,
    couldFree,
    debt: {
      owed: debt.owed.map(({ followUp, event, title, minutes, lapsesAt }) => ({
        followUpId: followUp,
        eventId: event,
        eventTitle: title,
        minutes,
        lapsesAt: timeOf(lapsesAt, timeZone),
      })),
      frees: debt.frees,
    },
    reading: life.reading,
  }
}

export function whatIfOf({ known, state }: Life, other: OtherCap): WhatIfShape {
  const { timeZone } = state.person.settings
  const facts = (verdicts: readonly Verdict[]) =>
    verdicts.flatMap(({ event: { id }, charge, value }) => {
      const event = known.byId.get(id)
      if (event === undefined) return []
      const { title, start, end } = event
      const times = { ...slotOf({ start, end }, event.timeZone), timeZone: event.timeZone }
      return [{ id, title, week: weekOf(start, timeZone), ...times, charge, value: value.total }]
    })
  const { plan, capMinutes, value, gain, charge, exact, enter, leave, curve } = other
  return {
    week: plan.week,
    timeZone,
    current: { capMinutes: plan.cap.minutes, value: plan.value, charge: plan.charge },
    capMinutes,
    value,
    gain,
    charge,
    exact,
    enter: facts(enter),
    leave: facts(leave),
    curve: curve.points,
    oneMoreHour: curve.oneMoreHour,
  }
}

/** Stored follow-ups and the slots kept for events that have none yet; what Aforo itself took away is no follow-up any more. By start. */
export function followUpsOf(life: Life): FollowUpShape[] {
  const zone = life.state.person.settings.timeZone
  const stored = [...life.state.followUps.values()].flatMap((followUp) => storedFollowUp(life.state, followUp))
  const reserved = life.horizon.weeks
    .flatMap(({ verdicts }) => verdicts)
    .flatMap(({ verdict, event, followUp }): FollowUpShape[] => {
      if (verdict !== 'attend' || followUp === null || life.followUpOf.has(event.id)) return []
      return [
        {
          id: `${RESERVED}${event.id}`,
          eventId: event.id,
          state: 'reserved',
          ...slotOf(followUp, zone),
          timeZone: zone,
          contacts: metAt(life.state, event.id).map(({ id }) => id),
          eventTitle: event.title,
          touched: false,
          late: false,
          nextStep: null,
          closedAt: null,
          lapsedAt: null,
        },
      ]
    })
  return [...stored, ...reserved].sort((a, b) => epochOf(a.start) - epochOf(b.start) || (a.id < b.id ? -1 : 1))
}

/** Before the event's id: a slot that is only kept inside Aforo has no id of its own. */
export const RESERVED = 'reserved-'

export function storedFollowUp(of: PersonState, { id, eventId, body }: FollowUp): FollowUpShape[] {
  const zone = of.person.settings.timeZone
  const state = FOLLOW_UP_STATES[body.state]
  if (state === null) return []
  return [
    {
      id,
      eventId,
      state,
      start: timeOf(Temporal.Instant.from(body.start), zone),
      end: timeOf(Temporal.Instant.from(body.end), zone),
      timeZone: zone,
      contacts: metAt(of, eventId).map(({ id: contact }) => contact),
      eventTitle: body.title,
      touched: body.state === 'yours',
      late: body.late,
      nextStep: body.nextStep === null ? null : { text: body.nextStep, on: body.nextStepOn },
      closedAt: body.closedAt === null ? null : timeOf(Temporal.Instant.from(body.closedAt), zone),
      lapsedAt: body.lapsedAt === undefined ? null : timeOf(Temporal.Instant.from(body.lapsedAt), zone),
    },
  ]
}

export function meOf(state: PersonState, via: Visitor['via']): MeShape {
  const { id, name, createdAt, settings } = state.person
  const { locale, timeZone } = settings
  const at = timeOf(Temporal.Instant.from(createdAt), timeZone)
  return { id, name, emails: verifiedAddresses(state), createdAt: at, locale, timeZone, via }
}

export function connectionOf(health: AccountHealth, zone: string): ConnectionShape {
  const { id, provider, email, state, createdAt } = health.connection
  const page = consentPageOf(health.connection)
  return {
    id,
    kind: provider,
    email,
    status: state.status,
    since: timeOrNull(instantOrNull(state.since), zone),
    createdAt: timeOf(Temporal.Instant.from(createdAt), zone),
    consentPage: page === null ? null : CONSENT_PAGES[page],
    readAt: timeOrNull(health.readAt, zone),
    health: healthOf(health, health.connection, zone),
  }
}

/** Every calendar of every account. */
export function calendarsOf(health: readonly AccountHealth[], zone: string): CalendarShape[] {
  const unreadable = new Map(unreadableIn(health).map((one) => [one.calendar.id, one]))
  return health.flatMap(({ connection, calendars }) =>
    calendars.map((one): CalendarShape => {
      const { id, connectionId, name, timeZone, role, isPrimary, busy, candidates, followUps, sync } = one.calendar
      const failure = unreadable.get(id)
      return {
        id,
        connectionId,
        name,
        timeZone,
        role,
        primary: isPrimary,
        busy,
        candidates,
        followUps,
        readAt: timeOrNull(one.readAt, zone),
        unreadable: failure === undefined ? null : { since: timeOf(failure.since, zone), reason: failure.reason },
        health: healthOf(one, connection, zone),
        skippedEvents: sync.unreadableItems,
      }
    }),
  )
}

function healthOf<S extends CalendarStatus>(
  { status, since, reason, nextTryAt }: Health<S>,
  connection: Connection,
  zone: string,
) {
  return {
    status,
    since: timeOrNull(since, zone),
    reason,
    nextTryAt: timeOrNull(nextTryAt, zone),
    reconnect: reconnectPath(connection, status),
  }
}

export function activityOf(activity: Activity, zone: string): ActivityShape {
  const { id, at, kind, eventId, detail, undoneAt } = activity
  return {
    id,
    at: timeOf(Temporal.Instant.from(at), zone),
    timeZone: zone,
    kind,
    eventId,
    detail,
    undoneAt: undoneAt === null ? null : timeOf(Temporal.Instant.from(undoneAt), zone),
  }
}

export function tokenOf({ id, name, createdAt }: ApiToken, zone: string): TokenShape {
  return { id, name, createdAt: timeOf(Temporal.Instant.from(createdAt), zone) }
}

/** RFC 3339 with the zone's offset; whole seconds where there is no fraction. */
export function timeOf(at: Temporal.Instant, zone: string): string {
  return at.toString({ timeZone: zone })
}

function timeOrNull(at: Temporal.Instant | null, zone: string): string | null {
  return at === null ? null : timeOf(at, zone)
}

function instantOrNull(text: string | null): Temporal.Instant | null {
  return text === null ? null : Temporal.Instant.from(text)
}

const FOLLOW_UP_STATES: Record<FollowUp['body']['state'], FollowUpShape['state'] | null> = {
  // On its way, or waiting for a calendar that would not have it: told as booked only once it was seen to stand.
  booking: 'reserved',
  booked: 'booked',
  yours: 'booked',
  removing: null,
  removed: null,
  refused: null,
  removed_by_you: 'removed_by_you',
  done: 'done',
  dismissed: 'dismissed',
}

function verdictOf(
  life: Life,
  event: KnownEvent,
  verdict: Verdict,
  announced: Announced | null,
  zone: string,
): VerdictShape {
  return {
    event: eventOf(life, event),
    standing: verdict.standing,
    verdict: verdict.verdict,
    reason: verdict.reason,
    charge: verdict.charge,
    value: verdict.value,
    followUp: verdict.followUp === null ? null : slotOf(verdict.followUp, zone),
    counterfactual: verdict.counterfactual,
    conflictsWith: verdict.conflictsWith,
    willAnswer: announced === null ? null : { answer: announced.answer, at: timeOf(announced.at, zone) },
  }
}

function slotOf({ start, end }: Interval, zone: string): { start: string; end: string } {
  return { start: timeOf(start, zone), end: timeOf(end, zone) }
}

function epochOf(time: string): number {
  return Temporal.Instant.from(time).epochMilliseconds
}
