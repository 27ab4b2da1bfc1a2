/**
 * What a person's object does, on whatever platform: it keeps the queue, coalesces wake-ups, and owns the one alarm; everything else it does through
 * `runCycle` (design.md, section 2). `object.ts` puts it on Cloudflare's platform, the simulation on one that crashes.
 */
import type { Temporal } from 'temporal-polyfill'
import type { CalendarId } from '../calendar/event.ts'
import type { Config } from '../config.ts'
import type { Command, CommandResult } from '../cycle/commands.ts'
import type { Wake } from '../cycle/reading.ts'
import type { BlocksWish } from '../db/erase.ts'
import type { Database } from '../db/locate.ts'
import type { SmallStorage } from './access.ts'
import type { Cycle, Report } from './cycle.ts'
import { drain } from './drain.ts'
import { disconnect, erase } from './leaving.ts'
import { log } from './log.ts'
import { type OutsideContext, realOutside } from './outside.ts'
import { Queue } from './queue.ts'

/** A burst of notifications costs a first cycle and one trailing one: at once after a pause, else when it has been quiet for a while. */
const BURST_PAUSE_MS = 10_000
const QUIET_MS = 2_000
const LONGEST_WAIT_MS = 15_000
/**
 * Lists may lag behind what a notification tells (Graph, "Use delta query", replication delays): where nothing came of it, it is looked after once
 * more. Not where something has just come: providers tell of one change more than once.
 */
const LOOK_AGAIN_MS = 10_000
const JUST_CAME_MS = 30_000
/** A cycle that failed is tried again after a minute, then after twice as long, and at least every quarter of an hour (rules 9 and 13). */
const BACKSTOP_MS = 60_000
const LONGEST_BACKSTOP_MS = 15 * 60_000

/** Changes of one burst that are waited for. */
interface Notified {
  calendars: CalendarId[]
  firstAt: number
  lastAt: number
  /** Nobody waits for it: it is looked after once more. */
  again: boolean
}

export type SyncReport = { kind: 'ok'; report: Report } | { kind: 'gone' } | { kind: 'busy' }

/** What an object stands on. Storage and alarm outlive it, its fields do not. */
export interface Platform {
  config(): Config
  /** A client for one piece of work. */
  database(): Database
  storage: SmallStorage & { deleteAll(): Promise<void> }
  now(): Temporal.Instant
  /** When the one alarm rings, in epoch milliseconds; null while none is set, and while it rings. A note of ours beside it could be wrong after a crash. */
  alarmAt(): Promise<number | null>
  /** Sets it, or takes it away. */
  setAlarm(at: number | null): Promise<void>
  /** Work that goes on after the answer. */
  waitUntil(work: Promise<unknown>): void
  /** Chance between 0 and 1, for what must not happen to everybody at one moment. */
  chance(): number
  sendMail: OutsideContext['sendMail']
}

export class Keeper {
  readonly #platform: Platform
  readonly #queue = new Queue()
  #notified: Notified | null = null
  /** When a reading of a calendar last brought something. */
  readonly #cameAt = new Map<CalendarId, number>()
  #burstStartedAt = Number.NEGATIVE_INFINITY
  /** Cycles in a row that failed; a new isolate begins anew. */
  #failures = 0

  constructor(platform: Platform) {
    this.#platform = platform
  }

  /** `POST /sync`: pulls every calendar and runs cycles until no intent is due. */
  async sync(personId: string): Promise<SyncReport> {
    return this.#queue.run(async () => {
      const cycle = await this.#drain(personId, { kind: 'everything' }, [])
      return cycle === null ? { kind: 'gone' } : { kind: 'ok', report: cycle.report }
    })
  }

  /** What the person says at once: carried out together, with everything that follows from it, or refused together. */
  async act(personId: string, commands: readonly Command[]): Promise<CommandResult> {
    return this.#queue.run(async () => {
      const cycle = await this.#drain(personId, { kind: 'clock' }, commands)
      return cycle?.result ?? { kind: 'missing' }
    })
  }

  async connected(personId: string, connectionId: string): Promise<void> {
    // Called beside an answer that is already on its way: should this be cut off, the alarm takes it up.
    await this.#remember(personId)
    await this.#armNoLaterThan(this.#platform.now().epochMilliseconds + BACKSTOP_MS)
    await this.#queue.run(() => this.#drain(personId, { kind: 'connected', connectionId }, []))
  }

  async disconnect(personId: string, connectionId: string): Promise<'ok' | 'missing' | 'last'> {
    return this.#queue.run(async () => {
      const { outside, context } = this.#outside(personId)
      const result = await disconnect(context, outside, connectionId)
      if (result === 'ok') await this.#drain(personId, { kind: 'clock' }, [])
      return result
    })
  }

  /**
   * Everything of the person goes: grants and channels at the providers, rows, this object's storage.
   * @param blocks what they wish of theirs; left out where an erasing that was marked is gone on with, which has its wish on record
   */
  async erase(personId: string, blocks: BlocksWish = 'keep'): Promise<void> {
    await this.#queue.run(async () => {
      // Cut off behind the last row, nothing but the alarm would come back for what this object keeps.
      await this.#remember(personId)
      await this.#armNoLaterThan(this.#platform.now().epochMilliseconds + BACKSTOP_MS)
      const { outside, context } = this.#outside(personId)
      await erase(context, outside, blocks)
      await this.#leaveNothing()
    })
  }

  /** The sweep found this person past due: the alarm was lost. */
  async overdue(personId: string): Promise<void> {
    await this.#queue.run(() => this.#drain(personId, { kind: 'clock' }, []))
  }

  /** A provider's notification: only a hint, answered at once. */
  async notify(personId: string, calendarId: CalendarId): Promise<void> {
    await this.#remember(personId)
    const at = this.#platform.now().epochMilliseconds
    const waiting = this.#notified !== null && !this.#notified.again
    if (!waiting && at - this.#burstStartedAt >= BURST_PAUSE_MS) {
      this.#burstStartedAt = at
      const calendars = new Set([...(this.#notified?.calendars ?? []), calendarId])
      this.#notified = null
      const wake: Wake = { kind: 'notified', calendars, again: false }
      this.#platform.waitUntil(this.#queue.run(() => this.#drain(personId, wake, [])).catch(() => undefined))
      return
    }
    await this.#waitFor(new Set([calendarId]))
    if (!waiting) await this.#armNoLaterThan(at + QUIET_MS)
  }

  /** Adds to what the next alarm reads. */
  async #waitFor(told: ReadonlySet<CalendarId>): Promise<void> {
    const at = this.#platform.now().epochMilliseconds
    const before = this.#notified
    const calendars = new Set([...(before?.calendars ?? []), ...told])
    const firstAt = before === null || before.again ? at : before.firstAt
    this.#notified = { calendars: [...calendars], firstAt, lastAt: at, again: false }
    if (before?.calendars.length !== calendars.size || before.again)
      await this.#platform.storage.put('notified', this.#notified.calendars)
  }

  /** A provider says that a calendar's channel ends: rare, so it waits for no burst. */
  async channelEnds(personId: string, calendarId: CalendarId): Promise<void> {
    await this.#queue.run(() => this.#drain(personId, { kind: 'channel_ends', calendarId }, []))
  }

  async alarm(): Promise<void> {
    const personId = await this.#platform.storage.get<string>('person')
    if (personId === undefined) return
    const at = this.#platform.now().epochMilliseconds
    const notified = this.#notified
    if (notified !== null && at < Math.min(notified.lastAt + QUIET_MS, notified.firstAt + LONGEST_WAIT_MS)) {
      await this.#armNoLaterThan(Math.min(notified.lastAt + QUIET_MS, notified.firstAt + LONGEST_WAIT_MS))
      return
    }
    // After a restart what was being waited for stands in storage alone.
    const calendars = notified?.calendars ?? (await this.#platform.storage.get<CalendarId[]>('notified')) ?? []
    this.#notified = null
    if (calendars.length > 0) {
      this.#burstStartedAt = at
      await this.#platform.storage.delete('notified')
    }
    const again = notified?.again === true
    const wake: Wake =
      calendars.length > 0 ? { kind: 'notified', calendars: new Set(calendars), again } : { kind: 'clock' }
    // A cycle that failed has armed its own second try; thrown further, the platform would add a third.
    await this.#queue.run(() => this.#drain(personId, wake, [])).catch(() => undefined)
  }

  /** Cycles until no intent is due; their reports summed. Null when the person is gone. */
  async #drain(personId: string, wake: Wake, commands: readonly Command[]): Promise<Cycle | null> {
    await this.#remember(personId)
    const { outside } = this.#outside(personId)
    const started = this.#platform.now()
    let cycle: Cycle | null
    try {
      cycle = await drain(outside, wake, commands)
      this.#failures = 0
    } catch (cause) {
      // The state is as it was saved last; what was cut off is taken up by the backstop.
      log({ event: 'cycle_failed', personId, error: cause instanceof Error ? cause.name : 'unknown' })
      // Nobody tells it again: what this cycle was to read is read by the next one.
      if (wake.kind === 'notified') await this.#waitFor(wake.calendars)
      const wait = Math.min(BACKSTOP_MS * 2 ** Math.min(this.#failures++, 10), LONGEST_BACKSTOP_MS)
      // Everybody's cycles fail while the database is away: they must not all come back at one moment.
      await this.#armNoLaterThan(
        this.#platform.now().epochMilliseconds + Math.round(wait * (0.75 + this.#platform.chance() / 4)),
      )
      throw cause
    }
    if (cycle === null) {
      // Nobody is left: a late notification leaves nothing behind either.
      await this.#leaveNothing()
    } else {
      const ms = this.#platform.now().epochMilliseconds - started.epochMilliseconds
      log({ event: 'cycle', personId, ms, ...counts(cycle.report) })
      await this.#lookAgain(wake, cycle.told)
    }
    return cycle
  }

  async #lookAgain(wake: Wake, told: Cycle['told']): Promise<void> {
    const at = this.#platform.now().epochMilliseconds
    for (const [id, any] of told) if (any) this.#cameAt.set(id, at)
    // What is waited for is read anyway.
    if (wake.kind !== 'notified' || wake.again || this.#notified !== null) return
    const hasJustCome = (id: CalendarId) => at - (this.#cameAt.get(id) ?? Number.NEGATIVE_INFINITY) < JUST_CAME_MS
    const calendars = [...wake.calendars].filter((id) => told.get(id) === false && !hasJustCome(id))
    if (calendars.length === 0) return
    const lookAt = at + LOOK_AGAIN_MS - QUIET_MS
    this.#notified = { calendars, firstAt: lookAt, lastAt: lookAt, again: true }
    await this.#armNoLaterThan(lookAt + QUIET_MS)
  }

  /** The alarm last: while anything is kept it stands, and without a name it does nothing. */
  async #leaveNothing(): Promise<void> {
    await this.#platform.storage.deleteAll()
    await this.#platform.setAlarm(null)
  }

  #outside(personId: string) {
    const { config, database, storage, now, sendMail } = this.#platform
    const context: OutsideContext = {
      config: config(),
      db: database(),
      storage,
      personId,
      now,
      arm: (at: Temporal.Instant | null) => this.#arm(at),
      sendMail,
    }
    return { context, outside: realOutside(context) }
  }

  /** An object knows its name only if it is told: the alarm needs it. */
  async #remember(personId: string): Promise<void> {
    if ((await this.#platform.storage.get<string>('person')) !== personId)
      await this.#platform.storage.put('person', personId)
  }

  /** The one alarm, written only when the instant is another. While notifications are waited for, it is theirs if earlier. */
  async #arm(at: Temporal.Instant | null): Promise<void> {
    // After a restart storage alone knows that notifications are waited for.
    const forgotten = this.#notified === null && (await this.#platform.storage.get('notified')) !== undefined
    const quietSince =
      this.#notified?.lastAt ?? (forgotten ? this.#platform.now().epochMilliseconds : Number.POSITIVE_INFINITY)
    const waiting = quietSince + QUIET_MS
    const wanted = Math.min(at?.epochMilliseconds ?? Number.POSITIVE_INFINITY, waiting)
    const stands = (await this.#platform.alarmAt()) ?? Number.POSITIVE_INFINITY
    if (wanted !== stands) await this.#platform.setAlarm(wanted === Number.POSITIVE_INFINITY ? null : wanted)
  }

  async #armNoLaterThan(at: number): Promise<void> {
    const stands = await this.#platform.alarmAt()
    if (stands !== null && stands <= at && stands > this.#platform.now().epochMilliseconds) return
    await this.#platform.setAlarm(at)
  }
}

function counts(report: Report) {
  const { failed, ...rest } = report
  return { ...rest, failed: failed.length }
}
