/**
 * Whether learning pays: simulated people over two years, each deciding in six ways where to go, under one cap and with the same chooser. What
 * counts is the business that is truly to be expected of where they went, in hours of their rate; nobody but the oracle sees it.
 */
import { ENOUGH, POLICIES, type Policy, type Run, rangesHeld, run } from '../learning/policies.ts'
import { aWorld } from '../learning/world.ts'
import type { BenchTable } from './run.ts'

const PEOPLE = 40
const WEEKS = [13, 26, 52, 104] as const
const LAST = 104

export async function benchLearning({ seed }: { seed: number }): Promise<BenchTable> {
  const worlds = Array.from({ length: PEOPLE }, (_, n) => aWorld(seed + n, LAST))
  const runs = new Map(POLICIES.map((policy) => [policy, worlds.map((world) => run(world, policy))]))
  const of = (policy: Policy): Run[] => runs.get(policy) ?? []
  const after = (policy: Policy, weeks: number) => of(policy).map(({ cumulative }) => cumulative[weeks - 1] ?? 0)
  /** Of each person, in hundredths of what the oracle has: cities differ much in what there is to be had. */
  const lead = (policy: Policy, weeks: number) => {
    const [theirs, most] = [after(policy, weeks), after('oracle', weeks)]
    return after('ours', weeks).map((ours, n) => (100 * (ours - (theirs[n] ?? 0))) / (most[n] ?? 1))
  }
  const hours = (minutes: number) => (minutes / 60 / LAST).toFixed(2)
  const held = worlds.map(rangesHeld).reduce((a, b) => ({ held: a.held + b.held, of: a.of + b.of }))
  return {
    title: 'Learning which rooms pay',
    lines: [
      `${PEOPLE} people, seeds ${seed} to ${seed + PEOPLE - 1}, ${LAST} weeks, cap 6 h a week, 16 organisers at first, somebody new every six weeks, each staying`,
      '80 weeks and changing every 60 on average; business comes one to eleven months after an event. Means over people; value is the business',
      "truly to be expected of where they went, in hours of the person's rate; regret is the oracle's value less theirs.",
      '',
      `| who | ${WEEKS.map((weeks) => `value, week ${weeks}`).join(' | ')} | ${WEEKS.map((weeks) => `regret, week ${weeks}`).join(' | ')} | h a week |`,
      `|---|${WEEKS.map(() => '---|---|').join('')}---|`,
      ...POLICIES.map((policy) => {
        const values = WEEKS.map((weeks) => mean(after(policy, weeks)))
        const regrets = WEEKS.map((weeks, n) => mean(after('oracle', weeks)) - (values[n] ?? 0))
        const cells = [...values, ...regrets].map((one) => one.toFixed(0))
        return `| ${policy} | ${cells.join(' | ')} | ${hours(mean(of(policy).map(({ minutes }) => minutes)))} |`
      }),
      '',
      `| ours against | ${WEEKS.map((weeks) => `better, week ${weeks}`).join(' | ')} | lead at the end in % of the oracle's value, 95 % | regret spared |`,
      `|---|${WEEKS.map(() => '---|').join('')}---|---|`,
      ...POLICIES.filter((policy) => policy !== 'ours' && policy !== 'oracle').map((policy) => {
        const wins = WEEKS.map((weeks) => `${lead(policy, weeks).filter((one) => one > 0).length}/${PEOPLE}`)
        const leads = lead(policy, LAST)
        const [most, theirs, ours] = [mean(after('oracle', LAST)), mean(after(policy, LAST)), mean(after('ours', LAST))]
        const spared = `${((100 * (ours - theirs)) / (most - theirs)).toFixed(0)} %`
        return `| ${policy} | ${wins.join(' | ')} | ${mean(leads).toFixed(1)} ± ${(1.96 * standardError(leads)).toFixed(1)} | ${spared} |`
      }),
      '',
      `Organisers hardly known that were tried for the bonus: ${hours(mean(of('ours').map(({ explored }) => explored)))} h a week (at most a tenth of the cap: 0.60).`,
      `The 80 % range held the true return of ${held.held} of ${held.of} organisers who never changed and were met ${ENOUGH} times or more (${((100 * held.held) / held.of).toFixed(0)} %).`,
    ],
  }
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0) / numbers.length
}

function standardError(numbers: readonly number[]): number {
  const middle = mean(numbers)
  const squares = numbers.reduce((sum, one) => sum + (one - middle) ** 2, 0)
  return Math.sqrt(squares / (numbers.length - 1) / numbers.length)
}
