/**
 * The choice may move Aforo's own blocks that no hand has touched (design.md, section 4), so a slot that it keeps for an event to come may lie where such
 * a block stands in the calendar. Shown beside each other the two are one hour promised twice. Nothing moves before it must: while the same events
 * can be attended with every block where it is, the slots shown are those of that plan.
 */
import type { EventId } from '../calendar/event.ts'
import { planHorizon } from '../planning/plan.ts'
import type { HorizonPlan, PlanInput } from '../planning/shapes.ts'
import { type Interval, mergeIntervals, overlaps } from '../time/interval.ts'
import { followUpsByEvent, slotOf } from './plan.ts'
import type { PersonState } from './state.ts'

/** @param horizon `planHorizon(input)`; of it only slots of events without a block are changed */
export function clearOfBlocks(state: PersonState, input: PlanInput, horizon: HorizonPlan): HorizonPlan {
  const blocks = movableBlocks(state, input)
  const kept = [...horizon.followUps].filter(([id]) => !blocks.has(id)).map(([, slot]) => slot)
  if (!kept.some((slot) => [...blocks.values()].some((block) => overlaps(slot, block)))) return horizon
  const still = planHorizon(withBlocksStanding(input, blocks))
  if (attended(still) !== attended(horizon)) return horizon
  const slotFor = (id: EventId, before: Interval) => (blocks.has(id) ? before : (still.followUps.get(id) ?? before))
  return {
    ...horizon,
    followUps: new Map([...horizon.followUps].map(([id, slot]) => [id, slotFor(id, slot)])),
    weeks: horizon.weeks.map((week) => ({
      ...week,
      verdicts: week.verdicts.map((verdict) =>
        verdict.followUp === null ? verdict : { ...verdict, followUp: slotFor(verdict.event.id, verdict.followUp) },
      ),
    })),
  }
}

/** Where they stand, by their event: of those that the choice was free to place anew. */
function movableBlocks(state: PersonState, { events }: PlanInput): ReadonlyMap<EventId, Interval> {
  const followUps = followUpsByEvent(state)
  return new Map(
    events.flatMap(({ id, followUp: need }): [EventId, Interval][] => {
      const followUp = followUps.get(id)
      const stands = followUp !== undefined && ['booking', 'booked'].includes(followUp.body.state)
      return stands && need.kind === 'owed' ? [[id, slotOf(followUp)]] : []
    }),
  )
}

function withBlocksStanding(input: PlanInput, blocks: ReadonlyMap<EventId, Interval>): PlanInput {
  return {
    ...input,
    events: input.events.map((event) => {
      const slot = blocks.get(event.id)
      if (slot === undefined || event.followUp.kind !== 'owed') return event
      return { ...event, followUp: { kind: 'fixed', minutes: event.followUp.minutes, slot } }
    }),
    busy: mergeIntervals([...input.busy, ...blocks.values()]),
  }
}

function attended({ weeks }: HorizonPlan): string {
  const ids = weeks.flatMap(({ verdicts }) =>
    verdicts.filter((one) => one.verdict === 'attend').map(({ event }) => event.id),
  )
  return ids.sort().join(' ')
}
