/**
 * Weeks of people's lives, in virtual time: invitations come, people answer, decide, attend, move, edit and delete, requests fail, processes die. After
 * every week, and a quiet day at the end, the rules of design.md are judged by what really happened in the sandbox.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { sealGrant } from '../../src/accounts/grant.ts'
import { createVault } from '../../src/accounts/vault.ts'
import { readConfig } from '../../src/config.ts'
import { DEFAULT_SETTINGS } from '../../src/cycle/settings.ts'
import { createPerson } from '../../src/db/accounts.ts'
import { openDatabase } from '../../src/db/locate.ts'
import { migrateDatabase } from '../../src/db/migrate.ts'
import { loadPerson } from '../../src/db/person.ts'
import { startGoogleSandbox } from '../sandbox/google/server.ts'
import { startLibsql } from '../sandbox/libsql.ts'
import { type Chance, chanceOf } from './chance.ts'
import { act, layWeek } from './life.ts'
import { type Counts, SimulatedPerson, type SimulationContext } from './person.ts'
import { ownAnswer, rule6, rule7Answers } from './rules/answers.ts'
import type { Write } from './rules/seen.ts'
import { watchWrites } from './rules/watch.ts'
import { rule1, rule2, rule3, rule4 } from './rules/writes.ts'

export interface SimulationOptions {
  people: number
  weeks: number
  /** Chance of a fault for each request and step. */
  faults: number
  seed: number
  onWeek?: (week: number) => void
}
export interface SimulationResult {
  personWeeks: number
  counts: Counts
  blocks: number
  digests: number
  /** Invitations that Aforo answered of its own accord. */
  ownAnswers: number
  /** By rule, in words. */
  breaches: Map<string, string[]>
  /** Pending work that had not settled a quiet day after the faults ended. */
  unsettled: number
  elapsedMs: number
}

/** Monday 1 February 2027, midnight in Mexico City: the weeks reach over Tijuana's change of clocks. */
const BEGIN = Date.parse('2027-02-01T06:00:00Z')
const HOUR = 3_600_000
const WEEK = 7 * 24 * HOUR
/** Every second person lets Aforo answer. */
const ENFORCING = {
  mode: 'enforce' as const,
  enforce: { ...DEFAULT_SETTINGS.enforce, allowedOrganisers: ['canaco-cdmx.example'] },
}
const ZONES = ['America/Mexico_City', 'America/Mexico_City', 'America/Tijuana', 'America/Bogota', 'Europe/Madrid']

export async function simulate(options: SimulationOptions): Promise<SimulationResult> {
  const started = performance.now()
  const folder = mkdtempSync(join(tmpdir(), 'aforo-simulation-'))
  let now = BEGIN
  const libsql = await startLibsql({ folder })
  const google = await startGoogleSandbox({ now: () => now, seedLife: false })
  try {
    await migrateDatabase({ url: libsql.url })
    const { world } = google
    // Virtual weeks pass in seconds: the quota of real minutes would be spent at once.
    world.switches = { ...world.switches, quotaPerUserPerMinute: 1_000_000 }
    const writes = watchWrites(world)
    const counts: Counts = { cycles: 0, requests: 0, crashes: 0, faults: new Map() }
    const chance = chanceOf(options.seed)
    const context: SimulationContext = {
      config: configFor(libsql.url, google.url),
      world,
      chance,
      faults: options.faults,
      now: () => now,
      counts,
      answers: [],
      uncharged: new Set(),
    }
    const people: SimulatedPerson[] = []
    for (let n = 0; n < options.people; n++) people.push(await signUp(context, n))
    for (let week = 0; week < options.weeks; week++) {
      const monday = BEGIN + week * WEEK
      const acts = people.flatMap((person) => layWeek(world, person, monday, chance))
      await runUntil(monday + WEEK, people, acts, context, (at) => {
        now = at
      })
      options.onWeek?.(week + 1)
    }
    // With the faults over, what is owed settles within a day (design.md, rule 9; faults.md, N11).
    context.faults = 0
    world.faults.clear()
    const quiet = BEGIN + options.weeks * WEEK + 24 * HOUR
    await runUntil(quiet, people, [], context, (at) => {
      now = at
    })
    for (const person of people) await person.wake({ kind: 'everything' })
    return {
      personWeeks: options.people * options.weeks,
      counts,
      blocks: writes.filter(({ actor, op }) => actor === 'api' && op === 'insert').length,
      digests: people.reduce((sum, { mails }) => sum + mails.filter(({ kind }) => kind === 'digest').length, 0),
      ownAnswers: writes.filter((write) => ownAnswer(write, context.answers) !== null).length,
      breaches: breachesOf(writes, people, context),
      unsettled: await unsettled(context, people, now),
      elapsedMs: performance.now() - started,
    }
  } finally {
    await google.close()
    await libsql.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

type Act = { at: number; person: SimulatedPerson; what: Parameters<typeof act>[2] }

/** Alarms and acts in the order of their instants; acts notify, unless the notification is lost. */
async function runUntil(
  end: number,
  people: readonly SimulatedPerson[],
  acts: readonly Act[],
  context: SimulationContext,
  setClock: (at: number) => void,
): Promise<void> {
  const waiting = [...acts].sort((a, b) => a.at - b.at)
  for (;;) {
    const ringing = people
      .filter(({ alarmAt }) => alarmAt !== null && alarmAt < end)
      .reduce<SimulatedPerson | null>((a, b) => (a === null || (b.alarmAt ?? 0) < (a.alarmAt ?? 0) ? b : a), null)
    const next = waiting[0]
    if (ringing === null && (next === undefined || next.at >= end)) break
    if (next !== undefined && (ringing?.alarmAt == null || next.at <= ringing.alarmAt)) {
      waiting.shift()
      setClock(Math.max(next.at, context.now()))
      await act(context, next.person, next.what)
      continue
    }
    if (ringing?.alarmAt == null) break
    setClock(Math.max(ringing.alarmAt, context.now()))
    ringing.alarmAt = null
    await ringing.wake({ kind: 'clock' })
    // Alarms ring at least once; now and then the platform rings twice.
    if (context.chance.hits(context.faults / 4)) await ringing.wake({ kind: 'clock' })
  }
  setClock(Math.max(end, context.now()))
}

async function signUp(context: SimulationContext, n: number): Promise<SimulatedPerson> {
  const { world, config } = context
  const email = `persona${n}@despacho${n}.example`
  const timeZone = ZONES[n % ZONES.length] ?? 'America/Mexico_City'
  const account = world.createAccount(email, `Persona ${n}`, timeZone)
  const { accessToken, refreshToken } = world.grants.issue(email, undefined, config.google.clientId)
  const id = `person-${n}`
  const at = new Date(context.now()).toISOString()
  const grant = { accessToken, refreshToken, accessExpiresAt: new Date(context.now() + HOUR).toISOString() }
  await createPerson(
    openDatabase(config.database),
    {
      person: { id, name: `Persona ${n}`, settings: { ...DEFAULT_SETTINGS, timeZone, ...(n % 2 === 1 && ENFORCING) } },
      connection: {
        id: `connection-${n}`,
        provider: 'google',
        subject: account.sub,
        email,
        emailVerified: true,
        scopes: '',
        grant: await sealGrant(createVault(config), `connection-${n}`, grant),
        state: { status: 'ok', since: null, listAt: null },
      },
      session: { hash: `session-${n}`, signedInAt: at, expiresAt: at },
    },
    'anyone',
    at,
  )
  const person = new SimulatedPerson(id, email, context)
  await person.wake({ kind: 'connected', connectionId: `connection-${n}` })
  return person
}

/** The sandbox's deliveries are not awaited here: the simulation tells people itself, in its own time. */
function configFor(databaseUrl: string, googleUrl: string) {
  return readConfig({
    APP_URL: 'http://127.0.0.1:9',
    DATABASE_URL: databaseUrl,
    SECRET_KEY: randomBytes(32).toString('base64'),
    GOOGLE_CLIENT_ID: 'simulation',
    GOOGLE_CLIENT_SECRET: 'simulation',
    GOOGLE_ISSUER: googleUrl,
    GOOGLE_API_URL: googleUrl,
    SMTP_URL: 'smtp://127.0.0.1:9',
    EMAIL_FROM: 'Aforo <aforo@aforo.example>',
    ALLOWED_EMAILS: '*',
  })
}

function breachesOf(
  writes: readonly Write[],
  people: readonly SimulatedPerson[],
  { answers, uncharged }: SimulationContext,
): Map<string, string[]> {
  const digests = people.flatMap((person) => {
    const weeks = person.mails.filter(({ kind }) => kind === 'digest').map(({ week }) => week)
    return weeks.length === new Set(weeks).size ? [] : [`${person.email}: ${weeks.join(', ')}`]
  })
  const byCap = people.flatMap((person, n) => {
    const { declinesPerOrganiser, declinesPerWeek } = DEFAULT_SETTINGS.enforce
    const own = writes.filter(({ owner }) => owner === person.email)
    const capAt = (at: number) => person.caps.findLast((cap) => cap.at <= at)?.minutes ?? 0
    const timeZone = ZONES[n % ZONES.length] ?? 'America/Mexico_City'
    return rule7Answers(own, { timeZone, capAt, declinesPerOrganiser, declinesPerWeek, uncharged }, answers)
  })
  const byPerson = people.map(({ email }) => writes.filter(({ owner }) => owner === email))
  return new Map([
    ['1 only its own', rule1(writes)],
    ['2 never doubled', byPerson.flatMap((own) => rule2(own))],
    ['3 the hand wins', rule3(writes, answers)],
    ['4 private and alone', rule4(writes)],
    ['6 said once', rule6(writes)],
    ['7 under the cap, within the ration', byCap],
    ['8 one digest a week', digests],
    ['9 an alarm is set', people.filter(({ alarmAt }) => alarmAt === null).map(({ email }) => email)],
  ])
}

/** Intents that are still waiting or unknown although nothing has been wrong for a day. */
async function unsettled(context: SimulationContext, people: readonly SimulatedPerson[], now: number): Promise<number> {
  const db = openDatabase(context.config.database)
  let left = 0
  for (const { id } of people) {
    const state = await loadPerson(db, id, Temporal.Instant.fromEpochMilliseconds(now))
    for (const { dueAt } of state?.outbox.values() ?? []) if (dueAt !== null) left++
  }
  return left
}

export type { Chance }
