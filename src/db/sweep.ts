/**
 * The safety sweep: people past their coarse `wake_by`, and people with outbox rows long due. It wakes nobody else, and reads no more than a page
 * (design.md, rule 9 and section 9).
 */
import { and, asc, gt, isNotNull, lt, sql } from 'drizzle-orm'
import type { Temporal } from 'temporal-polyfill'
import { timestamp } from '../time/instant.ts'
import type { Database } from './locate.ts'
import { calendars, connections, outbox, people } from './schema.ts'

export const SWEEP_PAGE = 200

export interface Overdue {
  personId: string
  /** They asked to be erased, and that was cut off. */
  erasing: boolean
}

/**
 * @param after the last id of the page before; empty for the first
 * @returns at most SWEEP_PAGE people, by id
 */
export async function overduePeople(db: Database, now: Temporal.Instant, after: string): Promise<Overdue[]> {
  const at = timestamp(now)
  // An intent that its own object did not take up within a quarter of an hour has lost its alarm. One whose account waits for the person, or whose
  // calendar is gone or takes no blocks, is not lost: it waits with them.
  const longDue = timestamp(now.subtract({ minutes: 15 }))
  const stuck = sql`exists (
    select 1 from ${outbox} o
    left join ${calendars} c on c.person_id = o.person_id and c.id = o.body->'effect'->>'calendarId'
    left join ${connections} k on k.id = c.connection_id
    where o.person_id = ${people.id} and o.due_at is not null and o.due_at < ${longDue}
      and (o.body->'effect'->>'calendarId' is null or (k.state->>'status' = 'ok' and not c.sync->>'gone'
        and (o.body->'effect'->>'kind' <> 'put_block' or c.role in ('owner', 'writer')))))`
  const rows = await db
    .select({ personId: people.id, erasingAt: people.erasingAt })
    .from(people)
    .where(and(gt(people.id, after), sql`(${and(isNotNull(people.wakeBy), lt(people.wakeBy, at))} or ${stuck})`))
    .orderBy(asc(people.id))
    .limit(SWEEP_PAGE)
  return rows.map(({ personId, erasingAt }) => ({ personId, erasing: erasingAt !== null }))
}
