/**
 * From one request to one answer on the wire: the token, the throttle, the route, Graph's headers; and `$batch`, each of whose
 * requests goes through the same door (checklist 63, 64).
 */
import { randomUUID } from 'node:crypto'
import { isObject, type JsonObject } from '../wire/control-door.ts'
import type { WebAnswer, WebRequest } from '../wire/http.ts'
import { API_BASE, answerCall, authorised } from './api.ts'
import { type Answer, bodyObject, Query } from './call.ts'
import type { Faults } from './faults.ts'
import { badRequest, GraphError, refusal, segmentNotFound } from './graph-error.ts'
import { chargeRequest } from './throttle.ts'
import type { MicrosoftWorld } from './world.ts'

const MOST_IN_A_BATCH = 20

/** Runs a request that stands inside another one, faults and all. */
export type RunInside = (asked: WebRequest & { url: URL }) => Promise<WebAnswer>

export async function answerGraph(
  world: MicrosoftWorld,
  asked: WebRequest & { url: URL },
  faults: Faults,
  inside: RunInside,
): Promise<WebAnswer> {
  const requestId = randomUUID()
  const clientRequestId = asked.headers['client-request-id'] ?? requestId
  let release: (() => void) | null = null
  try {
    const { token, account } = authorised(world, asked.headers.authorization)
    if (!asked.path.startsWith(`${API_BASE}/`)) throw segmentNotFound(asked.path.split('/')[1] ?? '')
    const path = asked.path.slice(API_BASE.length)
    if (path === '/$batch') return onTheWire(await answerBatch(asked, inside), requestId, clientRequestId)
    release = chargeRequest(world, account.email, token.clientId)
    await world.time.wait(Math.max(world.switches.serviceMs, faults.of('delay')?.ms ?? 0))
    const status = faults.of('status')
    if (status !== undefined) throw refusal(status.status, status.reason, status.retryAfter)
    const { clientId, scopes } = token
    const { headers, body } = asked
    const query = new Query(asked.url.search)
    const answer = await answerCall(
      { world, origin: asked.url.origin, path, account, clientId, scopes, query, headers, body, faults },
      asked.method,
    )
    return onTheWire(answer, requestId, clientRequestId)
  } catch (error) {
    if (error instanceof GraphError) return refused(world, error, requestId, clientRequestId)
    throw error
  } finally {
    release?.()
  }
}

export function refused(
  world: MicrosoftWorld,
  error: GraphError,
  requestId: string,
  clientRequestId = requestId,
): WebAnswer {
  const json = error.body(requestId, clientRequestId, world.now())
  return onTheWire({ status: error.status, json, headers: error.headers }, requestId, clientRequestId)
}

function onTheWire(answer: Answer, requestId: string, clientRequestId: string): WebAnswer {
  const headers: Record<string, string> = {
    'cache-control': 'private',
    'request-id': requestId,
    'client-request-id': clientRequestId,
    'x-ms-ags-diagnostic':
      '{"ServerInfo":{"DataCenter":"Sandbox","Slice":"E","Ring":"1","ScaleUnit":"000","RoleInstance":"S"}}',
    'odata-version': '4.0',
    ...answer.headers,
  }
  if (answer.json === undefined) return { status: answer.status, headers, body: '' }
  headers['content-type'] =
    'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8'
  return { status: answer.status, headers, body: JSON.stringify(answer.json) }
}

/** One after the other; what a request depends on must have gone well (MG/json-batching). @throws GraphError 400 */
async function answerBatch(asked: WebRequest & { url: URL }, inside: RunInside): Promise<Answer> {
  const { requests } = bodyObject(asked)
  if (!Array.isArray(requests) || !requests.every(isObject)) throw badRequest('Invalid batch payload format.')
  if (requests.length > MOST_IN_A_BATCH)
    throw badRequest(`Number of batch request steps exceeds the maximum value of ${MOST_IN_A_BATCH}.`)
  const responses: { id: string; status: number; headers: Record<string, string>; body?: unknown }[] = []
  for (const request of requests.filter(isObject)) {
    const id = String(request.id)
    const needs = Array.isArray(request.dependsOn) ? request.dependsOn.map(String) : []
    const failed = needs.some((one) => (responses.find((response) => response.id === one)?.status ?? 500) >= 400)
    if (failed) {
      const error = { code: 'FailedDependency', message: 'A request this one depends on has failed.' }
      responses.push({ id, status: 424, headers: {}, body: { error } })
      continue
    }
    const { status, headers, body } = await inside(requestIn(asked, request))
    responses.push({ id, status, headers, ...(body === '' ? {} : { body: JSON.parse(body) }) })
  }
  return { status: 200, json: { responses } }
}

function requestIn(asked: WebRequest & { url: URL }, request: JsonObject): WebRequest & { url: URL } {
  const { method, url, headers, body } = request
  if (typeof method !== 'string' || typeof url !== 'string') throw badRequest('Invalid batch payload format.')
  const target = new URL(`${API_BASE}/${url.replace(/^\//, '')}`, asked.url.origin)
  const own = Object.entries(isObject(headers) ? headers : {}).map(([name, value]) => [
    name.toLowerCase(),
    String(value),
  ])
  return {
    method: method.toUpperCase(),
    path: target.pathname,
    query: target.searchParams,
    headers: { authorization: asked.headers.authorization ?? '', ...Object.fromEntries(own) },
    body: body === undefined ? '' : JSON.stringify(body),
    url: target,
  }
}
