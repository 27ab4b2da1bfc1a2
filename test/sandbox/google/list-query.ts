/** The parameters of events.list, checked: which may stand beside a sync token and which may not (A3, A4, checklist 7). */

import { isZone } from '../wire/zone-time.ts'
import { invalid, notAllowedWithSyncToken, timeRangeEmpty, updatedMinTooLongAgo } from './api-error.ts'
import { type Call, flag, wholeNumber } from './call.ts'
import { queryTime } from './event-time.ts'

const DEFAULT_PAGE = 250
const LARGEST_PAGE = 2500
const EVENT_TYPES = ['birthday', 'default', 'focusTime', 'fromGmail', 'outOfOffice', 'workingLocation']
const NOT_WITH_SYNC_TOKEN = [
  'iCalUID',
  'orderBy',
  'privateExtendedProperty',
  'q',
  'sharedExtendedProperty',
  'timeMin',
  'timeMax',
  'updatedMin',
]
/** Parameters that may differ from page to page. */
const NOT_BOUND = [
  'pageToken',
  'maxResults',
  'timeZone',
  'alt',
  'prettyPrint',
  'key',
  'quotaUser',
  'fields',
  'access_token',
]
const DAY = 86_400_000

export interface ListQuery {
  pageSize: number
  pageToken: string | null
  syncToken: string | null
  singleEvents: boolean
  showDeleted: boolean
  timeMin: number | null
  timeMax: number | null
  updatedMin: number | null
  orderBy: 'startTime' | 'updated' | null
  q: string | null
  iCalUID: string | null
  privateProperties: [name: string, value: string][]
  sharedProperties: [name: string, value: string][]
  eventTypes: string[]
  timeZone: string | null
  maxAttendees: number | null
  /** What a page token is bound to: every parameter but the ones that may change from page to page. */
  boundTo: string
}

/** @throws ApiError 400 or 410 */
export function listQuery(call: Call): ListQuery {
  const { query } = call
  const syncToken = query.get('syncToken')
  const showDeleted = flag(query, 'showDeleted')
  if (syncToken !== null) {
    for (const name of NOT_WITH_SYNC_TOKEN) if (query.has(name)) throw notAllowedWithSyncToken(name)
    if (showDeleted === false) throw notAllowedWithSyncToken('showDeleted')
  }
  const singleEvents = flag(query, 'singleEvents') ?? false
  const orderBy = query.get('orderBy')
  if (orderBy !== null && orderBy !== 'startTime' && orderBy !== 'updated')
    throw invalid('Invalid value for orderBy.', 'orderBy')
  if (orderBy === 'startTime' && !singleEvents) {
    throw invalid('The requested ordering is not available for the particular query.', 'orderBy')
  }
  const timeMin = time(query, 'timeMin')
  const timeMax = time(query, 'timeMax')
  if (timeMin !== null && timeMax !== null && timeMax <= timeMin) throw timeRangeEmpty('timeMax')
  const updatedMin = time(query, 'updatedMin')
  if (updatedMin !== null && updatedMin < call.world.now() - call.world.switches.updatedMinReachDays * DAY) {
    throw updatedMinTooLongAgo()
  }
  const timeZone = query.get('timeZone')
  if (timeZone !== null && !isZone(timeZone)) throw invalid(`Invalid time zone: ${timeZone}`, 'timeZone')
  const eventTypes = query.getAll('eventTypes')
  for (const type of eventTypes) if (!EVENT_TYPES.includes(type)) throw invalid(`Invalid value: ${type}`, 'eventTypes')
  return {
    pageSize: Math.min(wholeNumber(query, 'maxResults') ?? DEFAULT_PAGE, LARGEST_PAGE),
    pageToken: query.get('pageToken'),
    syncToken,
    singleEvents,
    showDeleted: showDeleted ?? false,
    timeMin,
    timeMax,
    updatedMin,
    orderBy,
    q: query.get('q'),
    iCalUID: query.get('iCalUID'),
    privateProperties: properties(query, 'privateExtendedProperty'),
    sharedProperties: properties(query, 'sharedExtendedProperty'),
    eventTypes: eventTypes.toSorted(),
    timeZone,
    maxAttendees: wholeNumber(query, 'maxAttendees'),
    boundTo: boundTo(query),
  }
}

/** Whether a request is one of those that some say never get a sync token ([inf], a switch). */
export function isFiltered(query: ListQuery): boolean {
  const { orderBy, q, iCalUID, updatedMin, privateProperties, sharedProperties } = query
  const named = orderBy ?? q ?? iCalUID ?? updatedMin
  return named !== null || privateProperties.length + sharedProperties.length > 0
}

function boundTo(query: URLSearchParams): string {
  const pairs = [...query].filter(([name]) => !NOT_BOUND.includes(name)).map(([name, value]) => `${name}=${value}`)
  return pairs.toSorted().join('&')
}

function time(query: URLSearchParams, name: string): number | null {
  const text = query.get(name)
  return text === null ? null : queryTime(text, name)
}

function properties(query: URLSearchParams, name: string): [string, string][] {
  return query.getAll(name).map((text) => {
    const cut = text.indexOf('=')
    if (cut < 1) throw invalid(`Invalid value: ${text}`, name)
    return [text.slice(0, cut), text.slice(cut + 1)]
  })
}
