/**
 * The choice as a mixed-integer program, written from the statement of the problem (`src/choosing/choice.ts`, design.md section 4) and from
 * nothing of the way `choose` goes about it: the independent judge of its answers, and what the solvers of the bench are given. So it is as
 * good a model as we can write. All variables are 0 or 1:
 *
 * - one for each event that can be attended at all: worth something, in a week with a cap, in nobody's way (busy time, fixed events);
 * - one for each evening still free: an event of that evening takes it;
 * - one for each start on the grid and each *group* of follow-ups: of one length, with the same starts to choose from. They are
 *   interchangeable, so the group takes as many starts as it has follow-ups; which gets which does not matter.
 *
 * What excludes each other is said of whole cliques, never of pairs: events by conflict, and at every point in time the follow-ups that
 * would be under way then with the events that would be on then. Ties are no part of it: only the total counts.
 */
import { blockOf, type ChoiceEvent, type ChoiceProblem } from '../../src/choosing/choice.ts'
import type { Job, Span } from '../../src/choosing/slots.ts'
import type { Filled } from './by-hand.ts'

/** Maximise `points` so that each row keeps within its bounds; every variable is 0 or 1. */
export interface Milp {
  /** By variable. Those of `events` come first, in that order. */
  points: number[]
  rows: Row[]
  events: ChoiceEvent[]
  /** Variables of evenings by evening, and of starts by id of event or owed follow-up, then by start. */
  evenings: Map<number, number>
  starts: Map<string, Map<number, number>>
}
export interface Row {
  variables: number[]
  weights: number[]
  lower: number
  upper: number
}

/** @throws RangeError when the promised follow-ups alone do not fit: the rule for those is told elsewhere, here it would hide a fault */
export function milpOf(problem: ChoiceProblem): Milp {
  const starts = startsOf(problem)
  const promised = [...followUpsOf(problem.fixed), ...problem.owed]
  const events = entrantsOf(problem).filter((event) => event.followUp === null || starts(event).length > 0)
  const rows: Row[] = []
  const points = events.map((event) => event.points)
  const variable = () => points.push(0) - 1
  const atMost = (variables: number[], upper: number, weights = variables.map(() => 1)) => {
    if (sum(weights) > upper) rows.push({ variables, weights, lower: Number.NEGATIVE_INFINITY, upper })
  }

  for (const [week, own] of grouped(events, (event) => event.week)) {
    const weights = own.map((i) => events[i]?.charge ?? 0)
    atMost(own, problem.caps[week] ?? -1, weights)
  }
  for (const [day, own] of grouped(events, (event) => event.day)) {
    atMost(own, Math.max(0, problem.maxPerDay - problem.fixed.filter((event) => event.day === day).length))
  }
  const clash = clashOf(events)
  for (const clique of cliques(events.keys(), clash, 'edges')) atMost(clique, 1)

  const evenings = new Map<number, number>()
  const eveningsOfWeek = new Map<number, number[]>()
  const takenBefore = new Set(problem.fixed.map((event) => event.evening))
  for (const [evening, own] of grouped(events, (event) => event.evening)) {
    if (evening < 0 || takenBefore.has(evening)) continue
    const takes = variable()
    const week = events[own[0] ?? 0]?.week ?? 0
    evenings.set(evening, takes)
    eveningsOfWeek.set(week, [...(eveningsOfWeek.get(week) ?? []), takes])
    // A clique of events of one evening is attended at most once, and only if the evening is.
    for (const clique of cliques(own, clash, 'vertices'))
      rows.push({
        variables: [...clique, takes],
        weights: [...clique.map(() => 1), -1],
        lower: Number.NEGATIVE_INFINITY,
        upper: 0,
      })
  }
  for (const [week, own] of eveningsOfWeek) {
    const before = problem.fixed.filter((event) => event.week === week && event.evening >= 0)
    atMost(own, Math.max(0, problem.maxEvenings - new Set(before.map((event) => event.evening)).size))
  }

  // Follow-ups: each group takes as many starts as it has members that are attended or promised.
  interface Group {
    starts: number[]
    minutes: number
    ids: string[]
    members: number[]
    promised: number
  }
  const groups = new Map<string, Group>()
  const join = (job: Job, member: number | null) => {
    const own = starts(job)
    const key = `${job.minutes} ${own[0]} ${own.at(-1)}`
    const group = groups.get(key) ?? { starts: own, minutes: job.minutes, ids: [], members: [], promised: 0 }
    group.ids.push(job.id)
    if (member === null) group.promised++
    else group.members.push(member)
    groups.set(key, group)
  }
  for (const job of promised) join(job, null)
  for (const [i, event] of events.entries()) for (const job of followUpsOf([event])) join(job, i)
  const slots: (Span & { variable: number })[] = []
  const startsById: Milp['starts'] = new Map()
  for (const group of groups.values()) {
    if (group.promised > group.starts.length) throw new RangeError('promised follow-ups that do not fit')
    const own = group.starts.map((start) => ({ start, end: start + group.minutes, variable: variable() }))
    slots.push(...own)
    const byStart = new Map(own.map((slot) => [slot.start, slot.variable]))
    for (const id of group.ids) startsById.set(id, byStart)
    rows.push({
      variables: [...own.map((slot) => slot.variable), ...group.members],
      weights: [...own.map(() => 1), ...group.members.map(() => -1)],
      lower: group.promised,
      upper: group.promised,
    })
  }
  for (const { under, on } of moments(slots, events)) {
    const own = under.map((slot) => slot.variable)
    if (on.length === 0) atMost(own, 1)
    for (const clique of cliques(on, clash, 'vertices')) atMost([...own, ...clique], 1)
  }
  return { points, rows, events, evenings, starts: startsById }
}

/** The events of an answer, its total, and whether it keeps every row. Solvers answer 0.9999999: rounded first. */
export function answerOf(
  milp: Milp,
  values: ArrayLike<number>,
): { chosen: string[]; points: number; feasible: boolean } {
  const rounded = Array.from(values, (value) => Math.round(value))
  const chosen = milp.events.filter((_, i) => rounded[i] === 1)
  const within = ({ variables, weights, lower, upper }: Row) => {
    const total = sum(variables.map((variable, k) => (rounded[variable] ?? 0) * (weights[k] ?? 0)))
    return lower <= total && total <= upper
  }
  return {
    chosen: chosen.map((event) => event.id),
    points: sum(chosen.map((event) => event.points)),
    feasible: rounded.every((value) => value === 0 || value === 1) && milp.rows.every(within),
  }
}

/** A choice in the variables of its program; null when it attends, or follows up at a time, that the program knows to be impossible. */
export function valuesOf(milp: Milp, choice: Filled): number[] | null {
  const events = choice.chosen.map((id) => milp.events.findIndex((event) => event.id === id))
  const evenings = events.flatMap((i) => milp.evenings.get(milp.events[i]?.evening ?? -1) ?? [])
  const starts = [...choice.slots].map(([id, slot]) => milp.starts.get(id)?.get(slot.start) ?? -1)
  const taken = [...events, ...new Set(evenings), ...starts]
  if (taken.includes(-1) || new Set(taken).size < taken.length) return null
  return milp.points.map((_, variable) => (taken.includes(variable) ? 1 : 0))
}

/** Events that could be attended if nothing else competed. */
function entrantsOf(problem: ChoiceProblem): ChoiceEvent[] {
  return problem.candidates.filter(
    (event) =>
      event.points > 0 &&
      event.charge <= (problem.caps[event.week] ?? -1) &&
      !problem.busy.some((busy) => overlap(busy, blockOf(event))) &&
      !problem.fixed.some((other) => inConflict(event, other)),
  )
}

/** "The gap between them is at least the larger of their travels, none at the same place": neither order allows both. */
function inConflict(a: ChoiceEvent, b: ChoiceEvent): boolean {
  const here = a.place !== null && a.place === b.place
  const follows = (first: ChoiceEvent, second: ChoiceEvent) =>
    second.start - first.end >= (here ? 0 : Math.max(first.travelAfter, second.travelBefore))
  return !follows(a, b) && !follows(b, a)
}

/** "Not before its release", which counts no earlier than the event's end with travel. */
function followUpsOf(events: readonly ChoiceEvent[]): Job[] {
  return events.flatMap((event) =>
    event.followUp === null
      ? []
      : [{ id: event.id, ...event.followUp, release: Math.max(event.followUp.release, blockOf(event).end) }],
  )
}

function clashOf(events: readonly ChoiceEvent[]): (a: number, b: number) => boolean {
  const clashing = events.map(() => new Set<number>())
  for (const [i, a] of events.entries()) {
    for (const [j, b] of events.entries()) {
      if (j <= i || !inConflict(a, b)) continue
      clashing[i]?.add(j)
      clashing[j]?.add(i)
    }
  }
  return (a, b) => clashing[a]?.has(b) ?? false
}

/** Cliques that cover all edges, or all vertices, of the conflicts among some events; each as large as it can be made. */
function cliques(
  among: Iterable<number>,
  clash: (a: number, b: number) => boolean,
  cover: 'edges' | 'vertices',
): number[][] {
  const all = [...among]
  const covered = new Set<number>()
  const pair = (a: number, b: number) => a * 1_000_000 + b
  const found: number[][] = []
  const grow = (seed: number[]) => {
    const clique = [...seed]
    for (const one of all) if (clique.every((other) => clash(one, other))) clique.push(one)
    for (const a of clique) for (const b of clique) covered.add(pair(a, b))
    found.push(clique)
  }
  for (const a of all) {
    if (cover === 'vertices') {
      if (!covered.has(pair(a, a))) grow([a])
    } else for (const b of all) if (a < b && clash(a, b) && !covered.has(pair(a, b))) grow([a, b])
  }
  return found
}

/** Starts on the grid a follow-up may choose from as long as no candidate is attended, ascending. */
function startsOf(problem: ChoiceProblem): (of: ChoiceEvent | Job) => number[] {
  const { step, phase } = problem.grid
  const blocks = problem.fixed.map(blockOf)
  const byLength = new Map<number, number[]>()
  const ofLength = (minutes: number) => {
    const known = byLength.get(minutes)
    if (known !== undefined) return known
    const starts = merged(problem.free).flatMap((gap) => {
      const own: number[] = []
      for (let start = Math.ceil((gap.start - phase) / step) * step + phase; start + minutes <= gap.end; start += step)
        if (!blocks.some((block) => overlap(block, { start, end: start + minutes }))) own.push(start)
      return own
    })
    byLength.set(minutes, starts)
    return starts
  }
  return (of) => {
    const [job] = 'minutes' in of ? [of] : followUpsOf([of])
    if (job === undefined) return []
    const { minutes, release, deadline } = job
    return ofLength(minutes).filter((start) => release <= start && start + minutes <= deadline)
  }
}

/** Free spans that touch are one: a follow-up may lie across. */
function merged(spans: readonly Span[]): Span[] {
  const all: Span[] = []
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = all.at(-1)
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end)
    else all.push({ start, end })
  }
  return all
}

/**
 * The follow-ups under way and the events on (travel included) at each start of one of them. Spans that overlap have a start in common with
 * the other, so these points are enough; one whose spans all last until the next point says nothing that the next does not.
 */
function moments<S extends Span>(slots: readonly S[], events: readonly ChoiceEvent[]): { under: S[]; on: number[] }[] {
  const blocks = events.map(blockOf)
  const at = [...new Set([...slots, ...blocks].map((span) => span.start))].sort((a, b) => a - b)
  return at.flatMap((point, k) => {
    const covers = (span: Span) => span.start <= point && point < span.end
    const next = at[k + 1] ?? Number.POSITIVE_INFINITY
    const under = slots.filter(covers)
    const on = [...blocks.keys()].filter((i) => covers(blocks[i] ?? { start: 0, end: 0 }))
    const here = [...under, ...on.map((i) => blocks[i] ?? { start: 0, end: 0 })]
    return under.length > 0 && here.some((span) => span.end <= next) ? [{ under, on }] : []
  })
}

function grouped(events: readonly ChoiceEvent[], by: (event: ChoiceEvent) => number): Map<number, number[]> {
  const groups = new Map<number, number[]>()
  for (const [i, event] of events.entries()) groups.set(by(event), [...(groups.get(by(event)) ?? []), i])
  return groups
}

function overlap(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
