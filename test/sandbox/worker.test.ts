import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { portOf } from './free-port.ts'
import { type RunningWorker, startWorker, type WorkerOptions } from './worker.ts'

const CONFIG = `
name = "small"
main = "worker.ts"
compatibility_date = "2026-04-01"
compatibility_flags = ["nodejs_compat"]
[vars]
FROM_CONFIG = "config"
APP_URL = "http://config.example"
[[durable_objects.bindings]]
name = "OBJECT"
class_name = "SmallObject"
[[migrations]]
tag = "v1"
new_sqlite_classes = ["SmallObject"]
`
const SOURCE = `
import { DurableObject } from 'cloudflare:workers'
let cronRuns = 0
export class SmallObject extends DurableObject {
  memory = 0
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname === '/arm') await this.ctx.storage.setAlarm(Date.now() + Number(searchParams.get('ms')))
    if (pathname === '/count') await this.ctx.storage.put('count', ((await this.ctx.storage.get('count')) ?? 0) + 1)
    this.memory += 1
    const count = (await this.ctx.storage.get('count')) ?? 0
    return Response.json({ memory: this.memory, count, rang: (await this.ctx.storage.get('rang')) ?? 0 })
  }
  async alarm() {
    await this.ctx.storage.put('rang', ((await this.ctx.storage.get('rang')) ?? 0) + 1)
  }
}
export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url)
    if (pathname === '/vars') {
      return Response.json({ ...Object.fromEntries(Object.entries(env).filter(([, value]) => typeof value === 'string')) })
    }
    if (pathname === '/log') console.warn('a warning from inside')
    if (pathname === '/cron') return Response.json(cronRuns)
    return env.OBJECT.get(env.OBJECT.idFromName('one')).fetch(request)
  },
  async scheduled(controller, env) {
    cronRuns += 1
    if (env.CRON_THROWS) throw new Error('no')
  },
}
`
let folder: string
const running: RunningWorker[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aforo-worker-'))
  writeFileSync(join(folder, 'wrangler.toml'), CONFIG)
  writeFileSync(join(folder, 'worker.ts'), SOURCE)
})
afterEach(async () => {
  for (const worker of running.splice(0)) await worker.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
})

async function start(options: Partial<WorkerOptions> = {}): Promise<RunningWorker> {
  const worker = await startWorker({
    config: join(folder, 'wrangler.toml'),
    persist: join(folder, 'state'),
    vars: {},
    ...options,
  })
  running.push(worker)
  return worker
}
async function ask(worker: RunningWorker, path: string): Promise<unknown> {
  return (await fetch(worker.url + path)).json()
}
async function close(worker: RunningWorker): Promise<void> {
  running.splice(running.indexOf(worker), 1)
  await worker.close()
}

describe('what the Worker is given', () => {
  test('is what was passed, over wrangler.toml, and nothing of the .dev.vars and .env that lie beside it', async () => {
    writeFileSync(join(folder, '.dev.vars'), 'APP_URL=http://dev-vars.example\nGOOGLE_CLIENT_ID=a-real-one\n')
    writeFileSync(join(folder, '.env'), 'APP_URL=http://env.example\nGOOGLE_CLIENT_SECRET=a-real-one\n')
    const worker = await start({ vars: { APP_URL: 'http://passed.example' } })
    expect(await ask(worker, '/vars')).toEqual({ FROM_CONFIG: 'config', APP_URL: 'http://passed.example' })
  })
})

describe('a person’s object', () => {
  test('keeps its storage between starts, and an alarm that was due meanwhile rings', async () => {
    const before = await start()
    await ask(before, '/count')
    await ask(before, '/arm?ms=100')
    await close(before)
    const after = await start()
    await expect.poll(() => ask(after, '/')).toMatchObject({ count: 1, rang: 1 })
  })

  test('forgets everything where nothing is to be kept', async () => {
    const before = await start({ persist: false })
    await ask(before, '/count')
    await close(before)
    expect(await ask(await start({ persist: false }), '/')).toMatchObject({ count: 0 })
    expect(existsSync(join(folder, 'state'))).toBe(false)
  })
})

test('the cron runs when it is told to, and its failure is told', async () => {
  const worker = await start()
  await worker.runCron()
  expect(await ask(worker, '/cron')).toBe(1)
  await close(worker)
  const failing = await start({ vars: { CRON_THROWS: 'yes' } })
  await expect(failing.runCron()).rejects.toThrow('the scheduled handler ended with "exception"')
})

test('what the Worker writes can be read', async () => {
  const seen: string[] = []
  const worker = await start({ onLog: (log) => seen.push(log.message) })
  await ask(worker, '/log')
  await expect.poll(() => worker.logs()).toMatchObject([{ level: 'warn', message: 'a warning from inside' }])
  expect(seen).toEqual(['a warning from inside'])
})

describe('a start that cannot be', () => {
  test('names the taken port', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    await expect(start({ port: portOf(other) })).rejects.toThrow(`port ${portOf(other)} is taken`)
    other.close()
  })

  test.for([
    ['does not parse', 'export default {', 'Expected identifier but found end of file'],
    ['imports what is not there', "import './gone.ts'\nexport default {}", 'Could not resolve "./gone.ts"'],
    ['throws while it loads', `${SOURCE}\nthrow new Error('not today')`, 'Uncaught Error: not today'],
  ])('gives the reason of a Worker that %s', async ([, source, reason]) => {
    writeFileSync(join(folder, 'worker.ts'), source ?? '')
    await expect(start()).rejects.toThrow(reason)
  })
})
