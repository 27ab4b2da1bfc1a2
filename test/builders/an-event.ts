/**
 * Events as they stand in a person's Google calendar. Every field has a dull value, so that what a test sets is what matters to it:
 * `anInvitation({ start: '2026-11-24 19:00' })`, `aMeeting({ start: '2026-11-25 09:00', minutes: 300 })`.
 */
import { Temporal } from 'temporal-polyfill'
import type { JsonObject } from '../sandbox/google/call.ts'

export const ZONE = 'America/Mexico_City'

export interface EventSketch {
  title: string
  description: string
  location: string
  /** `2026-11-24 19:00` on the clock of `zone`, or `2026-11-24` for whole days. */
  start: string
  /** Of whole days one day is 1,440. */
  minutes: number
  zone: string
  /** Null: the person typed it into their own calendar. */
  organiser: { name: string; email: string } | null
  /** The person's own answer, where there is an organiser. */
  answer: 'needsAction' | 'accepted' | 'tentative' | 'declined'
  /** How many others are on the guest list. */
  otherGuests: number
  /** RRULE, EXDATE, RDATE lines; none for a single event. */
  recurrence: string[]
  /** Whatever else Google's event carries; wins over all the above. */
  google: JsonObject
}

/** An unanswered invitation that nobody would take for anything but networking, two hours of a Tuesday evening. */
export function anInvitation(with_: Partial<EventSketch> = {}): EventSketch {
  return {
    title: 'Networking CANACO: noche de negocios',
    description: 'Ronda de presentaciones de un minuto y networking abierto con empresarios. Trae tus tarjetas.',
    location: 'Salón Madero, Centro Histórico, CDMX',
    start: '2026-11-24 19:00',
    minutes: 120,
    zone: ZONE,
    organiser: { name: 'CANACO Ciudad de México', email: 'eventos@canaco-cdmx.example' },
    answer: 'needsAction',
    otherGuests: 12,
    recurrence: [],
    google: {},
    ...with_,
  }
}

/** The same, accepted: a commitment. */
export function aCommitment(with_: Partial<EventSketch> = {}): EventSketch {
  return anInvitation({ answer: 'accepted', ...with_ })
}

/** Work of the person's own that blocks an hour of time and is nobody's networking. */
export function aMeeting(with_: Partial<EventSketch> = {}): EventSketch {
  return anInvitation({
    title: 'Revisión de propuesta con cliente',
    description: '',
    location: '',
    start: '2026-11-25 10:00',
    minutes: 60,
    organiser: null,
    otherGuests: 0,
    ...with_,
  })
}

/** The sketch as Google keeps it in the calendar of `email`. */
export function googleEvent(sketch: EventSketch, email: string): JsonObject {
  const { title, description, location, organiser, answer, otherGuests, recurrence } = sketch
  const guests = Array.from({ length: otherGuests }, (_, n) => ({
    email: `invitada${n + 1}@otraempresa.example`,
    responseStatus: 'accepted',
  }))
  return {
    summary: title,
    ...(description === '' ? {} : { description }),
    ...(location === '' ? {} : { location }),
    ...timesOf(sketch),
    ...(recurrence.length === 0 ? {} : { recurrence }),
    ...(organiser === null
      ? {}
      : {
          organizer: { email: organiser.email, displayName: organiser.name },
          attendees: [{ email, responseStatus: answer }, ...guests],
        }),
    ...sketch.google,
  }
}

/** `2026-11-24 19:00` on the clock of `zone`. */
export function localTime(text: string, zone: string = ZONE): Temporal.Instant {
  return Temporal.PlainDateTime.from(text.replace(' ', 'T')).toZonedDateTime(zone).toInstant()
}

function timesOf({ start, minutes, zone }: EventSketch): JsonObject {
  if (!start.includes(' ')) {
    const last = Temporal.PlainDate.from(start).add({ days: Math.max(1, Math.round(minutes / 1440)) })
    return { start: { date: start }, end: { date: last.toString() } }
  }
  const from = localTime(start, zone)
  return {
    start: { dateTime: from.toString(), timeZone: zone },
    end: { dateTime: from.add({ minutes }).toString(), timeZone: zone },
  }
}
