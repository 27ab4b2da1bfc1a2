/**
 * The choice against a plain peer: events taken by value per hour while they fit, as one would by hand; and for ten candidates also every
 * set tried. Seeded horizons of four weeks: a third of the events online, evenings preferred, half of the working hours busy, a cap of
 * 6 h, commitments in between; follow-ups of 30 minutes, or of five lengths.
 */
import { Temporal } from 'temporal-polyfill'
import type { EventId } from '../../src/calendar/event.ts'
import { blockOf, type ChoiceEvent, type ChoiceProblem, conflict } from '../../src/planning/choice.ts'
import { choose, slotsWith } from '../../src/planning/choose.ts'
import { type PlanEvent, type PlanInput, planHorizon } from '../../src/planning/plan.ts'
import type { Span } from '../../src/planning/slots.ts'

const SEED = 20260601
const DAY = 1440
const HORIZONS = 120

export async function benchChoosing(): Promise<{ title: string; lines: string[] }> {
  const lines = [
    `${HORIZONS} horizons each, seed ${SEED}; times in ms, each horizon's best of three`,
    row('candidates', 'follow-ups', 'median', 'p99', 'greedy median', 'greedy loses', 'labels', 'exact'),
  ]
  for (const [count, lengths] of [
    [10, [30]],
    [40, [30]],
    [40, [20, 26, 30, 34, 42]],
    [100, [30]],
    [100, [20, 26, 30, 34, 42]],
  ] as const) {
    const problems = Array.from({ length: HORIZONS }, (_, i) => aHorizon(SEED + i, count, lengths))
    const ours = timed(problems, choose)
    const theirs = timed(problems, greedy)
    const best = sum(ours.results.map((choice) => choice.points))
    const won = sum(theirs.results.map((choice) => choice.points))
    lines.push(
      row(
        count,
        lengths.length === 1 ? 'equal' : `${lengths.length} lengths`,
        at(ours.times, 0.5),
        at(ours.times, 0.99),
        at(theirs.times, 0.5),
        `${((100 * (best - won)) / best).toFixed(1)} %`,
        Math.round(sum(ours.results.map((choice) => choice.work)) / HORIZONS),
        `${ours.results.filter((choice) => choice.exact).length}/${HORIZONS}`,
      ),
    )
  }
  const few = Array.from({ length: 40 }, (_, i) => aHorizon(SEED + i, 10, [30]))
  const brute = timed(few, everySet)
  const same = few.filter((problem, i) => choose(problem).points === brute.results[i]?.points).length
  lines.push(`every set of 10 tried: median ${at(brute.times, 0.5)}, equal to ours in ${same}/${few.length}`)
  const lives = Array.from({ length: HORIZONS }, (_, i) => aLifeOf(aHorizon(SEED + i, 40, [30])))
  const plans = timed(lives, planHorizon)
  lines.push(
    `a whole plan of 40 candidates, zones, values and reasons included: median ${at(plans.times, 0.5)}, p99 ${at(plans.times, 0.99)}`,
  )
  return { title: 'Choosing under the cap', lines }
}

/** The peer: most value per minute of charge first, each if it still fits. */
function greedy(problem: ChoiceProblem): { points: number } {
  const chosen: ChoiceEvent[] = []
  const byRatio = [...problem.candidates].sort((a, b) => b.points / b.charge - a.points / a.charge)
  for (const event of byRatio) if (event.points > 0 && fits(problem, [...chosen, event])) chosen.push(event)
  return { points: sum(chosen.map((event) => event.points)) }
}

function everySet(problem: ChoiceProblem): { points: number } {
  let best = 0
  for (let mask = 0; mask < 2 ** problem.candidates.length; mask++) {
    const set = problem.candidates.filter((_, i) => mask & (1 << i))
    const points = sum(set.map((event) => event.points))
    if (points > best && fits(problem, set)) best = points
  }
  return { points: best }
}

function fits(problem: ChoiceProblem, set: readonly ChoiceEvent[]): boolean {
  const all = [...problem.fixed, ...set]
  for (const [week, cap] of problem.caps.entries()) {
    const own = set.filter((event) => event.week === week)
    if (own.length > 0 && sum(own.map((event) => event.charge)) > cap) return false
    if (own.length > 0 && eveningsOf(all, week) > Math.max(problem.maxEvenings, eveningsOf(problem.fixed, week)))
      return false
  }
  for (const event of set) {
    if (all.filter((other) => other.day === event.day).length > problem.maxPerDay) return false
    if (all.some((other) => other !== event && conflict(event, other))) return false
    const block = blockOf(event)
    if (problem.busy.some((busy) => busy.start < block.end && block.start < busy.end)) return false
  }
  return (
    slotsWith(
      problem,
      set.map((event) => event.id),
      [],
    ) !== null
  )
}

function eveningsOf(events: readonly ChoiceEvent[], week: number): number {
  return new Set(events.filter((event) => event.week === week && event.evening >= 0).map((event) => event.evening)).size
}

/** Days count from a Monday; the last week's follow-ups have the week after it. */
function aHorizon(seed: number, count: number, lengths: readonly number[]): ChoiceProblem {
  const random = randomOf(seed)
  const pick = <T>(list: readonly [T, ...T[]] | readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const anEvent = (id: string): ChoiceEvent => {
    const day = Math.floor(random() * 28)
    const begins = pick([8, 8.5, 9, 13, 14, 17, 18, 18.5, 19, 19.5, 20])
    const start = day * DAY + begins * 60
    const length = pick([60, 90, 120, 120, 150, 180, 240])
    const travel = random() < 0.33 ? 0 : pick([15, 30, 30, 45])
    const minutes = pick(lengths)
    const release = start + length + travel
    return {
      id,
      start,
      end: start + length,
      travelBefore: travel,
      travelAfter: travel,
      place: travel === 0 ? null : pick(['centro', 'polanco', 'roma', 'santa fe', 'del valle']),
      charge: length + 2 * travel + minutes,
      points: 50 + Math.floor(random() * 900),
      week: Math.floor(day / 7),
      day,
      evening: begins >= 17 ? day : -1,
      followUp: { minutes, release, deadline: closingAfter(release) },
    }
  }
  const candidates = Array.from({ length: count }, (_, i) => anEvent(`c${String(i).padStart(3, '0')}`))
  const [busy, free]: [Span[], Span[]] = [[], []]
  for (let day = 0; day < 35; day++) {
    for (let start = day * DAY + 540; day % 7 < 5 && start < day * DAY + 1080; start += 60) {
      const hour = { start, end: start + 60 }
      if (random() < 0.5) busy.push(hour)
      else if (free.at(-1)?.end === start) free.push({ start: free.pop()?.start ?? start, end: hour.end })
      else free.push(hour)
    }
  }
  // Commitments whose follow-ups have no slot would only make the peers' work easier.
  const fixed = ['f0', 'f1', 'f2'].map(anEvent).filter((event) => event.start % DAY >= 1020)
  const caps = [0, 1, 2, 3].map(
    (week) => 360 - sum(fixed.filter((event) => event.week === week).map((event) => event.charge)),
  )
  const problem = {
    candidates,
    fixed,
    owed: [],
    busy,
    free,
    caps,
    maxEvenings: 2,
    maxPerDay: 2,
    grid: { step: 15, phase: 0 },
  }
  return slotsWith(problem, [], []) === null ? { ...problem, fixed: [] } : problem
}

/** Closing time of the second working day after. */
function closingAfter(minute: number): number {
  let day = Math.floor(minute / DAY)
  for (let found = 0; found < 2; ) if (++day % 7 < 5) found++
  return day * DAY + 1080
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
      hourlyRate: 900,
    },
  }
}

/** Each problem's best of three: what else the machine does meanwhile is not ours. */
function timed<P, R>(problems: readonly P[], solve: (problem: P) => R): { times: number[]; results: R[] } {
  const times: number[] = []
  const results = problems.map((problem) => {
    let [best, result] = [Number.POSITIVE_INFINITY, solve(problem)]
    for (let run = 0; run < 3; run++) {
      const begun = performance.now()
      result = solve(problem)
      best = Math.min(best, performance.now() - begun)
    }
    times.push(best)
    return result
  })
  return { times: times.sort((a, b) => a - b), results }
}

function at(times: readonly number[], share: number): string {
  return (times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0).toFixed(3)
}

function row(...cells: (string | number)[]): string {
  return cells.map((cell) => String(cell).padStart(13)).join(' ')
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}

/** mulberry32 (public domain): the same horizons on every machine. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
