/** One launcher for each state folder: two databases or two Workers on the same files would spoil them. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type Lock = { kind: 'taken'; release(): void } | { kind: 'held'; pid: number; file: string }

/** The file holds the process number of its owner; an owner that is gone, after a crash, holds nothing. */
export function takeLock(folder: string): Lock {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'lock')
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      return { kind: 'taken', release: () => rmSync(file, { force: true }) }
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
    const pid = Number(readFileSync(file, 'utf8'))
    if (pid !== process.pid && isAlive(pid)) return { kind: 'held', pid, file }
    rmSync(file, { force: true })
  }
}

function isAlive(pid: number): boolean {
  // 0 and negative numbers would ask about whole process groups.
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
