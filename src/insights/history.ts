/**
 * What insights are made of: the networking events that are over, whom the person met there, the follow-ups and what came of it all, brought
 * into one shape once. Every figure and every estimate of this room reads that shape and nothing else.
 *
 * The records are those of the person's state, taken as they are: contacts and outcomes as `relationships/` keeps them, events as they were
 * when they were over (so that history outlives the calendar).
 */
import { Temporal } from 'temporal-polyfill'
import type { EventId } from '../calendar/event.ts'
import type { NetworkingKind } from '../recognition/kinds.ts'
import { momentOf } from '../time/instant.ts'
import { type Week, weekOf } from '../time/week.ts'
import { dayNumber, isoDateOf, localDayOf } from '../time/zone-offsets.ts'

export interface HistoryInput {
  /** The person's; decides on which local day, and so in which week and quarter, a thing falls. */
  zone: string
  events: readonly EventRecord[]
  contacts: readonly ContactRecord[]
  followUps: readonly FollowUpRecord[]
  outcomes: readonly OutcomeRecord[]
}
export interface EventRecord {
  id: EventId
  title: string
  /** RFC 3339. */
  start: string
  end: string
  /** Key null: a platform, the person's own domain, or nobody. */
  organiser: { key: string | null; label: string }
  seriesKey: string
  kind: NetworkingKind | null
  /** Null: nobody said, and it was no commitment. */
  attendance: 'presumed' | 'attended' | 'missed' | null
  standing: 'commitment' | 'hold' | 'candidate'
  /** Whole minutes. */
  charge: { event: number; travel: number; followUp: number; total: number }
  /** Minor units of the person's currency. */
  ticket: number | null
  told: 'attend' | 'skip' | null
}
/** The parts of a contact that count here. */
export interface ContactRecord {
  id: string
  body: {
    stage: Reached | 'dormant'
    createdAt: string
    encounters: readonly { eventId: EventId; at: string }[]
    touches: readonly { id: string; at: string; kind: TouchKind }[]
  }
}
export type TouchKind = 'call' | 'message' | 'email' | 'meeting' | 'follow_up' | 'encounter' | 'note'
export interface FollowUpRecord {
  id: string
  eventId: EventId
  state: string
  closedAt: string | null
}
export interface OutcomeRecord {
  id: string
  body: {
    kind: 'meeting' | 'proposal' | 'closed' | 'referral'
    contactId: string | null
    /** ISO local date. */
    on: string
    amount: number | null
    currency: string
    credits: readonly { to: CreditTo; share: number }[]
    closes: string | null
    lostOn: string | null
  }
}
export type CreditTo = { kind: 'event'; eventId: EventId } | { kind: 'contact'; contactId: string } | { kind: 'none' }
/** How far a contact came, in this order. */
export const REACHED = ['new', 'in_touch', 'meeting', 'proposal', 'client'] as const
export type Reached = (typeof REACHED)[number]

export interface History {
  zone: string
  /** By start, then id. */
  events: readonly PastEvent[]
  byId: ReadonlyMap<EventId, PastEvent>
  contacts: readonly KnownContact[]
  followUps: readonly PastFollowUp[]
  outcomes: readonly PastOutcome[]
}
export interface PastEvent extends EventRecord {
  /** Local, days since 1970-01-01. */
  day: number
  week: Week
  /** `2026-Q3`, by the local start. */
  quarter: string
  /** Whom what is learned of it is about (`organiserIdOf`). */
  organiserId: string
  /** Said to be, or presumed. */
  attended: boolean
}
export interface KnownContact {
  id: string
  stage: ContactRecord['body']['stage']
  /** Local, ISO. */
  metOn: string
  /** The event where they met first; null where they met elsewhere. */
  metAt: EventId | null
  /** Touches that reach the person: no notes, no encounters. */
  touches: readonly { id: string; kind: TouchKind }[]
}
export interface PastFollowUp {
  id: string
  eventId: EventId
  /** The local day the event ended, and that of the closing; null while it is open. */
  endDay: number
  closedDay: number | null
  state: string
}
export interface PastOutcome {
  id: string
  kind: OutcomeRecord['body']['kind']
  contactId: string | null
  on: string
  amount: number | null
  currency: string
  /** A proposal that came to nothing, or that a closed one closes: no pipeline any more. */
  settled: 'lost' | 'closed' | null
  /** With the amount of each, which sum to the outcome's own to the minor unit. */
  credits: readonly { to: CreditTo; share: number; amount: number | null }[]
}

/** Shares are in ten-thousandths of the whole. */
export const WHOLE = 10_000

export function historyOf(input: HistoryInput): History {
  const { zone } = input
  const events = input.events
    .map((event): PastEvent => {
      const day = localDayOf(momentOf(event.start), zone)
      return {
        ...event,
        day,
        week: weekOf(momentOf(event.start), zone),
        quarter: quarterOf(isoDateOf(day)),
        organiserId: organiserIdOf(event.organiser.key, event.seriesKey),
        attended: event.attendance === 'attended' || event.attendance === 'presumed',
      }
    })
    .sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : a.id < b.id ? -1 : 1))
  const byId = new Map(events.map((event) => [event.id, event]))
  const closed = new Set(input.outcomes.flatMap(({ body }) => body.closes ?? []))
  return {
    zone,
    events,
    byId,
    contacts: input.contacts.map((contact) => knownContact(contact, zone)),
    followUps: input.followUps.flatMap((followUp): PastFollowUp[] => {
      const event = byId.get(followUp.eventId)
      if (event === undefined) return []
      const { id, eventId, state, closedAt } = followUp
      const endDay = localDayOf(momentOf(event.end), zone)
      return [
        { id, eventId, endDay, closedDay: closedAt === null ? null : localDayOf(momentOf(closedAt), zone), state },
      ]
    }),
    outcomes: input.outcomes
      .map(({ id, body }): PastOutcome => {
        const { kind, contactId, on, amount, currency } = body
        const settled = body.lostOn !== null ? 'lost' : closed.has(id) ? 'closed' : null
        return { id, kind, contactId, on, amount, currency, settled, credits: apportioned(amount, body.credits) }
      })
      .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.id < b.id ? -1 : 1)),
  }
}

/**
 * Of whom something is learned: the organiser; behind a platform, or where nobody is named, the series. A single event of nobody's stands for
 * itself, so nothing but its kind is known of it.
 */
export function organiserIdOf(organiserKey: string | null, seriesKey: string): string {
  return organiserKey === null ? `series:${seriesKey}` : `organiser:${organiserKey}`
}

export function quarterOf(isoDate: string): string {
  return `${isoDate.slice(0, 4)}-Q${Math.floor((Number(isoDate.slice(5, 7)) - 1) / 3) + 1}`
}

export function dayOf(isoDate: string): number {
  return dayNumber(Temporal.PlainDate.from(isoDate))
}

/**
 * The amount in shares, in whole minor units that sum to it: each its floor, and what is left one unit each to the largest remainders, of equal
 * ones to the first.
 */
export function apportioned<S extends { share: number }>(
  amount: number | null,
  shares: readonly S[],
): (S & { amount: number | null })[] {
  if (amount === null) return shares.map((one) => ({ ...one, amount: null }))
  // An amount may reach 10^14, and ten thousand times that is no safe number.
  const exact = shares.map(({ share }) => BigInt(amount) * BigInt(share))
  const floors = exact.map((part) => Number(part / BigInt(WHOLE)))
  const left = amount - floors.reduce((sum, one) => sum + one, 0)
  const larger = shares.map((_, i) => i).sort((a, b) => remainder(exact, b) - remainder(exact, a) || a - b)
  const raised = new Set(larger.slice(0, left))
  return shares.map((one, i) => ({ ...one, amount: (floors[i] ?? 0) + (raised.has(i) ? 1 : 0) }))
}

function remainder(exact: readonly bigint[], i: number): number {
  return Number((exact[i] ?? 0n) % BigInt(WHOLE))
}

function knownContact({ id, body }: ContactRecord, zone: string): KnownContact {
  const [first] = [...body.encounters].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  return {
    id,
    stage: body.stage,
    metOn: isoDateOf(localDayOf(momentOf(first?.at ?? body.createdAt), zone)),
    metAt: first?.eventId ?? null,
    touches: body.touches
      .filter(({ kind }) => kind !== 'note' && kind !== 'encounter')
      .map((touch) => ({ id: touch.id, kind: touch.kind })),
  }
}
