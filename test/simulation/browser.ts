/**
 * Somebody's browser on the way to a provider and back. The provider knows it already, so nothing is asked there; at Aforo's door each request is an
 * isolate of its own, which may die at any step.
 */
import { beginConnect, finishConnect } from '../../src/accounts/connect.ts'
import { type ProviderLogin, providerLogin, type SignInProvider } from '../../src/accounts/provider-login.ts'
import type { Town } from './town.ts'

/** Consented at the provider: what the browser brings to the callback, once or as often as it repeats it. */
export interface Way {
  provider: SignInProvider
  address: string
  /** Who is signed in in this browser; null for nobody. */
  personId: string | null
  cookie: string
  answer: URLSearchParams
}

export interface Arrival {
  personId: string
  connectionId: string
  /** What the session's cookie holds; null where an account was added, for the session goes on. */
  session: string | null
}

/** There and back. Null where it is cut off or refused. */
export async function connect(
  town: Town,
  provider: SignInProvider,
  address: string,
  personId: string | null,
): Promise<Arrival | null> {
  const way = await setOff(town, provider, address, personId)
  return way === null ? null : comeBack(town, way)
}

/** To the provider. Null where Aforo's door did not open. */
export async function setOff(
  town: Town,
  provider: SignInProvider,
  address: string,
  personId: string | null,
): Promise<Way | null> {
  const login = loginOf(town, provider)
  const begun = await town
    .isolate(`door ${address}`)
    .run(() => beginConnect(town.config, login, { sessionHash: null, personId }, null, town.now()))
  if (begun === 'died' || begun.kind === 'refused') return null
  return {
    provider,
    address,
    personId,
    cookie: begun.cookie,
    answer: await consent(town, provider, begun.location, address),
  }
}

/** Back at the callback; sent to the provider once more where Aforo asks for consent again. Null where it is cut off or refused. */
export async function comeBack(town: Town, way: Way): Promise<Arrival | null> {
  const { provider, address, personId, cookie, answer } = way
  const isolate = town.isolate(`door ${address}`)
  const db = town.databaseOf(isolate, `door ${address}`)
  const door = { sessionHash: null, personId }
  const request = { answer, cookie, acceptLanguage: 'es-MX' }
  const done = await isolate
    .run(() => finishConnect(town.config, db, loginOf(town, provider), door, request, town.now()))
    .catch(() => 'failed' as const)
  if (done === 'died' || done === 'failed') {
    // The grant may have been kept and nobody told of it; the object is woken by the sweep.
    for (const connectionId of await thatCanBeAsked(town, provider, address)) arrive(town, connectionId)
    return null
  }
  if (done.kind === 'refused') return null
  if (done.kind === 'restart') {
    const again = await consent(town, provider, done.location, address)
    return comeBack(town, { ...way, cookie: done.cookie, answer: again })
  }
  const { personId: id, connectionId } = done
  arrive(town, connectionId)
  await town
    .object(id)
    .ask((keeper) => keeper.connected(id, connectionId))
    .catch(() => undefined)
  return { personId: id, connectionId, session: 'session' in done ? done.session.id : null }
}

function arrive(town: Town, connectionId: string): void {
  town.arrivals.push({ connectionId, at: town.timeline.now() })
}

async function thatCanBeAsked(town: Town, provider: SignInProvider, address: string): Promise<string[]> {
  const { rows } = await town.database.client.execute({
    sql: `select id from connections where provider = ? and email = ? and state->>'status' = 'ok'`,
    args: [provider, address],
  })
  return rows.map(({ id }) => String(id))
}

async function consent(
  town: Town,
  provider: SignInProvider,
  location: string,
  account: string,
): Promise<URLSearchParams> {
  const origin = provider === 'google' ? town.issuers.google : town.issuers.login
  const body = JSON.stringify({ url: location, account })
  const answer = await fetch(`${origin}/__sandbox/authorize`, { method: 'POST', body })
  const { location: back }: { location: string } = await answer.json()
  return new URL(back).searchParams
}

/** @throws where this town's Aforo has no client of that provider */
function loginOf(town: Town, provider: SignInProvider): ProviderLogin {
  const login = providerLogin(town.config, provider)
  if (login === null) throw new RangeError(`nobody signs in with ${provider}`)
  return login
}
