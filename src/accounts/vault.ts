/**
 * Encryption at rest (design.md, rule 12): AES-256-GCM with a key derived from SECRET_KEY for each purpose, a fresh 96-bit nonce for each
 * text, and the place a text belongs to as additional data, so that a sealed text copied into another row does not open there. An envelope
 * names its key; while SECRET_KEY_PREVIOUS is set, old envelopes open and whatever is sealed again moves to the new key.
 */
import { createHash } from 'node:crypto'
import type { Config } from '../config.ts'

export interface Vault {
  /** @param boundTo the place the text belongs to, such as `connection:<id>` */
  seal(text: string, boundTo: string): Promise<string>
  /** Null for whatever this vault did not seal for exactly that place, or no longer has the key of. */
  open(sealed: string, boundTo: string): Promise<string | null>
  /** Whether it is sealed with the key that seals now: what is not opens only as long as SECRET_KEY_PREVIOUS is there. */
  isCurrent(sealed: string): boolean
}
/** `rows`: columns of the database; `connect`: the cookie that carries a sign-in to the provider and back. */
export type VaultPurpose = 'rows' | 'connect'

const NONCE_BYTES = 12
// An envelope: version, key id, base64url of nonce, ciphertext and tag.
const ENVELOPE = /^v1\.([0-9a-f]{8})\.([A-Za-z0-9_-]+)$/

export function createVault(config: Pick<Config, 'secretKeys'>, purpose: VaultPurpose = 'rows'): Vault {
  const { current, previous } = config.secretKeys
  const currentId = keyId(current, purpose)
  const secrets = new Map<string, Uint8Array<ArrayBuffer>>()
  if (previous) secrets.set(keyId(previous, purpose), previous)
  secrets.set(currentId, current)

  return {
    isCurrent: (sealed) => ENVELOPE.exec(sealed)?.[1] === currentId,
    async seal(text, boundTo) {
      const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
      const key = await derive(current, purpose)
      const ciphertext = await crypto.subtle.encrypt(algorithm(nonce, boundTo), key, new TextEncoder().encode(text))
      return `v1.${currentId}.${Buffer.concat([nonce, new Uint8Array(ciphertext)]).toString('base64url')}`
    },
    async open(sealed, boundTo) {
      const [, id = '', encoded = ''] = ENVELOPE.exec(sealed) ?? []
      const secret = secrets.get(id)
      const bytes = Uint8Array.from(Buffer.from(encoded, 'base64url'))
      // One spelling only: base64url has spare bits at its end that decoding ignores.
      if (!secret || bytes.length <= NONCE_BYTES || Buffer.from(bytes).toString('base64url') !== encoded) return null
      const key = await derive(secret, purpose)
      try {
        const nonce = bytes.subarray(0, NONCE_BYTES)
        const text = await crypto.subtle.decrypt(algorithm(nonce, boundTo), key, bytes.subarray(NONCE_BYTES))
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text)
      } catch {
        return null // the tag does not fit: altered, moved to another place, or sealed with another key
      }
    },
  }
}

function algorithm(nonce: Uint8Array<ArrayBuffer>, boundTo: string) {
  return { name: 'AES-GCM', iv: nonce, additionalData: new TextEncoder().encode(boundTo), tagLength: 128 }
}

/**
 * Derived keys, by the secret they come of: every cycle opens a token or two, and the way from secret to key is the longest part of it. Keys and no
 * promises are kept: on Workers a promise belongs to the request that made it.
 */
const derived = new WeakMap<Uint8Array, Map<VaultPurpose, CryptoKey>>()

async function derive(secret: Uint8Array<ArrayBuffer>, purpose: VaultPurpose): Promise<CryptoKey> {
  const kept = derived.get(secret) ?? new Map<VaultPurpose, CryptoKey>()
  derived.set(secret, kept)
  const key = kept.get(purpose) ?? (await deriveAnew(secret, purpose))
  kept.set(purpose, key)
  return key
}

async function deriveAnew(secret: Uint8Array<ArrayBuffer>, purpose: VaultPurpose): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey'])
  const info = new TextEncoder().encode(`aforo vault ${purpose} v1`)
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info }
  return crypto.subtle.deriveKey(hkdf, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

/** Tells keys apart and says nothing of them: 32 bits of a hash over 256 random ones. */
function keyId(secret: Uint8Array, purpose: VaultPurpose): string {
  return createHash('sha256').update(`aforo key id ${purpose} v1`).update(secret).digest('hex').slice(0, 8)
}
