/**
 * A choice problem made ready for the search: the candidates that can be chosen at all in their order, every follow-up as a job with its
 * chain, the desk without the blocks of fixed events, what fixed events leave of evenings and days, and the bound.
 */
import { type Bound, boundOf } from './bound.ts'
import { blockOf, type ChoiceEvent, type ChoiceProblem, conflict, followUpsOf } from './choice.ts'
import {
  advance,
  type Desk,
  deskOf,
  isHopeful,
  type Job,
  type Jobs,
  jobsOf,
  mergeSpans,
  type Placed,
  type Span,
  take,
} from './slots.ts'

/** A candidate that could be chosen if no other were. */
export interface Entrant {
  event: ChoiceEvent
  block: Span
  /** Points first, then the smaller charge, in one number. */
  worth: number
  charge: number
  week: number
  /** The evening it uses up: -1 also where a fixed event takes that evening anyway. */
  evening: number
  /** Events that fixed ones leave room for on its day. */
  room: number
  /** Position of its follow-up in `jobs`; -1 without. */
  job: number
  /** First later entrant that does not conflict with it, and the first from which on none does. */
  next: number
  free: number
}
export interface Field {
  /** By start, end, id. */
  entrants: readonly Entrant[]
  caps: readonly number[]
  evenings: readonly number[]
  jobs: Jobs
  desk: Desk
  /** Positions of the follow-ups that have a slot whatever is chosen, ascending; those without are `unplaced`. */
  promised: readonly number[]
  unplaced: string[]
  /** Before this minute no entrant from the i-th on takes time away; Infinity behind the last. */
  settled: readonly number[]
  /** Worth of one point. */
  scale: number
  bound: Bound
}

export function fieldOf(problem: ChoiceProblem): Field {
  const { fixed, caps, busy } = problem
  const desk = deskOf(problem.free, fixed.map(blockOf), problem.grid)
  const { promised, unplaced } = promise(problem, desk)
  const evenings = caps.map((_, week) => Math.max(0, problem.maxEvenings - eveningsOf(fixed, week).size))
  const roomOn = (day: number) => problem.maxPerDay - fixed.filter((event) => event.day === day).length
  const taken = mergeSpans(busy)

  const possible = problem.candidates.filter((event) => {
    if (event.points <= 0 || event.charge > (caps[event.week] ?? 0) || roomOn(event.day) < 1) return false
    if (eveningCost(event, fixed) >= 0 && (evenings[event.week] ?? 0) < 1) return false
    if (hits(taken, blockOf(event)) || fixed.some((other) => conflict(event, other))) return false
    const jobs = jobsOf([...promised, ...followUpsOf([event])])
    const all = { at: Number.NEGATIVE_INFINITY, pending: jobs.list.map((_, i) => i), placed: null }
    return isHopeful(jobs, desk, all, take(blockOf(event), null), [])
  })
  possible.sort((a, b) => a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : Number(a.id > b.id)))
  checkOrder(possible)

  const jobs = jobsOf([...promised, ...followUpsOf(possible)])
  const positions = new Map(jobs.list.map((job, position) => [job.id, position]))
  const scale = caps.reduce((sum, cap) => sum + Math.max(0, cap), 1)
  const entrants = possible.map((event, i): Entrant => {
    const { next, free } = conflictsAfter(possible, i)
    return {
      event,
      block: blockOf(event),
      worth: event.points * scale - event.charge,
      charge: event.charge,
      week: event.week,
      evening: eveningCost(event, fixed),
      room: roomOn(event.day),
      job: event.followUp === null ? -1 : (positions.get(event.id) ?? -1),
      next,
      free,
    }
  })
  const settled = new Array<number>(entrants.length + 1).fill(Number.POSITIVE_INFINITY)
  for (let i = entrants.length - 1; i >= 0; i--) {
    settled[i] = Math.min(settled[i + 1] ?? Number.POSITIVE_INFINITY, entrants[i]?.block.start ?? 0)
  }
  return {
    entrants,
    caps,
    evenings,
    jobs,
    desk,
    promised: promised.map((job) => positions.get(job.id) ?? -1).sort((a, b) => a - b),
    unplaced,
    settled,
    scale,
    bound: boundOf(entrants, caps, evenings),
  }
}

/** Slots for all these jobs on the desk as it is; null when there is no way. */
export function slotsOf(list: readonly Job[], desk: Desk, blocks: readonly Span[]): Map<string, Span> | null {
  const jobs = jobsOf(list)
  const taken = blocks.reduce<ReturnType<typeof take> | null>((before, block) => take(block, before), null)
  const start = { at: Number.NEGATIVE_INFINITY, pending: jobs.list.map((_, i) => i), placed: null }
  const done = advance(jobs, desk, start, taken, Number.POSITIVE_INFINITY)[0]
  return done === undefined ? null : slotsPlaced(jobs, done.placed)
}

export function slotsPlaced(jobs: Jobs, placed: Placed | null): Map<string, Span> {
  const slots = new Map<string, Span>()
  for (let one = placed; one !== null; one = one.before) {
    const job = jobs.list[one.job]
    if (job !== undefined) slots.set(job.id, { start: one.start, end: one.start + job.minutes })
  }
  return slots
}

/** Follow-ups of fixed events and others owed: those that fit, taken one after the other where they do not all. */
function promise(problem: ChoiceProblem, desk: Desk): { promised: Job[]; unplaced: string[] } {
  const all = jobsOf([...followUpsOf(problem.fixed), ...problem.owed]).list
  if (slotsOf(all, desk, []) !== null) return { promised: [...all], unplaced: [] }
  const promised: Job[] = []
  const unplaced: string[] = []
  for (const job of all) {
    if (slotsOf([...promised, job], desk, []) === null) unplaced.push(job.id)
    else promised.push(job)
  }
  return { promised, unplaced }
}

/** An evening that a fixed event takes already costs nothing more. */
function eveningCost(event: ChoiceEvent, fixed: readonly ChoiceEvent[]): number {
  return fixed.some((other) => other.evening === event.evening) ? -1 : event.evening
}

function eveningsOf(events: readonly ChoiceEvent[], week: number): Set<number> {
  return new Set(events.filter((e) => e.week === week && e.evening >= 0).map((e) => e.evening))
}

function conflictsAfter(events: readonly ChoiceEvent[], i: number): { next: number; free: number } {
  const own = events[i]
  let [next, free] = [events.length, i + 1]
  if (own === undefined) return { next, free }
  for (let j = i + 1; j < events.length; j++) {
    const other = events[j]
    if (other === undefined) break
    if (conflict(own, other)) free = j + 1
    else if (next === events.length) next = j
  }
  return { next, free }
}

function hits(busy: readonly Span[], block: Span): boolean {
  return block.start < block.end && busy.some((span) => span.start < block.end && block.start < span.end)
}

/** The bound and the counters lean on this; whoever breaks it has a bug. */
function checkOrder(events: readonly ChoiceEvent[]): void {
  let [week, day, evening, between] = [-1, Number.NEGATIVE_INFINITY, -1, false]
  for (const event of events) {
    const breaks = event.evening >= 0 && (event.evening < evening || (event.evening === evening && between))
    if (event.week < week || event.day < day || breaks)
      throw new RangeError(`${event.id}: weeks, days, evenings ascend`)
    if (event.evening >= 0) [evening, between] = [event.evening, false]
    else between = true
    ;[week, day] = [event.week, event.day]
  }
}
