import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Correction, type CorrectionKeys, correct } from './corrections.ts'
import { isNetworkingKind, isOtherKind } from './kinds.ts'
import type { Recognition } from './recognise.ts'

const KEYS: CorrectionKeys = { event: 'event-1', series: 'series-1', organiser: 'camara.example' }

function recognised(parts: Partial<Recognition>): Recognition {
  return { networking: false, kind: 'internal-meeting', smart: false, confidence: 0.7, reasons: [], ...parts }
}

const byEvent = (networking: boolean): Correction => ({ scope: 'event', key: 'event-1', networking })
const bySeries = (networking: boolean): Correction => ({ scope: 'series', key: 'series-1', networking })
const byOrganiser = (networking: boolean): Correction => ({ scope: 'organiser', key: 'camara.example', networking })

test('without a correction the recognition stays as it is', () => {
  const recognition = recognised({})
  const foreign: Correction[] = [
    { scope: 'event', key: 'event-2', networking: true },
    { scope: 'series', key: 'event-1', networking: true },
  ]
  expect(correct(recognition, KEYS, foreign)).toEqual({ recognition, corrected: false })
})

test('a corrected event is certain, and its first reason is the correction', () => {
  const reasons = Array.from({ length: 5 }, () => ({ kind: 'word' as const, text: 'junta', points: -1 }))
  const { recognition, corrected } = correct(recognised({ reasons }), KEYS, [bySeries(true)])
  expect(corrected).toBe(true)
  expect(recognition).toMatchObject({ networking: true, confidence: 1 })
  expect(recognition.reasons[0]).toMatchObject({ kind: 'correction', text: 'series' })
  expect(recognition.reasons).toHaveLength(5)
})

test('the word about one evening wins over its series, that about a series over its organiser, in whatever order they came', () => {
  const anyCorrections = fc.record({
    event: fc.option(fc.boolean()),
    series: fc.option(fc.boolean()),
    organiser: fc.option(fc.boolean()),
  })
  fc.assert(
    fc.property(anyCorrections, fc.boolean(), fc.integer(), ({ event, series, organiser }, networking, seed) => {
      const corrections = [
        ...(event === null ? [] : [byEvent(event)]),
        ...(series === null ? [] : [bySeries(series)]),
        ...(organiser === null ? [] : [byOrganiser(organiser)]),
      ]
      const shuffled = seed % 2 === 0 ? corrections : corrections.toReversed()
      const { recognition, corrected } = correct(recognised({ networking, kind: 'webinar' }), KEYS, shuffled)
      expect(recognition.networking).toBe(event ?? series ?? organiser ?? networking)
      expect(corrected).toBe(corrections.length > 0)
    }),
  )
})

test('nothing said of an organiser reaches an event that has no key for one', () => {
  const keys = { ...KEYS, organiser: null }
  expect(correct(recognised({}), keys, [byOrganiser(true)]).corrected).toBe(false)
})

test('a turned event takes the kind that the model held for that case', () => {
  const recognition = recognised({ otherwise: { kind: 'chamber-breakfast', smart: true } })
  expect(correct(recognition, KEYS, [byEvent(true)]).recognition).toMatchObject({
    kind: 'chamber-breakfast',
    smart: true,
  })
})

test('without such a kind a turned event is a meetup, or something personal', () => {
  expect(correct(recognised({}), KEYS, [byEvent(true)]).recognition).toMatchObject({ kind: 'meetup', smart: true })
  const meetup = recognised({ networking: true, kind: 'meetup', smart: true })
  expect(correct(meetup, KEYS, [byEvent(false)]).recognition).toMatchObject({ kind: 'personal', smart: false })
})

test('a kind that stands on both sides stays', () => {
  const league = recognised({ kind: 'sports' })
  expect(correct(league, KEYS, [byEvent(true)]).recognition).toMatchObject({ kind: 'sports', smart: false })
})

test('whatever is said, kind and smart fit the verdict', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.boolean(), (networking, said) => {
      const before = networking
        ? recognised({
            networking,
            kind: 'round-table',
            smart: true,
            otherwise: { kind: 'client-meeting', smart: false },
          })
        : recognised({ networking, otherwise: { kind: 'sports', smart: false } })
      const { recognition } = correct(before, KEYS, [byEvent(said)])
      expect(said ? isNetworkingKind(recognition.kind) : isOtherKind(recognition.kind)).toBe(true)
      expect(recognition.smart && !recognition.networking).toBe(false)
    }),
  )
})
