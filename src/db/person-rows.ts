/**
 * The rows that make a person, in one round trip and one statement: of each table one text of JSON, made where the rows lie. The client takes longer over a
 * row than over what it says, over a statement than over a row, and a person is a dozen tables; so loading them costs one of each.
 */
import type { InValue } from '@libsql/client/web'
import { and, eq, fillPlaceholders, getTableColumns, gt, or, type SQL, sql } from 'drizzle-orm'
import { SQLiteAsyncDialect, type SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { RemoteEventId } from '../calendar/event.ts'
import type { ItemBody } from '../cycle/state.ts'
import type { Database } from './locate.ts'
import * as t from './schema.ts'

/** `since`: items that ended before are left out; `keptSince`: intents that ended and were made before, notices apart. */
export interface Wanted {
  personId: string
  since: string
  keptSince: string
}
/** Of one event as read: its id, hash, last end, since when it is missing, body. */
export type ItemRow = [RemoteEventId, string, string, string | null, ItemBody]

const personId = sql.placeholder('personId')
const own = (table: { personId: Parameters<typeof eq>[0] }) => eq(table.personId, personId)

const TABLES = {
  people: [t.people, eq(t.people.id, personId)],
  connections: [t.connections, own(t.connections)],
  calendars: [t.calendars, own(t.calendars)],
  occurrences: [t.occurrences, own(t.occurrences)],
  corrections: [t.corrections, own(t.corrections)],
  places: [t.places, own(t.places)],
  weeks: [t.weeks, own(t.weeks)],
  followUps: [t.followUps, own(t.followUps)],
  outbox: [
    t.outbox,
    and(
      own(t.outbox),
      or(
        sql`${t.outbox.dueAt} is not null`,
        gt(sql`${t.outbox.body}->>'createdAt'`, sql.placeholder('keptSince')),
        sql`${t.outbox.body}->'effect'->>'kind' = 'notice'`,
      ),
    ),
  ],
  contacts: [t.contacts, own(t.contacts)],
  outcomes: [t.outcomes, own(t.outcomes)],
} as const satisfies Record<string, readonly [SQLiteTable, SQL | undefined]>
type Tables = typeof TABLES

export type PersonRows = { [K in keyof Tables]: Tables[K][0]['$inferSelect'][] } & {
  items: { calendarId: string; rows: ItemRow[] }[]
}

export async function readRows(db: Database, wanted: Wanted): Promise<PersonRows> {
  const { rows } = await db.$client.execute({ sql: text, args: fillPlaceholders(params, { ...wanted }) as InValue[] })
  const said = (name: string): unknown[][] => JSON.parse(String(rows[0]?.[name] ?? '[]'))
  const read = Object.entries(TABLES).map(([name, [table]]) => [name, said(name).map(rowOf(table))])
  // Each row is what its table says it is: the database wrote it by that table.
  return {
    ...(Object.fromEntries(read) as Omit<PersonRows, 'items'>),
    items: said('items').map(([calendarId, items]) => ({ calendarId: String(calendarId), rows: items as ItemRow[] })),
  }
}

/** The values of a row by their names, as its columns mean them: JSON knows all but that a boolean is a number here. */
function rowOf(table: SQLiteTable): (values: readonly unknown[]) => object {
  const columns = Object.entries(getTableColumns(table)).map(
    ([name, { dataType }]) => [name, dataType === 'boolean'] as const,
  )
  return (values) => {
    const row: Record<string, unknown> = {}
    for (const [at, [name, isBoolean]] of columns.entries()) row[name] = isBoolean ? values[at] === 1 : values[at]
    return row
  }
}

function rowsAsText([table, where]: readonly [SQLiteTable, SQL | undefined]): SQL {
  const values = Object.values(getTableColumns(table)).map((column) =>
    column.dataType === 'json' ? sql`json(${column})` : sql`${column}`,
  )
  return sql`(select json_group_array(json_array(${sql.join(values, sql`, `)})) from ${table} where ${where})`
}

/** By calendar, whose id would be half of a small event. */
const itemsAsText = sql`(
  select json_group_array(json_array(calendar_id, json(items_of))) from (
    select calendar_id, json_group_array(json_array(remote_id, hash, until, missing_since, json(body))) as items_of
    from ${t.items} where ${and(own(t.items), gt(t.items.until, sql.placeholder('since')))} group by calendar_id))`

const { sql: text, params } = new SQLiteAsyncDialect().sqlToQuery(
  sql`select ${sql.join(
    [
      ...Object.entries(TABLES).map(([name, table]) => sql`${rowsAsText(table)} as ${sql.identifier(name)}`),
      sql`${itemsAsText} as items`,
    ],
    sql`, `,
  )}`,
)
