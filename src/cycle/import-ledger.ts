/**
 * Contacts and outcomes out of a file of the person's own: each is held to what `relationships/` says of contacts and outcomes, and what points at
 * somebody or something that is not there points at nobody, which is said (design.md, section 6).
 */
import type { EventId } from '../calendar/event.ts'
import { oneLine } from '../i18n/outside-text.ts'
import {
  CONTACT_BOUNDS,
  type Contact,
  type ContactBody,
  type ContactContext,
  type ContactId,
  contactFacts,
  settledText,
} from '../relationships/contact.ts'
import { settledCredits } from '../relationships/credits.ts'
import { MOST_CONTACTS, MOST_OUTCOMES } from '../relationships/ledger.ts'
import { dayAt } from '../relationships/local-day.ts'
import { isInCircle, pointingAt } from '../relationships/merge.ts'
import { type Credit, type Outcome, type OutcomeId, outcomeFacts } from '../relationships/outcome.ts'
import { boundedEncounters, boundedTouches } from '../relationships/touches.ts'
import type { ExportFile } from './export-file.ts'
import { joined, type Restored, refuse } from './restored.ts'

/** Whoever is here stays as they are: what was said of them was said since. */
export function restoredContacts(
  here: ReadonlyMap<ContactId, Contact>,
  rows: ExportFile['contacts'],
  context: ContactContext,
  to: Restored,
): ReadonlyMap<ContactId, Contact> {
  let room = MOST_CONTACTS - here.size
  const rowOf = new Map<ContactId, number>()
  const joinedAll = joined(
    to,
    'contacts',
    here,
    rows,
    ({ row, value: { id, ...written } }) => {
      const body = contactBodyOf(written, context)
      if (body.kind === 'refused') {
        refuse(to, 'contacts', row, ...body.problems)
        return null
      }
      if (!here.has(id) && !rowOf.has(id)) {
        if (room === 0) {
          refuse(to, 'contacts', row, { field: '', reason: 'too_many' })
          return null
        }
        room--
        rowOf.set(id, row)
      }
      return [id, { id, body: body.value }]
    },
    (stands) => stands,
  )
  if (joinedAll === here) return here
  const contacts = new Map(joinedAll)
  const introducedByNobody = (id: ContactId, row: number, reason: 'unknown_contact' | 'introduced_in_a_circle') => {
    const contact = contacts.get(id)
    if (contact === undefined) return
    contacts.set(id, { ...contact, body: { ...contact.body, introducedBy: null } })
    to.changed.push({ table: 'contacts', row, field: 'introducedBy', reason })
  }
  for (const [id, row] of rowOf) {
    const by = contacts.get(id)?.body.introducedBy
    if (by !== null && by !== undefined && !contacts.has(by)) introducedByNobody(id, row, 'unknown_contact')
  }
  for (const id of rowOf.keys()) {
    const contact = contacts.get(id)
    // Of somebody who is not here there is nobody to be told apart from.
    const strangers = contact?.body.apart?.filter((other) => other === id || !contacts.has(other)) ?? []
    if (contact === undefined || strangers.length === 0) continue
    contacts.set(id, { id, body: strangers.reduce((body, other) => pointingAt(body, other, null), contact.body) })
  }
  for (const [id, row] of rowOf) if (isInCircle(contacts, id)) introducedByNobody(id, row, 'introduced_in_a_circle')
  return contacts
}

function contactBodyOf(
  written: ContactBody,
  context: ContactContext,
): { kind: 'ok'; value: ContactBody } | { kind: 'refused'; problems: readonly Problem[] } {
  const { introducedBy, nextStep, ...said } = written
  const facts = contactFacts({ ...said, nextStep }, context)
  if (facts.kind === 'refused') {
    return {
      kind: 'refused',
      problems: facts.problems.map(({ field, reason, index }) => ({
        field: index === null ? field : `${field}.${index}`,
        reason,
      })),
    }
  }
  const notes = written.touches.map(({ note }) => settledText(note ?? '', CONTACT_BOUNDS.touchNote))
  const tooLong = notes.indexOf(null)
  if (tooLong >= 0) return { kind: 'refused', problems: [{ field: `touches.${tooLong}.note`, reason: 'too_long' }] }
  const promised = facts.value.nextStep ?? null
  return {
    kind: 'ok',
    value: {
      ...written,
      ...facts.value,
      introducedBy,
      nextStep: promised === null || nextStep === null ? null : { ...promised, promisedOn: nextStep.promisedOn },
      skippedOn: written.skippedOn.toSorted(),
      encounters: boundedEncounters(
        written.encounters.map((one) => ({ ...one, title: oneLine(one.title, CONTACT_BOUNDS.name) })),
      ),
      touches: boundedTouches(written.touches.map((touch, at) => ({ ...touch, note: notes[at] || null }))),
    },
  }
}
interface Problem {
  field: string
  reason: Restored['refused'][number]['reason']
}

/** @param isEvent whether the person has, or had, such an event */
export function restoredOutcomes(
  here: ReadonlyMap<OutcomeId, Outcome>,
  rows: ExportFile['outcomes'],
  contacts: ReadonlyMap<ContactId, Contact>,
  isEvent: (id: EventId) => boolean,
  { now, timeZone, currency }: Pick<ContactContext, 'now' | 'timeZone'> & { currency: string },
  to: Restored,
): ReadonlyMap<OutcomeId, Outcome> {
  const today = dayAt(now, timeZone)
  let room = MOST_OUTCOMES - here.size
  const rowOf = new Map<OutcomeId, number>()
  const joinedAll = joined(
    to,
    'outcomes',
    here,
    rows,
    ({ row, value: { id, ...written } }) => {
      const facts = outcomeFacts(written, today, currency)
      const whole = settledCredits(written.credits)
      if (facts.kind === 'refused' || whole.kind === 'refused') {
        const problems = facts.kind === 'refused' ? facts.problems : []
        const shares = whole.kind === 'refused' ? [{ field: 'credits', reason: whole.reason }] : []
        refuse(to, 'outcomes', row, ...problems, ...shares)
        return null
      }
      if (!here.has(id) && !rowOf.has(id)) {
        if (room === 0) {
          refuse(to, 'outcomes', row, { field: '', reason: 'too_many' })
          return null
        }
        room--
        rowOf.set(id, row)
      }
      return [id, { id, body: { ...written, ...facts.value, credits: whole.value } }]
    },
    (stands) => stands,
  )
  if (joinedAll === here) return here
  const outcomes = new Map(joinedAll)
  const closed = new Set([...here.values()].flatMap(({ body }) => body.closes ?? []))
  for (const [id, row] of rowOf) {
    const outcome = outcomes.get(id)
    if (outcome === undefined) continue
    const say = (field: string, reason: 'unknown_contact' | 'unknown_event' | 'not_a_proposal' | 'proposal_closed') =>
      to.changed.push({ table: 'outcomes', row, field, reason })
    let { contactId, credits, closes } = outcome.body
    if (contactId !== null && !contacts.has(contactId)) {
      contactId = null
      say('contactId', 'unknown_contact')
    }
    const owed = credits.map((credit, at): Credit => {
      const { to: whom } = credit
      const isKnown =
        whom.kind === 'none' || (whom.kind === 'event' ? isEvent(whom.eventId) : contacts.has(whom.contactId))
      if (isKnown) return credit
      say(`credits.${at}`, whom.kind === 'event' ? 'unknown_event' : 'unknown_contact')
      return { ...credit, to: { kind: 'none' } }
    })
    if (owed.some((credit, at) => credit !== credits[at])) {
      const settled = settledCredits(owed)
      credits = settled.kind === 'ok' ? settled.value : owed
    }
    if (closes !== null) {
      const isProposal = closes !== id && outcomes.get(closes)?.body.kind === 'proposal'
      if (!isProposal || closed.has(closes)) {
        say('closes', isProposal ? 'proposal_closed' : 'not_a_proposal')
        closes = null
      } else closed.add(closes)
    }
    const { body } = outcome
    if (contactId !== body.contactId || credits !== body.credits || closes !== body.closes)
      outcomes.set(id, { id, body: { ...body, contactId, credits, closes } })
  }
  return outcomes
}
