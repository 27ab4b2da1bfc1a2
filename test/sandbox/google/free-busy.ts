/** freebusy.query: what blocks time, per calendar, and per-calendar errors where nothing can be said (A7, checklist 28). */
import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js'
import { instantText, isZone } from '../wire/zone-time.ts'
import { invalid, required, timeRangeEmpty } from './api-error.ts'
import { type Answer, bodyObject, type Call, need, ok } from './call.ts'
import { queryTime } from './event-time.ts'
import type { CalendarRecord, GoogleEvent } from './model.ts'
import { occurrences } from './recurrence.ts'

const MOST_CALENDARS = 50

export function freeBusy(call: Call): Answer {
  need(call, 'freeBusy')
  const { timeMin, timeMax, timeZone, items } = bodyObject(call)
  if (typeof timeMin !== 'string') throw required('Missing timeMin parameter.')
  if (typeof timeMax !== 'string') throw required('Missing timeMax parameter.')
  const from = queryTime(timeMin, 'timeMin')
  const to = queryTime(timeMax, 'timeMax')
  if (to <= from) throw timeRangeEmpty('timeMax')
  const zone = typeof timeZone === 'string' ? timeZone : 'UTC'
  if (!isZone(zone)) throw invalid('Invalid time zone.', 'timeZone')
  const ids = (Array.isArray(items) ? items : []).map((item) =>
    typeof item === 'object' && item !== null && !Array.isArray(item) && typeof item.id === 'string' ? item.id : '',
  )
  const calendars: Record<string, calendar_v3.Schema$FreeBusyCalendar> = {}
  if (!call.faults.has('freebusy-missing')) {
    ids.forEach((id, index) => {
      calendars[id] = index < MOST_CALENDARS ? busyOf(call, id, from, to, zone) : refused('tooManyCalendarsRequested')
    })
  }
  const answer: calendar_v3.Schema$FreeBusyResponse = {
    kind: 'calendar#freeBusy',
    timeMin: new Date(from).toISOString(),
    timeMax: new Date(to).toISOString(),
    calendars,
  }
  return ok(answer)
}

function busyOf(call: Call, id: string, from: number, to: number, zone: string): calendar_v3.Schema$FreeBusyCalendar {
  const calendarId = id === 'primary' ? call.account : id
  const calendar = call.world.calendar(calendarId)
  const entry = call.world.entry(call.account, calendarId)
  if (calendar === undefined || entry === undefined || entry.deleted) return refused('notFound')
  const spans = busySpans(calendar, from, to).toSorted((a, b) => a.start - b.start)
  const joined: { start: number; end: number }[] = []
  for (const span of spans) {
    const last = joined.at(-1)
    if (last !== undefined && span.start <= last.end) last.end = Math.max(last.end, span.end)
    else joined.push({ ...span })
  }
  return { busy: joined.map((span) => ({ start: instantText(span.start, zone), end: instantText(span.end, zone) })) }
}

function busySpans(calendar: CalendarRecord, from: number, to: number): { start: number; end: number }[] {
  const spans: { start: number; end: number }[] = []
  const add = (start: number, end: number) => {
    if (start < to && end > from) spans.push({ start: Math.max(start, from), end: Math.min(end, to) })
  }
  for (const stored of calendar.events.values()) {
    if (!blocks(stored.event, calendar)) continue
    if (stored.event.recurrence?.length) {
      for (const one of occurrences(stored.event, calendar.timeZone, from, to)) {
        if (!calendar.events.has(one.id)) add(one.startMs, one.endMs)
      }
    } else add(stored.startMs, stored.endMs)
  }
  return spans
}

/** Transparent, cancelled and declined events, working locations and birthdays leave time free. */
function blocks(event: GoogleEvent, calendar: CalendarRecord): boolean {
  if (event.status === 'cancelled' || event.transparency === 'transparent') return false
  if (event.eventType === 'workingLocation' || event.eventType === 'birthday') return false
  const own = Array.isArray(event.attendees) ? event.attendees.find((guest) => guest.email === calendar.id) : undefined
  return own?.responseStatus !== 'declined'
}

function refused(reason: string): calendar_v3.Schema$FreeBusyCalendar {
  return { errors: [{ domain: 'global', reason }], busy: [] }
}
