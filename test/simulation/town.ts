/**
 * A town: a few people with their accounts at both providers, and one Aforo for all of them: the real object, cycle, outbox, schema, adapters, sign-in,
 * webhooks and sweep. Stand-ins are the platform (`object.ts`), the mail server, and the machine (`machine.ts`): what they do is what is injected.
 */
import { Hono } from 'hono'
import { Temporal } from 'temporal-polyfill'
import { type Door, enter } from '../../src/accounts/door.ts'
import { webhookRoutes } from '../../src/api/webhooks.ts'
import { type Bindings, type Config, configOf } from '../../src/config.ts'
import type { SendOutcome } from '../../src/cycle/outbox.ts'
import type { Effect, PersonState } from '../../src/cycle/state.ts'
import type { Database } from '../../src/db/locate.ts'
import { sweep } from '../../src/person/sweep.ts'
import { emptyState as googleState } from '../sandbox/google/model.ts'
import { googleWorld, serveGoogle } from '../sandbox/google/server.ts'
import type { GoogleWorld } from '../sandbox/google/world.ts'
import { emptyState as microsoftState } from '../sandbox/microsoft/model.ts'
import { microsoftWorld, serveMicrosoft } from '../sandbox/microsoft/server.ts'
import type { MicrosoftWorld } from '../sandbox/microsoft/world.ts'
import type { Serve, WebRequest } from '../sandbox/wire/http.ts'
import { fetchInProcess } from '../sandbox/wire/in-process.ts'
import { publicKeys } from '../sandbox/wire/signing-key.ts'
import { databaseOf, type EmbeddedDatabase, embeddedDatabase } from './database.ts'
import { type Fate, Isolate } from './isolate.ts'
import { onMachine } from './machine.ts'
import { SimulatedObject } from './object.ts'
import { requestFaults } from './request-faults.ts'
import { Timeline } from './timeline.ts'
import { Weather } from './weather.ts'

const APP = 'http://127.0.0.1:1'
const SWEEP_MS = 15 * 60_000
/** What an isolate remembers of an issuer it must not remember of another town's: one loopback address is one town's. */
let towns = 0
/** Paths under which events are written, and nothing else is. */
const EVENTS = /\/events(?!\/watch)(\/|$)/
/** Aforo waits half a minute for an answer. */
const PATIENCE_MS = 30_000
/** One key signs for every town: making one takes longer than a year of a town's life. */
const signingKey = (() => {
  const holder: Parameters<typeof publicKeys>[0] = { signingKey: null }
  publicKeys(holder)
  return holder.signingKey
})()

export interface TownOptions {
  seed: number
  /** Chance of a fault for each request, step and mail. */
  faults: number
  /** Epoch milliseconds. */
  begin: number
  /** What befalls which step; by the weather unless said. */
  fate?: Fate
  /** How many times an alarm rings; by the weather unless said. */
  rings?: () => number
  /** When the sweep begins, in epoch milliseconds; with the town unless said. */
  sweepsFrom?: number
  /** libSQL elsewhere than in this process. */
  databaseUrl?: string
  /** What is put in place of a part of the product: how a planted bug gets in. */
  parts?: Parts
}

/** Parts of the product that are handed in. */
export interface Parts {
  fetch?: (real: typeof fetch) => typeof fetch
}

/** A mail that arrived: one for each time it did. */
export interface Arrived {
  at: number
  personId: string
  opId: string
  /** When it was by the Worker's clock, on that of the person. */
  local: Temporal.ZonedDateTime
  effect: Extract<Effect, { kind: 'digest' | 'notice' }>
}

/** A request to a provider. */
export interface Asked {
  method: string
  url: string
  /** As it was sent; empty where nothing was. */
  body: string
  /** Null: none was heard. */
  status: number | null
}

export class Town {
  readonly timeline: Timeline
  readonly weather: Weather
  readonly google: GoogleWorld
  readonly microsoft: MicrosoftWorld
  readonly database: EmbeddedDatabase
  readonly config: Config
  /** What the Worker is bound to. */
  readonly env: Bindings
  /** Origins of the providers. */
  readonly issuers: { google: string; login: string; graph: string }
  readonly mails: Arrived[] = []
  readonly mailFaults: { personId: string; at: number }[] = []
  readonly deaths: { personId: string; at: number }[] = []
  /** Every way through consent and back, heard of or not: from then on the account can be asked anew. */
  readonly arrivals: { connectionId: string; at: number }[] = []
  readonly counts = { cycles: 0, requests: 0, crashes: 0, overtaken: 0, sweeps: 0 }
  /** What the Worker wrote to its log; whoever reads it may empty it. */
  readonly logs: string[] = []
  /** Told just before a request that may write goes to a provider, and before a mail goes out. */
  beforeWriting: () => Promise<void> = async () => {}
  /** What else happens at the provider in the middle of such a request: just before it takes effect, or just after. */
  besides: (account: string, request: string, when: 'before' | 'after') => void = () => {}
  beforeMail: (personId: string, opId: string) => Promise<void> = async () => {}
  /** Told of each request to a provider when its answer was heard, or was not. */
  afterAsking: (request: Asked) => void = () => {}
  readonly #options: TownOptions
  readonly #objects = new Map<string, SimulatedObject>()
  readonly #down = new Map<string, number>()
  readonly #liedTo: ReadonlyMap<string, number>
  readonly #origins: ReadonlyMap<string, typeof fetch>
  /** Ids of people whose objects were at work. */
  #woken = new Set<string>()
  /** How far the Worker's clock is off. */
  #skew = 0

  private constructor(options: TownOptions, database: EmbeddedDatabase) {
    this.#options = options
    this.database = database
    this.timeline = new Timeline(options.begin)
    this.weather = new Weather(options.seed, options.faults)
    const host = `http://127.1.${(towns >> 8) & 255}.${towns++ & 255}`
    this.issuers = { google: `${host}:2`, login: `${host}:3`, graph: `${host}:4` }
    const now = () => this.timeline.now()
    this.google = googleWorld({ ...googleState(), signingKey }, now)
    this.microsoft = microsoftWorld({ ...microsoftState(), signingKey }, now)
    this.env = this.#bindings()
    this.config = configOf(this.env)
    this.#origins = this.#network()
    const time = {
      wait: async (ms: number) => this.timeline.pass(ms),
      after: (ms: number, run: () => Promise<void>) => this.timeline.at(now() + ms, run),
    }
    const faults = requestFaults(this.weather, (account) => (this.#down.get(account) ?? 0) > now(), now)
    this.#liedTo = faults.liedTo
    Object.assign(this.google, { time })
    Object.assign(this.microsoft, { time })
    this.google.faults.chance = faults.google
    this.microsoft.faults.chance = faults.microsoft
    // Virtual weeks pass in seconds; how quotas are kept is the sandboxes' own test. Signing a token is the costliest thing a sandbox does.
    const both = { notificationDelayMs: 800, accessTokenSeconds: 6 * 3_600 }
    const many = 1_000_000
    Object.assign(this.google.switches, { ...both, quotaPerUserPerMinute: many, quotaPerProjectPerMinute: many })
    Object.assign(this.microsoft.switches, { ...both, requestsPerTenMinutes: many, emailDomainVerified: true })
  }

  /** Builds a town, lets `work` happen in it, and takes it down. */
  static async with<T>(options: TownOptions, work: (town: Town) => Promise<T>): Promise<T> {
    const database = await embeddedDatabase(options.databaseUrl)
    const town = new Town(options, database)
    const machine = {
      now: () => town.timeline.now(),
      origins: town.#origins,
      onLog: (line: string) => town.#logged(line),
    }
    try {
      return await onMachine(machine, options.seed, async () => {
        town.#sweepAfter(options.sweepsFrom ?? options.begin)
        return await work(town)
      })
    } finally {
      town.google.channels?.close()
      town.microsoft.subscriptions?.close()
      database.close()
    }
  }

  now(): Temporal.Instant {
    return Temporal.Instant.fromEpochMilliseconds(this.timeline.now())
  }

  object(personId: string): SimulatedObject {
    this.#woken.add(personId)
    const known = this.#objects.get(personId)
    if (known !== undefined) return known
    const made = new SimulatedObject({
      timeline: this.timeline,
      config: this.config,
      chance: () => this.weather.dice(`object ${personId}`).next(),
      database: (isolate) => this.databaseOf(isolate, personId),
      sendMail: (isolate) => (effect, opId, state) =>
        isolate.effect('mail', effect.kind, () => this.#mail(effect, opId, state), cutOffMail),
      fate: () => this.#options.fate ?? this.#fateOf(personId),
      rings: this.#options.rings ?? (() => this.#ringsOf(personId)),
      onDeath: () => {
        this.counts.crashes++
        this.deaths.push({ personId, at: this.timeline.now() })
      },
      onRing: () => {
        this.#woken.add(personId)
      },
      skew: () => this.#skew,
    })
    this.#objects.set(personId, made)
    return made
  }

  /** Ids of people whose objects were at work since this was asked last. */
  takeWoken(): ReadonlySet<string> {
    const woken = this.#woken
    this.#woken = new Set()
    return woken
  }

  /** A life for whatever a door does. @param whose what its weather is drawn by */
  isolate(whose: string): Isolate {
    return new Isolate(this.#options.fate ?? this.#fateOf(whose))
  }

  /** The database as that isolate reaches it. */
  databaseOf(isolate: Isolate, whose: string): Database {
    const fault = (what: string) => {
      this.timeline.pass(4)
      const dice = this.weather.befalls(`database ${whose} ${what}`, 1 / 2)
      if (dice === null) return null
      const befalls = dice.pick(['down', 'answer_lost'] as const)
      this.weather.count(befalls === 'down' ? 'database down' : 'database committed, answer lost')
      return befalls
    }
    return databaseOf(this.database, isolate, fault, async (what) => {
      const object = this.#objects.get(whose)
      if (object?.isAlive(isolate) !== true || this.weather.befalls(`twin ${whose} ${what}`, 1 / 10) === null) return
      this.weather.count('two instances at once')
      this.counts.overtaken++
      await object.overtake()
    })
  }

  /** Whether its provider ever told that account less than stood there. */
  wasLiedTo(account: string): boolean {
    return this.#liedTo.has(account)
  }

  /** That account's provider answers nobody until then. */
  outage(account: string, until: number): void {
    this.#down.set(account, until)
  }

  /** Milliseconds by which the Worker's clock is off. */
  get skew(): number {
    return this.#skew
  }

  /** The Worker's clock is off by so much from now on. */
  setSkew(ms: number): void {
    this.#skew = ms
    for (const object of this.#objects.values()) object.clockChanged()
  }

  #sweepAfter(last: number): void {
    this.timeline.at(last + SWEEP_MS, async () => {
      this.#sweepAfter(last + SWEEP_MS)
      this.counts.sweeps++
      const isolate = new Isolate(() => null)
      const db = this.databaseOf(isolate, 'sweep')
      await sweep(db, this.now(), async ({ personId, erasing }) => {
        await this.object(personId).ask((keeper) => (erasing ? keeper.erase(personId) : keeper.overdue(personId)))
      }).catch(() => undefined)
    })
  }

  async #mail(effect: Arrived['effect'], opId: string, { person }: PersonState): Promise<SendOutcome> {
    await this.beforeMail(person.id, opId)
    const local = this.now().add({ milliseconds: this.#skew }).toZonedDateTimeISO(person.settings.timeZone)
    const arrives = () => this.mails.push({ at: this.timeline.now(), personId: person.id, opId, local, effect })
    this.timeline.pass(300)
    const dice = this.weather.befalls(`mail ${person.id}`)
    if (dice === null) {
      arrives()
      return { kind: 'done' }
    }
    const fault = dice.pick(['mail refused', 'mail sent, answer lost', 'mail cut off'] as const)
    this.weather.count(fault)
    this.mailFaults.push({ personId: person.id, at: this.timeline.now() })
    if (fault === 'mail refused') return { kind: 'failed', error: { reason: 'throttled' } }
    if (fault === 'mail sent, answer lost') arrives()
    return cutOffMail()
  }

  #fateOf(whose: string): Fate {
    return ({ seam, when }) => {
      const dies = this.weather.befalls(`fate ${whose} ${seam} ${when}`, 1 / 20) !== null
      if (dies) this.weather.count(`crash ${when} ${seam}`)
      return dies ? 'dies' : null
    }
  }

  #ringsOf(personId: string): number {
    const dice = this.weather.befalls(`alarm ${personId}`, 1 / 2)
    if (dice === null) return 1
    const lost = dice.hits(0.5)
    this.weather.count(lost ? 'alarm lost' : 'alarm rung twice')
    return lost ? 0 : 2
  }

  #logged(line: string): void {
    this.logs.push(line)
    if (line.includes('"event":"cycle"')) this.counts.cycles++
  }

  #network(): ReadonlyMap<string, typeof fetch> {
    const wait = async (ms: number) => this.timeline.pass(ms)
    const asked = (serve: Serve, world: GoogleWorld | MicrosoftWorld): typeof fetch => {
      const inside = fetchInProcess(
        (request, origin) => this.#served(request, world, () => serve(request, origin)),
        wait,
      )
      return (input, init) => this.#asked(request(input, init), world, () => inside(input, init))
    }
    const { google, ...origins } = this.issuers
    const doors = new Hono<Door>()
    doors.use(enter(() => this.now()))
    doors.route('/', webhookRoutes)
    const context = {
      waitUntil: (work: Promise<unknown>) => {
        const ended = () => undefined
        this.timeline.track(work.then(ended, ended))
      },
      passThroughOnException() {},
      props: {},
    }
    return new Map<string, typeof fetch>([
      [APP, async (input, init) => doors.fetch(new Request(input, init), this.env, context)],
      [google, asked((request, origin) => serveGoogle(this.google, origin, request), this.google)],
      [origins.login, asked((request) => serveMicrosoft(this.microsoft, origins, 'login', request), this.microsoft)],
      [origins.graph, asked((request) => serveMicrosoft(this.microsoft, origins, 'graph', request), this.microsoft)],
    ])
  }

  /** What a request does at the provider; of one that may write an event it is told before and after. */
  async #served<T>(
    { method, path, headers }: WebRequest,
    { state }: GoogleWorld | MicrosoftWorld,
    serve: () => Promise<T>,
  ): Promise<T> {
    const account = state.accessTokens.get(headers.authorization?.replace('Bearer ', '') ?? '')?.account
    if (method === 'GET' || account === undefined || !EVENTS.test(path) || Isolate.current() === null) return serve()
    await this.beforeWriting()
    const request = `${method} ${decodeURIComponent(path)}`
    Isolate.outside(() => this.besides(account, request, 'before'))
    const served = await serve()
    Isolate.outside(() => this.besides(account, request, 'after'))
    return served
  }

  /** A request to a provider: of an isolate it is a step, and it takes its time. */
  async #asked(
    asked: Omit<Asked, 'status'>,
    world: GoogleWorld | MicrosoftWorld,
    ask: () => Promise<Response>,
  ): Promise<Response> {
    const isolate = Isolate.current()
    if (isolate === null) return ask()
    // Without what is another each time.
    const what = `${asked.method} ${new URL(asked.url).pathname}`
    let status: number | null = null
    return isolate.effect('provider', what, async () => {
      const began = this.timeline.now()
      this.timeline.pass(60)
      try {
        const answer = await ask().finally(() => {
          this.timeline.pass(60)
          this.counts.requests++
          for (const kind of world.requests.at(-1)?.faults ?? []) this.weather.count(kind)
        })
        if (this.timeline.now() - began > PATIENCE_MS) throw new DOMException('timed out', 'TimeoutError')
        status = answer.status
        return answer
      } finally {
        this.afterAsking({ ...asked, status })
      }
    })
  }

  #bindings(): Bindings {
    const stub = (personId: string) =>
      new Proxy(
        {},
        {
          get:
            (_target, name) =>
            async (...args: unknown[]) => {
              const object = this.object(personId)
              if (name === 'notify')
                return object.ask((keeper) => keeper.notify(...(args as Parameters<typeof keeper.notify>)))
              if (name === 'channelEnds')
                return object.ask((keeper) => keeper.channelEnds(...(args as Parameters<typeof keeper.channelEnds>)))
              if (name === 'erase')
                return heard(object.ask((keeper) => keeper.erase(...(args as Parameters<typeof keeper.erase>))))
              throw new Error(`nobody asks an object to ${String(name)}`)
            },
        },
      )
    return {
      PERSON: { idFromName: (name: string) => name, get: stub } as unknown as DurableObjectNamespace,
      APP_URL: APP,
      DATABASE_URL: 'http://127.0.0.1:5',
      SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
      GOOGLE_CLIENT_ID: 'simulation',
      GOOGLE_CLIENT_SECRET: 'simulation',
      GOOGLE_ISSUER: this.issuers.google,
      GOOGLE_API_URL: this.issuers.google,
      MICROSOFT_CLIENT_ID: 'simulation',
      MICROSOFT_CLIENT_SECRET: 'simulation',
      MICROSOFT_ISSUER: this.issuers.login,
      MICROSOFT_GRAPH_URL: this.issuers.graph,
      SMTP_URL: 'smtp://127.0.0.1:6',
      EMAIL_FROM: 'Aforo <aforo@aforo.example>',
      ALLOWED_EMAILS: '*',
    }
  }
}

/** A door that asks an object hears of its end. */
async function heard<T>(answer: Promise<T | 'died'>): Promise<T> {
  const said = await answer
  if (said === 'died') throw new Error('the object was reset')
  return said
}

function cutOffMail(): SendOutcome {
  return { kind: 'unknown', error: { reason: 'unreachable' } }
}

function request(input: Parameters<typeof fetch>[0], init: Parameters<typeof fetch>[1]): Omit<Asked, 'status'> {
  const url = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url
  const method = (init?.method ?? (input instanceof Request ? input.method : 'GET')).toUpperCase()
  return { method, url, body: typeof init?.body === 'string' ? init.body : '' }
}
