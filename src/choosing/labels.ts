/**
 * The search that needs no luck: labels, one for each set worth keeping, go through the candidates in their order. Two labels that have decided
 * the same candidates are compared: one falls when the other has at least its worth and no worse means to go on: minutes and evenings left
 * in the week, events left in the day, what the last events block, when the desk is free, follow-ups pending (`slots.ts`). A label also
 * falls when even the bound cannot lift it above a set already found. A first pass with few labels finds such a set; the second keeps all
 * and so proves it.
 *
 * It is asked where the search by the table would have to look at too many sets: dominance forgets what depth first tries again and again.
 */
import { conflict } from './choice.ts'
import type { Entrant, Field } from './field.ts'
import { type Found, hopeByCap, type Question } from './search.ts'
import { advance, isHopeful, type Jobs, jobsOf, type Progress, type Taken, take } from './slots.ts'

/** Labels each new one is compared with: more would find more to drop and cost more than that saves. */
const COMPARED = 96

export interface Labelled extends Found {
  /** The most that a set not looked at could be worth. */
  most: number
}

/**
 * The best set of the whole horizon, or the best that was found.
 * @param after the most that each week's later ones could add
 * @param known a set found already
 * @param most labels to make before the search narrows, and how many go on then
 */
export function byLabels(
  field: Field,
  question: Question,
  after: readonly number[],
  known: Found,
  most: { labels: number; narrow: number },
): Labelled {
  const run = runOf(field, question, after)
  field.desk.cut = false
  const first = search(run, most.narrow, known.worth - 1, most)
  const better = first.label !== null && first.worth >= known.worth ? first : { ...known, label: null }
  // Equal to the worth: such a set might win the tie.
  if (first.dropped < better.worth && first.label !== null) return labelled(run, first, first.work)
  const second = search(run, Number.POSITIVE_INFINITY, better.worth, most)
  const work = first.work + second.work
  if (second.worth >= better.worth) return labelled(run, second, work)
  if (first.worth >= known.worth) return labelled(run, { ...first, dropped: second.dropped }, work)
  return { ...known, proven: second.dropped <= known.worth, most: Math.max(second.dropped, known.worth), steps: work }
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
  chosen: Link | null
  taken: Taken | null
  progress: Progress
}
interface Link {
  entrant: Entrant
  before: Link | null
  /** First position from which on nothing conflicts with it or any before it. */
  free: number
}
interface Ended {
  label: Label | null
  worth: number
  /** The most hopeful of the labels that were dropped unproven. */
  dropped: number
  work: number
}
interface Run {
  field: Field
  question: Question
  after: readonly number[]
  jobs: Jobs
  /** Positions in `jobs`: by entrant (-1 without), and of what comes in any case, ascending. */
  jobOf: readonly number[]
  promised: readonly number[]
  /** Before this minute no entrant from the i-th on takes time away; Infinity behind the last. */
  settled: readonly number[]
}

function runOf(field: Field, question: Question, after: readonly number[]): Run {
  const { held } = question
  const always = held === null || held.job === null ? field.promised : [...field.promised, held.job]
  const own = field.entrants.flatMap(({ job }) => (job === null || job === held?.job ? [] : [job]))
  const jobs = jobsOf([...always, ...own])
  const positions = new Map(jobs.list.map((job, position) => [job.id, position]))
  const settled = new Array<number>(field.entrants.length + 1).fill(Number.POSITIVE_INFINITY)
  for (let i = field.entrants.length - 1; i >= 0; i--) {
    settled[i] = Math.min(settled[i + 1] ?? Number.POSITIVE_INFINITY, field.entrants[i]?.block.start ?? 0)
  }
  return {
    field,
    question,
    after,
    jobs,
    jobOf: field.entrants.map(({ job }) => (job === null ? -1 : (positions.get(job.id) ?? -1))),
    promised: always.map((job) => positions.get(job.id) ?? -1).sort((a, b) => a - b),
    settled,
  }
}

/**
 * @param width labels kept at each step
 * @param floor worth of a set already known: whatever cannot reach it is left
 */
function search(run: Run, width: number, floor: number, most: { labels: number; narrow: number }): Ended {
  const { jobs, settled, promised } = run
  const { entrants, desk } = run.field
  const { held } = run.question
  let dropped = -1
  let work = 1
  const nothing = { at: Number.NEGATIVE_INFINITY, pending: [], placed: null }
  const root = {
    rank: 0,
    worth: 0,
    hope: hopeOfAll(run),
    used: 0,
    evenings: 0,
    evening: -1,
    today: 0,
    chosen: null,
    taken: held === null ? null : take(held.block, null),
  }
  // Ascending by rank at every step: of equals the first is the one to keep.
  let labels: Label[] = [{ ...root, progress: nothing }]
  for (let i = 0, arrived = 0; i <= entrants.length; i++) {
    const until = settled[i] ?? Number.POSITIVE_INFINITY
    const arriving = arrived
    while (arrived < promised.length && releaseOf(run, arrived) < until) arrived++
    const news = promised.slice(arriving, arrived)
    const entrant = entrants[i]
    const kept: Label[] = []
    for (const label of labels) {
      const pending = merge(label.progress.pending, news)
      const from = pending === label.progress.pending ? label.progress : { ...label.progress, pending }
      for (const progress of advance(jobs, desk, from, label.taken, until)) {
        const settledLabel = progress === label.progress ? label : { ...label, progress }
        if (entrant === undefined) kept.push(settledLabel)
        else keep(kept, settledLabel, i, run)
      }
    }
    labels = kept
    if (entrant === undefined) break
    if (work > most.labels) width = most.narrow
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
      for (const child of [attended(run, label, i, entrant, later), label]) {
        if (child === null) continue
        const moved = onwards(run, child, i)
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
  return { label: best, worth: best?.worth ?? -1, dropped: desk.cut ? hopeOfAll(run) : dropped, work }
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
function attended(run: Run, label: Label, i: number, entrant: Entrant, later: readonly number[]): Label | null {
  const { held, caps, evenings: limits } = run.question
  const used = label.used + entrant.charge
  const isNew = entrant.evening >= 0 && entrant.evening !== label.evening && entrant.evening !== held?.evening
  const evenings = label.evenings + (isNew ? 1 : 0)
  const today = label.today + (held?.day === entrant.day ? 1 : 0)
  if (used > (caps[entrant.week] ?? 0) || today >= entrant.room) return null
  if (isNew && evenings > (limits[entrant.week] ?? 0)) return null
  if (held !== null && (held === entrant || conflict(held.event, entrant.event))) return null
  for (let one = label.chosen; one !== null && one.free > i; one = one.before) {
    if (conflict(one.entrant.event, entrant.event)) return null
  }
  const taken = take(entrant.block, label.taken)
  const job = run.jobOf[i] ?? -1
  const pending = job < 0 ? label.progress.pending : merge(label.progress.pending, [job])
  const progress = { ...label.progress, pending }
  if (!isHopeful(run.jobs, run.field.desk, progress, taken, later)) return null
  return {
    rank: label.rank,
    worth: label.worth + entrant.worth,
    hope: 0,
    used,
    evenings,
    evening: isNew ? entrant.evening : label.evening,
    today: label.today + 1,
    chosen: { entrant, before: label.chosen, free: Math.max(entrant.free, label.chosen?.free ?? 0) },
    taken,
    progress,
  }
}

/** The label as the next entrant finds it: counters begin anew with its week and its day. */
function onwards({ field, question, after }: Run, label: Label, i: number): Label {
  const { entrants } = field
  const [now, next] = [entrants[i], entrants[i + 1]]
  if (now === undefined || next === undefined) return { ...label, hope: label.worth }
  const sameWeek = now.week === next.week
  const used = sameWeek ? label.used : 0
  const evenings = sameWeek ? label.evenings : 0
  const minutesLeft = (question.caps[next.week] ?? 0) - used
  const eveningsLeft = (question.evenings[next.week] ?? 0) - evenings
  const position = Math.max(i + 1, label.chosen?.entrant.next ?? 0)
  const hope =
    label.worth + hopeByCap(field, question, after, position, next.week, minutesLeft, eveningsLeft, label.evening)
  return { ...label, used, evenings, today: now.day === next.day ? label.today : 0, hope }
}

function hopeOfAll(run: Run): number {
  const { caps, evenings } = run.question
  const week = run.field.entrants[0]?.week ?? 0
  return hopeByCap(run.field, run.question, run.after, 0, week, caps[week] ?? 0, evenings[week] ?? 0, -1)
}

/** Adds a label unless one already there outdoes it, and takes out what it outdoes itself. */
function keep(labels: Label[], label: Label, i: number, run: Run): void {
  const oldest = Math.max(0, labels.length - COMPARED)
  for (let k = labels.length - 1; k >= oldest; k--) {
    const other = labels[k]
    if (other !== undefined && other.worth >= label.worth && outdoes(other, label, i, run)) return
  }
  let free = oldest
  for (let k = oldest; k < labels.length; k++) {
    const other = labels[k]
    if (other === undefined || (label.worth > other.worth && outdoes(label, other, i, run))) continue
    labels[free++] = other
  }
  labels.length = free
  labels.push(label)
}

/** Whether whatever `b` can still become, `a` can become too: no less left to spend, no more in its way. Worth apart. */
function outdoes(a: Label, b: Label, i: number, run: Run): boolean {
  if (a.used > b.used || a.today > b.today) return false
  const evening = run.field.entrants[i]?.evening ?? -1
  // An evening that b has paid for and a has not would cost a one more.
  const behind = evening >= 0 && b.evening === evening && a.evening !== evening ? 1 : 0
  if (a.evenings + behind > b.evenings) return false
  const sameLast = a.chosen?.entrant === b.chosen?.entrant && (a.chosen?.before?.free ?? 0) <= i
  if ((a.chosen?.free ?? 0) > i && !sameLast) return false
  const [mine, theirs] = [a.progress.pending, b.progress.pending]
  if (mine.length > theirs.length) return false
  for (let m = 0, t = 0; m < mine.length; m++, t++) {
    // Each follow-up that a still owes is matched with one of b's whose slot would do for it.
    while (t < theirs.length && !wouldDo(run, a, mine[m] ?? 0, b, theirs[t] ?? 0)) t++
    if (t >= theirs.length) return false
  }
  // Slots still to come begin after this; before it, what a blocks is no matter.
  const since = mine.length === 0 ? (run.settled[i] ?? 0) : b.progress.at
  for (let block = a.taken; block !== null && block.reach > since; block = block.before) {
    if (block.end > since && !isTaken(b.taken, block)) return false
  }
  return true
}

function wouldDo(run: Run, a: Label, mine: number, b: Label, theirs: number): boolean {
  const [own, other] = [run.jobs.list[mine], run.jobs.list[theirs]]
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

function labelled(run: Run, { label, worth, dropped }: Ended, steps: number): Labelled {
  const set: Entrant[] = []
  for (let one = label?.chosen ?? null; one !== null; one = one.before) set.unshift(one.entrant)
  const most = Math.max(worth, dropped)
  return { set, worth, proven: most <= worth && !run.field.desk.cut, most, steps }
}

function releaseOf({ jobs, promised }: Run, n: number): number {
  return jobs.list[promised[n] ?? -1]?.release ?? Number.POSITIVE_INFINITY
}

/** Both ascending; the first list itself when there is nothing to add. */
function merge(a: readonly number[], b: readonly number[]): readonly number[] {
  return b.length === 0 ? a : [...a, ...b].sort((x, y) => x - y)
}
