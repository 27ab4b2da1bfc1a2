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
import type { Entrant, Field } from './field.ts'
import { doneBy, type Load, loadOf, mostUnder, waitingAt } from './load.ts'
import { serve } from './serve.ts'

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
/** What is known of the weeks by themselves, when several are searched as one. */
export interface Alone {
  /** The most that each week's later ones could add. */
  after: readonly number[]
  /** Where it is known, the best set of each week and all later ones, if they were alone: worth just that. */
  tails: readonly (readonly Entrant[])[]
}
const ALONE: Alone = { after: [], tails: [] }
export const NOTHING: Found = { set: [], worth: 0, proven: true, steps: 0 }

/**
 * The best set of some weeks.
 * @param known a set found already: the answer is at least as good
 * @param most steps in all, beyond which the answer is not proven; and those before the table of follow-ups is made
 * @param alone what is known of these weeks by themselves, when they are several
 */
export function bestOf(
  field: Field,
  question: Question,
  weeks: { first: number; last: number },
  known: Found,
  most: { quick: number; steps: number },
  alone = ALONE,
): Found {
  const start = field.weeks[weeks.first] ?? 0
  const week = field.entrants[start]?.week ?? weeks.first
  const end = field.weeks[weeks.last + 1] ?? 0
  const quick = Math.ceil(most.quick * (50 + end - start))
  const walk: Walk = {
    field,
    question,
    alone,
    load: quick === 0 ? loadFor(field, question, weeks) : null,
    stepsLeft: quick === 0 ? most.steps : Math.min(most.steps, quick),
    end,
    chosen: question.held === null ? [] : [question.held],
    best: known.set,
    floor: known.worth,
    inOrder: false,
    isOver: false,
  }
  // Only what is cut short from here on speaks against this answer.
  field.desk.cut = false
  let steps = walk.stepsLeft
  let before = known.set
  const go = () => explore(walk, start, week, 0, 0, -1, 0, 0)
  go()
  if (walk.stepsLeft <= 0 && steps < most.steps) {
    // Not to be had quickly: then it is worth knowing what the follow-ups leave of it.
    walk.load = loadFor(field, question, weeks)
    before = walk.best
    walk.stepsLeft = most.steps - steps
    steps = most.steps
    go()
  }
  const { caps, evenings } = question
  const hope = hopeFrom(walk, start, week, caps[week] ?? 0, evenings[week] ?? 0, -1, 0)
  const proven = walk.floor >= hope || (walk.stepsLeft > 0 && !field.desk.cut)
  // A way down that keeps what the bound promised takes, of equal sets, the one that the tie rule names. What was known before is another matter.
  if (proven && walk.floor > 0 && (walk.floor < hope || walk.best === before)) {
    walk.stepsLeft += most.steps - steps
    steps = most.steps
    walk.floor -= 0.5
    walk.inOrder = true
    go()
    walk.floor = Math.ceil(walk.floor)
  }
  return { set: walk.best, worth: walk.floor, proven, steps: steps - walk.stepsLeft }
}

/** Whether all of these are allowed together with others that are: conflicts, days and slots; caps and evenings apart. */
export function areTogether(field: Field, set: readonly Entrant[], others: readonly Entrant[]): boolean {
  const all = [...others]
  for (const one of set) {
    if (!getsAlong(all, one)) return false
    all.push(one)
  }
  return serve(field.desk, field.promised, all, field.line)
}

/** Those of a set that can be had together with others, the earlier ones first: something to begin with. */
export function asFarAsTogether(field: Field, set: readonly Entrant[], others: readonly Entrant[]): Found {
  const all = [...others]
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

/** Looks for a slot that count as one more step. */
const LOOKS_A_STEP = 16

function loadFor(field: Field, { caps, held }: Question, weeks: { first: number; last: number }): Load {
  return loadOf(field, weeks, caps, (one) => held !== null && (one === held || conflict(one.event, held.event)))
}

interface Walk {
  readonly field: Field
  readonly question: Question
  /** Null while it goes without. */
  load: Load | null
  readonly alone: Alone
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

/**
 * @param fromEvening the last evening used up; counters are those of the week
 * @param fromAt until when the desk is taken (`load.ts`)
 */
function explore(
  walk: Walk,
  from: number,
  fromWeek: number,
  fromUsed: number,
  fromEvenings: number,
  fromEvening: number,
  fromAt: number,
  worth: number,
): void {
  const { field } = walk
  const { entrants } = field
  const { held, caps, evenings: limits } = walk.question
  let [i, week, used, evenings, evening, at] = [from, fromWeek, fromUsed, fromEvenings, fromEvening, fromAt]
  for (;;) {
    if (walk.isOver || --walk.stepsLeft <= 0) return
    if (field.line.looks >= LOOKS_A_STEP) {
      walk.stepsLeft -= Math.floor(field.line.looks / LOOKS_A_STEP)
      field.line.looks = 0
    }
    const one = i < walk.end ? entrants[i] : undefined
    if (one === undefined) {
      finish(walk, worth, [])
      return
    }
    if (one.week !== week) {
      const { after, tails } = walk.alone
      const tail = tails[one.week]
      // The best that could follow is allowed with what was chosen: nothing else need be tried.
      if (tail !== undefined && areTogether(field, tail, walk.chosen)) {
        finish(walk, worth + (after[week] ?? 0), tail)
        return
      }
      ;[week, used, evenings, evening] = [one.week, 0, 0, -1]
    }
    const minutesLeft = (caps[week] ?? 0) - used
    const eveningsLeft = (limits[week] ?? 0) - evenings
    const isNew = one.evening >= 0 && one.evening !== evening && one.evening !== held?.evening
    const costs = isNew ? 1 : 0
    const { load } = walk
    if (load !== null) at = waitingAt(load, i, at)
    const done = load === null ? at : doneBy(load, i, at)
    const then = isNew ? one.evening : evening
    const without = worth + hopeFrom(walk, i + 1, week, minutesLeft, eveningsLeft, evening, at)
    const within =
      done === null || one.charge > minutesLeft || costs > eveningsLeft
        ? -1
        : worth + one.worth + hopeFrom(walk, one.next, week, minutesLeft - one.charge, eveningsLeft - costs, then, done)
    const isLater = within > walk.floor && within < without && !walk.inOrder
    if (isLater && without > walk.floor) explore(walk, i + 1, week, used, evenings, evening, at, worth)
    if (done !== null && within > walk.floor && isAllowed(field, walk.chosen, one)) {
      walk.chosen.push(one)
      explore(walk, one.next, week, used + one.charge, evenings + costs, then, done, worth + one.worth)
      walk.chosen.pop()
    }
    if (isLater || without <= walk.floor) return
    i++
  }
}

function finish(walk: Walk, worth: number, tail: readonly Entrant[]): void {
  if (worth <= walk.floor) return
  walk.floor = worth
  walk.best = [...(walk.question.held === null ? walk.chosen : walk.chosen.slice(1)), ...tail]
  walk.isOver = walk.inOrder
}

/** The most that the events from a position on can add to a set with so much left, by every table there is. */
function hopeFrom(
  walk: Walk,
  position: number,
  week: number,
  minutesLeft: number,
  eveningsLeft: number,
  evening: number,
  at: number,
): number {
  const { field, question, alone, load } = walk
  const hope = hopeByCap(field, question, alone.after, position, week, minutesLeft, eveningsLeft, evening)
  return load === null ? hope : Math.min(hope, mostUnder(load, position, at, week, minutesLeft))
}

/**
 * The same by the tables of the caps alone.
 * @param after the most that each week's later ones could add
 * @param evening the last evening used up
 */
export function hopeByCap(
  field: Field,
  question: Question,
  after: readonly number[],
  position: number,
  week: number,
  minutesLeft: number,
  eveningsLeft: number,
  evening: number,
): number {
  const later = after[week] ?? 0
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
  const has = serve(field.desk, field.promised, set, field.line)
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
