/**
 * The tables. Every row belongs to one person and its key begins with that person, so that a database can be divided by person
 * (design.md, section 9). Instants are RFC 3339 texts in UTC with milliseconds, which sort as they pass; JSON columns hold plain values that
 * their reader checks. Rows that many events write at once (`items`) carry a content hash and no second index.
 */
import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { Settings } from '../cycle/settings.ts'
import type {
  Activity,
  CalendarSync,
  ConnectionState,
  FollowUpBody,
  IntentBody,
  ItemBody,
  OccurrenceBody,
} from '../cycle/state.ts'
import type { ContactBody } from '../relationships/contact.ts'
import type { ForgottenAlike } from '../relationships/forgotten.ts'
import type { OutcomeBody } from '../relationships/outcome.ts'

export const people = sqliteTable(
  'people',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    createdAt: text('created_at').notNull(),
    settings: text('settings', { mode: 'json' }).$type<Settings>().notNull(),
    /** A coarse instant by which this person's object should have woken: what the sweep looks for (rule 9). */
    wakeBy: text('wake_by'),
    /** Rises with each saved cycle: a second object of the same person for a moment cannot write over the first. */
    epoch: integer('epoch').notNull().default(0),
    /** Set when the person asked to be erased: nothing is begun for them any more. */
    erasingAt: text('erasing_at'),
    /** They asked as well that blocks go which nobody touched and which have not begun. */
    erasingBlocks: integer('erasing_blocks', { mode: 'boolean' }).notNull().default(false),
  },
  (t) => [index('people_wake').on(t.wakeBy)],
)

export const connections = sqliteTable(
  'connections',
  {
    id: text('id').primaryKey(),
    personId: text('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    provider: text('provider', { enum: ['google', 'microsoft', 'caldav', 'feed'] }).notNull(),
    /** Google `sub`; never an address. */
    subject: text('subject').notNull(),
    email: text('email'),
    emailVerified: integer('email_verified', { mode: 'boolean' }).notNull(),
    /** Scopes as granted, which may be fewer than those asked for. */
    scopes: text('scopes').notNull(),
    /** The grant, sealed by `accounts/vault.ts` and bound to this row. */
    grant: text('grant').notNull(),
    state: text('state', { mode: 'json' }).$type<ConnectionState>().notNull(),
    createdAt: text('created_at').notNull(),
  },
  (t) => [uniqueIndex('connections_account').on(t.provider, t.subject), index('connections_person').on(t.personId)],
)

export const calendars = sqliteTable(
  'calendars',
  {
    id: text('id').primaryKey(),
    personId: text('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    connectionId: text('connection_id')
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    remoteId: text('remote_id').notNull(),
    name: text('name').notNull(),
    timeZone: text('time_zone').notNull(),
    role: text('role', { enum: ['owner', 'writer', 'reader', 'free_busy'] }).notNull(),
    isPrimary: integer('is_primary', { mode: 'boolean' }).notNull(),
    busy: integer('busy', { mode: 'boolean' }).notNull(),
    candidates: integer('candidates', { mode: 'boolean' }).notNull(),
    followUps: integer('follow_ups', { mode: 'boolean' }).notNull(),
    sync: text('sync', { mode: 'json' }).$type<CalendarSync>().notNull(),
  },
  (t) => [uniqueIndex('calendars_remote').on(t.connectionId, t.remoteId), index('calendars_person').on(t.personId)],
)

/** Events as read: singles, series and exceptions. Occurrences are computed, never stored. */
export const items = sqliteTable(
  'items',
  {
    personId: text('person_id').notNull(),
    calendarId: text('calendar_id').notNull(),
    remoteId: text('remote_id').notNull(),
    hash: text('hash').notNull(),
    /** After this instant no occurrence is left; unbounded series: '9999'. */
    until: text('until').notNull(),
    /** Absent from a complete read since; removed when a second one agrees (rule 5). */
    missingSince: text('missing_since'),
    body: text('body', { mode: 'json' }).$type<ItemBody>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.calendarId, t.remoteId] })],
)

/** What the person or Aforo said of one occurrence; there is a row only where something was said. */
export const occurrences = sqliteTable(
  'occurrences',
  {
    personId: text('person_id').notNull(),
    eventId: text('event_id').notNull(),
    body: text('body', { mode: 'json' }).$type<OccurrenceBody>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.eventId] })],
)

export const corrections = sqliteTable(
  'corrections',
  {
    personId: text('person_id').notNull(),
    scope: text('scope', { enum: ['event', 'series', 'organiser'] }).notNull(),
    key: text('key').notNull(),
    networking: integer('networking', { mode: 'boolean' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.scope, t.key] })],
)

/** Travel each way to a place, as the person said. */
export const places = sqliteTable(
  'places',
  {
    personId: text('person_id').notNull(),
    place: text('place').notNull(),
    /** Null: as usual, and not to be asked again. */
    travelMinutes: integer('travel_minutes'),
  },
  (t) => [primaryKey({ columns: [t.personId, t.place] })],
)

/** A cap of its own for one week. */
export const weeks = sqliteTable(
  'weeks',
  {
    personId: text('person_id').notNull(),
    week: text('week').notNull(),
    capMinutes: integer('cap_minutes').notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.week] })],
)

export const followUps = sqliteTable(
  'follow_ups',
  {
    personId: text('person_id').notNull(),
    /** The derived id of the block (rule 2). */
    id: text('id').notNull(),
    eventId: text('event_id').notNull(),
    body: text('body', { mode: 'json' }).$type<FollowUpBody>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.id] })],
)

/** Every outside effect, on record before it happens (rule 6). */
export const outbox = sqliteTable(
  'outbox',
  {
    personId: text('person_id').notNull(),
    opId: text('op_id').notNull(),
    state: text('state', { enum: ['waiting', 'unknown', 'done', 'given_up'] }).notNull(),
    /** When the next attempt may be made; null once it ended. */
    dueAt: text('due_at'),
    body: text('body', { mode: 'json' }).$type<IntentBody>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.personId, t.opId] }),
    index('outbox_due').on(t.dueAt).where(sql`due_at is not null`),
  ],
)

/** Whom the person met; the whole of a contact in its body, encounters and touches included. */
export const contacts = sqliteTable(
  'contacts',
  {
    personId: text('person_id').notNull(),
    id: text('id').notNull(),
    body: text('body', { mode: 'json' }).$type<ContactBody>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.id] })],
)

/** What came of it. */
export const outcomes = sqliteTable(
  'outcomes',
  {
    personId: text('person_id').notNull(),
    id: text('id').notNull(),
    body: text('body', { mode: 'json' }).$type<OutcomeBody>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.id] })],
)

/** What stays in the totals of contacts who were erased: those alike in one row, whose id is made of what it says and of nothing else. */
export const forgotten = sqliteTable(
  'forgotten',
  {
    personId: text('person_id').notNull(),
    id: text('id').notNull(),
    body: text('body', { mode: 'json' }).$type<ForgottenAlike>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.id] })],
)

/** What Aforo did to the person's calendars and mail, for them to see and undo. */
export const activity = sqliteTable(
  'activity',
  {
    personId: text('person_id').notNull(),
    id: text('id').notNull(),
    at: text('at').notNull(),
    kind: text('kind').$type<Activity['kind']>().notNull(),
    eventId: text('event_id'),
    detail: text('detail', { mode: 'json' }).$type<Record<string, string | number | null>>().notNull(),
    undoneAt: text('undone_at'),
  },
  (t) => [primaryKey({ columns: [t.personId, t.id] })],
)

export const sessions = sqliteTable(
  'sessions',
  {
    /** SHA-256 of the cookie's value: a reader of the database cannot sign in. */
    hash: text('hash').primaryKey(),
    personId: text('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    signedInAt: text('signed_in_at').notNull(),
    expiresAt: text('expires_at').notNull(),
  },
  (t) => [index('sessions_person').on(t.personId)],
)

export const apiTokens = sqliteTable(
  'api_tokens',
  {
    id: text('id').primaryKey(),
    personId: text('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    hash: text('hash').notNull(),
    createdAt: text('created_at').notNull(),
  },
  (t) => [uniqueIndex('api_tokens_hash').on(t.hash), index('api_tokens_person').on(t.personId)],
)
