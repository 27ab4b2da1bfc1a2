/**
 * Remembers what was said of each candidate, so that the small bonus of `value.ts` can keep the words from flapping, and insights can tell which
 * verdicts were kept. Invitations come from anybody and by the hundred, so such rows are bounded; what the person said or did is never among
 * those that go.
 */
import type { Temporal } from 'temporal-polyfill'
import type { EventId } from '../calendar/event.ts'
import type { HorizonPlan } from '../planning/shapes.ts'
import { type Known, NOTHING_SAID, seenOf } from './known.ts'
import type { OccurrenceBody, PersonState } from './state.ts'

/** Rows that hold nothing but what Aforo said, and their bytes: a year and a half of a hundred candidates a week, and what the database gives beside the rest. */
export const MOST_TOLD = { rows: 8_000, bytes: 3_000_000 }

/** @param known @param horizon of `state` */
export function tell(
  state: PersonState,
  known: Known,
  horizon: HorizonPlan,
  now: Temporal.Instant,
  most = MOST_TOLD,
): PersonState {
  const { occurrences } = state
  const news = new Map<EventId, OccurrenceBody>()
  for (const { verdicts } of horizon.weeks) {
    for (const { event, standing, verdict } of verdicts) {
      if (standing !== 'candidate' || verdict === 'hold') continue
      const said = occurrences.get(event.id)
      if ((said?.told ?? null) === verdict) continue
      // Of what was not even compared only that it was told otherwise is worth a row.
      if (verdict === 'skip' && said?.told == null && horizon.uncompared.has(event.id)) continue
      // Whether it was kept is asked when the event has long gone from the calendar.
      const found = known.byId.get(event.id)
      const seen = found === undefined ? (said?.seen ?? null) : seenOf(found)
      news.set(event.id, { ...(said ?? NOTHING_SAID), told: verdict, seen })
    }
  }
  if (news.size === 0) return state
  return { ...state, occurrences: withRoom(new Map([...occurrences, ...news]), occurrences, now, most) }
}

/**
 * Rows that fit: the oldest that are over go first, and if that is not enough, new words are not kept, first those of what is skipped and
 * furthest off.
 */
function withRoom(
  occurrences: Map<EventId, OccurrenceBody>,
  before: ReadonlyMap<EventId, OccurrenceBody>,
  now: Temporal.Instant,
  most: { rows: number; bytes: number },
): ReadonlyMap<EventId, OccurrenceBody> {
  const rows = [...occurrences]
    .filter(([, body]) => isNothingOfTheirs(body))
    .map(([id, body]) => ({ id, body, bytes: Buffer.byteLength(JSON.stringify([id, body])) }))
  let [count, bytes] = [rows.length, rows.reduce((sum, row) => sum + row.bytes, 0)]
  if (count <= most.rows && bytes <= most.bytes) return occurrences
  const startOf = ({ body }: { body: OccurrenceBody }) => Date.parse(body.seen?.start ?? '') || 0
  const over = rows
    .filter(({ id, body: { seen, grace } }) => {
      return before.has(id) && grace === undefined && (seen === null || Date.parse(seen.end) <= now.epochMilliseconds)
    })
    .sort((a, b) => startOf(a) - startOf(b) || (a.id < b.id ? -1 : 1))
  const isSkip = ({ body }: { body: OccurrenceBody }) => Number(body.told === 'skip')
  const added = rows
    .filter(({ id }) => !before.has(id))
    .sort((a, b) => isSkip(b) - isSkip(a) || startOf(b) - startOf(a) || (a.id < b.id ? -1 : 1))
  for (const row of [...over, ...added]) {
    if (count <= most.rows && bytes <= most.bytes) break
    occurrences.delete(row.id)
    count--
    bytes -= row.bytes
  }
  return occurrences
}

/** Aforo's word alone, and what it is about to answer. */
function isNothingOfTheirs(body: OccurrenceBody): boolean {
  const { decision, decidedAt, attendance, attendanceAt, travelMinutes, goingFrom, goingTo, ticketPrice } = body
  const said = [decision, decidedAt, attendance, attendanceAt, travelMinutes, goingFrom, goingTo, ticketPrice]
  return (
    said.every((one) => one === null) &&
    body.answeredAt === undefined &&
    body.takenBackAt == null &&
    body.past === undefined
  )
}
