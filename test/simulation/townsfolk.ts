/** Who lives in a town: their accounts, their zone, how they use Aforo. */
import type { Temporal } from 'temporal-polyfill'
import type { Command, CommandResult } from '../../src/cycle/commands.ts'
import { type Known, knownAt } from '../../src/cycle/known.ts'
import type { KnownEvent } from '../../src/cycle/known-events.ts'
import type { PersonState } from '../../src/cycle/state.ts'
import { loadPerson } from '../../src/db/person.ts'
import type { Report } from '../../src/person/cycle.ts'
import type { Keeper } from '../../src/person/keeper.ts'
import { connect } from './browser.ts'
import { type Hands, handsOf } from './hands.ts'
import type { Town } from './town.ts'

type Provider = Hands['provider']

/** How many calendars of which accounts; the first account is the one they sign up with. */
export interface Household {
  accounts: readonly { provider: Provider; calendars: 1 | 2 }[]
  timeZone: string
  /** Whether Aforo may answer for them. */
  enforces: boolean
}

export interface Linked {
  provider: Provider
  address: string
  hands: Hands
  /** Id of the calendar beside the one that every account has; null where there is none. */
  second: string | null
  /** Null while it is not connected. */
  connectionId: string | null
}

export class Townsperson {
  readonly n: number
  readonly household: Household
  readonly accounts: Linked[]
  /** Null before signing up, and after being erased. */
  id: string | null = null
  readonly #town: Town

  constructor(town: Town, n: number, household: Household) {
    this.#town = town
    this.n = n
    this.household = household
    this.accounts = household.accounts.map(({ provider, calendars }, at) => {
      const address = `persona${n}.${at}@despacho${n}.example`
      const world = provider === 'google' ? town.google : town.microsoft
      world.createAccount(address, `Persona ${n}`, household.timeZone)
      const hands = handsOf(world, address)
      const second = calendars === 2 ? hands.calendar('Proyectos') : null
      return { provider, address, hands, second, connectionId: null }
    })
  }

  get first(): Linked {
    const [first] = this.accounts
    if (first === undefined) throw new Error('nobody lives without an account')
    return first
  }

  /** Signs up, signs in again, or links one more account: for the doors it is one thing. @returns whether they came in */
  async connect(wanted: Linked): Promise<boolean> {
    // Who was cut off while signing up comes back the same way; by another account they would be somebody else.
    const account = this.id === null ? this.first : wanted
    const arrived = await connect(this.#town, account.provider, account.address, this.id)
    if (arrived === null) return false
    const { personId, connectionId } = arrived
    const isNew = this.id === null
    this.id = personId
    account.connectionId = connectionId
    if (isNew && this.household.enforces)
      await this.does({
        kind: 'settings',
        change: { mode: 'enforce', enforce: { allowedOrganisers: ['canaco-cdmx.example'] } },
      })
    return true
  }

  /** Tells Aforo something; null where nobody heard, for the person had to be told that it failed. */
  async does(...commands: Command[]): Promise<CommandResult | null> {
    const { id } = this
    if (id === null) return null
    return this.#heard((keeper) => keeper.act(id, commands))
  }

  async sync(): Promise<Report | null> {
    const { id } = this
    if (id === null) return null
    const synced = await this.#heard((keeper) => keeper.sync(id))
    return synced?.kind === 'ok' ? synced.report : null
  }

  async disconnect(account: Linked): Promise<void> {
    const { id } = this
    const { connectionId } = account
    if (id === null || connectionId === null) return
    const done = await this.#heard((keeper) => keeper.disconnect(id, connectionId))
    if (done === 'ok') account.connectionId = null
  }

  /** Everything goes; the doors forget them whether or not this comes to its end at once. */
  async erase(): Promise<void> {
    const { id } = this
    if (id === null) return
    await this.#heard((keeper) => keeper.erase(id))
    this.id = null
    for (const account of this.accounts) account.connectionId = null
  }

  /** As the database has them now, for whoever looks from outside. */
  async state(): Promise<{ state: PersonState; known: Known; now: Temporal.Instant } | null> {
    if (this.id === null) return null
    const now = this.#town.now()
    const state = await loadPerson(this.#town.database.whole, this.id, now)
    return state === null ? null : { state, known: knownAt(state, now), now }
  }

  /** The event of that title, as their pages show it. */
  async event(title: string): Promise<KnownEvent | null> {
    return (await this.state())?.known.events.find((one) => one.title === title) ?? null
  }

  async #heard<T>(ask: (keeper: Keeper) => Promise<T>): Promise<T | null> {
    if (this.id === null) return null
    const answer = await this.#town
      .object(this.id)
      .ask(ask)
      .catch(() => 'died' as const)
    return answer === 'died' ? null : answer
  }
}

/** Who among them is known to Aforo by that id. */
export function withId(people: readonly Townsperson[], id: unknown): Townsperson | null {
  return people.find((person) => person.id === id) ?? null
}
