/** One notice of an error that ends (design.md, rule 13): on the page for as long as it lasts, and once by mail. */
import { Temporal } from 'temporal-polyfill'
import { having } from './difference.ts'
import { recipient } from './digest.ts'
import { intentOf } from './outbox.ts'
import type { Effect, PersonState } from './state.ts'

/** A notice that could not be put on record within a day of its cause says nothing new: the page has said it since. */
const FRESH_HOURS = 24

export function scheduleNotices(state: PersonState, now: Temporal.Instant): PersonState {
  const to = recipient(state)
  if (to === null) return state
  let { outbox } = state
  const notice = (opId: string, about: Extract<Effect, { kind: 'notice' }>['about'], connectionId: string) => {
    if (!outbox.has(opId))
      outbox = having(outbox, opId, intentOf(opId, { kind: 'notice', about, connectionId, to }, now))
  }
  for (const { id, state: at } of state.connections.values()) {
    if (at.status !== 'revoked' || at.since === null) continue
    if (Temporal.Instant.compare(Temporal.Instant.from(at.since).add({ hours: FRESH_HOURS }), now) < 0) continue
    notice(`notice:revoked:${id}:${at.since}`, 'revoked', id)
  }
  // Only the calendar that takes follow-ups is missed: of the others the plan says that they cannot be read.
  for (const { id, connectionId, followUps, sync } of state.calendars.values()) {
    if (followUps && sync.gone) notice(`notice:calendar_gone:${id}`, 'calendar_gone', connectionId)
  }
  return outbox === state.outbox ? state : { ...state, outbox }
}
