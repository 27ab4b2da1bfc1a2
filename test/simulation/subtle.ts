/**
 * WebCrypto without threads. The platform's own works beside the program and is done when it is done, so of two people whose tokens are opened side by
 * side now the one goes on first and now the other; and one seed would be two histories. The same algorithms, done at once.
 */
import crypto, { type KeyObject } from 'node:crypto'

type Bytes = Parameters<SubtleCrypto['digest']>[1]
interface AesGcm {
  iv: Uint8Array
  additionalData: Uint8Array
}

const TAG_BYTES = 16

/** What Aforo and its OAuth library ask of `crypto.subtle`. @throws Error where anything else is asked for */
export const subtleAtOnce = {
  async digest(_algorithm: 'SHA-256', data: Bytes) {
    return buffer(crypto.createHash('sha256').update(view(data)).digest())
  },
  async importKey(format: string, data: unknown, algorithm: never, extractable: boolean, usages: never) {
    const key =
      format === 'raw'
        ? crypto.createSecretKey(view(data as Bytes))
        : crypto.createPublicKey({ key: data as crypto.JsonWebKey, format: 'jwk' })
    return known(key, key.toCryptoKey(algorithm, extractable, usages))
  },
  async deriveKey(
    { salt, info }: { salt: Uint8Array; info: Uint8Array },
    base: crypto.webcrypto.CryptoKey,
    algorithm: never,
    extractable: boolean,
    usages: never,
  ) {
    const bits = crypto.hkdfSync('sha256', keyOf(base), salt, info, 32)
    const key = crypto.createSecretKey(Buffer.from(bits))
    return known(key, key.toCryptoKey(algorithm, extractable, usages))
  },
  async encrypt({ iv, additionalData }: AesGcm, key: crypto.webcrypto.CryptoKey, data: Bytes) {
    const cipher = crypto.createCipheriv('aes-256-gcm', keyOf(key), iv).setAAD(additionalData)
    return buffer(Buffer.concat([cipher.update(view(data)), cipher.final(), cipher.getAuthTag()]))
  },
  async decrypt({ iv, additionalData }: AesGcm, key: crypto.webcrypto.CryptoKey, data: Bytes) {
    const sealed = view(data)
    const decipher = crypto.createDecipheriv('aes-256-gcm', keyOf(key), iv).setAAD(additionalData)
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
    return buffer(Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]))
  },
  async verify(_algorithm: unknown, key: crypto.webcrypto.CryptoKey, signature: Bytes, data: Bytes) {
    return crypto.verify('sha256', view(data), keyOf(key), view(signature))
  },
}

const keys = new WeakMap<crypto.webcrypto.CryptoKey, KeyObject>()

function known(key: KeyObject, made: crypto.webcrypto.CryptoKey): crypto.webcrypto.CryptoKey {
  keys.set(made, key)
  return made
}

function keyOf(made: crypto.webcrypto.CryptoKey): KeyObject {
  const key = keys.get(made)
  if (key === undefined) throw new TypeError('a key that was not made here')
  return key
}

function view(data: Bytes): Uint8Array {
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data)
}

function buffer(bytes: Buffer): ArrayBuffer {
  return Uint8Array.from(bytes).buffer
}
