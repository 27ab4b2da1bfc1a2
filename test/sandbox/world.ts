/**
 * The whole world of one test file or of `npm start`: a real libSQL server with its migrations, the sandboxes of Google and
 * Microsoft, a mailbox and the Worker in workerd, on free ports of the loopback and with every name of design.md, section 8, set.
 *
 *     const world = await startWorld({ entry: 'test/journeys/worker.ts' })
 *     await fetch(`${world.url}/healthz`)
 *     await world.close()
 */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateDatabase } from '../../src/db/migrate.ts'
import { freePorts } from './free-port.ts'
import { startGoogleSandbox } from './google/server.ts'
import { startLibsql } from './libsql.ts'
import { type Mailbox, startMailbox } from './mailbox/mailbox.ts'
import { type MicrosoftSandbox, startMicrosoftSandbox } from './microsoft/server.ts'
import { type RunningWorker, startWorker, type WorkerLog } from './worker.ts'

export type GoogleSandbox = Awaited<ReturnType<typeof startGoogleSandbox>>

export interface World<Google = GoogleSandbox> {
  /** The app's origin, without a slash at the end; also its APP_URL, unless `vars` said otherwise. */
  url: string
  /** What the Worker was given. */
  vars: Readonly<Record<string, string>>
  databaseUrl: string
  folder: string
  google: Google
  /** Null where `vars` names a Microsoft of its own. */
  microsoft: MicrosoftSandbox | null
  mailbox: Mailbox
  /** The running one; after `restartWorker` another. */
  readonly worker: RunningWorker
  /** Objects and isolates lose their memory and keep their storage, as when the platform moves them. */
  restartWorker(): Promise<void>
  close(): Promise<void>
}

export interface WorldOptions {
  /** Everything that lasts lies here: ports, key, database, objects, mail, the sandbox's state. Without it a temporary folder. */
  folder?: string
  /** Another entry file than the product's, such as one whose clock a test sets. */
  entry?: string
  /** The sandbox's clock, milliseconds since 1970. */
  now?: () => number
  /** Whether the sandbox holds its consultant's life around today; true unless said. */
  seedLife?: boolean
  /** Wins over what the world would set. */
  vars?: Readonly<Record<string, string>>
  /** The app's port, which must be free; without it the one kept in the folder, or any. */
  port?: number
  onLog?: (log: WorkerLog) => void
}

interface Ports {
  app: number
  libsql: number
  google: number
  microsoftIssuer: number
  microsoftGraph: number
  mailbox: number
  smtp: number
}

/** @throws Error with the reason in one line; what was started until then has ended */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  return assemble(options, async ({ google: port }, folder) => {
    const google = await startGoogleSandbox({ port, ...sandboxOptions(options, join(folder, 'google.json')) })
    return {
      google,
      vars: {
        GOOGLE_ISSUER: google.url,
        GOOGLE_API_URL: google.url,
        GOOGLE_CLIENT_ID: 'aforo-sandbox.apps.googleusercontent.example',
        GOOGLE_CLIENT_SECRET: 'sandbox-secret',
        // Whoever reaches the loopback may be any of the sandbox's people.
        ALLOWED_EMAILS: '*',
      },
      close: google.close,
    }
  })
}

/** The same with Google's own servers: `options.vars` brings the client's id and secret. */
export async function startWorldWithOwnGoogle(options: WorldOptions): Promise<World<null>> {
  return assemble(options, async () => ({ google: null, vars: {}, close: async () => undefined }))
}

interface Microsoft {
  sandbox: MicrosoftSandbox | null
  vars: Record<string, string>
  close: () => Promise<void>
}

/** The sandbox, unless one of Microsoft's names is given: half a sandbox beside half a client of one's own helps nobody. */
async function startMicrosoft(options: WorldOptions, ports: Ports, folder: string): Promise<Microsoft> {
  const isOwn = Object.keys(options.vars ?? {}).some((name) => name.startsWith('MICROSOFT_'))
  if (isOwn) return { sandbox: null, vars: {}, close: async () => undefined }
  const { microsoftIssuer: issuerPort, microsoftGraph: graphPort } = ports
  const sandbox = await startMicrosoftSandbox({
    issuerPort,
    graphPort,
    ...sandboxOptions(options, join(folder, 'microsoft.json')),
  })
  return {
    sandbox,
    vars: {
      MICROSOFT_ISSUER: sandbox.issuerUrl,
      MICROSOFT_GRAPH_URL: sandbox.graphUrl,
      MICROSOFT_CLIENT_ID: 'aforo-sandbox',
      MICROSOFT_CLIENT_SECRET: 'sandbox-secret',
    },
    close: sandbox.close,
  }
}

function sandboxOptions({ folder, now, seedLife = true }: WorldOptions, stateFile: string) {
  return { ...(folder === undefined ? {} : { stateFile }), ...(now === undefined ? {} : { now }), seedLife }
}

interface Provider<Google> {
  google: Google
  vars: Record<string, string>
  close: () => Promise<void>
}

async function assemble<Google>(
  options: WorldOptions,
  startProvider: (ports: Ports, folder: string) => Promise<Provider<Google>>,
): Promise<World<Google>> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'aforo-'))
  mkdirSync(folder, { recursive: true })
  const closers: (() => unknown)[] = options.folder === undefined ? [() => removeFolder(folder)] : []
  const close = async () => {
    // The Worker first: it would complain of a database that is gone.
    for (const end of closers.splice(0).reverse()) await end()
  }
  try {
    const ports = await keptPorts(folder, options.port)
    const [libsql, provider, microsoft, mailbox] = await together(closers, [
      startLibsql({ folder: join(folder, 'libsql'), port: ports.libsql }),
      startProvider(ports, folder),
      startMicrosoft(options, ports, folder),
      startMailbox({ folder: join(folder, 'mail'), port: ports.mailbox, smtpPort: ports.smtp }),
    ])
    await migrateDatabase({ url: libsql.url })

    const url = `http://127.0.0.1:${ports.app}`
    const vars = {
      APP_URL: url,
      DATABASE_URL: libsql.url,
      SECRET_KEY: keptKey(folder),
      SMTP_URL: mailbox.smtpUrl,
      EMAIL_FROM: 'Aforo <aforo@aforo.example>',
      PRIVATE_NETWORK: 'allow',
      ...provider.vars,
      ...microsoft.vars,
      ...options.vars,
    }
    const run = () =>
      startWorker({
        vars,
        persist: join(folder, 'worker'),
        port: ports.app,
        ...(options.entry === undefined ? {} : { entry: options.entry }),
        ...(options.onLog === undefined ? {} : { onLog: options.onLog }),
      })
    let worker = await run()
    closers.push(() => worker.close())
    return {
      url,
      vars,
      databaseUrl: libsql.url,
      folder,
      google: provider.google,
      microsoft: microsoft.sandbox,
      mailbox,
      get worker() {
        return worker
      },
      async restartWorker() {
        await worker.close()
        worker = await run()
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** All or none: what did start is handed to `closers` before the first failure is told. */
async function together<T extends { close(): Promise<void> }[]>(
  closers: (() => unknown)[],
  starting: { [K in keyof T]: Promise<T[K]> },
): Promise<T> {
  const outcomes = await Promise.allSettled(starting)
  for (const outcome of outcomes) if (outcome.status === 'fulfilled') closers.push(outcome.value.close)
  return Promise.all(starting)
}

/** Yesterday's ports where they are free, so that yesterday's addresses work; the folder remembers. */
async function keptPorts(folder: string, appPort: number | undefined): Promise<Ports> {
  const file = join(folder, 'ports.json')
  const kept = existsSync(file) ? portsIn(readFileSync(file, 'utf8')) : {}
  const ports: Ports = await freePorts(async (find) => ({
    app: await find(appPort ?? kept.app),
    libsql: await find(kept.libsql),
    google: await find(kept.google),
    microsoftIssuer: await find(kept.microsoftIssuer),
    microsoftGraph: await find(kept.microsoftGraph),
    mailbox: await find(kept.mailbox),
    smtp: await find(kept.smtp),
  }))
  if (appPort !== undefined && ports.app !== appPort) throw new Error(`port ${appPort} is taken`)
  writeFileSync(file, JSON.stringify(ports))
  return ports
}

/** A file that was cut off remembers nothing. */
function portsIn(text: string): Partial<Ports> {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

function keptKey(folder: string): string {
  const file = join(folder, 'secret-key')
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600 })
  return readFileSync(file, 'utf8').trim()
}

function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}
