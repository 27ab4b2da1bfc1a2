/** Whom the person met, written down in under a minute on a phone: at an event up to five at once, elsewhere one at a time. */
import type { EventId } from '../../calendar/event.ts'
import type { KnownEvent } from '../../cycle/known-events.ts'
import { oneLine } from '../../i18n/outside-text.ts'
import type { Contact } from '../../relationships/contact.ts'
import { MOST_CAPTURED } from '../../relationships/ledger.ts'
import { Card } from '../frame/card.tsx'
import { PeopleMet } from '../frame/contact-facts.tsx'
import { eventPath } from '../frame/event-facts.tsx'
import { type Frame, languageFor, Page } from '../frame/layout.tsx'
import { Outside } from '../frame/outside.tsx'
import { PostForm, Submit } from '../frame/post-form.tsx'
import { labelsOf, Names } from './contact-forms.tsx'
import { type LedgerForm, LinesField, StepFields, TypedField, WrongAbove, wrongAt } from './ledger-fields.tsx'
import type { Filled } from './ledger-form.ts'
import type { NamedEvent } from './ledger-visit.ts'

export interface CapturePageProps {
  frame: Frame
  event: NamedEvent & { id: EventId }
  /** Written down already. */
  met: readonly Contact[]
  /** How everybody else is called. */
  names: readonly string[]
  /** Of the people the form has room for: a form sent twice makes them once. */
  ids: readonly string[]
  followUpId: string | null
  /** Where one goes on who met nobody new. */
  leaveTo: string
  /** The form that was refused, as it was sent. */
  sent: ({ form: 'people' | 'again' } & Filled) | null
}

const NOTHING_SENT: Filled = { fields: {}, wrong: [] }
const PEOPLE = Array.from({ length: MOST_CAPTURED }, (_, index) => index)

export function CapturePage(props: CapturePageProps) {
  const { frame, event, met, ids, sent } = props
  const language = languageFor(frame)
  const said = language.words.relationships.contacts
  const filled = sent?.form === 'people' ? sent : NOTHING_SENT
  const form: LedgerForm = { id: 'people', language, ...filled }
  return (
    <Page frame={frame} title={said.capture.title}>
      <div class="stack-tight">
        <h1 id="capture">{said.capture.title}</h1>
        <p class="quiet">
          <Outside text={said.capture.lead(oneLine(event.title, 120) || language.words.place.untitled)} bound={400} />
        </p>
      </div>
      <PostForm frame={frame} action={eventPath(event.id, '/people')} class="stack">
        <NotByEnter label={said.capture.save} />
        <WrongAbove form={form} labels={labelsOf(said.field)} />
        {PEOPLE.map((index) => (
          <PersonFields form={form} index={index} id={filled.fields[`p${index}-id`] ?? ids[index] ?? ''} />
        ))}
        <div class="actions">
          <Submit label={said.capture.save} look="main" about="capture" />
          <a class="button button-plain" href={props.leaveTo}>
            {met.length === 0 ? said.capture.nobody : language.words.pages.layout.back}
          </a>
        </div>
      </PostForm>
      {met.length > 0 && (
        <Card id="met" title={said.capture.met}>
          <PeopleMet people={met} id="met" language={language} />
          {props.followUpId !== null && (
            <p>
              <a class="button" href={`/follow-ups#${props.followUpId}`}>
                {said.capture.followUp}
              </a>
            </p>
          )}
        </Card>
      )}
      {props.names.length > 0 && <Again {...props} />}
    </Page>
  )
}

/**
 * The keyboard's key goes on to the next field, and where a phone takes it for "send" nothing is sent: a form whose first button is disabled is not
 * submitted implicitly (HTML, 4.10.22.2). Half a person saved is a person to look for.
 */
function NotByEnter({ label }: { label: string }) {
  return (
    <button type="submit" disabled hidden>
      {label}
    </button>
  )
}

/** The first is there; the others unfold, and are unfolded where something was written. */
function PersonFields({ form, index, id }: { form: LedgerForm; index: number; id: string }) {
  const said = form.language.words.relationships.contacts
  const prefix = `p${index}-`
  const number = form.language.formats.number(index + 1)
  const fields = (
    <fieldset class="stack">
      <legend>{said.capture.person(number)}</legend>
      <input type="hidden" name={`${prefix}id`} value={id} data-new-id />
      <TypedField form={form} name={`${prefix}name`} label={said.field.name} as="name" />
      <TypedField form={form} name={`${prefix}phones`} label={said.field.phones} as="phone" optional />
      <TypedField form={form} name={`${prefix}emails`} label={said.field.emails} as="email" optional />
      <StepFields form={form} prefix={prefix} />
    </fieldset>
  )
  if (index === 0) return <div class="card">{fields}</div>
  const isWritten = PERSON_FIELDS.some(
    (name) => (form.fields[prefix + name] ?? '') !== '' || wrongAt(form, prefix + name) !== null,
  )
  return (
    <details class="card" open={isWritten}>
      <summary>
        {said.capture.another} <span class="hidden">({number})</span>
      </summary>
      {fields}
    </details>
  )
}

/** What is written of one person; without any of it there is nobody. */
export const PERSON_FIELDS = ['name', 'phones', 'emails', 'nextStep', 'nextStepOn'] as const

function Again({ frame, event, names, sent }: CapturePageProps) {
  const language = languageFor(frame)
  const said = language.words.relationships.contacts
  const form: LedgerForm = { id: 'again', language, ...(sent?.form === 'again' ? sent : NOTHING_SENT) }
  return (
    <details class="card" open={sent?.form === 'again'}>
      <summary>{said.capture.again}</summary>
      <PostForm frame={frame} action={eventPath(event.id, '/people')} class="stack">
        <WrongAbove form={form} labels={labelsOf(said.field)} />
        <TypedField
          form={form}
          name="known"
          label={said.field.known}
          as="name"
          hint={said.capture.againHint}
          list="again-names"
        />
        <Names id="again-names" names={names} />
        <StepFields form={form} last />
        <div class="actions">
          <Submit label={said.capture.save} />
        </div>
      </PostForm>
    </details>
  )
}

export interface NewContactPageProps {
  frame: Frame
  /** Where they may have met: networking events of today, or over since a day at most. */
  events: readonly KnownEvent[]
  /** The one of them that it most likely was. */
  likely: EventId | null
  names: readonly string[]
  id: string
  sent: Filled | null
}

export function NewContactPage({ frame, events, likely, names, id, sent }: NewContactPageProps) {
  const language = languageFor(frame)
  const said = language.words.relationships.contacts
  const form: LedgerForm = { id: 'new', language, ...(sent ?? NOTHING_SENT) }
  const where = form.fields.where ?? likely ?? ''
  return (
    <Page frame={frame} title={said.fresh.title}>
      <div class="stack-tight">
        <h1 id="new">{said.fresh.title}</h1>
        <p class="quiet">{said.fresh.lead}</p>
      </div>
      <PostForm frame={frame} action="/contacts/new" class="card roomy">
        <input type="hidden" name="id" value={form.fields.id ?? id} data-new-id />
        <WrongAbove form={form} labels={labelsOf(said.field)} />
        <TypedField form={form} name="name" label={said.field.name} as="name" />
        <TypedField form={form} name="phones" label={said.field.phones} as="phone" optional />
        <TypedField form={form} name="emails" label={said.field.emails} as="email" optional />
        {events.length > 0 && (
          <fieldset>
            <legend>{said.fresh.where}</legend>
            {events.map((event) => (
              <Where id={event.id} title={event.title || language.words.place.untitled} chosen={where === event.id} />
            ))}
            <Where id="" title={said.fresh.elsewhere} chosen={where === ''} />
          </fieldset>
        )}
        <StepFields form={form} />
        <TypedField form={form} name="company" label={said.field.company} as="name" optional />
        <TypedField
          form={form}
          name="introducedBy"
          label={said.field.introducedBy}
          as="name"
          hint={said.introducedHint}
          list="new-names"
          optional
        />
        <Names id="new-names" names={names} />
        <LinesField form={form} name="note" label={said.field.note} optional />
        <div class="actions">
          <Submit label={said.capture.save} look="main" about="new" />
        </div>
      </PostForm>
    </Page>
  )
}

function Where({ id, title, chosen }: { id: string; title: string; chosen: boolean }) {
  return (
    <label class="choice" for={`where-${id}`}>
      <input type="radio" id={`where-${id}`} name="where" value={id} checked={chosen} />
      <Outside text={title} />
    </label>
  )
}
