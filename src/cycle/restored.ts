/** What became of each row of a file that is taken back: counted by table, and said of every row that was refused or taken otherwise than written. */
import type { LedgerReason } from '../relationships/ledger.ts'
import type { RestoredTable, RestoreProblem, Row } from './export-file.ts'

export type RestoreReason =
  | LedgerReason
  | 'not_as_written'
  | 'twice' // the file has another row of that name before it
  | 'not_ours' // no block of this event's can have such an id
  | 'not_together' // settings that do not hold with the others
  | 'address_not_verified' // the present address of the digest stays
  | 'calendar_missing' // kept as history: its calendar is not connected

export interface Restored {
  rows: Record<RestoredTable, RestoredCounts>
  /** Rows that were not taken. */
  refused: RestoreProblem<RestoreReason>[]
  /** Rows that were taken, and what of them was not. */
  changed: RestoreProblem<RestoreReason>[]
}
export interface RestoredCounts {
  /** New here, or more than was here. */
  taken: number
  /** Here already, just so. */
  same: number
  /** Here already and later said, or on its way: it stays. */
  kept: number
  refused: number
}

const NONE: RestoredCounts = { taken: 0, same: 0, kept: 0, refused: 0 }

export function nothingRestored(): Restored {
  const none = () => ({ ...NONE })
  return {
    rows: {
      settings: none(),
      occurrences: none(),
      corrections: none(),
      places: none(),
      weeks: none(),
      followUps: none(),
      contacts: none(),
      outcomes: none(),
      forgotten: none(),
      activity: none(),
    },
    refused: [],
    changed: [],
  }
}

/** Once for a row, whatever is wrong with it. */
export function refuse(
  to: Restored,
  table: RestoredTable,
  row: number | null,
  ...problems: readonly { field: string; reason: RestoreReason }[]
): void {
  to.rows[table].refused++
  for (const { field, reason } of problems) to.refused.push({ table, row, field, reason })
}

/**
 * Rows of one table put beside what is here; the very map where nothing is another, and every value that did not change as it is.
 * @param entryOf null for a row that it has refused
 * @param join what is to stand where both are there: either of them, or both in one
 */
export function joined<K extends string, V, R>(
  to: Restored,
  table: RestoredTable,
  here: ReadonlyMap<K, V>,
  rows: readonly Row<R>[],
  entryOf: (row: Row<R>) => readonly [K, V] | null,
  join: (here: V, there: V, key: K) => V,
): ReadonlyMap<K, V> {
  const put = new Map<K, V>()
  const read = new Set<K>()
  for (const row of rows) {
    const entry = entryOf(row)
    if (entry === null) continue
    const [key, there] = entry
    if (read.has(key)) {
      refuse(to, table, row.row, { field: '', reason: 'twice' })
      continue
    }
    read.add(key)
    const known = here.get(key)
    const isKnown = known !== undefined || here.has(key)
    const value = known === undefined ? there : join(known, there, key)
    if (isKnown && sameValue(value, known)) {
      to.rows[table][sameValue(there, known) ? 'same' : 'kept']++
      continue
    }
    to.rows[table].taken++
    put.set(key, value)
  }
  return put.size === 0 ? here : new Map([...here, ...put])
}

/** Of plain JSON values, in whatever order their fields stand: databases and programs put them as they like. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [mine, theirs] = [Object.entries(a), new Map<string, unknown>(Object.entries(b))]
  return (
    mine.length === theirs.size && mine.every(([key, value]) => theirs.has(key) && sameValue(value, theirs.get(key)))
  )
}
