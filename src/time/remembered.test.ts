import { expect, test } from 'vitest'
import { remembered } from './remembered.ts'

test('what was asked before is not made again, also where the answer is null or false', () => {
  const answers = remembered<string, string | boolean | null>(10)
  let made = 0
  const ask = (key: string, answer: string | boolean | null) =>
    answers(key, () => {
      made++
      return answer
    })
  expect([ask('a', null), ask('b', false), ask('c', '')]).toEqual([null, false, ''])
  expect([ask('a', 'another'), ask('b', 'another'), ask('c', 'another')]).toEqual([null, false, ''])
  expect(made).toBe(3)
})

test('it never keeps more than it may, and full it still answers right', () => {
  const squares = remembered<number, number>(3)
  let made = 0
  const square = (n: number) =>
    squares(n, () => {
      made++
      return n * n
    })
  for (let round = 0; round < 2; round++) for (let n = 0; n < 5; n++) expect(square(n)).toBe(n * n)
  // Of five in turn only three are kept: the second round has to make some of them again.
  expect(made).toBeGreaterThan(5)
})

test('what could not be made is tried again', () => {
  const answers = remembered<string, number>(3)
  expect(() =>
    answers('a', () => {
      throw new RangeError('no')
    }),
  ).toThrow('no')
  expect(answers('a', () => 1)).toBe(1)
})
