/** What a simulation comes to, as a table: what was lived through, what was injected, what broke. */
import type { TownResult } from './simulate.ts'
import { RULES } from './witness.ts'

export function table(results: readonly TownResult[], elapsedMs: number): string {
  const sum = (of: (result: TownResult) => number) => results.reduce((total, result) => total + of(result), 0)
  const personWeeks = sum(({ personWeeks }) => personWeeks)
  const faults = new Map<string, number>()
  for (const result of results)
    for (const [kind, count] of Object.entries(result.faults)) faults.set(kind, (faults.get(kind) ?? 0) + count)
  const broken = (rule: string) =>
    sum(({ breaches }) => breaches.filter((breach) => breach.rule === Number(rule)).length)
  const made = (of: keyof TownResult['writes']) => sum(({ writes }) => writes[of])
  const rows: [string, string | number][] = [
    ['person-weeks', personWeeks],
    ['person-weeks a second', (personWeeks / (elapsedMs / 1_000)).toFixed(1)],
    ['cycles', sum(({ counts }) => counts.cycles)],
    ['provider requests', sum(({ counts }) => counts.requests)],
    ['follow-up blocks made, changed, removed', `${made('blocks')}, ${made('moved')}, ${made('removed')}`],
    ['answers that Aforo sent', made('answers')],
    ['digests, notices', `${sum(({ digests }) => digests)}, ${sum(({ notices }) => notices)}`],
    ['crashes', sum(({ counts }) => counts.crashes)],
    ['faults injected', [...faults.values()].reduce((total, count) => total + count, 0)],
    ...[...faults]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([kind, count]): [string, number] => [`  ${kind}`, count]),
    ...Object.entries(RULES).map(([rule, name]): [string, number] => [
      `breaches of rule ${rule}, ${name}`,
      broken(rule),
    ]),
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `${name.padEnd(width + 2)}${value}`).join('\n')
}
