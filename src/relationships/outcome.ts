/**
 * What came of a contact: a meeting, a proposal, closed business, a referral; with an amount, and whom it is owed to (design.md, section 6).
 * Amounts are whole minor units of one currency; nothing is ever converted, and no float holds money.
 */
import type { EventId } from '../calendar/event.ts'
import { isCurrency } from '../i18n/currency.ts'
import { severalLines } from '../i18n/outside-text.ts'
import { CONTACT_BOUNDS, type ContactId, settledText } from './contact.ts'
import { FIRST_DAY, localDay } from './local-day.ts'

declare const brand: unique symbol
export type OutcomeId = string & { readonly [brand]: 'OutcomeId' }

export const OUTCOME_KINDS = ['meeting', 'proposal', 'closed', 'referral'] as const
export type OutcomeKind = (typeof OUTCOME_KINDS)[number]

export interface Outcome {
  id: OutcomeId
  body: OutcomeBody
}
export interface OutcomeBody {
  kind: OutcomeKind
  /** Null once the contact was erased: totals stay, anonymous. */
  contactId: ContactId | null
  /** ISO local date. */
  on: string
  /** Minor units; null: none said, which only a meeting or a referral can be. */
  amount: number | null
  /** ISO 4217. */
  currency: string
  note: string | null
  /** Shares sum to exactly `WHOLE`. */
  credits: readonly Credit[]
  /** Of a 'closed' one: the proposal it closes, which leaves the pipeline. */
  closes: OutcomeId | null
  /** Of a 'proposal' that came to nothing: ISO local date. */
  lostOn: string | null
  /** RFC 3339 in UTC. */
  createdAt: string
}
/** Whom it is owed to: the event where they met, who introduced them, or nobody (met elsewhere). */
export interface Credit {
  to: CreditedTo
  /** Ten-thousandths, whole, above 0. */
  share: number
}
export type CreditedTo =
  | { kind: 'event'; eventId: EventId }
  | { kind: 'contact'; contactId: ContactId }
  /** `metAt`: of an introducer who was erased, the event where they had been met; left out of everybody else. */
  | { kind: 'none'; metAt?: EventId }

export const WHOLE = 10_000
/** A thousand billion of a currency with cents: beyond it is a slip of the keyboard. Ninety such are still a safe integer together. */
export const MOST_AMOUNT = 1e14
export const MOST_CREDITS = 20

/** What is said of an outcome; what is left out has the default of `ledger.ts`. */
export interface OutcomeInput {
  kind: OutcomeKind
  contactId: ContactId | null
  on: string
  amount?: number | null
  currency?: string
  note?: string | null
  credits?: readonly Credit[]
  closes?: OutcomeId | null
}

export type OutcomeField = keyof OutcomeInput | 'lostOn'
export type OutcomeReason =
  | 'amount_missing' // of a proposal or closed business
  | 'amount_out_of_range'
  | 'unknown_currency'
  | 'not_a_date'
  | 'date_in_future'
  | 'out_of_range'
  | 'too_long'
export interface OutcomeProblem {
  field: OutcomeField
  reason: OutcomeReason
}

/** What the outcome says by itself, before anybody asks about contacts, events or credits. */
export type OutcomeFacts = Pick<OutcomeBody, 'kind' | 'on' | 'amount' | 'currency' | 'note'>

/** @param today ISO date in the person's zone: what came of something lies behind */
export function outcomeFacts(
  input: Pick<OutcomeInput, 'kind' | 'on' | 'amount' | 'currency' | 'note'>,
  today: string,
  ownCurrency: string,
): { kind: 'ok'; value: OutcomeFacts } | { kind: 'refused'; problems: readonly OutcomeProblem[] } {
  const problems: OutcomeProblem[] = []
  const amount = input.amount ?? null
  if (amount === null) {
    if (input.kind === 'closed' || input.kind === 'proposal')
      problems.push({ field: 'amount', reason: 'amount_missing' })
  } else if (!Number.isSafeInteger(amount) || amount < 1 || amount > MOST_AMOUNT) {
    problems.push({ field: 'amount', reason: 'amount_out_of_range' })
  }
  const currency = (input.currency ?? ownCurrency).trim().toUpperCase()
  if (!isCurrency(currency)) problems.push({ field: 'currency', reason: 'unknown_currency' })
  if (localDay(input.on) === null) problems.push({ field: 'on', reason: 'not_a_date' })
  else if (input.on > today) problems.push({ field: 'on', reason: 'date_in_future' })
  else if (input.on < FIRST_DAY) problems.push({ field: 'on', reason: 'out_of_range' })
  const note = settledText(input.note ?? '', CONTACT_BOUNDS.note, severalLines)
  if (note === null) problems.push({ field: 'note', reason: 'too_long' })
  if (problems.length > 0 || note === null) return { kind: 'refused', problems }
  return { kind: 'ok', value: { kind: input.kind, on: input.on, amount, currency, note: note === '' ? null : note } }
}
