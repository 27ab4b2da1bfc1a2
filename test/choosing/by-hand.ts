/**
 * The choice as one would make it by hand: most value per hour first, each event if it still fits, its follow-up in the first slot that is
 * free; nothing that was given is moved again. What exactness is worth shows against this.
 */
import { blockOf, type ChoiceEvent, type ChoiceProblem, conflict, followUpOf } from '../../src/choosing/choice.ts'
import type { Job, Span } from '../../src/choosing/slots.ts'

/** A set and its slots, by id of event or owed follow-up. */
export interface Filled {
  chosen: string[]
  slots: Map<string, Span>
}

export function byHand(problem: ChoiceProblem): Filled {
  const slots = slotsInTurn([...problem.fixed.flatMap((event) => followUpOf(event) ?? []), ...problem.owed], problem)
  const chosen: ChoiceEvent[] = []
  const perHour = (event: ChoiceEvent) => event.points / event.charge
  for (const event of [...problem.candidates].sort((a, b) => perHour(b) - perHour(a))) {
    if (event.points <= 0 || !fits(event, chosen, slots, problem)) continue
    const job = followUpOf(event)
    const blocks = [...problem.fixed, ...chosen, event].map(blockOf)
    const slot = job === null ? null : firstSlot(job, problem, [...blocks, ...slots.values()])
    if (job !== null && slot === null) continue
    if (slot !== null) slots.set(event.id, slot)
    chosen.push(event)
  }
  return { chosen: chosen.sort((a, b) => a.start - b.start).map((event) => event.id), slots }
}

/** First come, first served beside fixed events; who finds nothing is missing in the answer. */
export function slotsInTurn(
  jobs: readonly Job[],
  problem: Pick<ChoiceProblem, 'fixed' | 'free' | 'grid'>,
): Map<string, Span> {
  const slots = new Map<string, Span>()
  const blocks = problem.fixed.map(blockOf)
  for (const job of [...jobs].sort((a, b) => a.release - b.release || a.deadline - b.deadline)) {
    const slot = firstSlot(job, problem, [...blocks, ...slots.values()])
    if (slot !== null) slots.set(job.id, slot)
  }
  return slots
}

function firstSlot(
  { minutes, release, deadline }: Job,
  { free, grid: { step, phase } }: Pick<ChoiceProblem, 'free' | 'grid'>,
  taken: readonly Span[],
): Span | null {
  const first = Math.ceil((release - phase) / step) * step + phase
  for (let start = first; start + minutes <= deadline; start += step) {
    const slot = { start, end: start + minutes }
    if (!free.some((gap) => gap.start <= slot.start && slot.end <= gap.end)) continue
    if (!taken.some((span) => overlap(span, slot))) return slot
  }
  return null
}

function fits(
  event: ChoiceEvent,
  chosen: readonly ChoiceEvent[],
  slots: ReadonlyMap<string, Span>,
  problem: ChoiceProblem,
): boolean {
  const all = [...problem.fixed, ...chosen]
  const left = chosen.reduce((cap, { week, charge }) => cap - (week === event.week ? charge : 0), capOf(event, problem))
  if (event.charge > left || all.filter(({ day }) => day === event.day).length >= problem.maxPerDay) return false
  const evenings = new Set(all.filter(({ week, evening }) => week === event.week && evening >= 0).map((e) => e.evening))
  if (event.evening >= 0 && !evenings.has(event.evening) && evenings.size >= problem.maxEvenings) return false
  if (all.some((other) => conflict(event, other))) return false
  const block = blockOf(event)
  return ![...problem.busy, ...slots.values()].some((span) => overlap(span, block))
}

function capOf(event: ChoiceEvent, problem: ChoiceProblem): number {
  return problem.caps[event.week] ?? -1
}

function overlap(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end
}
