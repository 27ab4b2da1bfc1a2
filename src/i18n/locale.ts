/**
 * The two languages of Aforo: es-MX, in which every sentence is written first, and English.
 */
export const LOCALES = ['es-MX', 'en'] as const
export type Locale = (typeof LOCALES)[number]

/**
 * The first of the browser's languages that Aforo speaks, else es-MX.
 * @param header the `Accept-Language` of a request (RFC 9110, 12.5.4), or null
 */
export function localeOfBrowser(header: string | null): Locale {
  let best: { locale: Locale; weight: number } | null = null
  for (const part of (header ?? '').slice(0, 500).split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
    const locale = localeOfTag(tag.trim())
    const weight = weightOf(parameters)
    if (locale !== null && weight > 0 && (best === null || weight > best.weight)) best = { locale, weight }
  }
  return best?.locale ?? 'es-MX'
}

function localeOfTag(tag: string): Locale | null {
  if (tag === 'es' || tag.startsWith('es-')) return 'es-MX'
  return tag === 'en' || tag.startsWith('en-') ? 'en' : null
}

function weightOf(parameters: readonly string[]): number {
  const given = parameters.find((parameter) => parameter.trim().startsWith('q='))
  if (given === undefined) return 1
  const weight = Number(given.trim().slice(2))
  return Number.isFinite(weight) ? weight : 0
}
