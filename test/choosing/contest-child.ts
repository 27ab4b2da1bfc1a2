/** The process of one contestant: problems in, one measurement out for each (`contest.ts`). */
import { PerformanceObserver } from 'node:perf_hooks'
import { setImmediate, setTimeout } from 'node:timers/promises'
import type { Call, Measured } from './contest.ts'
import { contestant, type Turn } from './contestants.ts'
import { aHorizon, EQUAL, FIVE_LENGTHS } from './instances.ts'

/** Runs of each problem of which the best counts; one that takes longer than `LONG` ms is not repeated. */
const RUNS = 3
const LONG = 1000
const SHORT = 20
const WARM_UP = 1000

process.once('message', async (call: Call) => {
  const prepare = await contestant(call.name, call.seconds)
  const warm = [EQUAL, FIVE_LENGTHS].map((lengths, seed) => prepare(aHorizon({ seed, candidates: 30, lengths })))
  const begun = performance.now()
  do for (const turn of warm) turn.run()
  while (performance.now() - begun < WARM_UP)
  for (const turn of warm) turn.dispose()

  process.send?.(null)
  for (const problem of call.problems) {
    const turn = prepare(problem)
    const measured: Measured =
      call.of === 'times'
        ? { ms: bestTime(turn), bytes: null, ...turn.answer() }
        : { ms: 0, ...(await allocated(turn)) }
    turn.dispose()
    process.send?.(measured)
  }
  process.disconnect()
})

/**
 * Processor time of the whole process, threads of the collector and the compiler included: on a machine that others use too, a long run
 * loses the processor now and then and a short one does not, which the clock on the wall would hold against the long.
 */
function bestTime(turn: Turn): number {
  let best = Number.POSITIVE_INFINITY
  let times = 1
  for (let run = 0; run < RUNS && (run === 0 || best < LONG); run++) {
    const begun = process.cpuUsage()
    for (let time = 0; time < times; time++) turn.run()
    const { user, system } = process.cpuUsage(begun)
    best = Math.min(best, (user + system) / 1000 / times)
    // Several of the short ones at once, for the clock counts in microseconds.
    if (best < 1) times = 10
  }
  return best
}

/** What runs leave on the heap when nothing is collected meanwhile: all they allocated. Null when the collector came by after all. */
async function allocated(turn: Turn) {
  let collections = 0
  const observer = new PerformanceObserver((list) => {
    collections += list.getEntries().length
  })
  const begun = performance.now()
  turn.run()
  // More of the short ones: what the machine allocates beside them weighs less.
  const runs = performance.now() - begun < SHORT ? 20 : 1
  globalThis.gc?.()
  await setImmediate()
  observer.observe({ entryTypes: ['gc'] })
  const before = used()
  for (let run = 0; run < runs; run++) turn.run()
  const bytes = (used() - before) / runs
  await setTimeout(10)
  observer.disconnect()
  return { bytes: collections === 0 ? bytes : null, ...turn.answer() }
}

function used(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
