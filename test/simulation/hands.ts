/**
 * What people do to their calendars in their provider's own app, and what organisers and administrators do to them: the same words for Google and
 * Microsoft. Events are named as writes name them (`Write.eventId`); what is not there is a bug of the caller and throws.
 */
import type { Answer } from '../../src/calendar/event.ts'
import { GoogleWorld } from '../sandbox/google/world.ts'
import { GoogleHands } from './hands-at-google.ts'
import { MicrosoftHands } from './hands-at-microsoft.ts'
import type { Invited, Planted } from './planted.ts'
import type { Standing, World } from './rules/watch.ts'

/** The hands around one account. */
export interface Hands {
  readonly provider: 'google' | 'microsoft'
  /** What the account signs in with. */
  readonly address: string
  /** Id of the calendar that every account has. */
  readonly primary: string

  /** One more calendar of the account's own; answers with its id. */
  calendar(name: string): string
  /** A meeting that the person typed in; answers with its id. */
  meeting(planted: Planted): string
  /** An event that an organiser put into the calendar, with a text that nobody would take for anything but networking. */
  invitation(invited: Invited): string
  /** What stands under a title, the first where there are several; null where nothing does. */
  find(title: string): Standing | null
  /** The id of one occurrence of a series. @param start epoch milliseconds, as the series has it */
  occurrence(seriesId: string, start: number): string
  /** Aforo's blocks that stand. */
  blocks(): Standing[]
  /** What others invited the account to; a series as one. */
  invitations(): Standing[]

  /** As the person, in the provider's own app. */
  answer(id: string, answer: Answer): void
  move(id: string, start: number): void
  retitle(id: string, title: string): void
  rewrite(id: string, text: string): void
  /** Colour or category: what is no touch (rule 3). */
  recolour(id: string): void
  /** Answers with the copy's id. */
  copy(id: string): string
  moveTo(id: string, calendar: string): void
  delete(id: string): void
  /** Takes it back out of the bin. */
  undelete(id: string): void

  organiserMoves(id: string, start: number): void
  organiserRenames(id: string, title: string): void
  organiserCancels(id: string): void

  /** The zone of the primary calendar, or of the mailbox where calendars have none; events keep theirs. */
  changeZone(zone: string): void
  /** Access is taken away from every app. */
  revoke(): void
  makeReadOnly(calendar: string): void
  deleteCalendar(calendar: string): void
}

/** @throws where the world has no such account */
export function handsOf(world: World, address: string): Hands {
  return world instanceof GoogleWorld ? new GoogleHands(world, address) : new MicrosoftHands(world, address)
}
