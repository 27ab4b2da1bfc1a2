/** calendarList, calendars and settings: the list with its pages and sync token, and calendars made and dropped (A2). */
import { createHash } from 'node:crypto'
import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js'
import { isZone } from '../wire/zone-time.ts'
import {
  conditionNotMet,
  deadSyncToken,
  forbidden,
  invalid,
  notAllowedWithSyncToken,
  notFound,
  refusal,
  required,
} from './api-error.ts'
import { type Answer, bodyObject, type Call, calendarOf, flag, NO_CONTENT, need, ok, wholeNumber } from './call.ts'
import { ACCESS_ROLES, type CalendarRecord, eventIdFrom, type ListEntry } from './model.ts'
import { positionOf, syncTokenFor } from './sync-token.ts'

const DEFAULT_PAGE = 100
const LARGEST_PAGE = 250

export function listCalendars(call: Call): Answer {
  need(call, 'listRead')
  const { query, world, faults } = call
  const syncToken = query.get('syncToken')
  const minAccessRole = query.get('minAccessRole')
  if (syncToken !== null) {
    if (minAccessRole !== null) throw notAllowedWithSyncToken('minAccessRole')
    if (query.has('showOwnOrganizationOnly')) throw notAllowedWithSyncToken('showOwnOrganizationOnly')
  }
  const since = syncToken === null ? null : listPosition(call, syncToken)
  const lowest = ACCESS_ROLES.map(String).indexOf(minAccessRole ?? '')
  if (minAccessRole !== null && lowest < 0) throw invalid('Invalid value for minAccessRole.', 'minAccessRole')
  const shows = (entry: ListEntry) => {
    // With a token, deleted and hidden entries always come back (GT).
    if (since !== null) return true
    if (entry.deleted && flag(query, 'showDeleted') !== true) return false
    if (entry.hidden && flag(query, 'showHidden') !== true) return false
    return minAccessRole === null || ACCESS_ROLES.indexOf(entry.accessRole) >= lowest
  }
  const full = since === null && faults.has('empty-list') ? [] : world.entriesOf(call.account)
  const short = since === null ? (faults.of('short-list')?.count ?? 0) : 0
  const rows = full.filter((entry) => since === null || entry.seq > since).slice(0, full.length - short)
  // Hidden rows take up room, so that a first page may be empty and still have a next one (recorded answers).
  const filled = world.switches.hiddenRowsFillPages ? rows : rows.filter(shows)
  const size = Math.min(wholeNumber(query, 'maxResults') ?? DEFAULT_PAGE, LARGEST_PAGE)
  const offset = pageOffset(query.get('pageToken'))
  const end = Math.min(offset + size, filled.length)
  const repeated = faults.has('repeat-page')
  const listSeq = world.account(call.account)?.listSeq ?? 0
  const answer: calendar_v3.Schema$CalendarList = {
    kind: 'calendar#calendarList',
    etag: `"p${listSeq}"`,
    items: filled
      .slice(offset, end)
      .filter(shows)
      .map((entry) => entryJson(call, entry)),
  }
  if (end < filled.length || repeated) answer.nextPageToken = `L${repeated ? offset : end}`
  else if (!faults.has('withhold-sync-token')) answer.nextSyncToken = listToken(call, listSeq)
  return ok(answer, answer.etag ?? null)
}

export function getListEntry(call: Call, calendarId: string): Answer {
  need(call, 'listRead')
  const { entry } = calendarOf(call, calendarId)
  return ok(entryJson(call, entry), entry.etag)
}

/** What the user may change of their own list: whether it is selected or hidden, its name and colour. */
export function patchListEntry(call: Call, calendarId: string): Answer {
  need(call, 'listWrite')
  const { entry } = calendarOf(call, calendarId)
  checkIfMatch(call, entry.etag)
  const { selected, hidden, summaryOverride, colorId } = bodyObject(call)
  call.world.touchEntry(entry, {
    ...(typeof selected === 'boolean' ? { selected } : {}),
    ...(typeof hidden === 'boolean' ? { hidden } : {}),
    ...(typeof summaryOverride === 'string' ? { summaryOverride } : {}),
    ...(typeof colorId === 'string' ? { colorId } : {}),
  })
  return ok(entryJson(call, entry), entry.etag)
}

/** The owner of a calendar's data cannot take it off the list (MM 55). */
export function deleteListEntry(call: Call, calendarId: string): Answer {
  need(call, 'listWrite')
  const { calendar, entry } = calendarOf(call, calendarId)
  if (calendar.owner === call.account)
    throw forbidden('The data owner of a calendar cannot remove it from their calendar list.')
  call.world.touchEntry(entry, { deleted: true })
  return NO_CONTENT
}

export function getCalendar(call: Call, calendarId: string): Answer {
  need(call, 'calendarRead')
  const { calendar } = calendarOf(call, calendarId)
  return ok(calendarJson(calendar), calendar.etag)
}

/** A new secondary calendar, within the quota that no deletion refunds (MM 36). */
export function insertCalendar(call: Call): Answer {
  need(call, 'calendarWrite')
  const { world } = call
  const { summary, timeZone } = bodyObject(call)
  if (typeof summary !== 'string' || summary === '') throw required('Missing summary.')
  if (timeZone !== undefined && timeZone !== null && (typeof timeZone !== 'string' || !isZone(timeZone)))
    throw invalid('Invalid time zone.')
  const account = world.account(call.account)
  if (account === undefined) throw notFound()
  if (account.calendarsCreated >= world.switches.calendarsPerAccount) throw refusal(403, 'quotaExceeded', undefined)
  account.calendarsCreated += 1
  const id = `c_${createHash('sha256').update(eventIdFrom()).digest('hex')}@group.calendar.google.com`
  const zone = typeof timeZone === 'string' ? timeZone : 'UTC'
  const calendar = world.putCalendar({ id, owner: call.account, summary, timeZone: zone })
  world.share(call.account, id, 'owner')
  return ok(calendarJson(calendar), calendar.etag)
}

export function patchCalendar(call: Call, calendarId: string): Answer {
  need(call, 'calendarWrite')
  const { calendar, entry } = calendarOf(call, calendarId)
  if (entry.accessRole !== 'owner') throw forbidden()
  checkIfMatch(call, calendar.etag)
  const { summary, description, timeZone } = bodyObject(call)
  if (typeof timeZone === 'string' && !isZone(timeZone)) throw invalid('Invalid time zone.')
  const next = {
    summary: typeof summary === 'string' ? summary : calendar.summary,
    description: typeof description === 'string' ? description : calendar.description,
    timeZone: typeof timeZone === 'string' ? timeZone : calendar.timeZone,
  }
  const { summary: was, description: text, timeZone: zone } = calendar
  // Equal values leave the etag (MM 58).
  const same = next.summary === was && next.description === text && next.timeZone === zone
  if (!same) Object.assign(calendar, next, { etag: call.world.nextEtag() })
  call.world.onChange()
  return ok(calendarJson(calendar), calendar.etag)
}

export function deleteCalendar(call: Call, calendarId: string): Answer {
  need(call, 'calendarWrite')
  const { calendar, entry } = calendarOf(call, calendarId)
  if (calendar.primary) throw invalid('The primary calendar cannot be deleted.')
  if (entry.accessRole !== 'owner') throw forbidden()
  checkIfMatch(call, calendar.etag)
  call.world.dropCalendar(calendar.id)
  return NO_CONTENT
}

/** `calendar.readonly` does not cover this (MM 4). */
export function listAccess(call: Call, calendarId: string): Answer {
  need(call, 'accessRead')
  const { calendar } = calendarOf(call, calendarId)
  const entries = call.world.state.entries.filter((entry) => entry.calendarId === calendar.id && !entry.deleted)
  const items = entries.map((entry) => ({
    kind: 'calendar#aclRule',
    etag: entry.etag,
    id: `user:${entry.account}`,
    role: entry.accessRole,
    scope: { type: 'user', value: entry.account },
  }))
  const answer: calendar_v3.Schema$Acl = { kind: 'calendar#acl', etag: calendar.etag, items }
  return ok(answer)
}

export function listSettings(call: Call): Answer {
  need(call, 'settings')
  const items = Object.keys(settingsOf(call)).map((name) => settingJson(call, name))
  const answer: calendar_v3.Schema$Settings = {
    kind: 'calendar#settings',
    etag: '"p1"',
    items,
    nextSyncToken: listToken(call, 0),
  }
  return ok(answer)
}

export function getSetting(call: Call, name: string): Answer {
  need(call, 'settings')
  if (!(name in settingsOf(call))) throw notFound()
  return ok(settingJson(call, name))
}

function settingsOf(call: Call): Record<string, string> {
  const account = call.world.account(call.account)
  return {
    locale: account?.locale ?? 'en',
    timezone: account?.timeZone ?? 'UTC',
    weekStart: '1',
    format24HourTime: 'true',
  }
}

function settingJson(call: Call, name: string): calendar_v3.Schema$Setting {
  return { kind: 'calendar#setting', etag: '"1"', id: name, value: settingsOf(call)[name] ?? '' }
}

/** A deleted entry is bare: no summary, accessRole or timeZone (recorded answers). */
function entryJson(call: Call, entry: ListEntry): calendar_v3.Schema$CalendarListEntry {
  const calendar = call.world.calendar(entry.calendarId)
  const head = { kind: 'calendar#calendarListEntry', etag: entry.etag, id: entry.calendarId }
  if (entry.deleted || calendar === undefined) return { ...head, deleted: true }
  return {
    ...head,
    summary: calendar.summary,
    ...(calendar.description === null ? {} : { description: calendar.description }),
    timeZone: calendar.timeZone,
    ...(entry.summaryOverride === null ? {} : { summaryOverride: entry.summaryOverride }),
    colorId: entry.colorId,
    backgroundColor: '#9fc6e7',
    foregroundColor: '#000000',
    ...(entry.selected ? { selected: true } : {}),
    ...(entry.hidden ? { hidden: true } : {}),
    accessRole: entry.accessRole,
    defaultReminders: entry.primary ? [{ method: 'popup', minutes: 10 }] : [],
    ...(entry.primary ? { primary: true } : { dataOwner: calendar.owner }),
    conferenceProperties: { allowedConferenceSolutionTypes: ['hangoutsMeet'] },
  }
}

function calendarJson(calendar: CalendarRecord): calendar_v3.Schema$Calendar {
  return {
    kind: 'calendar#calendar',
    etag: calendar.etag,
    id: calendar.id,
    summary: calendar.summary,
    ...(calendar.description === null ? {} : { description: calendar.description }),
    timeZone: calendar.timeZone,
    ...(calendar.primary ? {} : { dataOwner: calendar.owner }),
    conferenceProperties: { allowedConferenceSolutionTypes: ['hangoutsMeet'] },
  }
}

function listToken(call: Call, seq: number): string {
  return syncTokenFor({
    of: 'calendarList',
    account: call.account,
    seq,
    issuedAt: call.world.now(),
    aclEpoch: 0,
    tokenEpoch: 0,
    singleEvents: false,
    showDeleted: false,
    eventTypes: [],
    timeMin: null,
    timeMax: null,
  })
}

function listPosition(call: Call, token: string): number {
  const position = positionOf(token)
  const mine = position?.of === 'calendarList' && position.account === call.account
  if (position === null || !mine || call.faults.has('expire-sync-tokens'))
    throw deadSyncToken(call.world.switches.deadSyncToken)
  return position.seq
}

function pageOffset(token: string | null): number {
  if (token === null) return 0
  if (!/^L\d+$/.test(token)) throw invalid('Invalid page token value.', 'pageToken')
  return Number(token.slice(1))
}

function checkIfMatch(call: Call, etag: string): void {
  const asked = call.headers['if-match']
  if (asked !== undefined && asked !== '*' && asked !== etag) throw conditionNotMet()
}
