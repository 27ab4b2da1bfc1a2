/** What follows from its words alone: ids and choices that are the same today, tomorrow and after starting over. */
import { createHash } from 'node:crypto'

const BASE32HEX = '0123456789abcdefghijklmnopqrstuv'

/** 26 characters of the base32hex alphabet. */
export function steadyId(seed: string): string {
  return base32hex(steadyBytes(seed))
}

/** A number from 0 to below `limit`. */
export function steadyPick(words: string, limit: number): number {
  return [...steadyId(words)].reduce((sum, sign) => (sum * 33 + sign.charCodeAt(0)) % 1_000_003, 7) % limit
}

/** 32 bytes. */
export function steadyBytes(seed: string): Buffer {
  return createHash('sha256').update(seed).digest()
}

/** The first 26 bytes, a character each. */
export function base32hex(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 26), (byte) => BASE32HEX[byte % 32]).join('')
}
