/**
 * What an event that was attended has earned so far, in the chooser's points: a sum of lines from the one table below. Leads count before
 * business does, because business takes months and most of what is known of an organiser is known early; business counts most, by its
 * amount against the person's hourly rate, and ever less for each further hour's worth: one windfall is luck, three clients are a sign.
 *
 * The scale is that of `POINTS` in `planning/value.ts`, where an hour costs 0.75: the first hours' worth of business pay back as many hours.
 * What leads are worth is our assumption; a meeting counts for about a fifth of a client of 40 hours, a proposal for two fifths.
 */
import type { EventId } from '../calendar/event.ts'
import type { ContactId } from '../relationships/contact.ts'
import { type CreditedTo, WHOLE } from '../relationships/outcome.ts'
import { MOST_TOUCHES_COUNTED } from '../relationships/touches.ts'
import type { History, PastOutcome } from './history.ts'

/** Points. */
export const EARNS = {
  /** Having been there, told or presumed. */
  checkIn: 0.1,
  /** Each person met there first, up to `mostMet`. */
  met: 0.25,
  mostMet: 10,
  /** Its follow-up done. */
  followUp: 0.25,
  /** Each touch of somebody met there, up to `mostTouches` for each of them. */
  touch: 0.1,
  mostTouches: MOST_TOUCHES_COUNTED,
  meeting: 4,
  proposal: 8,
  /** What stays of a proposal that came to nothing. */
  lostProposal: 2,
  referral: 4,
  /** Closed business, whatever its amount; what the amount adds is in `BUSINESS`. */
  closed: 8,
  /** Closed business whose amount says nothing here: none was said, there is no hourly rate, or it is in another currency. */
  closedUnmeasured: 20,
} as const

/** What closed business adds: the amount in hours of the person's rate, so many points for each hour up to a bound; nothing beyond the last. */
export const BUSINESS = [
  { upToHours: 20, points: 0.75 },
  { upToHours: 100, points: 0.3 },
  { upToHours: 500, points: 0.1 },
] as const

export interface EarningRules {
  /** Minor units of `currency`. */
  hourlyRate: number | null
  currency: string
}
export interface Line {
  name: 'checkIn' | 'met' | 'followUp' | 'touches' | PastOutcome['kind']
  /** Hundredths of a point, whole. */
  points: number
  /** Ids of the contacts, follow-ups, touches or outcomes it is for; whoever was erased counts and has none. */
  of: readonly string[]
}

/** By event that was attended: lines that are not 0, in a fixed order. What somebody met there brings counts for the event where they met first. */
export function earnedBy(history: History, rules: EarningRules): ReadonlyMap<EventId, readonly Line[]> {
  const earned = new Map<EventId, Line[]>()
  for (const event of history.events) {
    if (event.attended) earned.set(event.id, [{ name: 'checkIn', points: hundredths(EARNS.checkIn), of: [event.id] }])
  }
  const add = (eventId: EventId | null, line: Line) => {
    if (eventId !== null && line.points > 0) earned.get(eventId)?.push(line)
  }
  const metAt = new Map(history.contacts.map(({ id, metAt }) => [id, metAt]))
  const living = Map.groupBy(history.contacts, ({ metAt }) => metAt)
  const erased = Map.groupBy(history.forgotten, ({ metAt }) => metAt)
  for (const eventId of new Set([...living.keys(), ...erased.keys()])) {
    const [contacts, alike] = [living.get(eventId) ?? [], erased.get(eventId) ?? []]
    const ids = contacts.map(({ id }) => id)
    const met = alike.reduce((sum, { count }) => sum + count, ids.length)
    add(eventId, { name: 'met', points: Math.min(EARNS.mostMet, met) * hundredths(EARNS.met), of: ids })
    const touches = contacts.flatMap((one) => one.touches.slice(0, EARNS.mostTouches))
    const touched = alike.reduce((sum, one) => sum + one.count * one.touches, touches.length)
    add(eventId, { name: 'touches', points: touched * hundredths(EARNS.touch), of: touches.map(({ id }) => id) })
  }
  for (const followUp of history.followUps) {
    if (followUp.state !== 'done') continue
    add(followUp.eventId, { name: 'followUp', points: hundredths(EARNS.followUp), of: [followUp.id] })
  }
  for (const outcome of history.outcomes) {
    const whole = outcomePoints(outcome, rules)
    for (const { to, share } of outcome.credits) {
      const points = Math.round((whole * share) / WHOLE)
      add(learnedAt(to, metAt), { name: outcome.kind, points, of: [outcome.id] })
    }
  }
  return earned
}

/** What an introducer is owed is owed to the event where the introducer was met, also once they were erased: one step, no further. */
function learnedAt(to: CreditedTo, metAt: ReadonlyMap<ContactId, EventId | null>): EventId | null {
  switch (to.kind) {
    case 'event':
      return to.eventId
    case 'contact':
      return metAt.get(to.contactId) ?? null
    case 'none':
      return to.metAt ?? null
  }
}

/** Hundredths of a point of the whole outcome, before it is shared out. */
export function outcomePoints(outcome: PastOutcome, { hourlyRate, currency }: EarningRules): number {
  switch (outcome.kind) {
    case 'meeting':
    case 'referral':
      return hundredths(EARNS[outcome.kind])
    case 'proposal':
      return hundredths(outcome.settled === 'lost' ? EARNS.lostProposal : EARNS.proposal)
    case 'closed': {
      const measured = outcome.amount !== null && outcome.currency === currency && hourlyRate !== null && hourlyRate > 0
      if (!measured || outcome.amount === null) return hundredths(EARNS.closedUnmeasured)
      return hundredths(EARNS.closed) + businessPoints(outcome.amount / hourlyRate)
    }
  }
}

/** Hundredths of a point for so many hours' worth of business: concave, and bounded by the table's end. */
export function businessPoints(hours: number): number {
  let [points, from] = [0, 0]
  for (const bracket of BUSINESS) {
    points += Math.max(0, Math.min(hours, bracket.upToHours) - from) * bracket.points
    from = bracket.upToHours
  }
  return Math.round(points * 100)
}

function hundredths(points: number): number {
  return Math.round(points * 100)
}
