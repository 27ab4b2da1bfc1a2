/**
 * Applies one command to the ledger. Pure; what is refused changes nothing and says all that is wrong, and what did not change keeps its identity.
 */
import { Temporal } from 'temporal-polyfill'
import { oneLine } from '../i18n/outside-text.ts'
import { momentOf, timestamp } from '../time/instant.ts'
import { applyToOutcomes } from './apply-outcome.ts'
import {
  CONTACT_BOUNDS,
  type Contact,
  type ContactBody,
  type ContactId,
  type ContactInput,
  contactBody,
  contactFacts,
  type Encounter,
  type FieldProblem,
  settledText,
} from './contact.ts'
import { forgottenOf, withForgotten } from './forgotten.ts'
import { withImported } from './import.ts'
import {
  type Imported,
  type Ledger,
  type LedgerCommand,
  type LedgerContext,
  type LedgerProblem,
  type LedgerResult,
  MOST_CAPTURED,
  MOST_CONTACTS,
  MOST_IMPORTED,
  type TouchInput,
} from './ledger.ts'
import { dayAt, FIRST_DAY } from './local-day.ts'
import { isInCircle, merge, ofNobody, pointingAt } from './merge.ts'
import { changedBody, problem, refused } from './refusal.ts'
import { atStage } from './stages.ts'
import { encounterTouch, isSeen, withEncounter, withoutTouch, withTouch } from './touches.ts'

/** What clocks of phones and servers differ by, generously: a touch of "just now" is no touch of the future. */
const CLOCK_MINUTES = 5

export function applyToLedger(ledger: Ledger, command: LedgerCommand, context: LedgerContext): LedgerResult {
  switch (command.kind) {
    case 'capture':
      return capture(ledger, command, context)
    case 'add_contact':
      return addContact(ledger, command.id, command.contact, context)
    case 'change_contact':
      return changeContact(ledger, command.contact, command.change, context)
    case 'set_stage':
      return withBody(ledger, command.contact, (body) =>
        atStage(body, command.stage, dayAt(context.now, context.timeZone)),
      )
    case 'touch':
      return touch(ledger, command.contact, command.touch, context)
    case 'forget_touch':
      return forgetTouch(ledger, command.contact, command.touch)
    case 'skip':
      return withBody(ledger, command.contact, (body) => skippedToday(body, dayAt(context.now, context.timeZone)))
    case 'delete_contact':
      return deleteContact(ledger, command.contact, context)
    case 'merge': {
      const merged = merge(ledger, command.into, command.from)
      if (merged.kind === 'ok') return done({ ...ledger, contacts: merged.contacts, outcomes: merged.outcomes })
      return merged.reason === 'no_room' ? refusedFields(merged.problems, null) : refused('contact', merged.reason)
    }
    case 'keep_apart':
      return keepApart(ledger, command.contact, command.other)
    case 'import_contacts':
      return importContacts(ledger, command, context)
    case 'add_outcome':
    case 'change_outcome':
    case 'delete_outcome':
    case 'close_proposal':
    case 'lose_proposal':
      return applyToOutcomes(ledger, command, context)
  }
}

function capture(
  ledger: Ledger,
  { event: eventId, people }: LedgerCommand & { kind: 'capture' },
  context: LedgerContext,
): LedgerResult {
  const event = context.event(eventId)
  if (event === null) return refused('event', 'unknown_event')
  const today = dayAt(context.now, context.timeZone)
  // By the day, for people are met at the door.
  if (dayAt(momentOf(event.start), context.timeZone) > today) return refused('event', 'event_not_begun')
  if (people.length === 0) return refused('people', 'nobody')
  if (people.length > MOST_CAPTURED) return refused('people', 'too_many')
  const encounter: Encounter = {
    eventId,
    at: timestamp(momentOf(event.start)),
    title: oneLine(event.title, CONTACT_BOUNDS.name),
  }
  const contacts = new Map(ledger.contacts)
  const problems: LedgerProblem[] = []
  for (const [row, { id, ...input }] of people.entries()) {
    const known = contacts.get(id)
    const met =
      known === undefined ? metFirst(input, encounter, context) : metAgain(known.body, input, encounter, context)
    if (met.kind === 'refused')
      problems.push(...met.problems.map((field) => problem(field.field, field.reason, row, field.index)))
    else if (!introducerIsKnown(contacts, met.value)) problems.push(problem('introducedBy', 'unknown_contact', row))
    else if (met.value !== known?.body) contacts.set(id, { id, body: met.value })
  }
  if (contacts.size > MOST_CONTACTS) problems.push(problem('people', 'too_many'))
  if (problems.length > 0) return { kind: 'refused', problems }
  return done(withContacts(ledger, contacts))
}

function metFirst(input: ContactInput, encounter: Encounter, context: LedgerContext) {
  const begun = contactBody(input, 'captured', context)
  if (begun.kind === 'refused') return begun
  // Where they met is how it begins: only what comes later is a touch that moves a stage.
  const value: ContactBody = { ...begun.value, encounters: [encounter], touches: [encounterTouch(encounter)] }
  return { kind: 'ok' as const, value }
}

function metAgain(body: ContactBody, { nextStep }: ContactInput, encounter: Encounter, context: LedgerContext) {
  const met = withEncounter(body, encounter, context.timeZone)
  if (met === body || nextStep === undefined || nextStep === null) return { kind: 'ok' as const, value: met }
  const facts = contactFacts({ nextStep }, context)
  return facts.kind === 'refused' ? facts : { kind: 'ok' as const, value: { ...met, ...facts.value } }
}

function addContact(ledger: Ledger, id: ContactId, input: ContactInput, context: LedgerContext): LedgerResult {
  if (ledger.contacts.has(id)) return done(ledger)
  if (ledger.contacts.size >= MOST_CONTACTS) return refused('contact', 'too_many')
  const body = contactBody(input, 'typed', context)
  if (body.kind === 'refused') return refusedFields(body.problems, null)
  if (!introducerIsKnown(ledger.contacts, body.value)) return refused('introducedBy', 'unknown_contact')
  return done(withContacts(ledger, new Map(ledger.contacts).set(id, { id, body: body.value })))
}

function changeContact(
  ledger: Ledger,
  id: ContactId,
  change: Partial<ContactInput>,
  context: LedgerContext,
): LedgerResult {
  const contact = ledger.contacts.get(id)
  if (contact === undefined) return refused('contact', 'unknown_contact')
  const facts = contactFacts(change, context)
  if (facts.kind === 'refused') return refusedFields(facts.problems, null)
  const { nextStep } = facts.value
  const before = contact.body.nextStep
  // Promised when it was promised, however often the form is sent.
  const isSame = before !== null && nextStep?.text === before.text && nextStep.on === before.on
  const body = changedBody(contact.body, { ...facts.value, ...(isSame ? { nextStep: before } : {}) })
  if (body === contact.body) return done(ledger)
  if (!introducerIsKnown(ledger.contacts, body)) return refused('introducedBy', 'unknown_contact')
  const contacts = new Map(ledger.contacts).set(id, { ...contact, body })
  if (isInCircle(contacts, id)) return refused('introducedBy', 'introduced_in_a_circle')
  return done(withContacts(ledger, contacts))
}

function touch(ledger: Ledger, id: ContactId, input: TouchInput, context: LedgerContext): LedgerResult {
  const at = instantOf(input.at)
  if (at === null) return refused('touch', 'not_a_date')
  if (Temporal.Instant.compare(at, context.now.add({ minutes: CLOCK_MINUTES })) > 0) {
    return refused('touch', 'date_in_future')
  }
  if (dayAt(at, 'UTC') < FIRST_DAY) return refused('touch', 'out_of_range')
  const note = settledText(input.note ?? '', CONTACT_BOUNDS.touchNote)
  if (note === null) return refused('touch', 'too_long')
  if (input.eventId !== null && context.event(input.eventId) === null) return refused('event', 'unknown_event')
  const { id: touchId, kind, eventId } = input
  const made = { id: touchId, at: timestamp(at), kind, note: note === '' ? null : note, eventId }
  return withBody(ledger, id, (body) => withTouch(body, made, context.timeZone))
}

function forgetTouch(ledger: Ledger, id: ContactId, touchId: string): LedgerResult {
  const found = ledger.contacts.get(id)?.body.touches.find((one) => one.id === touchId)
  if (ledger.contacts.has(id) && found === undefined) return refused('touch', 'unknown_touch')
  if (found !== undefined && isSeen(found)) return refused('touch', 'seen_in_calendar')
  return withBody(ledger, id, (body) => withoutTouch(body, touchId))
}

/** RFC 3339 alone: Temporal would take more, and take a text without an offset for none. */
function instantOf(text: string): Temporal.Instant | null {
  if (!/^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})$/.test(text)) return null
  try {
    return Temporal.Instant.from(text)
  } catch {
    return null
  }
}

function skippedToday(body: ContactBody, today: string): ContactBody {
  if (body.skippedOn.includes(today)) return body
  return { ...body, skippedOn: [...body.skippedOn, today].toSorted().slice(-CONTACT_BOUNDS.skips) }
}

/** Their name, and everything that was said of them, goes; the totals stay. */
function deleteContact(ledger: Ledger, id: ContactId, { timeZone }: LedgerContext): LedgerResult {
  const erased = ledger.contacts.get(id)
  if (erased === undefined) return refused('contact', 'unknown_contact')
  const contacts = new Map<ContactId, Contact>()
  for (const [other, contact] of ledger.contacts) {
    if (other === id) continue
    const body = pointingAt(contact.body, id, null)
    contacts.set(other, body === contact.body ? contact : { ...contact, body })
  }
  const stays = forgottenOf(erased, ledger.outcomes.values(), timeZone)
  return done({
    contacts,
    outcomes: ofNobody(ledger.outcomes, id, stays?.metAt ?? null),
    forgotten: stays === null ? ledger.forgotten : withForgotten(ledger.forgotten, stays),
  })
}

function keepApart(ledger: Ledger, id: ContactId, other: ContactId): LedgerResult {
  if (id === other || !ledger.contacts.has(other)) return refused('contact', 'unknown_contact')
  return withBody(ledger, id, (body) => {
    const { apart = [] } = body
    return apart.includes(other) ? body : { ...body, apart: [...apart, other].slice(-CONTACT_BOUNDS.apart) }
  })
}

function importContacts(
  ledger: Ledger,
  { rows }: LedgerCommand & { kind: 'import_contacts' },
  context: LedgerContext,
): LedgerResult {
  // All or nothing here: half of an address book is what nobody meant to bring.
  if (rows.length > MOST_IMPORTED) return refused('rows', 'too_many')
  const { contacts, rows: imported } = withImported(ledger.contacts, rows, context)
  return done(
    withContacts(ledger, contacts),
    imported.map((result, row) => ({
      ...result,
      problems: result.problems.map(({ field, reason, index }) => problem(field, reason, row, index)),
    })),
  )
}

function introducerIsKnown(
  contacts: ReadonlyMap<ContactId, Contact>,
  { introducedBy }: Pick<ContactBody, 'introducedBy'>,
): boolean {
  return introducedBy === null || contacts.has(introducedBy)
}

function withBody(ledger: Ledger, id: ContactId, change: (body: ContactBody) => ContactBody): LedgerResult {
  const contact = ledger.contacts.get(id)
  if (contact === undefined) return refused('contact', 'unknown_contact')
  const body = change(contact.body)
  if (body === contact.body) return done(ledger)
  return done(withContacts(ledger, new Map(ledger.contacts).set(id, { ...contact, body })))
}

function withContacts(ledger: Ledger, contacts: ReadonlyMap<ContactId, Contact>): Ledger {
  const same = contacts.size === ledger.contacts.size && [...contacts].every(([id, c]) => ledger.contacts.get(id) === c)
  return same ? ledger : { ...ledger, contacts }
}

function done(ledger: Ledger, imported: readonly Imported[] = []): LedgerResult {
  return { kind: 'ok', ledger, imported }
}

function refusedFields(problems: readonly FieldProblem[], row: number | null): LedgerResult {
  return { kind: 'refused', problems: problems.map(({ field, reason, index }) => problem(field, reason, row, index)) }
}
