/**
 * In which of our languages a text from outside is written, by a small rule: the language more of whose commonest words stand in it.
 * Good enough to thank somebody in the language in which they wrote; nothing else depends on it.
 */
import type { Locale } from './locale.ts'

/** The commonest little words that the other language does not have; a handful settles a sentence. */
const COMMONEST: Readonly<Record<Locale, ReadonlySet<string>>> = {
  'es-MX': wordSet('de la el que y en los las del se con para por una un al tu te su es lo como más este esta nos'),
  en: wordSet('the of and to in for with you your on is at are this our from we be join will by or that it us'),
}
/** A long text has said what it is long before its end. */
const LONGEST = 4_000

/** @param otherwise where the words do not tell: none of either, or as many of both */
export function languageOfText(text: string, otherwise: Locale): Locale {
  const words = text
    .slice(0, LONGEST)
    .toLowerCase()
    .split(/[^\p{L}]+/u)
  const count = (locale: Locale) => words.filter((word) => COMMONEST[locale].has(word)).length
  const [es, en] = [count('es-MX'), count('en')]
  return es === en ? otherwise : es > en ? 'es-MX' : 'en'
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '))
}
