/**
 * Slots for a set of follow-ups, looked for thousands of times: first come, first served, each at the first grid point that is free. Of jobs of
 * one length whose deadlines follow their releases this decides exactly whether all have slots (swapping two of them helps neither).
 * Where such a queue of other jobs fails, its orders are searched, as far as they differ: jobs of one length in the order of their deadlines, none
 * while another could be done before it begins, and of two ways to have the same jobs done the one that is free earlier.
 */
import { compareJobs, type Desk, gapAt, type Job, onGrid, type Span, stepsOf, stepsUntil } from './slots.ts'

/** An event on its way into a set: what it takes out of the desk's time, and the follow-up it owes. */
export interface Guest {
  block: Span
  job: Job | null
}
/** Jobs in the order of `compareJobs`, and where each begins; kept by the caller and used again. */
export interface Line {
  jobs: Job[]
  starts: number[]
  /** Slots looked for so far: what the work of a search is reckoned by. */
  looks: number
}

/** Ways followed for one queue, and jobs of it that are looked at (bits of a mask). */
const MOST_WAYS = 2000
const MOST_IN_QUEUE = 30

/**
 * @param promised jobs that come in any case, in the order of `compareJobs`
 * @param guests the events attended, in any order
 * @param line is filled with what was served, when all were
 * @returns whether all have slots; where the search had to be cut short, `desk.cut` is set and the "no" is not proven
 */
export function serve(desk: Desk, promised: readonly Job[], guests: readonly Guest[], line: Line): boolean {
  const { jobs, starts } = line
  jobs.length = 0
  starts.length = 0
  for (const job of promised) jobs.push(job)
  for (const { job } of guests) if (job !== null) insert(jobs, job)
  let at = Number.NEGATIVE_INFINITY
  let [queue, free, isAlike] = [0, at, true]
  for (let i = 0; i < jobs.length; i++) {
    const [job, before] = [jobs[i], jobs[i - 1]]
    if (job === undefined) break
    if (at <= job.release) [queue, free, isAlike] = [i, at, true]
    else isAlike = isAlike && job.minutes === before?.minutes && job.deadline >= before.deadline
    line.looks++
    const start = firstFree(desk, at > job.release ? at : job.release, job.minutes, guests)
    if (start + job.minutes <= job.deadline) {
      starts[i] = start
      at = start + job.minutes
      continue
    }
    // Whatever was done before this queue formed has slots of its own; what comes when it is over may go on as before.
    const over = isAlike ? null : workOff(desk, guests, line, queue, free)
    if (over === null) return false
    i = over.last
    at = over.at
  }
  return true
}

function insert(jobs: Job[], job: Job): void {
  let i = jobs.length
  jobs.push(job)
  for (let before = jobs[i - 1]; before !== undefined && compareJobs(before, job) > 0; before = jobs[i - 1]) {
    jobs[i] = before
    i--
  }
  jobs[i] = job
}

/**
 * Searches the orders of the jobs from position `first` on, the desk being free from `at`, until the queue is over: all up to some job done before
 * the next is released.
 * @returns that job and when the desk is free; null when there is no way
 */
function workOff(
  desk: Desk,
  guests: readonly Guest[],
  line: Line,
  first: number,
  at: number,
): { last: number; at: number } | null {
  const { jobs: all, starts } = line
  const jobs = all.slice(first, first + MOST_IN_QUEUE)
  if (isTooMuch(desk, guests, jobs, at)) return null
  const isWhole = first + jobs.length === all.length
  // Who of one length has to wait for whom: the one before it, where their deadlines agree.
  const waitsFor = jobs.map((job, i) => {
    for (let k = i - 1; k >= 0; k--) {
      const other = jobs[k]
      if (other?.minutes === job.minutes && other.deadline <= job.deadline) return k
    }
    return -1
  })
  /** By jobs done: the earliest that the desk was free with them. */
  const known = new Map<number, number>()
  let ways = 0
  /** @param count jobs done, of which the first `prefix` without a gap */
  const go = (done: number, count: number, prefix: number, from: number): { last: number; at: number } | null => {
    const next = jobs[prefix]
    if (count === prefix && count > 0 && (next === undefined ? isWhole : from <= next.release)) {
      return { last: first + count - 1, at: from }
    }
    const earlier = known.get(done)
    if (earlier !== undefined && earlier <= from) return null
    known.set(done, from)
    if (next === undefined || ++ways > MOST_WAYS) {
      desk.cut = true
      return null
    }
    const heads: { i: number; start: number; end: number; deadline: number }[] = []
    let firstEnd = Number.POSITIVE_INFINITY
    for (let i = prefix; i < jobs.length; i++) {
      const [job, waits] = [jobs[i], waitsFor[i] ?? -1]
      if (job === undefined || job.release >= firstEnd) break
      if ((done & (1 << i)) !== 0 || (waits >= 0 && (done & (1 << waits)) === 0)) continue
      line.looks++
      const start = firstFree(desk, from > job.release ? from : job.release, job.minutes, guests)
      const end = start + job.minutes
      if (end > job.deadline) return null
      if (end < firstEnd) firstEnd = end
      heads.push({ i, start, end, deadline: job.deadline })
    }
    heads.sort((a, b) => a.deadline - b.deadline || a.end - b.end)
    for (const { i, start, end } of heads) {
      // Who begins when another could be done already leaves room to do that one first.
      if (start >= firstEnd) continue
      starts[first + i] = start
      let whole = i === prefix ? prefix + 1 : prefix
      const now = done | (1 << i)
      while (i === prefix && (now & (1 << whole)) !== 0) whole++
      const over = go(now, count + 1, whole, end)
      if (over !== null) return over
    }
    return null
  }
  return go(0, 0, 0, at)
}

/** Whether the jobs due by some deadline take more steps than there are until then, even if each could be cut up and begin at once. */
function isTooMuch(desk: Desk, guests: readonly Guest[], jobs: readonly Job[], at: number): boolean {
  const from = Math.max(at, jobs[0]?.release ?? at)
  const begun = stepsUntil(desk, onGrid(from, desk.grid))
  let wanted = 0
  for (const { deadline, minutes } of [...jobs].sort((a, b) => a.deadline - b.deadline)) {
    wanted += stepsOf(minutes, desk.grid)
    if (begun + wanted > stepsUntil(desk, deadline) - stepsTaken(desk, guests, from, deadline)) return true
  }
  return false
}

/** Steps of free time that begin within the blocks of these events, between two minutes; as far as they come in order of start. */
function stepsTaken(desk: Desk, guests: readonly Guest[], from: number, until: number): number {
  let [taken, last] = [0, from]
  for (const { block } of guests) {
    const [start, end] = [Math.max(block.start, last), Math.min(block.end, until)]
    if (start >= end) continue
    taken += stepsUntil(desk, end) - stepsUntil(desk, start)
    last = end
  }
  return taken
}

/** The first grid point from which on so many minutes are free of the blocks of these events; Infinity when there is none. */
export function firstFree(desk: Desk, from: number, minutes: number, guests: readonly Guest[]): number {
  let start = onGrid(from, desk.grid)
  for (let gap = gapAt(desk.ends, start); gap < desk.ends.length; gap++) {
    const end = desk.ends[gap] ?? 0
    const opens = desk.starts[gap] ?? 0
    if (start < opens) start = opens
    while (start + minutes <= end) {
      let clear = start
      for (const { block } of guests) {
        if (block.start < start + minutes && block.end > clear && block.end > start && block.start < block.end) {
          clear = block.end
        }
      }
      if (clear === start) return start
      start = onGrid(clear, desk.grid)
    }
  }
  return Number.POSITIVE_INFINITY
}
