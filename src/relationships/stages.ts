/**
 * Stages are moved by what happens (design.md, section 6): a touch brings a new or dormant contact in touch, what came of it brings them on, and
 * neither ever brings them back. The person may set any.
 */
import type { ContactBody, Stage, TouchKind } from './contact.ts'
import { laterDay } from './local-day.ts'
import type { OutcomeKind } from './outcome.ts'

/** How far a relationship is; one that rests is where it began, but for the person's having said so. */
export const STAGE_RANK: Readonly<Record<Stage, number>> = {
  new: 0,
  dormant: 1,
  in_touch: 2,
  meeting: 3,
  proposal: 4,
  client: 5,
}

/** How far each brings a relationship. */
export const STAGE_OF_OUTCOME: Readonly<Record<OutcomeKind, Stage>> = {
  referral: 'in_touch',
  meeting: 'meeting',
  proposal: 'proposal',
  closed: 'client',
}

/** From met (`new`) to client: the steps that are counted. */
export const STEPS = ['new', 'in_touch', 'meeting', 'proposal', 'client'] as const satisfies readonly Stage[]
export type Reached = (typeof STEPS)[number]

/**
 * The furthest step somebody came to. One gone dormant came as far as touches and outcomes show; a stage that the person set counts as it is.
 * @param isTouched whether anything reached them (`reachingTouches`)
 */
export function reachedBy(stage: Stage, isTouched: boolean, outcomes: readonly OutcomeKind[]): Reached {
  const shown = outcomes.map((kind) => STAGE_RANK[STAGE_OF_OUTCOME[kind]])
  const rank = Math.max(STAGE_RANK[stage], STAGE_RANK[isTouched ? 'in_touch' : 'new'], ...shown)
  return STEPS.findLast((step) => STAGE_RANK[step] <= rank) ?? 'new'
}

/** @param on ISO local date of the touch; one from before a contact was laid to rest wakes nobody */
export function movedByTouch(body: ContactBody, kind: TouchKind, on: string): ContactBody {
  if (kind === 'note') return body
  const wakes = body.stage === 'new' || (body.stage === 'dormant' && on >= body.stageOn)
  return wakes ? atStage(body, 'in_touch', laterDay(on, body.stageOn)) : body
}

/** @param on ISO local date of the outcome */
export function movedByOutcome(body: ContactBody, kind: OutcomeKind, on: string): ContactBody {
  const stage = STAGE_OF_OUTCOME[kind]
  if (STAGE_RANK[stage] <= STAGE_RANK[body.stage]) return body
  if (body.stage === 'dormant' && on < body.stageOn) return body
  return atStage(body, stage, laterDay(on, body.stageOn))
}

/** The same body where it is there already. */
export function atStage(body: ContactBody, stage: Stage, on: string): ContactBody {
  return stage === body.stage ? body : { ...body, stage, stageOn: on }
}
