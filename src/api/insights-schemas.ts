/** The shape of the insights, as a schema: every figure stands with the ids of the rows it is made of (design.md, section 6). */
import * as v from 'valibot'
import { STEPS } from '../relationships/stages.ts'

const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/))
const ids = v.array(v.string())
const minutes = v.pipe(v.number(), v.integer())
const minor = v.pipe(v.number(), v.integer(), v.description('Minor units.'))
const count = v.pipe(v.number(), v.integer(), v.minValue(0))

const credited = v.object({
  sums: v.pipe(
    v.array(v.object({ currency: v.string(), amount: minor })),
    v.description('One for each currency; nothing is converted.'),
  ),
  outcomes: ids,
})
const returned = v.object({
  key: v.nullable(v.string()),
  label: v.string(),
  events: ids,
  minutes,
  cost: v.pipe(
    v.nullable(minor),
    v.description('Charged hours at the hourly rate, and tickets; null where no rate is set.'),
  ),
  closed: credited,
  pipeline: credited,
  net: v.nullable(minor),
  perHour: v.pipe(
    v.nullable(v.object({ mean: minor, low: minor, high: minor, count })),
    v.description(
      'Closed for each charged hour, in the person’s currency; `low` to `high` is the central 80 % of what it may be in the long run.',
    ),
  ),
  perCost: v.pipe(v.nullable(v.number()), v.description('Closed for each unit of cost.')),
})
const returns = v.object({
  whole: v.pipe(returned, v.description('Credited to the events of the period, on whatever day it came.')),
  parts: v.array(returned),
  otherEvents: v.pipe(
    v.object({ closed: credited, pipeline: credited }),
    v.description('Of outcomes dated from `from` to `to`, what is credited to events of another time.'),
  ),
  elsewhere: v.pipe(
    v.object({ closed: credited, pipeline: credited }),
    v.description(
      'Of outcomes dated from `from` to `to`, what is credited to no event that was attended: to nobody, or to an introducer.',
    ),
  ),
})
const estimate = {
  perHour: v.pipe(v.number(), v.description('Points for each charged hour, shrunk to the kind where little is known.')),
  low: v.number(),
  high: v.number(),
  count: v.pipe(count, v.description('Attended events it rests on.')),
  minutes,
  events: ids,
}

export const insightsShape = v.pipe(
  v.object({
    from: day,
    to: day,
    timeZone: v.string(),
    currency: v.string(),
    hourlyRate: v.nullable(minor),
    weeks: v.array(v.object({ week: v.string(), capMinutes: minutes, spentMinutes: minutes, events: ids })),
    verdicts: v.pipe(
      v.object({ attendKept: ids, skipKept: ids, attendNotKept: ids, skipNotKept: ids }),
      v.description('What Aforo advised of candidates, by what the person did.'),
    ),
    followUps: v.object({
      inTime: v.pipe(ids, v.description('Closed by the end of the second day after the event.')),
      late: ids,
      open: ids,
      share: v.pipe(v.nullable(v.number()), v.description('Of those in time, in thousandths.')),
    }),
    funnel: v.pipe(
      v.array(
        v.object({
          stage: v.picklist(STEPS),
          count: v.pipe(
            count,
            v.description('Whoever was erased since is counted, and is nobody: `contacts` has the others.'),
          ),
          contacts: ids,
        }),
      ),
      v.description('Of the people met in the period, how many came at least that far.'),
    ),
    returns: v.object({ event: returns, organiser: returns, series: returns, kind: returns, quarter: returns }),
    learned: v.pipe(
      v.nullable(
        v.object({
          all: v.object(estimate),
          kinds: v.array(v.object({ kind: v.string(), ...estimate })),
          organisers: v.array(
            v.object({ organiser: v.string(), label: v.string(), kind: v.nullable(v.string()), ...estimate }),
          ),
        }),
      ),
      v.description('What the chooser has learned from all of the history; null while there is none.'),
    ),
    oneMoreHour: v.pipe(
      v.object({ points: v.number(), money: v.nullable(v.object({ mean: minor, low: minor, high: minor })) }),
      v.description('What an hour more of this week’s cap would win.'),
    ),
  }),
  v.metadata({ ref: 'Insights' }),
)
export type InsightsShape = v.InferOutput<typeof insightsShape>
