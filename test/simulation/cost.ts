/**
 * What watching over somebody costs, in virtual time and without faults but lost notifications: people with two calendars and three changes a day, each in
 * a town of their own, so that whatever happens there is theirs. Only measured; `cost.test.ts` holds it to its goals.
 */
import type { KnownEvent } from '../../src/cycle/known-events.ts'
import type { LoggedRequest } from '../sandbox/wire/sandbox-world.ts'
import { type Chance, chanceOf } from './chance.ts'
import { ownAnswer } from './rules/answers.ts'
import { watchWorld } from './rules/watch.ts'
import { Town } from './town.ts'
import { Townsperson } from './townsfolk.ts'
import { hash } from './weather.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** A Monday, midnight in Mexico City; no clock there changes in these weeks. */
const BEGIN = Date.parse('2027-01-11T06:00:00Z')
const ZONE = 'America/Mexico_City'
/** Channels of either provider live a week: so many of their renewals are in it. */
const BUSY_DAYS = 28
const QUIET_DAYS = 7
const CHANGES_A_DAY = 3
/** Cycles a day of a poll every five minutes. */
const POLLS_A_DAY = 288

export interface CostRun {
  provider: 'google' | 'microsoft'
  people: number
  seed: number
  /** Chance that nobody is told of a change. */
  lost: number
}

export type RequestKind = 'reads of events' | 'lists of calendars' | 'channels' | 'other'

export interface Cost {
  provider: CostRun['provider']
  /** Days lived while the calendars changed, all people together, and what they took. */
  busy: Spent
  /** Days in which nothing changed. */
  quiet: Spent & {
    /** Rows inserted, updated and deleted, by table. */
    rows: Record<string, number>
    /** What Aforo wrote to calendars. */
    writes: { events: number; answers: number }
  }
  /** Milliseconds from each change to the end of the first cycle after which Aforo knew it, ascending: told of, and not told of. */
  told: number[]
  untold: number[]
  /** Of that, until the notification arrives. */
  notifiedAfterMs: number
}

export interface Spent {
  days: number
  /** To the provider's calendar API: tokens and discovery apart. */
  requests: Record<RequestKind, number>
  /** Wake-ups: each loads the person, reads what is due and decides. */
  cycles: number
}

export async function costOf(run: CostRun): Promise<Cost> {
  const cost: Cost = {
    provider: run.provider,
    busy: nothingSpent(),
    quiet: { ...nothingSpent(), rows: {}, writes: { events: 0, answers: 0 } },
    told: [],
    untold: [],
    notifiedAfterMs: 0,
  }
  for (let n = 0; n < run.people; n++) {
    const seed = hash(`${run.seed} cost ${run.provider} ${n}`)
    await Town.with({ seed, faults: 0, begin: BEGIN }, (town) => new Watched(town, run, n, cost).live(chanceOf(seed)))
  }
  cost.told.sort((a, b) => a - b)
  cost.untold.sort((a, b) => a - b)
  return cost
}

/** @param ascending @returns null where there is none */
export function percentile(ascending: readonly number[], share: number): number | null {
  return ascending[Math.min(ascending.length - 1, Math.ceil(share * ascending.length) - 1)] ?? ascending[0] ?? null
}

export function fewerThanPolling({ cycles, days }: Spent): number {
  return (POLLS_A_DAY * days) / cycles
}

export function requestsADay({ requests, days }: Spent): number {
  return Object.values(requests).reduce((sum, one) => sum + one, 0) / days
}

/** Rows by which a verdict could be another: not when to wake, what to read next, or that the week's digest went out. */
export function ofEventsAndPlans(rows: Cost['quiet']['rows']): number {
  const others = ['calendars', 'connections', 'people', 'outbox', 'activity']
  return Object.entries(rows).reduce((sum, [table, count]) => (others.includes(table) ? sum : sum + count), 0)
}

function nothingSpent(): Spent {
  return { days: 0, cycles: 0, requests: { 'reads of events': 0, 'lists of calendars': 0, channels: 0, other: 0 } }
}

/** A change that Aforo does not know yet. */
interface Pending {
  /** Of the event's first name: one thing at a time happens to an event. */
  id: string
  at: number
  isLost: boolean
  isKnown(events: readonly KnownEvent[]): boolean
}

/** A meeting that the person may still move, rename or delete. */
interface Meeting {
  id: string
  title: string
  start: number
}

/** One person's life, and what it takes. */
class Watched {
  readonly #town: Town
  readonly #cost: Cost
  readonly #lost: number
  readonly #person: Townsperson
  readonly #calendars: string[]
  readonly #meetings: Meeting[] = []
  #pending: Pending[] = []
  #spent = nothingSpent()
  #isLosing = false
  #quietFrom = Number.POSITIVE_INFINITY
  #titles = 0

  constructor(town: Town, { provider, lost }: CostRun, n: number, cost: Cost) {
    this.#town = town
    this.#cost = cost
    this.#lost = lost
    const accounts = [{ provider, calendars: 1 as const }]
    this.#person = new Townsperson(town, n, { accounts, timeZone: ZONE, enforces: false })
    const { hands } = this.#person.first
    this.#calendars = [hands.primary, hands.calendar('Personal')]
  }

  async live(chance: Chance): Promise<void> {
    const { timeline, database, google, microsoft } = this.#town
    this.#cost.notifiedAfterMs = this.#town[this.#cost.provider].switches.notificationDelayMs
    for (const world of [google, microsoft]) {
      world.faults.chance = ({ method }) =>
        method === 'NOTIFY' && this.#isLosing ? [{ kind: 'drop-notifications' }] : []
      watchWorld(world, (write) => {
        if (write.actor !== 'api' || this.#spent !== this.#cost.quiet) return
        this.#cost.quiet.writes[ownAnswer(write, []) === null ? 'events' : 'answers']++
      })
    }
    // At any hour, so that days do not begin and end with what comes once a day.
    const first = BEGIN + chance.below(24 * 60) * MINUTE
    const busyFrom = first + DAY
    const quietFrom = busyFrom + (BUSY_DAYS + 1) * DAY
    this.#quietFrom = quietFrom
    const until = (end: number) => timeline.runUntil(end, () => this.#afterStep())
    timeline.at(first, async () => void (await this.#person.connect(this.#person.first)))
    // Up to the last day, in which what nobody told of may still have to be found.
    for (let day = first; day < quietFrom - DAY; day += DAY)
      for (let n = 0; n < CHANGES_A_DAY; n++)
        timeline.at(day + HOUR + chance.below(DAY - HOUR), () => this.#change(chance))
    await until(busyFrom)
    this.#spend(this.#cost.busy, BUSY_DAYS)
    await until(quietFrom - DAY)
    this.#spend(nothingSpent(), 0)
    await until(quietFrom)
    if (this.#pending.length > 0) throw new Error(`${this.#pending.length} changes were not known after a day`)
    await database.client.executeMultiple(await this.#countingRows())
    this.#spend(this.#cost.quiet, QUIET_DAYS)
    await until(quietFrom + QUIET_DAYS * DAY)
    const written = await database.client.execute('select name, count(*) n from written group by name')
    for (const { name, n } of written.rows)
      this.#cost.quiet.rows[String(name)] = (this.#cost.quiet.rows[String(name)] ?? 0) + Number(n)
  }

  #spend(on: Spent, days: number): void {
    on.days += days
    this.#spent = on
  }

  /** Everything under way has ended: the clock shows when. */
  async #afterStep(): Promise<void> {
    const { google, microsoft, logs, timeline } = this.#town
    for (const world of [google, microsoft]) {
      for (const request of world.requests) {
        const kind = kindOf(request)
        if (kind !== null) this.#spent.requests[kind]++
      }
      world.requests.length = 0
    }
    const cycles = logs.filter((line) => line.includes('"event":"cycle"')).length
    logs.length = 0
    this.#spent.cycles += cycles
    if (cycles === 0 || this.#pending.length === 0) return
    const events = (await this.#person.state())?.known.events ?? []
    const found = this.#pending.filter((change) => change.isKnown(events))
    this.#pending = this.#pending.filter((change) => !found.includes(change))
    for (const { at, isLost } of found) (isLost ? this.#cost.untold : this.#cost.told).push(timeline.now() - at)
  }

  #change(chance: Chance): void {
    const at = this.#town.timeline.now()
    const { hands } = this.#person.first
    const what = chance.pick(['meeting', 'meeting', 'invitation', 'move', 'rename', 'delete'] as const)
    let start = Math.floor(at / HOUR) * HOUR + (1 + chance.below(9 * 24)) * HOUR
    // Whoever could have gone and did not makes room for others, and that is a change: in the quiet week nothing begins that one could go to.
    if (what === 'invitation' && start >= this.#quietFrom) start += QUIET_DAYS * DAY
    const calendar = chance.pick(this.#calendars)
    const free = this.#meetings.filter((one) => one.start > at && !this.#pending.some(({ id }) => id === one.id))
    const meeting = free.length === 0 ? null : chance.pick(free)
    const title = `${what === 'invitation' ? 'Mesa de negocios' : 'Junta'} ${this.#titles++}`
    const isLost = chance.hits(this.#lost)
    const changed = (id: string, isKnown: Pending['isKnown']) => this.#pending.push({ id, at, isLost, isKnown })
    this.#isLosing = isLost
    if (what === 'invitation') {
      const organiser = { name: 'Canaco', email: 'eventos@canaco-cdmx.example' }
      const id = hands.invitation({ title, start, minutes: 90, calendar, organiser })
      changed(id, (events) => events.some((event) => event.title === title))
    } else if (what === 'meeting' || meeting === null) {
      const id = hands.meeting({ title, start, minutes: 45, calendar })
      this.#meetings.push({ id, title, start })
      changed(id, (events) => events.some((event) => event.title === title))
    } else if (what === 'move') {
      // Put where it is, it would be no change, and nobody would be told.
      if (start === meeting.start) start += HOUR
      hands.move(meeting.id, start)
      meeting.start = start
      const { title: its } = meeting
      changed(meeting.id, (events) => events.some((one) => one.title === its && one.start.epochMilliseconds === start))
    } else if (what === 'rename') {
      hands.retitle(meeting.id, title)
      meeting.title = title
      changed(meeting.id, (events) => events.some((event) => event.title === title))
    } else {
      hands.delete(meeting.id)
      this.#meetings.splice(this.#meetings.indexOf(meeting), 1)
      const { title: its } = meeting
      changed(meeting.id, (events) => !events.some((event) => event.title === its))
    }
    this.#isLosing = false
  }

  /** Whatever is written to a row from now on is noted, by the name of its table. */
  async #countingRows(): Promise<string> {
    const tables = await this.#town.database.client.execute("select name from sqlite_master where type = 'table'")
    const names = tables.rows.map(({ name }) => String(name)).filter((name) => !/^(sqlite|__drizzle)_/.test(name))
    const triggers = names.flatMap((name) =>
      ['insert', 'update', 'delete'].map(
        (op) =>
          `create trigger noted_${name}_${op} after ${op} on ${name} begin insert into written values ('${name}'); end;`,
      ),
    )
    return ['create table written (name text);', ...triggers].join('\n')
  }
}

/** Null: not of the calendar API. */
function kindOf({ method, path }: LoggedRequest): RequestKind | null {
  if (!/^\/(calendar\/v3|v1\.0)\//.test(path)) return null
  if (/\/watch$|\/channels\/stop$|\/subscriptions(\/|$)/.test(path)) return 'channels'
  if (method === 'GET' && /calendarList$|\/me\/calendars$/.test(path)) return 'lists of calendars'
  return method === 'GET' && /\/events$|\/delta\b/.test(path) ? 'reads of events' : 'other'
}
