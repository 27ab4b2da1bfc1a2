/** A file that a person brings back, from bytes to the command that takes it in, and the whole of what became of it; for whichever door it came through. */
import type { Command, CommandResult } from '../cycle/commands.ts'
import { type ExportFile, type ExportRead, type RowProblem, readExport } from '../cycle/export-file.ts'
import { newActivity } from '../cycle/import.ts'
import { nothingRestored, type Restored } from '../cycle/restored.ts'
import type { Database } from '../db/locate.ts'
import { loadActivityMarks } from '../db/reads.ts'

export type FileRead =
  | { kind: 'ok'; file: ExportFile; problems: readonly RowProblem[] }
  | Extract<ExportRead, { kind: 'refused' }>
  | { kind: 'refused'; reason: 'malformed_json'; path: '' }

/** @param bytes at most `MOST_EXPORT_BYTES` */
export function readFile(bytes: Uint8Array): FileRead {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes))
  } catch {
    return { kind: 'refused', reason: 'malformed_json', path: '' }
  }
  return readExport(json)
}

/**
 * Takes it in and says what became of every row: those that could not be read included.
 * @param act carries a command out in the person's object
 */
export async function takeBack(
  db: Database,
  personId: string,
  { file, problems }: Extract<FileRead, { kind: 'ok' }>,
  act: (command: Command) => Promise<CommandResult>,
): Promise<{ kind: 'ok'; restored: Restored } | Exclude<CommandResult, { kind: 'ok' }>> {
  const activity = newActivity(file.activity, await loadActivityMarks(db, personId))
  const result = await act({ kind: 'import', file: { ...file, activity } })
  if (result.kind !== 'ok') return result
  const { rows, refused, changed } = result.restored ?? nothingRestored()
  const counts = { ...rows, activity: { ...rows.activity, same: file.activity.length - activity.length } }
  for (const { table } of problems) {
    if (table === 'connections' || table === 'calendars') continue
    counts[table] = { ...counts[table], refused: counts[table].refused + 1 }
  }
  return { kind: 'ok', restored: { rows: counts, refused: [...problems, ...refused], changed } }
}
