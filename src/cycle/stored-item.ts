/**
 * An item as its row holds it, and how much of a person may be held in rows: they are loaded in one answer, and the items of one calendar in one
 * text, of which the database gives 10 and 5 MB (sqld, measured; `--max-response-size`, SQLITE_MAX_LENGTH).
 */
import type { CalendarEvent, RemoteEventId, Revision } from '../calendar/event.ts'
import type { Item, ItemBody } from './state.ts'

/** Bytes of the items of one calendar, and of all calendars of a person. */
export const MOST_CALENDAR_BYTES = 4_000_000
export const MOST_ITEM_BYTES = 8_000_000

/** Bytes that these take where they are stored. */
export function bytesOf(items: Iterable<Item>): number {
  let bytes = 0
  for (const item of items) bytes += Buffer.byteLength(storedItem(item)) + 1
  return bytes
}

/** What most events have in common is left out of their rows: these are half as long, and so is every load. */
const DULL_EVENT = {
  form: 'single',
  seriesId: null,
  originalStart: null,
  recurrence: [],
  status: 'confirmed',
  description: '',
  location: '',
  conferenceLink: false,
  attendeeCount: 0,
  guests: [],
  invited: false,
  answer: 'none',
  transparent: false,
  type: 'default',
  mark: null,
  visibility: 'default',
  revision: '' as Revision,
  updatedAt: null,
  link: null,
} satisfies Partial<CalendarEvent>
const DULL_RECOGNITION = { networking: false, smart: false, reasons: [] }
const DULL_BODY = { online: false, saysPending: false, trimmed: false }

/** What the row of an item says, as JSON. */
export function storedItem({ remoteId, hash, until, missingSince, body }: Item): string {
  return JSON.stringify([remoteId, hash, until, missingSince, storedBody(body)])
}

function storedBody(body: ItemBody): object {
  const { event, recognition } = body
  return {
    ...unlike(DULL_BODY, body),
    // The id is the row's.
    event: unlike({ ...DULL_EVENT, id: event.id }, event),
    recognition: recognition === null ? null : unlike(DULL_RECOGNITION, recognition),
  }
}

/** @param stored what `storedBody` left of it, whatever its column claims */
export function wholeBody(id: RemoteEventId, { event, recognition, ...rest }: ItemBody): ItemBody {
  return {
    ...DULL_BODY,
    ...rest,
    event: { ...DULL_EVENT, ...event, id },
    recognition: recognition === null ? null : { ...DULL_RECOGNITION, ...recognition },
  }
}

/** In a plain loop: a first sync does it thousands of times. */
function unlike<T extends object>(dull: Partial<T>, value: T): Partial<T> {
  const rest: Partial<T> = {}
  for (const name in value) {
    const [one, usual] = [value[name], dull[name]]
    const isEmptyAsUsual = Array.isArray(usual) && Array.isArray(one) && one.length === 0
    if (one !== usual && !isEmptyAsUsual) rest[name] = one
  }
  return rest
}
