/** What Aforo keeps of an event's text follows what it is held for: dropped once it is nobody's business, read again once it is (design.md, section 8). */
import type { CalendarId } from '../calendar/event.ts'
import { itemBody } from './absorb.ts'
import { having } from './difference.ts'
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
 * Texts that were dropped are needed after all: the calendar is read whole once more. Clearing the hash of what was trimmed makes the same
 * event count as changed.
 */
export function readAgain(state: PersonState, calendarId: CalendarId): PersonState {
  const calendar = state.calendars.get(calendarId)
  const items = state.items.get(calendarId)
  if (calendar === undefined || items === undefined) return state
  const blank = (item: Item): Item => (item.body.trimmed ? { ...item, hash: '' } : item)
  return {
    ...state,
    calendars: having(state.calendars, calendarId, {
      ...calendar,
      sync: { ...calendar.sync, cursor: null, confirmAt: null },
    }),
    items: having(state.items, calendarId, new Map([...items].map(([id, item]) => [id, blank(item)]))),
  }
}
