/**
 * Who may change what of an event with guests, and what an RSVP does (checklist 21, A6). There is no RSVP endpoint: it is a
 * PATCH of `attendees`, safe only in the form `attendeesOmitted: true` with the own entry.
 */
import { forbiddenForNonOrganizer } from './api-error.ts'
import type { JsonObject } from './call.ts'
import { canonical } from './event-body.ts'
import { isOrganizer } from './event-view.ts'
import type { CalendarRecord, GoogleAttendee, GoogleEvent } from './model.ts'
import type { GoogleWorld, Mail } from './world.ts'

/** What a guest may change on their own copy. */
const OWN_FIELDS = [
  'attendees',
  'attendeesOmitted',
  'colorId',
  'eventLabelId',
  'reminders',
  'status',
  'transparency',
  'visibility',
]

/**
 * @param after what the event would become
 * @throws ApiError 403 forbiddenForNonOrganizer when a guest changes a shared field, unless guests may modify
 */
export function checkSharedFields(
  calendar: CalendarRecord,
  before: GoogleEvent,
  after: GoogleEvent,
  sent: JsonObject,
): void {
  if (isOrganizer(calendar, before) || before.guestsCanModify === true) return
  const values: Record<string, unknown> = { ...after }
  const old: Record<string, unknown> = { ...before }
  for (const name of Object.keys(sent)) {
    if (OWN_FIELDS.includes(name)) continue
    const [next, last] =
      name === 'extendedProperties'
        ? [after.extendedProperties?.shared, before.extendedProperties?.shared]
        : [values[name], old[name]]
    // The same value again is no change.
    if (canonical(next ?? null) !== canonical(last ?? null)) throw forbiddenForNonOrganizer()
  }
}

/**
 * The guests after a write of `attendees`. In the omitted form only the response of the own entry counts (its comment is
 * ignored, simstudioai/sim#8019); a partial list without it drops the other guests; an own entry that is not on the list is
 * silently added (macro-inc/macro#5544).
 */
export function guestsAfter(
  before: GoogleEvent,
  sent: readonly GoogleAttendee[],
  omitted: boolean,
  own: readonly string[],
): GoogleAttendee[] {
  const old = before.attendees ?? []
  const rowOf = (email: string | null | undefined) =>
    old.find((guest) => guest.email?.toLowerCase() === email?.toLowerCase())
  if (!omitted) return sent.map((guest) => ({ ...keptOfRow(rowOf(guest.email)), ...guest }))
  const answers = sent.filter((guest) => own.includes(guest.email?.toLowerCase() ?? ''))
  const rows = old.map((guest) => {
    const answer = answers.find((row) => row.email?.toLowerCase() === guest.email?.toLowerCase())
    return answer === undefined ? guest : { ...guest, responseStatus: answer.responseStatus ?? 'needsAction' }
  })
  const added = answers.filter((answer) => rowOf(answer.email) === undefined)
  return [
    ...rows,
    ...added.map((guest) => ({ email: guest.email ?? null, responseStatus: guest.responseStatus ?? 'needsAction' })),
  ]
}

/** The addresses by which the owner of a calendar stands on a guest list. */
export function ownAddresses(calendar: CalendarRecord, account: string): string[] {
  return [...new Set([calendar.id.toLowerCase(), account.toLowerCase()])]
}

/** Who would be mailed about a write, by `sendUpdates`; its default behaves as `none` (A6). */
export function mailFor(
  world: GoogleWorld,
  calendar: CalendarRecord,
  kind: Mail['kind'],
  event: GoogleEvent,
  query: URLSearchParams,
  account: string,
): void {
  const asked = query.get('sendUpdates') ?? (query.get('sendNotifications') === 'true' ? 'all' : 'none')
  const sendUpdates = asked === 'all' || asked === 'externalOnly' ? asked : 'none'
  const guests = (event.attendees ?? []).map((guest) => guest.email?.toLowerCase() ?? '')
  const organizer = event.organizer?.email?.toLowerCase()
  const everybody = kind === 'response' ? [organizer ?? ''] : guests
  const others = everybody.filter((email) => email !== '' && email !== account && email !== calendar.id.toLowerCase())
  if (others.length === 0) return
  const outside = others.filter((email) => world.account(email) === undefined && !email.endsWith('@gmail.com'))
  const to = sendUpdates === 'all' ? others : sendUpdates === 'externalOnly' ? outside : []
  world.mail({
    kind,
    calendarId: calendar.id,
    eventId: event.id ?? '',
    summary: event.summary ?? null,
    sendUpdates,
    to,
  })
}

function keptOfRow(row: GoogleAttendee | undefined): GoogleAttendee {
  if (row === undefined) return {}
  const { responseStatus: _responseStatus, comment: _comment, ...kept } = row
  return kept
}
