/**
 * What the person said of events, and their follow-ups, where a file and Aforo both know something: the file wins over what Aforo found out by itself
 * since they signed up again, what they said after the file was written wins over the file (design.md, rule 3).
 */
import type { BlockId, CalendarId } from '../calendar/event.ts'
import { blockIdOf } from '../calendar/marks.ts'
import type { ExportFile, Row } from './export-file.ts'
import type { Known } from './known.ts'
import { isPending } from './outbox.ts'
import type { FollowUp, FollowUpBody, OccurrenceBody, PersonState } from './state.ts'

/** @param exportedAt RFC 3339; what carries no time of its own was said since the person signed up again, or they would not have been new */
export function joinedOccurrence(here: OccurrenceBody, there: OccurrenceBody, exportedAt: string): OccurrenceBody {
  const isLater = (at: string | null | undefined) => at != null && Date.parse(at) > Date.parse(exportedAt)
  const word = [here.decidedAt, here.answeredAt, here.takenBackAt].some(isLater) ? here : there
  const saidHere = (here.attendance === 'attended' || here.attendance === 'missed') && isLater(here.attendanceAt)
  const was = saidHere || there.attendance === null ? here : there
  const going = here.goingFrom === null && here.goingTo === null ? there : here
  // Whichever life they answered in: from then on Aforo never answers by itself.
  const answeredAt = word.answeredAt ?? there.answeredAt ?? here.answeredAt
  const { takenBackAt } = word
  const past = there.past ?? here.past
  return {
    decision: word.decision,
    decidedAt: word.decidedAt,
    attendance: was.attendance,
    attendanceAt: was.attendanceAt,
    travelMinutes: here.travelMinutes ?? there.travelMinutes,
    goingFrom: going.goingFrom,
    goingTo: going.goingTo,
    ticketPrice: here.ticketPrice ?? there.ticketPrice,
    told: there.told ?? here.told,
    ...(answeredAt !== undefined && { answeredAt }),
    ...(takenBackAt !== undefined && { takenBackAt }),
    ...(here.grace !== undefined && { grace: here.grace }),
    seen: there.seen ?? here.seen,
    ...(past !== undefined && { past }),
  }
}

/** The calendars of a file as they are connected now: known by account and by the provider's id, for ours is another after each connecting. */
export function calendarsNow(state: PersonState, file: ExportFile): ReadonlyMap<string, CalendarId> {
  const accountOf = ({ kind, subject }: { kind: string; subject: string }) => JSON.stringify([kind, subject])
  const accounts = new Map(file.connections.map(({ value }) => [value.id, accountOf(value)]))
  const now = new Map<string, CalendarId>()
  for (const { id, connectionId, remoteId } of state.calendars.values()) {
    const connection = state.connections.get(connectionId)
    if (connection !== undefined)
      now.set(JSON.stringify([accountOf({ kind: connection.provider, subject: connection.subject }), remoteId]), id)
  }
  return new Map(
    file.calendars.flatMap(({ value: { id, connectionId, remoteId } }): [string, CalendarId][] => {
      const found = now.get(JSON.stringify([accounts.get(connectionId), remoteId]))
      return found === undefined ? [] : [[id, found]]
    }),
  )
}

/**
 * Whether this can be a follow-up of the person's: its id is derived from an account and an event (rule 2). Of an account that neither file nor
 * Aforo knows any more that cannot be seen; such a one is history, unless it claims what stands in a calendar of theirs.
 */
export function ownFollowUps(
  state: PersonState,
  known: Known,
  file: ExportFile,
  calendars: ReadonlyMap<string, CalendarId>,
): (row: Row<FollowUpRow>) => boolean {
  const subjects = new Set([
    ...[...state.connections.values()].map(({ subject }) => subject),
    ...file.connections.map(({ value }) => value.subject),
  ])
  return ({ value: { id, eventId, generation, calendarId } }) =>
    [...subjects].some((subject) => blockIdOf(subject, eventId, 'follow-up', generation) === id) ||
    !(calendars.has(calendarId) || state.calendars.has(calendarId) || known.blocks.has(id))
}
type FollowUpRow = Pick<FollowUp, 'id' | 'eventId'> & FollowUpBody

const STANDS: readonly FollowUpBody['state'][] = ['booked', 'yours']
const TAKEN_AWAY: readonly FollowUpBody['state'][] = ['removing', 'removed']

/** How a block stands in the calendar is seen there in the same cycle (`place.ts`): here is only decided which row speaks of it. */
export function joinedFollowUp(
  here: FollowUp,
  there: FollowUp,
  exportedAt: string,
  onItsWay: ReadonlySet<BlockId>,
): FollowUp {
  if (onItsWay.has(here.id)) return here
  const [mine, theirs] = [here.body.state, there.body.state]
  const closedSince = here.body.closedAt !== null && Date.parse(here.body.closedAt) > Date.parse(exportedAt)
  // "No fui", said since: the generation rises with it.
  if (closedSince || TAKEN_AWAY.includes(mine)) return here
  if (theirs === 'done' || theirs === 'dismissed') return there
  if (STANDS.includes(theirs)) return mine === 'removed_by_you' ? here : there
  // What stands here stands; and what was under way when the file was written is known better here.
  return STANDS.includes(mine) || theirs === 'booking' || theirs === 'removing' ? here : there
}

export function followUpsOnTheirWay(state: PersonState): ReadonlySet<BlockId> {
  const ids = new Set<BlockId>()
  for (const intent of state.outbox.values()) {
    const { effect } = intent.body
    if ('followUpId' in effect && isPending(intent)) ids.add(effect.followUpId)
  }
  return ids
}
