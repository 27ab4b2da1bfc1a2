/**
 * The file that a person took along (`GET /me/export`), read back: every row is held to what Aforo writes there, and of each that does not hold
 * it is said where and why. The file is the person's and hostile all the same: nothing of it is believed that a schema has not seen, and
 * everything has a bound. What of it is taken back `import.ts` decides.
 */
import { Temporal } from 'temporal-polyfill'
import * as v from 'valibot'
import {
  activityRow,
  calendarRow,
  connectionRow,
  contactRow,
  correctionRow,
  followUpRow,
  forgottenRow,
  moment,
  occurrenceRow,
  outcomeRow,
  placeRow,
  weekRow,
} from './export-rows.ts'
import { settingsSchema } from './settings.ts'

export const EXPORT_FORMAT = 'aforo-export-1'
export const MOST_EXPORT_BYTES = 16 * 1024 * 1024

/** What can be taken back, in the order in which it is: what comes later may point at what came before. */
export const RESTORED = [
  'settings',
  'occurrences',
  'corrections',
  'places',
  'weeks',
  'followUps',
  'contacts',
  'outcomes',
  'forgotten',
  'activity',
] as const
export type RestoredTable = (typeof RESTORED)[number]

/** Rows of one file: far beyond what years of networking leave. */
const MOST_ROWS = {
  occurrences: 50_000,
  corrections: 10_000,
  places: 10_000,
  weeks: 2_000,
  followUps: 20_000,
  contacts: 10_000,
  outcomes: 10_000,
  forgotten: 10_000,
  activity: 50_000,
  connections: 200,
  calendars: 2_000,
} as const

/** One of the file, and which of its table it was, from 0. */
export interface Row<T> {
  row: number
  value: T
}
type Rows<S extends v.GenericSchema> = readonly Row<v.InferOutput<S>>[]

export interface ExportFile {
  /** Of the person as they were: the same one still, or who they were before they erased everything. */
  personId: string
  /** RFC 3339 in UTC. */
  exportedAt: string
  /** The settings that hold, each by itself. */
  settings: Readonly<Record<string, unknown>>
  /** Only to know them again: neither is taken back. */
  connections: Rows<typeof connectionRow>
  calendars: Rows<typeof calendarRow>
  occurrences: Rows<typeof occurrenceRow>
  corrections: Rows<typeof correctionRow>
  places: Rows<typeof placeRow>
  weeks: Rows<typeof weekRow>
  followUps: Rows<typeof followUpRow>
  contacts: Rows<typeof contactRow>
  outcomes: Rows<typeof outcomeRow>
  forgotten: Rows<typeof forgottenRow>
  activity: Rows<typeof activityRow>
}

export interface RestoreProblem<R extends string> {
  table: RestoredTable | 'connections' | 'calendars'
  /** From 0; null where it is the whole of the table. */
  row: number | null
  /** Names with dots between them; of the settings the setting; empty for the whole row. */
  field: string
  reason: R
}
export type RowProblem = RestoreProblem<'not_as_written'>

export type ExportRead =
  | { kind: 'ok'; file: ExportFile; problems: readonly RowProblem[] }
  /** Nothing of it can be taken: it is no such file, or one of its tables is beyond all bounds. */
  | { kind: 'refused'; reason: 'not_an_export' | 'too_many_rows'; path: string }

const head = v.object({
  format: v.literal(EXPORT_FORMAT),
  exportedAt: v.pipe(
    v.string(),
    v.maxLength(60),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      try {
        return Temporal.Instant.from(dataset.value).toString()
      } catch {
        addIssue({ message: 'an RFC 3339 time' })
        return NEVER
      }
    }),
    moment,
  ),
  person: v.object({ id: v.pipe(v.string(), v.maxLength(200)), settings: v.record(v.string(), v.unknown()) }),
})

/** @param json whatever the body was */
export function readExport(json: unknown): ExportRead {
  const top = v.safeParse(head, json)
  if (!top.success) return { kind: 'refused', reason: 'not_an_export', path: pathOf(top.issues[0]) }
  const tables = v.parse(v.record(v.string(), v.unknown()), json)
  const problems: RowProblem[] = []
  for (const [table, most] of Object.entries(MOST_ROWS)) {
    const rows = tables[table]
    if (Array.isArray(rows) && rows.length > most) return { kind: 'refused', reason: 'too_many_rows', path: table }
  }
  const rowsOf = <S extends v.GenericSchema>(table: keyof typeof MOST_ROWS, schema: S): Rows<S> => {
    const rows = tables[table]
    // One that an older version did not write yet.
    if (rows === undefined) return []
    if (!Array.isArray(rows)) {
      problems.push({ table, row: null, field: '', reason: 'not_as_written' })
      return []
    }
    return rows.flatMap((given: unknown, row): Row<v.InferOutput<S>>[] => {
      const read = v.safeParse(schema, given, { abortPipeEarly: true })
      if (read.success) return [{ row, value: read.output }]
      problems.push({ table, row, field: pathOf(read.issues[0]), reason: 'not_as_written' })
      return []
    })
  }
  const { id: personId, settings } = top.output.person
  const file: ExportFile = {
    personId,
    exportedAt: top.output.exportedAt,
    settings: settingsThatHold(settings, problems),
    connections: rowsOf('connections', connectionRow),
    calendars: rowsOf('calendars', calendarRow),
    occurrences: rowsOf('occurrences', occurrenceRow),
    corrections: rowsOf('corrections', correctionRow),
    places: rowsOf('places', placeRow),
    weeks: rowsOf('weeks', weekRow),
    followUps: rowsOf('followUps', followUpRow),
    contacts: rowsOf('contacts', contactRow),
    outcomes: rowsOf('outcomes', outcomeRow),
    forgotten: rowsOf('forgotten', forgottenRow),
    activity: rowsOf('activity', activityRow),
  }
  return { kind: 'ok', file, problems }
}

/** One that does not hold costs no other. */
function settingsThatHold(given: Readonly<Record<string, unknown>>, problems: RowProblem[]): Record<string, unknown> {
  const held: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(settingsSchema.entries)) {
    if (!Object.hasOwn(given, name)) continue
    const read = v.safeParse(schema, given[name])
    if (read.success) held[name] = read.output
    else problems.push({ table: 'settings', row: null, field: name, reason: 'not_as_written' })
  }
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(settingsSchema.entries, name))
      problems.push({ table: 'settings', row: null, field: name.slice(0, 100), reason: 'not_as_written' })
  }
  return held
}

function pathOf(issue: { path?: readonly { key: unknown }[] | undefined } | undefined): string {
  return (issue?.path ?? [])
    .map(({ key }) => String(key))
    .join('.')
    .slice(0, 200)
}
