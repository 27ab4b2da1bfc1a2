/**
 * The week: hours charged against the cap, what the person is asked, and every verdict with its reason.
 */
import type { Child } from 'hono/jsx'
import type { Temporal } from 'temporal-polyfill'
import type { EventId } from '../../calendar/event.ts'
import type { KnownEvent } from '../../cycle/known-events.ts'
import type { Debt } from '../../cycle/life.ts'
import type { OtherCap } from '../../cycle/other-caps.ts'
import type { TravelQuestion } from '../../cycle/travel-question.ts'
import type { Announced } from '../../digest/shapes.ts'
import type { Trouble } from '../../digest/trouble.ts'
import { pointsOf } from '../../i18n/points.ts'
import { overMinutes } from '../../planning/plan.ts'
import type { Verdict, WeekPlan } from '../../planning/shapes.ts'
import { hundredths } from '../../planning/value.ts'
import { addWeeks, type Week } from '../../time/week.ts'
import { HealthNotes, lastReading } from '../account/health.tsx'
import { minutesToHours } from '../account/settings-form.ts'
import { AttendanceForm, NetworkingForm, PlaceTravelForm } from '../events/event-forms.tsx'
import { VerdictCard } from '../events/verdict-card.tsx'
import { ChargeKey, ChargeMeter } from '../frame/charge-sum.tsx'
import { EventFacts, eventPath, weekPath } from '../frame/event-facts.tsx'
import { type Frame, languageFor, Page } from '../frame/layout.tsx'
import { Outside } from '../frame/outside.tsx'
import { PostForm, Submit } from '../frame/post-form.tsx'
import { DebtNote } from './debt-note.tsx'
import { WhatIf } from './what-if.tsx'

export interface WeekPageProps {
  frame: Frame
  plan: WeekPlan
  /** The local week of `frame.now`; `plan.week` may be another. */
  currentWeek: Week
  /** The cap of settings, and whether this week has one of its own. */
  usualCapMinutes: number
  capOfItsOwn: boolean
  /** Null of a week that is over. */
  otherCap: OtherCap | null
  isCapAsked: boolean
  events: ReadonlyMap<EventId, KnownEvent>
  /** Events whose organiser can be answered. */
  answerable: ReadonlySet<EventId>
  announced: ReadonlyMap<EventId, Announced>
  /** Of this week; empty for any but the one that runs. */
  debt: Debt
  attendanceQuestions: readonly KnownEvent[]
  networkingQuestions: readonly KnownEvent[]
  /** Places that look to be in another city, one event for each. */
  travelQuestions: readonly TravelQuestion[]
  usualTravelMinutes: number
  /** What keeps Aforo from accounts and calendars. */
  troubles: readonly Trouble[]
  /** False where no calendar is searched for events. */
  hasCandidateCalendars: boolean
  /** Null before anything was read. */
  lastReadAt: Temporal.Instant | null
}

export function WeekPage(props: WeekPageProps) {
  const { frame, plan, events, answerable } = props
  const { words, formats } = languageFor(frame)
  const title = titleOf(props)
  const group = (verdict: Verdict['verdict']) => plan.verdicts.filter((one) => one.verdict === verdict).sort(byStart)
  const groups = [
    { title: words.pages.week.attend, verdicts: group('attend') },
    { title: words.pages.week.hold, verdicts: group('hold') },
    { title: words.pages.week.skip, verdicts: group('skip') },
  ].filter((one) => one.verdicts.length > 0)
  return (
    <Page frame={frame} title={title}>
      <WeekHeading {...props} title={title} />
      <HealthNotes frame={frame} troubles={props.troubles} />
      <Budget {...props} />
      <Questions {...props} />
      {groups.map((one, index) => (
        <section class="stack" aria-labelledby={`group-${index}`}>
          <h2 id={`group-${index}`}>
            {one.title} <span class="quiet">({formats.number(one.verdicts.length)})</span>
          </h2>
          {one.verdicts.map((verdict) => (
            <VerdictCard
              frame={frame}
              verdict={verdict}
              capMinutes={plan.cap.minutes}
              events={events}
              answerable={answerable.has(verdict.event.id)}
              announced={props.announced.get(verdict.event.id) ?? null}
            />
          ))}
        </section>
      ))}
      {groups.length === 0 && <NothingPlanned {...props} />}
      {props.otherCap !== null && <WhatIf frame={frame} other={props.otherCap} isAsked={props.isCapAsked} />}
      {plan.week >= props.currentWeek && <CapForm {...props} />}
      <PostForm frame={frame} action="/sync">
        <Submit label={words.pages.week.sync} />
        {props.lastReadAt !== null && <span class="quiet small">{lastReading(props.lastReadAt, frame)}</span>}
      </PostForm>
    </Page>
  )
}

function titleOf({ frame, plan, currentWeek }: WeekPageProps): string {
  const { words, formats } = languageFor(frame)
  if (plan.week === currentWeek) return words.pages.week.thisWeek
  if (plan.week === addWeeks(currentWeek, 1)) return words.pages.week.comingWeek
  return words.pages.week.week(formats.week(plan.week))
}

function WeekHeading({ frame, plan, title }: WeekPageProps & { title: string }) {
  const { words, formats } = languageFor(frame)
  return (
    <div class="stack-tight">
      <h1>{title}</h1>
      {title !== words.pages.week.week(formats.week(plan.week)) && <p class="quiet">{formats.week(plan.week)}</p>}
      <nav class="nav" aria-label={words.pages.layout.week}>
        <a href={weekPath(addWeeks(plan.week, -1))} rel="prev">
          ← {words.pages.week.previous}
        </a>
        <a href={weekPath(addWeeks(plan.week, 1))} rel="next">
          {words.pages.week.next} →
        </a>
      </nav>
    </div>
  )
}

function Budget({ frame, plan, currentWeek, otherCap, debt, events }: WeekPageProps) {
  const language = languageFor(frame)
  const words = language.words.pages.week
  // A week off in which nothing stands: there is nothing to draw.
  const empty = plan.cap.minutes === 0 && plan.charge.total === 0
  return (
    <section class="card" aria-labelledby="budget">
      <h2 id="budget">{words.budget}</h2>
      <p class="figure">{figureOf(plan, frame)}</p>
      {!empty && <ChargeMeter charge={plan.charge} capMinutes={plan.cap.minutes} language={language} />}
      {!empty && <ChargeKey charge={plan.charge} language={language} />}
      <p class="strong">{remainder(plan, currentWeek, frame)}</p>
      <DebtNote frame={frame} takenMinutes={plan.cap.debt} debt={debt} events={events} />
      {!plan.exact && <p class="quiet small">{words.notExact}</p>}
      <CouldFree frame={frame} plan={plan} />
      {otherCap !== null && (
        <p class="small">
          <a href="#what-if">{language.words.whatIf.title}</a>
        </p>
      )}
    </section>
  )
}

function figureOf(plan: WeekPlan, frame: Frame): string {
  const { words, formats } = languageFor(frame)
  const charged = formats.duration(plan.charge.total)
  if (plan.cap.minutes > 0) return words.pages.week.ofCap(charged, formats.duration(plan.cap.minutes))
  return plan.charge.total === 0 ? words.pages.week.off : words.pages.week.offBut(charged)
}

function remainder(plan: WeekPlan, currentWeek: Week, frame: Frame): string {
  const { words, formats } = languageFor(frame)
  if (plan.cap.minutes === 0) {
    return plan.charge.total === 0 ? words.pages.week.weekOff : words.pages.week.weekOffTaken
  }
  const over = overMinutes(plan)
  if (over > 0) return words.pages.week.over(formats.duration(over))
  if (plan.leftMinutes <= 0) return words.pages.week.full
  const left = formats.duration(plan.leftMinutes)
  return plan.week < currentWeek ? words.pages.week.unused(left) : words.pages.week.left(left)
}

function CouldFree({ frame, plan }: { frame: Frame; plan: WeekPlan }) {
  const language = languageFor(frame)
  const { words, formats } = language
  const verdicts = plan.couldFree.flatMap((id) => plan.verdicts.filter((verdict) => verdict.event.id === id))
  if (verdicts.length === 0) return null
  const freed = { minutes: 0, points: 0 }
  for (const { charge, value } of verdicts) {
    freed.minutes += charge.total
    // What is worth nothing loses nothing.
    freed.points += Math.max(0, hundredths(value.total))
  }
  return (
    <div class="note note-problem">
      <p>{plan.cap.minutes === 0 ? words.pages.week.overCapOff : words.pages.week.overCap}</p>
      <ul class="bullets">
        {verdicts.map((verdict) => (
          <li>
            <a href={eventPath(verdict.event.id)}>
              <Outside text={verdict.event.title} instead={words.place.untitled} />
            </a>
            : {words.pages.week.frees(formats.duration(verdict.charge.total), pointsOf(verdict.value.total, language))}
          </li>
        ))}
      </ul>
      {verdicts.length > 1 && (
        <p>{words.pages.week.freesInAll(formats.duration(freed.minutes), pointsOf(freed.points / 100, language))}</p>
      )}
    </div>
  )
}

function Questions({
  frame,
  attendanceQuestions,
  networkingQuestions,
  travelQuestions,
  usualTravelMinutes,
}: WeekPageProps) {
  const language = languageFor(frame)
  const words = language.words.pages.week
  if (attendanceQuestions.length + networkingQuestions.length + travelQuestions.length === 0) return null
  const usual = language.formats.duration(usualTravelMinutes)
  return (
    <section class="stack" aria-labelledby="questions">
      <h2 id="questions">{words.questions}</h2>
      {attendanceQuestions.map((event) => (
        <Question frame={frame} event={event} question={words.attendanceQuestion} hint={words.attendanceHint}>
          <AttendanceForm frame={frame} event={event} about={questionId(event)} />
        </Question>
      ))}
      {networkingQuestions.map((event) => (
        <Question frame={frame} event={event} question={words.networkingQuestion} hint={words.networkingHint}>
          <NetworkingForm frame={frame} event={event} about={questionId(event)} networking={null} />
        </Question>
      ))}
      {travelQuestions.map(({ event, city }) => (
        <Question frame={frame} event={event} question={words.travelQuestion} hint={words.travelHint(city, usual)}>
          <PlaceTravelForm frame={frame} event={event} about={questionId(event)} />
        </Question>
      ))}
    </section>
  )
}

interface QuestionProps {
  frame: Frame
  event: KnownEvent
  question: string
  hint: string
  children?: Child
}

function Question({ frame, event, question, hint, children }: QuestionProps) {
  const language = languageFor(frame)
  const about = questionId(event)
  return (
    <article class="card" aria-labelledby={about}>
      <h3 id={about}>
        {question}{' '}
        <a href={eventPath(event.id)}>
          <Outside text={event.title} instead={language.words.place.untitled} />
        </a>
      </h3>
      <EventFacts event={event} language={language} />
      {children}
      <p class="hint">{hint}</p>
    </article>
  )
}

function questionId(event: KnownEvent): string {
  return `ask-${event.id}`
}

function NothingPlanned({ frame, hasCandidateCalendars }: WeekPageProps) {
  const words = languageFor(frame).words.pages.week
  return (
    <section class="card">
      <p class="strong">{words.empty}</p>
      {hasCandidateCalendars ? (
        <p class="quiet">{words.emptyHint}</p>
      ) : (
        <p>
          {words.noCalendars} <a href="/calendars">{words.noCalendarsLink}</a>
        </p>
      )}
    </section>
  )
}

/** In hours, as a person thinks of it; the route turns it into minutes (`hoursToMinutes`). Empty: the usual one again. */
function CapForm({ frame, plan, usualCapMinutes, capOfItsOwn }: WeekPageProps) {
  const { words, formats } = languageFor(frame)
  return (
    <details class="card">
      <summary>{words.pages.week.cap}</summary>
      <PostForm frame={frame} action={`/weeks/${plan.week}/cap`} class="stack">
        <div class="field">
          <label for="cap-hours">{words.pages.week.capHours}</label>
          <input
            class="number-field"
            id="cap-hours"
            name="hours"
            type="number"
            inputmode="decimal"
            min="0"
            max="168"
            step="any"
            value={capOfItsOwn ? minutesToHours(plan.cap.minutes) : ''}
            aria-describedby="cap-hint"
          />
          <p class="hint" id="cap-hint">
            {words.pages.week.capHint(formats.duration(usualCapMinutes))}
          </p>
        </div>
        <div class="actions">
          <Submit label={words.pages.layout.save} look="main" />
          {plan.cap.minutes > 0 && <Submit name="off" value="1" label={words.pages.week.takeOff} />}
          {capOfItsOwn && <Submit name="usual" value="1" label={words.pages.week.capUsual} look="plain" />}
        </div>
      </PostForm>
    </details>
  )
}

function byStart(a: Verdict, b: Verdict): number {
  const apart = a.event.start.epochMilliseconds - b.event.start.epochMilliseconds
  return apart !== 0 ? apart : a.event.id < b.event.id ? -1 : 1
}
