import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { aConfig } from '../../test/builders/a-config.ts'
import { aStorage } from '../../test/builders/a-storage.ts'
import { aState } from '../../test/builders/state.ts'
import { sealGrant } from '../accounts/grant.ts'
import { createVault } from '../accounts/vault.ts'
import type { Config } from '../config.ts'
import type { Connection } from '../cycle/state.ts'
import { openDatabase } from '../db/locate.ts'
import { accessTo } from './access.ts'

const NOW = Temporal.Instant.from('2026-11-23T18:00:00Z')

async function accessOf(config: Config, provider: Connection['provider']) {
  const vault = createVault(config)
  const grant = { refreshToken: 'refresh', accessToken: 'access', accessExpiresAt: '2026-11-23T19:00:00Z' }
  const sealed = await sealGrant(vault, 'c', grant)
  const connection = aState({ connection: { id: 'c', provider, grant: sealed } }).connections.get('c')
  if (connection === undefined) throw new Error('no account')
  const db = openDatabase({ url: config.database.url, authToken: undefined })
  return accessTo({ config, db, vault, storage: aStorage(), personId: 'p', now: () => NOW }, connection)
}

test('an account of a provider whose credentials the operator left out is out of reach, not revoked', async () => {
  const access = await accessOf(aConfig(), 'microsoft')
  expect(await access(null)).toEqual({ kind: 'failed', error: { reason: 'unreachable', code: 'no_login' } })
  const set = aConfig({ MICROSOFT_CLIENT_ID: 'aforo', MICROSOFT_CLIENT_SECRET: 'secret' })
  expect(await (await accessOf(set, 'microsoft'))(null)).toEqual({ kind: 'ok', value: 'access' })
})
