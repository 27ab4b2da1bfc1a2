/**
 * The search by the table: depth first over the candidates in their order, at each the way first that the bound (`bound.ts`) holds for the better
 * one, and none that it shows to be no better than what was found. What the bound does not know is checked as each event is taken: all
 * conflicts, the day's limit, a follow-up slot for every event of the set. Because allowed sets are closed under removal, a set that
 * fails with an event fails with every further one.
 *
 * Mostly the bound is the truth, and the first way down is the answer. Where it is not, one week at a time is searched with the best of each
 * later week for a bound; weeks meet only in a follow-up or a long way home over the weekend.
 */
import { type Bound, type BoundEvents, mostFrom } from './bound.ts'
import { conflict } from './choice.ts'
import { type Entrant, type Field, hasSlots } from './field.ts'

/** What is asked: the caps may be others than the problem's, and one event may be in whatever comes. */
export interface Question {
  /** Minutes and evenings left by week, after the one that is in. */
  caps: readonly number[]
  evenings: readonly number[]
  bounds: readonly Bound[]
  held: Entrant | null
}
/** A set by position, without the one that is held; `worth` likewise. */
export interface Found {
  set: readonly Entrant[]
  worth: number
  /** No set is worth more. */
  proven: boolean
  /** Steps it took. */
  steps: number
}
export const NOTHING: Found = { set: [], worth: 0, proven: true, steps: 0 }

/**
 * The best set of some weeks.
 * @param after the most that each week's later ones could add, as far as they are asked about
 * @param known a set found already: the answer is at least as good
 * @param most steps; beyond them the answer is not proven
 */
export function bestOf(
  field: Field,
  question: Question,
  weeks: { first: number; last: number },
  after: readonly number[],
  known: Found,
  most: number,
): Found {
  const start = field.weeks[weeks.first] ?? 0
  const walk: Walk = {
    field,
    question,
    after,
    stepsLeft: most,
    end: field.weeks[weeks.last + 1] ?? 0,
    chosen: question.held === null ? [] : [question.held],
    best: known.set,
    floor: known.worth,
    inOrder: false,
    isOver: false,
  }
  const first = field.entrants[start]?.week ?? weeks.first
  const hope = hopeFrom(walk, start, first, question.caps[first] ?? 0, question.evenings[first] ?? 0, -1)
  explore(walk, start, first, 0, 0, -1, 0)
  const proven = walk.stepsLeft > 0 && !field.desk.cut
  // A way down that keeps what the bound promised takes, of equal sets, the one that the tie rule names. Else that one is looked for.
  if (proven && walk.floor > 0 && (walk.floor < hope || walk.best === known.set)) {
    walk.floor -= 0.5
    walk.inOrder = true
    explore(walk, start, first, 0, 0, -1, 0)
    walk.floor = Math.ceil(walk.floor)
  }
  return { set: walk.best, worth: walk.floor, proven, steps: most - walk.stepsLeft }
}

/** Whether all of these are allowed together: conflicts, days and slots; caps and evenings apart. */
export function areTogether(field: Field, set: readonly Entrant[], held: Entrant | null): boolean {
  const all = held === null ? [] : [held]
  for (const one of set) {
    if (!getsAlong(all, one)) return false
    all.push(one)
  }
  return hasSlots(field.desk, field.promised, all, field.line)
}

/** Those of a set that can be had together, the earlier ones first: something to begin with. */
export function asFarAsTogether(field: Field, set: readonly Entrant[], held: Entrant | null): Found {
  const all = held === null ? [] : [held]
  const kept: Entrant[] = []
  for (const one of set) {
    if (!isAllowed(field, all, one)) continue
    all.push(one)
    kept.push(one)
  }
  return { set: kept, worth: kept.reduce((sum, { worth }) => sum + worth, 0), proven: false, steps: 0 }
}

/** One week's events for its bound: those in the way of the one that is held are worth nothing. */
export function boundEvents(field: Field, week: number, held: Entrant | null): BoundEvents {
  const [low, high] = [field.weeks[week] ?? 0, field.weeks[week + 1] ?? 0]
  const events: BoundEvents = { worth: [], charge: [], evening: [], next: [] }
  for (let i = low; i < high; i++) {
    const one = field.entrants[i]
    if (one === undefined) break
    const isOut = held !== null && (one === held || conflict(one.event, held.event))
    events.worth.push(isOut ? 0 : one.worth)
    events.charge.push(isOut ? 0 : one.charge)
    events.evening.push(held !== null && one.evening === held.evening ? -1 : one.evening)
    events.next.push(Math.min(one.next, high) - low)
  }
  return events
}

interface Walk {
  readonly field: Field
  readonly question: Question
  readonly after: readonly number[]
  stepsLeft: number
  /** Position behind the last that is asked about. */
  readonly end: number
  readonly chosen: Entrant[]
  best: readonly Entrant[]
  /** What is not worth more is left. */
  floor: number
  /** Strictly in the order of the tie rule, to the first set above the floor. */
  inOrder: boolean
  isOver: boolean
}

/** @param evening the last evening used up; counters are those of `week` */
function explore(
  walk: Walk,
  from: number,
  fromWeek: number,
  fromUsed: number,
  fromEvenings: number,
  fromEvening: number,
  worth: number,
): void {
  const { entrants } = walk.field
  const { held, caps, evenings: limits } = walk.question
  let [i, week, used, evenings, evening] = [from, fromWeek, fromUsed, fromEvenings, fromEvening]
  for (;;) {
    if (walk.isOver || --walk.stepsLeft <= 0) return
    const one = i < walk.end ? entrants[i] : undefined
    if (one === undefined) {
      if (worth <= walk.floor) return
      walk.floor = worth
      walk.best = held === null ? [...walk.chosen] : walk.chosen.slice(1)
      walk.isOver = walk.inOrder
      return
    }
    if (one.week !== week) [week, used, evenings, evening] = [one.week, 0, 0, -1]
    const minutesLeft = (caps[week] ?? 0) - used
    const eveningsLeft = (limits[week] ?? 0) - evenings
    const isNew = one.evening >= 0 && one.evening !== evening && one.evening !== held?.evening
    const costs = isNew ? 1 : 0
    const without = worth + hopeFrom(walk, i + 1, week, minutesLeft, eveningsLeft, evening)
    let within = -1
    if (one.charge <= minutesLeft && costs <= eveningsLeft) {
      const then = isNew ? one.evening : evening
      within = worth + one.worth + hopeFrom(walk, one.next, week, minutesLeft - one.charge, eveningsLeft - costs, then)
    }
    const isLater = within > walk.floor && within < without && !walk.inOrder
    if (isLater && without > walk.floor) explore(walk, i + 1, week, used, evenings, evening, worth)
    if (within > walk.floor && isAllowed(walk.field, walk.chosen, one)) {
      walk.chosen.push(one)
      const then = isNew ? one.evening : evening
      explore(walk, one.next, week, used + one.charge, evenings + costs, then, worth + one.worth)
      walk.chosen.pop()
    }
    if (isLater || without <= walk.floor) return
    i++
  }
}

/** The most that the events from a position on can add to a set with so much left. */
function hopeFrom(
  walk: Walk,
  position: number,
  week: number,
  minutesLeft: number,
  eveningsLeft: number,
  evening: number,
): number {
  const later = walk.after[week] ?? 0
  const { field, question } = walk
  const bound = question.bounds[week]
  if (bound === undefined || position >= (field.weeks[week + 1] ?? 0)) return later
  const own = field.entrants[position]?.evening ?? -1
  const local = position - (field.weeks[week] ?? 0)
  return later + mostFrom(bound, local, minutesLeft, eveningsLeft, own >= 0 && own === evening)
}

/** Whether a set that is allowed stays so with one more; caps and evenings apart. */
export function isAllowed(field: Field, set: Entrant[], one: Entrant): boolean {
  if (!getsAlong(set, one)) return false
  set.push(one)
  const has = hasSlots(field.desk, field.promised, set, field.line)
  set.pop()
  return has
}

/** The day's limit, and conflicts with any other. */
function getsAlong(set: readonly Entrant[], one: Entrant): boolean {
  let today = 0
  for (const other of set) {
    if (other === one) return false
    if (other.day === one.day) today++
    if (other.position < one.position && other.free <= one.position) continue
    if (conflict(other.event, one.event)) return false
  }
  return today < one.room
}
