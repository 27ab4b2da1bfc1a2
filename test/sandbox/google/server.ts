/**
 * The Google sandbox: one origin that is OIDC issuer and Calendar API at once, with a control door for tests under
 * `/__sandbox/`. Written from public facts about the wire; it knows nothing of the client it serves.
 */
import { decodedPath, listen, type Reply, type WebAnswer, type WebRequest } from '../wire/http.ts'
import { StateSaver } from '../wire/state-saver.ts'
import { API_BASE, answerCall, authorised, chargeQuota } from './api.ts'
import { ApiError, notFound, refusal } from './api-error.ts'
import type { Answer, Call } from './call.ts'
import { ChannelDesk } from './channels.ts'
import { answerControl } from './control.ts'
import { type Faults, NO_FAULTS } from './faults.ts'
import { masked } from './fields-mask.ts'
import { topUp } from './life.ts'
import type { State } from './model.ts'
import { answerOAuth } from './oauth.ts'
import { loadState, textOf } from './state-file.ts'
import { expireAccessTokens, revokeGrants } from './tokens.ts'
import { GoogleWorld } from './world.ts'

export type { GoogleWorld } from './world.ts'

export interface GoogleSandbox {
  /** `http://127.0.0.1:PORT`: OIDC issuer and API origin. */
  url: string
  close(): Promise<void>
  /** The same operations as the control door, in process. */
  world: GoogleWorld
}

export interface GoogleSandboxOptions {
  /** 0 or none: a free one. */
  port?: number
  /** Loaded at the start when it exists, saved after changes and on close. */
  stateFile?: string
  /** Epoch milliseconds; the control door's clock is added to it. */
  now?: () => number
  /** Lay down the accounts and their weeks around `now`. Default true. */
  seedLife?: boolean
}

export async function startGoogleSandbox(options: GoogleSandboxOptions = {}): Promise<GoogleSandbox> {
  const world = googleWorld(loadState(options.stateFile), options.now ?? Date.now)
  if (options.seedLife ?? true) topUp(world)
  const saver = options.stateFile === undefined ? null : new StateSaver(options.stateFile, () => textOf(world.state))
  if (saver !== null) world.onChange = () => saver.soon()
  // The life laid down above is a change already, should nobody close this properly.
  world.onChange()
  const server = await listen('google sandbox', options.port ?? 0, (asked, origin) => serveGoogle(world, origin, asked))
  return {
    url: server.url,
    world,
    close: async () => {
      world.channels?.close()
      await server.close()
      await saver?.flush()
    },
  }
}

/** A world with its notification channels, but no server in front of it. */
export function googleWorld(state: State, now: () => number): GoogleWorld {
  const world = new GoogleWorld(state, now)
  world.channels = new ChannelDesk(world)
  return world
}

/** @param origin under which the world is asked: issuer and API origin at once */
export async function serveGoogle(
  world: GoogleWorld,
  origin: string,
  asked: WebRequest & { url: URL },
): Promise<Reply> {
  if (asked.path.startsWith('/__sandbox'))
    return { kind: 'answer', answer: await answerControl(world, origin, asked), faults: NO_FAULTS }
  const account = accountOf(world, asked)
  const path = decodedPath(asked.url)
  const faults = world.faults.hitting({ method: asked.method, path, account })
  const logged = world.log(asked, account, faults)
  if (account !== null && faults.has('expire-access-tokens')) expireAccessTokens(world, account)
  if (account !== null && faults.has('revoke-grant')) revokeGrants(world, account)
  await world.time.wait(faults.of('delay')?.ms ?? 0)
  if (faults.has('drop-before')) return { kind: 'dropped' }
  const { answer, after } = await answerOf(world, origin, asked, faults)
  if (faults.has('commit-then-drop')) return { kind: 'dropped' }
  const instead = faults.of('commit-then-status')
  const final =
    instead === undefined ? answer : refused(asked.path, refusal(instead.status, instead.reason, instead.retryAfter))
  logged.status = final.status
  return { kind: 'answer', answer: final, faults, after }
}

async function answerOf(
  world: GoogleWorld,
  origin: string,
  asked: WebRequest,
  faults: Faults,
): Promise<{ answer: WebAnswer; after?: (() => void) | undefined }> {
  const status = faults.of('status')
  try {
    if (status !== undefined) throw refusal(status.status, status.reason, status.retryAfter)
    const oauth = answerOAuth(world, origin, asked)
    if (oauth !== null) return { answer: oauth }
    if (!asked.path.startsWith(`${API_BASE}/`)) throw notFound()
    const token = authorised(world, asked.headers.authorization, asked.query)
    chargeQuota(world, token.account, asked.method)
    const { account, clientId, scopes } = token
    const { query, headers, body } = asked
    const call: Call = { world, origin, account, clientId, scopes, query, headers, body, faults }
    const answer = await answerCall(call, asked.method, asked.path.slice(API_BASE.length))
    return { answer: onTheWire(answer, query.get('fields')), after: answer.after }
  } catch (error) {
    if (error instanceof ApiError) return { answer: refused(asked.path, error) }
    throw error
  }
}

function onTheWire(answer: Answer, fields: string | null): WebAnswer {
  const whole = answer.text ?? (answer.json === undefined ? '' : JSON.stringify(answer.json))
  const body = fields === null || whole === '' ? whole : JSON.stringify(masked(JSON.parse(whole), fields))
  const headers: Record<string, string> = { 'cache-control': 'no-cache, no-store', vary: 'Origin, X-Origin' }
  if (body !== '') headers['content-type'] = 'application/json; charset=UTF-8'
  if (answer.etag) headers.etag = answer.etag
  return { status: answer.status, headers, body }
}

/** Refusals of the API have its shape, those of the OAuth endpoints theirs. */
function refused(path: string, error: ApiError): WebAnswer {
  const oauth = !path.startsWith(API_BASE)
  const word = error.status >= 500 ? 'temporarily_unavailable' : error.detail.reason
  const body = oauth ? { error: word, error_description: error.message } : error.body()
  return {
    status: error.status,
    headers: { 'content-type': 'application/json; charset=UTF-8', ...error.headers },
    body: JSON.stringify(body),
  }
}

/** Whose request this is, for faults and the log; a stranger's is nobody's. */
function accountOf(world: GoogleWorld, asked: WebRequest): string | null {
  const bearer = /^Bearer (.+)$/i.exec(asked.headers.authorization ?? '')?.[1]
  if (bearer !== undefined) return world.state.accessTokens.get(bearer)?.account ?? null
  if (asked.path !== '/token') return null
  return world.state.refreshTokens.get(new URLSearchParams(asked.body).get('refresh_token') ?? '')?.account ?? null
}
