/**
 * What Aforo knows against what stands (faults.md, N8): after quiet days every event of a calendar that it reads is known as it stands there, and nothing
 * else is. A lost change shows here, whatever lost it. Of series, which each provider tells in its own way, nothing is said.
 */
import { Temporal } from 'temporal-polyfill'
import type { When } from '../../src/calendar/event.ts'
import { isSynced } from '../../src/cycle/reading.ts'
import type { PersonState } from '../../src/cycle/state.ts'
import { windowAt } from '../../src/cycle/window.ts'
import type { Seen } from './rules/seen.ts'
import { seenIn } from './rules/watch.ts'
import type { Town } from './town.ts'

/** In words; none where they agree. To be asked when nothing is under way and everything was read a moment ago. */
export function differences(town: Town, state: PersonState): string[] {
  const found: string[] = []
  const standing = [...seenIn(town.google), ...seenIn(town.microsoft)]
  const window = windowAt(town.now())
  // What ends as the window begins may be known or not.
  const [since, until] = [window.start.add({ hours: 48 }).epochMilliseconds, window.end.epochMilliseconds]
  for (const calendar of state.calendars.values()) {
    if (!isSynced(state, calendar) || calendar.sync.failure !== null || calendar.sync.readAt === null) continue
    const there = new Map(
      standing
        .filter(({ calendarId, event }) => calendarId === calendar.remoteId && isSingle(event) && !event.cancelled)
        .map(({ event }) => [event.id, event]),
    )
    const account = standing.find(({ calendarId }) => calendarId === calendar.remoteId)?.owner
    const isLied = account !== undefined && town.wasLiedTo(account)
    const known = state.items.get(calendar.id) ?? new Map<never, never>()
    for (const { remoteId, missingSince, body } of known.values()) {
      const { title, form, end, status } = body.event
      const isOver = Number(momentOf(end)) < since || status === 'cancelled'
      if (form === 'single' && missingSince === null && !isOver && !there.has(remoteId))
        found.push(`"${title}" is known and does not stand`)
    }
    for (const [id, { title, start, end, ownAnswer }] of there) {
      if (typeof start !== 'number' || typeof end !== 'number' || end < since || start > until) continue
      const event = known.get(id as never)?.body.event
      if (event === undefined && !isLied) found.push(`"${title}" stands and is not known`)
      if (event === undefined) continue
      if (momentOf(event.start) !== start) found.push(`"${title}" stands at another time than is known`)
      else if (ANSWERS.includes(ownAnswer) && event.answer !== ownAnswer)
        found.push(`"${title}" is answered "${ownAnswer}", and "${event.answer}" is known`)
    }
  }
  return found
}

const ANSWERS: readonly Seen['ownAnswer'][] = ['accepted', 'tentative', 'declined']

function isSingle({ rest }: Seen): boolean {
  return !('recurrence' in rest) && !('recurringEventId' in rest)
}

function momentOf(when: When): number | string {
  return 'on' in when ? when.on : Temporal.Instant.from(when.at).epochMilliseconds
}
