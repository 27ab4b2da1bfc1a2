/** People of a journey whose account is Microsoft's: the same Aforo, another sandbox. */
import type { RemoteEventId } from '../../src/calendar/event.ts'
import { outlookEvent } from '../builders/a-graph-event.ts'
import { type EventSketch, ZONE } from '../builders/an-event.ts'
import { idOf } from '../sandbox/microsoft/ids.ts'
import type { Item } from '../sandbox/microsoft/model.ts'
import type { MicrosoftWorld } from '../sandbox/microsoft/world.ts'
import type { JsonObject } from '../sandbox/wire/control-door.ts'
import type { Browser } from './browser.ts'
import type { Journey, Person } from './journey.ts'

export interface OutlookPerson {
  person: Person
  email: string
  /** Plants an event: the person's own by their hand, an invitation by its organiser's. @param more what Graph's event carries besides */
  has(sketch: EventSketch, more?: JsonObject & { weekly?: true }): Item
  /** What stands in the default calendar now, deleted ones left out. */
  atMicrosoft(): Item[]
  /** Aforo's blocks among them. */
  blocks(): Item[]
  /** Aforo's own writes that took effect. */
  effects(): string[]
}

export function microsoftOf(journey: Journey): MicrosoftWorld {
  const { microsoft } = journey.world
  if (microsoft === null) throw new Error('a journey without Microsoft')
  return microsoft.world
}

export async function signUpAtMicrosoft(
  journey: Journey,
  email: string,
  given: { timeZone?: string; kind?: 'work' | 'personal' } = {},
): Promise<OutlookPerson> {
  const account = openOutlook(journey, email, given)
  const browser = journey.browser()
  const person = await journey.arrived(browser, email, await connectMicrosoft(journey, browser, email))
  return { ...account, person }
}

/** A mailbox without a person yet. */
export function openOutlook(
  journey: Journey,
  email: string,
  given: { timeZone?: string; kind?: 'work' | 'personal' } = {},
): Omit<OutlookPerson, 'person'> {
  const world = microsoftOf(journey)
  const account = world.createAccount(email, 'Ana Prueba', given.timeZone ?? ZONE, given.kind)
  const entry = world.entry(email)
  if (entry === undefined) throw new Error('an account without a calendar')
  const calendar = world.calendarOf(entry)
  const standing = () => [...calendar.items.values()].filter(({ deletedAt }) => deletedAt === null)
  return {
    email,
    has(sketch, more = {}) {
      const by = sketch.organiser === null ? 'human' : 'organiser'
      return world.hands.insert(entry.id, outlookEvent(sketch, account.address, more), by)
    },
    atMicrosoft: standing,
    blocks: () => standing().filter(({ data }) => data.transactionId?.startsWith('aforo')),
    effects: () =>
      world.effects.flatMap(({ actor, account: whose, op }) => (actor === 'api' && whose === email ? [op] : [])),
  }
}

/** The way to Microsoft and back; answers with where it ends. */
export async function connectMicrosoft(journey: Journey, browser: Browser, account: string): Promise<string> {
  const url = (await browser.ask('GET', '/connect/microsoft')).headers.get('location') ?? ''
  const answer = await fetch(`${journey.world.vars.MICROSOFT_ISSUER}/__sandbox/authorize`, {
    method: 'POST',
    body: JSON.stringify({ url, account }),
  })
  const { location }: { location?: string } = await answer.json()
  if (location === undefined) throw new Error(`no way back from ${url}`)
  return (await browser.ask('GET', location)).headers.get('location') ?? ''
}

/** As the adapter knows it. */
export function idAtMicrosoft(item: Item, date: string | null = null): RemoteEventId {
  return idOf(item, date, true) as RemoteEventId
}
