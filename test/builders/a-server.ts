/** A database of a test file's own, on a real libSQL server, and people who have signed up in it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import { DEFAULT_SETTINGS } from '../../src/cycle/settings.ts'
import { createPerson } from '../../src/db/accounts.ts'
import { type Database, openDatabase } from '../../src/db/locate.ts'
import { migrateDatabase } from '../../src/db/migrate.ts'
import { startLibsql } from '../sandbox/libsql.ts'
import { READ_AT } from './state.ts'

const SLOW_MACHINE_MS = 120_000

/** To be called once by a test file. @returns its address, and a client of its own each time one is opened */
export function openServer(name: string): { url: () => string; open: () => Database } {
  let folder: string
  let server: Awaited<ReturnType<typeof startLibsql>>
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), `aforo-${name}-`))
    server = await startLibsql({ folder })
    await migrateDatabase({ url: server.url })
  }, SLOW_MACHINE_MS)
  afterAll(async () => {
    await server.close()
    await rm(folder, { recursive: true, force: true })
  })
  return { url: () => server.url, open: () => openDatabase({ url: server.url, authToken: undefined }) }
}

/** With an account at Google whose grant nobody can open. */
export async function signedUp(db: Database, id: string): Promise<void> {
  const rows = {
    person: { id, name: id, settings: DEFAULT_SETTINGS },
    connection: {
      id: `google of ${id}`,
      provider: 'google' as const,
      subject: id,
      email: null,
      emailVerified: false,
      scopes: '',
      grant: 'sealed',
      state: { status: 'ok' as const, since: null, listAt: null },
    },
    session: { hash: `session of ${id}`, signedInAt: READ_AT, expiresAt: '2027-04-01T00:00:00Z' },
  }
  expect(await createPerson(db, rows, 'anyone', READ_AT)).toEqual({ kind: 'created' })
}
