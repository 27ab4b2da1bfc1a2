/**
 * Contacts out of a file that the person chose: who is known by a mail or a phone and is called the same is added to, everybody else is somebody
 * new, and every row says what became of it. What is no address, phone or page goes into the note as it was written, so that a good row is kept
 * for one bad cell; so does what has no other place, as far as the note has room.
 */
import {
  CONTACT_BOUNDS,
  type Contact,
  type ContactBody,
  type ContactContext,
  type ContactFacts,
  type ContactId,
  type ContactInput,
  contactBody,
  contactFacts,
  type FieldProblem,
  type Settled,
} from './contact.ts'
import { foldedName } from './duplicates.ts'
import { type ImportRow, MOST_CONTACTS } from './ledger.ts'
import { dayAt } from './local-day.ts'
import { phoneOf } from './phone.ts'
import { atStage } from './stages.ts'
import { unitedFacts } from './unite.ts'

/** Of one row; `problems` as in `Imported`. */
export interface RowImported {
  became: 'added' | 'added_to' | 'known' | 'refused'
  contact: ContactId | null
  problems: readonly FieldProblem[]
}

export function withImported(
  contacts: ReadonlyMap<ContactId, Contact>,
  rows: readonly ImportRow[],
  context: ContactContext,
): { contacts: ReadonlyMap<ContactId, Contact>; rows: RowImported[] } {
  const next = new Map(contacts)
  const whoIs = new Map<string, ContactId[]>()
  const remember = ({ id, body }: Contact) => {
    for (const key of keysOf(body)) {
      const known = whoIs.get(key)
      if (known === undefined) whoIs.set(key, [id])
      else if (!known.includes(id)) known.push(id)
    }
  }
  for (const contact of contacts.values()) remember(contact)
  const put = (contact: Contact) => {
    next.set(contact.id, contact)
    remember(contact)
  }
  const imported = rows.map((row) => importRow(row, next, whoIs, put, context))
  const changed = imported.some(({ became }) => became === 'added' || became === 'added_to')
  return { contacts: changed ? next : contacts, rows: imported }
}

function importRow(
  row: ImportRow,
  contacts: ReadonlyMap<ContactId, Contact>,
  whoIs: ReadonlyMap<string, readonly ContactId[]>,
  put: (contact: Contact) => void,
  context: ContactContext,
): RowImported {
  const { input, set } = keepingOddValues(row.contact, context)
  const settled = contactBody(input, 'imported', context)
  if (settled.kind === 'refused') return { became: 'refused', contact: null, problems: settled.problems }
  const lines = row.noteLines ?? []
  const candidates = whoItMayBe(row.id, settled.value, contacts, whoIs).map((known) => {
    const united = unitedFacts(known.body, settled.value, [])
    return { known, united: united.kind === 'ok' ? { kind: united.kind, ...withLines(united.value, lines) } : united }
  })
  // Of several, whoever has all of it already: a file that comes again finds each row where it went the first time.
  const chosen =
    candidates.find(({ known, united }) => united.kind === 'ok' && united.body === known.body) ?? candidates[0]
  if (chosen !== undefined) {
    const { known, united } = chosen
    if (united.kind === 'refused') return { became: 'refused', contact: null, problems: united.problems }
    const problems = [...set, ...united.problems]
    if (united.body === known.body) return { became: 'known', contact: known.id, problems }
    put({ ...known, body: united.body })
    return { became: 'added_to', contact: known.id, problems }
  }
  if (contacts.size >= MOST_CONTACTS) {
    return { became: 'refused', contact: null, problems: [{ field: 'name', reason: 'too_many', index: null }] }
  }
  const { body, problems } = withLines(settled.value, lines)
  put({ id: row.id, body: atStage(body, row.stage ?? 'new', dayAt(context.now, context.timeZone)) })
  return { became: 'added', contact: row.id, problems: [...set, ...problems] }
}

/** The note with every line that it has room for, and a word where one was left out; the very body given where all of them stand there already. */
function withLines(
  body: ContactBody,
  lines: readonly (string | null)[],
): { body: ContactBody; problems: readonly FieldProblem[] } {
  let { note } = body
  let isAll = true
  for (const line of lines) {
    if (line === '' || (line !== null && `\n${note ?? ''}\n`.includes(`\n${line}\n`))) continue
    const longer = line === null || note === null ? line : `${note}\n${line}`
    if (longer === null || [...longer].length > CONTACT_BOUNDS.note) isAll = false
    else note = longer
  }
  return {
    body: note === body.note ? body : { ...body, note },
    problems: isAll ? [] : [{ field: 'note', reason: 'too_long', index: null }],
  }
}

/** Whoever the row made when it came before, then who has one of its addresses or numbers and is called so: mail before phone. */
function whoItMayBe(
  id: ContactId,
  facts: ContactFacts,
  contacts: ReadonlyMap<ContactId, Contact>,
  whoIs: ReadonlyMap<string, readonly ContactId[]>,
): Contact[] {
  const itself = contacts.get(id)
  const known = keysOf(facts)
    .flatMap((key) => whoIs.get(key) ?? [])
    .flatMap((one) => contacts.get(one) ?? [])
    // A mailbox or a number may be an office's: who is called otherwise is somebody else, and merging the two is the person's act.
    .filter(({ body }) => isSameName(body.name, facts.name))
  return itself === undefined ? known : [itself, ...known]
}

/** Every word of the one is a word of the other: "Ana" and "López Ana". */
function isSameName(a: string, b: string): boolean {
  const [one, other] = [foldedName(a).split(' '), foldedName(b).split(' ')]
  return one.every((word) => other.includes(word)) || other.every((word) => one.includes(word))
}

/** Mail before phone; who has neither in the file is known by name and company alone, or the same file would double them. */
function keysOf(body: Pick<ContactFacts, 'name' | 'company' | 'emails' | 'phones'>): string[] {
  const ways = [...body.emails.map((value) => `mail ${value}`), ...body.phones.map((value) => `phone ${value}`)]
  return ways.length > 0 ? ways : [`name ${foldedName(body.name)}\n${foldedName(body.company ?? '')}`]
}

/** The row with what cannot be kept as a way to reach somebody as lines of its note; and what that was. */
function keepingOddValues(
  { introducedBy: _, ...given }: ContactInput,
  context: ContactContext,
): { input: ContactInput; set: readonly FieldProblem[] } {
  const facts: Settled<Partial<ContactFacts>> = contactFacts(given, context)
  if (facts.kind === 'ok') return { input: given, set: [] }
  const set = facts.problems.filter(({ field }) => field === 'emails' || field === 'phones' || field === 'urls')
  const input = { ...given }
  const lines: string[] = []
  for (const field of ['emails', 'phones', 'urls'] as const) {
    const values = given[field] ?? []
    const odd = new Set(set.flatMap((problem) => (problem.field === field ? (problem.index ?? []) : [])))
    const good = values.filter((_value, index) => !odd.has(index))
    lines.push(...values.filter((_value, index) => odd.has(index)), ...good.slice(CONTACT_BOUNDS[field]))
    // Of a number with an extension the number is kept, and all of it stands in the note.
    const numbers =
      field === 'phones' ? [...odd].flatMap((at) => phoneOf(values[at] ?? '', context.country)?.number ?? []) : []
    input[field] = [...good, ...numbers].slice(0, CONTACT_BOUNDS[field])
  }
  input.note = [given.note ?? '', ...lines].filter((line) => line.trim() !== '').join('\n')
  return { input, set }
}
