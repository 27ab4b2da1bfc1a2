/**
 * The choice against those one could have taken instead: HiGHS, GLPK, YALPS, javascript-lp-solver, each with the best program we can write,
 * and going by value per hour. Same run, same weeks (`test/choosing/instances.ts`), half of them with follow-ups of one length, half of five.
 */
import { loadavg } from 'node:os'
import { Temporal } from 'temporal-polyfill'
import type { EventId } from '../../src/calendar/event.ts'
import type { ChoiceEvent, ChoiceProblem } from '../../src/choosing/choice.ts'
import { planHorizon } from '../../src/planning/plan.ts'
import type { PlanEvent, PlanInput } from '../../src/planning/shapes.ts'
import { EVEN_WEIGHTS } from '../../src/planning/value.ts'
import { contest, type Measured } from '../choosing/contest.ts'
import type { Name } from '../choosing/contestants.ts'
import { aHorizon, EQUAL, FIVE_LENGTHS, hardOnes } from '../choosing/instances.ts'
import type { BenchTable } from './run.ts'

/** What is aimed at: ours at most one so manieth of HiGHS' median, of its p99, and of the fastest exact peer's median. */
const SIZES = [
  { candidates: 10, weeks: 200, highs: 150, p99: 30, fastest: 10 },
  { candidates: 30, weeks: 160, highs: 150, p99: 30, fastest: 15 },
  { candidates: 100, weeks: 100, highs: 150, p99: 30, fastest: 40 },
  { candidates: 300, weeks: 60, highs: 150, p99: 30, fastest: 150 },
  { candidates: 1000, weeks: 40, highs: 100, p99: 30, fastest: 100 },
] as const
const PEERS: Name[] = ['HiGHS', 'HiGHS as it comes', 'GLPK', 'YALPS', 'javascript-lp-solver', 'value per hour']
/** Of one run, and of all a contestant may use for one size. */
const SECONDS = 10
const BUDGET = { ours: 60, HiGHS: 40, others: 12 }
/** Weeks all solved before a peer is called exact. */
const ENOUGH = 10
/** Of each size, for what they allocate. */
const WEIGHED = 4
const MOST_PLAIN_CHOICES_IN_A_PLAN = 10
const HARD_MS = 300

type Standing = { name: Name; measured: Measured[] }

export async function benchChoosing({ seed }: { seed: number }): Promise<BenchTable> {
  const load = (loadavg()[0] ?? 0).toFixed(1)
  const all: Row[] = []
  const ratios: Row[] = []
  const bytes = await allocations(seed)
  let lost: Name[] = []
  for (const size of SIZES) {
    const problems = weeksOf(size.candidates, size.weeks, seed)
    const standings: Standing[] = [{ name: 'ours', measured: await timesOf('ours', problems) }]
    for (const name of PEERS) {
      if (!lost.includes(name)) standings.push({ name, measured: await timesOf(name, problems) })
    }
    const best = problems.map((_, i) => provenBest(standings, i))
    for (const standing of standings) {
      const weighed = bytes.get(standing.name)?.get(size.candidates)
      all.push([size.candidates, ...standingRow(standing, best), weighed ?? '-'])
    }
    for (const name of lost) all.push([size.candidates, name, 'out: no optimum in time at the size before'])
    lost = PEERS.filter(
      (name) => !standings.some((one) => one.name === name && claims(one) > 0) && name !== 'value per hour',
    )
    ratios.push(ratioRow(size, standings, best))
  }
  return {
    title: 'Choosing under the cap',
    lines: [
      `Horizons of four weeks, seed ${seed}. A process each, one second to warm up, of three runs the best (a run over 1 s is not repeated);`,
      'times are of the processor, all threads, as others use the machine too;',
      `at most ${SECONDS} s a run, ${BUDGET.others} s for all (HiGHS ${BUDGET.HiGHS} s), so the slow ones get fewer weeks; ratios compare the same weeks.`,
      `Load average when it began: ${load}. WebAssembly is compiled at its best beforehand.`,
      'The time is ours from the problem to the slots, theirs without making the program. HiGHS takes its matrix as arrays, outside the clock, and',
      'runs without presolve, its fastest setting from 30 candidates on ("as it comes": with); the other three read their form of the program on the clock.',
      'Allocated: JavaScript heap and array buffers of one run, median, in a process whose collector stays away;',
      'what the solvers take inside WebAssembly does not show in it. A run without an answer counts as a gap of 100 %.',
      '',
      ...table(
        ['candidates', 'who', 'weeks', 'median ms', 'p99 ms', 'proven', 'gap mean', 'gap most', 'allocated kB'],
        all,
      ),
      '',
      ...table(
        ['candidates', 'of HiGHS', 'of HiGHS as it comes', 'p99, of HiGHS', 'of the fastest exact peer'],
        ratios,
      ),
      '',
      ...(await hardTable(seed)),
      '',
      await wholePlanLine(seed),
      productLine(seed),
    ],
  }
}

function weeksOf(candidates: number, weeks: number, seed: number): ChoiceProblem[] {
  return Array.from({ length: weeks }, (_, i) =>
    aHorizon({
      seed: seed + i,
      candidates,
      lengths: i % 2 === 0 ? EQUAL : FIVE_LENGTHS,
      values: i % 4 < 2 ? 'even' : 'summed',
    }),
  )
}

/** Kilobytes of one run by contestant and size; what is missing was not reached in time. */
async function allocations(seed: number): Promise<Map<Name, Map<number, string>>> {
  const problems = SIZES.flatMap(({ candidates }) => weeksOf(candidates, WEIGHED, seed))
  const all = new Map<Name, Map<number, string>>()
  for (const name of ['ours', ...PEERS] as const) {
    const measured = await contest({ name, problems, of: 'allocations', seconds: SECONDS }, BUDGET.HiGHS)
    const bySize = SIZES.flatMap(({ candidates }, k): [number, string][] => {
      const own = measured.slice(k * WEIGHED, (k + 1) * WEIGHED)
      const known = own.flatMap(({ bytes }) => bytes ?? [])
      if (known.length > 0) return [[candidates, String(Math.round(quantile(known, 0.5) / 1000))]]
      return own.some(isProven) ? [[candidates, '> 512,000']] : []
    })
    all.set(name, new Map(bySize))
  }
  return all
}

function timesOf(name: Name, problems: readonly ChoiceProblem[], seconds = SECONDS): Promise<Measured[]> {
  const budget = name === 'ours' ? BUDGET.ours : name === 'HiGHS' ? BUDGET.HiGHS : BUDGET.others
  return contest({ name, problems, of: 'times', seconds }, budget)
}

/** Null when nobody proved it. @throws Error when two have proven different optima: then one of them is wrong, and no figure counts */
function provenBest(standings: readonly Standing[], problem: number): number | null {
  const proven = standings.flatMap(({ name, measured }) => {
    const one = measured[problem]
    // Only where the claim can be relied on: what a peer merely says is judged, not believed.
    return one !== undefined && isProven(one) && (name === 'ours' || name === 'HiGHS') ? [one.points] : []
  })
  if (new Set(proven).size > 1) throw new Error(`week ${problem}: ours and HiGHS prove ${proven.join(' and ')}`)
  return proven[0] ?? null
}

function isProven({ claim, allowed }: Measured): boolean {
  return claim === 'proven' && allowed
}

function claims({ measured }: Standing): number {
  return measured.filter(isProven).length
}

function standingRow({ name, measured }: Standing, best: readonly (number | null)[]): Row {
  const times = measured.map(({ ms }) => ms)
  const gaps = measured.flatMap((one, i) => {
    const most = best[i]
    return most === null || most === undefined
      ? []
      : [most === 0 ? 0 : (100 * (most - (one.allowed ? one.points : 0))) / most]
  })
  const right = measured.filter((one, i) => isProven(one) && one.points === best[i]).length
  const wrong = measured.filter((one, i) => one.claim === 'proven' && !(one.allowed && one.points === best[i])).length
  return [
    name,
    measured.length,
    inMs(quantile(times, 0.5)),
    inMs(quantile(times, 0.99)),
    `${right}/${measured.length}${wrong === 0 ? '' : `, ${wrong} wrong`}`,
    percent(mean(gaps)),
    percent(Math.max(0, ...gaps)),
  ]
}

function ratioRow(size: (typeof SIZES)[number], standings: readonly Standing[], best: readonly (number | null)[]): Row {
  const ours = standings.find(({ name }) => name === 'ours')?.measured ?? []
  const times = (of: Name) => standings.find(({ name }) => name === of)?.measured.map(({ ms }) => ms) ?? []
  const against = (theirs: readonly number[], share: number) =>
    quantile(theirs, share) /
    quantile(
      ours.slice(0, theirs.length).map(({ ms }) => ms),
      share,
    )
  const exact = standings
    .filter(({ measured }) => measured.length >= ENOUGH)
    .filter(
      ({ name, measured }) => name !== 'ours' && measured.every((one, i) => isProven(one) && one.points === best[i]),
    )
    .map(({ name }) => ({ name, ratio: against(times(name), 0.5) }))
    .sort((a, b) => a.ratio - b.ratio)
  const [fastest] = exact
  return [
    size.candidates,
    asGoal(against(times('HiGHS'), 0.5), size.highs),
    asGoal(against(times('HiGHS as it comes'), 0.5), size.highs),
    asGoal(against(times('HiGHS'), 0.99), size.p99),
    fastest === undefined ? 'none is exact' : `${fastest.name}: ${asGoal(fastest.ratio, size.fastest)}`,
  ]
}

async function hardTable(seed: number): Promise<string[]> {
  const hard = hardOnes(seed)
  const problems = hard.map(({ problem }) => problem)
  const ours = await timesOf('ours', problems)
  const theirs = await timesOf('HiGHS', problems, 30)
  const rows = hard.map(({ name }, i): Row => {
    const [us, them] = [ours[i], theirs[i]]
    if (us === undefined || them === undefined) return [name, 'not reached in time']
    const met = us.ms <= HARD_MS || us.ms <= them.ms / 2
    return [
      name,
      inMs(us.ms),
      us.claim === 'proven' ? 'yes' : 'no',
      isProven(them) && them.points > 0 ? percent((100 * (them.points - us.points)) / them.points) : percent(0),
      inMs(them.ms),
      isProven(them) ? 'yes' : 'no',
      met ? 'met' : 'missed',
    ]
  })
  return table(
    ['hard weeks', 'ours ms', 'exact', 'gap', 'HiGHS ms', 'proven', `goal: ${HARD_MS} ms, or half of HiGHS`],
    rows,
  )
}

async function wholePlanLine(seed: number): Promise<string> {
  const problems = Array.from({ length: 60 }, (_, i) =>
    aHorizon({ seed: seed + i, candidates: 100, lengths: i % 2 === 0 ? EQUAL : FIVE_LENGTHS }),
  )
  const [plain, whole] = [await timesOf('ours', problems), await timesOf('whole plan', problems)]
  const [one, all] = [plain, whole].map((measured) =>
    quantile(
      measured.map(({ ms }) => ms),
      0.5,
    ),
  )
  const times = (all ?? 0) / (one ?? 1)
  return (
    `A whole plan of 100 candidates (choice, slots, what each skipped one would cost, one week at every quarter hour of cap from 0 to 12 h): ` +
    `median ${inMs(all ?? 0)} ms, ${times.toFixed(1)} plain choices (goal: at most ${MOST_PLAIN_CHOICES_IN_A_PLAN}, ` +
    `${times <= MOST_PLAIN_CHOICES_IN_A_PLAN ? 'met' : 'missed'}).`
  )
}

function productLine(seed: number): string {
  const lives = Array.from({ length: 120 }, (_, i) => aLifeOf(aHorizon({ seed: seed + i, candidates: 40 })))
  const times = lives.map((life) => {
    const runs = [0, 1, 2].map(() => {
      // Of one and the same input the tables would be made once.
      const anew = { ...life }
      const begun = performance.now()
      planHorizon(anew)
      return performance.now() - begun
    })
    return Math.min(...runs)
  })
  return `As the product plans it (40 candidates; zones, values and reasons included): median ${inMs(quantile(times, 0.5))} ms, p99 ${inMs(quantile(times, 0.99))} ms.`
}

/** The same horizon as the product meets it: instants in a zone, kinds, words, weekly hours. */
function aLifeOf(problem: ChoiceProblem): PlanInput {
  const monday = Temporal.PlainDateTime.from('2026-06-01T00:00').toZonedDateTime('America/Mexico_City').toInstant()
  const instant = (minute: number) => monday.add({ minutes: minute })
  const asPlanned =
    (standing: PlanEvent['standing']) =>
    (event: ChoiceEvent): PlanEvent => ({
      id: event.id as EventId,
      title: event.id,
      start: instant(event.start),
      end: instant(event.end),
      allDay: false,
      countedMinutes: event.end - event.start,
      place: event.place,
      travelMinutes: event.travelBefore,
      standing,
      cancelled: false,
      declined: false,
      decision: null,
      kind: event.points > 500 ? 'round-table' : 'meetup',
      smart: event.points % 3 > 0,
      organiserKey: null,
      attendees: [{ name: 'CANACO', email: 'eventos@canaco.example' }],
      met: 0,
      learned: null,
      seriesKey: event.id,
      text: 'Encuentro de fundadores: fintech, ventas y alianzas en la ciudad',
      ticketPrice: event.points % 5 === 0 ? event.points : null,
      told: null,
      followUp: { kind: 'owed', minutes: event.followUp?.minutes ?? 30 },
    })
  return {
    week: '2026-W23',
    now: monday,
    events: [...problem.candidates.map(asPlanned('candidate')), ...problem.fixed.map(asPlanned('commitment'))],
    busy: problem.busy.map((span) => ({ start: instant(span.start), end: instant(span.end) })),
    debtMinutes: 0,
    rules: {
      timeZone: 'America/Mexico_City',
      capMinutes: 360,
      capByWeek: new Map(),
      workingHours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '18:00' })),
      protectedHours: [{ weekday: 3, from: '09:00', to: '11:00' }],
      holidays: new Set(),
      maxEvenings: 2,
      maxPerDay: 2,
      withinWorkingDays: 2,
      objectives: { beKnown: 1, sell: 2, partner: 1, learn: 0 },
      interests: ['fintech', 'educación'],
      people: ['Grupo Bimbo', 'canaco.example'],
      weights: EVEN_WEIGHTS,
      hourlyRate: 900,
    },
  }
}

type Row = (string | number)[]

function table(head: readonly string[], rows: readonly Row[]): string[] {
  const line = (cells: Row) => `| ${head.map((_, i) => cells[i] ?? '').join(' | ')} |`
  return [line([...head]), `|${head.map(() => '---|').join('')}`, ...rows.map(line)]
}

/** "1/230 (goal 1/150: met)". */
function asGoal(ratio: number, goal: number): string {
  if (!Number.isFinite(ratio)) return 'not measured'
  return `1/${ratio < 10 ? ratio.toFixed(1) : Math.round(ratio)} (goal 1/${goal}: ${ratio >= goal ? 'met' : 'missed'})`
}

function inMs(ms: number): string {
  return ms >= 100 ? ms.toFixed(0) : ms >= 1 ? ms.toFixed(1) : ms.toFixed(3)
}

function percent(share: number): string {
  return share === 0 ? '0' : `${share.toFixed(1)} %`
}

function mean(numbers: readonly number[]): number {
  return numbers.length === 0 ? 0 : numbers.reduce((sum, one) => sum + one, 0) / numbers.length
}

function quantile(numbers: readonly number[], share: number): number {
  const ordered = [...numbers].sort((a, b) => a - b)
  return ordered[Math.min(ordered.length - 1, Math.floor(share * ordered.length))] ?? Number.NaN
}
