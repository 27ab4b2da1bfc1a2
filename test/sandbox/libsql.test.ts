import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client/web'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migrateDatabase } from '../../src/db/migrate.ts'
import { freePort } from './free-port.ts'
import { type Libsql, startLibsql } from './libsql.ts'

let folder: string
const running: Libsql[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aforo-libsql-'))
})
afterEach(async () => {
  for (const libsql of running.splice(0)) await libsql.close()
  rmSync(folder, { recursive: true, force: true })
})
async function start(options: { folder?: string; port?: number } = {}): Promise<Libsql> {
  const libsql = await startLibsql({ folder: join(folder, 'data'), ...options })
  running.push(libsql)
  return libsql
}

test('the database keeps what was written when the server starts again, on the same port if it is free', async () => {
  const port = await freePort()
  const before = await startLibsql({ folder: join(folder, 'data'), port })
  const client = createClient({ url: before.url })
  await client.batch(['create table t (n integer)', 'insert into t values (7)'], 'write')
  await before.close()
  const after = await start({ port })
  expect(after.url).toBe(before.url)
  expect((await createClient({ url: after.url }).execute('select n from t')).rows[0]?.n).toBe(7)
})

test('two servers on the same preferred port get two', async () => {
  const port = await freePort()
  const one = await start({ port })
  const two = await start({ folder: join(folder, 'other'), port })
  expect(one.url).not.toBe(two.url)
})

test('a folder that is none is a reason in sqld’s words', async () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')
  await expect(startLibsql({ folder: file })).rejects.toThrow(/EEXIST|ENOTDIR/)
})

test('migrating twice is harmless and leaves the same tables', async () => {
  const { url } = await start()
  const tables = async () => {
    const found = await createClient({ url }).execute(
      "select name from sqlite_master where type = 'table' order by name",
    )
    return found.rows.map((row) => row.name)
  }
  await migrateDatabase({ url })
  const first = await tables()
  await migrateDatabase({ url })
  expect(await tables()).toEqual(first)
  const journal = JSON.parse(readFileSync('migrations/meta/_journal.json', 'utf8'))
  const applied = await createClient({ url }).execute('select count(*) as n from __drizzle_migrations')
  expect(applied.rows[0]?.n).toBe(journal.entries.length)
})
