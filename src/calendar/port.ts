/**
 * All that the core knows of a provider: one adapter each in `src/providers/`. Expected ends are values; an adapter throws
 * only on a bug. Foreign types, codes and quirks stay behind this door.
 */
import type { Temporal } from 'temporal-polyfill'
import type {
  Answer,
  Block,
  BlockId,
  CalendarEvent,
  Cursor,
  RemoteCalendarId,
  RemoteEventId,
  Revision,
} from './event.ts'
import type { OccurrenceTarget } from './occurrences.ts'

export interface CalendarPort {
  readonly capabilities: Capabilities
  calendars(): Promise<Read<RemoteCalendar[]>>
  /**
   * Everything since `cursor`; null asks for a full read. All pages or a failure, never a part. What ended before `since` is of no
   * interest, and is told as over: years of history must not make a calendar too large to read.
   */
  changes(calendar: RemoteCalendarId, cursor: Cursor | null, since: Temporal.Instant): Promise<Read<Changes>>
  /** Reads one of our blocks back by its derived id: how an `unknown` becomes known. */
  find(calendar: RemoteCalendarId, id: BlockId): Promise<Read<Found>>
  /** Creates the block (`absent`) or replaces what Aforo wrote there, if it is still at the revision expected. */
  put(calendar: RemoteCalendarId, block: Block, expected: Revision | 'absent'): Promise<Outcome<CalendarEvent>>
  /** `not_found`: nothing stands there under the revision's own name; whether the block stands somewhere, `find` says. */
  remove(calendar: RemoteCalendarId, id: BlockId, expected: Revision): Promise<Outcome<'removed' | 'not_found'>>
  /**
   * The person's own attendee entry and nothing else of the event. The adapter reads before it writes: when the answer there is none of
   * `before`, the person has answered meanwhile, and `revision_moved` says so (`answered_meanwhile`), as it does where there is no event to answer
   * any more (`event_gone`).
   * @param comment goes along to the organiser; null wherever `capabilities.comments` says that none is carried
   */
  answer(
    calendar: RemoteCalendarId,
    target: OccurrenceTarget,
    answer: Answer,
    before: readonly CalendarEvent['answer'][],
    comment: string | null,
  ): Promise<Outcome<CalendarEvent>>
  watch(calendar: RemoteCalendarId, request: ChannelRequest): Promise<Outcome<Channel>>
  unwatch(channel: Channel): Promise<Outcome<'stopped'>>
}

export type Read<T> = { kind: 'ok'; value: T } | { kind: 'failed'; error: ProviderError }
/** `failed`: it certainly did not happen. `unknown`: it may have; read back before repeating (rule 6). */
export type Outcome<T> = Read<T> | { kind: 'unknown'; error: ProviderError }

/**
 * After `full`, what is not listed is gone, if fold's guard agrees (rule 5). Broken items are skipped and counted. A series that was `removed` takes its
 * exceptions along; one that is `over` does not, for one of them may have been moved to a later day.
 */
export interface Changes {
  scope: 'full' | 'delta'
  events: CalendarEvent[]
  removed: RemoteEventId[]
  over: RemoteEventId[]
  /** Of a delta: series all of whose occurrences in sight were read, so that what else is known of them is missing; left out where there are none. */
  laidOut?: ReadonlySet<RemoteEventId>
  unreadable: number
  cursor: Cursor
  timeZone: string | null
}
export type Found =
  | { kind: 'there'; event: CalendarEvent }
  /** An event stands under our id that does not carry our mark: never touched. */
  | { kind: 'foreign' }
  | { kind: 'deleted' }
  | { kind: 'absent' }

/** One word the core can act on; the provider's code goes to the log, its text never (rule 12). */
export interface ProviderError {
  reason: ErrorReason
  /** Of `forbidden`: it is the account's grant that lacks a permission, whichever calendar is asked. */
  ofAccount?: true
  retryAfter?: Temporal.Duration
  code?: string
}
/** The code of `throttled` where no request was made: the account had asked to be left alone, and its time is not over. */
export const HELD_BACK = 'held_back'
export type ErrorReason =
  | 'revoked'
  | 'calendar_gone'
  | 'forbidden'
  | 'rejected' // terminal: one notice, no retry (rule 13)
  | 'cursor_expired'
  | 'revision_moved'
  | 'id_taken' // the world moved: read again, decide again
  | 'throttled'
  | 'unreachable'
  | 'malformed' // later, with backoff
  | 'too_large' // a calendar beyond the stated bound: unreadable, tried again daily

/** What a provider can do, as data. The core asks this, never which provider it is. */
export interface Capabilities {
  writes: boolean
  push: boolean
  answers: 'organiser_is_told' | 'only_recorded' | 'none'
  /** Whether an answer can carry a comment to the organiser. */
  comments: boolean
  /** Whether a block that was deleted is told from one that never was; where not, `find` says `absent` of both. */
  tellsDeleted: boolean
  /** Whether a cursor is forgotten once newer ones have followed it: then the newest has to be remembered though nothing changed. */
  cursorsAge: boolean
}

export interface RemoteCalendar {
  id: RemoteCalendarId
  name: string
  /** Null where the list does not say: then what is read of it does (`Changes.timeZone`). */
  timeZone: string | null
  role: 'owner' | 'writer' | 'reader' | 'free_busy'
  primary: boolean
  /** Shown in the person's own calendar list. */
  selected: boolean
  /** Holidays, birthdays, other people's calendars that the provider offers: never used by default. */
  auxiliary: boolean
}

export interface ChannelRequest {
  id: string
  token: string
  address: string
  /** The channel that stands, to be prolonged where the provider can; the answer then is that one, under its id. */
  before: Channel | null
}
export interface Channel {
  id: string
  /** The provider's name of what is watched; stopping needs it. */
  resourceId: string
  token: string
  expiresAt: string
}
