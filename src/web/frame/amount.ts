/**
 * Amounts as people type them, to minor units and back: by their digits and the currency's own (`i18n/currency.ts`), never through a float. What could be
 * read in two ways is not read at all: a thousand times too much is worse than a question.
 */
import { minorDigits } from '../../i18n/currency.ts'

/** With a thousand billion of whole units the minor ones are still safe integers, where a currency has at most three decimals. */
const MOST_WHOLE_DIGITS = 12

/**
 * "12,500.50", "$12500", "12.500,50", "MXN 850,5"; a comma before three digits groups them, as in Mexico. "12.500" is twelve thousand where the
 * currency has no cents, and where it has two it may be either.
 * @param currency a code that `Intl` knows the form of: three letters
 * @returns undefined for what is no amount, or not clearly one
 */
export function textToMinor(text: string, currency: string): number | undefined {
  const digits = minorDigits(currency)
  const parts = wholeAndFraction(withoutSigns(text, currency), digits)
  if (parts === null) return undefined
  const { whole, fraction } = parts
  if (fraction.length > digits && /[1-9]/.test(fraction.slice(digits))) return undefined
  const minor = Number(`${whole}${fraction.slice(0, digits).padEnd(digits, '0')}`)
  return Number.isSafeInteger(minor) ? minor : undefined
}

export function minorToText(minor: number, currency: string): string {
  const digits = minorDigits(currency)
  if (digits === 0) return String(minor)
  const text = String(minor).padStart(digits + 1, '0')
  const fraction = text.slice(-digits)
  return /^0+$/.test(fraction) ? text.slice(0, -digits) : `${text.slice(0, -digits)}.${fraction}`
}

function wholeAndFraction(plain: string, digits: number): { whole: string; fraction: string } | null {
  const at = /^\d[\d.,]*$/.test(plain) ? fractionAt(plain, digits) : null
  if (at === null) return null
  const whole = plain.slice(0, at)
  const isWhole = /^\d+$/.test(whole) || /^\d{1,3}(?:,\d{3})+$/.test(whole) || /^\d{1,3}(?:\.\d{3})+$/.test(whole)
  // Grouped and divided by the same sign is neither.
  if (!isWhole || whole.includes(plain.charAt(at) || '-')) return null
  const number = whole.replace(/\D/g, '')
  return number.length > MOST_WHOLE_DIGITS ? null : { whole: number, fraction: plain.slice(at + 1) }
}

/** Where the sign before the fraction stands, or the end of the text; null where it may be a sign of thousands as well. */
function fractionAt(plain: string, digits: number): number | null {
  const signs = plain.replace(/\d/g, '')
  const last = signs.at(-1)
  if (last === undefined) return plain.length
  const at = plain.lastIndexOf(last)
  if (signs.length > 1) return new Set(signs).size === 1 ? plain.length : at
  if (plain.length - at - 1 !== 3) return at
  if (last === ',' || digits === 0) return plain.length
  return digits === 3 ? at : null
}

/** Blanks, apostrophes, and the currency's own code and sign; another's is left, so that it is asked about. */
function withoutSigns(text: string, currency: string): string {
  const plain = text.replace(/[\s'’]/g, '').toUpperCase()
  const sign = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
    .formatToParts(0)
    .find(({ type }) => type === 'currency')
    ?.value.toUpperCase()
  const signs = [currency, ...(sign === undefined ? [] : [`${currency.slice(0, 2)}${sign}`, sign])]
  // "$500 MXN" has both.
  const before = signs.find((one) => plain.startsWith(one)) ?? ''
  const rest = plain.slice(before.length)
  const behind = signs.find((one) => rest.endsWith(one)) ?? ''
  return rest.slice(0, rest.length - behind.length)
}
