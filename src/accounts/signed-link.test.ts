import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { LINK_ACTIONS, type LinkClaim, readLink, signLink } from './signed-link.ts'

const keys = (byte: number, previous: number | null = null) => ({
  current: new Uint8Array(32).fill(byte),
  previous: previous === null ? null : new Uint8Array(32).fill(previous),
})
const ours = keys(1)
const monday = Temporal.Instant.from('2026-11-23T13:00:00Z')
const claim: LinkClaim = {
  purpose: 'act',
  person: 'b7a4c2f0-0000-4000-8000-000000000001',
  event: '8o3k1v5n',
  action: 'attended',
  expiresAt: monday.add({ hours: 24 }),
}

const claims: fc.Arbitrary<LinkClaim> = fc.oneof(
  fc.record({
    purpose: fc.constant('act' as const),
    person: fc.string(),
    event: fc.string({ unit: 'binary' }),
    action: fc.constantFrom(...LINK_ACTIONS),
    expiresAt: fc
      .integer({ min: -8_640_000_000_000, max: 8_640_000_000_000 })
      .map((seconds) => Temporal.Instant.fromEpochMilliseconds(seconds * 1_000)),
  }),
  fc.record({ purpose: fc.constant('unsubscribe' as const), person: fc.string() }),
)

describe('a signed link', () => {
  test('says what was signed, whatever that was', () => {
    fc.assert(
      fc.property(claims, (any) => {
        const read = readLink(ours, signLink(ours, any), Temporal.Instant.fromEpochMilliseconds(-8.64e15))
        expect(read.kind === 'forged' ? null : plain(read.claim)).toEqual(plain(any))
      }),
    )
  })

  test('acts until the second it expires', () => {
    const token = signLink(ours, claim)
    expect(readLink(ours, token, monday.add({ hours: 24 }).subtract({ seconds: 1 })).kind).toBe('ok')
    expect(readLink(ours, token, monday.add({ hours: 24 })).kind).toBe('expired')
  })

  test('to unsubscribe never expires', () => {
    const token = signLink(ours, { purpose: 'unsubscribe', person: claim.person })
    expect(readLink(ours, token, monday.add({ hours: 24 * 3650 })).kind).toBe('ok')
  })

  test('has one form only: any change of any character is a forgery', () => {
    const token = signLink(ours, claim)
    const characters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ %\n']
    for (let at = 0; at <= token.length; at++) {
      for (const character of characters) {
        const inserted = token.slice(0, at) + character + token.slice(at)
        const replaced = token.slice(0, at) + character + token.slice(at + 1)
        expect(readLink(ours, inserted, monday).kind).toBe('forged')
        if (replaced !== token) expect(readLink(ours, replaced, monday).kind).toBe('forged')
      }
      const shortened = token.slice(0, at) + token.slice(at + 1)
      if (shortened !== token) expect(readLink(ours, shortened, monday).kind).toBe('forged')
    }
  })

  test('cannot be made without the key, whatever text is tried', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.string({ minLength: 2_000 })),
        (text) => {
          expect(readLink(ours, text, monday)).toEqual({ kind: 'forged' })
        },
      ),
      { numRuns: 2_000 },
    )
    fc.assert(fc.property(claims, (any) => readLink(ours, signLink(keys(2), any), monday).kind === 'forged'))
  })

  test('keeps purposes apart: the tag of one says nothing for another', () => {
    const [body] = signLink(ours, { purpose: 'unsubscribe', person: claim.person }).split('.')
    const [, tag] = signLink(ours, claim).split('.')
    expect(readLink(ours, `${body}.${tag}`, monday).kind).toBe('forged')
  })

  test('does not swap fields: what moves from one into the next is another claim', () => {
    const tokens = new Set([
      signLink(ours, { ...claim, person: 'a', event: 'bc' }),
      signLink(ours, { ...claim, person: 'ab', event: 'c' }),
      signLink(ours, { ...claim, person: 'a","b', event: 'c' }),
    ])
    expect(tokens.size).toBe(3)
  })

  test('made before a rotation holds while the previous key is kept, and no longer', () => {
    const token = signLink(keys(1), claim)
    expect(readLink(keys(2, 1), token, monday).kind).toBe('ok')
    expect(readLink(keys(2), token, monday).kind).toBe('forged')
    expect(signLink(keys(2, 1), claim)).toBe(signLink(keys(2), claim))
  })
})

function plain(any: LinkClaim) {
  return any.purpose === 'act' ? { ...any, expiresAt: any.expiresAt.toString() } : any
}
