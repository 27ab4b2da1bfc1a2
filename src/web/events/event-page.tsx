/**
 * One event in full: its facts, the verdict, why it was read the way it was, and everything the person can say of it: decision,
 * answer, attendance, travel, when they would be there, price, and whether it is networking.
 */
import type { Child } from 'hono/jsx'
import type { EventId } from '../../calendar/event.ts'
import type { KnownEvent } from '../../cycle/known-events.ts'
import type { FollowUp } from '../../cycle/state.ts'
import type { Announced } from '../../digest/shapes.ts'
import { formatsFor } from '../../i18n/format.ts'
import type { Language } from '../../i18n/index.ts'
import { oneLine, severalLines } from '../../i18n/outside-text.ts'
import type { Verdict } from '../../planning/shapes.ts'
import type { Reason } from '../../recognition/recognise.ts'
import type { Contact } from '../../relationships/contact.ts'
import { minorToText } from '../frame/amount.ts'
import { Card } from '../frame/card.tsx'
import { ChargeSum } from '../frame/charge-sum.tsx'
import { PeopleMet } from '../frame/contact-facts.tsx'
import { EventTime, eventPath, Place } from '../frame/event-facts.tsx'
import { Field } from '../frame/field.tsx'
import { type Frame, languageFor, Page } from '../frame/layout.tsx'
import { Outside } from '../frame/outside.tsx'
import { PostForm, Submit } from '../frame/post-form.tsx'
import { VerdictTag } from '../frame/verdict-tag.tsx'
import { AnswerForm, AttendanceForm, DecisionForm, NetworkingForm, PlaceTravelForm } from './event-forms.tsx'
import { FollowUpCard, isOpen, isOwed } from './follow-up-card.tsx'
import { Counterfactual, reasonOf, Value, WillAnswer } from './verdict-card.tsx'

export interface EventPageProps {
  frame: Frame
  event: KnownEvent
  /** Null where it is in no plan: not networking, over, or beyond the horizon. */
  verdict: Verdict | null
  events: ReadonlyMap<EventId, KnownEvent>
  /** Of the event's week. */
  capMinutes: number
  answerable: boolean
  /** What Aforo will answer by itself; null where it will not. */
  announced: Announced | null
  /** Whether Aforo accepts whatever fits of this organiser; null where it is not asked: it answers nothing, or they have no key. */
  organiserAllowed: boolean | null
  calendarName: string
  /** Each way, as it is charged now without the person's word on this event. */
  usualTravelMinutes: number
  /** The other city that its place seems to be in, while nobody has said how long the way is. */
  otherCity: string | null
  currency: string
  /** Who was met there. */
  met: readonly Contact[]
  /** What is booked after it; closed ones too. */
  followUp: FollowUp | null
}

const ABOUT = 'event'
const DESCRIPTION_LENGTH = 6_000

export function EventPage(props: EventPageProps) {
  const { frame, event } = props
  const { words } = languageFor(frame)
  const begun = event.start.epochMilliseconds <= frame.now.epochMilliseconds
  const open = event.networking === true && !event.cancelled
  return (
    <Page frame={frame} title={oneLine(event.title, 80) || words.place.untitled}>
      <div class="stack-tight">
        <h1 id={ABOUT}>
          <Outside text={event.title} instead={words.place.untitled} />
        </h1>
        {event.cancelled && <p class="tag tag-problem">{words.pages.event.cancelled}</p>}
      </div>
      <TheVerdict {...props} />
      <Facts {...props} />
      {open && !begun && <Deciding {...props} />}
      {open && begun && <Attendance {...props} />}
      {open && begun && <People {...props} />}
      {open && <Going {...props} />}
      <Recognised {...props} />
      <Description {...props} />
    </Page>
  )
}

function TheVerdict({ frame, verdict, events, announced, capMinutes }: EventPageProps) {
  const language = languageFor(frame)
  const { words } = language
  if (verdict === null) return <p class="card">{words.pages.event.notPlanned}</p>
  return (
    <Card id="verdict" title={words.pages.event.charge}>
      <div class="card-head">
        <VerdictTag verdict={verdict.verdict} language={language} />
      </div>
      <p>{reasonOf(verdict, events, capMinutes, language)}</p>
      <WillAnswer announced={announced} language={language} />
      <ChargeSum charge={verdict.charge} language={language} />
      {verdict.followUp !== null && (
        <p class="quiet">{words.pages.week.followUpReserved(language.formats.span(verdict.followUp, false))}</p>
      )}
      <Counterfactual verdict={verdict} events={events} language={language} />
      <Value value={verdict.value} language={language} />
    </Card>
  )
}

function Facts({ frame, event, calendarName }: EventPageProps) {
  const language = languageFor(frame)
  const { words } = language
  const organiser = event.organiser.name ?? event.organiser.email
  return (
    <Card id="facts" title={words.pages.event.facts}>
      <dl class="facts">
        <Fact term={words.pages.event.when}>
          <EventTime event={event} language={language} />
          <TheirTime frame={frame} event={event} />
        </Fact>
        <Fact term={words.pages.event.where}>
          <Place event={event} language={language} />
        </Fact>
        {organiser !== null && (
          <Fact term={words.pages.event.organiser}>
            <Outside text={organiser} bound={160} />
            {event.organiser.name !== null && event.organiser.email !== null && (
              <>
                {' '}
                <span class="quiet">
                  (<Outside text={event.organiser.email} bound={320} />)
                </span>
              </>
            )}
          </Fact>
        )}
        <Fact term={words.pages.event.answer}>{words.answer[event.answer]}</Fact>
        <Fact term={words.pages.event.kind}>
          {words.kind[event.recognition.kind]}
          {event.recognition.smart && ` · ${words.smart}`}
        </Fact>
        <Fact term={words.pages.event.calendar}>
          <Outside text={calendarName} bound={100} />
        </Fact>
      </dl>
      {isWebAddress(event.link) && (
        <p>
          <a href={event.link} rel="noopener noreferrer external">
            {words.pages.event.open}
          </a>
        </p>
      )}
    </Card>
  )
}

/** The event's own clock, where it is another than the person's. */
function TheirTime({ frame, event }: Pick<EventPageProps, 'frame' | 'event'>) {
  if (event.allDay || event.timeZone === frame.timeZone) return null
  const theirs = formatsFor(frame.locale, event.timeZone).span(event, false)
  if (theirs === languageFor(frame).formats.span(event, false)) return null
  return <span class="quiet"> {languageFor(frame).words.pages.event.theirTime(theirs, event.timeZone)}</span>
}

function Deciding({ frame, event, verdict, answerable, organiserAllowed }: EventPageProps) {
  const { words } = languageFor(frame)
  const decision = event.said?.decision ?? null
  return (
    <Card id="decision" title={words.pages.event.decision}>
      <DecisionForm
        frame={frame}
        event={event}
        about={ABOUT}
        decision={decision}
        committed={verdict?.standing === 'commitment' && decision === null}
        advised={verdict?.verdict ?? null}
      />
      {answerable && <AnswerForm frame={frame} event={event} about={ABOUT} answer={event.answer} />}
      {organiserAllowed !== null && <AllowForm frame={frame} event={event} allowed={organiserAllowed} />}
    </Card>
  )
}

/** The person's word on an organiser they never met: Aforo may accept what fits. */
function AllowForm({ frame, event, allowed }: { frame: Frame; event: KnownEvent; allowed: boolean }) {
  const words = languageFor(frame).words.pages.event
  const who = oneLine(event.organiser.key ?? '', 120)
  return (
    <PostForm frame={frame} action={eventPath(event.id, '/allow')} class="stack-tight">
      <p class="hint" id="allow-hint">
        {allowed ? words.allowed(who) : words.allowHint(who)}
      </p>
      <div class="actions">
        <Submit
          name="allowed"
          value={allowed ? 'false' : 'true'}
          label={allowed ? words.disallow : words.allow}
          about="allow-hint"
        />
      </div>
    </PostForm>
  )
}

function Attendance({ frame, event }: EventPageProps) {
  const { words } = languageFor(frame)
  const attendance = event.said?.attendance ?? null
  return (
    <Card id="attendance" title={words.pages.event.attendance}>
      <p>{words.attendance[attendance ?? 'unknown']}</p>
      <AttendanceForm frame={frame} event={event} about={ABOUT} />
      {(attendance === 'attended' || attendance === 'missed') && (
        <PostForm frame={frame} action={eventPath(event.id, '/attendance')}>
          <Submit name="attendance" value="none" label={words.pages.event.forget} look="plain" about={ABOUT} />
        </PostForm>
      )}
    </Card>
  )
}

/** The follow-up says whom it is about; without one that is open they are named alone. */
function People({ frame, event, met, followUp }: EventPageProps) {
  const language = languageFor(frame)
  const said = language.words.relationships.contacts.capture
  if (event.said?.attendance === 'missed' && met.length === 0) return null
  if (followUp !== null && isOpen({ followUp })) {
    const view = { followUp, eventTitle: event.title, eventStart: event.start, met }
    return (
      <section class="stack" aria-labelledby="people">
        <h2 id="people">{said.followUpTitle}</h2>
        <FollowUpCard frame={frame} view={view} owed={isOwed({ followUp }, frame)} />
      </section>
    )
  }
  return (
    <Card id="people" title={said.who}>
      {met.length === 0 ? <p class="quiet">{said.none}</p> : <PeopleMet people={met} id="people" language={language} />}
      <p>
        <a class="button" href={eventPath(event.id, '/people')}>
          {met.length === 0 ? said.link : said.linkMore}
        </a>
      </p>
    </Card>
  )
}

/** What it costs depends on the way there, on how long one stays and on the ticket: the person knows these best. */
function Going({ frame, event, usualTravelMinutes, otherCity, currency }: EventPageProps) {
  const { words, formats } = languageFor(frame)
  const said = event.said
  return (
    <Card id="going" title={words.pages.week.more}>
      {otherCity !== null && (
        <div class="note">
          <p class="strong">{words.pages.week.travelQuestion}</p>
          <PlaceTravelForm frame={frame} event={event} about={ABOUT} />
          <p class="small">{words.pages.week.travelHint(otherCity, formats.duration(usualTravelMinutes))}</p>
        </div>
      )}
      {!event.online && otherCity === null && (
        <PostForm frame={frame} action={eventPath(event.id, '/travel')} class="stack-tight">
          <Field id="travel" label={words.pages.event.travel} hint={words.pages.event.travelHint} wrong={null}>
            <span class="row">
              <input
                class="number-field"
                id="travel"
                name="minutes"
                type="number"
                inputmode="numeric"
                min="0"
                max="600"
                step="1"
                placeholder={String(usualTravelMinutes)}
                value={said?.travelMinutes == null ? '' : String(said.travelMinutes)}
                aria-describedby="travel-hint"
              />
              <span class="quiet">{words.pages.layout.minutes}</span>
            </span>
          </Field>
          <fieldset>
            <legend class="hidden">{words.pages.week.scope}</legend>
            {(['event', 'place'] as const).map((scope, index) => (
              <label class="choice" for={`travel-${scope}`}>
                <input type="radio" id={`travel-${scope}`} name="scope" value={scope} checked={index === 0} />
                {words.pages.event.travelScopes[scope]}
              </label>
            ))}
          </fieldset>
          <SaveButton frame={frame} />
        </PostForm>
      )}
      <PostForm frame={frame} action={eventPath(event.id, '/going')} class="stack-tight">
        <fieldset class="stack-tight">
          <legend>{words.pages.event.going}</legend>
          <div class="row">
            <TimeField id="going-from" name="from" label={words.pages.event.goingFrom} value={said?.goingFrom ?? ''} />
            <TimeField id="going-to" name="to" label={words.pages.event.goingTo} value={said?.goingTo ?? ''} />
          </div>
          <p class="hint">{words.pages.event.goingHint}</p>
        </fieldset>
        <SaveButton frame={frame} />
      </PostForm>
      <PostForm frame={frame} action={eventPath(event.id, '/ticket')} class="stack-tight">
        <Field id="ticket" label={words.pages.event.ticket(currency)} hint={words.pages.layout.optional} wrong={null}>
          <input
            class="number-field"
            id="ticket"
            name="price"
            type="text"
            inputmode="decimal"
            maxlength={14}
            value={said?.ticketPrice == null ? '' : minorToText(said.ticketPrice, currency)}
            aria-describedby="ticket-hint"
          />
        </Field>
        <SaveButton frame={frame} />
      </PostForm>
    </Card>
  )
}

function Recognised({ frame, event }: EventPageProps) {
  const language = languageFor(frame)
  const { words, formats } = language
  const { recognition, networking } = event
  return (
    <Card id="recognition" title={words.pages.event.recognition}>
      <p class="strong">
        {networking === null ? words.recognition.unsure : networking ? words.recognition.yes : words.recognition.no}
      </p>
      {!event.corrected && (
        <p class="quiet small">{words.recognition.confidence(formats.percent(recognition.confidence))}</p>
      )}
      <ul class="list-plain">
        {recognition.reasons.map((reason) => (
          <li class="split">
            <Outside text={reasonText(reason, language)} bound={120} />
            <span class="quiet">{reason.points >= 0 ? words.recognition.forIt : words.recognition.againstIt}</span>
          </li>
        ))}
      </ul>
      <p class="strong">{words.pages.week.networkingQuestion}</p>
      <NetworkingForm frame={frame} event={event} about={ABOUT} networking={networking === null ? null : !networking} />
      {event.corrected && (
        <PostForm frame={frame} action={eventPath(event.id, '/networking')}>
          <Submit name="networking" value="none" label={words.pages.event.forget} look="plain" about={ABOUT} />
        </PostForm>
      )}
    </Card>
  )
}

/** A word of the event is quoted; a fact is said in ours. */
function reasonText(reason: Reason, { words }: Language): string {
  if (reason.kind === 'word') return words.recognition.word(reason.text)
  const names: Partial<Record<string, string>> =
    reason.kind === 'fact' ? words.recognition.fact : words.recognition.correction
  return (Object.hasOwn(names, reason.text) ? names[reason.text] : undefined) ?? words.recognition.otherFact
}

function Description({ frame, event }: EventPageProps) {
  const { words } = languageFor(frame)
  const description = severalLines(event.description, DESCRIPTION_LENGTH)
  if (description === '') return null
  return (
    <Card id="description" title={words.pages.event.description}>
      <p class="prose">
        <bdi>{description}</bdi>
      </p>
    </Card>
  )
}

function Fact({ term, children }: { term: string; children?: Child }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function TimeField({ id, name, label, value }: { id: string; name: string; label: string; value: string }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input class="time-field" id={id} name={name} type="time" value={value} />
    </div>
  )
}

function SaveButton({ frame }: { frame: Frame }) {
  return (
    <div class="actions">
      <Submit label={languageFor(frame).words.pages.layout.save} />
    </div>
  )
}

/** The provider gave it, but it is text from outside all the same: a `javascript:` address must not become a link. */
function isWebAddress(link: string | null): link is string {
  return link !== null && /^https:\/\/[^\s]+$/i.test(link)
}
