/**
 * API tokens: what a program of the person's presents instead of a session. Shown once, stored hashed, revoked by deleting the row. They
 * cannot connect accounts, erase, or make more of themselves (design.md, section 8): doors ask `visitor.via`.
 */
import type { Temporal } from 'temporal-polyfill'
import { type ApiTokenRow, apiTokensOf, deleteApiToken, insertApiToken } from '../db/accounts.ts'
import type { Database } from '../db/locate.ts'
import { timestamp } from '../time/instant.ts'
import { hashOfSecret, newBearerSecret } from './bearer-secret.ts'

/** So that secret scanners and people know one when they see it. */
export const API_TOKEN_PREFIX = 'aforo_'
export const MAX_API_TOKENS = 50

export type ApiToken = ApiTokenRow

export type CreatedToken =
  /** `token` is the only time the secret is seen. */
  { kind: 'ok'; token: string; row: ApiToken } | { kind: 'refused'; reason: 'too_many' }

/** @param name what the person calls it, checked by the door */
export async function createApiToken(
  db: Database,
  personId: string,
  name: string,
  now: Temporal.Instant,
): Promise<CreatedToken> {
  const token = `${API_TOKEN_PREFIX}${newBearerSecret()}`
  const row = { id: crypto.randomUUID(), name, createdAt: timestamp(now) }
  const inserted = await insertApiToken(db, personId, { ...row, hash: hashOfSecret(token) }, MAX_API_TOKENS)
  return inserted ? { kind: 'ok', token, row } : { kind: 'refused', reason: 'too_many' }
}

/** Oldest first. */
export function listApiTokens(db: Database, personId: string): Promise<ApiToken[]> {
  return apiTokensOf(db, personId)
}

/** @returns `missing` for a token of somebody else as for none at all (rule 11) */
export async function revokeApiToken(db: Database, personId: string, id: string): Promise<'revoked' | 'missing'> {
  return (await deleteApiToken(db, personId, id)) ? 'revoked' : 'missing'
}
