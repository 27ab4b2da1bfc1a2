/**
 * The HTTP of a sandbox provider: requests as values, replies as values, and the ways in which an answer gets lost or spoilt on its
 * way. A reply goes out over a listening origin, or to a caller in the same process (`in-process.ts`).
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

/** What becomes of a request: an answer, with what may spoil it on its way, or a connection that closes. */
export type Reply =
  | {
      kind: 'answer'
      answer: WebAnswer
      faults: Hit<SpoilingKind>
      /** Runs once the answer is on its way. */
      after?: (() => void) | undefined
    }
  | { kind: 'dropped' }

/** Answers a request as it arrived, with its URL. */
export type Serve = (asked: WebRequest & { url: URL }, origin: string) => Promise<Reply>

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
    await send(response, await serve(asked, origin()))
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

async function send(response: ServerResponse, reply: Reply): Promise<void> {
  if (reply.kind === 'dropped') {
    response.socket?.destroy()
    return
  }
  const { answer, faults, after } = reply
  const slow = faults.of('slow-body')
  if (slow === undefined) sendWhole(response, spoilt(answer, faults))
  else await sendSlowly(response, answer, slow.ms)
  after?.()
}

function sendWhole(response: ServerResponse, answer: WebAnswer): void {
  const bytes = Buffer.from(answer.body)
  const length: Record<string, string> =
    answer.status === 204 || answer.status === 304 ? {} : { 'content-length': String(bytes.length) }
  response.writeHead(answer.status, { ...answer.headers, ...length })
  response.end(bytes)
}

/** What may happen to a good answer on its way; `slow-body` waits its `ms` over the body. */
export type SpoilingKind = 'not-json' | 'truncated-json' | 'slow-body'

/** The answer as it arrives: somebody's sign-in page instead of it, or half of it. */
export function spoilt(answer: WebAnswer, faults: Hit<SpoilingKind>): WebAnswer {
  const { body } = answer
  if (faults.has('not-json')) {
    return {
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<!doctype html><title>Sign in to Wi-Fi</title>',
    }
  }
  return faults.has('truncated-json') ? { ...answer, body: body.slice(0, Math.floor(body.length / 2)) } : answer
}

async function sendSlowly(response: ServerResponse, { status, headers, body }: WebAnswer, ms: number): Promise<void> {
  response.writeHead(status, headers)
  const size = Math.ceil(body.length / SLOW_PIECES)
  for (let piece = 0; piece < SLOW_PIECES && !response.destroyed; piece += 1) {
    response.write(body.slice(piece * size, (piece + 1) * size))
    await new Promise((done) => setTimeout(done, ms / SLOW_PIECES))
  }
  response.end()
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
