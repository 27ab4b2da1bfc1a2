/**
 * Cursors of reads that brought nothing. Nothing changed is no reason to write to the database (design.md, section 2), but some providers forget a
 * cursor that newer ones have followed (`capabilities.cursorsAge`). So the newest is kept in the object's own storage, over the one that the
 * database holds: once that is another, or the storage is lost, the database's word stands, and the worst that comes of it is a whole read.
 */
import type { CalendarId, Cursor } from '../calendar/event.ts'
import type { PersonState } from '../cycle/state.ts'
import type { SmallStorage } from './access.ts'

const KEY = 'cursors'

interface Kept {
  /** What the database held. */
  over: Cursor | null
  cursor: Cursor
}

/** The state with cursors newer than the database's, and what the database holds. */
export async function withNewestCursors(
  storage: SmallStorage,
  state: PersonState,
): Promise<{ state: PersonState; saved: Map<CalendarId, Cursor | null> }> {
  const saved = new Map([...state.calendars].map(([id, { sync }]) => [id, sync.cursor]))
  const kept = (await storage.get<Record<string, Kept>>(KEY)) ?? {}
  const calendars = new Map(state.calendars)
  for (const [id, calendar] of state.calendars) {
    const newest = kept[id]
    if (newest === undefined || newest.over !== calendar.sync.cursor) continue
    calendars.set(id, { ...calendar, sync: { ...calendar.sync, cursor: newest.cursor } })
  }
  return { state: { ...state, calendars }, saved }
}

/** @param newest of calendars whose rows were not written for it */
export async function keepNewestCursors(
  storage: SmallStorage,
  saved: ReadonlyMap<CalendarId, Cursor | null>,
  newest: ReadonlyMap<CalendarId, Cursor>,
): Promise<void> {
  if (newest.size === 0) return
  const before = (await storage.get<Record<string, Kept>>(KEY)) ?? {}
  const standing = Object.entries(before).filter(([id, { over }]) => saved.get(id as CalendarId) === over)
  const added = [...newest].map(([id, cursor]): [string, Kept] => [id, { over: saved.get(id) ?? null, cursor }])
  await storage.put(KEY, Object.fromEntries([...standing, ...added]))
}
