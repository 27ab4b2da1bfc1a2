/** An amount in words that cannot be mistaken: with the currency's code, where its sign alone is what several have. Nothing is converted. */
import type { Language } from './index.ts'

/** @param minor minor units */
export function moneyText(minor: number, currency: string, { formats }: Pick<Language, 'formats'>): string {
  const money = formats.money(minor, currency)
  // "MX$900" and "USD 900" say it; "$900" and "¥900" may be several.
  return /\p{L}/u.test(money) ? money : `${money} ${currency}`
}
