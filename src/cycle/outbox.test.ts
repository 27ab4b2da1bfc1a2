import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { aState, WORK } from '../../test/builders/state.ts'
import type { BlockId, EventId, RemoteEventId } from '../calendar/event.ts'
import { type ErrorReason, HELD_BACK } from '../calendar/port.ts'
import { timestamp } from '../time/instant.ts'
import { backoff, jitterFrom } from './backoff.ts'
import { afterSending, dueIntents, intentOf, isPending, overtaken, type SendOutcome } from './outbox.ts'
import type { Effect, Intent } from './state.ts'

const NOW = Temporal.Instant.from('2027-03-01T15:00:00Z')
const STILL = jitterFrom(() => 0.5)
const BLOCK: Effect = {
  kind: 'put_block',
  calendarId: WORK,
  followUpId: 'aforo1' as BlockId,
  eventId: 'e1' as EventId,
  expected: 'absent',
}
const DIGEST: Effect = { kind: 'digest', week: '2027-W09', to: 'mariana@cenit.example' }
const REASONS: readonly ErrorReason[] = [
  'revoked',
  'calendar_gone',
  'forbidden',
  'rejected',
  'cursor_expired',
  'revision_moved',
  'id_taken',
  'throttled',
  'unreachable',
  'malformed',
  'too_large',
]
const sentWith = (effect: Effect, outcome: SendOutcome, state: Intent['state'] = 'waiting') =>
  afterSending({ ...intentOf('op', effect, NOW), state }, outcome, NOW, STILL)

describe('what an outcome makes of an intent', () => {
  test('done is done, and never due again', () => {
    expect(sentWith(BLOCK, { kind: 'done' })).toMatchObject({ state: 'done', dueAt: null })
    expect(sentWith(BLOCK, { kind: 'done' }, 'unknown')).toMatchObject({ state: 'done', dueAt: null })
  })

  test.each(['forbidden', 'rejected'] as const)('a plain refusal (%s) ends it', (reason) => {
    expect(sentWith(BLOCK, { kind: 'failed', error: { reason } })).toMatchObject({ state: 'given_up', dueAt: null })
  })

  test('whatever else fails is tried again later, and stays what it was known to be', () => {
    for (const reason of REASONS.filter((one) => one !== 'forbidden' && one !== 'rejected')) {
      const waiting = sentWith(BLOCK, { kind: 'failed', error: { reason } })
      expect(waiting.state).toBe('waiting')
      expect(waiting.dueAt && waiting.dueAt > NOW.toString()).toBe(true)
      // It may have happened once: a later failure does not make it certain that it did not.
      expect(sentWith(BLOCK, { kind: 'failed', error: { reason } }, 'unknown').state).toBe('unknown')
    }
  })

  test('what was held back was not tried: it waits for what is left, and no attempt is counted', () => {
    const error = { reason: 'throttled' as const, code: HELD_BACK, retryAfter: Temporal.Duration.from({ seconds: 7 }) }
    const held = sentWith(BLOCK, { kind: 'failed', error })
    expect(held).toMatchObject({ state: 'waiting', dueAt: timestamp(NOW.add({ seconds: 7 })), body: { attempts: 0 } })
    expect(sentWith(BLOCK, { kind: 'unknown', error }).state).toBe('unknown')
  })

  test('an answer that may have been heard is not given again before a read could show it', () => {
    const answer: Effect = {
      kind: 'answer',
      calendarId: WORK,
      target: { id: 'r1' as RemoteEventId, originalStart: null },
      eventId: 'e1' as EventId,
      answer: 'accepted',
      before: ['none'],
      by: 'person',
    }
    const error = { reason: 'unreachable' as const }
    expect(sentWith(answer, { kind: 'unknown', error }).dueAt).toBe(timestamp(NOW.add({ seconds: 90 })))
    expect(sentWith(answer, { kind: 'failed', error }).dueAt).toBe(timestamp(NOW.add({ seconds: 30 })))
    // One of too many may have been taken all the same.
    const throttled = { reason: 'throttled' as const, retryAfter: Temporal.Duration.from({ seconds: 40 }) }
    expect(sentWith(answer, { kind: 'failed', error: throttled })).toMatchObject({
      state: 'waiting',
      dueAt: timestamp(NOW.add({ seconds: 90 })),
    })
    expect(sentWith(BLOCK, { kind: 'unknown', error }).dueAt).toBe(timestamp(NOW.add({ seconds: 30 })))
  })

  test('a block whose fate is unknown is asked after again, a mail is not', () => {
    const block = sentWith(BLOCK, { kind: 'unknown', error: { reason: 'unreachable' } })
    expect(block.state).toBe('unknown')
    expect(isPending(block)).toBe(true)
    const mail = sentWith(DIGEST, { kind: 'unknown', error: { reason: 'unreachable' } })
    expect(mail).toMatchObject({ state: 'unknown', dueAt: null })
    expect(isPending(mail)).toBe(false)
  })

  test('a mail that certainly was not sent is tried again', () => {
    expect(isPending(sentWith(DIGEST, { kind: 'failed', error: { reason: 'throttled' } }))).toBe(true)
  })

  test('what was overtaken is over', () => {
    expect(isPending(overtaken(intentOf('op', BLOCK, NOW), 'not_wanted', NOW))).toBe(false)
  })
})

describe('when an intent is due', () => {
  test('an intent of an account that waits for the person is kept and not tried', () => {
    const intent = intentOf('op', BLOCK, NOW)
    const outbox = new Map([[intent.opId, intent]])
    expect(dueIntents({ ...aState(), outbox }, NOW)).toHaveLength(1)
    const revoked = aState({ connection: { state: { status: 'revoked', since: null, listAt: null } } })
    expect(dueIntents({ ...revoked, outbox }, NOW)).toHaveLength(0)
  })
})

describe('backing off', () => {
  test('never sooner than asked for, never longer than an hour and a quarter of it unless asked, and always later than now', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.option(fc.nat(86_400), { nil: undefined }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempts, asked, chance) => {
          const wish = asked === undefined ? undefined : Temporal.Duration.from({ seconds: asked })
          const seconds = backoff(
            attempts,
            wish,
            jitterFrom(() => chance),
          ).total('seconds')
          expect(seconds).toBeGreaterThanOrEqual(Math.max(asked ?? 0, 22))
          expect(seconds).toBeLessThanOrEqual(Math.max(asked ?? 0, 4_500))
        },
      ),
    )
  })
})
