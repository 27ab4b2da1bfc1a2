/**
 * The front door of the words: a dictionary and the formats that go with it. No sentence for people stands outside this room.
 */
import { en } from './en.ts'
import { es, type Words } from './es.ts'
import { type Formats, formatsFor } from './format.ts'
import type { Locale } from './locale.ts'

export type { Words } from './es.ts'
export type { Formats } from './format.ts'
export type { Locale } from './locale.ts'

/** How one person is spoken to: their language's words, and dates on their own clock. */
export interface Language {
  locale: Locale
  timeZone: string
  words: Words
  formats: Formats
}

export function wordsOf(locale: Locale): Words {
  return locale === 'en' ? en : es
}

/** @param timeZone an IANA zone; settings hold no other */
export function languageOf(locale: Locale, timeZone: string): Language {
  return { locale, timeZone, words: wordsOf(locale), formats: formatsFor(locale, timeZone) }
}
