/**
 * A choice problem made ready for the search: the candidates that could be chosen if no other were, in their order; the desk without the blocks
 * of fixed events; the follow-ups promised whatever is chosen; what fixed events leave of evenings and days. The caps stay outside: the same
 * field serves them all.
 */
import { blockOf, type ChoiceEvent, type ChoiceProblem, conflict, followUpOf, followUpsOf } from './choice.ts'
import { firstFree, type Guest, type Line, serve } from './serve.ts'
import { compareJobs, type Desk, deskOf, type Job, mergeSpans, type Span } from './slots.ts'

/** A candidate that could be chosen if no other were, and if the cap is high enough. */
export interface Entrant extends Guest {
  readonly event: ChoiceEvent
  position: number
  /** Points first, then the smaller charge, in one number; positive. */
  worth: number
  readonly charge: number
  readonly week: number
  readonly day: number
  /** The evening it uses up: -1 also where a fixed event takes that evening anyway. */
  readonly evening: number
  /** Events that fixed ones leave room for on its day. */
  readonly room: number
  /** First later entrant that does not conflict with it, and the first from which on none does. */
  next: number
  free: number
}
export interface Field {
  readonly problem: ChoiceProblem
  /** By start, end, id: of each week those of the most worth, as many as are compared. */
  readonly entrants: readonly Entrant[]
  /** The others, which only fill up what is left: most points for a minute first. */
  readonly uncompared: readonly Entrant[]
  /** Both, most worth first. */
  readonly byWorth: readonly Entrant[]
  /** First position of each week, and the number of entrants behind the last. */
  readonly weeks: readonly number[]
  /** Evenings by week that fixed events leave. */
  readonly evenings: readonly number[]
  readonly desk: Desk
  /** Follow-ups that have a slot whatever is chosen, in the order of `compareJobs`; those without are `unplaced`. */
  readonly promised: readonly Job[]
  readonly unplaced: string[]
  /** Worth of one point: more than all charges together. */
  readonly scale: number
  /** Scratch of `serve`. */
  readonly line: Line
  /** Cells of tables filled so far: what further questions are reckoned by. */
  readonly tables: { cells: number }
}

/** Beyond these a sum might not be exact any more: a million points, and more than a year of minutes. */
const MOST_POINTS = 100_000_000
const MOST_MINUTES = 600_000

/**
 * @param most entrants that are compared in one week
 * @throws RangeError on numbers that are no whole numbers in bounds, and where weeks, days and evenings do not ascend: bugs of the caller
 */
export function fieldOf(problem: ChoiceProblem, most: number): Field {
  const { fixed, caps, busy, candidates } = problem
  for (const cap of caps) if (!Number.isSafeInteger(cap) || cap > MOST_MINUTES) throw new RangeError(`a cap of ${cap}`)
  const desk = deskOf(problem.free, fixed.map(blockOf), problem.grid)
  const { promised, unplaced } = promise(problem, desk)
  const fixedEvenings = new Set<number>()
  const fixedOnDay = new Map<number, number>()
  const left = caps.map(() => problem.maxEvenings)
  for (const { week, day, evening } of fixed) {
    fixedOnDay.set(day, (fixedOnDay.get(day) ?? 0) + 1)
    if (evening < 0 || fixedEvenings.has(evening)) continue
    fixedEvenings.add(evening)
    left[week] = (left[week] ?? 0) - 1
  }
  const evenings = left.map((most) => Math.max(0, most))
  const taken = isAscending(busy) ? busy : mergeSpans(busy)
  const line: Line = { jobs: [], starts: [], looks: 0 }
  serve(desk, promised, [], line)
  const kept = promised.map(({ minutes }, i): Span => {
    const start = line.starts[i] ?? 0
    return { start, end: start + minutes }
  })

  const possible: Entrant[] = []
  for (const event of candidates) {
    check(event)
    const { week, day } = event
    // No cap is so high that something of a year would fit under it.
    if (event.points <= 0 || event.charge > MOST_MINUTES || week < 0 || week >= caps.length) continue
    const room = problem.maxPerDay - (fixedOnDay.get(day) ?? 0)
    const evening = event.evening >= 0 && !fixedEvenings.has(event.evening) ? event.evening : -1
    if (room < 1 || (evening >= 0 && (evenings[week] ?? 0) < 1)) continue
    const block = blockOf(event)
    if (hits(taken, block) || fixed.some((other) => conflict(event, other))) continue
    const entrant: Entrant = {
      event,
      block,
      job: followUpOf(event),
      position: 0,
      worth: 0,
      charge: event.charge,
      week,
      day,
      evening,
      room,
      next: 0,
      free: 0,
    }
    if (hasSlotBeside(desk, kept, entrant) || serve(desk, promised, [entrant], line)) possible.push(entrant)
  }
  possible.sort(byStart)
  checkOrder(possible)
  const { entrants, uncompared } = compared(possible, most)
  const scale = entrants.reduce((sum, { charge }) => sum + charge, 1)
  const furthest = entrants.reduce((most, { event }) => Math.max(most, event.travelBefore), 0)
  const weeks = new Array<number>(caps.length + 1).fill(entrants.length)
  for (let i = entrants.length - 1; i >= 0; i--) {
    const entrant = entrants[i]
    if (entrant === undefined) break
    entrant.position = i
    entrant.worth = entrant.event.points * scale - entrant.charge
    conflictsAfter(entrants, entrant, furthest)
    weeks[entrant.week] = i
  }
  for (let week = caps.length - 1; week >= 0; week--) {
    // A week without entrants begins where the next one does.
    if (entrants[weeks[week] ?? 0]?.week !== week) weeks[week] = weeks[week + 1] ?? entrants.length
  }
  for (const one of uncompared) one.worth = one.event.points * scale - one.charge
  const byWorth = [...entrants, ...uncompared].sort((a, b) => b.worth - a.worth)
  const tables = { cells: 0 }
  return { problem, entrants, uncompared, byWorth, weeks, evenings, desk, promised, unplaced, scale, line, tables }
}

/** Of each week's those of the most points, of equal ones the smaller charge, then by id. @param possible by start */
function compared(possible: Entrant[], most: number): { entrants: Entrant[]; uncompared: Entrant[] } {
  if (possible.length <= most) return { entrants: possible, uncompared: [] }
  const best = possible.toSorted(
    ({ event: a }, { event: b }) => b.points - a.points || a.charge - b.charge || (a.id < b.id ? -1 : 1),
  )
  const left = new Set<Entrant>()
  const ofWeek = new Map<number, number>()
  for (const one of best) {
    const before = ofWeek.get(one.week) ?? 0
    ofWeek.set(one.week, before + 1)
    if (before >= most) left.add(one)
  }
  return {
    entrants: possible.filter((one) => !left.has(one)),
    // Who has no place in the order is held against everybody.
    uncompared: [...left]
      .map((one) => Object.assign(one, { position: -1, free: Number.POSITIVE_INFINITY }))
      .sort(({ event: a }, { event: b }) => b.points * a.charge - a.points * b.charge),
  }
}

/** Whether it has a slot of its own that is in nobody's way, and takes none of theirs: enough to be possible. */
function hasSlotBeside(desk: Desk, kept: readonly Span[], entrant: Entrant): boolean {
  const { block, job } = entrant
  let slot = block
  if (job !== null) {
    const start = firstFree(desk, job.release, job.minutes, [entrant])
    slot = { start, end: start + job.minutes }
    if (slot.end > job.deadline) return false
  }
  return kept.every((other) => !overlap(other, block) && !overlap(other, slot))
}

function overlap(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end
}

function isAscending(spans: readonly Span[]): boolean {
  let last = Number.NEGATIVE_INFINITY
  for (const { start, end } of spans) {
    if (start < last || end <= start) return false
    last = end
  }
  return true
}

/** The slots of all follow-ups promised and those of these events, by id; null when there is no way. */
export function slotsBeside({ desk, promised, line }: Field, guests: readonly Guest[]): Map<string, Span> | null {
  if (!serve(desk, promised, guests, line)) return null
  const slots = new Map<string, Span>()
  line.jobs.forEach((job, i) => {
    const start = line.starts[i] ?? 0
    slots.set(job.id, { start, end: start + job.minutes })
  })
  return slots
}

/** Follow-ups of fixed events and others owed: those that fit, taken one after the other where they do not all. */
function promise(problem: ChoiceProblem, desk: Desk): { promised: Job[]; unplaced: string[] } {
  const all = [...followUpsOf(problem.fixed), ...problem.owed].sort(compareJobs)
  const line: Line = { jobs: [], starts: [], looks: 0 }
  if (serve(desk, all, [], line)) return { promised: all, unplaced: [] }
  const promised: Job[] = []
  const unplaced: string[] = []
  for (const job of all) {
    if (serve(desk, [...promised, job], [], line)) promised.push(job)
    else unplaced.push(job.id)
  }
  return { promised, unplaced }
}

export function byStart({ event: a }: Entrant, { event: b }: Entrant): number {
  return a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : Number(a.id > b.id))
}

function conflictsAfter(entrants: readonly Entrant[], own: Entrant, furthest: number): void {
  const { event, position } = own
  // Nothing that starts later than this is in its way, wherever it is.
  const reach = event.end + Math.max(event.travelAfter, furthest)
  let [next, free] = [entrants.length, position + 1]
  let j = position + 1
  for (; j < entrants.length; j++) {
    const other = entrants[j]
    if (other === undefined || other.event.start >= reach) break
    if (conflict(event, other.event)) free = j + 1
    else if (next === entrants.length) next = j
  }
  own.next = Math.min(next, j)
  own.free = free
}

/** @param taken ascending and disjoint */
function hits(taken: readonly Span[], block: Span): boolean {
  if (block.start >= block.end) return false
  let [low, high] = [0, taken.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((taken[middle]?.end ?? 0) > block.start) high = middle
    else low = middle + 1
  }
  const first = taken[low]
  return first !== undefined && first.start < block.end
}

function check({ id, points, charge, start, end }: ChoiceEvent): void {
  if (!Number.isSafeInteger(points) || points > MOST_POINTS) throw new RangeError(`${id}: ${points} points`)
  if (!Number.isSafeInteger(charge) || charge < 0) throw new RangeError(`${id}: a charge of ${charge}`)
  if (!(end >= start)) throw new RangeError(`${id}: from ${start} to ${end}`)
}

/** The bound and the counters lean on this. */
function checkOrder(entrants: readonly Entrant[]): void {
  let [week, day, evening, between] = [-1, Number.NEGATIVE_INFINITY, -1, false]
  for (const { event } of entrants) {
    const breaks = event.evening >= 0 && (event.evening < evening || (event.evening === evening && between))
    if (event.week < week || event.day < day || breaks)
      throw new RangeError(`${event.id}: weeks, days, evenings ascend`)
    if (event.evening >= 0) [evening, between] = [event.evening, false]
    else between = true
    ;[week, day] = [event.week, event.day]
  }
}
