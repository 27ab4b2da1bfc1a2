/**
 * People, their connected accounts, sessions and API tokens. Each function is one round trip and one transaction; whatever must be decided
 * against others who come at the same time (the first person, one person for each account) is decided inside the statement. Everything
 * that belongs to somebody is asked for with their id (design.md, rule 11).
 */
import { and, asc, eq, gt, isNull, lte, sql } from 'drizzle-orm'
import type { Settings } from '../cycle/settings.ts'
import type { ConnectionState } from '../cycle/state.ts'
import type { Database } from './locate.ts'
import { readSettings } from './person.ts'
import { apiTokens, connections, people, sessions } from './schema.ts'

/** What connecting needs to know of an account that is known already. */
export interface KnownAccount {
  connectionId: string
  personId: string
  /** Sealed. */
  grant: string
  scopes: string
  state: ConnectionState
  /** The person asked to be erased. */
  erasing: boolean
}
export interface NewPerson {
  id: string
  name: string
  settings: Settings
}
export interface NewConnection {
  id: string
  provider: 'google' | 'microsoft'
  subject: string
  email: string | null
  emailVerified: boolean
  scopes: string
  /** Sealed. */
  grant: string
  state: ConnectionState
}
export interface SessionRow {
  hash: string
  signedInAt: string
  expiresAt: string
}

export async function findAccount(
  db: Database,
  provider: NewConnection['provider'],
  subject: string,
): Promise<KnownAccount | null> {
  const [account] = await accountQuery(db, provider, subject)
  return account ?? null
}

/**
 * A person with their first connection and their session, all or nothing.
 * @param admission `only_if_first`: nobody else may be there, however many come at the same time
 * @returns `full`: somebody else was first; `account_known`: the account has been connected since it was looked for
 */
export async function createPerson(
  db: Database,
  rows: { person: NewPerson; connection: NewConnection; session: SessionRow },
  admission: 'anyone' | 'only_if_first',
  now: string,
): Promise<{ kind: 'created' } | { kind: 'full' } | { kind: 'account_known' }> {
  const { person, connection, session } = rows
  const { provider, subject } = connection
  const settings = JSON.stringify(person.settings)
  const state = JSON.stringify(connection.state)
  const nobody = admission === 'only_if_first' ? sql`not exists (select 1 from ${people})` : sql`true`
  const isThere = sql`exists (select 1 from ${people} where ${people.id} = ${person.id})`
  const [, , , accounts] = await db.batch([
    // `wake_by` is now: should the object not be woken, the sweep finds the person.
    db.run(sql`insert into ${people} (id, name, created_at, settings, wake_by, epoch)
      select ${person.id}, ${person.name}, ${now}, ${settings}, ${now}, 0
      where ${nobody} and not exists (
        select 1 from ${connections} where ${connections.provider} = ${provider} and ${connections.subject} = ${subject})`),
    db.run(sql`insert into ${connections}
        (id, person_id, provider, subject, email, email_verified, scopes, "grant", state, created_at)
      select ${connection.id}, ${person.id}, ${provider}, ${subject}, ${connection.email}, ${Number(connection.emailVerified)},
        ${connection.scopes}, ${connection.grant}, ${state}, ${now}
      where ${isThere}`),
    db.run(sql`insert into ${sessions} (hash, person_id, signed_in_at, expires_at)
      select ${session.hash}, ${person.id}, ${session.signedInAt}, ${session.expiresAt} where ${isThere}`),
    accountQuery(db, provider, subject),
  ])
  const [account] = accounts
  if (!account) return { kind: 'full' }
  return { kind: account.personId === person.id ? 'created' : 'account_known' }
}

/** One more account of a person. @returns `account_known`: it is connected already, by whomever */
export async function addConnection(
  db: Database,
  personId: string,
  connection: NewConnection,
  now: string,
): Promise<{ kind: 'added' } | { kind: 'account_known' } | { kind: 'missing' }> {
  const state = JSON.stringify(connection.state)
  const [added, accounts] = await db.batch([
    db.all<{ id: string }>(sql`insert into ${connections}
        (id, person_id, provider, subject, email, email_verified, scopes, "grant", state, created_at)
      select ${connection.id}, ${people.id}, ${connection.provider}, ${connection.subject}, ${connection.email},
        ${Number(connection.emailVerified)}, ${connection.scopes}, ${connection.grant}, ${state}, ${now}
      from ${people} where ${people.id} = ${personId} and ${people.erasingAt} is null
      on conflict do nothing returning id`),
    accountQuery(db, connection.provider, connection.subject),
    // Should the object not be woken, the sweep finds the person.
    db
      .update(people)
      .set({ wakeBy: now })
      .where(sql`${people.id} = (select person_id from ${connections} where ${connections.id} = ${connection.id})`),
  ])
  if (added.length > 0) return { kind: 'added' }
  return { kind: accounts.length > 0 ? 'account_known' : 'missing' }
}

/**
 * What a sign-in brings to an account that is known: the grant and what the provider says of the account now. Its session begins, the one it
 * replaces ends, and those of the person that ran out are cleared away.
 * @param brought.address null leaves what is known: the provider could not say
 * @param brought.grant null leaves the one there is, which may have been refreshed a moment ago
 * @param replaced hash of the session this browser had
 * @returns `missing`: the account was disconnected, or its person erased, since it was looked for
 */
export async function signInToAccount(
  db: Database,
  account: { personId: string; connectionId: string },
  brought: Pick<NewConnection, 'scopes' | 'state'> & {
    address: Pick<NewConnection, 'email' | 'emailVerified'> | null
    grant: string | null
  },
  session: SessionRow,
  replaced: string | null,
): Promise<'signed_in' | 'missing'> {
  const { address, scopes, grant, state } = brought
  const isTheirs = and(eq(connections.id, account.connectionId), eq(connections.personId, account.personId))
  const [, , , , begun] = await db.batch([
    // An account that works anew is to be read: should the object not be woken, the sweep finds the person.
    db
      .update(people)
      .set({ wakeBy: session.signedInAt })
      .where(
        and(
          eq(people.id, account.personId),
          sql`exists (select 1 from ${connections} where ${isTheirs} and ${connections.state} <> ${JSON.stringify(state)})`,
        ),
      ),
    db
      .update(connections)
      .set({ ...address, scopes, state, ...(grant === null ? {} : { grant }) })
      .where(isTheirs),
    db.delete(sessions).where(eq(sessions.hash, replaced ?? '')),
    db
      .delete(sessions)
      .where(and(eq(sessions.personId, account.personId), lte(sessions.expiresAt, session.signedInAt))),
    db.all(sql`insert into ${sessions} (hash, person_id, signed_in_at, expires_at)
      select ${session.hash}, ${connections.personId}, ${session.signedInAt}, ${session.expiresAt}
      from ${connections} where ${isTheirs} returning hash`),
  ])
  return begun.length > 0 ? 'signed_in' : 'missing'
}

/**
 * A refreshed grant, if the one it was made from still stands: the person may have connected the account anew meanwhile, and theirs wins.
 * @param before, after sealed texts
 */
export async function replaceGrant(
  db: Database,
  account: { personId: string; connectionId: string },
  before: string,
  after: string,
): Promise<'replaced' | 'overtaken'> {
  const rows = await db
    .update(connections)
    .set({ grant: after })
    .where(
      and(
        eq(connections.id, account.connectionId),
        eq(connections.personId, account.personId),
        eq(connections.grant, before),
      ),
    )
    .returning({ id: connections.id })
  return rows.length > 0 ? 'replaced' : 'overtaken'
}

/** Whom a session or token stands for. */
export interface Bearer {
  personId: string
  name: string
  settings: Settings
  /** Null for a token. */
  signedInAt: string | null
}

export async function bearerOfSession(db: Database, hash: string, now: string): Promise<Bearer | null> {
  const [row] = await db
    .select({ ...personColumns, signedInAt: sessions.signedInAt })
    .from(sessions)
    .innerJoin(people, eq(people.id, sessions.personId))
    .where(and(eq(sessions.hash, hash), gt(sessions.expiresAt, now), isNull(people.erasingAt)))
  return row ? { ...row, settings: readSettings(row.settings) } : null
}

export async function bearerOfToken(db: Database, hash: string): Promise<Bearer | null> {
  const [row] = await db
    .select(personColumns)
    .from(apiTokens)
    .innerJoin(people, eq(people.id, apiTokens.personId))
    .where(and(eq(apiTokens.hash, hash), isNull(people.erasingAt)))
  return row ? { ...row, settings: readSettings(row.settings), signedInAt: null } : null
}

export async function deleteSession(db: Database, hash: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.hash, hash))
}

export interface ApiTokenRow {
  id: string
  name: string
  createdAt: string
}

/** @param limit how many a person may have @returns false when they have that many */
export async function insertApiToken(
  db: Database,
  personId: string,
  token: ApiTokenRow & { hash: string },
  limit: number,
): Promise<boolean> {
  const inserted = await db.all(sql`insert into ${apiTokens} (id, person_id, name, hash, created_at)
    select ${token.id}, ${personId}, ${token.name}, ${token.hash}, ${token.createdAt}
    where (select count(*) from ${apiTokens} where ${apiTokens.personId} = ${personId}) < ${limit} returning id`)
  return inserted.length > 0
}

export function apiTokensOf(db: Database, personId: string): Promise<ApiTokenRow[]> {
  return db
    .select({ id: apiTokens.id, name: apiTokens.name, createdAt: apiTokens.createdAt })
    .from(apiTokens)
    .where(eq(apiTokens.personId, personId))
    .orderBy(asc(apiTokens.createdAt), asc(apiTokens.id))
}

/** @returns false when the person has no such token */
export async function deleteApiToken(db: Database, personId: string, id: string): Promise<boolean> {
  const deleted = await db
    .delete(apiTokens)
    .where(and(eq(apiTokens.id, id), eq(apiTokens.personId, personId)))
    .returning({ id: apiTokens.id })
  return deleted.length > 0
}

const personColumns = { personId: people.id, name: people.name, settings: people.settings }

function accountQuery(db: Database, provider: NewConnection['provider'], subject: string) {
  return db
    .select({
      connectionId: connections.id,
      personId: connections.personId,
      grant: connections.grant,
      scopes: connections.scopes,
      state: connections.state,
      erasing: sql<number>`${people.erasingAt} is not null`.mapWith(Boolean),
    })
    .from(connections)
    .innerJoin(people, eq(people.id, connections.personId))
    .where(and(eq(connections.provider, provider), eq(connections.subject, subject)))
}
