/**
 * The week at another cap: a slider, what would come in and leave, what that is worth, and the curve of all caps. Nothing changes until the
 * person says so. It works by a form and a button; `what-if.js` only spares the button.
 */
import type { OtherCap } from '../../cycle/other-caps.ts'
import type { Language } from '../../i18n/index.ts'
import { pointsOf } from '../../i18n/points.ts'
import type { Verdict } from '../../planning/shapes.ts'
import { CURVE_MINUTES, CURVE_STEP_MINUTES } from '../../planning/what-if.ts'
import { weekOf } from '../../time/week.ts'
import { minutesToHours } from '../account/settings-form.ts'
import { eventPath, weekPath } from '../frame/event-facts.tsx'
import { type Frame, languageFor } from '../frame/layout.tsx'
import { Outside } from '../frame/outside.tsx'
import { PostForm, Submit } from '../frame/post-form.tsx'
import { CapCurve, CapNumbers } from './cap-curve.tsx'

export interface WhatIfProps {
  frame: Frame
  other: OtherCap
  /** Whether the person asked about a cap; the page as it opens shows the curve alone. */
  isAsked: boolean
}

export function WhatIf({ frame, other, isAsked }: WhatIfProps) {
  const language = languageFor(frame)
  const { words, formats } = language
  const { curve, plan } = other
  const isFlat = curve.points.every((point) => point.value === curve.points[0]?.value)
  const now = { capMinutes: plan.cap.minutes, value: plan.value }
  return (
    <section class="card roomy" id="what-if" aria-labelledby="what-if-title">
      <h2 id="what-if-title">{words.whatIf.title}</h2>
      {isFlat ? (
        <p class="quiet">{words.whatIf.flat(formats.duration(CURVE_MINUTES))}</p>
      ) : (
        <>
          <p>
            {curve.oneMoreHour > 0
              ? words.whatIf.oneMoreHour(pointsOf(curve.oneMoreHour, language))
              : words.whatIf.oneMoreHourNothing}
          </p>
          <Slider other={other} language={language} />
          <div class="stack" id="what-if-answer" aria-live="polite">
            {isAsked && <Answer frame={frame} other={other} language={language} />}
          </div>
          <div id="what-if-curve">
            <CapCurve curve={curve} now={now} chosen={isAsked ? other : null} language={language} />
          </div>
          <p class="hint">{words.whatIf.curveHint}</p>
          <details>
            <summary>{words.whatIf.numbers}</summary>
            <CapNumbers curve={curve} language={language} />
          </details>
          <script src="/what-if.js" type="module" />
        </>
      )}
    </section>
  )
}

/** In hours, as a person thinks of it. Only the script can say each position while it moves: its words stand in the field. */
function Slider({ other, language }: { other: OtherCap; language: Language }) {
  const { words, formats } = language
  const steps = Array.from({ length: CURVE_MINUTES / CURVE_STEP_MINUTES + 1 }, (_, n) => n * CURVE_STEP_MINUTES)
  return (
    <form method="get" action="/#what-if" class="stack">
      <input type="hidden" name="week" value={other.plan.week} />
      <div class="field">
        <div class="split wide">
          <label class="strong" for="what-if-cap">
            {words.whatIf.cap}
          </label>
          <output class="number strong" for="what-if-cap" hidden />
        </div>
        <input
          class="slider"
          id="what-if-cap"
          name="cap"
          type="range"
          min="0"
          max={CURVE_MINUTES / 60}
          step={CURVE_STEP_MINUTES / 60}
          value={minutesToHours(other.capMinutes)}
          data-words={steps.map(formats.duration).join('|')}
        />
        <p class="split wide quiet small" aria-hidden="true">
          <span>{formats.duration(0)}</span>
          <span>{formats.duration(CURVE_MINUTES / 2)}</span>
          <span>{formats.duration(CURVE_MINUTES)}</span>
        </p>
      </div>
      <div class="actions">
        <Submit label={words.whatIf.show} />
      </div>
    </form>
  )
}

function Answer({ frame, other, language }: { frame: Frame; other: OtherCap; language: Language }) {
  const { words, formats } = language
  const { plan, capMinutes, enter, leave, gain } = other
  const cap = formats.duration(capMinutes)
  return (
    <>
      <h3>{capMinutes === 0 ? words.whatIf.atOff : words.whatIf.at(cap)}</h3>
      <p>
        {words.whatIf.charged(formats.duration(other.charge.total), pointsOf(other.value, language))}{' '}
        {enter.length + leave.length === 0 ? words.whatIf.same : worth(gain, language)}
      </p>
      {capMinutes > 0 && other.charge.total > capMinutes && (
        <p>{words.whatIf.over(formats.duration(other.charge.total - capMinutes))}</p>
      )}
      {!other.exact && <p class="quiet small">{words.pages.week.notExact}</p>}
      <Moved title={words.whatIf.enter} verdicts={enter} other={other} language={language} />
      <Moved title={words.whatIf.leave} verdicts={leave} other={other} language={language} />
      {capMinutes !== plan.cap.minutes && (
        // Back to the week as it then is: the question is answered.
        <PostForm frame={{ ...frame, path: weekPath(plan.week) }} action={`/weeks/${plan.week}/cap`}>
          <input type="hidden" name="hours" value={minutesToHours(capMinutes)} />
          <Submit label={capMinutes === 0 ? words.whatIf.useOff : words.whatIf.use(cap)} look="main" />
        </PostForm>
      )}
    </>
  )
}

function worth(gain: number, language: Language): string {
  const { whatIf } = language.words
  if (gain === 0) return whatIf.even
  return gain > 0 ? whatIf.gain(pointsOf(gain, language)) : whatIf.loss(pointsOf(-gain, language))
}

function Moved({
  title,
  verdicts,
  other,
  language,
}: {
  title: string
  verdicts: readonly Verdict[]
  other: OtherCap
  language: Language
}) {
  const { words, formats, timeZone } = language
  if (verdicts.length === 0) return null
  return (
    <>
      <h4>{title}</h4>
      <ul class="bullets">
        {verdicts.map(({ event, charge, value }) => (
          <li>
            <a href={eventPath(event.id)}>
              <Outside text={event.title} instead={words.place.untitled} />
            </a>
            {' · '}
            {formats.span(event, event.allDay)}
            {weekOf(event.start, timeZone) !== other.plan.week && ` (${words.whatIf.otherWeek})`}
            {' · '}
            <span class="number">{formats.duration(charge.total)}</span>
            {' · '}
            <span class="number">{pointsOf(value.total, language)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
