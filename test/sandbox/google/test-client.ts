/** How the sandbox's own tests speak to it: plain HTTP with a bearer token, and short words for what every test needs. */
import { createServer } from 'node:http'
import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js'
import { type GoogleSandbox, type GoogleSandboxOptions, startGoogleSandbox } from './server.ts'

export const ANA = 'ana@ejemplo.example'
export const ZONE = 'America/Mexico_City'
/** A Monday, nine in the morning in Mexico City. */
export const NOW = Date.parse('2026-11-23T15:00:00Z')

export interface Reply {
  status: number
  headers: Headers
  /** The first error's reason, or null. */
  reason: string | null
  body: Body
}
type Body = calendar_v3.Schema$Events &
  calendar_v3.Schema$Event &
  calendar_v3.Schema$CalendarList &
  calendar_v3.Schema$FreeBusyResponse &
  calendar_v3.Schema$Channel & { error?: { code: number; message: string; errors: Record<string, string>[] } }

export type Api = (method: string, path: string, body?: object, headers?: Record<string, string>) => Promise<Reply>

/** A sandbox with one empty account, a clock that stands still, and a way to call the API as that account. */
export async function anaAlone(
  options: GoogleSandboxOptions = {},
): Promise<{ sandbox: GoogleSandbox; api: Api; calendar: string }> {
  const sandbox = await startGoogleSandbox({ seedLife: false, now: () => NOW, ...options })
  sandbox.world.createAccount(ANA, 'Ana Prueba', ZONE)
  return { sandbox, api: as(sandbox, ANA), calendar: '/calendars/primary/events' }
}

export function as(sandbox: GoogleSandbox, account: string, scopes?: string[]): Api {
  const { accessToken } = sandbox.world.grants.issue(account, scopes)
  return async (method, path, body, headers = {}) => {
    const answer = await fetch(`${sandbox.url}/calendar/v3${path}`, {
      method,
      headers: {
        authorization: `Bearer ${accessToken}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    const json: Body = text === '' ? {} : JSON.parse(text)
    return { status: answer.status, headers: answer.headers, reason: json.error?.errors[0]?.reason ?? null, body: json }
  }
}

export async function control(sandbox: GoogleSandbox, method: string, path: string, body?: object) {
  const answer = await fetch(`${sandbox.url}/__sandbox${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}

/** An event of an hour at a local time of the test zone, given as `2026-11-24T10:00`. */
export function hourAt(local: string, more: object = {}) {
  const end = new Date(Date.parse(`${local}:00Z`) + 3_600_000).toISOString().slice(0, 19)
  return {
    summary: 'Una hora',
    start: { dateTime: `${local}:00`, timeZone: ZONE },
    end: { dateTime: end, timeZone: ZONE },
    ...more,
  }
}

/** All pages of a list; `pages` are the item counts of each. */
export async function everyPage(api: Api, path: string) {
  const items: calendar_v3.Schema$Event[] = []
  const pages: number[] = []
  let token: string | null | undefined = ''
  let last: Reply | null = null
  while (token !== undefined && token !== null) {
    last = await api(
      'GET',
      token === '' ? path : `${path}${path.includes('?') ? '&' : '?'}pageToken=${encodeURIComponent(token)}`,
    )
    if (last.status !== 200) throw new Error(`${path}: ${last.status} ${last.reason}`)
    pages.push(last.body.items?.length ?? 0)
    items.push(...(last.body.items ?? []))
    token = last.body.nextPageToken
  }
  return { items, pages, syncToken: last?.body.nextSyncToken ?? null }
}

export interface Heard {
  state: string | null
  number: number
  headers: Record<string, string | string[] | undefined>
  bytes: number
}

/** A webhook on loopback that answers with the statuses given, then 200. */
export async function webhook(...statuses: number[]): Promise<{ url: string; heard: Heard[]; close(): Promise<void> }> {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    let bytes = 0
    request.on('data', (piece: Buffer) => {
      bytes += piece.length
    })
    request.on('end', () => {
      const { headers } = request
      heard.push({
        state: String(headers['x-goog-resource-state']),
        number: Number(headers['x-goog-message-number']),
        headers,
        bytes,
      })
      response.writeHead(statuses.shift() ?? 200).end()
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the webhook is not listening')
  return {
    url: `http://127.0.0.1:${address.port}/hook`,
    heard,
    close: async () => void (await new Promise((done) => server.close(done))),
  }
}
