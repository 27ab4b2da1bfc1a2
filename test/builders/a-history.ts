/** A person's past for insights, with every field dull; a test sets what matters to it. And any past at all, for properties. */
import fc from 'fast-check'
import type { EventId } from '../../src/calendar/event.ts'
import type { EventRecord, FollowUpRecord, HistoryInput } from '../../src/insights/history.ts'
import { NETWORKING_KINDS } from '../../src/recognition/kinds.ts'
import { type Contact, type ContactId, STAGES } from '../../src/relationships/contact.ts'
import type { Credit, Outcome, OutcomeId, OutcomeKind } from '../../src/relationships/outcome.ts'
import { STEPS } from '../../src/relationships/stages.ts'
import { MOST_TOUCHES_COUNTED } from '../../src/relationships/touches.ts'

export const ZONE = 'America/Mexico_City'
export const id = (text: string) => text as EventId
export const contactId = (text: string) => text as ContactId
export const outcomeId = (text: string) => text as OutcomeId

/** Two hours on a Tuesday morning, three and a half charged, of an organiser of its own name. */
export function aPastEvent(name: string, start: string, over: Partial<EventRecord> = {}): EventRecord {
  return {
    id: id(name),
    title: name,
    start,
    end: new Date(Date.parse(start) + 2 * 3_600_000).toISOString(),
    organiser: { key: `${name}.example`, label: name },
    seriesKey: name,
    kind: 'meetup',
    attendance: 'attended',
    charge: { event: 120, travel: 60, followUp: 30, total: 210 },
    ticket: null,
    ...over,
  }
}

/** Somebody met at `metAt` in the first week of 2026, or elsewhere. */
export function aContact(name: string, metAt: string | null, over: Partial<Contact['body']> = {}): Contact {
  const at = '2026-01-06T16:00:00.000Z'
  return {
    id: contactId(name),
    body: {
      name,
      company: null,
      role: null,
      emails: [],
      phones: [],
      urls: [],
      note: null,
      stage: 'new',
      stageOn: '2026-01-06',
      createdAt: at,
      source: 'captured',
      introducedBy: null,
      nextStep: null,
      everyDays: null,
      skippedOn: [],
      encounters: metAt === null ? [] : [{ eventId: id(metAt), at, title: metAt }],
      touches: [],
      ...over,
    },
  }
}

/** Credited wholly to one event, or to nobody. */
export function anOutcome(
  name: string,
  kind: OutcomeKind,
  event: string | null,
  over: Partial<Outcome['body']> = {},
): Outcome {
  const to = event === null ? ({ kind: 'none' } as const) : ({ kind: 'event', eventId: id(event) } as const)
  return {
    id: outcomeId(name),
    body: {
      kind,
      contactId: null,
      on: '2026-02-02',
      amount: null,
      currency: 'MXN',
      note: null,
      credits: [{ to, share: 10_000 }],
      closes: null,
      lostOn: null,
      createdAt: '2026-02-02T16:00:00.000Z',
      ...over,
    },
  }
}

export function aPast(over: Partial<HistoryInput> = {}): HistoryInput {
  return { zone: ZONE, events: [], contacts: [], forgotten: [], followUps: [], outcomes: [], ...over }
}

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const
const someInstant = fc
  .integer({ min: Date.parse('2025-06-01'), max: Date.parse('2026-06-01') })
  .map((at) => new Date(at).toISOString())
/** Of the outcomes, in turn: on both sides of either end of a period. */
const DAYS = ['2026-02-02', '2025-08-31', '2025-09-01', '2026-03-31', '2026-04-01'] as const
const someCredits = fc
  .array(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 10_000 })), { minLength: 1, maxLength: 4 })
  .map((parts): readonly Credit[] => {
    // Cuts in the whole, so that shares always sum to it.
    const cuts = [0, ...parts.slice(1).map(([, cut]) => cut), 10_000].sort((a, b) => a - b)
    return parts.map(([whom], i) => {
      const share = (cuts[i + 1] ?? 0) - (cuts[i] ?? 0)
      if (whom === 8) return { to: { kind: 'none' }, share }
      if (whom === 9) return { to: { kind: 'contact', contactId: contactId('c1') }, share }
      return { to: { kind: 'event', eventId: id(NAMES[whom] ?? 'a') }, share }
    })
  })

/** Up to eight events of four organisers, with all that can come of them. */
export const anyPast: fc.Arbitrary<HistoryInput> = fc.record({
  zone: fc.constantFrom(ZONE, 'Europe/Madrid', 'Pacific/Auckland'),
  events: fc
    .array(
      fc.record({
        start: someInstant,
        organiser: fc.constantFrom('x.example', 'y.example', 'z.example', null),
        series: fc.constantFrom('s', 't', 'u'),
        kind: fc.constantFrom(...NETWORKING_KINDS.slice(0, 3)),
        attendance: fc.constantFrom('presumed' as const, 'attended' as const, 'missed' as const),
        minutes: fc.integer({ min: 1, max: 600 }),
        ticket: fc.option(fc.nat({ max: 1_000_000 }), { nil: null }),
      }),
      { maxLength: NAMES.length },
    )
    .map((events) =>
      events.map(({ start, organiser, series, kind, attendance, minutes, ticket }, n) =>
        aPastEvent(NAMES[n] ?? 'a', start, {
          organiser: { key: organiser, label: organiser ?? '' },
          seriesKey: series,
          kind,
          attendance,
          charge: { event: minutes, travel: 0, followUp: 0, total: minutes },
          ticket,
        }),
      ),
    ),
  contacts: fc
    .array(
      fc.tuple(
        fc.option(fc.constantFrom(...NAMES), { nil: null }),
        fc.nat({ max: 6 }),
        fc.constantFrom(...STAGES),
        fc.constantFrom('captured' as const, 'typed' as const, 'imported' as const),
        someInstant,
      ),
      { maxLength: 12 },
    )
    .map((contacts) =>
      contacts.map(([metAt, touches, stage, source, createdAt], n) =>
        aContact(`c${n}`, metAt, {
          stage,
          source,
          createdAt,
          touches: Array.from({ length: touches }, (_, k) => ({
            id: `t${n}.${k}`,
            at: '2026-03-01T12:00:00.000Z',
            kind: k % 3 === 2 ? ('note' as const) : ('call' as const),
            note: null,
            eventId: null,
          })),
        }),
      ),
    ),
  forgotten: fc.array(
    fc.record({
      metOn: someInstant.map((at) => at.slice(0, 10)),
      metAt: fc.option(fc.constantFrom(...NAMES).map(id), { nil: null }),
      reached: fc.constantFrom(...STEPS.slice(1)),
      touches: fc.nat({ max: MOST_TOUCHES_COUNTED }),
      count: fc.integer({ min: 1, max: 12 }),
    }),
    { maxLength: 4 },
  ),
  followUps: fc
    .array(
      fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom('done', 'booked', 'dismissed', 'removed'), someInstant),
      {
        maxLength: 8,
      },
    )
    .map((all) =>
      all.map(([eventId, state, closedAt], n): FollowUpRecord => {
        return { id: `f${n}`, eventId: id(eventId), state, closedAt: state === 'done' ? closedAt : null }
      }),
    ),
  outcomes: fc
    .array(
      fc.record({
        kind: fc.constantFrom('meeting' as const, 'proposal' as const, 'closed' as const, 'referral' as const),
        amount: fc.option(fc.oneof(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e12 })), { nil: null }),
        currency: fc.constantFrom('MXN', 'MXN', 'USD'),
        contactId: fc.option(fc.nat({ max: 11 }), { nil: null }),
        credits: someCredits,
        lost: fc.boolean(),
      }),
      { maxLength: 10 },
    )
    .map((all) =>
      all.map(({ kind, contactId: whom, amount, currency, credits, lost }, n) =>
        anOutcome(`o${n}`, kind, null, {
          contactId: whom === null ? null : contactId(`c${whom}`),
          amount,
          currency,
          credits,
          on: DAYS[n % DAYS.length] ?? '2026-02-02',
          lostOn: kind === 'proposal' && lost ? '2026-05-01' : null,
        }),
      ),
    ),
})
