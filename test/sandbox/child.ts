/**
 * A server process that never outlives us: not after an orderly end, not after Ctrl-C, not after a crash or `kill -9`.
 * What it prints is kept, bounded, and shown only when it fails.
 */
import { spawn } from 'node:child_process'
import { guardProcesses } from './guard.ts'

const KEPT_OUTPUT_CHARACTERS = 8_000
const PATIENCE_BEFORE_KILL_MS = 3_000

export interface Child {
  /** Resolves once the process has ended, for whatever cause. */
  ended: Promise<void>
  hasEnded(): boolean
  /** The last lines it printed on both streams. */
  output(): string
  /** Asks it to end, and insists after a few seconds. */
  close(): Promise<void>
}

export function startChild(command: string, args: readonly string[]): Child {
  // Not detached: a detached child survives Ctrl-C.
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  let over = false
  const keep = (chunk: unknown) => {
    output = (output + String(chunk)).slice(-KEPT_OUTPUT_CHARACTERS)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)

  // Once wrangler is loaded its own signal hook ends the process before an asynchronous handler of ours is done:
  // only what happens synchronously on 'exit' is sure to happen.
  const killNow = () => child.kill('SIGKILL')
  process.once('exit', killNow)
  const guard = guardProcesses(child.pid === undefined ? [] : [child.pid])

  const ended = new Promise<void>((resolve) => {
    const finish = () => {
      over = true
      process.removeListener('exit', killNow)
      guard.release()
      resolve()
    }
    child.once('exit', finish)
    child.once('error', (error) => {
      keep(error.message)
      finish()
    })
  })

  return {
    ended,
    hasEnded: () => over,
    output: () => output.trim(),
    async close() {
      if (over) return
      child.kill('SIGTERM')
      const insist = setTimeout(killNow, PATIENCE_BEFORE_KILL_MS)
      await ended
      clearTimeout(insist)
    },
  }
}
