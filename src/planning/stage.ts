/**
 * Sets the stage for the chooser: the person's events, rules and busy time as plain minutes. Every zoned conversion of a plan is made
 * here, once, by a table of the zone's offsets; the chooser and the reasons work in integers.
 */
import { blockOf, type ChoiceEvent, type ChoiceProblem } from '../choosing/choice.ts'
import type { Job, Span } from '../choosing/slots.ts'
import { SLOT_GRID_MINUTES } from '../followups/place.ts'
import { type Interval, mergeIntervals, subtract } from '../time/interval.ts'
import { mondayOf } from '../time/week.ts'
import { windowsOfDays } from '../time/weekly-windows.ts'
import { endOfWorkingDayAfter, type WorkingDays, workingHoursOfDays } from '../time/working-days.ts'
import {
  DAY_MINUTES,
  dayNumber,
  epochMinute,
  epochMinuteUp,
  instantOf,
  localMinute,
  offsetAt,
  offsetsOfDays,
  type ZoneOffsets,
} from '../time/zone-offsets.ts'
import { chargeOf } from './charge.ts'
import type { Charge, Contribution, PlanEvent, PlanInput, SkipReason } from './shapes.ts'
import { eventValue, hundredths } from './value.ts'

/** An evening event starts at this local hour or later (design.md, section 4). */
export const EVENING_HOUR = 17
/** How far before the horizon events may lie that still owe a follow-up, and how far behind it the last window may close. */
const MARGIN_DAYS = 42

export interface Staged {
  event: PlanEvent
  /** What it is for this plan: a word of the person's in Aforo makes a commitment. */
  standing: PlanEvent['standing']
  refused: Extract<SkipReason, 'cancelled' | 'declined' | 'skipped_by_you'> | null
  charge: Charge
  value: { total: number; contributions: Contribution[] }
  /** The same in minutes; `week` is its position in the horizon. */
  choice: ChoiceEvent
}
export interface Stage {
  problem: ChoiceProblem
  /** Events that start within the horizon and get a verdict, by start. */
  events: Staged[]
  /** Of `problem.busy`, what others take and what the person protects. */
  taken: Span[]
  protectedTime: Span[]
  /** By week of the horizon: cap, debt taken out of it (of what is owed), and what commitments and holds leave; negative when they pass it. */
  caps: { minutes: number; debt: number; left: number; owedMinutes: number }[]
}

export function stageOf(input: PlanInput, weeks: readonly string[]): Stage {
  const { rules, now } = input
  const zone = rules.timeZone
  const firstDay = dayNumber(mondayOf(input.week))
  const lastDay = firstDay + 7 * weeks.length - 1
  const offsets = offsetsOfDays(zone, firstDay - MARGIN_DAYS, lastDay + MARGIN_DAYS)
  const started = (event: PlanEvent) => event.start.epochMilliseconds <= now.epochMilliseconds
  const deadline = deadlines(
    { hours: rules.workingHours, holidays: rules.holidays, zone },
    rules.withinWorkingDays,
    offsets,
  )

  const series = new Map<string, number>()
  for (const event of input.events) series.set(event.seriesKey, (series.get(event.seriesKey) ?? 0) + 1)
  const all = input.events
    .map((event): Staged => {
      const value = eventValue(event, rules, (series.get(event.seriesKey) ?? 0) > 1)
      const charge = chargeOf(event)
      const choice = inMinutes(event, offsets, firstDay)
      const back = blockOf(choice).end
      const followUp =
        event.followUp.kind === 'owed'
          ? { minutes: event.followUp.minutes, release: Math.max(back, epochMinuteUp(now)), deadline: deadline(back) }
          : null
      const numbers = { charge: charge.total, points: hundredths(value.total), followUp }
      return {
        event,
        standing: standingOf(event),
        refused: refusalOf(event),
        charge,
        value,
        choice: { ...choice, ...numbers },
      }
    })
    .sort(
      (a, b) => a.choice.start - b.choice.start || a.choice.end - b.choice.end || (a.event.id < b.event.id ? -1 : 1),
    )

  const stands = all.filter((one) => one.refused === null)
  const inHorizon = (one: Staged) => one.choice.week >= 0 && one.choice.week < weeks.length
  const commitments = stands.filter((one) => one.standing === 'commitment')
  // Commitments beyond the horizon take time from its edges, and those before it may still owe.
  const beyond = commitments.filter((one) => !inHorizon(one))
  const taken = [...input.busy.map(spanOf), ...beyond.map((one) => blockOf(one.choice))]
  const protectedTime = windowsOfDays(rules.protectedHours, firstDay - 1, lastDay + MARGIN_DAYS, offsets).map(spanOf)

  const caps = weeks.map((week, i) => {
    const minutes = rules.capByWeek.get(week) ?? rules.capMinutes
    const owedMinutes = i === 0 ? input.debtMinutes : 0
    const debt = debtWithin(minutes, owedMinutes)
    const charged = stands.filter((one) => one.choice.week === i && one.standing !== 'candidate')
    return { minutes, debt, owedMinutes, left: charged.reduce((left, one) => left - one.charge.total, minutes - debt) }
  })
  return {
    events: all.filter((one) => inHorizon(one) && !(isOpen(one) && started(one.event))),
    taken,
    protectedTime,
    caps,
    problem: {
      candidates: stands.filter((o) => inHorizon(o) && isOpen(o) && !started(o.event)).map((one) => one.choice),
      fixed: commitments.filter(inHorizon).map((one) => one.choice),
      owed: beyond.flatMap((one): Job[] =>
        one.choice.followUp === null || one.choice.week >= weeks.length
          ? []
          : [{ id: one.choice.id, ...one.choice.followUp }],
      ),
      busy: [...taken, ...protectedTime],
      free: freeForFollowUps(input, firstDay, lastDay + MARGIN_DAYS, offsets),
      caps: caps.map((cap) => cap.left),
      maxEvenings: rules.maxEvenings,
      maxPerDay: rules.maxPerDay,
      grid: { step: SLOT_GRID_MINUTES, phase: -offsetAt(offsets, firstDay * DAY_MINUTES) },
    },
  }
}

/** What owed follow-ups take out of a cap: at most half of it, whatever is owed (design.md, section 4). */
export function debtWithin(capMinutes: number, owedMinutes: number): number {
  return Math.min(owedMinutes, Math.floor(capMinutes / 2))
}

export function spanOf(interval: Interval): Span {
  return { start: epochMinute(interval.start), end: epochMinuteUp(interval.end) }
}

export function intervalOf(span: Span): Interval {
  return { start: instantOf(span.start), end: instantOf(span.end) }
}

function isOpen(one: Staged): boolean {
  return one.refused === null && one.standing === 'candidate'
}

function standingOf(event: PlanEvent): PlanEvent['standing'] {
  return event.decision === 'attend' ? 'commitment' : event.standing
}

function refusalOf(event: PlanEvent): Staged['refused'] {
  if (event.cancelled) return 'cancelled'
  if (event.declined) return 'declined'
  return event.decision === 'skip' ? 'skipped_by_you' : null
}

function inMinutes(event: PlanEvent, offsets: ZoneOffsets, firstDay: number): ChoiceEvent {
  const start = epochMinute(event.start)
  const local = localMinute(offsets, start)
  const day = Math.floor(local / DAY_MINUTES)
  return {
    id: event.id,
    start,
    end: Math.max(start, epochMinuteUp(event.end)),
    travelBefore: event.travelMinutes,
    travelAfter: event.travelMinutes,
    place: event.place,
    charge: 0,
    points: 0,
    week: Math.floor((day - firstDay) / 7),
    day,
    evening: local - day * DAY_MINUTES >= EVENING_HOUR * 60 ? day : -1,
    followUp: null,
  }
}

/** By when a follow-up must end, by the minute one is back; found once for each day. Never, for a person without working days. */
function deadlines(days: WorkingDays, within: number, offsets: ZoneOffsets): (back: number) => number {
  const known = new Map<number, number>()
  return (back) => {
    const day = Math.floor(localMinute(offsets, back) / DAY_MINUTES)
    const found = known.get(day)
    if (found !== undefined) return found
    const closing = endOfWorkingDayAfter(day, within, days)
    const deadline = closing === null ? Number.NEGATIVE_INFINITY : epochMinute(closing)
    known.set(day, deadline)
    return deadline
  }
}

/** Working hours from now on, less holidays, busy time and protected hours; the chooser takes out the events themselves. */
function freeForFollowUps(input: PlanInput, firstDay: number, lastDay: number, offsets: ZoneOffsets): Span[] {
  const { rules, now } = input
  const days = { hours: rules.workingHours, holidays: rules.holidays, zone: rules.timeZone }
  const today = Math.floor(localMinute(offsets, epochMinute(now)) / DAY_MINUTES)
  const from = Math.max(firstDay - MARGIN_DAYS, Math.min(today, lastDay))
  const guarded = windowsOfDays(rules.protectedHours, from, lastDay, offsets)
  const open = subtract(workingHoursOfDays(from, lastDay, days, offsets), mergeIntervals([...input.busy, ...guarded]))
  return open.map((gap) => ({
    start: Math.max(epochMinuteUp(gap.start), epochMinuteUp(now)),
    end: epochMinute(gap.end),
  }))
}
