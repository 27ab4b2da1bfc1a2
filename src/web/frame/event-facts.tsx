/** When, where and whose an event is, in a line or two: the same on every page that names one. */
import type { KnownEvent } from '../../cycle/known-events.ts'
import type { Language } from '../../i18n/index.ts'
import type { Week } from '../../time/week.ts'
import { Outside } from './outside.tsx'

export type EventFactsOf = Pick<KnownEvent, 'start' | 'end' | 'allDay' | 'location' | 'online' | 'organiser'>

export function EventFacts({ event, language }: { event: EventFactsOf; language: Language }) {
  const organiser = event.organiser.name ?? event.organiser.email
  return (
    <div class="stack-tight">
      <p>
        <EventTime event={event} language={language} />
        {' · '}
        <Place event={event} language={language} />
      </p>
      {organiser !== null && !event.organiser.self && (
        <p class="quiet">
          <Outside text={language.words.organisedBy(organiser)} bound={120} />
        </p>
      )}
    </div>
  )
}

export function EventTime({
  event,
  language,
}: {
  event: Pick<EventFactsOf, 'start' | 'end' | 'allDay'>
  language: Language
}) {
  return <time datetime={event.start.toString()}>{language.formats.span(event, event.allDay)}</time>
}

export function Place({ event, language }: { event: Pick<EventFactsOf, 'location' | 'online'>; language: Language }) {
  const { place } = language.words
  return <Outside text={event.online ? place.online : event.location} bound={160} instead={place.none} />
}

/** Paths hold ids of ours, escaped all the same. */
export function eventPath(id: string, rest = ''): string {
  return `/events/${encodeURIComponent(id)}${rest}`
}

export function weekPath(week: Week): string {
  return `/?week=${week}`
}
