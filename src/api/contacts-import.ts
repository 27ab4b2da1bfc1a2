/** Contacts out of one file that the person chose, of at most 200: good rows are kept, and of every other it is said why not (design.md, section 8). */
import { Hono } from 'hono'
import type { Door } from '../accounts/door.ts'
import { en } from '../i18n/en.ts'
import type { ContactId } from '../relationships/contact.ts'
import { readCsv } from '../relationships/csv.ts'
import type { Imported, ImportRow } from '../relationships/ledger.ts'
import { MOST_CARD_BYTES, readCards } from '../relationships/vcard.ts'
import { act } from './asking.ts'
import { route } from './describe.ts'
import { readAtMost } from './input.ts'
import { importExample } from './ledger-examples.ts'
import { type ImportShape, importShape } from './ledger-schemas.ts'
import { errorOf, problem, refused } from './problem.ts'

export const importRoutes = new Hono<Door>()

importRoutes.post(
  '/contacts/import',
  route({
    summary:
      'Takes in one file of contacts, `text/vcard` or `text/csv`, of at most 200. Who is known by mail or phone and by name is added to; anybody else is a new contact, shown under `duplicates` where it may be one. Columns that are not understood go into the note.',
    tag: 'contacts',
    problems: ['cross_origin', 'too_large', 'invalid', 'not_a_contact_file'],
    takes: ['text/vcard', 'text/csv'],
    answer: { schema: importShape, example: importExample },
  }),
  async (c) => {
    const { raw } = c.req
    const bytes = raw.body === null ? new Uint8Array() : await readAtMost(raw.body, MOST_CARD_BYTES)
    if (bytes === null) return problem(c, 'too_large', { detail: en.relationships.file.too_large })
    const read = fileRead(raw.headers.get('Content-Type') ?? '', bytes)
    if (read === null) return problem(c, 'not_a_contact_file')
    if (read.kind === 'refused')
      return problem(c, 'invalid', { errors: [{ path: '', message: en.relationships.file[read.reason] }] })
    const result = await act(c, {
      kind: 'ledger',
      command: { kind: 'import_contacts', rows: read.rows.map(({ row: _, ...contact }) => contact) },
    })
    if (result.kind !== 'ok') return refused(c, result)
    return c.json(reportOf(read, result.imported ?? []))
  },
)

export interface FileRead {
  kind: 'ok'
  /** `row`: which of the file, from 1. */
  rows: readonly (ImportRow & { row: number })[]
  /** Rows left out, or lines of a card. */
  problems: readonly { row: number; reason: keyof typeof en.relationships.file; path: string; isLeftOut: boolean }[]
}

/** @returns null for what is no file of contacts */
export function fileRead(
  type: string,
  bytes: Uint8Array,
): FileRead | { kind: 'refused'; reason: keyof typeof en.relationships.file } | null {
  const id = () => crypto.randomUUID() as ContactId
  if (/^text\/(x-)?vcard\b/i.test(type.trim())) {
    const read = readCards(bytes)
    if (read.kind === 'refused') return read
    return {
      kind: 'ok',
      rows: read.cards.map(({ card, contact }) => ({ row: card, id: id(), contact })),
      problems: read.problems.map(({ card, reason, line }) => ({
        row: card,
        reason,
        path: `line ${line}`,
        isLeftOut: reason !== 'unreadable_line',
      })),
    }
  }
  if (!/^text\/csv\b/i.test(type.trim())) return null
  const read = readCsv(bytes)
  if (read.kind === 'refused') return read
  return {
    kind: 'ok',
    rows: read.rows.map(({ stage, ...row }) => ({ ...row, id: id(), ...(stage !== null && { stage }) })),
    problems: read.problems.map(({ row, reason, column }) => ({ row, reason, path: column ?? '', isLeftOut: true })),
  }
}

type RowError = ImportShape['rows'][number]['errors'][number]

export function reportOf({ rows, problems }: FileRead, imported: readonly Imported[]): ImportShape {
  const report = rows.map(({ row }, n) => {
    const { became = 'refused', contact = null, problems: of = [] } = imported[n] ?? {}
    const errors: RowError[] = of.map((one) => errorOf({ ...one, row: null }))
    return { row, became, contactId: contact, errors }
  })
  const byRow = new Map(report.map((one) => [one.row, one]))
  for (const { row, reason, path } of problems) {
    const error = { path, reason, message: en.relationships.file[reason] }
    const known = byRow.get(row)
    if (known === undefined) byRow.set(row, { row, became: 'refused', contactId: null, errors: [error] })
    else known.errors.push(error)
  }
  const all = [...byRow.values()].sort((a, b) => a.row - b.row)
  const count = (became: Imported['became']) => all.filter((one) => one.became === became).length
  return {
    added: count('added'),
    addedTo: count('added_to'),
    known: count('known'),
    refused: count('refused'),
    rows: all,
  }
}
