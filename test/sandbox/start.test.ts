import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { portOf } from './free-port.ts'

let folder: string
const running: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aforo-start-'))
})
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

interface Launch {
  child: ChildProcess
  /** Origins as they were printed, in order; rejects when it ends before. */
  ready: Promise<{ app: string; mailbox: string; google: string; microsoft: string; text: string }>
  ended: Promise<{ code: number | null; stdout: string; stderr: string }>
}

function launch(...args: string[]): Launch {
  const child = spawn(process.execPath, [
    'test/sandbox/start.ts',
    ...['--folder', join(folder, 'data'), '--vars', join(folder, 'vars')],
    ...args,
  ])
  running.push(child)
  let stdout = ''
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.once('exit', (code) => resolve({ code, stdout, stderr }))
  })
  const ready = new Promise<Awaited<Launch['ready']>>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      stdout += chunk
      const [app, mailbox, google, microsoft] = stdout.match(/https?:\/\/[\w.:]+/g) ?? []
      if (stdout.includes('Microsoft ') && stdout.endsWith('\n') && app && mailbox && google && microsoft) {
        resolve({ app, mailbox, google, microsoft, text: stdout })
      }
    })
    child.once('exit', () => reject(new Error(`it ended: ${stderr}`)))
  })
  ready.catch(() => undefined)
  return { child, ready, ended }
}

async function answers(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    () => true,
    () => false,
  )
}

function kept(name: string): string {
  return readFileSync(join(folder, 'data', name), 'utf8')
}

test('a person opens the printed address, and Ctrl-C leaves nothing running', async () => {
  const { child, ready, ended } = launch()
  const { app, mailbox, google, microsoft, text } = await ready
  expect(text).toContain('Aforo está listo')
  expect((await fetch(`${app}/healthz`)).status).toBe(200)
  expect(await (await fetch(mailbox)).text()).toContain('Buzón de pruebas')
  expect(await (await fetch(`${google}/.well-known/openid-configuration`)).json()).toMatchObject({ issuer: google })
  expect((await fetch(`${microsoft}/common/v2.0/.well-known/openid-configuration`)).status).toBe(200)
  const offered = await (await fetch(app)).text()
  for (const provider of ['google', 'microsoft']) expect(offered).toContain(`href="/connect/${provider}"`)
  const { libsql } = JSON.parse(kept('ports.json'))

  const second = await launch().ended
  expect(second).toMatchObject({ code: 1, stdout: '' })
  expect(second.stderr).toMatch(new RegExp(`^.*already running here: pid ${child.pid} .*\\n$`))

  child.kill('SIGINT')
  expect(await ended).toMatchObject({ code: 0, stderr: '' })
  for (const url of [app, mailbox, google, microsoft, `http://127.0.0.1:${libsql}/health`])
    expect(await answers(url)).toBe(false)
})

test.for(['SIGTERM', 'SIGHUP', 'SIGKILL'] as const)('nothing stays behind after %s', async (signal) => {
  const { child, ready, ended } = launch()
  const { app } = await ready
  const { libsql } = JSON.parse(kept('ports.json'))
  child.kill(signal)
  await ended
  await expect.poll(() => answers(app), { timeout: 5_000 }).toBe(false)
  await expect.poll(() => answers(`http://127.0.0.1:${libsql}/health`), { timeout: 5_000 }).toBe(false)
})

test('the next day finds the same addresses and key; --fresh keeps the addresses alone', async () => {
  const run = async (...args: string[]) => {
    const { child, ready, ended } = launch(...args)
    const { app } = await ready
    child.kill('SIGTERM')
    await ended
    return { app, key: kept('secret-key') }
  }
  const first = await run()
  expect(await run()).toEqual(first)
  const fresh = await run('--fresh')
  expect(fresh.app).toBe(first.app)
  expect(fresh.key).not.toBe(first.key)
})

test('with a person’s own clients the sandboxes stay off and the redirect addresses to register are printed', async () => {
  writeFileSync(
    join(folder, 'vars'),
    'GOOGLE_CLIENT_ID=mine\nGOOGLE_CLIENT_SECRET=s3cret\nMICROSOFT_CLIENT_ID=mine\nMICROSOFT_CLIENT_SECRET=s3cret\nDATABASE_URL=https://prod.example\n',
  )
  const { ready } = launch()
  const { app, text } = await ready
  for (const provider of ['google', 'microsoft'])
    expect(text).toContain(`redirect URI: ${app}/connect/${provider}/callback`)
  expect(text).toContain('DATABASE_URL (')
  expect(text).not.toContain('s3cret')
})

describe('a start that cannot be says why in one line', () => {
  const ONE_LINE = /^Aforo no pudo empezar \/ could not start: .+\n$/

  test('a taken port', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const port = portOf(other)
    const { code, stderr } = await launch('--port', String(port)).ended
    other.close()
    expect(code).toBe(1)
    expect(stderr).toMatch(ONE_LINE)
    expect(stderr).toContain(`port ${port} is taken`)
  })

  test.for([['--port', 'x'], ['--port', '70000'], ['--frehs']])('%s %s', async (args) => {
    const { code, stderr } = await launch(...args).ended
    expect(code).toBe(1)
    expect(stderr).toMatch(ONE_LINE)
  })

  test('a configuration that is wrong, by the name of what is wrong', async () => {
    writeFileSync(join(folder, 'vars'), 'GOOGLE_CLIENT_ID=mine\nSECRET_KEY=sh0rt\n')
    const { code, stderr } = await launch().ended
    expect(code).toBe(1)
    expect(stderr).toMatch(ONE_LINE)
    expect(stderr).toContain('SECRET_KEY')
    expect(stderr).toContain('GOOGLE_CLIENT_SECRET is missing')
    expect(stderr).not.toContain('sh0rt')
  })
})
