/**
 * Whom somebody meets, in the simulated weeks: written down after an event, now and then twice because nobody answered the first time, touched,
 * merged, done business with, erased. What they were told is kept has to be there when all is over.
 */
import type { PersonState } from '../../src/cycle/state.ts'
import type { ContactId } from '../../src/relationships/contact.ts'
import type { LedgerCommand } from '../../src/relationships/ledger.ts'
import type { OutcomeId } from '../../src/relationships/outcome.ts'
import { chanceOf } from './chance.ts'
import type { Townsperson } from './townsfolk.ts'
import { hash } from './weather.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** What the person was told, by the id of the contact or outcome: there, gone, or nobody answered. */
export class Acquaintances {
  readonly #told = new Map<string, 'there' | 'gone' | 'unheard'>()
  #life: string | null = null

  async say(person: Townsperson, id: string, wish: 'there' | 'gone', command: LedgerCommand): Promise<void> {
    const life = person.id
    const answer = await person.does({ kind: 'ledger', command })
    // Who erased everything meanwhile is owed nothing of what was.
    if (life === null || person.id !== life) return
    if (this.#life !== life) this.#told.clear()
    this.#life = life
    if (answer?.kind === 'ok') this.#told.set(id, wish)
    // Nobody knows, unless they wish for what they were told is so.
    else if (answer === null && this.#told.get(id) !== wish) this.#told.set(id, 'unheard')
  }

  /** In words; nothing where all is well. */
  missing({ person, contacts, outcomes }: PersonState): string[] {
    if (person.id !== this.#life) return []
    return [...this.#told].flatMap(([id, told]) => {
      const stands = contacts.has(id as ContactId) || outcomes.has(id as OutcomeId)
      if (told === 'there' && !stands) return [`${id} was written down and is not there`]
      return told === 'gone' && stands ? [`${id} was erased and is there`] : []
    })
  }

  get count(): number {
    return [...this.#told.values()].filter((told) => told === 'there').length
  }
}

/** Lays down what comes of one event. @param after when the person comes to it */
export function layAcquaintances(
  act: (at: number, happen: () => Promise<void>) => void,
  person: Townsperson,
  known: Acquaintances,
  title: string,
  after: number,
): void {
  // A seed of its own: whom they meet changes nothing else of their life.
  const chance = chanceOf(hash(`${title} of ${person.n}, met`))
  if (!chance.hits(0.4)) return
  const ids = Array.from({ length: 1 + chance.below(4) }, (_, n) => `${person.n}-${title}-${n}` as ContactId)
  const people = ids.map((id, n) => ({
    id,
    name: `Conocida ${id}`,
    emails: [`conocida${hash(id)}@cliente.example`],
    ...(n === 0 ? { nextStep: { text: 'Mandar la propuesta', on: null } } : {}),
  }))
  const write = async () => {
    const event = await person.event(title)
    if (event === null) return
    for (const one of people)
      await known.say(person, one.id, 'there', { kind: 'capture', event: event.id, people: [one] })
  }
  act(after, write)
  if (chance.hits(0.3)) act(after + chance.below(60) * MINUTE, write)
  const [first, second] = ids
  if (first === undefined) return
  if (chance.hits(0.3)) {
    const touch = {
      id: `${first}-touch`,
      at: new Date(after).toISOString(),
      kind: 'call' as const,
      note: null,
      eventId: null,
    }
    act(after + DAY, () => known.say(person, first, 'there', { kind: 'touch', contact: first, touch }))
  }
  if (chance.hits(0.2)) {
    const id = `${first}-business` as OutcomeId
    const on = new Date(after).toISOString().slice(0, 10)
    const outcome = { kind: 'meeting' as const, contactId: first, on, amount: 100 * (1 + chance.below(1_000_000)) }
    act(after + 2 * DAY, () => known.say(person, id, 'there', { kind: 'add_outcome', id, outcome }))
  }
  if (second !== undefined && chance.hits(0.1))
    act(after + 3 * HOUR, () => known.say(person, second, 'gone', { kind: 'delete_contact', contact: second }))
}
