/** `npm run simulate -- --people N --weeks W --faults P --seed S`: people's weeks with faults, and what the rules say of them. */
import { parseArgs } from 'node:util'
import { simulate } from './simulate.ts'

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '5' },
    weeks: { type: 'string', default: '4' },
    faults: { type: 'string', default: '0.1' },
    seed: { type: 'string', default: '1' },
  },
})

function numberOf(name: keyof typeof values, least: number, most: number, whole: boolean): number {
  const value = Number(values[name])
  if (Number.isFinite(value) && value >= least && value <= most && (!whole || Number.isInteger(value))) return value
  console.error(`--${name} must be ${whole ? 'a whole number' : 'a number'} from ${least} to ${most}`)
  process.exit(2)
}

const options = {
  people: numberOf('people', 1, 10_000, true),
  weeks: numberOf('weeks', 1, 520, true),
  faults: numberOf('faults', 0, 0.5, false),
  seed: numberOf('seed', 0, 2 ** 32 - 1, true),
}
console.log(`seed ${options.seed}: ${options.people} people, ${options.weeks} weeks, fault rate ${options.faults}`)
const result = await simulate({
  ...options,
  onWeek: (week) => {
    if (process.stdout.isTTY) process.stdout.write(`\rweek ${week} of ${options.weeks}`)
  },
})
if (process.stdout.isTTY) process.stdout.write('\r')
const { counts, breaches, personWeeks } = result
const rows: [string, string | number][] = [
  ['person-weeks', personWeeks],
  ['cycles', counts.cycles],
  ['provider requests', counts.requests],
  ['requests a person-day', (counts.requests / personWeeks / 7).toFixed(1)],
  ['follow-up blocks made', result.blocks],
  ['digests that arrived', result.digests],
  ["answers of Aforo's own", result.ownAnswers],
  ['crashes', counts.crashes],
  ...[...counts.faults]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([kind, n]): [string, number] => [`fault: ${kind}`, n]),
  ...[...breaches].map(([rule, found]): [string, number] => [`breaches of rule ${rule}`, found.length]),
  ['unsettled a day after the faults', result.unsettled],
  ['person-weeks a second', (personWeeks / (result.elapsedMs / 1000)).toFixed(1)],
]
for (const [name, value] of rows) console.log(`${name.padEnd(36)} ${value}`)
for (const [rule, found] of breaches) for (const what of found.slice(0, 10)) console.log(`rule ${rule}: ${what}`)
const broken = [...breaches.values()].some((found) => found.length > 0) || result.unsettled > 0
process.exit(broken ? 1 : 0)
