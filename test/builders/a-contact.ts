/** Somebody the person met and what came of it. Every field has a dull value, so that what a test sets is what matters to it. */
import type { Contact, ContactBody, ContactId, Touch } from '../../src/relationships/contact.ts'
import type { Outcome, OutcomeBody, OutcomeId } from '../../src/relationships/outcome.ts'

export function aContact(id: string, with_: Partial<ContactBody> = {}): Contact {
  return {
    id: id as ContactId,
    body: {
      name: 'Laura Gómez',
      company: null,
      role: null,
      emails: [],
      phones: [],
      urls: [],
      note: null,
      stage: 'new',
      stageOn: '2026-11-01',
      createdAt: '2026-11-01T18:00:00Z',
      source: 'typed',
      introducedBy: null,
      nextStep: null,
      everyDays: null,
      skippedOn: [],
      encounters: [],
      touches: [],
      ...with_,
    },
  }
}

export function aTouch(at: string, with_: Partial<Touch> = {}): Touch {
  return { id: `touch-${at}`, at, kind: 'call', note: null, eventId: null, ...with_ }
}

export function anOutcome(id: string, with_: Partial<OutcomeBody> = {}): Outcome {
  return {
    id: id as OutcomeId,
    body: {
      kind: 'proposal',
      contactId: null,
      on: '2026-11-10',
      amount: 1_250_000,
      currency: 'MXN',
      note: null,
      credits: [{ to: { kind: 'none' }, share: 10_000 }],
      closes: null,
      lostOn: null,
      createdAt: '2026-11-10T18:00:00Z',
      ...with_,
    },
  }
}
