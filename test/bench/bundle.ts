/**
 * What a deployment uploads and what it costs to start: the size of the bundle that `wrangler deploy` makes, and the CPU time
 * of its start in workerd, by wrangler's own profile. The platform's limits are 10 MiB gzip and one second; ours are narrower.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import type { BenchTable } from './run.ts'

const SIZE_GOAL_KIB = 550
const STARTUP_GOAL_MS = 100
const STARTUP_RUNS = 7
const ROOT = join(import.meta.dirname, '../..')
const WRANGLER = join(ROOT, 'node_modules/wrangler/bin/wrangler.js')

export async function benchBundle(): Promise<BenchTable> {
  const folder = await mkdtemp(join(tmpdir(), 'aforo-bundle-'))
  try {
    const uploaded = await sizeOf(join(folder, 'uploaded'))
    const minified = await sizeOf(join(folder, 'minified'), '--minify')
    const startups: number[] = []
    for (let run = 0; run < STARTUP_RUNS; run++) startups.push(await startupMs(join(folder, `${run}.cpuprofile`)))
    startups.sort((one, other) => one - other)
    const median = startups[Math.floor(STARTUP_RUNS / 2)] ?? Number.NaN
    const worst = startups.at(-1) ?? Number.NaN
    return {
      title: 'Worker bundle',
      lines: [
        '| | measured | goal | |',
        '| --- | ---: | ---: | --- |',
        `| upload, gzip | ${uploaded.gzipKib.toFixed(0)} KiB | ${SIZE_GOAL_KIB} KiB | ${verdict(uploaded.gzipKib <= SIZE_GOAL_KIB)} |`,
        `| upload, plain | ${uploaded.plainKib.toFixed(0)} KiB | | ${uploaded.plainKib <= minified.plainKib * 1.02 ? 'minified' : 'not minified'} |`,
        `| minified, gzip | ${minified.gzipKib.toFixed(0)} KiB | | |`,
        `| start-up CPU, median of ${STARTUP_RUNS} | ${median.toFixed(0)} ms | ${STARTUP_GOAL_MS} ms | ${verdict(median <= STARTUP_GOAL_MS)} |`,
        `| start-up CPU, worst | ${worst.toFixed(0)} ms | | |`,
      ],
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The modules of a deployment that is not sent; source maps and wrangler's own notes are not uploaded as code. */
async function sizeOf(folder: string, ...flags: string[]): Promise<{ plainKib: number; gzipKib: number }> {
  await wrangler('deploy', '--dry-run', '--outdir', folder, ...flags)
  let plain = 0
  let gzip = 0
  for (const name of await readdir(folder, { recursive: true })) {
    if (!/\.(m?js|wasm|json|txt|bin)$/.test(name)) continue
    const module = await readFile(join(folder, name))
    plain += module.length
    gzip += gzipSync(module).length
  }
  return { plainKib: plain / 1024, gzipKib: gzip / 1024 }
}

interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string } }[]
  samples: number[]
  /** Microseconds between one sample and the next. */
  timeDeltas: number[]
}

/** Everything sampled while the Worker loads but the waiting. */
async function startupMs(file: string): Promise<number> {
  await wrangler('check', 'startup', '--outfile', file)
  const profile: CpuProfile = JSON.parse(await readFile(file, 'utf8'))
  const waiting = new Set(
    profile.nodes.filter(({ callFrame }) => callFrame.functionName === '(idle)').map(({ id }) => id),
  )
  const busy = profile.samples.map((node, at) => (waiting.has(node) ? 0 : (profile.timeDeltas[at] ?? 0)))
  return busy.reduce((sum, microseconds) => sum + microseconds, 0) / 1000
}

async function wrangler(...args: string[]): Promise<void> {
  const env = { ...process.env, WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false', CI: 'true' }
  await promisify(execFile)(process.execPath, [WRANGLER, ...args], { cwd: ROOT, env }).catch((error: unknown) => {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
    throw new Error(`wrangler ${args.join(' ')}: ${/ERROR.*/.exec(output)?.[0] ?? output}`)
  })
}

function verdict(reached: boolean): string {
  return reached ? 'reached' : 'missed'
}
