/** How far Aforo looks: from 5 weeks back to 13 weeks ahead (design.md, section 2). */
import type { Temporal } from 'temporal-polyfill'
import type { Interval } from '../time/interval.ts'

const HOURS_BACK = 5 * 7 * 24
const HOURS_AHEAD = 13 * 7 * 24

export function windowAt(now: Temporal.Instant): Interval {
  return { start: now.subtract({ hours: HOURS_BACK }), end: now.add({ hours: HOURS_AHEAD }) }
}
