/**
 * What a person can say of an event, as forms: their decision (in Aforo alone), their answer (to the organiser), whether they
 * went, whether it is networking at all. Shared by the week and the event's own page.
 */
import type { KnownEvent } from '../../cycle/known-events.ts'
import type { Verdict } from '../../planning/shapes.ts'
import { eventPath } from '../frame/event-facts.tsx'
import { type Frame, languageFor } from '../frame/layout.tsx'
import { PostForm, Submit } from '../frame/post-form.tsx'

export interface EventFormProps {
  frame: Frame
  event: Pick<KnownEvent, 'id'>
  /** Id of the heading that names the event. */
  about: string
}

export function DecisionForm({
  frame,
  event,
  about,
  decision,
  committed,
  advised,
}: EventFormProps & {
  decision: 'attend' | 'skip' | null
  /** A commitment needs no "I am going". */
  committed: boolean
  /** What Aforo would do stands out. */
  advised: Verdict['verdict'] | null
}) {
  const words = languageFor(frame).words.pages.week
  const main = decision === null && advised === 'attend'
  return (
    <PostForm frame={frame} action={eventPath(event.id, '/decision')}>
      {decision === 'attend' && <span class="quiet">{words.decidedToGo}</span>}
      {decision === 'skip' && <span class="quiet">{words.decidedToSkip}</span>}
      {decision !== 'attend' && !committed && (
        <Submit
          name="decision"
          value="attend"
          label={words.goNow}
          about={about}
          {...(main && { look: 'main' as const })}
        />
      )}
      {decision !== 'skip' && <Submit name="decision" value="skip" label={words.doNotGo} about={about} />}
      {decision !== null && <Submit name="decision" value="none" label={words.undecide} look="plain" about={about} />}
    </PostForm>
  )
}

export function AnswerForm({ frame, event, about, answer }: EventFormProps & { answer: KnownEvent['answer'] }) {
  const words = languageFor(frame).words
  const answers = [
    { value: 'accepted', label: words.pages.week.accept },
    { value: 'tentative', label: words.pages.week.maybe },
    { value: 'declined', label: words.pages.week.decline },
  ] as const
  return (
    <PostForm frame={frame} action={eventPath(event.id, '/answer')} class="stack-tight">
      <p class="quiet">
        {words.pages.week.answerTo}: {words.answer[answer].toLowerCase()}
      </p>
      <div class="actions">
        {answers
          .filter((one) => one.value !== answer)
          .map((one) => (
            <Submit name="answer" value={one.value} label={one.label} about={about} />
          ))}
      </div>
    </PostForm>
  )
}

export function AttendanceForm({ frame, event, about }: EventFormProps) {
  const words = languageFor(frame).words.pages.week
  return (
    <PostForm frame={frame} action={eventPath(event.id, '/attendance')}>
      <Submit name="attendance" value="attended" label={words.went} look="main" about={about} />
      <Submit name="attendance" value="missed" label={words.didNotGo} about={about} />
    </PostForm>
  )
}

/** "How long is the way?", of a place in another city; "as usual" is an answer, too. */
export function PlaceTravelForm({ frame, event, about }: EventFormProps) {
  const { layout, week, event: words } = languageFor(frame).words.pages
  const id = `way-${about}`
  return (
    <PostForm frame={frame} action={eventPath(event.id, '/travel')} class="stack-tight">
      <input type="hidden" name="scope" value="place" />
      <div class="field">
        <label for={id}>{words.travel}</label>
        <span class="row">
          <input
            class="number-field"
            id={id}
            name="minutes"
            type="number"
            inputmode="numeric"
            min="0"
            max="600"
            step="1"
            required
          />
          <span class="quiet">{layout.minutes}</span>
        </span>
      </div>
      <div class="actions">
        <Submit label={layout.save} look="main" about={about} />
        <Submit name="usual" value="1" label={week.travelUsual} about={about} unchecked />
      </div>
    </PostForm>
  )
}

export type CorrectableEvent = Pick<KnownEvent, 'id' | 'recurring' | 'organiser'>

/** "It is not networking" and its opposite, with how far the word reaches. */
export function NetworkingForm({
  frame,
  event,
  about,
  networking,
}: {
  frame: Frame
  event: CorrectableEvent
  about: string
  /** What the person would say by pressing; null offers both. */
  networking: boolean | null
}) {
  const words = languageFor(frame).words.pages.week
  const name = `scope-${about}`
  const scopes = (['series', 'event', 'organiser'] as const).filter(
    (scope) => (scope !== 'series' || event.recurring) && (scope !== 'organiser' || event.organiser.key !== null),
  )
  return (
    <PostForm frame={frame} action={eventPath(event.id, '/networking')} class="stack-tight">
      {scopes.length > 1 ? (
        <fieldset>
          <legend class="hidden">{words.scope}</legend>
          {scopes.map((scope, index) => (
            <label class="choice" for={`${name}-${scope}`}>
              <input type="radio" name="scope" value={scope} id={`${name}-${scope}`} checked={index === 0} />
              {words.scopes[scope]}
            </label>
          ))}
        </fieldset>
      ) : (
        <input type="hidden" name="scope" value="event" />
      )}
      <div class="actions">
        {networking !== false && (
          <Submit
            name="networking"
            value="true"
            label={networking === null ? words.isNetworking : words.confirmCorrection}
            about={about}
          />
        )}
        {networking !== true && (
          <Submit
            name="networking"
            value="false"
            label={networking === null ? words.isNotNetworking : words.notNetworking}
            about={about}
          />
        )}
      </div>
    </PostForm>
  )
}
