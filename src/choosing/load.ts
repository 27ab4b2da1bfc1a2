/**
 * The other table: what events could add if only their follow-ups were in each other's way. The desk is taken for a clock that runs while there
 * is free time, in steps of its grid, and follow-ups for work that can be cut anywhere: whoever is served waits for what was taken on before, and
 * must be done by the deadline. Windows are widened until they follow each other, so that first come, first served is best. The cap is not
 * counted here but priced: each minute costs an event so much, and every minute that there is brings so much. So the answer is never less
 * than the truth; where free time is scarce it is much nearer to it than the table of the cap, and it sees over the weekend.
 */
import type { Entrant, Field } from './field.ts'
import { onGrid, stepsOf, stepsUntil } from './slots.ts'

/** Times are steps of free time since the desk's first gap; positions count from the field's `first`. */
export interface Load extends Rows {
  /** By week: worth of a minute of its cap, and of all minutes from this week on. */
  readonly prices: readonly number[]
  readonly minutes: readonly number[]
  /** By position and steps of work still waiting when its follow-up could begin. */
  readonly cells: Float64Array
}
interface Rows {
  readonly first: number
  readonly entrants: readonly Entrant[]
  /** Events that are not to be had. */
  readonly isOut: readonly boolean[]
  /** When the follow-up of each, or any later one's, can begin; by when its own, or any earlier one's, must be done; what it takes. */
  readonly release: readonly number[]
  readonly deadline: readonly number[]
  readonly steps: readonly number[]
  /** What is promised in any case and comes before it. */
  readonly promised: readonly (readonly { steps: number; release: number }[])[]
  readonly columns: number
}

/** Prices tried for each week: quantiles of what its events bring for a minute. */
const PRICES_TRIED = 6

/** @param caps minutes left by week */
export function loadOf(
  field: Field,
  weeks: { first: number; last: number },
  caps: readonly number[],
  isOut: (one: Entrant) => boolean,
): Load {
  const rows = rowsOf(field, weeks, isOut)
  field.tables.cells += rows.entrants.length * rows.columns * (1 + PRICES_TRIED * (weeks.last - weeks.first + 1))
  let best = pricedAt(
    rows,
    caps,
    caps.map(() => 0),
  )
  for (let week = weeks.first; week <= weeks.last; week++) {
    const brings = rows.entrants
      .filter((one) => one.week === week && one.charge > 0)
      .map((one) => one.worth / one.charge)
      .sort((a, b) => a - b)
    for (let n = 1; n <= PRICES_TRIED; n++) {
      const price = brings[Math.floor((n * brings.length) / (PRICES_TRIED + 1))] ?? 0
      const load = pricedAt(rows, caps, best.prices.with(week, price))
      if (wholeOf(load, weeks.first, caps) < wholeOf(best, weeks.first, caps)) best = load
    }
  }
  return best
}

/**
 * The most that the events from a position on can add.
 * @param at until when the desk is taken
 * @param minutesLeft of the cap of this week
 */
export function mostUnder(load: Load, position: number, at: number, week: number, minutesLeft: number): number {
  const own = load.entrants[position - load.first]?.week
  // Behind the last there is nothing to add, and minutes of a week that is over are worth nothing any more.
  if (own === undefined) return 0
  const minutes =
    own === week ? (load.prices[week] ?? 0) * minutesLeft + (load.minutes[week + 1] ?? 0) : (load.minutes[own] ?? 0)
  return cellAt(load, position - load.first, at) + minutes
}

/** Until when the desk is taken once what is promised before this position is served too. */
export function waitingAt({ promised, first }: Rows, position: number, at: number): number {
  let until = at
  for (const { steps, release } of promised[position - first] ?? []) until = Math.max(until, release) + steps
  return until
}

/** Until when it is taken with this event's follow-up; null when that cannot be done in time. */
export function doneBy(rows: Rows, position: number, at: number): number | null {
  const local = position - rows.first
  const steps = rows.steps[local] ?? 0
  if (steps === 0) return at
  const done = Math.max(at, rows.release[local] ?? 0) + steps
  return done > (rows.deadline[local] ?? 0) ? null : done
}

function rowsOf(field: Field, weeks: { first: number; last: number }, isOut: (one: Entrant) => boolean): Rows {
  const first = field.weeks[weeks.first] ?? 0
  const entrants = field.entrants.slice(first, field.weeks[weeks.last + 1] ?? 0)
  const { desk } = field
  const from = (minute: number) => stepsUntil(desk, onGrid(minute, desk.grid))
  const release = new Array<number>(entrants.length + 1).fill(Number.POSITIVE_INFINITY)
  for (let i = entrants.length - 1; i >= 0; i--) {
    const job = entrants[i]?.job ?? null
    const opens = job === null ? Number.POSITIVE_INFINITY : from(job.release)
    release[i] = Math.min(opens, release[i + 1] ?? Number.POSITIVE_INFINITY)
  }
  const deadline: number[] = []
  for (const { job } of entrants) {
    deadline.push(Math.max(job === null ? 0 : stepsUntil(desk, job.deadline), deadline.at(-1) ?? 0))
  }
  const promised = entrants.map((): { steps: number; release: number }[] => [])
  for (const job of field.promised) {
    const [opens, closes] = [from(job.release), stepsUntil(desk, job.deadline)]
    const before = entrants.findIndex((_, i) => (release[i] ?? 0) >= opens && (deadline[i] ?? 0) >= closes)
    promised[before]?.push({ steps: stepsOf(job.minutes, desk.grid), release: opens })
  }
  return {
    first,
    entrants,
    isOut: entrants.map(isOut),
    release,
    deadline,
    steps: entrants.map(({ job }) => (job === null ? 0 : stepsOf(job.minutes, desk.grid))),
    promised,
    columns: deadline.reduce((most, closes, i) => Math.max(most, closes - (release[i] ?? closes)), 0) + 1,
  }
}

function pricedAt(rows: Rows, caps: readonly number[], prices: readonly number[]): Load {
  const { entrants, columns, release } = rows
  const minutes = new Array<number>(caps.length + 1).fill(0)
  for (let week = caps.length - 1; week >= 0; week--) {
    minutes[week] = (minutes[week + 1] ?? 0) + (prices[week] ?? 0) * Math.max(0, caps[week] ?? 0)
  }
  const cells = new Float64Array((entrants.length + 1) * columns)
  const load: Load = { ...rows, prices, minutes, cells }
  for (let i = entrants.length - 1; i >= 0; i--) {
    const one = entrants[i]
    if (one === undefined) break
    const position = rows.first + i
    const next = Math.min(one.next - rows.first, entrants.length)
    const gain = rows.isOut[i] === true ? 0 : one.worth - one.charge * (prices[one.week] ?? 0)
    const opens = release[i] ?? 0
    for (let column = 0; column < columns; column++) {
      // With nothing waiting, the desk may have been idle for long.
      const at = waitingAt(rows, position, column === 0 || opens === Number.POSITIVE_INFINITY ? 0 : opens + column)
      let most = cellAt(load, i + 1, at)
      const done = gain > 0 ? doneBy(rows, position, at) : null
      if (done !== null) most = Math.max(most, gain + cellAt(load, next, done))
      cells[i * columns + column] = most
    }
  }
  return load
}

function wholeOf(load: Load, first: number, caps: readonly number[]): number {
  return mostUnder(load, load.first, 0, first, caps[first] ?? 0)
}

function cellAt({ release, columns, cells }: Rows & { cells: Float64Array }, local: number, at: number): number {
  const waiting = at - (release[local] ?? Number.POSITIVE_INFINITY)
  const column = waiting <= 0 ? 0 : Math.min(waiting, columns - 1)
  return cells[local * columns + column] ?? 0
}
