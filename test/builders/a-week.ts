/**
 * A week of somebody's life as plans, digest and pages see it. Every field has a dull value, so that what a test sets is what
 * matters to it.
 */
import { Temporal } from 'temporal-polyfill'
import type { BlockId, CalendarId, EventId, RemoteEventId } from '../../src/calendar/event.ts'
import type { KnownEvent } from '../../src/cycle/known-events.ts'
import type { OtherCap } from '../../src/cycle/other-caps.ts'
import type { FollowUp, FollowUpBody, OccurrenceBody } from '../../src/cycle/state.ts'
import type { CameOfWeek } from '../../src/digest/shapes.ts'
import type { Charge, PlanEvent, Verdict, WeekPlan } from '../../src/planning/shapes.ts'

export const ZONE = 'America/Mexico_City'

/** "2026-11-24 19:00" on the clock of Mexico City. */
export function at(local: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(local.replace(' ', 'T')).toZonedDateTime(ZONE).toInstant()
}

export function eventId(text: string): EventId {
  return text as EventId
}

export function aKnownEvent(id: string, with_: Partial<KnownEvent> = {}): KnownEvent {
  return {
    id: eventId(id),
    calendarId: 'calendar' as CalendarId,
    remoteId: `remote-${id}` as RemoteEventId,
    uid: `${id}@example.com`,
    seriesKey: id,
    recurring: false,
    title: `Networking ${id}`,
    description: 'Trae tus tarjetas.',
    location: 'Paseo de la Reforma 222',
    online: false,
    start: at('2026-11-24 19:00'),
    end: at('2026-11-24 21:00'),
    timeZone: ZONE,
    allDay: false,
    organiser: { name: 'CANACO', email: 'eventos@canaco.example', key: 'canaco.example', self: false },
    guests: [],
    answer: 'none',
    invited: true,
    cancelled: false,
    pending: false,
    networking: true,
    recognition: {
      networking: true,
      kind: 'meetup',
      smart: true,
      confidence: 0.97,
      reasons: [
        { kind: 'word', text: 'Networking', points: 2.1 },
        { kind: 'fact', text: 'weekend', points: -0.4 },
      ],
    },
    corrected: false,
    standing: 'candidate',
    blocks: false,
    said: null,
    revision: null,
    link: null,
    ...with_,
  } as KnownEvent
}

export function wordsSaid(with_: Partial<OccurrenceBody> = {}): OccurrenceBody {
  return {
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
    ...with_,
  }
}

export function aCharge(event = 120, travel = 60, followUp = 30): Charge {
  return { event, travel, followUp, total: event + travel + followUp }
}

export function aVerdict(event: KnownEvent, with_: Partial<Verdict> = {}): Verdict {
  const planned: PlanEvent = {
    id: event.id,
    title: event.title,
    start: event.start,
    end: event.end,
    allDay: event.allDay,
    countedMinutes: 120,
    place: event.online ? null : event.location,
    travelMinutes: 30,
    standing: event.standing ?? 'candidate',
    cancelled: event.cancelled,
    declined: event.answer === 'declined',
    decision: event.said?.decision ?? null,
    kind: event.recognition.kind,
    smart: event.recognition.smart,
    organiserKey: event.organiser.key,
    seriesKey: event.seriesKey,
    text: event.title,
    attendees: [],
    met: 0,
    learned: null,
    ticketPrice: null,
    told: null,
    followUp: { kind: 'owed', minutes: 30 },
  }
  return {
    event: planned,
    standing: planned.standing,
    verdict: 'attend',
    reason: null,
    conflictsWith: null,
    charge: aCharge(),
    value: {
      total: 3.5,
      contributions: [
        { name: 'objectives', points: 4 },
        { name: 'hours', points: -0.5 },
      ],
    },
    followUp: { start: at('2026-11-25 09:00'), end: at('2026-11-25 09:30') },
    counterfactual: null,
    ...with_,
  }
}

/** The sums follow from the verdicts, as planning makes them. */
export function aPlan(week: string, verdicts: Verdict[] = [], with_: Partial<WeekPlan> = {}): WeekPlan {
  const charged = verdicts.filter((one) => one.verdict !== 'skip')
  const sum = (part: keyof Charge) => charged.reduce((total, one) => total + one.charge[part], 0)
  const charge = { event: sum('event'), travel: sum('travel'), followUp: sum('followUp'), total: sum('total') }
  const cap = with_.cap ?? { minutes: 360, debt: 0 }
  return {
    week,
    timeZone: ZONE,
    cap,
    charge,
    leftMinutes: cap.minutes - cap.debt - charge.total,
    value: 3.5,
    exact: true,
    gap: 0,
    verdicts,
    couldFree: [],
    ...with_,
  }
}

/** The week as it stands, seen from its own cap: worth nothing below that, and two points more from an hour above it on. */
export function anOtherCap(plan: WeekPlan, with_: Partial<OtherCap> = {}): OtherCap {
  const { cap, value, charge } = plan
  const points = Array.from({ length: 49 }, (_, n) => {
    const capMinutes = 15 * n
    const worth = capMinutes < cap.minutes ? 0 : capMinutes < cap.minutes + 60 ? value : value + 2
    return { capMinutes, value: worth, chargeMinutes: worth > 0 ? charge.total : 0, exact: true }
  })
  return {
    plan,
    capMinutes: cap.minutes,
    value,
    gain: 0,
    charge,
    exact: true,
    enter: [],
    leave: [],
    curve: { week: plan.week, capMinutes: cap.minutes, points, oneMoreHour: 2 },
    ...with_,
  }
}

/** A week of which nothing came. */
export function aQuietWeek(week: string, with_: Partial<CameOfWeek> = {}): CameOfWeek {
  return { week, met: [], followUps: { closed: 0, open: 0 }, outcomes: [], ...with_ }
}

export function aFollowUp(id: string, event: KnownEvent, with_: Partial<FollowUpBody> = {}): FollowUp {
  return {
    id: id as BlockId,
    eventId: event.id,
    body: {
      state: 'booked',
      generation: 0,
      about: 'junta 2026-11-23',
      refusedAt: null,
      calendarId: 'calendar' as CalendarId,
      start: at('2026-11-25 09:00').toString(),
      end: at('2026-11-25 09:30').toString(),
      minutes: 30,
      late: false,
      title: `Seguimiento: ${event.title}`,
      content: null,
      revision: null,
      crowded: false,
      closedAt: null,
      nextStep: null,
      nextStepOn: null,
      ...with_,
    },
  }
}
