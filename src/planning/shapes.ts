/** What a plan is made of, and what it says. Times are instants, lengths whole minutes, values points. */
import type { Temporal } from 'temporal-polyfill'
import type { EventId } from '../calendar/event.ts'
import type { LearnedFor } from '../insights/learned.ts'
import type { Kind } from '../recognition/kinds.ts'
import type { Interval } from '../time/interval.ts'
import type { Week } from '../time/week.ts'
import type { WeeklyWindow } from '../time/weekly-windows.ts'
import type { Attendee } from './mentions.ts'

/** One networking event as planning sees it: corrections, travel and attendance hours already applied. */
export interface PlanEvent {
  id: EventId
  title: string
  /** When the person would be there; of a whole day or over 8 h a day, see `countedMinutes`. */
  start: Temporal.Instant
  end: Temporal.Instant
  allDay: boolean
  /** The event's minutes as charged: its length, or 8 h for each day of one that lasts longer (design.md, section 4). */
  countedMinutes: number
  /** Null when online. Two events at the same place need no gap between them. */
  place: string | null
  /** Each way; 0 online. */
  travelMinutes: number
  standing: 'commitment' | 'hold' | 'candidate'
  cancelled: boolean
  declined: boolean
  /** The person's own word in Aforo; null when they gave none. */
  decision: 'attend' | 'skip' | null
  kind: Kind
  smart: boolean
  organiserKey: string | null
  seriesKey: string
  /** Title and description: where interests and names are looked for. */
  text: string
  /** Who is known to be there: the organiser, unless it is the person, and the guests listed. */
  attendees: readonly Attendee[]
  /** How often the person is with this organiser or series anyway, lately and soon (`cycle/crowd.ts` counts). */
  met: number
  ticketPrice: number | null
  /** What the person's history says of its organiser and kind (`taught.ts`); null for a person without any. */
  learned: Taught | null
  /** What was told last: a small bonus keeps it from flapping. */
  told: 'attend' | 'skip' | null
  followUp: FollowUpNeed
}

/** What of the event's follow-up is still to be placed. */
export type FollowUpNeed =
  /** Its slot is to be found together with the choice. */
  | { kind: 'owed'; minutes: number }
  /** It stands in the calendar and counts as busy there (touched, begun or done): charged, not placed. */
  | { kind: 'fixed'; minutes: number; slot: Interval }
  /** The person removed or dismissed it, or its window passed unbooked: nothing is charged or placed. */
  | { kind: 'none' }

export interface PlanRules {
  timeZone: string
  /** Cap in minutes by week, where the person set another than `capMinutes` for that week. */
  capMinutes: number
  capByWeek: ReadonlyMap<Week, number>
  workingHours: readonly WeeklyWindow[]
  protectedHours: readonly WeeklyWindow[]
  /** ISO dates. */
  holidays: ReadonlySet<string>
  maxEvenings: number
  maxPerDay: number
  withinWorkingDays: number
  objectives: { beKnown: number; sell: number; partner: number; learn: number }
  interests: readonly string[]
  /** Names, companies, mail domains and addresses of whom they want to meet. */
  people: readonly string[]
  weights: Weights
  hourlyRate: number | null
}

export interface PlanInput {
  /** The first week of the horizon; it and the three after it are chosen together. */
  week: Week
  now: Temporal.Instant
  /** Every networking event that starts within the horizon, and those before it whose follow-up is still owed. */
  events: readonly PlanEvent[]
  /** Busy time of other people's and the person's own making: ascending, merged; never candidates, holds, skips or our own movable blocks. */
  busy: readonly Interval[]
  rules: PlanRules
  /** Minutes of follow-ups owed from earlier weeks, to be taken out of the cap of the first week: at most half of it. */
  debtMinutes: number
}

export interface Charge {
  event: number
  travel: number
  followUp: number
  total: number
}

export type SkipReason =
  | 'cancelled'
  | 'declined'
  | 'skipped_by_you'
  | 'overlaps'
  | 'protected_hours'
  | 'no_follow_up_slot'
  | 'evening_limit'
  | 'daily_limit'
  | 'follow_up_debt'
  | 'over_cap'
  | 'low_value'

export interface Contribution {
  name: string
  points: number
  /** Of interests and people: which, in the person's own words. */
  about?: string[]
}

export interface Verdict {
  event: PlanEvent
  standing: PlanEvent['standing']
  verdict: 'attend' | 'hold' | 'skip'
  reason: SkipReason | null
  /** For `overlaps`: what it overlaps with, where that is a networking event. */
  conflictsWith: EventId | null
  charge: Charge
  value: { total: number; contributions: Contribution[] }
  /** The slot kept for the follow-up; null for holds, skips and where none was found. */
  followUp: Interval | null
  /** Of a skip that lost a competition: what would have to go for it to come in, and the points lost with that. */
  counterfactual: Counterfactual | null
}

export interface Counterfactual {
  /** By start, over all weeks of the horizon. */
  without: EventId[]
  /** Points of the best plan less those of the best plan that holds it. */
  loss: number
}

export interface WeekPlan {
  week: Week
  timeZone: string
  cap: { minutes: number; debt: number }
  /** Sum over what is attended and held. */
  charge: Charge
  /** What charges and debt leave of the cap; negative when commitments and holds take more than the debt leaves (`overMinutes` says whether
   * they pass the cap itself). */
  leftMinutes: number
  /** Points of everything chosen in this week (the horizon's optimum decides what that is). */
  value: number
  exact: boolean
  gap: number
  verdicts: Verdict[]
  /** When commitments and holds alone pass the cap: what could be freed, cheapest first. */
  couldFree: EventId[]
}

/** One plan for each of the four weeks of the horizon, in order. */
export interface HorizonPlan {
  weeks: WeekPlan[]
  /** The slot of every owed follow-up that has one: of what is attended, and of events before the horizon. */
  followUps: ReadonlyMap<EventId, Interval>
  /** Candidates of a week with too many to compare them all: they only filled up what was left. */
  uncompared: ReadonlySet<EventId>
  exact: boolean
  gap: number
}

/**
 * Contributions that the person can weigh, each times a number from 0 to `MOST_WEIGHT`. Not `stability`: it says nothing of an event, it
 * keeps the words from flapping. Nor `explore`, which follows the weight of `learned`: who leaves that out has
 * nothing to try anybody for.
 */
export const WEIGHED = [
  'base',
  'objectives',
  'format',
  'interests',
  'people',
  'learned',
  'novelty',
  'hours',
  'ticket',
] as const

export type Weights = Readonly<Record<(typeof WEIGHED)[number], number>>

/** What is known of an event's organiser and kind. */
export interface Taught extends LearnedFor {
  /** Points per charged hour for trying somebody unknown; 0 where it does not carry them. */
  explore: number
}
