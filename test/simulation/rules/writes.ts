/**
 * Rules 1 to 4 of design.md, section 3, by every write that took effect. Each rule follows one person's writes one at a time, and keeps of them no more
 * than it needs; the function of its number does so for a list.
 */
import { type Act, type ActsOf, actsByEvent } from './answers.ts'
import { changedAnswer, changedFields, contentOf, named, type Seen, subjectOf, type Write } from './seen.ts'
import type { Listed } from './shown.ts'

/** Takes one person's writes in the order of happening; answers with what each of them broke, in words. */
export type Follow = (write: Write) => string[]
/** Whose an account is: one person may have several. */
export type PersonOf = (owner: string) => string
export const ONE_ACCOUNT_EACH: PersonOf = (owner) => owner

/** Rule 1: only what Aforo made itself, as it made it; of everything else the person's own answer alone. */
export function rule1(writes: readonly Write[]): string[] {
  return writes.flatMap(onlyItsOwn)
}

export const onlyItsOwn: Follow = (write) => {
  const { actor, op, before, after } = write
  if (actor !== 'api') return []
  if (before === null || before.cancelled) {
    if (op !== 'insert') return [`${named(write)}: ${op} of what is not there`]
    return after.block === null ? [`${named(write)}: made something that is no block`] : []
  }
  if (before.block !== null) return after.block === before.block ? [] : [`${named(write)}: took its mark off`]
  if (op !== 'patch' && op !== 'answer') return [`${named(write)}: ${op} of an event that is not Aforo's`]
  const others = otherThanOwnAnswer(before) === otherThanOwnAnswer(after)
  return [
    ...(others ? [] : [`${named(write)}: another guest's entry changed`]),
    ...changedFields(write).map((name) => `${named(write)}: changed ${name}`),
  ]
}

function otherThanOwnAnswer({ guests }: Seen): string {
  return JSON.stringify(guests.map(({ address, answer, own, rest }) => [address, own ? null : answer, rest]))
}

/**
 * Rule 2: never doubled, never lost.
 * @param owed titles of events that were attended and whose window was open long enough; each has its one block, or the person took it away
 */
export function rule2(
  writes: readonly Write[],
  owed: readonly string[] = [],
  personOf: PersonOf = ONE_ACCOUNT_EACH,
): string[] {
  const people = new Map<string, Blocks>()
  const found = writes.flatMap((write) => rememberedOf(people, personOf(write.owner), () => new Blocks()).see(write))
  return [...found, ...notAmong([...people.values()], owed)]
}

/** What is said of events for which nobody's blocks were ever made. */
export function notAmong(blocks: readonly Blocks[], owed: readonly string[]): string[] {
  const missing = owed.filter((title) => !blocks.some((one) => one.isAbout(title)))
  return missing.map((title) => `no block for "${title}"`)
}

/** Whether Aforo can know nothing of what was made or deleted then in that account. */
export type IsBeyond = (owner: string, at: number) => boolean

/** The blocks of one person that Aforo has not taken away itself. */
export class Blocks {
  readonly #made = new Map<string, { about: string; owner: string; at: number }>()
  readonly #idsOf = new Map<string, Set<string>>()
  readonly #isBeyond: IsBeyond

  constructor(isBeyond: IsBeyond = () => false) {
    this.#isBeyond = isBeyond
  }

  see(write: Write): string[] {
    const { op, actor, eventId, after, owner, at } = write
    if (actor !== 'api') return []
    if (op === 'delete') this.#forget(eventId)
    if (op !== 'insert' || after.block === null) return []
    const about = subjectOf(after)
    const same = rememberedOf(this.#idsOf, about, () => new Set<string>())
    const others = [...same].filter((other) => {
      const made = this.#made.get(other)
      return made !== undefined && !this.#isBeyond(made.owner, made.at)
    })
    same.add(eventId)
    this.#made.set(eventId, { about, owner, at })
    return others.map((other) => `${named(write)}: a second one beside ${other}`)
  }

  /** Whether one was made for the event of that title. */
  isAbout(title: string): boolean {
    return [...this.#made.values()].some(({ about }) => about.includes(title))
  }

  #forget(eventId: string): void {
    const made = this.#made.get(eventId)
    if (made === undefined) return
    this.#made.delete(eventId)
    this.#idsOf.get(made.about)?.delete(eventId)
  }
}

/** Rule 3: what a hand touched is the hand's; a deleted block is never made again; of two answers the later one stands. */
export function rule3(
  writes: readonly Write[],
  acts: readonly Act[] = [],
  personOf: PersonOf = ONE_ACCOUNT_EACH,
): string[] {
  const people = new Map<string, Follow>()
  const actsOf = actsByEvent(acts)
  return writes.flatMap((write) => rememberedOf(people, personOf(write.owner), () => theHandWins(actsOf))(write))
}

export function theHandWins(actsOf: ActsOf, isBeyond: IsBeyond = () => false): Follow {
  const touched = new Set<string>()
  const deleted = new Map<string, Write>()
  const answeredByHand = new Map<string, number>()
  return (write) => {
    const { actor, op, eventId, before, after, at } = write
    const ours = (before ?? after).block !== null
    if (actor === 'api') {
      const found: string[] = []
      if (touched.has(eventId)) found.push(`${named(write)}: wrote over the person's hand`)
      const gone = op === 'insert' ? deleted.get(subjectOf(after)) : undefined
      if (gone !== undefined && !isBeyond(gone.owner, gone.at))
        found.push(`${named(write)}: made again what was deleted`)
      const answer = changedAnswer(write)
      const byHand = answeredByHand.get(eventId)
      const act = actsOf(eventId).findLast((one) => one.at <= at)
      if (answer !== null && byHand !== undefined && (act === undefined || act.at < byHand))
        found.push(`${named(write)}: answered "${answer}" after the person had answered`)
      return found
    }
    if (ours && before !== null) {
      if (op === 'delete') deleted.set(subjectOf(before), write)
      // Out of the bin again: the later act.
      else if (before.cancelled && !after.cancelled) deleted.delete(subjectOf(before))
      if (contentOf(before) !== contentOf(after)) touched.add(eventId)
    } else if (actor === 'human' && changedAnswer(write) !== null) answeredByHand.set(eventId, at)
    return []
  }
}

/** Rule 4: private, opaque, alone, untold. */
export function rule4(writes: readonly Write[]): string[] {
  return writes.flatMap(privateAndAlone)
}

export const privateAndAlone: Follow = (write) => {
  const { actor, op, before, after, notices } = write
  if (actor !== 'api' || (before ?? after).block === null) return []
  const wrong = notices.map(({ to }) => `${to.join(', ')} would be mailed`)
  if (op !== 'delete') {
    if (!after.private) wrong.push('is not private')
    if (after.free) wrong.push('leaves the time free')
    if (after.guests.length > 0) wrong.push('has guests')
    if (after.conference) wrong.push('has a conference')
  }
  return wrong.map((what) => `${named(write)}: ${what}`)
}

/** Rule 4: and nowhere among the events that Aforo itself speaks of. @param standing what is in the calendars; @param events what the API lists */
export function rule4Shown(standing: readonly Seen[], events: readonly Listed[]): string[] {
  // The person's own copy of a block is an event like any other, and may be shown.
  const copies = new Set(standing.flatMap(({ block, title }) => (block === null ? [title] : [])))
  const titles = new Set(
    standing.flatMap(({ block, cancelled, title }) => (block === null || cancelled ? [] : [title])),
  )
  return events
    .filter(({ title }) => titles.has(title) && !copies.has(title))
    .map(({ title }) => `a block is shown as the event "${title}"`)
}

/** What a map holds under a key; made and put there where it holds nothing yet. */
export function rememberedOf<T>(known: Map<string, T>, key: string, make: () => T): T {
  const before = known.get(key)
  if (before !== undefined) return before
  const made = make()
  known.set(key, made)
  return made
}
