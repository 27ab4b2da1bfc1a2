/**
 * A mailbox on the loopback: SMTP in, a page to read it, JSON for whoever wants to look in from outside, and a handle for tests.
 *
 *     GET /                          every mail, newest first        GET /messages/:id, .../html, .../raw
 *     GET /api/messages              the same as JSON                DELETE /api/messages
 */
import { createServer, type Server } from 'node:http'
import { portOf } from '../free-port.ts'
import { framedHtml, listPage, MAIL_CONTENT_POLICY, messagePage, missingPage, PAGE_CONTENT_POLICY } from './pages.ts'
import { type MailFault, startSmtp } from './smtp.ts'
import { MailStore, type Message } from './store.ts'

export type { MailFault } from './smtp.ts'
export type { Correspondent, Message } from './store.ts'

export interface Mailbox {
  /** `smtp://127.0.0.1:PORT`, what SMTP_URL wants. */
  smtpUrl: string
  /** Origin of the pages, without a slash at the end. */
  url: string
  /** Newest first. */
  messages(): Message[]
  /**
   * The newest mail that fits, there already or still to come.
   * @throws Error that lists the subjects there are, when none came in time
   */
  waitFor(fits: (message: Message) => boolean, timeoutMs: number): Promise<Message>
  /** @param times how often; once unless said, `Infinity` until `heal` */
  fault(fault: MailFault, times?: number): void
  /** Connections that a `delay` holds at this moment. */
  held(): number
  heal(): void
  clear(): void
  close(): Promise<void>
}

/**
 * @param options.folder keeps the mail between runs; without it the mail lives in memory
 * @param options.port of the pages, `smtpPort` of SMTP; 0 or nothing takes a free one
 * @throws when a given port is taken
 */
export async function startMailbox(
  options: { folder?: string; port?: number; smtpPort?: number } = {},
): Promise<Mailbox> {
  const store = await MailStore.open(options.folder)
  const arrivals = new Set<() => void>()
  const smtp = await startSmtp(options.smtpPort ?? 0, async (raw, envelope) => {
    await store.keep(raw, envelope)
    for (const look of [...arrivals]) look()
  })
  const server = pageServer(store)
  const port = await listen(server, options.port ?? 0).catch(async (error: unknown) => {
    await smtp.close()
    throw error
  })
  return {
    smtpUrl: `smtp://127.0.0.1:${smtp.port}`,
    url: `http://127.0.0.1:${port}`,
    messages: () => store.all(),
    waitFor: (fits, timeoutMs) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = store.all().find(fits)
          if (found === undefined) return
          clearTimeout(tooLate)
          arrivals.delete(look)
          resolve(found)
        }
        const tooLate = setTimeout(() => {
          arrivals.delete(look)
          const there = store.all().map((message) => message.subject)
          reject(new Error(`no such mail within ${timeoutMs} ms; there: ${JSON.stringify(there)}`))
        }, timeoutMs)
        arrivals.add(look)
        look()
      }),
    fault: (fault, times = 1) => smtp.fault(fault, times),
    held: () => smtp.held(),
    heal: () => smtp.heal(),
    clear: () => store.clear(),
    async close() {
      server.closeAllConnections()
      await Promise.all([smtp.close(), new Promise<void>((resolve) => server.close(() => resolve()))])
    },
  }
}

interface Answer {
  status: number
  type: string
  policy: string
  body: string
}

function pageServer(store: MailStore): Server {
  return createServer((request, response) => {
    const reply = async () => {
      const { status, type, policy, body } = await answer(store, request.method ?? 'GET', request.url ?? '/')
      response.writeHead(status, {
        'content-type': `${type}; charset=utf-8`,
        'content-security-policy': policy,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      })
      response.end(body)
    }
    reply().catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined))
  })
}

async function answer(store: MailStore, method: string, target: string): Promise<Answer> {
  const { pathname } = new URL(target, 'http://mailbox')
  const page = async (status: number, body: string | Promise<string>): Promise<Answer> => {
    return { status, type: 'text/html', policy: PAGE_CONTENT_POLICY, body: String(await body) }
  }
  const plain = (status: number, type: string, body: string, policy = "default-src 'none'"): Answer => {
    return { status, type, policy, body }
  }

  if (pathname === '/api/messages' && method === 'DELETE') {
    store.clear()
    return plain(204, 'text/plain', '')
  }
  if (method !== 'GET' && method !== 'HEAD') return plain(405, 'text/plain', 'Method Not Allowed')
  if (pathname === '/') return page(200, listPage(store.all()))
  if (pathname === '/api/messages') return plain(200, 'application/json', JSON.stringify({ items: store.all() }))

  const [, id, form] = /^\/messages\/([\w-]+)(?:\/(html|raw))?$/.exec(pathname) ?? []
  const message = id === undefined ? undefined : store.find(id)
  if (message === undefined) return page(404, missingPage())
  if (form === 'html') return plain(200, 'text/html', framedHtml(message), MAIL_CONTENT_POLICY)
  if (form === 'raw') return plain(200, 'text/plain', message.raw)
  return page(200, messagePage(message))
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(portOf(server)))
  })
}
