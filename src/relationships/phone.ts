/**
 * Phone numbers in E.164 (ITU-T), as they are kept and compared, and the links that a contact's page offers. Parsing is libphonenumber's, with
 * its small metadata; what is ours is Mexico, whose numbers were ten digits behind prefixes until August 2019 and stand so in every address
 * book (IFT, Plan Técnico Fundamental de Numeración: 01, 044, 045 and, from abroad, a 1 behind +52 are gone).
 */
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'

/** Longer texts are no phone number: E.164 has 15 digits, an extension a few more. */
const LONGEST = 80

export interface Phone {
  /** '+525512345678' */
  number: string
  /** What a switchboard wants to hear; E.164 has no place for it. */
  extension: string | null
}

/**
 * @param text as people write it: blanks, hyphens, brackets, `tel:`, with or without a country's code
 * @param country ISO 3166 code that a number without a country's code belongs to (`countryOf` of the person's zone); null: such a number is none
 * @returns null for what is no possible number; whether one is in service nobody can say
 */
export function phoneOf(text: string, country: string | null): Phone | null {
  const written = plain(text)
  if (written.length > LONGEST) return null
  const home = country !== null && isSupportedCountry(country) ? country : null
  const parsed = parsePhoneNumberFromString(mexican(written, home), {
    ...(home === null ? {} : { defaultCountry: home }),
    // A number, not a sentence with one in it: what stands around it would be lost.
    extract: false,
  })
  if (parsed === undefined || !parsed.isPossible()) return null
  const number = withoutMobileOne(parsed.number)
  // Of zeros alone the library takes one more off each time it reads them: what is not read as itself is no number.
  if (parsePhoneNumberFromString(number)?.number !== number) return null
  return { number, extension: parsed.ext ?? null }
}

export function callLink(number: string): string {
  return `tel:${number}`
}

/** Digits alone, without plus or zeros (WhatsApp's FAQ, "How to use click to chat"). */
export function whatsAppLink(number: string): string {
  return `https://wa.me/${number.replace(/\D/g, '')}`
}

/** RFC 6068: whatever an address may hold beyond letters, digits and dots is percent-encoded. */
export function mailLink(address: string): string {
  return `mailto:${encodeURIComponent(address).replace('%40', '@')}`
}

/** Without the scheme of RFC 3966, and with the digits and blanks of every script and typesetter as plain ones. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Cc}]/gu, ' ')
    .trim()
    .replace(/^tel:/i, '')
    .replace(/^00(?=[1-9])/, '+')
}

/** The prefixes that Mexico dropped, and the country's code written without its plus. */
function mexican(written: string, home: string | null): string {
  const [, head = '', tail = ''] = /^([+\d\s().\-/]*)(.*)$/s.exec(written) ?? []
  const digits = head.replace(/\D/g, '')
  const abroad = head.trimStart().startsWith('+') || (home === 'MX' && /^52(?:1|01|04[45])?\d{10}$/.test(digits))
  if (!abroad && home !== 'MX') return written
  if (abroad && !digits.startsWith('52')) return written
  const [, national] = /^(?:04[45]|01|1)?(\d{10})$/.exec(abroad ? digits.slice(2) : digits) ?? []
  // Ten digits at home, or a 1 before them: the latter is how North America writes its own.
  if (national === undefined || (!abroad && /^1\d{10}$/.test(digits))) return written
  return `+52${national}${tail === '' ? '' : ` ${tail}`}`
}

/** +52 1 55 1234 5678 was how a mobile was called from abroad; the library leaves the 1 in. */
function withoutMobileOne(number: string): string {
  return number.replace(/^\+521(\d{10})$/, '+52$1')
}
