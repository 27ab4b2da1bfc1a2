/** What came of all contacts: proposals still open apart from what has been, each currency for itself. */
import { moneyText } from '../../i18n/money.ts'
import type { Contact, ContactId } from '../../relationships/contact.ts'
import type { Outcome } from '../../relationships/outcome.ts'
import type { Pipeline, Total } from '../../relationships/pipeline.ts'
import { ContactLink } from '../frame/contact-facts.tsx'
import { type Frame, languageFor, Page } from '../frame/layout.tsx'
import { Outside } from '../frame/outside.tsx'
import { type Paged, Pager } from '../frame/pager.tsx'
import { outcomePath, outcomeTitle, proposalEnd } from './outcome-facts.tsx'
import { CloseForm, LostForm } from './outcome-forms.tsx'

export interface OutcomesPageProps {
  frame: Frame
  /** ISO date in the person's zone. */
  today: string
  pipeline: Pick<Pipeline, 'openTotals' | 'closedTotals' | 'closedBy'>
  /** The oldest first, each with the id of the business that closing it would add. */
  open: readonly { outcome: Outcome; closingId: string }[]
  /** How many more there are. */
  moreOpen: number
  past: Paged<Outcome>
  contacts: ReadonlyMap<ContactId, Contact>
}

export function OutcomesPage(props: OutcomesPageProps) {
  const { frame, pipeline, open, moreOpen, past, today, contacts } = props
  const said = languageFor(frame).words.relationships.outcomes
  return (
    <Page frame={frame} title={said.title}>
      <div class="stack-tight">
        <h1>{said.title}</h1>
        <p class="quiet">{said.lead}</p>
      </div>
      {past.page === 1 && (
        <section class="stack" aria-labelledby="open">
          <h2 id="open">{said.open.title}</h2>
          {open.length === 0 && <p class="quiet">{said.open.none}</p>}
          <Totals frame={frame} totals={pipeline.openTotals} />
          {open.map(({ outcome, closingId }) => (
            <OpenCard frame={frame} outcome={outcome} closingId={closingId} today={today} contacts={contacts} />
          ))}
          {moreOpen > 0 && <p class="quiet">{said.open.others(moreOpen)}</p>}
        </section>
      )}
      <section class="stack" aria-labelledby="closed">
        <h2 id="closed">{said.past.closed}</h2>
        {pipeline.closedTotals.length === 0 && <p class="quiet">{said.past.noneClosed}</p>}
        <Totals frame={frame} totals={pipeline.closedTotals} />
      </section>
      <section class="stack" aria-labelledby="past">
        <h2 id="past">{said.past.title}</h2>
        {past.items.length === 0 && <p class="quiet">{said.past.none}</p>}
        {past.items.length > 0 && (
          <ul class="card list-plain">
            {past.items.map((outcome) => (
              <Row {...props} outcome={outcome} />
            ))}
          </ul>
        )}
        <Pager frame={frame} list={past} to={(page) => `/outcomes?page=${page}#past`} />
      </section>
    </Page>
  )
}

function Totals({ frame, totals }: { frame: Frame; totals: readonly Total[] }) {
  const language = languageFor(frame)
  return (
    <>
      {totals.map(({ amount, currency, count }) => (
        <p class="strong">
          {language.words.relationships.outcomes.total(moneyText(amount, currency, language), count)}
        </p>
      ))}
    </>
  )
}

function OpenCard({
  frame,
  outcome,
  closingId,
  today,
  contacts,
}: Pick<OutcomesPageProps, 'frame' | 'today' | 'contacts'> & { outcome: Outcome; closingId: string }) {
  const language = languageFor(frame)
  const said = language.words.relationships.outcomes
  const about = `open-${outcome.id}`
  return (
    <article class="card" aria-labelledby={about}>
      <h3 id={about}>
        <a href={outcomePath(outcome.id)}>{outcomeTitle(outcome.body, language)}</a>
      </h3>
      <Whose frame={frame} outcome={outcome} contacts={contacts} />
      <Note outcome={outcome} />
      <details>
        <summary>{said.open.close}</summary>
        <CloseForm frame={frame} outcome={outcome} closingId={closingId} today={today} sent={null} about={about} />
      </details>
      <LostForm frame={frame} outcome={outcome} today={today} about={about} />
      <EditLinks frame={frame} outcome={outcome} about={about} />
    </article>
  )
}

function EditLinks({ frame, outcome, about }: { frame: Frame; outcome: Outcome; about: string }) {
  const said = languageFor(frame).words.relationships.outcomes.one
  return (
    <p class="actions">
      <a class="button button-plain" href={outcomePath(outcome.id)} aria-describedby={about}>
        {said.edit}
      </a>
      <a class="button button-plain" href={outcomePath(outcome.id, '/delete')} aria-describedby={about}>
        {said.remove}
      </a>
    </p>
  )
}

/** With whom, and on what day. */
function Whose({ frame, outcome, contacts }: Pick<OutcomesPageProps, 'frame' | 'contacts'> & { outcome: Outcome }) {
  const { words, formats } = languageFor(frame)
  const { contactId, on } = outcome.body
  const contact = contactId === null ? undefined : contacts.get(contactId)
  return (
    <p class="quiet small">
      {contact === undefined ? words.relationships.outcomes.nobody : <ContactLink contact={contact} />} ·{' '}
      {formats.date(on)}
    </p>
  )
}

function Note({ outcome }: { outcome: Outcome }) {
  if (outcome.body.note === null) return null
  return (
    <p class="small">
      <Outside text={outcome.body.note} bound={300} />
    </p>
  )
}

function Row({ frame, outcome, contacts, pipeline }: OutcomesPageProps & { outcome: Outcome }) {
  const language = languageFor(frame)
  const end = proposalEnd(outcome, pipeline.closedBy.get(outcome.id), language)
  const about = `past-${outcome.id}`
  return (
    <li class="stack-tight">
      <p id={about}>
        <a href={outcomePath(outcome.id)}>{outcomeTitle(outcome.body, language)}</a>
      </p>
      <Whose frame={frame} outcome={outcome} contacts={contacts} />
      {end !== null && <p class="quiet small">{end}</p>}
      <Note outcome={outcome} />
      <EditLinks frame={frame} outcome={outcome} about={about} />
    </li>
  )
}
