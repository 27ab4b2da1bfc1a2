/**
 * The ledger from encounter to money: everybody met and what came of it, and what a person can say of it. `apply.ts` applies what they say.
 * Ids are given in, so that a repeated command changes nothing; a command that is refused changes nothing either and says why, all of it.
 */
import type { Temporal } from 'temporal-polyfill'
import type { EventId } from '../calendar/event.ts'
import type { Contact, ContactField, ContactId, ContactInput, FieldReason, Stage, TouchKind } from './contact.ts'
import type { ForgottenAlike } from './forgotten.ts'
import type { Outcome, OutcomeField, OutcomeId, OutcomeInput, OutcomeReason } from './outcome.ts'

export interface Ledger {
  contacts: ReadonlyMap<ContactId, Contact>
  outcomes: ReadonlyMap<OutcomeId, Outcome>
  /** By `forgottenKey`. */
  forgotten: ReadonlyMap<string, ForgottenAlike>
}
export const NO_LEDGER: Ledger = { contacts: new Map(), outcomes: new Map(), forgotten: new Map() }

export const MOST_CONTACTS = 5_000
export const MOST_OUTCOMES = 5_000
/** People captured at once, and contacts imported at once. */
export const MOST_CAPTURED = 5
export const MOST_IMPORTED = 200

export type LedgerCommand =
  /** People met at an event. An id that is known already is somebody met again: they get the encounter and the next step, nothing else. */
  | { kind: 'capture'; event: EventId; people: readonly (ContactInput & { id: ContactId })[] }
  | { kind: 'add_contact'; id: ContactId; contact: ContactInput }
  | { kind: 'change_contact'; contact: ContactId; change: Partial<ContactInput> }
  | { kind: 'set_stage'; contact: ContactId; stage: Stage }
  | { kind: 'touch'; contact: ContactId; touch: TouchInput }
  /** One that was noted by mistake; what calendars show is not the person's to take back. */
  | { kind: 'forget_touch'; contact: ContactId; touch: string }
  /** "Not now" to the reminder of today. */
  | { kind: 'skip'; contact: ContactId }
  /** Outcomes and credits stay, and one more in the totals, without a name. */
  | { kind: 'delete_contact'; contact: ContactId }
  | { kind: 'merge'; into: ContactId; from: ContactId }
  /** They look alike and are two people. */
  | { kind: 'keep_apart'; contact: ContactId; other: ContactId }
  /** One file that the person chose: who is known by mail or phone and is called the same is added to; else it is a new contact. */
  | { kind: 'import_contacts'; rows: readonly ImportRow[] }
  | { kind: 'add_outcome'; id: OutcomeId; outcome: OutcomeInput }
  | { kind: 'change_outcome'; outcome: OutcomeId; change: Partial<OutcomeInput> }
  | { kind: 'delete_outcome'; outcome: OutcomeId }
  /** Closed business out of a proposal; what is left out is the proposal's. */
  | { kind: 'close_proposal'; proposal: OutcomeId; id: OutcomeId; on: string; amount?: number; note?: string | null }
  /** @param on null: it is not lost after all */
  | { kind: 'lose_proposal'; proposal: OutcomeId; on: string | null }

export interface TouchInput {
  id: string
  /** RFC 3339, not in the future. */
  at: string
  /** Encounters come by capture and by the calendar. */
  kind: Exclude<TouchKind, 'encounter'>
  note: string | null
  eventId: EventId | null
}
/** One card or line of a file. */
export interface ImportRow {
  /** Of the contact, should it be a new one. */
  id: ContactId
  contact: ContactInput
  stage?: Stage
  /** For the note, whole or not at all: each of one line, as `settledText` leaves it; null: one that is longer than any note. */
  noteLines?: readonly (string | null)[]
}

export interface LedgerContext {
  now: Temporal.Instant
  timeZone: string
  /** ISO 3166 code that phone numbers without a country's code belong to. */
  country: string | null
  /** ISO 4217: the person's own. */
  currency: string
  /** RFC 3339 times; null where Aforo knows no such event of theirs. */
  event(id: EventId): KnownEvent | null
}
export interface KnownEvent {
  title: string
  start: string
  end: string
}

export type LedgerResult =
  /** `ledger` and what is in it keep their identity where nothing changed: the state is compared by reference (`cycle/difference.ts`). `imported` is of an import, one for each row. */
  | { kind: 'ok'; ledger: Ledger; imported: readonly Imported[] }
  | { kind: 'refused'; problems: readonly LedgerProblem[] }

export interface Imported {
  /** `known`: there already, and nothing new about them. */
  became: 'added' | 'added_to' | 'known' | 'refused'
  /** Null where it was refused. */
  contact: ContactId | null
  /** Why it was refused; else what is no address, phone or page and went into the note as it was written. */
  problems: readonly LedgerProblem[]
}

export interface LedgerProblem {
  reason: LedgerReason
  field: ContactField | OutcomeField | 'people' | 'event' | 'contact' | 'outcome' | 'touch' | 'rows'
  /** Which person of a capture or row of an import, from 0; null elsewhere. */
  row: number | null
  /** Which of several values of the field, from 0; null where it has one. */
  index: number | null
}
export type LedgerReason =
  | FieldReason
  | OutcomeReason
  | 'unknown_contact'
  | 'unknown_event'
  | 'unknown_outcome'
  | 'unknown_touch'
  | 'seen_in_calendar' // a touch that would come back with the next reading
  | 'event_not_begun' // nobody was met there yet
  | 'shares_not_whole' // credits do not sum to 10,000, or one of them is no share
  | 'date_before_event' // of the event that is credited, by local days
  | 'merge_with_itself'
  | 'introduced_in_a_circle' // somebody would have introduced themselves, by way of others or directly
  | 'not_a_proposal'
  | 'proposal_closed' // another outcome closed it
  | 'nobody' // a capture of no people
