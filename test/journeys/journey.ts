/**
 * Aforo as people live with it: the Worker in workerd, Google's sandbox, a real libSQL server and a mailbox, under one clock that
 * stands until the test moves it. Nothing here waits a fixed time; alarms ring when the test lets them.
 *
 *     const journey = await startJourney({ now: '2026-11-23 09:00' })
 *     const ana = await journey.signUp()
 *     ana.has(aCommitment({ start: '2026-11-24 19:00' }))
 *     await ana.sync()
 *     await ana.ringUntil('2026-11-24 22:00')
 *
 * Google's notifications are off unless `journey.google.switches.notificationsPerChange` says otherwise: else they would race with
 * what the test asks for.
 */
import { type Client, createClient } from '@libsql/client'
import { Temporal } from 'temporal-polyfill'
import type {
  CalendarShape,
  ConnectionShape,
  EventShape,
  FollowUpShape,
  PlanShape,
  SyncShape,
  VerdictShape,
} from '../../src/api/schemas.ts'
import type { Life } from '../builders/a-life.ts'
import { type EventSketch, googleEvent, localTime, ZONE } from '../builders/an-event.ts'
import { type CountingProxy, startCountingProxy } from '../sandbox/counting-proxy.ts'
import type { Fault } from '../sandbox/google/faults.ts'
import type { AccessRole, GoogleEvent, StoredEvent } from '../sandbox/google/model.ts'
import type { GoogleWorld } from '../sandbox/google/world.ts'
import type { Mailbox, Message } from '../sandbox/mailbox/mailbox.ts'
import { startWorld, type World } from '../sandbox/world.ts'
import { type Answer, type Asked, aBrowser, type Browser } from './browser.ts'

export const EVENTS_SCOPE = 'https://www.googleapis.com/auth/calendar.events'
export const LIST_SCOPE = 'https://www.googleapis.com/auth/calendar.calendarlist.readonly'

/** Generous: it only bounds what would otherwise hang. */
const PATIENCE_MS = 40_000
const LOOK_EVERY_MS = 15
const MOST_RINGS = 400
const CONSENT_PATH = '/o/oauth2/v2/auth'

/** An instant, or `2026-11-24 19:00` on the clock of Mexico City. */
export type Moment = Temporal.Instant | string

export interface Journey {
  readonly url: string
  readonly world: World
  readonly google: GoogleWorld
  readonly mailbox: Mailbox
  readonly database: CountingProxy
  now(): Temporal.Instant
  /** Sets the one clock of sandbox and Worker. */
  at(moment: Moment): Promise<Temporal.Instant>
  later(duration: Temporal.DurationLike): Promise<Temporal.Instant>
  /** A new Google account and a person of it, past their first reading. */
  signUp(account?: Partial<NewAccount>): Promise<Person>
  /** Who has just signed up in this browser, past their first reading. @param end where the way in ended */
  arrived(browser: Browser, email: string, end: string): Promise<Person>
  /** The account alone, for tests of the way in. */
  newAccount(account?: Partial<NewAccount>): NewAccount
  browser(): Browser
  /**
   * The way to Google and back in this browser; answers with where it ends.
   * @param choice.scopes all that are asked for, unless said
   */
  connect(browser: Browser, email: string, choice?: { scopes?: string[]; deny?: boolean }): Promise<string>
  /** Lets their alarms ring in the order in which they are due, with the clock set to each; then it is `moment`. */
  ringUntil(moment: Moment, people: readonly Person[]): Promise<void>
  sweep(): Promise<void>
  /** Objects and isolates lose their memory; the clock is set again. */
  restart(): Promise<void>
  /** What `work` cost. Other people's work at the same time would be counted with it. */
  costOf(work: () => Promise<unknown>, person?: Person): Promise<Cost>
  /** Straight from the database, past the Worker. */
  rows(sql: string, args?: (string | number)[]): Promise<Record<string, unknown>[]>
  /** The names of all tables of the product. */
  tables(): Promise<string[]>
  close(): Promise<void>
}

export interface NewAccount {
  email: string
  name: string
  timeZone: string
  /** Granted on the consent page; all that are asked for, unless said. */
  scopes: string[]
}

export interface Cost {
  /** Calls to Google's calendar API; token calls apart. */
  provider: number
  /** Round trips to the database without the one by which the door knows who asks. */
  roundTrips: number
  rowsWritten: number
  /** Of the person given; 0 without one. */
  alarmWrites: number
}

export interface Person {
  readonly id: string
  readonly email: string
  /** Google's id of the primary calendar. */
  readonly calendar: string
  readonly browser: Browser
  get<T = unknown>(path: string): Promise<Answer<T>>
  post<T = unknown>(path: string, body?: unknown): Promise<Answer<T>>
  patch<T = unknown>(path: string, body: unknown): Promise<Answer<T>>
  delete<T = unknown>(path: string, body?: unknown): Promise<Answer<T>>
  /** `POST /sync`. @throws when it is refused */
  sync(): Promise<SyncShape>
  plan(week?: string): Promise<PlanShape>
  /** @throws where the plan of that week has none of that title, or two */
  verdict(title: string, week?: string): Promise<VerdictShape>
  calendars(): Promise<CalendarShape[]>
  connections(): Promise<ConnectionShape[]>
  events(): Promise<EventShape[]>
  /** @throws where there is none of that title, or two */
  event(title: string): Promise<EventShape>
  followUps(): Promise<FollowUpShape[]>
  /** A new API token. */
  token(): Promise<string>

  /** Plants an event: the person's own by their hand, an invitation by its organiser's. */
  has(sketch: EventSketch, calendar?: string): GoogleEvent & { id: string }
  lives(life: Life): Promise<void>
  /** One more calendar of the account, its own and shown unless said; answers with Google's id of it. */
  owns(calendar: string, role?: AccessRole): string
  /** Whatever JSON stands in the calendar, served as it is. */
  hasRaw(event: unknown, calendar?: string): void
  /** What stands in the calendar now, cancelled ones included. */
  atGoogle(calendar?: string): GoogleEvent[]
  /** Aforo's own writes to the person's calendars that took effect. */
  effects(): { op: string; eventId: string; calendarId: string }[]
  /** Requests to the calendar API in the person's name, `GET /calendar/v3/...?...`. */
  requests(): string[]
  /** Matches this account's requests alone. */
  fault(fault: Partial<Omit<Fault, 'kind'>> & Pick<Fault, 'kind'>): Fault
  mails(): Message[]

  alarm(): Promise<{ at: Temporal.Instant | null; writes: number }>
  /** Whatever their object was asked before is done; costs one round trip. */
  settled(): Promise<void>
  /** The keys of what their object remembers. */
  stored(): Promise<string[]>
  /** Lets the alarm ring now, whatever it was set to. */
  ring(): Promise<void>
  ringUntil(moment: Moment): Promise<void>
}

export interface JourneyOptions {
  /** Monday the 23rd of November 2026, nine in the morning, unless said. */
  now?: Moment
  vars?: Readonly<Record<string, string>>
  entry?: string
}

export async function startJourney(options: JourneyOptions = {}): Promise<Journey> {
  const database = await startCountingProxy()
  const world = await startWorld({
    entry: options.entry ?? 'test/journeys/worker.ts',
    seedLife: false,
    vars: { DATABASE_URL: database.url, ...options.vars },
  }).catch(async (error: unknown) => {
    await database.close()
    throw error
  })
  database.target(world.databaseUrl)
  const client = createClient({ url: world.databaseUrl })
  const google = world.google.world
  // Where the clock stands, the quota never refills.
  Object.assign(google.switches, {
    notificationsPerChange: 0,
    quotaPerUserPerMinute: 1_000_000,
    quotaPerProjectPerMinute: 1_000_000,
  })
  Object.assign(world.microsoft?.world.switches ?? {}, { notificationsPerChange: 0, requestsPerTenMinutes: 1_000_000 })
  const journey = journeyIn(world, database, client)
  await journey.at(options.now ?? '2026-11-23 09:00')
  return journey
}

function journeyIn(world: World, database: CountingProxy, client: Client): Journey {
  const google = world.google.world
  let clock = Temporal.Instant.fromEpochMilliseconds(0)
  let accounts = 0

  const test = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${world.url}/__test/${path}`)
    const text = await response.text()
    if (!response.ok) throw new Error(`/__test/${path} answered ${response.status}: ${text.slice(0, 500)}`)
    return JSON.parse(text)
  }

  const journey: Journey = {
    url: world.url,
    world,
    google,
    mailbox: world.mailbox,
    database,
    now: () => clock,
    async at(moment) {
      clock = instantOf(moment)
      google.setClock({ fixedMs: clock.epochMilliseconds })
      world.microsoft?.world.setClock({ fixedMs: clock.epochMilliseconds })
      await test(`clock?now=${clock}`)
      return clock
    },
    later: (duration) => journey.at(clock.add(hoursOf(duration))),
    newAccount(given = {}) {
      accounts += 1
      const email = given.email ?? `persona${accounts}@consultoria.example`
      const account: NewAccount = { name: 'Ana Prueba', timeZone: ZONE, scopes: [], ...given, email }
      google.createAccount(account.email, account.name, account.timeZone)
      return account
    },
    async signUp(given) {
      const account = journey.newAccount(given)
      const browser = journey.browser()
      const { scopes } = account
      const end = await journey.connect(browser, account.email, scopes.length === 0 ? {} : { scopes })
      return journey.arrived(browser, account.email, end)
    },
    async arrived(browser, email, end) {
      const me = await browser.ask<{ id: string }>('GET', '/api/v1/me')
      if (me.status !== 200) throw new Error(`${email} is not signed in: ${end}, then ${me.status} ${me.text}`)
      const person = personOf(journey, test, me.body.id, email, browser)
      await until(async () => (await person.alarm()).at !== null || end.includes('problem=scopes'), 'the first cycle')
      await person.settled()
      return person
    },
    browser: () => aBrowser(world.url),
    async connect(browser, email, choice = {}) {
      let location = (await browser.ask('GET', '/connect/google')).headers.get('location') ?? ''
      // Aforo asks a second time where Google gave no refresh token.
      for (let round = 0; round < 2 && location.includes(CONSENT_PATH); round++) {
        const back = await consent(world.google.url, location, email, choice)
        location = (await browser.ask('GET', back)).headers.get('location') ?? ''
      }
      return location
    },
    async ringUntil(moment, people) {
      const end = instantOf(moment)
      for (let rings = 0; ; rings++) {
        if (rings > MOST_RINGS) throw new Error(`more than ${MOST_RINGS} alarms until ${end}`)
        const next = (await Promise.all(people.map(async (person) => ({ person, at: (await person.alarm()).at }))))
          .flatMap(({ person, at }) => (at === null ? [] : [{ person, at }]))
          .sort((a, b) => Temporal.Instant.compare(a.at, b.at))[0]
        if (next === undefined || Temporal.Instant.compare(next.at, end) > 0) break
        if (Temporal.Instant.compare(next.at, clock) > 0) await journey.at(next.at)
        await next.person.ring()
      }
      await journey.at(end)
    },
    sweep: () => test('sweep'),
    async restart() {
      await world.restartWorker()
      await journey.at(clock)
    },
    async costOf(work, person) {
      const alarmBefore = await person?.alarm()
      const requestsBefore = calendarRequests(google).length
      database.forget()
      await work()
      const trips = database.trips().filter(({ statements }) => !statements.some(isDoor))
      const alarmAfter = await person?.alarm()
      return {
        provider: calendarRequests(google).length - requestsBefore,
        roundTrips: trips.length,
        rowsWritten: trips.reduce((sum, { rowsWritten }) => sum + rowsWritten, 0),
        alarmWrites: (alarmAfter?.writes ?? 0) - (alarmBefore?.writes ?? 0),
      }
    },
    async rows(sql, args = []) {
      return (await client.execute({ sql, args })).rows.map((row) => ({ ...row }))
    },
    async tables() {
      const rows = await journey.rows(
        `select name from sqlite_master where type = 'table' and name not like 'sqlite%' and name not like '\\_\\_%' escape '\\'`,
      )
      return rows.map(({ name }) => String(name))
    },
    async close() {
      client.close()
      await world.close()
      await database.close()
    },
  }
  return journey
}

function personOf(
  journey: Journey,
  test: <T>(path: string) => Promise<T>,
  id: string,
  email: string,
  browser: Browser,
): Person {
  const { google } = journey
  const asked = (body: unknown): Asked => (body === undefined ? {} : { body })
  const person: Person = {
    id,
    email,
    calendar: email,
    browser,
    get: (path) => browser.ask('GET', path),
    post: (path, body) => browser.ask('POST', path, asked(body)),
    patch: (path, body) => browser.ask('PATCH', path, { body }),
    delete: (path, body) => browser.ask('DELETE', path, asked(body)),
    sync: async () => good(await person.post<SyncShape>('/api/v1/sync')),
    plan: async (week) => good(await person.get<PlanShape>(`/api/v1/plan${week === undefined ? '' : `?week=${week}`}`)),
    verdict: async (title, week) =>
      only((await person.plan(week)).verdicts, ({ event }) => event.title === title, title),
    calendars: async () => good(await person.get<{ items: CalendarShape[] }>('/api/v1/calendars')).items,
    connections: async () => good(await person.get<{ items: ConnectionShape[] }>('/api/v1/connections')).items,
    events: async () => good(await person.get<{ items: EventShape[] }>('/api/v1/events?limit=500')).items,
    event: async (title) => only(await person.events(), (event) => event.title === title, title),
    followUps: async () => good(await person.get<{ items: FollowUpShape[] }>('/api/v1/follow-ups')).items,
    token: async () => good(await person.post<{ token: string }>('/api/v1/tokens', { name: 'journey' })).token,
    has(sketch, calendar = email) {
      const by = sketch.organiser === null ? 'human' : 'organiser'
      return withId(google.hands.insert(calendar, googleEvent(sketch, email), by))
    },
    async lives({ events, settings }) {
      for (const sketch of events) person.has(sketch)
      if (Object.keys(settings).length > 0) good(await person.patch('/api/v1/settings', settings))
    },
    owns(calendar, role = 'owner') {
      const id = `${calendar}.${email.replace('@', '.')}@group.calendar.google.com`
      google.putCalendar({ id, owner: email, summary: calendar, timeZone: ZONE })
      google.share(email, id, role)
      return id
    },
    hasRaw(event, calendar = email) {
      google.hands.raw(calendar, JSON.parse(JSON.stringify(event)))
    },
    atGoogle: (calendar = email) => [...(google.calendar(calendar)?.events.values() ?? [])].map(({ event }) => event),
    effects: () =>
      google.effects
        .filter(({ actor, account }) => actor === 'api' && account === email)
        .map(({ op, eventId, calendarId }) => ({ op, eventId, calendarId })),
    requests: () =>
      calendarRequests(google)
        .filter(({ account }) => account === email)
        .map(({ method, path, query }) => `${method} ${decodeURIComponent(path)}${query}`),
    fault: ({ match, ...fault }) => google.faults.add({ ...fault, match: { account: email, ...match } }),
    mails: () => journey.mailbox.messages().filter(({ to }) => to.some(({ address }) => address === email)),
    async alarm() {
      const { at, writes } = await test<{ at: number | null; writes: number }>(`alarm?person=${id}`)
      return { at: at === null ? null : Temporal.Instant.fromEpochMilliseconds(at), writes }
    },
    settled: () => test(`settled?person=${id}`),
    stored: async () => (await test<{ keys: string[] }>(`stored?person=${id}`)).keys,
    ring: () => test(`ring?person=${id}`),
    ringUntil: (moment) => journey.ringUntil(moment, [person]),
  }
  return person
}

/** Somebody who signs up at that moment and whose calendar was read with all of that life in it. */
export async function personLiving(journey: Journey, moment: Moment, life: Life): Promise<Person> {
  await journey.at(moment)
  const person = await journey.signUp()
  await person.lives(life)
  await person.sync()
  return person
}

/** Waits for a condition, never for a time. @throws Error that names `what` after a generous while */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not within ${PATIENCE_MS} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}

/** The body of an answer that is good news. @throws Error with the answer where it is not */
export function good<T>({ status, body, text }: Answer<T>): T {
  if (status < 200 || status >= 300) throw new Error(`answered ${status}: ${text.slice(0, 500)}`)
  return body
}

export function instantOf(moment: Moment): Temporal.Instant {
  return typeof moment === 'string' ? localTime(moment) : moment
}

/** What a person does on Google's page; answers with the address their browser is sent back to. */
async function consent(
  googleUrl: string,
  url: string,
  account: string,
  choice: { scopes?: string[]; deny?: boolean },
): Promise<string> {
  const response = await fetch(`${googleUrl}/__sandbox/authorize`, {
    method: 'POST',
    body: JSON.stringify({ url, account, ...choice }),
  })
  const { location }: { location?: string } = await response.json()
  if (location === undefined) throw new Error(`no way back from ${url}`)
  return location
}

function calendarRequests(google: GoogleWorld) {
  return google.requests.filter(({ path }) => path.startsWith('/calendar/v3/'))
}

function isDoor(statement: string): boolean {
  return /from "(sessions|api_tokens)"/.test(statement)
}

/** Days of 24 hours: the clock knows instants, no zone. */
function hoursOf(duration: Temporal.DurationLike): Temporal.Duration {
  const { days, hours, minutes, seconds, milliseconds } = Temporal.Duration.from(duration)
  return Temporal.Duration.from({ hours: hours + 24 * days, minutes, seconds, milliseconds })
}

function only<T>(all: readonly T[], fits: (one: T) => boolean, title: string): T {
  const found = all.filter(fits)
  const [first] = found
  if (first === undefined || found.length > 1) throw new Error(`${found.length} of "${title}" among ${all.length}`)
  return first
}

function withId({ event }: StoredEvent): GoogleEvent & { id: string } {
  return { ...event, id: event.id ?? '' }
}
