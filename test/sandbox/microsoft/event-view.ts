/**
 * An item as its parts: the event itself, or a series with its occurrences and exceptions (checklist 44), and how one part is
 * shown to one reader: ids, zone and body as the `Prefer` header asks (checklist 41, 43).
 */
import type { Event } from '@microsoft/microsoft-graph-types'
import { instantText } from '../wire/zone-time.ts'
import { shownTime, spanOf, wallAt, wallMs, zoneOf } from './event-time.ts'
import { idOf, uidOf } from './ids.ts'
import type { CalendarRecord, Item, ItemData } from './model.ts'
import { datesOf } from './recurrence.ts'
import { etagOf } from './world.ts'

const DAY = 86_400_000
const PREVIEW_LENGTH = 255

export type PartType = 'singleInstance' | 'seriesMaster' | 'occurrence' | 'exception'
export interface Part {
  item: Item
  type: PartType
  /** Original date of an occurrence or exception, in the series' zone. */
  date: string | null
  data: ItemData
  changeKey: string
  startMs: number
  endMs: number
}

/** How one reader wants to see things. */
export interface Reader {
  /** By the name they used; UTC unless asked. */
  zone: string
  body: 'html' | 'text'
  immutableIds: boolean
  /** Whether private events show more than that they are there. */
  seesPrivate: boolean
}

/** What a part looks like on the wire: Microsoft's type, and what OData puts beside it. */
export type GraphEvent = Event & { '@odata.etag'?: string; '@odata.type'?: string }

/** The items of a calendar as they were after write number `seq`; null: as they are. */
export interface ItemsAsOf {
  get(key: string): Item | undefined
  all(): Item[]
  seq: number
}

export function itemsAsOf(calendar: CalendarRecord, seq: number | null): ItemsAsOf {
  if (seq === null || seq >= calendar.seq)
    return { get: (key) => calendar.items.get(key), all: () => [...calendar.items.values()], seq: calendar.seq }
  const earlier = new Map<string, Item | null>()
  // The oldest entry after that moment says what the item was then.
  for (const entry of calendar.journal.toReversed()) {
    if (entry.seq <= seq) break
    earlier.set(entry.key, entry.before)
  }
  const get = (key: string) => (earlier.has(key) ? (earlier.get(key) ?? undefined) : calendar.items.get(key))
  const all = () => [...new Set([...calendar.items.keys(), ...earlier.keys()])].flatMap((key) => get(key) ?? [])
  return { get, all, seq }
}

/** The event itself, or the series as its master. */
export function wholeOf(item: Item): Part {
  const { data, changeKey } = item
  const type = item.recurrence === null ? 'singleInstance' : 'seriesMaster'
  return { item, type, date: null, data, changeKey, ...spanOf(data) }
}

/** What a window shows of an item, masters apart: occurrences and exceptions that touch [fromMs, toMs), or the single event. */
export function partsIn(item: Item, fromMs: number, toMs: number): Part[] {
  if (item.deletedAt !== null) return []
  const whole = wholeOf(item)
  if (item.recurrence === null) return touches(whole, fromMs, toMs) ? [whole] : []
  const lengthMs = whole.endMs - whole.startMs
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10)
  // A day more on either side: dates are the series', the window is of instants.
  const dates = datesOf(item.recurrence, day(fromMs - lengthMs - DAY), day(toMs + DAY))
  const regular = dates.filter((date) => item.exceptions[date] === undefined).map((date) => partOn(item, date))
  const exceptions = Object.keys(item.exceptions).map((date) => partOn(item, date))
  return [...regular, ...exceptions].flatMap((part) => (part !== null && touches(part, fromMs, toMs) ? [part] : []))
}

/** One occurrence by its original date, or null when the series has none there (any more). */
export function partOn(item: Item, date: string): Part | null {
  if (item.recurrence === null || item.cancelled.includes(date)) return null
  const exception = item.exceptions[date]
  if (exception !== undefined) {
    const { data, changeKey } = exception
    return { item, type: 'exception', date, data, changeKey, ...spanOf(data) }
  }
  if (datesOf(item.recurrence, date, date).length === 0) return null
  const isAllDay = item.data.isAllDay === true
  const { startMs, endMs } = spanOf(item.data)
  const start = { ...item.data.start, dateTime: `${date}${item.data.start.dateTime.slice(10)}` }
  const end = isAllDay
    ? {
        ...item.data.end,
        dateTime: new Date(Date.parse(`${date}T00:00:00Z`) + endMs - startMs).toISOString().slice(0, 19),
      }
    : wallAt(wallMs(start, false) + endMs - startMs, item.data.end.timeZone)
  const data = { ...item.data, start, end }
  return { item, type: 'occurrence', date, data, changeKey: item.changeKey, ...spanOf(data) }
}

export function idOfPart(part: Part, reader: Pick<Reader, 'immutableIds'>): string {
  return idOf(part.item, part.date, reader.immutableIds)
}

/** All that delta says of an occurrence: no subject, no iCalUId, no organiser (docs-contrib#34, KP#409). */
export function stubOf(part: Part, reader: Reader): GraphEvent {
  const isAllDay = part.data.isAllDay === true
  return {
    '@odata.type': '#microsoft.graph.event',
    '@odata.etag': etagOf(part.changeKey),
    seriesMasterId: idOf(part.item, null, reader.immutableIds),
    type: 'occurrence',
    id: idOfPart(part, reader),
    start: shownTime(part.data.start, isAllDay, reader.zone),
    end: shownTime(part.data.end, isAllDay, reader.zone),
  }
}

export function showPart(part: Part, reader: Reader): GraphEvent {
  const { item, data } = part
  const isAllDay = data.isAllDay === true
  const id = idOfPart(part, reader)
  const text = textOf(data.body)
  const { start, end, body: _body, iCalUId, ...plain } = data
  const shown: GraphEvent = {
    '@odata.etag': etagOf(part.changeKey),
    id,
    createdDateTime: stamp(item.createdAt),
    lastModifiedDateTime: stamp(item.changedAt),
    changeKey: part.changeKey,
    ...plain,
    iCalUId: iCalUId ? uidOf(iCalUId, part.date) : null,
    originalStartTimeZone: data.originalStartTimeZone ?? start.timeZone,
    originalEndTimeZone: data.originalEndTimeZone ?? end.timeZone,
    seriesMasterId: part.date === null ? null : idOf(item, null, reader.immutableIds),
    type: part.type,
    webLink: `https://outlook.office365.com/owa/?itemid=${encodeURIComponent(id)}&exvsurl=1&path=/calendar/item`,
    bodyPreview: text.slice(0, PREVIEW_LENGTH),
    body:
      reader.body === 'text'
        ? { contentType: 'text', content: text }
        : { contentType: 'html', content: pageOf(data.body) },
    start: shownTime(start, isAllDay, reader.zone),
    end: shownTime(end, isAllDay, reader.zone),
    recurrence: part.type === 'seriesMaster' ? item.recurrence : null,
    ...(part.date === null ? {} : { originalStart: originalStartOf(part, part.date) }),
  }
  return data.sensitivity === 'private' && !reader.seesPrivate ? withheld(shown) : shown
}

/** Where an occurrence would have begun, as an instant. */
function originalStartOf({ item }: Part, date: string): string {
  const wall = { ...item.data.start, dateTime: `${date}${item.data.start.dateTime.slice(10)}` }
  return instantText(wallMs(wall, item.data.isAllDay === true), 'UTC')
}

/** The day an occurrence of the series would begin on that starts at this instant. */
export function dateOn(item: Item, ms: number): string {
  return wallAt(ms, zoneOf(item.data.start)).dateTime.slice(0, 10)
}

function touches(part: { startMs: number; endMs: number }, fromMs: number, toMs: number): boolean {
  if (part.startMs === part.endMs) return part.startMs >= fromMs && part.startMs < toMs
  return part.startMs < toMs && part.endMs > fromMs
}

function stamp(ms: number): string {
  return new Date(ms).toISOString().replace(/\.(\d{3})Z$/, '.$10000Z')
}

/** Bodies come as whole pages, whatever they were written as (public recordings). */
function pageOf({ contentType, content }: ItemData['body']): string {
  if (content === '') return ''
  const inner =
    contentType === 'html'
      ? (/<body[^>]*>([\s\S]*)<\/body>/i.exec(content)?.[1] ?? content)
      : `<div class="PlainText">${escaped(content).replace(/\r?\n/g, '<br>\r\n')}</div>`
  const meta = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
  return `<html><head>\r\n${meta}</head><body>\r\n${inner.trim()}\r\n</body></html>\r\n`
}

/** As text: lines end in CR LF, whatever they were written with. */
function textOf({ contentType, content }: ItemData['body']): string {
  if (contentType === 'text') return content.replace(/\r?\n/g, '\r\n')
  const body = /<body[^>]*>([\s\S]*)<\/body>/i.exec(content)?.[1] ?? content
  return body
    .replace(/\r?\n/g, ' ')
    .replace(/<br\s*\/?>|<\/p>|<\/div>/gi, '\r\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .trim()
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}

function withheld(event: GraphEvent): GraphEvent {
  const nothing = { contentType: 'html', content: '' } as const
  return {
    ...event,
    subject: 'Private Appointment',
    body: nothing,
    bodyPreview: '',
    attendees: [],
    location: null,
    locations: [],
  }
}
