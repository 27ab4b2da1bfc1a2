/**
 * What a networking event was, kept once it is over: who gave it, what kind it was, whether the person was there and what it cost their week. The
 * calendar forgets it after a few weeks; what came of it takes months (design.md, section 6).
 */
import type { Temporal } from 'temporal-polyfill'
import type { EventId } from '../calendar/event.ts'
import { chargeOf } from '../planning/charge.ts'
import { isBefore } from '../time/instant.ts'
import { type Known, NOTHING_SAID, seenOf } from './known.ts'
import type { KnownEvent } from './known-events.ts'
import { attendedHours, followUpsByEvent, planEvent } from './plan.ts'
import { attendanceOf } from './settle.ts'
import type { FollowUp, OccurrenceBody, Past, PersonState } from './state.ts'

/** Blocks whose minutes the person spends or spent: what was dismissed or taken away cost nothing. */
const SPENT: readonly FollowUp['body']['state'][] = ['booking', 'booked', 'yours', 'done']

/**
 * Whoever gave it and what it cost stays as it was when it was over: settings that change later do not change what was. Only whether the person
 * was there, and how long its follow-up takes, may still be said anew.
 */
export function keepHistory(state: PersonState, known: Known, now: Temporal.Instant): PersonState {
  const news = new Map<EventId, OccurrenceBody>()
  for (const event of known.events) {
    const said = state.occurrences.get(event.id) ?? NOTHING_SAID
    const past = pastOf(state, known, event, said, now)
    if (past === said.past) continue
    const { past: _, ...rest } = said
    news.set(event.id, past === undefined ? rest : { ...rest, past, seen: seenOf(event) })
  }
  return news.size === 0 ? state : { ...state, occurrences: new Map([...state.occurrences, ...news]) }
}

/** The very same value where nothing is another; undefined of what is not over, no networking, or not settled. */
function pastOf(
  state: PersonState,
  known: Known,
  event: KnownEvent,
  { past: before }: OccurrenceBody,
  now: Temporal.Instant,
): Past | undefined {
  if (event.networking !== true || isBefore(now, attendedHours(state, event).end)) return undefined
  const attendance = attendanceOf(state, known, event, now)
  // Whoever wants to be asked from now on, or has something else at that hour since, was held to have been there all the same.
  const isKept = before?.attendance === 'presumed' && (attendance === 'ask' || attendance === 'none')
  if (!isKept && (attendance === 'ask' || attendance === 'none')) return undefined
  const followUp = followUpsByEvent(state).get(event.id)
  const minutes = followUp !== undefined && SPENT.includes(followUp.body.state) ? followUp.body.minutes : 0
  const settled = attendance === 'ask' || attendance === 'none' ? 'presumed' : attendance
  if (before?.attendance === settled && before.charge.followUp === minutes) return before
  const { event: there, travel } = before?.charge ?? chargeOf(planEvent(state, event, followUp, 0, now))
  const { kind, smart } = event.recognition
  return {
    ...(before ?? { kind, smart, organiser: organiserOf(event), standing: event.standing ?? 'candidate' }),
    attendance: settled,
    charge: { event: there, travel, followUp: minutes, total: there + travel + minutes },
  }
}

function organiserOf({ organiser: { key, name, email } }: KnownEvent): Past['organiser'] {
  return { key, label: name ?? email ?? key ?? '' }
}
