/**
 * Logistic regression, binary and multinomial, with an elastic net: FISTA (Beck and Teboulle 2009), full batch, from zero, a
 * fixed number of steps. No randomness anywhere, so the same events give the same weights.
 */

/** Events as sparse rows, one behind another: row `r` holds `places` and `values` from `starts[r]` to `starts[r + 1]`. */
export interface Rows {
  count: number
  width: number
  starts: Int32Array
  places: Int32Array
  values: Float64Array
}

export interface Penalty {
  /** both are divided by the number of rows, so that they mean the same whatever their number */
  l1: number
  l2: number
  steps: number
}

/** One judge for each class: `weights[c][place]`. A binary question has one class of its own against a silent 0. */
export interface Learnt {
  bias: Float64Array
  weights: Float64Array[]
}

export function rowsOf(events: readonly { place: number; value: number }[][], width: number): Rows {
  const starts = new Int32Array(events.length + 1)
  for (const [row, pieces] of events.entries()) starts[row + 1] = (starts[row] ?? 0) + pieces.length
  const total = starts[events.length] ?? 0
  const places = new Int32Array(total)
  const values = new Float64Array(total)
  let at = 0
  for (const pieces of events) {
    for (const { place, value } of pieces) {
      places[at] = place
      values[at++] = value
    }
  }
  return { count: events.length, width, starts, places, values }
}

/** @param answers 1 for yes, 0 for no */
export function learnBinary(rows: Rows, answers: readonly number[], penalty: Penalty): Learnt {
  return learn(rows, 1, penalty, (scores, row, gradient) => {
    const likely = 1 / (1 + Math.exp(-(scores[0] ?? 0)))
    gradient[0] = likely - (answers[row] ?? 0)
  })
}

/** @param answers the class of each row, from 0 */
export function learnClasses(rows: Rows, classes: number, answers: readonly number[], penalty: Penalty): Learnt {
  return learn(rows, classes, penalty, (scores, row, gradient) => {
    let highest = Number.NEGATIVE_INFINITY
    for (const one of scores) highest = Math.max(highest, one)
    let sum = 0
    for (let c = 0; c < classes; c++) {
      const raised = Math.exp((scores[c] ?? 0) - highest)
      gradient[c] = raised
      sum += raised
    }
    for (let c = 0; c < classes; c++) {
      gradient[c] = (gradient[c] ?? 0) / sum - (answers[row] === c ? 1 : 0)
    }
  })
}

/** Weights of one feature lie beside each other, one for each class; the bias is a last feature that every event has. */
function learn(
  rows: Rows,
  classes: number,
  penalty: Penalty,
  gradientOf: (scores: Float64Array, row: number, gradient: Float64Array) => void,
): Learnt {
  const { count, width, starts, places, values } = rows
  const size = (width + 1) * classes
  const biasFrom = width * classes
  let weights = new Float64Array(size)
  const ahead = new Float64Array(size)
  const slope = new Float64Array(size)
  const scores = new Float64Array(classes)
  const gradient = new Float64Array(classes)
  const ridge = penalty.l2 / count
  // The second derivative of a logistic loss is at most a quarter, that of a softmax a half, of the rows' own curvature.
  const step = 1 / ((largestEigenvalue(rows) / (classes === 1 ? 4 : 2)) * 1.1 + ridge)
  const shrink = (penalty.l1 / count) * step
  let momentum = 1
  for (let round = 0; round < penalty.steps; round++) {
    slope.fill(0)
    for (let row = 0; row < count; row++) {
      const from = starts[row] ?? 0
      const to = starts[row + 1] ?? 0
      for (let c = 0; c < classes; c++) scores[c] = ahead[biasFrom + c] ?? 0
      for (let at = from; at < to; at++) {
        const base = (places[at] ?? 0) * classes
        const value = values[at] ?? 0
        for (let c = 0; c < classes; c++) scores[c] = (scores[c] ?? 0) + (ahead[base + c] ?? 0) * value
      }
      gradientOf(scores, row, gradient)
      for (let c = 0; c < classes; c++) slope[biasFrom + c] = (slope[biasFrom + c] ?? 0) + (gradient[c] ?? 0) / count
      for (let at = from; at < to; at++) {
        const base = (places[at] ?? 0) * classes
        const value = (values[at] ?? 0) / count
        for (let c = 0; c < classes; c++) slope[base + c] = (slope[base + c] ?? 0) + (gradient[c] ?? 0) * value
      }
    }
    const next = new Float64Array(size)
    for (let at = 0; at < size; at++) {
      const here = ahead[at] ?? 0
      // The bias is not drawn towards 0: how common networking is, is no matter of taste.
      if (at >= biasFrom) next[at] = here - step * (slope[at] ?? 0)
      else {
        const moved = here - step * ((slope[at] ?? 0) + ridge * here)
        next[at] = Math.sign(moved) * Math.max(0, Math.abs(moved) - shrink)
      }
    }
    const later = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2
    const push = (momentum - 1) / later
    for (let at = 0; at < size; at++) ahead[at] = (next[at] ?? 0) + push * ((next[at] ?? 0) - (weights[at] ?? 0))
    weights = next
    momentum = later
  }
  return {
    bias: weights.slice(biasFrom),
    weights: Array.from({ length: classes }, (_, c) =>
      Float64Array.from({ length: width }, (_, place) => weights[place * classes + c] ?? 0),
    ),
  }
}

/** Of X'X / n, the bias column included, by power iteration: how far a step may go. */
function largestEigenvalue(rows: Rows): number {
  const { count, width, starts, places, values } = rows
  let vector = new Float64Array(width + 1).fill(1)
  let norm = 1
  for (let round = 0; round < 15; round++) {
    const next = new Float64Array(width + 1)
    for (let row = 0; row < count; row++) {
      const to = starts[row + 1] ?? 0
      let dot = vector[width] ?? 0
      for (let at = starts[row] ?? 0; at < to; at++) dot += (vector[places[at] ?? 0] ?? 0) * (values[at] ?? 0)
      for (let at = starts[row] ?? 0; at < to; at++) {
        const place = places[at] ?? 0
        next[place] = (next[place] ?? 0) + (dot * (values[at] ?? 0)) / count
      }
      next[width] = (next[width] ?? 0) + dot / count
    }
    norm = Math.sqrt(next.reduce((sum, value) => sum + value * value, 0)) || 1
    vector = next.map((value) => value / norm)
  }
  return norm
}
