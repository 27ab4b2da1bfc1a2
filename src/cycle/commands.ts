/**
 * What a person can tell Aforo, from a page, the API or a one-tap link: one list for all doors. `apply` (below) is pure; the person's object
 * runs it between cycles, so that two commands never race (design.md, rule 7).
 */
import type { Answer, BlockId, CalendarId, EventId } from '../calendar/event.ts'
import type { Imported, LedgerCommand, LedgerProblem } from '../relationships/ledger.ts'
import type { ExportFile } from './export-file.ts'
import type { Restored } from './restored.ts'
import type { SettingsChange } from './settings.ts'
import type { Activity } from './state.ts'

export type Command =
  | { kind: 'decide'; event: EventId; decision: 'attend' | 'skip' | null }
  | { kind: 'answer'; event: EventId; answer: Answer }
  | { kind: 'attendance'; event: EventId; attendance: 'attended' | 'missed' | null }
  | { kind: 'correct'; event: EventId; networking: boolean | null; scope: 'event' | 'series' | 'organiser' }
  /** Takes back whatever was said, in every scope. */
  | { kind: 'forget_correction'; event: EventId }
  | { kind: 'travel'; event: EventId; minutes: number | null; scope: 'event' | 'place' }
  | { kind: 'going'; event: EventId; from: string | null; to: string | null }
  | { kind: 'ticket'; event: EventId; price: number | null }
  /** Whether Aforo may accept what this organiser sends, although the person never met them. */
  | { kind: 'allow_organiser'; event: EventId; allowed: boolean }
  | { kind: 'settings'; change: SettingsChange }
  | { kind: 'calendar'; calendar: CalendarId; busy?: boolean; candidates?: boolean; followUps?: boolean }
  | { kind: 'cap'; week: string; capMinutes: number | null }
  | {
      kind: 'close_follow_up'
      followUp: BlockId
      as: 'done' | 'dismissed'
      nextStep: string | null
      nextStepOn: string | null
    }
  | { kind: 'send_digest'; again: boolean }
  /** @param activity as it stands on record */
  | { kind: 'undo'; activity: Activity }
  | { kind: 'unsubscribe' }
  /** A file that they took along; of its activity what is not on record just so. */
  | { kind: 'import'; file: ExportFile }
  /** Whom they met and what came of it. */
  | { kind: 'ledger'; command: LedgerCommand }

/** Doors turn these into status codes and sentences. */
export type CommandResult =
  /** `imported` is of an import of contacts, one for each row; `restored` of a file taken back. */
  | { kind: 'ok'; imported?: readonly Imported[]; restored?: Restored }
  | { kind: 'missing' }
  /** `problems` goes with `unfit`. */
  | { kind: 'refused'; reason: RefusalReason; problems?: readonly LedgerProblem[] }

export type RefusalReason =
  | 'not_answerable' // no guests, the person's own event, a calendar Aforo may not write to
  | 'no_organiser_scope' // corrections by organiser never apply to platforms or the person's own domain
  | 'not_ended' // attendance of an event that has not begun
  | 'not_networking' // the command needs a networking event
  | 'calendar_not_writable' // follow-ups need a calendar Aforo may write to
  | 'calendar_not_owned'
  | 'follow_up_closed'
  | 'week_over' // the cap of a week that has passed stays what it was
  | 'too_much' // with all of the file there would be more of the person than is loaded at once
  | 'week_too_far' // a cap of its own can be given up to two years ahead
  | 'address_not_verified'
  | 'not_undoable' // what was done is no answer to an invitation
  | 'answered_since' // the answer there is another by now
  | 'out_of_reach' // the event is over, gone or called off, or its calendar cannot be written any more
  | 'digest_already_sent'
  | 'digest_unknown' // the last attempt was cut off while sending: only "send again" repeats it
  | 'unfit' // what was said of contacts or outcomes cannot be kept as it was given; all that is wrong with it goes along
  | 'invalid'
