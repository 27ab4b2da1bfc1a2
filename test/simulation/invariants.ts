/**
 * The rules of design.md, section 3, as far as they can be judged from outside: by what really happened to the calendars (every write with its
 * author, before and after), the mail that arrived, and what the API answers. One function for each rule, by its number, in `rules/`; it answers with
 * the violations in words, none when the rule holds. Journeys and simulation use the same ones. Rule 15 (fetched addresses) shows outside only in what
 * it prevents: the address check's own tests judge it. Of rule 6 (intent first) a repeated effect shows; the crash journeys judge the rest.
 */
import type { EventShape, FollowUpShape, PlanShape } from '../../src/api/schemas.ts'
import type { Message } from '../sandbox/mailbox/store.ts'
import { type Act, type Limits, saidOnce, underTheCap } from './rules/answers.ts'
import { rule8, rule13, rule14 } from './rules/mails.ts'
import type { Seen, Write } from './rules/seen.ts'
import { rule7, rule10 } from './rules/shown.ts'
import {
  Blocks,
  type Follow,
  type IsBeyond,
  notAmong,
  ONE_ACCOUNT_EACH,
  onlyItsOwn,
  type PersonOf,
  privateAndAlone,
  rememberedOf,
  rule4Shown,
  theHandWins,
} from './rules/writes.ts'

export interface Breach {
  rule: number
  what: string
}

interface Judged {
  blocks: Blocks
  hand: Follow
  cap: Follow | null
}

/** Rules 1 to 4, 6 and 7 as life goes on: each write once, in the order of happening, at a cost that does not grow with the years. */
export class Judge {
  readonly #people = new Map<string, Judged>()
  readonly #acts = new Map<string, Act[]>()
  readonly #personOf: PersonOf
  readonly #limitsOf: (person: string) => Limits | null

  /**
   * @param given `personOf`: whose an account is, by its address; each is a person of its own unless said. `limitsOf`: what the person's own
   *   answers are judged by; null, as unless said, where nothing of it is known
   */
  constructor(given: { personOf?: PersonOf; limitsOf?: (person: string) => Limits | null } = {}) {
    this.#personOf = given.personOf ?? ONE_ACCOUNT_EACH
    this.#limitsOf = given.limitsOf ?? (() => null)
  }

  /** The person answers in Aforo. To be told before the write that comes of it. */
  act(act: Act): void {
    rememberedOf(this.#acts, act.eventId, (): Act[] => []).push(act)
  }

  see(write: Write): Breach[] {
    const { blocks, hand, cap } = this.#judged(this.#personOf(write.owner))
    return [
      ...breaches(1, onlyItsOwn(write)),
      ...breaches(2, blocks.see(write)),
      ...breaches(3, hand(write)),
      ...breaches(4, privateAndAlone(write)),
      ...breaches(6, saidOnce(write)),
      ...breaches(7, cap?.(write) ?? []),
    ]
  }

  /** Rule 2, never lost. @param owed titles of events whose block the person, or where none is named anybody, must have had by now */
  lost(owed: readonly string[], person: string | null = null): Breach[] {
    const people = person === null ? [...this.#people.values()] : [this.#judged(person)]
    return breaches(
      2,
      notAmong(
        people.map(({ blocks }) => blocks),
        owed,
      ),
    )
  }

  #judged(person: string): Judged {
    return rememberedOf(this.#people, person, () => {
      const actsOf = (eventId: string) => this.#acts.get(eventId) ?? []
      const limits = this.#limitsOf(person)
      // Whoever erased everything and came back with another account has blocks that nobody remembers.
      const isBeyond: IsBeyond = (owner, at) => limits?.knows?.(owner) === false && at < (limits.since ?? 0)
      return {
        blocks: new Blocks(isBeyond),
        hand: theHandWins(actsOf, isBeyond),
        cap: limits === null ? null : underTheCap(limits, actsOf),
      }
    })
  }
}

/**
 * Everything that a finished stretch of one person's life, or of several people's with different events, must satisfy.
 * @param seen `standing`: what is in their calendars now
 */
export function violations(seen: {
  writes: readonly Write[]
  standing: readonly Seen[]
  mails: readonly Message[]
  appUrl: string
  personOf?: PersonOf
  owed?: readonly string[]
  acts?: readonly Act[]
  events?: readonly EventShape[]
  plans?: readonly PlanShape[]
  followUps?: readonly FollowUpShape[]
}): string[] {
  const { writes, standing, mails, appUrl, owed = [], acts = [], events = [], plans = [], followUps = [] } = seen
  const judge = new Judge(seen)
  for (const act of acts) judge.act(act)
  const found = [
    ...writes.flatMap((write) => judge.see(write)),
    ...judge.lost(owed),
    ...breaches(4, rule4Shown(standing, events)),
    ...breaches(7, plans.flatMap(rule7)),
    ...breaches(8, rule8(mails)),
    ...breaches(10, rule10([...events, ...followUps])),
    ...breaches(13, rule13(mails)),
    ...breaches(14, rule14(mails, appUrl)),
  ]
  return found.map(({ rule, what }) => `rule ${rule}: ${what}`)
}

function breaches(rule: number, found: readonly string[]): Breach[] {
  return found.map((what) => ({ rule, what }))
}
