/** The fields of the settings form: each with its label, its hint and what is wrong with it, tied together for those who listen. */
import type { Child } from 'hono/jsx'
import type { Language, Words } from '../../i18n/index.ts'
import { Field, toldBy, WrongLine, WrongList } from '../frame/field.tsx'
import type { Fields } from '../frame/visit.ts'
import type { FieldError } from './settings-form.ts'

/** What every field needs: the values to show, what was wrong with them, and the words. */
export interface FormState {
  language: Language
  fields: Fields
  errors: readonly FieldError[]
}
interface FieldProps {
  form: FormState
  name: string
  label: string
  hint?: string
}

export function NumberField({
  form,
  name,
  label,
  hint,
  least,
  most,
  step = '1',
}: FieldProps & { least: number; most: number; step?: string }) {
  return (
    <FieldFrame form={form} name={name} label={label} {...(hint !== undefined && { hint })}>
      <input
        class="number-field"
        type="number"
        inputmode={step === '1' ? 'numeric' : 'decimal'}
        min={String(least)}
        max={String(most)}
        step={step}
        {...shared(form, name, hint)}
        value={form.fields[name] ?? ''}
      />
    </FieldFrame>
  )
}

export function TextField({ form, name, label, hint, length, list }: FieldProps & { length: number; list?: string }) {
  return (
    <FieldFrame form={form} name={name} label={label} {...(hint !== undefined && { hint })}>
      <input type="text" maxlength={length} list={list} {...shared(form, name, hint)} value={form.fields[name] ?? ''} />
    </FieldFrame>
  )
}

export function LinesField({ form, name, label, hint }: FieldProps) {
  return (
    <FieldFrame form={form} name={name} label={label} {...(hint !== undefined && { hint })}>
      <textarea rows={4} {...shared(form, name, hint)}>
        {form.fields[name] ?? ''}
      </textarea>
    </FieldFrame>
  )
}

export interface Option {
  value: string
  label: string
}

export function SelectField({ form, name, label, hint, options }: FieldProps & { options: readonly Option[] }) {
  return (
    <FieldFrame form={form} name={name} label={label} {...(hint !== undefined && { hint })}>
      <Select form={form} name={name} options={options} {...(hint !== undefined && { hint })} />
    </FieldFrame>
  )
}

export function Select({
  form,
  name,
  hint,
  options,
  label,
}: {
  form: FormState
  name: string
  hint?: string
  options: readonly Option[]
  label?: string
}) {
  const chosen = form.fields[name] ?? ''
  return (
    <select {...shared(form, name, hint)} aria-label={label}>
      {options.map((option) => (
        <option value={option.value} selected={option.value === chosen}>
          {option.label}
        </option>
      ))}
    </select>
  )
}

export function RadioField({ form, name, label, options }: FieldProps & { options: readonly Option[] }) {
  const chosen = form.fields[name]
  return (
    <fieldset>
      <legend>{label}</legend>
      {options.map((option) => (
        <label class="choice" for={`${name}-${option.value}`}>
          <input
            type="radio"
            id={`${name}-${option.value}`}
            name={name}
            value={option.value}
            checked={option.value === chosen}
          />
          {option.label}
        </label>
      ))}
      <ErrorLine form={form} name={name} />
    </fieldset>
  )
}

export function CheckField({ form, name, label }: FieldProps) {
  return (
    <label class="choice" for={name}>
      <input type="checkbox" id={name} name={name} value="on" checked={form.fields[name] !== undefined} />
      {label}
    </label>
  )
}

/** From and to, side by side; the whole row shares one error, told at its first field. */
export function WindowFields({ form, row, from, to }: { form: FormState; row: string; from: string; to: string }) {
  return (
    <div class="stack-tight">
      <div class="row">
        <TimeInput form={form} name={`${row}-from`} label={from} />
        <TimeInput form={form} name={`${row}-to`} label={to} />
      </div>
      <ErrorLine form={form} name={`${row}-from`} />
    </div>
  )
}

function TimeInput({ form, name, label }: FieldProps) {
  return (
    <input class="time-field" type="time" aria-label={label} {...shared(form, name)} value={form.fields[name] ?? ''} />
  )
}

function FieldFrame({ form, name, label, hint, children }: FieldProps & { children?: Child }) {
  return (
    <Field id={name} label={label} hint={hint} wrong={wrongOf(form, name)}>
      {children}
    </Field>
  )
}

export function ErrorLine({ form, name }: { form: FormState; name: string }) {
  return <WrongLine id={name} wrong={wrongOf(form, name)} />
}

export function Errors({ form }: { form: FormState }) {
  return (
    <WrongList
      lead={form.language.words.pages.settings.errors}
      items={form.errors.map(({ field, problem }) => ({
        id: field,
        sentence: `${labelOf(field, form.language)}: ${problemSentence(problem, form.language)}`,
      }))}
    />
  )
}

function wrongOf(form: FormState, name: string): string | null {
  const error = form.errors.find(({ field }) => field === name)
  return error === undefined ? null : problemSentence(error.problem, form.language)
}

/** What stands beside the field, or above the rows that it is one of. */
function labelOf(field: string, { words, formats }: Language): string {
  const said = words.pages.settings
  const [group = '', name = ''] = field.split('-')
  const labels: Partial<Record<string, unknown>> = {
    ...said,
    holidayDates: said.holidaysOwn,
    work: `${said.workingHours}, ${formats.weekday(Number(name) || 1)}`,
    protected: said.protectedHours,
  }
  const groups: Partial<Record<string, Partial<Record<string, string>>>> = {
    objective: said.objectives,
    weight: words.contribution,
    followUp: said.followUpFields,
  }
  const label = groups[group]?.[name] ?? labels[group]
  return typeof label === 'string' ? label : field
}

function problemSentence(problem: FieldError['problem'], { words, formats }: Language): string {
  const said: Words['pages']['settings']['error'] = words.pages.settings.error
  switch (problem.kind) {
    case 'range':
      return said.range(formats.number(problem.least), formats.number(problem.most))
    case 'tooMany':
    case 'tooLong':
      return said[problem.kind](formats.number(problem.most))
    default:
      return said[problem.kind]
  }
}

function shared(form: FormState, name: string, hint?: string) {
  return { name, ...toldBy({ id: name, hint, wrong: wrongOf(form, name) }) }
}
