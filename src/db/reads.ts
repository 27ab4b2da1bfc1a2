/** What the doors alone read: the activity in pages, and everything of a person for them to take along. */
import { and, asc, desc, eq, sql } from 'drizzle-orm'
import type { EventId, RemoteEventId } from '../calendar/event.ts'
import type { Activity, CalendarSync } from '../cycle/state.ts'
import { wholeBody } from '../cycle/stored-item.ts'
import type { Database } from './locate.ts'
import * as t from './schema.ts'

/** Rows of one answer of the database. */
const EXPORT_PAGE = 4_000

export interface ActivityRow extends Activity {
  /** The event's title as it was last seen. */
  title: string | null
}

/** One entry of it; null for none of the person's. */
export async function loadActivity(db: Database, personId: string, id: string): Promise<Activity | null> {
  const [row] = await db
    .select()
    .from(t.activity)
    .where(and(eq(t.activity.personId, personId), eq(t.activity.id, id)))
  if (row === undefined) return null
  const { personId: _, eventId, ...rest } = row
  return { ...rest, eventId: eventId as EventId | null }
}

/** Newest first, beginning below the position given: acts of one moment are told apart by their ids, so none is lost between two pages. */
export async function loadActivityPage(
  db: Database,
  personId: string,
  below: { at: string; id: string } | null,
  limit: number,
): Promise<ActivityRow[]> {
  const rows = await db
    .select({ activity: t.activity, body: t.occurrences.body })
    .from(t.activity)
    .leftJoin(
      t.occurrences,
      and(eq(t.occurrences.personId, t.activity.personId), eq(t.occurrences.eventId, t.activity.eventId)),
    )
    .where(
      and(
        eq(t.activity.personId, personId),
        below === null ? undefined : sql`(${t.activity.at}, ${t.activity.id}) < (${below.at}, ${below.id})`,
      ),
    )
    .orderBy(desc(t.activity.at), desc(t.activity.id))
    .limit(limit)
  return rows.map(({ activity, body }) => ({
    ...activity,
    eventId: activity.eventId as EventId | null,
    title: body?.seen?.title ?? null,
  }))
}

/** All of it, by id, as far as a file that is taken back may say more of it. */
export async function loadActivityMarks(
  db: Database,
  personId: string,
): Promise<ReadonlyMap<string, Pick<Activity, 'at' | 'undoneAt'>>> {
  const { id, at, undoneAt } = t.activity
  const rows = await db.select({ id, at, undoneAt }).from(t.activity).where(eq(t.activity.personId, personId))
  return new Map(rows.map((row) => [row.id, row]))
}

/**
 * Every row of a person, as stored, by table; null when there is no such person, or no longer. Left out is what lets somebody act as them or
 * as us: grants, hashes of sessions and tokens, channels, and the cursors that go with them (design.md, rule 12). A database answers with 10 MB
 * at most (sqld, `--max-response-size`), so what is long is read in parts.
 */
export async function loadExport(db: Database, personId: string) {
  const [people, connections, calendars, corrections, places, weeks, followUps, outbox, forgotten, tokens] =
    await db.batch([
      db.select().from(t.people).where(eq(t.people.id, personId)),
      db
        .select({
          id: t.connections.id,
          kind: t.connections.provider,
          subject: t.connections.subject,
          email: t.connections.email,
          emailVerified: t.connections.emailVerified,
          scopes: t.connections.scopes,
          state: t.connections.state,
          createdAt: t.connections.createdAt,
        })
        .from(t.connections)
        .where(eq(t.connections.personId, personId)),
      db.select().from(t.calendars).where(eq(t.calendars.personId, personId)),
      db
        .select()
        .from(t.corrections)
        .where(eq(t.corrections.personId, personId))
        .orderBy(asc(t.corrections.scope), asc(t.corrections.key)),
      db.select().from(t.places).where(eq(t.places.personId, personId)).orderBy(asc(t.places.place)),
      db.select().from(t.weeks).where(eq(t.weeks.personId, personId)).orderBy(asc(t.weeks.week)),
      db.select().from(t.followUps).where(eq(t.followUps.personId, personId)).orderBy(asc(t.followUps.id)),
      db.select().from(t.outbox).where(eq(t.outbox.personId, personId)),
      db.select().from(t.forgotten).where(eq(t.forgotten.personId, personId)).orderBy(asc(t.forgotten.id)),
      db
        .select({ id: t.apiTokens.id, name: t.apiTokens.name, createdAt: t.apiTokens.createdAt })
        .from(t.apiTokens)
        .where(eq(t.apiTokens.personId, personId)),
    ])
  const [person] = people
  if (person === undefined || person.erasingAt !== null) return null
  // Each may be half of what one answer holds.
  const contacts = await db
    .select()
    .from(t.contacts)
    .where(eq(t.contacts.personId, personId))
    .orderBy(asc(t.contacts.id))
  const outcomes = await db
    .select()
    .from(t.outcomes)
    .where(eq(t.outcomes.personId, personId))
    .orderBy(asc(t.outcomes.id))
  const said = t.occurrences
  const occurrences = await db.select().from(said).where(eq(said.personId, personId)).orderBy(asc(said.eventId))
  const items = await allOf<ItemRow>((after) => itemsAfter(db, personId, after))
  const activity = await allOf<ActivityEntry>((after) => activityAfter(db, personId, after))
  const { id, name, createdAt, settings } = person
  return {
    person: { id, name, createdAt, settings },
    connections,
    calendars: calendars.map(({ personId: _, sync, ...calendar }) => ({ ...calendar, ...readingOf(sync) })),
    events: items.map(({ calendarId, remoteId, missingSince, body }) => ({
      calendarId,
      remoteId,
      missingSince,
      ...wholeBody(remoteId as RemoteEventId, body),
    })),
    occurrences: occurrences.map(({ eventId, body }) => ({ eventId, ...body })),
    corrections: corrections.map(withoutPerson),
    places: places.map(withoutPerson),
    weeks: weeks.map(withoutPerson),
    followUps: followUps.map(({ id, eventId, body }) => ({ id, eventId, ...body })),
    outbox: outbox.map(withoutPerson),
    activity: activity.map(withoutPerson),
    contacts: contacts.map(({ id, body }) => ({ id, ...body })),
    outcomes: outcomes.map(({ id, body }) => ({ id, ...body })),
    forgotten: forgotten.map(({ body }) => body),
    tokens,
  }
}

/** Page by page until one is not full. @param page the rows after the last one; null for the first of all */
async function allOf<T>(page: (after: T | null) => Promise<T[]>): Promise<T[]> {
  const all: T[] = []
  for (let after: T | null = null; ; ) {
    const rows: T[] = await page(after)
    all.push(...rows)
    after = rows.at(-1) ?? null
    if (rows.length < EXPORT_PAGE || after === null) return all
  }
}

type ItemRow = typeof t.items.$inferSelect
function itemsAfter(db: Database, personId: string, after: ItemRow | null): Promise<ItemRow[]> {
  const { calendarId, remoteId } = t.items
  const beyond =
    after === null ? undefined : sql`(${calendarId}, ${remoteId}) > (${after.calendarId}, ${after.remoteId})`
  const own = db
    .select()
    .from(t.items)
    .where(and(eq(t.items.personId, personId), beyond))
  return own.orderBy(asc(calendarId), asc(remoteId)).limit(EXPORT_PAGE)
}

type ActivityEntry = typeof t.activity.$inferSelect
async function activityAfter(db: Database, personId: string, after: ActivityEntry | null): Promise<ActivityEntry[]> {
  const { at, id } = t.activity
  const beyond = after === null ? undefined : sql`(${at}, ${id}) > (${after.at}, ${after.id})`
  const own = db
    .select()
    .from(t.activity)
    .where(and(eq(t.activity.personId, personId), beyond))
  return own.orderBy(asc(at), asc(id)).limit(EXPORT_PAGE)
}

function readingOf({ readAt, failure, unreadableItems, gone }: CalendarSync) {
  return { readAt, failure, unreadableItems, gone }
}

function withoutPerson<T extends { personId: string }>({ personId: _, ...row }: T): Omit<T, 'personId'> {
  return row
}
