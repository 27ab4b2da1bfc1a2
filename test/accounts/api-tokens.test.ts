/** Who a request is believed to be: by token, by session, by nothing; and what each may do. */
import { Hono } from 'hono'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createApiToken, listApiTokens, MAX_API_TOKENS, revokeApiToken } from '../../src/accounts/api-tokens.ts'
import { authenticate, type Door, enter, securityHeaders } from '../../src/accounts/door.ts'
import { newSession } from '../../src/accounts/sessions.ts'
import { DEFAULT_SETTINGS } from '../../src/cycle/settings.ts'
import { apiTokens, people, sessions } from '../../src/db/schema.ts'
import { aConfig, aDatabase, aDoor, NOON } from './a-door.ts'

let database: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  database = await aDatabase()
}, 60_000)
afterAll(() => database.close())
beforeEach(async () => {
  await database.empty()
  await database.db
    .insert(people)
    .values(['ana', 'luis'].map((id) => ({ id, name: id, createdAt: NOON.toString(), settings: DEFAULT_SETTINGS })))
})

describe('an API token', () => {
  test('is shown once, stands for its person, and only its hash is stored', async () => {
    const token = await aToken('ana')
    expect(token).toMatch(/^aforo_[\w-]{43}$/)
    expect(JSON.stringify(await database.db.select().from(apiTokens))).not.toContain(token.slice(6))
    expect(await whoIs({ Authorization: `Bearer ${token}` })).toMatchObject({
      personId: 'ana',
      via: 'token',
      signedInAt: null,
    })
    expect(await whoIs({ Authorization: `bearer ${token}` })).toMatchObject({ personId: 'ana' })
    expect(await listApiTokens(database.db, 'ana')).toEqual([
      { id: expect.any(String), name: 'script', createdAt: '2026-11-23T18:00:00.000Z' },
    ])
  })

  test('is nobody’s once revoked, and only its person can revoke it', async () => {
    const token = await aToken('ana')
    const [row] = await listApiTokens(database.db, 'ana')
    expect(await revokeApiToken(database.db, 'luis', row?.id ?? '')).toBe('missing')
    expect(await whoIs({ Authorization: `Bearer ${token}` })).not.toBeNull()
    expect(await revokeApiToken(database.db, 'ana', row?.id ?? '')).toBe('revoked')
    expect(await revokeApiToken(database.db, 'ana', row?.id ?? '')).toBe('missing')
    expect(await whoIs({ Authorization: `Bearer ${token}` })).toBeNull()
  })

  test('there are at most fifty of, however fast they are asked for', async () => {
    const asked = await Promise.all(
      Array.from({ length: MAX_API_TOKENS + 10 }, () => createApiToken(database.db, 'ana', 'script', NOON)),
    )
    expect(asked.filter((created) => created.kind === 'refused')).toHaveLength(10)
    expect(await listApiTokens(database.db, 'ana')).toHaveLength(MAX_API_TOKENS)
    expect((await createApiToken(database.db, 'luis', 'script', NOON)).kind).toBe('ok')
  })

  test('cannot connect accounts', async () => {
    const authorization = `Bearer ${await aToken('ana')}`
    const browser = aDoor(aConfig(), database.db).browser({ Authorization: authorization })
    expect((await browser.ask('/connect/google')).status).toBe(403)
    expect((await browser.ask('/connect/google/callback?code=c&state=s')).status).toBe(403)
  })

  test('needs no origin, because no browser sends it by itself; and outranks a cookie, also when it is wrong', async () => {
    const token = await aToken('ana')
    const cookie = await aSession('luis')
    const door = aDoor(aConfig(), database.db)
    const ask = (authorization: string) =>
      door.browser({ Authorization: authorization, Cookie: cookie }).ask('/who', { method: 'POST' })
    expect(await (await ask(`Bearer ${token}`)).json()).toMatchObject({ personId: 'ana' })
    for (const wrong of [
      'Bearer aforo_x',
      'Bearer',
      'Bearer  ',
      `Bearer ${token} x`,
      `Bearer ${token}x`,
      'Bearer ya29.foreign',
    ]) {
      expect(await (await ask(wrong)).json()).toBeNull()
    }
  })
})

describe('a session', () => {
  test('is read from its own cookie alone', async () => {
    const cookie = await aSession('ana')
    const id = cookie.split('=')[1] ?? ''
    expect(await whoIs({ Cookie: cookie })).toMatchObject({
      personId: 'ana',
      via: 'session',
      signedInAt: NOON.toString(),
    })
    for (const other of [`__Host-aforo=${id}`, `AFORO=${id}`, `aforo=${id}x`, 'aforo=', `aforo-connect=${id}`]) {
      expect(await whoIs({ Cookie: other })).toBeNull()
    }
  })

  test('tells the person’s settings, with the default for whatever an older version did not know', async () => {
    const { mode: _, ...older } = { ...DEFAULT_SETTINGS, weeklyCapMinutes: 240 }
    await database.db.run(`update people set settings = '${JSON.stringify(older)}' where id = 'ana'`)
    expect(await whoIs({ Cookie: await aSession('ana') })).toMatchObject({
      settings: { weeklyCapMinutes: 240, mode: 'advise' },
    })
  })

  test('costs one round trip to the database, and nothing for somebody who shows nothing', async () => {
    const cookie = await aSession('ana')
    const calls: string[] = []
    const real = globalThis.fetch
    globalThis.fetch = (input, init) => {
      calls.push(String(input instanceof Request ? input.url : input))
      return real(input, init)
    }
    try {
      const app = new Hono<Door>()
      app
        .use(
          enter(() => NOON),
          authenticate,
        )
        .get('/', (c) => c.json(c.var.visitor?.personId ?? null))
      const env = envOf(database.url)
      const before = calls.length
      expect(await (await app.request('/', {}, env)).json()).toBeNull()
      expect(calls.length - before).toBe(0)
      expect(await (await app.request('/', { headers: { Cookie: cookie } }, env)).json()).toBe('ana')
      expect(calls.filter((url) => url.includes('/pipeline'))).toHaveLength(1)
    } finally {
      globalThis.fetch = real
    }
  })
})

describe('the door', () => {
  test('with a configuration that cannot be used says what is wrong, and lets nobody in', async () => {
    const app = new Hono<Door>().use(enter()).get('/', (c) => c.text('in'))
    const response = await app.request('/', {}, { ...envOf(database.url), SECRET_KEY: 'hush' })
    expect(response.status).toBe(503)
    expect(await response.text()).toContain('SECRET_KEY must be 32 bytes')
  })

  test('dresses refusals and answers of others too, and leaves what a route said itself', async () => {
    const app = new Hono<Door>().use(enter(), securityHeaders)
    app.get('/style.css', (c) => c.body('', 200, { 'Cache-Control': 'max-age=60' }))
    // An answer of fetch, whose own headers cannot be changed.
    app.get('/object', () => fetch('data:text/plain,hello'))
    const ask = async (path: string) => (await app.request(path, {}, envOf(database.url))).headers
    expect((await ask('/style.css')).get('Cache-Control')).toBe('max-age=60')
    expect((await ask('/object')).get('Cache-Control')).toBe('no-store')
    expect((await ask('/nothing')).get('Content-Security-Policy')).toContain("default-src 'none'")
  })
})

async function aToken(personId: string): Promise<string> {
  const created = await createApiToken(database.db, personId, 'script', NOON)
  if (created.kind !== 'ok') throw new Error(created.reason)
  return created.token
}

async function aSession(personId: string): Promise<string> {
  const { id, ...row } = newSession(NOON)
  await database.db.insert(sessions).values({ ...row, personId })
  return `aforo=${id}`
}

async function whoIs(headers: Record<string, string>) {
  const door = aDoor(aConfig(), database.db)
  door.now = NOON.add(Temporal.Duration.from({ hours: 1 }))
  return door.browser(headers).who()
}

function envOf(databaseUrl: string) {
  return {
    APP_URL: 'http://127.0.0.1:8787',
    DATABASE_URL: databaseUrl,
    SECRET_KEY: Buffer.alloc(32, 1).toString('base64'),
    GOOGLE_CLIENT_ID: 'aforo-client',
    GOOGLE_CLIENT_SECRET: 'aforo-secret',
    SMTP_URL: 'smtp://127.0.0.1:1025',
    EMAIL_FROM: 'aforo@localhost',
  }
}
