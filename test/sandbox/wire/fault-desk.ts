/**
 * Faults that somebody asked for, matched against requests one by one. A fault says which requests it means, how many of
 * them to let pass first (`skip`) and how many to hit (`times`); what it does is the business of whoever asks the desk.
 */
export interface FaultOf<Kind extends string> {
  kind: Kind
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
  /** How many items `short-list` leaves out, how many writes of the last minute `stale-read` is behind, how often to deliver again. */
  count: number
  /** How many requests it has hit. */
  hits: number
  id: number
}

/** What is not said has its default. */
export type NewFault<Kind extends string> = Partial<Omit<FaultOf<Kind>, 'kind'>> & { kind: Kind }

export interface FaultSubject {
  /** `NOTIFY` for a message that the sandbox is about to send. */
  method: string
  /** Path with its query, decoded. */
  path: string
  account: string | null
}

/** What asks whether a fault of some kinds hit; faults of more kinds serve as well. */
export interface Hit<Kind extends string> {
  of(kind: Kind): { ms: number } | undefined
  has(kind: Kind): boolean
}

/** The faults that hit one request. */
export class FaultsOf<Kind extends string> implements Hit<Kind> {
  readonly hit: readonly FaultOf<Kind>[]

  constructor(hit: readonly FaultOf<Kind>[]) {
    this.hit = hit
  }

  of(kind: Kind): FaultOf<Kind> | undefined {
    return this.hit.find((fault) => fault.kind === kind)
  }

  has(kind: Kind): boolean {
    return this.of(kind) !== undefined
  }
}

export class FaultDeskOf<Kind extends string> {
  /** Faults that nobody asked for by name: what this says befalls a request besides. */
  chance: (subject: FaultSubject) => readonly NewFault<Kind>[] = () => []
  private faults: FaultOf<Kind>[] = []
  private lastId = 0
  private readonly concerns: (kind: Kind, subject: FaultSubject) => boolean

  /** @param concerns whether a kind can show on such a request at all: others do not use a fault up */
  constructor(concerns: (kind: Kind, subject: FaultSubject) => boolean) {
    this.concerns = concerns
  }

  add(given: NewFault<Kind>): FaultOf<Kind> {
    const fault = this.made(given)
    this.faults.push(fault)
    return fault
  }

  private made(given: NewFault<Kind>): FaultOf<Kind> {
    this.lastId += 1
    return {
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
  }

  list(): readonly FaultOf<Kind>[] {
    return this.faults
  }

  clear(): void {
    this.faults = []
  }

  /** The faults that hit this request; asking uses them up. */
  hitting(subject: FaultSubject): FaultsOf<Kind> {
    const notification = subject.method === 'NOTIFY'
    const hit = this.faults.filter((fault) => {
      if (fault.kind.endsWith('-notifications') !== notification || !matches(fault.match, subject)) return false
      if (fault.times === 0 || !this.concerns(fault.kind, subject)) return false
      if (fault.skip > 0) {
        fault.skip -= 1
        return false
      }
      fault.hits += 1
      if (fault.times > 0) fault.times -= 1
      return true
    })
    const besides = this.chance(subject).filter(({ kind }) => this.concerns(kind, subject))
    return new FaultsOf([...hit, ...besides.map((given) => this.made(given))])
  }
}

function matches({ method, path, account }: FaultOf<string>['match'], subject: FaultSubject): boolean {
  if (method !== undefined && method.toUpperCase() !== subject.method && subject.method !== 'NOTIFY') return false
  if (account !== undefined && account !== subject.account) return false
  return path === undefined || pathMatches(path, subject.path)
}

/** `/.../` between slashes with flags, or starting with `^`, is a regular expression; anything else a piece of the path. */
function pathMatches(pattern: string, path: string): boolean {
  const expression = /^\/(.*)\/([a-z]*)$/.exec(pattern)
  if (pattern.startsWith('^')) return new RegExp(pattern).test(path)
  if (expression !== null && /[\\^$.*+?()[\]|]/.test(expression[1] ?? ''))
    return new RegExp(expression[1] ?? '', expression[2]).test(path)
  return path.includes(pattern)
}
