/**
 * The witness of a town's life. After every step it judges what happened by the rules of design.md, section 3: each write to a calendar with its author,
 * what Aforo had on record before it, what it still knows, whom it wakes, what it mailed and logged. At the end it asks what was lost.
 */
import { sql } from 'drizzle-orm'
import type { Answer } from '../../src/calendar/event.ts'
import type { CommandResult } from '../../src/cycle/commands.ts'
import { knownAt } from '../../src/cycle/known.ts'
import type { KnownEvent } from '../../src/cycle/known-events.ts'
import { lifeAt } from '../../src/cycle/life.ts'
import { DEFAULT_SETTINGS } from '../../src/cycle/settings.ts'
import type { Effect, PersonState } from '../../src/cycle/state.ts'
import { loadPerson } from '../../src/db/person.ts'
import { instanceId } from '../../src/providers/google/normalise.ts'
import { weekInterval, weekOf } from '../../src/time/week.ts'
import { Acquaintances } from './acquaintances.ts'
import { type Breach, SECRETS, WRITTEN_DOWN } from './breach.ts'
import { Hole } from './hole.ts'
import { Judge } from './invariants.ts'
import { Knowledge } from './knowledge.ts'
import { differences } from './ledger.ts'
import { Log } from './log.ts'
import { wrongMails } from './mailbox.ts'
import { blocksOffRecord, leftBehind, missingFollowUps, overdue, wrongTimes } from './owed.ts'
import { watchRepeats } from './repeats.ts'
import { ownAnswer } from './rules/answers.ts'
import type { Write } from './rules/seen.ts'
import { rule7 } from './rules/shown.ts'
import { seenIn, watchWorld } from './rules/watch.ts'
import { rule4Shown } from './rules/writes.ts'
import type { Town } from './town.ts'
import { type Townsperson, withId } from './townsfolk.ts'
import { hash } from './weather.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** What of somebody's life is remembered to judge by. */
interface Remembered {
  /** Since when this life of theirs in Aforo lasts; null before signing up. */
  since: number | null
  id: string | null
  cap: number
  timeZone: string
  uncharged: Set<string>
  /** When something befell them that may rightly cost a block: a grant gone, an outage, an account away. */
  troubled: { from: number; to: number }[]
  acquaintances: Acquaintances
}

export class Witness {
  readonly breaches: Breach[] = []
  /** How much there was to be lost. */
  readonly owed = { judged: 0, digests: 0, hole: 0, acquaintances: 0 }
  readonly writes = { blocks: 0, moved: 0, removed: 0, answers: 0, personsAnswers: 0 }
  readonly #town: Town
  readonly #people: readonly Townsperson[]
  readonly #judge: Judge
  readonly #remembered = new Map<Townsperson, Remembered>()
  readonly #byAddress = new Map<string, Townsperson>()
  #written: Write[] = []
  /** What was on record when the request was sent that wrote what is being written. */
  #onRecord: readonly { effect: Effect; minutes: number | null }[] = []
  /** How long a block was meant to be when it was written. */
  readonly #meant = new WeakMap<Write, number>()
  readonly #hole = new Hole()
  readonly #madeAt = new Map<string, number>()
  readonly #log: Log
  readonly #knowledge: Knowledge
  #mailsSeen = 0
  #fingerprint = 0

  constructor(town: Town, people: readonly Townsperson[]) {
    this.#town = town
    this.#people = people
    this.#log = new Log(town)
    this.#knowledge = new Knowledge(town, people, (person) => this.#stateOf(person))
    for (const person of people) {
      const fresh = { since: null, id: null, cap: DEFAULT_SETTINGS.weeklyCapMinutes, troubled: [] }
      const own = { uncharged: new Set<string>(), acquaintances: new Acquaintances() }
      this.#remembered.set(person, { ...fresh, ...own, timeZone: person.household.timeZone })
      for (const { address } of person.accounts) this.#byAddress.set(address, person)
    }
    const { declinesPerOrganiser, declinesPerWeek } = DEFAULT_SETTINGS.enforce
    this.#judge = new Judge({
      personOf: (owner) => String(this.#byAddress.get(owner)?.n ?? owner),
      limitsOf: (n) => {
        const person = this.#people.find((one) => String(one.n) === n)
        if (person === undefined) return null
        const of = this.#of(person)
        return {
          // As it is when Aforo answers: weeks are those of the person's clock.
          get timeZone() {
            return of.timeZone
          },
          // In the step in which they come back nothing is older than that.
          get since() {
            return of.id === null || of.id === person.id ? (of.since ?? 0) : Number.POSITIVE_INFINITY
          },
          get skew() {
            return town.skew
          },
          knows: (owner: string) =>
            person.accounts.some(({ address, connectionId }) => address === owner && connectionId !== null),
          capAt: () => of.cap,
          declinesPerOrganiser,
          declinesPerWeek,
          uncharged: of.uncharged,
        }
      },
    })
    for (const world of [town.google, town.microsoft]) watchWorld(world, (write) => this.#saw(write))
    town.beforeWriting = async () => {
      this.#onRecord = await this.#pending()
    }
    watchRepeats(town, (what) => this.#breach(6, what, null))
    town.beforeMail = async (personId, opId) => {
      const rows = await this.#rows<{ state: string }>(
        sql`select state from outbox where person_id = ${personId} and op_id = ${opId} and due_at is not null`,
      )
      if (rows.length === 0) this.#breach(6, `mail ${opId} went out and is not on record`, null)
    }
  }

  /** To be called once, before anything happens. */
  async begin(): Promise<void> {
    await this.#knowledge.begin()
  }

  /** They answer in Aforo; said before it is done. */
  answers({ accounts }: Townsperson, event: KnownEvent, answer: Answer): void {
    // What stands in two accounts is one event: which of them is answered shows only when both have been read.
    const ids = accounts.flatMap(({ provider, hands }) => [
      provider === 'google' ? instanceId(event.target) : event.target.id,
      ...hands.invitations().flatMap((one) => (one.event.title === event.title ? [one.event.id] : [])),
    ])
    this.writes.personsAnswers++
    for (const eventId of new Set(ids)) this.#judge.act({ at: this.#town.timeline.now(), eventId, answer })
  }

  /** Whom they met, and what they were told of it. */
  acquaintances(person: Townsperson): Acquaintances {
    return this.#of(person).acquaintances
  }

  /** Something befalls them that may rightly cost a block or a digest; at most until then, and from now on unless said. */
  troubles(person: Townsperson, to: number, from = this.#town.timeline.now()): void {
    this.#of(person).troubled.push({ from, to })
  }

  /** An account is there that was not: what ended before it came was nobody's to follow up. */
  joined(person: Townsperson): void {
    this.#of(person).troubled.push({ from: 0, to: this.#town.timeline.now() + DAY })
  }

  /** Rule 11: what was asked with somebody else's id. @param answered what Aforo said; null where nobody heard */
  asksForForeign(person: Townsperson, answered: CommandResult | null): void {
    if (answered !== null && answered.kind !== 'missing')
      this.#breach(11, `somebody else's event is answered with "${answered.kind}"`, person)
  }

  /** What was written to calendars and mailed, in a few digits: one seed, one fingerprint. */
  fingerprint(): string {
    return this.#fingerprint.toString(16).padStart(8, '0')
  }

  /** To be called when a step has ended and nothing is under way. */
  async afterStep(): Promise<void> {
    await this.#judgeWrites()
    this.#judgeMails()
    this.#judgeLog()
    await this.#judgeKnowledge()
  }

  /** When a week is over: what it owed is there, its digest came, its plan holds. */
  async afterWeek(): Promise<void> {
    for (const person of this.#people) {
      const state = await this.#stateOf(person)
      if (state === null) continue
      this.owed.judged += state.followUps.size
      for (const what of missingFollowUps(state, this.#town.now(), (from, to) => this.#isTroubled(person, from, to)))
        this.#breach(2, what, person)
      this.#judgeDigest(person, state)
      for (const plan of lifeAt(state, this.#town.now()).horizon.weeks)
        for (const what of rule7({
          ...plan,
          verdicts: plan.verdicts.map((v) => ({ ...v, event: titled(v.event.title) })),
        }))
          this.#breach(7, what, person)
    }
  }

  /** With the faults over for a day: everything owed is there, and the record is what stands. */
  async atEnd(): Promise<void> {
    await this.afterStep()
    for (const person of this.#people) await this.#judgeRecord(person)
    await this.#judgeSecrets()
  }

  #saw(write: Write): void {
    this.#knowledge.sees(write)
    const madeAt = this.#madeAt.get(write.before?.block ?? '')
    this.#hole.sees(write, madeAt, (block) => this.#onRecord.some(({ effect }) => isFor(effect, block)))
    if (write.actor === 'api') {
      const { before, after, op } = write
      if (after.block !== null && op === 'insert') {
        this.writes.blocks++
        this.#madeAt.set(after.block, write.at)
      }
      if (op === 'delete') this.writes.removed++
      else if (after.block !== null && op !== 'insert') this.writes.moved++
      const meant = this.#onRecord.find(({ effect }) => after.block !== null && isFor(effect, after.block))
      if (meant?.minutes != null) this.#meant.set(write, meant.minutes)
      if (!this.#isOnRecord(write))
        this.#breach(6, `${op} of "${(before ?? after).title}" was not on record before`, write.owner)
    }
    this.#fingerprint = hash(`${this.#fingerprint} ${write.at} ${write.op} ${write.eventId} ${write.after.title}`)
    this.#written.push(write)
  }

  #isOnRecord({ op, before, after }: Write): boolean {
    const block = (before ?? after).block ?? after.block
    return this.#onRecord.some(({ effect }) =>
      block === null
        ? effect.kind === 'answer' && effect.answer === after.ownAnswer
        : (effect.kind === 'put_block' || (effect.kind === 'remove_block' && op === 'delete')) && isFor(effect, block),
    )
  }

  async #pending(): Promise<{ effect: Effect; minutes: number | null }[]> {
    const rows = await this.#rows<{ effect: string; minutes: number | null }>(
      sql`select o.body->'effect' as effect, f.body->>'minutes' as minutes from outbox o
        left join follow_ups f on f.person_id = o.person_id and f.id = o.body->'effect'->>'followUpId' where o.due_at is not null`,
    )
    // Who is erased and asked for it has one wish on record, for every block.
    const wished = await this.#rows<{ effect: string }>(
      sql`select json_object('kind', 'remove_block', 'followUpId', f.id) as effect from follow_ups f
        join people p on p.id = f.person_id where p.erasing_blocks`,
    )
    const all = [...rows, ...wished.map(({ effect }) => ({ effect, minutes: null }))]
    return all.map(({ effect, minutes }) => ({ effect: JSON.parse(effect), minutes }))
  }

  async #judgeWrites(): Promise<void> {
    const writes = this.#written
    this.#written = []
    const own = writes.filter((write) => write.actor === 'api' && ownAnswer(write, []) !== null)
    this.writes.answers += own.length
    const blocks = writes.filter(({ actor, op, after }) => actor === 'api' && op !== 'delete' && after.block !== null)
    for (const owner of new Set([...own, ...blocks].map((write) => write.owner))) {
      const person = this.#byAddress.get(owner)
      const state = person === undefined ? null : await this.#stateOf(person)
      if (person === undefined || state === null) continue
      for (const write of blocks)
        if (write.owner === owner)
          for (const what of wrongTimes(write, state, this.#meant.get(write))) this.#breach(10, what, person)
      const of = this.#of(person)
      of.timeZone = state.person.settings.timeZone
      of.cap = Math.max(state.person.settings.weeklyCapMinutes, ...state.weeks.values())
      for (const event of knownAt(state, this.#town.now()).events)
        if (event.networking !== true || event.standing === null || event.said?.decision === 'skip')
          of.uncharged.add(instanceId(event.target)).add(event.target.id)
    }
    for (const write of writes)
      for (const { rule, what } of this.#judge.see(write))
        if ((rule === 2 || rule === 3) && this.#hole.has(write, this.#lifeSince(write.owner))) this.owed.hole++
        else this.#breach(rule, what, write.owner)
    await this.#hole.ends(writes, async (block) => {
      const booking = await this.#rows(
        sql`select id from follow_ups where id = ${block} and body->>'state' = 'booking'`,
      )
      return booking.length > 0
    })
  }

  /** Since when whose address this is lives with Aforo as they do now; not before what comes, where that life has just begun. */
  #lifeSince(owner: string): number {
    const person = this.#byAddress.get(owner)
    if (person === undefined) return Number.NEGATIVE_INFINITY
    const { id, since } = this.#of(person)
    return id === person.id ? (since ?? 0) : Number.POSITIVE_INFINITY
  }

  #judgeMails(): void {
    for (const { rule, what } of wrongMails(this.#town, this.#mailsSeen)) this.#breach(rule, what, null)
    this.#mailsSeen = this.#town.mails.length
  }

  #judgeLog(): void {
    for (const { rule, what, personId } of this.#log.read()) this.#breach(rule, what, withId(this.#people, personId))
  }

  async #judgeKnowledge(): Promise<void> {
    const { wrong, present } = await this.#knowledge.judge(this.#log.endedWell)
    for (const person of present) {
      const of = this.#of(person)
      if (of.id !== person.id) Object.assign(of, { id: person.id, since: this.#town.timeline.now() })
    }
    for (const { rule, what, person } of wrong) this.#breach(rule, what, person)
  }

  /** What the record says of somebody's blocks is what stands; what they said they attended has its follow-up; nothing is left undone. */
  async #judgeRecord(person: Townsperson): Promise<void> {
    const state = await this.#stateOf(person)
    if (state === null) return
    const of = this.#of(person)
    for (const what of differences(this.#town, state)) this.#breach(5, what, person)
    const { events } = knownAt(state, this.#town.now())
    const all = person.accounts.flatMap(({ provider, address }) => seenIn(this.#town[provider], address))
    const shown = rule4Shown(
      all.map(({ event }) => event),
      // What stood in a calendar that is gone is shown as it was, a copy that the person made of a block as well.
      events.filter(({ calendarId }) => state.calendars.get(calendarId)?.sync.gone !== true),
    )
    for (const what of shown) this.#breach(4, what, person)
    const standing = new Map(
      person.accounts.flatMap(({ hands }) => hands.blocks().map(({ event }) => [event.block ?? '', event])),
    )
    const isOfThisLife = (block: string) => (this.#madeAt.get(block) ?? 0) >= (of.since ?? 0)
    for (const what of blocksOffRecord(state, standing, isOfThisLife, this.#town.now())) this.#breach(2, what, person)
    for (const what of leftBehind(state)) this.#breach(2, what, person)
    for (const what of overdue(state, this.#town.now())) this.#breach(9, what, person)
    this.owed.acquaintances += of.acquaintances.count
    for (const what of of.acquaintances.missing(state)) this.#breach(WRITTEN_DOWN, what, person)
  }

  /** Rule 8: exactly one where mail worked all week. */
  #judgeDigest(person: Townsperson, state: PersonState): void {
    const { timeZone } = state.person.settings
    const week = weekOf(this.#town.now().subtract({ hours: 8 * 24 }), timeZone)
    const { start, end } = weekInterval(week, timeZone)
    const [from, to] = [start.epochMilliseconds, end.epochMilliseconds]
    const { since } = this.#of(person)
    if (since === null || since > from - DAY || this.#isTroubled(person, from - DAY, to)) return
    const befell = (what: readonly { personId: string; at: number }[]) =>
      what.some(({ personId, at }) => personId === person.id && at > from - DAY && at < to + DAY)
    // An isolate that dies in the very act of sending leaves nobody who knows, and that is said.
    const isUnknown = [...state.outbox.values()].some(
      ({ state: is, body }) => is === 'unknown' && body.effect.kind === 'digest' && body.effect.week === week,
    )
    if (befell(this.#town.mailFaults) || (isUnknown && befell(this.#town.deaths))) return
    const came = this.#town.mails.filter(
      ({ personId, effect }) => personId === person.id && effect.kind === 'digest' && effect.week === week,
    )
    this.owed.digests++
    if (came.length !== 1) this.#breach(8, `${came.length} digests of ${week}, though mail worked`, person)
  }

  #isTroubled(person: Townsperson, from: number, to: number): boolean {
    const { troubled, since } = this.#of(person)
    return since === null || since > from || troubled.some((trouble) => trouble.from < to && trouble.to > from)
  }

  /** Rule 12: tokens are nowhere in the database as they were given. */
  async #judgeSecrets(): Promise<void> {
    const tables = await this.#rows<{ name: string }>(
      sql`select name from sqlite_master where type = 'table' and name not like 'sqlite%'`,
    )
    for (const { name } of tables) {
      const rows = await this.#rows<Record<string, unknown>>(sql.raw(`select * from "${name}"`))
      for (const row of rows) if (SECRETS.test(JSON.stringify(row))) this.#breach(12, `a token lies in ${name}`, null)
    }
  }

  async #stateOf({ id }: Townsperson): Promise<PersonState | null> {
    return id === null ? null : loadPerson(this.#town.database.whole, id, this.#town.now())
  }

  #rows<T>(statement: ReturnType<typeof sql>): Promise<T[]> {
    return this.#town.database.whole.all<T>(statement)
  }

  #of(person: Townsperson): Remembered {
    const of = this.#remembered.get(person)
    if (of === undefined) throw new Error('a stranger')
    return of
  }

  #breach(rule: number, what: string, whose: string | Townsperson | null): void {
    const person = typeof whose === 'string' ? this.#byAddress.get(whose) : (whose ?? undefined)
    this.breaches.push({ rule, what, at: this.#town.timeline.now(), person: person?.n ?? null })
  }
}

function titled(title: string) {
  return { title }
}

function isFor(effect: Effect, block: string): boolean {
  return 'followUpId' in effect && effect.followUpId === block
}
