/**
 * The person's events as the rest of Aforo speaks of them: occurrences with what was recognised, corrected, decided and settled. Pages, API and
 * planning read these; nothing else interprets stored items.
 */
import type { Temporal } from 'temporal-polyfill'
import type { Answer, CalendarEvent, CalendarId, EventId } from '../calendar/event.ts'
import type { OccurrenceTarget } from '../calendar/occurrences.ts'
import type { Recognition } from '../recognition/recognise.ts'
import type { ContactId } from '../relationships/contact.ts'
import type { OccurrenceBody } from './state.ts'

export interface KnownEvent {
  id: EventId
  calendarId: CalendarId
  /** What a write to this occurrence addresses. */
  target: OccurrenceTarget
  uid: string
  /** Corrections of scope series are kept under this. */
  seriesKey: string
  recurring: boolean
  title: string
  description: string
  location: string
  online: boolean
  start: Temporal.Instant
  /** Exclusive. */
  end: Temporal.Instant
  timeZone: string
  allDay: boolean
  organiser: { name: string | null; email: string | null; key: string | null; self: boolean }
  /** Others on the list; none of what is not networking (design.md, section 8). */
  guests: CalendarEvent['guests']
  /** Of what is not networking: who of the person's contacts was on the list when it was read. */
  contacts: readonly ContactId[]
  answer: Answer | 'none' | 'organiser'
  invited: boolean
  cancelled: boolean
  pending: boolean
  /** True, false, or null: below the confidence to act, so it is asked. */
  networking: boolean | null
  recognition: Recognition
  corrected: boolean
  /** Null where it is not (known to be) networking, or not the person's business: declined, cancelled. */
  standing: 'commitment' | 'hold' | 'candidate' | null
  /** Whether it takes time out of the calendar as an ordinary event of a `busy` calendar. */
  blocks: boolean
  said: OccurrenceBody | null
  link: string | null
}
