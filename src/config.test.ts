import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

const KEY = Buffer.alloc(32, 7).toString('base64')
const LEAST = {
  APP_URL: 'https://aforo.example',
  DATABASE_URL: 'https://db.example',
  SECRET_KEY: KEY,
  GOOGLE_CLIENT_ID: 'client',
  GOOGLE_CLIENT_SECRET: 'hush',
  SMTP_URL: 'smtps://mail.example',
  EMAIL_FROM: 'Aforo <aforo@mail.example>',
}

describe('the configuration', () => {
  test('needs seven names and has the documented defaults for the rest', () => {
    expect(readConfig(LEAST)).toEqual({
      appUrl: 'https://aforo.example',
      https: true,
      database: { url: 'https://db.example', authToken: undefined },
      secretKeys: { current: new Uint8Array(32).fill(7), previous: null },
      google: {
        clientId: 'client',
        clientSecret: 'hush',
        issuer: 'https://accounts.google.com',
        apiUrl: 'https://www.googleapis.com',
      },
      microsoft: null,
      smtp: { host: 'mail.example', port: 465, implicitTls: true, loopback: false, credentials: null },
      emailFrom: { name: 'Aforo', address: 'aforo@mail.example' },
      admission: { kind: 'first_person' },
      privateNetwork: false,
    })
  })

  test('names everything that is missing at once', () => {
    expect(problems({})).toEqual(Object.keys(LEAST).map((name) => `${name} is missing`))
    expect(problems({ ...LEAST, SECRET_KEY: '  ' })).toEqual(['SECRET_KEY is missing'])
  })

  test.each([
    ['APP_URL', 'https://aforo.example/app'],
    ['APP_URL', 'http://aforo.example'],
    ['APP_URL', 'aforo.example'],
    ['APP_URL', 'https://user:secret@aforo.example'],
    ['DATABASE_URL', 'file:local.db'],
    ['SECRET_KEY', 'c2hvcnQ='],
    ['SECRET_KEY', 'not base64 at all, but long enough for it....'],
    ['SECRET_KEY_PREVIOUS', KEY.slice(1)],
    ['GOOGLE_ISSUER', 'http://accounts.example'],
    ['GOOGLE_ISSUER', 'https://accounts.example/realm'],
    ['GOOGLE_API_URL', 'http://10.0.0.1:9001'],
    ['GOOGLE_API_URL', 'https://api.example/?key=1'],
    ['MICROSOFT_GRAPH_URL', 'graph.microsoft.com'],
    ['SMTP_URL', 'mail.example:25'],
    ['SMTP_URL', 'http://mail.example'],
    ['SMTP_URL', 'smtp://mail.example/inbox'],
    ['SMTP_URL', 'smtp://user:50%@mail.example'],
    ['EMAIL_FROM', 'Aforo'],
    ['EMAIL_FROM', 'Aforo <aforo@mail.example>, Other <other@mail.example>'],
    ['EMAIL_FROM', 'Aforo\nBcc: other@mail.example <aforo@mail.example>'],
    ['ALLOWED_EMAILS', 'ana@example.com; luis@example.com'],
    ['ALLOWED_EMAILS', 'ana@example.com, *'],
    ['ALLOWED_EMAILS', ','],
    ['PRIVATE_NETWORK', 'yes'],
  ])('%s is refused when it is %j, without repeating it', (name, value) => {
    const found = problems({ ...LEAST, [name]: value })
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(new RegExp(`^${name} must`))
  })

  test('http is for this machine alone', () => {
    for (const host of ['127.0.0.1:9001', 'localhost:9001', 'sandbox.localhost:9001', '[::1]:9001']) {
      const config = readConfig({ ...LEAST, GOOGLE_ISSUER: `http://${host}/`, APP_URL: `http://${host}` })
      expect(config).toMatchObject({ google: { issuer: `http://${host}` }, appUrl: `http://${host}`, https: false })
    }
    for (const host of ['127.0.0.1.example.com', 'localhost.example.com', '0.0.0.0', '[::2]']) {
      expect(problems({ ...LEAST, GOOGLE_ISSUER: `http://${host}` })).toHaveLength(1)
    }
  })

  test('a mail server has its usual port, its credentials decoded, and no name that only this machine knows', () => {
    const smtp = (url: string) => readConfig({ ...LEAST, SMTP_URL: url }).smtp
    expect(smtp('smtp://ana%40example.com:p%3Aw@mail.example')).toEqual({
      host: 'mail.example',
      port: 587,
      implicitTls: false,
      loopback: false,
      credentials: { user: 'ana@example.com', password: 'p:w' },
    })
    expect(smtp('smtp://localhost:1025')).toMatchObject({ host: '127.0.0.1', port: 1025, loopback: true })
    expect(smtp('smtp://[::1]:1025')).toMatchObject({ host: '::1', port: 1025, loopback: true })
  })

  test('who may sign up is a list of addresses in any case, or anyone', () => {
    const admission = (text: string) => readConfig({ ...LEAST, ALLOWED_EMAILS: text }).admission
    expect(admission(' Ana@Example.com,luis@example.com, ')).toEqual({
      kind: 'listed',
      emails: new Set(['ana@example.com', 'luis@example.com']),
    })
    expect(admission('*')).toEqual({ kind: 'anyone' })
    expect(admission('')).toEqual({ kind: 'first_person' })
  })

  test('a sender may have a name with a comma, in quotes, or none', () => {
    const from = (text: string) => readConfig({ ...LEAST, EMAIL_FROM: text }).emailFrom
    expect(from('"Aforo, México" <a@mail.example>')).toEqual({ name: 'Aforo, México', address: 'a@mail.example' })
    expect(from('a@mail.example')).toEqual({ name: '', address: 'a@mail.example' })
    expect(from('<a@localhost>')).toEqual({ name: '', address: 'a@localhost' })
  })

  test('half a Microsoft client is named as such', () => {
    expect(problems({ ...LEAST, MICROSOFT_CLIENT_ID: 'client' })).toEqual(['MICROSOFT_CLIENT_SECRET is missing'])
    expect(problems({ ...LEAST, MICROSOFT_CLIENT_SECRET: 'hush' })).toEqual(['MICROSOFT_CLIENT_ID is missing'])
  })

  test('a name that begins like one of ours and is none is a mistyped one', () => {
    expect(problems({ ...LEAST, ALLOWED_EMAIL: '*', GOOGLE_API_ORIGIN: 'https://x.example' })).toEqual([
      'ALLOWED_EMAIL is no name Aforo knows',
      'GOOGLE_API_ORIGIN is no name Aforo knows',
    ])
    expect(() => readConfig({ ...LEAST, PERSON: {}, CF_VERSION: 'abc', NODE_ENV: 'test' })).not.toThrow()
  })

  test('no value of a secret is ever in the message', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9]{12,40}$/)
    fc.assert(
      fc.property(secret, secret, secret, (key, token, password) => {
        const env = {
          SECRET_KEY: key,
          DATABASE_AUTH_TOKEN: token,
          DATABASE_URL: `x:${token}`,
          SMTP_URL: `smtp:/${password}`,
        }
        const message = problems(env).join('\n')
        for (const value of [key, token, password]) expect(message).not.toContain(value)
      }),
    )
  })
})

function problems(env: Record<string, unknown>): readonly string[] {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}
