/**
 * How an event's value comes about, to read and to weigh: every part of the sum with its points and the person's weight on it, and what
 * each kind of event brings towards their aims. All numbers come from planning's own tables.
 */
import type { Settings } from '../../cycle/settings.ts'
import { EXPLORES } from '../../insights/explore.ts'
import { WEIGHED, type Weights } from '../../planning/shapes.ts'
import { MOST_WEIGHT, NOVELTY, objectivePoints, POINTS } from '../../planning/value.ts'
import { NETWORKING_KINDS } from '../../recognition/kinds.ts'
import { type Frame, languageFor, Page } from '../frame/layout.tsx'
import { PostForm, Submit } from '../frame/post-form.tsx'
import type { Fields } from '../frame/visit.ts'
import { Errors, type FormState, NumberField } from './settings-fields.tsx'
import { type FieldError, OBJECTIVES } from './settings-form.ts'

export interface ValuePageProps {
  frame: Frame
  /** As they are now: the table of kinds is told with them. */
  settings: Pick<Settings, 'objectives' | 'weights'>
  /** `settingsFields(settings)`, or what was sent and refused. */
  fields: Fields
  errors: readonly FieldError[]
}

export function ValuePage({ frame, settings, fields, errors }: ValuePageProps) {
  const language = languageFor(frame)
  const { words, formats } = language
  const said = words.pages.value
  const form: FormState = { language, fields, errors }
  return (
    <Page frame={frame} title={said.title}>
      <div class="stack-tight">
        <h1>{said.title}</h1>
        <p>{said.lead}</p>
      </div>
      <Errors form={form} />
      <section class="card roomy" aria-labelledby="weights">
        <h2 id="weights">{said.weights}</h2>
        <p class="hint">{said.weightsHint(formats.number(MOST_WEIGHT))}</p>
        <PostForm frame={frame} action="/value" class="stack">
          {WEIGHED.map((name) => (
            <NumberField
              form={form}
              name={`weight-${name}`}
              label={words.contribution[name]}
              hint={partSentence(name, frame)}
              least={0}
              most={MOST_WEIGHT}
              step="any"
            />
          ))}
          <p class="hint">{said.stability(points(POINTS.stability, frame))}</p>
          <div class="actions">
            <Submit label={words.pages.layout.save} look="main" />
          </div>
        </PostForm>
        <p>
          <a href="/settings#priorities">{said.aimsLink}</a>
        </p>
      </section>
      <Kinds frame={frame} settings={settings} />
    </Page>
  )
}

/** The table's line for one part of the sum. */
function partSentence(name: keyof Weights, frame: Frame): string {
  const { words, formats } = languageFor(frame)
  const { parts } = words.pages.value
  switch (name) {
    case 'base':
      return parts.base(points(POINTS.base, frame))
    case 'objectives':
      return parts.objectives
    case 'format':
      return parts.format(points(POINTS.smart, frame))
    case 'interests':
      return parts.interests(points(POINTS.interest, frame), formats.number(POINTS.mostInterests))
    case 'people':
      return parts.people(points(POINTS.person, frame), formats.number(POINTS.mostPeople))
    case 'learned':
      return parts.learned(formats.number(EXPLORES.share * 100))
    case 'novelty':
      return parts.novelty(noveltySteps(frame))
    case 'hours':
      return parts.hours(points(POINTS.hour, frame))
    case 'ticket':
      return parts.ticket(points(POINTS.ticket, frame), formats.number(POINTS.mostTicketHours))
  }
}

/** "0: +0.5; 1: +0.25; ...", the last for that often and more. */
function noveltySteps(frame: Frame): string {
  const { words, formats } = languageFor(frame)
  const { metTimes, metOrMore } = words.pages.value
  return NOVELTY.map((one, times) => {
    const said = times === NOVELTY.length - 1 ? metOrMore : metTimes
    return said(formats.number(times), formats.points(one))
  }).join('; ')
}

function Kinds({ frame, settings }: Pick<ValuePageProps, 'frame' | 'settings'>) {
  const { words, formats } = languageFor(frame)
  const said = words.pages.value
  const rows = NETWORKING_KINDS.map((kind) => {
    const fit = objectivePoints(kind, settings.objectives)
    const each = OBJECTIVES.map((aim) => fit[aim] * settings.weights.objectives)
    return { kind, each, total: each.reduce((sum, one) => sum + one, 0) }
  }).sort((a, b) => b.total - a.total)
  return (
    <div class="card">
      <h2 id="kinds">{said.kinds}</h2>
      <p class="hint">{said.kindsHint}</p>
      {/* What scrolls sideways must be reachable by the keyboard (WCAG 2.1.1). */}
      <section class="scroll" aria-labelledby="kinds" tabindex={0}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{said.kind}</th>
              <th scope="col" class="number">
                {said.total}
              </th>
              {OBJECTIVES.map((aim) => (
                <th scope="col">{words.pages.settings.objectives[aim]}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                <th scope="row">{words.kind[row.kind]}</th>
                <td class="number strong">{formats.points(row.total)}</td>
                {row.each.map((one) => (
                  <td class="number">{formats.points(one)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}

function points(count: number, frame: Frame): string {
  const { words, formats } = languageFor(frame)
  return words.count.points(formats.points(count), count)
}
