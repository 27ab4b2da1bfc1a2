/**
 * The machines' door in front of a real libSQL server, for the tests of this room. Only the edge of the platform is not the real one: the
 * person's object is a stub that applies commands to what is stored, without any cycle behind it; the real one is asked by the journeys.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ExecutionContext, Hono } from 'hono'
import type { Temporal } from 'temporal-polyfill'
import * as v from 'valibot'
import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import { createApiToken } from '../../src/accounts/api-tokens.ts'
import { authenticate, type Door, sameOrigin, type Visitor } from '../../src/accounts/door.ts'
import { problemOf, problemShape } from '../../src/api/problem.ts'
import { apiRoutes } from '../../src/api/routes.ts'
import { webhookRoutes } from '../../src/api/webhooks.ts'
import { applyAll } from '../../src/cycle/apply.ts'
import type { Command, CommandResult } from '../../src/cycle/commands.ts'
import { difference } from '../../src/cycle/difference.ts'
import { knownAt } from '../../src/cycle/known.ts'
import { DEFAULT_SETTINGS } from '../../src/cycle/settings.ts'
import type { PersonState } from '../../src/cycle/state.ts'
import { deletePerson } from '../../src/db/erase.ts'
import { type Database, openDatabase } from '../../src/db/locate.ts'
import { migrateDatabase } from '../../src/db/migrate.ts'
import { loadPerson, savePerson } from '../../src/db/person.ts'
import * as t from '../../src/db/schema.ts'
import { startLibsql } from '../sandbox/libsql.ts'
import { aConfig } from './a-config.ts'
import { aState, NOON } from './a-person.ts'

let folder: string
let server: Awaited<ReturnType<typeof startLibsql>>
export let db: Database

/** To be called once by a test file: a database of its own, without Ana and Luis before each test. */
export function openDoor(): void {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aforo-api-'))
    server = await startLibsql({ folder })
    await migrateDatabase({ url: server.url })
    db = openDatabase({ url: server.url, authToken: undefined })
  }, 60_000)
  afterAll(async () => {
    await server.close()
    await rm(folder, { recursive: true })
  })
  beforeEach(async () => {
    for (const person of ['ana', 'luis']) await deletePerson(db, person)
  })
}

/** Stores a person as they are; whoever was there before under that name goes. */
export async function stored(state: PersonState, id = 'ana'): Promise<void> {
  await deletePerson(db, id)
  const { name, createdAt, settings } = state.person
  await db.insert(t.people).values({ id, name, createdAt, settings })
  for (const connection of state.connections.values())
    await db.insert(t.connections).values({ ...connection, personId: id })
  const nothing = {
    ...aState(),
    person: state.person,
    connections: state.connections,
    calendars: new Map(),
    items: new Map(),
  }
  await savePerson(db, id, 0, difference(nothing, state, []), NOON)
}

export function person(): Promise<PersonState | null> {
  return loadPerson(db, 'ana', NOON)
}

export async function aToken(): Promise<Record<string, string>> {
  const made = await createApiToken(db, 'ana', 'test', NOON)
  if (made.kind === 'refused') throw new Error('too many')
  return { Authorization: `Bearer ${made.token}` }
}

export { aConfig as config }

export function ana(with_: { signedInAt?: Temporal.Instant; broken?: boolean } = {}) {
  return visitor({ personId: 'ana', signedInAt: with_.signedInAt ?? NOON }, { broken: with_.broken ?? false })
}

export function nobody() {
  return visitor(null)
}

/** Somebody's browser or program. Who has a session is said here; tokens are read by the real `authenticate`. */
export function visitor(session: Partial<Visitor> | null, with_: { db?: Database; broken?: boolean } = {}) {
  const object = anObject(with_.broken ?? false)
  const app = new Hono<Door>()
  app.use(async (c, next) => {
    c.set('config', aConfig())
    c.set('db', with_.db ?? db)
    c.set('now', NOON)
    c.set('visitor', null)
    await next()
  })
  app.route('/', webhookRoutes)
  app.use(authenticate, async (c, next) => {
    const settings = c.var.visitor?.settings ?? (await person())?.person.settings ?? DEFAULT_SETTINGS
    const signedIn = { personId: '', name: '', settings, via: 'session', signedInAt: NOON, ...session } as const
    if (session !== null) c.set('visitor', signedIn)
    await next()
  })
  app.use(sameOrigin)
  app.route('/api', apiRoutes)
  app.onError(problemOf)
  const send = async (path: string, init: RequestInit, base = '/api/v1') => {
    const own = session === null ? {} : { Origin: 'http://127.0.0.1:8787' }
    const waiting: Promise<unknown>[] = []
    const context = { waitUntil: (one: Promise<unknown>) => waiting.push(one), passThroughOnException() {} }
    const answer = await app.request(
      `http://127.0.0.1:8787${base}${path}`,
      { ...init, headers: { ...own, ...(init.headers as Record<string, string>) } },
      { PERSON: object.namespace },
      context as unknown as ExecutionContext,
    )
    await Promise.all(waiting)
    return answer
  }
  return {
    notified: object.notified,
    send,
    ask: (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
      send(path, {
        method,
        headers: { ...headers, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  }
}

/** The platform's edge: a namespace whose objects do to the stored person what a command says. */
function anObject(broken: boolean) {
  const notified: [string, string][] = []
  const stub = {
    async act(personId: string, commands: readonly Command[]): Promise<CommandResult> {
      const before = await loadPerson(db, personId, NOON)
      if (before === null) return { kind: 'missing' }
      const { state, result, activity } = applyAll(before, knownAt(before, NOON), commands, NOON)
      await savePerson(db, personId, before.person.epoch, difference(before, state, [...(activity ?? [])]), NOON)
      return result
    },
    async sync() {
      if (broken) throw new Error('canary')
      const report = { requests: 1, pulled: 1, changed: 0, booked: 0, answered: 0, writes: 0, failed: [] }
      return { kind: 'ok', report }
    },
    async disconnect(_: string, id: string) {
      return id === 'google' ? 'last' : id === 'nothing' ? 'missing' : 'ok'
    },
    erase: (personId: string) => deletePerson(db, personId),
    async notify(personId: string, calendarId: string) {
      notified.push([personId, calendarId])
    },
  }
  return { notified, namespace: { idFromName: (name: string) => name, get: () => stub } }
}

export async function expectProblem(answer: Response, reason: string, status?: number) {
  expect(answer.headers.get('Content-Type')).toBe('application/problem+json')
  const problem = v.parse(problemShape, await answer.json())
  expect(problem).toMatchObject({ reason, status: status ?? answer.status })
  expect(answer.status).toBe(problem.status)
  return problem
}
