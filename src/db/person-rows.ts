/** The rows that make a person, in one round trip; of the few who are more than one answer holds, in several. */
import { and, eq, gt, or, sql } from 'drizzle-orm'
import type { RemoteEventId } from '../calendar/event.ts'
import type { ItemBody } from '../cycle/state.ts'
import type { Database } from './locate.ts'
import { readTogether } from './read-together.ts'
import * as t from './schema.ts'

const personId = sql.placeholder('personId')

/** The person, and what they have connected. */
function accountsOf(db: Database) {
  return [
    db.select().from(t.people).where(eq(t.people.id, personId)).prepare(),
    db
      .select()
      .from(t.connections)
      .where(eq(t.connections.personId, personId))
      .orderBy(t.connections.createdAt)
      .prepare(),
    db.select().from(t.calendars).where(eq(t.calendars.personId, personId)).prepare(),
  ] as const
}

/**
 * Everything of a person that a cycle looks at; the epoch first, so that what is read after it in a further answer is never older.
 * `since`: items that ended before are left out; `keptSince`: intents that ended and were made before, notices apart. Both as text.
 */
export const readRows = readTogether((db) => {
  return [
    ...accountsOf(db),
    db
      .select({ calendarId: t.items.calendarId, rows: itemRows })
      .from(t.items)
      .where(and(eq(t.items.personId, personId), gt(t.items.until, sql.placeholder('since'))))
      .groupBy(t.items.calendarId)
      .prepare(),
    db.select().from(t.occurrences).where(eq(t.occurrences.personId, personId)).prepare(),
    db.select().from(t.corrections).where(eq(t.corrections.personId, personId)).prepare(),
    db.select().from(t.places).where(eq(t.places.personId, personId)).prepare(),
    db.select().from(t.weeks).where(eq(t.weeks.personId, personId)).prepare(),
    db.select().from(t.followUps).where(eq(t.followUps.personId, personId)).prepare(),
    db
      .select()
      .from(t.outbox)
      .where(
        and(
          eq(t.outbox.personId, personId),
          or(
            sql`${t.outbox.dueAt} is not null`,
            gt(sql`${t.outbox.body}->>'createdAt'`, sql.placeholder('keptSince')),
            sql`${t.outbox.body}->'effect'->>'kind' = 'notice'`,
          ),
        ),
      )
      .prepare(),
    db.select().from(t.contacts).where(eq(t.contacts.personId, personId)).orderBy(t.contacts.id).prepare(),
    db.select().from(t.outcomes).where(eq(t.outcomes.personId, personId)).orderBy(t.outcomes.id).prepare(),
    db.select().from(t.forgotten).where(eq(t.forgotten.personId, personId)).orderBy(t.forgotten.id).prepare(),
  ]
})

/** Of somebody who leaves, and of nothing else: few rows, whatever else has grown. */
export const readLeavingRows = readTogether((db) => {
  return [...accountsOf(db), db.select().from(t.followUps).where(eq(t.followUps.personId, personId)).prepare()]
})

/** As one text and not as thousands of rows, out as well as in: the client takes longer over a row than over what it says. */
const itemRows = sql`json_group_array(json_array(remote_id, hash, until, missing_since, json(body)))`.mapWith(
  (text: string): [RemoteEventId, string, string, string | null, ItemBody][] => JSON.parse(text),
)
