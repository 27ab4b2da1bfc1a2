/**
 * The same week at another cap: what enters, what leaves, and what the hour is worth (design.md, section 4). The other weeks of the horizon keep
 * theirs, and all are chosen anew together, so the answer is as exact as the plan it is compared with.
 */
import type { EventId } from '../calendar/event.ts'
import type { Chosen } from '../choosing/choice.ts'
import type { Chooser } from '../choosing/choose.ts'
import type { Week } from '../time/week.ts'
import { horizonOf } from './horizon.ts'
import type { PlanInput } from './shapes.ts'
import { debtWithin, type Stage } from './stage.ts'

export interface WhatIf {
  week: Week
  capMinutes: number
  /** Points of the week at that cap: those of the plan as it stands, and what the whole horizon gains or loses. */
  value: number
  /** Minutes charged in the week: what stands anyway and what would be chosen. */
  chargeMinutes: number
  exact: boolean
  /** By start, over all weeks of the horizon. */
  enter: EventId[]
  leave: EventId[]
}
/** Value against cap, ascending from no cap at all; it never falls. */
export interface CapCurve {
  week: Week
  /** The cap as it stands. */
  capMinutes: number
  points: { capMinutes: number; value: number; chargeMinutes: number; exact: boolean }[]
  /** Points that one hour more than the cap as it stands would bring. */
  oneMoreHour: number
}

/** The curve goes from no hours to twelve, in quarter hours. */
export const CURVE_MINUTES = 12 * 60
export const CURVE_STEP_MINUTES = 15

/** @param week one of the input's horizon */
export function whatIf(input: PlanInput, week: Week, capMinutes: number): WhatIf {
  const asked = askedOf(input, week)
  const { best } = asked.chooser
  const other = atCap(asked, capMinutes)
  return {
    week,
    capMinutes,
    ...figures(asked, other),
    enter: other.chosen.filter((id) => !best.chosen.includes(id)) as EventId[],
    leave: best.chosen.filter((id) => !other.chosen.includes(id)) as EventId[],
  }
}

/** @param week one of the input's horizon */
export function capCurve(input: PlanInput, week: Week): CapCurve {
  const asked = askedOf(input, week)
  const stands = asked.stage.caps[asked.n]?.minutes ?? 0
  const valueAt = (capMinutes: number) => Math.round(figures(asked, atCap(asked, capMinutes)).value * 100)
  return {
    week,
    capMinutes: stands,
    points: stepsOf(asked).map(({ capMinutes, found }) => ({ capMinutes, ...figures(asked, found) })),
    oneMoreHour: (valueAt(stands + 60) - valueAt(stands)) / 100,
  }
}

interface Asked {
  stage: Stage
  chooser: Chooser
  /** The week's position in the horizon. */
  n: number
}
function askedOf(input: PlanInput, week: Week): Asked {
  const { weeks, stage, chooser } = horizonOf(input)
  const n = weeks.indexOf(week)
  if (n < 0) throw new RangeError(`${week} is none of the weeks from ${input.week} on`)
  return { stage, chooser, n }
}

/** The best set at a cap; of weeks too full to be proven, nothing worse than what was found under a lower one, which is allowed here, too. */
function atCap(asked: Asked, capMinutes: number): Chosen {
  const found = asked.chooser.atCap(asked.n, leftAt(asked.stage, asked.n, capMinutes))
  return found.exact ? found : atLeast(found, asked, capMinutes, stepsOf(asked))
}

interface Step {
  capMinutes: number
  found: Chosen
}
/** The curve's caps, ascending. Found once for a week: a set that is not proven is compared with them. */
function stepsOf(asked: Asked): readonly Step[] {
  const { stage, chooser, n } = asked
  const ofWeeks = curves.get(chooser) ?? new Map<number, Step[]>()
  curves.set(chooser, ofWeeks)
  const known = ofWeeks.get(n)
  if (known !== undefined) return known
  const steps: Step[] = []
  for (let capMinutes = 0; capMinutes <= CURVE_MINUTES; capMinutes += CURVE_STEP_MINUTES) {
    const found = chooser.atCap(n, leftAt(stage, n, capMinutes))
    steps.push({ capMinutes, found: found.exact ? found : atLeast(found, asked, capMinutes, steps) })
  }
  ofWeeks.set(n, steps)
  return steps
}
const curves = new WeakMap<Chooser, Map<number, Step[]>>()

function atLeast(found: Chosen, { stage, chooser, n }: Asked, capMinutes: number, steps: readonly Step[]): Chosen {
  const { best } = chooser
  // The plan as it stands is what all others are told against.
  if (found === best) return found
  const lower = steps.filter((step) => step.capMinutes < capMinutes).map((step) => step.found)
  if ((stage.caps[n]?.minutes ?? 0) < capMinutes) lower.push(best)
  const most = lower.reduce((a, b) => (b.points > a.points ? b : a), found)
  return most === found ? found : { ...most, exact: false }
}

/** Minutes that a cap leaves for candidates. */
function leftAt(stage: Stage, n: number, capMinutes: number): number {
  const { minutes = 0, debt = 0, left = 0, owedMinutes = 0 } = stage.caps[n] ?? {}
  const charged = minutes - debt - left
  return capMinutes - debtWithin(capMinutes, owedMinutes) - charged
}

function figures(
  { stage, chooser, n }: Asked,
  other: Chosen,
): { value: number; chargeMinutes: number; exact: boolean } {
  const inWeek = (choice: Chosen) =>
    stage.problem.candidates.filter((event) => event.week === n && choice.chosen.includes(event.id))
  const own = inWeek(chooser.best).reduce((sum, event) => sum + event.points, 0)
  const { minutes = 0, debt = 0, left = 0 } = stage.caps[n] ?? {}
  return {
    value: (own + other.points - chooser.best.points) / 100,
    chargeMinutes: inWeek(other).reduce((sum, event) => sum + event.charge, minutes - debt - left),
    exact: chooser.best.exact && other.exact,
  }
}
