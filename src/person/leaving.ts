/**
 * Leaving: an account disconnected, or the whole person erased (design.md, section 8). Providers are told first, as well as they can be reached;
 * then the rows go. Blocks stay where they are: they stand in the person's own calendar.
 */
import type { Temporal } from 'temporal-polyfill'
import { openGrant, revokeGrant } from '../accounts/grant.ts'
import { isSignInProvider, providerLogin } from '../accounts/provider-login.ts'
import { createVault } from '../accounts/vault.ts'
import type { Config } from '../config.ts'
import type { Connection, PersonState } from '../cycle/state.ts'
import { deleteConnection, deletePerson, markErasing } from '../db/erase.ts'
import type { Database } from '../db/locate.ts'
import { loadLeaving, loadPerson } from '../db/person.ts'
import { timestamp } from '../time/instant.ts'
import { accessKey, type SmallStorage } from './access.ts'
import type { Outside } from './cycle.ts'
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
  const state = await loadPerson(context.db, context.personId, context.now())
  const connection = state?.connections.get(connectionId)
  if (state === null || connection === undefined) return 'missing'
  const others = [...state.connections.values()].filter(({ id }) => id !== connectionId)
  const signsIn = ({ provider }: Connection) => isSignInProvider(provider)
  if (signsIn(connection) && !others.some(signsIn)) return 'last'
  await sayGoodbye(context, outside, state, connection)
  const calendarIds = [...state.calendars.values()].filter((c) => c.connectionId === connectionId).map(({ id }) => id)
  await deleteConnection(context.db, context.personId, connectionId, calendarIds)
  return 'ok'
}

/** Marked first, so that a crash in between is taken up by the sweep and nothing of the person begins meanwhile. */
export async function erase(context: Leaving, outside: Outside): Promise<void> {
  const state = await loadLeaving(context.db, context.personId, context.now())
  await markErasing(context.db, context.personId, timestamp(context.now()))
  for (const connection of state?.connections.values() ?? []) {
    if (state !== null) await sayGoodbye(context, outside, state, connection)
  }
  await deletePerson(context.db, context.personId)
}

async function sayGoodbye(
  context: Leaving,
  outside: Outside,
  state: PersonState,
  connection: Connection,
): Promise<void> {
  const port = outside.port(connection)
  for (const { connectionId, sync } of state.calendars.values()) {
    if (connectionId !== connection.id) continue
    for (const channel of [sync.channel, sync.oldChannel]) if (channel !== null) await port.unwatch(channel)
  }
  const login = providerLogin(context.config, connection.provider)
  const grant = await openGrant(createVault(context.config), connection.id, connection.grant)
  // A provider that is down keeps a grant that nobody holds any more.
  if (login !== null && grant !== null) await revokeGrant(login, grant, context.now())
  await context.storage.delete(accessKey(connection.id))
  await context.storage.delete(respiteKey(connection.id))
}
