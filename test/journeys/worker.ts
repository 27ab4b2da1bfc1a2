/**
 * The Worker with a clock that a test sets: the product's doors and object, and beside them `/__test/...`, which exists in no production bundle.
 * Alarms do not fire by themselves here: a test asks when the next one is due, sets the clock and lets it ring.
 */
import { Temporal } from 'temporal-polyfill'
import type { Bindings } from '../../src/config.ts'
import { createWorker } from '../../src/entry.ts'
import { PersonObject as RealPersonObject } from '../../src/person/object.ts'

let fixed: Temporal.Instant | null = null
const now = () => fixed ?? Temporal.Now.instant()

export class PersonObject extends RealPersonObject {
  protected override now(): Temporal.Instant {
    return now()
  }

  /** Kept where the test can read it, and nowhere else. `writes` counts how often the alarm was set. */
  protected override async setAlarm(at: number | null): Promise<void> {
    const before = await this.ctx.storage.get<{ writes: number }>('test-alarm')
    await this.ctx.storage.put('test-alarm', { at, writes: (before?.writes ?? 0) + 1 })
  }

  protected override async alarmAt(): Promise<number | null> {
    return (await this.pendingAlarm()).at
  }

  async pendingAlarm(): Promise<{ at: number | null; writes: number }> {
    return (await this.ctx.storage.get('test-alarm')) ?? { at: null, writes: 0 }
  }

  /** What the object remembers, the test's own alarm apart. */
  async storedKeys(): Promise<string[]> {
    return [...(await this.ctx.storage.list()).keys()].filter((key) => key !== 'test-alarm')
  }

  /** Rings as the platform would: the alarm is spent, then the handler runs. */
  async ring(): Promise<void> {
    const before = await this.pendingAlarm()
    await this.ctx.storage.put('test-alarm', { ...before, at: null })
    await this.alarm()
  }
}

const worker = createWorker(now)

export default {
  ...worker,
  async fetch(request, env, ctx) {
    const { pathname, searchParams } = new URL(request.url)
    if (!pathname.startsWith('/__test/'))
      return worker.fetch?.(request, env, ctx) ?? new Response(null, { status: 500 })
    if (pathname === '/__test/clock') {
      const at = searchParams.get('now')
      fixed = at === null || at === '' ? null : Temporal.Instant.from(at)
      return Response.json({ now: now().toString() })
    }
    const namespace = env.PERSON as DurableObjectNamespace<PersonObject>
    const object = namespace.get(namespace.idFromName(searchParams.get('person') ?? ''))
    switch (pathname) {
      case '/__test/alarm': {
        const alarm = await object.pendingAlarm()
        return Response.json(alarm)
      }
      case '/__test/stored':
        return Response.json({ keys: await object.storedKeys() })
      case '/__test/ring':
        await object.ring()
        return Response.json({ rung: true })
      case '/__test/settled':
        // What the person's object was asked before comes first in its queue.
        await object.overdue(searchParams.get('person') ?? '')
        return Response.json({ settled: true })
      case '/__test/sweep':
        await worker.scheduled?.(
          { scheduledTime: now().epochMilliseconds, cron: '*/15 * * * *', noRetry() {} },
          env,
          ctx,
        )
        return Response.json({ swept: true })
      default:
        return new Response(null, { status: 404 })
    }
  },
} satisfies ExportedHandler<Bindings>
