import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldText, wordsOf } from './words.ts'

const folded = (text: string) => wordsOf(text, 1_000).map((word) => word.folded)

test.each([
  ['Cóctel CANACO', ['coctel', 'canaco']],
  ["Mother's Day at Denny’s", ['mothers', 'day', 'at', 'dennys']],
  ["'Expo' 2026 #9", ['expo', '#year', '#nth']],
  ['1:1 con Ana, 1-2-1, 1on1', ['1to1', 'con', 'ana', '1to1', '1to1']],
  ['a la 1:15', ['a', 'la', '#', '#']],
  ['Raj <> Ana ↔ Luis', ['raj', '↔', 'ana', '↔', 'luis']],
  ['Lunch & learn 🎄', ['lunch', 'and', 'learn', '🎄']],
  ['ver https://www.lu.ma/abc?x=1 hoy', ['ver', '@lu.ma', 'hoy']],
])('"%s" is read as %j', (text, words) => {
  expect(folded(text)).toEqual(words)
})

test('composed and decomposed accents are the same word', () => {
  expect(folded('Vinculación'.normalize('NFD'))).toEqual(folded('Vinculación'.normalize('NFC')))
})

test('words stand in order, do not overlap, and never beyond the bound by more than their own end', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.nat(300), (text, bound) => {
      let before = 0
      for (const { start, end, folded } of wordsOf(text, bound)) {
        expect(start).toBeGreaterThanOrEqual(before)
        expect(start).toBeLessThan(bound)
        expect(end).toBeGreaterThan(start)
        expect(end).toBeLessThanOrEqual(text.length)
        expect(folded).not.toBe('')
        before = end
      }
    }),
  )
})

test('folding a whole text keeps no sign but blanks', () => {
  expect(foldText('Eventos_2026@Cámara-MX', 80)).toBe('eventos 2026 camara mx')
})
