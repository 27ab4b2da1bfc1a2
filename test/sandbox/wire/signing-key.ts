/** The RS256 key of an OIDC issuer: made once, kept with the sandbox's state, published without its secret half. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type JsonWebKey, sign } from 'node:crypto'

const KEY_ID = 'sandbox-1'

/** Where the key lies; null until it is first needed. */
export interface KeyHolder {
  signingKey: JsonWebKey | null
}

/** The JWK set, with what an issuer says beside each key. */
export function publicKeys(holder: KeyHolder, beside: object = {}) {
  const jwk = createPublicKey({ key: { ...keyOf(holder) }, format: 'jwk' }).export({ format: 'jwk' })
  return { keys: [{ ...jwk, use: 'sig', alg: 'RS256', kid: KEY_ID, ...beside }] }
}

export function signedToken(holder: KeyHolder, claims: object): string {
  const text = [{ alg: 'RS256', kid: KEY_ID, typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const key = createPrivateKey({ key: { ...keyOf(holder) }, format: 'jwk' })
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`
}

function keyOf(holder: KeyHolder): JsonWebKey {
  holder.signingKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
  return holder.signingKey
}
