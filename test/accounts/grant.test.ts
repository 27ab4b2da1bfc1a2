/** The life of a grant at Google's sandbox: refreshed, rotated, in doubt, renewed, given back. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openGrant, refreshGrant, revokeGrant } from '../../src/accounts/grant.ts'
import { googleLogin } from '../../src/accounts/provider-login.ts'
import { createVault } from '../../src/accounts/vault.ts'
import { replaceGrant } from '../../src/db/accounts.ts'
import { connections } from '../../src/db/schema.ts'
import { accessTo } from '../../src/person/access.ts'
import { aStorage } from '../builders/a-storage.ts'
import { aState } from '../builders/state.ts'
import { startGoogleSandbox } from '../sandbox/google/server.ts'
import { aConfig, aDatabase, aDoor, NOON } from './a-door.ts'
import { ANA, signIn } from './at-google.ts'

let database: Awaited<ReturnType<typeof aDatabase>>
let google: Awaited<ReturnType<typeof startGoogleSandbox>>
let config = aConfig()

beforeAll(async () => {
  database = await aDatabase()
}, 60_000)
afterAll(() => database.close())

beforeEach(async () => {
  await database.empty()
  google = await startGoogleSandbox({ seedLife: false, now: () => NOON.epochMilliseconds })
  config = aConfig({ GOOGLE_ISSUER: google.url, GOOGLE_API_URL: google.url })
  return () => google.close()
})

describe('a grant', () => {
  test('is refreshed, and a new refresh token replaces the old one', async () => {
    const { login, grant } = await aGrant()
    const later = NOON.add({ hours: 1 })
    const kept = await refreshGrant(login, grant, later)
    expect(kept).toMatchObject({ kind: 'ok', value: { refreshToken: grant.refreshToken, rotated: false } })
    google.world.switches.rotateRefreshTokens = true
    const rotated = await refreshGrant(login, grant, later)
    if (rotated.kind !== 'ok') throw new Error('not refreshed')
    expect(rotated.value.rotated).toBe(true)
    expect(rotated.value.refreshToken).not.toBe(grant.refreshToken)
    expect(rotated.value.accessExpiresAt).toBe(later.add({ seconds: 3599 }).toString({ fractionalSecondDigits: 3 }))
    expect(await refreshGrant(login, grant, later)).toMatchObject({ kind: 'failed', error: { reason: 'revoked' } })
  })

  test('is over when the provider says so, and only then', async () => {
    const { login, grant } = await aGrant()
    const { switches } = google.world
    for (const [status, reason] of [
      [500, 'unreachable'],
      [503, 'unreachable'],
      [429, 'throttled'],
    ] as const) {
      switches.tokenEndpointStatus = status
      expect(await refreshGrant(login, grant, NOON)).toMatchObject({
        kind: 'failed',
        error: { reason, code: String(status) },
      })
    }
    switches.tokenEndpointStatus = null
    switches.clients = [{ id: 'aforo-client', secret: 'changed', redirectUris: [] }]
    expect(await refreshGrant(login, grant, NOON)).toEqual({
      kind: 'failed',
      error: { reason: 'unreachable', code: 'invalid_client' },
    })
    switches.clients = null
    // The operator took the credentials of another client, and takes them back.
    expect(await refreshGrant({ ...login, clientId: 'other-client' }, grant, NOON)).toEqual({
      kind: 'failed',
      error: { reason: 'unreachable', code: 'unauthorized_client' },
    })
    google.world.faults.add({ kind: 'drop-before', match: { path: '/token' } })
    expect(await refreshGrant(login, grant, NOON)).toMatchObject({ kind: 'failed', error: { reason: 'unreachable' } })
    google.world.faults.clear()
    expect(await refreshGrant(login, grant, NOON)).toMatchObject({ kind: 'ok' })
    google.world.grants.revoke(ANA)
    expect(await refreshGrant(login, grant, NOON)).toEqual({
      kind: 'failed',
      error: { reason: 'revoked', code: 'invalid_grant' },
    })
  })

  test('that the person renewed meanwhile is not overwritten by a refresh of the old one', async () => {
    const { account, sealed } = await aGrant()
    expect(await replaceGrant(database.db, account, sealed, 'refreshed')).toBe('replaced')
    expect(await replaceGrant(database.db, account, sealed, 'late')).toBe('overtaken')
    expect(await replaceGrant(database.db, { ...account, personId: 'somebody' }, 'refreshed', 'stolen')).toBe(
      'overtaken',
    )
    expect((await database.db.select().from(connections))[0]?.grant).toBe('refreshed')
  })

  test('moves to a new key with the next access token, though the provider keeps the refresh token', async () => {
    const { account, grant, sealed } = await aGrant()
    const [before, after] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64'))
    const at = { GOOGLE_ISSUER: google.url, GOOGLE_API_URL: google.url, SECRET_KEY: after ?? '' }
    const rotating = aConfig({ ...at, SECRET_KEY_PREVIOUS: before ?? '' })
    google.world.setClock({ offsetMs: 2 * 3_600_000 })
    const { connections: known } = aState({ connection: { id: account.connectionId, grant: sealed } })
    const connection = known.get(account.connectionId) ?? expect.unreachable()
    const { personId } = account
    const now = () => NOON.add({ hours: 2 })
    const vault = createVault(rotating)
    const access = accessTo(
      { config: rotating, db: database.db, vault, storage: aStorage(), personId, now },
      connection,
    )
    expect(await access(null)).toMatchObject({ kind: 'ok' })
    const [moved] = await database.db.select().from(connections)
    const opened = await openGrant(createVault(aConfig(at)), account.connectionId, moved?.grant ?? '')
    expect(opened?.refreshToken).toBe(grant.refreshToken)
  })

  test('is given back when an account is disconnected', async () => {
    const { login, grant } = await aGrant()
    expect(await revokeGrant(login, grant, NOON)).toEqual({ kind: 'ok', value: 'revoked' })
    expect(await refreshGrant(login, grant, NOON)).toMatchObject({ kind: 'failed', error: { reason: 'revoked' } })
    expect(await revokeGrant(login, grant, NOON)).toMatchObject({ kind: 'failed' })
  })
})

async function aGrant() {
  const door = aDoor(config, database.db)
  await signIn(door.browser(), ANA)
  const [row] = await database.db.select().from(connections)
  const grant = row && (await openGrant(createVault(config), row.id, row.grant))
  if (!row || !grant) throw new Error('no grant')
  const account = { personId: row.personId, connectionId: row.id }
  return { login: googleLogin(config), grant, account, sealed: row.grant }
}
