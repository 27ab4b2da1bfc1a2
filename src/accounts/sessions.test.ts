import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { cookieAttributes, cookieName, isFreshSignIn, newSession } from './sessions.ts'

const now = Temporal.Instant.from('2026-11-23T13:00:00Z')

test('a session has 256 random bits, of which only the hash may be stored, and lasts 30 days', () => {
  const [one, other] = [newSession(now), newSession(now)]
  expect(Buffer.from(one.id, 'base64url')).toHaveLength(32)
  expect(one.id).not.toBe(other.id)
  expect(one.hash).toMatch(/^[0-9a-f]{64}$/)
  expect(one).toMatchObject({ signedInAt: '2026-11-23T13:00:00.000Z', expiresAt: '2026-12-23T13:00:00.000Z' })
})

test('cookies are tied to the host over TLS, and have a plain name on this machine', () => {
  expect(cookieName({ https: true }, 'aforo')).toBe('__Host-aforo')
  expect(cookieName({ https: false }, 'aforo')).toBe('aforo')
  expect(cookieAttributes({ https: true })).toEqual({ path: '/', httpOnly: true, secure: true, sameSite: 'Lax' })
})

test('a sign-in is fresh for ten minutes; a token never is', () => {
  const signedIn = (minutes: number) => ({ signedInAt: now.subtract({ minutes }) })
  expect(isFreshSignIn(signedIn(0), now)).toBe(true)
  expect(isFreshSignIn(signedIn(9), now)).toBe(true)
  expect(isFreshSignIn(signedIn(10), now)).toBe(false)
  expect(isFreshSignIn(signedIn(-1), now)).toBe(false)
  expect(isFreshSignIn({ signedInAt: null }, now)).toBe(false)
})
