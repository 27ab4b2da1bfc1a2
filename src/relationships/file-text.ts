/**
 * The text of a file that a person chose. Address books say how they are encoded now and then, and are wrong now and then: what is valid UTF-8 is
 * UTF-8 (nothing else is so by chance), and the rest is what Windows writes in the Americas.
 */

/** @param charset as the file names it; null, and one that nobody knows, is to be found out */
export function decoded(bytes: Uint8Array, charset: string | null): string {
  const named = charset === null || /^utf-?8$/i.test(charset) ? undefined : decoderOf(charset)
  if (named !== undefined) return named.decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** The charset that a byte order mark names (Unicode, 23.8); null without one, or where it is UTF-8's. */
export function markedCharset(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return null
}

function decoderOf(charset: string): TextDecoder | undefined {
  try {
    return new TextDecoder(charset)
  } catch {
    return undefined
  }
}
