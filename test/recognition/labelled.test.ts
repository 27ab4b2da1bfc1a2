import { describe, expect, test } from 'vitest'
import { isNetworkingKind, isOtherKind } from '../../src/recognition/kinds.ts'
import { foldsOf, type Labelled, readLabelled, readSample, readUnseen } from './labelled.ts'

const sample = readSample()
const labelled = readLabelled()
const unseen = readUnseen()

test('every label keeps the rules of the README', () => {
  const broken = [...sample, ...labelled, ...unseen].filter(
    ({ networking, kind, smart }) =>
      (networking ? !isNetworkingKind(kind) : !isOtherKind(kind)) || (smart && !networking),
  )
  expect(broken.map(({ file, facts }) => `${file}: ${facts.title}`)).toEqual([])
})

test('nothing that is held out is trained on, but for titles of a word that stand in every calendar', () => {
  const key = ({ facts }: Labelled) => `${facts.title}|${facts.description}|${facts.location}`.toLowerCase()
  const trained = new Set([...sample, ...labelled].map(key))
  const told = unseen.filter(({ facts }) => facts.title.trim().includes(' '))
  expect(told.filter((event) => trained.has(key(event)))).toEqual([])
})

describe('the folds', () => {
  const events = [...sample, ...labelled]
  const fold = foldsOf(events, 5)

  test('never divide events of one title', () => {
    const byTitle = new Map<string, number>()
    for (const [index, { facts }] of events.entries()) {
      const title = facts.title.toLowerCase()
      const before = byTitle.get(title)
      if (before !== undefined) expect(fold[index]).toBe(before)
      byTitle.set(title, fold[index] ?? -1)
    }
  })

  test('are about of one size, and the same each time', () => {
    const sizes = [0, 1, 2, 3, 4].map((one) => fold.filter((other) => other === one).length)
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThan(events.length / 20)
    expect(foldsOf(events, 5)).toEqual(fold)
  })
})
