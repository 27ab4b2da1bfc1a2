import { describe, expect, test } from 'vitest'
import { anEvent, aState, at, idOf, NOON, ZONE } from '../../test/builders/a-person.ts'
import type { Answer } from '../calendar/event.ts'
import { apply } from './apply.ts'
import { knownAt } from './known.ts'
import { isPending } from './outbox.ts'
import type { PersonState } from './state.ts'

const says = (state: PersonState, answer: Answer, now = NOON) =>
  apply(state, knownAt(state, now), { kind: 'answer', event: idOf('a'), answer }, now)
const onTheirWay = ({ outbox }: PersonState) => [...outbox.values()].filter(isPending)
/** As an answer is kept that was sent and not heard of, to be read back in 90 seconds. */
function cutOff(state: PersonState): PersonState {
  const dueAt = NOON.add({ seconds: 90 }).toString()
  const outbox = onTheirWay(state).map(
    (intent) => [intent.opId, { ...intent, state: 'unknown' as const, dueAt }] as const,
  )
  return { ...state, outbox: new Map(outbox) }
}
const LATER = NOON.add({ seconds: 5 })

describe('an answer said again', () => {
  test('while the first may have arrived waits until that can be read', () => {
    const first = says(aState([anEvent('a')]), 'accepted').state
    const [again] = onTheirWay(says(cutOff(first), 'accepted', LATER).state)
    expect(Date.parse(again?.dueAt ?? '')).toBe(NOON.add({ seconds: 90 }).epochMilliseconds)
  })

  test('of one that certainly did not arrive, or another one, goes out at once', () => {
    const first = says(aState([anEvent('a')]), 'accepted').state
    for (const [state, answer] of [
      [first, 'accepted'],
      [cutOff(first), 'declined'],
    ] as const) {
      const pending = onTheirWay(says(state, answer, LATER).state)
      expect(pending.map(({ dueAt }) => Date.parse(dueAt ?? ''))).toEqual([LATER.epochMilliseconds])
    }
  })
})

test('what is over is not answered any more', () => {
  const over = { start: { at: at('2026-11-23 08:00'), timeZone: ZONE }, end: { at: NOON.toString(), timeZone: ZONE } }
  expect(says(aState([anEvent('a', over)]), 'accepted').result).toEqual({ kind: 'refused', reason: 'not_answerable' })
})
