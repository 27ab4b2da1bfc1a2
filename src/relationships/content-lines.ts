/**
 * The lines of a vCard file as properties: unfolded, quoted-printable and base64 taken together again, headers taken apart. Held to vCard 2.1
 * (versit, 1996), RFC 2426 and RFC 6350, section 3.2 and 3.3, and to what phones make of them. Text is looked at as bytes (one character each)
 * until its property is known: a fold may stand within a character, and each line may have a charset of its own.
 */
import { decoded } from './file-text.ts'

export interface Property {
  /** Upper case, without the group before it (`item1.EMAIL`). */
  name: string
  /** Upper case; a bare parameter of 2.1 (`TEL;CELL`) is its own name. */
  parameters: ReadonlyMap<string, string>
  /** As the file has it, one character for each byte. */
  raw: string
  /** Of the file, from 1. */
  line: number
}

export interface ContentLine {
  /** Null for a line that is no property. */
  property: Property | null
  line: number
}

/** Name and parameters; of a line that has no colon by then nobody looks further for one. */
const LONGEST_HEADER = 2_000

/** Pictures, sounds and keys: passed over, however large, and never decoded. */
const PASSED_OVER: ReadonlySet<string> = new Set(['PHOTO', 'LOGO', 'SOUND', 'KEY'])

/** @param text one character for each byte of the file */
export function* contentLines(text: string): Generator<ContentLine> {
  const lines = physicalLines(text)
  let next = lines.next()
  let version = ''
  while (next.done !== true) {
    const { line } = next.value
    let head = next.value.text
    next = lines.next()
    if (head.trim() === '') continue
    let header = headerOf(head)
    while (header === null && head.length < LONGEST_HEADER && next.done !== true && isFold(next.value.text)) {
      head += next.value.text.slice(1)
      header = headerOf(head)
      next = lines.next()
    }
    if (header === null) {
      yield { property: null, line }
      continue
    }
    const { name, parameters } = header
    const isQuoted = isQuotedPrintable(parameters)
    // In pieces: a note of a megabyte in lines of 76 is read as fast as one in a single line.
    const pieces = [header.value]
    while (next.done !== true) {
      const { text } = next.value
      const last = pieces.at(-1) ?? ''
      // A soft line break (RFC 2045, 6.7): what follows belongs to it from its first character on.
      if (isQuoted && last.endsWith('=') && !/^(?:END|BEGIN):VCARD/i.test(text)) {
        pieces.splice(-1, 1, last.slice(0, -1), text)
      }
      // In 2.1 the blank belongs to the text, later it is the fold's.
      else if (isFold(text)) pieces.push(version === '2.1' ? text : text.slice(1))
      else break
      next = lines.next()
    }
    if (PASSED_OVER.has(name)) {
      // Base64 has no colon, every property has one; 2.1 ends with an empty line, and some do not.
      while (next.done !== true && next.value.text.trim() !== '' && !next.value.text.includes(':')) next = lines.next()
      continue
    }
    const raw = pieces.join('')
    if (name === 'VERSION') version = raw.trim()
    if (name === 'BEGIN') version = ''
    yield { property: { name, parameters, raw, line }, line }
  }
}

/** What a property says, as text: its transfer encoding and its charset undone, its escapes still in it. */
export function textOf({ raw, parameters }: Property): string {
  const bytes = isQuotedPrintable(parameters) ? unquoted(raw) : raw
  return decoded(Buffer.from(bytes, 'latin1'), parameters.get('CHARSET') ?? null)
}

function* physicalLines(text: string): Generator<{ text: string; line: number }> {
  const ends = /\r\n|\r|\n|$/g
  for (let [at, line] = [0, 1]; at < text.length; line++) {
    ends.lastIndex = at
    const end = ends.exec(text)
    yield { text: text.slice(at, end?.index), line }
    at = end === null || end[0] === '' ? text.length : ends.lastIndex
  }
}

function isFold(line: string): boolean {
  return /^[ \t]/.test(line) && line.trim() !== ''
}

/** `group.NAME;PARAMETER=value;BARE:value`; a colon or semicolon within quotes separates nothing. */
function headerOf(line: string): { name: string; parameters: Map<string, string>; value: string } | null {
  const match = /^(?:[A-Za-z0-9-]+\.)?([A-Za-z0-9-]+)((?:;(?:"[^"]*"|[^";:])*)*):/.exec(line.slice(0, LONGEST_HEADER))
  if (match === null) return null
  const [whole, name = '', written = ''] = match
  const parameters = new Map<string, string>()
  for (const [, key = '', value] of written.matchAll(/;([^=;:"]*)(?:=("[^"]*"|[^;:"]*))?/g)) {
    parameters.set(key.trim().toUpperCase(), (value ?? '').replaceAll('"', '').trim())
  }
  return { name: name.toUpperCase(), parameters, value: line.slice(whole.length) }
}

function isQuotedPrintable(parameters: ReadonlyMap<string, string>): boolean {
  return parameters.has('QUOTED-PRINTABLE') || parameters.get('ENCODING')?.toUpperCase() === 'QUOTED-PRINTABLE'
}

/** RFC 2045, 6.7; an equals sign that begins no octet stands for itself. */
function unquoted(text: string): string {
  return text.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
