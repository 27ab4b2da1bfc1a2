/**
 * The Microsoft sandbox: an OIDC issuer and Graph, two origins of one world, with a control door for tests under `/__sandbox/`.
 * Written from public facts about the wire; it knows nothing of the client it serves.
 */
import { randomUUID } from 'node:crypto'
import { decodedPath, listen, type Reply, type WebAnswer, type WebRequest } from '../wire/http.ts'
import { StateSaver } from '../wire/state-saver.ts'
import { refusedToken } from './aadsts.ts'
import { answerControl } from './control.ts'
import { type Faults, NO_FAULTS } from './faults.ts'
import { answerGraph, refused } from './graph-door.ts'
import { type GraphError, refusal, segmentNotFound } from './graph-error.ts'
import { topUp } from './life.ts'
import type { State } from './model.ts'
import { answerOAuth, type Origins, userinfo } from './oauth.ts'
import { loadState, textOf } from './state-file.ts'
import { SubscriptionDesk } from './subscriptions.ts'
import { expireAccessTokens, revokeGrants } from './tokens.ts'
import { MicrosoftWorld } from './world.ts'

export type { MicrosoftWorld } from './world.ts'

export interface MicrosoftSandbox {
  /** `http://127.0.0.1:PORT`: where people sign in; tenants are its first word. */
  issuerUrl: string
  /** Another origin: Graph, without `/v1.0`. */
  graphUrl: string
  close(): Promise<void>
  /** The same operations as the control door, in process. */
  world: MicrosoftWorld
}

export interface MicrosoftSandboxOptions {
  /** 0 or none: a free one. */
  issuerPort?: number
  graphPort?: number
  /** Loaded at the start when it exists, saved after changes and on close. */
  stateFile?: string
  /** Epoch milliseconds; the control door's clock is added to it. */
  now?: () => number
  /** Lay down the accounts and their weeks around `now`. Default true. */
  seedLife?: boolean
}

type Asked = WebRequest & { url: URL }
type Side = keyof Origins

export async function startMicrosoftSandbox(options: MicrosoftSandboxOptions = {}): Promise<MicrosoftSandbox> {
  const world = microsoftWorld(loadState(options.stateFile), options.now ?? Date.now)
  if (options.seedLife ?? true) topUp(world)
  const saver = options.stateFile === undefined ? null : new StateSaver(options.stateFile, () => textOf(world.state))
  if (saver !== null) world.onChange = () => saver.soon()
  // The life laid down above is a change already, should nobody close this properly.
  world.onChange()
  const origins: Origins = { login: '', graph: '' }
  const open = (side: Side, port: number) =>
    listen(`microsoft sandbox, ${side}`, port, (asked) => serveMicrosoft(world, origins, side, asked))
  const login = await open('login', options.issuerPort ?? 0)
  const graph = await open('graph', options.graphPort ?? 0)
  Object.assign(origins, { login: login.url, graph: graph.url })
  return {
    issuerUrl: login.url,
    graphUrl: graph.url,
    world,
    close: async () => {
      world.subscriptions?.close()
      await Promise.all([login.close(), graph.close()])
      await saver?.flush()
    },
  }
}

/** A world with its subscriptions, but no server in front of it. */
export function microsoftWorld(state: State, now: () => number): MicrosoftWorld {
  const world = new MicrosoftWorld(state, now)
  world.subscriptions = new SubscriptionDesk(world)
  return world
}

/** @param side which of the world's two origins was asked */
export async function serveMicrosoft(
  world: MicrosoftWorld,
  origins: Origins,
  side: Side,
  asked: Asked,
): Promise<Reply> {
  if (asked.path.startsWith('/__sandbox'))
    return { kind: 'answer', answer: await answerControl(world, origins, asked), faults: NO_FAULTS }
  return replyTo(world, origins, side, asked)
}

/** One request, or one inside a batch: logged, met by the faults that mean it, answered. */
async function replyTo(world: MicrosoftWorld, origins: Origins, side: Side, asked: Asked): Promise<Reply> {
  const account = accountOf(world, side, asked)
  const faults = world.faults.hitting({ method: asked.method, path: decodedPath(asked.url), account })
  const logged = world.log(asked, account, faults)
  if (account !== null && faults.has('expire-access-tokens')) expireAccessTokens(world, account)
  if (account !== null && faults.has('revoke-grant')) revokeGrants(world, account)
  if (faults.has('drop-before')) return { kind: 'dropped' }
  const answer =
    side === 'login'
      ? await answerLogin(world, origins, asked, faults)
      : asked.path === '/oidc/userinfo'
        ? userinfo(world, asked)
        : await answerGraph(world, asked, faults, (inside) => answerInside(world, origins, inside))
  if (faults.has('commit-then-drop')) return { kind: 'dropped' }
  const instead = faults.of('commit-then-status')
  const error = instead && refusal(instead.status, instead.reason, instead.retryAfter)
  const final = error === undefined ? answer : refusedAt(world, side, error)
  logged.status = final.status
  return { kind: 'answer', answer: final, faults }
}

/** A connection inside a batch cannot close; the service would say that its back end did not answer. */
async function answerInside(world: MicrosoftWorld, origins: Origins, asked: Asked): Promise<WebAnswer> {
  const reply = await replyTo(world, origins, 'graph', asked)
  return reply.kind === 'answer' ? reply.answer : refused(world, refusal(504, undefined, undefined), randomUUID())
}

async function answerLogin(world: MicrosoftWorld, origins: Origins, asked: Asked, faults: Faults): Promise<WebAnswer> {
  await world.time.wait(faults.of('delay')?.ms ?? 0)
  const status = faults.of('status')
  if (status !== undefined) return refusedAt(world, 'login', refusal(status.status, status.reason, status.retryAfter))
  return (
    answerOAuth(world, origins, asked, faults) ??
    refusedAt(world, 'login', segmentNotFound(asked.path.split('/')[1] ?? ''))
  )
}

/** Refusals of Graph have its shape, those of the identity platform theirs. */
function refusedAt(world: MicrosoftWorld, side: Side, error: GraphError): WebAnswer {
  if (side === 'graph') return refused(world, error, randomUUID())
  const word = error.status >= 500 || error.status === 429 ? 'temporarily_unavailable' : 'invalid_request'
  const answer = refusedToken(
    { status: error.status, error: word, code: 90033, text: 'A transient error has occurred.' },
    world.now(),
  )
  return { ...answer, headers: { ...answer.headers, ...error.headers } }
}

/** Whose request this is, for faults and the log; a stranger's is nobody's. */
function accountOf(world: MicrosoftWorld, side: Side, asked: Asked): string | null {
  const { state } = world
  if (side === 'login')
    return state.refreshTokens.get(new URLSearchParams(asked.body).get('refresh_token') ?? '')?.account ?? null
  const bearer = /^Bearer (.+)$/i.exec(asked.headers.authorization ?? '')?.[1]
  return bearer === undefined ? null : (state.accessTokens.get(bearer)?.account ?? null)
}
