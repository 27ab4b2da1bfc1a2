/** How the sandbox's own tests speak to it: plain HTTP with a bearer token, and short words for what every test needs. */
import { createServer } from 'node:http'
import type { Calendar, Event, Subscription } from '@microsoft/microsoft-graph-types'
import { type MicrosoftSandbox, type MicrosoftSandboxOptions, startMicrosoftSandbox } from './server.ts'

export const ANA = 'ana@empresa.example'
export const ZONE = 'America/Mexico_City'
/** The same, as Windows calls it. */
export const WINDOWS_ZONE = 'Central Standard Time (Mexico)'
/** A Monday, nine in the morning in Mexico City. */
export const NOW = Date.parse('2026-11-23T15:00:00Z')
export const IMMUTABLE = 'IdType="ImmutableId"'

export type GraphBody = Event &
  Calendar &
  Subscription & {
    '@odata.etag': string
    '@odata.nextLink'?: string
    '@odata.deltaLink'?: string
    value: GraphBody[]
    '@removed'?: { reason: string }
    error?: { code: string; message: string; innerError?: Record<string, string> }
  }

export interface Reply {
  status: number
  headers: Headers
  /** The error's code, or null. */
  code: string | null
  body: GraphBody
}

export type Api = (method: string, path: string, body?: object, headers?: Record<string, string>) => Promise<Reply>

/** A sandbox with one empty account, a clock that stands still, and a way to call Graph as that account. */
export async function anaAlone(
  options: MicrosoftSandboxOptions = {},
): Promise<{ sandbox: MicrosoftSandbox; api: Api }> {
  const sandbox = await startMicrosoftSandbox({ seedLife: false, now: () => NOW, ...options })
  sandbox.world.createAccount(ANA, 'Ana Prueba', ZONE)
  return { sandbox, api: as(sandbox, ANA) }
}

/** @param path below `/v1.0`, or a link as Graph gave it */
export function as(sandbox: MicrosoftSandbox, account: string, scopes?: string[]): Api {
  const { accessToken } = sandbox.world.grants.issue(account, scopes)
  return async (method, path, body, headers = {}) => {
    const answer = await fetch(path.startsWith('http') ? path : `${sandbox.graphUrl}/v1.0${path}`, {
      method,
      headers: {
        authorization: `Bearer ${accessToken}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    const json = text === '' ? {} : JSON.parse(text)
    return { status: answer.status, headers: answer.headers, code: json.error?.code ?? null, body: json }
  }
}

/** A whole delta round: every page, until the link to the next round. */
export async function round(
  api: Api,
  link: string,
  headers: Record<string, string> = {},
): Promise<{ items: GraphBody[]; pages: number; deltaLink: string }> {
  const items: GraphBody[] = []
  let next = link
  for (let pages = 1; pages < 500; pages += 1) {
    const { body, status } = await api('GET', next, undefined, headers)
    if (status !== 200) throw new Error(`${status} ${body.error?.code}`)
    items.push(...body.value)
    if (body['@odata.deltaLink'] !== undefined) return { items, pages, deltaLink: body['@odata.deltaLink'] }
    next = body['@odata.nextLink'] ?? ''
  }
  throw new Error('a round without end')
}

/** An hour from a local time in Mexico City, as a body. */
export function hourAt(local: string, subject = 'Una hora') {
  const hour = String(Number(local.slice(11, 13)) + 1).padStart(2, '0')
  const time = (text: string) => ({ dateTime: `${text}:00`, timeZone: ZONE })
  return { subject, start: time(local), end: time(`${local.slice(0, 11)}${hour}${local.slice(13)}`) }
}

/** The same every week on that day, without end. */
export function weekly(local: string, day: string, subject = 'Cada semana') {
  const pattern = { type: 'weekly', interval: 1, daysOfWeek: [day], firstDayOfWeek: 'monday' }
  return { ...hourAt(local, subject), recurrence: { pattern, range: { type: 'noEnd', startDate: local.slice(0, 10) } } }
}

/** Bounds of a window, from one date to another. */
export function window(from: string, to: string): string {
  return `startDateTime=${from}T00:00:00Z&endDateTime=${to}T00:00:00Z`
}

/** An id as it goes into a path. */
export function inPath(id: string | null | undefined): string {
  return encodeURIComponent(id ?? '')
}

export async function control(sandbox: MicrosoftSandbox, method: string, path: string, body?: object) {
  const answer = await fetch(`${sandbox.graphUrl}/__sandbox${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}

export interface Receiver {
  url: string
  /** What came, body parsed; validation requests apart. */
  received: { value: Record<string, unknown>[] }[]
  /** What to answer next; 202 without. */
  statuses: number[]
  /** Answers the handshake wrongly while true. */
  deaf: boolean
  /** How long it thinks before it answers. */
  slowMs: number
  close(): Promise<void>
}

/** Somebody who listens for notifications on the loopback. */
export async function listenForNotifications(): Promise<Receiver> {
  const receiver: Receiver = {
    url: '',
    received: [],
    statuses: [],
    deaf: false,
    slowMs: 0,
    close: async () => undefined,
  }
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece)
    if (receiver.slowMs > 0) await new Promise((done) => setTimeout(done, receiver.slowMs))
    const token = new URL(request.url ?? '/', 'http://receiver').searchParams.get('validationToken')
    if (token !== null) {
      response.writeHead(200, { 'content-type': 'text/plain' })
      response.end(receiver.deaf ? 'nobody' : token)
      return
    }
    receiver.received.push(JSON.parse(Buffer.concat(pieces).toString('utf8')))
    response.writeHead(receiver.statuses.shift() ?? 202)
    response.end()
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the receiver is not listening')
  receiver.url = `http://127.0.0.1:${address.port}/hook`
  receiver.close = () => new Promise((done) => server.close(() => done()))
  return receiver
}
