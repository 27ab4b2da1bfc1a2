/** The commands of the ledger that are about outcomes; `apply.ts` has the others. */
import type { EventId } from '../calendar/event.ts'
import { momentOf, timestamp } from '../time/instant.ts'
import type { Contact } from './contact.ts'
import { creditKey, defaultCredits, settledCredits } from './credits.ts'
import {
  type Ledger,
  type LedgerCommand,
  type LedgerContext,
  type LedgerProblem,
  type LedgerResult,
  MOST_OUTCOMES,
} from './ledger.ts'
import { dayAt, localDay } from './local-day.ts'
import {
  type Credit,
  type Outcome,
  type OutcomeBody,
  type OutcomeId,
  type OutcomeInput,
  outcomeFacts,
} from './outcome.ts'
import { changedBody, problem, refused } from './refusal.ts'
import { movedByOutcome } from './stages.ts'

type OutcomeCommand = LedgerCommand & {
  kind: 'add_outcome' | 'change_outcome' | 'delete_outcome' | 'close_proposal' | 'lose_proposal'
}

export function applyToOutcomes(ledger: Ledger, command: OutcomeCommand, context: LedgerContext): LedgerResult {
  switch (command.kind) {
    case 'add_outcome':
      return addOutcome(ledger, command.id, command.outcome, context)
    case 'change_outcome':
      return changeOutcome(ledger, command.outcome, command.change, context)
    case 'delete_outcome':
      return deleteOutcome(ledger, command.outcome)
    case 'close_proposal': {
      const { proposal: closes, kind: _, id, ...said } = command
      const proposal = ledger.outcomes.get(closes)
      if (proposal === undefined) return refused('outcome', 'unknown_outcome')
      const { contactId, amount, currency } = proposal.body
      return addOutcome(ledger, id, { kind: 'closed', contactId, amount, currency, closes, ...said }, context)
    }
    case 'lose_proposal':
      return loseProposal(ledger, command.proposal, command.on, context)
  }
}

function addOutcome(ledger: Ledger, id: OutcomeId, input: OutcomeInput, context: LedgerContext): LedgerResult {
  if (ledger.outcomes.has(id)) return { kind: 'ok', ledger, imported: [] }
  if (ledger.outcomes.size >= MOST_OUTCOMES) return refused('outcome', 'too_many')
  const settled = settledOutcome(ledger, id, input, [], context)
  if (settled.kind === 'refused') return settled
  const body: OutcomeBody = { ...settled.value, lostOn: null, createdAt: timestamp(context.now) }
  return kept(ledger, { id, body })
}

function changeOutcome(
  ledger: Ledger,
  id: OutcomeId,
  change: Partial<OutcomeInput>,
  context: LedgerContext,
): LedgerResult {
  const outcome = ledger.outcomes.get(id)
  if (outcome === undefined) return refused('outcome', 'unknown_outcome')
  const { lostOn, createdAt: _, credits, ...before } = outcome.body
  const kind = change.kind ?? before.kind
  if (kind !== 'proposal' && closedBy(ledger, id) !== undefined) return refused('kind', 'proposal_closed')
  // Somebody else met elsewhere: the credits are theirs by default again, unless they are said.
  const isSomebodyElse = change.contactId !== undefined && change.contactId !== before.contactId
  const input: OutcomeInput = {
    ...before,
    ...(isSomebodyElse ? {} : { credits }),
    ...(kind === 'closed' ? {} : { closes: null }),
    ...change,
  }
  const settled = settledOutcome(ledger, id, input, credits, context)
  if (settled.kind === 'refused') return settled
  const body = changedBody(outcome.body, { ...settled.value, lostOn: kind === 'proposal' ? lostOn : null })
  return body === outcome.body ? { kind: 'ok', ledger, imported: [] } : kept(ledger, { id, body })
}

/** A proposal that it closed is in the pipeline again; one that was closed leaves its closing as business of its own. */
function deleteOutcome(ledger: Ledger, id: OutcomeId): LedgerResult {
  if (!ledger.outcomes.has(id)) return refused('outcome', 'unknown_outcome')
  const outcomes = new Map(ledger.outcomes)
  outcomes.delete(id)
  const closing = closedBy(ledger, id)
  if (closing !== undefined) outcomes.set(closing.id, { ...closing, body: { ...closing.body, closes: null } })
  return { kind: 'ok', ledger: { ...ledger, outcomes }, imported: [] }
}

function loseProposal(ledger: Ledger, id: OutcomeId, on: string | null, context: LedgerContext): LedgerResult {
  const outcome = ledger.outcomes.get(id)
  if (outcome === undefined) return refused('outcome', 'unknown_outcome')
  if (outcome.body.kind !== 'proposal') return refused('outcome', 'not_a_proposal')
  if (closedBy(ledger, id) !== undefined) return refused('outcome', 'proposal_closed')
  if (on !== null) {
    if (localDay(on) === null) return refused('lostOn', 'not_a_date')
    if (on > dayAt(context.now, context.timeZone)) return refused('lostOn', 'date_in_future')
    if (on < outcome.body.on) return refused('lostOn', 'out_of_range')
  }
  if (on === outcome.body.lostOn) return { kind: 'ok', ledger, imported: [] }
  return kept(ledger, { id, body: { ...outcome.body, lostOn: on } })
}

/** The outcome in its place, the proposal that it closes no longer lost, and the contact as far on as it brings them. */
function kept(ledger: Ledger, outcome: Outcome): LedgerResult {
  const { contactId, closes, kind, on } = outcome.body
  const outcomes = new Map(ledger.outcomes).set(outcome.id, outcome)
  const proposal = closes === null ? undefined : outcomes.get(closes)
  if (proposal !== undefined && proposal.body.lostOn !== null) {
    outcomes.set(proposal.id, { ...proposal, body: { ...proposal.body, lostOn: null } })
  }
  const contact = contactId === null ? undefined : ledger.contacts.get(contactId)
  const moved = contact === undefined ? undefined : movedByOutcome(contact.body, kind, on)
  if (contact === undefined || moved === undefined || moved === contact.body) {
    return { kind: 'ok', ledger: { ...ledger, outcomes }, imported: [] }
  }
  const contacts = new Map(ledger.contacts).set(contact.id, { ...contact, body: moved })
  return { kind: 'ok', ledger: { ...ledger, contacts, outcomes }, imported: [] }
}

/**
 * What was said, held against the rest of the ledger.
 * @param before the credits that stand: an event may have left the calendar since, which takes nothing from them
 */
function settledOutcome(
  ledger: Ledger,
  id: OutcomeId,
  input: OutcomeInput,
  before: readonly Credit[],
  context: LedgerContext,
): { kind: 'ok'; value: Omit<OutcomeBody, 'lostOn' | 'createdAt'> } | (LedgerResult & { kind: 'refused' }) {
  const problems: LedgerProblem[] = []
  const facts = outcomeFacts(input, dayAt(context.now, context.timeZone), context.currency)
  if (facts.kind === 'refused') problems.push(...facts.problems.map(({ field, reason }) => problem(field, reason)))
  const contact = input.contactId === null ? null : ledger.contacts.get(input.contactId)
  if (contact === undefined) problems.push(problem('contactId', 'unknown_contact'))
  const closes = input.closes ?? null
  const proposal = closes === null ? null : ledger.outcomes.get(closes)
  if (proposal === undefined) problems.push(problem('closes', 'unknown_outcome'))
  else if (proposal !== null) {
    if (proposal.body.kind !== 'proposal' || input.kind !== 'closed') problems.push(problem('closes', 'not_a_proposal'))
    const closing = closedBy(ledger, proposal.id)
    if (closing !== undefined && closing.id !== id) problems.push(problem('closes', 'proposal_closed'))
  }
  const said = input.credits ?? proposal?.body.credits ?? defaultCredits(contact?.body ?? null)
  const credits = settledCredits(said)
  if (credits.kind === 'refused') problems.push(problem('credits', credits.reason))
  else {
    const on = localDay(input.on) === null ? null : input.on
    const standing = [...before, ...(proposal?.body.credits ?? [])]
    for (const [index, { to }] of credits.value.entries()) {
      const reason = creditProblem(ledger, to, on, contact ?? null, standing, context)
      if (reason !== null) problems.push(problem('credits', reason, null, index))
    }
  }
  if (facts.kind === 'refused' || credits.kind === 'refused' || problems.length > 0)
    return { kind: 'refused', problems }
  return { kind: 'ok', value: { ...facts.value, contactId: input.contactId, credits: credits.value, closes } }
}

function creditProblem(
  ledger: Ledger,
  to: Credit['to'],
  on: string | null,
  contact: Contact | null,
  standing: readonly Credit[],
  context: LedgerContext,
): 'unknown_contact' | 'unknown_event' | 'date_before_event' | null {
  const isStanding = standing.some((credit) => creditKey(credit.to) === creditKey(to))
  switch (to.kind) {
    // Where somebody who was erased had been met is nobody's to say: it stands, or it does not.
    case 'none':
      return to.metAt === undefined || isStanding ? null : 'unknown_event'
    case 'contact':
      return ledger.contacts.has(to.contactId) ? null : 'unknown_contact'
    case 'event': {
      const start = context.event(to.eventId)?.start ?? encounterStart(ledger, to.eventId, contact)
      if (start === null) return isStanding ? null : 'unknown_event'
      return on !== null && on < dayAt(momentOf(start), context.timeZone) ? 'date_before_event' : null
    }
  }
}

/** An event that left the calendar is still where somebody was met. */
function encounterStart(ledger: Ledger, event: EventId, contact: Contact | null): string | null {
  const own = contact?.body.encounters.find(({ eventId }) => eventId === event)
  if (own !== undefined) return own.at
  for (const { body } of ledger.contacts.values()) {
    const met = body.encounters.find(({ eventId }) => eventId === event)
    if (met !== undefined) return met.at
  }
  return null
}

function closedBy(ledger: Ledger, proposal: OutcomeId): Outcome | undefined {
  for (const outcome of ledger.outcomes.values()) if (outcome.body.closes === proposal) return outcome
  return undefined
}
