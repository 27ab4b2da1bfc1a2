/**
 * What happened to people's calendars, whoever's calendars they are: an event as it stands there, and every write that made it stand so. The rules
 * judge these records alone; `google.ts` and `microsoft.ts` beside this file take them down.
 */
import type { CalendarEvent } from '../../../src/calendar/event.ts'
import { canonical } from '../../sandbox/google/event-body.ts'
import type { ActorKind } from '../../sandbox/wire/sandbox-world.ts'

export type OwnAnswer = CalendarEvent['answer']

export interface Guest {
  /** Lower case. */
  address: string
  answer: Exclude<OwnAnswer, 'organiser'>
  /** The entry of the account whose calendar it is. */
  own: boolean
  /** Everything else of the entry, stably written; of the own one without its answer. Written out when asked for, as few are. */
  readonly rest: string
}

/** An event as it stands in one calendar. */
export interface Seen {
  /** The provider's id, of an occurrence its own: what the adapter calls the event. */
  id: string
  title: string
  text: string
  place: string
  /** Epoch milliseconds, NaN where nobody can read it; `2026-11-25` of whole days, whose end is the day after. */
  start: number | string
  end: number | string
  guests: readonly Guest[]
  ownAnswer: OwnAnswer
  /** Address of who organises it, lower case; empty where nobody is named. */
  organiser: string
  private: boolean
  free: boolean
  conference: boolean
  /** Deleted, or called off by its organiser. */
  cancelled: boolean
  /** The derived id of a block of Aforo's; null for everything else, a copy that a person made of a block included. */
  block: string | null
  /** By the provider's name of the field, stably written when asked for: all that the fields above do not tell, or tell only in part. */
  readonly rest: Readonly<Record<string, string>>
}

export type Operation =
  | 'insert'
  | 'import'
  | 'patch'
  | 'update'
  | 'delete'
  | 'answer'
  | 'move'
  | 'restore'
  | 'raw'
  /** Its whole calendar went. */
  | 'calendar_deleted'

/** A message that a provider sent because of a write. */
export interface Notice {
  kind: 'invitation' | 'update' | 'cancellation' | 'response'
  /** Never empty. */
  to: readonly string[]
}

export interface Write {
  at: number
  actor: ActorKind
  op: Operation
  provider: 'google' | 'microsoft'
  calendarId: string
  /** Address of the account whose calendar it is. */
  owner: string
  eventId: string
  before: Seen | null
  after: Seen
  /** Names in `rest` that the provider changes by itself in such a write: nobody's doing. */
  byItself: readonly string[]
  /** Complete when the request that wrote it has its answer. */
  notices: readonly Notice[]
  /** Ids of occurrences that stand, or are gone, by their series alone from now on, whatever they were: it was moved and begins anew, or was deleted. */
  begunAnew?: readonly string[]
}

/** Fields as texts by their names, so that two states can be compared one by one. */
export function written(fields: object): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const [name, value] of Object.entries(fields)) if (value != null) texts[name] = canonical(value)
  return texts
}

const TOLD = ['title', 'text', 'place', 'start', 'end'] as const

/** Names of what is another than before, guests apart. */
export function changedFields({ before, after, byItself }: Write): string[] {
  if (before === null) return []
  const told: string[] = TOLD.filter((name) => !Object.is(before[name], after[name]))
  const [was, is] = [before.rest, after.rest]
  const rest = new Set([...Object.keys(was), ...Object.keys(is)])
  for (const name of rest) if (was[name] !== is[name] && !byItself.includes(name)) told.push(name)
  return told
}

/** The answer that the write gave; null when it left it as it was. */
export function changedAnswer({ before, after }: Write): OwnAnswer | null {
  return before === null || before.ownAnswer === after.ownAnswer ? null : after.ownAnswer
}

/** What counts as touched (rule 3): not colour, not reminders, not the zone a time is shown in. */
export function contentOf({ start, end, title, text, place, guests, private: hidden }: Seen): string {
  return JSON.stringify([start, end, title, text, place, guests.map(({ address }) => address), hidden])
}

/** What a block was written about: its title and the line that names event and day. */
export function subjectOf({ title, text }: Seen): string {
  return `${title}\n${text.split('\n')[0]}`
}

export function named({ op, eventId, after }: Write): string {
  return `${op} ${eventId.slice(0, 60)} "${after.title}"`
}
