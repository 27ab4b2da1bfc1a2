/**
 * Folds what a calendar answered into what is known of it. A tombstone removes at once; absence from a complete read removes only when a
 * second complete read at least ten minutes later agrees, so a short or suddenly empty answer deletes nothing (design.md, rule 5).
 */
import { createHash } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import type { CalendarEvent, RemoteEventId } from './event.ts'
import type { Changes } from './port.ts'

export const ABSENCE_AGREED_AFTER = Temporal.Duration.from({ minutes: 10 })

export interface Known {
  hash: string
  missingSince: string | null
  body: { event: Pick<CalendarEvent, 'seriesId'> }
}
export interface Folded {
  /** Events whose content differs from what is known, or that were thought missing and came back. */
  changed: CalendarEvent[]
  /** No longer to be known: deleted, absent for long enough, or over. */
  removed: RemoteEventId[]
  /** Absent for the first time, from a complete read or from all that there is of its series. */
  missing: RemoteEventId[]
  /** When a second complete read is to confirm them; null when nothing is missing. */
  confirmAt: Temporal.Instant | null
}

/** @param known all that is kept of this calendar */
export function fold(known: ReadonlyMap<RemoteEventId, Known>, changes: Changes, now: Temporal.Instant): Folded {
  // Providers may list an item twice in one read; the last one is the current one.
  const listed = new Map(changes.events.map((event) => [event.id, event]))
  const removed = new Set<RemoteEventId>()
  const changed: CalendarEvent[] = []
  for (const event of listed.values()) {
    const before = known.get(event.id)
    if (before === undefined || before.missingSince !== null || before.hash !== eventHash(event)) changed.push(event)
  }
  for (const id of [...changes.removed, ...changes.over]) if (known.has(id) && !listed.has(id)) removed.add(id)
  const isWhole = changes.scope === 'full'
  if (!isWhole && changes.laidOut === undefined) return { changed, removed: [...removed], missing: [], confirmAt: null }

  const missing: RemoteEventId[] = []
  let waiting = false
  for (const [id, before] of known) {
    if (listed.has(id) || removed.has(id)) continue
    const { seriesId } = before.body.event
    if (!isWhole && (seriesId === null || changes.laidOut?.has(seriesId) !== true)) continue
    if (before.missingSince === null) missing.push(id)
    else if (Temporal.Instant.compare(Temporal.Instant.from(before.missingSince).add(ABSENCE_AGREED_AFTER), now) <= 0)
      removed.add(id)
    else waiting = true
  }
  const confirmAt = missing.length > 0 || waiting ? now.add(ABSENCE_AGREED_AFTER) : null
  return { changed, removed: [...removed], missing, confirmAt }
}

/**
 * What makes an event another one. Revisions flap without a change of content (provider-facts: Luma, CalDAV servers), so only a block of
 * ours, which is written with its revision, is compared by it.
 */
export function eventHash(event: CalendarEvent): string {
  const { revision, updatedAt: _, link: __, ...content } = event
  const text = JSON.stringify(event.mark === null ? content : { ...content, revision })
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}
