/** Meetings with contacts that the calendars show are touches by themselves (design.md, section 6). */
import type { Temporal } from 'temporal-polyfill'
import type { ContactId } from '../relationships/contact.ts'
import { type SeenEvent, withSeenMeetings } from '../relationships/encounters.ts'
import { isBefore } from '../time/instant.ts'
import type { Known } from './known.ts'
import type { KnownEvent } from './known-events.ts'
import { contactsIn } from './met.ts'
import { attendedHours } from './plan.ts'
import { attendanceOf } from './settle.ts'
import type { PersonState } from './state.ts'

/** Whoever was met again in a meeting that is over need not be written down. */
export function seeMeetings(state: PersonState, known: Known, now: Temporal.Instant): PersonState {
  if (state.contacts.size === 0) return state
  const seen = known.events.flatMap((event): SeenEvent[] => {
    // The guests of what is not networking are gone; whoever of them was known is not, nor is the organiser.
    const met = [...new Set([...event.contacts, ...contactsIn(state, event)])]
    return met.length === 0 || !wasThere(state, known, event, now) ? [] : [seenEvent(state, event, met)]
  })
  const contacts = withSeenMeetings(state.contacts, seen, now, state.person.settings.timeZone)
  return contacts === state.contacts ? state : { ...state, contacts }
}

/** Networking as everywhere; of the rest what the person typed or accepted: who leaves an invitation open met nobody there. */
function wasThere(state: PersonState, known: Known, event: KnownEvent, now: Temporal.Instant): boolean {
  if (event.networking === true) return ['attended', 'presumed'].includes(attendanceOf(state, known, event, now))
  return event.answer === 'accepted' || event.answer === 'organiser' || event.organiser.self || !event.invited
}

function seenEvent(state: PersonState, event: KnownEvent, met: readonly ContactId[]): SeenEvent {
  const { start, end } = attendedHours(state, event)
  return {
    id: event.id,
    start,
    end,
    cancelled: event.cancelled,
    answer: event.answer,
    networking: event.networking === true,
    missed: event.said?.attendance === 'missed',
    with: met,
  }
}

/** Somebody is written down within this of where they were met. */
const WRITTEN_WITHIN_HOURS = 24

/** The networking event at which somebody who is written down now was met: the last that has begun, and is not over for a day; null where there is none. */
export function lastMetAt(known: Known, now: Temporal.Instant): KnownEvent | null {
  const since = now.subtract({ hours: WRITTEN_WITHIN_HOURS })
  const fits = ({ networking, standing, said, start, end }: KnownEvent) =>
    networking === true &&
    standing === 'commitment' &&
    said?.attendance !== 'missed' &&
    !isBefore(now, start) &&
    isBefore(since, end)
  return known.events.findLast(fits) ?? null
}
