/**
 * What Aforo owes somebody, judged by their record: a follow-up for what was attended, a block where the record says that one stands, an end to whatever
 * was begun, and times that are theirs. Every function answers in words; nothing where all is well.
 */
import { Temporal } from 'temporal-polyfill'
import type { CalendarId } from '../../src/calendar/event.ts'
import { knownAt } from '../../src/cycle/known.ts'
import { isOwnAnswer, isReachable } from '../../src/cycle/outbox.ts'
import { attendanceOf } from '../../src/cycle/settle.ts'
import type { PersonState } from '../../src/cycle/state.ts'
import { isWritable } from '../../src/cycle/uses.ts'
import { windowAt } from '../../src/cycle/window.ts'
import type { Seen, Write } from './rules/seen.ts'

const DAY = 86_400_000

/**
 * Rule 2: what was attended some days ago, whoever says so, has its follow-up.
 * @param isExcused whether something befell the person between two instants that may rightly cost a block
 */
export function missingFollowUps(
  state: PersonState,
  now: Temporal.Instant,
  isExcused: (from: number, to: number) => boolean,
): string[] {
  const known = knownAt(state, now)
  const about = new Set([...state.followUps.values()].map(({ eventId }) => eventId))
  const titles = [...state.followUps.values()].map(({ body }) => body.title)
  return known.events.flatMap((event) => {
    const end = event.end.epochMilliseconds
    const isSettled = end > now.epochMilliseconds - 12 * DAY && end < now.epochMilliseconds - 5 * DAY
    if (!isSettled || about.has(event.id) || isExcused(end - 2 * DAY, end + 5 * DAY)) return []
    // One meeting seen twice, as a series whose hour shifted, has one follow-up; and a copy that a person made of a block owes none.
    if (titles.some((title) => event.title.includes(title))) return []
    const attendance = attendanceOf(state, known, event, now)
    const isLate = event.said?.attendanceAt != null && Date.parse(event.said.attendanceAt) > end + DAY
    // Whether what stood in a calendar that is gone took place only the person knows.
    const isGone = state.calendars.get(event.calendarId)?.sync.gone === true
    const isOwed = (attendance === 'attended' || (attendance === 'presumed' && !isGone)) && !isLate
    return isOwed ? [`"${event.title}" was ${attendance} and has no follow-up`] : []
  })
}

/**
 * Rule 2: what the record says of blocks is what stands.
 * @param standing by the derived id
 * @param isOfThisLife whether a block was made since they signed up: an earlier life's are on nobody's record
 */
export function blocksOffRecord(
  state: PersonState,
  standing: ReadonlyMap<string, Seen>,
  isOfThisLife: (block: string) => boolean,
  now: Temporal.Instant,
): string[] {
  const onRecord = new Set<string>(state.followUps.keys())
  const { blocks, byId } = knownAt(state, now)
  const isSeen = (id: CalendarId | undefined) => {
    const calendar = id === undefined ? undefined : state.calendars.get(id)
    return calendar !== undefined && isReachable(state, calendar) && calendar.sync.failure === null
  }
  // Blocks of weeks ago are no longer looked at (design.md, section 2): of one that is deleted then the record keeps what it was.
  const oldest = windowAt(now).start.epochMilliseconds + 2 * DAY
  const missing = [...state.followUps.values()].flatMap(({ id, eventId, body }) => {
    if (!isSeen(body.calendarId) || Date.parse(body.end) < oldest) return []
    if (body.state === 'booked' && !standing.has(id))
      return [`the block of "${body.title}" is on record and does not stand`]
    // What a list that was cut short left out when it came back, nobody has seen.
    if (body.state === 'removed_by_you' && standing.has(id) && blocks.has(id))
      return [`the block of "${body.title}" stands, and is on record as taken away`]
    // Where its event's own calendar cannot be read, nobody knows whether it is still there: its block waits.
    const source = byId.get(eventId)?.calendarId
    const waits = !takesBlocks(state, body.calendarId) || (source !== undefined && !isSeen(source))
    return body.state === 'booking' && !waits ? [`the block of "${body.title}" is still to be booked`] : []
  })
  const strays = [...standing].flatMap(([block, { title }]) =>
    onRecord.has(block) || !isOfThisLife(block) ? [] : [`the block "${title}" stands and is not on record`],
  )
  return [...missing, ...strays]
}

/** Rule 2: what nobody was asked to write, because its calendar takes no blocks, goes where the person wants follow-ups since. */
export function leftBehind(state: PersonState): string[] {
  const { calendars, followUps, outbox } = state
  const chosen = [...calendars.values()].find((calendar) => calendar.followUps)
  if (chosen === undefined || !takesBlocks(state, chosen.id) || chosen.sync.failure !== null) return []
  return [...outbox.values()].flatMap(({ state: at, dueAt, body: { effect, attempts } }) => {
    if (effect.kind !== 'put_block' || effect.expected !== 'absent' || at !== 'waiting') return []
    if (dueAt === null || attempts > 0) return []
    const { title } = followUps.get(effect.followUpId)?.body ?? { title: effect.followUpId }
    return !calendars.has(effect.calendarId) || takesBlocks(state, effect.calendarId)
      ? []
      : [`the block of "${title}" waits for a calendar that takes none`]
  })
}

function takesBlocks(state: PersonState, id: CalendarId): boolean {
  const calendar = state.calendars.get(id)
  return calendar !== undefined && isReachable(state, calendar) && isWritable(calendar.role)
}

/** Rule 9: with the faults over for a day nothing is overdue but what waits for the person. */
export function overdue(state: PersonState, now: Temporal.Instant): string[] {
  return [...state.outbox.values()].flatMap(({ opId, dueAt, body }) => {
    const { effect } = body
    const calendar = 'calendarId' in effect ? state.calendars.get(effect.calendarId) : undefined
    const isHeld = effect.kind === 'put_block' && !takesBlocks(state, effect.calendarId)
    const waits = calendar !== undefined && (!isReachable(state, calendar) || isHeld)
    // Aforo answers nobody by itself while some of the person's time is out of its sight.
    const isBlind = isOwnAnswer(effect) && [...state.calendars.values()].some((c) => c.busy && !isReachable(state, c))
    return dueAt !== null && !waits && !isBlind && Date.parse(dueAt) < now.epochMilliseconds
      ? [`${opId} is overdue a quiet day later`]
      : []
  })
}

/**
 * Rule 10: a block lies in the person's own working hours, on the quarter hour, and is as long as it is meant to be.
 * @param meant minutes, as the record had them when it was written
 */
export function wrongTimes({ before, after }: Write, { person }: PersonState, meant: number | undefined): string[] {
  const { start, end, block, title } = after
  // Where it stood it stays, also when the person has gone to another zone and something is written into it.
  if (before !== null && !before.cancelled && before.start === start && before.end === end) return []
  if (typeof start !== 'number' || typeof end !== 'number' || block === null) return []
  const { timeZone, workingHours } = person.settings
  const local = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone)
  const clock = (time: Temporal.ZonedDateTime) => time.toPlainTime().toString({ smallestUnit: 'minute' })
  const [from, to] = [local(start), local(end)]
  const isAtWork = workingHours.some(
    (window) => window.weekday === from.dayOfWeek && window.from <= clock(from) && clock(to) <= window.to,
  )
  return [
    ...(isAtWork ? [] : [`"${title}" is booked for ${from}`]),
    ...(from.minute % 15 === 0 ? [] : [`"${title}" begins at ${clock(from)}`]),
    ...(meant === undefined || end - start === meant * 60_000
      ? []
      : [`"${title}" lasts ${(end - start) / 60_000} instead of ${meant} minutes`]),
  ]
}
