/**
 * Applies `migrations/` to a database over HTTP: `npm run migrate`. Twice is harmless: what was applied is on record in the
 * database itself. Runs under Node only, it reads files; the Worker never migrates.
 *
 * The address comes from the environment alone, never from `.dev.vars`: what changes a schema says so in the command.
 */
import { join } from 'node:path'
import { migrate } from 'drizzle-orm/libsql/migrator'
import { isLoopback } from '../config.ts'
import { openDatabase } from './locate.ts'

const MIGRATIONS_FOLDER = join(import.meta.dirname, '../../migrations')
const PROTOCOLS = ['http:', 'https:', 'libsql:']

/**
 * @param address `http(s)://` or `libsql://`, and the token where the server wants one
 * @throws whatever the server or the network answered
 */
export async function migrateDatabase(address: { url: string; authToken?: string | undefined }): Promise<void> {
  const database = openDatabase({ url: address.url, authToken: address.authToken })
  try {
    await migrate(database, { migrationsFolder: MIGRATIONS_FOLDER })
  } finally {
    database.$client.close()
  }
}

export type Target =
  | { kind: 'ok'; url: string; authToken: string | undefined; host: string }
  | { kind: 'refused'; why: string }

/**
 * Where the command goes. A deployed Worker cannot reach the loopback of whoever deploys it, so such an address is a
 * forgotten variable of local work.
 */
export function migrationTarget(
  env: Readonly<Record<string, string | undefined>>,
  purpose: 'migrate' | 'deploy',
): Target {
  const url = env.DATABASE_URL ?? ''
  if (url === '') return { kind: 'refused', why: 'DATABASE_URL is not set in the environment' }
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  // Never print the text itself: a token may have been pasted into it.
  if (parsed === undefined || !PROTOCOLS.includes(parsed.protocol) || parsed.hostname === '') {
    return { kind: 'refused', why: 'DATABASE_URL is no http, https or libsql address' }
  }
  if (purpose === 'deploy' && isThisMachine(parsed.hostname)) {
    return { kind: 'refused', why: `DATABASE_URL is this machine (${parsed.host}): a deployed Worker cannot reach it` }
  }
  return { kind: 'ok', url, authToken: env.DATABASE_AUTH_TOKEN || undefined, host: parsed.host }
}

/** As `isLoopback`, for texts that no URL parser has made canonical: `libsql:` is no special scheme, its host stays as typed. */
function isThisMachine(hostname: string): boolean {
  const typed = hostname.replace(/\.$/, '')
  const canonical = URL.canParse(`http://${typed}`) ? new URL(`http://${typed}`).hostname : typed
  return isLoopback(canonical) || canonical === '0.0.0.0' || canonical === '[::]' || canonical.startsWith('[::ffff:7f')
}

/** The innermost cause in one line: drizzle's own message is the failed query. */
function reasonOf(error: unknown): string {
  let innermost = error
  while (innermost instanceof Error && innermost.cause instanceof Error) innermost = innermost.cause
  const text = innermost instanceof Error ? innermost.message : String(innermost)
  return text.split('\n', 1)[0] || 'unknown failure'
}

if (import.meta.main) {
  const target = migrationTarget(process.env, process.argv.includes('--deploy') ? 'deploy' : 'migrate')
  if (target.kind === 'refused') {
    console.error(`migrate: ${target.why}`)
    process.exitCode = 1
  } else {
    try {
      await migrateDatabase(target)
      console.log(`migrate: ${target.host} is up to date`)
    } catch (error) {
      const reason =
        target.authToken === undefined ? reasonOf(error) : reasonOf(error).replaceAll(target.authToken, '…')
      console.error(`migrate: ${target.host}: ${reason}`)
      process.exitCode = 1
    }
  }
}
