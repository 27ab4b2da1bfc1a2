/**
 * Takes a file back that the person took along (`export-file.ts`): what they said, whom they met and what came of it. Not taken back are accounts
 * (they are connected anew), events (they are read again), tokens, and what was on its way. One command, pure, and the second time the same file
 * changes nothing.
 *
 * Where both know something: of the same life the file is the older word, for what was said since is here. Who erased everything and signed up again
 * is somebody new, of whom only what they said since is newer than the file; what Aforo found out by itself since gives way.
 */
import type { Temporal } from 'temporal-polyfill'
import * as v from 'valibot'
import type { EventId } from '../calendar/event.ts'
import { countryOf } from '../time/holidays.ts'
import { weekOf } from '../time/week.ts'
import type { ExportFile } from './export-file.ts'
import { verifiedAddresses } from './identity.ts'
import { calendarsNow, followUpsOnTheirWay, joinedFollowUp, joinedOccurrence, ownFollowUps } from './import-events.ts'
import { restoredForgotten } from './import-forgotten.ts'
import { restoredContacts, restoredOutcomes } from './import-ledger.ts'
import type { Known } from './known.ts'
import { MOST_TABLE_BYTES } from './ledger.ts'
import { firstWeek, keepingPastCaps, withSettings } from './other-settings.ts'
import { isSynced } from './reading.ts'
import { joined, nothingRestored, type Restored, refuse, sameValue } from './restored.ts'
import { DEFAULT_SETTINGS, type SettingsChange, settingsSchema, settingsWith } from './settings.ts'
import type { Activity, PersonState } from './state.ts'
import { readAgain, withGuestsOfNewContacts, withoutTexts } from './texts.ts'

/** @param file its `activity` without what is on record just so (`newActivity`) */
export function importFile(
  before: PersonState,
  known: Known,
  file: ExportFile,
  now: Temporal.Instant,
): { kind: 'ok'; state: PersonState; activity: Activity[]; restored: Restored } | { kind: 'too_much' } {
  const to = nothingRestored()
  const isSameLife = file.personId === before.person.id
  // A file of tomorrow is none.
  const exportedAt = Date.parse(file.exportedAt) > now.epochMilliseconds ? now.toString() : file.exportedAt
  let state = withEvents(before, file, isSameLife, exportedAt, to)
  state = withSaidOfWeeks(state, file, isSameLife, now, to)
  state = withRestoredSettings(state, file, isSameLife, now, to)
  state = withFollowUps(state, known, file, isSameLife, exportedAt, to)
  state = withLedger(state, known, file, now, to)
  state = withGuestsOfNewContacts(before, withTexts(before, state), now)
  const activity = file.activity.map(({ value }) => value)
  to.rows.activity.taken = activity.length
  // Nothing is refused for what was here before.
  const isMore = Object.values(to.rows).some(({ taken }) => taken > 0)
  if (isMore && !fits(state, activity)) return { kind: 'too_much' }
  return { kind: 'ok', state, activity, restored: to }
}

/**
 * A person is loaded whole, in one answer, and read out again with one text for each table. The server makes no answer of more than 10 MB and no text of more
 * than 5 (measured; sqld, `--max-response-size`): who were more could not be loaded any more. The rest is for events, and for what is still to come.
 */
const MOST_BYTES = 5_000_000
/** Beside what is counted of a row: whose it is, and its names. */
const ROW_BYTES = 120

function fits(state: PersonState, activity: readonly Activity[]): boolean {
  const { occurrences, corrections, followUps, contacts, outcomes, forgotten } = state
  const sizeOf = (rows: readonly object[]) => Buffer.byteLength(JSON.stringify(rows)) + rows.length * ROW_BYTES
  const tables = [occurrences, corrections, followUps, contacts, outcomes, forgotten]
  const sizes = tables.map((table) => sizeOf([...table.values()]))
  const sum = sizes.reduce((total, size) => total + size, 0)
  // Of the activity no more than a page is read at once.
  return Math.max(...sizes, sizeOf(activity)) <= MOST_TABLE_BYTES && sum <= MOST_BYTES
}

/** What of a file's activity is news. @param onRecord by id */
export function newActivity(
  rows: ExportFile['activity'],
  onRecord: ReadonlyMap<string, Pick<Activity, 'at' | 'undoneAt'>>,
): ExportFile['activity'] {
  const read = new Set<string>()
  return rows.filter(({ value: { id, at, undoneAt } }) => {
    const known = onRecord.get(id)
    const isNews = known === undefined || at < known.at || (undoneAt !== null && known.undoneAt === null)
    if (!isNews || read.has(id)) return false
    read.add(id)
    return true
  })
}

function withEvents(
  state: PersonState,
  file: ExportFile,
  isSameLife: boolean,
  exportedAt: string,
  to: Restored,
): PersonState {
  const occurrences = joined(
    to,
    'occurrences',
    state.occurrences,
    file.occurrences,
    ({ value: { eventId, ...body } }) => [eventId, body],
    (here, there) => (isSameLife ? here : joinedOccurrence(here, there, exportedAt)),
  )
  // Said by the person alone, and here since they signed up.
  const corrections = joined(
    to,
    'corrections',
    state.corrections,
    file.corrections,
    ({ value }) => [`${value.scope}:${value.key}`, value],
    (here) => here,
  )
  const places = joined(
    to,
    'places',
    state.places,
    file.places,
    ({ value: { place, travelMinutes } }) => [place, travelMinutes],
    (here) => here,
  )
  return { ...state, occurrences, corrections, places }
}

/** Of weeks that were over before they signed up again Aforo knows nothing of its own. */
function withSaidOfWeeks(
  state: PersonState,
  file: ExportFile,
  isSameLife: boolean,
  now: Temporal.Instant,
  to: Restored,
): PersonState {
  const first = firstWeek(state)
  const current = weekOf(now, state.person.settings.timeZone)
  const weeks = joined(
    to,
    'weeks',
    state.weeks,
    file.weeks,
    ({ value: { week, capMinutes } }) => [week, capMinutes],
    (here, there, week) => (!isSameLife && week < first && week < current ? there : here),
  )
  return { ...state, weeks }
}

function withRestoredSettings(
  state: PersonState,
  file: ExportFile,
  isSameLife: boolean,
  now: Temporal.Instant,
  to: Restored,
): PersonState {
  const { settings } = state.person
  const counts = to.rows.settings
  let next = settings
  const [here, usual] = [new Map(Object.entries(settings)), new Map(Object.entries(DEFAULT_SETTINGS))]
  for (const [name, written] of Object.entries(file.settings)) {
    const value = name === 'digest' ? verifiedDigest(state, written, to) : written
    const stands = here.get(name)
    // Language and zone came from the browser and the calendar; whatever else is not as it began was set since.
    const wasSet = name !== 'locale' && name !== 'timeZone' && !sameValue(stands, usual.get(name))
    if (sameValue(value, stands)) counts.same++
    else if (isSameLife || wasSet) counts.kept++
    else {
      const change: SettingsChange = { [name]: value }
      const whole = settingsWith(next, change)
      if (whole === null) refuse(to, 'settings', null, { field: name, reason: 'not_together' })
      else {
        next = whole
        counts.taken++
      }
    }
  }
  if (next === settings) return state
  return withSettings(keepingPastCaps(state, next, now, firstWeek(state)), next, now)
}

/** The weekly mail goes to nobody who has not shown that the address is theirs. */
function verifiedDigest(state: PersonState, written: unknown, to: Restored): unknown {
  const read = v.safeParse(settingsSchema.entries.digest, written)
  if (!read.success || read.output.email === null) return written
  if (verifiedAddresses(state).includes(read.output.email)) return written
  to.changed.push({ table: 'settings', row: null, field: 'digest.email', reason: 'address_not_verified' })
  return { ...read.output, email: state.person.settings.digest.email }
}

function withFollowUps(
  state: PersonState,
  known: Known,
  file: ExportFile,
  isSameLife: boolean,
  exportedAt: string,
  to: Restored,
): PersonState {
  const calendars = calendarsNow(state, file)
  const isOwn = ownFollowUps(state, known, file, calendars)
  const onItsWay = followUpsOnTheirWay(state)
  const followUps = joined(
    to,
    'followUps',
    state.followUps,
    file.followUps,
    (row) => {
      if (!isOwn(row)) {
        refuse(to, 'followUps', row.row, { field: 'id', reason: 'not_ours' })
        return null
      }
      const { id, eventId, ...body } = row.value
      const calendarId = calendars.get(body.calendarId)
      if (calendarId === undefined && !state.followUps.has(id))
        to.changed.push({ table: 'followUps', row: row.row, field: 'calendarId', reason: 'calendar_missing' })
      return [id, { id, eventId, body: { ...body, calendarId: calendarId ?? body.calendarId } }]
    },
    (here, there) => (isSameLife ? here : joinedFollowUp(here, there, exportedAt, onItsWay)),
  )
  return { ...state, followUps }
}

function withLedger(
  state: PersonState,
  known: Known,
  file: ExportFile,
  now: Temporal.Instant,
  to: Restored,
): PersonState {
  const { timeZone, currency } = state.person.settings
  const context = { now, timeZone, country: countryOf(timeZone) }
  const contacts = restoredContacts(state.contacts, file.contacts, context, to)
  const back = [...contacts.values()].filter(({ id }) => !state.contacts.has(id))
  const forgotten = restoredForgotten(state.forgotten, file, back, timeZone, to)
  const events = new Set<EventId>([
    ...known.byId.keys(),
    ...state.occurrences.keys(),
    ...[...state.followUps.values()].map(({ eventId }) => eventId),
    ...[...contacts.values()].flatMap(({ body }) => [
      ...body.encounters.map(({ eventId }) => eventId),
      ...body.touches.flatMap(({ eventId }) => eventId ?? []),
    ]),
    ...[...forgotten.values()].flatMap(({ metAt }) => metAt ?? []),
  ])
  const isEvent = (id: EventId) => events.has(id)
  const outcomes = restoredOutcomes(state.outcomes, file.outcomes, contacts, isEvent, { ...context, currency }, to)
  return { ...state, contacts, outcomes, forgotten }
}

/** Texts and guests of what a correction calls networking stand in the calendars alone. */
function withTexts(before: PersonState, after: PersonState): PersonState {
  let state = before.corrections !== after.corrections ? withoutTexts(after) : after
  if (![...after.corrections].some(([key, { networking }]) => networking && !before.corrections.has(key))) return state
  for (const calendar of after.calendars.values()) {
    const dropped = [...(state.items.get(calendar.id)?.values() ?? [])].some(({ body }) => body.trimmed)
    if (dropped && isSynced(state, calendar)) state = readAgain(state, calendar.id)
  }
  return state
}
