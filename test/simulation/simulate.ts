/**
 * Weeks of people's lives in virtual time: a town at a time, from a seed. People of one town share its providers, its database and its clock, and nothing
 * else, so towns are simulated side by side, and one that fails is replayed alone.
 */

import { layWeek, meddle } from './acts.ts'
import type { Breach } from './breach.ts'
import { chanceOf } from './chance.ts'
import { Town } from './town.ts'
import { type Household, Townsperson } from './townsfolk.ts'
import { unknownsOfGoogle, unknownsOfMicrosoft } from './unknowns.ts'
import { hash } from './weather.ts'
import { Witness } from './witness.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const WEEK = 7 * DAY
/** More people in a town share its sweep; fewer are replayed sooner. */
export const PEOPLE_IN_A_TOWN = 10

/** Mondays, midnight in Mexico City: each reaches over something that calendars do. */
const BEGINNINGS = [
  '2027-02-22T06:00:00Z', // Tijuana's change to summer time, 14 March
  '2026-10-19T06:00:00Z', // Madrid's and Tijuana's change back, 25 October and 1 November
  '2026-12-14T06:00:00Z', // the 53rd week of 2026, and the new year
  '2028-02-14T06:00:00Z', // 29 February
] as const

const HOUSEHOLDS: readonly Omit<Household, 'timeZone' | 'enforces'>[] = [
  { accounts: [{ provider: 'google', calendars: 2 }] },
  { accounts: [{ provider: 'microsoft', calendars: 1 }] },
  {
    accounts: [
      { provider: 'google', calendars: 1 },
      { provider: 'microsoft', calendars: 1 },
    ],
  },
  { accounts: [{ provider: 'microsoft', calendars: 2 }] },
  {
    accounts: [
      { provider: 'microsoft', calendars: 1 },
      { provider: 'google', calendars: 1 },
    ],
  },
  { accounts: [{ provider: 'google', calendars: 1 }] },
]
const ZONES = ['America/Mexico_City', 'America/Mexico_City', 'America/Tijuana', 'America/Bogota', 'Europe/Madrid']

export interface TownRun {
  /** Of the whole simulation. */
  seed: number
  /** Which of its towns. */
  town: number
  people: number
  weeks: number
  /** Chance of a fault for each request, step and mail. */
  faults: number
  onWeek?: (week: number) => void
  databaseUrl?: string
  /** Ends once one of these rules is seen broken: for who wants to know no more than that it is. */
  untilBroken?: readonly number[]
}

export interface TownResult {
  town: number
  personWeeks: number
  counts: Town['counts']
  writes: Witness['writes']
  owed: Witness['owed']
  digests: number
  notices: number
  /** What was injected, by its name. */
  faults: Record<string, number>
  breaches: Breach[]
  /** The same for the same seed, to the last write. */
  fingerprint: string
}

export async function simulateTown(run: TownRun): Promise<TownResult> {
  const seed = hash(`${run.seed} town ${run.town}`)
  const chance = chanceOf(seed)
  const begin = Date.parse(chance.pick(BEGINNINGS))
  const options = { seed, faults: run.faults, begin }
  return Town.with(
    run.databaseUrl === undefined ? options : { ...options, databaseUrl: run.databaseUrl },
    async (town) => {
      const unknowns = chanceOf(hash(`${seed} unknowns`))
      Object.assign(town.google.switches, unknownsOfGoogle(unknowns))
      Object.assign(town.microsoft.switches, unknownsOfMicrosoft(unknowns))
      const people = Array.from({ length: run.people }, (_, n) => {
        const accounts = chance.pick(HOUSEHOLDS)
        return new Townsperson(town, n, { ...accounts, timeZone: chance.pick(ZONES), enforces: chance.hits(0.5) })
      })
      const witness = new Witness(town, people)
      await witness.begin()
      meddle(town, people)
      for (const person of people)
        town.timeline.at(begin + chance.below(24) * HOUR, async () => void (await person.connect(person.first)))
      await live().catch((cause) => {
        if (cause !== ENOUGH) throw cause
      })
      const mailed = (kind: string) => town.mails.filter(({ effect }) => effect.kind === kind).length
      return {
        town: run.town,
        personWeeks: run.people * run.weeks,
        counts: town.counts,
        writes: witness.writes,
        owed: witness.owed,
        digests: mailed('digest'),
        notices: mailed('notice'),
        faults: Object.fromEntries(town.weather.counts),
        breaches: witness.breaches,
        fingerprint: witness.fingerprint(),
      }

      async function live(): Promise<void> {
        for (let week = 0; week < run.weeks; week++) {
          const monday = begin + week * WEEK
          for (const person of people)
            layWeek(town, witness, person, people, monday, chanceOf(hash(`${seed} ${person.n} ${week}`)))
          await town.timeline.runUntil(monday + WEEK - 1, afterStep)
          await witness.afterWeek()
          run.onWeek?.(week + 1)
        }
        // With the faults over, everything owed settles within a day (faults.md, N11).
        town.weather.rate = 0
        await town.timeline.runUntil(begin + run.weeks * WEEK + DAY, afterStep)
        for (const person of people) await person.sync()
        await town.timeline.settled()
        await witness.atEnd()
      }

      async function afterStep(): Promise<void> {
        await witness.afterStep()
        if (witness.breaches.some(({ rule }) => run.untilBroken?.includes(rule))) throw ENOUGH
      }
    },
  )
}

const ENOUGH = new Error('a rule is broken, and nobody wants to know more')
