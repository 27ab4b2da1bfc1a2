/**
 * Everything a cycle knows of one person: what `db/` loads in one round trip and saves in another, as plain JSON values. The core reads it
 * and answers with changes; it never holds a database row or a provider's type.
 */
import type {
  Answer,
  BlockId,
  CalendarEvent,
  CalendarId,
  Cursor,
  EventId,
  RemoteCalendarId,
  RemoteEventId,
  Revision,
} from '../calendar/event.ts'
import type { OccurrenceTarget } from '../calendar/occurrences.ts'
import type { Channel, ErrorReason } from '../calendar/port.ts'
import type { Charge, SkipReason } from '../planning/shapes.ts'
import type { Correction } from '../recognition/corrections.ts'
import type { Kind } from '../recognition/kinds.ts'
import type { Recognition } from '../recognition/recognise.ts'
import type { Contact, ContactId } from '../relationships/contact.ts'
import type { ForgottenAlike } from '../relationships/forgotten.ts'
import type { Outcome, OutcomeId } from '../relationships/outcome.ts'
import type { Week } from '../time/week.ts'
import type { Settings } from './settings.ts'

/**
 * Maps keep their insertion order and their unchanged values by identity: `difference.ts` finds what a cycle changed by comparing references,
 * so a step never alters a value, it puts a new one.
 */
export interface PersonState {
  person: Person
  connections: ReadonlyMap<string, Connection>
  calendars: ReadonlyMap<CalendarId, Calendar>
  /** Events as read, by calendar; what ended before everything Aforo looks at is not loaded. */
  items: ReadonlyMap<CalendarId, ReadonlyMap<RemoteEventId, Item>>
  occurrences: ReadonlyMap<EventId, OccurrenceBody>
  /** By `scope:key`. */
  corrections: ReadonlyMap<string, Correction>
  /** Travel each way in minutes, by place; null is "as usual", said so that it is not asked again. */
  places: ReadonlyMap<string, number | null>
  /** Cap in minutes, by week. */
  weeks: ReadonlyMap<Week, number>
  followUps: ReadonlyMap<BlockId, FollowUp>
  outbox: ReadonlyMap<string, Intent>
  /** Everybody met, and what came of it: changed by `relationships/ledger.ts` alone. */
  contacts: ReadonlyMap<ContactId, Contact>
  outcomes: ReadonlyMap<OutcomeId, Outcome>
  /** What stays in the totals of those who were erased; by `forgottenKey`. */
  forgotten: ReadonlyMap<string, ForgottenAlike>
}

export interface Person {
  id: string
  name: string
  createdAt: string
  settings: Settings
  wakeBy: string | null
  epoch: number
}

export interface Connection {
  id: string
  provider: 'google' | 'microsoft' | 'caldav' | 'feed'
  subject: string
  email: string | null
  emailVerified: boolean
  scopes: string
  grant: string
  state: ConnectionState
  createdAt: string
}
export interface ConnectionState {
  /** `revoked`: the grant is dead; `limited`: a scope Aforo needs was not granted. Both wait for the person to reconnect. */
  status: 'ok' | 'revoked' | 'limited'
  since: string | null
  /** When the list of calendars is to be read again. */
  listAt: string | null
  /** Times in a row that the list could not be read; left out where it was. */
  attempts?: number
  /** Why the list cannot be read, and since when, while it is tried again; left out where it was read. */
  failure?: { reason: ErrorReason; since: string }
  /** Since when not all of the account could be read although it can be asked (`outages.ts`); left out while all can. */
  outage?: string
}

export interface Calendar {
  id: CalendarId
  connectionId: string
  remoteId: RemoteCalendarId
  name: string
  timeZone: string
  role: 'owner' | 'writer' | 'reader' | 'free_busy'
  isPrimary: boolean
  busy: boolean
  candidates: boolean
  followUps: boolean
  sync: CalendarSync
}
export interface CalendarSync {
  cursor: Cursor | null
  /** Last complete read; null before the first. */
  readAt: string | null
  /** When it is to be read without being told to. */
  pollAt: string | null
  /** A second complete read that confirms absences is due then (rule 5). */
  confirmAt: string | null
  failure: { reason: ErrorReason; since: string; attempts: number; retryAt: string | null } | null
  /** Items of the last complete read that could not be understood. */
  unreadableItems: number
  channel: Channel | null
  /** The channel before a renewal, until it was stopped. */
  oldChannel: Channel | null
  watchAt: string | null
  /** The provider no longer lists it. */
  gone: boolean
  /** Since when one list lacks it and no second one has agreed yet; left out where it is listed, or gone. */
  unlistedSince?: string
  /** When the list last lacked it, or last gave no more than reading where writing had been allowed; left out where it never did. */
  lostAt?: string
}

/** An event as stored: `event.description` is dropped once it is known not to be networking (design.md, section 8). */
export interface ItemBody {
  event: CalendarEvent
  recognition: Recognition | null
  /** What the text said that outlives the text. */
  online: boolean
  saysPending: boolean
  /** True where text and guests were dropped. */
  trimmed: boolean
  /** Contacts among organiser and guests, known before these were dropped; left out where there were none. */
  contacts?: readonly ContactId[]
}
export interface Item {
  calendarId: CalendarId
  remoteId: RemoteEventId
  hash: string
  until: string
  missingSince: string | null
  body: ItemBody
}

export interface OccurrenceBody {
  decision: 'attend' | 'skip' | null
  /** When the person last decided or answered in Aforo. */
  decidedAt: string | null
  attendance: 'presumed' | 'attended' | 'missed' | null
  attendanceAt: string | null
  travelMinutes: number | null
  /** Local times of the event's first day, 'HH:MM'. */
  goingFrom: string | null
  goingTo: string | null
  ticketPrice: number | null
  told: 'attend' | 'skip' | null
  /** When the person first answered, or took an answer back, in Aforo: from then on Aforo never answers by itself. Left out before. */
  answeredAt?: string
  /** When an answer was taken back with a "maybe" that only stands for "none": nothing is held for it until they answer anew. */
  takenBackAt?: string | null
  /** What Aforo is about to answer by itself; left out where it is not. */
  grace?: Grace
  /** Kept so that history stays readable when the event has gone. */
  seen: { title: string; start: string; end: string; organiser: string | null; series?: string } | null
  /** What it was when it was over; left out before, and of what is no networking. */
  past?: Past
}

/** A networking event that is over, as it was: what it cost and who gave it outlive the calendar. */
export interface Past {
  kind: Kind
  smart: boolean
  /** `key` as corrections have it: null of platforms and of the person's own domain. */
  organiser: { key: string | null; label: string }
  /** What it took, or would have taken, of its week: whole minutes. */
  charge: Charge
  standing: 'commitment' | 'hold' | 'candidate'
  attendance: 'presumed' | 'attended' | 'missed'
}

/** An answer of Aforo's own that waits for the person to say otherwise (`enforce.ts`). */
export interface Grace {
  answer: 'accepted' | 'declined'
  /** What was told: another reason, or another time of the event, is told anew. */
  reason: SkipReason | null
  start: string
  end: string
  since: string
  /** When Aforo answers; null where the declines of every week before the event are used up. */
  actsAt: string | null
}

export interface FollowUp {
  id: BlockId
  eventId: EventId
  body: FollowUpBody
}
export interface FollowUpBody {
  /**
   * `booking`: on its way to the calendar; `booked`: there as Aforo wrote it; `yours`: there, touched by the person;
   * `removing`: on its way out; `removed`: Aforo took it away ("no fui"); `refused`: the calendar would not take it, and it is tried again
   * now and then, or elsewhere; the rest are the person's ends.
   */
  state: 'booking' | 'booked' | 'yours' | 'removing' | 'removed' | 'refused' | 'removed_by_you' | 'done' | 'dismissed'
  generation: number
  /** UID and local day of what was attended: a series that shifts by an hour is no second meeting. */
  about: string
  calendarId: CalendarId
  start: string
  end: string
  minutes: number
  late: boolean
  /** What its text says of whom was met (`met.ts`); empty, or left out, where nobody was. */
  people?: string
  title: string
  /** The content hash of what was written last, and the revision the provider gave it. */
  content: string | null
  revision: Revision | null
  /** Aforo found nothing free when something else landed on it; said once. */
  crowded: boolean
  /** When the provider last refused to write, move or remove it for good. */
  refusedAt: string | null
  closedAt: string | null
  nextStep: string | null
  nextStepOn: string | null
  /** When it stopped taking its minutes out of the cap, unclosed; left out where it did not. */
  lapsedAt?: string
}

export interface Intent {
  opId: string
  state: 'waiting' | 'unknown' | 'done' | 'given_up'
  dueAt: string | null
  body: IntentBody
}
export interface IntentBody {
  effect: Effect
  createdAt: string
  attempts: number
  /** The port's reason of the last failure, or `mail` words of `mail/`; never a provider's text. */
  lastReason: string | null
  /** Of a block: since when its id is taken by what nobody finds. */
  takenSince?: string
  /** Calendars that could not be read when it was due; left out where it waits for none. */
  waitsFor?: readonly CalendarId[]
  endedAt: string | null
}
export type Effect =
  | { kind: 'put_block'; calendarId: CalendarId; followUpId: BlockId; eventId: EventId; expected: Revision | 'absent' }
  /** `expected` null: whether it stands there at all is to be read first. */
  | { kind: 'remove_block'; calendarId: CalendarId; followUpId: BlockId; eventId: EventId; expected: Revision | null }
  | {
      kind: 'answer'
      calendarId: CalendarId
      target: OccurrenceTarget
      eventId: EventId
      answer: Answer
      /** What may stand there without the person having changed their mind: any other answer is their later act, and wins. */
      before: readonly CalendarEvent['answer'][]
      by: 'person' | 'aforo'
      /** When the event was to begin and end as it was answered: moved since, it is another invitation. Left out of older rows. */
      at?: { start: string; end: string }
      /** Goes along to the organiser; left out where the provider carries none. */
      comment?: string
      /** Of Aforo's own answers: why, and whose invitation it is, for declines are counted by organiser. */
      own?: { reason: SkipReason | null; organiser: string }
    }
  | { kind: 'digest'; week: string; to: string }
  | { kind: 'notice'; about: NoticeAbout; connectionId: string; to: string }

/**
 * `revoked`, `limited`: the account waits for the person; `unreadable`: what was to pass has lasted a day; `calendar_gone`, `read_only`: follow-ups
 * have nowhere to go.
 */
export type NoticeAbout = 'revoked' | 'limited' | 'unreadable' | 'calendar_gone' | 'read_only'

/** An entry of what Aforo did, for the person to see. */
export interface Activity {
  id: string
  at: string
  kind: 'booked' | 'moved' | 'removed' | 'answered' | 'gave_up' | 'digest_sent' | 'notice_sent' | 'debt_lapsed'
  eventId: EventId | null
  detail: Record<string, string | number | null>
  undoneAt: string | null
}
