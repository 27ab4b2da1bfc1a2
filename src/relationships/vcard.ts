/**
 * Contacts as vCards, in and out. Read: 2.1 as Android sends it, 3.0 as iOS does, and 4.0 (RFC 6350); one broken card costs that card alone.
 * Written: 3.0 (RFC 2426), which both import best. (vcard4, which reads 4.0 alone and gives up a file for one bad line, judges the tests.)
 */
import type { ContactBody, ContactInput } from './contact.ts'
import { contentLines, type Property, textOf } from './content-lines.ts'
import { decoded, markedCharset } from './file-text.ts'
import { MOST_IMPORTED } from './ledger.ts'

export type CardsRead =
  | { kind: 'ok'; cards: readonly Card[]; problems: readonly CardProblem[] }
  /** Nothing of such a file is taken. */
  | { kind: 'refused'; reason: 'too_large' | 'too_many' | 'no_cards' }
export interface Card {
  /** Which of the file, from 1, and the line it begins on. */
  card: number
  line: number
  /** As the card has it; the ledger settles it. */
  contact: ContactInput
}
export interface CardProblem {
  card: number
  line: number
  reason: CardReason
}
export type CardReason =
  | 'not_closed' // no END:VCARD: the card is left out
  | 'no_name' // neither name, company nor a way to reach them: left out
  | 'unreadable_line' // the first of the card, which is kept without such lines

/** Two hundred cards with small pictures. */
export const MOST_CARD_BYTES = 4 * 1024 * 1024

export function readCards(bytes: Uint8Array): CardsRead {
  if (bytes.length > MOST_CARD_BYTES) return { kind: 'refused', reason: 'too_large' }
  const charset = markedCharset(bytes)
  const utf8 = charset === null ? bytes : Buffer.from(decoded(bytes, charset), 'utf8')
  const text = Buffer.from(utf8).toString('latin1').replace(/^ï»¿/, '')
  const cards: Card[] = []
  const problems: CardProblem[] = []
  let count = 0
  let open: { line: number; properties: Property[] } | null = null
  let agents = 0
  for (const { property, line } of contentLines(text)) {
    const isBegin = property !== null && isMark(property, 'BEGIN')
    const isEnd = property !== null && isMark(property, 'END')
    if (agents > 0) {
      // The card of somebody's assistant within theirs (RFC 2426, 3.5.4) is not one that the person chose.
      if (isBegin) agents++
      if (isEnd) agents--
    } else if (isBegin && open?.properties.at(-1)?.name === 'AGENT') agents = 1
    else if (isBegin) {
      if (open !== null) problems.push({ card: count, line: open.line, reason: 'not_closed' })
      count++
      open = { line, properties: [] }
    } else if (open === null) continue
    else if (isEnd) {
      const contact = contactOf(open.properties)
      if (contact === null) problems.push({ card: count, line: open.line, reason: 'no_name' })
      else cards.push({ card: count, line: open.line, contact })
      open = null
    } else if (property === null) {
      // Once a card: a file can be nothing but such lines.
      if (problems.at(-1)?.card !== count) problems.push({ card: count, line, reason: 'unreadable_line' })
    } else open.properties.push(property)
  }
  if (open !== null) problems.push({ card: count, line: open.line, reason: 'not_closed' })
  if (count > MOST_IMPORTED) return { kind: 'refused', reason: 'too_many' }
  return count === 0 ? { kind: 'refused', reason: 'no_cards' } : { kind: 'ok', cards, problems }
}

/** One file of vCard 3.0; lines end with CRLF and are folded at 75 octets (RFC 2426, 2.6). */
export function writeCards(contacts: Iterable<Pick<ContactBody, CarriedField>>): string {
  return [...contacts]
    .flatMap(cardLines)
    .map((line) => `${folded(line)}\r\n`)
    .join('')
}

/** What a vCard has a place for. */
type CarriedField = 'name' | 'company' | 'role' | 'emails' | 'phones' | 'urls' | 'note'

function cardLines(contact: Pick<ContactBody, CarriedField>): string[] {
  const { name, company, role, emails, phones, urls, note } = contact
  return [
    'BEGIN:VCARD',
    'VERSION:3.0',
    // N is demanded; where surnames begin nobody knows, and taken as a given name all of it is shown as it stands.
    `N:;${escaped(name)};;;`,
    `FN:${escaped(name)}`,
    ...(company === null ? [] : [`ORG:${escaped(company)}`]),
    ...(role === null ? [] : [`TITLE:${escaped(role)}`]),
    ...emails.map((email) => `EMAIL;TYPE=INTERNET:${email}`),
    ...phones.map((phone) => `TEL;TYPE=CELL:${phone}`),
    ...urls.map((url) => `URL:${url}`),
    ...(note === null ? [] : [`NOTE:${escaped(note)}`]),
    'END:VCARD',
  ]
}

function isMark({ name, raw }: Property, mark: 'BEGIN' | 'END'): boolean {
  return name === mark && raw.trim().toUpperCase() === 'VCARD'
}

function contactOf(properties: readonly Property[]): ContactInput | null {
  const is21 = properties.some(({ name, raw }) => name === 'VERSION' && raw.trim() === '2.1')
  const said = new Map<string, string[]>()
  for (const property of properties) {
    const known = said.get(property.name)
    const text = textOf(property)
    if (text.trim() === '') continue
    if (known === undefined) said.set(property.name, [text])
    else known.push(text)
  }
  const all = (name: string) => (said.get(name) ?? []).map((text) => unescaped(text, is21).trim())
  const parts = (name: string) => partsOf(said.get(name)?.[0] ?? '', is21)
  const [family = '', given = '', more = '', before = '', behind = ''] = parts('N')
  const [company = ''] = [
    parts('ORG')
      .filter((part) => part !== '')
      .join(', '),
  ]
  const emails = all('EMAIL')
  const phones = all('TEL')
  const names = [all('FN')[0], [before, given, more, family, behind].filter((part) => part !== '').join(' ')]
  // What a phone's list shows of a card without a name.
  const name = [...names, all('NICKNAME')[0], company, emails[0], phones[0]].find((text) => (text ?? '') !== '')
  if (name === undefined) return null
  const [role] = [...all('TITLE'), ...all('ROLE')]
  const note = all('NOTE').join('\n')
  return {
    name,
    emails,
    phones,
    urls: [...all('URL'), ...all('X-SOCIALPROFILE').filter((text) => /^https?:/i.test(text))],
    company: company === '' ? null : company,
    role: role ?? null,
    note: note === '' ? null : note,
  }
}

/** A structured value (N, ORG): parts by semicolon; several of one part, by comma since 3.0, are its words. */
function partsOf(text: string, is21: boolean): string[] {
  return splitAt(text, ';').map((part) =>
    (is21 ? [part] : splitAt(part, ','))
      .map((word) => unescaped(word, is21).trim())
      .filter((word) => word !== '')
      .join(' '),
  )
}

function splitAt(text: string, separator: ';' | ','): string[] {
  const parts = ['']
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === separator) parts.push('')
    // What follows a backslash separates nothing.
    else parts[parts.length - 1] += character === '\\' ? text.slice(at, ++at + 1) : character
  }
  return parts
}

/** RFC 6350, 3.4; 2.1 knows no `\n` and escapes little, but phones escape there, too. */
function unescaped(text: string, is21: boolean): string {
  return text.replace(/\\([\\,;:nN])/g, (whole, character: string) => {
    if (character === 'n' || character === 'N') return is21 ? whole : '\n'
    return character
  })
}

function escaped(text: string): string {
  return text.replace(/[\\,;]/g, '\\$&').replaceAll('\n', '\\n')
}

/** At most 75 octets a line, the blank that begins a further one included, and no character torn apart. */
function folded(line: string): string {
  const lines = ['']
  let octets = 0
  for (const character of line) {
    const size = Buffer.byteLength(character)
    if (octets + size > LINE_OCTETS) {
      lines.push('')
      octets = 1
    }
    lines[lines.length - 1] += character
    octets += size
  }
  return lines.join('\r\n ')
}

const LINE_OCTETS = 75
