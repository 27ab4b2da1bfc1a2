/** getSchedule: who is free when, as digits and as items (checklist 59). */
import type { FreeBusyStatus, ScheduleInformation, ScheduleItem } from '@microsoft/microsoft-graph-types'
import { type Answer, applied, bodyObject, type Call, mayRead, ok, preferencesOf } from './call.ts'
import { asObject } from './event-body.ts'
import { shownTime, wallAt, wallIn, wallMs } from './event-time.ts'
import { type Part, partsIn } from './event-view.ts'
import { GraphError, invalidParameter } from './graph-error.ts'

const MOST_SCHEDULES = 20
const MOST_DAYS = 62
const MOST_ITEMS = 1000
const DAY = 86_400_000
const MINUTE = 60_000
const DIGITS: Record<FreeBusyStatus, number> = {
  free: 0,
  workingElsewhere: 0,
  unknown: 0,
  tentative: 1,
  busy: 2,
  oof: 3,
}
const SEVEREST: readonly number[] = [0, 1, 2, 3]

export function getSchedule(call: Call): Answer {
  mayRead(call)
  // Personal accounts have none (MG/api/calendar-getschedule; measured as a 401, LG F7).
  if (call.account.kind === 'personal')
    throw new GraphError(401, 'ErrorAccessDenied', 'The operation is not supported for this account.')
  const body = bodyObject(call)
  const preferences = preferencesOf(call)
  const schedules = Array.isArray(body.schedules) ? body.schedules.map(String) : []
  if (schedules.length === 0 || schedules.length > MOST_SCHEDULES)
    throw new GraphError(
      400,
      'ErrorInvalidRequest',
      `There are too many or no schedules: ${schedules.length} of ${MOST_SCHEDULES}.`,
    )
  const bound = (name: 'startTime' | 'endTime') => wallMs(wallIn(asObject(body[name] ?? null, name), name), false)
  const [fromMs, toMs] = [bound('startTime'), bound('endTime')]
  if (!(toMs > fromMs) || toMs - fromMs > MOST_DAYS * DAY)
    throw new GraphError(
      400,
      'ErrorInvalidTimeInterval',
      'The time duration specified for FreeBusyViewOptions.TimeWindow is invalid.',
    )
  const interval = body.availabilityViewInterval === undefined ? 30 : Number(body.availabilityViewInterval)
  if (!(interval >= 5 && interval <= 1440)) throw invalidParameter('The interval has to be from 5 to 1440 minutes.')
  const zone = preferences.zone ?? 'UTC'
  const missing = call.faults.of('schedule-missing')
  const asked = missing === undefined ? schedules : schedules.slice(0, Math.max(0, schedules.length - missing.count))
  const value = asked.map((address) => scheduleOf(call, address, fromMs, toMs, interval * MINUTE, zone))
  return ok(
    { '@odata.context': `${call.origin}/v1.0/$metadata#Collection(microsoft.graph.scheduleInformation)`, value },
    applied(preferences),
  )
}

function scheduleOf(
  call: Call,
  address: string,
  fromMs: number,
  toMs: number,
  stepMs: number,
  zone: string,
): ScheduleInformation {
  const { world } = call
  const entry = world.account(address) === undefined ? undefined : world.entry(address)
  if (entry === undefined) {
    const error = {
      message: `Unable to resolve e-mail address ${address} to an Active Directory object.`,
      responseCode: 'ErrorMailRecipientNotFound',
    }
    return { scheduleId: address, scheduleItems: null, availabilityView: '', error }
  }
  const items = [...world.calendarOf(entry).items.values()].filter((item) => item.raw === null)
  const parts = items.flatMap((item) => partsIn(item, fromMs, toMs)).toSorted((a, b) => a.startMs - b.startMs)
  if (parts.length > MOST_ITEMS) {
    const error = { message: 'The result set contains too many calendar entries.', responseCode: '5006' }
    return { scheduleId: address, scheduleItems: null, availabilityView: '', error }
  }
  const digits: number[] = []
  for (let ms = fromMs; ms < toMs; ms += stepMs) {
    const during = parts.filter((part) => part.startMs < ms + stepMs && part.endMs > ms).map(digitOf)
    digits.push(SEVEREST.findLast((digit) => during.includes(digit)) ?? 0)
  }
  return {
    scheduleId: address,
    availabilityView: digits.join(''),
    scheduleItems: parts.map((part) => itemOf(part, zone)),
  }
}

function digitOf(part: Part): number {
  return DIGITS[part.data.showAs ?? 'busy']
}

function itemOf(part: Part, zone: string): ScheduleItem {
  const { data } = part
  return {
    isPrivate: data.sensitivity === 'private',
    status: data.showAs ?? 'busy',
    subject: data.subject ?? '',
    location: data.location?.displayName ?? '',
    start: shownTime(wallAt(part.startMs, zone), false, zone),
    end: shownTime(wallAt(part.endMs, zone), false, zone),
  }
}
