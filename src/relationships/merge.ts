/**
 * Two contacts that are one person become one, at the person's word alone (`duplicates.ts` only points). Nothing is lost, and whatever pointed at
 * the one that goes points at the one that stays.
 */
import type { EventId } from '../calendar/event.ts'
import {
  CONTACT_BOUNDS,
  type Contact,
  type ContactBody,
  type ContactId,
  type FieldProblem,
  type Settled,
} from './contact.ts'
import { recredited } from './credits.ts'
import type { CreditedTo, Outcome, OutcomeId } from './outcome.ts'
import { STAGE_RANK } from './stages.ts'
import { boundedTouches } from './touches.ts'
import { unitedFacts } from './unite.ts'

export interface Pages {
  contacts: ReadonlyMap<ContactId, Contact>
  outcomes: ReadonlyMap<OutcomeId, Outcome>
}
export type Merged =
  | { kind: 'ok'; contacts: ReadonlyMap<ContactId, Contact>; outcomes: ReadonlyMap<OutcomeId, Outcome> }
  | { kind: 'refused'; reason: 'merge_with_itself' | 'unknown_contact' | 'introduced_in_a_circle' }
  /** Together they would pass a bound: something is to be taken out first. */
  | { kind: 'refused'; reason: 'no_room'; problems: readonly FieldProblem[] }

/** @param into stays, with its id; @param from goes */
export function merge(pages: Pages, into: ContactId, from: ContactId): Merged {
  if (into === from) return { kind: 'refused', reason: 'merge_with_itself' }
  const [stays, goes] = [pages.contacts.get(into), pages.contacts.get(from)]
  if (stays === undefined || goes === undefined) return { kind: 'refused', reason: 'unknown_contact' }
  const body = mergedBody(stays, goes, pages.contacts)
  if (body.kind === 'refused') return { kind: 'refused', reason: 'no_room', problems: body.problems }
  const contacts = new Map<ContactId, Contact>()
  for (const [id, contact] of pages.contacts) {
    if (id === from) continue
    if (id === into) contacts.set(id, { ...contact, body: body.value })
    else {
      const body = pointingAt(contact.body, from, into)
      contacts.set(id, body === contact.body ? contact : { ...contact, body })
    }
  }
  if (isInCircle(contacts, into) || body.value.introducedBy === from) {
    return { kind: 'refused', reason: 'introduced_in_a_circle' }
  }
  return { kind: 'ok', contacts, outcomes: ofAnother(pages.outcomes, from, into, { kind: 'contact', contactId: into }) }
}

/**
 * Outcomes and credits of who is erased, as nobody's; the very map given where there are none.
 * @param metAt the event where they were met first: what an introducer brought is still learned of it
 */
export function ofNobody(
  outcomes: ReadonlyMap<OutcomeId, Outcome>,
  from: ContactId,
  metAt: EventId | null,
): ReadonlyMap<OutcomeId, Outcome> {
  return ofAnother(outcomes, from, null, { kind: 'none', ...(metAt !== null && { metAt }) })
}

function ofAnother(
  outcomes: ReadonlyMap<OutcomeId, Outcome>,
  from: ContactId,
  to: ContactId | null,
  owed: CreditedTo,
): ReadonlyMap<OutcomeId, Outcome> {
  let changed = false
  const next = new Map<OutcomeId, Outcome>()
  for (const [id, outcome] of outcomes) {
    const { body } = outcome
    const credits = recredited(body.credits, from, owed)
    const isTheirs = body.contactId === from
    if (!isTheirs && credits === body.credits) {
      next.set(id, outcome)
      continue
    }
    changed = true
    const contactId = isTheirs ? to : body.contactId
    // What a note says of somebody who was erased would be their name again.
    const note = isTheirs && to === null ? null : body.note
    next.set(id, { ...outcome, body: { ...body, contactId, credits, note } })
  }
  return changed ? next : outcomes
}

/** What a contact says of one who goes, said of another or of nobody; the very body given where it says nothing. */
export function pointingAt(body: ContactBody, from: ContactId, to: ContactId | null): ContactBody {
  const { apart, ...rest } = body
  const introduced = body.introducedBy === from
  if (!introduced && apart?.includes(from) !== true) return body
  const others = [...new Set(apart?.flatMap((id) => (id === from ? (to ?? []) : id)))]
  return {
    ...rest,
    ...(introduced && { introducedBy: to }),
    ...(others.length > 0 && { apart: others }),
  }
}

/** Whether whoever introduced a contact, and whoever introduced them, comes round to the contact again. */
export function isInCircle(contacts: ReadonlyMap<ContactId, Contact>, start: ContactId): boolean {
  const seen = new Set<ContactId>()
  let at: ContactId | null | undefined = contacts.get(start)?.body.introducedBy
  while (at !== null && at !== undefined && !seen.has(at)) {
    if (at === start) return true
    seen.add(at)
    at = contacts.get(at)?.body.introducedBy
  }
  return false
}

function mergedBody(
  { id: intoId, body: into }: Contact,
  { id: fromId, body: from }: Contact,
  contacts: ReadonlyMap<ContactId, Contact>,
): Settled<ContactBody> {
  // Two people can have introduced them; the second one's name is kept as a word.
  const second = into.introducedBy === null || into.introducedBy === from.introducedBy ? null : from.introducedBy
  const introducer = second === null ? undefined : contacts.get(second)
  const united = unitedFacts(into, from, introducer === undefined ? [] : [introducer.body.name])
  if (united.kind === 'refused') return united
  const encounters = [
    ...into.encounters,
    ...from.encounters.filter(({ eventId }) => !into.encounters.some((known) => known.eventId === eventId)),
  ].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  const touches = [...into.touches, ...from.touches.filter(({ id }) => !into.touches.some((known) => known.id === id))]
  if (encounters.length > CONTACT_BOUNDS.encounters) {
    return { kind: 'refused', problems: [{ field: 'encounters', reason: 'too_many', index: null }] }
  }
  const others = [...(into.apart ?? []), ...(from.apart ?? [])].filter((id) => id !== intoId && id !== fromId)
  const apart = [...new Set(others)].slice(-CONTACT_BOUNDS.apart)
  const { apart: _, ...facts } = united.value
  const further = STAGE_RANK[from.stage] > STAGE_RANK[into.stage] ? from : into
  const body: ContactBody = {
    ...facts,
    stage: further.stage,
    stageOn: further.stageOn,
    createdAt: into.createdAt < from.createdAt ? into.createdAt : from.createdAt,
    introducedBy: into.introducedBy ?? from.introducedBy,
    skippedOn: [...new Set([...into.skippedOn, ...from.skippedOn])].toSorted(),
    encounters,
    touches: boundedTouches(touches),
    ...(apart.length > 0 && { apart }),
  }
  return { kind: 'ok', value: body }
}
