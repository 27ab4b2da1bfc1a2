/**
 * When the digest of a local week is due: at the person's weekday and hour on their own clock, whatever the clocks do that day,
 * and once for each ISO week of theirs (design.md, rule 8 and section 7).
 *
 * A week's digest is sent within that week or not at all: a moment that passed while nothing could run is made up for until
 * Sunday ends, after that the next week's would say it better, and two mails in one week are one too many.
 */
import { Temporal } from 'temporal-polyfill'
import { remembered } from '../time/remembered.ts'
import { addWeeks, mondayOf, type Week, weekInterval, weekOf } from '../time/week.ts'

export interface DigestSchedule {
  enabled: boolean
  /** 1 is Monday. */
  weekday: number
  hour: number
  timeZone: string
}
export type DigestDue =
  | { kind: 'now'; week: Week; at: Temporal.Instant }
  /** The moment for the alarm. */
  | { kind: 'later'; week: Week; at: Temporal.Instant }
  | { kind: 'never' }

/**
 * @param sentWeek the latest week for which a digest was ever begun, in whatever zone the person then was; null before the
 *   first. It never falls back: flying west into last week sends nothing again.
 * @param since when the person came to Aforo: moments before it are not made up for, so somebody who signs up on Wednesday gets
 *   their first digest at the next one
 */
export function digestDue(
  schedule: DigestSchedule,
  sentWeek: Week | null,
  since: Temporal.Instant,
  now: Temporal.Instant,
): DigestDue {
  if (!schedule.enabled) return { kind: 'never' }
  let week = weekOf(now, schedule.timeZone)
  if (sentWeek !== null && sentWeek >= week) week = addWeeks(sentWeek, 1)
  let at = digestAt(schedule, week)
  if (Temporal.Instant.compare(at, since) < 0) {
    week = addWeeks(week, 1)
    at = digestAt(schedule, week)
  }
  return { kind: Temporal.Instant.compare(at, now) <= 0 ? 'now' : 'later', week, at }
}

/**
 * The moment of one week's digest. An hour that the clocks skip comes when they have jumped; of an hour that comes twice, the
 * first is meant. A day that a zone left out (Samoa, 30 December 2011) is made up for on the next, but within the week.
 */
export function digestAt(
  schedule: Pick<DigestSchedule, 'weekday' | 'hour' | 'timeZone'>,
  week: Week,
): Temporal.Instant {
  return moments(`${schedule.timeZone} ${week} ${schedule.weekday} ${schedule.hour}`, () => momentOf(schedule, week))
}

/** Asked several times a cycle, of the same week or two. */
const moments = remembered<string, Temporal.Instant>(2_000)

function momentOf(schedule: Pick<DigestSchedule, 'weekday' | 'hour' | 'timeZone'>, week: Week): Temporal.Instant {
  const day = mondayOf(week).add({ days: schedule.weekday - 1 })
  const at = day.toZonedDateTime({ timeZone: schedule.timeZone, plainTime: { hour: schedule.hour } }).toInstant()
  const last = weekInterval(week, schedule.timeZone).end.subtract({ hours: 1 })
  return Temporal.Instant.compare(at, last) > 0 ? last : at
}
