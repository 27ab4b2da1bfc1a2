/**
 * One verdict: what to do, why, when and where, what it costs as a sum, what it is worth and from what, the slot kept for its
 * follow-up; and the buttons for the person's own word, which outranks all of it.
 */
import type { EventId } from '../../calendar/event.ts'
import type { KnownEvent } from '../../cycle/known-events.ts'
import type { Announced } from '../../digest/shapes.ts'
import { counterfactualOf, whyOf } from '../../digest/why.ts'
import type { Language } from '../../i18n/index.ts'
import { oneLine } from '../../i18n/outside-text.ts'
import type { Contribution, Verdict } from '../../planning/shapes.ts'
import { ChargeSum } from '../frame/charge-sum.tsx'
import { EventFacts, type EventFactsOf, eventPath } from '../frame/event-facts.tsx'
import { type Frame, languageFor } from '../frame/layout.tsx'
import { Outside } from '../frame/outside.tsx'
import { VerdictTag } from '../frame/verdict-tag.tsx'
import { AnswerForm, AttendanceForm, DecisionForm, NetworkingForm } from './event-forms.tsx'

export interface VerdictCardProps {
  frame: Frame
  verdict: Verdict
  /** For the events named in reasons, too. */
  events: ReadonlyMap<EventId, KnownEvent>
  answerable: boolean
  /** What Aforo will answer by itself; null where it will not. */
  announced: Announced | null
  /** Of the verdict's week. */
  capMinutes: number
}

export function VerdictCard({ frame, verdict, events, answerable, announced, capMinutes }: VerdictCardProps) {
  const language = languageFor(frame)
  const { words } = language
  const known = events.get(verdict.event.id)
  const about = `event-${verdict.event.id}`
  const title = known?.title ?? verdict.event.title
  return (
    <article class="card" aria-labelledby={about}>
      <div class="card-head">
        <VerdictTag verdict={verdict.verdict} language={language} />
        {verdict.standing === 'commitment' && <p class="quiet small">{words.standing.commitment}</p>}
      </div>
      <h3 id={about}>
        <a href={eventPath(verdict.event.id)}>
          <Outside text={title} instead={words.place.untitled} />
        </a>
      </h3>
      <EventFacts event={known ?? factsOfPlan(verdict)} language={language} />
      <p>{reasonOf(verdict, events, capMinutes, language)}</p>
      <WillAnswer announced={announced} language={language} />
      <ChargeSum charge={verdict.charge} language={language} />
      {verdict.followUp !== null && (
        <p class="small quiet">{words.pages.week.followUpReserved(language.formats.span(verdict.followUp, false))}</p>
      )}
      <Counterfactual verdict={verdict} events={events} language={language} />
      <Value value={verdict.value} language={language} />
      {known !== undefined && (
        <Say frame={frame} event={known} verdict={verdict} answerable={answerable} about={about} />
      )}
    </article>
  )
}

/** Why, in a sentence. A skip that overlaps with an event we know names it. */
export function reasonOf(
  verdict: Verdict,
  events: ReadonlyMap<EventId, KnownEvent>,
  capMinutes: number,
  { words }: Language,
): string {
  const conflict = verdict.conflictsWith === null ? undefined : events.get(verdict.conflictsWith)
  const title = conflict === undefined ? null : oneLine(conflict.title, 120) || words.place.untitled
  return whyOf(verdict, title, capMinutes, words)
}

/** Said where the person can still say otherwise: the buttons of their own word stand below. */
export function WillAnswer({ announced, language }: { announced: Announced | null; language: Language }) {
  if (announced === null) return null
  return <p class="note">{language.words.willAnswer[announced.answer](language.formats.moment(announced.at))}</p>
}

export function Value({ value, language }: { value: Verdict['value']; language: Language }) {
  const { words, formats } = language
  const total = words.count.points(formats.points(value.total), value.total)
  if (value.contributions.length === 0) return null
  return (
    <details>
      <summary>
        {words.pages.week.value(total)}
        <span class="hidden">. {words.pages.week.why}</span>
      </summary>
      <ul class="list-plain">
        {value.contributions.map((contribution) => (
          <li class="split">
            <span>
              {nameOf(contribution, language)}
              {contribution.about !== undefined && (
                <>
                  {': '}
                  <Outside text={formats.list(contribution.about)} bound={160} />
                </>
              )}
            </span>
            <span class="number">{words.count.points(formats.points(contribution.points), contribution.points)}</span>
          </li>
        ))}
      </ul>
      <p>
        <a href="/value">{words.pages.value.link}</a>
      </p>
    </details>
  )
}

/** Names are planning's; one this dictionary does not know yet is told as "other" rather than in code. */
function nameOf({ name }: Contribution, { words }: Language): string {
  const names: Partial<Record<string, string>> = words.contribution
  return (Object.hasOwn(names, name) ? names[name] : undefined) ?? words.contribution.other
}

/** Of a skip that lost a competition: what would have to go for it to come in, and what that loses. */
export function Counterfactual({
  verdict,
  events,
  language,
}: {
  verdict: Verdict
  events: ReadonlyMap<EventId, KnownEvent>
  language: Language
}) {
  const eventOf = (id: EventId) => {
    const event = events.get(id)
    return event && { start: event.start, title: oneLine(event.title, 80) || language.words.place.untitled }
  }
  const sentence = counterfactualOf(verdict, eventOf, language)
  return sentence === null ? null : <p class="small quiet">{sentence}</p>
}

/** Before it begins: decide and answer. Afterwards there is nothing left to decide, only whether the person went. */
function Say({
  frame,
  event,
  verdict,
  answerable,
  about,
}: {
  frame: Frame
  event: KnownEvent
  verdict: Verdict
  answerable: boolean
  about: string
}) {
  const { words } = languageFor(frame)
  if (event.cancelled) return null
  const begun = event.start.epochMilliseconds <= frame.now.epochMilliseconds
  const attendance = event.said?.attendance ?? null
  return (
    <>
      {begun ? (
        <>
          {attendance !== null && <p class="quiet">{words.attendance[attendance]}</p>}
          {attendance !== 'attended' && attendance !== 'missed' && (
            <AttendanceForm frame={frame} event={event} about={about} />
          )}
        </>
      ) : (
        <>
          <DecisionForm
            frame={frame}
            event={event}
            about={about}
            decision={verdict.event.decision}
            committed={verdict.standing === 'commitment' && verdict.event.decision === null}
            advised={verdict.verdict}
          />
          {answerable && <AnswerForm frame={frame} event={event} about={about} answer={event.answer} />}
        </>
      )}
      <details>
        <summary>{words.pages.week.notNetworking}</summary>
        <NetworkingForm frame={frame} event={event} about={about} networking={false} />
      </details>
    </>
  )
}

function factsOfPlan({ event }: Verdict): EventFactsOf {
  return {
    start: event.start,
    end: event.end,
    allDay: event.allDay,
    location: event.place ?? '',
    online: event.place === null,
    organiser: { name: null, email: null, key: null, self: false },
  }
}
