/** The fields of forms about contacts and outcomes, made for one thumb: each brings up the keyboard it needs, and says what is wrong with it. */
import type { Language } from '../../i18n/index.ts'
import { oneLine } from '../../i18n/outside-text.ts'
import { Field, toldBy, WrongList } from '../frame/field.tsx'
import type { Filled, Wrong } from './ledger-form.ts'

export interface LedgerForm extends Filled {
  /** Before the name of each field, for ids: a page has several forms. */
  id: string
  language: Language
}

interface FieldProps {
  form: LedgerForm
  name: string
  label: string
  hint?: string
  optional?: boolean
}

/**
 * How a value is typed. None of it is the visitor's own, so no browser is asked to fill it in; and what is an address or a number is the ledger's
 * word, in the visitor's language: a browser's own check would hold a form back for a field that is folded away.
 */
const TYPED = {
  text: { type: 'text', inputmode: 'text', autocapitalize: 'sentences' },
  name: { type: 'text', inputmode: 'text', autocapitalize: 'words' },
  email: { type: 'text', inputmode: 'email', autocapitalize: 'none' },
  phone: { type: 'tel', inputmode: 'tel', autocapitalize: 'none' },
  amount: { type: 'text', inputmode: 'decimal', autocapitalize: 'none' },
  code: { type: 'text', inputmode: 'text', autocapitalize: 'characters' },
  count: { type: 'text', inputmode: 'numeric', autocapitalize: 'none' },
  date: { type: 'date', inputmode: undefined, autocapitalize: undefined },
} as const

export function TypedField({
  form,
  name,
  label,
  hint,
  optional = false,
  as = 'text',
  last = false,
  list,
}: FieldProps & {
  as?: keyof typeof TYPED
  /** The keyboard's key sends the form instead of going on. */
  last?: boolean
  /** Id of a list of what may be meant. */
  list?: string
}) {
  const wrong = wrongAt(form, name)
  const short = as === 'amount' || as === 'count' || as === 'code'
  return (
    <Field id={idOf(form, name)} label={label} mark={markOf(form, optional)} hint={hint} wrong={wrong}>
      <input
        {...TYPED[as]}
        class={short ? 'number-field' : as === 'date' ? undefined : 'wide'}
        name={name}
        value={form.fields[name] ?? ''}
        autocomplete="off"
        enterkeyhint={last ? 'done' : 'next'}
        list={list}
        {...toldBy({ id: idOf(form, name), hint, wrong })}
      />
    </Field>
  )
}

export function LinesField({ form, name, label, hint, optional = false }: FieldProps) {
  const wrong = wrongAt(form, name)
  return (
    <Field id={idOf(form, name)} label={label} mark={markOf(form, optional)} hint={hint} wrong={wrong}>
      <textarea rows={3} name={name} autocomplete="off" {...toldBy({ id: idOf(form, name), hint, wrong })}>
        {form.fields[name] ?? ''}
      </textarea>
    </Field>
  )
}

export function ChoiceField({
  form,
  name,
  label,
  options,
}: FieldProps & { options: readonly { value: string; label: string }[] }) {
  const wrong = wrongAt(form, name)
  const chosen = form.fields[name] ?? ''
  return (
    <Field id={idOf(form, name)} label={label} wrong={wrong}>
      <select name={name} {...toldBy({ id: idOf(form, name), wrong })}>
        {options.map((option) => (
          <option value={option.value} selected={option.value === chosen}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  )
}

/** What was promised, and for when. */
export function StepFields({ form, prefix = '', last = false }: { form: LedgerForm; prefix?: string; last?: boolean }) {
  const words = form.language.words.relationships.contacts.field
  return (
    <>
      <TypedField form={form} name={`${prefix}nextStep`} label={words.nextStep} optional />
      <TypedField form={form} name={`${prefix}nextStepOn`} label={words.nextStepOn} as="date" optional last={last} />
    </>
  )
}

/** All that is wrong, above the form; empty while nothing is. */
export function WrongAbove({ form, labels }: { form: LedgerForm; labels: (field: string) => string }) {
  const { wrong, language } = form
  return (
    <WrongList
      lead={language.words.relationships.contacts.wrongLead}
      items={wrong.map((one) => ({
        id: one.field === null ? null : idOf(form, one.field),
        sentence: [...(one.field === null ? [] : [labels(one.field)]), sentenceOf(one, language)].join(': '),
      }))}
    />
  )
}

export function idOf(form: Pick<LedgerForm, 'id'>, name: string): string {
  return `${form.id}-${name}`
}

export function wrongAt({ wrong, language }: LedgerForm, name: string): string | null {
  const found = wrong.filter(({ field }) => field === name)
  return found.length === 0 ? null : found.map((one) => sentenceOf(one, language)).join(' ')
}

/** What is wrong, as a person reads it. */
export function sentenceOf({ reason, value }: Wrong, { words }: Language): string {
  const { problem, contacts } = words.relationships
  const sentences: Record<Wrong['reason'], string> = { ...problem, ...contacts.wrong }
  return value === null ? sentences[reason] : `«${oneLine(value, 80)}»: ${sentences[reason]}`
}

function markOf({ language }: LedgerForm, optional: boolean): string | undefined {
  return optional ? language.words.pages.layout.optional : undefined
}
