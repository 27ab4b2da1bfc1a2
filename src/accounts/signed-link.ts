/**
 * The links in digests and blocks that act without a session: a claim and its HMAC-SHA-256, with keys of their own for each purpose, so that
 * a link to unsubscribe never passes for one that answers an invitation. A token is read by signing its claim again and comparing the whole,
 * so each claim has exactly one form. Synchronous, because texts are rendered by pure code.
 */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import type { SecretKeys } from '../config.ts'

export const LINK_ACTIONS = [
  'attended',
  'missed',
  'accept',
  'decline',
  'attend',
  'skip',
  'networking',
  'not_networking',
] as const
export type LinkAction = (typeof LINK_ACTIONS)[number]

export type LinkClaim =
  | {
      purpose: 'act'
      person: string
      /** The event, as `EventId` spells it. */
      event: string
      action: LinkAction
      /** Whole seconds; the rest is cut off. */
      expiresAt: Temporal.Instant
    }
  | { purpose: 'unsubscribe'; person: string }

export type ReadLink =
  | { kind: 'ok'; claim: LinkClaim }
  /** Signed by us, and over: a page may say what it was about, nothing may act. */
  | { kind: 'expired'; claim: LinkClaim }
  | { kind: 'forged' }

// Ids are ours and short; a longer token is not worth a hash.
const MAX_TOKEN_LENGTH = 1_000
const FORGED: ReadLink = { kind: 'forged' }

/** @returns a token for one path segment: letters, digits, `-`, `_` and `.` */
export function signLink(secret: SecretKeys, claim: LinkClaim): string {
  return sign(secret.current, claim)
}

/** @param token as it came from outside: any text at all */
export function readLink(secret: SecretKeys, token: string, now: Temporal.Instant): ReadLink {
  const claim = token.length <= MAX_TOKEN_LENGTH ? parseClaim(token.split('.')[0] ?? '') : null
  if (!claim) return FORGED
  const keys = secret.previous ? [secret.current, secret.previous] : [secret.current]
  if (!keys.some((key) => isSame(sign(key, claim), token))) return FORGED
  const isOver = claim.purpose === 'act' && Temporal.Instant.compare(now, claim.expiresAt) >= 0
  return { kind: isOver ? 'expired' : 'ok', claim }
}

function sign(secret: Uint8Array, claim: LinkClaim): string {
  const key = Buffer.from(hkdfSync('sha256', secret, '', `aforo link ${claim.purpose} v1`, 32))
  const body = Buffer.from(JSON.stringify(fieldsOf(claim))).toString('base64url')
  return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`
}

function fieldsOf(claim: LinkClaim): (string | number)[] {
  if (claim.purpose === 'unsubscribe') return [claim.purpose, claim.person]
  return [claim.purpose, claim.person, claim.event, claim.action, secondsOf(claim.expiresAt)]
}

function parseClaim(body: string): LinkClaim | null {
  const fields = parseJson(Buffer.from(body, 'base64url').toString())
  if (!Array.isArray(fields)) return null
  const [purpose, person, event, name, seconds]: unknown[] = fields
  if (typeof person !== 'string') return null
  if (purpose === 'unsubscribe') return { purpose, person }
  const action = LINK_ACTIONS.find((known) => known === name)
  if (purpose !== 'act' || typeof event !== 'string' || !action) return null
  if (typeof seconds !== 'number' || !Number.isSafeInteger(seconds) || Math.abs(seconds) > MAX_SECONDS) return null
  return { purpose, person, event, action, expiresAt: Temporal.Instant.fromEpochMilliseconds(seconds * 1_000) }
}

// The last second an instant can hold.
const MAX_SECONDS = 8_640_000_000_000

function secondsOf(instant: Temporal.Instant): number {
  return Math.floor(instant.epochMilliseconds / 1_000)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isSame(ours: string, theirs: string): boolean {
  const [a, b] = [Buffer.from(ours), Buffer.from(theirs)]
  return a.length === b.length && timingSafeEqual(a, b)
}
