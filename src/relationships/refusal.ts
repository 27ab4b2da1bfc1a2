/** How a command of the ledger is refused, and how a change that changes nothing is known. */
import type { LedgerProblem, LedgerReason, LedgerResult } from './ledger.ts'

export function refused(field: LedgerProblem['field'], reason: LedgerReason): LedgerResult & { kind: 'refused' } {
  return { kind: 'refused', problems: [problem(field, reason)] }
}

export function problem(
  field: LedgerProblem['field'],
  reason: LedgerReason,
  row: number | null = null,
  index: number | null = null,
): LedgerProblem {
  return { field, reason, row, index }
}

/** The body with what is said of it, each field as it was where it says the same; the very body given where all of it does. */
export function changedBody<Body extends object>(body: Body, change: Partial<Body>): Body {
  const next = { ...body }
  let changed = false
  for (const key of Object.keys(change) as (keyof Body)[]) {
    const value = change[key]
    if (value === undefined || sameJson(body[key], value)) continue
    next[key] = value
    changed = true
  }
  return changed ? next : body
}

/** Of plain JSON values made by this room, whose fields stand in one order. */
function sameJson(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}
