/**
 * What insights are made of: the networking events that are over, whom the person met there, the follow-ups and what came of it all, brought
 * into one shape once. Every figure and every estimate of this room reads that shape and nothing else.
 */
import type { EventId } from '../calendar/event.ts'
import type { Kind } from '../recognition/kinds.ts'
import type { Contact, ContactId, Stage, TouchKind } from '../relationships/contact.ts'
import { amountsOf } from '../relationships/credits.ts'
import type { ForgottenAlike } from '../relationships/forgotten.ts'
import type { Credit, Outcome, OutcomeId, OutcomeKind } from '../relationships/outcome.ts'
import { firstMet, reachingTouches } from '../relationships/touches.ts'
import { momentOf } from '../time/instant.ts'
import { type Week, weekOf } from '../time/week.ts'
import { isoDateOf, localDayOf } from '../time/zone-offsets.ts'

export interface HistoryInput {
  /** The person's; decides on which local day, and so in which week and quarter, a thing falls. */
  zone: string
  events: readonly EventRecord[]
  contacts: readonly Contact[]
  forgotten: readonly ForgottenAlike[]
  followUps: readonly FollowUpRecord[]
  outcomes: readonly Outcome[]
}
/** A networking event as it was when it was over, so that history outlives the calendar. */
export interface EventRecord {
  id: EventId
  title: string
  /** RFC 3339. */
  start: string
  end: string
  /** Key null: a platform, the person's own domain, or nobody. */
  organiser: { key: string | null; label: string }
  seriesKey: string
  kind: Kind
  attendance: 'presumed' | 'attended' | 'missed'
  /** Whole minutes. */
  charge: { event: number; travel: number; followUp: number; total: number }
  /** Minor units of the person's currency. */
  ticket: number | null
}
export interface FollowUpRecord {
  id: string
  eventId: EventId
  state: string
  /** RFC 3339; null while it is open. */
  closedAt: string | null
}

export interface History {
  zone: string
  /** By start, then id. */
  events: readonly PastEvent[]
  /** But for those who came out of a file and were met nowhere since: nobody that networking brought. */
  contacts: readonly KnownContact[]
  /** Whoever was erased: they count as they did, and are nobody. */
  forgotten: readonly ForgottenAlike[]
  /** Of these events. */
  followUps: readonly PastFollowUp[]
  /** By date, then id. */
  outcomes: readonly PastOutcome[]
}
export interface PastEvent extends EventRecord {
  /** Local, as is the quarter (`2026-Q3`): of the start. */
  week: Week
  quarter: string
  /** Whom what is learned of it is about (`organiserIdOf`). */
  organiserId: string
  /** Their name; where the series is learned of, its title, for the platform's name says nothing. */
  organiserLabel: string
  /** Said to be, or presumed. */
  attended: boolean
}
export interface KnownContact {
  id: ContactId
  stage: Stage
  /** ISO local date of the first encounter, else of the day they were written down. */
  metOn: string
  /** The event where they met first; null where they met elsewhere. */
  metAt: EventId | null
  /** Touches that reach the person: no notes, no encounters. */
  touches: readonly { id: string; kind: TouchKind }[]
}
export interface PastFollowUp {
  id: string
  eventId: EventId
  /** ISO local dates: when the event ended, and when it was closed; null while it is open. */
  endOn: string
  closedOn: string | null
  state: string
}
export interface PastOutcome {
  id: OutcomeId
  kind: OutcomeKind
  contactId: ContactId | null
  on: string
  amount: number | null
  currency: string
  /** A proposal that came to nothing, or that a closed one closes: no pipeline any more. */
  settled: 'lost' | 'closed' | null
  /** With the amount of each, which sum to the outcome's own to the minor unit. */
  credits: readonly (Credit & { amount: number | null })[]
}

export function historyOf(input: HistoryInput): History {
  const { zone } = input
  const events = input.events
    .map((event): PastEvent => {
      return {
        ...event,
        week: weekOf(momentOf(event.start), zone),
        quarter: quarterOf(onDay(event.start, zone)),
        organiserId: organiserIdOf(event.organiser.key, event.seriesKey),
        organiserLabel: event.organiser.key === null ? event.title : event.organiser.label,
        attended: event.attendance !== 'missed',
      }
    })
    .sort((a, b) => Date.parse(a.start) - Date.parse(b.start) || (a.id < b.id ? -1 : 1))
  const ends = new Map(events.map(({ id, end }) => [id, end]))
  const closed = new Set(input.outcomes.flatMap(({ body }) => body.closes ?? []))
  return {
    zone,
    events,
    contacts: input.contacts.flatMap((contact) => knownContact(contact, zone) ?? []),
    forgotten: input.forgotten,
    followUps: input.followUps.flatMap(({ id, eventId, state, closedAt }): PastFollowUp[] => {
      const end = ends.get(eventId)
      if (end === undefined) return []
      return [
        { id, eventId, endOn: onDay(end, zone), closedOn: closedAt === null ? null : onDay(closedAt, zone), state },
      ]
    }),
    outcomes: input.outcomes
      .map(({ id, body }): PastOutcome => {
        const { kind, contactId, on, amount, currency } = body
        const settled = body.lostOn !== null ? 'lost' : closed.has(id) ? 'closed' : null
        const amounts = amountsOf(body)
        const credits = body.credits.map((credit, n) => ({ ...credit, amount: amounts[n]?.amount ?? null }))
        return { id, kind, contactId, on, amount, currency, settled, credits }
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

function knownContact({ id, body }: Contact, zone: string): KnownContact | null {
  const met = firstMet(body, zone)
  if (met === null) return null
  const touches = reachingTouches(body).map((touch) => ({ id: touch.id, kind: touch.kind }))
  return { id, stage: body.stage, metOn: met.on, metAt: met.at, touches }
}

function onDay(at: string, zone: string): string {
  return isoDateOf(localDayOf(momentOf(at), zone))
}
