import { expect, test } from 'vitest'
import { learnBinary, learnClasses, rowsOf } from './learn.ts'

const yes = [{ place: 0, value: 1 }]
const no = [{ place: 1, value: 1 }]

test('what is divided is learnt, and what says nothing weighs nothing', () => {
  const rows = rowsOf([yes, no, yes, [...no, { place: 2, value: 0 }]], 3)
  const { weights } = learnBinary(rows, [1, 0, 1, 0], { l1: 0, l2: 0.1, steps: 200 })
  expect(weights[0]?.[0]).toBeGreaterThan(1)
  expect(weights[0]?.[1]).toBeLessThan(-1)
  expect(weights[0]?.[2]).toBe(0)
})

test('the bias alone gives how common an answer is', () => {
  const rows = rowsOf([[], [], [], []], 0)
  const { bias } = learnBinary(rows, [1, 1, 1, 0], { l1: 0, l2: 1, steps: 500 })
  expect(1 / (1 + Math.exp(-(bias[0] ?? 0)))).toBeCloseTo(0.75, 3)
})

test('each class learns its own sign', () => {
  const rows = rowsOf([yes, no, [{ place: 2, value: 1 }]], 3)
  const { weights } = learnClasses(rows, 3, [0, 1, 2], { l1: 0, l2: 0.01, steps: 300 })
  for (const own of [0, 1, 2]) {
    const ofClass = [...(weights[own] ?? [])]
    expect(ofClass.indexOf(Math.max(...ofClass))).toBe(own)
  }
})

test('a strong l1 leaves nothing', () => {
  const { weights } = learnBinary(rowsOf([yes, no], 2), [1, 0], { l1: 10, l2: 0, steps: 50 })
  expect(weights[0]?.every((weight) => weight === 0)).toBe(true)
})
