/** What Aforo keeps of an event's text follows what it is held for: dropped once it is nobody's business, read again once it is (design.md, section 8). */
import type { Temporal } from 'temporal-polyfill'
import type { CalendarId } from '../calendar/event.ts'
import { addressBook, knownSince } from '../relationships/encounters.ts'
import { itemBody } from './absorb.ts'
import { having } from './difference.ts'
import { isSynced } from './reading.ts'
import type { Item, PersonState } from './state.ts'

/** Drops text and guests of what is no longer held for networking (design.md, section 8). */
export function withoutTexts(state: PersonState): PersonState {
  let items = state.items
  for (const calendar of state.calendars.values()) {
    const kept = [...(state.items.get(calendar.id) ?? [])]
    const now = kept.map(([id, item]): [typeof id, Item] => {
      if (item.body.trimmed || item.body.recognition === null) return [id, item]
      const body = itemBody(state, calendar, item.body.event)
      return [id, body.trimmed ? { ...item, body } : item]
    })
    if (now.some(([, item], n) => item !== kept[n]?.[1])) items = having(items, calendar.id, new Map(now))
  }
  return items === state.items ? state : { ...state, items }
}

/**
 * Texts that were dropped are needed after all: the calendar is read whole once more. Without its hash the same event counts
 * as changed.
 */
export function readAgain(state: PersonState, calendarId: CalendarId): PersonState {
  const calendar = state.calendars.get(calendarId)
  const items = state.items.get(calendarId)
  if (calendar === undefined || items === undefined) return state
  return {
    ...state,
    calendars: having(state.calendars, calendarId, {
      ...calendar,
      sync: { ...calendar.sync, cursor: null, confirmAt: null },
    }),
    items: having(
      state.items,
      calendarId,
      countingAsChanged(items, ({ body }) => body.trimmed),
    ),
  }
}

/** People are written down one after the other, and a meeting with them is not over in the next hour: one whole read does for all of them. */
const WRITTEN_DOWN = { hours: 1 }

/**
 * Guests that were dropped are needed after all: who was nobody when a calendar was read is a contact by now, and a meeting with them may stand in it.
 * Calendars with such events are read whole within the hour.
 */
export function withGuestsOfNewContacts(before: PersonState, after: PersonState, now: Temporal.Instant): PersonState {
  if (after.contacts === before.contacts) return after
  const since = newlyReachableSince(before, after)
  if (since === null) return after
  const lacksGuests = ({ body, until }: Item) => body.trimmed && body.event.attendeeCount > 0 && until >= since
  let state = after
  for (const calendar of after.calendars.values()) {
    const items = state.items.get(calendar.id)
    if (items === undefined || !isSynced(state, calendar) || ![...items.values()].some(lacksGuests)) continue
    const confirmAt = calendar.sync.confirmAt ?? now.add(WRITTEN_DOWN).toString()
    state = {
      ...state,
      calendars: having(state.calendars, calendar.id, { ...calendar, sync: { ...calendar.sync, confirmAt } }),
      items: having(state.items, calendar.id, countingAsChanged(items, lacksGuests)),
    }
  }
  return state
}

/** Since when the first of those is known who can be told by an address that did not name them before; null where there is none. */
function newlyReachableSince(before: PersonState, after: PersonState): string | null {
  const book = addressBook(before.contacts.values())
  let since: string | null = null
  for (const { id, body } of after.contacts.values()) {
    const at = knownSince(body)
    if ((since === null || at < since) && body.emails.some((email) => book.get(email)?.includes(id) !== true))
      since = at
  }
  return since
}

function countingAsChanged<K>(items: ReadonlyMap<K, Item>, which: (item: Item) => boolean): Map<K, Item> {
  return new Map([...items].map(([id, item]) => [id, which(item) ? { ...item, hash: '' } : item]))
}
