/**
 * What is still to be won: for each candidate of a week, each rest of the cap and each number of evenings left, the most that it and the
 * later ones of its week could add if follow-ups and the daily limit were no matter and each event had to get along with the next one
 * alone. Never less than the truth, so whatever it shows to be hopeless is.
 *
 * A dynamic programme backwards over the candidates in order of start: leave this one, or take it and go on with the first one that
 * does not conflict with it. The cap is counted in units, rounded so that the table stays small and the answer stays an upper bound.
 */
export interface BoundEvent {
  worth: number
  charge: number
  week: number
  /** Day of the evening that it would use up, -1 for none. Events of one evening stand next to each other. */
  evening: number
  /** First later position that does not conflict with it. */
  next: number
}
export interface Bound {
  /**
   * The most that the events from `position` on can add.
   * @param week the week whose rest of cap and evenings is given; later weeks are taken whole
   * @param paidEvening an evening already used up: a second event on it costs none
   */
  from(position: number, week: number, minutesLeft: number, eveningsLeft: number, paidEvening: number): number
}

/** Cells of one week's table along the cap; more would be finer and slower. */
const CAP_UNITS = 192

/**
 * @param events in order of start; weeks ascending
 * @param caps minutes by week
 * @param evenings evenings left by week
 */
export function boundOf(events: readonly BoundEvent[], caps: readonly number[], evenings: readonly number[]): Bound {
  const tables = caps.map((cap, week) => tableOf(events, week, Math.max(0, cap), Math.max(0, evenings[week] ?? 0)))
  // What all weeks after this one can add, whole.
  const after = new Array<number>(caps.length + 1).fill(0)
  for (let week = caps.length - 1; week > 0; week--) {
    const whole = tables[week]?.best(0, caps[week] ?? 0, evenings[week] ?? 0, -1) ?? 0
    after[week - 1] = (after[week] ?? 0) + whole
  }
  return {
    from(position, week, minutesLeft, eveningsLeft, paidEvening) {
      return (tables[week]?.best(position, minutesLeft, eveningsLeft, paidEvening) ?? 0) + (after[week] ?? 0)
    },
  }
}

interface Table {
  best(position: number, minutesLeft: number, eveningsLeft: number, paidEvening: number): number
}

function tableOf(events: readonly BoundEvent[], week: number, cap: number, eveningsLeft: number): Table {
  const low = firstWhere(events, (event) => event.week >= week)
  const high = firstWhere(events, (event) => event.week > week)
  const own = events.slice(low, high)
  const unit = unitOf(own, cap)
  const columns = Math.floor(cap / unit) + 1
  // More evenings than there are cost nothing to count.
  const rows = Math.min(eveningsLeft, new Set(own.map((event) => event.evening).filter((day) => day >= 0)).size) + 1
  const layer = columns * rows
  // One layer for each event and whether its evening is used up already, and an empty one behind the last.
  const cells = new Float64Array((own.length + 1) * 2 * layer)
  for (let i = own.length - 1; i >= 0; i--) {
    const event = own[i]
    if (event === undefined) continue
    const units = Math.floor(event.charge / unit)
    const next = Math.min(event.next - low, own.length)
    const isEvening = event.evening >= 0
    const [skipTo, takeTo] = [own[i + 1]?.evening === event.evening, own[next]?.evening === event.evening]
    for (let paid = 0; paid < 2; paid++) {
      const costs = isEvening && paid === 0 ? 1 : 0
      const here = (i * 2 + paid) * layer
      const skip = ((i + 1) * 2 + (isEvening && skipTo ? paid : 0)) * layer
      const take = (next * 2 + (isEvening && takeTo ? 1 : 0)) * layer
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) {
          let best = cells[skip + row * columns + column] ?? 0
          if (column >= units && row >= costs) {
            const taken = event.worth + (cells[take + (row - costs) * columns + column - units] ?? 0)
            if (taken > best) best = taken
          }
          cells[here + row * columns + column] = best
        }
      }
    }
  }
  return {
    best(position, minutesLeft, evenings, paidEvening) {
      const i = Math.max(position - low, 0)
      if (i >= own.length || minutesLeft < 0) return 0
      const paid = paidEvening >= 0 && own[i]?.evening === paidEvening ? 1 : 0
      const row = Math.max(0, Math.min(evenings, rows - 1))
      const column = Math.min(Math.floor(minutesLeft / unit), columns - 1)
      return cells[(i * 2 + paid) * layer + row * columns + column] ?? 0
    },
  }
}

/** The coarsest exact unit where that is small enough, else a coarser one: charges and cap are both rounded down to it. */
function unitOf(events: readonly BoundEvent[], cap: number): number {
  const divisor = events.reduce((common, event) => gcd(common, event.charge), 0)
  return Math.max(1, divisor, Math.ceil(cap / CAP_UNITS))
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}

function firstWhere(events: readonly BoundEvent[], holds: (event: BoundEvent) => boolean): number {
  const found = events.findIndex(holds)
  return found < 0 ? events.length : found
}
