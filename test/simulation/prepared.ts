/**
 * The embedded driver prepares a statement anew each time it is executed: a fifth of what a simulated week costs, and what is left of it waits outside the
 * heap for a collector in no hurry. In a simulation each connection keeps what it has prepared.
 */
import Connection, { type Statement } from 'libsql'

const prepare = Connection.prototype.prepare
const kept = new WeakMap<object, Map<string, Statement>>()

/** From now on, for every connection that this process opens. */
export function keepPrepared(): void {
  Connection.prototype.prepare = function (this: object, text: string): Statement {
    const statements = kept.get(this) ?? new Map<string, Statement>()
    kept.set(this, statements)
    const known = statements.get(text)
    if (known !== undefined) return known
    const statement = askedOnce(prepare.call(this, text))
    statements.set(text, statement)
    return statement
  } as typeof prepare
}

/** The driver asks each time what a statement returns; the schema has stood since before the first of them. */
function askedOnce(statement: Statement): Statement {
  const columns = statement.columns.bind(statement)
  const raw = statement.raw.bind(statement)
  let known: ReturnType<typeof columns> | undefined
  let asRows: (() => Statement) | undefined
  statement.columns = () => {
    known ??= columns()
    return known
  }
  statement.raw = () => {
    if (asRows !== undefined) return asRows()
    try {
      raw(true)
      asRows = () => statement
    } catch (returnsNothing) {
      asRows = () => {
        throw returnsNothing
      }
    }
    return asRows()
  }
  return statement
}
