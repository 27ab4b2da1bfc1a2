/**
 * Microsoft's own client, made fit for this house: without its RetryHandler, which repeats POSTs (provider-facts B4; retries belong to the outbox),
 * with an authorisation of ours, since its own sends the token to https alone, and with whole answers handed out, so that their status is
 * ours to judge. Sources: Graph, "Best practices"; throttling limits; provider-facts B5.
 */
import { Client, type Context, type Middleware, ResponseType } from '@microsoft/microsoft-graph-client'
import type { Temporal } from 'temporal-polyfill'
import type { ErrorReason, Outcome, Read } from '../../calendar/port.ts'
import { asObject } from '../outside-values.ts'
import {
  type Failure,
  MalformedAnswer,
  type ProviderAccount,
  read,
  retryAfter,
  SLOWEST_HINT_MS,
  UNAUTHORISED,
  wayTo,
  write,
} from '../request.ts'

/** Requests at once for one mailbox (throttling limits, Outlook service: four for an app and a mailbox). */
const MOST_AT_ONCE = 4
/** `IdType`: an event keeps its id when it is moved. Zones are not asked for: times then come in UTC (provider-facts B2). */
const PREFER = 'IdType="ImmutableId", outlook.body-content-type="text"'
const VERSION = 'v1.0'

export interface Request {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below the version, its query encoded. */
  path: string
  body?: object
  ifMatch?: string
  /** Wanted of a page. */
  pageSize?: number
  /** Nobody waits for it. */
  hint?: true
}

export interface Graph {
  reading<T>(call: (send: Send) => Promise<T>): Promise<Read<T>>
  writing<T>(call: (send: Send) => Promise<T>): Promise<Outcome<T>>
  /** A link of an answer as a path for `Request`. @throws MalformedAnswer for one that leads away from Graph */
  pathOf(link: unknown): string
}
/** The answer's JSON; an empty object where there is none. @throws Refusal, MalformedAnswer, or what fetch throws */
export type Send = (request: Request) => Promise<Record<string, unknown>>

/** Null where what the path names is not there, or not any more. */
export function ifThere<T>(answer: Promise<T>): Promise<T | null> {
  return unless(404, answer)
}

/** Null where the answer is that status, or the code of one. */
export async function unless<T>(said: number | string, answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (cause) {
    if (cause instanceof Refusal && (cause.status === said || cause.code === said)) return null
    throw cause
  }
}

export function graphOf(account: ProviderAccount): Graph {
  const takeTurns = turns(MOST_AT_ONCE)
  const way = wayTo(account)
  const clients = new Map<boolean, Client>()
  const clientFor = (hint: boolean): Client => {
    const known = clients.get(hint)
    if (known !== undefined) return known
    const send = way.fetch(hint ? SLOWEST_HINT_MS : undefined)
    const middleware: Middleware = {
      async execute(context: Context) {
        context.response = await takeTurns(() => send(String(context.request), context.options as RequestInit))
      },
    }
    const made = Client.initWithMiddleware({ baseUrl: `${account.apiUrl}/`, defaultVersion: VERSION, middleware })
    clients.set(hint, made)
    return made
  }
  const sendWith =
    (token: string): Send =>
    async ({ method, path, body, ifMatch, pageSize, hint = false }) => {
      const request = clientFor(hint)
        .api(path)
        .responseType(ResponseType.RAW)
        .headers({
          Authorization: `Bearer ${token}`,
          Prefer: pageSize === undefined ? PREFER : `${PREFER}, odata.maxpagesize=${pageSize}`,
          ...(ifMatch === undefined ? {} : { 'If-Match': ifMatch }),
        })
      const response: Response = await {
        GET: () => request.get(),
        POST: () => request.post(body ?? {}),
        PATCH: () => request.patch(body ?? {}),
        DELETE: () => request.delete(),
      }[method]()
      return contentOf(response)
    }
  const failureOf = (cause: unknown) => failure(cause, account.now())
  const root = `${account.apiUrl}/${VERSION}/`
  return {
    reading: (call) => way.authorised((token) => read(() => call(sendWith(token)), failureOf)),
    writing: (call) => way.authorised((token) => write(() => call(sendWith(token)), failureOf)),
    pathOf(link) {
      if (typeof link !== 'string' || !link.startsWith(root)) throw new MalformedAnswer('a link to somewhere else')
      return link.slice(root.length - 1)
    },
  }
}

/** At most so many at a time; the others wait in the order in which they came. */
function turns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (running >= most) await new Promise<void>((go) => waiting.push(go))
    else running++
    try {
      return await work()
    } finally {
      // Whoever is next takes over the place.
      const next = waiting.shift()
      if (next === undefined) running--
      else next()
    }
  }
}

/** A plain refusal or a server's error, with Graph's code. */
class Refusal extends Error {
  override name = 'Refusal'
  readonly status: number
  readonly code: string
  readonly retryAfter: string | null
  constructor(status: number, code: string, wait: string | null) {
    super(`Graph answered ${status}`)
    this.status = status
    this.code = code
    this.retryAfter = wait
  }
}

async function contentOf(response: Response): Promise<Record<string, unknown>> {
  const body = await response.text()
  const json = body === '' ? {} : parsed(body)
  if (response.ok) {
    if (json === null) throw new MalformedAnswer('an answer that is no object')
    return json
  }
  const code = asObject(json?.error)?.code
  throw new Refusal(
    response.status,
    typeof code === 'string' && /^\w{1,60}$/.test(code) ? code : '',
    response.headers.get('retry-after'),
  )
}

function parsed(body: string): Record<string, unknown> | null {
  try {
    return asObject(JSON.parse(body))
  } catch {
    return null
  }
}

function failure(cause: unknown, now: Temporal.Instant): Failure {
  if (cause instanceof MalformedAnswer) return { status: null, error: { reason: 'malformed', code: 'malformed' } }
  const refusal = refusalIn(cause)
  if (refusal === null) return { status: null, error: { reason: 'unreachable', code: 'no_answer' } }
  const { status, code } = refusal
  const wait = retryAfter(refusal.retryAfter, now)
  return {
    status,
    error: {
      reason: reasonOf(status, code),
      code: status === 401 ? UNAUTHORISED : code || String(status),
      ...(wait === null ? {} : { retryAfter: wait }),
    },
  }
}

function refusalIn(cause: unknown): Refusal | null {
  return cause instanceof Refusal ? cause : null
}

/** State of a delta round that Exchange no longer has, by whatever status it says so (provider-facts B3). */
const LOST_STATE = /^(syncStateNotFound|SyncStateInvalid|resyncRequired)$/i

function reasonOf(status: number, code: string): ErrorReason {
  if (LOST_STATE.test(code)) return 'cursor_expired'
  if (code === 'ErrorDuplicateTransactionId') return 'id_taken'
  if (code === 'ApplicationThrottled' || code === 'MailboxConcurrency') return 'throttled'
  switch (status) {
    // Of a token, which is then renewed; whether the grant lives, the token endpoint says.
    case 401:
      return 'unreachable'
    case 403:
      // Without Graph's code it is a page that stands in between, and nothing of the person's to mend.
      return code === '' ? 'unreachable' : 'forbidden'
    case 404:
      return 'calendar_gone'
    case 410:
      return 'cursor_expired'
    // Conflicting writes are told by either; both mean the same (provider-facts B4).
    case 409:
    case 412:
      return 'revision_moved'
    case 429:
      return 'throttled'
    default:
      if (status >= 500) return 'unreachable'
      return status >= 400 ? 'rejected' : 'malformed'
  }
}
