/**
 * libSQL in this process, with the schema that `migrations/` make. An isolate reaches it through a client that may be cut off: before a batch, so that
 * nothing happened, or after it, so that it was committed and nobody heard.
 */
import { join } from 'node:path'
import { type Client, createClient } from '@libsql/client'
import { drizzle } from 'drizzle-orm/libsql'
import { migrate } from 'drizzle-orm/libsql/migrator'
import type { Database } from '../../src/db/locate.ts'
import type { Isolate } from './isolate.ts'
import { keepPrepared } from './prepared.ts'

keepPrepared()

const MIGRATIONS = join(import.meta.dirname, '../../migrations')

/** What befalls one batch. */
export type DatabaseFault = 'down' | 'answer_lost'

export interface EmbeddedDatabase {
  client: Client
  /** Without faults, for whoever looks from outside. */
  whole: Database
  close(): void
}

/** @param url `:memory:`, or a server's */
export async function embeddedDatabase(url = ':memory:'): Promise<EmbeddedDatabase> {
  const client = createClient({ url })
  const whole = over(client)
  await migrate(whole, { migrationsFolder: MIGRATIONS })
  return { client, whole, close: () => client.close() }
}

/**
 * The database as an isolate sees it.
 * @param fault drawn before each batch; null where all goes well
 * @param meanwhile what happens after a batch, before its answer is heard
 */
export function databaseOf(
  { client }: EmbeddedDatabase,
  isolate: Isolate,
  fault: (what: string) => DatabaseFault | null,
  meanwhile: (what: string) => Promise<void>,
): Database {
  const cut = async <T>(what: string, run: () => Promise<T>): Promise<T> =>
    isolate.effect('database', what, async () => {
      const befalls = fault(what)
      if (befalls === 'down') throw new TypeError('fetch failed')
      const result = await run()
      await meanwhile(what)
      if (befalls === 'answer_lost') throw new TypeError('terminated')
      return result
    })
  return over(
    new Proxy(client, {
      get(target, name) {
        if (name === 'execute')
          return (...args: Parameters<Client['execute']>) => cut(firstWords(args[0]), () => target.execute(...args))
        if (name === 'batch')
          return (...args: Parameters<Client['batch']>) => cut(firstWords(args[0][0]), () => target.batch(...args))
        const value: unknown = Reflect.get(target, name, target)
        return typeof value === 'function' ? value.bind(target) : value
      },
    }),
  )
}

function over(client: Client): Database {
  // The product's own type is that of the driver over HTTP; both drivers are the same to whoever asks.
  return drizzle({ client })
}

function firstWords(statement: unknown): string {
  const text =
    typeof statement === 'string'
      ? statement
      : typeof statement === 'object' && statement !== null && 'sql' in statement
        ? String(statement.sql)
        : Array.isArray(statement)
          ? String(statement[0])
          : ''
  return text.slice(0, 24)
}
