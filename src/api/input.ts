/**
 * What comes in: bodies bounded by the bytes that really arrive, JSON and nothing else, and every part checked by the schema that describes it
 * in OpenAPI too. A query that does not hold answers 400, a body 422 (RFC 9110, 15.5.21).
 */
import type { Context, MiddlewareHandler } from 'hono'
import { validator } from 'hono-openapi'
import { Temporal } from 'temporal-polyfill'
import * as v from 'valibot'
import type { Door } from '../accounts/door.ts'
import { isWeek } from '../time/week.ts'
import { type InputError, problem } from './problem.ts'

export const MOST_BODY_BYTES = 256 * 1024
const MOST_ERRORS = 20
/** Messages quote what came in. */
const LONGEST_MESSAGE = 200

/** Bodies that are files of their own kind, which their routes read and bound. */
const FILES = /\/v1\/(?:contacts|me)\/import$/

/**
 * Reads the body before anybody parses it. The length that a client states is not believed; hono's own limit believes it. An empty body is
 * none, whatever type it claims.
 */
export const boundedJson: MiddlewareHandler<Door> = async (c, next) => {
  const { raw } = c.req
  if (raw.body === null || ['GET', 'HEAD'].includes(c.req.method) || FILES.test(c.req.path)) return next()
  const bytes = await readAtMost(raw.body, MOST_BODY_BYTES)
  if (bytes === null) return problem(c, 'too_large')
  const headers = new Headers(raw.headers)
  headers.delete('Content-Length')
  headers.delete('Content-Type')
  if (bytes.length === 0) {
    c.req.raw = new Request(raw.url, { method: raw.method, headers })
    return next()
  }
  if (!isJson(raw.headers.get('Content-Type') ?? '')) return problem(c, 'not_json')
  headers.set('Content-Type', 'application/json')
  c.req.raw = new Request(raw.url, { method: raw.method, headers, body: bytes })
  return next()
}

type AnySchema = v.GenericSchema<unknown, unknown>

/** The body, checked: `c.req.valid('json')`. */
export function body<S extends AnySchema>(schema: S) {
  return validator<S, 'json', Door, string>('json', schema, (result, c) => {
    if (!result.success) return problem(c, 'invalid', { errors: inputErrors(result.error) })
    // To the schemas an array is an object without any of its names.
    if (Array.isArray(result.data)) return invalid(c, '', 'an object')
  })
}

/** The query, checked: `c.req.valid('query')`. A name nobody knows is refused: a mistyped filter would answer everything. */
export function query<S extends AnySchema>(schema: S) {
  return validator<S, 'query', Door, string>('query', schema, (result, c) => {
    if (!result.success) return problem(c, 'invalid_query', { errors: inputErrors(result.error) })
  })
}

export function invalid(c: Context, path: string, message: string): Response {
  return problem(c, 'invalid', { errors: [{ path, message }] })
}

export function invalidQuery(c: Context, path: string, message: string): Response {
  return problem(c, 'invalid_query', { errors: [{ path, message }] })
}

/** Weeks that Aforo plans at all: four digits of a year would reach where calendars end. */
export const weekInput = v.pipe(
  v.string(),
  v.regex(/^20\d{2}-W\d{2}$/, 'an ISO week such as 2026-W48'),
  v.check(isWeek, 'a week that exists'),
  v.description('An ISO week of this century, `2026-W48`; this week by the person’s clock where it is left out.'),
)
export const weekQuery = v.strictObject({ week: v.optional(weekInput) })

/** An ISO date; `isoDate` looks at digits alone. */
export const dayInput = v.pipe(v.string(), v.isoDate(), v.check(isDay, 'a day that exists'))

/** An instant with its offset (RFC 3339), or a date. */
export const momentInput = v.pipe(
  v.string(),
  v.check((text) => momentOf(text, 'UTC') !== null, 'an RFC 3339 time with its offset, or a date'),
)

/** @returns an instant; of a date the day's two ends in `zone`; null for what is neither */
export function momentOf(text: string, zone: string): { start: Temporal.Instant; end: Temporal.Instant } | null {
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
      const day = Temporal.PlainDate.from(text)
      const [start, end] = [day, day.add({ days: 1 })].map((date) => date.toZonedDateTime(zone).toInstant())
      return start === undefined || end === undefined ? null : { start, end }
    }
    // A `+` that nobody encoded arrives as a blank.
    const written = text.replace(/ (?=\d{2}:\d{2}$)/, '+')
    if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/i.test(written)) return null
    const at = Temporal.Instant.from(written)
    return { start: at, end: at }
  } catch {
    return null // the 31st of February
  }
}

function isDay(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text).toString() === text
  } catch {
    return false
  }
}

export function inputErrors(
  issues: readonly { message: string; path?: readonly unknown[] | undefined }[],
): InputError[] {
  return issues.slice(0, MOST_ERRORS).map(({ path, message }) => ({
    path: (path ?? []).map(segment).join('.').slice(0, LONGEST_MESSAGE),
    message: message.slice(0, LONGEST_MESSAGE),
  }))
}

/** Standard Schema allows a key, or an object that holds it. */
function segment(part: unknown): string {
  return String(typeof part === 'object' && part !== null && 'key' in part ? part.key : part)
}

export function isJson(contentType: string): boolean {
  return /^application\/(?:[\w.+-]+\+)?json(?:\s*;.*)?$/i.test(contentType.trim())
}

/** Null where there is more. */
export async function readAtMost(
  stream: ReadableStream<Uint8Array>,
  most: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const parts: Uint8Array[] = []
  let length = 0
  const reader = stream.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.length
    if (length > most) {
      await reader.cancel()
      return null
    }
    parts.push(value)
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
