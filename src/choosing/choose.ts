/**
 * The choice: which events to attend so that their values sum to the most, in plain numbers (`choice.ts`) and without a word of Aforo.
 *
 * **Problem.** Events with a worth and a charge start within a few weeks. Choose the set of the greatest total points such that
 * - charges stay within each week's cap, and no week has more evenings, no day more events than allowed;
 * - no two events conflict: the gap between them is at least the larger of their travels, none at the same place; and with its travel
 *   each lies clear of busy time;
 * - every chosen and every fixed event, and every other follow-up owed, gets a slot of its own length: begins on the grid, not before
 *   its release, ends by its deadline, lies in free time, clear of all other slots and of all events with their travel.
 *
 * Fixed events are attended whatever comes: they may conflict with each other and alone pass any limit. Follow-ups of theirs (and others
 * owed) that do not all fit even when nothing is chosen are taken in order of release, deadline, minutes, id, each if it still fits
 * beside those taken before; the rest is `unplaced` and plays no part. What was taken keeps a slot: no candidate can push it out.
 * (With equal lengths and agreeing windows that is also the greatest number.) Allowed sets are closed under removal.
 *
 * Of sets of equal points the one of smaller charge wins, then, going through the candidates by start, end and id, the one that has the
 * first event on which they differ. Candidates of no positive points are never chosen. The order of input never matters.
 *
 * **Method.** A table for each week (`bound.ts`) knows the best choice without follow-ups and daily limits; it is never less than the truth.
 * A search by the table (`search.ts`) finds each week's best set with everything, most often at the first try. The weeks' sets together are
 * the answer when they are allowed together, and they nearly always are; else the weeks are searched as one. Where that would look
 * at too many sets, labels with dominance (`labels.ts`) take over. Follow-ups are placed first come, first served (`serve.ts`), which is exact for
 * equal lengths, and by a search of their own where lengths differ (`slots.ts`).
 *
 * The same tables answer what else is asked: the best set that holds a certain event (the table before it, and the table behind it), and
 * the best set at another cap (another column).
 *
 * **Work** is bounded: `EFFORT.entrants` of a week are compared, those of the most points; then `EFFORT.steps` of the search, then `EFFORT.labels` labels, and a share of that for each further question. Beyond that the best labels go on alone, and what those
 * dropped could still have won is the `gap`, as is what those not compared could have added: `exact` is true only when it is 0. A set found that
 * way is filled up until nothing more fits, of those not compared either.
 */
import { type Bound, type BoundEvents, backwards, boundOf, type Memory, mostFrom, tracedFrom } from './bound.ts'
import { blockOf, type Choice, type ChoiceProblem, type Chosen, followUpOf } from './choice.ts'
import { byStart, type Entrant, type Field, fieldOf, slotsBeside } from './field.ts'
import { byLabels } from './labels.ts'
import {
  areTogether,
  asFarAsTogether,
  bestOf,
  boundEvents,
  type Found,
  isAllowed,
  NOTHING,
  type Question,
} from './search.ts'
import { serve } from './serve.ts'

/** How much work one answer may be. */
export interface Effort {
  /** Candidates of one week that are compared. */
  entrants: number
  /** Steps for each event of a week, and for fifty more, before the week's table of follow-ups is made. */
  quick: number
  /** Steps of the search by the tables, before labels take over. */
  steps: number
  /** Labels made before that search narrows. */
  labels: number
  /** Labels that go on at each step in the first pass, and in the second once it has narrowed. */
  narrow: number
  /** Cells of tables filled for questions of sets that hold a certain event, all together; beyond that none is answered. */
  cells: number
}
/** A quarter of a second at the very most; a thousand candidates under a cap of 6 h take some thousand steps and no labels. */
export const EFFORT: Effort = { entrants: 1_000, quick: 4, steps: 12_000, labels: 6_000, narrow: 12, cells: 20_000_000 }

/**
 * Questions after the first come by the hundred (every skip, every quarter hour of a cap), so each may be only this share of the work; less
 * where the first was too much already, since nothing they say could be proven against it.
 */
const SHARE = { ofProven: 1 / 8, ofUnproven: 1 / 40 }

export function choose(problem: ChoiceProblem, effort = EFFORT): Choice {
  // Nobody asks this one anything more, so the next may have its tables.
  SCRATCH.used = 0
  return chooserIn(SCRATCH, problem, effort).best
}
const SCRATCH: Memory = { cells: new Float64Array(0), used: 0 }

/** Everything that can be asked of one problem. Tables are made once, and only those that are needed. */
export interface Chooser {
  readonly best: Choice
  /** Candidates beyond those that are compared (`Effort.entrants`). */
  readonly uncompared: ReadonlySet<string>
  /**
   * The best set that holds this candidate too; null where no allowed set does, or none was found, and where too much was asked already. Of equal
   * ones always the same.
   */
  including(id: string): Chosen | null
  /** The best set with other minutes left in one week. */
  atCap(week: number, minutesLeft: number): Chosen
  /** Whether the best set and this candidate, whatever else speaks against it, leave every follow-up a slot. */
  hasSlotsWith(id: string): boolean
}

export function chooserOf(problem: ChoiceProblem, effort = EFFORT): Chooser {
  return chooserIn({ cells: new Float64Array(0), used: 0 }, problem, effort)
}

function chooserIn(memory: Memory, problem: ChoiceProblem, effort: Effort): Chooser {
  const field = fieldOf(problem, effort.entrants)
  const { caps } = problem
  const weeks = caps.map((cap, week): Week => {
    const events = boundEvents(field, week, null)
    const evenings = field.evenings[week] ?? 0
    return { cap, evenings, events, bound: boundOf(events, cap, evenings, memory), wide: null, behind: null, known: [] }
  })
  const plain: Question = { caps, evenings: field.evenings, bounds: weeks.map(({ bound }) => bound), held: null }
  const weekly = weeks.map((one, week) => {
    const found = bestOfWeek(field, plain, week, effort)
    one.known.push(found)
    return found
  })
  const whole = together(field, weekly, null, () => plain, effort)
  const best = answer(field, plain, whole)
  const share = best.exact ? SHARE.ofProven : SHARE.ofUnproven
  const less = { ...effort, steps: Math.ceil(effort.steps * share), labels: Math.ceil(effort.labels * share) }

  const mostCells = field.tables.cells + effort.cells
  /** For tables that are of no use once their question is answered. */
  const aside: Memory = { cells: new Float64Array(0), used: 0 }
  // Asked for every skip.
  const entrants = new Map(field.entrants.map((one) => [one.event.id, one]))
  const candidates = new Map(problem.candidates.map((event) => [event.id, event]))

  function including(id: string): Chosen | null {
    if (best.chosen.includes(id)) return best
    const held = entrants.get(id)
    const week = held === undefined ? undefined : weeks[held.week]
    if (held === undefined || week === undefined || held.charge > week.cap) return null
    if (field.tables.cells > mostCells) return null
    aside.used = 0
    let asked: Question | null = null
    const question = () => {
      if (asked === null) {
        asked = holding(field, plain, held, aside)
        field.tables.cells += aside.used
      }
      return asked
    }
    const own = byTables(field, week, held, memory) ?? bestOfWeek(field, question(), held.week, less)
    return chosenOf(field, question, together(field, weekly.with(held.week, own), held, question, less))
  }

  function atCap(at: number, minutesLeft: number): Chosen {
    const week = weeks[at]
    if (week === undefined) throw new RangeError(`no week ${at}`)
    if (minutesLeft === week.cap) return best
    if (minutesLeft > Math.max(week.cap, week.wide?.minutes ?? 0)) {
      week.wide = boundOf(week.events, Math.max(minutesLeft, 2 * week.cap), week.evenings, memory)
    }
    const bound = minutesLeft > week.cap ? (week.wide ?? week.bound) : week.bound
    const question = () => ({ ...plain, caps: caps.with(at, minutesLeft), bounds: plain.bounds.with(at, bound) })
    // A set worth all that the table holds for possible is the best, whatever the cap it was found at.
    const most = mostFrom(bound, 0, minutesLeft, week.evenings, false)
    let own = week.known.find(({ set, worth }) => worth === most && chargeOf(set) <= minutesLeft)
    if (own === undefined) {
      own = bestOfWeek(field, question(), at, less)
      week.known.push(own)
    }
    return chosenOf(field, question, together(field, weekly.with(at, own), null, question, less))
  }

  function hasSlotsWith(id: string): boolean {
    const event = candidates.get(id)
    if (event === undefined) return false
    const guest = { block: blockOf(event), job: followUpOf(event) }
    return serve(field.desk, field.promised, [...whole.set, guest], field.line)
  }

  const uncompared = new Set(field.uncompared.map(({ event }) => event.id))
  return { best, uncompared, including, atCap, hasSlotsWith }
}

/** What is kept of a week between questions. */
interface Week {
  readonly cap: number
  readonly evenings: number
  readonly events: BoundEvents
  readonly bound: Bound
  /** The same table for higher caps. */
  wide: Bound | null
  /** The events from the last to the first, and their table. */
  behind: { events: BoundEvents; bound: Bound } | null
  /** Best sets of this week alone, at whatever cap. */
  readonly known: Found[]
}

/** The best set of all weeks, and what is known of it. Set and worth are without the event that is held. */
interface Whole extends Found {
  held: Entrant | null
  /** The most that any set could be worth. */
  most: number
  work: number
}

function bestOfWeek(field: Field, question: Question, week: number, effort: Effort): Found {
  return bestOf(field, question, { first: week, last: week }, NOTHING, effort)
}

/**
 * @param weekly the best set of each week by itself, without the event that is held
 * @param question asked only where these are not allowed together
 */
function together(
  field: Field,
  weekly: readonly Found[],
  held: Entrant | null,
  question: () => Question,
  effort: Effort,
): Whole {
  const sum = sumOf(weekly)
  const work = weekly.reduce((steps, one) => steps + one.steps, 0)
  const others = held === null ? [] : [held]
  const areAllowed = areTogether(field, sum.set, others)
  if (areAllowed && sum.proven) return { ...sum, held, most: sum.worth, work }
  // From the last week back, each together with those behind it: what is known of these bounds what is still to be tried.
  const asked = question()
  const last = weekly.length - 1
  const after = new Array<number>(weekly.length).fill(0)
  const tails: Entrant[][] = []
  let [found, most] = [NOTHING, 0]
  let stepsLeft = effort.steps
  for (let week = last; week >= 0; week--) {
    const own = weekly[week] ?? NOTHING
    const isKnown = found.proven && own.proven
    const both = sumOf([own, found])
    if (!isKnown || !areTogether(field, both.set, others)) {
      found = asFarAsTogether(field, both.set, others)
      if (isKnown)
        found = bestOf(field, asked, { first: week, last }, found, { quick: 0, steps: stepsLeft }, { after, tails })
      stepsLeft -= found.steps
    } else {
      found = both
    }
    most = found.proven ? found.worth : most + (own.proven ? own.worth : mostOfWeek(asked, week))
    if (week > 0) after[week - 1] = most
    if (found.proven) tails[week] = [...found.set]
  }
  const steps = work + effort.steps - stepsLeft
  if (found.proven) return { ...found, held, most, work: steps }
  const labels = byLabels(field, asked, after, found, effort)
  return { ...labels, held, most: Math.min(most, labels.most), work: steps + labels.steps }
}

/** The question with an event in whatever comes: it has paid for itself, and what is in its way is out. */
function holding(field: Field, plain: Question, held: Entrant, memory: Memory): Question {
  const { week } = held
  const cap = (plain.caps[week] ?? 0) - held.charge
  const evenings = (plain.evenings[week] ?? 0) - (held.evening >= 0 ? 1 : 0)
  const bound = boundOf(boundEvents(field, week, held), cap, evenings, memory)
  return {
    caps: plain.caps.with(week, cap),
    evenings: plain.evenings.with(week, evenings),
    bounds: plain.bounds.with(week, bound),
    held,
  }
}

/** The best of a week beside the event that is held, where what the tables on both sides of it say is allowed; null where it is not. */
function byTables(field: Field, week: Week, held: Entrant, memory: Memory): Found | null {
  const { events, bound } = week
  const size = events.worth.length
  if (week.behind === null) {
    const mirrored = backwards(events)
    week.behind = { events: mirrored, bound: boundOf(mirrored, week.cap, week.evenings, memory) }
  }
  const { behind } = week
  const low = field.weeks[held.week] ?? 0
  const own = held.position - low
  const [next, before] = [events.next[own] ?? size, behind.events.next[size - 1 - own] ?? size]
  const isEvening = held.evening >= 0
  const isPaidNext = isEvening && events.evening[next] === held.evening
  const isPaidBefore = isEvening && behind.events.evening[before] === held.evening
  const [minutes, evenings] = [week.cap - held.charge, week.evenings - (isEvening ? 1 : 0)]
  let [most, share, shareOfEvenings] = [-1, 0, 0]
  for (let row = 0; row <= Math.min(evenings, bound.rows - 1); row++) {
    for (let spent = 0; spent <= minutes; spent += bound.unit) {
      const worth =
        mostFrom(behind.bound, before, spent, row, isPaidBefore) +
        mostFrom(bound, next, minutes - spent, evenings - row, isPaidNext)
      if (worth > most) [most, share, shareOfEvenings] = [worth, spent, row]
    }
  }
  const earlier = tracedFrom(behind.bound, behind.events, before, share, shareOfEvenings, isPaidBefore)
  const later = tracedFrom(bound, events, next, minutes - share, evenings - shareOfEvenings, isPaidNext)
  const positions = [...earlier.reverse().map((i) => size - 1 - i), ...later]
  const set = positions.flatMap((i) => field.entrants[low + i] ?? [])
  const worth = set.reduce((sum, one) => sum + one.worth, 0)
  // Where the table's unit is coarse, what it promises may cost more than there is.
  if (worth !== most || chargeOf(set) > minutes || !areTogether(field, set, [held])) return null
  return { set, worth, proven: true, steps: 1 }
}

function mostOfWeek({ bounds, caps, evenings }: Question, week: number): number {
  const bound = bounds[week]
  return bound === undefined ? 0 : mostFrom(bound, 0, caps[week] ?? 0, evenings[week] ?? 0, false)
}

function sumOf(weekly: readonly Found[]): Found {
  return {
    set: weekly.flatMap(({ set }) => set),
    worth: weekly.reduce((sum, { worth }) => sum + worth, 0),
    proven: weekly.every(({ proven }) => proven),
    steps: 0,
  }
}

function answer(field: Field, question: Question, whole: Whole): Choice {
  const { set, ...chosen } = filledUp(field, () => question, whole)
  return { ...chosen, slots: slotsBeside(field, set) ?? new Map(), unplaced: field.unplaced, work: whole.work }
}

function chosenOf(field: Field, question: () => Question, whole: Whole): Chosen {
  const { chosen, points, exact, gap } = filledUp(field, question, whole)
  return { chosen, points, exact, gap }
}

/** The whole set with its gap; one that is not proven best must at least leave nothing lying. */
function filledUp(field: Field, question: () => Question, whole: Whole): Chosen & { set: Entrant[] } {
  const { held, most, proven } = whole
  const set = [...whole.set]
  // Charges are less than a point's worth, so this many points at most lie above what was found.
  const aboveCompared = proven ? 0 : Math.floor((most + field.scale - 1) / field.scale) - pointsOf(set)
  const above = aboveCompared + (field.uncompared.length === 0 ? 0 : mostOfUncompared(field, question().caps))
  const gap = above <= 0 ? 0 : Math.max(0, above - fillUp(field, question(), set))
  if (held !== null) set.push(held)
  set.sort(byStart)
  return { set, chosen: set.map(({ event }) => event.id), points: pointsOf(set), exact: gap === 0, gap }
}

/** The most points that those not compared could add, if nothing but the caps stood against them and an event could be attended in part. */
function mostOfUncompared({ uncompared }: Field, caps: readonly number[]): number {
  const minutes = caps.map((cap) => Math.max(0, cap))
  let most = 0
  for (const { event, charge, week } of uncompared) {
    if (charge > (caps[week] ?? 0)) continue
    const room = minutes[week] ?? 0
    most += charge <= room ? event.points : (event.points * room) / charge
    minutes[week] = Math.max(0, room - charge)
  }
  return Math.ceil(most)
}

/** Adds, most points first, whatever still fits. @returns the points won */
function fillUp(field: Field, { caps, evenings, held }: Question, set: Entrant[]): number {
  let won = 0
  for (const one of field.byWorth) {
    const own = set.filter(({ week }) => week === one.week)
    const dark = new Set([...own, one].map(({ evening }) => evening).filter((evening) => evening >= 0))
    if (held !== null) dark.delete(held.evening)
    if (chargeOf(own) + one.charge > (caps[one.week] ?? 0) || dark.size > (evenings[one.week] ?? 0)) continue
    const all = held === null ? set : [...set, held]
    if (!isAllowed(field, all, one)) continue
    set.push(one)
    won += one.event.points
  }
  return won
}

function chargeOf(set: readonly Entrant[]): number {
  return set.reduce((sum, { charge }) => sum + charge, 0)
}

function pointsOf(set: readonly Entrant[]): number {
  return set.reduce((sum, { event }) => sum + event.points, 0)
}
