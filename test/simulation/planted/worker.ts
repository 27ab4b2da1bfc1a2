/** Simulates towns in a product with one bug in it, or none: the bug is in place before a line of the product is read. */
import { parentPort, workerData } from 'node:worker_threads'
import type { TownRun } from '../simulate.ts'
import type { PlantedBug } from './bug.ts'
import { plant } from './plant.ts'

const { bug }: { bug: PlantedBug | null } = workerData
if (bug !== null) plant(bug)
// Not before the bug is planted.
const { simulateTown } = await import('../simulate.ts')

parentPort?.on('message', async (run: TownRun) => {
  const result = await simulateTown({ ...run, untilBroken: bug === null ? [] : [bug.breaks].flat() })
  parentPort?.postMessage(result)
})
