/**
 * One cycle of one person (design.md, section 2): load, pull, deliver what was on record, decide, save, arm. Everything outside comes in through
 * `Outside`, the clock and chance too, so that a simulation runs this very code.
 */
import type { Temporal } from 'temporal-polyfill'
import type { CalendarId, Cursor } from '../calendar/event.ts'
import type { CalendarPort, Changes, ErrorReason } from '../calendar/port.ts'
import { absorbPulls, type PulledChanges, takenIn } from '../cycle/absorb.ts'
import type { Jitter } from '../cycle/backoff.ts'
import {
  absorbChannels,
  type ChannelResult,
  type ChannelTask,
  channelTasks,
  withChannelDue,
} from '../cycle/channels.ts'
import type { Command, CommandResult } from '../cycle/commands.ts'
import { decide } from '../cycle/decide.ts'
import { type Difference, difference, isEmpty } from '../cycle/difference.ts'
import { healthAt, unreadableIn } from '../cycle/health.ts'
import { absorbLists, type PulledLists } from '../cycle/lists.ts'
import { dueIntents } from '../cycle/outbox.ts'
import { type CalendarRead, calendarsToRead, listsToRead, type Wake } from '../cycle/reading.ts'
import { type Sent, sendable } from '../cycle/sent.ts'
import type { Calendar, Connection, Intent, PersonState } from '../cycle/state.ts'
import { windowAt } from '../cycle/window.ts'

export interface Outside {
  now(): Temporal.Instant
  jitter: Jitter
  newId(): string
  /** The one read; null when the person is gone. */
  load(): Promise<PersonState | null>
  /** The one write, one transaction. */
  save(epoch: number, changed: Difference): Promise<void>
  port(connection: Connection): CalendarPort
  /** Requests made to provider APIs so far. */
  requests(): number
  /** Carries out intents that a row already holds, one after the other. */
  deliver(intents: readonly Intent[], state: PersonState): Promise<Sent[]>
  /** What a channel of this calendar is to be made with; null where no notification could arrive here. */
  channelFor(calendarId: CalendarId, connection: Connection): { address: string; token: string } | null
  /** Remembers cursors for which alone nothing was saved. */
  keepCursors(newest: ReadonlyMap<CalendarId, Cursor>): Promise<void>
  /** The one alarm. Writes only when the instant is another. */
  arm(at: Temporal.Instant | null): Promise<void>
}

export interface Report {
  requests: number
  pulled: number
  changed: number
  booked: number
  answered: number
  writes: number
  failed: { calendarId: CalendarId; reason: ErrorReason }[]
}

export interface Cycle {
  report: Report
  state: PersonState
  /** What came of the commands. */
  result: CommandResult
  /** Calendars that were read, and whether they had anything to tell. */
  told: ReadonlyMap<CalendarId, boolean>
  /** An intent is due: the next cycle starts at once and may carry `state` over. */
  again: boolean
}

/** Calendars read at the same time: providers count concurrent requests too. */
const SIDE_BY_SIDE = 4

/** @param carried the state as saved a moment ago by the cycle before; null to load it */
export async function runCycle(
  outside: Outside,
  wake: Wake,
  commands: readonly Command[],
  carried: PersonState | null,
): Promise<Cycle | null> {
  const now = outside.now()
  const requestsBefore = outside.requests()
  const before = carried ?? (await outside.load())
  if (before === null) return null
  const ports = new Map([...before.connections].map(([id, connection]) => [id, outside.port(connection)]))

  const lists = await readLists(listsToRead(before, wake, now), ports)
  // A channel that ends is prolonged in the next cycle, once that is on record.
  const woken = wake.kind === 'channel_ends' ? withChannelDue(before, wake.calendarId, now) : before
  const listed = absorbLists(woken, lists, now, outside.jitter, outside.newId)

  const due = dueIntents(before, now)
  // An account connected a moment ago has calendars only now; each was listed by the port that reads it.
  const read = await readCalendars(
    listed,
    calendarsToRead(listed, wake, due, commands, now),
    ports,
    windowAt(now).start,
  )
  const pulled = absorbPulls(listed, read, now, outside.jitter)
  const pulls = takenIn(pulled, read)

  const { send, dropped } = sendable(pulled, due, pulls, commands, now)
  const sent = await outside.deliver(send, pulled)

  // Channels are hints: a person's writes never wait for one, and nobody's do for what was not read and saved before.
  const channels = send.length > 0 ? [] : await keepChannels(tasksFor(before, outside, ports, now), ports)
  const watched = absorbChannels(dropped, channels, now, outside.jitter)

  const capabilities = new Map([...ports].map(([id, port]) => [id, port.capabilities]))
  const decision = decide(watched, sent, commands, capabilities, now, outside.jitter)
  const changed = difference(before, decision.state, decision.activity)
  let state = decision.state
  if (!isEmpty(changed)) {
    await outside.save(before.person.epoch, changed)
    state = { ...state, person: { ...state.person, epoch: before.person.epoch + 1 } }
  }
  await outside.keepCursors(unsavedCursors(state, pulls, ports))
  await outside.arm(decision.wakeAt)
  const report: Report = {
    requests: outside.requests() - requestsBefore,
    pulled: pulls.filter(({ result }) => result.kind === 'ok').length,
    changed: changedEvents(changed),
    booked: decision.counts.booked,
    answered: decision.counts.answered,
    writes: decision.counts.writes,
    failed: failures(state, sent, now),
  }
  return {
    report,
    state,
    result: decision.result,
    told: new Map(
      pulls.flatMap(({ calendarId, result }) => (result.kind === 'ok' ? [[calendarId, saysAny(result.value)]] : [])),
    ),
    again: dueIntents(state, now).length > 0 || tasksFor(state, outside, ports, now).length > 0,
  }
}

function saysAny({ events, removed, over, laidOut, unreadable }: Changes): boolean {
  return events.length + removed.length + over.length + (laidOut?.size ?? 0) + unreadable > 0
}

export function sumOf(a: Report, b: Report): Report {
  return {
    requests: a.requests + b.requests,
    pulled: a.pulled + b.pulled,
    changed: a.changed + b.changed,
    booked: a.booked + b.booked,
    answered: a.answered + b.answered,
    writes: a.writes + b.writes,
    // What a later cycle says of a calendar is the newer word.
    failed: [...a.failed.filter((x) => !b.failed.some((y) => y.calendarId === x.calendarId)), ...b.failed],
  }
}

async function readLists(
  connectionIds: readonly string[],
  ports: ReadonlyMap<string, CalendarPort>,
): Promise<PulledLists[]> {
  return Promise.all(
    connectionIds.flatMap((connectionId) => {
      const port = ports.get(connectionId)
      return port === undefined ? [] : [port.calendars().then((result) => ({ connectionId, result }))]
    }),
  )
}

async function readCalendars(
  state: PersonState,
  reads: readonly CalendarRead[],
  ports: ReadonlyMap<string, CalendarPort>,
  since: Temporal.Instant,
): Promise<PulledChanges[]> {
  const pulls: PulledChanges[] = []
  const waiting = [...reads]
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { calendarId, whole } = next
      const calendar = state.calendars.get(calendarId)
      const port = calendar === undefined ? undefined : ports.get(calendar.connectionId)
      if (calendar === undefined || port === undefined) continue
      const first = await port.changes(calendar.remoteId, whole ? null : calendar.sync.cursor, since)
      // The token died of age or a change of access: read whole, under rule 5's guard against what such a read may lack.
      const expired = first.kind === 'failed' && first.error.reason === 'cursor_expired' && !whole
      pulls.push({ calendarId, result: expired ? await port.changes(calendar.remoteId, null, since) : first })
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker))
  // In the order asked for, not in the order of arrival: the same answers always make the same state.
  return reads.flatMap(({ calendarId }) => pulls.filter((pull) => pull.calendarId === calendarId))
}

/** What reads gave that brought nothing else, of providers that forget older ones. */
function unsavedCursors(
  state: PersonState,
  pulls: readonly PulledChanges[],
  ports: ReadonlyMap<string, CalendarPort>,
): Map<CalendarId, Cursor> {
  const newest = new Map<CalendarId, Cursor>()
  for (const { calendarId, result } of pulls) {
    const calendar = state.calendars.get(calendarId)
    if (calendar === undefined || result.kind === 'failed') continue
    const ages = ports.get(calendar.connectionId)?.capabilities.cursorsAge === true
    // Without one it is to be read whole again.
    if (ages && calendar.sync.cursor !== null && calendar.sync.cursor !== result.value.cursor)
      newest.set(calendarId, result.value.cursor)
  }
  return newest
}

function tasksFor(
  state: PersonState,
  outside: Outside,
  ports: ReadonlyMap<string, CalendarPort>,
  now: Temporal.Instant,
): ChannelTask[] {
  const pushes = (connectionId: string) => ports.get(connectionId)?.capabilities.push === true
  const channelFor = ({ id, connectionId }: Calendar) => {
    const connection = state.connections.get(connectionId)
    return connection === undefined ? null : outside.channelFor(id, connection)
  }
  return channelTasks(state, now, channelFor, outside.newId, pushes)
}

/** Side by side: one that never answers takes no more time than its own. */
async function keepChannels(
  tasks: readonly ChannelTask[],
  ports: ReadonlyMap<string, CalendarPort>,
): Promise<ChannelResult[]> {
  const results = tasks.map(async (task): Promise<ChannelResult[]> => {
    const port = ports.get(task.connectionId)
    if (port === undefined) return []
    if (task.kind === 'unreachable') return [{ task, result: { kind: 'failed', error: { reason: 'rejected' } } }]
    if (task.kind === 'watch') return [{ task, result: await port.watch(task.remoteId, task.request) }]
    return [{ task, result: await port.unwatch(task.channel) }]
  })
  return (await Promise.all(results)).flat()
}

/** Calendars that cannot be read, whether or not they were asked now, and writes that did not go through. */
function failures(state: PersonState, sent: readonly Sent[], now: Temporal.Instant): Report['failed'] {
  const unread = unreadableIn(healthAt(state, now)).map(({ calendar, reason }) => ({ calendarId: calendar.id, reason }))
  const unsent = sent.flatMap(({ opId, outcome }): Report['failed'] => {
    const effect = state.outbox.get(opId)?.body.effect
    if (outcome.kind === 'done' || effect === undefined || !('calendarId' in effect)) return []
    return [{ calendarId: effect.calendarId, reason: outcome.error.reason }]
  })
  return [...unread, ...unsent.filter(({ calendarId }) => !unread.some((one) => one.calendarId === calendarId))]
}

function changedEvents({ items }: Difference): number {
  return [...items.values()].reduce((sum, { put, gone }) => sum + put.length + gone.length, 0)
}
