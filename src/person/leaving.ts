/**
 * Leaving: an account disconnected, or the whole person erased (design.md, section 8). Providers are told first, as well as they can be reached;
 * then the rows go. Blocks stay where they are, for they stand in the person's own calendar, unless who is erased asks that they go.
 */
import type { Temporal } from 'temporal-polyfill'
import { openGrant, revokeGrant } from '../accounts/grant.ts'
import { isSignInProvider, providerLogin } from '../accounts/provider-login.ts'
import { createVault } from '../accounts/vault.ts'
import type { BlockId, RemoteCalendarId } from '../calendar/event.ts'
import type { CalendarPort } from '../calendar/port.ts'
import type { Config } from '../config.ts'
import { blocksToCome, isUntouchedToCome } from '../cycle/blocks-to-come.ts'
import type { Connection } from '../cycle/state.ts'
import { type BlocksWish, deleteConnection, deletePerson, markErasing } from '../db/erase.ts'
import type { Database } from '../db/locate.ts'
import { type LeavingState, loadLeaving } from '../db/person.ts'
import { timestamp } from '../time/instant.ts'
import { accessKey, type SmallStorage } from './access.ts'
import type { Outside } from './cycle.ts'
import { log } from './log.ts'
import { respiteKey } from './respite.ts'

interface Leaving {
  config: Config
  db: Database
  storage: SmallStorage
  personId: string
  now(): Temporal.Instant
}

/** `last`: the last account one can sign in with stays. */
export async function disconnect(
  context: Leaving,
  outside: Outside,
  connectionId: string,
): Promise<'ok' | 'missing' | 'last'> {
  const leaving = await loadLeaving(context.db, context.personId)
  const connection = leaving?.state.connections.get(connectionId)
  if (leaving === null || leaving.erasing || connection === undefined) return 'missing'
  const { state } = leaving
  const others = [...state.connections.values()].filter(({ id }) => id !== connectionId)
  const signsIn = ({ provider }: Connection) => isSignInProvider(provider)
  if (signsIn(connection) && !others.some(signsIn)) return 'last'
  await stopChannels(outside, state, connection)
  await forgetGrant(context, connection)
  const calendarIds = [...state.calendars.values()].filter((c) => c.connectionId === connectionId).map(({ id }) => id)
  await deleteConnection(context.db, context.personId, connectionId, calendarIds)
  return 'ok'
}

/** Marked first, with the wish, so that a crash in between is taken up by the sweep and nothing of the person begins meanwhile. */
export async function erase(context: Leaving, outside: Outside, blocks: BlocksWish): Promise<void> {
  await markErasing(context.db, context.personId, blocks, timestamp(context.now()))
  const leaving = await loadLeaving(context.db, context.personId)
  if (leaving !== null) {
    const { state } = leaving
    for (const connection of state.connections.values()) {
      // In silence, and while the grant still holds.
      await stopChannels(outside, state, connection)
      if (leaving.blocks === 'remove') await takeBlocksAway(context, outside, state, connection)
      await forgetGrant(context, connection)
    }
  }
  await deletePerson(context.db, context.personId)
}

/** Asked at most so often: a lost answer is asked after, and who is down keeps nobody from leaving. */
const ROUNDS = 2

/**
 * Those that nobody touched and that have not begun, each looked at just before (design.md, rules 1 and 3). Whatever a provider does not answer stays
 * where it is: that it may is said before, and a repeat after a crash finds gone what is gone.
 */
async function takeBlocksAway(
  { personId, now }: Leaving,
  outside: Outside,
  state: LeavingState,
  connection: Connection,
): Promise<void> {
  const port = outside.port(connection)
  const counts = { gone: 0, stays: 0, unanswered: 0 }
  let asked = blocksToCome(state, connection.id, now())
  for (let round = 0; round < ROUNDS && asked.length > 0; round++) {
    const unanswered: typeof asked = []
    for (const block of asked) {
      const came = await takeAway(port, block.calendar.remoteId, block.id, now())
      if (came === 'unanswered') unanswered.push(block)
      else counts[came]++
    }
    asked = unanswered
  }
  counts.unanswered = asked.length
  log({ event: 'blocks_taken_away', personId, provider: connection.provider, ...counts })
}

async function takeAway(
  port: CalendarPort,
  calendar: RemoteCalendarId,
  id: BlockId,
  now: Temporal.Instant,
): Promise<'gone' | 'stays' | 'unanswered'> {
  const found = await port.find(calendar, id)
  if (found.kind === 'failed') return 'unanswered'
  if (found.value.kind !== 'there') return 'gone'
  const { event } = found.value
  if (!isUntouchedToCome(event, now)) return 'stays'
  const removed = await port.remove(calendar, id, event.revision)
  return removed.kind === 'ok' && removed.value === 'removed' ? 'gone' : 'unanswered'
}

async function stopChannels(outside: Outside, state: LeavingState, connection: Connection): Promise<void> {
  const port = outside.port(connection)
  for (const { connectionId, sync } of state.calendars.values()) {
    if (connectionId !== connection.id) continue
    for (const channel of [sync.channel, sync.oldChannel]) if (channel !== null) await port.unwatch(channel)
  }
}

async function forgetGrant(context: Leaving, connection: Connection): Promise<void> {
  const login = providerLogin(context.config, connection.provider)
  const grant = await openGrant(createVault(context.config), connection.id, connection.grant)
  // A provider that is down keeps a grant that nobody holds any more.
  if (login !== null && grant !== null) await revokeGrant(login, grant, context.now())
  await context.storage.delete(accessKey(connection.id))
  await context.storage.delete(respiteKey(connection.id))
}
