/**
 * The token of a notification channel: whose calendar it is about, and an HMAC that says so. A webhook is verified by it without a database read, and
 * names nothing that a stranger could guess (design.md, section 8, webhooks; faults: forged pushes).
 */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { CalendarId } from '../calendar/event.ts'
import type { SecretKeys } from '../config.ts'
import { remembered } from '../time/remembered.ts'

export interface ChannelSubject {
  personId: string
  calendarId: CalendarId
}

/** At most 256 characters, as Google demands (events.watch, `token`); ids are UUIDs. */
export function channelToken(secrets: SecretKeys, { personId, calendarId }: ChannelSubject): string {
  return `${personId}.${calendarId}.${signature(secrets.current, personId, calendarId)}`
}

/** Null for whatever was not made here. */
export function readChannelToken(secrets: SecretKeys, token: string): ChannelSubject | null {
  const [personId, calendarId, given, ...rest] = token.slice(0, 300).split('.')
  if (personId === undefined || calendarId === undefined || given === undefined || rest.length > 0) return null
  const keys = secrets.previous === null ? [secrets.current] : [secrets.current, secrets.previous]
  const genuine = keys.some((key) => isSame(signature(key, personId, calendarId), given))
  return genuine ? { personId, calendarId: calendarId as CalendarId } : null
}

function signature(secret: Uint8Array, personId: string, calendarId: string): string {
  const name = Buffer.from(secret).toString('base64')
  const key = keys(name, () => Buffer.from(hkdfSync('sha256', secret, '', 'aforo channel v1', 32)))
  return createHmac('sha256', key).update(`${personId}.${calendarId}`).digest('base64url')
}

/** One of each secret: every notification and every cycle asks for it. */
const keys = remembered<string, Buffer>(8)

function isSame(ours: string, theirs: string): boolean {
  const [a, b] = [Buffer.from(ours), Buffer.from(theirs)]
  return a.length === b.length && timingSafeEqual(a, b)
}
