/** Contacts and outcomes as the API answers them. */
import { Temporal } from 'temporal-polyfill'
import { ledgerOf } from '../cycle/ledger.ts'
import type { PersonState } from '../cycle/state.ts'
import { type Reminder, remindersOf } from '../relationships/cadence.ts'
import type { Contact, ContactId } from '../relationships/contact.ts'
import { amountsOf } from '../relationships/credits.ts'
import { type DuplicateReason, duplicatesIn } from '../relationships/duplicates.ts'
import { dayAt } from '../relationships/local-day.ts'
import type { Outcome, OutcomeId } from '../relationships/outcome.ts'
import { callLink, mailLink, whatsAppLink } from '../relationships/phone.ts'
import type { ContactShape, OutcomeShape } from './ledger-schemas.ts'
import { timeOf } from './shapes.ts'

/** What all contacts of an answer are told by, made once. */
export interface ContactFacts {
  timeZone: string
  reminders: ReadonlyMap<ContactId, Reminder>
  duplicates: ReadonlyMap<ContactId, ContactShape['duplicates']>
}

export function contactFacts(state: PersonState, now: Temporal.Instant): ContactFacts {
  const { timeZone } = state.person.settings
  const duplicates = new Map<ContactId, ContactShape['duplicates']>()
  const add = (of: ContactId, id: ContactId, pair: Pick<ContactShape['duplicates'][number], 'certainty' | 'reasons'>) =>
    duplicates.set(of, [...(duplicates.get(of) ?? []), { id, ...pair }])
  for (const { older, newer, certainty, reasons } of duplicatesIn(state.contacts.values())) {
    const pair = { certainty, reasons: reasons.map((reason) => ({ kind: reason.kind, value: evidenceOf(reason) })) }
    add(older, newer, pair)
    add(newer, older, pair)
  }
  return { timeZone, duplicates, reminders: remindersOf(ledgerOf(state), dayAt(now, timeZone), timeZone) }
}

function evidenceOf(reason: DuplicateReason): string {
  switch (reason.kind) {
    case 'name_and_event':
      return reason.eventId
    case 'name_and_series':
      return reason.title
    case 'name_and_company':
      return reason.company
    default:
      return reason.value
  }
}

export function contactOf({ id, body }: Contact, { timeZone, reminders, duplicates }: ContactFacts): ContactShape {
  const { emails, phones, urls, createdAt, encounters, touches, skippedOn: _, apart: __, ...facts } = body
  return {
    id,
    ...facts,
    emails: [...emails],
    phones: [...phones],
    urls: [...urls],
    links: { call: phones.map(callLink), whatsApp: phones.map(whatsAppLink), write: emails.map(mailLink) },
    createdAt: at(createdAt, timeZone),
    timeZone,
    reminder: reminders.get(id) ?? null,
    encounters: encounters.map((one) => ({ ...one, at: at(one.at, timeZone) })),
    touches: touches.map((one) => ({ ...one, at: at(one.at, timeZone) })),
    duplicates: duplicates.get(id) ?? [],
  }
}

/** Which outcome closed which proposal. */
export function closedBy(state: PersonState): ReadonlyMap<OutcomeId, OutcomeId> {
  return new Map(
    [...state.outcomes.values()].flatMap(({ id, body }) => (body.closes === null ? [] : [[body.closes, id]])),
  )
}

export function outcomeOf(
  { id, body }: Outcome,
  closed: ReadonlyMap<OutcomeId, OutcomeId>,
  timeZone: string,
): OutcomeShape {
  const parts = amountsOf(body)
  return {
    ...body,
    id,
    credits: body.credits.map(({ to, share }, n) => ({ to, share, amount: parts[n]?.amount ?? null })),
    closedBy: closed.get(id) ?? null,
    pipeline: body.kind === 'proposal' && body.lostOn === null && !closed.has(id),
    createdAt: at(body.createdAt, timeZone),
    timeZone,
  }
}

function at(moment: string, timeZone: string): string {
  return timeOf(Temporal.Instant.from(moment), timeZone)
}
