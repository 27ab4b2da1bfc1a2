/** Blocks of Aforo's that whoever leaves may want gone: those that are still to come and that nobody has touched (design.md, rules 1 and 3). */
import type { Temporal } from 'temporal-polyfill'
import type { BlockId, CalendarEvent } from '../calendar/event.ts'
import { isTouched } from '../followups/touched.ts'
import { isBefore, momentOf } from '../time/instant.ts'
import type { Calendar, FollowUp, PersonState } from './state.ts'

/** Written, or on its way and perhaps written; closing a follow-up leaves its block where it is. */
const MAY_STAND: readonly FollowUp['body']['state'][] = ['booking', 'booked', 'removing', 'done', 'dismissed']

/** Those on record in calendars of one account; how each stands there only a look can tell. */
export function blocksToCome(
  state: Pick<PersonState, 'calendars' | 'followUps'>,
  connectionId: string,
  now: Temporal.Instant,
): { id: BlockId; calendar: Calendar }[] {
  return [...state.followUps.values()].flatMap(({ id, body }) => {
    const calendar = state.calendars.get(body.calendarId)
    if (calendar?.connectionId !== connectionId || !MAY_STAND.includes(body.state)) return []
    return isBefore(now, momentOf(body.start)) ? [{ id, calendar }] : []
  })
}

/** @param event as it was read under a block's id just now */
export function isUntouchedToCome(event: CalendarEvent, now: Temporal.Instant): boolean {
  return !isTouched(event) && 'at' in event.start && isBefore(now, momentOf(event.start.at))
}
