/**
 * `npm start [-- --fresh] [-- --port N]`: the whole of Aforo on this machine until Ctrl-C. All that lasts lies in `.data/`, so
 * that yesterday's account still works; `--fresh` starts over. With a person's own Google or Microsoft client in `.dev.vars` that sandbox stays
 * off. (`--folder` and `--vars` name another state folder and another file than `.dev.vars`.)
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { takeLock } from './lock.ts'
import { type OwnVars, ownVars } from './own-vars.ts'
import type { WorkerLog } from './worker.ts'
import { startWorld, startWorldWithOwnGoogle, type World, type WorldOptions } from './world.ts'

const ROOT = join(import.meta.dirname, '../..')
/** As the cron of wrangler.toml, which nobody runs on this machine but us. */
const CRON_EVERY_MS = 15 * 60_000
/** What `--fresh` leaves: our own lock, and the ports, so that a registered redirect address stays right. */
const KEPT_WHEN_FRESH = ['lock', 'ports.json']
const CLOSED_WITHIN_MS = 3_000
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

interface Options {
  fresh: boolean
  port: number | undefined
  folder: string
  varsFile: string
}

let world: World | World<null> | undefined
let ending = false

listenToSignals()
try {
  await start(optionsOf(process.argv.slice(2)))
} catch (error) {
  await fail(error instanceof Error ? error.message : String(error))
}

async function start(options: Options): Promise<void> {
  const lock = takeLock(options.folder)
  if (lock.kind === 'held') {
    return fail(`ya corre aquí / already running here: pid ${lock.pid} (${relative(process.cwd(), lock.file)})`)
  }
  process.once('exit', lock.release)
  if (options.fresh) startOver(options.folder)

  const own = readOwnVars(options.varsFile)
  const port = options.port ?? own.port
  const worldOptions: WorldOptions = {
    folder: options.folder,
    vars: own.vars,
    onLog: show,
    ...(port === undefined ? {} : { port }),
  }
  world = own.google === 'own' ? await startWorldWithOwnGoogle(worldOptions) : await startWorld(worldOptions)
  listenToSignals()
  await checkHealth(world.url)
  greet(world, own)
  setInterval(() => void world?.worker.runCron().catch(complain), CRON_EVERY_MS)
}

function optionsOf(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      fresh: { type: 'boolean', default: false },
      port: { type: 'string' },
      folder: { type: 'string', default: join(ROOT, '.data') },
      vars: { type: 'string', default: join(ROOT, '.dev.vars') },
    },
  })
  const port = values.port === undefined ? undefined : Number(values.port)
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
    throw new Error(`--port ${values.port}: no es un puerto / is no port`)
  }
  return { fresh: values.fresh, port, folder: resolve(values.folder), varsFile: resolve(values.vars) }
}

function startOver(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!KEPT_WHEN_FRESH.includes(name)) rmSync(join(folder, name), { recursive: true, force: true })
  }
}

function readOwnVars(file: string): OwnVars {
  const own = ownVars(existsSync(file) ? readFileSync(file, 'utf8') : '')
  if (own.kind === 'refused') throw new Error(`${basename(file)}: ${own.why}`)
  return own
}

async function checkHealth(url: string): Promise<void> {
  const answer = await fetch(`${url}/healthz`)
  if (!answer.ok) throw new Error(`/healthz: ${answer.status} ${(await answer.text()).split('\n', 1)[0]}`)
}

function greet(running: World | World<null>, own: OwnVars): void {
  const app = running.vars.APP_URL ?? running.url
  const mail = own.vars.SMTP_URL === undefined ? running.mailbox.url : '(SMTP_URL, .dev.vars)'
  const google =
    running.google === null ? `redirect URI: ${app}/connect/google/callback` : `${running.google.url} (sandbox)`
  const microsoft =
    running.microsoft === null
      ? `redirect URI: ${app}/connect/microsoft/callback`
      : `${running.microsoft.issuerUrl} (sandbox)`
  const lines = [
    '',
    'Aforo está listo · Ctrl-C termina todo · npm start -- --fresh empieza de cero',
    'Aforo is ready   · Ctrl-C ends it all  · npm start -- --fresh starts over',
    '',
    `  Abre  / open       ${app}`,
    `  Correo / mail      ${mail}`,
    `  Google             ${google}`,
    `  Microsoft          ${microsoft}`,
    ...own.ignored.map((name) => `  ${name} (.dev.vars): no se usa aquí / not used here`),
    '',
  ]
  console.log(lines.join('\n'))
}

function show(log: WorkerLog): void {
  if (log.level === 'warn' || log.level === 'error') console.error(`[worker] ${log.message}`)
}

function complain(error: unknown): void {
  console.error(`[cron] ${error instanceof Error ? error.message : String(error)}`)
}

/**
 * wrangler brings hooks that end the process at the first signal, before anything asynchronous is done. What they clean up they
 * clean up on 'exit' as well, so once it is loaded we take the signals back.
 */
function listenToSignals(): void {
  for (const signal of SIGNALS) {
    process.removeAllListeners(signal)
    process.on(signal, () => void end(0))
  }
}

/** Children die with us in any case, on 'exit' (see child.ts); closing in order is for what still wants to be saved. */
async function end(code: number): Promise<void> {
  if (ending) return
  ending = true
  setTimeout(() => process.exit(code), CLOSED_WITHIN_MS)
  await world?.close().catch(() => undefined)
  process.exit(code)
}

function fail(reason: string): Promise<void> {
  console.error(`Aforo no pudo empezar / could not start: ${reason.replaceAll(/\s+/g, ' ').trim()}`)
  return end(1)
}
