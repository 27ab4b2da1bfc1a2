/**
 * Somebody the person met: who they are, how to reach them, where they met and every touch since (design.md, section 6). Plain JSON, never
 * altered, only replaced. What people type and what files carry becomes a contact here and nowhere else: trimmed, without hidden characters,
 * within bounds; what cannot be kept as it was given is said, field by field, and never cut in silence.
 */
import type { Temporal } from 'temporal-polyfill'
import type { EventId } from '../calendar/event.ts'
import { oneLine, severalLines } from '../i18n/outside-text.ts'
import { timestamp } from '../time/instant.ts'
import { canBePlanned, dayAt, localDay } from './local-day.ts'
import { phoneOf } from './phone.ts'

declare const brand: unique symbol
export type ContactId = string & { readonly [brand]: 'ContactId' }

/** In the order in which a relationship grows; `dormant` is the person's word for one that rests. */
export const STAGES = ['new', 'in_touch', 'meeting', 'proposal', 'client', 'dormant'] as const
export type Stage = (typeof STAGES)[number]

export interface Contact {
  id: ContactId
  body: ContactBody
}
export interface ContactBody {
  /** One line. */
  name: string
  company: string | null
  role: string | null
  /** Lower case. */
  emails: readonly string[]
  /** E.164. */
  phones: readonly string[]
  /** http(s) only. */
  urls: readonly string[]
  note: string | null
  stage: Stage
  /** ISO local date since when. */
  stageOn: string
  /** RFC 3339 in UTC. */
  createdAt: string
  source: 'captured' | 'typed' | 'imported'
  introducedBy: ContactId | null
  /** What was promised last. */
  nextStep: NextStep | null
  /** The person's own cadence; null: by stage. */
  everyDays: number | null
  /** "Not now" since the last touch: ISO local dates, ascending. */
  skippedOn: readonly string[]
  /** By start. */
  encounters: readonly Encounter[]
  /** By time. */
  touches: readonly Touch[]
  /** Whom the person knows to be somebody else, however alike: never suggested again. The latest last; left out where there is nobody. */
  apart?: readonly ContactId[]
}
/** Where they met: an event, as it was then. */
export interface Encounter {
  eventId: EventId
  /** Its start, RFC 3339 in UTC. */
  at: string
  title: string
}
export interface Touch {
  id: string
  /** RFC 3339 in UTC. */
  at: string
  kind: TouchKind
  note: string | null
  /** Of a meeting seen in the calendar, or of the event that a follow-up is of. */
  eventId: EventId | null
}
/** A 'note' is no touch: it resets nothing. */
export type TouchKind = 'call' | 'message' | 'email' | 'meeting' | 'follow_up' | 'encounter' | 'note'
export interface NextStep {
  text: string
  /** ISO local date; null: some time. */
  on: string | null
  promisedOn: string
}

/** Code points of text, items of lists. */
export const CONTACT_BOUNDS = {
  name: 200,
  company: 200,
  role: 200,
  emails: 10,
  phones: 10,
  urls: 5,
  url: 500,
  note: 2_000,
  nextStep: 500,
  touchNote: 500,
  everyDays: 365,
  encounters: 100,
  touches: 300,
  skips: 100,
  apart: 100,
} as const
/** RFC 5321, 4.5.3.1.3: a path of 256 octets, its brackets included. */
const LONGEST_ADDRESS = 254

/** What is said of a contact; of a change only what changes. */
export interface ContactInput {
  name: string
  company?: string | null
  role?: string | null
  emails?: readonly string[]
  phones?: readonly string[]
  urls?: readonly string[]
  note?: string | null
  nextStep?: { text: string; on: string | null } | null
  everyDays?: number | null
  introducedBy?: ContactId | null
}

export type ContactField = keyof ContactInput | 'nextStepOn' | 'encounters'
export type FieldReason =
  | 'empty'
  | 'too_long'
  | 'too_many'
  | 'not_an_address'
  | 'not_a_phone'
  | 'phone_extension' // E.164 has no place for it: it belongs into the note
  | 'not_a_url'
  | 'not_a_date'
  | 'out_of_range'
export interface FieldProblem {
  field: ContactField
  reason: FieldReason
  /** Which of several values, from 0; null where the field has one. */
  index: number | null
}
export type Settled<T> = { kind: 'ok'; value: T } | { kind: 'refused'; problems: readonly FieldProblem[] }

export interface ContactContext {
  now: Temporal.Instant
  timeZone: string
  /** ISO 3166 code that phone numbers without a country's code belong to. */
  country: string | null
}

/** A contact as it begins: new, without encounters or touches. */
export function contactBody(
  input: ContactInput,
  source: ContactBody['source'],
  context: ContactContext,
): Settled<ContactBody> {
  const facts = contactFacts(input, context)
  if (facts.kind === 'refused') return facts
  return {
    kind: 'ok',
    value: {
      name: input.name,
      company: null,
      role: null,
      emails: [],
      phones: [],
      urls: [],
      note: null,
      stage: 'new',
      stageOn: dayAt(context.now, context.timeZone),
      createdAt: timestamp(context.now),
      source,
      introducedBy: null,
      nextStep: null,
      everyDays: null,
      skippedOn: [],
      encounters: [],
      touches: [],
      ...facts.value,
    },
  }
}

export type ContactFacts = Pick<
  ContactBody,
  'name' | 'company' | 'role' | 'emails' | 'phones' | 'urls' | 'note' | 'nextStep' | 'everyDays' | 'introducedBy'
>

/**
 * What was said, as it is kept: the fields that were given, and no others. Whoever introduced them is taken as given; whether they exist is the
 * ledger's question.
 */
export function contactFacts(input: Partial<ContactInput>, context: ContactContext): Settled<Partial<ContactFacts>> {
  const problems: FieldProblem[] = []
  const refuse = (field: ContactField, reason: FieldReason, index: number | null = null) => {
    problems.push({ field, reason, index })
  }
  const facts: Partial<ContactFacts> = {}
  if (input.name !== undefined) {
    const name = settledText(input.name, CONTACT_BOUNDS.name, oneLine)
    if (name === '') refuse('name', 'empty')
    else if (name === null) refuse('name', 'too_long')
    else facts.name = name
  }
  for (const field of ['company', 'role', 'note'] as const) {
    const given = input[field]
    if (given === undefined) continue
    const text = settledText(given ?? '', CONTACT_BOUNDS[field], field === 'note' ? severalLines : oneLine)
    if (text === null) refuse(field, 'too_long')
    else facts[field] = text === '' ? null : text
  }
  for (const field of ['emails', 'phones', 'urls'] as const) {
    const kept = new Set<string>()
    for (const [index, text] of (input[field] ?? []).entries()) {
      if (text.trim() === '') continue
      const settled = settledItem(field, text, context.country)
      if ('reason' in settled) refuse(field, settled.reason, index)
      else kept.add(settled.value)
    }
    if (kept.size > CONTACT_BOUNDS[field]) refuse(field, 'too_many')
    else if (input[field] !== undefined) facts[field] = [...kept]
  }
  if (input.nextStep !== undefined) {
    const step = settledStep(input.nextStep, dayAt(context.now, context.timeZone))
    if (step !== null && 'reason' in step) refuse(step.field, step.reason)
    else facts.nextStep = step
  }
  if (input.everyDays !== undefined) {
    const days = input.everyDays
    const fits = days === null || (Number.isInteger(days) && days >= 1 && days <= CONTACT_BOUNDS.everyDays)
    if (fits) facts.everyDays = days
    else refuse('everyDays', 'out_of_range')
  }
  if (input.introducedBy !== undefined) facts.introducedBy = input.introducedBy
  return problems.length === 0 ? { kind: 'ok', value: facts } : { kind: 'refused', problems }
}

/**
 * Text from outside, of one line or of several, as it is kept: without what hides in it.
 * @returns null where it would have to be cut
 */
export function settledText(
  text: string,
  bound: number,
  form: (text: string, bound: number) => string = oneLine,
): string | null {
  const trimmed = text.trim()
  // Both forms look at a piece of what they are given; beyond that they would cut unseen.
  if (trimmed.length > bound * 4) return null
  const settled = form(trimmed, bound + 1)
  return [...settled].length > bound ? null : settled
}

/** One way to reach somebody, as it is kept and compared. */
export function settledItem(
  field: 'emails' | 'phones' | 'urls',
  text: string,
  country: string | null,
): { value: string } | { reason: FieldReason } {
  switch (field) {
    case 'emails': {
      const address = mailAddress(text)
      return address === null ? { reason: 'not_an_address' } : { value: address }
    }
    case 'phones': {
      const phone = phoneOf(text, country)
      if (phone === null) return { reason: 'not_a_phone' }
      return phone.extension === null ? { value: phone.number } : { reason: 'phone_extension' }
    }
    case 'urls': {
      const url = webAddress(text)
      if (url === null) return { reason: 'not_a_url' }
      return url.length > CONTACT_BOUNDS.url ? { reason: 'too_long' } : { value: url }
    }
  }
}

/** An addr-spec without quotes or comments, which is how addresses are given to people; the domain has a dot. */
const ADDRESS =
  /^[^\s\p{Cc}\p{Cf}\p{Cs}"<>,;:@\\()[\]]+@(?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?\.)+[\p{L}\p{M}\p{N}-]{2,}$/u

/** Lower case; null for what nobody can be written to by. */
export function mailAddress(text: string): string | null {
  const address = text
    .trim()
    .replace(/^mailto:/i, '')
    .normalize('NFC')
    .toLowerCase()
  return address.length <= LONGEST_ADDRESS && ADDRESS.test(address) ? address : null
}

/** A page of the web that a link may lead to; a name without scheme, as on business cards, is taken for one. */
function webAddress(text: string): string | null {
  const written = text.trim()
  if (/[\s\p{Cc}\p{Cf}\p{Cs}]/u.test(written) || written.length > CONTACT_BOUNDS.url * 4) return null
  const named = /^(?:www\.|[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}(?:[/?#]|$))/u.test(written)
  const url = URL.parse(named ? `https://${written}` : written)
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return null
  // Programs take a backslash for an escape or for a slash, each as it likes.
  return url.hostname.includes('.') ? url.href.replaceAll('\\', '%5C') : null
}

function settledStep(
  given: { text: string; on: string | null } | null,
  today: string,
): NextStep | { field: ContactField; reason: FieldReason } | null {
  if (given === null) return null
  const text = settledText(given.text, CONTACT_BOUNDS.nextStep)
  if (text === null) return { field: 'nextStep', reason: 'too_long' }
  if (text === '') return given.on === null ? null : { field: 'nextStep', reason: 'empty' }
  if (given.on !== null && localDay(given.on) === null) return { field: 'nextStepOn', reason: 'not_a_date' }
  if (given.on !== null && !canBePlanned(given.on, today)) return { field: 'nextStepOn', reason: 'out_of_range' }
  return { text, on: given.on, promisedOn: today }
}
