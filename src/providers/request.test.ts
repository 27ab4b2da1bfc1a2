import { describe, expect, test } from 'vitest'
import type { Read } from '../calendar/port.ts'
import { authorised, UNAUTHORISED } from './request.ts'

const REFUSED = { kind: 'failed', error: { reason: 'unreachable', code: UNAUTHORISED } } as const

/** Calls with one token after another. @param lives for each token: whether requests were answered with it before it was refused; `ok` ends well */
async function called(...lives: ('taken' | 'refused' | 'ok')[]): Promise<{ result: Read<string>; tokens: number }> {
  const taken = new Set<string>()
  let tokens = 0
  const access = async () => ({ kind: 'ok' as const, value: `token ${tokens++}` })
  const result = await authorised<Read<string>>(access, taken, async (token) => {
    const life = lives[tokens - 1] ?? 'refused'
    if (life !== 'refused') taken.add(token)
    return life === 'ok' ? { kind: 'ok', value: token } : REFUSED
  })
  return { result, tokens }
}

describe('a token', () => {
  test('that is refused is renewed, and a new one that is refused at once says nothing of the grant', async () => {
    expect(await called('refused', 'ok')).toEqual({ result: { kind: 'ok', value: 'token 1' }, tokens: 2 })
    expect(await called('refused', 'refused')).toEqual({ result: REFUSED, tokens: 2 })
  })

  test('that died between two pages is renewed as often as it takes, and for a while', async () => {
    expect(await called('taken', 'taken', 'taken', 'ok')).toMatchObject({ result: { kind: 'ok' }, tokens: 4 })
    expect(await called('taken', 'refused')).toEqual({ result: REFUSED, tokens: 2 })
    const dying = Array.from({ length: 9 }, () => 'taken' as const)
    expect(await called(...dying)).toMatchObject({ result: { error: { reason: 'unreachable' } }, tokens: 5 })
  })
})
