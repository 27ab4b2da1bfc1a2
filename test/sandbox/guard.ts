/**
 * Ends processes when ours is gone, however it went. 'exit' handlers do not run after `kill -9`, and a server that stays
 * behind would hold the database or the objects' storage of the next start.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

export interface Guard {
  /** The processes have ended in order: forget them, their numbers may be given to others. */
  release(): void
}

export function guardProcesses(pids: readonly number[]): Guard {
  if (pids.length === 0) return { release: () => undefined }
  // Its standard input is a pipe that only we hold, so `read` comes back when we are gone. Detached, so that Ctrl-C does not
  // reach it before its time.
  const watcher: ChildProcess = spawn('sh', ['-c', `read -r _; kill -9 ${pids.join(' ')} 2> /dev/null`], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  watcher.on('error', () => undefined)
  watcher.unref()
  return { release: () => void watcher.kill('SIGKILL') }
}

/** The processes that we started and that still run, those that libraries started for us included. */
export async function childProcesses(): Promise<number[]> {
  const text = process.platform === 'linux' ? await childrenOfOurThreads() : await pgrep()
  return text.split(/\s+/).filter(Boolean).map(Number)
}

/** From /proc: a bare Debian has neither `ps` nor `pgrep`. */
async function childrenOfOurThreads(): Promise<string> {
  const threads = await readdir('/proc/self/task')
  const lists = threads.map((thread) => readFile(`/proc/self/task/${thread}/children`, 'utf8').catch(() => ''))
  return (await Promise.all(lists)).join(' ')
}

async function pgrep(): Promise<string> {
  // It ends with 1 when there is none.
  const found = await promisify(execFile)('pgrep', ['-P', String(process.pid)]).catch(() => ({ stdout: '' }))
  return found.stdout
}
