/**
 * Counted things in a sentence, by the plural rules of CLDR: Spanish has a form of its own for whole millions
 * ("1,000,000 de eventos"), which `other` would get wrong.
 */
import type { Locale } from './locale.ts'

export interface Forms {
  one: string
  other: string
  /** Spanish alone uses it; without it `other` is said. */
  many?: string
}

/** The number, grouped as the language does, and the noun in the form that goes with it. */
export function counted(locale: Locale, count: number, forms: Forms): string {
  return `${numberFormat(locale).format(count)} ${formOf(locale, count, forms)}`
}

/** The form alone, for sentences that say the number elsewhere or not at all. */
export function formOf(locale: Locale, count: number, forms: Forms): string {
  const rule = pluralRules(locale).select(count)
  if (rule === 'one') return forms.one
  return rule === 'many' ? (forms.many ?? forms.other) : forms.other
}

const rules = new Map<Locale, Intl.PluralRules>()
function pluralRules(locale: Locale): Intl.PluralRules {
  const made = rules.get(locale) ?? new Intl.PluralRules(locale)
  rules.set(locale, made)
  return made
}

const numbers = new Map<Locale, Intl.NumberFormat>()
function numberFormat(locale: Locale): Intl.NumberFormat {
  const made = numbers.get(locale) ?? new Intl.NumberFormat(locale)
  numbers.set(locale, made)
  return made
}
