/** What every sandbox provider's world has: a clock to set, numbers that only grow, a log of requests, and ears for changes. */
import { Clock, record } from './clock.ts'
import type { FaultsOf } from './fault-desk.ts'
import type { WebRequest } from './http.ts'
import { MACHINE_TIME, type WorldTime } from './world-time.ts'

/** Who did it: a client through the API, the account's owner by hand, an organiser elsewhere, or the world itself. */
export type ActorKind = 'api' | 'human' | 'organiser' | 'world'
export interface Actor {
  kind: ActorKind
  account: string | null
  clientId: string | null
}
export const THE_WORLD: Actor = { kind: 'world', account: null, clientId: null }

export interface LoggedRequest {
  n: number
  at: number
  method: string
  path: string
  query: string
  account: string | null
  status: number | null
  faults: string[]
}

export class SandboxWorld {
  requests: LoggedRequest[] = []
  /** How long answers and notifications take to come. */
  time: WorldTime = MACHINE_TIME
  /** Told after every change, so that the state reaches its file. */
  onChange: () => void = () => {}
  private readonly clock: Clock
  private counter = 0

  constructor(baseClock: () => number) {
    this.clock = new Clock(baseClock)
  }

  now(): number {
    return this.clock.now()
  }

  setClock(clock: { offsetMs?: number; fixedMs?: number | null }): void {
    this.clock.change(clock)
  }

  clockSetting() {
    return this.clock.setting()
  }

  nextNumber(): number {
    this.counter += 1
    return this.counter
  }

  /** Writes a request down as it arrives; its status comes when it has one. */
  log(asked: WebRequest & { url: URL }, account: string | null, faults: FaultsOf<string>): LoggedRequest {
    const { method, path } = asked
    const logged: LoggedRequest = {
      n: this.nextNumber(),
      at: this.now(),
      method,
      path,
      query: asked.url.search,
      account,
      status: null,
      faults: faults.hit.map((fault) => fault.kind),
    }
    record(this.requests, logged)
    return logged
  }
}
