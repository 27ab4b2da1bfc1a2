/**
 * Sync tokens: a position in the history of one calendar (or one calendar list), for one account, with the filter of the
 * full read that gave it. They carry a checksum, so that a corrupted one is known as such: 410 (stackoverflow 27921157).
 */
import { createHash } from 'node:crypto'

export interface SyncPosition {
  /** Calendar id, or `calendarList`. */
  of: string
  account: string
  seq: number
  issuedAt: number
  aclEpoch: number
  tokenEpoch: number
  singleEvents: boolean
  showDeleted: boolean
  eventTypes: string[]
  timeMin: number | null
  timeMax: number | null
}

export function syncTokenFor(position: SyncPosition): string {
  const text = Buffer.from(JSON.stringify(position)).toString('base64url')
  return `C${checksum(text)}${text}=`
}

/** The position a token stands for; null when it is no token of ours, whole. */
export function positionOf(token: string): SyncPosition | null {
  const parts = /^C([0-9a-f]{8})([A-Za-z0-9_-]+)=$/.exec(token)
  if (parts === null) return null
  const [, sum, text = ''] = parts
  if (checksum(text) !== sum) return null
  return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
}

function checksum(text: string): string {
  return createHash('sha256').update(`sync ${text}`).digest('hex').slice(0, 8)
}
