/**
 * Taking an answer back (design.md, section 4): the answer before is sent, while the event can still be reached. Where there was none, "maybe" is
 * sent: no provider tells an organiser "as if I had said nothing", and a maybe promises nothing and refuses nothing.
 */
import type { Temporal } from 'temporal-polyfill'
import type { Answer } from '../calendar/event.ts'
import type { RefusalReason } from './commands.ts'
import type { Known } from './known.ts'
import type { KnownEvent } from './known-events.ts'
import { isAnswerable } from './life.ts'
import type { Activity, PersonState } from './state.ts'

export type Undo =
  /** `isStandIn`: nothing was answered before, and the answer only stands for that. */
  | { kind: 'possible'; event: KnownEvent; answer: Answer; isStandIn: boolean }
  | {
      kind: 'impossible'
      reason: Extract<RefusalReason, 'not_undoable' | 'answered_since' | 'out_of_reach'>
    }

export function undoOf(state: PersonState, known: Known, activity: Activity, now: Temporal.Instant): Undo {
  if (activity.kind !== 'answered' || activity.eventId === null) return { kind: 'impossible', reason: 'not_undoable' }
  const event = known.byId.get(activity.eventId)
  if (event === undefined || !isAnswerable(state, event, now)) return { kind: 'impossible', reason: 'out_of_reach' }
  if (event.answer !== activity.detail.answer) return { kind: 'impossible', reason: 'answered_since' }
  const { before } = activity.detail
  const answer = before === 'accepted' || before === 'declined' ? before : 'tentative'
  return { kind: 'possible', event, answer, isStandIn: before !== answer }
}

/** One act is taken back once: the same again meets its own row. */
export function undoId(activity: Pick<Activity, 'id'>): string {
  return `${UNDO}${activity.id}`
}

/** The id of what an operation takes back; null where it takes nothing back. */
export function undoneBy(opId: string): string | null {
  return opId.startsWith(UNDO) ? opId.slice(UNDO.length) : null
}

const UNDO = 'undo:'
