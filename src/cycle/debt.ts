/**
 * Follow-up debt (design.md, section 4): a block whose end has passed unclosed, of an event of an earlier week, takes its minutes out of the
 * cap of the week that runs, until it is closed. It counts in the four weeks after the event's own; when the fifth begins it lapses, which is
 * said once. (That at most half of a cap is taken is planning's, `debtWithin`.)
 */
import { Temporal } from 'temporal-polyfill'
import type { BlockId, EventId } from '../calendar/event.ts'
import { momentOf, timestamp } from '../time/instant.ts'
import { addWeeks, type Week, weekInterval, weekOf } from '../time/week.ts'
import { having } from './difference.ts'
import type { Known } from './known.ts'
import type { Activity, FollowUp, PersonState } from './state.ts'

const DEBT_WEEKS = 4

export interface Owed {
  followUp: BlockId
  event: EventId
  /** Of the event, as it was when the block was made. */
  title: string
  minutes: number
  /** From then on it takes nothing any more: the start of a local week. */
  lapsesAt: Temporal.Instant
}

/** Most minutes first, so that closing from the top frees the most; of equals what lapses first. */
export function owedAt(state: PersonState, known: Known, now: Temporal.Instant): Owed[] {
  return overdue(state, known, now)
    .filter(({ owed }) => owed.lapsesAt.epochMilliseconds > now.epochMilliseconds)
    .map(({ owed }) => owed)
    .sort(
      (a, b) =>
        b.minutes - a.minutes || Temporal.Instant.compare(a.lapsesAt, b.lapsesAt) || (a.followUp < b.followUp ? -1 : 1),
    )
}

/** What has lapsed since it was last looked: marked, so that each is told once. It can still be closed. */
export function lapse(
  state: PersonState,
  known: Known,
  now: Temporal.Instant,
): { state: PersonState; activity: Activity[] } {
  const activity: Activity[] = []
  let { followUps } = state
  for (const { followUp, owed } of overdue(state, known, now)) {
    const { body } = followUp
    const lapsesAt = owed.lapsesAt.epochMilliseconds
    // A block that the person moved beyond its time was never owed, so nothing lapses.
    if (lapsesAt > now.epochMilliseconds || Date.parse(body.end) > lapsesAt || body.lapsedAt !== undefined) continue
    followUps = having(followUps, followUp.id, { ...followUp, body: { ...body, lapsedAt: timestamp(now) } })
    activity.push({
      id: `lapsed:${followUp.id}`,
      at: timestamp(now),
      undoneAt: null,
      kind: 'debt_lapsed',
      eventId: followUp.eventId,
      detail: { minutes: body.minutes },
    })
  }
  return { state: followUps === state.followUps ? state : { ...state, followUps }, activity }
}

/** Follow-ups that lapsed in this week, for the one digest that tells of them. */
export function lapsedIn(state: PersonState, week: Week): FollowUp[] {
  const zone = state.person.settings.timeZone
  return [...state.followUps.values()].filter(
    ({ body }) => body.lapsedAt !== undefined && weekOf(momentOf(body.lapsedAt), zone) === week,
  )
}

/** Open blocks whose end has passed, of events of earlier weeks, however old. What the person missed owes nothing, nor what is no networking. */
function overdue(state: PersonState, known: Known, now: Temporal.Instant): { followUp: FollowUp; owed: Owed }[] {
  const zone = state.person.settings.timeZone
  const thisWeek = weekOf(now, zone)
  return [...state.followUps.values()].flatMap((followUp) => {
    const { id, eventId, body } = followUp
    if (body.state !== 'booked' && body.state !== 'yours') return []
    if (Date.parse(body.end) > now.epochMilliseconds) return []
    const event = known.byId.get(eventId)
    const said = state.occurrences.get(eventId)
    if (said?.attendance === 'missed' || event?.networking === false) return []
    const start = event?.start ?? momentOf(said?.seen?.start ?? body.start)
    const week = weekOf(start, zone)
    if (week >= thisWeek) return []
    const lapsesAt = weekInterval(addWeeks(week, DEBT_WEEKS + 1), zone).start
    return [{ followUp, owed: { followUp: id, event: eventId, title: body.title, minutes: body.minutes, lapsesAt } }]
  })
}
