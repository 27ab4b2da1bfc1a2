import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { migrationTarget } from './migrate.ts'

const run = promisify(execFile)

describe('where migrations go', () => {
  test('is told by the environment, without it nowhere', () => {
    expect(migrationTarget({}, 'migrate')).toEqual({
      kind: 'refused',
      why: 'DATABASE_URL is not set in the environment',
    })
    expect(migrationTarget({ DATABASE_URL: 'http://127.0.0.1:8080', DATABASE_AUTH_TOKEN: '' }, 'migrate')).toEqual({
      kind: 'ok',
      url: 'http://127.0.0.1:8080',
      authToken: undefined,
      host: '127.0.0.1:8080',
    })
  })

  test.for(['file:data.db', 'aforo.example', 'ftp://aforo.example', 'https://', 'wss://aforo.example'])(
    '%s is no database over HTTP, and is not repeated',
    (url) => {
      const target = migrationTarget({ DATABASE_URL: url }, 'migrate')
      expect(target).toMatchObject({ kind: 'refused' })
      expect(JSON.stringify(target)).not.toContain(url)
    },
  )

  test.for([
    'http://127.0.0.1:8080',
    'http://127.1',
    'https://LOCALHOST',
    'libsql://LocalHost:8080',
    'libsql://127.0.0.1',
    'libsql://2130706433',
    'http://db.localhost',
    'http://localhost.',
    'http://[::1]:8080',
    'http://[::ffff:127.0.0.1]',
    'http://0.0.0.0:8080',
  ])('a deployment never goes to this machine: %s', (url) => {
    expect(migrationTarget({ DATABASE_URL: url }, 'deploy')).toMatchObject({ kind: 'refused' })
    expect(migrationTarget({ DATABASE_URL: url }, 'migrate')).toMatchObject({ kind: 'ok' })
  })

  test.for(['libsql://aforo-lucia.turso.example', 'https://10.0.0.7:8080', 'https://local.example'])(
    'a deployment goes to %s',
    (url) => {
      expect(migrationTarget({ DATABASE_URL: url }, 'deploy')).toMatchObject({ kind: 'ok', url })
    },
  )
})

describe('the command', () => {
  const migrate = (variables: string[], ...args: string[]): Promise<unknown> =>
    run('env', [...variables, process.execPath, 'src/db/migrate.ts', ...args]).catch((error: unknown) => error)

  test('gives one line and fails when nobody answers, without the token', async () => {
    // Port 9, discard: nobody listens there.
    const failed = await migrate(['DATABASE_URL=http://127.0.0.1:9', 'DATABASE_AUTH_TOKEN=a-token-of-somebody'])
    expect(failed).toMatchObject({ code: 1, stdout: '' })
    expect(failed).toHaveProperty('stderr', expect.stringMatching(/^migrate: 127\.0\.0\.1:9: .+\n$/))
    expect(failed).toHaveProperty('stderr', expect.not.stringContaining('a-token-of-somebody'))
  })

  test('refuses to deploy from this machine’s database', async () => {
    const failed = await migrate(['DATABASE_URL=http://127.0.0.1:8080'], '--deploy')
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining('this machine') })
  })
})
