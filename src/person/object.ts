/**
 * The person's Durable Object: one for each person, so two cycles of a person never overlap. It keeps the queue, coalesces wake-ups, and owns the
 * one alarm; everything it does it does through `runCycle` (design.md, section 2).
 */
import { DurableObject } from 'cloudflare:workers'
import { Temporal } from 'temporal-polyfill'
import type { CalendarId } from '../calendar/event.ts'
import { type Bindings, configOf } from '../config.ts'
import type { Command, CommandResult } from '../cycle/commands.ts'
import type { Wake } from '../cycle/reading.ts'
import { openDatabase } from '../db/locate.ts'
import type { Cycle, Report } from './cycle.ts'
import { drain } from './drain.ts'
import { disconnect, erase } from './leaving.ts'
import { log } from './log.ts'
import { mailOf } from './mail.tsx'
import { type OutsideContext, realOutside } from './outside.ts'
import { Queue } from './queue.ts'

/** A burst of notifications costs a first cycle and one trailing one: at once after a pause, else when it has been quiet for a while. */
const BURST_PAUSE_MS = 10_000
const QUIET_MS = 2_000
const LONGEST_WAIT_MS = 15_000
/** A cycle that failed is tried again after a minute, then after twice as long, and at least every quarter of an hour (rules 9 and 13). */
const BACKSTOP_MS = 60_000
const LONGEST_BACKSTOP_MS = 15 * 60_000

interface Notified {
  calendars: CalendarId[]
  firstAt: number
  lastAt: number
}

export type SyncReport = { kind: 'ok'; report: Report } | { kind: 'gone' } | { kind: 'busy' }

export class PersonObject extends DurableObject<Bindings> {
  readonly #queue = new Queue()
  #notified: Notified | null = null
  #burstStartedAt = Number.NEGATIVE_INFINITY
  /** Cycles in a row that failed; a new isolate begins anew. */
  #failures = 0

  /** The clock; tests have their own. */
  protected now(): Temporal.Instant {
    return Temporal.Now.instant()
  }

  protected async setAlarm(at: number | null): Promise<void> {
    if (at === null) await this.ctx.storage.deleteAlarm()
    else await this.ctx.storage.setAlarm(at)
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
    await this.#armNoLaterThan(this.now().epochMilliseconds + BACKSTOP_MS)
    await this.#queue.run(() => this.#drain(personId, { kind: 'connected', connectionId }, []))
  }

  async disconnect(personId: string, connectionId: string): Promise<'ok' | 'missing' | 'last'> {
    return this.#queue.run(async () => {
      const { outside, context } = await this.#outside(personId)
      const result = await disconnect(context, outside, connectionId)
      if (result === 'ok') await this.#drain(personId, { kind: 'clock' }, [])
      return result
    })
  }

  /** Everything of the person goes: grants and channels at the providers, rows, this object's storage. Blocks stay where they are. */
  async erase(personId: string): Promise<void> {
    await this.#queue.run(async () => {
      const { outside, context } = await this.#outside(personId)
      await erase(context, outside)
      await this.setAlarm(null)
      await this.ctx.storage.deleteAll()
    })
  }

  /** The sweep found this person past due: the alarm was lost. */
  async overdue(personId: string): Promise<void> {
    await this.#queue.run(() => this.#drain(personId, { kind: 'clock' }, []))
  }

  /** A provider's notification: only a hint, answered at once. */
  async notify(personId: string, calendarId: CalendarId): Promise<void> {
    await this.#remember(personId)
    const at = this.now().epochMilliseconds
    if (this.#notified === null && at - this.#burstStartedAt >= BURST_PAUSE_MS) {
      this.#burstStartedAt = at
      const wake: Wake = { kind: 'notified', calendars: new Set([calendarId]) }
      this.ctx.waitUntil(this.#queue.run(() => this.#drain(personId, wake, [])).catch(() => undefined))
      return
    }
    const before = this.#notified
    const calendars = new Set([...(before?.calendars ?? []), calendarId])
    this.#notified = { calendars: [...calendars], firstAt: before?.firstAt ?? at, lastAt: at }
    if (before?.calendars.length !== calendars.size) await this.ctx.storage.put('notified', this.#notified.calendars)
    if (before !== null) return
    await this.#armNoLaterThan(at + QUIET_MS)
  }

  /** A provider says that a calendar's channel ends: rare, so it waits for no burst. */
  async channelEnds(personId: string, calendarId: CalendarId): Promise<void> {
    await this.#queue.run(() => this.#drain(personId, { kind: 'channel_ends', calendarId }, []))
  }

  override async alarm(): Promise<void> {
    const personId = await this.ctx.storage.get<string>('person')
    if (personId === undefined) return
    const at = this.now().epochMilliseconds
    await this.ctx.storage.delete('alarm')
    const notified = this.#notified
    if (notified !== null && at < Math.min(notified.lastAt + QUIET_MS, notified.firstAt + LONGEST_WAIT_MS)) {
      await this.#armNoLaterThan(Math.min(notified.lastAt + QUIET_MS, notified.firstAt + LONGEST_WAIT_MS))
      return
    }
    // After a restart what was being waited for stands in storage alone.
    const calendars = notified?.calendars ?? (await this.ctx.storage.get<CalendarId[]>('notified')) ?? []
    this.#notified = null
    if (calendars.length > 0) {
      this.#burstStartedAt = at
      await this.ctx.storage.delete('notified')
    }
    const wake: Wake = calendars.length > 0 ? { kind: 'notified', calendars: new Set(calendars) } : { kind: 'clock' }
    // A cycle that failed has armed its own second try; thrown further, the platform would add a third.
    await this.#queue.run(() => this.#drain(personId, wake, [])).catch(() => undefined)
  }

  /** Cycles until no intent is due; their reports summed. Null when the person is gone. */
  async #drain(personId: string, wake: Wake, commands: readonly Command[]): Promise<Cycle | null> {
    await this.#remember(personId)
    const { outside } = await this.#outside(personId)
    const started = this.now()
    let cycle: Cycle | null
    try {
      cycle = await drain(outside, wake, commands)
      this.#failures = 0
    } catch (cause) {
      // The state is as it was saved last; what was cut off is taken up by the backstop.
      log({ event: 'cycle_failed', personId, error: cause instanceof Error ? cause.name : 'unknown' })
      const wait = Math.min(BACKSTOP_MS * 2 ** Math.min(this.#failures++, 10), LONGEST_BACKSTOP_MS)
      // Everybody's cycles fail while the database is away: they must not all come back at one moment.
      await this.#armNoLaterThan(this.now().epochMilliseconds + Math.round(wait * (0.75 + Math.random() / 4)))
      throw cause
    }
    if (cycle === null) {
      // Nobody is left: a late notification leaves nothing behind either.
      await this.setAlarm(null)
      await this.ctx.storage.deleteAll()
    } else {
      const ms = this.now().epochMilliseconds - started.epochMilliseconds
      log({ event: 'cycle', personId, ms, ...counts(cycle.report) })
    }
    return cycle
  }

  async #outside(personId: string) {
    const config = configOf(this.env)
    const context: OutsideContext = {
      config,
      db: openDatabase(config.database),
      storage: this.ctx.storage,
      personId,
      now: () => this.now(),
      arm: (at: Temporal.Instant | null) => this.#arm(at),
      sendMail: (effect, opId, state) => mailOf(config, effect, opId, state, this.now()),
    }
    return { context, outside: realOutside(context) }
  }

  /** An object knows its name only if it is told: the alarm needs it. */
  async #remember(personId: string): Promise<void> {
    if ((await this.ctx.storage.get<string>('person')) !== personId) await this.ctx.storage.put('person', personId)
  }

  /** The one alarm, written only when the instant is another. While notifications are waited for, it is theirs if earlier. */
  async #arm(at: Temporal.Instant | null): Promise<void> {
    // After a restart storage alone knows that notifications are waited for.
    const forgotten = this.#notified === null && (await this.ctx.storage.get('notified')) !== undefined
    const quietSince = this.#notified?.lastAt ?? (forgotten ? this.now().epochMilliseconds : Number.POSITIVE_INFINITY)
    const waiting = quietSince + QUIET_MS
    const wanted = Math.min(at?.epochMilliseconds ?? Number.POSITIVE_INFINITY, waiting)
    const stands = await this.ctx.storage.get<number>('alarm')
    if (wanted === (stands ?? Number.POSITIVE_INFINITY)) return
    if (wanted === Number.POSITIVE_INFINITY) {
      await this.ctx.storage.delete('alarm')
      await this.setAlarm(null)
      return
    }
    await this.ctx.storage.put('alarm', wanted)
    await this.setAlarm(wanted)
  }

  async #armNoLaterThan(at: number): Promise<void> {
    const stands = await this.ctx.storage.get<number>('alarm')
    if (stands !== undefined && stands <= at && stands > this.now().epochMilliseconds) return
    await this.ctx.storage.put('alarm', at)
    await this.setAlarm(at)
  }
}

function counts(report: Report) {
  const { failed, ...rest } = report
  return { ...rest, failed: failed.length }
}
