/**
 * The same week at another cap: what enters, what leaves, and what the hour is worth (design.md, section 4). The other weeks of the horizon keep
 * theirs, and all are chosen anew together, so the answer is as exact as the plan it is compared with.
 */
import type { EventId } from '../calendar/event.ts'
import type { Chosen } from '../choosing/choice.ts'
import type { Chooser } from '../choosing/choose.ts'
import type { Week } from '../time/week.ts'
import { horizonOf } from './horizon.ts'
import type { PlanInput } from './plan.ts'
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
  const { stage, chooser, n } = asked(input, week)
  const other = chooser.atCap(n, leftAt(stage, n, capMinutes))
  return {
    week,
    capMinutes,
    ...figures(stage, chooser, n, other),
    enter: other.chosen.filter((id) => !chooser.best.chosen.includes(id)) as EventId[],
    leave: chooser.best.chosen.filter((id) => !other.chosen.includes(id)) as EventId[],
  }
}

/** @param week one of the input's horizon */
export function capCurve(input: PlanInput, week: Week): CapCurve {
  const { stage, chooser, n } = asked(input, week)
  const at = (capMinutes: number) => figures(stage, chooser, n, chooser.atCap(n, leftAt(stage, n, capMinutes)))
  const stands = stage.caps[n]?.minutes ?? 0
  const steps = CURVE_MINUTES / CURVE_STEP_MINUTES + 1
  return {
    week,
    capMinutes: stands,
    points: Array.from({ length: steps }, (_, step) => {
      const capMinutes = step * CURVE_STEP_MINUTES
      return { capMinutes, ...at(capMinutes) }
    }),
    oneMoreHour: (Math.round(at(stands + 60).value * 100) - Math.round(at(stands).value * 100)) / 100,
  }
}

function asked(input: PlanInput, week: Week): { stage: Stage; chooser: Chooser; n: number } {
  const { weeks, stage, chooser } = horizonOf(input)
  const n = weeks.indexOf(week)
  if (n < 0) throw new RangeError(`${week} is none of the weeks from ${input.week} on`)
  return { stage, chooser, n }
}

/** Minutes that a cap leaves for candidates. */
function leftAt(stage: Stage, n: number, capMinutes: number): number {
  const { minutes = 0, debt = 0, left = 0, owedMinutes = 0 } = stage.caps[n] ?? {}
  const charged = minutes - debt - left
  return capMinutes - debtWithin(capMinutes, owedMinutes) - charged
}

function figures(
  stage: Stage,
  chooser: Chooser,
  n: number,
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
