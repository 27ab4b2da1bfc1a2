/**
 * Seeded problems of the choice, as weeks of somebody's life: four weeks of events by the dozen or by the thousand, a third of them online,
 * evenings preferred, half of the working hours busy, a few commitments in between; and the named hard ones. Days count from a Monday; the
 * last week's follow-ups have the week after it. Whatever is promised (commitments, follow-ups owed) fits: a witness is found here.
 */
import { type ChoiceEvent, type ChoiceProblem, followUpOf } from '../../src/choosing/choice.ts'
import type { Job, Span } from '../../src/choosing/slots.ts'
import { type Chance, chanceOf } from '../simulation/chance.ts'
import { slotsInTurn } from './by-hand.ts'

export const DAY = 1440
const HOUR = 60
const WEEKS = 4
const GRID = { step: 15, phase: 0 }
const [OPENS, CLOSES, EVENING] = [9 * HOUR, 18 * HOUR, 17 * HOUR]
/** Of the follow-ups: all of 30 minutes, or what 0 to 4 contacts make of them. */
export const EQUAL: readonly number[] = [30]
export const FIVE_LENGTHS: readonly number[] = [20, 26, 30, 34, 42]

export interface Horizon {
  seed: number
  candidates: number
  /** Minutes a follow-up may take. */
  lengths: readonly number[]
  capMinutes: number
  /** Share of the working hours that is busy. */
  busy: number
  /** Commitments and follow-ups of earlier events asked for; those that find no slot are left out. */
  commitments: number
  owed: number
  maxEvenings: number
  maxPerDay: number
  /** `even`: anything between 50 and 950; `summed`: few steps, dearer the longer the event, as the product sums it; `charge`: its minutes. */
  values: 'even' | 'summed' | 'charge'
}
const DULL: Omit<Horizon, 'seed'> = {
  candidates: 40,
  lengths: EQUAL,
  capMinutes: 360,
  busy: 0.5,
  commitments: 3,
  owed: 0,
  maxEvenings: 2,
  maxPerDay: 2,
  values: 'even',
}

export function aHorizon(over: Partial<Horizon> & { seed: number }): ChoiceProblem {
  const horizon = { ...DULL, ...over }
  const chance = chanceOf(horizon.seed)
  const candidates = Array.from({ length: horizon.candidates }, (_, i) =>
    anEvent(`c${String(i).padStart(4, '0')}`, horizon, chance),
  )
  const busy: Span[] = []
  const free: Span[] = []
  for (let day = 0; day < 7 * (WEEKS + 1); day++) {
    for (let start = day * DAY + OPENS; day % 7 < 5 && start < day * DAY + CLOSES; start += HOUR) {
      const hour = { start, end: start + HOUR }
      const gap = free.at(-1)
      if (chance.hits(horizon.busy)) busy.push(hour)
      else if (gap?.end === start) gap.end = hour.end
      else free.push(hour)
    }
  }
  // Commitments in the evening: what is typed into the working day is busy time already.
  const fixed = Array.from({ length: horizon.commitments }, (_, i) => anEvent(`f${i}`, horizon, chance)).filter(
    (event) => event.start % DAY >= EVENING,
  )
  const owed = Array.from({ length: horizon.owed }, (_, i): Job => {
    const release = chance.below(WEEKS * 7) * DAY
    return { id: `o${i}`, minutes: chance.pick(horizon.lengths), release, deadline: closingAfter(release) }
  })
  while (owed.length > 0 && !allFit([], owed, free)) owed.pop()
  while (fixed.length > 0 && !allFit(fixed, owed, free)) fixed.pop()
  return {
    candidates,
    fixed,
    owed,
    busy,
    free,
    caps: Array.from({ length: WEEKS }, (_, week) => horizon.capMinutes - chargeIn(fixed, week)),
    maxEvenings: horizon.maxEvenings,
    maxPerDay: horizon.maxPerDay,
    grid: GRID,
  }
}

/** Weeks that once were, or look as if they were, hard for one way of choosing or another. */
export function hardOnes(seed: number): { name: string; problem: ChoiceProblem }[] {
  const identical = aHorizon({ seed, candidates: 1, commitments: 0, busy: 0.2 })
  const one = anEvening()
  const full = aHorizon({ seed, candidates: 300, lengths: FIVE_LENGTHS, values: 'summed', commitments: 8 })
  return [
    {
      name: 'a thousand identical events',
      problem: {
        ...identical,
        candidates: Array.from({ length: 1000 }, (_, i) => ({ ...one, id: `c${String(i).padStart(4, '0')}` })),
      },
    },
    {
      name: 'an 80 h cap, values equal to charges',
      problem: aHorizon({ ...MANY, seed, capMinutes: 80 * HOUR, values: 'charge', maxEvenings: 5, maxPerDay: 5 }),
    },
    {
      name: 'a 40 h cap, 90 % of the hours busy',
      problem: aHorizon({ ...MANY, seed, capMinutes: 40 * HOUR, busy: 0.9, maxEvenings: 5, maxPerDay: 4 }),
    },
    {
      name: 'a 20 h cap, nearly full weeks',
      problem: aHorizon({ ...MANY, seed, capMinutes: 20 * HOUR, busy: 0.8, owed: 8, maxEvenings: 5, maxPerDay: 3 }),
    },
    { name: 'no cap at all', problem: aHorizon({ ...MANY, seed, capMinutes: 0, commitments: 0 }) },
    {
      name: 'weeks that no set can satisfy',
      // One is over its cap already, one has no evening left, one is taken whole, and in the last there is nowhere to follow up.
      problem: {
        ...full,
        caps: [-30, 360, 360, 360],
        maxEvenings: 0,
        busy: [...full.busy, { start: 14 * DAY, end: 21 * DAY }, { start: 7 * DAY, end: 14 * DAY - 1 }],
        free: full.free.filter((gap) => gap.start < 21 * DAY),
        fixed: [],
      },
    },
  ]
}
const MANY = { candidates: 300, lengths: FIVE_LENGTHS, values: 'summed' } as const

/** A Tuesday evening in person, as `anEvent` makes them. */
function anEvening(): ChoiceEvent {
  const [start, length, travel] = [DAY + 19 * HOUR, 120, 30]
  return asEvent('c', { start, length, travel, minutes: 30, place: 'roma', points: 400 })
}

function anEvent(id: string, horizon: Horizon, chance: Chance): ChoiceEvent {
  const begins = chance.pick([8, 8.5, 9, 13, 14, 17, 18, 18.5, 19, 19.5, 20]) * HOUR
  const start = chance.below(7 * WEEKS) * DAY + begins
  const length = chance.pick([60, 90, 120, 120, 150, 180, 240])
  const travel = chance.hits(0.33) ? 0 : chance.pick([15, 30, 30, 45])
  const minutes = chance.pick(horizon.lengths)
  const place = travel === 0 ? null : chance.pick(['centro', 'polanco', 'roma', 'santa fe', 'del valle'])
  const charge = length + 2 * travel + minutes
  return asEvent(id, { start, length, travel, minutes, place, points: pointsOf(horizon.values, charge, chance) })
}

function pointsOf(values: Horizon['values'], charge: number, chance: Chance): number {
  if (values === 'charge') return charge
  if (values === 'even') return 50 + chance.below(900)
  const fit = chance.pick([50, 125, 175, 250, 325])
  return (
    50 + fit + chance.pick([0, 200, 200]) + 100 * chance.below(4) + chance.pick([0, 50]) - Math.round(1.25 * charge)
  )
}

interface Sketch {
  start: number
  length: number
  travel: number
  minutes: number
  place: string | null
  points: number
}
function asEvent(id: string, { start, length, travel, minutes, place, points }: Sketch): ChoiceEvent {
  const day = Math.floor(start / DAY)
  const release = start + length + travel
  return {
    id,
    start,
    end: start + length,
    travelBefore: travel,
    travelAfter: travel,
    place,
    charge: length + 2 * travel + minutes,
    points,
    week: Math.floor(day / 7),
    day,
    evening: start % DAY >= EVENING ? day : -1,
    followUp: { minutes, release, deadline: closingAfter(release) },
  }
}

/** Closing time of the second working day after. */
function closingAfter(minute: number): number {
  let day = Math.floor(minute / DAY)
  for (let found = 0; found < 2; ) if (++day % 7 < 5) found++
  return day * DAY + CLOSES
}

/** Whether first come, first served finds a slot for each: enough to know that all fit, nothing is said when it does not. */
function allFit(fixed: readonly ChoiceEvent[], owed: readonly Job[], free: readonly Span[]): boolean {
  const jobs = [...fixed.flatMap((event) => followUpOf(event) ?? []), ...owed]
  return slotsInTurn(jobs, { fixed, free, grid: GRID }).size === jobs.length
}

function chargeIn(events: readonly ChoiceEvent[], week: number): number {
  return events.reduce((sum, event) => sum + (event.week === week ? event.charge : 0), 0)
}
