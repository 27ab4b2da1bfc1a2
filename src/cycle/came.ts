/** What came of a person's events, put before the digest: of a week, of the last quarter, and of whom it is time to hear (design.md, sections 6 and 7). */
import type { Temporal } from 'temporal-polyfill'
import type { CameOfQuarter, CameOfWeek, ToHear } from '../digest/shapes.ts'
import { quarterOf } from '../insights/history.ts'
import { returnsBy } from '../insights/returns.ts'
import { dueOf } from '../relationships/contact-list.ts'
import { addDays, dayAt } from '../relationships/local-day.ts'
import { momentOf, timestamp } from '../time/instant.ts'
import { mondayOf, type Week } from '../time/week.ts'
import { earningRules, pastOf } from './learning.ts'
import { ledgerOf } from './ledger.ts'
import { eventsIn, lastQuarter } from './period.ts'
import type { PersonState } from './state.ts'

const STILL_OPEN: ReadonlySet<string> = new Set(['booking', 'booked', 'yours'])

export function cameOfWeek(state: PersonState, week: Week): CameOfWeek {
  const { timeZone } = state.person.settings
  const monday = mondayOf(week)
  const [from, to] = [monday.toString(), monday.add({ days: 6 }).toString()]
  const isIn = (on: string) => on >= from && on <= to
  const { contacts, followUps } = pastOf(state)
  // Whoever was erased has no name to say.
  const met = contacts.filter(({ metOn }) => isIn(metOn))
  const own = followUps.filter(({ endOn }) => isIn(endOn))
  const written = [...state.outcomes.values()].filter(({ body }) => isIn(dayAt(momentOf(body.createdAt), timeZone)))
  return {
    week,
    met: met.flatMap(({ id }) => state.contacts.get(id)?.body.name ?? []),
    followUps: {
      closed: own.filter((one) => one.state === 'done').length,
      open: own.filter((one) => STILL_OPEN.has(one.state)).length,
    },
    outcomes: written
      .toSorted((a, b) => (`${a.body.createdAt} ${a.id}` < `${b.body.createdAt} ${b.id}` ? -1 : 1))
      .map(({ body: { kind, amount, currency } }) => ({ kind, amount, currency })),
  }
}

/** From so many events on an organiser is told of as the best: one evening is no sign. */
const BEST_FROM_EVENTS = 2

/** Days from the beginning of a quarter in which its first digest goes out; and as long news is news. */
const A_WEEK = 7

/** Told as a quarter begins, and again when something came of the last one since; null where nothing was closed and nothing is open. */
export function cameOfLastQuarter(state: PersonState, now: Temporal.Instant): CameOfQuarter | null {
  const { timeZone, currency } = state.person.settings
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate()
  const period = lastQuarter(today)
  const history = pastOf(state)
  const events = eventsIn(history, period)
  if (today.toString() > addDays(period.to, A_WEEK) && !hasNewsOf(state, events, now)) return null
  const { whole, parts } = returnsBy('organiser', { events, days: period }, history, earningRules(state))
  const [closed, pipeline] = [whole.closed.sums, whole.pipeline.sums]
  if (closed.length + pipeline.length === 0) return null
  const [best] = parts
    .flatMap(({ label, perHour, events }) => {
      if (perHour === null || perHour.count === 0 || events.length < BEST_FROM_EVENTS) return []
      return [{ name: label, perHour, events: events.length, currency }]
    })
    .toSorted((a, b) => b.perHour.mean - a.perHour.mean)
  return { quarter: quarterOf(period.from), closed, pipeline, best: best ?? null }
}

/** Whether something was written down lately that is credited to one of them. */
function hasNewsOf(state: PersonState, events: readonly { id: string }[], now: Temporal.Instant): boolean {
  const ids = new Set(events.map(({ id }) => id))
  const since = timestamp(now.subtract({ hours: 24 * A_WEEK }))
  return [...state.outcomes.values()].some(
    ({ body }) => body.createdAt >= since && body.credits.some(({ to }) => to.kind === 'event' && ids.has(to.eventId)),
  )
}

/** Reminders that are open and promises that are due. */
export function toHear(state: PersonState, now: Temporal.Instant): ToHear[] {
  const { timeZone } = state.person.settings
  return dueOf(ledgerOf(state), dayAt(now, timeZone), timeZone).map(({ contact, promise }) => {
    return { name: contact.body.name, promise }
  })
}
