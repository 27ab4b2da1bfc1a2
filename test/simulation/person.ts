/**
 * One simulated person: the real cycle, outbox, schema and Google adapter against the sandbox and a real libSQL, with a virtual clock, seeded
 * faults and crashes. Only the platform (queue, alarm, storage) and the mail server are stand-ins, because what they do is what is injected.
 */
import { Temporal } from 'temporal-polyfill'
import type { Config } from '../../src/config.ts'
import { jitterFrom } from '../../src/cycle/backoff.ts'
import type { Command } from '../../src/cycle/commands.ts'
import { knownAt } from '../../src/cycle/known.ts'
import type { SendOutcome } from '../../src/cycle/outbox.ts'
import { isOwnAnswer } from '../../src/cycle/outbox.ts'
import type { Wake } from '../../src/cycle/reading.ts'
import type { Effect } from '../../src/cycle/state.ts'
import { openDatabase } from '../../src/db/locate.ts'
import type { SmallStorage } from '../../src/person/access.ts'
import type { Outside, Report } from '../../src/person/cycle.ts'
import { drain } from '../../src/person/drain.ts'
import { realOutside } from '../../src/person/outside.ts'
import type { FaultKind } from '../sandbox/google/faults.ts'
import type { GoogleWorld } from '../sandbox/google/world.ts'
import type { Chance } from './chance.ts'
import type { Act as Answered } from './rules/answers.ts'

/** What may befall one request to the provider. */
const REQUEST_FAULTS: readonly FaultKind[] = [
  'status',
  'commit-then-drop',
  'commit-then-status',
  'drop-before',
  'truncated-json',
  'not-json',
  'expire-sync-tokens',
  'short-list',
  'withhold-sync-token',
  'expire-access-tokens',
]
/** Requests a cycle makes, roughly: how many times chance is asked before each. */
const REQUESTS_A_CYCLE = 4

/** The process died: whatever was in memory is lost, whatever was stored stays. */
class Crash extends Error {
  override name = 'Crash'
}

export interface SimulationContext {
  config: Config
  world: GoogleWorld
  chance: Chance
  /** Chance of a fault for each request, each step and each mail. */
  faults: number
  now(): number
  counts: Counts
  /** Answers that people gave in Aforo: the later of two acts wins, wherever it was. */
  answers: Answered[]
  /** The provider's ids of events that people decided to skip in Aforo, or that it did not take for networking when it answered. */
  uncharged: Set<string>
}
export interface Counts {
  cycles: number
  requests: number
  crashes: number
  faults: Map<string, number>
}
/** A mail that arrived: one line for each time it did. */
export interface Arrived {
  opId: string
  kind: 'digest' | 'notice'
  week: string | null
}

export class SimulatedPerson {
  readonly id: string
  readonly email: string
  readonly mails: Arrived[] = []
  /** The cap by which Aforo's own answers went out, by moment: what the person last said and Aforo stored. */
  readonly caps: { at: number; minutes: number }[] = []
  /** Epoch milliseconds of the one alarm; null when none is set. */
  alarmAt: number | null = null
  readonly #context: SimulationContext
  readonly #stored = new Map<string, unknown>()

  constructor(id: string, email: string, context: SimulationContext) {
    this.id = id
    this.email = email
    this.#context = context
  }

  /** What the platform's object does, faults and crashes included. A crash is taken up by the alarm a minute later. */
  async wake(wake: Wake, commands: readonly Command[] = []): Promise<Report | null> {
    const { world, counts } = this.#context
    this.#arrangeFaults()
    counts.cycles++
    try {
      const cycle = await drain(this.#outside(), wake, commands)
      counts.requests += cycle?.report.requests ?? 0
      return cycle?.report ?? null
    } catch (cause) {
      if (!(cause instanceof Crash)) throw cause
      counts.crashes++
      const backstop = this.#context.now() + 60_000
      this.alarmAt = this.alarmAt === null ? backstop : Math.min(this.alarmAt, backstop)
      return null
    } finally {
      world.faults.clear()
    }
  }

  #arrangeFaults(): void {
    const { chance, faults, world, counts } = this.#context
    for (let skip = 0; skip < REQUESTS_A_CYCLE; skip++) {
      if (!chance.hits(faults)) continue
      const kind = chance.pick(REQUEST_FAULTS)
      world.faults.add({
        kind,
        match: { account: this.email, path: '/calendar/v3/' },
        skip,
        status: chance.pick([429, 500, 503]),
      })
      this.#count(kind, counts)
    }
  }

  #outside(): Outside {
    const { config, chance } = this.#context
    const now = () => Temporal.Instant.fromEpochMilliseconds(this.#context.now())
    const db = openDatabase(config.database)
    const real = realOutside({
      config,
      db,
      storage: this.#storage(),
      personId: this.id,
      now,
      arm: async (at) => {
        this.#maybeCrash('crash before arming')
        this.alarmAt = at?.epochMilliseconds ?? null
      },
      sendMail: async (effect, opId) => this.#mail(effect, opId),
    })
    return {
      ...real,
      jitter: jitterFrom(() => chance.next()),
      async load() {
        return real.load()
      },
      save: async (epoch, changed) => {
        this.#maybeCrash('crash before saving')
        await real.save(epoch, changed)
        this.#maybeCrash('crash after saving')
      },
      deliver: async (intents, state) => {
        if (intents.some(({ body }) => isOwnAnswer(body.effect))) {
          this.caps.push({ at: this.#context.now(), minutes: state.person.settings.weeklyCapMinutes })
          for (const { networking, target } of knownAt(state, now()).events)
            if (networking !== true) this.#context.uncharged.add(target.id)
        }
        const sent = await real.deliver(intents, state)
        if (intents.length > 0) this.#maybeCrash('crash after sending')
        return sent
      },
    }
  }

  #mail(effect: Extract<Effect, { kind: 'digest' | 'notice' }>, opId: string): SendOutcome {
    const arrives = () =>
      this.mails.push({ opId, kind: effect.kind, week: effect.kind === 'digest' ? effect.week : null })
    const { chance, faults, counts } = this.#context
    if (!chance.hits(faults)) {
      arrives()
      return { kind: 'done' }
    }
    const fault = chance.pick(['mail refused', 'mail sent, answer lost', 'mail cut off'] as const)
    this.#count(fault, counts)
    if (fault === 'mail refused') return { kind: 'failed', error: { reason: 'throttled' } }
    if (fault === 'mail sent, answer lost') arrives()
    return { kind: 'unknown', error: { reason: 'unreachable' } }
  }

  #maybeCrash(where: string): void {
    const { chance, faults, counts } = this.#context
    if (!chance.hits(faults / 4)) return
    this.#count(where, counts)
    throw new Crash(where)
  }

  #count(what: string, { faults }: Counts): void {
    faults.set(what, (faults.get(what) ?? 0) + 1)
  }

  /** The object's storage, as values: what is put is a copy. */
  #storage(): SmallStorage {
    const stored = this.#stored
    return {
      async get<T>(key: string): Promise<T | undefined> {
        return structuredClone(stored.get(key)) as T | undefined
      },
      async put<T>(key: string, value: T): Promise<void> {
        stored.set(key, structuredClone(value))
      },
      async delete(key: string): Promise<boolean> {
        return stored.delete(key)
      },
    }
  }
}
