/** One contact with their story: who they are, what was promised, what happened, what came of it, and the forms to say more of it. */
import { Temporal } from 'temporal-polyfill'
import { oneLine, severalLines } from '../../i18n/outside-text.ts'
import { CONTACT_BOUNDS, type Contact, type Touch } from '../../relationships/contact.ts'
import type { DuplicatePair, DuplicateReason } from '../../relationships/duplicates.ts'
import { dayAt } from '../../relationships/local-day.ts'
import type { Outcome, OutcomeId } from '../../relationships/outcome.ts'
import { callLink, mailLink, whatsAppLink } from '../../relationships/phone.ts'
import { isSeen } from '../../relationships/touches.ts'
import { timestamp } from '../../time/instant.ts'
import { Card } from '../frame/card.tsx'
import { ContactLink, contactPath, WorksAt } from '../frame/contact-facts.tsx'
import { eventPath } from '../frame/event-facts.tsx'
import { languageFor, Page } from '../frame/layout.tsx'
import { Outside } from '../frame/outside.tsx'
import { PostForm, Submit } from '../frame/post-form.tsx'
import {
  ABOUT,
  CadenceForm,
  type ContactFormsProps,
  FactsForm,
  NextStepForm,
  OutcomeForm,
  StageForm,
  TouchForm,
} from './contact-forms.tsx'
import { QuickTouches } from './contacts.tsx'
import type { NamedEvent } from './ledger-visit.ts'
import { outcomePath, outcomeTitle, proposalEnd } from './outcome-facts.tsx'

export interface ContactPageProps extends ContactFormsProps {
  eventNamed(id: Touch['eventId'] & string): NamedEvent | null
  introduced: readonly Contact[]
  /** The newest first. */
  outcomes: readonly Outcome[]
  closedBy: ReadonlyMap<OutcomeId, Outcome>
  duplicates: readonly { pair: DuplicatePair; other: Contact }[]
}

export function ContactPage(props: ContactPageProps) {
  const { frame, contact } = props
  const language = languageFor(frame)
  const said = language.words.relationships.contacts
  const { body } = contact
  return (
    <Page frame={frame} title={oneLine(body.name, 80)}>
      <div class="stack-tight">
        <p class="card-head">
          <span class="tag">{said.stage[body.stage]}</span>
        </p>
        <h1 id={ABOUT}>
          <Outside text={body.name} />
        </h1>
        <WorksAt body={body} />
      </div>
      <Duplicates {...props} />
      <Reaching {...props} />
      <NextStepForm {...props} />
      <TouchForm {...props} />
      <OutcomeForm {...props} />
      <Outcomes {...props} />
      <Story {...props} />
      <Card id="more" title={said.stageForm.title}>
        <StageForm {...props} />
      </Card>
      <CadenceForm {...props} />
      <FactsForm {...props} />
      <p>
        <a class="button button-problem" href={contactPath(contact.id, '/delete')}>
          {said.remove.link}
        </a>
      </p>
    </Page>
  )
}

/** Of a long story the rest is folded away. */
const SHOWN_TOUCHES = 20
/** In which whoever tapped the wrong thing notices. */
const FORGETTABLE_HOURS = 7 * 24

function Reaching({ frame, contact, reminder, introducer, introduced, eventNamed, ids }: ContactPageProps) {
  const language = languageFor(frame)
  const { words, formats } = language
  const said = words.relationships.contacts
  const { body } = contact
  const [first] = body.encounters
  const note = body.note === null ? '' : severalLines(body.note, CONTACT_BOUNDS.note)
  return (
    <Card id="reach" title={said.reach}>
      {body.phones.length + body.emails.length + body.urls.length === 0 && <p class="quiet">{said.noReach}</p>}
      <ul class="stack-tight">
        {body.phones.map((phone) => (
          <li class="actions">
            <a class="button" href={whatsAppLink(phone)} rel="noopener noreferrer">
              {said.whatsApp}
              <span class="hidden"> {phone}</span>
            </a>
            <a class="button" href={callLink(phone)}>
              {said.call}
              <span class="hidden"> {phone}</span>
            </a>
            <span class="number">{phone}</span>
          </li>
        ))}
        {body.emails.map((email) => (
          <li class="actions">
            <a class="button" href={mailLink(email)} rel="noopener noreferrer">
              {said.write}
              <span class="hidden"> {email}</span>
            </a>
            <Outside text={email} bound={CONTACT_BOUNDS.url} />
          </li>
        ))}
        {body.urls.map((url) => (
          <li class="split">
            <a href={url} rel="noopener noreferrer external">
              <Outside text={url} bound={100} />
            </a>
          </li>
        ))}
      </ul>
      {note !== '' && (
        <p class="prose">
          <bdi>{note}</bdi>
        </p>
      )}
      {first !== undefined && (
        <p>
          <EventName event={eventNamed(first.eventId)} id={first.eventId} title={first.title}>
            {(name) => said.metAt(name, formats.date(dayAt(Temporal.Instant.from(first.at), language.timeZone)))}
          </EventName>
        </p>
      )}
      {introducer !== null && (
        <p>
          {said.introducedBy} <ContactLink contact={introducer} />
        </p>
      )}
      {introduced.length > 0 && (
        <p>
          {said.introduced}:{' '}
          {introduced.map((other, index) => (
            <>
              {index > 0 && ', '}
              <ContactLink contact={other} />
            </>
          ))}
        </p>
      )}
      <p class="quiet small">
        {said.source[body.source](formats.date(dayAt(Temporal.Instant.from(body.createdAt), language.timeZone)))}
      </p>
      {reminder?.open === true && (
        <>
          <p class="strong">{said.due.since(formats.date(reminder.dueOn), reminder.everyDays)}</p>
          <QuickTouches frame={frame} contact={contact} touchId={ids.touch} about={ABOUT} />
          <PostForm frame={frame} action={contactPath(contact.id, '/skip')}>
            <Submit label={said.due.notNow} look="plain" about={ABOUT} />
          </PostForm>
        </>
      )}
    </Card>
  )
}

/** A sentence about an event, as a link where the event has a page. */
function EventName({
  event,
  id,
  title,
  children,
}: {
  event: NamedEvent | null
  id: string
  /** As it was then. */
  title: string
  children: (name: string) => string
}) {
  const sentence = <Outside text={children(event?.title ?? title)} bound={400} />
  return event?.hasPage === true ? <a href={eventPath(id)}>{sentence}</a> : sentence
}

function Duplicates({ frame, contact, duplicates, eventNamed }: ContactPageProps) {
  const language = languageFor(frame)
  const said = language.words.relationships.contacts.duplicates
  if (duplicates.length === 0) return null
  return (
    <section class="note" aria-labelledby="duplicates">
      <h2 id="duplicates">{said.title}</h2>
      <ul class="list-plain">
        {duplicates.map(({ pair, other }) => (
          <li class="stack-tight">
            <p id={`apart-${other.id}`}>
              <ContactLink contact={other} /> <span class="tag">{said[pair.certainty]}</span>
            </p>
            <DuplicateReasons frame={frame} reasons={pair.reasons} eventNamed={eventNamed} contact={contact} />
            <p>
              <a
                class="button"
                href={`${contactPath(pair.older, '/merge')}?${new URLSearchParams({ from: pair.newer })}`}
              >
                {said.look}
              </a>
            </p>
            <PostForm frame={frame} action={contactPath(contact.id, '/apart')}>
              <input type="hidden" name="other" value={other.id} />
              <Submit label={said.apart} look="plain" about={`apart-${other.id}`} />
            </PostForm>
          </li>
        ))}
      </ul>
    </section>
  )
}

export function DuplicateReasons({
  frame,
  reasons,
  contact,
  eventNamed,
}: Pick<ContactPageProps, 'frame' | 'contact' | 'eventNamed'> & { reasons: readonly DuplicateReason[] }) {
  const said = languageFor(frame).words.relationships.contacts.duplicates.reason
  const sentence = (reason: DuplicateReason) => {
    switch (reason.kind) {
      case 'mail':
      case 'phone':
        return said[reason.kind](reason.value)
      case 'name_and_company':
        return said[reason.kind](reason.company)
      case 'name_and_series':
        return said[reason.kind](reason.title)
      case 'name_and_event': {
        const met = contact.body.encounters.find(({ eventId }) => eventId === reason.eventId)
        return said[reason.kind](eventNamed(reason.eventId)?.title ?? met?.title ?? '')
      }
    }
  }
  return (
    <ul class="bullets small">
      {reasons.map((reason) => (
        <li>
          <Outside text={sentence(reason)} bound={400} />
        </li>
      ))}
    </ul>
  )
}

function Outcomes({ frame, outcomes, closedBy }: ContactPageProps) {
  const language = languageFor(frame)
  if (outcomes.length === 0) return null
  return (
    <Card id="outcomes" title={language.words.relationships.outcomes.ofContact}>
      <ul class="list-plain">
        {outcomes.map((outcome) => {
          const end = proposalEnd(outcome, closedBy.get(outcome.id), language)
          return (
            <li class="stack-tight">
              <p class="split">
                <a href={outcomePath(outcome.id)}>{outcomeTitle(outcome.body, language)}</a>
                <span class="quiet">{language.formats.date(outcome.body.on)}</span>
              </p>
              {end !== null && <p class="quiet small">{end}</p>}
              {outcome.body.note !== null && (
                <p class="small">
                  <Outside text={outcome.body.note} bound={300} />
                </p>
              )}
            </li>
          )
        })}
      </ul>
    </Card>
  )
}

function Story(props: ContactPageProps) {
  const { frame, contact } = props
  const said = languageFor(frame).words.relationships.contacts.story
  const touches = [...contact.body.touches].reverse()
  const [shown, rest] = [touches.slice(0, SHOWN_TOUCHES), touches.slice(SHOWN_TOUCHES)]
  return (
    <Card id="story" title={said.title}>
      {touches.length === 0 && <p class="quiet">{said.none}</p>}
      <Touches {...props} touches={shown} />
      {rest.length > 0 && (
        <details>
          <summary>{said.older(rest.length)}</summary>
          <Touches {...props} touches={rest} />
        </details>
      )}
    </Card>
  )
}

function Touches({ frame, contact, eventNamed, touches }: ContactPageProps & { touches: readonly Touch[] }) {
  const { words, formats, timeZone } = languageFor(frame)
  const said = words.relationships.contacts
  const forgettableSince = timestamp(frame.now.subtract({ hours: FORGETTABLE_HOURS }))
  return (
    <ul class="list-plain">
      {touches.map((touch) => {
        const { id, at, kind, eventId, note } = touch
        const met = contact.body.encounters.find((encounter) => encounter.eventId === eventId)
        const event = eventId === null ? null : (eventNamed(eventId) ?? (met && { title: met.title, hasPage: false }))
        const day = dayAt(Temporal.Instant.from(at), timeZone)
        return (
          <li class="stack-tight">
            <p id={`touch-${id}`}>
              {eventId === null || event == null ? (
                said.touch.kinds[kind]
              ) : (
                <EventName event={event} id={eventId} title={event.title}>
                  {(name) => said.story.at(said.touch.kinds[kind], name || words.place.untitled)}
                </EventName>
              )}
            </p>
            {note !== null && (
              <p class="small">
                <Outside text={note} bound={CONTACT_BOUNDS.touchNote} />
              </p>
            )}
            <p class="quiet small">
              <time datetime={day}>{formats.date(day)}</time>
            </p>
            {!isSeen(touch) && at > forgettableSince && (
              <PostForm frame={frame} action={contactPath(contact.id, `/touches/${encodeURIComponent(id)}/forget`)}>
                <Submit label={said.story.forget} look="plain" about={`touch-${id}`} />
              </PostForm>
            )}
          </li>
        )
      })}
    </ul>
  )
}
