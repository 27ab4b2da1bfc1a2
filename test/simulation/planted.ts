/** Events that come into somebody's calendar, as the simulation speaks of them: instants and minutes, whichever provider. */
import { Temporal } from 'temporal-polyfill'
import type { Answer } from '../../src/calendar/event.ts'
import { aMeeting, anInvitation, type EventSketch } from '../builders/an-event.ts'

/** An event to come; the provider draws its id. */
export interface Planted {
  title: string
  /** Epoch milliseconds, a whole minute. */
  start: number
  minutes: number
  /** IANA; the account's own unless said. */
  zone?: string
  /** Once a week from then on, without an end. */
  weekly?: true
  /** The primary one unless said. */
  calendar?: string
}
export interface Invited extends Planted {
  organiser: { name: string; email: string }
  /** iCalendar UID; what the provider makes of the event's id unless said. */
  uid?: string
  /** The person's own answer; none unless said. */
  answer?: Answer
}

export function meetingOf(planted: Planted, accountZone: string): EventSketch {
  const { title, minutes } = planted
  return aMeeting({ title, minutes, ...startOf(planted, accountZone) })
}

export function invitationOf(invited: Invited, accountZone: string): EventSketch {
  const { title, minutes, organiser, answer = 'needsAction' } = invited
  return anInvitation({ title, minutes, organiser, answer, ...startOf(invited, accountZone) })
}

function startOf({ start, zone }: Planted, accountZone: string): Pick<EventSketch, 'start' | 'zone'> {
  const own = zone ?? accountZone
  const local = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(own).toPlainDateTime()
  return { start: local.toString({ smallestUnit: 'minute' }).replace('T', ' '), zone: own }
}
