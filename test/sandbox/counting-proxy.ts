/**
 * Stands between the Worker and the libSQL server and counts: a request is a round trip, and the server itself says how many rows
 * each statement wrote. It also breaks the line on demand, which no server does when asked.
 */
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http'
import { portOf } from './free-port.ts'

export interface RoundTrip {
  /** The statements in their order, as they were sent. */
  statements: string[]
  rowsWritten: number
  /** False where the request never reached the database. */
  arrived: boolean
}

/**
 * `refuse`: nothing happens, and the answer is 503. `lose-answer`: it happened, and the connection ends without an answer.
 */
export type LineFault = 'refuse' | 'lose-answer'

export interface CountingProxy {
  /** What DATABASE_URL is to be. */
  url: string
  /** Where the database listens; until it is said, every request is refused. */
  target(databaseUrl: string): void
  /** Since the start or the last `forget`, oldest first. */
  trips(): RoundTrip[]
  forget(): void
  /** @param fits which round trips it hits; all unless said @param times how often, once unless said */
  fault(kind: LineFault, fits?: (statements: readonly string[]) => boolean, times?: number): void
  heal(): void
  close(): Promise<void>
}

export async function startCountingProxy(): Promise<CountingProxy> {
  let target: URL | null = null
  let trips: RoundTrip[] = []
  let faults: { kind: LineFault; fits: (statements: readonly string[]) => boolean; times: number }[] = []

  const hitting = (statements: readonly string[]) => {
    const fault = faults.find(({ fits, times }) => times > 0 && fits(statements))
    if (fault !== undefined) fault.times -= 1
    return fault?.kind
  }
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await bytesOf(request)
    const statements = statementsIn(body)
    const trip: RoundTrip = { statements, rowsWritten: 0, arrived: false }
    // What asks for nothing (closing a stream that failed) is no round trip of anybody's work.
    if (statements.length > 0) trips.push(trip)
    const fault = hitting(statements)
    if (target === null || fault === 'refuse') {
      response.writeHead(503, { 'content-type': 'text/plain' }).end('the line is cut')
      return
    }
    const answer = await forward(target, request, body)
    trip.arrived = true
    trip.rowsWritten = rowsWrittenIn(answer.body)
    if (fault === 'lose-answer') response.destroy()
    else response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body)
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((ready, failed) => {
    server.once('error', failed)
    server.listen(0, '127.0.0.1', ready)
  })
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    target: (databaseUrl) => {
      target = new URL(databaseUrl)
    },
    trips: () => [...trips],
    forget: () => {
      trips = []
    },
    fault: (kind, fits = () => true, times = 1) => {
      faults.push({ kind, fits, times })
    },
    heal: () => {
      faults = []
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((closed) => server.close(() => closed()))
    },
  }
}

async function bytesOf(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(Buffer.from(part as Uint8Array))
  return Buffer.concat(parts)
}

function forward(
  target: URL,
  request: IncomingMessage,
  body: Buffer,
): Promise<{ status: number; type: string; body: Buffer }> {
  return new Promise((resolve, reject) => {
    // Answers are read here, so they come as they are.
    const { host: _, connection: __, 'transfer-encoding': ___, 'accept-encoding': ____, ...headers } = request.headers
    const onward = send(
      new URL(request.url ?? '/', target).href,
      { method: request.method ?? 'POST', headers: { ...headers, 'content-length': String(body.length) } },
      (answer) => {
        const { statusCode: status = 502, headers: given } = answer
        bytesOf(answer).then((bytes) => resolve({ status, type: given['content-type'] ?? '', body: bytes }), reject)
      },
    )
    onward.on('error', reject)
    onward.end(body)
  })
}

/** Hrana over HTTP, version 2: a pipeline of requests, statements in `execute` and `batch`, their texts perhaps stored before. */
function statementsIn(body: Buffer): string[] {
  const stored = new Map<unknown, string>()
  const found: string[] = []
  for (const request of listIn(parsed(body), 'requests')) {
    if (typeof request.sql === 'string' && request.type === 'store_sql') stored.set(request.sql_id, request.sql)
    const steps = [request, ...listIn(objectOf(request.batch), 'steps')]
    for (const { stmt } of steps) {
      const { sql, sql_id } = objectOf(stmt)
      const text = typeof sql === 'string' ? sql : stored.get(sql_id)
      if (text !== undefined && !/^(begin|commit|rollback)\b/i.test(text)) found.push(text)
    }
  }
  return found
}

/** `rows_written` counts rows of tables and of their indexes: nothing was written when it is 0. */
function rowsWrittenIn(body: Buffer): number {
  let rows = 0
  for (const { response } of listIn(parsed(body), 'results')) {
    const result = objectOf(objectOf(response).result)
    const steps = Array.isArray(result.step_results) ? result.step_results.map(objectOf) : [result]
    for (const { rows_written } of steps) rows += typeof rows_written === 'number' ? rows_written : 0
  }
  return rows
}

function parsed(body: Buffer): Record<string, unknown> {
  try {
    return objectOf(JSON.parse(body.toString('utf8')))
  } catch {
    return {}
  }
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function listIn(value: Record<string, unknown>, name: string): Record<string, unknown>[] {
  const list = value[name]
  return Array.isArray(list) ? list.map(objectOf) : []
}
