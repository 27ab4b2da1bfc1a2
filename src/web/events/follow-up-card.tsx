/** One follow-up that is open: when, of what, whom it is about and what was promised, and the form that closes it. */
import { Temporal } from 'temporal-polyfill'
import type { Owed } from '../../cycle/debt.ts'
import type { FollowUp } from '../../cycle/state.ts'
import type { Contact } from '../../relationships/contact.ts'
import type { Interval } from '../../time/interval.ts'
import { PeopleMet } from '../frame/contact-facts.tsx'
import { eventPath } from '../frame/event-facts.tsx'
import { WrongLine } from '../frame/field.tsx'
import { type Frame, languageFor } from '../frame/layout.tsx'
import { Outside } from '../frame/outside.tsx'
import { PostForm, Submit } from '../frame/post-form.tsx'

export interface FollowUpView {
  followUp: FollowUp
  /** As the event is called now, or was when it was last seen. */
  eventTitle: string
  /** Null where the event is not looked at any more. */
  eventStart: Temporal.Instant | null
  /** Who was met there. */
  met: readonly Contact[]
  /** What its form came back with. */
  typed?: TypedStep | null
}
/** A next step that was typed and cannot be kept so. */
export interface TypedStep {
  followUp: string
  text: string
  on: string
  /** Sentences. */
  wrong: readonly string[]
}
export function FollowUpCard({
  frame,
  view,
  owed,
  debt,
}: {
  frame: Frame
  view: FollowUpView
  owed: boolean
  debt?: Owed | undefined
}) {
  const { words, formats } = languageFor(frame)
  const { followUp, eventTitle, eventStart, met } = view
  const about = `follow-up-${followUp.id}`
  return (
    <article class="card" id={followUp.id} aria-labelledby={about}>
      <div class="card-head">
        <p class={owed ? 'tag tag-hold' : 'tag tag-attend'}>
          {owed ? words.followUp.owed : words.followUp[followUp.body.state]}
        </p>
        <p class="quiet small">{formats.duration(followUp.body.minutes)}</p>
      </div>
      <h3 id={about}>
        <a href={eventPath(followUp.eventId)}>
          <Outside text={eventTitle} instead={words.place.untitled} />
        </a>
      </h3>
      {eventStart !== null && <p class="quiet small">{words.pages.followUps.eventOn(formats.shortDay(eventStart))}</p>}
      <p>
        <time datetime={followUp.body.start}>{formats.span(slotOf(followUp), false)}</time>
      </p>
      {debt !== undefined && (
        <p class="quiet">
          {words.pages.followUps.takesUntil(formats.duration(debt.minutes), formats.shortDay(debt.lapsesAt))}
        </p>
      )}
      {followUp.body.lapsedAt !== undefined && <p class="quiet small">{words.pages.followUps.lapsed}</p>}
      {followUp.body.late && <p class="quiet small">{words.followUp.late}</p>}
      {followUp.body.crowded && (
        <p class="note note-problem" role="note">
          {words.followUp.crowded}
        </p>
      )}
      <People frame={frame} followUp={followUp} met={met} />
      {owed ? (
        <CloseForms frame={frame} followUp={followUp} about={about} met={met} typed={view.typed ?? null} />
      ) : (
        <details open={view.typed != null}>
          <summary>{words.pages.followUps.close}</summary>
          <CloseForms frame={frame} followUp={followUp} about={about} met={met} typed={view.typed ?? null} />
        </details>
      )}
    </article>
  )
}

function People({ frame, followUp, met }: { frame: Frame } & Pick<FollowUpView, 'followUp' | 'met'>) {
  const language = languageFor(frame)
  const said = language.words.relationships.contacts.capture
  return (
    <>
      {met.length > 0 && <PeopleMet people={met} id={followUp.id} language={language} />}
      <p>
        <a class="button button-plain" href={eventPath(followUp.eventId, '/people')}>
          {met.length === 0 ? said.link : said.linkMore}
        </a>
      </p>
    </>
  )
}

function CloseForms({
  frame,
  followUp,
  about,
  met,
  typed,
}: {
  frame: Frame
  followUp: FollowUp
  about: string
  met: readonly Contact[]
  typed: TypedStep | null
}) {
  const { pages, relationships } = languageFor(frame).words
  const words = pages.followUps
  const field = (name: string) => `${name}-${followUp.id}`
  return (
    <PostForm frame={frame} action={`/follow-ups/${encodeURIComponent(followUp.id)}`} class="stack">
      <div class="field">
        <label for={field('next-step')}>
          {words.nextStep} <span class="hint">({pages.layout.optional})</span>
        </label>
        <input
          class="wide"
          id={field('next-step')}
          name="nextStep"
          type="text"
          autocomplete="off"
          value={typed?.text}
          aria-invalid={typed === null ? undefined : 'true'}
          aria-describedby={`${field('next-step-hint')}${typed === null ? '' : ` ${field('next-step')}-error`}`}
        />
        <p class="hint" id={field('next-step-hint')}>
          {words.nextStepHint}
        </p>
        <WrongLine id={field('next-step')} wrong={typed === null ? null : typed.wrong.join(' ')} />
      </div>
      <div class="field">
        <label for={field('next-step-on')}>
          {words.nextStepOn} <span class="hint">({pages.layout.optional})</span>
        </label>
        <input id={field('next-step-on')} name="nextStepOn" type="date" value={typed?.on} />
      </div>
      {met.length > 0 && (
        <p class="hint">
          {met.length === 1 ? relationships.contacts.capture.doneAlone : relationships.contacts.capture.done}
        </p>
      )}
      <div class="actions">
        <Submit name="as" value="done" label={words.done} look="main" about={about} />
        <Submit name="as" value="dismissed" label={words.dismiss} look="plain" about={about} />
        <span class="hint">{words.dismissHint}</span>
      </div>
    </PostForm>
  )
}

export function isOpen({ followUp }: Pick<FollowUpView, 'followUp'>): boolean {
  return ['booking', 'booked', 'yours'].includes(followUp.body.state)
}

/** Not in the calendar, or not yet known to be there. */
export function isUnwritten({ followUp }: Pick<FollowUpView, 'followUp'>): boolean {
  return followUp.body.state === 'booking'
}

/** It stands, its time has passed and nobody closed it. */
export function isOwed({ followUp }: Pick<FollowUpView, 'followUp'>, frame: Frame): boolean {
  if (followUp.body.state === 'booking') return false
  return Temporal.Instant.compare(Temporal.Instant.from(followUp.body.end), frame.now) <= 0
}

export function slotOf({ body }: FollowUp): Interval {
  return { start: Temporal.Instant.from(body.start), end: Temporal.Instant.from(body.end) }
}
