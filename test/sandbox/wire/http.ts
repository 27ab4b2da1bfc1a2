/**
 * The HTTP of a sandbox provider: one listening origin, requests as values, answers as values, and the ways in which an
 * answer gets lost or spoilt on its way.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Hit } from './fault-desk.ts'

export interface WebRequest {
  method: string
  path: string
  query: URLSearchParams
  headers: Record<string, string>
  body: string
}

export interface WebAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

export interface Listening {
  /** `http://127.0.0.1:PORT` */
  url: string
  close(): Promise<void>
}

/** A request as it arrived, with its URL, and the response to give. */
export type Serve = (asked: WebRequest & { url: URL }, origin: string, response: ServerResponse) => Promise<void>

const MOST_BODY_BYTES = 20_000_000
const SLOW_PIECES = 5

/** @param name who says so when the sandbox itself fails: a bug of it is said aloud, never dressed up as the provider's */
export async function listen(name: string, port: number, serve: Serve): Promise<Listening> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error(`${name}:`, error)
      if (!response.headersSent) response.writeHead(599, { 'content-type': 'text/plain' })
      response.end(String(error))
    })
  })
  const origin = () => {
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error(`${name} is not listening`)
    return `http://127.0.0.1:${address.port}`
  }
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', origin())
    const asked = {
      method: request.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers: headersOf(request),
      body: await bodyOf(request),
      url,
    }
    await serve(asked, origin(), response)
  }
  await new Promise<void>((ready, failed) => {
    server.once('error', failed)
    server.listen(port, '127.0.0.1', ready)
  })
  return {
    url: origin(),
    close: async () => {
      const closed = new Promise((done) => server.close(done))
      server.closeAllConnections()
      await closed
    },
  }
}

export function send(response: ServerResponse, answer: WebAnswer): void {
  const bytes = Buffer.from(answer.body)
  const length: Record<string, string> =
    answer.status === 204 || answer.status === 304 ? {} : { 'content-length': String(bytes.length) }
  response.writeHead(answer.status, { ...answer.headers, ...length })
  response.end(bytes)
}

/** What may happen to a good answer on its way; `slow-body` waits its `ms` over the body. */
export type SpoilingKind = 'not-json' | 'truncated-json' | 'slow-body'

export async function sendFaultily(
  response: ServerResponse,
  answer: WebAnswer,
  faults: Hit<SpoilingKind>,
): Promise<void> {
  const { body } = answer
  if (faults.has('not-json')) {
    return send(response, {
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<!doctype html><title>Sign in to Wi-Fi</title>',
    })
  }
  if (faults.has('truncated-json'))
    return send(response, { ...answer, body: body.slice(0, Math.floor(body.length / 2)) })
  const slow = faults.of('slow-body')
  if (slow === undefined) return send(response, answer)
  response.writeHead(answer.status, answer.headers)
  const size = Math.ceil(body.length / SLOW_PIECES)
  for (let piece = 0; piece < SLOW_PIECES && !response.destroyed; piece += 1) {
    response.write(body.slice(piece * size, (piece + 1) * size))
    await wait(slow.ms / SLOW_PIECES)
  }
  response.end()
}

export function drop(response: ServerResponse): void {
  response.socket?.destroy()
}

export async function wait(ms: number): Promise<void> {
  if (ms > 0) await new Promise((done) => setTimeout(done, ms))
}

/** Path and query as a fault's pattern reads them. */
export function decodedPath(url: URL): string {
  const text = `${url.pathname}${url.search}`
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export function json(status: number, body: object): WebAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  }
}

export function html(status: number, body: string): WebAnswer {
  const policy = "default-src 'none'; style-src 'unsafe-inline'"
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-store',
    },
    body,
  }
}

function headersOf(request: IncomingMessage): Record<string, string> {
  const pairs = Object.entries(request.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ])
  return Object.fromEntries(pairs)
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of request) {
    bytes += piece.length
    if (bytes > MOST_BODY_BYTES) throw new Error('request body over 20 MB')
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}
