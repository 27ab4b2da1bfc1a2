/** Simulates the towns that it is sent, one after the other. */
import { parentPort } from 'node:worker_threads'
import { simulateTown, type TownRun } from './simulate.ts'

parentPort?.on('message', async (run: TownRun) => {
  const result = await simulateTown({ ...run, onWeek: (week) => parentPort?.postMessage({ week }) })
  parentPort?.postMessage({ result })
})
