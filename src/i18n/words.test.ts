import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FACT_CODES } from '../recognition/evidence.ts'
import { KINDS } from '../recognition/kinds.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { localeOfBrowser } from './locale.ts'
import { counted } from './plural.ts'

/** Every sentence by its path; functions stay functions. */
function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]]
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`))
}
const sentences = new Map(leaves(es))
const translated = new Map(leaves(en))

/** A sentence with every place filled by a mark of its own, or by a number where one is counted. */
function filled(sentence: unknown): string[] {
  if (typeof sentence === 'string') return [sentence]
  if (typeof sentence !== 'function') throw new Error('neither a text nor a function')
  const marks = Array.from({ length: sentence.length }, (_, place) => `⟦${place}⟧`)
  const said = counts(sentence)
    ? [0, 1, 2, 5, 1_000_000].map((count) => sentence(...marks.slice(0, -1), count))
    : [sentence(...marks)]
  return said.flatMap((one) => (Array.isArray(one) ? one : [one]))
}
/** Only a number goes through the plural rules. */
function counts(sentence: unknown): boolean {
  return /count/.test(String(sentence).split('=>')[0] ?? '')
}

describe('words', () => {
  test('both languages have the same sentences', () => {
    expect([...translated.keys()].sort()).toEqual([...sentences.keys()].sort())
  })

  test('every sentence says something, and calmly', () => {
    for (const dictionary of [sentences, translated]) {
      for (const [path, sentence] of dictionary) {
        for (const said of filled(sentence)) {
          expect(said, path).toMatch(/\S/)
          expect(said, path).toBe(said.trim())
          expect(said, path).not.toMatch(/undefined|NaN|\[object|[!¡]/)
        }
      }
    }
  })

  test('both languages use the same values, and all that are given', () => {
    const marksOf = (sentence: unknown) => [...new Set(filled(sentence).join(' ').match(/⟦\d⟧/g) ?? [])].sort()
    for (const [path, sentence] of sentences) {
      if (typeof sentence !== 'function') continue
      const used = marksOf(sentence)
      expect(marksOf(translated.get(path)), path).toEqual(used)
      // A count is a number, so it leaves no mark.
      expect(used, path).toHaveLength(sentence.length - (counts(sentence) ? 1 : 0))
    }
  })

  test('every kind and every fact of recognition has a name', () => {
    for (const words of [es, en]) {
      expect(Object.keys(words.kind).sort()).toEqual([...KINDS].sort())
      expect(Object.keys(words.recognition.fact).sort()).toEqual([...FACT_CODES].sort())
    }
  })
})

describe('plurals', () => {
  test('Spanish counts one, some, and millions', () => {
    expect(es.count.events(1)).toBe('1 evento')
    expect(es.count.events(0)).toBe('0 eventos')
    expect(es.count.events(12)).toBe('12 eventos')
    expect(es.count.events(1_000_000)).toBe('1,000,000 de eventos')
  })
  test('English counts one and some', () => {
    expect(en.count.followUps(1)).toBe('1 follow-up')
    expect(en.count.followUps(1_000_000)).toBe('1,000,000 follow-ups')
  })
  test('a language without a form of its own for millions says the other', () => {
    expect(counted('es-MX', 2_000_000, { one: 'a', other: 'b' })).toBe('2,000,000 b')
  })
})

describe("the browser's language", () => {
  test.each([
    [null, 'es-MX'],
    ['', 'es-MX'],
    ['es-AR,es;q=0.9,en;q=0.8', 'es-MX'],
    ['en-US,en;q=0.9,es;q=0.8', 'en'],
    ['fr,en;q=0.4,es;q=0.7', 'es-MX'],
    ['pt-BR', 'es-MX'],
    ['es;q=0, en;q=0.1', 'en'],
  ])('%s is spoken to in %s', (header, locale) => {
    expect(localeOfBrowser(header)).toBe(locale)
  })
  test('whatever is sent, one of ours comes out', () => {
    fc.assert(fc.property(fc.string(), (header) => ['es-MX', 'en'].includes(localeOfBrowser(header))))
  })
})
