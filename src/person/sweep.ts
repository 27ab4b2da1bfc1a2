/** The safety sweep: finds people whose alarm was lost and wakes them, page by page (design.md, rule 9). */
import type { Temporal } from 'temporal-polyfill'
import type { Database } from '../db/locate.ts'
import { type Overdue, overduePeople, SWEEP_PAGE } from '../db/sweep.ts'
import { log } from './log.ts'

/** @param wake asks that person's object to go on with what was cut off */
export async function sweep(
  db: Database,
  now: Temporal.Instant,
  wake: (overdue: Overdue) => Promise<void>,
): Promise<void> {
  let woken = 0
  for (let after = ''; ; ) {
    const page = await overduePeople(db, now, after)
    // One person's failure is that person's: the others are woken all the same.
    await Promise.allSettled(page.map(wake))
    woken += page.length
    const last = page.at(-1)
    if (last === undefined || page.length < SWEEP_PAGE) break
    after = last.personId
  }
  log({ event: 'sweep', woken })
}
