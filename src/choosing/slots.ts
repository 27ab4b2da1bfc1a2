/**
 * Distinct slots for follow-ups in the time that is left: one desk, jobs of some minutes with a release and a deadline, starts on a grid,
 * gaps between which nothing is worked. Whether all fit is decided exactly:
 *
 * - Two jobs of one length whose releases and deadlines are ordered alike can always be done in that order: swapping their slots
 *   breaks neither release nor deadline. Jobs are therefore split into *chains*, one length each, ordered by release with deadlines
 *   that never fall, and a chain is worked in its order. Where a length's windows do not agree, it becomes several chains.
 * - Starting each job as early as the grid, the gaps and its release allow leaves the most for the rest, whatever the order of chains.
 * - So a state is "how many of each chain are done", and of two ways to it the one that is free earlier is at least as good. With one
 *   chain (equal lengths, the usual case) nothing is left to decide: first come, first served is exact.
 * - Of several chains only those heads are tried next that start before some other head could be finished: whoever starts later leaves
 *   room to do that other one first.
 *
 * Times are whole minutes since an epoch of the caller's; spans are half-open.
 */
export interface Span {
  start: number
  end: number
}
export interface Job {
  id: string
  /** Whole and positive. */
  minutes: number
  /** Not to begin before, not to end after. */
  release: number
  deadline: number
}
/** Starts are the minutes `m` with `(m - phase) % step === 0`. */
export interface Grid {
  step: number
  phase: number
}

/** Ways followed at once while many follow-ups of many lengths wait for the desk, and once there were more than that. */
const MAX_WAYS = 64
const FEW_WAYS = 8

/** Blocks of the events chosen so far, newest first; `reach` is the latest end among this and all before it. */
export interface Taken extends Span {
  reach: number
  before: Taken | null
}
export function take(block: Span, before: Taken | null): Taken {
  return { start: block.start, end: block.end, reach: Math.max(block.end, before?.reach ?? block.end), before }
}

/** Free time, ready to be asked: gaps ascending and disjoint, their starts moved up to the grid. */
export interface Desk {
  starts: number[]
  ends: number[]
  grid: Grid
  /** Steps of the grid that begin in the gaps before each, and in all behind the last. */
  steps: number[]
  /** Set once a search for slots had more ways to follow than `MAX_WAYS`: from then on a "no" is not proven. */
  cut: boolean
}
export function deskOf(free: readonly Span[], blocks: readonly Span[], grid: Grid): Desk {
  const desk: Desk = { starts: [], ends: [], grid, steps: [0], cut: false }
  const cuts = mergeSpans(blocks)
  let first = 0
  for (const gap of mergeSpans(free)) {
    while ((cuts[first]?.end ?? Number.POSITIVE_INFINITY) <= gap.start) first++
    let { start } = gap
    for (let i = first; ; i++) {
      const cut = cuts[i]
      if (cut === undefined || cut.start >= gap.end) break
      if (cut.start > start) open(desk, start, cut.start)
      start = cut.end
    }
    if (start < gap.end) open(desk, start, gap.end)
  }
  return desk
}

function open(desk: Desk, from: number, end: number): void {
  const start = onGrid(from, desk.grid)
  if (start >= end) return
  desk.starts.push(start)
  desk.ends.push(end)
  desk.steps.push((desk.steps[desk.starts.length - 1] ?? 0) + stepsOf(end - start, desk.grid))
}

/** How many steps of the grid such a time takes up, the last one not always whole. */
export function stepsOf(minutes: number, grid: Grid): number {
  return Math.ceil(minutes / grid.step)
}

/** Steps of free time that begin before a minute: free time as a clock that stands still between the gaps. */
export function stepsUntil({ starts, ends, steps, grid }: Desk, minute: number): number {
  const gap = gapAt(ends, minute)
  const within = minute - (starts[gap] ?? minute)
  return (steps[gap] ?? 0) + (within > 0 ? stepsOf(within, grid) : 0)
}

/** The first start on the grid at or after `from` with `minutes` free; Infinity when there is none. */
export function earliestStart(desk: Desk, from: number, minutes: number, taken: Taken | null): number {
  let start = onGrid(from, desk.grid)
  for (let gap = gapAt(desk.ends, start); gap < desk.ends.length; gap++) {
    const end = desk.ends[gap] ?? 0
    start = Math.max(start, desk.starts[gap] ?? 0)
    while (start + minutes <= end) {
      const clear = clearOf(taken, start, minutes)
      if (clear === start) return start
      start = onGrid(clear, desk.grid)
    }
  }
  return Number.POSITIVE_INFINITY
}

/** By release, deadline, minutes, id: the order in which jobs are served, and in which promises are made. */
export function compareJobs(a: Job, b: Job): number {
  return (
    a.release - b.release ||
    a.deadline - b.deadline ||
    a.minutes - b.minutes ||
    (a.id < b.id ? -1 : Number(a.id > b.id))
  )
}

/** Jobs in the order in which they are released, each with the number of its chain. Positions in these lists name the jobs. */
export interface Jobs {
  list: readonly Job[]
  chain: readonly number[]
  chains: number
}
export function jobsOf(unordered: readonly Job[]): Jobs {
  const list = [...unordered].sort(compareJobs)
  const ends: { minutes: number; deadline: number }[] = []
  const chain = list.map((job) => {
    let own = ends.findIndex((end) => end.minutes === job.minutes && end.deadline <= job.deadline)
    if (own < 0) own = ends.push({ minutes: job.minutes, deadline: job.deadline }) - 1
    ends[own] = { minutes: job.minutes, deadline: job.deadline }
    return own
  })
  return { list, chain, chains: ends.length }
}

/** How far the desk has come: free again from `at`; `pending` ascending positions in `Jobs`; `placed` newest first. */
export interface Progress {
  at: number
  pending: readonly number[]
  placed: Placed | null
}
export interface Placed {
  job: number
  start: number
  before: Placed | null
}

/**
 * All ways worth keeping in which the desk may stand once everything that ends by `until` is settled; none when some job cannot make
 * its deadline. Time before `until` is never taken away later, time after it may be. With `until` Infinity every job is placed.
 */
export function advance(jobs: Jobs, desk: Desk, from: Progress, taken: Taken | null, until: number): Progress[] {
  if (from.pending.length === 0) return [from]
  return jobs.chains === 1 ? inOrder(jobs, desk, from, taken, until) : inAnyOrder(jobs, desk, from, taken, until)
}

/**
 * False when some chain alone cannot be worked off in time, even if the other chains were not there. Exact with one chain.
 * @param later positions of jobs that come in any case and are not pending yet, ascending; without events chosen they all fit
 */
export function isHopeful(
  jobs: Jobs,
  desk: Desk,
  from: Progress,
  taken: Taken | null,
  later: readonly number[],
): boolean {
  const reach = taken?.reach ?? Number.NEGATIVE_INFINITY
  for (let chain = 0; chain < jobs.chains; chain++) {
    let at = from.at
    for (let i = 0, j = 0; i < from.pending.length || j < later.length; ) {
      const [now, then] = [from.pending[i] ?? Number.POSITIVE_INFINITY, later[j] ?? Number.POSITIVE_INFINITY]
      const position = Math.min(now, then)
      if (now < then) i++
      else j++
      const job = jobs.list[position]
      if (job === undefined || jobs.chain[position] !== chain) continue
      // From here on nothing of what was chosen can be felt.
      if (i === from.pending.length && now > then && job.release >= at && job.release >= reach) break
      at = earliestStart(desk, Math.max(at, job.release), job.minutes, taken) + job.minutes
      if (at > job.deadline) return false
    }
  }
  return true
}

function inOrder(jobs: Jobs, desk: Desk, from: Progress, taken: Taken | null, until: number): Progress[] {
  let { at, placed } = from
  let done = 0
  for (const position of from.pending) {
    const job = jobs.list[position]
    if (job === undefined) break
    const start = earliestStart(desk, Math.max(at, job.release), job.minutes, taken)
    if (start + job.minutes > job.deadline) return []
    if (start + job.minutes > until) {
      at = Math.max(at, Math.min(start, until))
      break
    }
    placed = { job: position, start, before: placed }
    at = start + job.minutes
    done++
  }
  return [{ at, placed, pending: done === 0 ? from.pending : from.pending.slice(done) }]
}

function inAnyOrder(jobs: Jobs, desk: Desk, from: Progress, taken: Taken | null, until: number): Progress[] {
  const settled = new Map<string, Progress>()
  // Layer by layer, a job more placed in each; of equal remainders the desk that is free earlier stays.
  for (let layer = [from]; layer.length > 0; ) {
    const next = new Map<string, Progress>()
    for (const progress of layer) {
      const heads = headsOf(jobs, desk, progress, taken)
      if (heads === null) continue
      const firstEnd = Math.min(...heads.map((head) => head.end))
      if (heads.length === 0 || heads.some((head) => head.start < firstEnd && head.end > until)) {
        keepEarlier(settled, progress)
      }
      for (const head of heads) {
        if (head.start >= firstEnd || head.end > until) continue
        const placed = { job: head.position, start: head.start, before: progress.placed }
        keepEarlier(next, { at: head.end, placed, pending: progress.pending.filter((p) => p !== head.position) })
      }
    }
    layer = [...next.values()]
    if (layer.length > (desk.cut ? FEW_WAYS : MAX_WAYS)) {
      desk.cut = true
      layer = layer.sort((a, b) => a.at - b.at).slice(0, FEW_WAYS)
    }
  }
  return [...settled.values()]
}

interface Head extends Span {
  position: number
}
/** The first pending job of each chain where it would lie now; null when one of them is too late already. */
function headsOf(jobs: Jobs, desk: Desk, progress: Progress, taken: Taken | null): Head[] | null {
  const heads: Head[] = []
  const seen = new Set<number>()
  for (const position of progress.pending) {
    const job = jobs.list[position]
    const chain = jobs.chain[position]
    if (job === undefined || chain === undefined || seen.has(chain)) continue
    seen.add(chain)
    const start = earliestStart(desk, Math.max(progress.at, job.release), job.minutes, taken)
    if (start + job.minutes > job.deadline) return null
    heads.push({ position, start, end: start + job.minutes })
  }
  return heads
}

function keepEarlier(found: Map<string, Progress>, progress: Progress): void {
  const key = progress.pending.join()
  const known = found.get(key)
  if (known === undefined || progress.at < known.at) found.set(key, progress)
}

/** The first minute at or after `start` from which nothing taken lies in the way of the block that asks; `start` if it is clear. */
function clearOf(taken: Taken | null, start: number, minutes: number): number {
  let clear = start
  for (let block = taken; block !== null && block.reach > start; block = block.before) {
    if (block.start < start + minutes && block.end > start && block.start < block.end)
      clear = Math.max(clear, block.end)
  }
  return clear
}

/** Position of the first gap that ends after `minute`. */
export function gapAt(ends: readonly number[], minute: number): number {
  let [low, high] = [0, ends.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ends[middle] ?? 0) > minute) high = middle
    else low = middle + 1
  }
  return low
}

export function onGrid(minute: number, grid: Grid): number {
  return Math.ceil((minute - grid.phase) / grid.step) * grid.step + grid.phase
}

/** Ascending, without overlaps or touching neighbours; empty spans are dropped. */
export function mergeSpans(spans: readonly Span[]): readonly Span[] {
  if (isMerged(spans)) return spans
  const merged: Span[] = []
  for (const span of spans.filter((one) => one.start < one.end).sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1)
    if (last !== undefined && span.start <= last.end) last.end = Math.max(last.end, span.end)
    else merged.push({ ...span })
  }
  return merged
}

function isMerged(spans: readonly Span[]): boolean {
  let last = Number.NEGATIVE_INFINITY
  for (const { start, end } of spans) {
    if (start <= last || end <= start) return false
    last = end
  }
  return true
}
