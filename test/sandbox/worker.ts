/**
 * The Worker in workerd, inside our own process: for `npm start` and for every test that goes through the front door.
 */
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { childProcesses, guardProcesses } from './guard.ts'

const ROOT = join(import.meta.dirname, '../..')
const UP_WITHIN_MS = 30_000
const KEPT_LOGS = 5_000
/** As in wrangler.toml. */
const CRON = '*/15 * * * *'

export interface WorkerLog {
  /** Milliseconds since 1970, by workerd's clock. */
  timestamp: number
  level: string
  message: string
}
export interface RunningWorker {
  /** Origin, without a slash at the end. */
  url: string
  /** What the Worker wrote with `console`, oldest first. Uncaught errors of alarms and of the cron are not among it. */
  logs(): WorkerLog[]
  /** Runs the scheduled handler once. @throws when it threw */
  runCron(): Promise<void>
  close(): Promise<void>
}

export interface WorkerOptions {
  /** Every name the Worker gets besides `[vars]` of wrangler.toml, over which it wins. `.dev.vars` is not read. */
  vars: Readonly<Record<string, string>>
  /** Folder of the objects' storage and alarms; false forgets them at the end. */
  persist: string | false
  /** Where `vars.APP_URL` says; otherwise a free one. @see freePort */
  port?: number
  /** wrangler.toml; the project's own unless said. */
  config?: string
  /** Another entry file than `main` of wrangler.toml. */
  entry?: string
  onLog?: (log: WorkerLog) => void
}

/** @throws Error with the reason: port taken, broken bundle, a Worker that throws while it loads */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const port = await freePort(options.port)
  // A taken port makes wrangler wait for ever without a word.
  if (options.port !== undefined && port !== options.port) throw new Error(`port ${options.port} is taken`)

  const others = new Set(await childProcesses())
  const logs: WorkerLog[] = []
  const { unstable_startWorker } = await importWrangler()
  const worker = await unstable_startWorker({
    config: options.config ?? join(ROOT, 'wrangler.toml'),
    ...(options.entry === undefined ? {} : { entrypoint: options.entry }),
    // A name that leads nowhere: else wrangler adds whatever `.dev.vars` and `.env` hold, and a test would run with a
    // person's own credentials. The launcher reads `.dev.vars` itself.
    envFiles: ['.no-env-file'],
    bindings: Object.fromEntries(
      Object.entries(options.vars).map(([name, value]) => [name, { type: 'plain_text', value }]),
    ),
    dev: {
      server: { hostname: '127.0.0.1', port },
      inspector: false,
      watch: false,
      persist: options.persist,
      logLevel: 'none',
      structuredLogsHandler: (log: WorkerLog) => {
        logs.push(log)
        if (logs.length > KEPT_LOGS) logs.shift()
        options.onLog?.(log)
      },
    },
  }).catch((error: unknown) => {
    throw new Error(`the Worker does not start: ${reasonOf(error)}`)
  })

  const url = `http://127.0.0.1:${port}`
  try {
    await isUp(worker, url)
  } catch (error) {
    await worker.dispose().catch(() => undefined)
    throw new Error(`the Worker does not start: ${reasonOf(error)}`)
  }
  const guard = guardProcesses((await childProcesses()).filter((pid) => !others.has(pid)))
  return {
    url,
    logs: () => [...logs],
    async runCron() {
      const answer = await fetch(`${url}/cdn-cgi/handler/scheduled?cron=${encodeURIComponent(CRON)}`)
      const outcome = await answer.text()
      if (outcome !== 'ok') throw new Error(`the scheduled handler ended with "${outcome}"`)
    },
    async close() {
      await worker.dispose()
      guard.release()
    },
  }
}

/** Offline, and quiet but for what goes wrong; wrangler reads these once, as it loads. */
async function importWrangler(): Promise<typeof import('wrangler')> {
  process.env.CLOUDFLARE_CF_FETCH_ENABLED ??= 'false'
  process.env.WRANGLER_SEND_METRICS ??= 'false'
  process.env.WRANGLER_LOG ??= 'error'
  return import('wrangler')
}

type WranglerWorker = Awaited<ReturnType<typeof import('wrangler')['unstable_startWorker']>>

/**
 * `ready` only says that the proxy listens. A bundle that does not build or throws while it loads is told as an event, and
 * requests then wait for ever: so we ask until there is an answer, whatever it is.
 */
async function isUp(worker: WranglerWorker, url: string): Promise<void> {
  const { promise: broken, reject } = Promise.withResolvers<never>()
  for (const name of ['error', 'buildFailed'] as const) worker.raw.once(name, (event: unknown) => reject(event))
  const answered = worker.ready.then(() => fetch(`${url}/healthz`, { signal: AbortSignal.timeout(UP_WITHIN_MS) }))
  await Promise.race([answered, broken])
}

/** wrangler wraps: its own sentence is general, the innermost cause says what is wrong. */
function reasonOf(error: unknown): string {
  let innermost = error
  while (typeof innermost === 'object' && innermost !== null && 'cause' in innermost && innermost.cause) {
    innermost = innermost.cause
  }
  const text =
    typeof innermost === 'object' && innermost !== null && 'message' in innermost
      ? String(innermost.message)
      : String(innermost)
  // workerd's own words, a line of JSON, are more to the point than the sentence around them.
  return /"message":"(service [^"]*)"/.exec(text)?.[1]?.split('\\n', 1)[0] ?? text.trim()
}
