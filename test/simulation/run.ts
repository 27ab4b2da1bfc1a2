/**
 * `npm run simulate -- --people N --weeks W --faults P --seed S`: people's weeks with faults, and what the rules say of them. Towns are shared out among the
 * machine's cores. `--town T` replays one of them alone, to the same writes.
 */
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import type { Breach } from './breach.ts'
import { type Cost, costOf } from './cost.ts'
import { PEOPLE_IN_A_TOWN, type TownResult, type TownRun } from './simulate.ts'
import { table } from './table.ts'

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '20' },
    weeks: { type: 'string', default: '6' },
    faults: { type: 'string', default: '0.1' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    town: { type: 'string' },
    workers: { type: 'string', default: String(availableParallelism()) },
  },
})

function numberOf(name: keyof typeof values, least: number, most: number, whole: boolean): number {
  const value = Number(values[name])
  if (Number.isFinite(value) && value >= least && value <= most && (!whole || Number.isInteger(value))) return value
  console.error(`--${name} must be ${whole ? 'a whole number' : 'a number'} from ${least} to ${most}`)
  process.exit(2)
}

const people = numberOf('people', 1, 1_000_000, true)
const weeks = numberOf('weeks', 1, 520, true)
const faults = numberOf('faults', 0, 0.5, false)
const seed = numberOf('seed', 0, 2 ** 32 - 1, true)
const workers = numberOf('workers', 1, 256, true)
const towns = Math.ceil(people / PEOPLE_IN_A_TOWN)
const chosen = values.town === undefined ? null : numberOf('town', 0, towns - 1, true)
const runs = Array.from({ length: towns }, (_, town): TownRun => {
  const left = people - town * PEOPLE_IN_A_TOWN
  return { seed, town, people: Math.min(left, PEOPLE_IN_A_TOWN), weeks, faults }
}).filter(({ town }) => chosen === null || town === chosen)

console.log(
  `seed ${seed}: ${people} people, ${weeks} weeks, fault rate ${faults}${chosen === null ? '' : `, town ${chosen}`}`,
)
const started = performance.now()
const total = runs.reduce((sum, run) => sum + run.people * weeks, 0)
let done = 0
const results = await shared(runs, Math.min(workers, runs.length), (personWeeks) => {
  done += personWeeks
  progress(done, total, performance.now() - started)
})
if (process.stdout.isTTY) process.stdout.write('\r\x1b[K')
const elapsedMs = performance.now() - started
// Whoever replays one town asks what happened in it.
const costs: Cost[] = []
if (chosen === null)
  for (const provider of ['google', 'microsoft'] as const)
    costs.push(await costOf({ provider, people: 2, seed, lost: 0.1 }))
console.log(table(results, elapsedMs, costs))
const breaches = results.flatMap((result) => result.breaches.map((breach) => ({ ...breach, town: result.town })))
for (const breach of breaches.slice(0, 40)) console.log(line(breach, breach.town))
const [first] = breaches
if (first !== undefined)
  console.log(
    `replay: npm run simulate -- --people ${people} --weeks ${weeks} --faults ${faults} --seed ${seed} --town ${first.town}`,
  )
process.exit(breaches.length > 0 ? 1 : 0)

/** Each worker takes the next town when it is done with one. */
async function shared(
  all: readonly TownRun[],
  threads: number,
  onWeek: (personWeeks: number) => void,
): Promise<TownResult[]> {
  const waiting = [...all]
  const results: TownResult[] = []
  const work = async () => {
    // What a cycle makes is short-lived: with room for it, less of it is copied.
    const resourceLimits = { maxYoungGenerationSizeMb: 128 }
    const worker = new Worker(join(import.meta.dirname, 'worker.ts'), { resourceLimits })
    for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) {
      const { people: inTown } = run
      const result = await new Promise<TownResult>((resolve, reject) => {
        worker.removeAllListeners()
        worker.on('error', reject)
        worker.on('message', (told: { week: number } | { result: TownResult }) => {
          if ('week' in told) onWeek(inTown)
          else resolve(told.result)
        })
        worker.postMessage(run)
      })
      results.push(result)
      // A run of hours says at once what it found.
      for (const breach of result.breaches) sayAtOnce(line(breach, result.town))
    }
    await worker.terminate()
  }
  await Promise.all(Array.from({ length: threads }, work))
  return results.sort((a, b) => a.town - b.town)
}

function line({ rule, what, at, person }: Breach, town: number): string {
  return `rule ${rule}, town ${town}, person ${person ?? '-'}, ${new Date(at).toISOString()}: ${what}`
}

function sayAtOnce(text: string): void {
  if (process.stdout.isTTY) process.stdout.write('\r\x1b[K')
  console.error(text)
}

function progress(is: number, of: number, ms: number): void {
  if (!process.stdout.isTTY) return
  const filled = Math.round((30 * is) / of)
  const left = Math.round(((of - is) * ms) / Math.max(is, 1) / 1_000)
  process.stdout.write(`\r${'█'.repeat(filled)}${'░'.repeat(30 - filled)} ${is} of ${of} person-weeks, ${left} s left `)
}
