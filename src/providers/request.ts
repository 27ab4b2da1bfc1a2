/**
 * One request to a provider: bounded in time and bytes, counted, never retried here (retries belong to the outbox and the cycle), and its end
 * told in the port's words. What a provider's own words mean stands beside its adapter.
 */
import { Temporal } from 'temporal-polyfill'
import { HELD_BACK, type Outcome, type ProviderError, type Read } from '../calendar/port.ts'

const LONGEST_ANSWER_BYTES = 48 * 1024 * 1024
const SLOWEST_ANSWER_MS = 30_000
/** For what is only a hint and may be left: nobody waits for a channel as long as for a calendar. */
export const SLOWEST_HINT_MS = 5_000

/** Counts calls to provider APIs; token calls go elsewhere and are not counted. */
export interface Meter {
  requests: number
}

/** Gives a living access token; told which one the provider refused, another. */
export type Access = (refused: string | null) => Promise<Read<string>>

/** The time for which an account asked to be left alone: all of it, not only what was asked for when it said so (design.md, rule 13). */
export interface Respite {
  /** What is left of it; null when the account may be asked. */
  left(): Promise<Temporal.Duration | null>
  begin(wait: Temporal.Duration): Promise<void>
}

/** What every adapter is made of, whichever the provider. */
export interface ProviderAccount {
  /** Origin of the API, without path. */
  apiUrl: string
  /** The account's own addresses, lower case. */
  ownAddresses: ReadonlySet<string>
  access: Access
  meter: Meter
  respite: Respite
  now(): Temporal.Instant
}

/**
 * Answers by which a provider names a wait: too many requests (RFC 6585, 4), away (RFC 9110, 15.6.4; Graph's `MailboxConcurrency`), and Google's 403 of
 * a quota. They speak of the account: Graph counts by mailbox, Google by user, and what is sent before the time is over prolongs it
 * (provider-facts A4, B5).
 */
const NAMES_A_WAIT: readonly number[] = [403, 429, 503]

/**
 * A fetch for a provider's client: reads the whole answer within bounds, so that a cut or endless one is an error here and not a half event. While
 * the account wants to be left alone nothing is sent, and the answer is the one it gave.
 * @param taken gets each token that a request came through with
 */
function boundedFetch(
  { meter, respite, now }: Pick<ProviderAccount, 'meter' | 'respite' | 'now'>,
  taken: Set<string>,
  slowestMs = SLOWEST_ANSWER_MS,
): typeof fetch {
  return async (input, init) => {
    const left = await respite.left()
    if (left !== null) return heldBack(left)
    meter.requests++
    const signal = AbortSignal.timeout(slowestMs)
    const response = await fetch(input as string, { ...(init as RequestInit), redirect: 'manual', signal })
    const wait = NAMES_A_WAIT.includes(response.status) ? retryAfter(response.headers.get('retry-after'), now()) : null
    if (wait !== null) await respite.begin(wait)
    const token = /^Bearer (.+)$/.exec(new Headers(init?.headers).get('authorization') ?? '')?.[1]
    if (response.ok && token !== undefined) taken.add(token)
    if (response.body === null || response.status === 204 || response.status === 304) return response
    const chunks: Uint8Array[] = []
    let bytes = 0
    const reader = response.body.getReader()
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      bytes += read.value.byteLength
      if (bytes > LONGEST_ANSWER_BYTES) {
        await reader.cancel()
        throw new TypeError('an answer beyond all bounds')
      }
      chunks.push(read.value)
    }
    return new Response(joined(chunks, bytes), { status: response.status, headers: response.headers })
  }
}

/** As either provider would say it. */
function heldBack(left: Temporal.Duration): Response {
  const error = { code: HELD_BACK, errors: [{ reason: HELD_BACK }] }
  return Response.json({ error }, { status: 429, headers: { 'retry-after': String(Math.ceil(left.total('seconds'))) } })
}

function joined(chunks: readonly Uint8Array[], bytes: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(bytes)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole
}

/** An answer that is not what the provider sends: HTML, cut JSON, an unexpected shape. */
export class MalformedAnswer extends Error {
  override name = 'MalformedAnswer'
}

/** What a failed call says: its status, null when no answer came, and what that means to the core. */
export interface Failure {
  status: number | null
  error: ProviderError
}

/** A read happened or it did not. @param failureOf what a throw of `call` means */
export async function read<T>(call: () => Promise<T>, failureOf: (cause: unknown) => Failure): Promise<Read<T>> {
  try {
    return { kind: 'ok', value: await call() }
  } catch (cause) {
    return { kind: 'failed', error: failureOf(cause).error }
  }
}

/**
 * A write whose answer is missing, cut or a server's error may have happened (provider-facts, fault "commit then 5xx"); only a plain refusal
 * certainly did not.
 */
export async function write<T>(call: () => Promise<T>, failureOf: (cause: unknown) => Failure): Promise<Outcome<T>> {
  try {
    return { kind: 'ok', value: await call() }
  } catch (cause) {
    const { status, error } = failureOf(cause)
    const refused = status !== null && status >= 400 && status < 500
    return refused ? { kind: 'failed', error } : { kind: 'unknown', error }
  }
}

/** The code of a refused access token, whatever the provider calls it. */
export const UNAUTHORISED = '401'

/** Tokens that die in use one after the other say that something is wrong, but not that the grant is dead. */
const MOST_TOKENS = 5

/**
 * With a token; once more with a new one when the provider refuses it. A new one that is refused before it was ever taken says that something is wrong
 * with the provider, not with the grant: whose grant is dead is given no new token, by either (provider-facts A1, B1). One that dies between two pages of a
 * long read is renewed like any other.
 * @param taken what `boundedFetch` noted
 */
export async function authorised<T extends Outcome<unknown>>(
  access: Access,
  taken: ReadonlySet<string>,
  call: (token: string) => Promise<T>,
): Promise<T | { kind: 'failed'; error: ProviderError }> {
  let refused: string | null = null
  for (let tokens = 0; tokens < MOST_TOKENS; tokens++) {
    const token = await access(refused)
    if (token.kind === 'failed') return token
    const result = await call(token.value)
    if (result.kind !== 'failed' || result.error.code !== UNAUTHORISED) return result
    if (refused !== null && !taken.has(token.value)) break
    refused = token.value
  }
  return { kind: 'failed', error: { reason: 'unreachable', code: UNAUTHORISED } }
}

/** The way to one account: a fetch for a provider's client, and whole calls with a token, which know of each other which tokens were taken. */
export function wayTo(account: ProviderAccount): {
  fetch(slowestMs?: number): typeof fetch
  authorised<T extends Outcome<unknown>>(
    call: (token: string) => Promise<T>,
  ): Promise<T | { kind: 'failed'; error: ProviderError }>
} {
  const taken = new Set<string>()
  return {
    fetch: (slowestMs) => boundedFetch(account, taken, slowestMs),
    authorised: (call) => authorised(account.access, taken, call),
  }
}

const LONGEST_WAIT_SECONDS = 86_400

/**
 * RFC 9110, 10.2.3: seconds or a date, and at most a day: a longer wish is a mistake somewhere.
 * @param now what a date is counted from; null for a provider that sends none
 */
export function retryAfter(header: string | null, now: Temporal.Instant | null): Temporal.Duration | null {
  if (header === null) return null
  const date = now === null || /^\d+$/.test(header) ? Number.NaN : Date.parse(header)
  const seconds = /^\d{1,6}$/.test(header)
    ? Number(header)
    : now === null || Number.isNaN(date)
      ? null
      : Math.ceil((date - now.epochMilliseconds) / 1_000)
  if (seconds === null) return null
  return Temporal.Duration.from({ seconds: Math.min(Math.max(seconds, 0), LONGEST_WAIT_SECONDS) })
}
