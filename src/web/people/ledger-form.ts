/**
 * What forms say of contacts and outcomes, as the ledger takes it; and what the ledger says is wrong with it, as a form shows it. Fields bear the
 * ledger's own names, with a prefix where one form holds several people.
 */
import { isCurrency } from '../../i18n/currency.ts'
import type { Contact, ContactId, ContactInput } from '../../relationships/contact.ts'
import { creditKey } from '../../relationships/credits.ts'
import { foldedName } from '../../relationships/duplicates.ts'
import type { LedgerProblem, LedgerReason } from '../../relationships/ledger.ts'
import { type Credit, type CreditedTo, OUTCOME_KINDS, type OutcomeInput } from '../../relationships/outcome.ts'
import { textToMinor } from '../frame/amount.ts'
import type { Fields } from '../frame/visit.ts'

/** What only a form can get wrong: what it says is no value at all. */
export type FormReason =
  | 'step_empty'
  | 'not_a_number'
  | 'not_an_amount'
  | 'not_a_share'
  | 'nobody_of_that_name'
  | 'several_of_that_name'
  | 'no_choice'

export interface Wrong {
  /** Name of the field; null where it is about the form as a whole. */
  field: string | null
  reason: LedgerReason | FormReason
  /** Which of several values in one field, as it was typed. */
  value: string | null
}

/** A form as it is shown: as it begins, or as it was sent and refused. */
export interface Filled {
  fields: Fields
  wrong: readonly Wrong[]
}

/** A value that was read, or what is wrong with it. */
export type Read<T> = { kind: 'ok'; value: T } | { kind: 'wrong'; wrong: Wrong }

/** Several addresses, numbers or pages in one field, on lines of their own; a page's address may hold a comma. */
export function listed(field: 'emails' | 'phones' | 'urls', text: string): string[] {
  return text
    .split(field === 'urls' ? /\s+/ : /[\n,;]/)
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

const TEXTS = ['name', 'company', 'role', 'note'] as const
const LISTS = ['emails', 'phones', 'urls'] as const

/** Only what the form has fields for. */
export function contactInput(fields: Fields, prefix = ''): ContactInput {
  const input: ContactInput = { name: fields[`${prefix}name`] ?? '' }
  for (const field of TEXTS) {
    const text = fields[prefix + field]
    if (text !== undefined) input[field] = text
  }
  for (const field of LISTS) {
    const text = fields[prefix + field]
    if (text !== undefined) input[field] = listed(field, text)
  }
  if (fields[`${prefix}nextStep`] !== undefined) input.nextStep = nextStepOf(fields, prefix)
  return input
}

export function nextStepOf(fields: Fields, prefix = ''): { text: string; on: string | null } | null {
  const [text, on] = [fields[`${prefix}nextStep`]?.trim() ?? '', fields[`${prefix}nextStepOn`]?.trim() ?? '']
  return text === '' && on === '' ? null : { text, on: on === '' ? null : on }
}

/** Empty: by the stage. */
export function everyDaysOf(fields: Fields): Read<number | null> {
  const text = fields.everyDays?.trim() ?? ''
  if (text === '') return { kind: 'ok', value: null }
  return /^\d{1,6}$/.test(text) ? { kind: 'ok', value: Number(text) } : wrong('everyDays', 'not_a_number')
}

/** How somebody is called where they are chosen by typing: by name, and by company where that tells them apart. */
export function calledOf({ body }: Contact): string {
  return body.company === null ? body.name : `${body.name} · ${body.company}`
}

/**
 * Whom a field names: as the list offers them, or by a name that only one has. Empty: nobody.
 * @param but who cannot be meant
 */
export function namedContact(
  fields: Fields,
  field: string,
  contacts: Iterable<Contact>,
  but: ContactId | null,
): Read<ContactId | null> {
  const asked = foldedName(fields[field] ?? '')
  if (asked === '') return { kind: 'ok', value: null }
  const others = [...contacts].filter(({ id }) => id !== but)
  const offered = others.filter((contact) => foldedName(calledOf(contact)) === asked)
  const found = offered.length > 0 ? offered : others.filter(({ body }) => foldedName(body.name) === asked)
  const [only] = found
  if (only === undefined) return wrong(field, 'nobody_of_that_name')
  return found.length > 1 ? wrong(field, 'several_of_that_name') : { kind: 'ok', value: only.id }
}

/** @param ownCurrency where the form has no currency */
export function outcomeOf(
  fields: Fields,
  contactId: ContactId | null,
  ownCurrency: string,
): { kind: 'ok'; value: OutcomeInput } | { kind: 'wrong'; wrong: readonly Wrong[] } {
  const kind = OUTCOME_KINDS.find((one) => one === fields.kind)
  const amount = amountOf(fields, fields.currency ?? ownCurrency)
  const problems = [kind === undefined ? wrong('kind', 'no_choice') : null, amount].flatMap((read) =>
    read?.kind === 'wrong' ? [read.wrong] : [],
  )
  if (kind === undefined || amount.kind === 'wrong') return { kind: 'wrong', wrong: problems }
  const { on = '', note = '', currency = ownCurrency } = fields
  return { kind: 'ok', value: { kind, contactId, on: on.trim(), amount: amount.value, currency, note } }
}

/** Null where none was said. */
export function amountOf(fields: Fields, currency: string): Read<number | null> {
  const text = fields.amount?.trim() ?? ''
  if (text === '') return { kind: 'ok', value: null }
  const code = currency.trim().toUpperCase()
  if (!isCurrency(code)) return wrong('currency', 'unknown_currency')
  const minor = textToMinor(text, code)
  return minor === undefined ? wrong('amount', 'not_an_amount') : { kind: 'ok', value: minor }
}

/**
 * Rows of `to-N` (a key of `creditKey`) and `share-N` in percent; an empty share is none. Whether they are the whole is the ledger's question.
 * @param offered to whom it may be owed; nobody else is taken
 */
export function creditsOf(
  fields: Fields,
  offered: readonly CreditedTo[],
): { kind: 'ok'; value: Credit[] } | { kind: 'wrong'; wrong: readonly Wrong[] } {
  const credits: Credit[] = []
  const problems: Wrong[] = []
  for (let row = 0; fields[`to-${row}`] !== undefined; row++) {
    const to = offered.find((one) => creditKey(one) === fields[`to-${row}`])
    const share = shareOf(fields[`share-${row}`] ?? '')
    if (share === undefined) problems.push({ field: `share-${row}`, reason: 'not_a_share', value: null })
    else if (share > 0 && to === undefined)
      problems.push({ field: `share-${row}`, reason: 'unknown_event', value: null })
    else if (share > 0 && to !== undefined) credits.push({ to, share })
  }
  return problems.length > 0 ? { kind: 'wrong', wrong: problems } : { kind: 'ok', value: credits }
}

/** "33.33" percent to ten-thousandths. */
function shareOf(text: string): number | undefined {
  const parts = /^(\d{1,3})(?:[.,](\d{1,2}))?%?$/.exec(text.replace(/\s/g, '') || '0')
  return parts === null ? undefined : Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0'))
}

export function shareText(share: number): string {
  return String(share / 100)
}

/**
 * What the ledger refused, at the fields of the form.
 * @param nameOf the field of a problem, for forms of several people
 */
export function wrongIn(
  problems: readonly LedgerProblem[],
  fields: Fields,
  nameOf: (problem: LedgerProblem) => string = fieldOf,
): Wrong[] {
  return problems.map((problem) => {
    const name = nameOf(problem)
    const list = LISTS.find((field) => field === problem.field)
    const values = problem.index === null || list === undefined ? [] : listed(list, fields[name] ?? '')
    const reason = problem.reason === 'empty' && problem.field === 'nextStep' ? 'step_empty' : problem.reason
    const value = values.length > 1 ? (values[problem.index ?? 0] ?? null) : null
    return { field: fields[name] === undefined ? null : name, reason, value }
  })
}

/** A day before the event that is credited is a slip of the day more often than of the credit. */
function fieldOf({ field, reason }: LedgerProblem): string {
  return reason === 'date_before_event' ? 'on' : field
}

function wrong(field: string, reason: FormReason | LedgerReason): { kind: 'wrong'; wrong: Wrong } {
  return { kind: 'wrong', wrong: { field, reason, value: null } }
}
