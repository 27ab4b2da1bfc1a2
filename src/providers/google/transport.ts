/**
 * One request to Google: bounded in time and bytes, counted, never retried here (retries belong to the outbox and the cycle), and its end
 * told in the port's words. Sources: Calendar API, "Handle API errors"; provider-facts A4, A6, A7.
 */
import { Temporal } from 'temporal-polyfill'
import type { ErrorReason, Outcome, ProviderError, Read } from '../../calendar/port.ts'

const LONGEST_ANSWER_BYTES = 48 * 1024 * 1024
const SLOWEST_ANSWER_MS = 30_000
/** For what is only a hint and may be left: nobody waits for a channel as long as for a calendar. */
export const SLOWEST_HINT_MS = 5_000

/** Counts calls to provider APIs; token calls go elsewhere and are not counted. */
export interface Meter {
  requests: number
}

/** A fetch for the Google client: reads the whole answer within bounds, so that a cut or endless one is an error here and not a half event. */
export function boundedFetch(meter: Meter, slowestMs = SLOWEST_ANSWER_MS): typeof fetch {
  return async (input, init) => {
    meter.requests++
    const signal = AbortSignal.timeout(slowestMs)
    const response = await fetch(input as string, { ...(init as RequestInit), redirect: 'manual', signal })
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

function joined(chunks: readonly Uint8Array[], bytes: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(bytes)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole
}

/** What a failed call says: the status and Google's reason, or neither when no answer came. */
interface Failure {
  status: number | null
  reason: string
  retryAfter: string | null
}

/** A read happened or it did not. */
export async function read<T>(call: () => Promise<T>): Promise<Read<T>> {
  try {
    return { kind: 'ok', value: await call() }
  } catch (cause) {
    return { kind: 'failed', error: errorOf(failureOf(cause)) }
  }
}

/**
 * A write whose answer is missing, cut or a server's error may have happened (provider-facts, fault "commit then 5xx"); only a plain refusal
 * certainly did not.
 */
export async function write<T>(call: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { kind: 'ok', value: await call() }
  } catch (cause) {
    const failure = failureOf(cause)
    const error = errorOf(failure)
    const refused = failure.status !== null && failure.status >= 400 && failure.status < 500
    return refused ? { kind: 'failed', error } : { kind: 'unknown', error }
  }
}

/** An answer that is not what Google sends: HTML, cut JSON, an unexpected shape. */
export class MalformedAnswer extends Error {
  override name = 'MalformedAnswer'
}

export function isUnauthorised(result: Outcome<unknown>): boolean {
  return result.kind === 'failed' && result.error.code === '401'
}

function failureOf(cause: unknown): Failure & { malformed?: true } {
  if (cause instanceof MalformedAnswer) return { status: null, reason: 'malformed', retryAfter: null, malformed: true }
  const response = (cause as { response?: { status?: unknown; data?: unknown; headers?: unknown } } | null)?.response
  if (typeof response?.status !== 'number') return { status: null, reason: 'no_answer', retryAfter: null }
  const body = response.data as { error?: { errors?: { reason?: unknown }[]; status?: unknown } } | undefined
  const reason = body?.error?.errors?.[0]?.reason
  const headers = response.headers instanceof Headers ? response.headers : null
  return {
    status: response.status,
    reason: typeof reason === 'string' && /^\w{1,60}$/.test(reason) ? reason : '',
    retryAfter: headers?.get('retry-after') ?? null,
  }
}

function errorOf(failure: Failure & { malformed?: true }): ProviderError {
  const wait = retryAfter(failure.retryAfter)
  return {
    reason: failure.malformed ? 'malformed' : reasonOf(failure),
    code: failure.status === null ? failure.reason : failure.reason || String(failure.status),
    ...(wait === null ? {} : { retryAfter: wait }),
    ...(failure.status === 401 ? { code: '401' } : {}),
  }
}

function reasonOf({ status, reason }: Failure): ErrorReason {
  switch (status) {
    case null:
      return 'unreachable'
    case 401:
      return 'revoked'
    case 403:
      if (/^(userRateLimitExceeded|rateLimitExceeded|quotaExceeded|dailyLimitExceeded)$/.test(reason))
        return 'throttled'
      return reason === 'forbiddenForNonOrganizer' ? 'rejected' : 'forbidden'
    case 404:
      return 'calendar_gone'
    case 409:
      return 'id_taken'
    case 410:
      return reason === 'deleted' ? 'revision_moved' : 'cursor_expired'
    case 412:
      return 'revision_moved'
    case 429:
      return 'throttled'
    default:
      if (status >= 500) return 'unreachable'
      return status >= 400 ? 'rejected' : 'malformed'
  }
}

/** Seconds only; at most a day: a longer wish is a mistake somewhere (RFC 9110, 10.2.3; a date is not sent by Google). */
function retryAfter(header: string | null): Temporal.Duration | null {
  if (header === null || !/^\d{1,6}$/.test(header)) return null
  return Temporal.Duration.from({ seconds: Math.min(Number(header), 86_400) })
}
