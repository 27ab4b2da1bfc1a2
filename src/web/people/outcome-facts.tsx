/** An outcome as every page shows it, and the fields of its form: made to be filled in within ten seconds. */
import type { Language } from '../../i18n/index.ts'
import { moneyText } from '../../i18n/money.ts'
import { OUTCOME_KINDS, type Outcome, type OutcomeBody } from '../../relationships/outcome.ts'
import { minorToText } from '../frame/amount.ts'
import type { Fields } from '../frame/visit.ts'
import { ChoiceField, type LedgerForm, TypedField } from './ledger-fields.tsx'

export function outcomePath(id: string, rest = ''): string {
  return `/outcomes/${encodeURIComponent(id)}${rest}`
}

/** "Propuesta · $12,500 MXN" */
export function outcomeTitle({ kind, amount, currency }: OutcomeBody, language: Language): string {
  const said = language.words.relationships.outcomes
  const money = amount === null ? said.noAmount : moneyText(amount, currency, language)
  return `${said.kind[kind]} · ${money}`
}

/** What became of a proposal; of anything else nothing is to be said. */
export function proposalEnd(
  outcome: Outcome,
  closing: Outcome | undefined,
  { words, formats }: Language,
): string | null {
  const said = words.relationships.outcomes.past
  if (closing !== undefined) return said.closedOn(formats.date(closing.body.on))
  return outcome.body.lostOn === null ? null : said.lostOn(formats.date(outcome.body.lostOn))
}

/** All but the note, which is a line where there is haste and as long as it is elsewhere. */
export function OutcomeFields({ form }: { form: LedgerForm }) {
  const said = form.language.words.relationships.outcomes
  return (
    <>
      <ChoiceField
        form={form}
        name="kind"
        label={said.field.kind}
        options={OUTCOME_KINDS.map((kind) => ({ value: kind, label: said.kind[kind] }))}
      />
      <div class="row">
        <TypedField form={form} name="amount" label={said.field.amount} as="amount" />
        <TypedField form={form} name="currency" label={said.field.currency} as="code" />
      </div>
      <p class="hint">{said.add.amountHint}</p>
      <TypedField form={form} name="on" label={said.field.on} as="date" />
    </>
  )
}

/** A form that says nothing yet but what is most likely. */
export function freshOutcome(today: string, currency: string): Fields {
  return { kind: 'meeting', amount: '', currency, on: today, note: '' }
}

export function outcomeFields({ kind, amount, currency, on, note }: OutcomeBody): Fields {
  const text = amount === null ? '' : minorToText(amount, currency)
  return { kind, amount: text, currency, on, note: note ?? '' }
}
