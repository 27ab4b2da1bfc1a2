/**
 * Contacts as a spreadsheet (RFC 4180), in and out (`spreadsheet.ts` says how one is written). Lines are papaparse's business; what columns mean
 * is ours (`csv-titles.ts`), and what stands in a column that means nothing to us goes into the note.
 */
import Papa from 'papaparse'
import { momentOf } from '../time/instant.ts'
import {
  CONTACT_BOUNDS,
  type Contact,
  type ContactBody,
  type ContactInput,
  STAGES,
  type Stage,
  settledText,
} from './contact.ts'
import { type Column, columnsOf, type Field, folded } from './csv-titles.ts'
import { foldedName } from './duplicates.ts'
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
  /** As a spreadsheet shows it: from 1, with the titles and what stands above them, without `sep=`. */
  row: number
  /** As the cells have it; the ledger settles it. */
  contact: ContactInput
  /** Null where the file does not say. */
  stage: Stage | null
  /** `Title: value` of each cell that has no other place, as `ImportRow` takes them. */
  noteLines: readonly (string | null)[]
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
  const file = decoded(bytes, markedCharset(bytes)).replace(/^\uFEFF/, '')
  const [firstLine = '', said] = SAYS_DELIMITER.exec(file) ?? []
  const text = file.slice(firstLine.length)
  const { rows: lines, broken, unreadFrom } = linesOf(text, said ?? delimiterOf(text))
  if (lines.length >= MOST_LINES) return { kind: 'refused', reason: 'too_many' }
  const headed = titlesAt(lines)
  if (headed === -1) return { kind: 'refused', reason: 'no_name_column' }
  const columns = columnsOf(lines[headed] ?? [])
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

/** Of cells beyond the titles. */
const UNTITLED: Column = { title: '', field: null, noise: new Set() }

function hasNames(columns: readonly Column[]): boolean {
  return columns.some(({ field }) => field === 'name' || field === 'given')
}

interface Cell extends Column {
  text: string
}

function rowOf(line: readonly string[], columns: readonly Column[]): Omit<CsvRow, 'row'> | Omit<CsvProblem, 'row'> {
  const cells = line.flatMap((cell, at): Cell[] =>
    cell.trim() === '' ? [] : [{ ...(columns[at] ?? UNTITLED), text: unguarded(cell) }],
  )
  const all = (field: Field) => cells.flatMap((cell) => (cell.field === field ? [cell.text] : []))
  const first = new Map(cells.toReversed().map(({ field, text }) => [field, text.trim()]))
  const one = (field: Field) => first.get(field) ?? ''
  const list = (field: Field, separator: RegExp) => all(field).flatMap((text) => text.split(separator))
  const name = nameOf(cells)
  if (name === '') return { column: 'name', reason: 'no_name' }
  const said = one('stage')
  const stage = STAGES.find((known) => known === said.toLowerCase()) ?? null
  if (said !== '' && stage === null) return { column: 'stage', reason: 'unknown_stage' }
  const days = one('everyDays')
  if (days !== '' && !/^\d{1,6}$/.test(days)) return { column: 'everyDays', reason: 'not_a_number' }
  const [step, on] = [one('nextStep'), one('nextStepOn')]
  const emails = list('emails', /(?:[\s,;]|:::)+/)
  const [isInName, isInBoth] = [saidBy(name), saidBy([name, ...emails].join(' '))]
  const isTaken = ({ field, noise, text }: Cell) => {
    if (field === null) return noise.has(folded(text))
    if (field === 'again') return isInBoth(text)
    if (NAMES.includes(field)) return isInName(text)
    return SEVERAL.includes(field) || one(field) === text.trim()
  }
  return {
    stage,
    contact: {
      name,
      company: one('company'),
      role: one('role'),
      emails,
      // Google joins several of one cell by " ::: ".
      phones: list('phones', /[;,\n]|:::/),
      urls: list('urls', /;?\s+(?::::\s+)?/),
      note: all('note').join('\n'),
      everyDays: days === '' ? null : Number(days),
      nextStep: step === '' && on === '' ? null : { text: step, on: on === '' ? null : on },
    },
    noteLines: noteLines(cells.filter((cell) => !isTaken(cell))),
  }
}

const NAMES: readonly Field[] = ['name', 'given', 'middle', 'surname']
/** What a contact has several of, or what is not read back. */
const SEVERAL: readonly Field[] = ['emails', 'phones', 'urls', 'note', 'left']

/** What a column of whole names says, unless it is but the given name, and the surname stands in a column of its own. */
function nameOf(cells: readonly Cell[]): string {
  const all = (of: Field) => cells.flatMap(({ field, text }) => (field === of ? [text.trim()] : []))
  const [[whole = ''], given, middle, surnames] = [all('name'), all('given'), all('middle'), all('surname')]
  const rest = surnames.length > 0 ? surnames : middle
  const [isSaid, same] = [saidBy(whole), foldedName(whole)]
  const isGiven = !rest.every(isSaid) && given.every((part) => foldedName(part) === same)
  if (whole !== '' && !isGiven) return whole
  return [...(whole === '' ? given : [whole]), ...middle, ...surnames].join(' ')
}

/** Whether every word of a part is a word of the whole. */
function saidBy(whole: string): (part: string) => boolean {
  const words = new Set(foldedName(whole).split(' '))
  return (part) =>
    foldedName(part)
      .split(' ')
      .every((word) => words.has(word))
}

/** A line of the note for each cell, up to and with the first that no longer fits a note of these alone. */
function noteLines(cells: readonly Cell[]): (string | null)[] {
  const lines: (string | null)[] = []
  let room = CONTACT_BOUNDS.note
  for (const { title, text } of cells) {
    if (room < 0) break
    const line = settledText(title === '' ? text : `${title}: ${text}`, CONTACT_BOUNDS.note)
    lines.push(line)
    room -= [...(line ?? '')].length + 1
  }
  return lines
}

/** Stray quotes after which a file is given up from there on: each costs a look at all that follows. */
const MOST_MENDED = 10

/**
 * Cells by line. A quote that is closed nowhere, or in the middle of another line, would swallow what lies between: the line it stands in is given
 * up alone, and reading goes on with the next.
 */
function linesOf(
  text: string,
  delimiter: string,
): { rows: string[][]; broken: ReadonlySet<number>; unreadFrom: number | null } {
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

/** Where the titles stand at the latest: some exports have a word to the reader above them. */
const MOST_UP_TO_TITLES = 10

/** -1: nowhere. */
function titlesAt(lines: readonly (readonly string[])[]): number {
  return lines.slice(0, MOST_UP_TO_TITLES).findIndex((line) => hasNames(columnsOf(line)))
}

/** Excel's own first line, which it hides: what stands between cells. */
const SAYS_DELIMITER = /^"?sep=([^"\r\n])"?[^\S\r\n]*(?:\r\n|\r|\n|$)/i

/** Whatever makes most of the titles: Excel writes semicolons where commas are in numbers, and tabs where it means Unicode. */
function delimiterOf(text: string): string {
  const counted = [',', ';', '\t'].map((delimiter) => {
    const { data } = Papa.parse<string[]>(text, { delimiter, preview: MOST_UP_TO_TITLES })
    const columns = columnsOf(data[titlesAt(data)] ?? [])
    return { delimiter, count: columns.filter(({ field }) => field !== null).length }
  })
  return counted.toSorted((a, b) => b.count - a.count)[0]?.delimiter ?? ','
}

function isBlank(line: readonly string[]): boolean {
  return line.every((cell) => cell.trim() === '')
}
