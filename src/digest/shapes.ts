/** What a digest is made of, and what it says, before it is a text or a page. */
import type { Temporal } from 'temporal-polyfill'
import type { EventId } from '../calendar/event.ts'
import type { Locale, Words } from '../i18n/index.ts'
import type { Money, Ranged } from '../insights/returns.ts'
import type { Charge, WeekPlan } from '../planning/shapes.ts'
import type { NextStep } from '../relationships/contact.ts'
import type { OutcomeBody } from '../relationships/outcome.ts'
import type { Week } from '../time/week.ts'
import type { Trouble } from './trouble.ts'

/** What a one-tap link of the mail does when its page is confirmed; `accept` and `decline` tell the organiser. */
export interface DigestAction {
  event: EventId
  action: 'attended' | 'missed' | 'accept' | 'decline' | 'attend' | 'skip' | 'networking' | 'not_networking'
}

/** An event as the digest needs it; `KnownEvent` is one. */
export interface DigestEvent {
  id: EventId
  title: string
  start: Temporal.Instant
  /** Exclusive. */
  end: Temporal.Instant
  allDay: boolean
  location: string
  online: boolean
  organiser: { name: string | null; email: string | null; self: boolean }
}

/** An answer that Aforo will give by itself unless the person says otherwise. */
export interface Announced {
  answer: 'accepted' | 'declined'
  at: Temporal.Instant
}

export interface PastEvent {
  event: DigestEvent
  attendance: 'presumed' | 'attended' | 'missed' | null
  /** The state of its block; null where there is none. */
  followUp: FollowUpState | null
}

export type FollowUpState = Exclude<keyof Words['followUp'], 'late' | 'crowded'>

/** A block that stands in the calendar and is not closed. */
export interface OpenFollowUp {
  eventTitle: string
  start: Temporal.Instant
  end: Temporal.Instant
  late: boolean
}

export interface DigestInput {
  locale: Locale
  timeZone: string
  now: Temporal.Instant
  /** What to call the person; empty where they gave no name. */
  name: string
  /** The week of `now`, and the one after it. */
  thisWeek: WeekPlan
  comingWeek: WeekPlan
  /** Those of the verdicts; one that is missing is shown as planning knows it. */
  events: ReadonlyMap<EventId, DigestEvent>
  /** Events whose organiser can be answered. */
  answerable: ReadonlySet<EventId>
  announced: ReadonlyMap<EventId, Announced>
  /** Networking events that ended; those of before last week are left out here. */
  past: readonly PastEvent[]
  followUps: readonly OpenFollowUp[]
  /** What closing so many of the follow-ups owed, the longest first, would bring into the plan, and what would make way for it. */
  debt: { frees: readonly { close: number; enter: readonly EventId[]; leave: readonly EventId[] }[] }
  /** Titles of events whose follow-ups stopped counting this week, unclosed. */
  lapsed: readonly string[]
  /** "Did you go?" and "is it networking?", each in the order in which they are to be asked. */
  attendanceQuestions: readonly DigestEvent[]
  networkingQuestions: readonly DigestEvent[]
  /** By whose week: the mail tells of the one before the week it is about, which at the weekend is the coming one. */
  came: { ofLastWeek: CameOfWeek; ofThisWeek: CameOfWeek }
  /** Null where nothing came of its events. */
  lastQuarter: CameOfQuarter | null
  toHear: readonly ToHear[]
  /** What keeps Aforo from accounts and calendars. */
  troubles: readonly Trouble[]
  /** The public origin, without a slash at its end. */
  appUrl: string
  unsubscribeUrl: string
  /** A signed link for one action. */
  link: (action: DigestAction) => string
}

export interface DigestContent {
  locale: Locale
  /** Always one line. */
  subject: string
  /** What mail programs show beside the subject. */
  preview: string
  greeting: string | null
  heading: string
  budget: DigestBudget
  /** Sentences below the budget: what is left, debt, a week off, nothing to say. */
  remarks: string[]
  sections: DigestSection[]
  open: DigestLink
  footer: { lines: string[]; links: DigestLink[] }
  unsubscribeUrl: string
}

export interface DigestBudget {
  /** "4 h 30 min de 6 h" */
  sentence: string
  charge: Charge
  capMinutes: number
  over: boolean
  /** The three parts, worded, and their sum. */
  sum: string
}

export type SectionKind = keyof Words['mail']['digest']['sections']

export interface DigestSection {
  kind: SectionKind
  title: string
  intro: string | null
  entries: DigestEntry[]
  /** "y 5 más en Aforo.", where the list was cut. */
  more: string | null
}

export interface DigestEntry {
  event: EventId | null
  title: string
  lines: string[]
  actions: DigestLink[]
}

export interface DigestLink {
  label: string
  url: string
}

/** Of one local week. */
export interface CameOfWeek {
  week: Week
  /** Names of the people met. */
  met: readonly string[]
  /** Of the events of the week; `open`: still to be closed. */
  followUps: { closed: number; open: number }
  /** Written down in the week. */
  outcomes: readonly Pick<OutcomeBody, 'kind' | 'amount' | 'currency'>[]
}

/** Of the events of the last quarter, whenever it came. */
export interface CameOfQuarter {
  /** `2026-Q3`. */
  quarter: string
  closed: readonly Money[]
  pipeline: readonly Money[]
  /** Most closed per hour of those that closed anything and were gone to at least twice; in the person's currency. */
  best: { name: string; perHour: Ranged; events: number; currency: string } | null
}

/** Of whom it is time to hear: the longest due first. */
export interface ToHear {
  name: string
  /** What was promised for today or before. */
  promise: Pick<NextStep, 'text' | 'on'> | null
}
