/**
 * Access tokens for a person's accounts: one refresh at a time, because the person's object asks one cycle after the other and a cycle asks once for
 * each account. The access token is kept, sealed, in the object's own storage: it lives an hour, and the database need not know it.
 */
import { Temporal } from 'temporal-polyfill'
import { type Grant, openGrant, refreshGrant, sealGrant } from '../accounts/grant.ts'
import { providerLogin } from '../accounts/provider-login.ts'
import type { Vault } from '../accounts/vault.ts'
import type { Read } from '../calendar/port.ts'
import type { Config } from '../config.ts'
import type { Connection } from '../cycle/state.ts'
import { replaceGrant } from '../db/accounts.ts'
import type { Database } from '../db/locate.ts'

/** A token is renewed while it still lives, so that none dies between being asked for and being used. */
const RENEW_BEFORE = Temporal.Duration.from({ minutes: 2 })

/** The part of Durable Object storage that is used here. */
export interface SmallStorage {
  get<T>(key: string): Promise<T | undefined>
  put<T>(key: string, value: T): Promise<void>
  delete(key: string): Promise<boolean>
}

export interface AccessContext {
  config: Config
  db: Database
  vault: Vault
  storage: SmallStorage
  personId: string
  now(): Temporal.Instant
}

/**
 * @returns a function that gives a living access token of `connection`; told which one the provider refused, another. Calendars of one account are
 *   read side by side: all that were refused the same token share one refresh, for the refresh token may be good only once.
 */
export function accessTo(
  context: AccessContext,
  connection: Connection,
): (refused: string | null) => Promise<Read<string>> {
  let latest: Promise<Read<string>> | null = null
  return async (refused) => {
    for (let standing = latest; standing !== null; standing = latest) {
      const given = await standing
      if (given.kind === 'failed' || given.value !== refused) return given
      // Still the newest, so this one renews it; else somebody was quicker, and theirs is looked at.
      if (latest === standing) break
    }
    latest = tokenOf(context, connection, refused !== null)
    return latest
  }
}

/** Where the token is kept: the grant it came from is part of the name, so that reconnecting never finds the old one. */
export function accessKey(connectionId: string): string {
  return `access:${connectionId}`
}

async function tokenOf(context: AccessContext, connection: Connection, renew: boolean): Promise<Read<string>> {
  const { config, vault, storage, personId } = context
  const key = accessKey(connection.id)
  const boundTo = `${key}:${connection.grant.slice(-32)}`
  if (!renew) {
    const kept = await storage.get<{ sealed: string; expiresAt: string }>(key)
    if (kept !== undefined && isLiving(kept.expiresAt, context.now())) {
      const token = await vault.open(kept.sealed, boundTo)
      if (token !== null) return { kind: 'ok', value: token }
    }
  }
  const login = providerLogin(config, connection.provider)
  // The operator left the provider's credentials out: the grant is as good as it was, and nobody has to consent again.
  if (login === null) return { kind: 'failed', error: { reason: 'unreachable', code: 'no_login' } }
  const grant = await openGrant(vault, connection.id, connection.grant)
  if (grant === null) return { kind: 'failed', error: { reason: 'revoked', code: 'grant_unreadable' } }
  // The token that came with the consent is good for the first hour.
  if (!renew && isLiving(grant.accessExpiresAt, context.now())) return { kind: 'ok', value: grant.accessToken }
  const refreshed = await refreshGrant(login, grant, context.now())
  if (refreshed.kind === 'failed') return refreshed
  const { rotated, ...next } = refreshed.value
  // Google keeps its refresh token, so only this moves a grant to a new SECRET_KEY.
  if (rotated || !vault.isCurrent(connection.grant)) {
    // Kept before it is used: the old refresh token may be worth nothing from now on (RFC 6749, 6).
    const sealed = await sealGrant(vault, connection.id, next)
    const replaced = await replaceGrant(context.db, { personId, connectionId: connection.id }, connection.grant, sealed)
    // The person connected the account anew meanwhile: theirs is the grant to use, from the next cycle on.
    if (replaced === 'overtaken') return { kind: 'failed', error: { reason: 'unreachable', code: 'grant_replaced' } }
    connection.grant = sealed
  }
  await keep(storage, key, vault, `${key}:${connection.grant.slice(-32)}`, next)
  return { kind: 'ok', value: next.accessToken }
}

async function keep(storage: SmallStorage, key: string, vault: Vault, boundTo: string, grant: Grant): Promise<void> {
  await storage.put(key, { sealed: await vault.seal(grant.accessToken, boundTo), expiresAt: grant.accessExpiresAt })
}

function isLiving(expiresAt: string, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(Temporal.Instant.from(expiresAt), now.add(RENEW_BEFORE)) > 0
}
