/** Simulates the towns that it is sent, one after the other. */
import { parentPort } from 'node:worker_threads'
import { simulateTown, type TownRun } from './simulate.ts'

parentPort?.on('message', async (run: TownRun) => {
  const result = await simulateTown({ ...run, onWeek: (week) => parentPort?.postMessage({ week }) })
  // A town's statements hold some 400 MB outside the heap, which no collection of the heap is in a hurry to set free.
  globalThis.gc?.()
  parentPort?.postMessage({ result })
})
