/**
 * Faults that somebody asked for, matched against requests one by one. A fault says which requests it means, how many of
 * them to let pass first (`skip`) and how many to hit (`times`); what it does is the business of whoever asks the desk.
 */
export const FAULT_KINDS = [
  'status',
  'commit-then-drop',
  'commit-then-status',
  'drop-before',
  'delay',
  'slow-body',
  'truncated-json',
  'not-json',
  'empty-list',
  'short-list',
  'repeat-page',
  'withhold-sync-token',
  'stale-read',
  'expire-sync-tokens',
  'expire-access-tokens',
  'revoke-grant',
  'accept-duplicate-id',
  'freebusy-missing',
  'drop-notifications',
  'duplicate-notifications',
  'late-notifications',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

export interface Fault {
  kind: FaultKind
  match: { method?: string; path?: string; account?: string; query?: string }
  /** How many matching requests it hits; -1: all of them, until cleared. */
  times: number
  skip: number
  /** For `status` and `commit-then-status`. */
  status: number
  reason?: string
  retryAfter?: string
  /** Milliseconds of `delay`, `slow-body` and `late-notifications`. */
  ms: number
  /** How many items `short-list` leaves out, how many writes `stale-read` is behind, how often to deliver again. */
  count: number
  /** How many requests it has hit. */
  hits: number
  id: number
}

export interface FaultSubject {
  method: string
  /** Path with its query, decoded. */
  path: string
  account: string | null
}

/** The faults that hit one request. */
export class Faults {
  readonly hit: readonly Fault[]

  constructor(hit: readonly Fault[]) {
    this.hit = hit
  }

  of(kind: FaultKind): Fault | undefined {
    return this.hit.find((fault) => fault.kind === kind)
  }

  has(kind: FaultKind): boolean {
    return this.of(kind) !== undefined
  }
}

export const NO_FAULTS = new Faults([])

/** Faults that can only show on a full list: others do not use them up. */
const FULL_LIST = /\/(events|calendarList)(\?(?!.*syncToken=)|$)/
const LIST_KINDS: readonly FaultKind[] = ['empty-list', 'short-list', 'repeat-page', 'withhold-sync-token']

export class FaultDesk {
  private faults: Fault[] = []
  private lastId = 0

  add(given: Partial<Omit<Fault, 'kind'>> & { kind: FaultKind }): Fault {
    this.lastId += 1
    const fault: Fault = {
      kind: given.kind,
      match: given.match ?? {},
      times: given.times ?? 1,
      skip: given.skip ?? 0,
      status: given.status ?? 503,
      ...(given.reason === undefined ? {} : { reason: given.reason }),
      ...(given.retryAfter === undefined ? {} : { retryAfter: String(given.retryAfter) }),
      ms: given.ms ?? 1000,
      count: given.count ?? 1,
      hits: 0,
      id: this.lastId,
    }
    this.faults.push(fault)
    return fault
  }

  list(): readonly Fault[] {
    return this.faults
  }

  clear(): void {
    this.faults = []
  }

  /** The faults that hit this request; asking uses them up. */
  hitting(subject: FaultSubject): Faults {
    if (this.faults.length === 0) return NO_FAULTS
    const notification = subject.method === 'NOTIFY'
    const hit = this.faults.filter((fault) => {
      if (fault.kind.endsWith('-notifications') !== notification || !applies(fault, subject)) return false
      if (fault.times === 0) return false
      if (fault.skip > 0) {
        fault.skip -= 1
        return false
      }
      fault.hits += 1
      if (fault.times > 0) fault.times -= 1
      return true
    })
    return hit.length === 0 ? NO_FAULTS : new Faults(hit)
  }
}

function applies(fault: Fault, subject: FaultSubject): boolean {
  const { method, path, account } = fault.match
  if (method !== undefined && method.toUpperCase() !== subject.method && subject.method !== 'NOTIFY') return false
  if (account !== undefined && account !== subject.account) return false
  if (path !== undefined && !pathMatches(path, subject.path)) return false
  if (LIST_KINDS.includes(fault.kind)) return subject.method === 'GET' && FULL_LIST.test(subject.path)
  if (fault.kind === 'expire-sync-tokens') return /[?&]syncToken=/.test(subject.path)
  if (fault.kind === 'stale-read') return subject.method === 'GET'
  if (fault.kind === 'accept-duplicate-id') return subject.method === 'POST'
  return true
}

/** `/.../` between slashes with flags, or starting with `^`, is a regular expression; anything else a piece of the path. */
function pathMatches(pattern: string, path: string): boolean {
  const expression = /^\/(.*)\/([a-z]*)$/.exec(pattern)
  if (pattern.startsWith('^')) return new RegExp(pattern).test(path)
  if (expression !== null && /[\\^$.*+?()[\]|]/.test(expression[1] ?? ''))
    return new RegExp(expression[1] ?? '', expression[2]).test(path)
  return path.includes(pattern)
}
