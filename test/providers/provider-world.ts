/** What the port's suite needs of a provider's sandbox, whichever it is: one account with one empty calendar, and hands other than Aforo's. */
import type { BlockId, RemoteCalendarId, RemoteEventId } from '../../src/calendar/event.ts'
import type { CalendarPort } from '../../src/calendar/port.ts'
import type { ProviderAccount } from '../../src/providers/request.ts'
import type { EventSketch } from '../builders/an-event.ts'

export const EMAIL = 'mariana@cenit.example'

/** Faults that every sandbox has. */
export type SharedFault =
  | 'status'
  | 'commit-then-drop'
  | 'commit-then-status'
  | 'drop-before'
  | 'truncated-json'
  | 'not-json'
  | 'repeat-page'
  | 'withhold-cursor'
  | 'expire-cursors'
export interface FaultDetails {
  status?: number
  reason?: string
  retryAfter?: string
  times?: number
  match?: { method: string }
}

export interface ProviderWorld {
  calendar: RemoteCalendarId
  /** Everything before is gone. @returns an access token */
  begin(): string
  /** @param apiUrl another server's than the sandbox's */
  port(account: Omit<ProviderAccount, 'apiUrl'>, apiUrl?: string): CalendarPort
  plant(sketch: EventSketch): RemoteEventId
  /** By the organiser. */
  retitle(id: RemoteEventId, title: string): void
  drop(id: RemoteEventId): void
  /** The person's answer, by their own hand. */
  answers(id: RemoteEventId, answer: 'accepted' | 'declined'): void
  /** Address and answer of each guest. */
  answersOf(id: RemoteEventId): [email: string, answer: string][]
  editBlock(id: BlockId, title: string): void
  dropBlock(id: BlockId): void
  /** The derived ids of what stands in the calendar. */
  blocks(): BlockId[]
  mails(): number
  fault(kind: SharedFault, details?: FaultDetails): void
  close(): Promise<void>
}
