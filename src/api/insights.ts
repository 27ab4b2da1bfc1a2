/** Insights: where the hours went and what came of them. */
import { Hono } from 'hono'
import * as v from 'valibot'
import type { Door } from '../accounts/door.ts'
import { type Insights, insightsAt } from '../cycle/insights.ts'
import { lifeAt } from '../cycle/life.ts'
import { type PeriodFault, periodOf } from '../cycle/period.ts'
import type { PersonState } from '../cycle/state.ts'
import type { Estimate } from '../insights/learned.ts'
import type { Credited, Return, Returns } from '../insights/returns.ts'
import { MOST_WEEKS } from '../insights/weeks.ts'
import { stateOf } from './asking.ts'
import { route } from './describe.ts'
import { dayInput, invalidQuery, query } from './input.ts'
import { type InsightsShape, insightsShape } from './insights-schemas.ts'
import { insightsExample } from './ledger-examples.ts'

const periodQuery = v.strictObject({
  from: v.optional(
    v.pipe(dayInput, v.description('The first local day; the thirteen weeks up to `to` where it is left out.')),
  ),
  to: v.optional(v.pipe(dayInput, v.description('The last local day, included; today where it is left out.'))),
})

export const insightRoutes = new Hono<Door>()

insightRoutes.get(
  '/insights',
  route({
    summary: `Hours against the cap, verdicts kept, follow-ups closed, who became what, and the return of every hour; of at most ${MOST_WEEKS} weeks.`,
    tag: 'insights',
    problems: ['invalid_query'],
    answer: { schema: insightsShape, example: insightsExample },
  }),
  query(periodQuery),
  async (c) => {
    const asked = c.req.valid('query')
    const life = lifeAt(await stateOf(c), c.var.now)
    const zone = life.state.person.settings.timeZone
    const period = periodOf(asked, c.var.now.toZonedDateTimeISO(zone).toPlainDate())
    if (period.kind === 'wrong') return invalidQuery(c, ...FAULTS[period.fault])
    return c.json(insightsOf(life.state, insightsAt(life, period.period)))
  },
)

const FAULTS: Readonly<Record<PeriodFault, [path: string, message: string]>> = {
  not_a_day: ['from', 'days from 1970 to 2999'],
  backwards: ['from', 'not after `to`'],
  too_long: ['from', `at most ${MOST_WEEKS} weeks before \`to\``],
}

function insightsOf({ person: { settings } }: PersonState, insights: Insights): InsightsShape {
  const { period, weeks, kept, followed, funnel, returns, learned, oneMoreHour } = insights
  const lists = ({ attendKept, skipKept, attendNotKept, skipNotKept }: typeof kept) => ({
    attendKept: [...attendKept],
    skipKept: [...skipKept],
    attendNotKept: [...attendNotKept],
    skipNotKept: [...skipNotKept],
  })
  return {
    ...period,
    timeZone: settings.timeZone,
    currency: settings.currency,
    hourlyRate: settings.hourlyRate,
    weeks: weeks.map((week) => ({ ...week, events: [...week.events] })),
    verdicts: lists(kept),
    followUps: {
      inTime: [...followed.inTime],
      late: [...followed.late],
      open: [...followed.open],
      share: followed.share,
    },
    funnel: funnel.map(({ reached, count, contacts }) => ({ stage: reached, count, contacts: [...contacts] })),
    returns: {
      event: returnsOf(returns.event),
      organiser: returnsOf(returns.organiser),
      series: returnsOf(returns.series),
      kind: returnsOf(returns.kind),
      quarter: returnsOf(returns.quarter),
    },
    learned:
      learned === null
        ? null
        : {
            all: estimateOf(learned.all),
            kinds: learned.kinds.map((one) => ({ kind: one.kind, ...estimateOf(one) })),
            organisers: learned.organisers.map((one) => ({
              organiser: one.organiserId,
              label: one.label,
              kind: one.kind,
              ...estimateOf(one),
            })),
          },
    oneMoreHour,
  }
}

function returnsOf({ whole, parts, otherEvents, elsewhere }: Returns): InsightsShape['returns']['event'] {
  return {
    whole: returnOf(whole),
    parts: parts.map(returnOf),
    otherEvents: { closed: creditedOf(otherEvents.closed), pipeline: creditedOf(otherEvents.pipeline) },
    elsewhere: { closed: creditedOf(elsewhere.closed), pipeline: creditedOf(elsewhere.pipeline) },
  }
}

function returnOf(one: Return): InsightsShape['returns']['event']['whole'] {
  return { ...one, events: [...one.events], closed: creditedOf(one.closed), pipeline: creditedOf(one.pipeline) }
}

function creditedOf({ sums, outcomes }: Credited) {
  return { sums: sums.map((sum) => ({ ...sum })), outcomes: [...outcomes] }
}

function estimateOf({ perHour, low, high, count, minutes, events }: Estimate) {
  return { perHour, low, high, count, minutes, events: [...events] }
}
