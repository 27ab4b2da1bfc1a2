/**
 * Reads that are asked together, again and again, in one round trip. Their texts are made once: drizzle's own batch makes each anew, which
 * takes longer than anything else about loading a person, and does not fill placeholders. It asks and maps just as that batch does, over HTTP too.
 */
import { type InStatement, type InValue, LibsqlError, type ResultSet } from '@libsql/client/web'
import { fillPlaceholders, type Query } from 'drizzle-orm'
import type { Database } from './locate.ts'

/** What `.prepare()` makes of a select. */
interface Prepared {
  getQuery(): Query
  mapResult(response: unknown, isFromBatch?: boolean): unknown
  all(): unknown
}
type RowsOf<T extends readonly Prepared[]> = { -readonly [K in keyof T]: Awaited<ReturnType<T[K]['all']>> }

/**
 * @param make selects with `sql.placeholder`s, prepared; made with the first database that asks, of which they keep nothing but how it speaks
 * @returns asks all of them at once: the rows of each, in their order
 */
export function readTogether<const T extends readonly Prepared[]>(
  make: (db: Database) => T,
): (db: Database, values: Record<string, InValue>) => Promise<RowsOf<T>> {
  let statements: T | null = null
  return async (db, values) => {
    statements ??= make(db)
    const prepared: T = statements
    const filled = prepared.map((statement) => {
      const { sql, params } = statement.getQuery()
      return { sql, args: fillPlaceholders(params, values) as InValue[] }
    })
    const results = await inOneAnswer(db, filled)
    // drizzle types what it maps for `all` alone; it is the same.
    return prepared.map((statement, n) => statement.mapResult(results[n], true)) as RowsOf<T>
  }
}

/**
 * A server that gives no answer of such length (10 MB at sqld, `--max-response-size`) is asked one thing after the other, in the order given: several
 * moments and not one, which whoever writes by what was read has to be fenced against.
 */
async function inOneAnswer(db: Database, statements: InStatement[]): Promise<ResultSet[]> {
  try {
    return await db.$client.batch(statements)
  } catch (cause) {
    if (!(cause instanceof LibsqlError) || cause.code !== 'RESPONSE_TOO_LARGE') throw cause
    const results: ResultSet[] = []
    for (const statement of statements) results.push(await db.$client.execute(statement))
    return results
  }
}
