import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startLibsql } from '../sandbox/libsql.ts'
import { simulateTown } from './simulate.ts'

test('on the libSQL server the same people live the same weeks as on the library in the process', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'aforo-simulation-'))
  const libsql = await startLibsql({ folder })
  try {
    const run = { seed: 5, town: 0, people: 2, weeks: 1, faults: 0.15 }
    const served = await simulateTown({ ...run, databaseUrl: libsql.url })
    expect(served.breaches).toEqual([])
    expect(served.writes.blocks).toBeGreaterThan(0)
    expect(served).toEqual(await simulateTown(run))
  } finally {
    await libsql.close()
    await rm(folder, { recursive: true, force: true })
  }
}, 120_000)
