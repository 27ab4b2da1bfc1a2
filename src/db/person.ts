/**
 * A person in one round trip, and back in another. Loading is one batch of reads; saving is one batch of writes and one transaction, fenced by
 * the person's epoch, so that a second object of the same person for a moment cannot write over the first.
 */
import { and, eq, inArray, isNull, lt, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import { Temporal } from 'temporal-polyfill'
import type { BlockId, CalendarId, EventId, RemoteCalendarId, RemoteEventId } from '../calendar/event.ts'
import type { Changed, Difference } from '../cycle/difference.ts'
import { DEFAULT_SETTINGS, type Settings, settingsWith } from '../cycle/settings.ts'
import type { Calendar, Item, PersonState } from '../cycle/state.ts'
import { storedItem, wholeBody } from '../cycle/stored-item.ts'
import { windowAt } from '../cycle/window.ts'
import type { ContactId } from '../relationships/contact.ts'
import type { OutcomeId } from '../relationships/outcome.ts'
import type { BlocksWish } from './erase.ts'
import type { Database } from './locate.ts'
import { readLeavingRows, readRows } from './person-rows.ts'
import * as t from './schema.ts'

/** Statement texts are cut at about this many characters (libSQL takes more, but not everywhere). */
const LONGEST_JSON = 1_000_000
/** Ended intents are looked at while they still say something: whether this week's digest went out, what was given up. */
const ENDED_INTENTS_KEPT = Temporal.Duration.from({ hours: 24 * 60 })

/** Null when there is no such person, or no longer. One round trip. */
export async function loadPerson(db: Database, personId: string, now: Temporal.Instant): Promise<PersonState | null> {
  const rows = await readRows(db, {
    personId,
    since: windowAt(now).start.toString(),
    keptSince: now.subtract(ENDED_INTENTS_KEPT).toString(),
  })
  const [people, connections, calendars, items, occurrences, corrections, places, weeks, ...others] = rows
  const [followUps, outbox, contacts, outcomes, forgotten] = others
  const person = people[0]
  if (person === undefined || person.erasingAt !== null) return null
  const byCalendar = new Map<CalendarId, Map<RemoteEventId, Item>>()
  for (const { calendarId: id, rows } of items) {
    const calendarId = id as CalendarId
    const known = new Map<RemoteEventId, Item>()
    for (const [remoteId, hash, until, missingSince, body] of rows) {
      known.set(remoteId, { calendarId, remoteId, hash, until, missingSince, body: wholeBody(remoteId, body) })
    }
    byCalendar.set(calendarId, known)
  }
  return {
    person: {
      id: person.id,
      name: person.name,
      createdAt: person.createdAt,
      settings: readSettings(person.settings),
      wakeBy: person.wakeBy,
      epoch: person.epoch,
    },
    connections: connectionsOf(connections),
    calendars: calendarsOf(calendars),
    items: byCalendar,
    occurrences: new Map(occurrences.map((row) => [row.eventId as EventId, row.body])),
    corrections: new Map(corrections.map((row) => [`${row.scope}:${row.key}`, row])),
    places: new Map(places.map((row) => [row.place, row.travelMinutes])),
    weeks: new Map(weeks.map((row) => [row.week, row.capMinutes])),
    followUps: followUpsOf(followUps),
    outbox: new Map(outbox.map((row) => [row.opId, row])),
    contacts: new Map(contacts.map(({ id, body }) => [id as ContactId, { id: id as ContactId, body }])),
    outcomes: new Map(outcomes.map(({ id, body }) => [id as OutcomeId, { id: id as OutcomeId, body }])),
    forgotten: new Map(forgotten.map(({ id, body }) => [id, body])),
  }
}

/** What is needed to take leave of a person: whom to tell, and what stands in their calendars. */
export type LeavingState = Pick<PersonState, 'connections' | 'calendars' | 'followUps'>

/**
 * Null when there is no such person. Also of one who is being erased already, which may be cut off and begun again; and of as little as it can
 * be, for whoever has grown too large to be loaded has to get away all the same.
 */
export async function loadLeaving(
  db: Database,
  personId: string,
): Promise<{ state: LeavingState; erasing: boolean; blocks: BlocksWish } | null> {
  const [people, connections, calendars, followUps] = await readLeavingRows(db, { personId })
  const person = people[0]
  if (person === undefined) return null
  const state = {
    connections: connectionsOf(connections),
    calendars: calendarsOf(calendars),
    followUps: followUpsOf(followUps),
  }
  return { state, erasing: person.erasingAt !== null, blocks: person.erasingBlocks ? 'remove' : 'keep' }
}

function connectionsOf(rows: readonly (typeof t.connections.$inferSelect)[]): PersonState['connections'] {
  return new Map(rows.map((row) => [row.id, row]))
}

function calendarsOf(rows: readonly (typeof t.calendars.$inferSelect)[]): PersonState['calendars'] {
  return new Map(rows.map((row) => [row.id as CalendarId, calendarOf(row)]))
}

function followUpsOf(rows: readonly (typeof t.followUps.$inferSelect)[]): PersonState['followUps'] {
  return new Map(
    rows.map((row) => [row.id as BlockId, { id: row.id as BlockId, eventId: row.eventId as EventId, body: row.body }]),
  )
}

/**
 * Writes what a cycle changed, in one round trip and one transaction.
 *
 * @param epoch as loaded; another one by now means that this object is not alone, and nothing is written
 * @throws when the database refuses, also on a moved epoch: the cycle starts over from what is stored
 */
export async function savePerson(
  db: Database,
  personId: string,
  epoch: number,
  changed: Difference,
  now: Temporal.Instant,
): Promise<void> {
  const person = changed.person
  const isThere = sql`exists (select 1 from ${t.people} where ${t.people.id} = ${personId} and ${t.people.erasingAt} is null)`
  const [first, ...rest] = [
    // The write first: a batch is a deferred transaction here (drizzle's takes no other mode), and one that has read is refused at once, with
    // SQLITE_BUSY, when it comes to write beside somebody else's; one that begins with a write waits its turn.
    db
      .update(t.people)
      .set({
        // `not null` turns a moved epoch into an error that takes the whole batch back.
        epoch: sql`case when ${t.people.epoch} = ${epoch} then ${epoch + 1} end`,
        ...(person === null ? {} : { settings: person.settings, wakeBy: person.wakeBy, name: person.name }),
      })
      .where(eq(t.people.id, personId)),
    // Of somebody who is being erased nothing is written any more: what is no JSON takes the whole batch back.
    db.run(sql`select json(case when ${isThere} then '1' else 'gone' end)`),
    ...connectionStatements(db, changed.connections),
    ...calendarStatements(db, personId, changed.calendars),
    ...[...changed.items].flatMap(([calendarId, items]) => itemStatements(db, personId, calendarId, items)),
    ...occurrenceStatements(db, personId, changed.occurrences),
    ...correctionStatements(db, personId, changed.corrections),
    ...keyedStatements(db, personId, changed),
    ...followUpStatements(db, personId, changed.followUps),
    ...outboxStatements(db, personId, changed.outbox),
    ...ledgerStatements(db, personId, t.contacts, changed.contacts),
    ...ledgerStatements(db, personId, t.outcomes, changed.outcomes),
    ...ledgerStatements(db, personId, t.forgotten, forgottenRows(changed.forgotten)),
    // Once a day, with the list of calendars, what nobody looks at any more is put out.
    ...(changed.connections.put.length === 0 ? [] : expiredStatements(db, personId, now)),
    ...activityStatements(db, personId, changed.activity),
  ] as [BatchItem<'sqlite'>, ...BatchItem<'sqlite'>[]]
  await db.batch([first, ...rest])
}

/**
 * The stored settings; what an older version did not know takes its default. So does whatever holds no more, and nothing else with it: one
 * organiser who has become a platform since must not cost a person their zone, or how much Aforo may decline for them.
 */
export function readSettings(stored: unknown): Settings {
  const whole = settingsWith(DEFAULT_SETTINGS, stored as object)
  if (whole !== null) return whole
  const taking = (settings: Settings, [name, value]: [string, unknown]): Settings =>
    settingsWith(settings, { [name]: value }) ??
    partsOf(value).reduce((kept, [part, one]) => settingsWith(kept, { [name]: { [part]: one } }) ?? kept, settings)
  return partsOf(stored).reduce(taking, DEFAULT_SETTINGS)
}

function partsOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
}

function calendarOf(row: typeof t.calendars.$inferSelect): Calendar {
  return { ...row, id: row.id as CalendarId, remoteId: row.remoteId as RemoteCalendarId }
}

/**
 * The grant is not among these: `accounts/` alone writes it. Where it is another by now, the person has connected the account anew while this
 * cycle ran, and what the cycle thought of the old one is worth nothing.
 */
function connectionStatements(db: Database, { put, gone }: Difference['connections']) {
  return [
    ...put.map(([id, { state, grant }]) =>
      db
        .update(t.connections)
        .set({ state })
        .where(and(eq(t.connections.id, id), eq(t.connections.grant, grant))),
    ),
    ...gone.map((id) => db.delete(t.connections).where(eq(t.connections.id, id))),
  ]
}

function calendarStatements(db: Database, personId: string, { put, gone }: Difference['calendars']) {
  return [
    ...put.map(([, calendar]) => {
      const { id: _, connectionId: __, remoteId: ___, ...columns } = calendar
      return db
        .insert(t.calendars)
        .values({ ...calendar, personId })
        .onConflictDoUpdate({ target: t.calendars.id, set: columns })
    }),
    ...gone.map((id) => db.delete(t.calendars).where(and(eq(t.calendars.personId, personId), eq(t.calendars.id, id)))),
    ...gone.map((id) => db.delete(t.items).where(and(eq(t.items.personId, personId), eq(t.items.calendarId, id)))),
  ]
}

/** Many rows at once: one bound JSON text a statement, and rows whose hash is the same are not written. */
function itemStatements(
  db: Database,
  personId: string,
  calendarId: CalendarId,
  { put, gone }: Changed<RemoteEventId, Item>,
) {
  const rows = put.map(([, item]) => storedItem(item))
  return [
    ...chunks(rows).map((json) =>
      db.run(sql`
        insert into items (person_id, calendar_id, remote_id, hash, until, missing_since, body)
        select ${personId}, ${calendarId}, j.value->>0, j.value->>1, j.value->>2, j.value->>3, j.value->4
        from json_each(${json}) j where true
        on conflict do update set hash = excluded.hash, until = excluded.until, missing_since = excluded.missing_since, body = excluded.body
        where hash <> excluded.hash or missing_since is not excluded.missing_since or body <> excluded.body`),
    ),
    ...chunks(gone.map((id) => JSON.stringify(id))).map((json) =>
      db.run(sql`
        delete from items where person_id = ${personId} and calendar_id = ${calendarId}
        and remote_id in (select value from json_each(${json}))`),
    ),
  ]
}

function occurrenceStatements(db: Database, personId: string, { put, gone }: Difference['occurrences']) {
  return [
    ...chunks(put.map((row) => JSON.stringify(row))).map((json) =>
      db.run(sql`
        insert into occurrences (person_id, event_id, body)
        select ${personId}, j.value->>0, j.value->1 from json_each(${json}) j where true
        on conflict do update set body = excluded.body`),
    ),
    ...chunks(gone.map((id) => JSON.stringify(id))).map((json) =>
      db.run(sql`
        delete from occurrences where person_id = ${personId} and event_id in (select value from json_each(${json}))`),
    ),
  ]
}

function correctionStatements(db: Database, personId: string, { put, gone }: Difference['corrections']) {
  return [
    ...put.map(([, { scope, key, networking }]) =>
      db
        .insert(t.corrections)
        .values({ personId, scope, key, networking })
        .onConflictDoUpdate({
          target: [t.corrections.personId, t.corrections.scope, t.corrections.key],
          set: { networking },
        }),
    ),
    ...(gone.length === 0
      ? []
      : [
          db
            .delete(t.corrections)
            .where(
              and(
                eq(t.corrections.personId, personId),
                inArray(sql`${t.corrections.scope} || ':' || ${t.corrections.key}`, gone),
              ),
            ),
        ]),
  ]
}

/** Places and weeks: a number under a key. */
function keyedStatements(db: Database, personId: string, { places, weeks }: Difference) {
  return [
    ...places.put.map(([place, travelMinutes]) =>
      db
        .insert(t.places)
        .values({ personId, place, travelMinutes })
        .onConflictDoUpdate({ target: [t.places.personId, t.places.place], set: { travelMinutes } }),
    ),
    ...places.gone.map((place) =>
      db.delete(t.places).where(and(eq(t.places.personId, personId), eq(t.places.place, place))),
    ),
    ...weeks.put.map(([week, capMinutes]) =>
      db
        .insert(t.weeks)
        .values({ personId, week, capMinutes })
        .onConflictDoUpdate({ target: [t.weeks.personId, t.weeks.week], set: { capMinutes } }),
    ),
    ...weeks.gone.map((week) => db.delete(t.weeks).where(and(eq(t.weeks.personId, personId), eq(t.weeks.week, week)))),
  ]
}

function followUpStatements(db: Database, personId: string, { put, gone }: Difference['followUps']) {
  return [
    ...chunks(put.map(([id, { eventId, body }]) => JSON.stringify([id, eventId, body]))).map((json) =>
      db.run(sql`
        insert into follow_ups (person_id, id, event_id, body)
        select ${personId}, j.value->>0, j.value->>1, j.value->2 from json_each(${json}) j where true
        on conflict do update set body = excluded.body`),
    ),
    ...gone.map((id) => db.delete(t.followUps).where(and(eq(t.followUps.personId, personId), eq(t.followUps.id, id)))),
  ]
}

function outboxStatements(db: Database, personId: string, { put, gone }: Difference['outbox']) {
  return [
    ...put.map(([opId, { state, dueAt, body }]) =>
      db
        .insert(t.outbox)
        .values({ personId, opId, state, dueAt, body })
        .onConflictDoUpdate({ target: [t.outbox.personId, t.outbox.opId], set: { state, dueAt, body } }),
    ),
    ...gone.map((opId) => db.delete(t.outbox).where(and(eq(t.outbox.personId, personId), eq(t.outbox.opId, opId)))),
  ]
}

/** Two hundred contacts of one file at once: one bound JSON text, as with events. */
function ledgerStatements(
  db: Database,
  personId: string,
  table: typeof t.contacts | typeof t.outcomes | typeof t.forgotten,
  { put, gone }: Changed<string, { body: object }>,
) {
  return [
    ...chunks(put.map(([id, { body }]) => JSON.stringify([id, body]))).map((json) =>
      db.run(sql`
        insert into ${table} (person_id, id, body) select ${personId}, j.value->>0, j.value->1 from json_each(${json}) j where true
        on conflict do update set body = excluded.body`),
    ),
    ...gone.map((id) => db.delete(table).where(and(eq(table.personId, personId), eq(table.id, id)))),
  ]
}

function forgottenRows({ put, gone }: Difference['forgotten']): Changed<string, { body: object }> {
  return { put: put.map(([id, body]) => [id, { body }]), gone }
}

/** Told before, it is as it was then, the first time it was told; what was taken back since stays so. */
function activityStatements(db: Database, personId: string, activity: Difference['activity']) {
  const rows = activity.map(({ id, at, kind, eventId, detail, undoneAt }) =>
    JSON.stringify([id, at, kind, eventId, detail, undoneAt]),
  )
  return chunks(rows).map((json) =>
    db.run(sql`
      insert into activity (person_id, id, at, kind, event_id, detail, undone_at)
      select ${personId}, j.value->>0, j.value->>1, j.value->>2, j.value->>3, j.value->4, j.value->>5
      from json_each(${json}) j where true
      on conflict do update set at = min(at, excluded.at), undone_at = coalesce(undone_at, excluded.undone_at)`),
  )
}

/** Events that ended before everything Aforo looks at, and intents that ended long ago; notices stay, so that each is given once. */
function expiredStatements(db: Database, personId: string, now: Temporal.Instant) {
  const keptSince = now.subtract(ENDED_INTENTS_KEPT).toString()
  return [
    db.delete(t.items).where(and(eq(t.items.personId, personId), lt(t.items.until, windowAt(now).start.toString()))),
    db
      .delete(t.outbox)
      .where(
        and(
          eq(t.outbox.personId, personId),
          isNull(t.outbox.dueAt),
          lt(sql`${t.outbox.body}->>'createdAt'`, keptSince),
          sql`${t.outbox.body}->'effect'->>'kind' <> 'notice'`,
        ),
      ),
  ]
}

/** Joins JSON texts to arrays of bounded length. */
function chunks(texts: readonly string[]): string[] {
  const arrays: string[] = []
  let part: string[] = []
  let length = 0
  for (const text of texts) {
    if (length + text.length > LONGEST_JSON && part.length > 0) {
      arrays.push(`[${part.join(',')}]`)
      part = []
      length = 0
    }
    part.push(text)
    length += text.length + 1
  }
  return part.length === 0 ? arrays : [...arrays, `[${part.join(',')}]`]
}
