/** The RS256 key of an OIDC issuer: made once, kept with the sandbox's state, published without its secret half. */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  sign,
} from 'node:crypto'

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
  const jwk = keyOf(holder)
  const key = readyKeys.get(jwk) ?? createPrivateKey({ key: { ...jwk }, format: 'jwk' })
  readyKeys.set(jwk, key)
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`
}

const readyKeys = new WeakMap<JsonWebKey, KeyObject>()

function keyOf(holder: KeyHolder): JsonWebKey {
  holder.signingKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
  return holder.signingKey
}
