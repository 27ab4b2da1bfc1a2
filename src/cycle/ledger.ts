/** Contacts and outcomes in the person's state: what they say of them, and what closing a follow-up says by itself (design.md, sections 5 and 6). */
import type { Temporal } from 'temporal-polyfill'
import type { EventId } from '../calendar/event.ts'
import { applyToLedger } from '../relationships/apply.ts'
import { contactFacts } from '../relationships/contact.ts'
import type { Ledger, LedgerCommand, LedgerContext, LedgerProblem } from '../relationships/ledger.ts'
import { countryOf } from '../time/holidays.ts'
import { timestamp } from '../time/instant.ts'
import type { CommandResult } from './commands.ts'
import type { Known } from './known.ts'
import { metAt } from './met.ts'
import type { FollowUp, PersonState } from './state.ts'

export function ledgerOf({ contacts, outcomes, forgotten }: PersonState): Ledger {
  return { contacts, outcomes, forgotten }
}

export function ledgerContext(state: PersonState, known: Known, now: Temporal.Instant): LedgerContext {
  const { timeZone, currency } = state.person.settings
  return { now, timeZone, country: countryOf(timeZone), currency, event: (id) => eventOf(state, known, id) }
}

export function commandLedger(
  state: PersonState,
  known: Known,
  command: LedgerCommand,
  now: Temporal.Instant,
): { state: PersonState; result: CommandResult } {
  const applied = applyToLedger(ledgerOf(state), command, ledgerContext(state, known, now))
  if (applied.kind === 'refused') return { state, result: refusal(applied.problems) }
  const { ledger, imported } = applied
  const isSame = ledger.contacts === state.contacts && ledger.outcomes === state.outcomes
  // Taking away is never too much.
  if (!isSame && !SHRINKS.has(command.kind) && isTooMuch(ledger))
    return { state, result: { kind: 'refused', reason: 'too_much' } }
  return {
    state: isSame ? state : { ...state, ...ledger },
    result: { kind: 'ok', ...(imported.length > 0 && { imported }) },
  }
}

const SHRINKS: ReadonlySet<LedgerCommand['kind']> = new Set([
  'forget_touch',
  'delete_contact',
  'delete_outcome',
  'merge',
])

/** Why a step cannot be promised so; null where it can. A day for nothing is no step. */
export function stepFault(
  state: PersonState,
  known: Known,
  text: string | null,
  on: string | null,
  now: Temporal.Instant,
): CommandResult | null {
  if (text === null && on === null) return null
  const facts = contactFacts({ nextStep: { text: text ?? '', on } }, ledgerContext(state, known, now))
  if (facts.kind === 'ok') return null
  return { kind: 'refused', reason: 'unfit', problems: facts.problems.map((one) => ({ ...one, row: null })) }
}

/** What the database gives in one answer has to hold all of a person (measured at sqld: 10 MB); a table of theirs is read out in one text of 5. */
export const MOST_TABLE_BYTES = 4_000_000

function isTooMuch({ contacts, outcomes }: Ledger): boolean {
  return [contacts, outcomes].some((table) => Buffer.byteLength(JSON.stringify([...table.values()])) > MOST_TABLE_BYTES)
}

/**
 * Who closes a follow-up as done has written to whoever was met. What is promised next is promised to those of several who were promised nothing of
 * their own; of one alone it follows what was promised before, which stands in their story. "None" takes no promise back: that is said of each.
 */
export function followedUp(
  before: PersonState,
  known: Known,
  { id, eventId, body }: FollowUp,
  now: Temporal.Instant,
): PersonState {
  let state = before
  const { nextStep, nextStepOn } = body
  const met = metAt(before, eventId)
  for (const { id: contact, body: said } of met) {
    const own = said.nextStep
    const follows = nextStep !== null && (own === null || met.length === 1)
    const note = follows && own !== null ? own.text : nextStep
    const touch = { id: `closed-${id}`, at: timestamp(now), kind: 'follow_up' as const, note, eventId }
    state = commandLedger(state, known, { kind: 'touch', contact, touch }, now).state
    if (!follows) continue
    const change = { nextStep: { text: nextStep, on: nextStepOn } }
    state = commandLedger(state, known, { kind: 'change_contact', contact, change }, now).state
  }
  return state
}

/** Somebody or something that is addressed and not there is missing, whoever's it is (design.md, rule 11). */
function refusal(problems: readonly LedgerProblem[]): CommandResult {
  const addressed = problems.some(
    ({ reason, field }) =>
      (reason === 'unknown_contact' && field === 'contact') ||
      (reason === 'unknown_outcome' && field === 'outcome') ||
      reason === 'unknown_touch',
  )
  return addressed ? { kind: 'missing' } : { kind: 'refused', reason: 'unfit', problems }
}

/** An event that is looked at, or one that is history. */
function eventOf({ occurrences }: PersonState, known: Known, id: EventId): ReturnType<LedgerContext['event']> {
  const event = known.byId.get(id)
  if (event !== undefined) return { title: event.title, start: event.start.toString(), end: event.end.toString() }
  return occurrences.get(id)?.seen ?? null
}
