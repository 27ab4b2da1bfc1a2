/** What becomes of a proposal: it closes, it comes to nothing, or it is open after all. */
import type { Outcome } from '../../relationships/outcome.ts'
import { minorToText } from '../frame/amount.ts'
import { type Frame, languageFor } from '../frame/layout.tsx'
import { PostForm, Submit } from '../frame/post-form.tsx'
import { labelsOf } from './contact-forms.tsx'
import { type LedgerForm, LinesField, TypedField, WrongAbove } from './ledger-fields.tsx'
import type { Filled } from './ledger-form.ts'
import { outcomePath } from './outcome-facts.tsx'

interface ProposalFormProps {
  frame: Frame
  outcome: Outcome
  /** ISO date in the person's zone. */
  today: string
  /** Id of the heading that names it. */
  about: string
}

export function CloseForm({
  frame,
  outcome,
  closingId,
  today,
  about,
  sent,
}: ProposalFormProps & { closingId: string; sent: Filled | null }) {
  const language = languageFor(frame)
  const said = language.words.relationships.outcomes
  const { amount, currency } = outcome.body
  const fields = { amount: amount === null ? '' : minorToText(amount, currency), on: today, note: '' }
  const form: LedgerForm = { id: `close-${outcome.id}`, language, ...(sent ?? { fields, wrong: [] }) }
  return (
    <PostForm frame={frame} action={outcomePath(outcome.id, '/close')} class="stack">
      <input type="hidden" name="id" value={form.fields.id ?? closingId} />
      <WrongAbove form={form} labels={labelsOf(said.field)} />
      <TypedField form={form} name="amount" label={`${said.field.amount} (${currency})`} as="amount" />
      <TypedField form={form} name="on" label={said.field.on} as="date" />
      <LinesField form={form} name="note" label={said.field.note} optional />
      <div class="actions">
        <Submit label={said.open.closeSave} look="main" about={about} />
      </div>
    </PostForm>
  )
}

export function LostForm({ frame, outcome, today, about }: ProposalFormProps) {
  const said = languageFor(frame).words.relationships.outcomes.open
  return (
    <PostForm frame={frame} action={outcomePath(outcome.id, '/lose')}>
      <input type="hidden" name="on" value={today} />
      <Submit label={said.lost} about={about} />
    </PostForm>
  )
}

export function ReopenForm({ frame, outcome, about }: Omit<ProposalFormProps, 'today'>) {
  const said = languageFor(frame).words.relationships.outcomes.past
  return (
    <PostForm frame={frame} action={outcomePath(outcome.id, '/lose')}>
      <Submit label={said.reopen} about={about} />
    </PostForm>
  )
}
