import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import type { PlantedBug } from './planted/bug.ts'
import { BUGS } from './planted/bugs.ts'
import { plant } from './planted/plant.ts'
import type { TownResult, TownRun } from './simulate.ts'

/** Lives that are looked at for a bug, from the one where it was seen on: what lives are made of changes, and a bug need not show in the same one for ever. */
const TOWNS = 40
const AT_ONCE = 2

test.concurrent.each(BUGS.map((bug) => [`${bug.kind}: a product that ${bug.name}`, bug] as const))(
  '%s breaks a rule, and the witness says so',
  async (_, bug) => {
    await turn(async () => {
      const caught = await firstCaught(bug)
      expect(caught, `rule ${bug.breaks} in ${TOWNS} towns`).not.toBeNull()
      if (caught === null) return
      // Without the bug the same life breaks nothing, so it is the bug that was seen.
      expect(await withoutBug(caught)).toEqual([])
    })
  },
  600_000,
)

test('a bug that no longer fits the product is no bug', () => {
  const edits = [{ file: 'src/person/cycle.ts', find: 'no such text', replace: '' } as const]
  const [bug] = BUGS
  expect(() => plant({ ...bug, edits } as PlantedBug)).toThrow('no longer fits')
})

test('bugs of every kind are planted, and many rules are seen broken', () => {
  expect(new Set(BUGS.map(({ name }) => name)).size).toBe(BUGS.length)
  expect(new Set(BUGS.map(({ kind }) => kind)).size).toBe(11)
  expect(new Set(BUGS.map(({ breaks }) => breaks)).size).toBeGreaterThan(11)
})

/** The first life in which the witness names the rule. */
async function firstCaught(bug: PlantedBug): Promise<TownRun | null> {
  return inProduct(bug, async (live) => {
    for (let further = 0; further < TOWNS; further++) {
      const run = { ...bug.run, town: bug.run.town + further }
      const { breaches } = await live(run)
      if (breaches.some(({ rule }) => rule === bug.breaks)) return run
    }
    return null
  })
}

const sound = new Map<string, Promise<TownResult['breaches']>>()

/** Once for each life. */
function withoutBug(run: TownRun): Promise<TownResult['breaches']> {
  const key = JSON.stringify(run)
  const before = sound.get(key)
  if (before !== undefined) return before
  const now = inProduct(null, async (live) => (await live(run)).breaches)
  sound.set(key, now)
  return now
}

/** In a thread of its own, where the product is read anew. */
async function inProduct<T>(
  bug: PlantedBug | null,
  work: (live: (run: TownRun) => Promise<TownResult>) => Promise<T>,
): Promise<T> {
  const worker = new Worker(join(import.meta.dirname, 'planted/worker.ts'), { workerData: { bug } })
  const live = (run: TownRun) =>
    new Promise<TownResult>((resolve, reject) => {
      worker.removeAllListeners()
      worker.on('error', reject)
      worker.on('message', resolve)
      worker.postMessage(run)
    })
  try {
    return await work(live)
  } finally {
    await worker.terminate()
  }
}

/** So many at a time; the others wait. */
async function turn<T>(work: () => Promise<T>): Promise<T> {
  while (running.size >= AT_ONCE) await Promise.race(running)
  const mine = work()
  const ended = mine.then(
    () => undefined,
    () => undefined,
  )
  running.add(ended)
  try {
    return await mine
  } finally {
    running.delete(ended)
  }
}
const running = new Set<Promise<undefined>>()
