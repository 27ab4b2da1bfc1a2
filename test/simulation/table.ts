/** What a simulation comes to, as a table: what was lived through, what was injected, what broke, and what it costs to watch over somebody. */
import { RULES } from './breach.ts'
import { type Cost, fewerThanPolling, ofEventsAndPlans, percentile, requestsADay } from './cost.ts'
import type { TownResult } from './simulate.ts'

/** @param costs empty where none were measured */
export function table(results: readonly TownResult[], elapsedMs: number, costs: readonly Cost[]): string {
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
    ['blocks deleted before Aforo heard of them, written again', sum(({ owed }) => owed.hole)],
    ['crashes', sum(({ counts }) => counts.crashes)],
    ['faults injected', [...faults.values()].reduce((total, count) => total + count, 0)],
    ...[...faults]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([kind, count]): [string, number] => [`  ${kind}`, count]),
    ...Object.entries(RULES).map(([rule, name]): [string, number] => [
      `breaches of rule ${rule}, ${name}`,
      broken(rule),
    ]),
    ...costs.flatMap(costRows),
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `${name.padEnd(width + 2)}${value}`).join('\n')
}

const PROVIDERS = { google: 'Google', microsoft: 'Microsoft' }

function costRows({ provider, busy, quiet, told, untold, notifiedAfterMs }: Cost): [string, string][] {
  const kinds = Object.entries(busy.requests).flatMap(([kind, count]) =>
    count === 0 ? [] : [`${kind} ${(count / busy.days).toFixed(2)}`],
  )
  const seconds = (share: number) => ((percentile(told, share) ?? Number.NaN) / 1_000).toFixed(1)
  const hours = (share: number) => ((percentile(untold, share) ?? Number.NaN) / 3_600_000).toFixed(1)
  return [
    [`what it costs at ${PROVIDERS[provider]}, two calendars, three changes a day`, `${busy.days} person-days`],
    ['  calendar requests a person-day', `${requestsADay(busy).toFixed(2)} (${kinds.join(', ')})`],
    ['  cycles a person-day', (busy.cycles / busy.days).toFixed(1)],
    ['  of a poll every five minutes that is one in', fewerThanPolling(busy).toFixed(1)],
    [
      `  seconds to a verdict, ${notifiedAfterMs / 1_000} of them to the notification: median, p99, most`,
      [0.5, 0.99, 1].map(seconds).join(', '),
    ],
    ['  hours to a verdict where the notification was lost: median, most', [0.5, 1].map(hours).join(', ')],
    [
      '  a week without changes: requests, cycles a person-day',
      `${requestsADay(quiet).toFixed(2)}, ${(quiet.cycles / quiet.days).toFixed(1)}`,
    ],
    [
      '  in it: rows of events and plans, writes to calendars, answers',
      `${ofEventsAndPlans(quiet.rows)}, ${quiet.writes.events}, ${quiet.writes.answers}`,
    ],
  ]
}
