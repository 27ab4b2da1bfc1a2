/**
 * Where the hours went and what came of them, for pages, API and digest (design.md, section 6): one person's state put before `insights/`, between
 * two local dates. Every figure carries the ids of the rows it is made of.
 */
import { Temporal } from 'temporal-polyfill'
import { type Followed, followedWithin } from '../insights/followed.ts'
import { funnelOf, type Step } from '../insights/funnel.ts'
import type { PastEvent } from '../insights/history.ts'
import type { Learned } from '../insights/learned.ts'
import { type OneMoreHour, oneMoreHour } from '../insights/one-more-hour.ts'
import { type Dimension, type Return, type Returns, returnsBy } from '../insights/returns.ts'
import { type Kept, verdictsKept, type WeekSpent, weeksSpent } from '../insights/weeks.ts'
import { capCurve } from '../planning/what-if.ts'
import { dayAt } from '../relationships/local-day.ts'
import { type Week, weekOf } from '../time/week.ts'
import { earningRules, learnedAt, pastOf, toldOf } from './learning.ts'
import type { Life } from './life.ts'
import { eventsIn, type Period } from './period.ts'

export interface Insights {
  period: Period
  weeks: WeekSpent[]
  kept: Kept
  followed: Followed
  funnel: Step[]
  returns: Readonly<Record<Dimension, Returns>>
  /** Null for a person who attended nothing in an earlier week. */
  learned: Learned | null
  oneMoreHour: OneMoreHour
  /** Of all events so far, whatever the period: what an hour brought, which the hour more is measured by. */
  always: Return
  /** All that are over, for whoever opens a figure. */
  events: ReadonlyMap<string, PastEvent>
}

export function insightsAt(life: Life, period: Period): Insights {
  const { state, now } = life
  const history = pastOf(state)
  const { timeZone, weeklyCapMinutes } = state.person.settings
  const rules = earningRules(state)
  const { from, to } = period
  const [first, last] = [weekOfDay(from, timeZone), weekOfDay(to, timeZone)]
  const events = eventsIn(history, period)
  const by = (dimension: Dimension) => returnsBy(dimension, { events, days: period }, history, rules)
  // Commitments too: their hours are among those that an hour more is compared with.
  const attended = life.horizon.weeks[0]?.verdicts.filter(({ verdict }) => verdict === 'attend') ?? []
  const planned = {
    points: attended.reduce((sum, { value }) => sum + value.total, 0),
    minutes: attended.reduce((sum, { charge }) => sum + charge.total, 0),
  }
  const always = returnsBy('kind', { events: history.events, days: null }, history, rules).whole
  return {
    period,
    weeks: weeksSpent(history, first, last, (one) => state.weeks.get(one) ?? weeklyCapMinutes),
    kept: verdictsKept(toldOf(state, now), timeZone, first, last),
    followed: followedWithin(history, from, to, dayAt(now, timeZone)),
    funnel: funnelOf(history, from, to),
    returns: {
      event: by('event'),
      organiser: by('organiser'),
      series: by('series'),
      kind: by('kind'),
      quarter: by('quarter'),
    },
    learned: learnedAt(state, now),
    oneMoreHour: oneMoreHour(capCurve(life.input, life.input.week).oneMoreHour, planned, always.perHour),
    always,
    events: new Map(history.events.map((event) => [event.id, event])),
  }
}

function weekOfDay(on: string, timeZone: string): Week {
  return weekOf(Temporal.PlainDate.from(on).toZonedDateTime(timeZone).toInstant(), timeZone)
}
