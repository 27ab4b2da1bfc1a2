/**
 * One contestant over many problems, in a process of its own, so that none lives in another's heap and one that does not come to an end can
 * be stopped. Each is warmed up for a second; of three runs of a problem the best counts.
 */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { ChoiceProblem } from '../../src/choosing/choice.ts'
import type { Answer, Name } from './contestants.ts'

export interface Call {
  name: Name
  problems: readonly ChoiceProblem[]
  /** `allocations` are of the JavaScript heap and of array buffers. */
  of: 'times' | 'allocations'
  /** What one run may take. */
  seconds: number
}
export interface Measured extends Answer {
  ms: number
  bytes: number | null
}

/** WebAssembly compiled at its best before the first run, not while the clock is on: as it would be in a process that lives long. */
const COMPILED = ['--no-liftoff']
/** A nursery that large is not collected before a run is over. */
const NO_COLLECTION = ['--expose-gc', '--min-semi-space-size=512', '--max-semi-space-size=512']
/** To load, compile and warm up. */
const SECONDS_TO_BE_READY = 120
/** Some look at the clock only now and then, and what is short enough is run again. */
const GRACE = 2

/**
 * @param budgetSeconds no further problem is begun once so much has gone by
 * @returns in order of the problems, as many as came to an end; one that had to be stopped is the last, with no answer
 */
export function contest(call: Call, budgetSeconds: number): Promise<Measured[]> {
  const child = fork(join(import.meta.dirname, 'contest-child.ts'), {
    execArgv: call.of === 'allocations' ? [...COMPILED, ...NO_COLLECTION] : COMPILED,
    serialization: 'advanced',
  })
  const measured: Measured[] = []
  return new Promise((resolve, reject) => {
    let ready = performance.now()
    let stopped = false
    let watch: NodeJS.Timeout | undefined
    const stop = () => {
      stopped = true
      child.kill('SIGKILL')
    }
    const wait = (seconds: number) => {
      clearTimeout(watch)
      watch = setTimeout(() => {
        measured.push({ ms: 1000 * call.seconds, bytes: null, points: 0, claim: 'none', allowed: false })
        stop()
      }, 1000 * seconds)
    }
    child.on('message', (message: Measured | null) => {
      if (message === null) ready = performance.now()
      else measured.push(message)
      if (measured.length === call.problems.length) clearTimeout(watch)
      else if (performance.now() - ready < 1000 * budgetSeconds) wait(GRACE * call.seconds)
      else stop()
    })
    child.on('error', reject)
    child.on('exit', (code) => {
      clearTimeout(watch)
      if (stopped || code === 0) resolve(measured)
      else reject(new Error(`${call.name} ended with ${code} after ${measured.length} problems`))
    })
    wait(SECONDS_TO_BE_READY)
    child.send(call)
  })
}
