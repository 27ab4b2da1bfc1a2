/** The sketches of `an-event.ts` as they stand in an Outlook calendar. */
import { Temporal } from 'temporal-polyfill'
import type { JsonObject } from '../sandbox/wire/control-door.ts'
import type { EventSketch } from './an-event.ts'

const RESPONSES = {
  needsAction: 'notResponded',
  accepted: 'accepted',
  tentative: 'tentativelyAccepted',
  declined: 'declined',
} as const
const SHOWN_AS = { needsAction: 'tentative', accepted: 'busy', tentative: 'tentative', declined: 'free' } as const
const DAYS = ['', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/**
 * The sketch as Exchange keeps it for the mailbox of `address`. Of recurrence, `weekly` repeats it on its own weekday without an end; what a sketch
 * says for Google alone is left out.
 */
export function outlookEvent(
  sketch: EventSketch,
  address: string,
  more: JsonObject & { weekly?: true } = {},
): JsonObject {
  const { title, description, location, organiser, answer, otherGuests } = sketch
  const { weekly = false, ...fields } = more
  const guests = Array.from({ length: otherGuests }, (_, n) =>
    guest(`invitada${n + 1}@otraempresa.example`, 'accepted'),
  )
  return {
    subject: title,
    body: { contentType: 'text', content: description },
    ...(location === '' ? {} : { location: { displayName: location } }),
    ...timesOf(sketch),
    ...(weekly ? { recurrence: everyWeekFrom(sketch.start.slice(0, 10)) } : {}),
    ...(organiser === null
      ? {}
      : {
          organizer: { emailAddress: { name: organiser.name, address: organiser.email } },
          responseStatus: { response: RESPONSES[answer] },
          showAs: SHOWN_AS[answer],
          attendees: [guest(address, RESPONSES[answer]), ...guests],
        }),
    ...fields,
  }
}

function guest(address: string, response: string): JsonObject {
  return { type: 'required', status: { response }, emailAddress: { name: address, address } }
}

function everyWeekFrom(startDate: string): JsonObject {
  const day = DAYS[Temporal.PlainDate.from(startDate).dayOfWeek] ?? ''
  const pattern = { type: 'weekly', interval: 1, daysOfWeek: [day], firstDayOfWeek: 'monday' }
  return { pattern, range: { type: 'noEnd', startDate } }
}

function timesOf({ start, minutes, zone }: EventSketch): JsonObject {
  if (!start.includes(' ')) {
    const last = Temporal.PlainDate.from(start).add({ days: Math.max(1, Math.round(minutes / 1440)) })
    const midnight = (date: string) => ({ dateTime: `${date}T00:00:00`, timeZone: zone })
    return { isAllDay: true, start: midnight(start), end: midnight(last.toString()) }
  }
  const from = Temporal.PlainDateTime.from(start.replace(' ', 'T'))
  const wall = (at: Temporal.PlainDateTime) => ({ dateTime: at.toString({ smallestUnit: 'second' }), timeZone: zone })
  return { start: wall(from), end: wall(from.add({ minutes })) }
}
