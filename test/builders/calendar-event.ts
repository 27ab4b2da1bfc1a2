/** Calendar events as adapters make them; every field has a dull default, so what a test sets is what matters to it. */
import type { CalendarEvent, RemoteEventId, Revision, When } from '../../src/calendar/event.ts'

export type Given = Partial<Omit<CalendarEvent, 'id' | 'seriesId' | 'revision'>> & {
  id?: string
  seriesId?: string | null
  revision?: string
}

export const at = (text: string, timeZone = 'America/Mexico_City'): When => ({ at: text, timeZone })
export const on = (text: string): When => ({ on: text })

/** Ten to eleven in the morning in Mexico City, on Wednesday 3 March 2027. */
export function aSingle(given: Given = {}): CalendarEvent {
  const { id = 'single', seriesId = null, revision = '"1"', ...rest } = given
  return {
    uid: `${id}@calendar.example`,
    form: 'single',
    originalStart: null,
    recurrence: [],
    status: 'confirmed',
    title: 'Junta',
    description: '',
    location: '',
    conferenceLink: false,
    start: at('2027-03-03T16:00:00Z'),
    end: at('2027-03-03T17:00:00Z'),
    organiser: { name: null, email: 'mariana@cenit.example', self: true },
    attendeeCount: 0,
    guests: [],
    invited: false,
    answer: 'none',
    transparent: false,
    type: 'default',
    mark: null,
    visibility: 'default',
    updatedAt: null,
    link: null,
    ...rest,
    id: id as RemoteEventId,
    seriesId: seriesId as RemoteEventId | null,
    revision: revision as Revision,
  }
}

/** An accepted networking breakfast that ended at ten in the morning of that Wednesday. */
export function aBreakfast(given: Given = {}): CalendarEvent {
  return aSingle({
    id: 'breakfast',
    title: 'Desayuno de networking CANACO',
    description: 'Ronda de presentaciones para conocer empresarios y hacer negocios.',
    start: at('2027-03-03T14:00:00Z'),
    end: at('2027-03-03T16:00:00Z'),
    organiser: { name: 'CANACO', email: 'eventos@canaco.example', self: false },
    attendeeCount: 30,
    invited: true,
    answer: 'accepted',
    ...given,
  })
}

/** Every Wednesday at that hour, from 3 March 2027 on. */
export function aSeries(given: Given = {}): CalendarEvent {
  return aSingle({ id: 'series', form: 'series', recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=WE'], ...given })
}

/** @param originalStart the occurrence it stands for */
export function anException(originalStart: When, given: Given = {}): CalendarEvent {
  return aSingle({
    id: 'exception',
    uid: 'series@calendar.example',
    form: 'exception',
    seriesId: 'series',
    originalStart,
    start: originalStart,
    ...given,
  })
}
