/** Reading events: lists of singles and masters, views of a window, one event, the instances of a series (checklist 40-44, 51). */

import { seqOfReplica } from '../wire/replica.ts'
import {
  type Answer,
  applied,
  type Call,
  mayRead,
  ok,
  type Place,
  placeOf,
  preferencesOf,
  type Target,
  targetOf,
} from './call.ts'
import { boundMs } from './event-time.ts'
import { type ItemsAsOf, itemsAsOf, type Part, partOn, partsIn, wholeOf } from './event-view.ts'
import { invalidRequest, itemNotFound } from './graph-error.ts'
import type { CalendarRecord, Item } from './model.ts'
import { collection, entity, filterOf, ordered, paged, render, selectionOf } from './odata.ts'

const MOST_DAYS = 1825
const DAY = 86_400_000

/** `/events`: single events and series, occurrences never. */
export function listEvents(call: Call, calendarId: string | null): Answer {
  mayRead(call)
  const place = placeOf(call, calendarId)
  const items = readable(call, place.calendar).filter((item) => item.deletedAt === null)
  return listed(call, place, items.map(wholeOf), 'events', items)
}

/** `/calendarView`: what a window shows, series expanded and without their masters. */
export function viewCalendar(call: Call, calendarId: string | null): Answer {
  mayRead(call)
  const place = placeOf(call, calendarId)
  const { fromMs, toMs } = windowOf(call)
  const items = readable(call, place.calendar)
  return listed(
    call,
    place,
    items.flatMap((item) => partsIn(item, fromMs, toMs)),
    'calendarView',
    items,
  )
}

export function listInstances(call: Call, calendarId: string | null, eventId: string): Answer {
  mayRead(call)
  const target = targetOf(call, calendarId, eventId)
  const { fromMs, toMs } = windowOf(call)
  if (target.item.recurrence === null) throw invalidRequest('The event is not a series master.')
  return listed(call, target, partsIn(target.item, fromMs, toMs), 'instances', [])
}

export function getEvent(call: Call, calendarId: string | null, eventId: string): Answer {
  mayRead(call)
  const preferences = preferencesOf(call)
  const target = asOf(call, targetOf(call, calendarId, eventId))
  if (target.item.raw !== null) return ok(target.item.raw)
  const part = partMeant(target)
  const body = render(part, target.entry, preferences, selectionOf(call.query))
  return ok(entity(call, 'events', body), applied(preferences))
}

/** The occurrence an id names, or the whole. @throws GraphError 404 for an occurrence that was cancelled */
export function partMeant({ item, date }: Target): Part {
  const part = date === null ? wholeOf(item) : partOn(item, date)
  if (part === null) throw itemNotFound()
  return part
}

/** @throws GraphError 400 without both bounds, or over five years (microsoft-graph-docs#6284) */
export function windowOf(call: Call): { fromMs: number; toMs: number } {
  const fromMs = boundMs(call.query.get('startDateTime'))
  const toMs = boundMs(call.query.get('endDateTime'))
  if (toMs < fromMs) throw invalidRequest('The end of the range is before its start.')
  if (toMs - fromMs > MOST_DAYS * DAY)
    throw invalidRequest(
      `The range between the start and end dates is greater than the allowed range. Maximum number of days: ${MOST_DAYS}`,
    )
  return { fromMs, toMs }
}

/** As of which write a read sees the calendar: replication and a fault may keep it behind (checklist 49). */
export function seqToRead(call: Call, calendar: CalendarRecord): number | null {
  const { faults, world } = call
  const lagMs = world.switches.replicationDelaySeconds * 1000
  return seqOfReplica(calendar.journal, faults.of('stale-read'), lagMs, world.now())
}

export function readableItems(call: Call, calendar: CalendarRecord): ItemsAsOf {
  return itemsAsOf(calendar, seqToRead(call, calendar))
}

function readable(call: Call, calendar: CalendarRecord): Item[] {
  return readableItems(call, calendar).all()
}

/** An event read by its id is read where it was written; only the fault keeps it behind. */
function asOf(call: Call, target: Target): Target {
  if (!call.faults.has('stale-read')) return target
  const item = readableItems(call, target.calendar).get(target.item.key)
  if (item === undefined || item.deletedAt !== null) throw itemNotFound()
  return { ...target, item }
}

function listed(call: Call, place: Place, parts: Part[], of: string, items: readonly Item[]): Answer {
  const preferences = preferencesOf(call)
  const selection = selectionOf(call.query)
  const raw = items.flatMap((item) => (item.raw === null || item.deletedAt !== null ? [] : [item.raw]))
  const sound = parts.filter((part) => part.item.raw === null && filterOf(call.query)(part))
  const shown = ordered(sound, call.query).map((part) => render(part, place.entry, preferences, selection))
  const short = call.faults.of('short-list')
  const all: object[] = call.faults.has('empty-list') ? [] : [...shown, ...raw]
  const kept = short === undefined ? all : all.slice(0, Math.max(0, all.length - short.count))
  const { value, nextLink } = paged(call, kept)
  return ok(collection(call, of, value, nextLink), applied(preferences))
}
