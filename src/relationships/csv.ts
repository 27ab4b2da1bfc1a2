/**
 * Contacts as a spreadsheet (RFC 4180), in and out (`spreadsheet.ts` says how one is written). Lines are papaparse's business; what columns mean
 * is ours.
 */

import Papa from 'papaparse'
import { momentOf } from '../time/instant.ts'
import { type Contact, type ContactBody, type ContactInput, STAGES, type Stage } from './contact.ts'
import { decoded, markedCharset } from './file-text.ts'
import { MOST_IMPORTED } from './ledger.ts'
import { dayAt } from './local-day.ts'
import { guarded, spreadsheet, unguarded } from './spreadsheet.ts'

/** The last two are for the reader: where they met first. Reading a file back leaves them alone. */
export const CSV_COLUMNS = [
  'name',
  'company',
  'role',
  'emails',
  'phones',
  'urls',
  'note',
  'stage',
  'everyDays',
  'nextStep',
  'nextStepOn',
  'metAt',
  'metOn',
] as const
/** Two hundred rows of five thousand characters. */
const MOST_CSV_BYTES = 1024 * 1024

export type CsvColumn = (typeof CSV_COLUMNS)[number]

export type CsvRead =
  | { kind: 'ok'; rows: readonly CsvRow[]; problems: readonly CsvProblem[] }
  /** Nothing of such a file is taken. */
  | { kind: 'refused'; reason: 'too_large' | 'too_many' | 'no_name_column' }
export interface CsvRow {
  /** As a spreadsheet counts: the header is row 1. */
  row: number
  /** As the cells have it; the ledger settles it. */
  contact: ContactInput
  /** Null where the file does not say. */
  stage: Stage | null
}
/** The row is left out; of `unread_from_here` all that follow, too. */
export interface CsvProblem {
  row: number
  column: CsvColumn | null
  reason: 'no_name' | 'unknown_stage' | 'not_a_number' | 'broken_quotes' | 'unread_from_here'
}

/** @param timeZone the person's, for the days on which they met people */
export function writeCsv(contacts: Iterable<Contact>, timeZone: string): string {
  const rows = [...contacts].map(({ body }) => {
    const cells = cellsOf(body, timeZone)
    return CSV_COLUMNS.map((column) => guarded(cells[column]))
  })
  return spreadsheet([CSV_COLUMNS, ...rows])
}

export function readCsv(bytes: Uint8Array): CsvRead {
  if (bytes.length > MOST_CSV_BYTES) return { kind: 'refused', reason: 'too_large' }
  const text = decoded(bytes, markedCharset(bytes)).replace(/^\uFEFF/, '')
  const { rows: lines, broken, unreadFrom } = linesOf(text)
  if (lines.length >= MOST_LINES) return { kind: 'refused', reason: 'too_many' }
  const headed = lines.findIndex((line) => !isBlank(line))
  const columns = (lines[headed] ?? []).map(columnOf)
  if (!columns.includes('name') && !columns.includes('given')) return { kind: 'refused', reason: 'no_name_column' }
  const rows: CsvRow[] = []
  const problems: CsvProblem[] = []
  for (const [at, line] of lines.entries()) {
    if (at <= headed || (isBlank(line) && !broken.has(at))) continue
    if (rows.length + problems.length >= MOST_IMPORTED) return { kind: 'refused', reason: 'too_many' }
    const row = at + 1
    const read = broken.has(at) ? { column: null, reason: 'broken_quotes' as const } : rowOf(line, columns)
    if ('reason' in read) problems.push({ row, ...read })
    else rows.push({ row, ...read })
  }
  if (unreadFrom !== null) problems.push({ row: unreadFrom + 1, column: null, reason: 'unread_from_here' })
  return { kind: 'ok', rows, problems }
}

function cellsOf(body: ContactBody, timeZone: string): Record<CsvColumn, string> {
  const [first] = body.encounters
  return {
    name: body.name,
    company: body.company ?? '',
    role: body.role ?? '',
    emails: body.emails.join(BETWEEN),
    phones: body.phones.join(BETWEEN),
    urls: body.urls.join(BETWEEN),
    note: body.note ?? '',
    stage: body.stage,
    everyDays: body.everyDays === null ? '' : String(body.everyDays),
    nextStep: body.nextStep?.text ?? '',
    nextStepOn: body.nextStep?.on ?? '',
    metAt: first?.title ?? '',
    metOn: first === undefined ? '' : dayAt(momentOf(first.at), timeZone),
  }
}

const BETWEEN = '; '

/** The API's names, and what the address books of Google, Outlook and LinkedIn and people themselves put above such columns. */
const COLUMN_NAMES: Readonly<Record<Exclude<CsvColumn, 'metAt' | 'metOn'>, readonly string[]>> = {
  name: ['name', 'full name', 'display name', 'nombre', 'nombre completo'],
  company: ['company', 'organization', 'organization name', 'empresa', 'compania', 'organizacion'],
  role: ['role', 'title', 'job title', 'position', 'organization title', 'puesto', 'cargo'],
  emails: [
    'emails',
    'email',
    'e mail',
    'mail',
    'e mail address',
    'email address',
    'e mail 1 value',
    'correo',
    'correo electronico',
  ],
  phones: ['phones', 'phone', 'mobile', 'mobile phone', 'phone 1 value', 'telefono', 'celular', 'movil', 'whatsapp'],
  urls: ['urls', 'url', 'website', 'web page', 'linkedin', 'website 1 value', 'sitio web', 'pagina web'],
  note: ['note', 'notes', 'nota', 'notas'],
  stage: ['stage'],
  everyDays: ['everydays'],
  nextStep: ['nextstep'],
  nextStepOn: ['nextstepon'],
}
const GIVEN_NAMES = ['first name', 'given name', 'nombres']
const SURNAMES = ['last name', 'family name', 'apellidos', 'apellido']

type Column = keyof typeof COLUMN_NAMES | 'given' | 'surname' | null

function columnOf(header: string): Column {
  const plain = header
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
  if (GIVEN_NAMES.includes(plain)) return 'given'
  if (SURNAMES.includes(plain)) return 'surname'
  for (const [column, names] of Object.entries(COLUMN_NAMES) as [keyof typeof COLUMN_NAMES, readonly string[]][]) {
    if (names.includes(plain)) return column
  }
  return null
}

function rowOf(line: readonly string[], columns: readonly Column[]): Omit<CsvRow, 'row'> | Omit<CsvProblem, 'row'> {
  const all = (column: Column) =>
    line.flatMap((cell, at) => (columns[at] === column && cell.trim() !== '' ? [unguarded(cell)] : []))
  const one = (column: Column) => all(column)[0]?.trim() ?? ''
  const list = (column: Column, separator: RegExp) => all(column).flatMap((cell) => cell.split(separator))
  const name = one('name') || [one('given'), one('surname')].filter((part) => part !== '').join(' ')
  if (name === '') return { column: 'name', reason: 'no_name' }
  const said = one('stage')
  const stage = STAGES.find((known) => known === said.toLowerCase()) ?? null
  if (said !== '' && stage === null) return { column: 'stage', reason: 'unknown_stage' }
  const days = one('everyDays')
  if (days !== '' && !/^\d{1,6}$/.test(days)) return { column: 'everyDays', reason: 'not_a_number' }
  const [step, on] = [one('nextStep'), one('nextStepOn')]
  return {
    stage,
    contact: {
      name,
      company: one('company'),
      role: one('role'),
      emails: list('emails', /[\s,;]+/),
      phones: list('phones', /[;,\n]/),
      urls: list('urls', /;?\s+/),
      note: all('note').join('\n'),
      everyDays: days === '' ? null : Number(days),
      nextStep: step === '' && on === '' ? null : { text: step, on: on === '' ? null : on },
    },
  }
}

/** Stray quotes after which a file is given up from there on: each costs a look at all that follows. */
const MOST_MENDED = 10

/**
 * Cells by line. A quote that is closed nowhere, or in the middle of another line, would swallow what lies between: the line it stands in is given
 * up alone, and reading goes on with the next.
 */
function linesOf(text: string): { rows: string[][]; broken: ReadonlySet<number>; unreadFrom: number | null } {
  const delimiter = delimiterOf(text)
  const rows: string[][] = []
  const broken = new Set<number>()
  let rest = text
  for (let mended = 0; ; mended++) {
    const { data, errors } = Papa.parse<string[]>(rest, { delimiter, preview: Math.max(1, MOST_LINES - rows.length) })
    const stray = errors.find(({ code }) => code === 'MissingQuotes' || code === 'InvalidQuotes')
    if (stray?.row === undefined || stray.index === undefined) {
      return { rows: [...rows, ...data], broken, unreadFrom: null }
    }
    rows.push(...data.slice(0, stray.row), [])
    broken.add(rows.length - 1)
    const ends = rest.slice(stray.index).search(/\r\n|\r|\n/)
    if (ends === -1) return { rows, broken, unreadFrom: null }
    if (mended >= MOST_MENDED) return { rows, broken, unreadFrom: rows.length }
    rest = rest.slice(stray.index + ends).replace(/^\r?\n|^\r/, '')
  }
}

/** Blank ones included. */
const MOST_LINES = 2_000

/** Whatever the header has most of: Excel writes semicolons where commas are in numbers, and tabs where it means Unicode. */
function delimiterOf(text: string): string {
  const header = text.trimStart().split(/[\r\n]/, 1)[0] ?? ''
  const counted = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: header.split(delimiter).length }))
  return counted.toSorted((a, b) => b.count - a.count)[0]?.delimiter ?? ','
}

function isBlank(line: readonly string[]): boolean {
  return line.every((cell) => cell.trim() === '')
}
