import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '@libsql/client/web'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type CountingProxy, startCountingProxy } from './counting-proxy.ts'
import { type Libsql, startLibsql } from './libsql.ts'

let folder: string
let libsql: Libsql
let proxy: CountingProxy
let client: Client
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'aforo-proxy-'))
  libsql = await startLibsql({ folder })
  proxy = await startCountingProxy()
  client = createClient({ url: proxy.url })
})
afterAll(async () => {
  await proxy?.close()
  await libsql?.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => {
  proxy.heal()
  proxy.forget()
})

test('until it is told where the database is, it refuses', async () => {
  await expect(client.execute('select 1')).rejects.toThrow()
  expect(proxy.trips()).toMatchObject([{ arrived: false }])
  proxy.target(libsql.url)
  expect((await client.execute('select 1 as one')).rows).toMatchObject([{ one: 1 }])
})

test('a batch is one round trip, and only rows that changed count as written', async () => {
  await client.batch(['create table t (id integer primary key, n)', 'insert into t (n) values (1), (2)'], 'write')
  proxy.forget()
  // The same text twice: the client sends it once and refers to it.
  const same = { sql: 'update t set n = ? where id = ? and n <> ?', args: [1, 1, 1] }
  await client.batch(['select * from t', same, same], 'write')
  expect(proxy.trips()).toEqual([
    { statements: ['select * from t', same.sql, same.sql], rowsWritten: 0, arrived: true },
  ])
  proxy.forget()
  await client.execute('update t set n = n + 1')
  expect(proxy.trips()).toMatchObject([{ rowsWritten: 2 }])
})

test('a lost answer is of something that happened; what is refused did not', async () => {
  await client.batch(['drop table if exists l', 'create table l (n)'], 'write')
  proxy.fault('lose-answer', ([statement = '']) => statement.startsWith('insert'))
  await expect(client.execute('insert into l values (1)')).rejects.toThrow()
  proxy.fault('refuse', ([statement = '']) => statement.startsWith('insert'))
  await expect(client.execute('insert into l values (2)')).rejects.toThrow()
  expect((await client.execute('select n from l')).rows).toMatchObject([{ n: 1 }])
})
