import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { takeLock } from './lock.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aforo-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('the second to come is told who holds the folder, until it is released', () => {
  // Our parent lives, and is not us.
  writeFileSync(join(folder, 'lock'), String(process.ppid))
  expect(takeLock(folder)).toMatchObject({ kind: 'held', pid: process.ppid })
  rmSync(join(folder, 'lock'))
  const lock = takeLock(folder)
  expect(readFileSync(join(folder, 'lock'), 'utf8')).toBe(String(process.pid))
  if (lock.kind === 'taken') lock.release()
  expect(takeLock(folder)).toMatchObject({ kind: 'taken' })
})

test.for(['', 'x', '0', '-1', '4194304999'])('a lock that says "%s" holds nothing', (content) => {
  writeFileSync(join(folder, 'lock'), content)
  expect(takeLock(folder)).toMatchObject({ kind: 'taken' })
})

test('a folder that is not there yet is made', () => {
  expect(takeLock(join(folder, 'deeper'))).toMatchObject({ kind: 'taken' })
})
