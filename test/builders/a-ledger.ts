/** A ledger of few words: contacts, events and outcomes with dull defaults, so that what a test sets is what matters to it. */
import { Temporal } from 'temporal-polyfill'
import type { EventId } from '../../src/calendar/event.ts'
import type { Contact, ContactBody, ContactId, Encounter, Touch } from '../../src/relationships/contact.ts'
import type { KnownEvent, Ledger, LedgerContext } from '../../src/relationships/ledger.ts'
import type { Outcome, OutcomeBody, OutcomeId } from '../../src/relationships/outcome.ts'

export const MEXICO = 'America/Mexico_City'
export const contactId = (text: string) => text as ContactId
export const outcomeId = (text: string) => text as OutcomeId
export const eventId = (text: string) => text as EventId

/** Noon in Mexico City on Thursday 26 November 2026. */
export const NOW = Temporal.Instant.from('2026-11-26T18:00:00Z')

/** Seven to nine in the evening in Mexico City. */
export function eveningOf(day: string): KnownEvent {
  const start = Temporal.ZonedDateTime.from(`${day}T19:00[${MEXICO}]`)
  const [from, to] = [start, start.add({ hours: 2 })].map((at) => at.toInstant().toString())
  return { title: `Networking ${day}`, start: from ?? '', end: to ?? '' }
}

/** Knows the events named `e-<day>` and no others. */
export function aContext(given: Partial<LedgerContext> = {}): LedgerContext {
  return {
    now: NOW,
    timeZone: MEXICO,
    country: 'MX',
    currency: 'MXN',
    event: (id) => (/^e-\d{4}-\d{2}-\d{2}$/.test(id) ? eveningOf(id.slice(2)) : null),
    ...given,
  }
}

export function anEncounter(day: string, id = `e-${day}`): Encounter {
  const { start, title } = eveningOf(day)
  return { eventId: eventId(id), at: new Date(start).toISOString(), title }
}

export function aTouch(at: string, given: Partial<Touch> = {}): Touch {
  return { id: `t-${at}`, at: new Date(at).toISOString(), kind: 'call', note: null, eventId: null, ...given }
}

/** Written down on 2 November 2026. */
export function aBody(given: Partial<ContactBody> = {}): ContactBody {
  return {
    name: 'Ana López',
    company: null,
    role: null,
    emails: [],
    phones: [],
    urls: [],
    note: null,
    stage: 'new',
    stageOn: '2026-11-02',
    createdAt: '2026-11-02T18:00:00.000Z',
    source: 'typed',
    introducedBy: null,
    nextStep: null,
    everyDays: null,
    skippedOn: [],
    encounters: [],
    touches: [],
    ...given,
  }
}

export function aContact(id: string, given: Partial<ContactBody> = {}): Contact {
  return { id: contactId(id), body: aBody(given) }
}

export function anOutcome(id: string, given: Partial<OutcomeBody> = {}): Outcome {
  return {
    id: outcomeId(id),
    body: {
      kind: 'closed',
      contactId: null,
      on: '2026-11-20',
      amount: 100_000,
      currency: 'MXN',
      note: null,
      credits: [{ to: { kind: 'none' }, share: 10_000 }],
      closes: null,
      lostOn: null,
      createdAt: '2026-11-20T18:00:00.000Z',
      ...given,
    },
  }
}

export function aLedger(contacts: readonly Contact[], outcomes: readonly Outcome[] = []): Ledger {
  return {
    contacts: new Map(contacts.map((contact) => [contact.id, contact])),
    outcomes: new Map(outcomes.map((outcome) => [outcome.id, outcome])),
    forgotten: new Map(),
  }
}
