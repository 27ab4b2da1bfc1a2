/**
 * The product's Worker on a clock that stands a fixed stretch beside the machine's, so that a browser test can begin on a
 * certain Monday and time still passes: alarms ring by themselves, cookies and links age as they would.
 */
import { Temporal } from 'temporal-polyfill'
import type { Bindings } from '../../src/config.ts'
import { createWorker } from '../../src/entry.ts'
import { PersonObject as RealPersonObject } from '../../src/person/object.ts'

/** Milliseconds, set once by whoever starts the world, before anybody visits. */
let shift = 0
const now = () => Temporal.Instant.fromEpochMilliseconds(Date.now() + shift)

export class PersonObject extends RealPersonObject {
  protected override now(): Temporal.Instant {
    return now()
  }

  /** The platform's alarm knows the machine's clock alone. */
  protected override async alarmAt(): Promise<number | null> {
    const at = await super.alarmAt()
    return at === null ? null : at + shift
  }

  protected override setAlarm(at: number | null): Promise<void> {
    return super.setAlarm(at === null ? null : at - shift)
  }
}

const worker = createWorker(now)

export default {
  ...worker,
  async fetch(request, env, ctx) {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname !== '/__test/clock') return worker.fetch?.(request, env, ctx) ?? new Response(null, { status: 500 })
    shift = Number(searchParams.get('shift'))
    return Response.json({ now: now().toString() })
  },
} satisfies ExportedHandler<Bindings>
