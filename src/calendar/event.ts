/**
 * The event as every provider means it: what an adapter makes of foreign JSON, what is stored, and what the core reads.
 * Plain JSON values only, so that a row is the value: times are RFC 3339 instants in UTC or ISO dates.
 * One `CalendarEvent` is a single event, a series with its rule, or an exception of a series; `occurrences.ts` makes
 * of them the occurrences that the rest of Aforo calls events.
 */
declare const brand: unique symbol
type Branded<B extends string> = string & { readonly [brand]: B }

/** The provider's id of a calendar. */
export type RemoteCalendarId = Branded<'RemoteCalendarId'>
/** The provider's id of an event, a series or one of its instances. */
export type RemoteEventId = Branded<'RemoteEventId'>
/** A sync token, delta link or validator; opaque. */
export type Cursor = Branded<'Cursor'>
/** An etag or change key of one event; opaque. */
export type Revision = Branded<'Revision'>
/** The derived id of a block of ours (`marks.ts`). */
export type BlockId = Branded<'BlockId'>
/** Aforo's id of one occurrence: stable while its series' UID and the day of its original start are (`marks.ts`). */
export type EventId = Branded<'EventId'>
/** Aforo's id of a calendar row. */
export type CalendarId = Branded<'CalendarId'>

/** A moment in an IANA zone, or a whole day without one (an all-day event floats: RFC 5545, 3.3.4). */
export type When = { at: string; timeZone: string } | { on: string }

export type Answer = 'accepted' | 'tentative' | 'declined'

export interface CalendarEvent {
  id: RemoteEventId
  /** iCalendar UID: shared by a series and its exceptions. */
  uid: string
  form: 'single' | 'series' | 'exception'
  /** Of an exception: the series it belongs to, and when it would have started; both null otherwise. */
  seriesId: RemoteEventId | null
  originalStart: When | null
  /** Of a series: its RRULE, RDATE and EXDATE lines (RFC 5545, 3.8.5); empty otherwise. */
  recurrence: string[]
  status: 'confirmed' | 'tentative' | 'cancelled'
  title: string
  description: string
  location: string
  conferenceLink: boolean
  start: When
  /** Exclusive; for whole days the day after the last. */
  end: When
  organiser: { name: string | null; email: string | null; self: boolean }
  /** Guests listed, the person included; 0 where there are none. */
  attendeeCount: number
  /** Of them whom the person may meet: others than they, not rooms, who did not decline; a bounded number. */
  guests: readonly { name: string | null; email: string }[]
  /** True where somebody else invited the person, guests listed or hidden. */
  invited: boolean
  /** The person's own answer; `none` is unanswered or nothing to answer, `organiser` their own event with guests. */
  answer: Answer | 'none' | 'organiser'
  /** Whether the event says that it leaves the time free (RFC 5545 TRANSP). */
  transparent: boolean
  type: 'default' | 'working_location' | 'birthday' | 'out_of_office' | 'focus' | 'from_mail'
  /** The private marks of a block that Aforo wrote; null for everything else. */
  mark: BlockMark | null
  /** `default` and `public` look alike here: only what hides is kept. */
  visibility: 'default' | 'private'
  revision: Revision
  /** When the provider says the event last changed; null where it does not say. */
  updatedAt: string | null
  /** The page a person may open, given by the provider; never fetched. */
  link: string | null
}

/** What Aforo leaves on its own block so that it knows it again, also after its database was lost. */
export interface BlockMark {
  block: BlockId
  /** `contentHash` of the block as it was written: another hash now is a person's hand (design.md, rule 3). */
  content: string
}

/** A block as Aforo means to write it: private, opaque, no guests, no notifications (rule 4). */
export interface Block {
  id: BlockId
  title: string
  description: string
  start: string
  end: string
  timeZone: string
  /** Hash of all the above: left on the block, so that a person's hand shows (`followups/touched.ts`). */
  content: string
}
