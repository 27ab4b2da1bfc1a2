/**
 * Exchange's ids: some 150 characters of base64 with `+`, `/` and `=`, case-sensitive (public recordings). A regular id changes
 * when its item moves; an immutable one does not (MG/outlook-immutable-id). An occurrence has an id of its own, made of its
 * series and its original date.
 */
import { createHash } from 'node:crypto'
import type { Item } from './model.ts'

const REGULAR = Buffer.from('000232066c', 'hex')
const IMMUTABLE = Buffer.from('000802d899', 'hex')
const KEY_AT = 5
const MOVES_AT = 21
const DATE_AT = 23
const FILLER_AT = 27
const LENGTH = 113

export interface ParsedId {
  key: string
  moves: number
  /** Original date of an occurrence, or null. */
  date: string | null
  immutable: boolean
}

/** @param date the original date of the occurrence meant, or null for the item itself */
export function idOf(item: Pick<Item, 'key' | 'moves'>, date: string | null, immutable: boolean): string {
  const bytes = Buffer.alloc(LENGTH)
  ;(immutable ? IMMUTABLE : REGULAR).copy(bytes)
  Buffer.from(item.key, 'hex').copy(bytes, KEY_AT)
  bytes.writeUInt16BE(immutable ? 0 : item.moves, MOVES_AT)
  bytes.writeUInt32BE(date === null ? 0 : Number(date.replaceAll('-', '')), DATE_AT)
  const filler = createHash('sha512').update(bytes.subarray(0, FILLER_AT)).digest()
  Buffer.concat([filler, filler]).copy(bytes, FILLER_AT, 0, LENGTH - FILLER_AT)
  return bytes.toString('base64')
}

/** What an id says, or null when it is none of ours, to the letter. */
export function parseId(id: string): ParsedId | null {
  const bytes = Buffer.from(id, 'base64')
  if (bytes.length !== LENGTH) return null
  const immutable = bytes.subarray(0, KEY_AT).equals(IMMUTABLE)
  const number = bytes.readUInt32BE(DATE_AT)
  const parsed: ParsedId = {
    key: bytes.subarray(KEY_AT, MOVES_AT).toString('hex'),
    moves: bytes.readUInt16BE(MOVES_AT),
    date: number === 0 ? null : `${number}`.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3'),
    immutable,
  }
  return idOf(parsed, parsed.date, immutable) === id ? parsed : null
}

/** What a series calls an occurrence in `cancelledOccurrences`. */
export function occurrenceIdOf(seriesId: string, date: string): string {
  return `OID.${seriesId}.${date}`
}

const GLOBAL_OBJECT = '040000008200E00074C5B7101A82E008'

/**
 * The iCalUId of an event: its own for a single event and a series, another for each occurrence (MT): Exchange writes the date
 * into the global object id (MS-OXOCAL 2.2.1.27). [inf] a foreign UID is wrapped in one only where a date has to go in.
 */
export function uidOf(own: string, date: string | null): string {
  if (date === null) return own
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  const stamp = Buffer.from([year >> 8, year & 255, month, day])
    .toString('hex')
    .toUpperCase()
  if (own.startsWith(GLOBAL_OBJECT)) return `${GLOBAL_OBJECT}${stamp}${own.slice(GLOBAL_OBJECT.length + 8)}`
  const foreign = Buffer.from(`vCal-Uid\u0001\u0000\u0000\u0000${own}\u0000`, 'latin1').toString('hex').toUpperCase()
  return `${GLOBAL_OBJECT}${stamp}${'0'.repeat(32)}${foreign}`
}

/** The UID Exchange gives to an event that is made here. */
export function ownUid(key: string): string {
  return `${GLOBAL_OBJECT}00000000${'0'.repeat(32)}10000000${key.toUpperCase()}`
}
