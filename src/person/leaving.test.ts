/** Leaving asks no more of the database than it needs: whoever has grown beyond what can be loaded gets away all the same. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq, sql } from 'drizzle-orm'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aStorage } from '../../test/builders/a-storage.ts'
import { READ_AT } from '../../test/builders/state.ts'
import { type Libsql, startLibsql } from '../../test/sandbox/libsql.ts'
import { readConfig } from '../config.ts'
import { DEFAULT_SETTINGS } from '../cycle/settings.ts'
import { createPerson } from '../db/accounts.ts'
import { openDatabase } from '../db/locate.ts'
import { migrateDatabase } from '../db/migrate.ts'
import { loadPerson } from '../db/person.ts'
import * as t from '../db/schema.ts'
import { disconnect, erase } from './leaving.ts'
import { realOutside } from './outside.ts'

const NOW = Temporal.Instant.from(READ_AT)

let libsql: Libsql
const folder = mkdtempSync(join(tmpdir(), 'aforo-leaving-'))
beforeAll(async () => {
  libsql = await startLibsql({ folder })
  await migrateDatabase({ url: libsql.url })
}, 60_000)
afterAll(async () => {
  await libsql.close()
  rmSync(folder, { recursive: true, force: true })
})

test('who is too large to be loaded disconnects an account, and is erased without a trace', {
  timeout: 60_000,
}, async () => {
  const db = openDatabase({ url: libsql.url, authToken: undefined })
  const connection = {
    id: 'google',
    provider: 'google' as const,
    subject: '1000',
    email: null,
    emailVerified: false,
    scopes: '',
    // Nobody can open it, so there is nothing to give back.
    grant: 'sealed',
    state: { status: 'ok' as const, since: null, listAt: null },
  }
  const session = { hash: 'hash', signedInAt: READ_AT, expiresAt: '2027-04-01T00:00:00Z' }
  const person = { id: 'ana', name: 'Ana', settings: DEFAULT_SETTINGS }
  await createPerson(db, { person, connection, session }, 'anyone', READ_AT)
  await db
    .insert(t.connections)
    .values({ ...connection, id: 'second', subject: '2000', personId: 'ana', createdAt: READ_AT })
  await db.run(sql`
    with recursive n(k) as (select 1 union all select k + 1 from n where k < 60)
    insert into items select 'ana', 'work', 'e' || k, '', '9999', null, json_object('text', hex(zeroblob(50000))) from n`)
  await expect(loadPerson(db, 'ana', NOW)).rejects.toThrow('too big')

  const config = readConfig({
    APP_URL: 'http://localhost:8787',
    DATABASE_URL: libsql.url,
    SECRET_KEY: Buffer.alloc(32, 1).toString('base64'),
    GOOGLE_CLIENT_ID: 'id',
    GOOGLE_CLIENT_SECRET: 'secret',
    SMTP_URL: 'smtp://127.0.0.1:1025',
    EMAIL_FROM: 'Aforo <aforo@aforo.example>',
  })
  const context = { config, db, storage: aStorage(), personId: 'ana', now: () => NOW }
  const outside = realOutside({ ...context, arm: async () => {}, sendMail: async () => ({ kind: 'done' }) as never })
  expect(await disconnect(context, outside, 'nobody’s')).toBe('missing')
  expect(await disconnect(context, outside, 'second')).toBe('ok')
  expect(await disconnect(context, outside, 'google')).toBe('last')
  await erase(context, outside, 'remove')
  expect(await db.select().from(t.people)).toEqual([])
  expect(await db.select().from(t.items).where(eq(t.items.personId, 'ana'))).toEqual([])
})
