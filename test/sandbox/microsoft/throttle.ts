/**
 * What one app may do to one mailbox: so many requests in ten minutes, so many at once (checklist 63, MG/throttling-limits).
 * Refused requests count as well, and whoever does not wait for `Retry-After` is made to wait longer.
 */
import { overConcurrency, throttled } from './graph-error.ts'
import type { MicrosoftWorld } from './world.ts'

const WINDOW_MS = 600_000

export interface Spent {
  /** When each request of the window came. */
  at: number[]
  underWay: number
  blockedUntil: number
}

/** Counts a request in; the answer counts it out again. @throws GraphError 429, or 503 by a switch */
export function chargeRequest(world: MicrosoftWorld, account: string, clientId: string): () => void {
  const { switches } = world
  const key = `${clientId} ${account}`
  const spent = world.spent.get(key) ?? { at: [], underWay: 0, blockedUntil: 0 }
  world.spent.set(key, spent)
  const now = world.now()
  spent.at = spent.at.filter((at) => at > now - WINDOW_MS)
  spent.at.push(now)
  const retryMs = switches.retryAfterSeconds * 1000
  if (spent.blockedUntil > now || spent.at.length > switches.requestsPerTenMinutes) {
    spent.blockedUntil = Math.max(spent.blockedUntil, now) + retryMs
    throw throttled(retryAfter(world, spent.blockedUntil - now))
  }
  if (spent.underWay >= switches.concurrentRequests)
    throw overConcurrency(switches.concurrencyStatus, retryAfter(world, 1000))
  spent.underWay += 1
  return () => {
    spent.underWay -= 1
  }
}

function retryAfter(world: MicrosoftWorld, ms: number): string {
  if (world.switches.retryAfterForm === 'date') return new Date(world.now() + ms).toUTCString()
  return String(Math.ceil(ms / 1000))
}
