/**
 * The person's Durable Object: one for each person, so two cycles of a person never overlap (design.md, section 2). It puts `Keeper`, which does all of
 * it, on Cloudflare's platform.
 */
import { DurableObject } from 'cloudflare:workers'
import { Temporal } from 'temporal-polyfill'
import type { CalendarId } from '../calendar/event.ts'
import { type Bindings, configOf } from '../config.ts'
import type { Command, CommandResult } from '../cycle/commands.ts'
import type { BlocksWish } from '../db/erase.ts'
import { openDatabase } from '../db/locate.ts'
import { Keeper, type SyncReport } from './keeper.ts'
import { mailOf } from './mail.tsx'

export class PersonObject extends DurableObject<Bindings> {
  readonly #keeper = new Keeper({
    config: () => configOf(this.env),
    database: () => openDatabase(configOf(this.env).database),
    storage: this.ctx.storage,
    now: () => this.now(),
    alarmAt: () => this.alarmAt(),
    setAlarm: (at) => this.setAlarm(at),
    waitUntil: (work) => this.ctx.waitUntil(work),
    chance: Math.random,
    sendMail: (effect, opId, state) => mailOf(configOf(this.env), effect, opId, state, this.now()),
  })

  /** The clock; tests have their own. */
  protected now(): Temporal.Instant {
    return Temporal.Now.instant()
  }

  protected alarmAt(): Promise<number | null> {
    return this.ctx.storage.getAlarm()
  }

  protected async setAlarm(at: number | null): Promise<void> {
    if (at === null) await this.ctx.storage.deleteAlarm()
    else await this.ctx.storage.setAlarm(at)
  }

  sync(personId: string): Promise<SyncReport> {
    return this.#keeper.sync(personId)
  }

  act(personId: string, commands: readonly Command[]): Promise<CommandResult> {
    return this.#keeper.act(personId, commands)
  }

  connected(personId: string, connectionId: string): Promise<void> {
    return this.#keeper.connected(personId, connectionId)
  }

  disconnect(personId: string, connectionId: string): Promise<'ok' | 'missing' | 'last'> {
    return this.#keeper.disconnect(personId, connectionId)
  }

  erase(personId: string, blocks?: BlocksWish): Promise<void> {
    return this.#keeper.erase(personId, blocks)
  }

  overdue(personId: string): Promise<void> {
    return this.#keeper.overdue(personId)
  }

  notify(personId: string, calendarId: CalendarId): Promise<void> {
    return this.#keeper.notify(personId, calendarId)
  }

  channelEnds(personId: string, calendarId: CalendarId): Promise<void> {
    return this.#keeper.channelEnds(personId, calendarId)
  }

  override alarm(): Promise<void> {
    return this.#keeper.alarm()
  }
}
