/**
 * The doors of signing in, in front of a real libSQL server, without workerd: what `worker.ts` mounts, with a clock that a test sets and
 * browsers that keep cookies as browsers do.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { Temporal } from 'temporal-polyfill'
import { authenticate, type Door, sameOrigin, securityHeaders } from '../../src/accounts/door.ts'
import type { Config } from '../../src/config.ts'
import { type Database, openDatabase } from '../../src/db/locate.ts'
import { migrateDatabase } from '../../src/db/migrate.ts'
import { type Connected, connectRoutes } from '../../src/web/account/connect.tsx'
import { aConfig as configured } from '../builders/a-config.ts'
import { startLibsql } from '../sandbox/libsql.ts'

export const NOON = Temporal.Instant.from('2026-11-23T18:00:00Z')

export async function aDatabase() {
  const folder = await mkdtemp(join(tmpdir(), 'aforo-accounts-'))
  const server = await startLibsql({ folder })
  await migrateDatabase({ url: server.url })
  const db = openDatabase({ url: server.url, authToken: undefined })
  return {
    url: server.url,
    db,
    async empty() {
      for (const table of ['api_tokens', 'sessions', 'connections', 'people']) await db.run(`delete from ${table}`)
    },
    async close() {
      await server.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** Where everybody may sign up. */
export function aConfig(vars: Record<string, string> = {}): Config {
  return configured({ ALLOWED_EMAILS: '*', ...vars })
}

/** The app as far as accounts go; `GET /who` tells who the visitor is, `POST /who` is something a page might do. */
export function aDoor(config: Config, db: Database) {
  const connected: Connected[] = []
  const door = {
    config,
    now: NOON,
    /** Every successful sign-in, in order. */
    connected,
    browser: (headers: Record<string, string> = {}) => new Browser(door, app, headers),
  }
  const app = new Hono<Door>()
  app.use(async (c, next) => {
    c.set('config', door.config)
    c.set('db', db)
    c.set('now', door.now)
    c.set('visitor', null)
    await next()
  })
  app.use(securityHeaders, authenticate, sameOrigin)
  app.route(
    '/',
    connectRoutes(async (_c, _personId, _connectionId, how) => {
      connected.push(how)
    }),
  )
  app.on(['GET', 'POST'], '/who', (c) => c.json(c.var.visitor))
  return door
}

export class Browser {
  readonly cookies = new Map<string, string>()
  private readonly door: { config: Config }
  private readonly app: Hono<Door>
  private readonly headers: Record<string, string>

  constructor(door: { config: Config }, app: Hono<Door>, headers: Record<string, string>) {
    this.door = door
    this.app = app
    this.headers = headers
  }

  /** Asks our app; redirects are not followed. */
  async ask(path: string, init: { method?: string; headers?: Record<string, string> } = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...this.headers, ...(cookie === '' ? {} : { Cookie: cookie }), ...init.headers }
    const url = new URL(path, this.door.config.appUrl)
    const response = await this.app.request(url, { method: init.method ?? 'GET', headers })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/max-age=0/i.test(line)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return response
  }

  /** A form of one of our own pages. */
  post(path: string): Promise<Response> {
    return this.ask(path, {
      method: 'POST',
      headers: { Origin: this.door.config.appUrl, 'Sec-Fetch-Site': 'same-origin' },
    })
  }

  /** Where our app sends it. */
  async location(path: string): Promise<string> {
    const response = await this.ask(path)
    const location = response.headers.get('Location')
    if (response.status !== 303 || location === null) throw new Error(`${path} answered ${response.status}`)
    return location
  }

  async who(): Promise<{ personId: string; via: string; settings: { locale: string; timeZone: string } } | null> {
    return (await this.ask('/who')).json()
  }
}
