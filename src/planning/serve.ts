/**
 * First come, first served: follow-ups go to the desk in the order of their releases, each at the first grid point that is free. Of jobs of one
 * length whose deadlines follow their releases this decides exactly whether all have slots (swapping two of them helps neither); of others a
 * "yes" is as good as any, and a "no" has to be looked into (`slots.ts`).
 */
import { compareJobs, type Desk, gapAt, type Job, onGrid, type Span } from './slots.ts'

/** An event on its way into a set: what it takes out of the desk's time, and the follow-up it owes. */
export interface Guest {
  block: Span
  job: Job | null
}
/** Jobs in the order served, and where each begins; kept by the caller and used again, since sets are tried by the thousand. */
export interface Line {
  jobs: Job[]
  starts: number[]
}

/**
 * @param promised jobs that come in any case, in the order of `compareJobs`
 * @param guests the events attended, in any order
 * @param line is filled with what was served, as far as it went
 * @returns `short`: there is certainly no way
 */
export function serve(
  desk: Desk,
  promised: readonly Job[],
  guests: readonly Guest[],
  line: Line,
): 'served' | 'short' | 'unsure' {
  const { jobs, starts } = line
  jobs.length = 0
  starts.length = 0
  for (const job of promised) jobs.push(job)
  for (const { job } of guests) if (job !== null) insert(jobs, job)
  let at = Number.NEGATIVE_INFINITY
  let deadline = Number.NEGATIVE_INFINITY
  let isAlike = true
  const length = jobs[0]?.minutes
  for (const job of jobs) {
    isAlike = isAlike && job.minutes === length && job.deadline >= deadline
    deadline = job.deadline
    const start = firstFree(desk, at > job.release ? at : job.release, job.minutes, guests)
    if (start + job.minutes > job.deadline) return isAlike ? 'short' : 'unsure'
    starts.push(start)
    at = start + job.minutes
  }
  return 'served'
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

function firstFree(desk: Desk, from: number, minutes: number, guests: readonly Guest[]): number {
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
