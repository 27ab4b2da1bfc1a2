/**
 * The control door of a sandbox, `/__sandbox/...`: JSON in, JSON out, no authorisation. Which operations there are is each
 * sandbox's own; how a request finds its operation and reads its body is the same everywhere.
 */
import { json, type WebAnswer, type WebRequest } from './http.ts'

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined }
export type JsonObject = { [key: string]: Json | undefined }

export interface Asked {
  origin: string
  query: URLSearchParams
  body: JsonObject
  /** The id in the path, where there is one. */
  id: string
}

/** Something was asked that cannot be done; it says so with 400, or 404. */
export class ControlRefusal extends Error {
  readonly status: number

  constructor(message: string, status = 400) {
    super(message)
    this.status = status
  }
}

/**
 * @param operations by `METHOD /words`, where `:` is an id in the second place
 * @param understood what an error of the sandbox's own means, or null when it is a bug
 */
export async function answerControl(
  operations: Record<string, (asked: Asked) => unknown>,
  origin: string,
  request: WebRequest,
  understood: (error: unknown) => { status: number; body: object } | null,
): Promise<WebAnswer> {
  const words = request.path
    .replace(/^\/__sandbox/, '')
    .split('/')
    .filter((word) => word !== '')
  const exact = `${request.method} /${words.join('/')}`
  const withId = `${request.method} /${[words[0], ':', ...words.slice(2)].join('/')}`
  const operation = operations[exact] ?? (words.length > 1 ? operations[withId] : undefined)
  try {
    if (operation === undefined) throw new ControlRefusal(`No such operation: ${exact}`, 404)
    const body: Json = request.body === '' ? {} : JSON.parse(request.body)
    if (!isObject(body)) throw new ControlRefusal('The body must be a JSON object.')
    const id = decodeURIComponent(words[1] ?? '')
    return json(200, (await operation({ origin, query: request.query, body, id })) ?? {})
  } catch (error) {
    if (error instanceof ControlRefusal || error instanceof SyntaxError) {
      const status = error instanceof ControlRefusal ? error.status : 400
      return json(status, { error: { code: status, message: error.message } })
    }
    const own = understood(error)
    if (own === null) throw error
    return json(own.status, own.body)
  }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `?account=x&method=POST&path=part` keeps the rows whose fields contain the text; `count` only counts. */
export function rows<T extends object>(all: readonly T[], query: URLSearchParams): object {
  const wanted = [...query].filter(([name]) => name !== 'count')
  const kept = all.filter((row) =>
    wanted.every(
      ([name, value]) => new Map<string, unknown>(Object.entries(row)).get(name)?.toString().includes(value) ?? false,
    ),
  )
  return query.has('count') ? { count: kept.length } : { count: kept.length, items: kept }
}

export function text(body: JsonObject, name: string): string {
  const value = body[name]
  if (typeof value !== 'string' || value === '') throw new ControlRefusal(`${name} is missing.`)
  return value
}

export function maybe(body: JsonObject, name: string): string | undefined {
  return body[name] === undefined ? undefined : text(body, name)
}

export function texts(body: JsonObject, name: string): string[] | undefined {
  const value = body[name]
  if (value === undefined) return undefined
  if (!Array.isArray(value)) throw new ControlRefusal(`${name} must be a list.`)
  return value.map(String)
}

export function object(body: JsonObject, name: string): JsonObject {
  const value = body[name]
  if (!isObject(value)) throw new ControlRefusal(`${name} must be an object.`)
  return value
}

/** The objects under `several`, or the one under `one`. */
export function objects(body: JsonObject, several: string, one: string): JsonObject[] {
  const list = body[several]
  if (!Array.isArray(list)) return [object(body, one)]
  if (!list.every(isObject)) throw new ControlRefusal(`${several} must be JSON objects.`)
  return list.filter(isObject)
}

/** `{offsetMs}` shifts the clock, `{now}` (ISO or epoch milliseconds) stops it there, `{}` sets it right again. */
export function clockIn(body: JsonObject): { offsetMs: number; fixedMs: number | null } {
  const { offsetMs, now } = body
  const fixed = typeof now === 'string' ? Date.parse(now) : typeof now === 'number' ? now : null
  if (fixed !== null && Number.isNaN(fixed)) throw new ControlRefusal('now is no time.')
  return { fixedMs: fixed, offsetMs: typeof offsetMs === 'number' ? offsetMs : 0 }
}

/** Sets switches by name. */
export function turn<T extends object>(switches: T, body: JsonObject): T {
  for (const name of Object.keys(body)) {
    if (!(name in switches)) throw new ControlRefusal(`No such switch: ${name}`)
  }
  return Object.assign(switches, body)
}

/** The kind a fault asks for. */
export function kindIn<Kind extends string>(kinds: readonly Kind[], body: JsonObject): Kind {
  const kind = kinds.find((one) => one === body.kind)
  if (kind === undefined)
    throw new ControlRefusal(`No such fault: ${String(body.kind)}. There are: ${kinds.join(', ')}`)
  return kind
}

/** Who acts without the API: "owner" is the calendar's owner acting by hand. */
export function handIn(body: JsonObject): 'human' | 'organiser' | 'world' {
  const actor = body.actor ?? 'human'
  if (actor === 'human' || actor === 'owner') return 'human'
  if (actor === 'organiser' || actor === 'organizer') return 'organiser'
  if (actor === 'world') return 'world'
  throw new ControlRefusal('actor must be owner, organiser or world.')
}
