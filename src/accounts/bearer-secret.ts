/**
 * Secrets whose bearer is believed: what a session cookie and an API token carry. 256 random bits; only their hash is stored, so that a
 * reader of the database can be nobody. No salt and no slow hash: there is nothing to guess among 2^256.
 */
import { createHash } from 'node:crypto'

/** 43 characters of base64url. */
export function newBearerSecret(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')
}

/** SHA-256 in lower-case hex. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
