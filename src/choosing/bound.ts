/**
 * The choice of one week without its follow-ups, as a table: for each candidate, each rest of the cap and each number of evenings left, the most
 * that it and the later ones could add if follow-ups and the daily limit were no matter and each event had to get along with the next one
 * alone. Never less than the truth, so whatever it shows to be hopeless is; and most often it is the truth.
 *
 * A dynamic programme backwards over the candidates in order of start: leave this one, or take it and go on with the first one that
 * does not conflict with it. The cap is counted in the largest unit that divides all charges; where that would make too large a table, charges
 * and cap are both rounded down to a coarser one, and the answer stays an upper bound. Read the other way round (`backwards`), the same
 * programme tells what the earlier candidates could have added.
 */

/** One week's candidates in order of start; positions are those in these lists. */
export interface BoundEvents {
  worth: number[]
  charge: number[]
  /** The evening that each would use up, -1 for none. Events of one evening stand next to each other. */
  evening: number[]
  /** First later position that does not conflict with it; their number behind the last. */
  next: number[]
}
export interface Bound {
  readonly minutes: number
  readonly rows: number
  readonly columns: number
  readonly unit: number
  readonly cells: Float64Array
  /** Where the cells of each position begin, and those of one whose evening is used up already. */
  readonly open: readonly number[]
  readonly paid: readonly number[]
}

/** Cells of one week's table: 40 candidates under a cap of 6 h take some ten thousand. */
const MOST_CELLS = 1_000_000

/** Where tables are kept: as much as they need, handed out piece by piece. */
export interface Memory {
  cells: Float64Array
  used: number
}
const PIECE = 1 << 13

/** @returns where the piece begins in `memory.cells`; what it holds is left over from before */
function pieceOf(memory: Memory, size: number): number {
  if (memory.used + size > memory.cells.length) {
    // Tables made before keep the cells they were given.
    memory.cells = new Float64Array(Math.max(PIECE, size, 2 * memory.cells.length))
    memory.used = 0
  }
  const begins = memory.used
  memory.used += size
  return begins
}

/**
 * @param minutes the most of the cap that will be asked for; negative is none
 * @param evenings evenings left in the week
 */
export function boundOf(events: BoundEvents, minutes: number, evenings: number, memory: Memory): Bound {
  const { worth, charge, evening, next } = events
  const size = worth.length
  const cap = Math.max(0, minutes)
  let days = 0
  let doubled = 0
  for (let i = 0; i < size; i++) {
    if ((evening[i] ?? -1) < 0) continue
    if (i === 0 || evening[i] !== evening[i - 1]) days++
    else doubled++
  }
  // More evenings than there are cost nothing to count.
  const rows = Math.min(Math.max(0, evenings), days) + 1
  const layers = size + doubled + 1
  const unit = Math.max(1, divisorOf(charge), Math.ceil((cap * layers * rows) / MOST_CELLS))
  const columns = Math.floor(cap / unit) + 1
  const layer = rows * columns
  let top = pieceOf(memory, layers * layer)
  const { cells } = memory
  // Behind the last event nothing is left to add.
  cells.fill(0, top, top + layer)
  const open = new Array<number>(size + 1).fill(top)
  const paid = new Array<number>(size + 1).fill(top)
  for (let i = size - 1; i >= 0; i--) {
    const own = evening[i] ?? -1
    const isEvening = own >= 0
    const units = Math.floor((charge[i] ?? 0) / unit)
    const gain = worth[i] ?? 0
    const after = next[i] ?? size
    const skip = open[i + 1] ?? 0
    const skipPaid = isEvening && evening[i + 1] === own ? (paid[i + 1] ?? 0) : skip
    if (gain <= 0 || units >= columns) {
      open[i] = skip
      paid[i] = skipPaid
      continue
    }
    const take = isEvening && evening[after] === own ? (paid[after] ?? 0) : (open[after] ?? 0)
    top += layer
    fill(cells, top, skip, take, columns, rows, units, gain, isEvening ? 1 : 0)
    open[i] = top
    paid[i] = top
    if (!isEvening || i === 0 || evening[i - 1] !== own) continue
    top += layer
    fill(cells, top, skipPaid, take, columns, rows, units, gain, 0)
    paid[i] = top
  }
  return { minutes: cap, rows, columns, unit, cells, open, paid }
}

/**
 * The most that the events from a position on can add.
 * @param isPaid whether the evening of the event there is used up already
 */
export function mostFrom(
  bound: Bound,
  position: number,
  minutesLeft: number,
  eveningsLeft: number,
  isPaid: boolean,
): number {
  if (minutesLeft < 0) return 0
  const { columns, rows } = bound
  const column = Math.min(Math.floor(minutesLeft / bound.unit), columns - 1)
  const row = eveningsLeft <= 0 ? 0 : Math.min(eveningsLeft, rows - 1)
  return bound.cells[((isPaid ? bound.paid : bound.open)[position] ?? 0) + row * columns + column] ?? 0
}

/**
 * The events behind that figure, ascending positions: of equal ways the one that takes the earlier event. With a coarse unit they may cost
 * more than there is.
 */
export function tracedFrom(
  bound: Bound,
  events: BoundEvents,
  position: number,
  minutesLeft: number,
  eveningsLeft: number,
  isPaid: boolean,
): number[] {
  const { worth, charge, evening, next } = events
  const size = worth.length
  const taken: number[] = []
  let [minutes, evenings, paid] = [minutesLeft, eveningsLeft, isPaid]
  for (let i = position; i < size; ) {
    const own = evening[i] ?? -1
    const isEvening = own >= 0
    const skipPaid = paid && isEvening && evening[i + 1] === own
    const costs = isEvening && !paid ? 1 : 0
    const [gain, price, after] = [worth[i] ?? 0, charge[i] ?? 0, next[i] ?? size]
    if (gain > 0 && price <= minutes && costs <= evenings) {
      const takePaid = isEvening && evening[after] === own
      const within = gain + mostFrom(bound, after, minutes - price, evenings - costs, takePaid)
      if (within >= mostFrom(bound, i + 1, minutes, evenings, skipPaid)) {
        taken.push(i)
        ;[i, minutes, evenings, paid] = [after, minutes - price, evenings - costs, takePaid]
        continue
      }
    }
    paid = skipPaid
    i++
  }
  return taken
}

/** The same events from the last to the first: what `boundOf` makes of them tells of those before a position. */
export function backwards(events: BoundEvents): BoundEvents {
  const size = events.worth.length
  const before = new Array<number>(size).fill(size)
  // The last earlier event that gets along with one is the last whose own `next` does not lie behind it.
  for (let i = size - 1; i >= 0; i--) {
    const mirrored = size - 1 - i
    for (let j = i - 1; j >= 0; j--) {
      if ((events.next[j] ?? size) > i) continue
      before[mirrored] = size - 1 - j
      break
    }
  }
  return {
    worth: events.worth.toReversed(),
    charge: events.charge.toReversed(),
    evening: events.evening.toReversed(),
    next: before,
  }
}

/** One layer of the table: leave the event (`skip`), or take it and go on at `take` with `units` and `costs` evenings fewer. */
function fill(
  cells: Float64Array,
  to: number,
  skip: number,
  take: number,
  columns: number,
  rows: number,
  units: number,
  gain: number,
  costs: number,
): void {
  for (let row = 0; row < rows; row++) {
    const [base, left] = [to + row * columns, skip + row * columns]
    if (row < costs) {
      for (let column = 0; column < columns; column++) cells[base + column] = cells[left + column] ?? 0
      continue
    }
    const taken = take + (row - costs) * columns - units
    for (let column = 0; column < units; column++) cells[base + column] = cells[left + column] ?? 0
    for (let column = units; column < columns; column++) {
      const without = cells[left + column] ?? 0
      const within = gain + (cells[taken + column] ?? 0)
      cells[base + column] = within > without ? within : without
    }
  }
}

function divisorOf(charges: readonly number[]): number {
  let common = 0
  for (const charge of charges) {
    common = gcd(common, charge)
    if (common === 1) break
  }
  return common
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}
