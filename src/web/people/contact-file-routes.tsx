/** Files of contacts in and out. Ids of new ones are made here; the same file a second time finds everybody there. */
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Door } from '../../accounts/door.ts'
import type { ContactId } from '../../relationships/contact.ts'
import { newestFirst } from '../../relationships/contact-list.ts'
import { readCsv, writeCsv } from '../../relationships/csv.ts'
import type { ImportRow } from '../../relationships/ledger.ts'
import { MOST_CARD_BYTES, readCards, writeCards } from '../../relationships/vcard.ts'
import { pageHtml } from '../frame/layout.tsx'
import { signIn } from '../frame/sign-in.tsx'
import { answerOf, frameOf, need, signedIn } from '../frame/visit.ts'
import { type FileRefusal, type FileReport, FilesPage, type ReportRow } from './contact-files.tsx'
import { actOnLedger, ledgerVisit } from './ledger-visit.ts'

/** What a form puts around its file. */
const ENVELOPE_BYTES = 64 * 1024

export const contactFileRoutes = new Hono<Door>()

contactFileRoutes.get('/contacts/import', (c) => {
  return signedIn(c) === null ? signIn(c) : filesPage(c, null, null)
})

contactFileRoutes.post(
  '/contacts/import',
  bodyLimit({ maxSize: MOST_CARD_BYTES + ENVELOPE_BYTES, onError: (c) => filesPage(c, 'too_large', null) }),
  async (c) => {
    const visitor = need(c)
    const { file } = await c.req.parseBody()
    if (!(file instanceof File) || file.size === 0) return filesPage(c, 'no_file', null)
    const read = readFile(new Uint8Array(await file.arrayBuffer()), file.name)
    if (read.kind === 'refused') return filesPage(c, read.reason, null)
    const rows = read.rows.flatMap(({ row }) => (row === null ? [] : [row]))
    const result = await actOnLedger(c, visitor, { kind: 'import_contacts', rows })
    if (result.kind !== 'ok') return answerOf(c, '/contacts/import', result, 'saved')
    let at = 0
    const report = read.rows.map(({ row, ...line }): ReportRow => {
      return { ...line, imported: row === null ? null : (result.imported?.[at++] ?? null) }
    })
    return filesPage(c, null, { kind: read.of, rows: report })
  },
)

contactFileRoutes.get('/contacts.vcf', async (c) => {
  const visit = await ledgerVisit(c)
  if (visit === null) return signIn(c)
  const cards = writeCards(newestFirst(visit.ledger.contacts.values()).map(({ body }) => body))
  return file(c, cards, 'text/vcard', 'aforo.vcf')
})

contactFileRoutes.get('/contacts.csv', async (c) => {
  const visit = await ledgerVisit(c)
  if (visit === null) return signIn(c)
  const rows = writeCsv(newestFirst(visit.ledger.contacts.values()), visit.context.timeZone)
  return file(c, rows, 'text/csv', 'aforo.csv')
})

function file(c: Context<Door>, text: string, type: string, name: string): Response {
  return c.body(text, 200, {
    'content-type': `${type}; charset=utf-8`,
    'content-disposition': `attachment; filename="${name}"`,
  })
}

interface FileRow extends Omit<ReportRow, 'imported'> {
  /** Null where the file's row could not be read. */
  row: ImportRow | null
}
type FileRead =
  | { kind: 'ok'; of: FileReport['kind']; rows: readonly FileRow[] }
  | { kind: 'refused'; reason: FileRefusal }

/** By what it holds rather than by its name: phones send cards under any. */
function readFile(bytes: Uint8Array, name: string): FileRead {
  const cards = readCards(bytes)
  if (cards.kind === 'refused') {
    const isSheet = cards.reason === 'no_cards' && !/\.vcf$/i.test(name)
    return isSheet ? readSheet(bytes) : { kind: 'refused', reason: cards.reason }
  }
  const rows = cards.cards.map(({ card, contact }): FileRow => {
    const problems = cards.problems.filter((problem) => problem.card === card)
    return {
      number: card,
      name: contact.name,
      problems: problems.map(({ reason, line }) => ({ reason, line })),
      row: { id: newId(), contact },
    }
  })
  const lost = cards.problems.filter(({ card }) => !rows.some(({ number }) => number === card))
  return {
    kind: 'ok',
    of: 'card',
    rows: inOrder([...rows, ...lost.map(({ card, line, reason }) => lostRow(card, reason, line))]),
  }
}

function readSheet(bytes: Uint8Array): FileRead {
  const sheet = readCsv(bytes)
  if (sheet.kind === 'refused') return { kind: 'refused', reason: sheet.reason }
  const rows = sheet.rows.map(({ row, contact, stage, noteLines }): FileRow => {
    const imported = { id: newId(), contact, noteLines, ...(stage !== null && { stage }) }
    return { number: row, name: contact.name, problems: [], row: imported }
  })
  return {
    kind: 'ok',
    of: 'row',
    rows: inOrder([...rows, ...sheet.problems.map(({ row, reason }) => lostRow(row, reason, null))]),
  }
}

function lostRow(number: number, reason: ReportRow['problems'][number]['reason'], line: number | null): FileRow {
  return { number, name: null, problems: [{ reason, line }], row: null }
}

function inOrder(rows: readonly FileRow[]): FileRow[] {
  return rows.toSorted((a, b) => a.number - b.number)
}

function newId(): ContactId {
  return crypto.randomUUID() as string as ContactId
}

function filesPage(
  c: Context<Door>,
  refused: FileRefusal | null,
  report: FileReport | null,
): Response | Promise<Response> {
  const frame = { ...frameOf(c), path: '/contacts/import' }
  return c.html(pageHtml(<FilesPage frame={frame} refused={refused} report={report} />), refused === null ? 200 : 422)
}
