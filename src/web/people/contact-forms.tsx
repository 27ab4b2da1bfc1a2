/** What a person can say of a contact, as forms: what was promised, what happened, what came of it, the stage, the cadence, the facts. */
import { EVERY_DAYS, type Reminder } from '../../relationships/cadence.ts'
import { type Contact, type ContactBody, STAGES } from '../../relationships/contact.ts'
import { Card } from '../frame/card.tsx'
import { contactPath, Promised } from '../frame/contact-facts.tsx'
import { type Frame, languageFor } from '../frame/layout.tsx'
import { PostForm, Submit } from '../frame/post-form.tsx'
import type { Fields } from '../frame/visit.ts'
import { KeptForm } from './contacts.tsx'
import { ChoiceField, type LedgerForm, LinesField, StepFields, TypedField, WrongAbove } from './ledger-fields.tsx'
import { calledOf, type Filled } from './ledger-form.ts'
import { freshOutcome, OutcomeFields } from './outcome-facts.tsx'

export type ContactFormName = 'facts' | 'touch' | 'next-step' | 'cadence' | 'outcome'

export interface ContactFormsProps {
  frame: Frame
  contact: Contact
  /** ISO date in the person's zone. */
  today: string
  /** The person's own. */
  currency: string
  reminder: Reminder | null
  introducer: Contact | null
  /** How others are called, for who introduced them. */
  names: readonly string[]
  /** For what its forms would add. */
  ids: { touch: string; outcome: string }
  /** The form that was refused, as it was sent. */
  sent: ({ form: ContactFormName } & Filled) | null
}

/** Id of the page's heading. */
export const ABOUT = 'contact'

/** Kinds of touch that a person notes; the others come by themselves. */
export const NOTED_KINDS = ['call', 'message', 'email', 'meeting', 'note'] as const

export function NextStepForm(props: ContactFormsProps) {
  const { frame, contact, ids } = props
  const language = languageFor(frame)
  const said = language.words.relationships.contacts
  const { nextStep } = contact.body
  const form = formOf(props, 'next-step', { nextStep: '', nextStepOn: '' })
  const action = contactPath(contact.id, '/next-step')
  return (
    <Card id="step" title={said.next.title}>
      {nextStep === null ? (
        <p class="quiet">{said.next.none}</p>
      ) : (
        <>
          <Promised step={nextStep} language={language} />
          <p class="quiet small">{said.next.since(language.formats.date(nextStep.promisedOn))}</p>
          <div class="actions">
            <KeptForm frame={frame} contact={contact} touchId={ids.touch} about="step" />
            <PostForm frame={frame} action={action}>
              <Submit label={said.next.clear} look="plain" about="step" />
            </PostForm>
          </div>
        </>
      )}
      <PostForm frame={frame} action={action} class="stack">
        <WrongAbove form={form} labels={labelsOf(said.field)} />
        <StepFields form={form} last />
        <div class="actions">
          <Submit label={language.words.pages.layout.save} about="step" />
        </div>
      </PostForm>
    </Card>
  )
}

export function TouchForm(props: ContactFormsProps) {
  const { frame, contact, today, ids } = props
  const said = languageFor(frame).words.relationships.contacts
  const form = formOf(props, 'touch', { kind: 'call', on: today, note: '' })
  return (
    <Card id="touch" title={said.touch.title}>
      <PostForm frame={frame} action={contactPath(contact.id, '/touch')} class="stack">
        <input type="hidden" name="id" value={form.fields.id ?? ids.touch} />
        <WrongAbove form={form} labels={labelsOf({ ...said.field, note: said.touch.what, on: said.touch.on })} />
        <ChoiceField
          form={form}
          name="kind"
          label={said.touch.kind}
          options={NOTED_KINDS.map((kind) => ({ value: kind, label: said.touch.kinds[kind] }))}
        />
        <TypedField form={form} name="note" label={said.touch.what} optional />
        <TypedField form={form} name="on" label={said.touch.on} as="date" last />
        <div class="actions">
          <Submit label={said.touch.save} about={ABOUT} />
        </div>
        <p class="hint">{said.touch.noteIsNone}</p>
      </PostForm>
    </Card>
  )
}

export function OutcomeForm(props: ContactFormsProps) {
  const { frame, contact, today, currency, ids } = props
  const said = languageFor(frame).words.relationships.outcomes
  const form = formOf(props, 'outcome', freshOutcome(today, currency))
  return (
    <Card id="outcome" title={said.add.title}>
      <PostForm frame={frame} action={contactPath(contact.id, '/outcome')} class="stack">
        <input type="hidden" name="id" value={form.fields.id ?? ids.outcome} />
        <WrongAbove form={form} labels={labelsOf(said.field)} />
        <OutcomeFields form={form} />
        <TypedField form={form} name="note" label={said.field.note} optional last />
        <div class="actions">
          <Submit label={said.add.save} look="main" about={ABOUT} />
        </div>
      </PostForm>
    </Card>
  )
}

export function StageForm({ frame, contact }: ContactFormsProps) {
  const { words, formats } = languageFor(frame)
  const said = words.relationships.contacts
  return (
    <PostForm frame={frame} action={contactPath(contact.id, '/stage')} class="stack-tight">
      <div class="field">
        <label for="stage">{said.field.stage}</label>
        <select id="stage" name="stage" aria-describedby="stage-hint">
          {STAGES.map((stage) => (
            <option value={stage} selected={stage === contact.body.stage}>
              {said.stage[stage]}
            </option>
          ))}
        </select>
        <p class="hint" id="stage-hint">
          {said.stageForm.since(formats.date(contact.body.stageOn))}. {said.stageForm.hint}
        </p>
      </div>
      <div class="actions">
        <Submit label={words.pages.layout.save} about="more" />
      </div>
    </PostForm>
  )
}

export function CadenceForm(props: ContactFormsProps) {
  const { frame, contact, reminder } = props
  const { words, formats } = languageFor(frame)
  const said = words.relationships.contacts.cadence
  const { everyDays, stage } = contact.body
  const byStage = EVERY_DAYS[stage]
  const form = formOf(props, 'cadence', { everyDays: everyDays === null ? '' : String(everyDays) })
  const state =
    reminder === null
      ? said.none
      : reminder.open
        ? said.open(formats.date(reminder.dueOn))
        : said.next(formats.date(reminder.dueOn), reminder.everyDays)
  return (
    <Card id="cadence" title={said.title}>
      <p>{state}</p>
      <PostForm frame={frame} action={contactPath(contact.id, '/cadence')} class="stack-tight">
        <TypedField
          form={form}
          name="everyDays"
          label={said.days}
          as="count"
          hint={byStage === null ? said.never : said.byStage(byStage)}
          last
        />
        <div class="actions">
          <Submit label={words.pages.layout.save} about="cadence" />
        </div>
      </PostForm>
    </Card>
  )
}

export function FactsForm(props: ContactFormsProps) {
  const { frame, contact, introducer, names } = props
  const { words } = languageFor(frame)
  const said = words.relationships.contacts
  const form = formOf(props, 'facts', factsFields(contact.body, introducer))
  return (
    <details class="card" open={props.sent?.form === 'facts'}>
      <summary>{said.edit}</summary>
      <PostForm frame={frame} action={contactPath(contact.id, '/facts')} class="stack">
        <WrongAbove form={form} labels={labelsOf(said.field)} />
        <TypedField form={form} name="name" label={said.field.name} as="name" />
        <TypedField form={form} name="company" label={said.field.company} as="name" optional />
        <TypedField form={form} name="role" label={said.field.role} optional />
        <LinesField form={form} name="emails" label={said.field.emails} hint={said.linesHint} optional />
        <LinesField form={form} name="phones" label={said.field.phones} hint={said.linesHint} optional />
        <LinesField form={form} name="urls" label={said.field.urls} hint={said.linesHint} optional />
        <LinesField form={form} name="note" label={said.field.note} optional />
        <TypedField
          form={form}
          name="introducedBy"
          label={said.field.introducedBy}
          as="name"
          hint={said.introducedHint}
          list="facts-names"
          optional
          last
        />
        <Names id="facts-names" names={names} />
        <div class="actions">
          <Submit label={words.pages.layout.save} look="main" about={ABOUT} />
        </div>
      </PostForm>
    </details>
  )
}

/** Whom may be meant, for a field that names somebody; it may be typed as well. */
export function Names({ id, names }: { id: string; names: readonly string[] }) {
  return (
    <datalist id={id}>
      {names.map((name) => (
        <option value={name} />
      ))}
    </datalist>
  )
}

export function factsFields(body: ContactBody, introducer: Contact | null): Fields {
  return {
    name: body.name,
    company: body.company ?? '',
    role: body.role ?? '',
    emails: body.emails.join('\n'),
    phones: body.phones.join('\n'),
    urls: body.urls.join('\n'),
    note: body.note ?? '',
    introducedBy: introducer === null ? '' : calledOf(introducer),
  }
}

/** As it was sent, or as it begins. */
function formOf({ frame, sent }: ContactFormsProps, id: ContactFormName, fields: Fields): LedgerForm {
  const filled = sent?.form === id ? sent : { fields, wrong: [] }
  return { id, language: languageFor(frame), fields: filled.fields, wrong: filled.wrong }
}

/** The label of a field by its name, whichever of several people it is of. */
export function labelsOf(labels: Readonly<Record<string, string>>): (field: string) => string {
  return (field) => labels[field.replace(/^p\d+-/, '')] ?? field
}
