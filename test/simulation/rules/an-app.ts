/** An app with Aforo's token that keeps no rule unless it wants to: what the judge is tried with, at either provider. */
import type { Answer } from '../../../src/calendar/event.ts'
import * as google from '../../sandbox/google/events-write.ts'
import { emptyState as emptyGoogle } from '../../sandbox/google/model.ts'
import { GoogleWorld } from '../../sandbox/google/world.ts'
import * as microsoft from '../../sandbox/microsoft/events-write.ts'
import { idOf } from '../../sandbox/microsoft/ids.ts'
import { emptyState as emptyMicrosoft, type Item } from '../../sandbox/microsoft/model.ts'
import { respond } from '../../sandbox/microsoft/respond.ts'
import { MicrosoftWorld } from '../../sandbox/microsoft/world.ts'
import type { JsonObject } from '../../sandbox/wire/control-door.ts'
import { REPLIES } from '../hands-at-microsoft.ts'

/** A block as Aforo writes it, but for what is said. */
export interface BlockGiven {
  id: string
  start?: number
  title?: string
  public?: true
  free?: true
  guests?: readonly string[]
  /** At Google alone. */
  conference?: true
}

export interface App {
  /** Answers with the event's id. */
  writes(block: BlockGiven): string
  /** An event of its own that is no block. */
  makes(title: string): string
  moves(id: string, start: number): void
  retitles(id: string, title: string): void
  hides(id: string): void
  deletes(id: string): void
  answers(id: string, answer: Answer): void
  /** The other guests are dropped from the list. */
  dropsGuests(id: string): void
}

const ACTOR = { kind: 'api', clientId: 'aforo' } as const
const MINUTES = 30
const BLOCK_PROPERTY = 'String {6a1d5e0c-52a4-4b0e-9d0b-7a3f1c8e9b42} Name AforoBlock'
/** Monday 23 November 2026, nine o'clock in Mexico City. */
export const MONDAY = Date.parse('2026-11-23T15:00:00Z')
const TITLE = 'Seguimiento: Networking CANACO'
const TEXT = 'Escribe a quienes conociste en Networking CANACO, 24 de noviembre.\nMás.'

export function googleWorld(): GoogleWorld {
  return new GoogleWorld(emptyGoogle(), () => MONDAY)
}
export function microsoftWorld(): MicrosoftWorld {
  return new MicrosoftWorld(emptyMicrosoft(), () => MONDAY)
}

export function appAtGoogle(world: GoogleWorld, account: string): App {
  const calendar = world.calendar(account)
  if (calendar === undefined) throw new Error(`no account ${account}`)
  const writing: google.Writing = {
    world,
    calendar,
    account,
    actor: { ...ACTOR, account },
    ifMatch: null,
    query: new URLSearchParams('sendUpdates=all&conferenceDataVersion=1'),
    // What Google would refuse is wanted here.
    unchecked: true,
    acceptDuplicate: false,
  }
  const at = (ms: number) => ({ dateTime: new Date(ms).toISOString(), timeZone: 'America/Mexico_City' })
  const during = (start: number) => ({ start: at(start), end: at(start + MINUTES * 60_000) })
  const patch = (id: string, body: JsonObject) => google.patchEvent(writing, id, body)
  return {
    writes({ id, start = MONDAY, title = TITLE, guests = [], ...given }) {
      google.insertEvent(writing, {
        id,
        summary: title,
        description: TEXT,
        ...during(start),
        visibility: given.public ? 'default' : 'private',
        transparency: given.free ? 'transparent' : 'opaque',
        ...(guests.length > 0 && { attendees: guests.map((email) => ({ email })) }),
        ...(given.conference && { conferenceData: { conferenceId: 'abc' } }),
        extendedProperties: { private: { aforoBlock: id } },
      })
      return id
    },
    makes: (title) => google.insertEvent(writing, { summary: title, ...during(MONDAY) }).event.id ?? '',
    moves: (id, start) => void patch(id, during(start)),
    retitles: (id, title) => void patch(id, { summary: title }),
    hides: (id) => void patch(id, { transparency: 'transparent' }),
    deletes: (id) => void google.deleteEvent(writing, id),
    answers: (id, answer) =>
      void patch(id, { attendeesOmitted: true, attendees: [{ email: account, responseStatus: answer }] }),
    dropsGuests: (id) => void patch(id, { attendees: [{ email: account }] }),
  }
}

export function appAtMicrosoft(world: MicrosoftWorld, account: string): App {
  const entry = world.entry(account)
  const owner = world.account(account)
  if (entry === undefined || owner === undefined) throw new Error(`no account ${account}`)
  const writing: microsoft.Writing = {
    world,
    calendar: world.calendarOf(entry),
    entry,
    account: owner,
    actor: { ...ACTOR, account },
    ifMatch: null,
    forgetful: false,
    losesProperties: false,
  }
  const at = (ms: number) => ({ dateTime: new Date(ms).toISOString().slice(0, 19), timeZone: 'UTC' })
  const during = (start: number) => ({ start: at(start), end: at(start + MINUTES * 60_000) })
  const found = (id: string): { item: Item; date: string | null } => {
    const there = world.locate([writing.calendar], id)
    if (there === null) throw new Error(`nothing stands under ${id}`)
    return there
  }
  const patch = (id: string, body: JsonObject) => {
    const { item, date } = found(id)
    microsoft.patchEvent(writing, item, date, body)
  }
  const idOfNew = (body: JsonObject) => idOf(microsoft.createEvent(writing, body), null, true)
  return {
    writes: ({ id, start = MONDAY, title = TITLE, guests = [], ...given }) =>
      idOfNew({
        transactionId: id,
        subject: title,
        body: { contentType: 'text', content: TEXT },
        ...during(start),
        sensitivity: given.public ? 'normal' : 'private',
        showAs: given.free ? 'free' : 'busy',
        ...(guests.length > 0 && { attendees: guests.map((address) => ({ emailAddress: { address } })) }),
        singleValueExtendedProperties: [{ id: BLOCK_PROPERTY, value: id }],
      }),
    makes: (title) => idOfNew({ subject: title, ...during(MONDAY) }),
    moves: (id, start) => patch(id, during(start)),
    retitles: (id, title) => patch(id, { subject: title }),
    hides: (id) => patch(id, { showAs: 'free' }),
    deletes(id) {
      const { item, date } = found(id)
      microsoft.deleteEvent(writing, item, date)
    },
    answers(id, answer) {
      const { item, date } = found(id)
      respond(writing, item, date, REPLIES[answer], {})
    },
    dropsGuests: (id) => patch(id, { attendees: [] }),
  }
}
