/**
 * Cloudflare's platform under a person's object, as far as it can be felt: storage and alarm outlive the isolate, alarms ring at least once, and whatever
 * runs may die at any step and be begun again in a fresh isolate with nothing in its memory.
 */
import { Temporal } from 'temporal-polyfill'
import type { Config } from '../../src/config.ts'
import type { Database } from '../../src/db/locate.ts'
import { Keeper, type Platform } from '../../src/person/keeper.ts'
import { Isolate } from './isolate.ts'
import type { Timeline } from './timeline.ts'

/** An alarm whose handler did not end is run again, first after two seconds (Durable Objects, "Alarms"). */
const ALARM_AGAIN_MS = 2_000

/** What differs from run to run. */
export interface Surroundings {
  timeline: Timeline
  config: Config
  chance(): number
  database(isolate: Isolate): Database
  sendMail(isolate: Isolate): Platform['sendMail']
  /** A new life begins: says at which step it ends. */
  fate(): ConstructorParameters<typeof Isolate>[0]
  /** How many times an alarm rings: none, once, twice. */
  rings(): number
  onDeath(): void
  onRing(): void
  /** How far the object's clock is off, in milliseconds: its alarm rings by the same clock. */
  skew(): number
}

export class SimulatedObject {
  readonly #around: Surroundings
  readonly #stored = new Map<string, unknown>()
  #callOff: (() => void) | null = null
  #alarmAt: number | null = null
  #life: { isolate: Isolate; keeper: Keeper } | null = null
  /** Instances that still work although another one has taken their place. */
  readonly #overtaken = new WeakSet<Isolate>()

  constructor(around: Surroundings) {
    this.#around = around
  }

  /** Epoch milliseconds; null when none is set. */
  get alarmAt(): number | null {
    return this.#alarmAt
  }

  stored(): ReadonlyMap<string, unknown> {
    return this.#stored
  }

  /** What a door asks of the object. `died`: the isolate did, wherever it stood. @throws what the object throws */
  async ask<T>(work: (keeper: Keeper) => Promise<T>): Promise<T | 'died'> {
    const life = this.#living()
    return life.isolate.run(() => work(life.keeper))
  }

  /** The isolate is gone, from one moment to the next. */
  evict(): void {
    this.#life?.isolate.kill()
    this.#life = null
  }

  /** Whether that is its one instance. */
  isAlive(isolate: Isolate): boolean {
    return this.#life?.isolate === isolate && !isolate.isDead
  }

  /**
   * Another instance takes the place of the one at work and does what there is to do; the one before goes on with what it has read, only that storage and
   * alarm are not its own any more (faults.md, F57).
   */
  async overtake(): Promise<void> {
    if (this.#life === null) return
    this.#overtaken.add(this.#life.isolate)
    this.#life = null
    await this.#alarm()
  }

  /** The clock was set: what is to ring rings by it. */
  clockChanged(): void {
    if (this.#alarmAt !== null) this.#set(this.#alarmAt)
  }

  async #ring(): Promise<void> {
    this.#around.onRing()
    const rings = this.#around.rings()
    for (let ring = 0; ring < rings; ring++) {
      const rung = await this.#alarm()
      if (rung !== undefined && this.#alarmAt === null)
        this.#set(this.#around.timeline.now() + this.#around.skew() + ALARM_AGAIN_MS)
    }
  }

  /** What the platform sees of it: one that threw, as where another instance has the storage by now, is rung again like one that died. */
  async #alarm(): Promise<'died' | 'failed' | undefined> {
    const life = this.#living()
    return life.isolate.run(() => life.keeper.alarm().then(() => undefined)).catch(() => 'failed' as const)
  }

  #set(at: number | null): void {
    this.#callOff?.()
    this.#alarmAt = at
    this.#callOff =
      at === null
        ? null
        : this.#around.timeline.at(at - this.#around.skew(), () => {
            this.#alarmAt = null
            return this.#ring()
          })
  }

  #living(): { isolate: Isolate; keeper: Keeper } {
    if (this.#life !== null && !this.#life.isolate.isDead) return this.#life
    const { timeline, config, chance, database, sendMail, fate, onDeath, skew } = this.#around
    const befallsIt = fate()
    // It may die long after whoever asked it was answered.
    const isolate = new Isolate((step) => {
      const befalls = befallsIt(step)
      if (befalls === 'dies') onDeath()
      return befalls
    })
    const stored = this.#stored
    const own = async <T>(what: string, happen: () => T): Promise<T> =>
      isolate.effect('storage', what, async () => {
        if (this.#overtaken.has(isolate)) throw new Error('another instance has this storage')
        return happen()
      })
    const keeper = new Keeper({
      config: () => config,
      database: () => database(isolate),
      // As values: what is put is a copy.
      storage: {
        async get<T>(key: string): Promise<T | undefined> {
          return structuredClone(stored.get(key)) as T | undefined
        },
        put: (key, value) => own(`put ${key}`, () => void stored.set(key, structuredClone(value))),
        delete: (key) => own(`delete ${key}`, () => stored.delete(key)),
        deleteAll: () => own('delete all', () => stored.clear()),
      },
      now: () => Temporal.Instant.fromEpochMilliseconds(timeline.now() + skew()),
      alarmAt: async () => this.#alarmAt,
      setAlarm: (at) =>
        isolate.effect('alarm', at === null ? 'none' : 'set', async () => {
          if (!this.#overtaken.has(isolate)) this.#set(at)
        }),
      waitUntil: (work) =>
        timeline.track(
          Promise.race([work, isolate.died]).then(
            () => undefined,
            () => undefined,
          ),
        ),
      chance,
      sendMail: sendMail(isolate),
    })
    this.#life = { isolate, keeper }
    return this.#life
  }
}
