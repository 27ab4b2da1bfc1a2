import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createVault } from './vault.ts'

const key = (byte: number) => new Uint8Array(32).fill(byte)
const vaultOf = (current: number, previous: number | null = null) =>
  createVault({ secretKeys: { current: key(current), previous: previous === null ? null : key(previous) } })
const vault = vaultOf(1)

describe('a sealed text', () => {
  test('opens in its own place, whatever it says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string(), async (text, place) => {
        expect(await vault.open(await vault.seal(text, place), place)).toBe(text)
      }),
    )
  })

  test('does not open in another row', async () => {
    const sealed = await vault.seal('1//refresh', 'connection:ana')
    expect(await vault.open(sealed, 'connection:luis')).toBeNull()
  })

  test('does not open after any change of any character, nor with one more or less', async () => {
    const sealed = await vault.seal('1//refresh', 'connection:ana')
    for (let at = 0; at < sealed.length; at++) {
      const other = sealed[at] === 'A' ? 'B' : 'A'
      expect(await vault.open(sealed.slice(0, at) + other + sealed.slice(at + 1), 'connection:ana')).toBeNull()
      expect(await vault.open(sealed.slice(0, at) + sealed.slice(at + 1), 'connection:ana')).toBeNull()
    }
    // The last character has bits to spare, which decoding would ignore.
    for (const last of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_') {
      if (!sealed.endsWith(last)) expect(await vault.open(sealed.slice(0, -1) + last, 'connection:ana')).toBeNull()
    }
    for (const tail of ['A', '=', ' ', '\n']) expect(await vault.open(sealed + tail, 'connection:ana')).toBeNull()
  })

  test('is another one each time, and shows nothing of what it holds', async () => {
    const sealed = await Promise.all(Array.from({ length: 100 }, () => vault.seal('1//refresh', 'connection:ana')))
    expect(new Set(sealed).size).toBe(100)
    for (const text of sealed)
      expect(Buffer.from(text.split('.')[2] ?? '', 'base64url').toString('latin1')).not.toContain('1//')
  })

  test('opens with the previous key while it is kept, and is sealed anew with the current one', async () => {
    const old = await vaultOf(1).seal('1//refresh', 'connection:ana')
    const rotating = vaultOf(2, 1)
    expect(await rotating.open(old, 'connection:ana')).toBe('1//refresh')
    const renewed = await rotating.seal('1//refresh', 'connection:ana')
    expect(await vaultOf(2).open(renewed, 'connection:ana')).toBe('1//refresh')
    expect([old, renewed].map((sealed) => rotating.isCurrent(sealed))).toEqual([false, true])
    expect(await vaultOf(2).open(old, 'connection:ana')).toBeNull()
    expect(await vaultOf(1).open(renewed, 'connection:ana')).toBeNull()
  })

  test('of one purpose is none of another', async () => {
    const config = { secretKeys: { current: key(1), previous: null } }
    const sealed = await createVault(config, 'connect').seal('state', 'here')
    expect(await createVault(config, 'rows').open(sealed, 'here')).toBeNull()
  })

  test('that was never one is nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => (await vault.open(text, 'here')) === null),
    )
    expect(await vault.open('v1.00000000.', 'here')).toBeNull()
  })
})
