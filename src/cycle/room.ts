/**
 * How much of a calendar there is room for: bytes in rows, which one answer of the database has to hold, and occurrences, which a cycle has to bear
 * (design.md, section 2: beyond it a calendar is `too_large`).
 */
import type { Temporal } from 'temporal-polyfill'
import type { CalendarId, RemoteEventId } from '../calendar/event.ts'
import { areTooMany } from '../calendar/occurrences.ts'
import { having } from './difference.ts'
import type { Calendar, Item, PersonState } from './state.ts'
import { bytesOf, MOST_CALENDAR_BYTES, MOST_ITEM_BYTES } from './stored-item.ts'
import { windowAt } from './window.ts'

/** Longest description where all of them as they are would be too much: enough to say what an event is, and whom it is for. */
const SHORT_DESCRIPTION = 1_000

/**
 * With shorter descriptions in this calendar where nothing else helps; null where that does not help either.
 * @param before what was known of it: to become smaller is never too much
 */
export function withinBytes(
  state: PersonState,
  id: CalendarId,
  before: ReadonlyMap<RemoteEventId, Item>,
): PersonState | null {
  if (fitsInRows(state, id)) return state
  const items = new Map([...(state.items.get(id) ?? [])].map(([remoteId, item]) => [remoteId, withShortText(item)]))
  const shorter = { ...state, items: having(state.items, id, items) }
  return fitsInRows(shorter, id) || bytesOf(items.values()) <= bytesOf(before.values()) ? shorter : null
}

function fitsInRows({ items }: PersonState, id: CalendarId): boolean {
  const own = bytesOf(items.get(id)?.values() ?? [])
  if (own > MOST_CALENDAR_BYTES) return false
  const others = [...items].filter(([other]) => other !== id)
  return others.reduce((sum, [, one]) => sum + bytesOf(one.values()), own) <= MOST_ITEM_BYTES
}

/** It was recognised by all of its text. A block of ours keeps every letter: by these a hand shows. */
function withShortText(item: Item): Item {
  const { body } = item
  const { description } = body.event
  if (body.recognition === null || description.length <= SHORT_DESCRIPTION) return item
  const short = description.slice(0, SHORT_DESCRIPTION).toWellFormed()
  return { ...item, body: { ...body, event: { ...body.event, description: short } } }
}

/** Whether its series repeat more often than is looked at; of a calendar whose events have no use nothing is laid out. */
export function isTooMuch(
  { items, person }: PersonState,
  { id, busy, candidates }: Calendar,
  now: Temporal.Instant,
): boolean {
  if (!busy && !candidates) return false
  const events = [...(items.get(id)?.values() ?? [])].map(({ body }) => body.event)
  return areTooMany(events, windowAt(now), person.settings.timeZone)
}
