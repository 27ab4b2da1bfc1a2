/**
 * A week at another cap, beside the plan as it stands: what comes in, what goes, what that is worth, and the value of every cap (design.md,
 * section 4). Read from a `Life`, so that pages and API say the same.
 */
import type { EventId } from '../calendar/event.ts'
import { planHorizon } from '../planning/plan.ts'
import type { Charge, Verdict, WeekPlan } from '../planning/shapes.ts'
import { hundredths } from '../planning/value.ts'
import { type CapCurve, capCurve, whatIf } from '../planning/what-if.ts'
import { type Week, weekOf } from '../time/week.ts'
import type { Life } from './life.ts'
import { planInput } from './plan.ts'

export interface OtherCap {
  /** The week as it stands. */
  plan: WeekPlan
  capMinutes: number
  /** Points of the week at that cap, with whatever the change wins or costs in the weeks chosen together with it. */
  value: number
  /** That less what the plan has now; negative is a loss. */
  gain: number
  /** Of everything attended and held in the week at that cap. */
  charge: Charge
  exact: boolean
  /** By start; mostly of the week itself, and sometimes of the weeks chosen together with it. Verdicts are those of the plan as it stands. */
  enter: Verdict[]
  leave: Verdict[]
  curve: CapCurve
}

/**
 * @param capMinutes null: the cap as it stands, at which nothing enters or leaves
 * @returns null of a week that is over: nothing is left to choose in it
 */
export function otherCap(life: Life, week: Week, capMinutes: number | null): OtherCap | null {
  const { state, known, now } = life
  const current = weekOf(now, state.person.settings.timeZone)
  if (week < current) return null
  const isAhead = life.horizon.weeks.some((one) => one.week === week)
  const input = isAhead ? life.input : planInput(state, known, week, now)
  const horizon = isAhead ? life.horizon : planHorizon(input)
  const plan = horizon.weeks.find((one) => one.week === week)
  if (plan === undefined) throw new RangeError(`no plan of ${week}`)
  const asked = whatIf(input, week, capMinutes ?? plan.cap.minutes)
  const verdicts = new Map(horizon.weeks.flatMap((one) => one.verdicts).map((one) => [one.event.id, one]))
  const verdictsOf = (ids: readonly EventId[]) => ids.flatMap((id) => verdicts.get(id) ?? [])
  const [enter, leave] = [verdictsOf(asked.enter), verdictsOf(asked.leave)]
  return {
    plan,
    capMinutes: asked.capMinutes,
    value: asked.value,
    gain: (hundredths(asked.value) - hundredths(plan.value)) / 100,
    charge: chargeWith(plan, enter, leave),
    exact: asked.exact,
    enter,
    leave,
    curve: capCurve(input, week),
  }
}

function chargeWith(plan: WeekPlan, enter: readonly Verdict[], leave: readonly Verdict[]): Charge {
  const own = (verdicts: readonly Verdict[]) => verdicts.filter((one) => plan.verdicts.includes(one))
  const part = (name: keyof Charge) =>
    own(leave).reduce(
      (sum, { charge }) => sum - charge[name],
      own(enter).reduce((sum, { charge }) => sum + charge[name], plan.charge[name]),
    )
  return { event: part('event'), travel: part('travel'), followUp: part('followUp'), total: part('total') }
}
