import { eq, sql } from 'drizzle-orm'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { aConfig } from '../../test/builders/a-config.ts'
import { openServer, signedUp } from '../../test/builders/a-server.ts'
import { aStorage } from '../../test/builders/a-storage.ts'
import { READ_AT } from '../../test/builders/state.ts'
import { loadPerson } from '../db/person.ts'
import * as t from '../db/schema.ts'
import { disconnect, erase } from './leaving.ts'
import { realOutside } from './outside.ts'

const NOW = Temporal.Instant.from(READ_AT)

const { url, open } = openServer('leaving')

test('who is too large to be loaded disconnects an account, and is erased without a trace', {
  timeout: 60_000,
}, async () => {
  const db = open()
  await signedUp(db, 'ana')
  const [first] = await db.select().from(t.connections)
  if (first === undefined) throw new Error('no account')
  await db.insert(t.connections).values({ ...first, id: 'second', subject: '2000' })
  await db.run(sql`
    with recursive n(k) as (select 1 union all select k + 1 from n where k < 60)
    insert into items select 'ana', 'work', 'e' || k, '', '9999', null, json_object('text', hex(zeroblob(50000))) from n`)
  await expect(loadPerson(db, 'ana', NOW)).rejects.toThrow('too big')

  const config = aConfig({ DATABASE_URL: url() })
  const context = { config, db, storage: aStorage(), personId: 'ana', now: () => NOW }
  const outside = realOutside({ ...context, arm: async () => {}, sendMail: async () => ({ kind: 'done' }) as never })
  expect(await disconnect(context, outside, 'nobody’s')).toBe('missing')
  expect(await disconnect(context, outside, 'second')).toBe('ok')
  expect(await disconnect(context, outside, first.id)).toBe('last')
  await erase(context, outside, 'remove')
  expect(await db.select().from(t.people)).toEqual([])
  expect(await db.select().from(t.items).where(eq(t.items.personId, 'ana'))).toEqual([])
})
