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
 * **Method.** Labels, one for each set worth keeping, go through the candidates in that order. Two labels that have decided the
 * same candidates are compared: one falls when the other has at least its worth and no worse means to go on: minutes and evenings left
 * in the week, events left in the day, what the last events block, when the desk is free, follow-ups pending (`slots.ts`). A label also
 * falls when even the bound of `bound.ts`, which knows no follow-ups, cannot lift it above a set already found. A first pass with few
 * labels finds that set; the second keeps all and so proves it.
 *
 * **Work** is counted in labels made, at most `EFFORT.labels`. Beyond it the best labels go on alone, and what those dropped could still
 * have won is the `gap`: `exact` is true only when it is 0. A set found that way is filled up until nothing more fits.
 */
import { blockOf, type Choice, type ChoiceProblem, conflict, followUpsOf } from './choice.ts'
import { type Entrant, type Field, fieldOf, slotsOf, slotsPlaced } from './field.ts'
import { advance, deskOf, isHopeful, type Progress, type Taken, take } from './slots.ts'

/** How much work a choice may be. */
export interface Effort {
  /** Labels made before the search narrows. */
  labels: number
  /** Labels that go on at each step in the first pass, and in the second once it has narrowed. */
  narrow: number
}
/** A quarter of a second at the very most; forty candidates take a few hundred labels. */
export const EFFORT: Effort = { labels: 50_000, narrow: 12 }
/** Labels each new one is compared with: more would find more to drop and cost more than that saves. */
const COMPARED = 96

/** Everything that can be asked of one problem. */
export interface Chooser {
  readonly best: Choice
  /** The best set that holds this candidate too, whatever it is worth; null where no allowed set does, or none was found. */
  including(id: string): Choice | null
  /** The best set with other minutes left in one week. */
  atCap(week: number, minutesLeft: number): Choice
}

export function chooserOf(problem: ChoiceProblem, effort = EFFORT): Chooser {
  const most = problem.candidates.reduce((total, event) => total + Math.abs(event.points), 1)
  return {
    best: choose(problem, effort),
    including(id) {
      // Worth more than all others together, it is chosen wherever it can be.
      const candidates = problem.candidates.map((event) =>
        event.id === id ? { ...event, points: event.points + 2 * most } : event,
      )
      const choice = choose({ ...problem, candidates }, effort)
      return choice.chosen.includes(id) ? { ...choice, points: choice.points - 2 * most } : null
    },
    atCap(week, minutesLeft) {
      return choose({ ...problem, caps: problem.caps.map((cap, n) => (n === week ? minutesLeft : cap)) }, effort)
    },
  }
}

export function choose(problem: ChoiceProblem, effort = EFFORT): Choice {
  const field = fieldOf(problem)
  const first = search(field, effort.narrow, -1, effort)
  // Equal to the worth: such a set might win the tie.
  if (first.dropped < first.worth) return answer(problem, field, first, first.work)
  const second = search(field, Number.POSITIVE_INFINITY, first.worth, effort)
  const best = second.worth >= first.worth ? second : { ...first, dropped: second.dropped }
  return answer(problem, field, best, first.work + second.work)
}

/**
 * Slots for the follow-ups of these candidates together with all those promised anyway, whatever else the set breaks.
 * @returns null when there is no way
 */
export function slotsWith(
  problem: ChoiceProblem,
  chosen: readonly string[],
  unplaced: readonly string[],
): ReturnType<typeof slotsOf> {
  const events = problem.candidates.filter((event) => chosen.includes(event.id))
  const jobs = followUpsOf([...problem.fixed, ...events])
  const desk = deskOf(problem.free, [...problem.fixed, ...events].map(blockOf), problem.grid)
  return slotsOf(
    [...jobs, ...problem.owed].filter((job) => !unplaced.includes(job.id)),
    desk,
    [],
  )
}

/** A set of entrants decided so far, with what decides how it can go on. Counters are those of the next entrant's week and day. */
interface Label {
  /** Place of its set by the tie rule; labels of one set that differ in their slots share it. */
  rank: number
  worth: number
  /** Worth and the most that can be added. */
  hope: number
  used: number
  evenings: number
  /** The last evening used up. */
  evening: number
  today: number
  chosen: Chosen | null
  taken: Taken | null
  progress: Progress
}
interface Chosen {
  position: number
  entrant: Entrant
  before: Chosen | null
  /** First position from which on nothing conflicts with it or any before it. */
  free: number
}
interface Found {
  label: Label | null
  worth: number
  /** The most hopeful of the labels that were dropped unproven. */
  dropped: number
  work: number
}

/**
 * @param width labels kept at each step
 * @param floor worth of a set already known: whatever cannot reach it is left
 */
function search(field: Field, width: number, floor: number, effort: Effort): Found {
  const { entrants, jobs, desk, settled, promised } = field
  let dropped = -1
  let work = 1
  const nothing = { at: Number.NEGATIVE_INFINITY, pending: [], placed: null }
  const root = {
    rank: 0,
    worth: 0,
    hope: hopeOfAll(field),
    used: 0,
    evenings: 0,
    evening: -1,
    today: 0,
    chosen: null,
    taken: null,
  }
  // Ascending by rank at every step: of equals the first is the one to keep.
  let labels: Label[] = [{ ...root, progress: nothing }]
  for (let i = 0, arrived = 0; i <= entrants.length; i++) {
    const until = settled[i] ?? Number.POSITIVE_INFINITY
    const arriving = arrived
    while (arrived < promised.length && releaseOf(field, arrived) < until) arrived++
    const news = promised.slice(arriving, arrived)
    const entrant = entrants[i]
    const kept: Label[] = []
    for (const label of labels) {
      const pending = merge(label.progress.pending, news)
      const from = pending === label.progress.pending ? label.progress : { ...label.progress, pending }
      for (const progress of advance(jobs, desk, from, label.taken, until)) {
        const settledLabel = progress === label.progress ? label : { ...label, progress }
        if (entrant === undefined) kept.push(settledLabel)
        else keep(kept, settledLabel, i, field)
      }
    }
    labels = kept
    if (entrant === undefined) break
    if (work > effort.labels) width = effort.narrow
    if (labels.length > width) {
      const hopes = labels.map((label) => label.hope).sort((a, b) => b - a)
      const least = hopes[width - 1] ?? 0
      let room = width - hopes.indexOf(least)
      labels = labels.filter((label) => label.hope > least || (label.hope === least && room-- > 0))
      dropped = Math.max(dropped, hopes[width] ?? 0)
    }
    const later = promised.slice(arrived)
    const next: Label[] = []
    for (const label of labels) {
      for (const child of [attended(field, label, i, entrant, later), label]) {
        if (child === null) continue
        const moved = onwards(field, child, i)
        // Who takes the earlier entrant stands first.
        moved.rank = 2 * label.rank + (child === label ? 1 : 0)
        if (moved.hope >= floor) next.push(moved)
        work++
      }
    }
    labels = ranked(next)
  }
  let best: Label | null = null
  for (const label of labels) if (best === null || label.worth > best.worth) best = label
  return { label: best, worth: best?.worth ?? -1, dropped: desk.cut ? hopeOfAll(field) : dropped, work }
}

/** Sorted by rank, and ranks counted anew so that they stay small. */
function ranked(labels: Label[]): Label[] {
  labels.sort((a, b) => a.rank - b.rank)
  let [rank, last] = [-1, -1]
  for (const label of labels) {
    if (label.rank !== last) [rank, last] = [rank + 1, label.rank]
    label.rank = rank
  }
  return labels
}

/** The label with the entrant in it; null where a limit, a conflict or a follow-up forbids. */
function attended(field: Field, label: Label, i: number, entrant: Entrant, later: readonly number[]): Label | null {
  const used = label.used + entrant.charge
  const costs = entrant.evening >= 0 && entrant.evening !== label.evening
  const evenings = label.evenings + (costs ? 1 : 0)
  if (used > (field.caps[entrant.week] ?? 0) || label.today >= entrant.room) return null
  if (costs && evenings > (field.evenings[entrant.week] ?? 0)) return null
  for (let one = label.chosen; one !== null && one.free > i; one = one.before) {
    if (conflict(one.entrant.event, entrant.event)) return null
  }
  const taken = take(entrant.block, label.taken)
  const pending = entrant.job < 0 ? label.progress.pending : merge(label.progress.pending, [entrant.job])
  const progress = { ...label.progress, pending }
  if (!isHopeful(field.jobs, field.desk, progress, taken, later)) return null
  return {
    rank: label.rank,
    worth: label.worth + entrant.worth,
    hope: 0,
    used,
    evenings,
    evening: costs ? entrant.evening : label.evening,
    today: label.today + 1,
    chosen: { position: i, entrant, before: label.chosen, free: Math.max(entrant.free, label.chosen?.free ?? 0) },
    taken,
    progress,
  }
}

/** The label as the next entrant finds it: counters begin anew with its week and its day. */
function onwards(field: Field, label: Label, i: number): Label {
  const [now, next] = [field.entrants[i], field.entrants[i + 1]]
  if (now === undefined || next === undefined) return { ...label, hope: label.worth }
  const sameWeek = now.week === next.week
  const used = sameWeek ? label.used : 0
  const evenings = sameWeek ? label.evenings : 0
  const [minutesLeft, eveningsLeft] = [(field.caps[next.week] ?? 0) - used, (field.evenings[next.week] ?? 0) - evenings]
  const position = Math.max(i + 1, label.chosen?.entrant.next ?? 0)
  const hope = label.worth + field.bound.from(position, next.week, minutesLeft, eveningsLeft, label.evening)
  return { ...label, used, evenings, today: now.event.day === next.event.day ? label.today : 0, hope }
}

/** Adds a label unless one already there outdoes it, and takes out what it outdoes itself. */
function keep(labels: Label[], label: Label, i: number, field: Field): void {
  const oldest = Math.max(0, labels.length - COMPARED)
  for (let k = labels.length - 1; k >= oldest; k--) {
    const other = labels[k]
    if (other !== undefined && other.worth >= label.worth && outdoes(other, label, i, field)) return
  }
  let free = oldest
  for (let k = oldest; k < labels.length; k++) {
    const other = labels[k]
    if (other === undefined || (label.worth > other.worth && outdoes(label, other, i, field))) continue
    labels[free++] = other
  }
  labels.length = free
  labels.push(label)
}

/** Whether whatever `b` can still become, `a` can become too: no less left to spend, no more in its way. Worth apart. */
function outdoes(a: Label, b: Label, i: number, field: Field): boolean {
  if (a.used > b.used || a.today > b.today) return false
  const evening = field.entrants[i]?.evening ?? -1
  // An evening that b has paid for and a has not would cost a one more.
  const behind = evening >= 0 && b.evening === evening && a.evening !== evening ? 1 : 0
  if (a.evenings + behind > b.evenings) return false
  const sameLast = a.chosen?.position === b.chosen?.position && (a.chosen?.before?.free ?? 0) <= i
  if ((a.chosen?.free ?? 0) > i && !sameLast) return false
  const [mine, theirs] = [a.progress.pending, b.progress.pending]
  if (mine.length > theirs.length) return false
  for (let m = 0, t = 0; m < mine.length; m++, t++) {
    // Each follow-up that a still owes is matched with one of b's whose slot would do for it.
    while (t < theirs.length && !wouldDo(field, a, mine[m] ?? 0, b, theirs[t] ?? 0)) t++
    if (t >= theirs.length) return false
  }
  // Slots still to come begin after this; before it, what a blocks is no matter.
  const since = mine.length === 0 ? (field.settled[i] ?? 0) : b.progress.at
  for (let block = a.taken; block !== null && block.reach > since; block = block.before) {
    if (block.end > since && !isTaken(b.taken, block)) return false
  }
  return true
}

function wouldDo(field: Field, a: Label, mine: number, b: Label, theirs: number): boolean {
  const [own, other] = [field.jobs.list[mine], field.jobs.list[theirs]]
  if (own === undefined || other === undefined) return false
  if (own === other && a.progress.at <= b.progress.at) return true
  const begins = Math.max(b.progress.at, other.release)
  return (
    own.minutes <= other.minutes && own.deadline >= other.deadline && own.release <= begins && a.progress.at <= begins
  )
}

function isTaken(taken: Taken | null, block: Taken): boolean {
  for (let one = taken; one !== null && one.reach >= block.end; one = one.before) {
    if (one.start === block.start && one.end === block.end) return true
  }
  return false
}

function answer(problem: ChoiceProblem, field: Field, found: Found, work: number): Choice {
  const chosen: string[] = []
  for (let one = found.label?.chosen ?? null; one !== null; one = one.before) chosen.unshift(one.entrant.event.id)
  const points = pointsOf(field, chosen)
  // Charges are less than a point's worth, so this many points at most lie above what was found.
  const gap = Math.max(0, Math.floor((found.dropped + field.scale - 1) / field.scale) - points)
  if (gap > 0) fillUp(problem, field, chosen)
  const slots = gap === 0 && found.label !== null ? slotsPlaced(field.jobs, found.label.progress.placed) : null
  const won = pointsOf(field, chosen) - points
  return {
    chosen,
    slots: slots ?? slotsWith(problem, chosen, field.unplaced) ?? new Map(),
    unplaced: field.unplaced,
    points: points + won,
    exact: gap - won <= 0,
    gap: Math.max(0, gap - won),
    work,
  }
}

/** Adds, most points first, whatever still fits: a set that is not proven best must at least leave nothing lying. */
function fillUp(problem: ChoiceProblem, field: Field, chosen: string[]): void {
  const byPoints = [...field.entrants].sort((a, b) => b.worth - a.worth)
  for (const { event } of byPoints) {
    if (!chosen.includes(event.id) && isAllowed(problem, field, [...chosen, event.id])) chosen.push(event.id)
  }
  const order = new Map(field.entrants.map((entrant, position) => [entrant.event.id, position]))
  chosen.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
}

function isAllowed(problem: ChoiceProblem, field: Field, ids: readonly string[]): boolean {
  const set = field.entrants.filter((entrant) => ids.includes(entrant.event.id))
  const within = field.caps.every((cap, week) => {
    const own = set.filter((entrant) => entrant.week === week)
    const evenings = new Set(own.map((entrant) => entrant.evening).filter((evening) => evening >= 0))
    return sum(own.map((entrant) => entrant.charge)) <= Math.max(0, cap) && evenings.size <= (field.evenings[week] ?? 0)
  })
  const daily = set.every((one) => set.filter((other) => other.event.day === one.event.day).length <= one.room)
  const apart = set.every((one, i) => set.slice(i + 1).every((other) => !conflict(one.event, other.event)))
  return within && daily && apart && slotsWith(problem, ids, field.unplaced) !== null
}

function pointsOf(field: Field, ids: readonly string[]): number {
  return sum(field.entrants.filter(({ event }) => ids.includes(event.id)).map(({ event }) => event.points))
}

function hopeOfAll(field: Field): number {
  const first = field.entrants[0]?.week ?? 0
  return field.bound.from(0, first, field.caps[first] ?? 0, field.evenings[first] ?? 0, -1)
}

function releaseOf(field: Field, promised: number): number {
  return field.jobs.list[field.promised[promised] ?? -1]?.release ?? Number.POSITIVE_INFINITY
}

/** Both ascending; the first list itself when there is nothing to add. */
function merge(a: readonly number[], b: readonly number[]): readonly number[] {
  return b.length === 0 ? a : [...a, ...b].sort((x, y) => x - y)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
