/**
 * The week's plan: which events stand, what each charges, what is chosen, and why the others are skipped (design.md, section 4).
 *
 * Commitments and holds are charged first. What has not started and was not refused competes for the rest, over the four weeks
 * together (`choose.ts`); then every event gets its verdict, each skip with the first reason that holds against what was chosen.
 * An event counts where it starts: its whole charge in that local week, its evening and its day by the person's clock.
 */
import type { EventId } from '../calendar/event.ts'
import type { Chooser } from '../choosing/choose.ts'
import type { Interval } from '../time/interval.ts'
import type { Week } from '../time/week.ts'
import { couldFree } from './could-free.ts'
import { horizonOf } from './horizon.ts'
import { counterfactualOf, isAttended, leftMinutes, reasonFor } from './reasons.ts'
import type { Charge, HorizonPlan, PlanInput, Verdict, WeekPlan } from './shapes.ts'
import { intervalOf, type Stage, type Staged } from './stage.ts'
import { hundredths } from './value.ts'

/**
 * Chooses and explains. Verdicts go by start, for every event that starts in the week, except candidates that have started without the
 * person's word: these can be attended no more, and "fui" makes them commitments. Events missed are left out by the caller.
 */
export function planHorizon(input: PlanInput): HorizonPlan {
  const { weeks, stage, chooser } = horizonOf(input)
  const choice = chooser.best
  const followUps = new Map<EventId, Interval>()
  for (const { id } of input.events) {
    const slot = choice.slots.get(id)
    if (slot !== undefined) followUps.set(id, intervalOf(slot))
  }
  const gap = choice.gap / 100
  return {
    weeks: weeks.map((week, n) => weekPlan(input, week, n, stage, chooser, followUps)),
    followUps,
    uncompared: chooser.uncompared as ReadonlySet<EventId>,
    exact: choice.exact,
    gap,
  }
}

/** Minutes by which commitments and holds alone pass the cap; 0 where only debt takes what is left of it. */
export function overMinutes({ charge, cap }: Pick<WeekPlan, 'charge' | 'cap'>): number {
  return Math.max(0, charge.total - cap.minutes)
}

function weekPlan(
  input: PlanInput,
  week: Week,
  n: number,
  stage: Stage,
  chooser: Chooser,
  followUps: ReadonlyMap<EventId, Interval>,
): WeekPlan {
  const choice = chooser.best
  const events = stage.events.filter((one) => one.choice.week === n)
  const verdicts = events.map((one) => verdictOf(one, stage, chooser, followUps))
  const counted = verdicts.filter((one) => one.verdict !== 'skip')
  const cap = stage.caps[n] ?? { minutes: 0, debt: 0, left: 0 }
  // What has ended was paid: only what is still to come can be given up.
  const freeable = events.filter(
    (one) =>
      one.refused === null &&
      one.standing !== 'candidate' &&
      one.event.start.epochMilliseconds > input.now.epochMilliseconds,
  )
  return {
    week,
    timeZone: input.rules.timeZone,
    cap: { minutes: cap.minutes, debt: cap.debt },
    charge: sumOf(counted.map((one) => one.charge)),
    leftMinutes: leftMinutes(stage, choice, n),
    value: sumOf100(events.filter((one) => choice.chosen.includes(one.event.id)).map((one) => one.value.total)),
    exact: choice.exact,
    gap: choice.gap / 100,
    verdicts,
    couldFree: couldFree(
      freeable.map((one) => ({ id: one.event.id, charge: one.charge.total, points: one.choice.points })),
      // Beside debt: follow-ups left open are to be closed, they are no reason to give up what stands.
      -(cap.left + cap.debt),
    ),
  }
}

function verdictOf(one: Staged, stage: Stage, chooser: Chooser, followUps: ReadonlyMap<EventId, Interval>): Verdict {
  const { event, standing, charge, value } = one
  const choice = chooser.best
  const told = { event, standing, charge, value, counterfactual: null }
  if (isAttended(one, choice)) {
    const followUp = followUps.get(event.id) ?? null
    return { ...told, verdict: 'attend', reason: null, conflictsWith: null, followUp }
  }
  if (one.refused === null && standing === 'hold') {
    return { ...told, verdict: 'hold', reason: null, conflictsWith: null, followUp: null }
  }
  const why = reasonFor(one, stage, chooser)
  return {
    ...told,
    verdict: 'skip',
    ...why,
    followUp: null,
    counterfactual: counterfactualOf(one, why.reason, chooser),
  }
}

function sumOf(charges: readonly Charge[]): Charge {
  const sum = { event: 0, travel: 0, followUp: 0, total: 0 }
  for (const charge of charges) {
    sum.event += charge.event
    sum.travel += charge.travel
    sum.followUp += charge.followUp
    sum.total += charge.total
  }
  return sum
}

/** Points have two decimals: summed as whole hundredths, so that a page's sum is the sum. */
function sumOf100(points: readonly number[]): number {
  return points.reduce((sum, one) => sum + hundredths(one), 0) / 100
}
