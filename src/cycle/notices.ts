/**
 * One notice of an outage (design.md, rule 13): on the page for as long as it lasts, and once by mail. Its operation id is made of what is told and
 * since when, so that a repeat is the same row, and the next outage another. What only the person can mend is told at once, what may pass by
 * itself when it has lasted a day. That it is over sends nothing.
 */
import { Temporal } from 'temporal-polyfill'
import { momentOf } from '../time/instant.ts'
import { having } from './difference.ts'
import { recipient } from './digest.ts'
import { failingOf } from './outages.ts'
import { intentOf } from './outbox.ts'
import type { Calendar, Connection, Intent, NoticeAbout, PersonState } from './state.ts'
import { isWritable } from './uses.ts'

/** Of what waits for the person: not put on record within a day of its cause, it says nothing new: the page has said it since. */
const FRESH_HOURS = 24
/** Who has just left a box unticked was told face to face, and may be on their way back. */
const LIMITED_AFTER_HOURS = 1
/** What is tried again by itself may have passed by then. */
const UNREADABLE_AFTER_HOURS = 24

interface ToTell {
  opId: string
  about: NoticeAbout
  connectionId: string
  at: Temporal.Instant
}

export function scheduleNotices(state: PersonState, now: Temporal.Instant): PersonState {
  const to = recipient(state)
  if (to === null) return state
  let { outbox } = state
  for (const { opId, about, connectionId, at } of untoldAt(state, now)) {
    if (Temporal.Instant.compare(at, now) > 0) continue
    outbox = having(outbox, opId, intentOf(opId, { kind: 'notice', about, connectionId, to }, now))
  }
  return outbox === state.outbox ? state : { ...state, outbox }
}

/** When the next notice is to be put on record, should nothing change until then; null: there is none to come, or nobody to send it to. */
export function nextNotice(state: PersonState, now: Temporal.Instant): Temporal.Instant | null {
  if (recipient(state) === null) return null
  return untoldAt(state, now).reduce<Temporal.Instant | null>((next, { at }) => earlier(next, at), null)
}

/** Whether what a notice tells is still so: one that could not be sent until it was over, or until it began anew, would only alarm. */
export function stillHolds(state: PersonState, { opId }: Intent, now: Temporal.Instant): boolean {
  return toTell(state, now).some((one) => one.opId === opId)
}

/** How the calendar that takes follow-ups was lost; of the others the plan says that they cannot be read, and that is enough. */
export function lossOf({ followUps, role, sync }: Calendar): 'calendar_gone' | 'read_only' | null {
  if (!followUps) return null
  if (sync.gone) return 'calendar_gone'
  return sync.lostAt !== undefined && !isWritable(role) ? 'read_only' : null
}

/** What is not on record yet. */
function untoldAt(state: PersonState, now: Temporal.Instant): ToTell[] {
  return toTell(state, now).filter(({ opId, about, at }) => {
    const isFresh = Temporal.Instant.compare(at.add({ hours: FRESH_HOURS }), now) >= 0
    return (isFresh || about === 'unreadable') && !state.outbox.has(opId)
  })
}

function toTell(state: PersonState, now: Temporal.Instant): ToTell[] {
  return [
    ...[...state.connections.values()].flatMap((one) => [...waiting(one), ...unreadable(state, one)]),
    ...[...state.calendars.values()].flatMap((calendar) => lost(calendar, now)),
  ]
}

function waiting({ id, state: { status, since } }: Connection): ToTell[] {
  if (status === 'ok' || since === null) return []
  const hours = status === 'limited' ? LIMITED_AFTER_HOURS : 0
  const at = momentOf(since).add({ hours })
  return [{ opId: `notice:${status}:${id}:${since}`, about: status, connectionId: id, at }]
}

/** A day counts from when a calendar failed, and of one that failed before the account could be asked from when the outage began. */
function unreadable(state: PersonState, connection: Connection): ToTell[] {
  const { outage } = connection.state
  if (outage === undefined) return []
  const began = momentOf(outage)
  const first = failingOf(state, connection).reduce<Temporal.Instant | null>((next, { since }) => {
    return earlier(next, Temporal.Instant.compare(since, began) > 0 ? since : began)
  }, null)
  if (first === null) return []
  const at = first.add({ hours: UNREADABLE_AFTER_HOURS })
  const opId = `notice:unreadable:${connection.id}:${outage}`
  return [{ opId, about: 'unreadable', connectionId: connection.id, at }]
}

function lost(calendar: Calendar, now: Temporal.Instant): ToTell[] {
  const about = lossOf(calendar)
  if (about === null) return []
  const { id, connectionId, sync } = calendar
  const since = sync.lostAt === undefined ? '' : `:${sync.lostAt}`
  return [{ opId: `notice:${about}:${id}${since}`, about, connectionId, at: now }]
}

function earlier(a: Temporal.Instant | null, b: Temporal.Instant): Temporal.Instant {
  return a === null || Temporal.Instant.compare(b, a) < 0 ? b : a
}
