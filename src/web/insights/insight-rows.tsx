/** The rows that one figure of the insights is made of: events, people, follow-ups or outcomes, each the way to its own page, with their sum on top. */
import { Temporal } from 'temporal-polyfill'
import type { EventId } from '../../calendar/event.ts'
import { ASIDES, type Figure } from '../../cycle/figures.ts'
import type { Period } from '../../cycle/period.ts'
import type { FollowUp, Past } from '../../cycle/state.ts'
import type { Language } from '../../i18n/index.ts'
import { moneyText } from '../../i18n/money.ts'
import type { Dimension } from '../../insights/returns.ts'
import type { Contact } from '../../relationships/contact.ts'
import { dayAt } from '../../relationships/local-day.ts'
import type { Outcome } from '../../relationships/outcome.ts'
import { momentOf } from '../../time/instant.ts'
import { isWeek } from '../../time/week.ts'
import { ContactLink, WorksAt } from '../frame/contact-facts.tsx'
import { eventPath } from '../frame/event-facts.tsx'
import { type Frame, languageFor, Page } from '../frame/layout.tsx'
import { Outside } from '../frame/outside.tsx'
import { type Paged, Pager } from '../frame/pager.tsx'
import { outcomePath, outcomeTitle } from '../people/outcome-facts.tsx'
import { insightsPath, rowsPath } from './insight-links.tsx'
import { nameOfPart } from './insight-parts.tsx'

export interface RowsPageProps {
  frame: Frame
  figure: Figure
  /** As the address has it. */
  name: string
  period: Period
  /** Which part the figure is of; null of the whole. */
  part: { by: Dimension; label: string } | null
  rows: RowsView
  currency: string
}
export type RowsView =
  /** `minutes` and `cost` of those that were attended; cost in minor units of the person's currency, null without an hourly rate. */
  | { kind: 'events'; list: Paged<EventView>; count: number; minutes: number; cost: number | null }
  /** `erased`: how many the figure counts besides. */
  | { kind: 'contacts'; list: Paged<Contact>; count: number; erased: number }
  | { kind: 'follow_ups'; list: Paged<FollowUpView>; count: number }
  | { kind: 'outcomes'; list: Paged<OutcomeView>; count: number; sums: readonly { currency: string; amount: number }[] }
export interface EventView {
  id: EventId
  title: string
  /** RFC 3339. */
  start: string
  end: string
  /** Whether it is still looked at. */
  hasPage: boolean
  /** What it was when it was over; null of what nobody went to or spoke of. */
  past: Pick<Past, 'attendance' | 'charge'> | null
  /** Minor units of the person's currency. */
  ticket: number | null
  /** Hours and ticket, in the same; null without an hourly rate. */
  cost: number | null
}
export interface FollowUpView {
  followUp: FollowUp
  eventTitle: string
  hasPage: boolean
}
export interface OutcomeView {
  outcome: Outcome
  /** What of it counts here: minor units of its currency. */
  amount: number
  contact: Contact | null
}

export function RowsPage({ frame, figure, name, period, part, rows, currency }: RowsPageProps) {
  const language = languageFor(frame)
  const { words, formats } = language
  const said = words.insights.rows
  const sums = sumOf(rows, currency, language)
  const erased = rows.kind === 'contacts' ? rows.erased : 0
  const aside = ASIDES.find((one) => one === name.split('.')[0])
  return (
    <Page frame={frame} title={said.figure[figure]}>
      <div class="stack-tight">
        <h1>{titleOf(figure, name, language)}</h1>
        {part !== null && (
          <p class="strong">
            {words.insights.returns.name[part.by]}:{' '}
            <Outside text={nameOfPart(part.by, part.label, language)} instead={words.insights.untitled} />
          </p>
        )}
        {aside !== undefined && <p>{words.insights.returns.asideHint[aside]}</p>}
        <p class="quiet">
          {figure === 'learned' || figure === 'one_more_hour'
            ? said.always
            : words.insights.period.is(formats.date(period.from), formats.date(period.to))}
        </p>
        <p>
          <a href={insightsPath(period, part?.by ?? 'organiser')}>← {said.back}</a>
        </p>
      </div>
      <div class="stack-tight">
        <p class="strong">
          {said.count(rows.count)}
          {sums.length > 0 && ` · ${said.sum(formats.list(sums))}`}
        </p>
        {erased > 0 && <p>{said.erased(erased)}</p>}
      </div>
      {rows.count === 0 ? (
        erased === 0 && <p class="quiet">{said.none}</p>
      ) : (
        <ul class="card list-plain">
          {rows.kind === 'events' &&
            rows.list.items.map((view) => <EventRow view={view} currency={currency} language={language} />)}
          {rows.kind === 'contacts' &&
            rows.list.items.map((contact) => <ContactRow contact={contact} frame={frame} language={language} />)}
          {rows.kind === 'follow_ups' && rows.list.items.map((view) => <FollowUpRow view={view} language={language} />)}
          {rows.kind === 'outcomes' && rows.list.items.map((view) => <OutcomeRow view={view} language={language} />)}
        </ul>
      )}
      <Pager frame={frame} list={rows.list} to={(page) => `${rowsPath(period, figure, name)}&page=${page}`} />
    </Page>
  )
}

function titleOf(figure: Figure, name: string, { words, formats }: Language): string {
  const { rows, verdicts, followUps, funnel } = words.insights
  const title = rows.figure[figure]
  if (figure === 'hours' && isWeek(name)) return `${title}. ${rows.ofWeek(formats.week(name))}`
  const parts: Partial<Record<Figure, Partial<Record<string, string>>>> = {
    verdicts: {
      attendKept: `${verdicts.attend} ${verdicts.kept.attendKept}`,
      attendNotKept: `${verdicts.attend} ${verdicts.kept.attendNotKept}`,
      skipKept: `${verdicts.skip} ${verdicts.kept.skipKept}`,
      skipNotKept: `${verdicts.skip} ${verdicts.kept.skipNotKept}`,
    },
    follow_ups: followUps.how,
    funnel: funnel.step,
  }
  const part = parts[figure]?.[name]
  if (part === undefined) return title
  return figure === 'verdicts' ? part : `${title}: ${part}`
}

function sumOf(rows: RowsView, own: string, language: Language): string[] {
  if (rows.kind === 'events')
    return [
      ...(rows.minutes === 0 ? [] : [language.formats.duration(rows.minutes)]),
      ...(rows.cost === null ? [] : [language.words.insights.rows.cost(moneyText(rows.cost, own, language))]),
    ]
  if (rows.kind !== 'outcomes') return []
  return rows.sums.map(({ currency, amount }) => moneyText(amount, currency, language))
}

function EventRow({ view, currency, language }: { view: EventView; currency: string; language: Language }) {
  const { words, formats } = language
  const { past, ticket, cost } = view
  const span = { start: Temporal.Instant.from(view.start), end: Temporal.Instant.from(view.end) }
  const facts = [
    ...(past === null ? [] : [words.attendance[past.attendance]]),
    // What was missed took nothing.
    ...(past === null || past.attendance === 'missed'
      ? []
      : [words.insights.rows.charge(formats.duration(past.charge.total))]),
    ...(cost === null || past?.attendance === 'missed'
      ? []
      : [words.insights.rows.cost(moneyText(cost, currency, language))]),
    ...(ticket === null ? [] : [words.insights.rows.ticket(moneyText(ticket, currency, language))]),
  ]
  return (
    <li class="stack-tight">
      <p>
        <EventName id={view.id} title={view.title} hasPage={view.hasPage} language={language} />
      </p>
      <p class="small">
        {/* The year is the first thing one has forgotten of an event of long ago. */}
        <time datetime={view.start}>{formats.date(dayAt(span.start, language.timeZone))}</time> ·{' '}
        {formats.span(span, false)}
      </p>
      {facts.length > 0 && <p class="quiet small">{facts.join(' · ')}</p>}
    </li>
  )
}

/** Only one that is still looked at has a page. */
function EventName({
  id,
  title,
  hasPage,
  language,
}: {
  id: EventId
  title: string
  hasPage: boolean
  language: Language
}) {
  const name = <Outside text={title} instead={language.words.place.untitled} />
  return hasPage ? <a href={eventPath(id)}>{name}</a> : <span class="strong">{name}</span>
}

function ContactRow({ contact, frame, language }: { contact: Contact; frame: Frame; language: Language }) {
  const { words, formats } = language
  const { encounters, createdAt, stage } = contact.body
  const metOn = dayAt(momentOf(encounters[0]?.at ?? createdAt), frame.timeZone)
  return (
    <li class="stack-tight">
      <p class="split">
        <ContactLink contact={contact} />
        <span class="tag">{words.relationships.contacts.stage[stage]}</span>
      </p>
      <WorksAt body={contact.body} />
      <p class="quiet small">{words.insights.rows.metOn(formats.date(metOn))}</p>
    </li>
  )
}

function FollowUpRow({ view, language }: { view: FollowUpView; language: Language }) {
  const { words, formats } = language
  const { followUp, eventTitle, hasPage } = view
  const { state, closedAt, start, end } = followUp.body
  const slot = { start: Temporal.Instant.from(start), end: Temporal.Instant.from(end) }
  return (
    <li class="stack-tight">
      <p class="split">
        <EventName id={followUp.eventId} title={eventTitle} hasPage={hasPage} language={language} />
        <span class="tag">{words.followUp[state]}</span>
      </p>
      <p class="quiet small">{formats.span(slot, false)}</p>
      {closedAt !== null && state === 'done' && (
        <p class="quiet small">
          {words.insights.rows.closedOn(formats.date(dayAt(momentOf(closedAt), language.timeZone)))}
        </p>
      )}
    </li>
  )
}

function OutcomeRow({ view, language }: { view: OutcomeView; language: Language }) {
  const { words, formats } = language
  const { outcome, amount, contact } = view
  const { body } = outcome
  return (
    <li class="stack-tight">
      <p>
        <a href={outcomePath(outcome.id)}>{outcomeTitle(body, language)}</a>
      </p>
      {amount !== body.amount && (
        <p class="small">{words.insights.rows.part(moneyText(amount, body.currency, language))}</p>
      )}
      <p class="quiet small">
        {contact === null ? words.relationships.outcomes.nobody : <ContactLink contact={contact} />} ·{' '}
        {formats.date(body.on)}
      </p>
    </li>
  )
}
